"""Passages in the officer's words, chosen pictures, issued reports, and what units were told.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passage_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=False),
        _refers("passage_edit", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_passage_edit"),
        sa.UniqueConstraint("plan_id", "passage", name="uq_passage_edit_plan_id_passage"),
    )
    op.create_table(
        "annex_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        _refers("annex_picture", "plan_id", "plan"),
        _refers("annex_picture", "incoming_id", "incoming"),
        sa.PrimaryKeyConstraint("id", name="pk_annex_picture"),
        sa.UniqueConstraint("plan_id", "position", name="uq_annex_picture_plan_id_position"),
    )
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signer_authority", sa.Text(), nullable=False),
        sa.Column("signer_title", sa.Text(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("addressees", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("audit_number", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.Text(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Integer()),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        _refers("issue", "plan_id", "plan"),
        _refers("issue", "base_id", "issue"),
        sa.PrimaryKeyConstraint("id", name="pk_issue"),
    )
    op.create_index("ix_issue_plan_id", "issue", ["plan_id"])
    op.create_index("ix_issue_symbol_number", "issue", ["symbol", "number"])
    op.create_table(
        "issue_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("file_format", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _refers("issue_file", "issue_id", "issue"),
        sa.PrimaryKeyConstraint("id", name="pk_issue_file"),
        sa.UniqueConstraint("issue_id", "file_format", name="uq_issue_file_issue_id_file_format"),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("plan_unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        _refers("contact", "plan_id", "plan"),
        _refers("contact", "plan_unit_id", "plan_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    op.create_index("ix_contact_plan_unit_id", "contact", ["plan_unit_id"])
    op.create_index("ix_contact_plan_id_at", "contact", ["plan_id", "at"])


def downgrade() -> None:
    for name in ("contact", "issue_file", "issue", "annex_picture", "passage_edit"):
        op.drop_table(name)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
