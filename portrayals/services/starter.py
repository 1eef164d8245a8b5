"""Loads the starter: titles, people, one coder's work, the same coder's second coding, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import bindparam, insert, not_, select, update

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.findings.ballots import said_beside
from portrayals.findings.cast_ballots import Voters
from portrayals.findings.reading import Reading
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import keep_answers
from portrayals.findings.stored_ballots import ballots_of, keep_ballots
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import place
from portrayals.history.record import keep, note_variables
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import parse_identifier
from portrayals.notation.quoting import quoted
from portrayals.notation.times import parse_time_range
from portrayals.query.compile import ask
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source, add_wave
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.units import UnitRow, insert_episode, insert_person, insert_title
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.coding.annotations import (
    Slot,
    answer_row,
    basis_unless_given,
    check_basis,
    open_wave,
    refuse_basis,
)
from portrayals.services.coding.evidence import EvidenceLocator
from portrayals.services.coding.values import find_variable, read_answer
from portrayals.tables import annotation, answer, coder, evidence, source, study, unit, wave
from portrayals.vocabulary import BASES, STATES


@dataclass(frozen=True, slots=True)
class StarterText:
    """A file of the starter: its name, its lines, and its content, with every scalar as text."""

    name: str
    lines: tuple[str, ...]
    content: dict[str, Any]

    @contextmanager
    def telling(self, what: str, key: str) -> Iterator[None]:
        """Adds file, line and key to any error raised within. Raises InvalidValue."""
        try:
            yield
        except (PortrayalsError, KeyError) as error:
            told = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise InvalidValue(
                f"{self.name}, {self._line(key)}{what} {key}: {told}",
                hint=getattr(error, "hint", None),
                candidates=getattr(error, "candidates", ()),
            ) from error

    def _line(self, key: str) -> str:
        for number, line in enumerate(self.lines, 1):
            if line in {f"- key: {key}", f"- unit: {key}"}:
                return f"line {number}, "
        return ""


def read_text(path: Path) -> StarterText:
    """The content of a file. Raises InvalidValue, with the line, if it is not YAML."""
    import yaml

    written = path.read_text(encoding="utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        content = yaml.load(written, Loader=loader)  # noqa: S506 - the base loader makes nothing but text, lists and mappings
    except yaml.MarkedYAMLError as error:
        line = 0 if error.problem_mark is None else error.problem_mark.line + 1
        raise InvalidValue(f"{path.name}, line {line}: {error.problem}") from None
    return StarterText(path.name, tuple(written.splitlines()), content)


def add_claims(change: Change, blocks: Iterable[Mapping[str, Any]], text: StarterText) -> None:
    """Adds the claims; a claim may be about an earlier one, by its key."""
    written: dict[str, str] = {}
    for block in blocks:
        with text.telling("claim", block.get("key", "?")):
            about = block.get("about")
            if about is not None and about not in written:
                raise InvalidValue(f"it is about {about}, which is not an earlier claim")
            if block["key"] in written:
                raise InvalidValue("an earlier claim has this key")
            codes = [f"{name}={';'.join(each)}" for name, each in block.get("codes", {}).items()]
            said = Said(
                statement=block["statement"],
                stance=block.get("stance", "asserts"),
                about=None if about is None else written[about],
                scope=block.get("scope"),
                basis=block.get("basis"),
                date=block.get("date"),
                locator=block.get("locator"),
                checked=block.get("checked"),
                checked_source=block.get("checked_source"),
            )
            [made] = add_claim(change, block["source"], block.get("unit"), codes, said).keys
            written[block["key"]] = made


Block = Mapping[str, Any]


class StarterCoding:
    """The work of one coder in one wave, new to the database."""

    def __init__(self, change: Change, coder_id: int, wave_id: int, basis: str) -> None:
        self.change = change
        self.coder_id, self.wave_id = coder_id, wave_id
        self.basis = self._checked(basis)
        connection = change.connection
        of_wave = select(wave.c.codebook_id).where(wave.c.wave_id == wave_id)
        self._codebook_id = connection.execute(of_wave).scalar_one()
        self._sources = dict(connection.execute(select(source.c.key, source.c.source_id)).all())
        self._annotations: list[dict[str, object]] = []
        self._answers: list[tuple[int, Answer]] = []
        self._evidence: list[dict[str, object]] = []

    def add(self, of: UnitRow, block: Block, episodes: Mapping[str, int]) -> None:
        """The annotations of a unit's block; `episodes` of its title by their codes."""
        for name, block_of in block.get("annotations", {}).items():
            variable = find_variable(self.change, name)
            slot = Slot(variable, of, self.coder_id, self.wave_id)
            said = block_of if isinstance(block_of, Mapping) else {"value": block_of}
            value = said["value"]
            given = read_answer(variable, value if isinstance(value, str) else ";".join(value))
            known_by = BASES.index(self._checked(said.get("basis", self.basis)))
            complete = said_beside(True, known_by) if said.get("complete") == "yes" else None
            self._annotations.append(
                answer_row(slot, given, self._codebook_id)
                | {
                    "basis": known_by,
                    "complete": complete,
                    "note": said.get("note"),
                    "change_id": self.change.number,
                }
            )
            self._answers.append((variable.variable_id, given.said))
            for piece in said.get("evidence", ()):
                where = self._place(piece, episodes).values()
                row = {"uuid": new_uuid(), "code_id": _code_id(variable, piece)}
                self._evidence.append(slot.key() | row | where)

    def _checked(self, basis: str) -> str:
        """A basis that the coder can have. Raises InvalidValue for another."""
        refuse_basis(self.change.connection, self.coder_id, check_basis(basis))
        return basis

    def _place(self, piece: Mapping[str, str], episodes: Mapping[str, int]) -> EvidenceLocator:
        at = piece.get("at")
        return EvidenceLocator(
            episode_id=_known(episodes, piece.get("episode"), "an episode"),
            source_id=_known(self._sources, piece.get("source"), "a source"),
            time=None if at is None else parse_time_range(at),
            quote=piece.get("quote"),
            description=piece.get("describes"),
            said="",
        )

    def write(self) -> None:
        """Writes what was gathered; the caller updates the ballots."""
        connection = self.change.connection
        ids = keep_answers(connection, self._answers)
        note_variables(connection, self.change.number, {of for of, _ in self._answers})
        rows = [row | {"answer_id": each} for row, each in zip(self._annotations, ids, strict=True)]
        for table, new in ((annotation, rows), (evidence, self._evidence)):
            if new:
                connection.execute(insert(table), new)

    def refuse_not_asked(self) -> None:
        """Raises InvalidValue for an answer to a variable that is not asked (R10)."""
        connection, book = self.change.connection, self.change.book
        voters = Voters(self.coder_id, self.wave_id)
        reading = Reading(book, "majority", ask, ballots_of(connection, voters))
        for variable in book.variables.values():
            if variable.asked_when is None or variable.asked_when_text is None:
                continue
            at = place(variable.level)
            wanted = ask(reading, variable.asked_when, variable.asked_when_text, at)
            answered = (
                select(annotation.c.unit_id)
                .join(answer, answer.c.answer_id == annotation.c.answer_id)
                .where(
                    annotation.c.variable_id == variable.variable_id,
                    annotation.c.wave_id == self.wave_id,
                    answer.c.state != STATES.index("not-applicable"),
                )
            )
            wrong = select(at.unit.c.key).where(at.unit.c.unit_id.in_(answered), not_(wanted))
            for key in connection.execute(wrong).scalars():
                raise InvalidValue(
                    f"{key}: {variable.key} is asked only where {variable.asked_when_text}, which "
                    "is false"
                )


