"""What can be answered about a unit, and recording one answer: the steps of a coding session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from portrayals.findings.cast_ballots import Scope, Voters
from portrayals.findings.outcome_at_unit import inputs_of
from portrayals.findings.reading import Reading
from portrayals.findings.stored_ballots import ballots_of
from portrayals.findings.stored_codebook import Book, StoredVariable, read_book
from portrayals.findings.unit_ref import LEVEL_ID, UnitRef, is_below
from portrayals.history.transaction import Change
from portrayals.language.syntax import Term, Word, leaves
from portrayals.notation.keys import fold
from portrayals.notation.values import parse_assignment
from portrayals.query.asked import asked_for
from portrayals.query.compile import ask
from portrayals.query.select import units_asked
from portrayals.query.whose import reading_of
from portrayals.results.written import Written
from portrayals.services.catalogue.missing import add_missing, read_path
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate, tag
from portrayals.services.coding.values import find_variable, variable_called
from portrayals.tables import annotation, coder, unit, unit_name
from portrayals.vocabulary import LEVELS, Level

#: The states that a whole variable may be given besides its codes.
_STATES: Final = {"none": "none of these", "cannot-tell": "cannot tell"}


#: What is asked in a session: a variable of the codebook.
Question = StoredVariable


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to pick: `key` as it is written, `label` as it is read, and its variable."""

    key: str
    label: str
    variable: StoredVariable
    value: str

    @property
    def is_code(self) -> bool:
        """Whether it adds to a set, in place of being the whole answer."""
        return self.variable.type == "multi" and self.value not in _STATES


@dataclass(frozen=True, slots=True)
class Place:
    """A unit to pick, by its key and the names on the way to it."""

    key: str
    label: str


def choices_of(variables: Sequence[StoredVariable]) -> tuple[Choice, ...]:
    """The answers that variables may have, numbers and text apart.

    The code of a set is written by its key alone where no other variable has it; other values are
    `VARIABLE=VALUE`.
    """
    owners: dict[str, int] = {}
    for variable in variables:
        for node in variable.codes if variable.type == "multi" else ():
            owners[node.key] = owners.get(node.key, 0) + 1
    found: list[Choice] = []
    for variable in variables:
        for node in variable.codes:
            if not node.retired and node.assignable:
                alone = variable.type == "multi" and owners[node.key] == 1
                joint = ":" if variable.type == "multi" else "="
                key = node.key if alone else f"{variable.key}{joint}{node.key}"
                label = node.label if alone else f"{variable.label}: {node.label}"
                found.append(Choice(key, label, variable, node.key))
        for state, word in _STATES.items():
            if state != "none" or variable.type == "multi":
                found.append(
                    Choice(f"{variable.key}={state}", f"{variable.label}: {word}", variable, state)
                )
    return tuple(found)


def question_called(connection: Connection, key: str) -> Question:
    """The variable with this key. Raises as `variable_called`."""
    return variable_called(read_book(connection), key)


def questions(connection: Connection) -> tuple[Question, ...]:
    """All that can be answered about a relationship, the person in it and their title."""
    return variables_at(read_book(connection), "relationship")


def variables_at(book: Book, level: Level) -> tuple[StoredVariable, ...]:
    """The variables that can be coded at a level and above it, those of the headline first."""
    coded = [each for each in book.variables.values() if not each.derived and not each.retired]
    near = [each for each in coded if each.level == level or is_below(level, each.level)]
    first = {each.key for each in inputs_of(book, *book.leading)}
    return tuple(sorted(near, key=lambda v: (v.key not in first, -LEVELS.index(v.level))))


def record_choice(
    change: Change, written: str, choice: Choice, mark: CodingOptions, *, maybe: bool = False
) -> Written:
    """Records one answer for what a path names, which is added where it is missing.

    An answer about the person or the title of a relationship is recorded there.
    """
    key = _unit_of(change, written, choice.variable, mark)
    name = choice.variable.key
    if choice.is_code:
        return tag(change, key, [f"{'maybe:' if maybe else ''}{name}:{choice.value}"], mark)
    return annotate(change, key, [f"{name}={choice.value}"], mark)


def record_value(change: Change, written: str, assignment: str, mark: CodingOptions) -> Written:
    """The same for `VARIABLE=VALUE` as it was typed."""
    variable = find_variable(change, parse_assignment(assignment)[0])
    return annotate(change, _unit_of(change, written, variable, mark), [assignment], mark)


def _unit_of(change: Change, written: str, variable: StoredVariable, mark: CodingOptions) -> str:
    """The key of the unit that a variable is about, at the end of a path or above it."""
    path = read_path(change, written)
    deepest = max((path.level, variable.level), key=LEVELS.index)
    series, duplicate = mark.episode is not None, mark.duplicate
    key = add_missing(change, path, deepest, series=series, duplicate=duplicate)
    if is_below(path.level, variable.level):
        key = "/".join(key.split("/")[: _DEPTH[variable.level]])
    return key


