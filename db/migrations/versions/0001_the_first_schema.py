"""The first schema.

Revision 0001, after None.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# From the first table to those that refer to it.
TABLES = (
    "audit",
    "plan",
    "setting",
    "unit",
    "duty",
    "indicator",
    "plan_clause",
    "plan_group",
    "plan_letterhead",
    "plan_recipient",
    "unit_alias",
    "unit_code",
    "unit_lineage",
    "unit_name",
    "indicator_check",
    "plan_unit",
    "assignment",
    "extension",
    "mark",
    "submission",
    "unit_membership",
    "value",
)

# Only SQLite: the audit log can be added to, never changed.
APPEND_ONLY = """
CREATE TRIGGER audit_no_%s BEFORE %s ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "audit",
        *_columns(sa.Integer(), "number"),
        *_columns(sa.DateTime(), "at"),
        *_columns(
            sa.Text(), "actor", "action", "entity", "entity_id", "detail", "previous", "hash"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    _index("audit", "entity", "entity_id")
    op.create_table(
        "plan",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Text(), "code", "title", "short_title", "number"),
        *_columns(sa.Date(), "issued_on", optional=True),
        *_columns(sa.Text(), "issuer"),
        *_columns(sa.JSON(), "basis"),
        *_columns(sa.Text(), "closing"),
        *_columns(sa.Date(), "publicity_start", "publicity_end", optional=True),
        *_columns(sa.Time(), "publicity_time", optional=True),
        *_columns(sa.Date(), "publicity_peak_start", "publicity_peak_end", optional=True),
        *_columns(sa.Time(), "publicity_peak_time", optional=True),
        *_columns(sa.Date(), "campaign_start", "campaign_end", optional=True),
        *_columns(sa.Time(), "campaign_time", optional=True),
        *_columns(sa.DateTime(), "ceremony"),
        *_columns(sa.Date(), "report_day"),
        *_columns(sa.Boolean(), "report_exclusive"),
        *_columns(sa.Text(), "report_clause", "report_receiver", "report_superior"),
        *_columns(sa.Date(), "province_day", optional=True),
        *_columns(sa.Boolean(), "province_exclusive", optional=True),
        *_columns(sa.JSON(), "sections"),
        *_columns(sa.Text(), "signer_authority", "signer_title", "signer_name", "commune_group"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        _unique("plan", "code"),
    )
    op.create_table(
        "setting",
        *_columns(sa.Text(), "key", "value"),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "unit",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Date(), "valid_to", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )
    op.create_table(
        "duty",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "position"),
        *_columns(sa.Text(), "code"),
        *_columns(sa.JSON(), "clauses"),
        *_columns(sa.Text(), "group_code", "kind", "role", "binding", "text"),
        *_columns(sa.Date(), "window_start", "window_end", optional=True),
        *_columns(sa.Time(), "window_time", optional=True),
        *_columns(sa.Date(), "peak_start", "peak_end", optional=True),
        *_columns(sa.Time(), "peak_time", optional=True),
        *_columns(sa.Date(), "deadline_day", optional=True),
        *_columns(sa.Boolean(), "deadline_exclusive", optional=True),
        *_columns(sa.Text(), "place", "evidence", "recipient"),
        *_columns(sa.JSON(), "indicators"),
        *_columns(sa.Text(), "condition"),
        *_columns(sa.Boolean(), "by_hand"),
        *_columns(sa.JSON(), "origins"),
        *_columns(sa.Text(), "note"),
        _refers("duty", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
        _unique("duty", "plan_id", "code"),
    )
    op.create_table(
        "indicator",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "position"),
        *_columns(sa.Text(), "code", "name", "unit_of_measure", "value_type"),
        *_columns(sa.JSON(), "clauses", "groups"),
        *_columns(sa.Text(), "aggregation", "denominator"),
        *_columns(sa.JSON(), "computed_from"),
        *_columns(sa.DateTime(), "expected_moment", optional=True),
        *_columns(sa.JSON(), "choices"),
        *_columns(sa.Text(), "evidence", "origin", "source", "annex"),
        *_columns(sa.Boolean(), "core", "submission_field"),
        *_columns(sa.Text(), "explanation"),
        _refers("indicator", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_indicator"),
        _unique("indicator", "plan_id", "code"),
    )
    op.create_table(
        "plan_clause",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "position"),
        *_columns(sa.Text(), "ref", "title", "body", "parent"),
        _refers("plan_clause", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_clause"),
        _unique("plan_clause", "plan_id", "position"),
    )
    op.create_table(
        "plan_group",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "position"),
        *_columns(sa.Text(), "code", "name"),
        *_columns(sa.Integer(), "sort_order"),
        _refers("plan_group", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_group"),
        _unique("plan_group", "plan_id", "position"),
    )
    op.create_table(
        "plan_letterhead",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "position"),
        *_columns(sa.Text(), "profile", "label"),
        *_columns(sa.JSON(), "superior", "issuer"),
        *_columns(sa.Text(), "symbol", "place"),
        *_columns(sa.JSON(), "addressees", "recipients"),
        *_columns(sa.Text(), "signer_authority", "signer_title", "signer_name"),
        _refers("plan_letterhead", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_letterhead"),
        _unique("plan_letterhead", "plan_id", "position"),
    )
    op.create_table(
        "plan_recipient",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "position"),
        *_columns(sa.Text(), "name", "purpose", "purpose_origin"),
        _refers("plan_recipient", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_recipient"),
        _unique("plan_recipient", "plan_id", "position"),
    )
    op.create_table(
        "unit_alias",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "unit_id", "position"),
        *_columns(sa.Text(), "alias", "fold_key"),
        _refers("unit_alias", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_alias"),
        _unique("unit_alias", "unit_id", "position"),
    )
    _index("unit_alias", "fold_key")
    op.create_table(
        "unit_code",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "unit_id", "position"),
        *_columns(sa.Text(), "scheme", "code"),
        *_columns(sa.Date(), "valid_from", "valid_to", optional=True),
        _refers("unit_code", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_code"),
        _unique("unit_code", "unit_id", "position"),
    )
    _index("unit_code", "scheme", "code")
    op.create_table(
        "unit_lineage",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "unit_id", "position"),
        *_columns(sa.Text(), "direction", "name", "gso_code"),
        *_columns(sa.Date(), "happened_on", optional=True),
        _refers("unit_lineage", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_lineage"),
        _unique("unit_lineage", "unit_id", "position"),
    )
    op.create_table(
        "unit_name",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "unit_id"),
        *_columns(sa.Text(), "name", "short_name", "fold_key", "sort_key"),
        *_columns(sa.Date(), "valid_from", "valid_to", optional=True),
        _refers("unit_name", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_name"),
    )
    _index("unit_name", "fold_key")
    _index("unit_name", "sort_key")
    _index("unit_name", "unit_id")
    op.create_table(
        "indicator_check",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "indicator_id", "position"),
        *_columns(sa.Text(), "code", "severity", "rule", "message", "applies_when", "origin"),
        _refers("indicator_check", "indicator_id", "indicator"),
        sa.PrimaryKeyConstraint("id", name="pk_indicator_check"),
        _unique("indicator_check", "indicator_id", "position"),
    )
    op.create_table(
        "plan_unit",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "unit_id", "name_id"),
        *_columns(sa.Text(), "code", "kind", "group_code", "relation"),
        *_columns(sa.Integer(), "sort_order"),
        *_columns(
            sa.Text(),
            "stated",
            "origin",
            "source",
            "confidence",
            "note",
            "contact_person",
            "contact_phone",
            "contact_email",
        ),
        *_columns(sa.Integer(), "hamlets", "households", "teams", "members", optional=True),
        *_columns(sa.Date(), "profile_as_of", optional=True),
        *_columns(sa.Text(), "profile_source"),
        _refers("plan_unit", "name_id", "unit_name"),
        _refers("plan_unit", "plan_id", "plan"),
        _refers("plan_unit", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_unit"),
        _unique("plan_unit", "plan_id", "code"),
    )
    _index("plan_unit", "name_id")
    _index("plan_unit", "unit_id")
    op.create_table(
        "assignment",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "duty_id", "plan_unit_id", "position"),
        _refers("assignment", "duty_id", "duty"),
        _refers("assignment", "plan_unit_id", "plan_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        _unique("assignment", "duty_id", "plan_unit_id"),
    )
    _index("assignment", "plan_unit_id")
    op.create_table(
        "extension",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_unit_id"),
        *_columns(sa.Date(), "day"),
        *_columns(sa.Boolean(), "exclusive"),
        *_columns(sa.Text(), "reason"),
        _refers("extension", "plan_unit_id", "plan_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_extension"),
        _unique("extension", "plan_unit_id"),
    )
    op.create_table(
        "mark",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "duty_id", "plan_unit_id"),
        *_columns(sa.Text(), "state", optional=True),
        *_columns(sa.Text(), "reason", "note"),
        _refers("mark", "duty_id", "duty"),
        _refers("mark", "plan_unit_id", "plan_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_mark"),
        _unique("mark", "duty_id", "plan_unit_id"),
    )
    _index("mark", "plan_unit_id")
    op.create_table(
        "submission",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "plan_unit_id"),
        *_columns(sa.Text(), "kind", "state"),
        *_columns(sa.DateTime(), "received_at", "entered_at"),
        *_columns(sa.Text(), "channel", "number"),
        *_columns(sa.Date(), "signed_on", optional=True),
        *_columns(sa.Text(), "maker", "phone", "reason", "note", "returned_reason", "digest"),
        _refers("submission", "plan_id", "plan"),
        _refers("submission", "plan_unit_id", "plan_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    _index("submission", "plan_id", "received_at")
    _index("submission", "plan_unit_id")
    op.create_table(
        "unit_membership",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_unit_id", "position"),
        *_columns(sa.Text(), "group_code"),
        *_columns(sa.Date(), "valid_from", "valid_to", optional=True),
        _refers("unit_membership", "plan_unit_id", "plan_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_membership"),
        _unique("unit_membership", "plan_unit_id", "position"),
    )
    op.create_table(
        "value",
        *_columns(sa.Integer(), "id"),
        *_columns(sa.Integer(), "plan_id", "submission_id", "indicator_id", "position"),
        *_columns(sa.Text(), "raw"),
        *_columns(sa.BigInteger(), "whole_number", optional=True),
        *_columns(sa.Boolean(), "flag", optional=True),
        *_columns(sa.Text(), "words", optional=True),
        *_columns(sa.Date(), "day", optional=True),
        *_columns(sa.DateTime(), "moment", optional=True),
        *_columns(sa.Boolean(), "cleared", "estimate"),
        *_columns(sa.Text(), "reason"),
        *_columns(
            sa.Text(),
            "source_sha256",
            "source_file",
            "source_sheet",
            "source_cell",
            "corrected_from",
            optional=True,
        ),
        *_columns(sa.Text(), "correction_reason"),
        *_columns(sa.Boolean(), "is_latest"),
        *_columns(sa.Integer(), "superseded_by", optional=True),
        _refers("value", "indicator_id", "indicator"),
        _refers("value", "plan_id", "plan"),
        _refers("value", "submission_id", "submission"),
        _refers("value", "superseded_by", "value"),
        sa.PrimaryKeyConstraint("id", name="pk_value"),
    )
    op.create_index(
        "ix_value_latest",
        "value",
        ["plan_id", "indicator_id", "submission_id", "whole_number", "flag"],
        unique=False,
        sqlite_where=sa.text("is_latest"),
        postgresql_where=sa.text("is_latest"),
    )
    _index("value", "submission_id")
    op.create_index(
        "uq_value_latest",
        "value",
        ["submission_id", "indicator_id"],
        unique=True,
        sqlite_where=sa.text("is_latest"),
        postgresql_where=sa.text("is_latest"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(APPEND_ONLY % (change, change.upper()))


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def _columns(
    kind: sa.types.TypeEngine[Any], *names: str, optional: bool = False
) -> list["sa.Column[Any]"]:
    return [sa.Column(name, kind, nullable=optional) for name in names]


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
