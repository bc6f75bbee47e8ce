"""Submissions with their values. Nothing is deleted: a changed value's earlier text stays."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, insert, select, true, update

from db.repositories.digests import digests
from db.repositories.rows import Columns, add, by_first, ids_by_code, plan_id
from db.tables import INDICATOR, PLAN, PLAN_UNIT, SUBMISSION, VALUE
from vinhloc_cds.domain.submission import (
    Channel,
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
    )
    .join(INDICATOR, INDICATOR.c.id == VALUE.c.indicator_id)
    .where(VALUE.c.is_latest)
    .order_by(VALUE.c.submission_id, VALUE.c.position)
)


class SqlSubmissions:
    """The submissions of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, plan: str, draft: SubmissionDraft, values: tuple[Value, ...], entered_at: datetime
    ) -> Submission:
        """Store a new submission in state RECEIVED and return it with its id.

        Raises KeyError for an unknown plan, unit or indicator.
        """
        owner = plan_id(self._connection, plan)
        units = ids_by_code(self._connection, PLAN_UNIT, owner)
        submission = Submission(
            id=0,
            plan=plan,
            unit=draft.unit,
            kind=draft.kind,
            state=SubmissionState.RECEIVED,
            received_at=draft.received_at.astimezone(UTC),
            entered_at=entered_at.astimezone(UTC),
            channel=draft.channel,
            number=draft.number,
            signed_on=draft.signed_on,
            maker=draft.maker,
            phone=draft.phone,
            reason=draft.reason,
            note=draft.note,
            returned_reason="",
            values=values,
        )
        key = {"plan_id": owner, "plan_unit_id": units[draft.unit], "digest": ""}
        stored = add(self._connection, SUBMISSION, key | _columns(submission))
        self._insert_values(owner, stored, dict(enumerate(values, 1)))
        self._seal(stored)
        return self.get(stored)

    def get(self, submission: int) -> Submission:
        """Raises KeyError."""
        found = self._read(
            _SUBMISSIONS.where(SUBMISSION.c.id == submission),
            _VALUES.where(VALUE.c.submission_id == submission),
        )
        if not found:
            raise KeyError(submission)
        return found[0]

    def of_plan(self, plan: str, *, as_of: datetime | None = None) -> tuple[Submission, ...]:
        """All submissions of `plan` received up to `as_of`, withdrawn ones too, in entry order."""
        in_time = true() if as_of is None else SUBMISSION.c.received_at <= as_of
        of_plan = _VALUES.where(VALUE.c.plan_id == plan_id(self._connection, plan))
        if as_of is not None:
            of_plan = of_plan.join(SUBMISSION, SUBMISSION.c.id == VALUE.c.submission_id).where(
                in_time
            )
        return self._read(_SUBMISSIONS.where(PLAN.c.code == plan, in_time), of_plan)

    def save(self, submission: Submission) -> None:
        """Store the changed fields and values of a submission that exists.

        Raises KeyError for an unknown submission, unit or indicator.
        """
        before = self.get(submission.id)
        owner = plan_id(self._connection, before.plan)
        units = ids_by_code(self._connection, PLAN_UNIT, owner)
        self._connection.execute(
            update(SUBMISSION).where(SUBMISSION.c.id == submission.id),
            _columns(submission) | {"plan_unit_id": units[submission.unit]},
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
        ids = ids_by_code(self._connection, INDICATOR, plan)
        latest = and_(VALUE.c.submission_id == after.id, VALUE.c.is_latest)
        superseded = {
            row.indicator_id: row.id
            for row in self._connection.execute(
                select(VALUE.c.indicator_id, VALUE.c.id).where(
                    latest, VALUE.c.indicator_id.not_in([ids[code] for code in kept])
                )
            )
        }
        self._connection.execute(
            update(VALUE)
            .where(VALUE.c.id.in_(superseded.values()))
            .values({VALUE.c.is_latest: False})
        )
        for indicator, successor in self._insert_values(plan, after.id, changed).items():
            if indicator in superseded:
                self._connection.execute(
                    update(VALUE)
                    .where(VALUE.c.id == superseded[indicator])
                    .values({VALUE.c.superseded_by: successor})
                )
        for place, value in enumerate(after.values, 1):
            self._connection.execute(
                update(VALUE)
                .where(latest, VALUE.c.indicator_id == ids[value.indicator])
                .values({VALUE.c.position: place})
            )

    def _insert_values(
        self, plan: int, submission: int, values: dict[int, Value]
    ) -> dict[int, int]:
        """Insert values by their places and return their ids by those of their indicators."""
        if not values:
            return {}
        ids = ids_by_code(self._connection, INDICATOR, plan)
        key = {"plan_id": plan, "submission_id": submission, "is_latest": True}
        rows = [
            {**key, "indicator_id": ids[v.indicator], "position": place, **_value_columns(v)}
            for place, v in values.items()
        ]
        inserted = self._connection.execute(
            insert(VALUE).returning(VALUE.c.indicator_id, VALUE.c.id), rows
        )
        return {row.indicator_id: row.id for row in inserted}

    def _seal(self, submission: int) -> None:
        """Store the digest over the submission as it now lies in the tables."""
        ((_, digest, _),) = digests(self._connection, submission)
        self._connection.execute(
            update(SUBMISSION).where(SUBMISSION.c.id == submission), {"digest": digest}
        )

    def _read(self, submissions: _Rows, values: _Rows) -> tuple[Submission, ...]:
        found = by_first(self._connection.execute(values))
        rows = self._connection.execute(submissions)
        return tuple(_submission(row, found.get(row.id, ())) for row in rows)


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
    )


def _value_columns(value: Value) -> Columns:
    source = value.source
    return {
        "raw": value.raw,
        **dict.fromkeys(("whole_number", "flag", "words", "day", "moment")),
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
