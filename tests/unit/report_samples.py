"""Snapshots of the plan of 2024 with invented submissions, for the tests of reports."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from vinhloc_cds.domain.plan import Aggregation, Plan, ValueType
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import (
    Channel,
    Scalar,
    Submission,
    SubmissionKind,
    SubmissionState,
    Value,
)
from vinhloc_cds.domain.unit import Relation

NOW = datetime(2024, 10, 12, 2, 0, tzinfo=UTC)  # 12/10/2024 09:00 in Việt Nam
ON_TIME = datetime(2024, 10, 10, 1, 30, tzinfo=UTC)
LATE = datetime(2024, 10, 12, 1, 0, tzinfo=UTC)


@cache
def plan_2024() -> Plan:
    return built_in_plans()[0].load()


def submission(
    unit: str,
    values: dict[str, Scalar] | tuple[Value, ...] = (),
    *,
    number: int = 1,
    received_at: datetime = ON_TIME,
    state: SubmissionState = SubmissionState.ACCEPTED,
    kind: SubmissionKind = SubmissionKind.FIRST,
) -> Submission:
    if isinstance(values, dict):
        values = tuple(Value(code, value, str(value)) for code, value in values.items())
    return Submission(
        id=number,
        plan="KH-CDS-2024",
        unit=unit,
        kind=kind,
        state=state,
        received_at=received_at,
        entered_at=received_at,
        channel=Channel.EMAIL,
        number="01/BC-UBND",
        signed_on=None,
        maker="",
        phone="",
        reason="",
        note="",
        returned_reason="",
        values=values,
    )


def snapshot(*submissions: Submission, plan: Plan | None = None) -> Snapshot:
    return Snapshot.of(plan or plan_2024(), submissions, now=NOW)


def invented(plan: Plan, unit_code: str, seed: int) -> tuple[Value, ...]:
    """Plausible values for all that a unit is asked for, the same for the same seed."""
    unit = plan.unit_by_code[unit_code]
    values = []
    for at, indicator in enumerate(plan.indicators_of(unit)):
        if indicator.value_type is ValueType.LONG_TEXT and seed % 9 != at % 9:
            continue
        value = _invented(indicator.value_type, indicator.code, seed, at)
        if indicator.aggregation is not Aggregation.COMPUTED:
            values.append(Value(indicator.code, value, str(value)))
    return tuple(values)


_FIXED = {"D01": 11, "D02": 10, "D03": 66, "D04": 60, "D05": 9, "D06": 10, "D07": 9, "G07": 13}


def _invented(value_type: ValueType, code: str, seed: int, at: int) -> Scalar:
    match value_type:
        case ValueType.BOOLEAN:
            return seed % 7 != 3
        case ValueType.INTEGER if code in _FIXED:
            return _FIXED[code]
        case ValueType.INTEGER if code in {"D08", "D09"}:
            return 1850 + 13 * seed - (400 if code == "D09" else 0)
        case ValueType.INTEGER:
            return (seed * 37 + at * 11) % 160
        case ValueType.MONEY:
            return (seed % 5) * 2_500_000
        case ValueType.DATE:
            return date(2024, 9, 20) + timedelta(days=seed % 9)
        case ValueType.DATETIME:
            return datetime(2024, 10, 1, 1, 0, tzinfo=UTC)
        case ValueType.TEXT:
            return f"{seed:02}/KH-UBND" if code == "A02" else "Nhà văn hóa xã"
    return (
        "Tổ công nghệ số cộng đồng đã đến từng hộ, hướng dẫn bà con nộp hồ sơ trực tuyến và thanh "
        "toán không dùng tiền mặt; người dân hưởng ứng tích cực."
    )


def full_snapshot(*, silent: int = 0) -> Snapshot:
    """Every unit has reported, except the last `silent` of the obliged."""
    plan = plan_2024()
    obliged = plan.units_related(Relation.OBLIGED)
    others = plan.units_related(Relation.ASKED, Relation.OWN)
    units = [*obliged[: len(obliged) - silent], *others[:4]]
    return snapshot(
        *(
            submission(
                unit.code,
                invented(plan, unit.code, seed),
                number=seed,
                received_at=LATE if seed % 11 == 5 else ON_TIME,
            )
            for seed, unit in enumerate(units, 1)
        )
    )
