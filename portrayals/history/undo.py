"""Takes a change back: what it wrote goes, and what it replaced returns as it was.

A change *left* the roots that carry its number; a change that took another back left the rows of
which that other holds images. A row returns with the number of the change that wrote it, so what
stands now as a change left it carries the number that it carried then. Each table is gone through
in a few statements, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union,
    update,
)

from portrayals.database.staging import insert_over, staged
from portrayals.history.images import image_field
from portrayals.history.record import PARTS, json_array, keep, row_key
from portrayals.tables import change, change_row, code, code_implies, code_property, coder
from portrayals.tables.findings import word
from portrayals.tables.metadata import metadata


class Needed(Exception):
    """A later change has changed, or needs, what the change left."""

    def __init__(self, change_id: int) -> None:
        super().__init__(change_id)
        self.change_id = change_id


#: The root of every table that the history is of, and the columns that lead to the root's key.
_ROOT: Final[dict[Table, tuple[Table, tuple[str, ...]]]] = {
    **{root: (root, tuple(root.primary_key.columns.keys())) for root in PARTS},
    **{part: (root, columns) for root, parts in PARTS.items() for part, columns in parts},
}


@dataclass(frozen=True, slots=True)
class Undoing:
    """A change that is being taken back.

    `left` has by root the keys of the rows that it left, `back` by table those of the rows that it
    replaced, which are to return.
    """

    connection: Connection
    number: int
    left: Mapping[Table, Table]
    back: Mapping[Table, Table]

    def touches(self, root: Table) -> bool:
        """Whether rows of a root go, come or change."""
        return any(self._some(keys) for keys in (self.left[root], self.back[root]))

    def _some(self, keys: Table) -> bool:
        return self.connection.execute(select(keys).limit(1)).first() is not None

    def touched(self, root: Table, *columns: str) -> Table:
        """What stands in columns of the keys of the rows of a root that go, come or change."""
        keys = (self.left[root], self.back[root])
        rows = union(*(select(*(each.c[name] for name in columns)) for each in keys)).subquery()
        return staged(self.connection, select(*rows.c), *columns)

    def restore(self, by: int) -> None:
        """Takes the change back as change `by`, which keeps what goes.

        The tallies of what goes must be gone; those of what is there then are the caller's.
        """
        connection = self.connection
        for root in PARTS:
            keep(connection, by, root, _is_left(self, root, root))
        order = [table for table in metadata.sorted_tables if table in _ROOT]
        # Others refer to these: they are changed where they stand. The rest goes and comes whole.
        standing = {*PARTS, *(constraint.referred_table for _, constraint in _references())}
        for table in order:
            if table in standing:
                _give_up_names(self, table)
                _return(self, table, there=True)
                _return(self, table, there=False)
        of_codes = select(code.c.code_id).where(_is_left(self, code, code))
        connection.execute(delete(code_property).where(code_property.c.code_id.in_(of_codes)))
        gone = select(code.c.code_id).where(_goes(self, code, code))
        for column in (code_implies.c.code_id, code_implies.c.implied_id):
            connection.execute(delete(code_implies).where(column.in_(gone)))
        for table in reversed(order):
            goes = _goes if table in standing else _is_left
            connection.execute(delete(table).where(goes(self, table, table)))
        for table in [*(table for table in order if table not in standing), code_property]:
            _return(self, table, there=False)


def _image_of(table: Table, number: int) -> ColumnElement[bool]:
    return and_(change_row.c.change_id == number, change_row.c.table_name == word(table.name))


def _was(column: Column[Any]) -> ColumnElement[Any]:
    """A column of a row as its image in `change_row` has it."""
    return cast(image_field(change_row.c.before, word(column.name)), column.type)


def _images(table: Table, number: int, columns: Iterable[Column[Any]]) -> Select[Any]:
    of_table = select(*(_was(each).label(each.name) for each in columns))
    return of_table.where(_image_of(table, number))


def begin(connection: Connection, number: int, undoes: int | None) -> Undoing:
    """Looks up what a change left; `undoes` is the change that it took back, if it is an undo.

    Raises `Needed` where a later change has changed a row of it, has made one where another
    would return or one that needs what would go, or has removed what a row that would return
    needs. A coder who has coded since stays.
    """
    left = {}
    for root in PARTS:
        key = list(root.primary_key)
        if undoes is None:
            rows = select(*key, root.c.change_id).where(root.c.change_id == number)
        else:
            rows = _images(root, undoes, [*key, root.c.change_id])
        left[root] = staged(connection, rows, *(each.name for each in key))
    back = {
        table: staged(
            connection, _images(table, number, table.primary_key), *table.primary_key.columns.keys()
        )
        for table in _ROOT
    }
    undoing = Undoing(connection, number, left, back)
    for root in PARTS:
        _refuse_changed_since(undoing, root, ordinary=undoes is None)
    for table in _ROOT:
        _refuse_taken(undoing, table)
    for table, constraint in _references():
        _refuse_needed(undoing, table, constraint)
        _refuse_missing(undoing, table, constraint)
    return undoing


def _of_key(keys: Table, row: Any, columns: Iterable[str]) -> ColumnElement[bool]:
    """Whether a row leads, by these columns, to a key of a table of keys."""
    pairs = zip(keys.primary_key, columns, strict=True)
    return exists().where(*(column == row.c[name] for column, name in pairs))


def _is_left(undoing: Undoing, table: Table, row: Any) -> ColumnElement[bool]:
    """Whether a row of a table belongs to what the change left."""
    root, columns = _ROOT[table]
    return _of_key(undoing.left[root], row, columns)


def _goes(undoing: Undoing, table: Table, row: Any) -> ColumnElement[bool]:
    """Whether a row of a table goes for good."""
    returns = _of_key(undoing.back[table], row, table.primary_key.columns.keys())
    return and_(_is_left(undoing, table, row), not_(returns))


def _to_root(table: Table) -> ColumnElement[bool]:
    root, columns = _ROOT[table]
    key = zip(root.primary_key, columns, strict=True)
    return and_(*(column == table.c[name] for column, name in key))


def _refuse(connection: Connection, rows: Select[Any]) -> None:
    """Refuses with the first of the changes that are selected, if there is one."""
    found = connection.execute(rows.limit(1)).first()
    if found is not None and found[0] is not None:
        raise Needed(found[0])


def _refuse_changed_since(undoing: Undoing, root: Table, *, ordinary: bool) -> None:
    """Refuses where what the change left stands no more, or what it removed is there again."""
    connection, number, left = undoing.connection, undoing.number, undoing.left[root]
    undone = select(change.c.undoes_change_id).where(change.c.undoes_change_id.is_not(None))
    later = and_(
        change_row.c.change_id > number,
        change_row.c.table_name == word(root.name),
        change_row.c.change_id.not_in(undone),
    )
    key = root.primary_key.columns.keys()
    if ordinary:  # what stands is in `left`; what does not is in the images of later changes
        stands = exists().where(*(left.c[name] == _was(root.c[name]) for name in key))
        _refuse(
            connection,
            select(func.max(change_row.c.change_id)).where(
                later, _was(root.c.change_id) == number, not_(stands)
            ),
        )
    else:
        as_left = and_(*(root.c[name] == left.c[name] for name in (*key, "change_id")))
        _refuse(
            connection,
            select(func.max(change_row.c.change_id))
            .join_from(left, change_row, change_row.c.row_key == row_key(left))
            .where(later, not_(exists().where(as_left))),
        )
    again = _of_key(undoing.back[root], root, key)
    not_left = not_(_is_left(undoing, root, root))
    _refuse(connection, select(root.c.change_id).where(again, not_left))


def _refuse_taken(undoing: Undoing, table: Table) -> None:
    """Refuses where a row that would return cannot stand beside one that was made since."""
    root, columns = _ROOT[table]
    unique = [
        each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)
    ]
    if table is not root:
        unique.append(table.primary_key.columns.keys())
    for names in unique:
        same = and_(*(_was(table.c[name]) == table.c[name] for name in names))
        rows = select(root.c.change_id).join_from(change_row, table, same)
        if table is not root:
            rows = rows.join(root, _to_root(table))
        not_left = not_(_is_left(undoing, table, table))
        another = or_(*(_was(table.c[name]) != table.c[name] for name in columns))
        _refuse(undoing.connection, rows.where(_image_of(table, undoing.number), another, not_left))


def _references() -> Iterator[tuple[Table, ForeignKeyConstraint]]:
    """The foreign keys by which rows of the history need others; what is derived follows."""
    for table in _ROOT:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table in _ROOT:
                yield table, constraint


def _refuse_needed(undoing: Undoing, table: Table, constraint: ForeignKeyConstraint) -> None:
    """Refuses where a row that is not of the change refers to one that would go."""
    referred = constraint.referred_table
    root, _ = _ROOT[table]
    target = referred.alias("needed")
    pairs = [
        table.c[name] == target.c[element.column.name]
        for name, element in zip(constraint.column_keys, constraint.elements, strict=True)
        if element.column.primary_key
    ]
    needs = (
        select(root.c.change_id, *target.primary_key)
        .select_from(table if table is root else table.join(root, _to_root(table)))
        .join(target, and_(*pairs))
        .where(_goes(undoing, referred, target), not_(_is_left(undoing, table, table)))
    )
    if referred is coder:  # made by the way, by whoever first acts
        stay = [row[1] for row in undoing.connection.execute(needs)]
        left = undoing.left[coder]
        undoing.connection.execute(delete(left).where(left.c.coder_id.in_(stay)))
    else:
        _refuse(undoing.connection, needs)


def _refuse_missing(undoing: Undoing, table: Table, constraint: ForeignKeyConstraint) -> None:
    """Refuses where a row that would return refers to one that was removed since."""
    referred, later = constraint.referred_table, change_row.alias("later")
    given = {
        element.column.name: _was(table.c[name])
        for name, element in zip(constraint.column_keys, constraint.elements, strict=True)
        if element.column.primary_key
    }
    needed = [(given[column.name], column) for column in referred.primary_key]
    there = exists().where(*(value == column for value, column in needed))
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
            _image_of(table, undoing.number),
            *(value.is_not(None) for value, _ in needed),
            not_(there),
            not_(returns),
            later.c.change_id > undoing.number,
        )
        .order_by(later.c.change_id.desc()),
    )


def _give_up_names(undoing: Undoing, table: Table) -> None:
    """Frees the keys of rows that go, which those that return may have had before them."""
    given = {
        column.name: literal("~") + cast(table.primary_key.columns[0], Text)
        for each in table.constraints
        if isinstance(each, UniqueConstraint)
        for column in each.columns
        if isinstance(column.type, Text)
    }
    if given:
        goes = _goes(undoing, table, table)
        undoing.connection.execute(update(table).where(goes).values(given))


def _return(undoing: Undoing, table: Table, *, there: bool) -> None:
    """Writes the images of rows of a table, over those that are there, or where there are none."""
    present = exists().where(*(_was(each) == each for each in table.primary_key))
    stored = [each for each in table.c if each.computed is None]
    rows = _images(table, undoing.number, stored).where(present if there else not_(present))
    undoing.connection.execute(insert_over(undoing.connection, table, rows))
