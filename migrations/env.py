"""Runs the migrations on the connection that the program hands over, or on alembic.ini's."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine

from portrayals.findings.views import VIEWS
from portrayals.tables import metadata


def _ours(name: str | None, type_: str, _parents: Any) -> bool:
    """Leaves the search index and the views, which migrations make by hand, out of comparison."""
    if type_ == "table":
        return name is not None and not name.startswith("unit_search") and name not in VIEWS
    return not (type_ == "index" and name == "ix_unit_name_search")


def run(connection: Connection) -> None:
    """Configures Alembic on the connection and runs what is asked."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=_ours,
        transaction_per_migration=False,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url", "")).begin() as own:
        run(own)
