"""A first start: a database is made, by all migrations in a row."""

import sqlite3
from contextlib import closing

from db import open_store, sqlite
from db.migrations import HEAD, REVISIONS
from vinhloc_cds.bootstrap import system_clock
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text


def check(bench: Bench) -> str:
    """Make one; its revision, the version of SQLite and how it keeps its journal."""
    store, backups = open_store(bench.scratch / "new", clock=system_clock)
    try:
        if problems := backups.check():
            raise FaultError("\n".join(problems))
        with closing(sqlite3.connect(store.path)) as connection:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    finally:
        store.close()
    header = sqlite.read_header(store.path)
    if header is None or (revision, header.user_version) != (HEAD, len(REVISIONS)):
        raise FaultError(text("self_test.wrong_revision", revision=revision, wanted=HEAD))
    return text(
        "self_test.database",
        revision=revision,
        version=sqlite3.sqlite_version,
        journal=sqlite.journal_mode(),
    )
