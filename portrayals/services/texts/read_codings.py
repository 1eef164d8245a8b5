"""Reads the answers about a unit from its block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portrayals.codebook.document import Entry, Items, Scalar
from portrayals.codebook.document import Mapping as MappingEntry
from portrayals.errors import PortrayalsError
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.notation.cells import text as as_text
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.episodes import parse_episode
from portrayals.notation.quoting import quoted
from portrayals.notation.times import parse_time_range
from portrayals.query.fields_variables import unknown_code
from portrayals.services.catalogue.kinds_of_coder import refuse_basis_of_compilation
from portrayals.services.coding.annotations import GivenAnswer, check_basis
from portrayals.services.coding.values import MAYBE, STATES, read_answer, variable_called
from portrayals.services.texts.block import Block
from portrayals.services.texts.model import Coding, Decided, Piece, Whose, in_order
from portrayals.services.texts.problems import Place
from portrayals.services.texts.take_records import Codebooks
from portrayals.services.texts.take_units import UnitBlock
from portrayals.services.texts.words import CODING, DECISION, EVIDENCE
from portrayals.vocabulary import (
    CAUSES,
    COMPILED_BASES,
    COMPLETE_BASES,
    CONSENSUS,
    DECISION_METHODS,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of a text: where it stands, about what, whose it is, and what it says.

    `pieces` is its evidence in the order of the text, which readers are shown.
    """

    place: Place
    unit: UnitBlock
    variable: StoredVariable
    whose: Whose
    given: GivenAnswer
    coding: Coding
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class CodingReader:
    """Reads answers with what the top of the text says of all that say nothing else.

    `required`: whether an answer that names neither coder nor wave needs evidence.
    """

    book: Book
    books: Codebooks
    coders: Mapping[str, Any]
    waves: Mapping[str, Any]
    stated: Mapping[str, int]
    sources: Mapping[str, int]
    coder: str | None
    wave: str | None
    basis: str | None
    required: bool

    def of_unit(self, unit: UnitBlock) -> Iterator[Answered]:
        """The answers about a unit."""
        block = unit.block.block("annotations", "unit", None)
        if block is None:
            return
        for name, entry in block.mapping.entries.items():
            place = block.at(name)
            try:
                variable = variable_called(self.book, name)
            except PortrayalsError as error:
                place.refused(error)
                continue
            if variable.level != unit.level:
                place.wrong(
                    "wrong-level",
                    f"{name} is coded for {variable.level}s, and {unit.key} is a {unit.level}",
                )
                continue
            met: dict[Whose, Place] = {}
            for each in _answers(entry):
                read = self._read(unit, block, variable, place, each)
                if read is None:
                    continue
                if read.whose in met:
                    read.place.wrong(
                        "given-twice",
                        f"{name} is answered twice by {read.whose.coder} in wave "
                        f"{read.whose.wave} (first on line {met[read.whose].line})",
                    )
                    continue
                met[read.whose] = read.place
                yield read

    def _read(
        self, unit: UnitBlock, above: Block, variable: StoredVariable, named: Place, entry: Entry
    ) -> Answered | None:
        if isinstance(entry, MappingEntry):
            block = Block(entry, above.file, above.problems, "answer", CODING)
        else:
            short = MappingEntry(entry.line, {"value": entry}, {"value": entry.line})
            block = Block(short, above.file, above.problems, "answer", CODING)
        coder = self._coder(block)
        wave = self._wave(block)
        book = self._codebook(block, unit, wave)
        given = self._given(block, book, variable, named)
        basis = self._basis(block, coder)
        pieces = tuple(self._pieces(block, unit, variable, given))
        if coder is None or wave is None or given is None or basis is None:
            return None
        words = _words(variable, given)
        decision = self._decision(block, coder)
        coding = Coding(
            words,
            is_set=variable.type == "multi" and given.state == "coded",
            basis=basis,
            text=given.text,
            complete=self._complete(block, variable, given, basis),
            codebook=self._other_than(wave, book),
            note=block.text("note"),
            evidence=in_order(pieces),
            decision=decision,
        )
        if self.required and "coder" not in block and "wave" not in block:
            for each in coding.unsupported():
                what = f"{variable.key}: {each}" if each != variable.key else each
                block.at("value").wrong("no-evidence", f"{what} has no evidence with a source")
        whose = Whose(variable.key, coder, wave)
        return Answered(block.at(), unit, variable, whose, given, coding, pieces)

    def _coder(self, block: Block) -> str | None:
        name = block.text("coder") or self.coder
        if name is None:
            block.at("coder").wrong(
                "missing", "nobody is named who answered: coder: KEY, here or at the top"
            )
        elif name in self.coders:
            return name
        elif "coder" in block:
            block.at("coder").wrong(
                "unknown-key",
                f"{quoted(name)} is not a coder; add it under coders:",
                nearest(name, self.coders),
            )
        return None

    def _wave(self, block: Block) -> str | None:
        name = block.text("wave") or self.wave
        if name is None or name in self.waves:
            return name
        if "wave" in block:
            block.at("wave").wrong(
                "unknown-key",
                f"{quoted(name)} is not a wave; add it under waves:",
                nearest(name, self.waves),
            )
        return None

    def _basis(self, block: Block, coder: str | None) -> str | None:
        kind = None if coder is None else self.coders[coder].kind
        compiled = kind == "compilation"
        said = block.text("basis")
        if said is None and compiled and self.basis not in COMPILED_BASES:
            return "documented"
        if said is None:
            return self.basis or "unstated"
        return block.read("basis", lambda text: _basis_of(text, compiled=compiled))

    def _codebook(self, block: Block, unit: UnitBlock, wave: str | None) -> int | None:
        """The codebook of an answer, of its title, of its wave or of the text, if any says it."""
        said = block if "codebook" in block else unit.title.block
        of_wave = self.stated.get(wave or "", self.books.current)
        return self.books.id_of(said, "codebook") or of_wave

    def _other_than(self, wave: str, book: int | None) -> str | None:
        """What a codebook is called, if it is not that of the wave."""
        if book is None or book == self.waves[wave].codebook_id:
            return None
        return self.books.name_of(book)

    def _given(
        self, block: Block, book: int | None, variable: StoredVariable, named: Place
    ) -> GivenAnswer | None:
        text = block.text("text")
        if text is not None:
            if variable.type == "text":
                return GivenAnswer("coded", text=text)
            block.at("text").wrong("invalid-value", f"{variable.key} is not a text; write value:")
            return None
        words = block.texts("value")
        if not words:
            named.wrong("missing", f"{variable.key} lacks its value")
            return None
        alone = isinstance(block.mapping.entries.get("value"), Scalar)
        place = block.at("value")
        try:
            if book not in {None, self.book.codebook_id}:
                return _of_earlier(variable, words)
            if alone:
                return read_answer(variable, words[0])
            if variable.type == "multi" and not self._each_known(place, variable, words):
                return None
            return read_answer(variable, ";".join(words), lambda _: words)
        except PortrayalsError as error:
            place.refused(error, f"{variable.key}: ")
            return None

    def _each_known(self, place: Place, variable: StoredVariable, words: tuple[str, ...]) -> bool:
        """Whether each of several words is a code or a state; those that are not are told."""
        known = True
        for word in words:
            try:
                read_answer(variable, word, lambda each: (each,))
            except PortrayalsError as error:
                place.refused(error, f"{variable.key}: ")
                known = False
        return known

    def _complete(
        self, block: Block, variable: StoredVariable, given: GivenAnswer, basis: str
    ) -> bool | None:
        said = block.read("complete", lambda text: choose(text, ("yes", "no"), "yes or no"))
        if said is None:
            return None
        if variable.type != "multi" or given.state not in {"coded", "none"}:
            told = f"{variable.key} is not a set that could be complete"
            block.at("complete").wrong("invalid-value", told)
            return None
        complete = said == "yes"
        return None if complete == (basis in COMPLETE_BASES) else complete

    def _pieces(
        self, block: Block, unit: UnitBlock, variable: StoredVariable, given: GivenAnswer | None
    ) -> Iterator[Piece]:
        codes = {node.key for node in (*given.codes, *given.doubtful)} if given else set()
        for piece in block.blocks("evidence", "piece of evidence", EVIDENCE):
            code = piece.text("code")
            if code is not None and given is not None and code not in codes:
                piece.at("code").wrong(
                    "evidence-for-no-code",
                    f"{code} is not among the values of {variable.key}: "
                    f"{', '.join(_words(variable, given))}",
                )
            source = piece.text("source")
            if source is not None and source not in self.sources:
                piece.at("source").wrong(
                    "unknown-key",
                    f"{quoted(source)} is not a source; add it under sources:",
                    nearest(source, self.sources),
                )
            told = Piece(
                code,
                source,
                self._episode(piece, unit),
                piece.read("at", parse_time_range),
                piece.text("quote"),
                piece.text("describes"),
            )
            if told == Piece(code):
                piece.at().wrong("missing", "it says nowhere to look: a source, an episode, a time")
            yield told

    def _episode(self, piece: Block, unit: UnitBlock) -> str | None:
        code = piece.read("episode", parse_episode)
        if code is None:
            return None
        known = unit.title.episodes
        if str(code) not in known:
            piece.at("episode").wrong(
                "unknown-key",
                f"{code} is not an episode of {unit.title.key}; add it under episodes:",
                nearest(str(code), known),
            )
        return str(code)

    def _decision(self, block: Block, coder: str) -> Decided | None:
        decided = block.block("decision", "decision", DECISION)
        if decided is None:
            if coder == CONSENSUS:
                block.at("coder").wrong("missing", "the consensus coder answers by decisions alone")
            return None
        if coder != CONSENSUS:
            block.at("decision").wrong("invalid-value", "only the consensus coder has decisions")
        together = decided.texts("with")
        by = decided.needed("by", "by: CODER")
        for each, name in ((by, "by"), *((each, "with") for each in together)):
            if each is not None and each not in self.coders:
                decided.at(name).wrong(
                    "unknown-key", f"{quoted(each)} is not a coder", nearest(each, self.coders)
                )
        at = decided.needed("at", 'at: "2026-11-30T09:00:00Z"')
        reason = decided.needed("reason", "reason: WHY")
        method = decided.read("method", lambda text: choose(text, DECISION_METHODS, "a method"))
        cause = decided.read("cause", lambda text: choose(text, CAUSES, "a cause"))
        if by is None or at is None or reason is None:
            return None
        return Decided(by, at, method or "expert", reason, cause, tuple(sorted(together)))


