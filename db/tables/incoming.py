"""Files that came in: where their bytes are, what was read from them, what it was taken for."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from db.tables.base import METADATA, Moment, filled, key, optional, reference

ATTACHMENT = Table(
    "attachment",
    METADATA,
    key(),
    filled("sha256", Text, unique=True),
    filled("size", Integer),
    filled("added_at", Moment),
)
"""A file of the store of attachments (`db.attachments`), which was there before this row."""

INCOMING = Table(
    "incoming",
    METADATA,
    key(),
    reference("plan_id", "plan", index=True),
    reference("attachment_id", "attachment", index=True),
    filled("file_name", Text),
    filled("taken_at", Moment),
    filled("received_at", Moment),
    filled("channel", Text),
    Column("plan_unit_id", Integer, ForeignKey("plan_unit.id")),
    optional("kind", Text),
    filled("state", Text),
    filled("reason", Text),
    Column("submission_id", Integer, ForeignKey("submission.id")),
    filled("settled", JSON),
    filled("asked", JSON),
    filled("reading", Text),
    filled("digest", Text),
)
"""A file as it came in to one plan, and what was made of it.

`reading` is what was read from it, as `db.repositories.readings` writes it; `digest` covers the
row, so it is text and not a JSON column.
"""

LEARNED_LABEL = Table(
    "learned_label",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("label", Text),
    filled("indicator", Text),
    UniqueConstraint("plan_id", "label"),
)
"""The indicator's code that the officer gave a label (its fold key); blank for none."""
