"""A store on real SQLite, for tests of what lies in it and of what happens to its file."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from builders import at

from db import open_store
from db.backup import SqlBackups
from db.opening import DATABASE
from db.store import SqlStore

NOW = at("2024-10-12T09:00")


class Watch:
    """A clock that a test winds by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wind(self, **by: int) -> None:
        self.now += timedelta(**by)


@contextmanager
def opened(
    folder: Path, clock: Callable[[], datetime] | None = None
) -> Iterator[tuple[SqlStore, SqlBackups]]:
    """The store in `folder` and its backups, closed at the end."""
    store, backups = open_store(folder, clock=clock or Watch())
    try:
        yield store, backups
    finally:
        store.close()


def execute(folder: Path, *statements: str) -> list[Any]:
    """What somebody with a database tool could do to the file; the rows of the last statement."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        connection.commit()
    return rows


def note(store: SqlStore, entity_id: str = "1", **detail: object) -> None:
    """A transaction with one line of audit."""
    with store.writing() as work:
        work.audit.append("note", "thing", entity_id, detail)
