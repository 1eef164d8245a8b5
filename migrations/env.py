"""Runs the migrations on the connection that the program hands over, or on alembic.ini's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import context
from sqlalchemy import Connection, Engine, make_url, select

from portrayals.database.engine import engine_for
from portrayals.database.migrate import HEAD, mark, migrating
from portrayals.findings.stored_ballots import keep_ballots
from portrayals.findings.views import VIEWS
from portrayals.tables import metadata, study


def _ours(name: str | None, type_: str, _parents: Any) -> bool:
    """Leaves the search index and the views, which migrations make by hand, out of comparison."""
    if type_ == "table":
        return name is not None and not name.startswith("unit_search") and name not in VIEWS
    return not (type_ == "index" and name == "ix_unit_name_search")


def run(connection: Connection) -> str | None:
    """Configures Alembic on the connection and runs what is asked; the revision it then is of."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=_ours,
        transaction_per_migration=False,
    )
    before = context.get_context().get_current_revision()
    context.run_migrations()
    revision = context.get_context().get_current_revision()
    mark(connection, revision)
    if before is not None and before != revision == HEAD:
        keep_ballots(connection)  # they follow from the rest, by the rules of today
    return revision


def _developers() -> Engine:
    """The engine of the database that alembic.ini names, a new file where there is none."""
    url = make_url(context.config.get_main_option("sqlalchemy.url", ""))
    if url.get_backend_name() != "sqlite":
        return engine_for(url.render_as_string(hide_password=False))
    path = Path(str(url.database))
    path.touch()
    return engine_for(str(path))


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from portrayals.history.transaction import Change
    from portrayals.services.study.create import begin

    with migrating(_developers()) as own:
        # What the program opens is a study and no bare schema; `portrayals init` begins its own.
        if run(own) == HEAD and own.execute(select(study.c.study_id)).first() is None:
            begin(Change(own, None, "alembic upgrade"))
