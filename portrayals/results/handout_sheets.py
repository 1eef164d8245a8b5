"""A handout as the sheets of a workbook: which columns they have, and what their cells may hold.

What is written for a coder and what is read when it comes back are laid out here. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Final

from portrayals.notation.keys import caseless
from portrayals.notation.plurals import plural
from portrayals.results.handout import Handout, HandoutCode, HandoutUnit, HandoutVariable
from portrayals.vocabulary import BASES, LEVELS, Level

#: The form of the sheets, which `DATA` says beside the data of the handout.
SHEETS_FORMAT: Final = 1
README: Final = "Read me"
EVIDENCE: Final = "Evidence"
PEOPLE: Final = "New people"
CODEBOOK: Final = "Codebook"
#: The hidden sheet with what drop-down lists offer, and the one that nobody sees, which has all of
#: the handout: below its mark and its form, the JSON of `Handout.to_dict`, piece by piece.
LISTS: Final = "Lists"
DATA: Final = "portrayals"
DATA_MARK: Final = "portrayals handout"

KEY: Final = "Key"
NOTE: Final = "Note"
BASIS: Final = "Basis"
#: The cell of `README` beside these words is the basis of all that has none of its own.
BASIS_OF_ALL: Final = "How I know what I code"
EVIDENCE_COLUMNS: Final = (KEY, "Question or code", "Episode", "From", "To", "Quotation")
PEOPLE_COLUMNS: Final = ("New", "Beneath", "Name", "Performer", "Role", NOTE)
#: How many new people a workbook has rows for.
NEW_PEOPLE: Final = 50

#: When a workbook was last saved, as it says itself until somebody saves it: the time at which it
#: was written would make two workbooks of one handout differ.
NEVER_SAVED: Final = "2000-01-01T00:00:00Z"

#: Sheets with more columns are no longer read from left to right.
MOST_COLUMNS: Final = 40
_LONGEST_SHEET_NAME: Final = 31
_NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_TAKEN: Final = (README, EVIDENCE, PEOPLE, CODEBOOK, LISTS, DATA, "History")

#: The states that a cell may hold in place of a value.
_STATES: Final = {
    "cannot-tell": "cannot tell",
    "not-applicable": "not applicable",
    "unavailable": "unavailable",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a drop-down list offers: its words, and the key of a code or state."""

    key: str
    label: str
    is_state: bool = False


