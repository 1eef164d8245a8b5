"""Claims as rows of a list, and those about some units with the claims that answer them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
)

from portrayals.errors import InvalidValue
from portrayals.findings.reading import Reading
from portrayals.language.syntax import And, Asked, Query, Range, Term, Text, Word
from portrayals.notation.keys import fold
from portrayals.notation.quoting import quoted
from portrayals.query.batches import batches
from portrayals.query.fields_catalogue import word_of
from portrayals.query.near import hints
from portrayals.query.select import Ids, units_asked
from portrayals.results.claims import ClaimShown
from portrayals.results.listing import Listing, Row
from portrayals.tables import claim, claim_code, code, source, unit, variable
from portrayals.vocabulary import LEVELS

#: By what claims are sorted, beside their number.
_ORDERS: Final[dict[str, ColumnElement[Any]]] = {
    "id": claim.c.claim_id,
    "source": source.c.key,
    "unit": unit.c.key,
    "stance": claim.c.stance,
    "date": claim.c.stated_on,
}
_SAYING: Final = (
    *(claim.c.statement, claim.c.stance, claim.c.scope, claim.c.basis),
    *(source.c.key, source.c.citation, unit.c.key),
)


def list_claims(
    connection: Connection,
    reading: Reading,
    asked: Asked | None,
    sort: str | None,
    limit: int | None,
) -> Listing:
    """The claims that a query chooses, by number unless sorted otherwise."""
    chosen = claims_asked(connection, reading, asked)
    found = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    total = connection.execute(select(func.count()).select_from(claim)).scalar_one()
    shown = tuple(claim_rows(connection, chosen.order_by(*_order(sort)).limit(limit)))
    command = "portrayals list claims"
    notes = near_claims(connection, reading, asked, found=bool(found), command=command)
    if len(shown) < found:
        notes.append(f"{limit} of {found} are shown.")
    return Listing(what="claims", rows=shown, found=found, total=total, notes=tuple(notes))


def _order(sort: str | None) -> list[ColumnElement[Any]]:
    order: list[ColumnElement[Any]] = []
    for each in filter(None, (each.strip() for each in (sort or "").split(","))):
        column = _ORDERS.get(each.removesuffix("-"))
        if column is None:
            raise InvalidValue(
                f"claims cannot be sorted by {quoted(each.removesuffix('-'))}",
                hint="by " + ", ".join(_ORDERS),
            )
        order.append((column.desc() if each.endswith("-") else column.asc()).nulls_last())
    return [*order, claim.c.claim_id]


def claims_asked(connection: Connection, reading: Reading, asked: Asked | None) -> Ids:
    """The claims that speak of a unit, of any level, that the query is true of.

    A word or phrase alone is looked for in what the claim and its source say too; `source:` side
    by side with other terms is the claim's own source. Raises InvalidQuery.
    """
    rows = (
        select(claim.c.claim_id)
        .join(source, source.c.source_id == claim.c.source_id)
        .outerjoin(unit, unit.c.unit_id == claim.c.unit_id)
    )
    if asked is None:
        return rows
    of_sources, of_units = _parted(asked)
    for term in of_sources:
        rows = rows.where(or_(*(_is_source(value, term.exact) for value in term.values)))
    if of_units is None:
        return rows
    units = units_asked(reading, LEVELS, of_units).order_by(None)
    speaks: ColumnElement[bool] = claim.c.unit_id.in_(units)
    if isinstance(of_units.query, Text):
        speaks = or_(speaks, claim.c.claim_id.in_(_saying(connection, of_units.query.text)))
    return rows.where(speaks)


def _parted(asked: Asked) -> tuple[list[Term], Asked | None]:
    """The terms that ask for a claim's own source, and the rest of the query, None if nothing."""
    own: list[Term] = []
    rest: list[Query] = []
    for item in asked.query.items if isinstance(asked.query, And) else (asked.query,):
        if isinstance(item, Term) and item.field == "source":
            own.append(item)
        else:
            rest.append(item)
    if not rest:
        return own, None
    return own, replace(asked, query=And(tuple(rest)) if len(rest) > 1 else rest[0])


def near_claims(
    connection: Connection,
    reading: Reading,
    asked: Asked | None,
    *,
    found: bool,
    command: str | None = None,
) -> list[str]:
    """What is near where a part of a query finds nothing (`hints`)."""
    of_units = None if asked is None else _parted(asked)[1]
    if of_units is None:
        return []
    return hints(connection, reading, LEVELS, of_units, found=found, command=command)


