"""What coders were given to code, and the people whom they proposed to add."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables, empty: nothing was handed out before."""
    op.create_table(
        "handout",
        sa.Column("handout_id", sa.Integer(), autoincrement=True, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("wave_id", "coder_id", "codebook_id")
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.{table}_id"], name=op.f(f"fk_handout_{table}_id")
            )
            for table in ("wave", "coder", "codebook", "change")
        ),
        sa.PrimaryKeyConstraint("handout_id", name=op.f("pk_handout")),
        sa.UniqueConstraint("sha256", name=op.f("uq_handout_sha256")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handout_wave_id_coder_id"), "handout", ["wave_id", "coder_id"])
    op.create_table(
        "proposal",
        sa.Column("proposal_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("handout_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("above_unit_id", sa.Integer(), nullable=True),
        sa.Column("above_proposal_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("performer", "role", "note")),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_proposal_{name}"))
            for name, condition in (
                ("level", "level IN ('portrayal', 'relationship')"),
                ("decision", "decision IN ('pending', 'accepted', 'declined')"),
                ("above", "(above_unit_id IS NULL) <> (above_proposal_id IS NULL)"),
                ("beneath_a_title", "level = 'relationship' OR above_proposal_id IS NULL"),
                ("accepted", "(decision = 'accepted') = (unit_id IS NOT NULL)"),
                ("name", "name <> ''"),
                ("reason", "decision = 'declined' OR reason IS NULL"),
            )
        ),
        *(
            sa.ForeignKeyConstraint([column], [referred], name=op.f(f"fk_proposal_{column}"))
            for column, referred in (
                ("handout_id", "handout.handout_id"),
                ("above_unit_id", "unit.unit_id"),
                ("above_proposal_id", "proposal.proposal_id"),
                ("unit_id", "unit.unit_id"),
                ("change_id", "change.change_id"),
            )
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("uuid", name=op.f("uq_proposal_uuid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    for column in ("handout_id", "above_unit_id", "above_proposal_id", "unit_id"):
        op.create_index(op.f(f"ix_proposal_{column}"), "proposal", [column])


def downgrade() -> None:
    for table in ("proposal", "handout"):
        op.drop_table(table)
