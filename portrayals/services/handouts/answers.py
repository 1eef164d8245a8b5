"""What a coder sends back, read and checked before the study is looked at. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from portrayals.errors import InvalidValue, NoAccess
from portrayals.notation.quoting import quoted
from portrayals.results.collecting import RefusedAnswer
from portrayals.results.handout import HANDOUT_FORMAT
from portrayals.results.handout_sheets import KEY
from portrayals.results.sheets import WholeBook
from portrayals.vocabulary import BASES, STATES

#: The largest file that is read: two hundred times what a coder of a thousand units writes.
MOST_BYTES: Final = 50_000_000
WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """Where a coder saw something: as written, to be read in the study."""

    code: str | None
    episode: str | None
    start: str | None
    end: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class PageAnswer:
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


def read_answers(path: str, book: WholeBook | None = None) -> AnswersFile:
    """The answers in a file, which is a page's unless it has been read as a workbook.

    Raises NoAccess, and InvalidValue for what neither a page nor a workbook of a handout is.
    """
    if book is not None:
        from portrayals.services.handouts.workbook_answers import workbook_answers

        return workbook_answers(book)
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InvalidValue(
                f"{path} is too large for the answers of one coder: the limit is "
                f"{MOST_BYTES // 1_000_000} MB",
                hint="collect the file that the coder's page saved: CODER-WAVE.answers.json",
            )
        written = file.read_bytes()
    except OSError as error:
        raise NoAccess(
            f"{path} cannot be read: {(error.strerror or str(error)).lower()}",
            hint="look for the file that the coder sent back: CODER-WAVE.answers.json",
        ) from None
    return answers_in(written, path)


def answers_in(written: bytes, name: str) -> AnswersFile:
    """The same for the content of a file, which is called `name` in errors."""
    try:
        read = json.loads(written.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InvalidValue(
            f"{name} is {_kind(written)}, and not what a coder's page or workbook saved",
            hint="ask the coder for the file that their page saves, CODER-WAVE.answers.json, or "
            "for the whole workbook, CODER-WAVE.xlsx",
        ) from None
    return _Reader(name).file(read)


def in_utc(moment: datetime) -> str:
    """A moment as answers files have it: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _kind(written: bytes) -> str:
    """What a file seems to be that is not JSON."""
    beginning = written[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype", b"<html")):
        return "the page itself"
    if beginning.startswith((*(f"{KEY}{mark}".lower().encode() for mark in ",;\t"),)):
        return "a copy of one sheet of a workbook"
    return "not JSON"


def answers_about(proposed: str) -> tuple[PageAnswer, ...]:
    """The answers about somebody proposed, from the JSON kept with the proposal."""
    return tuple(_Reader("the proposal").answers(json.loads(proposed)))


def _no_number(written: str) -> None:
    raise ValueError(written)


_FILE: Final = (
    *("format", "handout", "coder", "wave", "codebook", "saved_at", "basis", "answers"),
    *("proposals", "return_to", "done"),
)
_BOOK: Final = ("key", "version", "sha256")
_ANSWER: Final = (
    *("unit", "key", "variable", "state", "codes", "doubtful", "number", "text", "basis"),
    *("complete", "note", "evidence", "at"),
)
_EVIDENCE: Final = ("code", "episode", "start", "end", "quote")
_PROPOSAL: Final = ("id", "level", "above", "name", "performer", "role", "note")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the parts of a file, whose `name` stands in errors."""

    name: str

    def file(self, read: object) -> AnswersFile:
        of = self._object(read, "", _FILE)
        if of.get("format") != HANDOUT_FORMAT:
            raise self._refused(
                f"has the format {of.get('format')!r}, and this version reads {HANDOUT_FORMAT}"
                if "format" in of
                else "does not say that a page of a handout wrote it"
            )
        book = self._object(of.get("codebook"), "codebook", _BOOK)
        return AnswersFile(
            name=self.name,
            handout=self._needed(of, "handout"),
            coder=self._needed(of, "coder"),
            wave=self._needed(of, "wave"),
            codebook=f"{self._needed(book, 'key')} {self._needed(book, 'version')}",
            codebook_sha256=self._needed(book, "sha256"),
            saved_at=self._moment(self._needed(of, "saved_at")),
            basis=self._word(of, "basis", BASES) or "unstated",
            answers=tuple(self.answers(of.get("answers"))),
            proposals=tuple(self._proposals(of.get("proposals"))),
        )

    def answers(self, read: object) -> Iterator[PageAnswer]:
        """The answers in a list, each once for a unit and variable."""
        seen: set[tuple[str, str]] = set()
        for place, each in enumerate(self._list(read, "answers"), 1):
            about = _about(each, place)
            of = self._object(each, about, _ANSWER)
            slot = self._needed(of, "unit", about), self._needed(of, "variable", about)
            if slot in seen:
                raise self._refused("is answered twice", about)
            seen.add(slot)
            evidence = self._list(of.get("evidence"), f"{about}: evidence")
            yield PageAnswer(
                *(slot[0], self._text(of, "key", about), slot[1]),
                state=self._word(of, "state", (*STATES, WITHDRAWN), about) or "coded",
                codes=self._texts(of, "codes", about),
                doubtful=self._texts(of, "doubtful", about),
                number=self._number(of, about),
                text=self._text(of, "text", about),
                basis=self._word(of, "basis", BASES, about),
                complete=self._truth(of, "complete", about),
                note=self._text(of, "note", about),
                evidence=tuple(self._evidence(piece, about) for piece in evidence),
                written=of,
            )

    def _evidence(self, read: object, about: str) -> PageEvidence:
        of = self._object(read, f"{about}: evidence", _EVIDENCE)
        return PageEvidence(*(self._text(of, name, about) for name in _EVIDENCE))

    def _proposals(self, read: object) -> Iterator[PageProposal]:
        seen: set[str] = set()
        for place, each in enumerate(self._list(read, "proposals"), 1):
            of = self._object(each, f"proposal {place}", _PROPOSAL)
            about = f"proposal {of.get('name') or place}"
            needed = (self._needed(of, name, about) for name in _PROPOSAL[:4])
            others = (self._text(of, name, about) for name in _PROPOSAL[4:])
            made = PageProposal(*needed, *others)
            if made.level not in {"portrayal", "relationship"}:
                raise self._refused(f"cannot be of the level {quoted(made.level)}", about)
            if not made.name.strip():
                raise self._refused("has no name", f"proposal {place}")
            if made.id in seen:
                raise self._refused("has the id of another one", about)
            seen.add(made.id)
            yield made

    def _refused(self, why: str, about: str = "") -> InvalidValue:
        what = f"{about} {why}" if about else f"it {why}"
        return InvalidValue(
            f"{self.name} was not saved by a page as this version makes it: {what}",
            hint="update the program if the page was made by a newer version; else ask the coder "
            "for the file as the page saved it",
        )

    def _object(self, read: object, about: str, known: Sequence[str]) -> dict[str, Any]:
        if not isinstance(read, dict):
            raise self._refused("is not an object", about)
        unknown = [key for key in read if key not in known]
        if unknown:
            raise self._refused(f"has {quoted(unknown[0])}, which is unknown", about)
        return read

    def _list(self, read: object, about: str) -> list[Any]:
        if not isinstance(read, list | None):
            raise self._refused("is not a list", about)
        return read or []

    def _text(self, of: Mapping[str, Any], name: str, about: str = "") -> str | None:
        read = of.get(name)
        if read is None or read == "":
            return None
        if not isinstance(read, str) or not _storable(read):
            raise self._refused(f"has a {name} that is not text", about)
        return read

    def _needed(self, of: Mapping[str, Any], name: str, about: str = "") -> str:
        read = self._text(of, name, about)
        if read is None:
            raise self._refused(f"has no {name}", about)
        return read

    def _texts(self, of: Mapping[str, Any], name: str, about: str) -> tuple[str, ...]:
        read = self._list(of.get(name), f"{about}: {name}")
        if not all(isinstance(each, str) and each and _storable(each) for each in read):
            raise self._refused(f"has {name} that are not text", about)
        return tuple(dict.fromkeys(read))

    def _word(
        self, of: Mapping[str, Any], name: str, known: Sequence[str], about: str = ""
    ) -> str | None:
        read = self._text(of, name, about)
        if read is not None and read not in known:
            raise self._refused(f"has the {name} {quoted(read)}", about)
        return read

    def _number(self, of: Mapping[str, Any], about: str) -> float | None:
        read = of.get("number")
        if read is None:
            return None
        if isinstance(read, bool) or not isinstance(read, int | float):
            raise self._refused("has a number that is not a number", about)
        try:
            number = float(read)
        except OverflowError:
            number = math.inf
        if math.isinf(number):
            raise self._refused("has a number that is too large", about)
        return number

    def _truth(self, of: Mapping[str, Any], name: str, about: str) -> bool | None:
        read = of.get(name)
        if read is None or isinstance(read, bool):
            return read
        raise self._refused(f"has something other than yes or no for {name}", about)

    def _moment(self, written: str) -> str:
        try:
            moment = datetime.fromisoformat(written)
            if moment.tzinfo is None:
                raise ValueError
            return in_utc(moment)
        except (ValueError, OverflowError):
            raise self._refused(f"has {quoted(written)} for the time it was saved") from None


def _about(read: object, place: int) -> str:
    """An answer in words: its unit and variable, as far as it is an object that has them."""
    if not isinstance(read, dict):
        return f"answer {place}"
    return f"{read.get('key') or read.get('unit')} {read.get('variable')}"


def _storable(text: str) -> bool:
    """Whether it is text without NUL and without half characters (lone surrogates)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
