"""Variables and codes have a sentence, as a codebook words it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns; codebooks of before have no sentences."""
    for table in ("variable", "code"):
        op.add_column(table, sa.Column("sentence", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in ("variable", "code"):
        op.drop_column(table, "sentence")
