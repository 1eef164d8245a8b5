"""The syntax tree of the query language. Pure data: no names are resolved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One value as written; `quoted` if it was in quotation marks."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """`low..high`; either end may be open (None), never both."""

    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A bare word or a phrase: searched in names, aliases, people and synopsis."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """`field:value`, `field:=value`, `field:a,b`, `variable.property:value`."""

    field: str
    property: str | None
    values: tuple[Word | Range, ...]
    exact: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: Query


@dataclass(frozen=True, slots=True)
class Some:
    """`some(…)`: true of any unit, the same or another (NUMBERS R26)."""

    item: Query


Query = Text | Term | And | Or | Not | Some


def leaves(query: Query) -> Iterator[Text | Term]:
    """The texts and terms of a query, in order."""
    match query:
        case Text() | Term():
            yield query
        case And(items) | Or(items):
            for item in items:
                yield from leaves(item)
        case Not(item) | Some(item):
            yield from leaves(item)


def affirmed(query: Query, *, negated: bool = False) -> Iterator[Text | Term]:
    """The texts and terms that are asked to be true: those under an even number of NOTs."""
    match query:
        case Text() | Term():
            if not negated:
                yield query
        case And(items) | Or(items):
            for item in items:
                yield from affirmed(item, negated=negated)
        case Not(item):
            yield from affirmed(item, negated=not negated)
        case Some(item):
            yield from affirmed(item, negated=negated)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its text, for errors to point at, and the arguments it was made from.

    The text is the arguments joined by spaces; the query of an option has none.
    """

    query: Query
    text: str
    arguments: tuple[str, ...] = ()

    def arguments_with(self, written: Mapping[tuple[int, int], str]) -> tuple[str, ...]:
        """The arguments with other text in place of what stands at these spans of the text."""
        arguments: list[str] = []
        offset = 0
        for argument in self.arguments:
            changed = argument
            for (start, end), text in sorted(written.items(), reverse=True):
                if offset <= start and end <= offset + len(argument):
                    changed = changed[: start - offset] + text + changed[end - offset :]
            arguments.append(changed)
            offset += len(argument) + 1
        return tuple(arguments)
