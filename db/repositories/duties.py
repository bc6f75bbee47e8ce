"""The duties of a plan, with the units that have them."""

from sqlalchemy import Connection, bindparam, select

from db.repositories.rows import (
    Columns,
    by_first,
    deadline,
    deadline_columns,
    ids_by_code,
    in_order,
    put_in_place,
    put_list,
    window,
    window_columns,
)
from db.tables import ASSIGNMENT, DUTY, PLAN_UNIT
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Binding, Duty, DutyKind, Role

_UNITS = (
    select(ASSIGNMENT.c.duty_id, PLAN_UNIT.c.code)
    .join(PLAN_UNIT, PLAN_UNIT.c.id == ASSIGNMENT.c.plan_unit_id)
    .where(PLAN_UNIT.c.plan_id == bindparam("plan"))
    .order_by(ASSIGNMENT.c.duty_id, ASSIGNMENT.c.position)
)
_DUTIES = in_order(DUTY)


def store_duty(connection: Connection, plan: int, duty: Duty) -> None:
    """Store a duty of `plan` and its assignments, new or changed."""
    key = {"plan_id": plan, "code": duty.code}
    stored = put_in_place(connection, DUTY, key, _columns(duty))
    units = ids_by_code(connection, PLAN_UNIT, plan)
    rows = ({"plan_unit_id": units[unit]} for unit in duty.units)
    put_list(connection, ASSIGNMENT, {"duty_id": stored}, rows)


def _columns(duty: Duty) -> Columns:
    return {
        "clauses": list(duty.clauses),
        "group_code": duty.group,
        "kind": duty.kind,
        "role": duty.role,
        "binding": duty.binding,
        "text": duty.text,
        **window_columns("window", duty.window),
        **window_columns("peak", duty.peak),
        **deadline_columns("deadline", duty.deadline),
        "place": duty.place,
        "evidence": duty.evidence,
        "recipient": duty.recipient,
        "indicators": list(duty.indicators),
        "condition": duty.condition,
        "by_hand": duty.by_hand,
        "origins": {name: str(origin) for name, origin in duty.origins.items()},
        "note": duty.note,
    }


def read_duties(connection: Connection, plan: int) -> tuple[Duty, ...]:
    """The duties of `plan` in its order."""
    units = by_first(connection.execute(_UNITS, {"plan": plan}))
    return tuple(
        Duty(
            code=row.code,
            clauses=tuple(row.clauses),
            group=row.group_code,
            units=tuple(code for (code,) in units.get(row.id, ())),
            kind=DutyKind(row.kind),
            role=Role(row.role),
            binding=Binding(row.binding),
            text=row.text,
            window=window(row.window_start, row.window_end, row.window_time),
            peak=window(row.peak_start, row.peak_end, row.peak_time),
            deadline=deadline(row.deadline_day, row.deadline_exclusive),
            place=row.place,
            evidence=row.evidence,
            recipient=row.recipient,
            indicators=tuple(row.indicators),
            condition=row.condition,
            by_hand=row.by_hand,
            origins={name: Origin(origin) for name, origin in row.origins.items()},
            note=row.note,
        )
        for row in connection.execute(_DUTIES, {"plan": plan})
    )
