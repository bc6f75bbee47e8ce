"""The tables. Codes and sentences are text, money and counts integers, moments UTC."""

from db.tables.base import METADATA
from db.tables.office import AUDIT, SETTING
from db.tables.plans import (
    ASSIGNMENT,
    DUTY,
    INDICATOR,
    INDICATOR_CHECK,
    PLAN,
    PLAN_CLAUSE,
    PLAN_GROUP,
    PLAN_LETTERHEAD,
    PLAN_RECIPIENT,
)
from db.tables.submissions import EXTENSION, MARK, SUBMISSION, VALUE
from db.tables.units import (
    PLAN_UNIT,
    UNIT,
    UNIT_ALIAS,
    UNIT_CODE,
    UNIT_LINEAGE,
    UNIT_MEMBERSHIP,
    UNIT_NAME,
)

__all__ = [
    "ASSIGNMENT",
    "AUDIT",
    "DUTY",
    "EXTENSION",
    "INDICATOR",
    "INDICATOR_CHECK",
    "MARK",
    "METADATA",
    "PLAN",
    "PLAN_CLAUSE",
    "PLAN_GROUP",
    "PLAN_LETTERHEAD",
    "PLAN_RECIPIENT",
    "PLAN_UNIT",
    "SETTING",
    "SUBMISSION",
    "UNIT",
    "UNIT_ALIAS",
    "UNIT_CODE",
    "UNIT_LINEAGE",
    "UNIT_MEMBERSHIP",
    "UNIT_NAME",
    "VALUE",
]