def _known(ids: Mapping[str, int], key: str | None, what: str) -> int | None:
    if key is None or key in ids:
        return None if key is None else ids[key]
    raise UnknownKey(f"{quoted(key)} is not {what} of this catalogue", candidates=nearest(key, ids))


def _code_id(variable: StoredVariable, piece: Mapping[str, str]) -> int | None:
    node = variable.node(piece["code"]) if "code" in piece else None
    if node is None and "code" in piece:
        raise InvalidValue(f"{piece['code']} is not a code of {variable.key}")
    return None if node is None else node.code_id


CATALOGUE: Final = Path(__file__).parents[1] / "starter" / "therapists.yaml"
SECOND: Final = CATALOGUE.with_name("second-coding.yaml")

_TERMS: Final = {"countries": "country", "languages": "language", "genres": "genre"}
_DESCRIBED: Final = ("title", "creator", "licence", "description", "population", "sampling")


def load_starter(change: Change) -> int:
    """Loads the included catalogue; returns how many titles there were."""
    return load_catalogue(change, CATALOGUE, SECOND)


def load_catalogue(change: Change, path: Path, second: Path | None = None) -> int:
    """Loads a catalogue of titles, and the second coding of some; returns the number of titles.

    Raises InvalidValue, with the file, the line and the title, if something cannot be read.
    """
    text = read_text(path)
    catalogue = text.content
    judge = catalogue["coder"]
    how = CoderOptions(compilation=judge.get("method"))
    add_coder(change, judge["key"], judge["name"], options=how)
    for each in catalogue.get("sources", ()):
        with text.telling("source", each.get("key", "?")):
            add_source(
                change,
                each["key"],
                citation=each["citation"],
                address=each.get("url"),
                dated=each.get("date"),
                accessed=each.get("accessed"),
            )
    _describe(change, catalogue)
    connection = change.connection
    coder_id = connection.execute(
        select(coder.c.coder_id).where(coder.c.key == judge["key"])
    ).scalar_one()
    wave_id = _wave(change, catalogue)
    basis = catalogue.get("basis") or basis_unless_given(connection, coder_id)
    coding = StarterCoding(change, coder_id, wave_id, basis)
    for block in catalogue["titles"]:
        with text.telling("title", block.get("key", "?")):
            _title(change, coding, block)
    _identify(change, path.stem)
    coding.write()
    coding.refuse_not_asked()
    add_claims(change, catalogue.get("claims", ()), text)
    if second is not None:
        _look_again(change, coder_id, read_text(second))
    keep_ballots(connection)
    return len(catalogue["titles"])


