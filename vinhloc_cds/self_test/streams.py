"""What the program prints arrives in UTF-8 where another program reads it, whatever the code page.

A program of its own is asked, for this one may have a window alone.
"""

import os
import subprocess
import sys
from pathlib import Path

from vinhloc_cds.errors import cause_of
from vinhloc_cds.self_test.bench import SECONDS, Bench, FaultError
from vinhloc_cds.texts import text

_CONSOLE = "vinhloc-cds.exe"
_TOLD_BYTES = 200
_NO_WINDOW = 0x08000000
"""What Windows calls CREATE_NO_WINDOW."""

# From source Python would speak UTF-8 by itself on most systems. The code page of a Vietnamese
# Windows lacks letters of ours; the installed program is told of the real one by Windows alone.
_OTHER_CODE_PAGE = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1258"}


def check(_: Bench) -> str:
    """Let it print its help into a pipe and find a sentence there; which program that was."""
    command = _command()
    said = _printed([*command, "self-test", "--help"])
    # Broken into lines.
    if text("self_test.help").encode() not in b" ".join(said.split()):
        raise FaultError(text("self_test.garbled", said=ascii(said[-_TOLD_BYTES:])))
    return text("self_test.printed", program=Path(command[0]).name)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_name(_CONSOLE))]
    return [sys.executable, "-m", "vinhloc_cds"]


def _printed(command: list[str]) -> bytes:
    try:
        return subprocess.run(  # noqa: S603 - ourselves
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            env=os.environ | _OTHER_CODE_PAGE,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            check=False,
        ).stdout
    except OSError as error:
        cause = cause_of(error)
        raise FaultError(text("self_test.no_console", program=command[0], cause=cause)) from error
    except subprocess.TimeoutExpired as error:
        raise FaultError(text("self_test.too_slow", seconds=SECONDS)) from error
