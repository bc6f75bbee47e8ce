"""The tables. Codes and sentences are text, money and counts integers, moments UTC."""

from db.tables.base import Base
from db.tables.office import AuditRow, SettingRow
from db.tables.plans import (
    AssignmentRow,
    CheckRow,
    ClauseRow,
    DutyRow,
    GroupRow,
    IndicatorRow,
    LetterheadRow,
    PlanRow,
    RecipientRow,
)
from db.tables.submissions import ExtensionRow, MarkRow, SubmissionRow, ValueRow
from db.tables.units import (
    AliasRow,
    LineageRow,
    MembershipRow,
    PlanUnitRow,
    UnitCodeRow,
    UnitNameRow,
    UnitRow,
)

__all__ = [
    "AliasRow",
    "AssignmentRow",
    "AuditRow",
    "Base",
    "CheckRow",
    "ClauseRow",
    "DutyRow",
    "ExtensionRow",
    "GroupRow",
    "IndicatorRow",
    "LetterheadRow",
    "LineageRow",
    "MarkRow",
    "MembershipRow",
    "PlanRow",
    "PlanUnitRow",
    "RecipientRow",
    "SettingRow",
    "SubmissionRow",
    "UnitCodeRow",
    "UnitNameRow",
    "UnitRow",
    "ValueRow",
]
