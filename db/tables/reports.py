"""The report: what the officer worded himself, what was issued, and what units were told."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from db.tables.base import METADATA, Moment, filled, key, optional, reference

PASSAGE_EDIT = Table(
    "passage_edit",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("passage", Text),
    filled("template", Text),
    filled("base", Text),
    filled("seen", JSON),
    filled("edited_at", Moment),
    UniqueConstraint("plan_id", "passage"),
)
"""A passage of the report that stands in the officer's words."""

ANNEX_PICTURE = Table(
    "annex_picture",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("position", Integer),
    reference("incoming_id", "incoming"),
    filled("caption", Text),
    UniqueConstraint("plan_id", "position"),
)
"""A picture of a unit that stands in the report; rows of one plan keep their order."""

ISSUE = Table(
    "issue",
    METADATA,
    key(),
    reference("plan_id", "plan", index=True),
    filled("kind", Text),
    filled("profile", Text),
    filled("number", Integer),
    filled("symbol", Text),
    filled("day", Date),
    filled("signer_authority", Text),
    filled("signer_title", Text),
    filled("signer_name", Text),
    filled("addressees", JSON),
    filled("recipients", JSON),
    filled("as_of", Moment),
    filled("issued_at", Moment),
    filled("issued_by", Text),
    filled("audit_number", Integer),
    filled("audit_hash", Text),
    filled("frozen", Text),
    Column("base_id", Integer, ForeignKey("issue.id")),
    optional("withdrawn_at", Moment),
    filled("withdrawn_reason", Text),
    filled("digest", Text),
    Index(None, "symbol", "number"),
)
"""An issued report. Rows are never deleted, so ids grow in the order of issuing.

`frozen` is the data it was made of, as `db.repositories.frozen` writes them; `digest` covers the
row and what `issue_file` says of its files, so both are text and not JSON columns.
"""

ISSUE_FILE = Table(
    "issue_file",
    METADATA,
    key(),
    reference("issue_id", "issue"),
    filled("file_format", Text),
    filled("sha256", Text),
    filled("size", Integer),
    filled("data", LargeBinary),
    UniqueConstraint("issue_id", "file_format"),
)
"""A file of an issued report.

It stands in the database and not beside it, so that every backup holds what was signed.
"""

CONTACT = Table(
    "contact",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    reference("plan_unit_id", "plan_unit", index=True),
    filled("kind", Text),
    filled("at", Moment),
    filled("subject", Text),
    filled("person", Text),
    filled("note", Text),
    filled("cancelled", Boolean),
    Index(None, "plan_id", "at"),
)
"""One turning of the office to one unit. Rows are never deleted."""
