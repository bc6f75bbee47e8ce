"""What all repositories do with rows, and the records that lie in several columns."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from db.tables import PLAN
from vinhloc_cds.domain.deadline import Deadline, Window
from vinhloc_cds.domain.plan import Signer

Columns = dict[str, Any]

_PLAN_ID = select(PLAN.c.id).where(PLAN.c.code == bindparam("code"))


def in_order(table: Table, *names: str) -> Select[*tuple[Any, ...]]:
    """The rows of `table` that belong to the plan with the id `plan`: these columns, or all."""
    columns = [table.c[name] for name in names] if names else table.c
    return select(*columns).where(table.c.plan_id == bindparam("plan")).order_by(table.c.position)


def plan_id(connection: Connection, code: str) -> int:
    """The id of the plan `code`. Raises KeyError."""
    found = connection.scalar(_PLAN_ID, {"code": code})
    if found is None:
        raise KeyError(code)
    return int(found)


def ids_by_code(connection: Connection, table: Table, plan: int) -> dict[str, int]:
    """The ids of the rows of `table` that belong to `plan`, by their codes."""
    return dict(map(tuple, connection.execute(_ids(table), {"plan": plan})))


@cache
def _ids(table: Table) -> Select[*tuple[Any, ...]]:
    columns = table.c
    return select(columns.code, columns.id).where(columns.plan_id == bindparam("plan"))


def add(connection: Connection, table: Table, columns: Columns) -> int:
    """Insert a row and return its id."""
    identity = table.c.id
    return int(connection.execute(insert(table).returning(identity), columns).scalar_one())


def put(connection: Connection, table: Table, key: Columns, columns: Columns) -> int:
    """Update the row that has `key`, or insert it, and return its id."""
    identity = table.c.id
    found = connection.scalar(select(identity).filter_by(**key))
    if found is None:
        return add(connection, table, key | columns)
    connection.execute(update(table).where(identity == found), columns)
    return int(found)


def put_in_place(connection: Connection, table: Table, key: Columns, columns: Columns) -> int:
    """As `put`; a new row takes the place after all others of its plan."""
    known = table.c
    if connection.scalar(select(known.id).filter_by(**key)) is None:
        last = select(func.max(known.position)).where(known.plan_id == key["plan_id"])
        columns = columns | {"position": (connection.scalar(last) or 0) + 1}
    return put(connection, table, key, columns)


def put_list(
    connection: Connection, table: Table, parent: Mapping[str, int], rows: Iterable[Columns]
) -> None:
    """Replace the rows that belong to `parent` by `rows`, which keep their order."""
    connection.execute(delete(table).filter_by(**parent))
    filled = [{**parent, "position": place, **row} for place, row in enumerate(rows, 1)]
    if filled:
        connection.execute(insert(table), filled)


def by_first(rows: Iterable[Row[Any]]) -> dict[int, list[tuple[Any, ...]]]:
    """Rows sorted by their first column, an owner's id, as lists of the other columns."""
    return {
        owner: [tuple(row)[1:] for row in group] for owner, group in groupby(rows, itemgetter(0))
    }


def window_columns(prefix: str, window: Window | None) -> Columns:
    """The three columns of a window; a window open at both ends is none."""
    return {
        f"{prefix}_start": window.start if window else None,
        f"{prefix}_end": window.end if window else None,
        f"{prefix}_time": window.start_time if window else None,
    }


def window(start: date | None, end: date | None, start_time: time | None) -> Window | None:
    """The window in three columns."""
    if start is None and end is None:
        return None
    return Window(start, end, start_time)


def deadline_columns(prefix: str, deadline: Deadline | None) -> Columns:
    """The two columns of a deadline."""
    return {
        f"{prefix}_day": deadline.day if deadline else None,
        f"{prefix}_exclusive": deadline.exclusive if deadline else None,
    }


def deadline(day: date | None, exclusive: bool | None) -> Deadline | None:  # noqa: FBT001 - a column
    """The deadline in two columns."""
    return None if day is None else Deadline(day, exclusive=bool(exclusive))


def signer_columns(signer: Signer) -> Columns:
    """The three columns of a signer."""
    return {
        "signer_authority": signer.authority,
        "signer_title": signer.title,
        "signer_name": signer.name,
    }


def utc(moment: datetime) -> datetime:
    """The moment as the store gives it back. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)
