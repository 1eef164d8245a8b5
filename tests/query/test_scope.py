"""Which unit each term speaks of: the worked cases, and random queries on small worlds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pytest
from examples import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portrayals.language.parse import parse
from portrayals.language.syntax import And, Not, Or, Query, Some, Term, Text
from portrayals.language.unit_of_term import (
    EPISODES,
    PEOPLE,
    All,
    AnyOf,
    Exists,
    Leaf,
    No,
    Scoped,
    scoped,
)

LEVELS = {
    "a": "relationship",
    "b": "relationship",
    "c": "relationship",
    "p": "portrayal",
    "q": "portrayal",
    "e": "episode",
    "f": "episode",
}


def below(term: Text | Term) -> str | None:
    """Of titles: a, b, c are of relationships, p and q of portrayals, e and f of episodes."""
    return LEVELS.get(word(term))


def word(term: Text | Term) -> str:
    assert isinstance(term, Text)
    return term.text


def plain(item: Scoped) -> str:
    """A scoped tree in short: `r(a & !b)` is one relationship with a and not b."""
    match item:
        case Leaf(term):
            return word(term)
        case All(items):
            return "(" + " & ".join(map(plain, items)) + ")"
        case AnyOf(items):
            return "(" + " | ".join(map(plain, items)) + ")"
        case No(denied):
            return f"!{plain(denied)}"
        case Exists(levels, of_one):
            inside = plain(of_one)
            unit = "".join(sorted(level[0] for level in levels))
            return unit + (inside if inside.startswith("(") else f"({inside})")


def scopes(query: str) -> str:
    # a group in brackets keeps a query of nothing but words from being a phrase
    return plain(scoped(parse(f"({query})"), below))


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("a b", "r(a & b)"),
        ("(a) (b c)", "r(a & b & c)"),
        ("a NOT b", "r(a & !b)"),
        ("a p", "pr(a & p)"),
        ("a (b OR NOT c)", "r(a & (b | !c))"),
        ("a NOT (b c)", "r(a & (!b | !c))"),
        ("p a NOT q", "pr(p & a & !q)"),
        ("a NOT p", "pr(a & !p)"),
        ("p NOT a", "pr(p & !a)"),
        ("a b NOT (p q)", "pr(a & b & (!p | !q))"),
        ("a OR NOT p", "(r(a) | p(!p))"),
        ("NOT p (b OR NOT a)", "pr(!p & (b | !a))"),
    ],
)
def test_r26_all_lower_terms_speak_of_one_unit(query: str, meaning: str) -> None:
    assert scopes(query) == meaning


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("NOT a", "!r(a)"),
        ("t NOT a", "(t & !r(a))"),
        ("NOT a NOT b", "(!r(a) & !r(b))"),
        ("NOT (a b)", "!r(a & b)"),
        ("NOT (a OR b)", "!(r(a) | r(b))"),
        ("NOT (a t)", "!(r(a) & t)"),
        ("NOT (a p)", "!pr(a & p)"),
        ("NOT a NOT p", "(!r(a) & !p(p))"),
        ("NOT a OR NOT p", "(!r(a) | !p(p))"),
        ("a NOT e", "(r(a) & !e(e))"),
        ("e NOT a NOT p", "(e(e) & !r(a) & !p(p))"),
        ("t OR NOT (u NOT NOT a)", "(t | !(u & r(a)))"),
    ],
)
def test_r26_where_every_term_of_a_branch_is_negated_no_unit_has_it(
    query: str, meaning: str
) -> None:
    assert scopes(query) == meaning


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("NOT NOT a", "r(a)"),
        ("a OR NOT b", "(r(a) | r(!b))"),
        ("NOT (a NOT b)", "(r(!a) | r(b))"),
        ("a NOT (b p)", "pr(a & (!b | !p))"),
        ("NOT NOT NOT a", "!r(a)"),
        ("NOT NOT (a NOT b)", "r(a & !b)"),
        ("t NOT (a NOT (b u))", "(t & (r(!a) | (r(b) & u)))"),
    ],
)
def test_r26_a_branch_with_one_term_not_negated_speaks_of_the_same_unit(
    query: str, meaning: str
) -> None:
    assert scopes(query) == meaning


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("some(a) some(b)", "(r(a) & r(b))"),
        ("a some(b)", "(r(a) & r(b))"),
        ("a b some(c p)", "(r(a & b) & pr(c & p))"),
        ("some(a some(b))", "(r(a) & r(b))"),
        ("NOT some(a)", "!r(a)"),
        ("a NOT some(b NOT p)", "(r(a) & !pr(b & !p))"),
        ("p some(NOT a)", "(p(p) & !r(a))"),
        ("some(NOT a) b", "(!r(a) & r(b))"),
        ("NOT a some(b)", "(!r(a) & r(b))"),
        ("a (b OR some(c))", "r(a & (b | r(c)))"),
        ("some(t)", "t"),
    ],
)
def test_r26_some_is_a_scope_of_its_own(query: str, meaning: str) -> None:
    assert scopes(query) == meaning


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("a OR t", "(r(a) | t)"),
        ("a OR b", "(r(a) | r(b))"),
        ("a OR p", "(r(a) | p(p))"),
        ("a t b", "(r(a & b) & t)"),
        ("t (a OR u)", "(t & (r(a) | u))"),
        ("a (b OR t)", "r(a & (b | t))"),
        ("t OR (a (b OR c) u)", "(t | (r(a & (b | c)) & u))"),
    ],
)
def test_what_needs_no_unit_beneath_stands_outside(query: str, meaning: str) -> None:
    assert scopes(query) == meaning


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("a e", "(r(a) & e(e))"),
        ("a e b f", "(r(a & b) & e(e & f))"),
        ("t (a OR e)", "(t & (r(a) | e(e)))"),
        ("b (a OR e)", "e(r(b & (a | e)))"),
        ("f b t (a OR e)", "(e(f & r(b & (a | e))) & t)"),
        ("p (a OR e)", "e(pr(p & (a | e)))"),
    ],
)
def test_the_branches_are_asked_apart_unless_an_or_joins_them(query: str, meaning: str) -> None:
    assert scopes(query) == meaning


@pytest.mark.parametrize(
    ("query", "meaning"),
    [("t", "t"), ("t u", "(t & u)"), ("NOT (t u)", "!(t & u)"), ("NOT NOT t OR u", "(t | u)")],
)
def test_without_terms_below_there_is_no_exists(query: str, meaning: str) -> None:
    assert scopes(query) == meaning


# Random queries.

Truth = bool | None
Findings = Mapping[str, Truth]
NOBODY: Findings = {}


@dataclass(frozen=True)
class World:
    """A title with its own findings; people are a portrayal and its relationships."""

    own: Findings
    episodes: tuple[Findings, ...]
    people: tuple[tuple[Findings, tuple[Findings, ...]], ...]

    def units(self, levels: frozenset[str]) -> list[Findings]:
        """The units to ask; where there is none, one of which nothing is known (R25)."""
        relationships: list[Findings] = [
            {**portrayal, **relationship}
            for portrayal, beneath in self.people
            for relationship in beneath
        ]
        alone = [portrayal for portrayal, beneath in self.people if not beneath]
        if levels == EPISODES:
            units = list(self.episodes)
        elif levels == {"relationship"}:
            units = relationships
        elif levels == {"portrayal"}:
            units = [portrayal for portrayal, _ in self.people]
        else:
            assert levels == PEOPLE
            units = [*relationships, *alone]
        return units or [NOBODY]


def least(truths: list[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def most(truths: list[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def truth_of(query: Query, known: Findings) -> Truth:
    """Kleene's truth of a query without `some`, of one unit and those above it."""
    match query:
        case And(items):
            return least([truth_of(item, known) for item in items])
        case Or(items):
            return most([truth_of(item, known) for item in items])
        case Not(item):
            return opposite(truth_of(item, known))
        case Text(text):
            return known.get(text)
    raise AssertionError(query)


