"""What units sent, and what the officer decided by hand."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from db.tables.base import METADATA, Moment, filled, key, optional, reference

# Spelled out, for a column would be written with the name of its table before it. The migration
# knows how other databases say it: to name one here would load its dialect at each start.
_LATEST = literal_column("is_latest", Boolean)

SUBMISSION = Table(
    "submission",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    reference("plan_unit_id", "plan_unit", index=True),
    filled("kind", Text),
    filled("state", Text),
    filled("received_at", Moment),
    filled("entered_at", Moment),
    filled("channel", Text),
    filled("number", Text),
    optional("signed_on", Date),
    filled("maker", Text),
    filled("phone", Text),
    filled("reason", Text),
    filled("note", Text),
    filled("returned_reason", Text),
    filled("digest", Text),
    Index(None, "plan_id", "received_at"),
)
"""One submission. Rows are never deleted, so ids grow in the order of entry.

`digest` covers the row and all its values: SQLite's own check does not see changed text.
"""

VALUE = Table(
    "value",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    reference("submission_id", "submission", index=True),
    reference("indicator_id", "indicator"),
    filled("position", Integer),
    filled("raw", Text),
    optional("whole_number", BigInteger),
    optional("flag", Boolean),
    optional("words", Text),
    optional("day", Date),
    optional("moment", Moment),
    filled("cleared", Boolean),
    filled("estimate", Boolean),
    filled("reason", Text),
    optional("source_sha256", Text),
    optional("source_file", Text),
    optional("source_sheet", Text),
    optional("source_cell", Text),
    optional("corrected_from", Text),
    filled("correction_reason", Text),
    filled("is_latest", Boolean),
    Column("superseded_by", Integer, ForeignKey("value.id")),
    # Consolidation asks for one plan's latest figures and reads them from this index alone.
    Index(
        "ix_value_latest",
        "plan_id",
        "indicator_id",
        "submission_id",
        "whole_number",
        "flag",
        sqlite_where=_LATEST,
    ),
    Index("uq_value_latest", "submission_id", "indicator_id", unique=True, sqlite_where=_LATEST),
)
"""One indicator in one submission: what was typed or read, and what it was read as.

At most one of the five typed columns is filled. A changed value is a new row: the earlier
one stays, no longer `is_latest`, and points at its successor (None: taken away).
"""

VALUE_DOUBT = Table(
    "value_doubt",
    METADATA,
    key(),
    reference("value_id", "value", unique=True),
    filled("severity", Text),
    filled("sentence", Text),
    filled("proposal", Text),
)
"""What reading the file brought up about a value.

Few values have one; and the digests of what was stored before there were any stay as they are.
"""

MARK = Table(
    "mark",
    METADATA,
    key(),
    reference("duty_id", "duty"),
    reference("plan_unit_id", "plan_unit", index=True),
    optional("state", Text),
    filled("reason", Text),
    filled("note", Text),
    UniqueConstraint("duty_id", "plan_unit_id"),
)
"""What the officer set or noted on one assignment."""

EXTENSION = Table(
    "extension",
    METADATA,
    key(),
    reference("plan_unit_id", "plan_unit", unique=True),
    filled("day", Date),
    filled("exclusive", Boolean),
    filled("reason", Text),
)
"""A later deadline for one unit."""
