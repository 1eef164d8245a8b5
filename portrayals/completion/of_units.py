"""Titles, people and counterparts: a path of keys or names, completed segment by segment."""

from __future__ import annotations

from collections.abc import Sequence

from portrayals.completion import study
from portrayals.completion.candidate import Asked, Candidate, Source
from portrayals.notation.keys import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def units(*levels: int) -> Source:
    """Finds units of these levels, and what leads to them.

    A key is offered before a name, which would have to be quoted.
    """

    def found(connection: Connection, asked: Asked) -> list[Candidate]:
        head, slash, last = asked.typed.rpartition("/")
        above = study.find_unit(connection, head) if slash else None
        below = _below(connection, above, last, levels) if above else []
        return [
            *(_candidate(f"{head}/{called}", unit, levels) for unit, called in below),
            *(_candidate(unit.called, unit, levels) for unit in _titles(connection, asked.typed)),
        ]

    return found


def episodes(connection: Connection, asked: Asked) -> list[Candidate]:
    """The episodes of the show that the first argument names."""
    head = asked.wanted.given[0].partition("/")[0] if asked.wanted.given else ""
    show = study.find_unit(connection, head) if head else None
    found = study.beneath(connection, show) if show else []
    named = [
        Candidate(study.last_part(each.key).upper(), each.name)
        for each in found
        if each.level == study.EPISODE
    ]
    return [each for each in named if each.text.startswith(asked.typed.upper())]


def _titles(connection: Connection, typed: str) -> list[study.Unit]:
    by_key = study.titles_by_key(connection, typed.lower())
    return by_key or study.titles_by_name(connection, typed)


def _below(
    connection: Connection, above: study.Unit, typed: str, levels: Sequence[int]
) -> list[tuple[study.Unit, str]]:
    """The units below one, each with what it is called: its key, or a name that begins so."""
    below = [
        each
        for each in study.beneath(connection, above)
        if each.level in levels or _leads(each, levels)
    ]
    keys = [(each, study.last_part(each.key)) for each in below]
    begun = [(each, key) for each, key in keys if key.startswith(typed.lower())]
    wanted = fold(typed)
    return begun or [
        (each, name)
        for each in below
        for name in study.names_of(connection, each)
        if fold(name).startswith(wanted)
    ]


def _leads(unit: study.Unit, levels: Sequence[int]) -> bool:
    """Whether a unit of these levels may be below it; nothing is below an episode."""
    return unit.level < max(levels) and unit.level != study.EPISODE


def _candidate(text: str, unit: study.Unit, levels: Sequence[int]) -> Candidate:
    goes_on = unit.parent and _leads(unit, levels)
    year = f" ({unit.year})" if unit.year and unit.level == study.TITLE else ""
    performer = f", {unit.performer}" if unit.performer else ""
    return Candidate(f"{text}{'/' * goes_on}", f"{unit.name}{year}{performer}", goes_on)
