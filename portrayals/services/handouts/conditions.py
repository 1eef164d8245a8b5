"""When a variable is asked, as a tree that a page decides without a database (R10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection, select

from portrayals.findings.meanings import read_meanings
from portrayals.findings.outcome_at_unit import inputs_of
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.settle import Meaning
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID, UnitRef, is_below, place, value_of
from portrayals.language.syntax import Query, Range, Term, Text, Word
from portrayals.language.unit_of_term import All, AnyOf, Exists, Leaf, No, Scoped
from portrayals.notation.values import parse_number
from portrayals.query.compile import ask, scopes
from portrayals.query.fields_catalogue import CATALOGUE_FIELDS
from portrayals.query.fields_variables import nodes_named
from portrayals.results.handout import Condition
from portrayals.vocabulary import Level

#: Nobody can know it while the units beneath are still being coded, or by the catalogue alone.
OPEN: Final[Condition] = ["open"]
_NEVER: Final[Condition] = ["or"]
#: Words that ask for the state of a coded variable, or for any value of it.
_ASKED: Final = frozenset(
    {
        *("any", "none", "cannot-tell", "not-applicable", "unavailable", "not-coded"),
        *("incomplete", "unsettled"),
    }
)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A part of a query that the catalogue decides, about a unit of `level` at or above one."""

    level: Level
    query: Query
    text: str
    part: Scoped


@dataclass(frozen=True, slots=True)
class Conditions:
    """By variable, the condition on which it is asked, and by level the facts that these need.

    A variable that is always asked is not among them.
    """

    book: Book
    of: Mapping[str, Condition]
    facts: Mapping[Level, Sequence[_Fact]]


def conditions_of(connection: Connection, book: Book) -> Conditions:
    """The conditions of all variables in use of a codebook that have one.

    What a term about units beneath says is left open: those are still being coded. So is what
    others coded, claimed or noted, of which a coder is to know nothing.
    """
    told = [each for each in book.variables.values() if not each.retired and each.asked_when]
    meanings = read_meanings(connection, [each.variable_id for each in book.variables.values()])
    facts: dict[Level, dict[_Fact, int]] = {}
    of = {
        each.key: _Compiling(
            Reading(book, "majority", ask), meanings, each.level, facts.setdefault(each.level, {})
        ).asked_when(each)
        for each in told
    }
    return Conditions(book, of, {level: tuple(known) for level, known in facts.items()})


def facts_of(
    connection: Connection, conditions: Conditions, level: Level, unit_ids: Sequence[int]
) -> dict[int, tuple[bool | None, ...]]:
    """For units of a level, what the conditions ask of the catalogue: None where it is unknown."""
    facts = conditions.facts.get(level, ())
    if not facts:
        return dict.fromkeys(unit_ids, ())
    at = place(level)
    truths = [
        _truth(conditions.book, fact, at).label(f"fact_{number}")
        for number, fact in enumerate(facts)
    ]
    of_level = at.unit.c.level_id == LEVEL_ID[level]
    rows = select(at.unit.c.unit_id, *truths).where(of_level, at.unit.c.unit_id.in_(unit_ids))
    return {
        unit_id: tuple(None if each is None else bool(each) for each in known)
        for unit_id, *known in connection.execute(rows)
    }


def _truth(book: Book, fact: _Fact, at: UnitRef) -> Truth:
    reading = Reading(book, "majority", ask)
    if fact.level == at.level:
        _, truth_of = scopes(reading, fact.query, fact.text, at)
        return truth_of(fact.part)
    over, is_over = at.above(fact.level)
    _, truth_of = scopes(reading, fact.query, fact.text, over)
    return value_of(select(truth_of(fact.part)).where(is_over))


