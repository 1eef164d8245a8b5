"""Records a write: one change, and each row it touches as it was before.

Rows belong together: a *root* carries the id of the change that last wrote it, and its parts follow
it. Whoever updates or deletes a root or any part of it calls `keep` first, so that an image of the
whole is in the history; whoever writes it sets its `change_id`. A root that carries a change's id
and has no image under it was made by that change. This is all that undoing a change needs. The
variables whose annotations a change writes are noted too, so that annotations, of which there may
be millions, can be found by the number of the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import (
    REAL,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
)
from sqlalchemy import Text as TextType
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from portrayals.database.staging import insert_new
from portrayals.history.locks import OF_WAVES, refuse_locked
from portrayals.notation.database_urls import without_password
from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    answer,
    assignment,
    change,
    change_row,
    change_variable,
    claim,
    claim_code,
    code,
    code_property,
    codebook,
    codebook_code,
    coder,
    episode,
    evidence,
    handout,
    identifier,
    proposal,
    source,
    study,
    title,
    title_term,
    unit,
    unit_name,
    unit_role,
    variable,
    viewing,
    wave,
)
from portrayals.tables.coding import ANNOTATION_KEY

#: The parts of each root: the table, and its columns besides those of the root's key.
PARTS: Final[dict[Table, tuple[tuple[Table, tuple[str, ...]], ...]]] = {
    unit: (
        (title, ("title_id",)),
        (episode, ("episode_id",)),
        (unit_name, ("unit_id",)),
        (unit_role, ("unit_id",)),
        (identifier, ("title_id",)),
        (title_term, ("title_id",)),
    ),
    annotation: ((evidence, ANNOTATION_KEY),),
    adjudication: ((adjudication_with, ANNOTATION_KEY),),
    variable: ((code, ("variable_id",)),),
    codebook: ((codebook_code, ("codebook_id",)),),
    claim: ((claim_code, ("claim_id",)),),
    coder: (),
    source: (),
    wave: (),
    assignment: (),
    handout: (),
    proposal: (),
    viewing: (),
    study: (),
}


class json_object(GenericFunction[str]):  # noqa: N801 - SQLAlchemy names a function by its class
    """A row as JSON text, from pairs of name and column, the same on both engines."""

    inherit_cache = True
    name = "json_object"
    type = TextType()


class json_array(GenericFunction[str]):  # noqa: N801 - as above
    """A key as JSON text, the same on both engines."""

    inherit_cache = True
    name = "json_array"
    type = TextType()


@compiles(json_object, "postgresql")
def _object(element: json_object, compiler: Any, **kw: Any) -> str:
    return f"json_build_object({compiler.process(element.clause_expr.element, **kw)})::text"


@compiles(json_array, "postgresql")
def _array(element: json_array, compiler: Any, **kw: Any) -> str:
    return f"json_build_array({compiler.process(element.clause_expr.element, **kw)})::text"


class exact(GenericFunction[str]):  # noqa: N801 - as above
    """A real number as JSON, to its last digit: by default SQLite writes fifteen."""

    inherit_cache = True
    name = "exact"
    type = TextType()


@compiles(exact, "sqlite")
def _all_digits(element: exact, compiler: Any, **kw: Any) -> str:
    number = compiler.process(element.clause_expr.element, **kw)
    return f"CASE WHEN {number} IS NULL THEN NULL ELSE json(quote({number})) END"


@compiles(exact, "postgresql")
def _as_it_is(element: exact, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clause_expr.element, **kw))


#: What the image of an annotation has in place of `answer_id`, by column of `answer`: the answer
#: itself, because its row may be gone when the annotation returns.
SAID: Final[dict[str, Column[Any]]] = {"answer": answer.c.key, "answer_form": answer.c.form}


def _image(table: Table) -> ColumnElement[str]:
    values: dict[str, Any] = {}
    for column in table.c:
        if column is annotation.c.answer_id:
            of_row = answer.c.answer_id == annotation.c.answer_id
            values |= {n: select(each).where(of_row).scalar_subquery() for n, each in SAID.items()}
        else:
            values[column.name] = exact(column) if isinstance(column.type, REAL) else column
    pairs = chain.from_iterable((literal_column(f"'{n}'"), value) for n, value in values.items())
    image: ColumnElement[str] = json_object(*pairs)
    return image


def row_key(table: FromClause) -> ColumnElement[str]:
    """The primary key of a row, as the history notes it."""
    key: ColumnElement[str] = json_array(*table.primary_key)
    return key


def open_change(connection: Connection, actor: str, command: str, undoes: int | None = None) -> int:
    """Begins a change requested by a coder (by key); returns its number."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    made = connection.execute(
        insert(change)
        .values(at=at, actor=actor, command=without_password(command), undoes_change_id=undoes)
        .returning(change.c.change_id)
    )
    return made.scalar_one()


