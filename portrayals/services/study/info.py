"""The database itself: what it is, how the study is described, how its answers settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select, text, update

from portrayals import __version__
from portrayals.errors import InvalidValue, UnknownKey
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.record import keep
from portrayals.history.snapshot import snapshot
from portrayals.history.transaction import Change
from portrayals.notation.database_urls import is_url, without_password
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.notation.values import parse_edit, refuse_twice
from portrayals.results.database import DatabaseInfo, Description
from portrayals.results.written import Written
from portrayals.services.catalogue.study_fields import DESCRIBED, read_policy
from portrayals.tables import annotation, change, claim, codebook, coder, study, unit
from portrayals.vocabulary import Level


def info(connection: Connection, path: str) -> DatabaseInfo:
    """What a database is and how much it contains; `path` is the name it was given by."""
    current = connection.execute(
        select(codebook.c.key, codebook.c.version).join(
            study, study.c.codebook_id == codebook.c.codebook_id
        )
    ).one_or_none()
    schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    shown = without_password(connection.engine.url.render_as_string(hide_password=False))
    return DatabaseInfo(
        path=shown if is_url(path) else path,
        engine=connection.dialect.name,
        schema=schema,
        program=__version__,
        codebook=None if current is None else f"{current.key} {current.version}",
        policy=policy(connection),
        snapshot=snapshot(connection),
        titles=_units(connection, "title"),
        episodes=_units(connection, "episode"),
        portrayals=_units(connection, "portrayal"),
        relationships=_units(connection, "relationship"),
        coders=_count(connection, coder),
        annotations=_count(connection, annotation),
        claims=_count(connection, claim),
        changes=_count(connection, change),
    )


def _units(connection: Connection, level: Level) -> int:
    rows = select(func.count()).select_from(unit).where(unit.c.level_id == LEVEL_ID[level])
    return connection.execute(rows).scalar_one()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def policy(connection: Connection) -> str:
    """How the answers of several coders settle (NUMBERS R20)."""
    return connection.execute(select(study.c.policy)).scalar_one()


def set_policy(change: Change, policy: str) -> Written:
    """Changes how the answers of several coders settle. Raises InvalidValue."""
    chosen = read_policy(policy)
    if _set(change, {"policy": chosen}):
        return Written((chosen,), f"Answers now settle by {chosen}.")
    return Written((chosen,), f"Answers already settle by {chosen}.")


def description(connection: Connection) -> Description:
    """The description of the study; null for anything not stated."""
    row = connection.execute(select(*(study.c[name] for name in DESCRIBED))).one()
    return Description(tuple(zip(DESCRIBED, row, strict=True)))


def describe(change: Change, assignments: Sequence[str]) -> Written:
    """Sets fields of the description of the study, by FIELD=VALUE; `FIELD=` clears one.

    Raises UnknownKey for an unknown field, and InvalidValue for a value it cannot have.
    """
    wanted = [_assigned(each) for each in assignments]
    refuse_twice([name for name, _ in wanted], "a field has one value: FIELD=VALUE")
    changed = _set(change, dict(wanted))
    if not changed:
        return Written((), "Nothing changed: the study already has these values.")
    said = "; ".join(_now(name, value) for name, value in changed.items())
    return Written(tuple(changed), f"The study: {said}.")


def _now(name: str, value: object) -> str:
    word = name.replace("_", " ")
    return f"no {word}" if value is None else f"{word} {quoted(str(value))}"


def _assigned(written: str) -> tuple[str, object]:
    edit = parse_edit(written)
    field = "_".join(edit.field.casefold().replace("-", " ").replace("_", " ").split())
    field = "training_hours" if field == "training" else field
    if field not in DESCRIBED:
        raise UnknownKey(
            f"a study has no field {quoted(edit.field)}",
            hint="it has " + ", ".join(DESCRIBED),
            candidates=nearest(field, DESCRIBED),
        )
    if edit.op in {"add", "remove"}:
        raise InvalidValue(
            f"{field} has one value", hint=f"write {field}=VALUE, or {field}= to empty it"
        )
    return field, None if edit.op == "clear" else DESCRIBED[field](field, edit.value)


def _set(change: Change, wanted: dict[str, Any]) -> dict[str, Any]:
    """Writes the values that differ; returns them."""
    connection = change.connection
    has = connection.execute(select(study)).mappings().one()
    changed = {name: value for name, value in wanted.items() if has[name] != value}
    if changed:
        keep(connection, change.number, study, study.c.study_id == 1)
        connection.execute(update(study).values(**changed, change_id=change.number))
    return changed
