"""All that only SQLite can do, in one place: the file, PRAGMAs, BEGIN, copying, checking, triggers.

Another database would bring a module of its own instead of this one and its users `engine` and
`backup`; tables, repositories and units of work would stay.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import cast
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from vinhloc_cds.errors import UnusableStoreError, UserError

APPLICATION_ID = 0x56434453  # "VCDS"
BUSY_TIMEOUT_MS = 5000
JOURNAL_SIZE_LIMIT = 16 * 1024 * 1024
SIDE_FILES = ("-journal", "-wal", "-shm")

_SAFE = {"busy_timeout": BUSY_TIMEOUT_MS, "trusted_schema": 0, "cell_size_check": 1}
_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100
_FULL = 2

# Versions between these can lose commits in WAL mode when two connections write and checkpoint.
_WAL_FIXED = (3, 51, 3)
_WAL_FIXED_IN_SERIES = ((3, 50, 7), (3, 44, 6))


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes of a database say, read without opening it as a database."""

    application_id: int
    user_version: int


def read_header(path: Path) -> Header | None:
    """The header of the file at `path`; None if it is no SQLite database."""
    with path.open("rb") as file:
        head = file.read(_HEADER_SIZE)
    if len(head) < _HEADER_SIZE or not head.startswith(_MAGIC):
        return None
    return Header(
        application_id=int.from_bytes(head[68:72], "big"),
        user_version=int.from_bytes(head[60:64], "big"),
    )


def remove_side_files(path: Path) -> None:
    """Remove what SQLite may have left beside the closed database at `path`."""
    for side in SIDE_FILES:
        Path(f"{path}{side}").unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove the closed database at `path`, if it is there, with all that is beside it."""
    path.unlink(missing_ok=True)
    remove_side_files(path)


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """The fastest mode that loses no commit in a power cut, by SQLite's `version`."""
    sound = version >= _WAL_FIXED or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_FIXED_IN_SERIES
    )
    return "wal" if sound else "truncate"


def _open(path: Path, settings: Mapping[str, str | int], mode: str) -> sqlite3.Connection:
    """A connection to the database at `path`, which must exist, with `settings` verified."""
    connection = sqlite3.connect(
        f"{uri(path.absolute())}?{mode}",
        uri=True,
        isolation_level=None,
        # The pool hands a connection to one thread at a time, never to two at once.
        check_same_thread=False,
    )
    try:
        _configure(connection, settings)
    except BaseException:
        connection.close()
        raise
    return connection


def uri(path: PurePath) -> str:
    """An absolute `path` as SQLite wants it: a server's name may only stand in the path itself."""
    plain = path.as_posix()
    return f"file://{'' if plain.startswith('/') else '/'}{quote(os.fsencode(plain), safe='/:')}"


def _configure(connection: sqlite3.Connection, settings: Mapping[str, str | int]) -> None:
    """Set what everything rests on, and read it back: SQLite ignores what it cannot do."""
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name}={value}")
        (answer,) = connection.execute(f"PRAGMA {name}").fetchone() or (None,)
        if answer != value:
            raise UserError("store.setting_refused", setting=name, value=answer)


def make_engine(path: Path, *, enforce_references: bool = True) -> Engine:
    """An engine over the database at `path`; units of work that write begin IMMEDIATE."""
    settings: dict[str, str | int] = {
        **_SAFE,
        "journal_mode": journal_mode(),
        "synchronous": _FULL,
        "journal_size_limit": JOURNAL_SIZE_LIMIT,
        "foreign_keys": int(enforce_references),
    }
    return _engine(partial(_open, path, settings, "mode=rw"))


def make_frozen_engine(path: Path) -> Engine:
    """An engine over a copy at `path` that nobody changes: it leaves the file byte for byte."""
    return _engine(partial(_open, path, _SAFE, "mode=ro&immutable=1"))


def _engine(creator: Callable[[], sqlite3.Connection]) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=creator,
        poolclass=QueuePool,
        json_serializer=partial(json.dumps, ensure_ascii=False),
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Take the write lock at once where it will be needed: upgrading a read lock can deadlock."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create_file(path: Path) -> None:
    """Make an empty database at `path`, known as this program's. It must not exist yet."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def set_user_version(connection: Connection, version: int) -> None:
    """Write the number of the schema's revision where `read_header` finds it."""
    connection.exec_driver_sql(f"PRAGMA user_version={version}")


def damage(connection: Connection, *, quick: bool = False) -> tuple[str, ...]:
    """What SQLite's own check finds wrong, in its words; `quick` leaves out the indexes."""
    pragma = "PRAGMA quick_check(20)" if quick else "PRAGMA integrity_check(20)"
    try:
        found = [str(row[0]) for row in connection.exec_driver_sql(pragma)]
    except DBAPIError as error:
        return (str(error.orig),)
    return () if found == ["ok"] else tuple(found)


def broken_references(connection: Connection) -> tuple[str, ...]:
    """The tables that have rows pointing at rows that are not there."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return tuple(sorted({str(row[0]) for row in rows}))


def copy_file(source: Connection, target: Path) -> None:
    """Copy the database as `source` sees it into a new file of its own, with nothing beside it."""
    driver = cast("sqlite3.Connection", source.connection.driver_connection)
    with closing(sqlite3.connect(target)) as copy:
        driver.backup(copy)
        # A copy of a WAL database is one too; as a file of its own it needs no side files.
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def user_errors(path: Path) -> Iterator[None]:
    """Turn what the user can mend about the database at `path` into a UserError."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        sentence = _explain(getattr(cause, "sqlite_errorcode", None), path)
        if sentence is None:
            raise
        raise sentence from error


def _explain(code: int | None, path: Path) -> UserError | None:
    """What the user is told of SQLite's extended error `code`; None if it is a bug of ours."""
    if code is None:
        return None
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return UnusableStoreError("store.missing", path=path)
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return UserError("store.disk_full", path=path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return UserError("store.locked", path=path)
        case sqlite3.SQLITE_READONLY:
            return UserError("store.read_only", path=path)
        case sqlite3.SQLITE_IOERR:
            return UserError("store.io_error", path=path)
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return UserError("store.cannot_open", path=path)
        case sqlite3.SQLITE_CORRUPT:
            return UnusableStoreError("store.damaged", path=path)
        case sqlite3.SQLITE_NOTADB:
            return UnusableStoreError("store.not_database", path=path)
    return None
