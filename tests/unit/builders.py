"""Small builders of plans, units and submissions: a test says only what it is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from vinhloc_cds.domain.deadline import VIETNAM, Deadline, Window
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import (
    Aggregation,
    Binding,
    Duty,
    DutyKind,
    Indicator,
    Plan,
    ReportingRule,
    Role,
    Signer,
    ValueType,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import (
    Channel,
    Submission,
    SubmissionKind,
    SubmissionState,
    Value,
)
from vinhloc_cds.domain.unit import Relation, Unit, UnitGroup

PLAN = "KH-THU"
DEADLINE = Deadline(date(2024, 10, 12), exclusive=True)
PUBLICITY = Window(date(2024, 9, 26), date(2024, 10, 15))
CAMPAIGN = Window(date(2024, 10, 1), date(2024, 10, 10))
CEREMONY = Window(date(2024, 10, 1), date(2024, 10, 1), time(8))


def at(moment: str) -> datetime:
    """A moment by a clock in Việt Nam, "2024-10-11T23:59:59", in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=VIETNAM).astimezone(UTC)


def unit(
    code: str, group: str = "G_XA", relation: Relation = Relation.OBLIGED, order: int = 0
) -> Unit:
    return Unit(
        code=code,
        name=f"UBND {code}",
        short_name=code,
        kind="",
        group=group,
        relation=relation,
        order=order,
        stated="",
        origin=Origin.STATED,
        source="",
        confidence="",
        note="",
    )


def indicator(
    code: str,
    aggregation: Aggregation = Aggregation.SUM,
    value_type: ValueType = ValueType.INTEGER,
    *,
    groups: Iterable[str] = ("G_XA",),
    denominator: str = "",
    computed_from: Iterable[str] = (),
    expected_moment: datetime | None = None,
    submission_field: bool = False,
) -> Indicator:
    return Indicator(
        code=code,
        name=f"Chỉ tiêu {code}",
        unit_of_measure="",
        value_type=value_type,
        clauses=(),
        groups=tuple(groups),
        aggregation=aggregation,
        denominator=denominator,
        computed_from=tuple(computed_from),
        expected_moment=expected_moment,
        checks=(),
        choices=(),
        evidence="",
        origin=Origin.STATED,
        source="",
        annex="",
        core=True,
        submission_field=submission_field,
        explanation="",
    )


def text_indicator(code: str, **more) -> Indicator:
    return indicator(code, Aggregation.LIST, ValueType.LONG_TEXT, **more)


def duty(
    code: str,
    *,
    units: Iterable[str] = ("A",),
    indicators: Iterable[str] = (),
    window: Window | None = None,
    deadline: Deadline | None = None,
    kind: DutyKind = DutyKind.TASK,
    role: Role = Role.PERFORM,
    binding: Binding = Binding.MANDATORY,
    condition: str = "",
    by_hand: bool = False,
) -> Duty:
    return Duty(
        code=code,
        clauses=(),
        group="G_XA",
        units=tuple(units),
        kind=kind,
        role=role,
        binding=binding,
        text="",
        window=window,
        peak=None,
        deadline=deadline,
        place="",
        evidence="",
        recipient="",
        indicators=tuple(indicators),
        condition=condition,
        by_hand=by_hand,
        origins={},
        note="",
    )


def report_duty(code: str = "BC", *, units: Iterable[str] = ("A",)) -> Duty:
    return duty(code, units=units, deadline=DEADLINE, kind=DutyKind.REPORT, role=Role.REPORT)


def plan(
    units: Iterable[Unit] = (),
    indicators: Iterable[Indicator] = (),
    duties: Iterable[Duty] = (),
    *,
    deadline: Deadline = DEADLINE,
) -> Plan:
    """A plan of what is given; the groups are those of the units, in their order."""
    units = tuple(replace(each, order=order) for order, each in enumerate(units, 1))
    groups = dict.fromkeys(each.group for each in units)
    return Plan(
        code=PLAN,
        title="Kế hoạch thử",
        short_title="Thử",
        number="",
        issued_on=None,
        issuer="",
        basis=(),
        closing="",
        publicity=PUBLICITY,
        publicity_peak=None,
        campaign=CAMPAIGN,
        ceremony=at("2024-10-01T08:00"),
        reporting=ReportingRule(deadline, "", "", "", None),
        clauses=(),
        groups=tuple(UnitGroup(code, code, order) for order, code in enumerate(groups, 1)),
        units=units,
        duties=tuple(duties),
        indicators=tuple(indicators),
        sections={},
        recipients=(),
        signer=Signer("", "", ""),
        letterheads=(),
    )


CLEARED = object()
"""In place of a figure: "xóa số liệu"."""

_ids = count(1)


def value(code: str, given: Any, *, estimate: bool = False) -> Value:
    """A value as if it had been typed; `CLEARED` takes away, None is blank."""
    if given is CLEARED:
        return Value(code, None, "", cleared=True)
    return Value(code, given, "" if given is None else str(given), estimate=estimate)


def unreadable(code: str, raw: str) -> Value:
    return Value(code, None, raw)


def submission(
    unit_code: str = "A",
    values: dict[str, Any] | Iterable[Value] = (),
    *,
    kind: SubmissionKind = SubmissionKind.FIRST,
    state: SubmissionState = SubmissionState.ACCEPTED,
    received: str = "2024-10-10T08:00",
    id: int | None = None,  # noqa: A002  # the record's own word
) -> Submission:
    """One submission; ids grow from call to call unless one is given."""
    if isinstance(values, dict):
        values = [value(code, given) for code, given in values.items()]
    moment = at(received)
    return Submission(
        id=next(_ids) if id is None else id,
        plan=PLAN,
        unit=unit_code,
        kind=kind,
        state=state,
        received_at=moment,
        entered_at=moment,
        channel=Channel.EMAIL,
        number="",
        signed_on=None,
        maker="",
        phone="",
        reason="",
        note="",
        returned_reason="",
        values=tuple(values),
    )


def snapshot(of: Plan, *submissions: Submission, now: str = "2024-10-12T09:00", **more) -> Snapshot:
    return Snapshot.of(of, submissions, now=at(now), **more)
