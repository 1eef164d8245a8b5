"""What a coder gets to code in a wave: the catalogue and the codebook, as the data of a page.

It reads the titles assigned to the coder, what the catalogue says of them, and the codebook; and
nothing that anybody coded, noted, claimed or screened them for, the coder included; but for the
answers that are learnt from in training. Notes of titles stay out too, and synopses except in
training: they may tell how something ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, null, select

from portrayals.codebook.model import Code, Variable
from portrayals.errors import InvalidValue, NoCodebook
from portrayals.findings.stored_codebook import read_book
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.locks import locked
from portrayals.notation.episodes import EpisodeCode
from portrayals.notation.keys import fold
from portrayals.results.handout import Condition, Handout, HandoutCode, HandoutUnit, HandoutVariable
from portrayals.services.catalogue.resolve import find_record
from portrayals.services.codebooks.read import current_document
from portrayals.services.coding.annotations import wave_called
from portrayals.services.handouts.changed_since import Touched
from portrayals.services.handouts.conditions import Conditions, conditions_of, facts_of
from portrayals.services.handouts.model_answers import model_answers
from portrayals.services.waves.assign import refuse_unless_person
from portrayals.tables import (
    assignment,
    codebook,
    coder,
    episode,
    study,
    title,
    unit,
    unit_role,
)
from portrayals.vocabulary import COUNTED_OUT, LEVELS, Level

#: Engines limit how many ids one statement names.
_AT_ONCE: Final = 5_000


def handout_of(
    connection: Connection,
    coder_key: str,
    wave_key: str,
    touched: Touched | None = None,
    answers_of: str | None = None,
) -> Handout:
    """The handout of a coder in a wave. The same catalogue, codebook and assignment give the same.

    With `touched`, it has only those units, what is above them, and those variables of them. In a
    wave of training, it has the answers of the coder `answers_of` to learn from. Raises UnknownKey
    for an unknown coder or wave, WaveLocked for a locked wave, and InvalidValue for a coder who is
    not a person (R38), for one to whom nothing is assigned, and as `model_answers`.
    """
    who = person_handed_to(connection, coder_key)
    book = current_document(connection)
    if book is None:
        raise NoCodebook("there is nothing to code")
    within = wave_called(connection, wave_key)
    if within.locked_at is not None:
        raise locked(
            within,
            "so nothing is handed out in it",
            f"to open it again: portrayals coding unlock {wave_key}",
        )
    mine = _titles(within.wave_id, who.coder_id)
    if connection.execute(mine.limit(1)).first() is None:
        raise InvalidValue(
            f"nothing is assigned to {coder_key} in {wave_key}",
            hint=f"to assign titles: portrayals coding assign --wave {wave_key} --coder "
            f"{coder_key}",
        )
    stored = read_book(connection)
    conditions = conditions_of(connection, stored)
    coded = [each for each in book.variables if each.active and not each.derived]
    levels = {each.level for each in coded}
    units = _units(connection, mine, conditions, levels, synopses=within.purpose == "training")
    if touched is not None:
        units = _only(connection, units, touched, [each.key for each in coded])
        asked = {key for each in units for key in each.variables or ()}
        coded = [each for each in coded if each.key in asked]
    told = connection.execute(
        select(codebook.c.sha256, study.c.title).join(
            study, study.c.codebook_id == codebook.c.codebook_id
        )
    ).one()
    variables = tuple(variable_handed_out(each, conditions.of.get(each.key)) for each in coded)
    model = None
    if answers_of is not None:
        model = model_answers(
            *(connection, answers_of, within),
            learner=who.key,
            units=units,
            variables=variables,
        )
    return Handout(
        study=told.title,
        wave=within.key,
        purpose=within.purpose,
        coder=who.key,
        coder_name=who.name,
        codebook=book.key,
        codebook_version=book.version,
        codebook_sha256=told.sha256,
        codebook_label=book.label or None,
        level_names={level: stored.name_of(level, 1) for level in LEVELS},
        variables=variables,
        units=units,
        episodes=_episodes(connection, mine),
        model=model,
    )


def person_handed_to(connection: Connection, key: str) -> Row[Any]:
    """The coder of that key. Raises UnknownKey, and InvalidValue for one who is no person (R38)."""
    find_record(connection, "coder", key)
    who = connection.execute(select(coder).where(coder.c.key == key)).one()
    refuse_unless_person(who, "gets a handout")
    return who


def _only(
    connection: Connection, units: Sequence[HandoutUnit], touched: Touched, order: Sequence[str]
) -> tuple[HandoutUnit, ...]:
    """The touched units and those above them, each with its variables in the codebook's order."""
    uuids: dict[str, Collection[str]] = {}
    ids = sorted(touched)
    for first in range(0, len(ids), _AT_ONCE):
        some = unit.c.unit_id.in_(ids[first : first + _AT_ONCE])
        for unit_id, uuid in connection.execute(select(unit.c.unit_id, unit.c.uuid).where(some)):
            uuids[uuid] = touched[unit_id]
    needed: set[str | None] = {*uuids}
    for each in reversed(units):  # what is above a unit comes before it
        if each.uuid in needed:
            needed.add(each.above)
    return tuple(
        replace(each, variables=tuple(key for key in order if key in uuids.get(each.uuid, ())))
        for each in units
        if each.uuid in needed
    )


