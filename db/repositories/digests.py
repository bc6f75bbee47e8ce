"""A digest over each submission with all its values, earlier ones too.

A flipped byte of text leaves the database well formed, and SQLite's check finds nothing; the
digest does.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, select

from db.tables import SUBMISSION, VALUE

_SUBMISSION = [c for c in SUBMISSION.c if c.name != "digest"]
_VALUE = [c for c in VALUE.c if c.name != "submission_id"]


def digests(
    connection: Connection, submission: int | None = None
) -> Iterator[tuple[int, str, str]]:
    """Of one submission or of all: its id, its digest as the rows give it, and the stored one."""
    wanted = select(*_SUBMISSION, SUBMISSION.c.digest).order_by(SUBMISSION.c.id)
    values = select(VALUE.c.submission_id, *_VALUE).order_by(VALUE.c.submission_id, VALUE.c.id)
    if submission is not None:
        wanted = wanted.where(SUBMISSION.c.id == submission)
        values = values.where(VALUE.c.submission_id == submission)
    groups = groupby(connection.execute(values), itemgetter(0))
    owner, rows = next(groups, (None, iter(())))
    for row in connection.execute(wanted):
        *fields, stored = row
        found: list[tuple[object, ...]] = []
        if owner == row.id:
            found = [tuple(value) for value in rows]
            owner, rows = next(groups, (None, iter(())))
        content = json.dumps([fields, found], ensure_ascii=False, default=_plain)
        yield row.id, hashlib.sha256(content.encode()).hexdigest(), stored


def _plain(value: date | datetime) -> str:
    return value.isoformat()
