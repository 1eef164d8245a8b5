"""Takes a text into a study, new or not, all of it or, with an error anywhere, nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select

from portrayals.findings.stored_ballots import keep_ballots
from portrayals.history.record import written_in
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.episodes import parse_episode
from portrayals.notation.quoting import quoted
from portrayals.results.text_files import TextImported
from portrayals.services.coding.annotations import check_basis, refuse_basis
from portrayals.services.texts.block import Block
from portrayals.services.texts.order import tell_disorder
from portrayals.services.texts.read import Text
from portrayals.services.texts.read_codings import CodingReader
from portrayals.services.texts.take_claims import Claims
from portrayals.services.texts.take_codings import NOT_ASKED, Codings
from portrayals.services.texts.take_records import (
    Codebooks,
    Waves,
    take_coders,
    take_sources,
    take_study,
    usual_coder,
)
from portrayals.services.texts.take_units import Units
from portrayals.services.texts.taking import Taking
from portrayals.services.texts.words import ASSIGNMENT, SEEN
from portrayals.tables import annotation, assignment, unit, viewing
from portrayals.vocabulary import OnChange


def load_text(
    change: Change,
    text: Text,
    *,
    new: bool = False,
    codebook: str | None = None,
    on_change: OnChange | None = None,
) -> TextImported:
    """Takes in a text; a `new` study becomes what it says, and has `codebook` if it names none.

    Raises InvalidText with every error by line, `Undecided` if something would change and nobody
    has said whether it may, and WouldChange if it may not.
    """
    taking = Taking(change, text, new)
    tell_disorder(text)
    books = Codebooks(taking, codebook)
    take_study(taking)
    coders, sources = take_coders(taking), take_sources(taking)
    waves = Waves(taking, books)
    units = Units(taking)
    claims = Claims(taking, sources)
    codings = Codings(taking, units, _reader(taking, books, coders, sources, waves), books)
    claims.take()
    _take_seen(taking, units, coders)
    _take_assignments(taking, waves, coders)
    text.problems.refuse()
    codings.take()
    text.problems.refuse()
    imported = taking.settle(on_change)
    waves.lock()
    if change.has_written:
        _count(change, codings, new=new)
        codings.tell_not_asked()
    not_asked = (str(each) for each in text.problems.notices() if each.code == NOT_ASKED)
    return replace(imported, notices=(*change.notices, *not_asked))


def _count(change: Change, codings: Codings, *, new: bool) -> None:
    """Rebuilds the ballots of what was coded."""
    if new:
        keep_ballots(change.connection)
        return
    variables = {each.variable.variable_id for each in codings.read}
    if variables:
        units = select(annotation.c.unit_id).where(*written_in(annotation, change.number))
        keep_ballots(change.connection, variable_ids=[*variables], units=units)


def _reader(
    taking: Taking,
    books: Codebooks,
    coders: Mapping[str, Any],
    sources: Mapping[str, int],
    waves: Waves,
) -> CodingReader:
    """What the top of a text says of all answers."""
    judge = usual_coder(taking)
    coder = judge.text("key") if isinstance(judge, Block) else judge
    wave = taking.default("wave")
    main = [key for key, row in waves.known.items() if row.purpose == "main"]
    _known_at_top(taking, "coder", coder, coders)
    _known_at_top(taking, "wave", wave, waves.known)
    top = taking.text.top("basis")
    basis = None if top is None else top.read("basis", check_basis)
    if top is not None and basis is not None and coder is not None and coder in coders:
        with top.at("basis").telling():
            refuse_basis(taking.change.connection, int(coders[coder].coder_id), basis)
    demanded = taking.text.top("evidence")
    words = ("required", "optional")
    said = demanded and demanded.read("evidence", lambda each: choose(each, words, "a word here"))
    return CodingReader(
        taking.change.book,
        books,
        coders,
        waves.known,
        waves.stated,
        sources,
        coder if coder in coders else None,
        wave if wave is not None else next(reversed(main), None),
        basis,
        required=said == "required",
    )


def _known_at_top(taking: Taking, name: str, key: str | None, known: Mapping[str, Any]) -> None:
    top = taking.text.top(name)
    if top is not None and key is not None and key not in known:
        told = f"{quoted(key)} is not a {name}; add it under {name}s:"
        top.at(name).wrong("unknown-key", told, nearest(key, known))


def _take_seen(taking: Taking, units: Units, coders: Mapping[str, Any]) -> None:
    """Who has seen which titles and episodes; what the study has beside it stays."""
    connection = taking.change.connection
    columns = (viewing.c.coder_id, viewing.c.title_id, viewing.c.episode_id)
    there = {tuple(row) for row in connection.execute(select(*columns))}
    new = []
    for each in units.known():
        for block in each.block.blocks("seen", "viewing", SEEN) if each.level == "title" else ():
            coder = _one_of(block, "coder", coders)
            code = block.read("episode", parse_episode)
            if code is not None and str(code) not in each.episodes:
                block.at("episode").wrong("unknown-key", f"{code} is not an episode of {each.key}")
                continue
            seen = None if code is None else each.episodes[str(code)].row
            if coder is None or each.row is None:
                continue
            row = (coders[coder].coder_id, each.row.unit_id, None if seen is None else seen.unit_id)
            if row not in there:
                names = ("coder_id", "title_id", "episode_id")
                new.append(dict(zip(names, row, strict=True)))
    if new:
        number = taking.change.number
        connection.execute(insert(viewing), [row | {"change_id": number} for row in new])


def _one_of(block: Block, name: str, known: Mapping[str, Any]) -> str | None:
    key = block.needed(name, f"{name}: KEY")
    if key is not None and key not in known:
        block.at(name).wrong("unknown-key", f"{quoted(key)} is not a {name}", nearest(key, known))
        return None
    return key


def _take_assignments(taking: Taking, waves: Waves, coders: Mapping[str, Any]) -> None:
    """Who was given what to code; what the study has beside it stays."""
    connection = taking.change.connection
    columns = (assignment.c.wave_id, assignment.c.coder_id, assignment.c.unit_id)
    there = {tuple(row) for row in connection.execute(select(*columns))}
    given = [
        (key, block)
        for key, of in waves.blocks.items()
        for block in of.blocks("assignments", "assignment", ASSIGNMENT)
    ]
    if not given:
        return
    ids = dict(connection.execute(select(unit.c.key, unit.c.unit_id)).all())
    new = []
    for key, block in given:
        coder = _one_of(block, "coder", coders)
        of_unit = _one_of(block, "unit", ids)
        purpose = block.text("purpose") or "coding"
        with block.at("purpose").telling():
            choose(purpose, ("coding", "reliability"), "a purpose of an assignment")
        seed = block.read("seed", int)
        if coder is None or of_unit is None or key not in waves.known:
            continue
        row = (waves.known[key].wave_id, coders[coder].coder_id, ids[of_unit])
        if row not in there:
            names = ("wave_id", "coder_id", "unit_id")
            said = {"purpose": purpose, "seed": seed}
            new.append(dict(zip(names, row, strict=True)) | said)
    if new and not taking.text.problems.errors:
        number = taking.change.number
        connection.execute(insert(assignment), [row | {"change_id": number} for row in new])
