"""What a text says and a study holds, in one form, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from portrayals.notation.times import TimeRange
from portrayals.services.catalogue.fields import Values
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.coding.values import MAYBE


class Whose(NamedTuple):
    """Whose answer it is, to which variable, in which wave: by keys, in the order of writing."""

    variable: str
    coder: str
    wave: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence; its code, episode and source are named by their keys."""

    code: str | None = None
    source: str | None = None
    episode: str | None = None
    time: TimeRange | None = None
    quote: str | None = None
    describes: str | None = None

    def order(self) -> tuple[object, ...]:
        """By what pieces are sorted, whatever order they were written in."""
        times = (-1, -1) if self.time is None else (self.time.start_ms, self.time.end_ms or -1)
        told = (self.source, self.quote, self.describes)
        return (self.code or "", self.episode or "", *times, *(each or "" for each in told))


def in_order(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces in the order in which they are written."""
    return tuple(sorted(pieces, key=Piece.order))


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided between coders, when, how, and why."""

    by: str
    at: str
    method: str
    reason: str
    cause: str | None = None
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """An answer as it is written: the codes of a set, those in doubt after `maybe:`, or one word.

    `text` is that of a variable that asks for one. `complete` is None where the basis says it (R6),
    and `codebook` where it is that of the wave.
    """

    value: tuple[str, ...]
    is_set: bool
    basis: str
    text: str | None = None
    complete: bool | None = None
    codebook: str | None = None
    note: str | None = None
    evidence: tuple[Piece, ...] = ()
    decision: Decided | None = None

    def unsupported(self) -> tuple[str, ...]:
        """The codes of a set, or the one value, for which no evidence names a source."""
        pieces = [each for each in self.evidence if each.source]
        if not self.is_set:
            return () if pieces else self.value or ("this text",)
        codes = {each.code for each in pieces}
        named = (each.removeprefix(MAYBE) for each in self.value)
        return tuple(each for each in named if each not in codes)


@dataclass(frozen=True, slots=True)
class Told:
    """A unit with all that is told of it: its fields, and of a title how it was screened."""

    unit: UnitRow
    uuid: str
    values: Values
    screened: str | None = None
    screening_reason: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """What a source says; `about` is the claim that it answers."""

    source: str
    unit: str | None
    stance: str
    statement: str
    about: ClaimTold | None = None
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scope: str | None = None
    basis: str | None = None
    date: str | None = None
    locator: str | None = None
    checked: str | None = None
    checked_source: str | None = None

    def identity(self) -> tuple[object, ...]:
        """What makes it this claim: a source says a thing once of a unit or a claim."""
        about = None if self.about is None else self.about.identity()
        return (self.source, self.unit, self.stance, self.statement, about)
