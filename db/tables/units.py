"""Units, with dated names, codes and lineage, and what each is to one plan.

A `unit` is known by its own id: labels, names and official codes all change or are used again
(rules 7 and 16). Each plan brings units of its own; that two of them are the same body is for a
person to say, never for equal names or codes.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Key, PlanKey


class UnitRow(Base):
    """A body that exists until `valid_to`."""

    __tablename__ = "unit"

    id: Mapped[Key]
    valid_to: Mapped[date | None]


class UnitNameRow(Base):
    """A name of a unit, with the keys that search and order use (rule 14)."""

    __tablename__ = "unit_name"

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    short_name: Mapped[str]
    fold_key: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class AliasRow(Base):
    """What else a unit is called in papers that come from outside."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("unit_id", "position"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int]
    alias: Mapped[str]
    fold_key: Mapped[str] = mapped_column(index=True)


class UnitCodeRow(Base):
    """A code that an authority gave a unit for a time."""

    __tablename__ = "unit_code"
    __table_args__ = (
        UniqueConstraint("unit_id", "position"),
        Index(None, "scheme", "code"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int]
    scheme: Mapped[str]
    code: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class LineageRow(Base):
    """What a unit came from or became."""

    __tablename__ = "unit_lineage"
    __table_args__ = (UniqueConstraint("unit_id", "position"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int]
    direction: Mapped[str]
    name: Mapped[str]
    gso_code: Mapped[str]
    happened_on: Mapped[date | None]


class PlanUnitRow(Base):
    """A unit as one plan sees it, under the plan's label `code` and the name it then had."""

    __tablename__ = "plan_unit"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("unit_name.id"), index=True)
    code: Mapped[str]
    kind: Mapped[str]
    group_code: Mapped[str]
    relation: Mapped[str]
    sort_order: Mapped[int]
    stated: Mapped[str]
    origin: Mapped[str]
    source: Mapped[str]
    confidence: Mapped[str]
    note: Mapped[str]
    contact_person: Mapped[str]
    contact_phone: Mapped[str]
    contact_email: Mapped[str]
    hamlets: Mapped[int | None]
    households: Mapped[int | None]
    teams: Mapped[int | None]
    members: Mapped[int | None]
    profile_as_of: Mapped[date | None]
    profile_source: Mapped[str]


class MembershipRow(Base):
    """A further group of a unit in one plan, for filters only."""

    __tablename__ = "unit_membership"
    __table_args__ = (UniqueConstraint("plan_unit_id", "position"),)

    id: Mapped[Key]
    plan_unit_id: Mapped[int] = mapped_column(ForeignKey("plan_unit.id"))
    position: Mapped[int]
    group_code: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