@dataclass(frozen=True, slots=True)
class _Compiling:
    """Makes conditions for variables of a level, whose facts are numbered as they are met.

    Terms speak of a unit at or above that level: of `at`.
    """

    reading: Reading
    meanings: Mapping[int, Meaning]
    at: Level
    facts: dict[_Fact, int] = field(default_factory=dict)

    def asked_when(self, variable: StoredVariable) -> Condition:
        """The condition of a variable that has one, about its own unit."""
        query, text = variable.asked_when, variable.asked_when_text or ""
        if query is None:
            return ["and"]
        return replace(self, at=variable.level)._query(query, text)

    def _query(self, query: Query, text: str) -> Condition:
        tree, _ = scopes(self.reading, query, text, place(self.at))
        return self._part(tree, query, text)

    def _part(self, part: Scoped, query: Query, text: str) -> Condition:
        if all(map(self._of_catalogue, _leaves(part))):
            fact = _Fact(self.at, query, text, part)
            return ["fact", self.facts.setdefault(fact, len(self.facts))]
        match part:
            case All(items):
                return ["and", *(self._part(item, query, text) for item in items)]
            case AnyOf(items):
                return ["or", *(self._part(item, query, text) for item in items)]
            case No(item):
                return ["not", self._part(item, query, text)]
            case Leaf(Term() as term):
                return self._term(term)
            case _:
                return OPEN

    def _of_catalogue(self, term: Text | Term) -> bool:
        """Whether it asks of the catalogue, and not what anybody coded, claimed or screened."""
        if isinstance(term, Text):
            return True
        others = {"screened", *self.reading.book.variables}
        return term.field in CATALOGUE_FIELDS and term.field not in others

    def _term(self, term: Term) -> Condition:
        variable = self.reading.book.variables.get(term.field)
        if variable is None or is_below(variable.level, self.at):
            return OPEN
        there = replace(self, at=variable.level)
        alone = [v for v in term.values if _stands_alone(variable, term, v)]
        named = tuple(v for v in term.values if v not in alone)
        each = [(value,) for value in alone] + ([named] if named else [])
        parts = [there._value(variable, replace(term, values=values)) for values in each]
        return parts[0] if len(parts) == 1 else ["or", *parts]

    def _value(self, variable: StoredVariable, term: Term) -> Condition:
        """The condition for codes, or one other value, of a variable of the unit's own level."""
        value = term.values[0]
        word = value.text if isinstance(value, Word) else None
        if term.property is not None and word == "none":
            return ["not", self._value(variable, replace(term, values=(Word("any"),)))]
        state = word if term.property is None else None
        if variable.derived:
            return self._derived(variable, term, state)
        if state in _ASKED:
            truth: Condition = ["asks", variable.key, variable.type, state]
            return self._if_asked(variable, truth, otherwise=state == "not-applicable")
        if state == "no-unit":
            return _NEVER
        if state == "undetermined":
            return OPEN
        if variable.type == "number":
            ends = (value.low, value.high) if isinstance(value, Range) else (word, word)
            numbers = [None if end is None else parse_number(end) for end in ends]
            return self._if_asked(variable, ["between", variable.key, *numbers])
        return self._if_asked(variable, self._has(variable, [*nodes_named(variable, term)]))

    def _has(self, variable: StoredVariable, nodes: Sequence[Node]) -> Condition:
        """Whether one of the nodes is there: codes with all below them, values of properties."""
        implies = self.meanings[variable.variable_id].implies
        keys = {node.code_id: node.key for node in variable.nodes}
        said: dict[str, bool] = {}
        for code_id, implied in implies.items():
            certain = [implied[node.code_id] for node in nodes if node.code_id in implied]
            if certain:
                said[keys[code_id]] = any(certain)
        below: dict[str, list[str]] = {key: [] for key in said}
        for code_id, implied in implies.items():
            for over, certain_of in implied.items():
                if certain_of and over != code_id and keys.get(over) in below:
                    below[keys[over]].append(keys[code_id])
        sure, unsure = ([key for key in said if said[key] is which] for which in (True, False))
        parents = {key: codes for key, codes in below.items() if codes}
        return ["has", variable.key, variable.type, sure, unsure, parents]

    def _if_asked(
        self, variable: StoredVariable, truth: Condition, *, otherwise: bool = False
    ) -> Condition:
        """The truth of a term where its variable is asked; `otherwise` where it is not (R10)."""
        if variable.asked_when is None:
            return truth
        asked = self.asked_when(variable)
        ruled_out: Condition = ["not", asked] if is_open(asked) else ["ruled-out", asked]
        return ["or", ruled_out, truth] if otherwise else ["and", ["not", ruled_out], truth]

    def _derived(self, variable: StoredVariable, term: Term, state: str | None) -> Condition:
        """The condition for a value of a derived variable, by its rules (R27)."""
        inputs = inputs_of(self.reading.book, variable)
        nobody = [self._term(_state_of(each, "not-coded")) for each in inputs]
        untouched: Condition = ["and", *nobody] if nobody else _NEVER
        if state == "not-coded":
            return untouched
        if state == "none":
            return ["not", self._derived(variable, term, "any")]
        if state in {"incomplete", "undetermined"}:
            return OPEN
        if state in {*_ASKED, "no-unit"} - {"any"}:
            return _NEVER
        codes = [node.key for node in variable.nodes]
        if state != "any":
            codes = self._wanted(variable, term)
        rules = [
            [self._query(when, text), then]
            for (when, then), (text, _) in zip(variable.rules, variable.rules_text, strict=True)
        ]
        return ["derived", untouched, rules, variable.otherwise, codes]

    def _wanted(self, variable: StoredVariable, term: Term) -> list[str]:
        """The codes of a derived variable that a term names."""
        wanted = {node.code_id for node in nodes_named(variable, term)}
        return [node.key for node in variable.nodes if node.code_id in wanted]


def _stands_alone(variable: StoredVariable, term: Term, value: Word | Range) -> bool:
    """Whether a value is a condition of its own, and not one of several codes."""
    if isinstance(value, Range):
        return variable.type == "number"
    if term.property is not None:
        return value.text == "none"
    return variable.type == "number" or value.text in {*_ASKED, "no-unit", "undetermined"}


def _state_of(variable: StoredVariable, word: str) -> Term:
    return Term(variable.key, None, (Word(word),), exact=False, start=0, end=0)


def _leaves(part: Scoped) -> Iterator[Text | Term]:
    match part:
        case Leaf(term):
            yield term
        case All(items) | AnyOf(items):
            for item in items:
                yield from _leaves(item)
        case No(item) | Exists(_, item):
            yield from _leaves(item)


def is_open(condition: object) -> bool:
    """Whether a condition has a part that nobody can know while people are still coding."""
    return isinstance(condition, list) and (condition == OPEN or any(map(is_open, condition)))
