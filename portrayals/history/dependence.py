"""Whether a later change depends on one that is to be undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Select,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)

from portrayals.history.image_fields import id_before
from portrayals.history.record import PARTS, json_array, row_key
from portrayals.history.rows_touched import (
    ROOT,
    Undoing,
    answers_lacking,
    goes,
    image_of,
    is_left,
    of_key,
    references,
    to_root,
    was,
)
from portrayals.tables import annotation, answer_code, change, change_row, code, coder
from portrayals.tables.literals import word


class Needed(Exception):
    """A later change has changed, or needs, what the change to be undone left."""

    def __init__(self, change_id: int) -> None:
        super().__init__(change_id)
        self.change_id = change_id


def refuse_where_needed(undoing: Undoing, *, ordinary: bool) -> None:
    """Refuses to undo what a later change builds on; `ordinary`: the change is not itself an undo.

    Raises `Needed` if a later change has changed a row of it, has made a row where another would
    return or one that needs a row that would go, or has removed something that a returning row
    needs. A coder who has coded since stays, unless there is nothing else to undo.
    """
    if undoing.newest:
        return
    for root in PARTS:
        _refuse_changed_since(undoing, root, ordinary=ordinary)
    for table in undoing.back:
        _refuse_taken(undoing, table)
    for table, constraint in references():
        if undoing.leaves(constraint.referred_table):
            _refuse_needed(undoing, table, constraint)
        if constraint.referred_table in undoing.back:
            _refuse_moved(undoing, table, constraint)
        if table in undoing.back:
            _refuse_missing(undoing, table, constraint)
    if undoing.leaves(code):
        _refuse_answered(undoing)
    if annotation in undoing.back:
        _refuse_answers_missing(undoing)


def _refuse(connection: Connection, rows: Select[Any]) -> None:
    """Refuses, naming the first of the selected changes, if there is one."""
    found = connection.execute(rows.limit(1)).first()
    if found is not None and found[0] is not None:
        raise Needed(found[0])


def _refuse_changed_since(undoing: Undoing, root: Table, *, ordinary: bool) -> None:
    """Refuses if something the change left has changed, or something it removed is there again."""
    connection, number, left = undoing.connection, undoing.number, undoing.left.get(root)
    undone = select(change.c.undoes_change_id).where(change.c.undoes_change_id.is_not(None))
    later = and_(
        change_row.c.change_id > number,
        change_row.c.table_name == word(root.name),
        change_row.c.change_id.not_in(undone),
    )
    key = root.primary_key.columns.keys()
    if ordinary:  # what still exists is in `left`; what does not is in the images of later changes
        stands: ColumnElement[bool] = false()
        if left is not None:
            stands = exists().where(*(left.c[name] == was(root.c[name]) for name in key))
        _refuse(
            connection,
            select(func.max(change_row.c.change_id)).where(
                later, was(root.c.change_id) == number, not_(stands)
            ),
        )
    elif left is not None:
        as_left = and_(*(root.c[name] == left.c[name] for name in (*key, "change_id")))
        _refuse(
            connection,
            select(func.max(change_row.c.change_id))
            .join_from(left, change_row, change_row.c.row_key == row_key(left))
            .where(later, not_(exists().where(as_left))),
        )
    if root in undoing.back:
        again = of_key(undoing.back[root], root, key)
        not_left = not_(is_left(undoing, root, root))
        _refuse(connection, select(root.c.change_id).where(again, not_left))


def _refuse_taken(undoing: Undoing, table: Table) -> None:
    """Refuses if a returning row would conflict with one made since."""
    root, columns = ROOT[table]
    unique = [
        each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)
    ]
    if table is not root:
        unique.append(table.primary_key.columns.keys())
    for names in unique:
        same = and_(*(was(table.c[name]) == table.c[name] for name in names))
        rows = select(root.c.change_id).join_from(change_row, table, same)
        if table is not root:
            rows = rows.join(root, to_root(table))
        not_left = not_(is_left(undoing, table, table))
        another = or_(*(was(table.c[name]) != table.c[name] for name in columns))
        _refuse(undoing.connection, rows.where(image_of(table, undoing.number), another, not_left))


def _refuse_needed(undoing: Undoing, table: Table, constraint: ForeignKeyConstraint) -> None:
    """Refuses if a row outside the change refers to one that would go."""
    referred = constraint.referred_table
    root, _ = ROOT[table]
    target = referred.alias("needed")
    pairs = [
        table.c[name] == target.c[element.column.name]
        for name, element in zip(constraint.column_keys, constraint.elements, strict=True)
        if element.column.primary_key
    ]
    needs = (
        select(root.c.change_id, *target.primary_key)
        .select_from(table if table is root else table.join(root, to_root(table)))
        .join(target, and_(*pairs))
        .where(goes(undoing, referred, target), not_(is_left(undoing, table, table)))
    )
    if referred is coder:  # created along the way, by whoever acts first
        stay = undoing.connection.execute(needs).all()
        left = undoing.left[coder]
        undoing.connection.execute(delete(left).where(left.c.coder_id.in_(row[1] for row in stay)))
        if stay and not any(map(undoing.touches, PARTS)):  # nothing else would be undone
            raise Needed(stay[0][0])
    else:
        _refuse(undoing.connection, needs)


def _refuse_answered(undoing: Undoing) -> None:
    """Refuses if an annotation outside the change has a code that would go."""
    of_codes = select(answer_code.c.answer_id).join(code, code.c.code_id == answer_code.c.code_id)
    needs = select(annotation.c.change_id).where(
        annotation.c.answer_id.in_(of_codes.where(goes(undoing, code, code))),
        not_(is_left(undoing, annotation, annotation)),
    )
    _refuse(undoing.connection, needs)


def _refuse_answers_missing(undoing: Undoing) -> None:
    """Refuses if a returning annotation has a code that was removed since."""
    given = {each for _, said in answers_lacking(undoing) for each in (*said.codes, *said.doubtful)}
    for there in (code, undoing.back.get(code, code)):
        ids = select(there.c.code_id).where(there.c.code_id.in_(given))
        given -= set(undoing.connection.execute(ids).scalars())
    removed = select(change_row.c.change_id).where(
        change_row.c.change_id > undoing.number,
        change_row.c.table_name == word(code.name),
        id_before("code_id").in_(given),
    )
    _refuse(undoing.connection, removed.order_by(change_row.c.change_id.desc()))


def _refuse_moved(undoing: Undoing, table: Table, constraint: ForeignKeyConstraint) -> None:
    """Refuses if a row made since lies below one that would move back to another place."""
    referred = constraint.referred_table
    pairs = list(zip(constraint.column_keys, constraint.elements, strict=True))
    moves = [
        was(element.column) != table.c[name]
        for name, element in pairs
        if not element.column.primary_key and element.column.computed is None
    ]
    if not moves:
        return
    same = [
        was(element.column) == table.c[name]
        for name, element in pairs
        if element.column.primary_key
    ]
    root, _ = ROOT[table]
    rows = select(root.c.change_id).join_from(change_row, table, and_(*same))
    rows = rows if table is root else rows.join(root, to_root(table))
    not_left = not_(is_left(undoing, table, table))
    of_referred = image_of(referred, undoing.number)
    _refuse(undoing.connection, rows.where(of_referred, or_(*moves), not_left))


def _refuse_missing(undoing: Undoing, table: Table, constraint: ForeignKeyConstraint) -> None:
    """Refuses if a returning row refers to one that was removed since."""
    referred, later = constraint.referred_table, change_row.alias("later")
    given = {
        element.column.name: was(table.c[name])
        for name, element in zip(constraint.column_keys, constraint.elements, strict=True)
        if element.column.primary_key
    }
    needed = [(given[column.name], column) for column in referred.primary_key]
    there = exists().where(*(value == column for value, column in needed))
    returns: ColumnElement[bool] = false()
    if referred in undoing.back:
        back = undoing.back[referred]
        returns = exists().where(*(value == back.c[column.name] for value, column in needed))
    _refuse(
        undoing.connection,
        select(later.c.change_id)
        .select_from(change_row)
        .join(
            later,
            and_(
                later.c.table_name == word(referred.name),
                later.c.row_key == json_array(*(value for value, _ in needed)),
            ),
        )
        .where(
            image_of(table, undoing.number),
            *(value.is_not(None) for value, _ in needed),
            not_(there),
            not_(returns),
            later.c.change_id > undoing.number,
        )
        .order_by(later.c.change_id.desc()),
    )
