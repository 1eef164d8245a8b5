"""The history: what was changed, when, by whom, with which command, and how many rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, func, select, union, union_all

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.history.image_fields import id_before, text_before
from portrayals.history.record import PARTS, written_in
from portrayals.results.database import History, HistoryEntry
from portrayals.services.catalogue.resolve import RECORDS, find_thing
from portrayals.services.catalogue.units import UnitRow
from portrayals.tables import (
    adjudication,
    annotation,
    assignment,
    change,
    change_row,
    claim,
    codebook,
    coder,
    handout,
    proposal,
    source,
    unit,
    variable,
    viewing,
    wave,
)
from portrayals.tables.literals import word

#: Things with a key, and the roots that refer to them, each with the referring column. The parts of
#: a root follow it: whoever writes one keeps and signs the root.
_SPEAKS_OF: Final[dict[Table, tuple[tuple[Table, str], ...]]] = {
    unit: (
        (unit, "unit_id"),
        (annotation, "unit_id"),
        (adjudication, "unit_id"),
        (assignment, "unit_id"),
        (claim, "unit_id"),
        (proposal, "above_unit_id"),
        (proposal, "unit_id"),
        (viewing, "title_id"),
    ),
    coder: (
        (coder, "coder_id"),
        (annotation, "coder_id"),
        (adjudication, "coder_id"),
        (assignment, "coder_id"),
        (handout, "coder_id"),
        (viewing, "coder_id"),
    ),
    source: ((source, "source_id"), (claim, "source_id")),
    claim: ((claim, "claim_id"), (claim, "about_claim_id")),
    variable: ((variable, "variable_id"),),
    wave: ((wave, "wave_id"), (assignment, "wave_id"), (handout, "wave_id")),
    codebook: ((codebook, "codebook_id"),),
}


def history(connection: Connection, key: str | None = None, *, limit: int | None = None) -> History:
    """The changes, newest first; with a key, those that affected what it names.

    For a unit or a coder these are the changes of its own row and of its annotations. Something
    removed since is still found by its last key. Raises UnknownKey or AmbiguousKey.
    """
    if limit is not None and limit < 0:
        raise InvalidValue(f"{limit} is not a number of changes", hint="give 0 or more")
    entries = select(*change.c).order_by(change.c.change_id.desc()).limit(limit)
    first = first_changes(connection)
    if key is not None:
        key, touched = _changes_of(connection, key)
        ids = set(connection.execute(touched).scalars())
        ids |= {undo for undo, of in first.items() if of in ids}
        entries = entries.where(change.c.change_id.in_(ids))
    found = connection.execute(entries).all()
    # Undoing a change touches the same rows.
    firsts = [first.get(one.change_id, one.change_id) for one in found]
    rows = rows_touched(connection, firsts) if found else {}
    return History(
        key,
        tuple(
            HistoryEntry(
                change=one.change_id,
                at=one.at,
                actor=one.actor,
                command=one.command,
                rows=rows.get(of, 0),
                undoes=one.undoes_change_id,
            )
            for one, of in zip(found, firsts, strict=True)
        ),
    )


def first_changes(connection: Connection) -> dict[int, int]:
    """For each undo, and undo of an undo, the original change it is about."""
    undos = select(change.c.change_id, change.c.undoes_change_id).where(
        change.c.undoes_change_id.is_not(None)
    )
    first: dict[int, int] = {}
    for row in connection.execute(undos.order_by(change.c.change_id)):
        first[row.change_id] = first.get(row.undoes_change_id, row.undoes_change_id)
    return first


def _changes_of(connection: Connection, written: str) -> tuple[str, Select[Any]]:
    """The key of what is meant, and a select of the changes that touched it."""
    thing, key, ids = _meant(connection, written)
    touched = union(
        *(each for root, column in _SPEAKS_OF[thing] for each in _of(root, column, ids))
    )
    return key, select(touched.subquery().c[0])


def _of(root: Table, column: str, ids: list[int]) -> Iterator[Select[Any]]:
    """The changes that last wrote the rows of a root, kept images of them, or wrote those."""
    images = (change_row.c.table_name == word(root.name), id_before(column).in_(ids))
    yield select(root.c.change_id.label("change_id")).where(root.c[column].in_(ids))
    yield select(change_row.c.change_id).where(*images)
    yield select(id_before("change_id")).where(*images)


def _meant(connection: Connection, written: str) -> tuple[Table, str, list[int]]:
    """What a key means: a unit, coder, source or claim, else another thing, else one removed."""
    try:
        found = find_thing(connection, written)
    except UnknownKey:
        key = written.strip()
        for look in (_there, _removed):
            for thing in _SPEAKS_OF:
                ids = look(connection, thing, key) if "key" in thing.c else []
                if ids:
                    return thing, key, ids
        raise
    if isinstance(found, UnitRow):
        return unit, found.key, [found.unit_id]
    return RECORDS[found.kind], found.key, [found.record_id]


def _there(connection: Connection, thing: Table, key: str) -> list[int]:
    (identity,) = thing.primary_key
    return list(connection.execute(select(identity).where(thing.c.key == key)).scalars())


def _removed(connection: Connection, thing: Table, key: str) -> list[int]:
    (identity,) = thing.primary_key
    rows = select(id_before(identity.name)).where(
        change_row.c.table_name == word(thing.name), text_before("key") == key
    )
    return list(connection.execute(rows.distinct()).scalars())


def rows_touched(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """For each change, how many rows it made, changed or removed, without their parts.

    A change wrote the rows that carry its number, now or in the image that a later change kept of
    them; it changed or removed the rows of which it keeps images. In each table the larger of the
    two counts is used, because a changed row is in both.
    """
    touched: dict[int, int] = {}
    oldest, newest = min(numbers), max(numbers)
    for root in PARTS:
        of_root = change_row.c.table_name == word(root.name)
        current = select(root.c.change_id).where(*written_in(root, oldest, newest))
        replaced = select(id_before("change_id")).where(of_root, change_row.c.change_id > oldest)
        images = select(change_row.c.change_id).where(
            of_root, change_row.c.change_id.between(oldest, newest)
        )
        counts: dict[int, int] = {}
        for rows in (union_all(current, replaced), images):
            number = rows.subquery().c[0]
            for change_id, count in connection.execute(
                select(number, func.count()).group_by(number)
            ):
                counts[change_id] = max(count, counts.get(change_id, 0))
        for change_id, count in counts.items():
            touched[change_id] = touched.get(change_id, 0) + count
    return touched
