"""One window to a database: a lock that the kernel holds, and so lets go of after a crash."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from vinhloc_cds.errors import UserError, cause_of
from vinhloc_cds.services.actor import system_user

_FILE = "window.lock"
# Windows lets nobody read what is locked, so the byte lies behind the holder's name.
_LOCKED_BYTE = 4096


class AlreadyOpenError(UserError):
    """Another process holds the lock."""


@contextmanager
def held(data_dir: Path) -> Iterator[None]:
    """Keep `data_dir` to this process; AlreadyOpenError naming the user and PC that have it.

    UserError where the folder lets nothing be written.
    """
    try:
        # Without a buffer, which would read on into what is locked.
        lock = (data_dir / _FILE).open("a+b", buffering=0)
    except OSError as error:
        raise UserError("cli.data_dir_unusable", folder=data_dir, cause=cause_of(error)) from error
    with lock as file:
        if not _lock(file):
            file.seek(0)
            holder = file.read(_LOCKED_BYTE).decode(errors="replace")
            raise AlreadyOpenError("cli.already_open", folder=data_dir, holder=holder)
        file.truncate(0)
        file.write(f"{system_user()}, {socket.gethostname()}".encode())
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: FileIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: FileIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
