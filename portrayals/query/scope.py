"""Which unit each term of a query speaks of (NUMBERS R25, R26). Pure.

A query is asked of units of one level. Some of its terms are of a level below: they are asked
of the units beneath the asked one, on two branches, episodes and people (portrayals and their
relationships). `scoped` says where "of one unit beneath" stands, so that the SQL can be written
down from it without further thought. A scope is the query, or the inside of one `some(…)`:

1. All lower terms of a scope speak of one and the same lowest unit of their branch and of the
   units above it, negated ones too. Brackets only group.
2. `some(…)` is a scope of its own, wherever it stands, and asks of any unit.
3. A level is denied in a scope if each of its terms there stands under an odd number of NOTs.
   A `NOT X` whose lower terms are all of denied levels is a scope of its own as well and says
   that no unit has X. Of such nested in each other the outermost counts. (So `NOT (a b)` says
   that no relationship has both, `a NOT b` that one has a without b, and `a NOT (b p)` that one
   has a and is not b in a portrayal p, although no p stands there undenied.)
4. "One unit has X or Y" is "one has X, or one has Y", and "one has X and t", where t is not
   below, is "one has X, and t", in Kleene's logic also where there is no unit to ask. Hence
   `Exists` stands as far inside as it can, and NOT inside it: what needs no unit beneath is
   then answered without one. An AND of terms below keeps them together, as they speak of the
   same unit, along with any OR among them that needs a unit in part.
5. The branches are independent: an AND of terms on both asks each branch for itself. Only if
   one of its items speaks of both in one breath (`a (b OR e)`) it is asked of an episode and
   a person together, one `Exists` in the other.

The levels of an `Exists` are those of the terms that speak of its unit; a term below belongs to
the innermost `Exists` of its branch around it. Every `Exists` starts from the asked unit, also
one that stands in another. A query has as many leaves as it has terms, whatever is done to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from portrayals.query.syntax import And, Not, Or, Query, Some, Term, Text


@dataclass(frozen=True, slots=True)
class Leaf:
    """A term as it stands, of the asked unit or of the `Exists` it belongs to."""

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
    """Of one unit beneath the asked one, of the lowest of the levels, the item is true (R25)."""

    levels: frozenset[str]
    item: Scoped


Scoped = Leaf | All | AnyOf | No | Exists

EPISODES: Final = frozenset({"episode"})
PEOPLE: Final = frozenset({"portrayal", "relationship"})

Below = Callable[[Text | Term], str | None]


def scoped(query: Query, below: Below) -> Scoped:
    """The query with its scopes made plain.

    `below` gives the level of a term that is below the asked level: `episode`, `portrayal` or
    `relationship`; None for all others.
    """
    signed = set(_signed_levels(query, below))
    denied = frozenset(level for level, negated in signed if (level, not negated) not in signed)
    return _asked(_inward(query, below, denied - {l for l, n in signed if not n}), below)