def by_definition(query: Query, world: World) -> Truth:
    """Is it true of one lowest unit (a person with an episode)?"""
    pairs = product(world.units(PEOPLE), world.units(EPISODES))
    return most([truth_of(query, {**world.own, **person, **ep}) for person, ep in pairs])


def by_scopes(item: Scoped, world: World, asked: Mapping[frozenset[str], Findings]) -> Truth:
    """The truth of a scoped tree; `asked` are the units of the `Exists` around it."""
    match item:
        case Leaf(term):
            level = below(term)
            if level is None:
                return world.own.get(word(term))
            return asked[EPISODES if level in EPISODES else PEOPLE].get(word(term))
        case All(items):
            return least([by_scopes(each, world, asked) for each in items])
        case AnyOf(items):
            return most([by_scopes(each, world, asked) for each in items])
        case No(denied):
            return opposite(by_scopes(denied, world, asked))
        case Exists(levels, of_one):
            branch = EPISODES if levels <= EPISODES else PEOPLE
            units = world.units(levels)
            return most([by_scopes(of_one, world, {**asked, branch: unit}) for unit in units])


def truth(query: Query, world: World) -> Truth:
    return by_scopes(scoped(query, below), world, {})


truths = st.sampled_from([True, False, None])


def findings(words: str) -> st.SearchStrategy[Findings]:
    return st.fixed_dictionaries(dict.fromkeys(words, truths))


