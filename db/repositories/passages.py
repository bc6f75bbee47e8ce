"""Passages of the report in the officer's words."""

from sqlalchemy import Connection, bindparam, delete, select

from db.repositories.ids import Ids
from db.repositories.rows import put
from db.tables import PASSAGE_EDIT
from vinhloc_cds.domain.passage import PassageEdit

_OF_PLAN = (
    select(PASSAGE_EDIT)
    .where(PASSAGE_EDIT.c.plan_id == bindparam("plan"))
    .order_by(PASSAGE_EDIT.c.passage)
)


class SqlPassages:
    """What the officer wrote over in the report."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids

    def of_plan(self, plan: str) -> tuple[PassageEdit, ...]:
        """All edits of `plan`, by the passage's key."""
        rows = self._connection.execute(_OF_PLAN, {"plan": self._ids.plan(plan)})
        return tuple(
            PassageEdit(row.passage, row.template, row.base, row.seen, row.edited_at)
            for row in rows
        )

    def save(self, plan: str, edit: PassageEdit) -> None:
        """Store an edit in place of the passage's earlier one. Raises KeyError."""
        key = {"plan_id": self._ids.plan(plan), "passage": edit.passage}
        columns = {
            "template": edit.template,
            "base": edit.base,
            "seen": dict(edit.seen),
            "edited_at": edit.edited_at,
        }
        put(self._connection, PASSAGE_EDIT, key, columns)

    def delete(self, plan: str, passage: str) -> None:
        """Remove an edit, if there is one: the program's own words stand again."""
        key = {"plan_id": self._ids.plan(plan), "passage": passage}
        self._connection.execute(delete(PASSAGE_EDIT).filter_by(**key))
