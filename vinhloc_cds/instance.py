"""One window to a database: a lock that the kernel holds, and so lets go of after a crash."""

import os
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
    """Another process of this user, in this session of Windows, holds the lock."""


class OpenElsewhereError(UserError):
    """Another user, PC or session of Windows holds the lock; no window of it can come up here."""


@contextmanager
def held(data_dir: Path) -> Iterator[None]:
    """Keep `data_dir` to this process.

    AlreadyOpenError or OpenElsewhereError where another has it; UserError where the folder lets
    nothing be written.
    """
    try:
        # Without a buffer, which would read on into what is locked.
        lock = (data_dir / _FILE).open("a+b", buffering=0)
    except OSError as error:
        raise UserError("cli.data_dir_unusable", folder=data_dir, cause=cause_of(error)) from error
    with lock as file:
        if not _lock(file):
            file.seek(0)
            raise _refusal(data_dir, file.read(_LOCKED_BYTE))
        file.truncate(0)
        file.write(_name())
        yield


def _refusal(data_dir: Path, holder: bytes) -> UserError:
    match holder.decode(errors="replace").split("\n"):
        case [user, pc, session] if holder != _name():
            return OpenElsewhereError(
                "cli.open_elsewhere", folder=data_dir, user=user, pc=pc, session=session
            )
        case _:  # or a holder that has not yet written its name
            return AlreadyOpenError("cli.already_open", folder=data_dir)


def _name() -> bytes:
    """What a holder writes: the user, the PC and the session of Windows, on a line each."""
    return f"{system_user()}\n{socket.gethostname()}\n{_session()}".encode(errors="replace")


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _lock(file: FileIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _session() -> int:
        """The session, which a user has one more of with every desktop that he works at."""
        session = ctypes.c_ulong()
        if not ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(session)):
            raise ctypes.WinError()
        return session.value
else:
    import fcntl

    def _lock(file: FileIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _session() -> int:
        """Only Windows numbers them."""
        return 0
