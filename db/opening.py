"""Opening the store: a new one at the first start, ever after the one that is there."""

from pathlib import Path

from sqlalchemy import Engine

from db import files, sqlite
from db.audit import EMPTY, SqlAuditLog
from db.backup import SqlBackups
from db.engine import is_first_start, open_engine
from db.marker import LastKnown, Marker
from db.migrate import migrate, revision_of
from db.migrations import HEAD
from db.store import SqlStore
from vinhloc_cds.errors import UnusableStoreError, UserError
from vinhloc_cds.services.ports import Clock

DATABASE = "vinhloc-cds.sqlite3"


def open_store(data_dir: Path, *, clock: Clock) -> tuple[SqlStore, SqlBackups]:
    """The store in the folder `data_dir`, made there at the first start, and its backups.

    A database of an older revision is copied, then migrated. Raises UnusableStoreError for
    whatever else stands there, and leaves it alone; `open_backups` is what can still be had then.
    Raises another UserError where the folder, or the file for the moment, is out of reach.
    """
    path = data_dir / DATABASE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if is_first_start(path):
            with sqlite.user_errors(path):
                _create(path)
    except OSError as error:
        raise UserError("store.cannot_open", path=path) from error
    engine = _open(path)
    if engine is None:
        open_backups(data_dir, clock=clock).upgrade()
        engine = open_engine(path)
    store = SqlStore(path, engine, clock)
    _renew_marker(store)
    return store, SqlBackups(path, clock, release=store.close)


def open_backups(data_dir: Path, *, clock: Clock) -> SqlBackups:
    """The backups in `data_dir` alone, for when its database cannot be opened."""
    return SqlBackups(data_dir / DATABASE, clock, release=lambda: None)


def _create(path: Path) -> None:
    """Make the database under another name first: what has its name is always whole."""
    new = path.with_name(f"{path.name}.new")
    sqlite.remove(new)
    try:
        sqlite.create_file(new)
        migrate(new)
        files.replace(new, path)
    finally:
        sqlite.remove(new)
    Marker(path).write(LastKnown(EMPTY))


def _open(path: Path) -> Engine | None:
    """An engine over the database if it lost nothing since it was last seen.

    None if it is of an older revision.
    """
    engine = open_engine(path)
    try:
        with sqlite.user_errors(path), engine.connect() as connection:
            known = Marker(path).read()
            if known and not known.agrees(SqlAuditLog.reading(connection)):
                raise UnusableStoreError("store.rolled_back", path=path)
            if revision_of(connection) == HEAD:
                return engine
    except BaseException:
        engine.dispose()
        raise
    engine.dispose()
    return None


def _renew_marker(store: SqlStore) -> None:
    """Put a marker where it is missing; that it was shows in the audit log for ever."""
    if Marker(store.path).read() is not None:
        return
    with store.writing() as work:
        if work.audit.head() != EMPTY:
            work.audit.append("marker-missing", "store", "", {})
