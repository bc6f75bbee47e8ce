"""The command line; without a command it opens the window.

Exit codes: 0 done, 1 the user must act, 2 wrong usage, 70 a bug of ours.
"""

import ctypes
import io
import logging
import os
import sys
from collections.abc import Sequence

from vinhloc_cds import bootstrap
from vinhloc_cds.cli.parser import make_parser
from vinhloc_cds.errors import UnusableStoreError, UserError
from vinhloc_cds.texts import text

_log = logging.getLogger(__name__)

_MUST_ACT = 1
_BUG = 70

_WARNING_ICON = 0x30
"""What Windows calls MB_ICONWARNING."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` (the process's own if None) say and return the exit code."""
    _speak_utf8()
    asked = make_parser().parse_args(arguments)
    setup = bootstrap.Setup(asked.data, asked.demo, asked.now, asked.plan)
    with bootstrap.logging_to(setup.log_file):
        try:
            if asked.command is None:
                return bootstrap.open_window(setup)
            # The answers need the rules and the services, which the window loads when it is drawn.
            from vinhloc_cds.cli import commands  # noqa: PLC0415

            code = commands.run(setup, asked)
            sys.stdout.flush()
        except UserError as error:
            _complain(str(error))
            if isinstance(error, UnusableStoreError):
                from vinhloc_cds.cli.commands import way_back  # noqa: PLC0415

                _complain(way_back(setup))
            return _MUST_ACT
        except BrokenPipeError:
            # Whoever read has enough ("| head"); Python would complain once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _MUST_ACT
        except Exception:  # noqa: BLE001  # the last one to hear of a bug writes it down
            _log.exception("a bug")
            _complain(text("cli.bug", log=setup.log_file))
            return _BUG
    return code


def _complain(words: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"{words}\n")
    elif sys.platform == "win32":
        # A program that Windows started without a console has no streams.
        ctypes.windll.user32.MessageBoxW(None, words, text("ui.program"), _WARNING_ICON)


def _speak_utf8() -> None:
    """Let both streams carry Vietnamese whatever the system's code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
