"""The decisions file that a page writes, read and checked before the study is looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from portrayals.results.disagreements import SHEET_FORMAT
from portrayals.results.sheets import WholeBook
from portrayals.services.adjudication.decision import Decision, Terms
from portrayals.services.handouts.answers import WITHDRAWN, AnswersFile, AnswersReader
from portrayals.services.handouts.saved_files import SavedFile, parse, read_file
from portrayals.services.handouts.workbook_answers import workbook_answers
from portrayals.vocabulary import CAUSES, DECISION_METHODS, STATES

_FILE: Final = frozenset({"format", "sheet", "study", "wave", "codebook", "saved_at", "decisions"})
_BOOK: Final = frozenset({"key", "version", "sha256"})
_DECISION: Final = frozenset(
    {
        *("unit", "key", "variable", "state", "codes", "doubtful", "number", "text", "complete"),
        *("reason", "cause", "method", "with", "alone", "at", "shown"),
    }
)


@dataclass(frozen=True, slots=True)
class PageDecision:
    """A decision by the UUID of its unit, whose `key` was that of the page.

    `shown` is the digest of the answers on which it was made, `at` when, in UTC.
    """

    decision: Decision
    key: str
    shown: str
    at: str


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """What was decided in a page; `saved_at` in UTC, to the second."""

    name: str
    wave: str
    codebook: str
    codebook_sha256: str
    saved_at: str
    decisions: tuple[PageDecision, ...]


def read_saved(path: str, book: WholeBook | None) -> AnswersFile | DecisionsFile:
    """What was sent back: a coder's answers, in a page's file or a `book`, or decisions.

    Raises NoAccess, and InvalidValue for what neither a page nor a workbook has saved.
    """
    if book is not None:
        return workbook_answers(book)
    read = parse(read_file(path), path)
    if isinstance(read, dict) and "decisions" in read:
        return _Reader(path).file(read)
    return AnswersReader(path).file(read)


def decisions_in(written: bytes, name: str) -> DecisionsFile:
    """The decisions in the content of a file, which is called `name` in errors."""
    return _Reader(name).file(parse(written, name))


class _Reader(SavedFile):
    """Reads the parts of a decisions file."""

    again: ClassVar[str] = "collect the file as the page saved it"

    def file(self, read: object) -> DecisionsFile:
        """The decisions in what was read of a file."""
        of = self.mapping(read, "", _FILE)
        if of.get("format") != SHEET_FORMAT:
            raise self.refused(
                f"has the format {of.get('format')!r}, and this version reads {SHEET_FORMAT}"
            )
        book = self.mapping(of.get("codebook"), "codebook", _BOOK)
        return DecisionsFile(
            name=self.name,
            wave=self.needed(of, "wave"),
            codebook=f"{self.needed(book, 'key')} {self.needed(book, 'version')}",
            codebook_sha256=self.needed(book, "sha256"),
            saved_at=self.moment(self.needed(of, "saved_at")),
            decisions=tuple(self._decisions(of)),
        )

    def _decisions(self, file: Mapping[str, Any]) -> Iterator[PageDecision]:
        """The decisions of a file, each once for a unit and variable."""
        seen: set[tuple[str, str]] = set()
        for place, each in enumerate(self.items(file, "decisions"), 1):
            of = self.mapping(each, f"decision {place}", _DECISION)
            about = f"{of.get('key') or of.get('unit')} {of.get('variable')}"
            unit, variable = (self.needed(of, name, about) for name in ("unit", "variable"))
            if (unit, variable) in seen:
                raise self.refused("is decided twice", about)
            seen.add((unit, variable))
            terms = Terms(
                reason=self.text(of, "reason", about),
                cause=self.word(of, "cause", CAUSES, about),
                method=self.word(of, "method", DECISION_METHODS, about),
                together=self.texts(of, "with", about),
                alone=self.truth(of, "alone", about) or False,
            )
            decision = Decision(
                unit=unit,
                variable=variable,
                state=self.word(of, "state", (*STATES, WITHDRAWN), about) or "coded",
                terms=terms,
                codes=self.texts(of, "codes", about),
                doubtful=self.texts(of, "doubtful", about),
                number=self.number(of, about),
                text=self.text(of, "text", about),
                complete=self.truth(of, "complete", about),
            )
            yield PageDecision(
                decision,
                key=self.needed(of, "key", about),
                shown=self.needed(of, "shown", about),
                at=self.moment(self.needed(of, "at", about)),
            )
