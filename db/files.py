"""Writing files so that they are whole or not there, even after a power cut."""

import hashlib
import os
import time
from pathlib import Path

# Virus scanners and indexers hold a new file open for a moment (WinError 5, 32 and 33).
_RETRY_SECONDS = 2.5
_RETRY_PAUSE = 0.05


def sync(path: Path) -> None:
    """Wait until the file or folder at `path` is on the disk itself."""
    if path.is_dir():
        if os.name == "nt":  # Windows writes a folder's entries by itself and opens none
            return
        descriptor = os.open(path, os.O_RDONLY)
    else:
        descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Give `source` the name `target`, durably; what had that name before is gone."""
    sync(source)
    give_up = time.monotonic() + _RETRY_SECONDS
    while True:
        try:
            source.replace(target)
            break
        except PermissionError:
            if time.monotonic() > give_up:
                raise
            time.sleep(_RETRY_PAUSE)
    sync(target.parent)


def write(path: Path, data: bytes) -> None:
    """Put `data` into the file at `path`, which is at every moment the old or the new one."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_bytes(data)
    replace(temporary, path)


def sha256(path: Path) -> str:
    """The SHA-256 of the file at `path`, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
