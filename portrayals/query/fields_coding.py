"""The fields about coding: who judged, on what basis, from what source; what is claimed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, FromClause, func, not_, or_, select

from portrayals.errors import InvalidValue
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.unit_ref import UnitRef, some_of
from portrayals.notation.quoting import quoted
from portrayals.query.fields_catalogue import FieldTruth, Value, word_of
from portrayals.tables import annotation, claim, coder, evidence, source, unit, wave
from portrayals.tables.literals import number
from portrayals.vocabulary import BASES


def _at_or_beneath(unit_id: ColumnElement[int], at: UnitRef) -> Truth:
    """Whether a row of coding belongs to the unit of a place or to one beneath it."""
    inner = unit.alias()
    ids = select(inner.c.unit_id)
    if at.level == "title":
        return unit_id.in_(ids.where(inner.c.title_id == at.unit.c.unit_id).correlate_except())
    if at.level == "portrayal":
        beneath = or_(inner.c.unit_id == at.unit.c.unit_id, inner.c.parent_id == at.unit.c.unit_id)
        return unit_id.in_(ids.where(beneath).correlate_except())
    return unit_id == at.unit.c.unit_id


def _coded_by(field: str, named: FromClause, key: str) -> FieldTruth:
    def truth(value: Value, exact: bool, at: UnitRef) -> Truth:
        rows, table = annotation.alias(), named.alias()
        chosen = select(rows.c.unit_id).join(table, table.c[key] == rows.c[key])
        text = word_of(field, value)
        of_place = _at_or_beneath(rows.c.unit_id, at)
        if text in {"any", "none"}:
            found = some_of(chosen.where(of_place))
            return found if text == "any" else ~found
        same = table.c.key == text if exact else func.lower(table.c.key) == text.lower()
        return some_of(chosen.where(of_place, same))

    return truth


def _basis(value: Value, _exact: bool, at: UnitRef) -> Truth:
    basis = word_of("basis", value).casefold()
    if basis not in BASES:
        raise InvalidValue(f"{quoted(basis)} is not a basis", hint="one of " + ", ".join(BASES))
    rows = annotation.alias()
    of_basis = select(rows.c.unit_id).where(rows.c.basis == BASES.index(basis))
    return some_of(of_basis.where(_at_or_beneath(rows.c.unit_id, at)))


def _source(value: Value, exact: bool, at: UnitRef) -> Truth:
    shown, cited = evidence.alias(), source.alias()
    rows = (
        select(shown.c.evidence_id)
        .join(cited, cited.c.source_id == shown.c.source_id)
        .where(_at_or_beneath(shown.c.unit_id, at))
    )
    text = word_of("source", value)
    if text in {"any", "none"}:
        return some_of(rows) if text == "any" else not_(some_of(rows))
    if exact:
        return some_of(rows.where(cited.c.key == text))
    parts = (cited.c.key, cited.c.citation, cited.c.address)
    return some_of(rows.where(or_(*(part.icontains(text, autoescape=True) for part in parts))))


def yes_or_no(field: str, value: Value) -> bool:
    """Whether a yes-or-no field is asked for its yes. Raises InvalidValue for other words."""
    text = word_of(field, value).casefold()
    if text not in {"yes", "any", "true", "no", "none", "false"}:
        raise InvalidValue(f"{field} must be yes or no, not {quoted(text)}")
    return text in {"yes", "any", "true"}


def _claimed(value: Value, _exact: bool, at: UnitRef) -> Truth:
    rows = claim.alias()
    found = some_of(select(rows.c.claim_id).where(_at_or_beneath(rows.c.unit_id, at)))
    return found if yes_or_no("claimed", value) else ~found


def disputed(reading: Reading, value: Value, at: UnitRef) -> Truth:
    """Whether coders' votes differ on anything about the unit, or beneath it."""
    settled = reading.settled()
    of_place = _at_or_beneath(settled.of_units.c.unit_id, at)
    rows = select(settled.of_units.c.unit_id).select_from(settled.units)
    rows = rows.where(of_place, settled.ballot.c.disputed == number(1))
    return some_of(rows) if yes_or_no("disputed", value) else not_(some_of(rows))


CODING_FIELDS: Final[dict[str, FieldTruth]] = {
    "coder": _coded_by("coder", coder, "coder_id"),
    "wave": _coded_by("wave", wave, "wave_id"),
    "basis": _basis,
    "source": _source,
    "claimed": _claimed,
}
