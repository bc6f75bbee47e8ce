"""A Wine prefix that a build and its trial can trust: made from nothing, and nobody waits for ever.

Windows programs are run by `Prefix.run`, whose every call has a time limit. What may fail once
because of Wine itself is done again by `twice`, or by whoever knows what to do before. What cannot
be had in Wine 8.0 and Qt asks for stands in `stubs/`: libraries of the prefix, never of what is
shipped.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

HERE = Path(__file__).resolve().parent
FONTS = Path("/usr/share/fonts/truetype/liberation2")

_COMPILER = "x86_64-w64-mingw32-gcc"
_STUB_CLASS = (
    r"HKEY_LOCAL_MACHINE\Software\Microsoft\WindowsRuntime\ActivatableClassId"
    r"\Windows.UI.ViewManagement.UISettings"
)
# Windows' fonts, and those of the same measures that Debian has with all Vietnamese letters.
_STAND_INS = {
    "Segoe UI": "Liberation Sans",
    "Tahoma": "Liberation Sans",
    "MS Shell Dlg": "Liberation Sans",
    "MS Shell Dlg 2": "Liberation Sans",
    "Arial": "Liberation Sans",
    "Times New Roman": "Liberation Serif",
    "Courier New": "Liberation Mono",
}
_BOOT_SECONDS = 180
_KILL_SECONDS = 30


class WineError(Exception):
    """A Windows program did not do what it should."""


FAILURES = (WineError, OSError, subprocess.SubprocessError)
"""What Wine's own failures look like."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a Windows program left behind: its exit code, what it printed, and how long it took."""

    code: int
    output: str
    seconds: float


