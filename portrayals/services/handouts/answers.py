"""What a coder sends back, read and checked before the study is looked at. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from portrayals.notation.quoting import quoted
from portrayals.results.collecting import RefusedAnswer
from portrayals.results.handout import HANDOUT_FORMAT
from portrayals.services.handouts.saved_files import SavedFile, parse
from portrayals.vocabulary import BASES, STATES

WITHDRAWN: Final = "withdrawn"


class PageEvidence(NamedTuple):
    """Where a coder saw something: as written, to be read in the study."""

    code: str | None
    episode: str | None
    start: str | None
    end: str | None
    quote: str | None


class PageAnswer(NamedTuple):
    """An answer of a coder to one variable of a unit, or that they took it back.

    `unit` is the UUID of a unit, or the id of a proposal of the same file; `key` the unit's key
    when it was handed out; `basis` None is that of the file; `cell` where it stands in a workbook.
    """

    unit: str
    key: str | None
    variable: str
    state: str
    codes: tuple[str, ...]
    doubtful: tuple[str, ...]
    number: float | None
    text: str | None
    basis: str | None
    complete: bool | None
    note: str | None
    evidence: tuple[PageEvidence, ...]
    written: Mapping[str, Any]
    cell: str | None = None

    @property
    def value(self) -> tuple[object, ...]:
        """What is answered: answers repeat, of different units."""
        of = (self.variable, self.state, self.codes, self.doubtful, self.number, self.text)
        return (*of, self.complete)


@dataclass(frozen=True, slots=True)
class PageProposal:
    """Somebody whom a coder saw and the handout lacked; `above` is a UUID or another's `id`."""

    id: str
    level: str
    above: str
    name: str
    performer: str | None
    role: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What a coder sent back; `saved_at` in UTC, to the second.

    A workbook has questions left `blank`, as if they were withdrawn, and cells that are `refused`.
    """

    name: str
    handout: str
    coder: str
    wave: str
    codebook: str
    codebook_sha256: str
    saved_at: str
    basis: str
    answers: tuple[PageAnswer, ...]
    proposals: tuple[PageProposal, ...]
    blank: tuple[PageAnswer, ...] = ()
    refused: tuple[RefusedAnswer, ...] = ()


def answers_in(written: bytes, name: str) -> AnswersFile:
    """The answers in the content of a file, which is called `name` in errors.

    Raises InvalidValue for what no page has written.
    """
    return AnswersReader(name).file(parse(written, name))


def answers_about(proposed: str) -> tuple[PageAnswer, ...]:
    """The answers about somebody proposed, from the JSON kept with the proposal."""
    return tuple(AnswersReader("the proposal").answers({"answers": json.loads(proposed)}))


_FILE: Final = frozenset(
    {
        *("format", "handout", "coder", "wave", "codebook", "saved_at", "basis", "answers"),
        *("proposals", "return_to", "done"),
    }
)
_BOOK: Final = frozenset({"key", "version", "sha256"})
_ANSWER: Final = frozenset(
    {
        *("unit", "key", "variable", "state", "codes", "doubtful", "number", "text", "basis"),
        *("complete", "note", "evidence", "at"),
    }
)
_SAID: Final = (*STATES, WITHDRAWN)
_EVIDENCE: Final = frozenset(PageEvidence._fields)
_PROPOSAL: Final = ("id", "level", "above", "name", "performer", "role", "note")


class AnswersReader(SavedFile):
    """Reads the parts of an answers file."""

    def file(self, read: object) -> AnswersFile:
        """The answers in what was read of a file."""
        of = self.mapping(read, "", _FILE)
        if of.get("format") != HANDOUT_FORMAT:
            raise self.refused(
                f"has the format {of.get('format')!r}, and this version reads {HANDOUT_FORMAT}"
                if "format" in of
                else "does not say that a page of a handout wrote it"
            )
        book = self.mapping(of.get("codebook"), "codebook", _BOOK)
        return AnswersFile(
            name=self.name,
            handout=self.needed(of, "handout"),
            coder=self.needed(of, "coder"),
            wave=self.needed(of, "wave"),
            codebook=f"{self.needed(book, 'key')} {self.needed(book, 'version')}",
            codebook_sha256=self.needed(book, "sha256"),
            saved_at=self.moment(self.needed(of, "saved_at")),
            basis=self.word(of, "basis", BASES) or "unstated",
            answers=tuple(self.answers(of)),
            proposals=tuple(self._proposals(of)),
        )

    def answers(self, file: Mapping[str, Any]) -> Iterator[PageAnswer]:
        """The answers of a file, each once for a unit and variable."""
        seen: set[tuple[str, str]] = set()
        for place, each in enumerate(self.items(file, "answers"), 1):
            about = _about(each, place)
            of = self.mapping(each, about, _ANSWER)
            slot = self.needed(of, "unit", about), self.needed(of, "variable", about)
            if slot in seen:
                raise self.refused("is answered twice", about)
            seen.add(slot)
            evidence = self.items(of, "evidence", about)
            yield PageAnswer(
                *(slot[0], self.text(of, "key", about), slot[1]),
                state=self.word(of, "state", _SAID, about) or "coded",
                codes=self.texts(of, "codes", about),
                doubtful=self.texts(of, "doubtful", about),
                number=self.number(of, about),
                text=self.text(of, "text", about),
                basis=self.word(of, "basis", BASES, about),
                complete=self.truth(of, "complete", about),
                note=self.text(of, "note", about),
                evidence=tuple(self._evidence(piece, about) for piece in evidence),
                written=of,
            )

    def _evidence(self, read: object, about: str) -> PageEvidence:
        of = self.mapping(read, f"{about}: evidence", _EVIDENCE)
        return PageEvidence(*(self.text(of, name, about) for name in PageEvidence._fields))

    def _proposals(self, file: Mapping[str, Any]) -> Iterator[PageProposal]:
        seen: set[str] = set()
        for place, each in enumerate(self.items(file, "proposals"), 1):
            of = self.mapping(each, f"proposal {place}", frozenset(_PROPOSAL))
            about = f"proposal {of.get('name') or place}"
            needed = (self.needed(of, name, about) for name in _PROPOSAL[:4])
            others = (self.text(of, name, about) for name in _PROPOSAL[4:])
            made = PageProposal(*needed, *others)
            if made.level not in {"portrayal", "relationship"}:
                raise self.refused(f"cannot be of the level {quoted(made.level)}", about)
            if not made.name.strip():
                raise self.refused("has no name", f"proposal {place}")
            if made.id in seen:
                raise self.refused("has the id of another one", about)
            seen.add(made.id)
            yield made


def _about(read: object, place: int) -> str:
    """An answer in words: its unit and variable, as far as it is an object that has them."""
    if not isinstance(read, dict):
        return f"answer {place}"
    return f"{read.get('key') or read.get('unit')} {read.get('variable')}"