def worlds(fewest_relationships: int) -> st.SearchStrategy[World]:
    relationships = st.lists(findings("abc"), min_size=fewest_relationships, max_size=2)
    people = st.tuples(findings("pq"), relationships.map(tuple))
    return st.builds(
        World,
        findings("tu"),
        st.lists(findings("ef"), max_size=2).map(tuple),
        st.lists(people, max_size=2).map(tuple),
    )


def texts(words: str) -> st.SearchStrategy[Query]:
    return st.sampled_from([Text(each, 0, 0) for each in words])


def queries(words: str, *, no: bool = True, some: bool = False) -> st.SearchStrategy[Query]:
    def larger(smaller: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        several = st.lists(smaller, min_size=2, max_size=3).map(tuple)
        grown: st.SearchStrategy[Query] = several.map(And) | several.map(Or)
        grown = grown | smaller.map(Not) if no else grown
        return grown | smaller.map(Some) if some else grown

    return st.recursive(texts(words), larger, max_leaves=8)


def affirmed(query: Query, of_people: Query, of_episodes: Query) -> Query:
    """The query, or a term of each branch that is not negated."""
    return Or((query, And((of_people, of_episodes))))


def also_affirmed(query: Query, of_people: Query, of_episodes: Query) -> Query:
    """The query, and a term of some branch that is not negated."""
    return And((query, Or((of_people, of_episodes))))


affirmed_queries = st.builds(
    lambda affirm, *queries: affirm(*queries),
    st.sampled_from([affirmed, also_affirmed]),
    queries("abpetu"),
    texts("cq"),
    texts("f"),
)


@given(affirmed_queries, worlds(1))
@settings(deadline=None, max_examples=examples(400))
def test_r26_a_query_is_as_true_as_it_is_of_one_lowest_unit(query: Query, world: World) -> None:
    assert truth(query, world) is by_definition(query, world)


@given(affirmed_queries, worlds(0))
@settings(deadline=None, max_examples=examples(400))
def test_r25_where_relationships_are_missing_no_answer_is_turned_round(
    query: Query, world: World
) -> None:
    answer = by_definition(query, world)
    assert answer is None or truth(query, world) is answer


@given(queries("abpqetu", no=False), worlds(1))
@settings(deadline=None)
def test_r26_no_unit_has_what_is_negated_throughout(query: Query, world: World) -> None:
    assert truth(Not(query), world) is opposite(by_definition(query, world))


@given(
    st.permutations([queries("abpqt", no=False), queries("efu", no=False)]).flatmap(
        lambda branches: st.tuples(*branches)
    ),
    worlds(1),
)
@settings(deadline=None)
def test_r26_no_unit_has_a_branch_negated_throughout_beside_the_other(
    branches: tuple[Query, Query], world: World
) -> None:
    query, denied = branches
    both = [by_definition(query, world), opposite(by_definition(denied, world))]
    assert truth(And((query, Not(denied))), world) is least(both)


@given(queries("abpet"), queries("acqfu"), worlds(0))
@settings(deadline=None)
def test_r26_scopes_are_independent_of_each_other(one: Query, other: Query, world: World) -> None:
    both = [truth(one, world), truth(other, world)]
    assert truth(And((Some(one), Some(other))), world) is least(both)
    assert truth(Or((Some(one), Not(Some(other)))), world) is most([both[0], opposite(both[1])])


def leaves(query: Query) -> Iterator[str]:
    match query:
        case And(items) | Or(items):
            for item in items:
                yield from leaves(item)
        case Not(item) | Some(item):
            yield from leaves(item)
        case Text(text):
            yield text


def spoken(item: Scoped, around: Mapping[frozenset[str], Exists]) -> Iterator[tuple[str, object]]:
    """Each term, and the `Exists` whose unit it speaks of; checks the form on the way."""
    match item:
        case Leaf(term):
            level = below(term)
            yield word(term), around[EPISODES if level in EPISODES else PEOPLE] if level else None
        case All(items) | AnyOf(items):
            assert len(items) > 1
            assert not any(isinstance(each, type(item)) for each in items)
            for each in items:
                yield from spoken(each, around)
        case No(denied):
            assert not isinstance(denied, No)
            yield from spoken(denied, around)
        case Exists(levels, of_one):
            branch = EPISODES if levels <= EPISODES else PEOPLE
            assert levels <= branch
            inside = list(spoken(of_one, {**around, branch: item}))
            assert {LEVELS[term] for term, unit in inside if unit is item} == levels
            yield from inside


@given(queries("abcpqeftu", some=True))
@example(parse("(some(t NOT (a OR e)) OR NOT NOT (b e))"))
@settings(deadline=None, max_examples=examples(400))
def test_every_term_stands_once_and_every_lower_one_in_an_exists_of_its_level(
    query: Query,
) -> None:
    assert sorted(term for term, _ in spoken(scoped(query, below), {})) == sorted(leaves(query))