def variable_handed_out(each: Variable, asked_when: Condition | None) -> HandoutVariable:
    """A variable with its rules and the codes that are switched on, as a coder gets it."""
    return HandoutVariable(
        key=each.key,
        label=each.label,
        level=each.level,
        type=each.type,
        question=each.question or None,
        definition=each.definition or None,
        include=each.include or None,
        exclude=each.exclude or None,
        minimum=each.minimum,
        maximum=each.maximum,
        measure=each.unit or None,
        asked_when=asked_when,
        codes=_codes(each.codes),
    )


def _codes(codes: Sequence[Code]) -> tuple[HandoutCode, ...]:
    """The codes that are switched on; what is below one that is off is off too."""
    return tuple(
        HandoutCode(
            key=each.key,
            label=each.label,
            definition=each.definition or None,
            include=each.include or None,
            exclude=each.exclude or None,
            examples=each.examples,
            counterexamples=each.counterexamples,
            assignable=each.assignable,
            properties=_properties(each),
            codes=_codes(each.codes),
        )
        for each in codes
        if each.active
    )


def _properties(each: Code) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for name, value in each.properties:
        values.setdefault(name, []).append(value)
    return {name: tuple(own) for name, own in values.items()}


def _titles(wave_id: int, coder_id: int) -> Select[int]:
    """The titles that a coder has in a wave and that count (R1)."""
    return (
        select(title.c.title_id)
        .join(unit, unit.c.title_id == title.c.title_id)
        .join(assignment, assignment.c.unit_id == unit.c.unit_id)
        .where(
            assignment.c.wave_id == wave_id,
            assignment.c.coder_id == coder_id,
            title.c.screened.not_in(COUNTED_OUT),
        )
    )


def _units(
    connection: Connection,
    mine: Select[int],
    conditions: Conditions,
    coded: Set[Level],
    *,
    synopses: bool,
) -> tuple[HandoutUnit, ...]:
    """The titles by name, each with all beneath it: what is below a unit follows it.

    Episodes are among them only where something is coded of episodes.
    """
    synopsis = title.c.synopsis if synopses else null().label("synopsis")
    levels = [each for each in LEVELS if each in coded or each != "episode"]
    rows = connection.execute(
        select(unit, title.c.kind, title.c.end_year, synopsis)
        .join(title, title.c.title_id == unit.c.title_id)
        .outerjoin(episode, episode.c.episode_id == unit.c.unit_id)
        .where(unit.c.title_id.in_(mine), unit.c.level_id.in_([LEVEL_ID[each] for each in levels]))
        .order_by(
            unit.c.level_id,
            func.coalesce(episode.c.season, 0),
            func.coalesce(episode.c.number, 0),
            unit.c.unit_id,
        )
    ).all()
    roles: dict[int, list[str]] = {}
    said = select(unit_role.c.unit_id, unit_role.c.role).join(
        unit, unit.c.unit_id == unit_role.c.unit_id
    )
    for unit_id, role in connection.execute(
        said.where(unit.c.title_id.in_(mine)).order_by(unit_role.c.unit_id, unit_role.c.position)
    ):
        roles.setdefault(unit_id, []).append(role)
    facts = _facts(connection, conditions, rows)
    uuids = {row.unit_id: row.uuid for row in rows}
    beneath: dict[int | None, list[Row[Any]]] = {}
    for row in rows:
        beneath.setdefault(row.parent_id, []).append(row)
    titles = sorted(beneath.get(None, ()), key=lambda row: (fold(row.name), row.key))

    def family(row: Row[Any]) -> Iterator[HandoutUnit]:
        level, of_title = LEVELS[row.level_id - 1], row.parent_id is None
        yield HandoutUnit(
            uuid=row.uuid,
            key=row.key,
            level=level,
            above=None if of_title else uuids[row.parent_id],
            name=row.name,
            year=row.year,
            end_year=row.end_year if of_title else None,
            kind=row.kind if of_title else None,
            performer=row.performer,
            roles=tuple(roles.get(row.unit_id, ())),
            facts=facts[row.unit_id],
            synopsis=row.synopsis if of_title else None,
        )
        for each in beneath.get(row.unit_id, ()):
            yield from family(each)

    return tuple(each for row in titles for each in family(row))


def _facts(
    connection: Connection, conditions: Conditions, rows: Sequence[Row[Any]]
) -> dict[int, tuple[bool | None, ...]]:
    known: dict[int, tuple[bool | None, ...]] = {}
    for level in LEVELS:
        ids = [row.unit_id for row in rows if row.level_id == LEVEL_ID[level]]
        for first in range(0, len(ids), _AT_ONCE):
            known |= facts_of(connection, conditions, level, ids[first : first + _AT_ONCE])
    return known


def _episodes(connection: Connection, mine: Select[int]) -> dict[str, tuple[str, ...]]:
    """The codes of the listed episodes of each title, by its UUID."""
    rows = (
        select(unit.c.uuid, episode.c.season, episode.c.number)
        .join(unit, unit.c.unit_id == episode.c.title_id)
        .where(episode.c.title_id.in_(mine))
        .order_by(episode.c.title_id, episode.c.season, episode.c.number)
    )
    codes: dict[str, list[str]] = {}
    for uuid, season, number in connection.execute(rows):
        codes.setdefault(uuid, []).append(str(EpisodeCode(season, number)))
    return {uuid: tuple(of_title) for uuid, of_title in codes.items()}
