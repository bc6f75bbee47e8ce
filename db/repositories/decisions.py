"""Marks on assignments and extensions of the deadline."""

from sqlalchemy import Connection, bindparam, delete, select

from db.repositories.rows import Columns, ids_by_code, plan_id, put
from db.tables import DUTY, EXTENSION, MARK, PLAN_UNIT
from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.snapshot import Mark, MarkState

_MARKS = (
    select(DUTY.c.code, PLAN_UNIT.c.code, MARK.c.state, MARK.c.reason, MARK.c.note)
    .join(DUTY, DUTY.c.id == MARK.c.duty_id)
    .join(PLAN_UNIT, PLAN_UNIT.c.id == MARK.c.plan_unit_id)
    .where(DUTY.c.plan_id == bindparam("plan"))
    .order_by(DUTY.c.position, PLAN_UNIT.c.sort_order, PLAN_UNIT.c.id)
)
_EXTENSIONS = (
    select(PLAN_UNIT.c.code, EXTENSION.c.day, EXTENSION.c.exclusive, EXTENSION.c.reason)
    .join(PLAN_UNIT, PLAN_UNIT.c.id == EXTENSION.c.plan_unit_id)
    .where(PLAN_UNIT.c.plan_id == bindparam("plan"))
    .order_by(PLAN_UNIT.c.sort_order, PLAN_UNIT.c.id)
)


class SqlDecisions:
    """What the officer decided by hand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def marks(self, plan: str) -> tuple[Mark, ...]:
        """The marks of `plan` in the order of its duties and units."""
        rows = self._connection.execute(_MARKS, self._plan(plan))
        return tuple(
            Mark(duty, unit, MarkState(state) if state else None, reason, note)
            for duty, unit, state, reason, note in rows
        )

    def save_mark(self, plan: str, mark: Mark) -> None:
        """Store a mark, new or changed. Raises KeyError for an unknown plan, duty or unit."""
        key = self._assignment(plan, mark.duty, mark.unit)
        columns = {"state": mark.state, "reason": mark.reason, "note": mark.note}
        put(self._connection, MARK, key, columns)

    def delete_mark(self, plan: str, duty: str, unit: str) -> None:
        """Take a mark away if there is one. Raises KeyError as `save_mark`."""
        self._connection.execute(delete(MARK).filter_by(**self._assignment(plan, duty, unit)))

    def extensions(self, plan: str) -> tuple[Extension, ...]:
        """The extensions of `plan` in the order of its units."""
        rows = self._connection.execute(_EXTENSIONS, self._plan(plan))
        return tuple(
            Extension(row.code, Deadline(row.day, exclusive=row.exclusive), row.reason)
            for row in rows
        )

    def save_extension(self, plan: str, extension: Extension) -> None:
        """Store a unit's extension, new or changed. Raises KeyError for an unknown plan or unit."""
        columns = {
            "day": extension.deadline.day,
            "exclusive": extension.deadline.exclusive,
            "reason": extension.reason,
        }
        put(self._connection, EXTENSION, self._unit(plan, extension.unit), columns)

    def delete_extension(self, plan: str, unit: str) -> None:
        """Take a unit's extension away if it has one. Raises KeyError as `save_extension`."""
        self._connection.execute(delete(EXTENSION).filter_by(**self._unit(plan, unit)))

    def _plan(self, plan: str) -> Columns:
        return {"plan": plan_id(self._connection, plan)}

    def _unit(self, plan: str, unit: str) -> Columns:
        owner = plan_id(self._connection, plan)
        return {"plan_unit_id": ids_by_code(self._connection, PLAN_UNIT, owner)[unit]}

    def _assignment(self, plan: str, duty: str, unit: str) -> Columns:
        owner = plan_id(self._connection, plan)
        duties = ids_by_code(self._connection, DUTY, owner)
        return {"duty_id": duties[duty], **self._unit(plan, unit)}
