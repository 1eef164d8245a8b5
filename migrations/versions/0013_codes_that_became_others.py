"""Codes that were merged or split, and what variables and codes were called before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAMED = ("variable", "code")


def upgrade() -> None:
    """Makes the table and the columns, empty: no version could say this before."""
    op.create_table(
        "code_part",
        *(
            sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)
            for name in ("variable_id", "part_id", "whole_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["variable_id", column],
                ["code.variable_id", "code.code_id"],
                name=op.f(f"fk_code_part_variable_id_{column}"),
            )
            for column in ("part_id", "whole_id")
        ),
        sa.CheckConstraint("part_id <> whole_id", name=op.f("ck_code_part_another")),
        sa.PrimaryKeyConstraint("variable_id", "part_id", "whole_id", name=op.f("pk_code_part")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    for table in NAMED:
        op.add_column(table, sa.Column("formerly", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in reversed(NAMED):
        op.drop_column(table, "formerly")
    op.drop_table("code_part")
