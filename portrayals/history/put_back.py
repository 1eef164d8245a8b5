"""Undoes a change: what it wrote goes, and what it replaced returns as it was.

Each table takes a few statements, however many rows there are.
"""

from __future__ import annotations

from sqlalchemy import (
    Connection,
    Subquery,
    Table,
    Text,
    UniqueConstraint,
    and_,
    cast,
    delete,
    exists,
    literal,
    not_,
    select,
    union,
    update,
)
from sqlalchemy.sql.ddl import sort_tables

from portrayals.database.staging import insert_over, staged
from portrayals.findings.stored_answers import keep_answers
from portrayals.history.dependence import refuse_where_needed
from portrayals.history.locks import OF_WAVES, STAYS, locked, refuse_locked
from portrayals.history.record import PARTS, keep
from portrayals.history.rows_touched import (
    ROOT,
    Undoing,
    answers_lacking,
    goes,
    image_of,
    images,
    is_left,
    look_up,
    references,
    was,
)
from portrayals.tables import (
    annotation,
    answer,
    answer_code,
    code,
    code_implies,
    code_property,
    variable,
    wave,
)
from portrayals.tables.metadata import metadata


def begin(connection: Connection, number: int, undoes: int | None) -> Undoing:
    """Looks up what a change left; `undoes` is the change that it undid, if it is an undo.

    Raises `Needed` if a later change depends on it, and WaveLocked if a wave that it wrote in has
    been locked since.
    """
    undoing = look_up(connection, number, undoes)
    _refuse_locked(undoing)
    refuse_where_needed(undoing, ordinary=undoes is None)
    return undoing


def _refuse_locked(undoing: Undoing) -> None:
    """Refuses to change what a locked wave holds, or anything about the wave except its lock."""
    for root in OF_WAVES:
        if not undoing.leaves(root) and root not in undoing.back:
            continue
        refuse_locked(undoing.connection, root.name, _of_waves(undoing, root))
    if not undoing.leaves(wave):
        return
    others = (each for each in wave.c if each.name not in {"locked_at", "change_id"})
    alike = (was(each).is_not_distinct_from(each) for each in others)
    written = select(wave).where(
        wave.c.locked_at.is_not(None),
        is_left(undoing, wave, wave),
        not_(exists().where(image_of(wave, undoing.number), *alike)),
    )
    for of in undoing.connection.execute(written).all():
        raise locked(of, "and would be reverted", STAYS)


def _of_waves(undoing: Undoing, root: Table) -> Subquery:
    """The rows of a root that go, come or change, with the wave of each."""
    key = list(root.primary_key)
    rows = undoing.touched(root, *(each.name for each in key))
    if "wave_id" in rows.c:
        return rows
    with_wave = (*key, root.c.wave_id)
    there = select(*with_wave).join(rows, and_(*(each == rows.c[each.name] for each in key)))
    return union(there, images(root, undoing.number, with_wave)).subquery()


def restore(undoing: Undoing, by: int) -> None:
    """Undoes the change as change `by`, which records what goes.

    The ballots of what goes must be deleted before; the caller rebuilds those of what is there
    after.
    """
    connection = undoing.connection
    for root in undoing.left:
        keep(connection, by, root, is_left(undoing, root, root))
    # Annotations need codes through their answers.
    tables = sort_tables(metadata.tables.values(), extra_dependencies=[(code, annotation)])
    order = [table for table in tables if table in ROOT]
    # Others refer to these, so they are changed in place. The rest is deleted and inserted whole.
    standing = {*PARTS, *(constraint.referred_table for _, constraint in references())}
    for table in order:
        if table in standing:
            _give_up_names(undoing, table)
            if table is annotation and table in undoing.back:
                keep_answers(connection, answers_lacking(undoing))
            _return(undoing, table, there=True)
            _return(undoing, table, there=False)
    if undoing.leaves(code):
        of_codes = select(code.c.code_id).where(is_left(undoing, code, code))
        connection.execute(delete(code_property).where(code_property.c.code_id.in_(of_codes)))
        gone = select(code.c.code_id).where(goes(undoing, code, code))
        for column in (code_implies.c.code_id, code_implies.c.implied_id):
            connection.execute(delete(code_implies).where(column.in_(gone)))
    for table in reversed(order):
        if undoing.leaves(table):
            if table is code:
                _drop_answers(undoing)
            chosen = goes if table in standing else is_left
            connection.execute(delete(table).where(chosen(undoing, table, table)))
    for table in [*(table for table in order if table not in standing), code_property]:
        _return(undoing, table, there=False)


def _give_up_names(undoing: Undoing, table: Table) -> None:
    """Frees the keys of rows that go, which returning rows may have had before them."""
    given = {
        column.name: literal("~") + cast(table.primary_key.columns[0], Text)
        for each in table.constraints
        if isinstance(each, UniqueConstraint)
        for column in each.columns
        if isinstance(column.type, Text)
    }
    if given and undoing.leaves(table):
        going = goes(undoing, table, table)
        undoing.connection.execute(update(table).where(going).values(given))


def _drop_answers(undoing: Undoing) -> None:
    """Deletes answers that nobody gives any more, for variables and codes that go."""
    gone = select(answer_code.c.answer_id).join(code, code.c.code_id == answer_code.c.code_id)
    of_gone = select(answer.c.answer_id).join(variable)
    doomed = union(
        gone.where(goes(undoing, code, code)), of_gone.where(goes(undoing, variable, variable))
    )
    ids = staged(undoing.connection, doomed, "answer_id")
    for table in (answer_code, answer):
        here = table.c.answer_id.in_(select(ids.c.answer_id))
        undoing.connection.execute(delete(table).where(here))


def _return(undoing: Undoing, table: Table, *, there: bool) -> None:
    """Writes the images of rows of a table, over existing rows or as new ones."""
    if table.name not in undoing.imaged:
        return
    present = exists().where(*(was(each) == each for each in table.primary_key))
    stored = [each for each in table.c if each.computed is None]
    rows = images(table, undoing.number, stored).where(present if there else not_(present))
    undoing.connection.execute(insert_over(undoing.connection, table, rows))
