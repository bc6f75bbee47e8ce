"""Files that came in, and the doubts that reading them brought up.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.UniqueConstraint("sha256", name="uq_attachment_sha256"),
    )
    op.create_table(
        "incoming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("plan_unit_id", sa.Integer()),
        sa.Column("kind", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Integer()),
        sa.Column("settled", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        _refers("incoming", "plan_id", "plan"),
        _refers("incoming", "attachment_id", "attachment"),
        _refers("incoming", "plan_unit_id", "plan_unit"),
        _refers("incoming", "submission_id", "submission"),
        sa.PrimaryKeyConstraint("id", name="pk_incoming"),
    )
    for column in ("plan_id", "attachment_id"):
        op.create_index(f"ix_incoming_{column}", "incoming", [column])
    op.create_table(
        "learned_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        _refers("learned_label", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name="pk_learned_label"),
        sa.UniqueConstraint("plan_id", "label", name="uq_learned_label_plan_id_label"),
    )
    op.create_table(
        "value_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        _refers("value_doubt", "value_id", "value"),
        sa.PrimaryKeyConstraint("id", name="pk_value_doubt"),
        sa.UniqueConstraint("value_id", name="uq_value_doubt_value_id"),
    )


def downgrade() -> None:
    for name in ("value_doubt", "learned_label", "incoming", "attachment"):
        op.drop_table(name)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
