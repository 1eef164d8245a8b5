"""What the engine itself finds wrong, and whether the history can be read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Final

from sqlalchemy import (
    Connection,
    ForeignKeyConstraint,
    and_,
    exists,
    func,
    inspect,
    not_,
    or_,
    select,
    text,
)

from portrayals.database.migrate import HEAD, newest_statements, statements
from portrayals.findings.forms import key_of, read_answer
from portrayals.findings.views import VIEWS
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.tables import (
    annotation,
    change,
    change_row,
    change_variable,
    metadata,
    study,
    unit,
    variable,
)

#: How many units are named if many rows have the same problem.
_NAMED: Final = 5


def wrong_file(connection: Connection) -> Iterator[str]:
    """SQLite: pages, indexes, types and CHECKs that do not hold."""
    for said in connection.execute(text("PRAGMA integrity_check")).scalars():
        if said != "ok":
            yield " ".join(said.split())


def wrong_schema(connection: Connection) -> Iterator[str]:
    """Missing or different schema objects, triggers that are not ours, the row of the study."""
    yield from (_made_otherwise if connection.dialect.name == "sqlite" else _lacking)(connection)
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        revisions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        found = sorted(revisions)
        if found != [HEAD]:
            held = " and ".join(found) or "nothing"
            yield f"alembic_version holds {held}; the schema is {HEAD}"
    if study.name in tables and connection.execute(select(study.c.study_id)).first() is None:
        yield "the study has no row"


def _made_otherwise(connection: Connection) -> Iterator[str]:
    """SQLite: objects that are missing or not made by our statement, down to each CHECK."""
    found, ours = statements(connection), newest_statements()
    for kind, name in sorted(found.keys() - ours.keys()):
        if kind == "trigger":
            yield f"trigger {name} does not belong to portrayals"
    for (kind, name), made in sorted(ours.items()):
        if (kind, name) not in found:
            yield f"{kind} {name} is missing"
        elif found[kind, name] != made:
            yield f"{kind} {name} is not as portrayals creates it"


def _lacking(connection: Connection) -> Iterator[str]:
    """PostgreSQL: missing tables, views and indexes."""
    found = inspect(connection)
    tables = set(found.get_table_names())
    wanted = [("table", name, tables) for name in metadata.tables]
    wanted += [("view", name, set(found.get_view_names())) for name in VIEWS]
    for table in metadata.tables.values():
        indexes = (
            {str(each["name"]) for each in found.get_indexes(table.name)}
            if (table.name in tables)
            else set()
        )
        wanted += [("index", str(each.name), indexes) for each in table.indexes]
    yield from (f"{kind} {name} is missing" for kind, name, there in wanted if name not in there)


def wrong_references(connection: Connection) -> Iterator[str]:
    """SQLite: rows with dangling references."""
    astray = Counter(
        (row[0], row[2], row[3]) for row in connection.execute(text("PRAGMA foreign_key_check"))
    )
    for (table, parent, number), count in sorted(astray.items()):
        listed = connection.execute(
            text('SELECT "from" FROM pragma_foreign_key_list(:name) WHERE id = :id ORDER BY seq'),
            {"name": table, "id": number},
        )
        columns = list(listed.scalars())
        rows = "1 row refers" if count == 1 else f"{count} rows refer"
        of = _units_of(connection, table, columns)
        yield f"{table}: {rows} by {', '.join(columns)} to a missing {parent}{of}"


def _units_of(connection: Connection, name: str, columns: list[str]) -> str:
    """The keys of the units whose rows in a table have dangling references in these columns."""
    table = metadata.tables.get(name)
    if table is None:
        return ""
    of_unit = [each for each in ("unit_id", "title_id", "episode_id") if each in table.c]
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint) and constraint.column_keys == columns:
            break
    else:
        return ""
    if not of_unit:
        return ""
    parent = constraint.referred_table.alias()
    referred = and_(*(parent.c[e.column.name] == e.parent for e in constraint.elements))
    rows = (
        select(table)
        .where(not_(exists().where(referred)), *(table.c[each].is_not(None) for each in columns))
        .subquery()
    )
    keys = connection.execute(
        select(unit.c.key)
        .join(rows, rows.c[of_unit[0]] == unit.c.unit_id)
        .distinct()
        .order_by(unit.c.key)
        .limit(_NAMED + 1)
    ).scalars()
    named = list(keys)
    told = named[:_NAMED] + ["…"] * (len(named) > _NAMED)
    return f" ({', '.join(told)})" if told else ""


def wrong_constraints(connection: Connection) -> Iterator[str]:
    """PostgreSQL: constraints and indexes that the server marks as not valid."""
    unchecked = text(
        "SELECT conrelid::regclass || ': ' || conname FROM pg_constraint WHERE NOT convalidated"
    )
    broken = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
    for name in connection.execute(unchecked).scalars():
        yield f"{name} was never checked against the rows"
    for name in connection.execute(broken).scalars():
        yield f"index {name} is not valid; build it again: REINDEX INDEX {name}"


_AT_ONCE: Final = 10_000


def wrong_history(connection: Connection) -> Iterator[str]:
    """Images that do not fit a table of ours, or are incomplete, and changes out of order.

    That each row's change exists is checked like any other reference.
    """
    ahead = select(change.c.change_id, change.c.undoes_change_id).where(
        change.c.undoes_change_id >= change.c.change_id
    )
    for number, undone in connection.execute(ahead):
        yield f"change {number} undoes change {undone}, which is not before it"
    place = change_row.c.position
    kept = select(change_row.c.change_id, func.count(), func.max(place))
    gaps = kept.having(or_(func.min(place) != 1, func.max(place) != func.count()))
    for number, rows, last in connection.execute(gaps.group_by(change_row.c.change_id)):
        yield f"change {number} keeps {counted(rows, 'row')}, the last of them number {last}"
    noted = {tuple(row) for row in connection.execute(select(change_variable))}
    yield from _unnoted(connection)
    images = select(*change_row.c).order_by(change_row.c.change_id, change_row.c.position)
    stream = connection.execute(images, execution_options={"yield_per": _AT_ONCE})
    for row in stream:
        problem = _problem(row.table_name, row.row_key, row.before, noted)
        if problem:
            yield f"change {row.change_id}, row {row.position}: {problem}"


def _unnoted(connection: Connection) -> Iterator[str]:
    """Changes that could not find what they wrote."""
    there = exists().where(
        change_variable.c.change_id == annotation.c.change_id,
        change_variable.c.variable_id == annotation.c.variable_id,
    )
    rows = select(annotation.c.change_id, variable.c.key).join(
        variable, variable.c.variable_id == annotation.c.variable_id
    )
    lacking = rows.where(not_(there)).distinct().order_by(annotation.c.change_id, variable.c.key)
    for number, key in connection.execute(lacking):
        yield f"change {number} wrote annotations of {key}, but does not list it"


def _problem(
    table_name: str, row_key: str, before: str, noted: Set[tuple[object, ...]]
) -> str | None:
    table = metadata.tables.get(table_name)
    if table is None:
        return f"{quoted(table_name)} is not a table of portrayals"
    key, image = _read(row_key), _read(before)
    columns = table.primary_key.columns.keys()
    if not isinstance(key, list) or len(key) != len(columns):
        return f"{quoted(row_key)} is not a key of {table_name}"
    if not isinstance(image, dict) or not image:
        return f"what is kept is not a row of {table_name}: {quoted(before)}"
    if [image.get(name) for name in columns] != key:
        return f"what is kept is not the row {quoted(row_key)} of {table_name}"
    return _problem_of_annotation(image, noted) if table is annotation else None


def _problem_of_annotation(
    image: Mapping[str, object], noted: Set[tuple[object, ...]]
) -> str | None:
    of, form = image.get("variable_id"), str(image.get("answer_form") or image.get("answer"))
    try:
        known, _ = read_answer(form)
    except ValueError:
        known = None
    if known != of or image.get("answer") != key_of(form):
        return f"what is kept is not an answer to its variable: {quoted(form)}"
    if (image.get("change_id"), of) not in noted:
        return f"change {image.get('change_id')}, which wrote it, does not list the variable"
    return None


def _read(written: str) -> object:
    """The value of a JSON text; null if it is not JSON."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None
