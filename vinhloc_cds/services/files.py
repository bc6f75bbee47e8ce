"""Writing files for people: whole or not at all, and with a sentence where it cannot be done."""

import os
import time
from pathlib import Path

from vinhloc_cds.errors import UserError

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
        raise UserError("service.folder_unusable", folder=folder, cause=_cause(error)) from error


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` where `path` is, so that the old file or the new one is there, never a part.

    UserError when it cannot be written, or is open elsewhere.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if _is_sharing(error):
            raise UserError("service.file_in_use", file=path) from error
        raise UserError("service.file_unwritable", file=path, cause=_cause(error)) from error


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


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__
