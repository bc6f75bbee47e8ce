"""What belongs to no plan: settings and the audit log."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Key


class SettingRow(Base):
    """A small fact about the office."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class AuditRow(Base):
    """A line of the audit log; `number` counts from 1 without gaps.

    `detail` is the canonical JSON that the hash covers, so it is text and not a JSON column.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "entity", "entity_id"),)

    number: Mapped[Key]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
