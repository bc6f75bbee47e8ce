"""What all tables share: names of constraints, and what a column is when nothing else is said.

The tables are SQLAlchemy's own and no classes are mapped to them: mapping would take longer at
each start than everything else about the database, and all that leaves `db` is a dataclass of
the domain anyway. Lists of codes or lines that no query looks into are JSON.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, MetaData
from sqlalchemy.types import TypeDecorator, TypeEngine

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; as text it sorts by time."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        """The moment in UTC without its zone. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        """The moment, aware again."""
        return None if value is None else value.replace(tzinfo=UTC)


def key(name: str = "id") -> Column[int]:
    """The number by which a row is known inside the database."""
    return Column(name, Integer, primary_key=True)


_TYPES: dict[type[TypeEngine[Any]], TypeEngine[Any]] = {}


def _the(kind: type[TypeEngine[Any]]) -> TypeEngine[Any]:
    """The one instance of a type: SQLAlchemy makes each ready for the database by itself."""
    return _TYPES.setdefault(kind, kind())


def filled(
    name: str, kind: type[TypeEngine[Any]], *, unique: bool = False, index: bool = False
) -> Column[Any]:
    """A column that always holds something; a text that says nothing is blank."""
    return Column(name, _the(kind), nullable=False, unique=unique, index=index)


def optional(name: str, kind: type[TypeEngine[Any]]) -> Column[Any]:
    """A column that may hold nothing."""
    return Column(name, _the(kind))


def reference(name: str, table: str, *, unique: bool = False, index: bool = False) -> Column[int]:
    """A column that always names a row of `table`."""
    target = ForeignKey(f"{table}.id")
    return Column(name, Integer, target, nullable=False, unique=unique, index=index)
