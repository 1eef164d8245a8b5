"""`list`: the units that match a query, and the other things in a study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    cast,
    func,
    not_,
    select,
)

from portrayals.errors import InvalidValue
from portrayals.findings.outcome_at_unit import inputs_of, named, untouched
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.unit_ref import LEVEL_ID, UnitRef, place, value_of
from portrayals.language.syntax import Asked, Query, Term, affirmed, leaves
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.query.asked import asked_for
from portrayals.query.fields_catalogue import period
from portrayals.query.near import hints
from portrayals.query.running import of_earlier_series
from portrayals.query.select import codes_asked, kind_called
from portrayals.query.whose import reading_of
from portrayals.results.listing import Listing
from portrayals.services.browse.groups_of_codes import of_groups, of_wider
from portrayals.services.browse.record_rows import RECORDS, list_records
from portrayals.services.browse.unit_rows import described
from portrayals.services.claims.rows import list_claims
from portrayals.tables import title, unit_name
from portrayals.vocabulary import LEVELS, Level

_OF_UNITS: Final = tuple(f"{level}s" for level in LEVELS)
KINDS = (*_OF_UNITS, *RECORDS, "claims")


def list_things(
    connection: Connection,
    what: str,
    query: Sequence[str],
    *,
    sort: str | None = None,
    limit: int | None = None,
    detail: bool = True,
    silence: str = "open",
    open: bool = False,
) -> Listing:
    """Everything of a kind (titles, portrayals, coders, annotations …) that matches a query.

    `open` lists the units for which the query is undetermined, instead of those for which it is
    true (R24). `detail` includes the findings of every variable, not only those that a table shows.
    `silence` is what partial sets say about codes they do not mention: `open` for nothing, or `no`.
    Raises UnknownKey for an unknown kind, InvalidQuery for a query that does not apply to it, and
    InvalidValue for `open` without a query, or for things that are not units.
    """
    kind = kind_called(what, KINDS, "listed")
    reading = reading_of(connection, silence=silence)
    asked = asked_for(reading.book, query)
    if open and kind not in _OF_UNITS:
        hint = f"it works for {', '.join(_OF_UNITS)}"
        raise InvalidValue(f"--open does not work for {kind}", hint=hint)
    if open and asked is None:
        raise InvalidValue(
            "--open needs a query: it lists the units for which the answer is open",
            hint=f"portrayals list {kind} QUERY --open; how to write one: portrayals help query",
        )
    if kind == "claims":
        return list_claims(connection, reading, asked, sort, limit)
    if kind in RECORDS:
        return list_records(connection, reading, kind, asked, limit)
    level = next(level for level in LEVELS if f"{level}s" == kind)
    return _units(connection, reading, level, asked, sort, limit, detail, open)


def _units(
    connection: Connection,
    reading: Reading,
    level: Level,
    asked: Asked | None,
    sort: str | None,
    limit: int | None,
    detail: bool,
    open: bool,
) -> Listing:
    at = place(level)
    of_level = at.unit.c.level_id == LEVEL_ID[level]
    total = connection.execute(
        select(func.count()).select_from(at.unit).where(of_level)
    ).scalar_one()
    rows = select(at.unit.c.unit_id).where(of_level)
    if asked is not None:
        truth = reading.ask(reading, asked.query, asked.text, at)
        left_open, matching = rows.where(_is_open(truth)), rows.where(truth)
        rows = left_open if open else matching
    found = total if asked is None else _count(connection, rows)
    ids = connection.execute(rows.order_by(*_order(at, sort)).limit(limit)).scalars().all()
    heads = reading.book.leading
    codes = {} if asked is None else codes_asked(connection, reading.book, asked.query)
    shown = None
    if not detail:
        told = heads or [reading.book.variables[each] for each in codes]
        shown = tuple(dict.fromkeys((*told, *inputs_of(reading.book, *told))))
    notes: list[str] = []
    if asked is not None:
        silence = " --silence no" if reading.asked_by is not None else ""
        command = f"portrayals list {level}s{' --open' if open else ''}{silence}"
        notes += hints(connection, reading, (level,), asked, found=bool(found), command=command)
        if open:
            notes += _about_these(found, _reasons(connection, reading, at, rows, asked.query))
        else:
            notes += of_earlier_series(connection, reading, at, asked, command)
            notes += _undetermined(connection, reading, at, left_open, asked)
            notes += of_wider(connection, reading, at, left_open, asked, command)
            if reading.asked_by is None and _denies_codes(reading, asked.query):
                notes += _of_silence(connection, left_open)
            notes += of_groups(reading, asked, command)
    if limit is not None and found > limit:
        notes.append(f"{limit} of {found} are shown.")
    return Listing(
        what=f"{level}s",
        rows=described(connection, reading, level, ids, shown),
        found=found,
        total=total,
        notes=tuple(notes),
        names={each: reading.book.name_of(each, 1) for each in LEVELS},
        headline=tuple(each.key for each in heads),
        asked=codes,
    )


def _count(connection: Connection, rows: Select[*tuple[Any, ...]]) -> int:
    return connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()


def _order(at: UnitRef, sort: str | None) -> list[ColumnElement[Any]]:
    """By name, then key, unless `--sort year-,name` says otherwise (a hyphen reverses the order).

    Rows without a value come last either way, on both engines.
    """
    over, is_over = at.above("title")
    of_title = at if at.level == "title" else over
    own = select(unit_name.c.folded).where(
        unit_name.c.unit_id == of_title.unit.c.unit_id, unit_name.c.kind == "name"
    )
    if at.level != "title":
        own = own.where(is_over)
    title_name = value_of(own)
    kind = value_of(select(title.c.kind).where(title.c.title_id == at.unit.c.title_id))
    columns: dict[str, ColumnElement[Any]] = {
        "name": at.unit.c.name,
        "year": period(at),
        "key": at.unit.c.key,
        "kind": kind,
        "title": title_name,
    }
    order: list[ColumnElement[Any]] = []
    for each in (sort or "").split(","):
        name = each.strip().removesuffix("-")
        if not name:
            continue
        if name not in columns:
            raise InvalidValue(
                f"units cannot be sorted by {quoted(name)}", hint="by " + ", ".join(columns)
            )
        column = columns[name]
        turned = column.desc() if each.strip().endswith("-") else column.asc()
        order.append(turned.nulls_last())
    return [*order, title_name, at.unit.c.key]


def _undetermined(
    connection: Connection, reading: Reading, at: UnitRef, left_open: Select[int], asked: Asked
) -> Iterator[str]:
    """The number of units for which the query is undetermined, and why (R24)."""
    number = _count(connection, left_open)
    if not number:
        return
    why = _reasons(connection, reading, at, left_open, asked.query)
    more, them = counted(number, f"more {at.level}"), "it" if number == 1 else "them"
    yield f"For {more} the answer is open{why}. List {them}: --open"


def _of_silence(connection: Connection, left_open: Select[int]) -> Iterator[str]:
    """How to count what partial sets do not mention as absent (R6)."""
    if _count(connection, left_open):
        yield "What is not reported is not known to be absent; to count it as absent: --silence no"


def _denies_codes(reading: Reading, query: Query) -> bool:
    """Whether a set of codes is asked not to have one, which no partial set can say (R6)."""
    negated = {*leaves(query)} - {*affirmed(query)}
    terms = (each for each in negated if isinstance(each, Term))
    asked = (reading.book.variables.get(each.field) for each in terms)
    return any(variable is not None and variable.type == "multi" for variable in asked)


def _reasons(
    connection: Connection, reading: Reading, at: UnitRef, rows: Select[int], query: Query
) -> str:
    """How many of the units nobody has coded for a variable of the query, in brackets."""
    told = [
        f"{number:,} {why}"
        for why, so in _not_coded(reading, at, query)
        if (number := _count(connection, rows.where(so)))
    ]
    return f" ({', '.join(told)})" if told else ""


def _not_coded(
    reading: Reading, at: UnitRef, query: Query
) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """Why a unit may have no answer for a variable of the query, in words, and whether it is so."""
    for name in dict.fromkeys(named(query)):
        variable = reading.book.variables.get(name)
        if variable is not None:
            sources = inputs_of(reading.book, variable) if variable.derived else (variable,)
            nobody = and_(*(untouched(reading, source, at) for source in sources))
            there = at.has_units_for(variable.level)
            yield f"not coded for {name}", and_(nobody, there)
            yield f"without a unit for {name}", not_(there)


def _is_open(truth: Truth) -> ColumnElement[bool]:
    """Whether a truth is undetermined (R24)."""
    # As a number: NOT before IS NULL would otherwise be read as NOT (… IS NULL).
    return cast(truth, Integer).is_(None)


def _about_these(number: int, why: str) -> Iterator[str]:
    """What is said of the units that `open` lists, so that nobody takes them for those found."""
    if number:
        they = ("Its", "it matches") if number == 1 else ("Their", "they match")
        yield f"{they[0]} coding does not say whether {they[1]}{why}."
