"""Ids by codes, looked up once in a transaction."""

from sqlalchemy import Connection, Table

from db.repositories.rows import ids_by_code, plan_id


class Ids:
    """The ids of plans, units and indicators as far as one transaction has asked for them.

    No code ever gets another id, so what was found stays right while the transaction lasts; a
    code that is not known yet is looked for again, for it may have been added meanwhile. Nothing
    outlives the transaction: what it added may be rolled back.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._plans: dict[str, int] = {}
        self._of_plan: dict[tuple[str, int], dict[str, int]] = {}

    def plan(self, code: str) -> int:
        """The id of a plan. Raises KeyError."""
        if code not in self._plans:
            self._plans[code] = plan_id(self._connection, code)
        return self._plans[code]

    def of(self, table: Table, plan: int, code: str) -> int:
        """The id of the row of `table` with `code` in `plan`. Raises KeyError."""
        known = self._of_plan.get((table.name, plan), {})
        if code not in known:
            known = ids_by_code(self._connection, table, plan)
            self._of_plan[table.name, plan] = known
        return known[code]
