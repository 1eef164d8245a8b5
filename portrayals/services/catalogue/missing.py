"""What a path `TITLE (YEAR)/PERSON/COUNTERPART` names and the catalogue lacks, and adding it."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import Final

from sqlalchemy import Connection

from portrayals.errors import InvalidValue, LikelyDuplicate, UnknownKey
from portrayals.findings.stored_codebook import Book
from portrayals.history.transaction import Change
from portrayals.notation.episodes import is_episode
from portrayals.notation.keys import name_with_year
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.people import add_episodes, add_portrayal, add_relationship
from portrayals.services.catalogue.resolve import find_as_far, unit_called, units_beneath
from portrayals.services.catalogue.titles import add_title
from portrayals.services.catalogue.units import UnitRow
from portrayals.vocabulary import Level

#: The level of each segment of a path that names people.
_OF_PEOPLE: Final[tuple[Level, ...]] = ("title", "portrayal", "relationship")


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to add; without a name it is the person, or the relationship, that nobody named."""

    level: Level
    name: str | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class PathRead:
    """The deepest unit of a path that is there, and those beneath it that are to be added."""

    found: UnitRow | None
    new: tuple[NewUnit, ...]

    @property
    def level(self) -> Level:
        """The level of the unit that the path names."""
        if self.new:
            return self.new[-1].level
        return "title" if self.found is None else self.found.level


def read_path(change: Change, written: str) -> PathRead:
    """What of a path is there, and what it would add. Raises as `find_as_far`.

    A title is looked for by its whole name or key, so that a new one is never taken for another
    that begins alike. Raises InvalidValue for more segments than levels.
    """
    try:
        if (there := unit_called(change.connection, written)) is not None:
            return PathRead(there, ())
    except UnknownKey:
        pass
    found, rest = find_as_far(change.connection, written)
    above = "" if found is None else found.level
    if len(rest) == 1 and above == "title" and is_episode(rest[0]):
        return PathRead(found, (NewUnit("episode", rest[0]),))
    depth = 0 if found is None else _OF_PEOPLE.index(found.level) + 1 if above != "episode" else 3
    levels = _OF_PEOPLE[depth:]
    if len(rest) > len(levels):
        raise InvalidValue(
            f"{quoted(written)} names more than a title, a person and a counterpart",
            hint="a name with a / in it: add that one first, portrayals add title 'NAME'",
        )
    new = []
    for level, segment in zip(levels, rest, strict=False):
        name, year = name_with_year(segment) if level == "title" else (segment, None)
        new.append(NewUnit(level, name, year))
    return PathRead(found, tuple(new))


def add_missing(
    change: Change, path: PathRead, level: Level, *, series: bool, duplicate: bool = False
) -> str:
    """Adds what a path lacks down to a level; returns the key of the unit to be used.

    Where nobody is named, that is a person without a name, or the relationship in general (R13);
    where somebody is there already, nobody is added. A new title is a series if `series` says so.
    Raises LikelyDuplicate if there is a title of nearly its name, unless it is a `duplicate`.
    Each added unit is told in `change.made`.
    """
    book = change.book
    above, unnamed = _unnamed(change.connection, path, level)
    key = "" if above is None else above.key
    new = (*path.new, *unnamed)
    if new:
        told = [_in_words(each, book, series=series) for each in new]
        change.made += told
        change.notices.append(f"Added {', '.join(told)}.")
    for each in new:
        if each.level == "title":
            year = None if each.year is None else str(each.year)
            kind = "tv-series" if series else "film"
            key = _add_title(change, each.name or "", year, kind, duplicate=duplicate)
        elif each.level == "episode":
            key = add_episodes(change, key, each.name or "").key
        elif each.level == "portrayal":
            word = book.name_of("portrayal", 1)
            roles = [word] if "portrayal" in book.level_names else []
            key = add_portrayal(change, key, each.name or f"unnamed {word}", roles=roles).key
        else:
            roles = [book.counterpart] if each.name and book.counterpart else []
            key = add_relationship(change, key, each.name, roles=roles).key
    return key


def _add_title(change: Change, name: str, year: str | None, kind: str, *, duplicate: bool) -> str:
    try:
        return add_title(change, name, year=year, kind=kind, duplicate=duplicate).key
    except LikelyDuplicate as error:
        error.hint = (
            f"to code that one, write its key; for a different title: portrayals add title "
            f"{quote(name)} --duplicate"
        )
        raise


def _unnamed(
    connection: Connection, path: PathRead, level: Level
) -> tuple[UnitRow | None, list[NewUnit]]:
    """The unit at the end of a path, and those to add beneath it down to a level.

    Where just one unit is beneath, it is the end of the path; where several are, none is added.
    """
    above = path.found
    if "episode" in {level, path.level}:
        return above, []
    below = _OF_PEOPLE[_OF_PEOPLE.index(path.level) + 1 : _OF_PEOPLE.index(level) + 1]
    if above is None or path.new:
        return above, [NewUnit(each, None) for each in below]
    for place, each in enumerate(below):
        there = units_beneath(connection, above, each)
        if not there:
            return above, [NewUnit(lower, None) for lower in below[place:]]
        if len(there) > 1:
            break
        above = there[0]
    return above, []


def _in_words(new: NewUnit, book: Book, *, series: bool) -> str:
    """`film Mumford (1999)`, `therapist Dr. Mumford`, `client Sofie Crisp`."""
    if new.level == "title":
        when = "" if new.year is None else f" ({new.year})"
        return f"{'series' if series else 'film'} {new.name}{when}"
    if new.level == "episode":
        return f"episode {new.name}"
    if new.level == "portrayal":
        word = book.name_of("portrayal", 1)
        return f"{word} {new.name}" if new.name else f"an unnamed {word}"
    if new.name is None:
        return f"the relationship with {book.general}"
    return f"{book.counterpart or 'counterpart'} {new.name}"