def _basis_of(text: str, *, compiled: bool) -> str:
    """A basis that a coder can have (R38)."""
    basis = check_basis(text)
    if compiled:
        refuse_basis_of_compilation(basis)
    return basis


def _answers(entry: Entry) -> list[Entry]:
    """The answers to a variable: one, or a list with a block for each."""
    if isinstance(entry, Items) and any(isinstance(each, MappingEntry) for each in entry.entries):
        return entry.entries
    return [entry]


def _of_earlier(variable: StoredVariable, words: tuple[str, ...]) -> GivenAnswer:
    """An answer under an earlier codebook, whose codes may be out of use by now."""
    if len(words) == 1 and words[0] in STATES and variable.type != "text":
        return read_answer(variable, words[0])
    if variable.type in {"number", "text"}:
        return read_answer(variable, words[0])
    sure: list[Node] = []
    doubtful: list[Node] = []
    for each in words:
        name = each.removeprefix(MAYBE)
        node = variable.node(name)
        if node is None:
            raise unknown_code(variable, name)
        (doubtful if each.startswith(MAYBE) else sure).append(node)
    return GivenAnswer("coded", tuple(sure), tuple(doubtful))


def _words(variable: StoredVariable, given: GivenAnswer) -> tuple[str, ...]:
    """An answer as a study has it: its codes in the order of the codebook, or one word."""
    if given.state != "coded":
        return (given.state,)
    if given.number is not None:
        return (as_text(given.number),)
    if variable.type == "text":
        return ()
    sure, unsure = (
        [node.key for node in sorted(nodes, key=lambda node: (node.position, node.key))]
        for nodes in (given.codes, given.doubtful)
    )
    return (*sure, *(f"{MAYBE}{each}" for each in unsure))
