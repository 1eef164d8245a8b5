"""A decision says what caused the difference, and who took part in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = ("variable_id", "unit_id", "coder_id", "wave_id")
CHECK = "ck_adjudication_cause"


def upgrade() -> None:
    """Adds the cause, which is not known of earlier decisions, and the table of those beside."""
    op.execute(
        f"ALTER TABLE adjudication ADD COLUMN cause TEXT CONSTRAINT {CHECK} "
        "CHECK (cause IN ('rule', 'slip', 'scene', 'missing-code'))"
    )
    op.create_table(
        "adjudication_with",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*KEY, "with_coder_id")),
        sa.ForeignKeyConstraint(
            KEY,
            [f"adjudication.{name}" for name in KEY],
            name=op.f(f"fk_adjudication_with_{'_'.join(KEY)}"),
        ),
        sa.ForeignKeyConstraint(
            ["with_coder_id"],
            ["coder.coder_id"],
            name=op.f("fk_adjudication_with_with_coder_id"),
        ),
        sa.PrimaryKeyConstraint(*KEY, "with_coder_id", name=op.f("pk_adjudication_with")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("adjudication_with")
    # SQLite drops a column only once nothing speaks of it; its check goes with it.
    op.execute("ALTER TABLE adjudication DROP COLUMN cause")