def _is_source(value: Word | Range, exact: bool) -> ColumnElement[bool]:
    text = word_of("source", value)
    if text in {"any", "none"}:
        return true() if text == "any" else false()
    if exact:
        return source.c.key == text
    parts = (source.c.key, source.c.citation, source.c.address)
    return or_(*(part.icontains(text, autoescape=True) for part in parts))


def _saying(connection: Connection, words: str) -> Any:
    """The numbers of the claims in which words stand, ignoring case and accents."""
    wanted = fold(words)
    rows = connection.execute(
        select(claim.c.claim_id, *_SAYING)
        .join(source, source.c.source_id == claim.c.source_id)
        .outerjoin(unit, unit.c.unit_id == claim.c.unit_id)
    )
    found = [row[0] for row in rows if any(text and wanted in fold(text) for text in row[1:])]
    return bindparam("saying", found, expanding=True, literal_execute=True)


def claim_rows(connection: Connection, chosen: Ids) -> Iterator[Row]:
    """Some claims in their order, as `--json` prints them."""
    for batch in batches(connection, chosen):
        known = {row["id"]: row for row in claims_of(connection, batch)}
        yield from (known[number] for number in batch)


def claims_of(connection: Connection, claims: Any) -> list[Row]:
    """Some claims (a select or list of numbers), by number, as `--json` prints them."""
    codes: dict[int, list[str]] = {}
    for row in connection.execute(
        select(claim_code.c.claim_id, variable.c.key.label("variable"), code.c.key)
        .join(code, code.c.code_id == claim_code.c.code_id)
        .join(variable, variable.c.variable_id == claim_code.c.variable_id)
        .where(claim_code.c.claim_id.in_(claims))
        .order_by(variable.c.position, variable.c.key, code.c.position, code.c.key)
    ):
        codes.setdefault(row.claim_id, []).append(f"{row.variable}:{row.key}")
    rows = connection.execute(
        select(claim, source.c.key.label("source"), unit.c.key.label("unit"))
        .join(source, source.c.source_id == claim.c.source_id)
        .outerjoin(unit, unit.c.unit_id == claim.c.unit_id)
        .where(claim.c.claim_id.in_(claims))
        .order_by(claim.c.claim_id)
    )
    return [
        {
            "id": row.claim_id,
            "source": row.source,
            "unit": row.unit,
            "stance": row.stance,
            "statement": row.statement,
            "basis": row.basis,
            "codes": codes.get(row.claim_id, []),
            "stated_on": row.stated_on,
            "about": row.about_claim_id,
            "scope": row.scope,
            "locator": row.locator,
            "checked": row.checked,
            "checked_source": row.checked_source,
        }
        for row in rows
    ]


def claims_about(connection: Connection, units: ColumnElement[bool]) -> tuple[ClaimShown, ...]:
    """The claims about the units of a condition, each followed by those that speak of it.

    Claims about these claims come along, whatever else they speak of.
    """
    return _threads(
        connection,
        select(claim.c.claim_id).where(claim.c.unit_id.in_(select(unit.c.unit_id).where(units))),
    )


def claims_answering(connection: Connection, number: int) -> tuple[ClaimShown, ...]:
    """The claims that speak of one claim, each followed by those that speak of it in turn."""
    of_it = select(claim.c.claim_id).where(claim.c.about_claim_id == number)
    return _threads(connection, of_it)


def _threads(connection: Connection, first: Select[int]) -> tuple[ClaimShown, ...]:
    thread = first.cte("thread", recursive=True)
    speaking = select(claim.c.claim_id).join(thread, claim.c.about_claim_id == thread.c.claim_id)
    in_thread = select(thread.union(speaking).c.claim_id)
    known = {row["id"]: row for row in claims_of(connection, in_thread)}
    below: dict[object, list[Row]] = {}
    for row in sorted(known.values(), key=lambda row: int(str(row["id"])), reverse=True):
        below.setdefault(row["about"] if row["about"] in known else None, []).append(row)
    shown: list[ClaimShown] = []
    waiting = [(row, 0) for row in below.get(None, ())]
    while waiting:
        row, depth = waiting.pop()
        told: dict[str, Any] = {**row, "depth": depth}
        shown.append(ClaimShown(**told))
        waiting += [(each, depth + 1) for each in below.get(row["id"], ())]
    return tuple(shown)
