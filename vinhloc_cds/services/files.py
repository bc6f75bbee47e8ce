"""Writing files for people: whole or not at all, and with a sentence where it cannot be done."""

import errno
import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

from vinhloc_cds.errors import UserError, cause_of

# What Windows answers while a virus scanner or another program has the file: access denied,
# sharing violation, lock violation. Most of the time it passes.
_SHARING_ERRORS = {5, 32, 33}
_PATIENCE_SECONDS = 2.5
_PAUSE_SECONDS = 0.05


def make_folder(folder: Path) -> None:
    """Make `folder` where it is missing; UserError where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("service.folder_unusable", folder=folder, cause=cause_of(error)) from error


def remove_folder(folder: Path) -> None:
    """Remove `folder` and all in it but what another program has open."""
    with suppress(OSError):
        for path in folder.rglob("*"):
            if path.is_file():
                # Windows removes nothing that is read-only.
                path.chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` where `path` is, so that the old file or the new one is there, never a part.

    UserError when it cannot be written, is read-only or open elsewhere.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        _refuse_what_stays(path)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if _is_sharing(error):
            raise UserError("service.file_in_use", file=path) from error
        raise UserError("service.file_unwritable", file=path, cause=cause_of(error)) from error


def _refuse_what_stays(path: Path) -> None:
    """Raise for what may not be written over; Windows would say of it, too, that it is in use."""
    with suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not mode & stat.S_IWRITE:
            raise UserError("service.file_read_only", file=path)


def _replace(source: Path, target: Path) -> None:
    """Rename over `target`, waiting a little where Windows says that somebody has it open."""
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            source.replace(target)
        except OSError as error:
            if not _is_sharing(error) or time.monotonic() >= give_up:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _is_sharing(error: OSError) -> bool:
    return getattr(error, "winerror", None) in _SHARING_ERRORS
