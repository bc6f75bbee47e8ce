"""Looking at what stands where the database should be, before anything touches it.

A file that is missing, empty, damaged, of another program or of a newer version is never taken
for a first start and never written to: each gets its own sentence, and the backups are at hand.
"""

from pathlib import Path

from sqlalchemy import Engine

from db import sqlite
from db.marker import Marker
from db.migrate import revision_of
from db.migrations import REVISIONS
from vinhloc_cds.errors import UnusableStoreError, UserError

BACKUPS = "backups"


def backup_folder(path: Path) -> Path:
    """Where the copies of the database at `path` are kept."""
    return path.parent / BACKUPS


def is_first_start(path: Path) -> bool:
    """Whether there has never been a database at `path`: no file, no marker, no copy of it."""
    traces = [path, Marker(path).path, *(Path(f"{path}{side}") for side in sqlite.SIDE_FILES)]
    return not any(trace.exists() for trace in traces) and not any(
        backup_folder(path).glob("*.json")
    )


def open_engine(path: Path) -> Engine:
    """An engine over the database at `path`, found sound and of a known revision.

    Raises UnusableStoreError, with the file left as it was, for anything else.
    """
    _inspect(path)
    engine = sqlite.make_engine(path)
    try:
        with sqlite.user_errors(path), engine.connect() as connection:
            revision = revision_of(connection)
            if sqlite.damage(connection, quick=True) or revision is None:
                raise UnusableStoreError("store.damaged", path=path)
            if revision not in REVISIONS:
                raise UnusableStoreError("store.newer", path=path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _inspect(path: Path) -> None:
    """Refuse by its first bytes what is not this program's or not for this version of it."""
    try:
        size = path.stat().st_size
        header = sqlite.read_header(path)
    except FileNotFoundError:
        raise UnusableStoreError("store.missing", path=path) from None
    except OSError as error:
        raise UserError("store.cannot_open", path=path) from error
    if size == 0:
        raise UnusableStoreError("store.empty", path=path)
    if header is None:
        raise UnusableStoreError("store.not_database", path=path)
    if header.application_id != sqlite.APPLICATION_ID:
        raise UnusableStoreError("store.foreign", path=path)
    if header.user_version > len(REVISIONS):
        raise UnusableStoreError("store.newer", path=path)
