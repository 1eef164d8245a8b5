"""From a query to its truth in SQL: three-valued, about one and the same unit (R24 to R26)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import (
    Boolean,
    Integer,
    and_,
    case,
    cast,
    func,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)

from portrayals.errors import InvalidQuery, InvalidValue
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.unit_ref import UnitRef, childless, is_below, screened_none, value_of
from portrayals.language.syntax import And, Not, Or, Query, Range, Some, Term, Text, Word
from portrayals.language.unit_of_term import All, AnyOf, Exists, Leaf, No, Scoped, scoped
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.identifiers import SCHEMES
from portrayals.query.fields_catalogue import BENEATH_FIELDS, CATALOGUE_FIELDS
from portrayals.query.fields_coding import CODING_FIELDS, disputed
from portrayals.query.fields_text import text_truth
from portrayals.query.fields_variables import variable_truth
from portrayals.query.slips import line_meant
from portrayals.vocabulary import LEVELS, Level

#: The level of each field that has one; the other fields apply to the asked level.
FIELD_LEVEL: Final[dict[str, Level]] = {
    "performer": "portrayal",
    "actor": "portrayal",
    "role": "portrayal",
    "counterpart": "relationship",
    "season": "episode",
    "episode": "episode",
}

#: `disputed` depends on the votes, so it needs a reading.
FIELDS: Final = (*CATALOGUE_FIELDS, *CODING_FIELDS, "disputed")


def speaks_of(field: str, asked: Level) -> Level | None:
    """The level of a field if it is below the asked one, else None."""
    level = FIELD_LEVEL.get(field)
    return level if level is not None and is_below(level, asked) else None


#: States that are asked of a higher unit itself (R12, R25), not of the units beneath it.
OWN: Final = frozenset({"incomplete", "no-unit", "none"})


def ask(reading: Reading, query: Query, text: str, at: UnitRef) -> Truth:
    """The truth of a query for the unit at a place: true, false, or null if undetermined.

    `text` is the query as written, for errors to point at. Raises InvalidQuery for an unknown field
    or code, and for a value that its field cannot have.
    """
    tree, truth_of = scopes(reading, query, text, at)
    return truth_of(tree)


def scopes(
    reading: Reading, query: Query, text: str, at: UnitRef
) -> tuple[Scoped, Callable[[Scoped], Truth]]:
    """A query as a tree that says where it speaks of a unit beneath the one at a place (R26), and
    the function that gives the truth of the tree, or of a part that is not inside an `Exists`.

    Raises InvalidQuery for an unknown field; the function raises it as `ask` does.
    """
    asking = _Asking(reading, text, at, (at,), within=frozenset(_within_some(query)))
    return scoped(_parted(reading, query, at.level), asking.below), asking.truth


def _within_some(query: Query, within: bool = False) -> Iterator[Text | Term]:
    """The terms inside `some(…)`: about one unit beneath, including its `none` (R25)."""
    match query:
        case And(items) | Or(items):
            for item in items:
                yield from _within_some(item, within)
        case Not(item):
            yield from _within_some(item, within)
        case Some(item):
            yield from _within_some(item, within=True)
        case Text() | Term():
            if within:
                yield query


def _parted(reading: Reading, query: Query, asked: Level) -> Query:
    """The query with a separate term for each state that is asked of the unit itself."""
    match query:
        case And(items):
            return And(tuple(_parted(reading, item, asked) for item in items))
        case Or(items):
            return Or(tuple(_parted(reading, item, asked) for item in items))
        case Not(item):
            return Not(_parted(reading, item, asked))
        case Term(values=values) if len(values) > 1 and any(map(_is_own, values)):
            variable = reading.book.variables.get(query.field)
            if variable is not None and query.property is None and is_below(variable.level, asked):
                own = (replace(query, values=(value,)) for value in values if _is_own(value))
                others = tuple(value for value in values if not _is_own(value))
                return Or((*own, *((replace(query, values=others),) if others else ())))
    return query


def _is_own(value: Word | Range) -> bool:
    return isinstance(value, Word) and value.text in OWN


def _below(reading: Reading, term: Text | Term, text: str, asked: Level) -> Level | None:
    """The level of a term below the asked one, as if it were inside `some(…)`."""
    if isinstance(term, Text):
        return None
    variable = reading.book.variables.get(term.field)
    if variable is None:
        if term.field not in FIELDS:
            raise _unknown(reading, term, text)
        if term.field in {"season", "episode"} and asked in {"portrayal", "relationship"}:
            raise _elsewhere(term, text, "episode", asked)
        return speaks_of(term.field, asked)
    if is_below(variable.level, asked):
        return variable.level
    if variable.level != asked and not is_below(asked, variable.level):
        raise _elsewhere(term, text, variable.level, asked)
    return None


def _unknown(reading: Reading, term: Term, text: str) -> InvalidQuery:
    known = [*reading.book.variables, *FIELDS]
    near = ["id"] if term.field in SCHEMES else nearest(term.field, known)
    hint = "list fields and variables: portrayals help query, portrayals codebook show"
    if now := reading.book.now_called(term.field):
        hint = (
            f"it is called {now} now: write {text[term.start : term.end].replace(term.field, now)}"
        )
    elif term.field in SCHEMES:
        hint = f"write id:{term.field}:VALUE"
    elif (field := term.field.lstrip("-!")) != term.field and field in known:
        hint = f"write NOT {text[term.start : term.end].lstrip('-!')}"
    return InvalidQuery(
        f'"{term.field}" is neither a variable of the codebook nor a field',
        query=text,
        start=term.start,
        end=term.start + len(term.field),
        hint=hint,
        candidates=near,
    )


def _elsewhere(term: Term, text: str, level: Level, asked: Level) -> InvalidQuery:
    return InvalidQuery(
        f"{term.field} belongs to {level}s, which are neither above nor below {asked}s",
        query=text,
        start=term.start,
        end=term.end,
        hint="use it for titles: --level title, or list titles",
    )


@dataclass(frozen=True)
class _Asking:
    """One walk down a scoped query. `places` are the units it refers to, the asked one first.

    There is no unit at the levels `without`, so questions about them are open. There is none at the
    levels `void` either, and it is known that nobody has what is asked, negated or not.
    """

    reading: Reading
    text: str
    asked: UnitRef
    places: tuple[UnitRef, ...]
    without: frozenset[Level] = frozenset()
    void: frozenset[Level] = frozenset()
    within: frozenset[Text | Term] = frozenset()
    negated: bool = False

    def below(self, term: Text | Term) -> Level | None:
        """The level of a term that is below the asked one."""
        level = _below(self.reading, term, self.text, self.asked.level)
        if isinstance(term, Text) or term.field not in self.reading.book.variables:
            return level
        own = OWN - {"none"} if term in self.within else OWN
        words = (value.text if isinstance(value, Word) else None for value in term.values)
        return None if term.property is None and all(word in own for word in words) else level

    def truth(self, tree: Scoped) -> Truth:
        match tree:
            case Leaf(term):
                return self._leaf(term)
            case All(items):
                return and_(*(self.truth(item) for item in items))
            case AnyOf(items):
                return or_(*(self.truth(item) for item in items))
            case No(item):
                return not_(replace(self, negated=not self.negated).truth(item))
            case Exists(levels, item):
                return self._exists(levels, item)

    def _leaf(self, term: Text | Term) -> Truth:
        if isinstance(term, Text):
            return text_truth(term.text, self.asked)
        level = self.below(term)
        if level in self.void:
            return true() if self.negated else not_(true())
        if level in self.without:
            return cast(null(), Boolean)
        at = self.asked if level is None else self._place_of(level)
        try:
            return self._term(term, at)
        except InvalidValue as error:
            meant = line_meant(self.reading.book, term)
            raise InvalidQuery(
                error.message,
                query=self.text,
                start=term.start,
                end=term.end,
                hint=error.hint if meant is None else f"write {meant}",
                candidates=error.candidates,
            ) from None

    def _place_of(self, level: Level) -> UnitRef:
        """The innermost unit asked about that is at a level or beneath it."""
        return next(
            place
            for place in reversed(self.places)
            if place.level == level or is_below(place.level, level)
        )

    def _term(self, term: Term, at: UnitRef) -> Truth:
        variable = self.reading.book.variables.get(term.field)
        if variable is not None:
            return variable_truth(self.reading, variable, term, at)
        if term.property is not None:
            raise InvalidValue(f"{term.field} is not a variable, so it has no properties")
        if term.field == "disputed":
            return or_(*(disputed(self.reading, value, at) for value in term.values))
        beneath = BENEATH_FIELDS if at is not self.asked else {}
        field = {**CATALOGUE_FIELDS, **CODING_FIELDS, **beneath}[term.field]
        return or_(*(field(value, term.exact, at) for value in term.values))

    def _exists(self, levels: frozenset[str], item: Scoped) -> Truth:
        """True of a unit beneath: the best of their truths; false if all are; else open (R25).

        Truth is counted 2, undetermined 1, false 0, so that the best is the greatest.
        """
        lowest = max((level for level in LEVELS if level in levels), key=LEVELS.index)
        under, is_under = self.asked.beneath(lowest)
        score = self._score(replace(self, places=(*self.places, under)), item)
        scores = [select(score.label("score")).where(is_under).correlate_except()]
        if lowest == "relationship" and self.asked.level == "title":
            # A portrayal without relationships is asked too, but says nothing about relationships
            # (R12).
            single, is_single = self.asked.beneath("portrayal")
            lonely = replace(
                self,
                places=(*self.places, single),
                without=self.without | {"relationship"},
            )
            scores.append(
                select(self._score(lonely, item).label("score"))
                .where(is_single, childless(single))
                .correlate_except()
            )
        best = union_all(*scores).subquery()
        empty = frozenset(level for level in LEVELS if level in levels)
        alone = replace(self, negated=False)
        nobody = replace(alone, without=self.without | empty).truth(item)
        if lowest != "episode" and self.asked.level == "title":
            in_vain = replace(alone, void=self.void | empty).truth(item)
            nobody = case((screened_none(self.asked), in_vain), else_=nobody)
        truth = case(
            {2: true(), 0: not_(true()), -1: nobody},
            value=func.coalesce(func.max(best.c.score), -1),
            else_=null(),
        )
        return value_of(select(truth).select_from(best))

    @staticmethod
    def _score(asking: _Asking, item: Scoped) -> Truth:
        return func.coalesce(cast(asking.truth(item), Integer) * 2, 1)
