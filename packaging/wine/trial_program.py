"""The installed program as the trial meets it: its files, its commands, its window, its key."""

import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from screen import Screen
from wine import Ended, Prefix

TITLE = "Vĩnh Lộc CDS"
OPENED = f" – {TITLE}"
"""How the title ends once the data are shown."""

NOW = ("--now", "2024-10-10T08:00")
KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\VinhLocCDS"

_COMMAND_SECONDS = 90
_SETUP_SECONDS = 120
_WINDOW_SECONDS = 90
_CLOSE_SECONDS = 60


class Wrong(Exception):  # noqa: N818 - what it says is the sentence “wrong: ...”
    """The program or its installer did something else than it should."""


class Program:
    """What a setup leaves in a Windows, and what can be done with it."""

    def __init__(self, prefix: Prefix, screen: Screen) -> None:
        self.prefix = prefix
        self.screen = screen
        self.folder = prefix.local_app_data / "Programs" / "VinhLocCDS"
        self.window_file = self.folder / "VinhLocCDS.exe"
        self.console_file = self.folder / "vinhloc-cds.exe"
        self.data = prefix.local_app_data / "VinhLocCDS"
        self.shortcuts = (
            prefix.home / "Desktop" / f"{TITLE}.lnk",
            prefix.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs" / f"{TITLE}.lnk",
        )

    def install(self, setup: Path, expect: int = 0) -> Ended:
        """Run a setup silently."""
        return self.prefix.run(setup, "/S", seconds=_SETUP_SECONDS, expect=[expect])

    def uninstall(self, *switches: str, gone: Collection[Path] = ()) -> None:
        """Run what the uninstall key says, and wait until program, key and all of `gone` are gone.

        The uninstaller itself ends at once: a copy of it does the work.
        """
        command = self.key()["QuietUninstallString"]
        file, _, rest = command.removeprefix('"').partition('"')
        self.prefix.run(file, *rest.split(), *switches, seconds=_SETUP_SECONDS)
        limit = time.monotonic() + _SETUP_SECONDS
        while any(path.exists() for path in (self.folder, *gone)) or self.key():
            if time.monotonic() > limit:
                raise Wrong(f"{command}: not done after {_SETUP_SECONDS} s")
            time.sleep(0.5)

    def key(self) -> dict[str, str]:
        """The values of the uninstall key; none where there is no key."""
        file = self.prefix.drive / "key.reg"
        self.prefix.run(
            "reg", "export", KEY, r"C:\key.reg", "/y", seconds=_COMMAND_SECONDS, expect=[0, 1]
        )
        if not file.exists():
            return {}
        lines = file.read_text("utf-16").splitlines()
        file.unlink()
        pairs = [line.partition("=") for line in lines if line.startswith('"')]
        return {
            name.strip('"'): value.strip('"').replace('\\"', '"').replace("\\\\", "\\")
            for name, _, value in pairs
        }

    def console(self, *arguments: str | Path) -> Ended:
        """Run a command of the console program."""
        return self.prefix.run(
            self.as_windows_says(self.console_file), *arguments,
            seconds=_COMMAND_SECONDS, cwd=self.prefix.home,
        )  # fmt: skip

    def answer(self, *arguments: str | Path) -> object:
        """What a command answers to programs, on the user's own data at the trial's moment."""
        answer: object = json.loads(self.console(*NOW, *arguments, "--json").output)
        return answer

    def open(self) -> "tuple[subprocess.Popen[bytes], str]":
        """Open the window on the user's own data; its process, and the window once data are shown.

        It stands on the screen before with the program's name alone.
        """
        process = self.start()
        return process, self.screen.wait_for(OPENED, _WINDOW_SECONDS)

    def start(self, *arguments: str | Path) -> "subprocess.Popen[bytes]":
        """Start the windowed program, at the trial's moment."""
        return self.prefix.start(self.as_windows_says(self.window_file), *NOW, *arguments)

    def ended(self, process: "subprocess.Popen[bytes]") -> None:
        """Hold the end of a window's process against a polite one."""
        try:
            code = process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Wrong(f"the program is still there after {_CLOSE_SECONDS} s") from error
        if code:
            raise Wrong(f"the program ended with {code}")

    def revision(self) -> str:
        """The revision of the user's database."""
        with closing(sqlite3.connect(self.data / "vinhloc-cds.sqlite3")) as connection:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(revision)

    def files(self) -> set[str]:
        """All files of the installed program, by their way from its folder."""
        return {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file()
        }

    def bugs(self) -> list[str]:
        """The lines of the log that tell of an error."""
        log = self.data / "logs" / "vinhloc-cds.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line]

    def forget(self) -> None:
        """Take everything of the program away by hand."""
        self.prefix.run("reg", "delete", KEY, "/f", seconds=_COMMAND_SECONDS, expect=[0, 1])
        for folder in (self.folder, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        for shortcut in self.shortcuts:
            shortcut.unlink(missing_ok=True)

    def keep_data(self, copy: Path) -> None:
        """Copy the user's data."""
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.data, copy)

    def bring_data(self, copy: Path) -> None:
        """Put a copy of the user's data in their place."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(copy, self.data)

    def as_windows_says(self, path: Path) -> str:
        """The path of a file on the drive C:, as its user has it."""
        return "C:\\" + str(path.relative_to(self.prefix.drive)).replace("/", "\\")
