"""Which unit each term of a query refers to (NUMBERS R25, R26). Pure.

A query is asked about units of one level. Some of its terms belong to a level below: they are asked
about the units beneath the asked one, on two branches, episodes and people (portrayals and their
relationships). `scoped` says where "of one unit beneath" applies, so that the SQL can be written
directly from it. A scope is the query, or the inside of one `some(…)`:

1. All lower terms of a scope speak of one and the same lowest unit of their branch and of the
   units above it, negated ones too. Brackets only group.
2. `some(…)` is a scope of its own, wherever it stands, and asks of any unit.
3. A branch is denied in a scope if each of its terms there, of whatever level, stands under an
   odd number of NOTs. A `NOT X` whose lower terms are all of denied branches is a scope of its
   own as well and says that no unit has X. Of such nested in each other the outermost counts.
   (So `NOT (a b)` says that no relationship has both, `a NOT b` that one has a without b, and,
   p being of its portrayal, `a NOT p` that one has a in a portrayal that is not p.)
4. "One unit has X or Y" is "one has X, or one has Y", and "one has X and t", where t is not
   below, is "one has X, and t". Hence `Exists` stands as far inside as it can and NOT inside
   it, so that what needs no unit beneath is answered without one. An AND of terms below stays
   together, as they speak of the same unit, along with any OR that needs that unit in part.
5. The branches are independent: an AND of terms on both asks each branch for itself. Only if
   one of its items speaks of both in one breath (`a (b OR e)`) it is asked of an episode and
   a person together, one `Exists` in the other.

The levels of an `Exists` are those of the terms that refer to its unit; a term below belongs to the
innermost `Exists` of its branch around it. Every `Exists` starts from the asked unit, even one
inside another. If a unit does not exist (a film has no episodes, a portrayal may have no
relationship), every term about it is undetermined, so `p (a OR q)` is true of a portrayal that is p
and q but has no relationships. A query always has as many leaves as it has terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Final

from portrayals.language.syntax import And, Not, Or, Query, Some, Term, Text


@dataclass(frozen=True, slots=True)
class Leaf:
    """A term as written, about the asked unit or that of the `Exists` it belongs to."""

    term: Text | Term


@dataclass(frozen=True, slots=True)
class All:
    """Each item is true (Kleene)."""

    items: tuple[Scoped, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One item is true (Kleene)."""

    items: tuple[Scoped, ...]


@dataclass(frozen=True, slots=True)
class No:
    """The item is false (Kleene)."""

    item: Scoped


@dataclass(frozen=True, slots=True)
class Exists:
    """The item is true of one unit beneath the asked one, at the lowest of the levels.

    False if such units exist and it is false of all, or if the title is screened `none`; else
    undetermined (R25). With both `portrayal` and `relationship`, a portrayal without relationships
    is asked too; terms about a relationship are then undetermined.
    """

    levels: frozenset[str]
    item: Scoped


Scoped = Leaf | All | AnyOf | No | Exists

#: The level of a term if it is below the asked level, else None.
Below = Callable[[Text | Term], str | None]

EPISODES: Final = frozenset({"episode"})
PEOPLE: Final = frozenset({"portrayal", "relationship"})


def scoped(query: Query, below: Below) -> Scoped:
    """The query with its scopes made explicit; without lower terms it has no `Exists`."""
    signs = set(_signs(query, below))
    affirmed = {level for level, negated in signs if not negated}
    denied = {level for level, _ in signs if not affirmed & _branch(level)}
    return _asked(_inward(query, below, denied), below)


def _branch(level: str) -> frozenset[str]:
    """The levels of the branch that a level is on."""
    return EPISODES if level in EPISODES else PEOPLE


def _signs(query: Query, below: Below, negated: bool = False) -> Iterator[tuple[str, bool]]:
    """For each lower term of this scope: its level, and whether it is negated."""
    match query:
        case And(items) | Or(items):
            for item in items:
                yield from _signs(item, below, negated)
        case Not(item):
            yield from _signs(item, below, not negated)
        case Text() | Term():
            if level := below(query):
                yield level, negated
        case Some():
            pass


def _inward(query: Query, below: Below, denied: Set[str], negated: bool = False) -> Scoped:
    """The tree with NOT moved to its leaves and to the finished scopes within it."""
    within: Scoped
    match query:
        case And(items) | Or(items):
            parts = [_inward(item, below, denied, negated) for item in items]
            return _joined(All if isinstance(query, And) != negated else AnyOf, parts)
        case Not(item) if {level for level, _ in _signs(item, below)} <= denied:
            within = _no(scoped(item, below))
        case Not(item):
            return _inward(item, below, denied, not negated)
        case Some(item):
            within = scoped(item, below)
        case Text() | Term():
            within = Leaf(query)
    return _no(within) if negated else within


def _asked(item: Scoped, below: Below) -> Scoped:
    """The item with an `Exists` around whatever refers to a unit beneath."""
    levels = _levels(item, below)
    match item:
        case AnyOf(items):
            return _joined(AnyOf, [_asked(each, below) for each in items])
        case All(items):
            return _joined(All, [_of_one_unit(group, below) for group in _groups(items, below)])
        case _:
            return Exists(levels, item) if levels else item


def _levels(item: Scoped, below: Below) -> frozenset[str]:
    """The levels of the units beneath that the item refers to, before any `Exists` is added."""
    match item:
        case Leaf(term):
            level = below(term)
            return frozenset({level} if level else ())
        case All(items) | AnyOf(items):
            return frozenset[str]().union(*(_levels(each, below) for each in items))
        case No(denied):
            return _levels(denied, below)
        case Exists():
            return frozenset()


def _groups(items: Iterable[Scoped], below: Below) -> Iterable[list[Scoped]]:
    """The items grouped by the unit they refer to, others each alone, in order."""
    spoken = [(item, _levels(item, below)) for item in items]
    in_one_breath = any(levels & EPISODES and levels & PEOPLE for _, levels in spoken)
    groups: dict[object, list[Scoped]] = {}
    for place, (item, levels) in enumerate(spoken):
        unit: object = place
        if levels and in_one_breath:
            unit = EPISODES | PEOPLE
        elif levels:
            unit = PEOPLE if levels & PEOPLE else EPISODES
        groups.setdefault(unit, []).append(item)
    return groups.values()


def _of_one_unit(items: list[Scoped], below: Below) -> Scoped:
    """All items, asked about the same unit; if on both branches, about an episode and a person."""
    if len(items) == 1:
        return _asked(items[0], below)
    levels = _levels(All(tuple(items)), below)
    if not levels & EPISODES or not levels & PEOPLE:
        return Exists(levels, _joined(All, items))
    of_episode = [item for item in items if not _levels(item, below) & PEOPLE]
    of_person = [item for item in items if _levels(item, below) & PEOPLE]
    person = Exists(levels & PEOPLE, _joined(All, of_person))
    return Exists(EPISODES, _joined(All, [*of_episode, person]))


def _joined(kind: type[All] | type[AnyOf], items: Iterable[Scoped]) -> Scoped:
    """The items joined into one; nested ones of the same kind are flattened."""
    opened: list[Scoped] = []
    for item in items:
        opened.extend(item.items if isinstance(item, kind) else (item,))
    return kind(tuple(opened)) if len(opened) > 1 else opened[0]


def _no(item: Scoped) -> Scoped:
    return item.item if isinstance(item, No) else No(item)
