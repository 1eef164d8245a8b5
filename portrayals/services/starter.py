"""The starter: a catalogue kept as text, loaded into a new database as one coder's work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import not_, select, update

from portrayals.errors import PortrayalsError
from portrayals.history.record import keep
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import parse_identifier
from portrayals.query.book import StoredVariable
from portrayals.query.place import place
from portrayals.query.reading import Reading
from portrayals.query.truth import ask
from portrayals.services.annotations import Slot, check_basis, open_wave, write_annotation
from portrayals.services.answers import find_variable, read_answer
from portrayals.services.claiming import Said, add_claim
from portrayals.services.evidence import Mark, add_evidence, find_place
from portrayals.services.records import add_coder, add_source
from portrayals.services.scope import Change
from portrayals.services.tallying import refresh
from portrayals.services.units import UnitRow, insert_episode, insert_person, insert_title
from portrayals.tables import annotation, coder, study

STARTER: Final = Path(__file__).parents[1] / "starter" / "therapists.yaml"

_TERMS: Final = {"countries": "country", "languages": "language", "genres": "genre"}


def load_starter(change: Change, path: Path = STARTER) -> int:
    """Loads a catalogue of titles; how many there were.

    Its annotations are by the coder that it names, in the open wave. Raises PortrayalsError with
    the title where something in it cannot be read.
    """
    catalogue = _read(path)
    judge = catalogue["coder"]
    add_coder(change, judge["key"], judge["name"], kind=judge.get("kind", "person"))
    for each in catalogue.get("sources", ()):
        add_source(
            change,
            each["key"],
            citation=each["citation"],
            address=each.get("url"),
            dated=each.get("date"),
        )
    connection = change.connection
    keep(connection, change.number, study, study.c.study_id == 1)
    described = ("title", "creator", "licence", "description", "population", "sampling")
    connection.execute(
        update(study).values(
            change_id=change.number, **{word: catalogue.get(word) for word in described}
        )
    )
    loader = _Loader(change, judge["key"], check_basis(catalogue.get("basis", "unstated")))
    for block in catalogue["titles"]:
        try:
            loader.title(block)
        except (PortrayalsError, KeyError) as error:
            told = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise PortrayalsError(
                f"{path.name}, title {block.get('key', '?')}: {told}",
                hint=getattr(error, "hint", None),
            ) from error
    refresh(connection)
    _refuse_not_asked(change, path)
    _add_claims(change, catalogue.get("claims", ()), path)
    return len(catalogue["titles"])


def _read(path: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - the base loader makes nothing but text, lists and mappings
    return read


class _Loader:
    """Writes the blocks of a catalogue, as the coder that it names."""

    def __init__(self, change: Change, judge: str, basis: str) -> None:
        self.change = change
        self.basis = basis
        self.coder_id = change.connection.execute(
            select(coder.c.coder_id).where(coder.c.key == judge)
        ).scalar_one()
        self.wave_id = open_wave(change.connection, None).wave_id

    def title(self, block: Mapping[str, Any]) -> None:
        terms = {field: block.get(words, ()) for words, field in _TERMS.items()}
        terms["distributor"] = [block["distributor"]] if block.get("distributor") else []
        made = insert_title(
            self.change,
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
        for each in block.get("episodes", ()):
            code = parse_episode(each["code"])
            insert_episode(self.change, made, code, name=each.get("name"), aired=each.get("aired"))
        self._annotations(made, block)
        for portrayed in block.get("portrayals", ()):
            person = self._person(made, portrayed)
            for related in portrayed.get("relationships", ()):
                self._person(person, related)

    def _person(self, above: UnitRow, block: Mapping[str, Any]) -> UnitRow:
        made = insert_person(
            self.change,
            above,
            block["name"],
            key=block.get("key"),
            performer=block.get("performer"),
            roles=block.get("roles", ()),
            year=_year(block, "year"),
            aliases=block.get("aliases", ()),
        )
        self._annotations(made, block)
        return made

    def _annotations(self, of: UnitRow, block: Mapping[str, Any]) -> None:
        for name, given in block.get("annotations", {}).items():
            variable = find_variable(self.change, name)
            slot = Slot(variable, of, self.coder_id, self.wave_id)
            value = given["value"]
            joined = value if isinstance(value, str) else ";".join(value)
            answer = read_answer(variable, joined)
            write_annotation(
                self.change,
                slot,
                answer,
                basis=given.get("basis", self.basis),
                note=given.get("note"),
            )
            self._evidence(slot, given.get("evidence", ()))

    def _evidence(self, slot: Slot, pieces: Iterable[Mapping[str, str]]) -> None:
        for each in pieces:
            mark = Mark(
                episode=each.get("episode"),
                at=each.get("at"),
                quote=each.get("quote"),
                source=each.get("source"),
                description=each.get("describes"),
            )
            found = find_place(self.change, slot.unit, mark)
            if found is not None:
                add_evidence(self.change, slot, [_code_id(slot.variable, each)], found)


def _code_id(variable: StoredVariable, piece: Mapping[str, str]) -> int | None:
    node = variable.node(piece["code"]) if "code" in piece else None
    if node is None and "code" in piece:
        raise PortrayalsError(f"{piece['code']} is not a code of {variable.key}")
    return None if node is None else node.code_id


def _year(block: Mapping[str, Any], word: str) -> int | None:
    return int(block[word]) if word in block else None


def _add_claims(change: Change, blocks: Iterable[Mapping[str, Any]], path: Path) -> None:
    """What the sources say; a claim may speak of one that stands before it, by its key."""
    written: dict[str, str] = {}
    for block in blocks:
        try:
            about = block.get("about")
            if about is not None and about not in written:
                raise PortrayalsError(f"it is about {about}, which is no claim before it")
            if block["key"] in written:
                raise PortrayalsError("the key is that of a claim before it")
            codes = [f"{name}={';'.join(each)}" for name, each in block.get("codes", {}).items()]
            said = Said(
                statement=block["statement"],
                stance=block.get("stance", "asserts"),
                about=None if about is None else written[about],
                scope=block.get("scope"),
                basis=block.get("basis"),
                date=block.get("date"),
                locator=block.get("locator"),
            )
            [made] = add_claim(change, block["source"], block.get("unit"), codes, said).keys
        except (PortrayalsError, KeyError) as error:
            told = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise PortrayalsError(
                f"{path.name}, claim {block.get('key', '?')}: {told}",
                hint=getattr(error, "hint", None),
                candidates=getattr(error, "candidates", ()),
            ) from error
        written[block["key"]] = made


def _refuse_not_asked(change: Change, path: Path) -> None:
    """Refuses answers to what was not to be asked, all at once (R10)."""
    reading = Reading(change.book, "majority", ask)
    for variable in change.book.variables.values():
        if variable.asked_when is None or variable.asked_when_text is None:
            continue
        at = place(variable.level)
        wanted = ask(reading, variable.asked_when, variable.asked_when_text, at)
        answered = select(annotation.c.unit_id).where(
            annotation.c.variable_id == variable.variable_id,
            annotation.c.state != "not-applicable",
        )
        wrong = change.connection.execute(
            select(at.unit.c.key).where(at.unit.c.unit_id.in_(answered), not_(wanted))
        ).scalars()
        for key in wrong:
            raise PortrayalsError(
                f"{path.name}, {key}: {variable.key} is asked only where "
                f"{variable.asked_when_text}, which is not so"
            )
