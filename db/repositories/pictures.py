"""The units' pictures that stand in the report."""

from sqlalchemy import Connection

from db.repositories.ids import Ids
from db.repositories.rows import in_order, put_list
from db.tables import ANNEX_PICTURE
from vinhloc_cds.domain.picture import AnnexPicture

_OF_PLAN = in_order(ANNEX_PICTURE, "incoming_id", "caption")


class SqlPictures:
    """Which of the units' pictures stand in the report's annex."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids

    def of_plan(self, plan: str) -> tuple[AnnexPicture, ...]:
        """The pictures of `plan` in the order of the annex. Raises KeyError."""
        rows = self._connection.execute(_OF_PLAN, {"plan": self._ids.plan(plan)})
        return tuple(AnnexPicture(row.incoming_id, row.caption) for row in rows)

    def save(self, plan: str, pictures: tuple[AnnexPicture, ...]) -> None:
        """Store all pictures of `plan`, in their order, in place of the earlier ones.

        Raises KeyError for an unknown plan.
        """
        put_list(
            self._connection,
            ANNEX_PICTURE,
            {"plan_id": self._ids.plan(plan)},
            ({"incoming_id": each.incoming, "caption": each.caption} for each in pictures),
        )
