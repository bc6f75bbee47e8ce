"""Exercises OUT/VinhLocCDS-<version>-setup.exe in a Windows of its own, as users will.

    python packaging/wine/trial.py OUT

OUT is what `build.py OUT --older` made; the interpreter is that of `.venv`, which runs the source.
Every step ends within a time, and is tried once more where it fails: each brings about by itself
what it begins with. Exit code 1 where one fails twice; pictures, answers and, after a failure,
the whole Windows are in OUT/trial. `trial.txt` there tells in a few lines how long what took, and
what passed only at the second attempt.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

import trial_documents
import trial_forms
import trial_installer
import trial_start
from build import CERTIFICATE, OLDER
from screen import Screen, ScreenError, colours
from trial_program import NOW, OPENED, Program, Wrong
from trial_traces import Traces
from wine import FAILURES, Prefix, say, windows_path

from resources import fonts
from vinhloc_cds import __version__
from vinhloc_cds.texts import text

ROOT = Path(__file__).resolve().parents[2]

USER = "Cán bộ Văn hóa"
"""Of the Windows: with blanks, and letters that no code page of Wine's has."""

NEWER_IS_INSTALLED = 3
"""The exit code of a setup that would be a step back (head of installer.nsi)."""

_NOT_OURS = (
    # Wine's: its console window, its copy of the colours, a key that every Windows has.
    r"[HKEY_CURRENT_USER\Console]",
    r"[HKEY_CURRENT_USER\Software\Wine\Temporary System Parameters",
    r"[HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Uninstall]",
    # NSIS's: the copy of the uninstaller that did the work, in the folder for temporary files.
    f"users/{USER}/Temp/~nsu",
)
"""How what comes or changes without our doing begins: in the registry, on the disk."""

DELETE_DATA = "/XOADULIEU"

_FAILURES = (Wrong, ScreenError, *FAILURES)
_LEAST_SIZE = 50_000_000
_FEWEST_COLOURS = 200
_SOURCE_SECONDS = 120
_DIALOG_SECONDS = 60
_SIGNATURE_SECONDS = 60
_MB = 1e6


