"""A program of a few files in two versions, with the real installer: packed in a second.

Its setups differ from ours in what they hold and in how long they wait, in nothing else. What can
happen to them on a machine is brought about here; `trial_installer` tells what shall come of it.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfile, copytree, move, rmtree

from screen import Screen
from trial_program import KEY, Program, Wrong
from wine import Prefix

PACKAGING = Path(__file__).resolve().parents[1]
ICON = PACKAGING.parent / "resources" / "icons" / "program.svg"

OLD, NEW = "1.0.0", "2.0.0"
PARTS = ("_internal", "VinhLocCDS.exe", "vinhloc-cds.exe", "THIRD-PARTY-NOTICES.txt")
"""What the installer takes of a frozen program, in the order in which it moves them."""

UNINSTALLER = "Uninstall.exe"
ASIDE = "~VinhLocCDS.old"
"""Where the older program's parts are while they are being replaced."""

SHORTER = {"HALF_SECONDS_SILENT": 4, "MOVE_ATTEMPTS": 2}
"""How often the installer looks whether nobody holds the program any more."""

OPENED = "Small program"
"""The title of its window."""

LINK, FOLDER = "→ ", "folder"
_COMMAND_SECONDS = 60
_WINDOW_SECONDS = 30


class Small:
    """A program of two versions, their setups, and one Windows in which they are tried."""

    def __init__(self, folder: Path, prefix: Prefix, screen: Screen) -> None:
        self.folder = folder
        self.prefix = prefix
        self.screen = screen
        self.program = Program(prefix, screen)
        self.elsewhere = prefix.drive / "elsewhere"
        self.holder = prefix.drive / "holder.exe"
        self.stack = ExitStack()
        """What is to end with the case."""

        rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        source, icon = Path(__file__).with_suffix(".c"), folder / "program.ico"
        compiler = ("x86_64-w64-mingw32-gcc", "-municode", "-mwindows", "-s")
        _do(*compiler, "-o", self.holder, source)
        _do(sys.executable, PACKAGING / "icon.py", ICON, icon)
        self.setups = {version: self._pack(version, icon) for version in (OLD, NEW)}

    def _pack(self, version: str, icon: Path) -> Path:
        dist, setup = self.folder / version, self.folder / f"setup-{version}.exe"
        (dist / "_internal" / "deeper").mkdir(parents=True)
        for part in PARTS[1:3]:
            (dist / part).write_bytes(self.holder.read_bytes() + version.encode())
        for text in ("THIRD-PARTY-NOTICES.txt", "_internal/library.txt", "_internal/deeper/a.txt"):
            (dist / text).write_text(version, "ascii")
        values = {"DIST": dist, "OUT": setup, "VERSION": version, "ICON": icon, **SHORTER}
        defined = [f"-D{name}={value}" for name, value in values.items()]
        flags = ["-DAMD64", "-DFAST", "-V2", "-INPUTCHARSET", "UTF8"]
        _do("makensis", *flags, *defined, PACKAGING / "installer.nsi")
        return setup

    # ---- what cases begin with

    def nothing(self) -> None:
        """No program, no data, no key."""
        if self.program.data.is_symlink():
            self.program.data.unlink()
        self.program.forget()
        rmtree(self.elsewhere, ignore_errors=True)

    def installed(self, version: str = OLD) -> None:
        """A version, with data that are kept partly elsewhere."""
        self.nothing()
        self.run(self.setups[version], "/S", code=0)
        self.bring_data()

    def newer(self) -> None:
        """The newer version."""
        self.installed(NEW)

    def bring_data(self) -> None:
        """Data, of which a folder has been moved and linked.

        Not a file: where a link to one is deleted Wine deletes the file instead.
        """
        for folder in (self.program.data / "backups", self.elsewhere):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "value.txt").write_text("of the user", "ascii")
        (self.program.data / "attachments").symlink_to(self.elsewhere)

    def data_elsewhere(self) -> None:
        """All data have been moved, and their folder is a link."""
        self.installed()
        rmtree(self.program.data)
        self.program.data.symlink_to(self.elsewhere)

    def open(self) -> None:
        """The program's window is open."""
        self.installed()
        self.stack.enter_context(self._running(self.program.window_file))

    def busy(self) -> None:
        """The console program runs and does not close."""
        self.installed()
        notices = self.program.folder / PARTS[3]
        self.stack.enter_context(self._running(self.program.console_file, notices))

    def held(self) -> None:
        """Another program holds the last part that is moved."""
        self.installed()
        self.hold(self.program.folder / PARTS[3])

    def hold(self, file: Path) -> None:
        """Another program has `file` open, and shares it with nobody."""
        self.stack.enter_context(self._running(self.holder, file))

    def broken_off(self, version: str = OLD) -> None:
        """A setup was killed when some parts of the older program had been moved."""
        self.installed(version)
        aside = self.program.folder / ASIDE
        aside.mkdir()
        for part in PARTS[:2]:
            move(self.program.folder / part, aside)
        copytree(self.folder / NEW / "_internal", self.program.folder / "_internal")

    def newer_broken_off(self) -> None:
        """The same, and what was being replaced is the newer version."""
        self.broken_off(NEW)

    def broken_off_and_held(self) -> None:
        """What has to be put back cannot be moved."""
        self.installed()
        aside = self.program.folder / ASIDE
        aside.mkdir()
        move(self.program.folder / PARTS[1], aside)
        self.hold(aside / PARTS[1])

    def without_window_file(self) -> None:
        """The antivirus has taken the program's main file."""
        self.installed()
        self.program.window_file.unlink()

    def without_program(self) -> None:
        """Only the data are there."""
        self.nothing()
        self.bring_data()

    def newer_without_window_file(self) -> None:
        """The same, of the newer version."""
        self.newer()
        self.program.window_file.unlink()

    def others(self) -> None:
        """Where it shall be installed lives another program, frozen in the same way."""
        self.nothing()
        (self.elsewhere / "_internal").mkdir(parents=True)
        (self.elsewhere / "_internal" / "library.txt").write_text("another's", "ascii")

    def old_windows(self) -> None:
        """To a setup of this name Windows says that it is Windows 7."""
        self.nothing()
        copyfile(self.setups[NEW], self.folder / "windows7.exe")
        key = r"HKCU\Software\Wine\AppDefaults\windows7.exe"
        self.command("reg", "add", key, "/v", "Version", "/d", "win7", "/f")

    def damaged(self) -> None:
        """A setup of which a byte is another."""
        self.nothing()
        content = bytearray(self.setups[NEW].read_bytes())
        content[-200] ^= 1
        (self.folder / "damaged.exe").write_bytes(content)

    def no_list(self) -> None:
        """Windows' list of programs takes no entry."""
        self.nothing()
        self.command(self.holder, "/registry")
        key = KEY.rpartition("\\")[0]
        self.stack.callback(self.command, "reg", "delete", key, "/f")

    def no_place_for_link(self) -> None:
        """On the desktop lies a folder under the shortcut's name."""
        self.nothing()
        self.program.shortcuts[0].mkdir()
        self.stack.callback(self.program.shortcuts[0].rmdir)

    # ---- what cases do

    def run(self, *command: str | Path, code: int) -> None:
        """Run a setup or the uninstaller to its end, and hold its exit code against `code`."""
        ended = self.prefix.run(*command, seconds=_COMMAND_SECONDS, expect=range(256))
        if ended.code != code:
            raise Wrong(f"exit code {ended.code}, not {code}: {ended.output}")

    def command(self, *words: str | Path) -> None:
        """Run what belongs to no case."""
        self.prefix.run(*words, seconds=_COMMAND_SECONDS)

    @contextmanager
    def _running(self, program: Path, *arguments: Path) -> Iterator[None]:
        process = self.prefix.start(self.program.as_windows_says(program), *arguments)
        try:
            self.screen.wait_for(OPENED, _WINDOW_SECONDS)
            yield
        finally:
            process.kill()
            process.wait(_COMMAND_SECONDS)
            self.screen.wait_for_none(OPENED, _WINDOW_SECONDS)

    # ---- what is there afterwards

    def data(self) -> dict[Path, str]:
        """The data and what they link to, with contents."""
        return {**contents(self.program.data), **contents(self.elsewhere)}

    def linked(self, data: dict[Path, str]) -> dict[Path, str]:
        """What is left of `data` once deleted: what they linked to and, in Wine, the links."""
        return {
            path: what
            for path, what in data.items()
            if self.elsewhere in (path, *path.parents)
            or what.startswith(LINK)
            or (path == self.program.data and what == FOLDER)
        }

    def files(self) -> dict[Path, str]:
        """All that a setup could change, with contents."""
        return {**self.data(), **contents(self.program.folder.parent)}

    def check_program(self, version: str) -> None:
        """The folder holds that version and nothing else; after the uninstaller at most itself."""
        folder = self.program.folder
        there = contents(folder)
        uninstaller = there.pop(folder / UNINSTALLER, None)
        due = {}
        if version:
            dist = self.folder / version
            due = {folder / path.relative_to(dist): what for path, what in contents(dist).items()}
        elif uninstaller:  # what was waited for cannot delete itself
            there.pop(folder)
        if wrong := {str(path) for path, _ in there.items() ^ due.items()}:
            raise Wrong(f"it is not version “{version}” that is there, because of {sorted(wrong)}")
        if version and not uninstaller:
            raise Wrong("there is no uninstaller")


def contents(root: Path) -> dict[Path, str]:
    """What is at `root` and below, with contents; of a link, where it leads."""
    if root.is_symlink():
        return {root: _content(root)}
    if not root.exists():
        return {}
    return {path: _content(path) for path in [root, *root.rglob("*")]}


def _do(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, timeout=_COMMAND_SECONDS)


def _content(path: Path) -> str:
    if path.is_symlink():
        return f"{LINK}{path.readlink()}"
    return FOLDER if path.is_dir() else path.read_bytes().hex()
