"""A database is made: the schema, the study, the first coder, a codebook, the starter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, insert

from portrayals.database.engine import engine_for, is_url, reading, told, writing
from portrayals.database.migrate import upgrade
from portrayals.errors import AlreadyThere, PortrayalsError
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.database_urls import without_password
from portrayals.notation.keys import slug
from portrayals.outputs import refuse_beside_database
from portrayals.results.stats import Statistic
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.codebooks.apply import apply_codebook
from portrayals.services.starter import load_starter
from portrayals.services.statistics.stats import stats
from portrayals.settings import is_here, login_name
from portrayals.tables import study

CODEBOOK: Final = "therapist-boundaries"


def create(
    target: str,
    *,
    actor: str | None,
    command: str,
    codebook: str = CODEBOOK,
    starter: bool = False,
) -> Written:
    """Makes a database at a path or address; what fails or is killed leaves none behind.

    `codebook` is the name of a shipped one, a file, or `none`. Who acts becomes the first coder,
    by `actor` or by the login name.
    """
    if is_url(target):
        engine = engine_for(target)
        with told(engine):
            upgrade(engine)
        return _fill(engine, target, actor, command, codebook, starter)
    path = Path(target)
    if path.exists():
        raise AlreadyThere(
            f"{target} is there already",
            hint=f"look at it: portrayals --db {target} db info     "
            "or make another: portrayals init FILE",
        )
    refuse_beside_database(path)
    with _beside(path) as unfinished:
        engine = engine_for(str(unfinished))
        with told(engine):
            upgrade(engine)
        written = _fill(engine, target, actor, command, codebook, starter)
        unfinished.rename(path)
    return written


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file in a folder of its own beside `path`, gone at the end unless it was moved."""
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".portrayals-") as folder:
            unfinished = Path(folder) / path.name
            unfinished.touch()
            yield unfinished
    except OSError as error:
        raise PortrayalsError(
            f"{path} cannot be made: {error.strerror}",
            hint="check that its folder is there and can be written to",
        ) from None


def _fill(
    engine: Engine, target: str, actor: str | None, command: str, codebook: str, starter: bool
) -> Written:
    """The first change of a database: its study, its first coder, its codebook, its starter."""
    with writing(engine) as connection:
        change = Change(connection, None, command)
        change.actor = slug(actor or login_name())
        begin(change)
        said = ""
        if codebook != "none":
            apply_codebook(change, codebook)
            said += f" with codebook {codebook}"
        if starter:
            said += f" and {load_starter(change)} titles"
    shown = without_password(target)
    where = f"{target} in this folder" if is_here(target) else shown
    origin = "as given" if actor else "from your login name; change: --as KEY"
    said = f"Created {where}{said}. You are coder {change.actor} ({origin})."
    first = "list titles" if starter else "add title NAME --year YEAR"
    following = f"\nNext:  portrayals {first}     portrayals --help" if is_here(target) else ""
    return Written((shown,), said + following)


def begin(change: Change) -> None:
    """Makes what every database holds: its study, and a coder, who is whoever makes it."""
    change.connection.execute(
        insert(study).values(
            study_id=1, uuid=new_uuid(), policy="majority", change_id=change.number
        )
    )
    add_coder(change, change.actor)


def demo() -> Statistic:
    """The overview of the starter catalogue, made in a temporary database."""
    with tempfile.TemporaryDirectory(prefix="portrayals-") as folder:
        target = str(Path(folder) / "demo.db")
        create(target, actor=None, command="demo", starter=True)
        with reading(engine_for(target)) as connection:
            return stats(connection, [])
