"""One run of the program, from its arguments to its exit code."""

import argparse
import errno
import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr

from vinhloc_cds import bootstrap
from vinhloc_cds.cli.parser import PROGRAM, make_parser
from vinhloc_cds.errors import UnusableStoreError, UserError
from vinhloc_cds.saying import complain
from vinhloc_cds.texts import text

_log = logging.getLogger(__name__)

_MUST_ACT = 1
_WRONG_USAGE = 2
_BUG = 70

_NEED_NO_STREAMS = (None, "self-test")
"""What the program with a window does without a console: that, and the files that it leaves."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` (the process's own if None) say and return the exit code."""
    _speak_utf8()
    asked = _parse(arguments)
    setup = bootstrap.Setup(asked.data, asked.demo, asked.now, asked.plan)
    with bootstrap.logging_to(setup.log_file) as log:
        if sys.stdout is None and asked.command not in _NEED_NO_STREAMS:
            _say(text("cli.needs_console", command=asked.command, program=f"{PROGRAM}.exe"))
            return _WRONG_USAGE
        try:
            if asked.command is None:
                return bootstrap.open_window(setup)
            # The answers need the rules and the services, which the window loads when it is drawn.
            from vinhloc_cds.cli import commands  # noqa: PLC0415

            code = commands.run(setup, asked)
            if sys.stdout is not None:
                sys.stdout.flush()
        except UnusableStoreError as error:
            from vinhloc_cds.cli.commands import way_back  # noqa: PLC0415

            _say(f"{error}\n{way_back(setup)}")
            return _MUST_ACT
        except UserError as error:
            _say(str(error))
            return _MUST_ACT
        except Exception as error:  # the last one to hear of a bug writes it down
            if _nobody_reads(error):
                # Python would complain once more at its end.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return _MUST_ACT
            _log.exception("a bug")
            if _lacks_a_part(error):
                raise
            _say(text("cli.bug", log=log.baseFilename))
            return _BUG
    return code


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was typed; without streams, help and what is wrong are shown all the same."""
    if sys.stderr is not None:
        return make_parser().parse_args(arguments)
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            return make_parser().parse_args(arguments)
    except SystemExit:
        _say(said.getvalue())
        raise


def _say(words: str) -> None:
    complain(words, text("ui.program"))


def _nobody_reads(error: Exception) -> bool:
    """Whether `error` is that whoever read our answer has enough of it ("| head")."""
    # Windows says EINVAL, as for much else: the stream itself tells.
    if not isinstance(error, OSError) or error.errno not in {errno.EPIPE, errno.EINVAL}:
        return False
    try:
        sys.stdout.flush()
    except OSError:
        return True
    return False


def _lacks_a_part(error: Exception) -> bool:
    """Whether a file of the installed program is missing: it was frozen with all it imports."""
    return isinstance(error, ImportError) and getattr(sys, "frozen", False)


def _speak_utf8() -> None:
    """Let both streams carry Vietnamese whatever the system's code page, and any file's name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
