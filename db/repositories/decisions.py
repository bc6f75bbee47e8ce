"""Marks on assignments and extensions of the deadline."""

from sqlalchemy import Connection, delete, select

from db.repositories.rows import Columns, ids_by_code, plan_id, put
from db.tables import DutyRow, ExtensionRow, MarkRow, PlanUnitRow
from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.snapshot import Mark, MarkState


class SqlDecisions:
    """What the officer decided by hand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def marks(self, plan: str) -> tuple[Mark, ...]:
        """The marks of `plan` in the order of its duties and units."""
        rows = self._connection.execute(
            select(
                DutyRow.code,
                PlanUnitRow.code.label("unit"),
                MarkRow.state,
                MarkRow.reason,
                MarkRow.note,
            )
            .join(DutyRow, DutyRow.id == MarkRow.duty_id)
            .join(PlanUnitRow, PlanUnitRow.id == MarkRow.plan_unit_id)
            .where(DutyRow.plan_id == plan_id(self._connection, plan))
            .order_by(DutyRow.position, PlanUnitRow.sort_order, PlanUnitRow.id)
        )
        return tuple(
            Mark(duty, unit, MarkState(state) if state else None, reason, note)
            for duty, unit, state, reason, note in rows
        )

    def save_mark(self, plan: str, mark: Mark) -> None:
        """Store a mark, new or changed. Raises KeyError for an unknown plan, duty or unit."""
        key = self._assignment(plan, mark.duty, mark.unit)
        columns = {"state": mark.state, "reason": mark.reason, "note": mark.note}
        put(self._connection, MarkRow, key, columns)

    def delete_mark(self, plan: str, duty: str, unit: str) -> None:
        """Take a mark away if there is one. Raises KeyError as `save_mark`."""
        self._connection.execute(delete(MarkRow).filter_by(**self._assignment(plan, duty, unit)))

    def extensions(self, plan: str) -> tuple[Extension, ...]:
        """The extensions of `plan` in the order of its units."""
        rows = self._connection.execute(
            select(PlanUnitRow.code, ExtensionRow.day, ExtensionRow.exclusive, ExtensionRow.reason)
            .join(PlanUnitRow, PlanUnitRow.id == ExtensionRow.plan_unit_id)
            .where(PlanUnitRow.plan_id == plan_id(self._connection, plan))
            .order_by(PlanUnitRow.sort_order, PlanUnitRow.id)
        )
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
        put(self._connection, ExtensionRow, self._unit(plan, extension.unit), columns)

    def delete_extension(self, plan: str, unit: str) -> None:
        """Take a unit's extension away if it has one. Raises KeyError as `save_extension`."""
        self._connection.execute(delete(ExtensionRow).filter_by(**self._unit(plan, unit)))

    def _unit(self, plan: str, unit: str) -> Columns:
        owner = plan_id(self._connection, plan)
        return {"plan_unit_id": ids_by_code(self._connection, PlanUnitRow, owner)[unit]}

    def _assignment(self, plan: str, duty: str, unit: str) -> Columns:
        owner = plan_id(self._connection, plan)
        duties = ids_by_code(self._connection, DutyRow, owner)
        return {"duty_id": duties[duty], **self._unit(plan, unit)}