def undone_by(connection: Connection) -> dict[int, int]:
    """For each change, the one that undid it."""
    rows = select(change.c.undoes_change_id, change.c.change_id)
    return dict(connection.execute(rows.where(change.c.undoes_change_id.is_not(None))).all())


def stands(number: int, undone: Mapping[int, int]) -> bool:
    """Whether a change is in effect: not undone, or redone since. `undone` is of `undone_by`."""
    return number not in undone or not stands(undone[number], undone)


def keep(connection: Connection, change_id: int, root: Table, where: ColumnElement[bool]) -> None:
    """Stores the rows of `root` that `where` selects, and their parts, as they are now.

    Rows that this change has already written are left out: their image is there, or they are new.
    Raises WaveLocked for a row of a locked wave, because whoever keeps a row is about to change it.
    """
    touched = and_(where, root.c.change_id != change_id)
    if root in OF_WAVES:
        refuse_locked(connection, root.name, root, touched)
    if root is annotation:
        of_rows = select(annotation.c.variable_id).where(touched).distinct()
        note_variables(connection, change_id, connection.execute(of_rows).scalars())
    _store(connection, change_id, root, select(root).where(touched).with_only_columns(*root.c))
    for part, columns in PARTS[root]:
        joined = and_(
            *(part.c[name] == key for name, key in zip(columns, root.primary_key, strict=True))
        )
        _store(connection, change_id, part, select(*part.c).join(root, joined).where(touched))
    if root is variable:
        of_variables = select(code.c.code_id).join(variable).where(touched)
        rows = select(*code_property.c).where(code_property.c.code_id.in_(of_variables))
        _store(connection, change_id, code_property, rows)


def note_variables(connection: Connection, change_id: int, ids: Iterable[int]) -> None:
    """Notes the variables whose annotations a change writes; whoever makes new ones calls this."""
    rows = [{"change_id": change_id, "variable_id": each} for each in ids]
    if rows:
        connection.execute(insert_new(connection, change_variable), rows)


def written_in(root: Table, first: int, last: int | None = None) -> list[ColumnElement[bool]]:
    """The conditions that a row of a root was last written by this change, or one of several."""
    last = first if last is None else last
    written: list[ColumnElement[bool]] = [root.c.change_id.between(first, last)]
    if root is annotation:  # there are too many to scan
        noted = select(change_variable.c.variable_id)
        noted = noted.where(change_variable.c.change_id.between(first, last))
        written.append(annotation.c.variable_id.in_(noted))
    return written


def _store(connection: Connection, change_id: int, table: Table, rows: Any) -> None:
    kept = (
        select(func.coalesce(func.max(change_row.c.position), 0))
        .where(change_row.c.change_id == change_id)
        .scalar_subquery()
    )
    positions = func.row_number().over(order_by=list(table.primary_key))
    connection.execute(
        insert(change_row).from_select(
            ["change_id", "position", "table_name", "row_key", "before"],
            rows.with_only_columns(
                cast(literal(change_id), change_row.c.change_id.type),
                kept + positions,
                literal(table.name),
                row_key(table),
                _image(table),
            ),
        )
    )
