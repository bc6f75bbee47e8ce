"""A start after an update: the database of the version before is copied, migrated and read."""

import sqlite3
from contextlib import closing
from pathlib import Path

from db import open_store, sqlite
from db.migrations import HEAD, REVISIONS
from db.opening import DATABASE
from db.samples import ATTACHED, make_sample
from vinhloc_cds.bootstrap import system_clock
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text

# What stands in each sample.
_PLAN, _TITLE = "KH-CU", "Kế hoạch cũ"
_VALUES = [(12, "12")]


def check(bench: Bench) -> str:
    """Open one that has a row or more in every table; what was migrated."""
    folder = bench.scratch / "old"
    folder.mkdir()
    revision = REVISIONS[-2]
    make_sample(folder / DATABASE, revision)
    before = _counts(folder / DATABASE)
    store, backups = open_store(folder, clock=system_clock)
    try:
        if problems := backups.check():
            raise FaultError("\n".join(problems))
        with store.reading() as work:
            title = work.plans.get(_PLAN).title
            (submission,) = work.submissions.of_plan(_PLAN)
            (file,) = work.incoming.of_plan(_PLAN)
        values = [(value.value, value.raw) for value in submission.values]
        if (title, values, store.attachments.get(file.sha256)) != (_TITLE, _VALUES, ATTACHED):
            raise FaultError(text("self_test.other_rows", title=title, values=values))
        copies = backups.list()
    finally:
        store.close()
    headers = [sqlite.read_header(copy.path) for copy in copies if copy.kind == "pre-migration"]
    if [header and header.user_version for header in headers] != [len(REVISIONS) - 1]:
        raise FaultError(text("self_test.no_copy"))
    if lost := _lost(before, _counts(folder / DATABASE)):
        raise FaultError(text("self_test.lost_rows", tables=", ".join(lost)))
    return text("self_test.migrated", old=revision, new=HEAD, rows=sum(before.values()))


def _counts(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in tables.fetchall()
        }


def _lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return [table for table, count in before.items() if after.get(table, 0) < count]
