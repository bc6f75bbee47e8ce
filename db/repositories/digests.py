"""Digests: of each submission with all its values, of each file's record, of each issued report.

A flipped byte of text leaves the database well formed, and SQLite's check finds nothing; the
digest does. Doubts came with a later revision: only a submission that has any has them in its
digest, after its values, so that what was stored before stays as it was.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, LargeBinary, Row, bindparam, cast, select

from db.tables import INCOMING, ISSUE, ISSUE_FILE, SUBMISSION, VALUE, VALUE_DOUBT

SUBMISSION_COLUMNS = tuple(c.name for c in SUBMISSION.c if c.name != "digest")
VALUE_COLUMNS = ("submission_id", *(c.name for c in VALUE.c if c.name != "submission_id"))
INCOMING_COLUMNS = tuple(c.name for c in INCOMING.c if c.name != "digest")
ISSUE_COLUMNS = tuple(c.name for c in ISSUE.c if c.name != "digest")
"""What the digests cover, in this order."""

_SUBMISSIONS = select(*SUBMISSION.c[SUBMISSION_COLUMNS], SUBMISSION.c.digest).order_by(
    SUBMISSION.c.id
)
_VALUES = select(*VALUE.c[VALUE_COLUMNS]).order_by(VALUE.c.submission_id, VALUE.c.id)
_DOUBTS = (
    select(
        VALUE.c.submission_id,
        VALUE_DOUBT.c.value_id,
        VALUE_DOUBT.c.severity,
        VALUE_DOUBT.c.sentence,
        VALUE_DOUBT.c.proposal,
    )
    .join(VALUE, VALUE.c.id == VALUE_DOUBT.c.value_id)
    .order_by(VALUE.c.submission_id, VALUE_DOUBT.c.value_id)
)
_INCOMING = select(*INCOMING.c[INCOMING_COLUMNS], INCOMING.c.digest).order_by(INCOMING.c.id)
_ISSUES = select(*ISSUE.c[ISSUE_COLUMNS], ISSUE.c.digest).order_by(ISSUE.c.id)
_ISSUE_FILES = select(
    ISSUE_FILE.c.issue_id, ISSUE_FILE.c.file_format, ISSUE_FILE.c.sha256, ISSUE_FILE.c.size
).order_by(ISSUE_FILE.c.issue_id, ISSUE_FILE.c.id)
# Whoever changes the file from outside may leave text there: bytes it is all the same.
_DATA = select(cast(ISSUE_FILE.c.data, LargeBinary)).where(
    ISSUE_FILE.c.issue_id == bindparam("issue"),
    ISSUE_FILE.c.file_format == bindparam("file_format"),
)

_Columns = Sequence[object]


def digest_of_submission(
    submission: _Columns, values: Sequence[_Columns], doubts: Sequence[_Columns]
) -> str:
    """The digest over the columns above, and those of each doubt.

    Values and doubts in the order of the values' ids.
    """
    return _digest([submission, values, doubts] if doubts else [submission, values])


def digest_of_incoming(incoming: _Columns) -> str:
    """The digest over the columns above."""
    return _digest(incoming)


def digests(
    connection: Connection, submission: int | None = None
) -> Iterator[tuple[int, str, str]]:
    """Of one submission or of all: its id, its digest as the rows give it, and the stored one."""
    submissions, values, doubts = _SUBMISSIONS, _VALUES, _DOUBTS
    if submission is not None:
        submissions = submissions.where(SUBMISSION.c.id == submission)
        values = values.where(VALUE.c.submission_id == submission)
        doubts = doubts.where(VALUE.c.submission_id == submission)
    values_of = _Groups(connection.execute(values))
    doubts_of = _Groups(connection.execute(doubts))
    for row in connection.execute(submissions):
        *fields, stored = row
        found = digest_of_submission(fields, values_of.take(row.id), doubts_of.take(row.id))
        yield row.id, found, stored


def incoming_digests(
    connection: Connection, incoming: int | None = None
) -> Iterator[tuple[int, str, str]]:
    """As `digests`, of the records of files."""
    wanted = _INCOMING if incoming is None else _INCOMING.where(INCOMING.c.id == incoming)
    for row in connection.execute(wanted):
        *fields, stored = row
        yield row.id, digest_of_incoming(fields), stored


def issue_digests(
    connection: Connection, issue: int | None = None
) -> Iterator[tuple[int, str, str]]:
    """As `digests`, of issued reports with what is said of their files."""
    issues, files = _ISSUES, _ISSUE_FILES
    if issue is not None:
        issues = issues.where(ISSUE.c.id == issue)
        files = files.where(ISSUE_FILE.c.issue_id == issue)
    files_of = _Groups(connection.execute(files))
    for row in connection.execute(issues):
        *fields, stored = row
        yield row.id, _digest([fields, files_of.take(row.id)]), stored


def damaged_issue_files(connection: Connection) -> Iterator[tuple[int, str]]:
    """The issue and format of each file whose bytes are not those that were issued."""
    for issue, file_format, sha256, _ in connection.execute(_ISSUE_FILES).all():
        data = issued_data(connection, issue, file_format)
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            yield issue, file_format


def issued_data(connection: Connection, issue: int, file_format: str) -> bytes | None:
    """The bytes of a file of an issue as they are now; None if there is none."""
    wanted = {"issue": issue, "file_format": file_format}
    data: bytes | None = connection.scalar(_DATA, wanted)
    return data


class _Groups:
    """Rows sorted by their first column, an owner's id, taken owner by owner."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._groups = groupby(rows, itemgetter(0))
        self._owner: int | None
        self._rows: Iterator[Row[Any]]
        self._next()

    def take(self, owner: int) -> list[tuple[Any, ...]]:
        """The rows of `owner`; owners are asked for in their order."""
        if self._owner != owner:
            return []
        found = [tuple(row) for row in self._rows]
        self._next()
        return found

    def _next(self) -> None:
        self._owner, self._rows = next(self._groups, (None, iter(())))


def _digest(content: object) -> str:
    written = json.dumps(content, ensure_ascii=False, default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: date | datetime) -> str:
    return value.isoformat()
