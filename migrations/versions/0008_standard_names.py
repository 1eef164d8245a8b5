"""Countries and languages have one spelling each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from portrayals.notation.keys import fold
from portrayals.notation.standard_names import STANDARD, standard_name

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TERM = sa.table(
    "title_term",
    *map(sa.column, ("title_id", "field", "value", "position", "folded")),
)
IMAGE = sa.table(
    "change_row",
    *map(sa.column, ("change_id", "position", "table_name", "row_key", "before")),
)


def upgrade() -> None:
    """Brings the stored ones to it, also those that an undo would bring back."""
    _renew_terms()
    _renew_images()


def _renew_terms() -> None:
    order = (TERM.c.title_id, TERM.c.field, TERM.c.position)
    rows = _run(sa.select(TERM).where(TERM.c.field.in_(STANDARD)).order_by(*order))
    kept, doubles = _told_apart((row, row.title_id, row.field, row.value) for row in rows)
    for row in doubles:
        _run(sa.delete(TERM).where(*_same(row)))
    for row, name in kept:
        _run(sa.update(TERM).where(*_same(row)).values(value=name, folded=fold(name)))


def _renew_images() -> None:
    order = (IMAGE.c.change_id, IMAGE.c.position)
    rows = _run(sa.select(IMAGE).where(IMAGE.c.table_name == "title_term").order_by(*order))
    terms = [(row, json.loads(row.before)) for row in rows]
    terms.sort(key=lambda each: (each[0].change_id, each[1]["title_id"], each[1]["position"]))
    kept, doubles = _told_apart(
        (row, (row.change_id, before["title_id"]), before["field"], before["value"])
        for row, before in terms
        if before["field"] in STANDARD
    )
    for row, name in kept:
        before = json.loads(row.before) | {"value": name, "folded": fold(name)}
        key = _key(before["title_id"], before["field"], name)
        image = json.dumps(before, ensure_ascii=False)
        _run(sa.update(IMAGE).where(*_there(row)).values(row_key=key, before=image))
    for row in sorted(doubles, key=lambda row: row.position, reverse=True):
        _drop_image(row)


def _drop_image(row: Any) -> None:
    """Deletes an image; the last of its change takes its number, so that none is missing."""
    of_change = IMAGE.c.change_id == row.change_id
    last = _run(sa.select(sa.func.max(IMAGE.c.position)).where(of_change)).scalar_one()
    _run(sa.delete(IMAGE).where(*_there(row)))
    moved = sa.update(IMAGE).where(of_change, IMAGE.c.position == last)
    _run(moved.values(position=row.position))


def _told_apart(
    terms: Iterable[tuple[Any, object, str, str]],
) -> tuple[list[tuple[Any, str]], list[Any]]:
    """The rows to rename, with the name; and those that would then say the same as another."""
    kept, doubles = [], []
    there: set[tuple[object, str, str]] = set()
    for row, title, field, value in terms:
        name = standard_name(field, value)
        if (title, field, name) in there:
            doubles.append(row)
        elif name != value:
            kept.append((row, name))
        there.add((title, field, name))
    return kept, doubles


def _key(*columns: object) -> str:
    """The key of a row as the engine writes it."""
    blank = " " if op.get_bind().dialect.name == "postgresql" else ""
    return json.dumps(columns, ensure_ascii=False, separators=(f",{blank}", ":"))


def _same(row: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return tuple(TERM.c[name] == getattr(row, name) for name in ("title_id", "field", "value"))


def _there(row: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return tuple(IMAGE.c[name] == getattr(row, name) for name in ("change_id", "position"))


def _run(statement: Any) -> Any:
    return op.get_bind().execute(statement)


def downgrade() -> None:
    """The names stay: an earlier version takes any."""