class Trial:
    """The steps, in the order in which they are done, over one Windows and one screen."""

    def __init__(self, out: Path, prefix: Prefix, screen: Screen) -> None:
        self.out = out
        self.folder = out / "trial"
        self.prefix = prefix
        self.screen = screen
        self.program = Program(prefix, screen)
        self.setup = out / f"VinhLocCDS-{__version__}-setup.exe"
        self.older_setup = out / "older" / f"VinhLocCDS-{OLDER}-setup.exe"
        self.python = out / "work" / "python" / "python.exe"
        self.source = trial_start.copy_source(ROOT, self.folder / "source")
        self.seconds: dict[str, float] = {}
        self.before = Traces.of(prefix)
        self.upgraded: set[str] = set()
        self.older_answers: list[object] = []
        self.size = 0
        self.timed: list[str] = []
        self.again: list[str] = []

    def run(self) -> None:
        """Do all steps; what a step that failed twice raised."""
        steps: list[Callable[[], None]] = [
            self.older_version,
            self.upgrade,
            self.no_downgrade,
            self.self_test,
            self.keyboard,
            self.second_start,
            self.reports,
            self.time_to_start,
            self.uninstall,
            self.uninstall_with_data,
            self.installer,
        ]
        for step in steps:
            self._do(step)

    # ---- the steps

    def older_version(self) -> None:
        """An earlier version is installed and has data, in a database of its own revision."""
        self.program.forget()
        self.program.install(self.older_setup)
        self._check_signed()
        forms = trial_forms.filled(ROOT, self.folder / "forms")
        self.program.console(*NOW, "import", forms, "--received", "2024-10-09T16:00")
        self.older_answers = self._answers()
        if not self.older_answers[0]:
            raise Wrong("the older version took in no value")
        self.program.keep_data(self.folder / "older-data")

    def upgrade(self) -> None:
        """The new version comes in the place of an older one that is open; the data stay."""
        if self.program.key().get("DisplayVersion") != OLDER:
            self.program.forget()
            self.program.install(self.older_setup)
        self.program.bring_data(self.folder / "older-data")
        older = self.program.revision()
        left = self.program.folder / "_internal" / "only-in-the-older-version.txt"
        left.write_text("older", "utf-8")
        process, _ = self.program.open()
        self.program.install(self.setup)
        self.program.ended(process)
        if left.exists() or list(self.program.folder.glob("~*")):
            raise Wrong("files of the older version are still there")
        self._check_installed()
        self._check_same_answers()
        if self.program.revision() <= older:
            raise Wrong(f"the database is still of revision {older}")
        backups = self.program.data / "backups"
        if not list(backups.glob("*-pre-migration.sqlite3")):
            raise Wrong(f"no backup before the migration, but {sorted(backups.iterdir())}")
        self.upgraded = self.program.files()
        self.size = sum((self.program.folder / name).stat().st_size for name in self.upgraded)
        print(f"    revision {older} → {self.program.revision()}")

    def no_downgrade(self) -> None:
        """The older setup refuses, and changes nothing."""
        self.program.install(self.older_setup, expect=NEWER_IS_INSTALLED)
        if self.program.files() != self.upgraded:
            raise Wrong("the refused setup has changed files of the program")
        self._check_installed()
        self._check_same_answers()

    def self_test(self) -> None:
        """Both programs try themselves out."""
        for file in (self.program.console_file, self.program.window_file):
            out = self.folder / f"self-test-{file.stem}"
            shutil.rmtree(out, ignore_errors=True)
            ended = self.prefix.run(
                self.program.as_windows_says(file), "self-test", "--json", out,
                seconds=180, expect=[0, 1],
            )  # fmt: skip
            found = json.loads((out / "self-test.json").read_text("utf-8"))
            for check in found["checks"]:
                state = "ok  " if check["passed"] else "FAIL"
                print(f"    {state} {check['name']} {check['seconds']:.1f} s: {check['detail']}")
            if ended.code or not (found["passed"] and found["frozen"]):
                raise Wrong(f"self-test of {file.name}: exit code {ended.code}")
            if found["version"] != __version__:
                raise Wrong(f"self-test tells of version {found['version']}")
            for name in ("window.png", "page.png"):
                self._check_drawn(out / name)

    def keyboard(self) -> None:
        """A submission is logged by keyboard alone, and is there afterwards."""
        kept = self.folder / "data-before-keyboard"
        if kept.exists():
            self.program.bring_data(kept)
        else:
            self.program.keep_data(kept)
        process, window = self.program.open()
        self._check_drawn(self.screen.picture(self.folder / "window.png"))
        self.screen.press(window, "ctrl+n")
        title = text("submissions.title")
        dialog = self.screen.wait_for(title, _DIALOG_SECONDS)
        keys = self.screen
        keys.write(dialog, "vinh tien")
        keys.press(dialog, "Return")  # the unit
        # A key that comes while the list of units closes is lost on a busy machine.
        keys.picture(self.folder / "unit.png")
        keys.press(dialog, "Return")  # the moment
        keys.write(dialog, "dien")  # thoại
        keys.press(dialog, *["Return"] * 7)  # to the figures
        for figure in ("c", "15", "", "3"):
            keys.write(dialog, figure)
            keys.press(dialog, "Return")
        self.screen.picture(self.folder / "submission.png")
        keys.press(dialog, "ctrl+s")
        self.screen.wait_for_none(title, _DIALOG_SECONDS)
        self.screen.picture(self.folder / "submission-saved.png")
        self._open_file_dialog(window)
        keys.press(window, "ctrl+q")
        self.program.ended(process)
        typed = {"A01": "Có", "A02": "15", "A04": "3"}
        values = cast("list[dict[str, str]]", self.program.answer("values"))
        stored = {each["indicator"]: each["raw"] for each in values if each["unit"] == "15358"}
        if stored != typed:
            raise Wrong(f"typed {typed}, stored {stored}")

    def second_start(self) -> None:
        """A second start brings the window that is open to the front, and ends."""
        process, window = self.program.open()
        self.screen.hide(window)
        self.program.ended(self.program.start())
        if self.screen.wait_for(OPENED, _DIALOG_SECONDS) != window:
            raise Wrong("there is another window")
        self.screen.press(window, "alt+F4")
        self.program.ended(process)

    def reports(self) -> None:
        """The demo's report says and looks the same, installed and from source, here and there."""
        made = {name: self.folder / "reports" / name for name in ("installed", "windows", "linux")}
        # The mark of a draft is a picture, which each system draws a little differently.
        demo = ("--demo", "report", "--final", "--format", "pdf,docx,xlsx")
        self.program.console(*demo, made["installed"])
        self.prefix.run(
            self.python, "-m", "vinhloc_cds", *demo, made["windows"],
            seconds=_SOURCE_SECONDS, cwd=self.prefix.home,
            environment={"PYTHONPATH": windows_path(self.source)},
        )  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "vinhloc_cds", *demo, str(made["linux"])],
            # The report tells of the audit log, which tells who has done what.
            env=os.environ | {"LOGNAME": USER},
            cwd=ROOT, check=True, capture_output=True, timeout=_SOURCE_SECONDS,
        )  # fmt: skip
        for other in ("windows", "linux"):
            for file in sorted(made["installed"].iterdir()):
                twin = made[other] / file.name
                if found := trial_documents.differences(file, twin):
                    raise Wrong(f"{file} and {twin} are different: {'; '.join(found)}")
                how = "byte by byte" if file.read_bytes() == twin.read_bytes() else "all it says"
                print(f"    {file.name}: the same as from source on {other}, {how}")

    def time_to_start(self) -> None:
        """T10, which is printed and judged by people: a machine has its own speed."""
        with_all = (self.program, self.python, self.source, self.folder / "started")
        self.timed = [
            f"T10 first sight of the window: {trial_start.windows(*with_all)}",
            f"T10 the command status: {trial_start.commands(*with_all)}",
        ]

    def uninstall(self) -> None:
        """The program goes by its own uninstall command; nothing has come but the data."""
        if not self.program.key():
            self.program.install(self.setup)
        if bugs := self.program.bugs():
            raise Wrong("the log tells of errors: " + "\n".join(bugs))
        self.program.uninstall()
        self._check_shortcuts_gone()
        data = self.program.data.relative_to(self.prefix.drive).as_posix()
        found = [
            f"{what}: {place}"
            for place, what in Traces.of(self.prefix).since(self.before)
            if place != data and not place.startswith((f"{data}/", *_NOT_OURS))
        ]
        if found:
            raise Wrong("the Windows is not as it was before:\n" + "\n".join(found))
        if not (self.program.data / "vinhloc-cds.sqlite3").exists():
            raise Wrong("the uninstaller has deleted the data")

    def uninstall_with_data(self) -> None:
        """Installed anew it is the same program over the same data; told so, it deletes them."""
        if not self.program.data.exists():
            self.program.bring_data(self.folder / "older-data")
        self.program.install(self.setup)
        if changed := self.program.files() ^ self.upgraded:
            raise Wrong(f"installed and upgraded programs are different: {sorted(changed)}")
        self.program.uninstall(DELETE_DATA, gone=[self.program.data])
        self._check_shortcuts_gone()

    def installer(self) -> None:
        """The installer refuses, puts back and asks, as it should."""
        trial_installer.try_installer(self.folder, self.prefix, self.screen)

    # ---- what several steps do

    def _check_installed(self) -> None:
        """Shortcuts and the uninstall key, which tells of our version and of the size in KB."""
        if missing := [path for path in self.program.shortcuts if not path.exists()]:
            raise Wrong(f"no shortcut {missing}")
        key = self.program.key()
        size = key.get("EstimatedSize", "").removeprefix("dword:")
        if key.get("DisplayVersion") != __version__ or int(size or "0", 16) * 1024 < _LEAST_SIZE:
            raise Wrong(f"the uninstall key says {key}")

    def _check_signed(self) -> None:
        """The older setup, its uninstaller and its programs bear the signature of its build."""
        program = self.program
        installed = (program.folder / "Uninstall.exe", program.window_file, program.console_file)
        for file in (self.older_setup, *installed):
            said = subprocess.run(
                [
                    "osslsigncode", "verify", "-CAfile", str(self.out / "older" / CERTIFICATE),
                    "-in", str(file),
                ],
                capture_output=True, text=True, check=False, timeout=_SIGNATURE_SECONDS,
            )  # fmt: skip
            if said.returncode:
                raise Wrong(f"{file} is not signed:\n{said.stdout[-2000:]}")

    def _open_file_dialog(self, window: str) -> None:
        """Ask for a file and go without one: what that leaves would be found at the end."""
        title = text("imports.do.files")
        self.screen.press(window, "ctrl+o")
        dialog = self.screen.wait_for(title, _DIALOG_SECONDS)
        self.screen.picture(self.folder / "file-dialog.png")
        self.screen.press(dialog, "Escape")
        self.screen.wait_for_none(title, _DIALOG_SECONDS)

    def _answers(self) -> list[object]:
        return [self.program.answer("values"), self.program.answer("totals")]

    def _check_same_answers(self) -> None:
        if self._answers() != self.older_answers:
            raise Wrong("values and totals are others than in the older version")

    def _check_drawn(self, picture: Path) -> None:
        if (found := colours(picture)) < _FEWEST_COLOURS:
            raise Wrong(f"{picture} shows nothing: {found} colours")

    def _check_shortcuts_gone(self) -> None:
        if left := [path for path in self.program.shortcuts if path.exists()]:
            raise Wrong(f"the uninstaller has left {left}")

    def _do(self, step: Callable[[], None]) -> None:
        """A step, and once more if it fails; a picture of the screen is left then."""
        name = step.__name__
        say(f"{name}: {(step.__doc__ or '').strip()}")
        began = time.monotonic()
        try:
            step()
        except _FAILURES as error:
            say(f"{name} failed, once more: {error}")
            with suppress(*_FAILURES):
                self.screen.picture(self.folder / f"failed-{name}.png")
            self.prefix.restart()
            step()
            self.again.append(name)
        self.seconds[name] = time.monotonic() - began
        say(f"{name}: {self.seconds[name]:.0f} s")


