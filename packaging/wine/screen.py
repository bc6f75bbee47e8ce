"""A screen that nobody looks at: windows found by their titles, keys pressed, pictures taken.

Keys are pressed as slowly as a person does: under Wine a key that is let go of in the same moment
is lost now and then. The window is given the keyboard before each of them, for a helper window
that Qt makes for itself takes it away from Wine's, and nobody gives it back.
"""

import os
import re
import select
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

SIZE = (1366, 768)
"""Of a small office notebook, in pixels."""

_COMMAND_SECONDS = 20
_LOOK_SECONDS = 0.05
_HOLD_SECONDS = 0.06
_PAUSE_SECONDS = 0.15
_REST_SECONDS = 0.7
_CURSOR_DOTS = 400
"""More than a cursor that blinks."""


class ScreenError(Exception):
    """The screen does not show what it should."""


class Screen:
    """An X server of its own with a window manager, ended with the block."""

    def __init__(self) -> None:
        self.display = ""
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Start both; ScreenError where one of them does not start."""
        try:
            self._start_both()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def windows(self, title: str) -> list[str]:
        """The windows shown whose title holds these very words."""
        return self._ask("xdotool", "search", "--onlyvisible", "--name", re.escape(title)).split()

    def wait_for(self, title: str, seconds: float) -> str:
        """The window with these words in its title, as soon as it is shown."""
        limit = time.monotonic() + seconds
        while not (found := self.windows(title)):
            if time.monotonic() > limit:
                raise ScreenError(f"no window “{title}” after {seconds:.0f} s")
            time.sleep(_LOOK_SECONDS)
        return found[0]

    def wait_for_none(self, title: str, seconds: float) -> None:
        """Return once no window is shown with these words in its title."""
        limit = time.monotonic() + seconds
        while self.windows(title):
            if time.monotonic() > limit:
                raise ScreenError(f"the window “{title}” is still there after {seconds:.0f} s")
            time.sleep(_LOOK_SECONDS)

    def active(self) -> str:
        """The window that has the keyboard; empty if none has."""
        return self._ask("xdotool", "getactivewindow").strip()

    def hide(self, window: str) -> None:
        """Minimize a window."""
        self._ask("xdotool", "windowminimize", "--sync", window)

    def press(self, window: str, *keys: str) -> None:
        """Keys by X's names, one after the other: "Return", "ctrl+n"."""
        for key in keys:
            self._activate(window)
            self._ask("xdotool", "keydown", key)
            time.sleep(_HOLD_SECONDS)
            self._ask("xdotool", "keyup", key)
            time.sleep(_PAUSE_SECONDS)

    def write(self, window: str, words: str) -> None:
        """Type letters and digits of ASCII, and blanks."""
        self.press(window, *("space" if letter == " " else letter for letter in words))

    def _activate(self, window: str) -> None:
        limit = time.monotonic() + _COMMAND_SECONDS
        self._ask("xdotool", "windowactivate", window)
        while self.active() != window:
            if time.monotonic() > limit:
                raise ScreenError(f"window {window} does not take the keyboard")
            time.sleep(_LOOK_SECONDS)
        time.sleep(_HOLD_SECONDS)

    def picture(self, path: Path) -> Path:
        """Save what the screen shows as PNG, once it has come to rest."""
        earlier = path.with_name(f"{path.stem}-earlier.png")
        limit = time.monotonic() + _COMMAND_SECONDS
        self._grab(path)
        while True:
            time.sleep(_REST_SECONDS)
            path.replace(earlier)
            self._grab(path)
            if _different_dots(earlier, path) < _CURSOR_DOTS or time.monotonic() > limit:
                earlier.unlink()
                return path

    def _grab(self, path: Path) -> None:
        self._ask("import", "-silent", "-window", "root", str(path))
        if not path.exists():
            raise ScreenError(f"no picture of the screen in {path}")

    def _start_both(self) -> None:
        reading, writing = os.pipe()
        size = "x".join(map(str, SIZE))
        try:
            self._start(
                "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24",
                "-nolisten", "tcp", "-noreset", keep=writing,
            )  # fmt: skip
        finally:
            os.close(writing)
        with os.fdopen(reading) as pipe:
            told, _, _ = select.select([pipe], [], [], _COMMAND_SECONDS)
            number = pipe.readline().strip() if told else ""
        if not number:
            raise ScreenError("Xvfb does not start")
        self.display = f":{number}"
        self._start("openbox")
        limit = time.monotonic() + _COMMAND_SECONDS
        while self._ask("xdotool", "get_num_desktops").strip() in {"", "0"}:
            if time.monotonic() > limit:
                raise ScreenError("openbox does not start")
            time.sleep(_LOOK_SECONDS)

    def _end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(_COMMAND_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(_COMMAND_SECONDS)

    def _start(self, *command: str, keep: int | None = None) -> None:
        process = subprocess.Popen(
            command,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[] if keep is None else [keep],
        )
        self._processes.append(process)

    def _ask(self, *command: str) -> str:
        """What a tool of X's prints; nothing where it finds nothing."""
        return subprocess.run(
            command,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_COMMAND_SECONDS,
            check=False,
        ).stdout

    def _environment(self) -> dict[str, str]:
        return os.environ | {"DISPLAY": self.display, "LANG": "C.UTF-8"}


def colours(picture: Path) -> int:
    """How many colours a picture has: a window that nobody drew has one or two."""
    done = subprocess.run(
        ["identify", "-format", "%k", str(picture)],
        capture_output=True, text=True, check=True, timeout=_COMMAND_SECONDS,
    )  # fmt: skip
    return int(done.stdout)


def _different_dots(one: Path, other: Path) -> float:
    done = subprocess.run(
        ["compare", "-metric", "AE", str(one), str(other), "null:"],
        capture_output=True, text=True, check=False, timeout=_COMMAND_SECONDS,
    )  # fmt: skip
    return float(done.stderr)