class Prefix:
    """A Windows of its own in `folder`; `display` is where its windows show, None for nowhere.

    `user` is the name of its user, and so of his profile's folder; None is who runs it.
    """

    def __init__(self, folder: Path, display: str | None = None, user: str | None = None) -> None:
        self.folder = folder
        self.drive = folder / "drive_c"
        self.display = display
        self.user = user

    def __enter__(self) -> Self:
        """Start Wine's services, so that no later call starts them with its own streams."""
        if not (self.folder / "system.reg").exists():
            twice("a new Windows", self._make)
        twice("Wine's services", self._serve)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def home(self) -> Path:
        """The profile of the Windows user."""
        return next(
            path for path in (self.drive / "users").iterdir() if path.name.lower() != "public"
        )

    @property
    def local_app_data(self) -> Path:
        """What Windows calls %LOCALAPPDATA%."""
        return self.home / "AppData" / "Local"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a Windows program, silent, in UTF-8, without the real home."""
        environment = {
            **os.environ,
            "WINEPREFIX": str(self.folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No menu entries in the real home; no downloads of .NET and HTML; our stubs.
            "WINEDLLOVERRIDES": (
                "mscoree,mshtml,winemenubuilder.exe=;mscms=n,b;icuuc=n;windows.ui=n"
            ),
            "LANG": "C.UTF-8",
            "TZ": "Asia/Ho_Chi_Minh",
            "PYTHONUTF8": "1",
            **(more or {}),
        }
        if self.user:
            environment["USER"] = self.user
        environment.pop("DISPLAY", None)
        return environment | ({"DISPLAY": self.display} if self.display else {})

    def run(
        self,
        *command: str | PurePath,
        seconds: float,
        expect: Collection[int] = (0,),
        cwd: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run a Windows program to its end; paths among the arguments are given as Windows' own.

        WineError where it has not ended after `seconds`, and then all of this Windows is started
        anew, or where its exit code is none of `expect`.
        """
        words = [str(part) if isinstance(part, str) else windows_path(part) for part in command]
        ended = self._run(words, seconds, cwd, environment)
        if ended.code not in expect:
            raise WineError(f"{' '.join(words)}: exit code {ended.code}\n{ended.output[-3000:]}")
        return ended

    def start(
        self, *command: str | PurePath, environment: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Start a Windows program that stays; what it prints goes nowhere."""
        words = [str(part) if isinstance(part, str) else windows_path(part) for part in command]
        return subprocess.Popen(
            ["wine", *words],
            env=self.environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End all of this Windows."""
        for word in ("-k", "-w"):
            with suppress(subprocess.TimeoutExpired):
                self._silently("wineserver", word, seconds=_KILL_SECONDS, check=False)

    def restart(self) -> None:
        """End all of this Windows, and start it again."""
        self.kill()
        self._serve()

    def _run(
        self,
        words: Sequence[str],
        seconds: float,
        cwd: Path | None,
        environment: Mapping[str, str] | None,
    ) -> Ended:
        began = time.monotonic()
        # A pipe: with a file as its stdout Python does not start under Wine.
        process = subprocess.Popen(
            ["wine", *words],
            env=self.environment(environment),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            try:
                # First: Wine's services may be what hangs, and then do not end it.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(_KILL_SECONDS)
            finally:
                self.restart()
            said = (error.output or b"")[-3000:].decode("utf-8", errors="replace")
            raise WineError(f"{' '.join(words)}: no end after {seconds:.0f} s\n{said}") from None
        finally:
            if process.stdout:
                process.stdout.close()
        return Ended(
            process.returncode,
            output.decode("utf-8", errors="replace").replace("\r\n", "\n"),
            time.monotonic() - began,
        )

    def _serve(self) -> None:
        # Persistent, or it would end between two calls; refused where it runs already.
        self._silently("wineserver", "-p", seconds=_KILL_SECONDS, check=False)
        self._silently("wine", "cmd", "/c", "exit", seconds=_BOOT_SECONDS)

    def _make(self) -> None:
        self.kill()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._silently("wineboot", "-i", seconds=_BOOT_SECONDS)
        self._silently("wineserver", "-w", seconds=_BOOT_SECONDS)
        # Wine links Desktop, Documents and others to the real home: an installer would write there.
        for path in self.home.iterdir():
            if path.is_symlink():
                path.unlink()
                path.mkdir()
        self._build_stubs()
        for font in FONTS.glob("*.ttf"):
            shutil.copy(font, self.drive / "windows" / "Fonts")
        settings = self.drive / "settings.reg"
        settings.write_text(_settings(), encoding="utf-16")
        self._silently("wine", "regedit", "/S", r"C:\settings.reg", seconds=_BOOT_SECONDS)
        settings.unlink()
        self._silently("wine", "winecfg", "/v", "win10", seconds=_BOOT_SECONDS)
        self._silently("wineserver", "-w", seconds=_BOOT_SECONDS)

    def _build_stubs(self) -> None:
        common = [_COMPILER, "-O2", "-s", "-shared", "-nostdlib", "-e", "DllMainCRTStartup"]
        system = self.drive / "windows" / "system32"
        for name, libraries in (
            ("windows.ui", ["-luser32", "-lkernel32"]),
            ("icuuc", []),
            ("mscms", ["-lkernel32"]),
        ):
            sources = [str(path) for path in sorted((HERE / "stubs").glob(f"{name}.[cd]*"))]
            output = system / f"{name}.dll"
            output.unlink(missing_ok=True)
            subprocess.run([*common, "-o", str(output), *sources, *libraries], check=True)

    def _silently(self, *command: str, seconds: float, check: bool = True) -> None:
        """Run a command of Wine's, whose services would otherwise hold our streams open."""
        subprocess.run(
            command,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=check,
        )


def twice(what: str, act: Callable[[], object]) -> None:
    """Do something, and once more if it fails, for Wine itself is not above failing once."""
    try:
        act()
    except FAILURES as error:
        say(f"{what} failed, once more: {error}")
        act()


def windows_path(path: PurePath) -> str:
    """How a Windows program under Wine calls a path of ours."""
    return "Z:" + str(path).replace("/", "\\")


def say(words: str) -> None:
    """Print a line of progress with the time."""
    print(f"[{time.strftime('%H:%M:%S')}] {words}", flush=True)


def _settings() -> str:
    """The registry of a Windows that shows no dialog after a crash and has fonts."""
    lines = [
        "Windows Registry Editor Version 5.00",
        r"[HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\AeDebug]",
        '"Debugger"="false"',
        r"[HKEY_CURRENT_USER\Software\Wine\WineDbg]",
        '"ShowCrashDialog"=dword:00000000',
        f"[{_STUB_CLASS}]",
        r'"DllPath"="C:\\windows\\system32\\windows.ui.dll"',
        r"[HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements]",
        *(f'"{name}"="{stand_in}"' for name, stand_in in _STAND_INS.items()),
    ]
    return "\n\n".join(lines) + "\n"


if __name__ == "__main__":
    # By hand: python packaging/wine/wine.py PREFIX PROGRAM [ARGUMENT ...]
    with Prefix(Path(sys.argv[1]).resolve(), os.environ.get("DISPLAY")) as by_hand:
        last = by_hand.run(*sys.argv[2:], seconds=600, expect=range(256))
    print(re.sub(r"\n$", "", last.output))
    sys.exit(last.code)
