"""What units sent, and what the officer decided by hand."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Key, PlanKey


class SubmissionRow(Base):
    """One submission. Rows are never deleted, so ids grow in the order of entry.

    `digest` covers the row and all its values: SQLite's own check does not see changed text.
    """

    __tablename__ = "submission"
    __table_args__ = (Index(None, "plan_id", "received_at"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    plan_unit_id: Mapped[int] = mapped_column(ForeignKey("plan_unit.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str]
    received_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    channel: Mapped[str]
    number: Mapped[str]
    signed_on: Mapped[date | None]
    maker: Mapped[str]
    phone: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
    returned_reason: Mapped[str]
    digest: Mapped[str]


class ValueRow(Base):
    """One indicator in one submission: what was typed or read, and what it was read as.

    At most one of the five typed columns is filled. A changed value is a new row: the earlier
    one stays, no longer `is_latest`, and points at its successor (None: taken away).
    """

    __tablename__ = "value"

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    position: Mapped[int]
    raw: Mapped[str]
    whole_number: Mapped[int | None] = mapped_column(BigInteger)
    flag: Mapped[bool | None]
    words: Mapped[str | None]
    day: Mapped[date | None]
    moment: Mapped[datetime | None]
    cleared: Mapped[bool]
    estimate: Mapped[bool]
    reason: Mapped[str]
    source_sha256: Mapped[str | None]
    source_file: Mapped[str | None]
    source_sheet: Mapped[str | None]
    source_cell: Mapped[str | None]
    corrected_from: Mapped[str | None]
    correction_reason: Mapped[str]
    is_latest: Mapped[bool]
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("value.id"))


# Spelled out, for a column would be written with the name of its table before it.
_LATEST = literal_column("is_latest", Boolean)

# Consolidation asks for one plan's latest figures and reads them from this index alone.
Index(
    "ix_value_latest",
    ValueRow.plan_id,
    ValueRow.indicator_id,
    ValueRow.submission_id,
    ValueRow.whole_number,
    ValueRow.flag,
    sqlite_where=_LATEST,
    postgresql_where=_LATEST,
)
Index(
    "uq_value_latest",
    ValueRow.submission_id,
    ValueRow.indicator_id,
    unique=True,
    sqlite_where=_LATEST,
    postgresql_where=_LATEST,
)


class MarkRow(Base):
    """What the officer set or noted on one assignment."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("duty_id", "plan_unit_id"),)

    id: Mapped[Key]
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    plan_unit_id: Mapped[int] = mapped_column(ForeignKey("plan_unit.id"), index=True)
    state: Mapped[str | None]
    reason: Mapped[str]
    note: Mapped[str]


class ExtensionRow(Base):
    """A later deadline for one unit."""

    __tablename__ = "extension"

    id: Mapped[Key]
    plan_unit_id: Mapped[int] = mapped_column(ForeignKey("plan_unit.id"), unique=True)
    day: Mapped[date]
    exclusive: Mapped[bool]
    reason: Mapped[str]
