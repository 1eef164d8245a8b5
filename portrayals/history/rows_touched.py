"""What a change left behind, and what it replaced.

A change *left* the roots that carry its number; a change that undid another left the rows whose
images that other holds. A row returns with the number of the change that wrote it, so a row that is
still as a change left it carries the number it carried then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Select,
    Subquery,
    Table,
    and_,
    cast,
    exists,
    false,
    func,
    not_,
    select,
    union,
)

from portrayals.database.staging import staged
from portrayals.findings.forms import read_answer
from portrayals.findings.settle import Answer
from portrayals.history.image_fields import image_field, text_before
from portrayals.history.record import PARTS, written_in
from portrayals.tables import annotation, answer, change, change_row
from portrayals.tables.literals import word

#: The root of every recorded table, and the columns that lead to the root's key.
ROOT: Final[dict[Table, tuple[Table, tuple[str, ...]]]] = {
    **{root: (root, tuple(root.primary_key.columns.keys())) for root in PARTS},
    **{part: (root, columns) for root, parts in PARTS.items() for part, columns in parts},
}


@dataclass(frozen=True, slots=True)
class Undoing:
    """A change that is being undone.

    `left` has, by root, the keys of the rows it left, and `back`, by table, those of the rows it
    replaced, which are to return; what it did not touch is in neither. `imaged` are the names of
    all tables in which it replaced rows. `newest`: no change is later.
    """

    connection: Connection
    number: int
    left: Mapping[Table, Table]
    back: Mapping[Table, Table]
    imaged: Set[str]
    newest: bool

    def leaves(self, table: Table) -> bool:
        """Whether the change left rows of a table, or of the root that the table belongs to."""
        root, _ = ROOT[table]
        return root in self.left

    def touches(self, root: Table) -> bool:
        """Whether rows of a root go, come or change."""
        return any(self._some(keys) for keys in self._keys(root))

    def _keys(self, root: Table) -> list[Table]:
        return [each[root] for each in (self.left, self.back) if root in each]

    def _some(self, keys: Table) -> bool:
        return self.connection.execute(select(keys).limit(1)).first() is not None

    def touched(self, root: Table, *columns: str) -> Subquery:
        """The values in the key columns of the rows of a root that go, come or change."""
        keys = [select(*(each.c[name] for name in columns)) for each in self._keys(root)]
        none = select(*(root.c[name] for name in columns)).where(false())
        return union(none, *keys).subquery()  # two or more are united, so that each is there once


def look_up(connection: Connection, number: int, undoes: int | None) -> Undoing:
    """Finds what a change left; `undoes` is the change that it undid, if it is an undo."""
    left = {}
    imaged = _imaged(connection, number)
    undone = set() if undoes is None else _imaged(connection, undoes)
    for root in PARTS:
        key = list(root.primary_key)
        if undoes is None:
            rows = select(*key, root.c.change_id).where(*written_in(root, number))
            there = connection.execute(rows.limit(1)).first() is not None
        else:
            rows = images(root, undoes, [*key, root.c.change_id])
            there = root.name in undone
        if there:
            left[root] = staged(connection, rows, *(each.name for each in key))
    back = {
        table: staged(
            connection, images(table, number, table.primary_key), *table.primary_key.columns.keys()
        )
        for table in ROOT
        if table.name in imaged
    }
    later = select(change.c.change_id).where(change.c.change_id > number).limit(1)
    newest = connection.execute(later).first() is None
    return Undoing(connection, number, left, back, imaged, newest)


def _imaged(connection: Connection, number: int) -> set[str]:
    """The tables in which a change replaced rows."""
    of_change = select(change_row.c.table_name).where(change_row.c.change_id == number)
    return set(connection.execute(of_change.distinct()).scalars())


def image_of(table: Table, number: int) -> ColumnElement[bool]:
    return and_(change_row.c.change_id == number, change_row.c.table_name == word(table.name))


def was(column: Column[Any]) -> ColumnElement[Any]:
    """A column of a row, from its image in `change_row`.

    The answer of an annotation is found by its content, if it is among the answers.
    """
    if column is annotation.c.answer_id:
        said = answer.c.key == text_before("answer")
        return select(answer.c.answer_id).where(said).scalar_subquery()
    return cast(image_field(change_row.c.before, word(column.name)), column.type)


def images(table: Table, number: int, columns: Iterable[Column[Any]]) -> Select[Any]:
    of_table = select(*(was(each).label(each.name) for each in columns))
    return of_table.where(image_of(table, number))


def answers_lacking(undoing: Undoing) -> list[tuple[int, Answer]]:
    """The answers, and their variables, in returning annotations that nobody gives now."""
    there = exists().where(answer.c.key == text_before("answer"))
    forms = select(func.coalesce(text_before("answer_form"), text_before("answer")))
    lacking = forms.where(image_of(annotation, undoing.number), not_(there)).distinct()
    return [read_answer(form) for form in undoing.connection.execute(lacking).scalars()]


def of_key(keys: Table, row: Any, columns: Iterable[str]) -> ColumnElement[bool]:
    """Whether a row refers, by these columns, to a key in a table of keys."""
    pairs = zip(keys.primary_key, columns, strict=True)
    return exists().where(*(column == row.c[name] for column, name in pairs))


def is_left(undoing: Undoing, table: Table, row: Any) -> ColumnElement[bool]:
    """Whether a row of a table belongs to what the change left."""
    root, columns = ROOT[table]
    return of_key(undoing.left[root], row, columns) if undoing.leaves(table) else false()


def goes(undoing: Undoing, table: Table, row: Any) -> ColumnElement[bool]:
    """Whether a row of a table goes for good."""
    left = is_left(undoing, table, row)
    if table not in undoing.back:
        return left
    return and_(left, not_(of_key(undoing.back[table], row, table.primary_key.columns.keys())))


def to_root(table: Table) -> ColumnElement[bool]:
    root, columns = ROOT[table]
    key = zip(root.primary_key, columns, strict=True)
    return and_(*(column == table.c[name] for column, name in key))


def references() -> Iterator[tuple[Table, ForeignKeyConstraint]]:
    """The foreign keys by which recorded rows need others; derived rows follow."""
    for table in ROOT:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table in ROOT:
                yield table, constraint
