"""T10: how long until the window is seen and a command has ended, installed and from source."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from screen import Screen
from trial_program import NOW, OPENED, TITLE, Program
from wine import windows_path

ROUNDS = 5
TARGET = 1.2

_SECONDS = 120
_PACKAGES = ("vinhloc_cds", "db", "ui", "resources")


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians in seconds of what is waited for: of the installed program and of the source."""

    installed: float
    source: float

    def __str__(self) -> str:
        """Both, how many times as long the installed one takes, and whether that will do."""
        ratio = self.installed / self.source
        reached = "reached" if ratio <= TARGET else "NOT reached"
        times = f"{self.installed:.2f} s / {self.source:.2f} s = {ratio:.2f}"
        return f"{times}, target {TARGET} {reached}"


def copy_source(root: Path, folder: Path) -> Path:
    """Copy the program's source to `folder` and return it.

    Compiled modules lie beside it then, as an installed one's do; the checkout's are this system's.
    """
    for name in _PACKAGES:
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def windows(program: Program, python: Path, source: Path, data: Path) -> Compared:
    """How long it takes until the window is seen."""
    where = ("--data", windows_path(data))
    from_source = {"PYTHONPATH": windows_path(source)}
    return _in_turns(
        lambda: _sight(program.screen, lambda: program.start(*where)),
        lambda: _sight(
            program.screen,
            lambda: program.prefix.start(
                python, "-m", "vinhloc_cds", *NOW, *where, environment=from_source
            ),
        ),
    )


def commands(program: Program, python: Path, source: Path, data: Path) -> Compared:
    """How long the command `status` takes."""
    status = (*NOW, "--data", windows_path(data), "status")
    from_source = {"PYTHONPATH": windows_path(source)}
    return _in_turns(
        lambda: program.console(*status).seconds,
        lambda: (
            program.prefix.run(
                python, "-m", "vinhloc_cds", *status, seconds=_SECONDS, environment=from_source
            ).seconds
        ),
    )


def _in_turns(installed: Callable[[], float], source: Callable[[], float]) -> Compared:
    """Both in turns, so that a machine that changes its speed changes both."""
    pairs = [(installed(), source()) for _ in range(ROUNDS + 1)][1:]  # caches fill in the first
    ours, theirs = zip(*pairs, strict=True)
    return Compared(statistics.median(ours), statistics.median(theirs))


def _sight(screen: Screen, start: Callable[[], "subprocess.Popen[bytes]"]) -> float:
    """Start, note when the window is first seen, and close it once it shows its data."""
    began = time.monotonic()
    process = start()
    screen.wait_for(TITLE, _SECONDS)
    seen = time.monotonic() - began
    screen.press(screen.wait_for(OPENED, _SECONDS), "ctrl+q")
    process.wait(_SECONDS)
    return seen
