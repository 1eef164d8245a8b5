"""A source has the date when it was read, and a claim what a check of it found, and where."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = (("source", "accessed"), ("claim", "checked"), ("claim", "checked_source"))


def upgrade() -> None:
    """Adds the columns; nothing is known of what is there."""
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
