"""What belongs to no plan: settings and the audit log."""

from sqlalchemy import Column, Index, Table, Text

from db.tables.base import METADATA, Moment, filled, key

SETTING = Table(
    "setting",
    METADATA,
    Column("key", Text, primary_key=True),
    filled("value", Text),
)
"""A small fact about the office."""

AUDIT = Table(
    "audit",
    METADATA,
    key("number"),
    filled("at", Moment),
    filled("actor", Text),
    filled("action", Text),
    filled("entity", Text),
    filled("entity_id", Text),
    filled("detail", Text),
    filled("previous", Text),
    filled("hash", Text),
    Index(None, "entity", "entity_id"),
)
"""A line of the audit log; `number` counts from 1 without gaps.

`detail` is the canonical JSON that the hash covers, so it is text and not a JSON column.
"""
