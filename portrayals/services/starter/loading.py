"""Loads the starter: titles, people, one coder's work, the same coder's second look, claims."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import select, update

from portrayals.findings.tally import refresh
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import parse_identifier
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source, add_wave
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.units import UnitRow, insert_episode, insert_person, insert_title
from portrayals.services.coding.annotations import open_wave
from portrayals.services.starter.claims import add_claims
from portrayals.services.starter.coding import Block, Coding
from portrayals.services.starter.text import Text, read_text
from portrayals.tables import coder, study

CATALOGUE: Final = Path(__file__).parents[2] / "starter" / "therapists.yaml"
SECOND: Final = CATALOGUE.with_name("second-coding.yaml")

_TERMS: Final = {"countries": "country", "languages": "language", "genres": "genre"}
_DESCRIBED: Final = ("title", "creator", "licence", "description", "population", "sampling")


def load_starter(change: Change) -> int:
    """Loads the catalogue that comes with the program; how many titles there were."""
    return load_catalogue(change, CATALOGUE, SECOND)


def load_catalogue(change: Change, path: Path, second: Path | None = None) -> int:
    """Loads a catalogue of titles, and the second coding of some; how many titles there were.

    Raises PortrayalsError with the file, the line and the title where something cannot be read.
    """
    text = read_text(path)
    catalogue = text.content
    judge = catalogue["coder"]
    add_coder(change, judge["key"], judge["name"], kind=judge.get("kind", "person"))
    for each in catalogue.get("sources", ()):
        with text.telling("source", each.get("key", "?")):
            citation, address = each["citation"], each.get("url")
            add_source(
                change, each["key"], citation=citation, address=address, dated=each.get("date")
            )
    _describe(change, catalogue)
    connection = change.connection
    coder_id = connection.execute(
        select(coder.c.coder_id).where(coder.c.key == judge["key"])
    ).scalar_one()
    wave_id = int(open_wave(connection, None).wave_id)
    coding = Coding(change, coder_id, wave_id, catalogue.get("basis", "unstated"))
    for block in catalogue["titles"]:
        with text.telling("title", block.get("key", "?")):
            _title(change, coding, block)
    coding.write()
    coding.refuse_not_asked()
    add_claims(change, catalogue.get("claims", ()), text)
    if second is not None:
        _look_again(change, coder_id, read_text(second))
    refresh(connection)
    return len(catalogue["titles"])


def _describe(change: Change, catalogue: Block) -> None:
    keep(change.connection, change.number, study, study.c.study_id == 1)
    said = {word: catalogue.get(word) for word in _DESCRIBED}
    change.connection.execute(update(study).values(change_id=change.number, **said))


def _title(change: Change, coding: Coding, block: Block) -> None:
    terms = {field: block.get(words, ()) for words, field in _TERMS.items()}
    terms["distributor"] = [block["distributor"]] if block.get("distributor") else []
    made = insert_title(
        change,
        block["name"],
        key=block["key"],
        kind=block["kind"],
        year=_year(block, "year"),
        end_year=_year(block, "end_year"),
        synopsis=block.get("synopsis"),
        note=block.get("notes"),
        screened=block.get("screened", "in"),
        terms=terms,
        ids=[parse_identifier(each) for each in block.get("ids", ())],
        aliases=block.get("aliases", ()),
    )
    episodes = {}
    for each in block.get("episodes", ()):
        code = parse_episode(each["code"])
        name, aired = each.get("name"), each.get("aired")
        episodes[str(code)] = insert_episode(change, made, code, name=name, aired=aired).unit_id
    coding.add(made, block, episodes)
    for portrayed in block.get("portrayals", ()):
        person = _person(change, made, portrayed)
        coding.add(person, portrayed, episodes)
        for related in portrayed.get("relationships", ()):
            coding.add(_person(change, person, related), related, episodes)


def _person(change: Change, above: UnitRow, block: Block) -> UnitRow:
    return insert_person(
        change,
        above,
        block["name"],
        key=block.get("key"),
        performer=block.get("performer"),
        roles=block.get("roles", ()),
        year=_year(block, "year"),
        aliases=block.get("aliases", ()),
    )


def _year(block: Block, word: str) -> int | None:
    return int(block[word]) if word in block else None


def _look_again(change: Change, coder_id: int, text: Text) -> None:
    """What the same coder says at a second look: a wave of its own, which settles nothing (R11)."""
    connection, again = change.connection, text.content
    wave_id = add_wave(change, again["wave"], "recode")
    coding = Coding(change, coder_id, wave_id, again["basis"])
    for block in again["codings"]:
        with text.telling("unit", block.get("unit", "?")):
            coding.add(find_unit(connection, block["unit"]), block, {})
    coding.write()
    coding.refuse_not_asked()