#: How many segments the key of a unit has.
_DEPTH: Final[dict[Level, int]] = {"title": 1, "episode": 2, "portrayal": 2, "relationship": 3}


def places_like(connection: Connection, typed: str, most: int) -> list[Place]:
    """Units whose names or keys have each typed word in them, titles first."""
    rows = select(unit.c.key, unit.c.level_id, unit.c.name, unit.c.year)
    for word in fold(typed).replace("/", " ").split():
        named = select(unit_name.c.unit_id).where(
            unit_name.c.folded.contains(word, autoescape=True)
        )
        of_names = unit.c.unit_id.in_(named) | unit.c.parent_id.in_(named)
        rows = rows.where(
            of_names | unit.c.title_id.in_(named) | unit.c.key.contains(word, autoescape=True)
        )
    rows = rows.where(unit.c.level_id != LEVEL_ID["episode"])
    found = connection.execute(rows.order_by(unit.c.level_id, unit.c.key).limit(most)).all()
    return [Place(row.key, place_in_words(connection, row.key)) for row in found]


def place_in_words(connection: Connection, key: str) -> str:
    """`Mumford (1999) / Dr. Mumford / Sofie Crisp`."""
    segments = key.split("/")
    keys = ["/".join(segments[: place + 1]) for place in range(len(segments))]
    rows = connection.execute(
        select(unit.c.name, unit.c.year).where(unit.c.key.in_(keys)).order_by(unit.c.level_id)
    )
    return " / ".join(
        row.name if row.year is None or place else f"{row.name} ({row.year})"
        for place, row in enumerate(rows)
    )


@dataclass(frozen=True, slots=True)
class ToCode:
    """The keys of units to go through, and the variables to ask of each."""

    keys: tuple[str, ...]
    variables: tuple[StoredVariable, ...]


def to_code(connection: Connection, query: Sequence[str]) -> ToCode:
    """The units that a query chooses, and what to ask of them.

    Asked are the variables that the query wants `not-coded`, else all of the level that it is
    about: the lowest of its variables, else that of what the headline is computed from. Raises
    InvalidQuery.
    """
    reading = reading_of(connection)
    book = reading.book
    asked = asked_for(book, query)
    terms = (
        [] if asked is None else [each for each in leaves(asked.query) if isinstance(each, Term)]
    )
    about = [v for term in terms if (v := book.variables.get(term.field)) is not None]
    lowest = about or variables_at(book, "relationship")[:1]
    level: Level = max((each.level for each in lowest), key=LEVELS.index, default="title")
    rows = select(unit.c.key).where(unit.c.unit_id.in_(units_asked(reading, (level,), asked)))
    of_level = [each for each in variables_at(book, level) if each.level == level]
    wanted = {term.field for term in terms if Word("not-coded") in term.values}
    variables = [each for each in of_level if each.key in wanted] or of_level
    return ToCode(tuple(connection.execute(rows.order_by(unit.c.key)).scalars()), tuple(variables))


def still_asked(
    connection: Connection, coder_key: str, key: str, variables: Sequence[StoredVariable]
) -> tuple[StoredVariable, ...]:
    """The variables that a coder has not answered for a unit, and that are asked of it (R10)."""
    book = read_book(connection)
    of = connection.execute(select(unit).where(unit.c.key == key)).one()
    given = select(annotation.c.variable_id).where(
        annotation.c.unit_id == of.unit_id,
        annotation.c.coder_id == _coder_id(connection, coder_key),
    )
    answered = {*connection.execute(given).scalars()}
    family = select(unit.c.unit_id).where(unit.c.title_id == of.title_id)
    reading = _own_reading(connection, book, coder_key, Scope(units=family))
    return tuple(
        each
        for each in variables
        if each.variable_id not in answered and _is_asked(connection, reading, each, of.unit_id)
    )


def _is_asked(
    connection: Connection, reading: Reading, variable: StoredVariable, unit_id: int
) -> bool:
    query, text = variable.asked_when, variable.asked_when_text
    if query is None or text is None:
        return True
    row = unit.alias()
    truth = ask(reading, query, text, UnitRef(variable.level, row))
    found = connection.execute(select(truth).where(row.c.unit_id == unit_id)).scalar_one()
    return found is None or bool(found)


def _own_reading(connection: Connection, book: Book, coder_key: str, scope: Scope) -> Reading:
    """What one coder says; nothing of a coder who has not begun."""
    voters = Voters(_coder_id(connection, coder_key), None)
    return Reading(book, "majority", ask, ballots_of(connection, voters, scope))


def _coder_id(connection: Connection, key: str) -> int:
    found = connection.execute(select(coder.c.coder_id).where(coder.c.key == key)).scalar()
    return 0 if found is None else found
