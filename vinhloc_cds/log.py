"""The file that warnings and bugs are written to, and what a crash leaves for it."""

import faulthandler
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedWriter, TextIOWrapper

_log = logging.getLogger(__name__)

_BYTES = 1_000_000
_FILES = 5
_CRASH_BYTES = 20_000


class LogFile(RotatingFileHandler):
    """A log that a window and commands write to at once; it is made for its first record.

    Where its folder cannot be used, it lies in the folder for temporary files.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(
            file,
            maxBytes=_BYTES,
            backupCount=_FILES,
            encoding="utf-8",
            # A name that Windows allowed may hold half a letter.
            errors="backslashreplace",
            delay=True,
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Write `record` and let go of the file, which Windows else would let nobody move."""
        super().emit(record)
        if self.stream is not None:
            self.stream.close()
            self.stream = None

    def doRollover(self) -> None:  # noqa: N802 - logging's own
        """Begin a new file; while another program has this one open, it goes on growing."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        with suppress(OSError):
            # Windows refuses it as it would refuse the move, before older files have made room.
            os.rename(self.baseFilename, self.baseFilename)  # noqa: PTH104
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own
        """Stay silent: where no log can be written, the sentence on the screen counts."""

    def _open(self) -> "TextIOWrapper":
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
            return super()._open()
        except OSError:
            self.baseFilename = str(Path(tempfile.gettempdir(), Path(self.baseFilename).name))
            return super()._open()


@contextmanager
def crashes_kept(folder: Path) -> Iterator[None]:
    """Let a crash of the interpreter leave its trace in `folder`, where there is no stderr for it.

    The next start, or the end of this one, moves it to the log: the file is there only while the
    program runs. Where the system refuses the file, the program runs without it. One program at a
    time may keep its crashes in a folder.
    """
    file = folder / "crash.txt"
    trace = _begun(file) if sys.stderr is None else None
    if trace is None:
        yield
        return
    with trace:
        faulthandler.enable(trace)
        try:
            yield
        finally:
            faulthandler.disable()
    with suppress(OSError):  # the next start moves it
        _move_to_log(file)


def _begun(file: Path) -> "BufferedWriter | None":
    try:
        file.parent.mkdir(exist_ok=True)
        _move_to_log(file)
        return file.open("wb")
    except OSError as error:
        _log.warning("a crash would leave no trace: %s", error)
        return None


def _move_to_log(file: Path) -> None:
    if not file.exists():
        return
    # Windows also notes what some library catches by itself; a crash comes last.
    if trace := file.read_bytes()[-_CRASH_BYTES:]:
        _log.error("the interpreter noted:\n%s", trace.decode(errors="replace"))
    file.unlink()
