"""What coders answered differently, side by side and without their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from string import ascii_uppercase
from typing import Any

from sqlalchemy import Connection, select

from portrayals.findings.cast_ballots import Scope
from portrayals.findings.settle import Answer
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.notation.keys import fold
from portrayals.query.asked import asked_for
from portrayals.query.batches import BATCH
from portrayals.query.select import Ids, units_asked
from portrayals.query.whose import reading_of
from portrayals.results.adjudication import DecisionSummary, Disagreements, Favour
from portrayals.results.disagreements import (
    Disagreement,
    OneAnswer,
    OneDecision,
)
from portrayals.results.handout import GivenEvidence
from portrayals.services.adjudication.differences import (
    Difference,
    Given,
    differences,
    wave_compared,
)
from portrayals.services.browse.record_rows import evidence_of
from portrayals.services.coding.decided_before import told_decided_before
from portrayals.services.coding.values import variable_called
from portrayals.tables import adjudication, annotation, unit
from portrayals.vocabulary import CAUSES, LEVELS, Level


@dataclass(frozen=True, slots=True)
class Found:
    """What coders answered differently in a wave, `again` if it is one of recoding."""

    wave: str
    again: bool
    differences: Sequence[Difference]

    def called(self, given: Given) -> str:
        """Whose answer it is: the coder, and which time where a coder answered twice."""
        return f"{given.coder} ({given.wave})" if self.again else given.coder


def find(
    connection: Connection,
    query: Sequence[str] = (),
    *,
    wave: str | None = None,
    variable: str | None = None,
) -> Found:
    """What coders answered differently about the units that a query chooses.

    Raises InvalidQuery, UnknownKey for an unknown wave or variable, InvalidValue for a wave of
    training, and NoCodebook.
    """
    reading = reading_of(connection)
    compared = wave_compared(connection, wave)
    chosen = None if variable is None else variable_called(reading.book, variable)
    asked = asked_for(reading.book, query)
    levels: Sequence[Level] = LEVELS if chosen is None else (chosen.level,)
    units: Ids | None = None if asked is None else units_asked(reading, levels, asked)
    scope = Scope(
        None if chosen is None else [chosen.variable_id],
        None if units is None else units.order_by(None),
    )
    found = differences(connection, reading.book, compared, scope)
    several = [each for each in found if len(each.answers) > 1]
    return Found(compared.key, compared.purpose == "recode", several)


def disagreements(
    connection: Connection,
    query: Sequence[str] = (),
    *,
    wave: str | None = None,
    variable: str | None = None,
    decided: bool = False,
    names: bool = False,
) -> Disagreements:
    """What coders answered differently in a wave (the latest main wave), without their names.

    A letter stands for another coder in each unit and variable, but for the same one each time it
    is asked; with `names`, coders are called by their keys. What is decided is listed only where
    that is asked. Raises as `find`.
    """
    found = find(connection, query, wave=wave, variable=variable)
    told = [each for each in found.differences if decided or each.decided is None]
    rows = tuple(_rows(connection, found, told, names))
    within = annotation.c.wave_id == wave_compared(connection, wave).wave_id
    in_others = adjudication.c.wave_id != annotation.c.wave_id
    before = told_decided_before(connection, within, in_others)
    notes = () if before is None else (before,)
    return Disagreements(found.wave, decided, rows, summarise(found), notes)


def summarise(found: Found) -> DecisionSummary:
    """How many differences there are, how many are decided, why, and in whose favour."""
    decisions, own = Counter[str](), Counter[str]()
    neither = 0
    for each in found.differences:
        if each.decided is None:
            continue
        value = each.decided.given.value
        coders = [found.called(given) for given in each.answers]
        favoured = [found.called(given) for given in each.answers if given.value == value]
        own.update(coders)
        decisions.update(favoured)
        neither += not favoured
    causes = causes_of(found.differences)
    return DecisionSummary(
        wave=found.wave,
        differences=len(found.differences),
        decided=sum(causes.values()),
        causes=causes,
        in_favour=tuple(Favour(key, decisions[key], own[key]) for key in sorted(own)),
        neither=neither,
        later=sum(each.later > 0 for each in found.differences),
    )


def causes_of(differences: Sequence[Difference]) -> dict[str, int]:
    """How many decisions name each cause, and how many none, which is `unstated`."""
    decisions = (each.decided for each in differences if each.decided is not None)
    named: Counter[str] = Counter(each.cause or "unstated" for each in decisions)
    return {cause: named[cause] for cause in (*CAUSES, "unstated")}


def by_letter(uuid: str, difference: Difference) -> Iterator[tuple[str, Given]]:
    """The answers, with letters for their coders.

    The order is that of digests of the unit, the variable and the coder, so it is the same each
    time, and that of one unit says nothing of another.
    """

    def digest(given: Given) -> bytes:
        parts = (uuid, difference.variable.key, given.coder_uuid, given.wave)
        return sha256("\n".join(parts).encode()).digest()

    for place, given in enumerate(sorted(difference.answers, key=digest)):
        yield _letter(place), given


def _letter(place: int) -> str:
    """A to Z, then AA."""
    above, rest = divmod(place, len(ascii_uppercase))
    return (_letter(above - 1) if above else "") + ascii_uppercase[rest]


@dataclass(frozen=True, slots=True)
class _Named:
    """A unit as it is read: `names` are its own and those above it, the title first."""

    key: str
    uuid: str
    level: Level
    names: tuple[str, ...]


def _rows(
    connection: Connection, found: Found, told: Sequence[Difference], names: bool
) -> Iterator[Disagreement]:
    """The differences by title and key, then in the order of the codebook."""
    units: dict[int, _Named] = {}
    evidence: dict[tuple[int, ...], tuple[GivenEvidence, ...]] = {}
    ids = sorted({each.unit_id for each in told})
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        units |= _units(connection, batch)
        for key, pieces in evidence_of(connection, batch).items():
            evidence[key] = tuple(map(_piece, pieces))

    def place_of(each: Difference) -> tuple[object, ...]:
        of = units[each.unit_id]
        return fold(of.names[0]), of.key, each.variable.variable_id

    for each in sorted(told, key=place_of):
        of = units[each.unit_id]
        answers = [
            _answer(each.variable, found.called(given) if names else letter, given, evidence)
            for letter, given in by_letter(of.uuid, each)
        ]
        yield Disagreement(
            unit=of.key,
            uuid=of.uuid,
            level=of.level,
            names=of.names,
            variable=each.variable.key,
            answers=tuple(sorted(answers, key=lambda each: each.letter)),
            decision=_decision(each),
        )


def _units(connection: Connection, ids: Sequence[int]) -> dict[int, _Named]:
    top, over = unit.alias("top"), unit.alias("over")
    rows = (
        select(unit.c.unit_id, unit.c.key, unit.c.uuid, unit.c.level_id, unit.c.name)
        .add_columns(top.c.name.label("title"), top.c.year, over.c.name.label("over"))
        .join(top, top.c.unit_id == unit.c.title_id)
        .outerjoin(over, over.c.unit_id == unit.c.parent_id)
        .where(unit.c.unit_id.in_(ids))
    )
    found = {}
    for row in connection.execute(rows):
        level = LEVELS[row.level_id - 1]
        title = row.title if row.year is None else f"{row.title} ({row.year})"
        above = [title] if level in {"portrayal", "episode"} else [title, row.over]
        names = (title,) if level == "title" else (*above, row.name)
        found[row.unit_id] = _Named(row.key, row.uuid, level, names)
    return found


def _piece(row: Mapping[str, Any]) -> GivenEvidence:
    names = ("code", "episode", "start", "end", "quote", "source", "description")
    return GivenEvidence(*(row[name] for name in names))


def _codes(variable: StoredVariable, answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of the codes of an answer, and of those in doubt, in the order of the codebook."""
    sure, unsure = (
        tuple(node.key for node in variable.nodes if node.code_id in ids)
        for ids in (answer.codes, answer.doubtful)
    )
    return sure, unsure


def _answer(
    variable: StoredVariable,
    letter: str,
    given: Given,
    evidence: Mapping[tuple[int, ...], tuple[GivenEvidence, ...]],
) -> OneAnswer:
    codes, doubtful = _codes(variable, given.answer)
    return OneAnswer(
        letter=letter,
        state=given.answer.state,
        codes=codes,
        doubtful=doubtful,
        number=given.answer.number,
        text=given.text,
        basis=given.basis,
        complete=given.complete,
        note=given.note,
        evidence=evidence.get(given.key, ()),
    )


def _decision(of: Difference) -> OneDecision | None:
    decided = of.decided
    if decided is None:
        return None
    codes, doubtful = _codes(of.variable, decided.given.answer)
    return OneDecision(
        state=decided.given.answer.state,
        codes=codes,
        doubtful=doubtful,
        number=decided.given.answer.number,
        text=decided.given.text,
        complete=decided.given.complete,
        reason=decided.reason,
        cause=decided.cause,
        method=decided.method,
        by=decided.by,
        together=decided.together,
        at=decided.at,
        later=of.later,
    )
