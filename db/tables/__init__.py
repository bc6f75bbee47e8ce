"""The tables. Codes and sentences are text, money and counts integers, moments UTC."""

from db.tables.base import METADATA
from db.tables.incoming import ATTACHMENT, INCOMING, LEARNED_LABEL
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
from db.tables.reports import ANNEX_PICTURE, CONTACT, ISSUE, ISSUE_FILE, PASSAGE_EDIT
from db.tables.submissions import EXTENSION, MARK, SUBMISSION, VALUE, VALUE_DOUBT
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
    "ANNEX_PICTURE",
    "ASSIGNMENT",
    "ATTACHMENT",
    "AUDIT",
    "CONTACT",
    "DUTY",
    "EXTENSION",
    "INCOMING",
    "INDICATOR",
    "INDICATOR_CHECK",
    "ISSUE",
    "ISSUE_FILE",
    "LEARNED_LABEL",
    "MARK",
    "METADATA",
    "PASSAGE_EDIT",
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
    "VALUE_DOUBT",
]