STATE_CHOICES: Final = tuple(Choice(key, label, True) for key, label in _STATES.items())
#: What is said of a set as a whole, of one of its codes, and how somebody knows.
SET_CHOICES: Final = (Choice("none", "none", True), *STATE_CHOICES)
CODE_CHOICES: Final = (Choice("yes", "yes"), Choice("maybe", "maybe"))
BASIS_CHOICES: Final = tuple(Choice(each, each) for each in BASES)


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column in which a variable is coded, one of its codes, or a set as a whole.

    `subject` is what evidence calls it; a number or a text may be typed beside the `choices`.
    """

    name: str
    subject: str
    variable: HandoutVariable
    code: HandoutCode | None
    choices: tuple[Choice, ...]

    @property
    def is_of_set(self) -> bool:
        """Whether it says something of a set as a whole."""
        return self.variable.type == "multi" and self.code is None


@dataclass(frozen=True, slots=True)
class CodingSheet:
    """The sheet of a level: its units, and its columns from left to right."""

    name: str
    level: Level
    naming: tuple[str, ...]
    asked: tuple[AskedColumn, ...]
    units: tuple[HandoutUnit, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        return (KEY, *self.naming, *(each.name for each in self.asked), NOTE, BASIS)

    @property
    def variables(self) -> Sequence[tuple[HandoutVariable, str]]:
        """The variables that are coded in it, each with the words for it."""
        return [(each.variable, each.subject) for each in self.asked if each.code is None]


def coding_sheets(handout: Handout) -> tuple[CodingSheet, ...]:
    """A sheet for each level of which something is to be coded."""
    names = _Names({caseless(each) for each in (*_fixed(handout), *EVIDENCE_COLUMNS)})
    taken = {each.casefold() for each in _TAKEN}
    sheets = []
    for level in LEVELS:
        variables = [each for each in handout.variables if each.level == level]
        units = tuple(each for each in handout.units if each.level == level)
        if variables and units:
            name = _sheet_name(handout, level, taken)
            asked = tuple(column for each in variables for column in _columns(each, names))
            sheets.append(CodingSheet(name, level, _naming(handout, level), asked, units))
    return tuple(sheets)


def people_may_be_new(sheets: Sequence[CodingSheet]) -> bool:
    """Whether anything is coded of people, so that those who are missing are of interest."""
    return any(each.level in {"portrayal", "relationship"} for each in sheets)


def subjects(sheets: Sequence[CodingSheet]) -> Mapping[str, AskedColumn]:
    """What evidence may be for, by the words for it: variables, and codes of sets."""
    return {column.subject: column for sheet in sheets for column in sheet.asked}


def assignable(codes: Sequence[HandoutCode]) -> Iterator[HandoutCode]:
    """The codes that can be given, each before those below it."""
    for each in codes:
        if each.assignable:
            yield each
        yield from assignable(each.codes)


@dataclass(slots=True)
class _Names:
    """Names of columns, each given once."""

    taken: set[str] = field(default_factory=set)

    def new(self, name: str, key: str) -> str:
        """The name on one line, with the key behind it if another column has that name."""
        name = " ".join(name.split())
        while caseless(name) in self.taken:
            name = f"{name} [{key}]"
        self.taken.add(caseless(name))
        return name


def _columns(variable: HandoutVariable, names: _Names) -> Iterator[AskedColumn]:
    key, name = variable.key, names.new(variable.label, variable.key)
    if variable.type != "multi":
        yield AskedColumn(name, name, variable, None, _choices(variable))
        return
    for code in assignable(variable.codes):
        own = names.new(f"{name}: {code.label}", f"{key}:{code.key}")
        yield AskedColumn(own, own, variable, code, CODE_CHOICES)
    whole = names.new(f"{name}: none or cannot tell", key)
    yield AskedColumn(whole, name, variable, None, SET_CHOICES)


def _choices(variable: HandoutVariable) -> tuple[Choice, ...]:
    if variable.type in {"number", "text"}:
        return STATE_CHOICES
    names = _Names({caseless(each.label) for each in STATE_CHOICES})
    codes = (
        Choice(each.key, names.new(each.label, each.key)) for each in assignable(variable.codes)
    )
    return (*codes, *STATE_CHOICES)


def _naming(handout: Handout, level: Level) -> tuple[str, ...]:
    """The columns that say in words what a unit is."""
    word = {each: (handout.level_names.get(each) or each).capitalize() for each in LEVELS}
    match level:
        case "title":
            return (word["title"], "Year")
        case "episode" | "portrayal":
            return (word["title"], word[level])
    return (word["title"], word["portrayal"], "With")


def _fixed(handout: Handout) -> Iterator[str]:
    yield from (KEY, NOTE, BASIS)
    for level in LEVELS:
        yield from _naming(handout, level)


def _sheet_name(handout: Handout, level: Level, taken: set[str]) -> str:
    """The codebook's word for the units of a level, as far as a sheet can be called so."""
    word = _NOT_IN_SHEET_NAMES.sub(" ", plural(handout.level_names.get(level) or level))
    wanted = word.strip(" '").capitalize()[:_LONGEST_SHEET_NAME].strip()
    others = (f"{plural(level).capitalize()} {number}" for number in count(2))
    names = chain([wanted, plural(level).capitalize()], others)
    name = next(each for each in names if each and each.casefold() not in taken)
    taken.add(name.casefold())
    return name
