"""Commands that the history keeps lose the passwords of the addresses in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portrayals.notation.database_urls import without_password

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Masks them as the program masks those that it writes."""
    change = sa.table("change", sa.column("change_id", sa.Integer), sa.column("command", sa.Text))
    connection = op.get_bind()
    kept = sa.select(change).where(change.c.command.contains("://"))
    for change_id, command in connection.execute(kept).all():
        masked = without_password(command)
        if masked != command:
            connection.execute(
                sa.update(change).where(change.c.change_id == change_id).values(command=masked)
            )


def downgrade() -> None:
    """What is masked stays so."""
