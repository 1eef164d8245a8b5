"""Adds claims: what a published source says about a unit, or about another claim (R29)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from portrayals.errors import AlreadyThere, InvalidValue, UnknownKey
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.notation.values import split_codes
from portrayals.notation.years import parse_date
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import refuse_check
from portrayals.services.catalogue.fields import check_stance
from portrayals.services.catalogue.resolve import find_record, find_unit
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.coding.values import code_named, refuse_without_codebook
from portrayals.tables import claim, claim_code
from portrayals.vocabulary import RESERVED, Level


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says and how, as written; `about` is the number of the claim it speaks of.

    `basis` is how the source knows, in its own words; `locator` where in it the claim stands.
    `checked` is what somebody found who checked it, and `checked_source` the source where.
    """

    statement: str
    stance: str = "asserts"
    about: str | None = None
    scope: str | None = None
    basis: str | None = None
    date: str | None = None
    locator: str | None = None
    checked: str | None = None
    checked_source: str | None = None


def add_claim(
    change: Change, source: str, of: str | None, codes: Sequence[str], said: Said
) -> Written:
    """Writes down what a source says of the unit `of`, naming codes as `VARIABLE=CODE`.

    A claim may name groups and codes of derived variables too, and it says nothing of codes that
    it does not name. Raises UnknownKey for a source, unit, claim or variable that is not there,
    InvalidValue for a code that is none of its variable, AlreadyThere for a claim made before.
    """
    connection = change.connection
    by = find_record(connection, "source", source.strip().removeprefix("source:"))
    unit = None if of is None else find_unit(connection, of)
    about = None if said.about is None else _claim_called(change, said.about)
    nodes = [pair for each in codes for pair in _named(change, each, unit)]
    if not said.statement.strip():
        raise InvalidValue("a claim needs a statement", hint="--statement 'What the source says'")
    values = {
        "source_id": by.record_id,
        "unit_id": None if unit is None else unit.unit_id,
        "about_claim_id": about,
        "stance": check_stance(said.stance),
        "statement": said.statement.strip(),
    }
    _refuse_said_before(change, by.key, values)
    checked, where = _text(said.checked), _text(said.checked_source)
    refuse_check(connection, checked, where)
    number = connection.execute(
        insert(claim)
        .values(
            **values,
            uuid=new_uuid(),
            scope=_text(said.scope),
            basis=_text(said.basis),
            stated_on=None if said.date is None else parse_date(said.date),
            locator=_text(said.locator),
            checked=checked,
            checked_source=where,
            change_id=change.number,
        )
        .returning(claim.c.claim_id)
    ).scalar_one()
    rows = [
        {"claim_id": number, "variable_id": variable.variable_id, "code_id": node.code_id}
        for variable, node in dict.fromkeys(nodes)
    ]
    if rows:
        connection.execute(insert(claim_code), rows)
    spoken = "" if about is None else f" claim:{about}"
    spoken += "" if unit is None else f", of {unit.key}"
    return Written(
        (f"claim:{number}",),
        f"Added claim {number}: {by.key} {values['stance']}{spoken}: {values['statement']}",
    )


def _text(written: str | None) -> str | None:
    return (written or "").strip() or None


def _claim_called(change: Change, written: str) -> int:
    """The claim of a number, written `3` or `claim:3`."""
    return find_record(change.connection, "claim", written.strip().removeprefix("claim:")).record_id


def _named(change: Change, written: str, of: UnitRow | None) -> list[tuple[StoredVariable, Node]]:
    """The codes of `VARIABLE=CODE` or `VARIABLE=CODE;CODE`."""
    name, _, listed = (part.strip() for part in written.partition("="))
    names = split_codes(listed)
    if not (name and names):
        raise InvalidValue(
            f"{quoted(written)} does not name a code",
            hint="write VARIABLE=CODE; list them: portrayals codebook show",
        )
    variable = _variable(change, name)
    if of is not None and not is_related(variable.level, of.level):
        raise InvalidValue(
            f"{variable.key} is coded for {variable.level}s, which are neither above nor below "
            f"{of.level}s",
            hint="name the title that the claim is about",
        )
    return [(variable, _code(variable, each)) for each in names]


def _variable(change: Change, name: str) -> StoredVariable:
    """A variable with codes, coded or derived."""
    refuse_without_codebook(change.book)
    known = {key: each for key, each in change.book.variables.items() if not each.retired}
    if name not in known:
        raise UnknownKey(
            f"{quoted(name)} is not a variable",
            hint="list them: portrayals codebook show",
            candidates=nearest(name, known),
        )
    if known[name].type in {"number", "text"}:
        raise InvalidValue(
            f"{name} has type {known[name].type}, without codes for a claim to name",
            hint="put it in the statement only",
        )
    return known[name]


def _code(variable: StoredVariable, name: str) -> Node:
    if name in RESERVED:
        raise InvalidValue(
            f"{name} is a state, but a claim names codes",
            hint="for something absent: --stance denies, with the codes or their group",
        )
    return code_named(variable, name)


def is_related(one: Level, other: Level) -> bool:
    """Whether units of one level are, or lie above or beneath, units of the other."""
    return one == other or is_below(one, other) or is_below(other, one)


def _refuse_said_before(change: Change, source: str, values: Mapping[str, object]) -> None:
    """A source says a thing once: equal claims would be counted as two."""
    same = (claim.c[name].is_not_distinct_from(value) for name, value in values.items())
    there = change.connection.execute(select(claim.c.claim_id).where(*same)).scalar()
    if there is not None:
        raise AlreadyThere(
            f"claim:{there} of {source} already says so",
            hint=f"to see it: portrayals show claim:{there}",
        )
