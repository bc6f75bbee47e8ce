"""Submissions with their values. Nothing is deleted: a changed value's earlier text stays."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, insert, select, true, update

from db.repositories.digests import (
    SUBMISSION_COLUMNS,
    VALUE_COLUMNS,
    digest_of_submission,
    digests,
)
from db.repositories.ids import Ids
from db.repositories.kept import Kept
from db.repositories.rows import Columns, by_first, utc
from db.tables import INDICATOR, PLAN, PLAN_UNIT, SUBMISSION, VALUE, VALUE_DOUBT
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.submission import (
    Channel,
    Doubt,
    Scalar,
    Source,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
    Value,
)

_Rows = Select[*tuple[Any, ...]]

_SUBMISSIONS: _Rows = (
    select(SUBMISSION, PLAN.c.code.label("plan_code"), PLAN_UNIT.c.code.label("unit_code"))
    .join(PLAN, PLAN.c.id == SUBMISSION.c.plan_id)
    .join(PLAN_UNIT, PLAN_UNIT.c.id == SUBMISSION.c.plan_unit_id)
    .order_by(SUBMISSION.c.id)
)
# The latest values: the submission's id, then what `_value` takes.
_VALUES: _Rows = (
    select(
        VALUE.c.submission_id,
        INDICATOR.c.code,
        VALUE.c.raw,
        VALUE.c.whole_number,
        VALUE.c.flag,
        VALUE.c.words,
        VALUE.c.day,
        VALUE.c.moment,
        VALUE.c.cleared,
        VALUE.c.estimate,
        VALUE.c.reason,
        VALUE.c.source_sha256,
        VALUE.c.source_file,
        VALUE.c.source_sheet,
        VALUE.c.source_cell,
        VALUE.c.corrected_from,
        VALUE.c.correction_reason,
        VALUE_DOUBT.c.severity,
        VALUE_DOUBT.c.sentence,
        VALUE_DOUBT.c.proposal,
    )
    .join(INDICATOR, INDICATOR.c.id == VALUE.c.indicator_id)
    .outerjoin(VALUE_DOUBT, VALUE_DOUBT.c.value_id == VALUE.c.id)
    .where(VALUE.c.is_latest)
    .order_by(VALUE.c.submission_id, VALUE.c.position)
)
_LATEST_IDS = select(VALUE.c.indicator_id, VALUE.c.id).where(
    VALUE.c.submission_id == bindparam("submission"), VALUE.c.is_latest
)
_ADD_SUBMISSION = insert(SUBMISSION).returning(SUBMISSION.c.id)
_ADD_VALUES = insert(VALUE)
_ADD_DOUBTS = insert(VALUE_DOUBT)
_SEAL = (
    update(SUBMISSION).where(SUBMISSION.c.id == bindparam("sealed")).values(digest=bindparam("by"))
)

# So many submissions are asked for by their ids.
_FEW = 50


class SqlSubmissions:
    """The submissions of the store."""

    def __init__(self, connection: Connection, ids: Ids, kept: Kept[Submission]) -> None:
        self._connection = connection
        self._ids = ids
        self._kept = kept

    def add(
        self,
        plan: str,
        draft: SubmissionDraft,
        values: tuple[Value, ...],
        entered_at: datetime,
        *,
        state: SubmissionState = SubmissionState.RECEIVED,
    ) -> Submission:
        """Store a new submission and return it with its id.

        Raises KeyError for an unknown plan, unit or indicator.
        """
        owner = self._ids.plan(plan)
        submission = Submission(
            id=0,
            plan=plan,
            unit=draft.unit,
            kind=draft.kind,
            state=state,
            received_at=utc(draft.received_at),
            entered_at=utc(entered_at),
            channel=draft.channel,
            number=draft.number,
            signed_on=draft.signed_on,
            maker=draft.maker,
            phone=draft.phone,
            reason=draft.reason,
            note=draft.note,
            returned_reason="",
            values=tuple(map(_in_utc, values)),
        )
        columns = {
            "plan_id": owner,
            "plan_unit_id": self._ids.of(PLAN_UNIT, owner, draft.unit),
            **_columns(submission),
            "digest": "",
        }
        stored = int(self._connection.execute(_ADD_SUBMISSION, columns).scalar_one())
        places = dict(enumerate(submission.values, 1))
        rows, doubts = self._insert_values(owner, stored, places)
        # The rows as they were written are the rows as they are read: nothing is left to a
        # default, and no type changes its value on the way (a test compares the two).
        columns["id"] = stored
        self._put_seal(
            stored,
            digest_of_submission(
                [columns[name] for name in SUBMISSION_COLUMNS],
                [[row[name] for name in VALUE_COLUMNS] for row in rows],
                [[stored, *row.values()] for row in doubts],
            ),
        )
        return replace(submission, id=stored)

    def get(self, submission: int) -> Submission:
        """Raises KeyError."""
        rows = self._connection.execute(_SUBMISSIONS.where(SUBMISSION.c.id == submission)).all()
        if not rows:
            raise KeyError(submission)
        (found,) = self._read(rows)
        return found

    def of_plan(self, plan: str, *, as_of: datetime | None = None) -> tuple[Submission, ...]:
        """All submissions of `plan` received up to `as_of`, withdrawn ones too, in entry order."""
        in_time = true() if as_of is None else SUBMISSION.c.received_at <= as_of
        of_plan = _VALUES.where(VALUE.c.plan_id == self._ids.plan(plan))
        if as_of is not None:
            of_plan = of_plan.join(SUBMISSION, SUBMISSION.c.id == VALUE.c.submission_id).where(
                in_time
            )
        return self._known(_SUBMISSIONS.where(PLAN.c.code == plan, in_time), of_plan)

    def of_unit(self, plan: str, unit: str) -> tuple[Submission, ...]:
        """All submissions of one unit, withdrawn ones too, in entry order.

        Raises KeyError for an unknown plan or unit.
        """
        sender = self._ids.of(PLAN_UNIT, self._ids.plan(plan), unit)
        of_unit = _VALUES.join(SUBMISSION, SUBMISSION.c.id == VALUE.c.submission_id).where(
            SUBMISSION.c.plan_unit_id == sender
        )
        return self._known(_SUBMISSIONS.where(SUBMISSION.c.plan_unit_id == sender), of_unit)

    def save(self, submission: Submission) -> None:
        """Store the changed fields and values of a submission that exists.

        Raises KeyError for an unknown submission, unit or indicator.
        """
        before = self.get(submission.id)
        owner = self._ids.plan(before.plan)
        unit = self._ids.of(PLAN_UNIT, owner, submission.unit)
        self._connection.execute(
            update(SUBMISSION).where(SUBMISSION.c.id == submission.id),
            _columns(submission) | {"plan_unit_id": unit},
        )
        if before.values != submission.values:
            self._replace_values(owner, before, submission)
        self._seal(submission.id)

    def _replace_values(self, plan: int, before: Submission, after: Submission) -> None:
        """Supersede the values that changed; those that did not only take their new place."""
        earlier = {value.indicator: value for value in before.values}
        changed = {
            place: value
            for place, value in enumerate(after.values, 1)
            if earlier.get(value.indicator) != value
        }
        kept = {value.indicator for value in after.values} - {
            value.indicator for value in changed.values()
        }
        latest = and_(VALUE.c.submission_id == after.id, VALUE.c.is_latest)
        staying = [self._ids.of(INDICATOR, plan, code) for code in kept]
        superseded = {
            row.indicator_id: row.id
            for row in self._connection.execute(
                select(VALUE.c.indicator_id, VALUE.c.id).where(
                    latest, VALUE.c.indicator_id.not_in(staying)
                )
            )
        }
        self._connection.execute(
            update(VALUE)
            .where(VALUE.c.id.in_(superseded.values()))
            .values({VALUE.c.is_latest: False})
        )
        for row in self._insert_values(plan, after.id, changed)[0]:
            if row["indicator_id"] in superseded:
                self._connection.execute(
                    update(VALUE)
                    .where(VALUE.c.id == superseded[row["indicator_id"]])
                    .values({VALUE.c.superseded_by: row["id"]})
                )
        for place, value in enumerate(after.values, 1):
            self._connection.execute(
                update(VALUE)
                .where(
                    latest,
                    VALUE.c.indicator_id == self._ids.of(INDICATOR, plan, value.indicator),
                )
                .values({VALUE.c.position: place})
            )

    def _insert_values(
        self, plan: int, submission: int, values: dict[int, Value]
    ) -> tuple[list[Columns], list[Columns]]:
        """Insert values by their places, with their doubts, and return the rows of both.

        The rows of values come with their ids and sorted by them.
        """
        if not values:
            return [], []
        rows = [
            {
                "plan_id": plan,
                "submission_id": submission,
                "indicator_id": self._ids.of(INDICATOR, plan, value.indicator),
                "position": place,
                **_value_columns(value),
                "is_latest": True,
                "superseded_by": None,
            }
            for place, value in values.items()
        ]
        self._connection.execute(_ADD_VALUES, rows)
        # One question more is quicker than an INSERT that returns each row's id.
        found = self._connection.execute(_LATEST_IDS, {"submission": submission})
        ids = dict(map(tuple, found))
        doubts: list[Columns] = []
        for row, value in zip(rows, values.values(), strict=True):
            row["id"] = ids[row["indicator_id"]]
            if value.doubt is not None:
                doubts.append({"value_id": row["id"], **_doubt_columns(value.doubt)})
        if doubts:
            self._connection.execute(_ADD_DOUBTS, doubts)
        return (
            sorted(rows, key=lambda row: row["id"]),
            sorted(doubts, key=lambda row: row["value_id"]),
        )

    def _seal(self, submission: int) -> None:
        """Store the digest over the submission as it now lies in the tables."""
        ((_, digest, _),) = digests(self._connection, submission)
        self._put_seal(submission, digest)

    def _put_seal(self, submission: int, digest: str) -> None:
        self._connection.execute(_SEAL, {"sealed": submission, "by": digest})

    def _known(self, submissions: _Rows, values: _Rows) -> tuple[Submission, ...]:
        """Submissions whose values `values` asks for, as far as they are not known yet."""
        rows = self._connection.execute(submissions).all()
        known = [self._kept.get(row.id, row.digest) for row in rows]
        fresh = [row for row, found in zip(rows, known, strict=True) if found is None]
        read = iter(self._read(fresh, values if len(fresh) > _FEW else None))
        return tuple(found or next(read) for found in known)

    def _read(self, rows: Sequence[Row[Any]], values: _Rows | None = None) -> list[Submission]:
        """The submissions of `rows` as the store has them."""
        if not rows:
            return []
        if values is None:
            values = _VALUES.where(VALUE.c.submission_id.in_([row.id for row in rows]))
        found = by_first(self._connection.execute(values))
        return [
            self._kept.keep(row.id, row.digest, _submission(row, found.get(row.id, ())))
            for row in rows
        ]


def _submission(row: Row[Any], values: Iterable[tuple[Any, ...]]) -> Submission:
    return Submission(
        id=row.id,
        plan=row.plan_code,
        unit=row.unit_code,
        kind=SubmissionKind(row.kind),
        state=SubmissionState(row.state),
        received_at=row.received_at,
        entered_at=row.entered_at,
        channel=Channel(row.channel),
        number=row.number,
        signed_on=row.signed_on,
        maker=row.maker,
        phone=row.phone,
        reason=row.reason,
        note=row.note,
        returned_reason=row.returned_reason,
        values=tuple(_value(*value) for value in values),
    )


def _columns(submission: Submission) -> Columns:
    return {
        "kind": submission.kind,
        "state": submission.state,
        "received_at": submission.received_at,
        "entered_at": submission.entered_at,
        "channel": submission.channel,
        "number": submission.number,
        "signed_on": submission.signed_on,
        "maker": submission.maker,
        "phone": submission.phone,
        "reason": submission.reason,
        "note": submission.note,
        "returned_reason": submission.returned_reason,
    }


def _value(
    indicator: str,
    raw: str,
    whole_number: int | None,
    flag: bool | None,  # noqa: FBT001 - a column
    words: str | None,
    day: date | None,
    moment: datetime | None,
    cleared: bool,  # noqa: FBT001 - a column
    estimate: bool,  # noqa: FBT001 - a column
    reason: str,
    sha256: str | None,
    file: str | None,
    sheet: str | None,
    cell: str | None,
    corrected_from: str | None,
    correction_reason: str,
    severity: str | None,
    sentence: str | None,
    proposal: str | None,
) -> Value:
    filled = (v for v in (whole_number, flag, words, day, moment) if v is not None)
    return Value(
        indicator=indicator,
        value=next(filled, None),
        raw=raw,
        cleared=cleared,
        estimate=estimate,
        reason=reason,
        source=None if sha256 is None else Source(sha256, file or "", sheet or "", cell or ""),
        corrected_from=corrected_from,
        correction_reason=correction_reason,
        doubt=None
        if severity is None
        else Doubt(Severity(severity), sentence or "", proposal or ""),
    )


def _value_columns(value: Value) -> Columns:
    source = value.source
    return {
        "raw": value.raw,
        "whole_number": None,
        "flag": None,
        "words": None,
        "day": None,
        "moment": None,
        **_typed(value.value),
        "cleared": value.cleared,
        "estimate": value.estimate,
        "reason": value.reason,
        "source_sha256": source.sha256 if source else None,
        "source_file": source.file_name if source else None,
        "source_sheet": source.sheet if source else None,
        "source_cell": source.cell if source else None,
        "corrected_from": value.corrected_from,
        "correction_reason": value.correction_reason,
    }


def _typed(scalar: Scalar) -> Columns:
    """The one typed column that holds `scalar`; bool is an int and datetime a date in Python."""
    match scalar:
        case None:
            return {}
        case bool():
            return {"flag": scalar}
        case int():
            return {"whole_number": scalar}
        case str():
            return {"words": scalar}
        case datetime():
            return {"moment": scalar}
        case date():
            return {"day": scalar}


def _doubt_columns(doubt: Doubt) -> Columns:
    return {
        "severity": doubt.severity,
        "sentence": doubt.sentence,
        "proposal": doubt.proposal,
    }


def _in_utc(value: Value) -> Value:
    """As the store gives it back."""
    if isinstance(value.value, datetime):
        return replace(value, value=utc(value.value))
    return value