def main() -> int:
    """Exercise what OUT holds; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args().out.resolve()
    folder = out / "trial"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.monotonic()
    with Screen() as screen, Prefix(folder / "prefix", screen.display, USER) as prefix:
        bring_font(prefix)
        trial = Trial(out, prefix, screen)
        try:
            check_sum(trial.setup)
            trial.run()
        except _FAILURES as error:
            say(f"FAILED: {error}")
            with suppress(*_FAILURES):
                screen.picture(folder / "failed.png")
            return 1
    shutil.rmtree(folder / "prefix")
    lines = summary(trial, time.monotonic() - began)
    (folder / "trial.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))
    return 0


def check_sum(setup: Path) -> None:
    """Hold a setup against the SHA-256 beside it."""
    digest, _, name = setup.with_name(f"{setup.name}.sha256").read_text("ascii").partition("  ")
    found = hashlib.sha256(setup.read_bytes()).hexdigest()
    if (digest, name.strip()) != (found, setup.name):
        raise Wrong(f"{setup.name}.sha256 is of another file")


def bring_font(prefix: Prefix) -> None:
    """Give the Windows the font in which documents are set here, so that they can be compared."""
    family = fonts.serif_family()
    if family is None:
        raise Wrong("no font with Vietnamese letters")
    for file in (family.regular, family.bold, family.italic, family.bold_italic):
        shutil.copy(file, prefix.drive / "windows" / "Fonts")
    # Windows notes its fonts as it starts: that is none of the traces of the program.
    prefix.restart()


def summary(trial: Trial, seconds: float) -> list[str]:
    """A few lines for people: sizes, how long what took, and what failed once."""
    steps = ", ".join(f"{name} {took:.0f}" for name, took in trial.seconds.items())
    setup, installed = trial.setup.stat().st_size / _MB, trial.size / _MB
    files = f"{len(trial.upgraded)} files"
    return [
        f"{trial.setup.name} {setup:.1f} MB, installed {installed:.1f} MB in {files}",
        f"seconds of each step: {steps}",
        *trial.timed,
        *(f"{name} passed at the second attempt" for name in trial.again),
        f"all {len(trial.seconds)} steps passed in {seconds:.0f} s",
    ]


if __name__ == "__main__":
    sys.exit(main())
