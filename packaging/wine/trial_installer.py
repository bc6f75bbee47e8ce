"""What the installer refuses, brings to an end and puts back, and its wizard, page by page.

    python packaging/wine/trial_installer.py FOLDER

The last step of trial.py, over the little program of `small_program`. By hand FOLDER takes the
pictures and the Windows, which is used again the next time.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from screen import Screen
from small_program import NEW, OLD, OPENED, UNINSTALLER, Small
from trial_program import TITLE, Wrong
from wine import Prefix, say

UNCHANGED = "unchanged"
DELETE_DATA = "/XOADULIEU"
SETUP, REMOVAL = f"Cài đặt {TITLE}", f"Gỡ bỏ {TITLE}"
CANCELLED, ANOTHER_RUNS = 1, 7

_PAGE_SECONDS = 30
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Case:
    """What is there, what is run silently, how that ends, and what is there afterwards.

    `run` is the version of a setup, a setup file by its name, or the uninstaller. `left` is the
    version that is whole then, "" for none, or UNCHANGED for all as it was before.
    """

    prepare: Callable[[Small], None]
    run: str
    code: int
    left: str
    switch: str = ""

    def __str__(self) -> str:
        """For people."""
        return f"{self.prepare.__name__}, {self.run} {self.switch}".strip()


CASES = (
    Case(Small.nothing, NEW, 0, NEW),
    Case(Small.installed, NEW, 0, NEW),
    Case(Small.newer, NEW, 0, NEW),
    Case(Small.newer, OLD, 3, UNCHANGED),
    Case(Small.open, NEW, 0, NEW),
    Case(Small.busy, NEW, 4, UNCHANGED),
    Case(Small.held, NEW, 4, UNCHANGED),
    Case(Small.broken_off, NEW, 0, NEW),
    Case(Small.broken_off, OLD, 0, OLD),
    Case(Small.newer_broken_off, OLD, 3, UNCHANGED),
    Case(Small.broken_off_and_held, NEW, 8, UNCHANGED),
    Case(Small.without_window_file, OLD, 0, OLD),
    Case(Small.without_window_file, NEW, 0, NEW),
    Case(Small.newer_without_window_file, OLD, 3, UNCHANGED),
    Case(Small.others, NEW, 6, UNCHANGED, r"/D=C:\elsewhere"),
    Case(Small.without_program, NEW, 6, UNCHANGED, "/D={data}\\program"),
    Case(Small.nothing, NEW, 6, UNCHANGED, r"/D=Q:\no-such-drive"),
    Case(Small.nothing, NEW, 0, NEW, "/D={program}"),
    Case(Small.nothing, NEW, 6, UNCHANGED, "/D=C:\\" + "long" * 25),
    Case(Small.old_windows, "windows7.exe", 5, UNCHANGED),
    Case(Small.damaged, "damaged.exe", 2, UNCHANGED),
    Case(Small.no_list, NEW, 9, NEW),
    Case(Small.no_place_for_link, NEW, 0, NEW),
    Case(Small.open, UNINSTALLER, 0, ""),
    Case(Small.busy, UNINSTALLER, 4, UNCHANGED),
    Case(Small.held, UNINSTALLER, 4, UNCHANGED),
    Case(Small.broken_off, UNINSTALLER, 0, ""),
    Case(Small.broken_off_and_held, UNINSTALLER, 8, UNCHANGED),
    # What is linked stays. So does the link, which Windows removes and Wine cannot: data are left.
    Case(Small.installed, UNINSTALLER, 4, "", DELETE_DATA),
    Case(Small.data_elsewhere, UNINSTALLER, 4, "", DELETE_DATA),
)


def try_installer(folder: Path, prefix: Prefix, screen: Screen) -> None:
    """All cases and the wizard; pictures of its pages are left in `folder`."""
    small = Small(folder / "small", prefix, screen)
    for case in CASES:
        try:
            with small.stack:
                _try(small, case)
        except Wrong as error:
            raise Wrong(f"{case}: {error}") from error
        print(f"    {case}: exit code {case.code}", flush=True)
    with small.stack:
        Wizard(small, folder).run()
    small.nothing()


def _try(small: Small, case: Case) -> None:
    """One case from its beginning."""
    case.prepare(small)
    before, data = small.files(), small.data()
    program = small.program.as_windows_says(small.program.folder)
    data_folder = small.program.as_windows_says(small.program.data)
    switches = f"/S {case.switch}".format(data=data_folder, program=program)
    file: str | Path = small.setups.get(case.run, small.folder / case.run)
    if case.run == UNINSTALLER:
        file = f"{program}\\{UNINSTALLER}"
        switches += f" _?={program}"
    # A path comes last and without quotes: its blanks are what stands between the words.
    small.run(file, *switches.split(), code=case.code)
    if case.left == UNCHANGED:
        if changed := small.files().items() ^ before.items():
            raise Wrong(f"changed: {sorted({name for name, _ in changed})}")
        return
    small.check_program(case.left)
    if case.switch == DELETE_DATA:
        data = small.linked(data)
    if small.data() != data:
        raise Wrong(f"of the data and what they link to is there: {sorted(small.data())}")


class Wizard:
    """The pages as people see them, by keyboard; a picture of each is left."""

    def __init__(self, small: Small, folder: Path) -> None:
        self.small = small
        self.program = small.program
        self.screen = small.screen
        self.folder = folder

    def run(self) -> None:
        """Install, give up, remove and keep the data, remove and delete them."""
        self.small.nothing()
        self.cancel()
        self.install()
        self.small.bring_data()
        (self.program.data / "attachments").unlink()  # or Wine could not delete all
        kept = self.small.data()
        self.remove()
        if self.small.data() != kept:
            raise Wrong("the wizard has deleted data although nothing was typed")
        self.small.run(self.small.setups[OLD], "/S", code=0)
        self.upgrade()
        self.remove("XOA DU LIEU")
        if self.program.data.exists():
            raise Wrong("the wizard has not deleted the data although it was told to")

    def cancel(self) -> None:
        """A second setup ends at once; the first asks whether it shall."""
        process = self.small.prefix.start(self.small.setups[NEW])
        window = self.screen.wait_for(SETUP, _PAGE_SECONDS)
        self.small.run(self.small.setups[NEW], "/S", code=ANOTHER_RUNS)
        self.screen.press(window, "Escape")
        self.screen.press(self._box(window), "Return")
        if (code := process.wait(_PAGE_SECONDS)) != CANCELLED:
            raise Wrong(f"a setup that was cancelled ended with {code}")
        if self.program.folder.exists() or self.program.key():
            raise Wrong("a setup that was cancelled has left something")

    def install(self) -> None:
        """The opening, the folder, the end; the program is opened by the tick that is there."""
        self._start(self.small.setups[NEW])
        window = self.screen.wait_for(SETUP, _PAGE_SECONDS)
        self._picture("install-1-opening")
        self.screen.press(window, "Return")
        self._picture("install-2-folder")
        self.screen.press(window, "Return")
        self._wait(self.program.shortcuts[1].exists)
        self._picture("install-3-end")
        self.screen.press(window, "Return")
        self.screen.wait_for(OPENED, _PAGE_SECONDS)
        self.small.check_program(NEW)

    def upgrade(self) -> None:
        """The opening says so, and asks for no folder."""
        self._start(self.small.setups[NEW])
        window = self.screen.wait_for(SETUP, _PAGE_SECONDS)
        self._picture("upgrade-1-opening")
        self.screen.press(window, "Escape")
        self.screen.press(self._box(window), "Return")
        self.screen.wait_for_none(SETUP, _PAGE_SECONDS)

    def remove(self, words: str = "") -> None:
        """The program is open; what is typed on the page about the data decides about them."""
        name = "delete" if words else "keep"
        self._start(f"{self.program.as_windows_says(self.program.folder)}\\{UNINSTALLER}")
        window = self.screen.wait_for(REMOVAL, _PAGE_SECONDS)
        self._picture(f"{name}-1-opening")
        self.screen.press(window, "Return")
        self._picture(f"{name}-2-data")
        if words:
            self.screen.write(window, "xoa")
            self.screen.press(window, "Return")
            box = self._box(window)
            self._picture(f"{name}-3-not-understood")
            self.screen.press(box, "Return")
            self.screen.press(window, "ctrl+a")
            self.screen.write(window, words)
            self._picture(f"{name}-4-typed")
        self.screen.press(window, "Return")
        self._wait(lambda: not self.program.shortcuts[1].exists())
        self._picture(f"{name}-5-end")
        self.screen.press(window, "Return")
        self.screen.wait_for_none(REMOVAL, _PAGE_SECONDS)
        self.screen.wait_for_none(OPENED, _PAGE_SECONDS)
        self._wait(lambda: not self.program.folder.exists())

    def _start(self, *command: str | Path) -> None:
        process = self.small.prefix.start(*command)
        self.small.stack.callback(process.wait, _PAGE_SECONDS)

    def _box(self, window: str) -> str:
        """The box that has come up before a window."""
        self._wait(lambda: self.screen.active() not in {"", window})
        return self.screen.active()

    def _picture(self, name: str) -> None:
        self.screen.picture(self.folder / f"wizard-{name}.png")

    def _wait(self, done: Callable[[], bool]) -> None:
        limit = time.monotonic() + _PAGE_SECONDS
        while not done():
            if time.monotonic() > limit:
                raise Wrong(f"nothing more happens; see {self.folder}")
            time.sleep(_LOOK_SECONDS)


def by_hand() -> None:
    """Try it in a Windows that is used again."""
    folder = Path(sys.argv[1]).resolve()
    with Screen() as screen, Prefix(folder / "prefix", screen.display, "Cán bộ") as prefix:
        began = time.monotonic()
        try_installer(folder, prefix, screen)
        say(f"passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    by_hand()
