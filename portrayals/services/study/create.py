"""Creates a database: the schema, the study, the first coder, a codebook, the starter."""

from __future__ import annotations

import tempfile
from os import PathLike
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, insert, inspect, select

from portrayals.database.copies import put, unfinished
from portrayals.database.engine import engine_for, reading, told
from portrayals.database.migrate import migrating, to_newest
from portrayals.errors import AlreadyThere, InvalidValue, NoAccess
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.database_urls import is_url, without_password
from portrayals.notation.keys import coder_key
from portrayals.notation.plurals import counted
from portrayals.outputs import refuse_beside_database
from portrayals.results.demo import Demo
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.codebooks.apply import apply_codebook
from portrayals.services.starter import load_catalogue, load_starter
from portrayals.services.statistics.stats import stats
from portrayals.services.study.training import load_vignettes
from portrayals.services.texts.words import INCLUDED
from portrayals.settings import is_here, login_name
from portrayals.tables import metadata, study

CODEBOOK: Final = "therapist-boundaries"


def create(
    target: str,
    *,
    actor: str | None,
    command: str,
    codebook: str | None = None,
    starter: bool | str | PathLike[str] = False,
    training: bool = False,
) -> Written:
    """Creates a database at a path or address; if it fails or is killed, none is left behind.

    `starter` is the catalogue that the study begins with: the included one, a file or a folder.
    `codebook` is the name of an included one, a file, or `none`; by default that of the catalogue.
    A study for `training` has the vignettes, and those questions of the codebook that they answer.
    Whoever acts becomes the first coder, by `actor` or by login name. Raises InvalidValue for a
    study with starter and vignettes.
    """
    if starter and training:
        raise InvalidValue(
            "the starter catalogue and the training vignettes are two studies",
            hint="make one after the other, each with a file of its own",
        )
    making = (target, actor, command, codebook, starter, training)
    if is_url(target):
        return _make(engine_for(target), *making)
    path = Path(target)
    if path.exists():
        raise AlreadyThere(
            f"{target} already exists",
            hint=f"see it: portrayals --db {target} db info     or create another: portrayals "
            "init FILE",
        )
    refuse_beside_database(path)
    try:
        with unfinished(path) as whole:
            whole.touch()
            written = _make(engine_for(str(whole)), *making)
            put(whole, path)
    except OSError as error:
        raise NoAccess(
            f"cannot create {path}: {error.strerror}",
            hint="check that its folder exists and is writable",
        ) from None
    return written


def _make(
    engine: Engine,
    target: str,
    actor: str | None,
    command: str,
    codebook: str | None,
    starter: bool | str | PathLike[str],
    training: bool,
) -> Written:
    """The schema and the first change: the study, its first coder, its codebook, what it holds."""
    with told(engine), migrating(engine) as connection:
        if is_url(target):
            _refuse_taken(connection)
        to_newest(connection)
        change = Change(connection, None, command)
        change.actor = coder_key(actor or login_name())
        begin(change)
        said, first = "", "add title NAME --year YEAR"
        if training:
            said = f" with {load_vignettes(change, codebook or CODEBOOK)} training vignettes"
            first = "coding assign --wave training --coder KEY --create"
        else:
            said = _with_codebook_and_titles(change, codebook, starter)
            first = "list titles" if starter else first
    shown = without_password(target)
    where = f"{target} in this folder" if is_here(target) else shown
    origin = "as given" if actor else "from your login name; change: --as KEY"
    said = f"Created {where}{said}. You are coder {change.actor} ({origin})."
    if training:
        said += " No clinician has judged the answers to the vignettes."
    following = f"\nNext:  portrayals {first}     portrayals --help" if is_here(target) else ""
    return Written((shown,), said + following)


def _with_codebook_and_titles(
    change: Change, codebook: str | None, starter: bool | str | PathLike[str]
) -> str:
    """Applies the codebook and loads the catalogue; what is said of both."""
    chosen = codebook or ("none" if starter else CODEBOOK)
    if chosen != "none":
        apply_codebook(change, chosen)
    titles = _begin_with(change, starter, codebook or CODEBOOK) if starter else None
    used = change.book.key if codebook in {None, "none"} else codebook
    said = "" if used is None else f" with codebook {used}"
    if titles is not None:
        said += f" {'and' if said else 'with'} {counted(titles, 'title')}"
    return said


def _begin_with(change: Change, starter: bool | str | PathLike[str], codebook: str) -> int:
    """Loads the catalogue that a study begins with; returns the number of titles."""
    if starter is True or starter == INCLUDED:
        return load_starter(change)
    named = None if codebook == "none" else codebook
    return load_catalogue(change, Path(str(starter)), named)


def _refuse_taken(connection: Connection) -> None:
    """PostgreSQL: refuses a database with a study, or with foreign tables under our names.

    Our schema without a study is what a killed `init` of an earlier version has left.
    """
    there = set(inspect(connection).get_table_names())
    alike = sorted(there & {*metadata.tables, "alembic_version"})
    if not alike:
        return
    if not {study.name, "alembic_version"} <= there:
        raise AlreadyThere(
            f"the database on the server has another program's tables: {', '.join(alike)}",
            hint="create a separate one (createdb NAME), then: portrayals init URL",
        )
    if connection.execute(select(study.c.study_id)).first() is not None:
        raise AlreadyThere(
            "the database on the server already has a study",
            hint="see it: portrayals --db URL db info     or create a database for another "
            "(createdb NAME), then: portrayals init URL",
        )


def begin(change: Change) -> None:
    """Creates what every database has: its study, and a coder, who is whoever creates it."""
    change.connection.execute(
        insert(study).values(
            study_id=1, uuid=new_uuid(), policy="majority", change_id=change.number
        )
    )
    add_coder(change, change.actor)


def demo() -> Demo:
    """The overview of the starter catalogue, made in a temporary database."""
    with tempfile.TemporaryDirectory(prefix="portrayals-") as folder:
        target = str(Path(folder) / "demo.db")
        create(target, actor="demo", command="demo", starter=True)
        with reading(engine_for(target)) as connection:
            return Demo(stats(connection, []))