def _identify(change: Change, catalogue: str) -> None:
    """Gives each unit the same UUID in every study, so that two that begin with it can exchange."""
    connection = change.connection
    made = select(unit.c.unit_id, unit.c.key).where(unit.c.change_id == change.number)
    rows = [
        {"of": row.unit_id, "known_as": str(uuid5(NAMESPACE_URL, f"{catalogue}/{row.key}"))}
        for row in connection.execute(made)
    ]
    of = unit.c.unit_id == bindparam("of")
    connection.execute(update(unit).where(of).values(uuid=bindparam("known_as")), rows)


def _wave(change: Change, catalogue: Block) -> int:
    """The wave that a catalogue is coded in: its own, made now, or the latest main wave."""
    made = {each["key"]: add_wave(change, **each) for each in catalogue.get("waves", ())}
    if "wave" in catalogue:
        return made[catalogue["wave"]]
    return int(open_wave(change.connection, None).wave_id)


def _describe(change: Change, catalogue: Block) -> None:
    keep(change.connection, change.number, study, study.c.study_id == 1)
    said = {word: catalogue.get(word) for word in _DESCRIBED}
    change.connection.execute(update(study).values(change_id=change.number, **said))


def _title(change: Change, coding: StarterCoding, block: Block) -> None:
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


def _look_again(change: Change, coder_id: int, text: StarterText) -> None:
    """Loads the same coder's second coding: a wave of its own, which settles nothing (R11)."""
    connection, again = change.connection, text.content
    wave_id = add_wave(change, again["wave"], "recode")
    coding = StarterCoding(change, coder_id, wave_id, again["basis"])
    for block in again["codings"]:
        with text.telling("unit", block.get("unit", "?")):
            coding.add(find_unit(connection, block["unit"]), block, {})
    coding.write()
    coding.refuse_not_asked()
