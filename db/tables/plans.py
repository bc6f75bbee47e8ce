"""Plans: their header, clauses, groups, duties with assignments, indicators with checks.

Rows of one plan keep its order in `position`.
"""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Key, PlanKey


class PlanRow(Base):
    """The header of a plan."""

    __tablename__ = "plan"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    short_title: Mapped[str]
    number: Mapped[str]
    issued_on: Mapped[date | None]
    issuer: Mapped[str]
    basis: Mapped[list[str]]
    closing: Mapped[str]
    publicity_start: Mapped[date | None]
    publicity_end: Mapped[date | None]
    publicity_time: Mapped[time | None]
    publicity_peak_start: Mapped[date | None]
    publicity_peak_end: Mapped[date | None]
    publicity_peak_time: Mapped[time | None]
    campaign_start: Mapped[date | None]
    campaign_end: Mapped[date | None]
    campaign_time: Mapped[time | None]
    ceremony: Mapped[datetime]
    report_day: Mapped[date]
    report_exclusive: Mapped[bool]
    report_clause: Mapped[str]
    report_receiver: Mapped[str]
    report_superior: Mapped[str]
    province_day: Mapped[date | None]
    province_exclusive: Mapped[bool | None]
    sections: Mapped[dict[str, str]]
    signer_authority: Mapped[str]
    signer_title: Mapped[str]
    signer_name: Mapped[str]
    commune_group: Mapped[str]


class ClauseRow(Base):
    """A numbered place of the plan with its own words."""

    __tablename__ = "plan_clause"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    position: Mapped[int]
    ref: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    parent: Mapped[str]


class GroupRow(Base):
    """A group of units in one plan."""

    __tablename__ = "plan_group"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    position: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    sort_order: Mapped[int]


class RecipientRow(Base):
    """A line of the plan's "Nơi nhận"."""

    __tablename__ = "plan_recipient"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    position: Mapped[int]
    name: Mapped[str]
    purpose: Mapped[str]
    purpose_origin: Mapped[str]


class LetterheadRow(Base):
    """How one issuer's report is headed, addressed and signed."""

    __tablename__ = "plan_letterhead"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    position: Mapped[int]
    profile: Mapped[str]
    label: Mapped[str]
    superior: Mapped[list[str]]
    issuer: Mapped[list[str]]
    symbol: Mapped[str]
    place: Mapped[str]
    addressees: Mapped[list[str]]
    recipients: Mapped[list[str]]
    signer_authority: Mapped[str]
    signer_title: Mapped[str]
    signer_name: Mapped[str]


class DutyRow(Base):
    """What a clause obliges a group of units to do."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    position: Mapped[int]
    code: Mapped[str]
    clauses: Mapped[list[str]]
    group_code: Mapped[str]
    kind: Mapped[str]
    role: Mapped[str]
    binding: Mapped[str]
    text: Mapped[str]
    window_start: Mapped[date | None]
    window_end: Mapped[date | None]
    window_time: Mapped[time | None]
    peak_start: Mapped[date | None]
    peak_end: Mapped[date | None]
    peak_time: Mapped[time | None]
    deadline_day: Mapped[date | None]
    deadline_exclusive: Mapped[bool | None]
    place: Mapped[str]
    evidence: Mapped[str]
    recipient: Mapped[str]
    indicators: Mapped[list[str]]
    condition: Mapped[str]
    by_hand: Mapped[bool]
    origins: Mapped[dict[str, str]]
    note: Mapped[str]


class AssignmentRow(Base):
    """One duty for one unit."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("duty_id", "plan_unit_id"),)

    id: Mapped[Key]
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    plan_unit_id: Mapped[int] = mapped_column(ForeignKey("plan_unit.id"), index=True)
    position: Mapped[int]


class IndicatorRow(Base):
    """One figure, date or text that units are asked for."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[Key]
    plan_id: Mapped[PlanKey]
    position: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    unit_of_measure: Mapped[str]
    value_type: Mapped[str]
    clauses: Mapped[list[str]]
    groups: Mapped[list[str]]
    aggregation: Mapped[str]
    denominator: Mapped[str]
    computed_from: Mapped[list[str]]
    expected_moment: Mapped[datetime | None]
    choices: Mapped[list[str]]
    evidence: Mapped[str]
    origin: Mapped[str]
    source: Mapped[str]
    annex: Mapped[str]
    core: Mapped[bool]
    submission_field: Mapped[bool]
    explanation: Mapped[str]


class CheckRow(Base):
    """A check of an indicator, as data."""

    __tablename__ = "indicator_check"
    __table_args__ = (UniqueConstraint("indicator_id", "position"),)

    id: Mapped[Key]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    position: Mapped[int]
    code: Mapped[str]
    severity: Mapped[str]
    rule: Mapped[str]
    message: Mapped[str]
    applies_when: Mapped[str]
    origin: Mapped[str]
