"""The files that units sent, each under its SHA-256 in a folder beside the database.

A file is there, whole and on the disk, before any row names it: a crash can leave a file that no
row names, never a row without its file. Names that people gave are never used here.
"""

import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, func, select

from db import files
from db.tables import ATTACHMENT, INCOMING
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def attachment_folder(path: Path) -> Path:
    """Where the files are kept that belong to the database at `path`."""
    return path.parent / "attachments"


def attachment_findings(connection: Connection, folder: Path) -> Iterator[str]:
    """What is wrong with the files that the database counts on, a sentence each."""
    named = (
        select(ATTACHMENT.c.sha256, ATTACHMENT.c.size, func.min(INCOMING.c.file_name))
        .outerjoin(INCOMING, INCOMING.c.attachment_id == ATTACHMENT.c.id)
        .group_by(ATTACHMENT.c.id)
        .order_by(ATTACHMENT.c.id)
    )
    for sha256, size, file_name in connection.execute(named):
        path = folder / sha256[:2] / sha256
        try:
            sound = path.stat().st_size == size and files.sha256(path) == sha256
        except OSError:
            yield text("store.check.attachment_missing", file_name=file_name or "", path=path)
            continue
        if not sound:
            yield text("store.check.attachment_damaged", file_name=file_name or "", path=path)


class FileAttachments:
    """The files in `folder`, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep a file durably and return its SHA-256 in hexadecimal digits.

        What is there already is read again rather than trusted. UserError where the disk is
        full, read-only or at fault.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        with self._user_errors():
            if not (path.is_file() and path.read_bytes() == data):
                self._write(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The file; UserError where it is gone or is not what it was."""
        path = self._path(sha256)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise UserError("store.attachment_missing", path=path) from None
        except OSError as error:
            raise UserError("store.cannot_open", path=path) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UserError("store.attachment_damaged", path=path)
        return data

    def _path(self, sha256: str) -> Path:
        """Raises ValueError for what is no SHA-256: it could lead anywhere."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(sha256)
        return self._folder / sha256[:2] / sha256

    def _write(self, path: Path, data: bytes) -> None:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            # A folder is on the disk once the one that names it is.
            files.sync(self._folder)
            files.sync(self._folder.parent)
        # Not by `tempfile`, which tries names for ever where Windows refuses them all.
        temporary = path.with_name(f"{uuid4().hex}.tmp")
        try:
            temporary.write_bytes(data)
            files.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)

    @contextmanager
    def _user_errors(self) -> Iterator[None]:
        """What the system says about the folder, in the sentences of the database beside it."""
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise UserError("store.disk_full", path=self._folder) from error
            if error.errno in _READ_ONLY:
                raise UserError("store.read_only", path=self._folder) from error
            raise UserError("store.io_error", path=self._folder) from error
