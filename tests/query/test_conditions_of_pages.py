"""Random small studies: what a page decides of its coder's answers is what the database says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import ACT, CODERS, KNOWN, MOOD, TONE, WORDS, joined, query, world
from small_study import LEVELS, Coding, Denied, Is, Query, SomeUnit, Unit, written
from sqlalchemy import Connection
from stored_study import Stored

from portrayals.findings.stored_codebook import Book
from portrayals.services.handouts.conditions import conditions_of, facts_of, is_open
from portrayals.services.handouts.decide import decide
from portrayals.vocabulary import Level

pytestmark = pytest.mark.slow

LEVEL: dict[str, Level] = {
    "title": "title",
    "portrayal": "portrayal",
    "relationship": "relationship",
}
#: What the catalogue knows of the studies drawn; a year is known of nobody.
FACTS = (
    Is("screened", "in"),
    Is("screened", "none,pending"),
    Is("kind", "film"),
    Is("kind", "tv"),
    Is("year", "..1990"),
    Is("role", "none"),
    SomeUnit(Is("role", "any")),
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return Stored(tmp_path_factory.mktemp("conditions"))


def own(random: Random) -> Query:
    """A query about answers, mostly with something of the catalogue beside it."""
    asked = query(random)
    fact: Query = random.choice(FACTS)
    fact = Denied(fact) if random.random() < 0.3 else fact
    return asked if random.random() < 0.4 else joined(random, asked, fact)


def of_one_version(titles: Sequence[Unit]) -> None:
    """Has everybody code by one version of the codebook, as those who got a handout do."""
    for each in titles:
        for key, codings in each.codings.items():
            each.codings[key] = [replace(coding, version=2) for coding in codings]
        of_one_version(each.beneath)


def answers_of(at: Unit, coder: int) -> dict[str, dict[str, Any]]:
    """What a coder says of a unit and of those above it, as their page has it."""
    made = {} if at.above is None else answers_of(at.above, coder)
    for key, codings in at.codings.items():
        main = [each for each in codings if each.coder == coder and each.purpose == "main"]
        if main:
            made[key] = as_answer(max(main, key=lambda each: each.wave))
    return made


def as_answer(coding: Coding) -> dict[str, Any]:
    return {
        "state": coding.state,
        "codes": sorted(coding.codes),
        "doubtful": sorted(coding.doubtful),
        "number": coding.number,
        "basis": coding.basis,
        "complete": coding.complete,
    }


def asked_at(book: Book, level: Level, asked: str) -> Book:
    """The codebook with one more variable, asked when a query is not false."""
    more = replace(book.variables["tone"], key="more", level=level, asked_when_text=asked)
    return replace(book, variables={**book.variables, "more": more})


def decisions(
    connection: Connection, book: Book, level: Level, asked: str, units: dict[int, Unit], who: int
) -> Iterator[tuple[int, bool | None, bool]]:
    """By unit id, what a page decides, and whether part of it must stay open."""
    conditions = conditions_of(connection, asked_at(book, level, asked))
    condition = conditions.of["more"]
    of_level = {unit_id: each for unit_id, each in units.items() if each.level == level}
    facts = facts_of(connection, conditions, level, [*of_level])
    for unit_id, each in of_level.items():
        found = decide(condition, answers_of(each, who), facts[unit_id])
        yield unit_id, found, is_open(condition)


@settings(
    deadline=None,
    max_examples=examples(80),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(random=st.randoms(use_true_random=True))
def test_r10_a_page_decides_as_the_database_does_or_leaves_open_what_it_cannot_know(
    stored: Stored, random: Random
) -> None:
    titles, who = world(random), random.randrange(CODERS)
    of_one_version(titles)
    asked = written(own(random))
    with stored.filled(titles) as (connection, units):
        for name in LEVELS:
            level = LEVEL[name]
            truths = stored.truths(
                connection, level, asked, policy=None, coder=stored.keys[who], silence="open"
            )
            found = decisions(connection, stored.book, level, asked, units, who)
            for unit_id, decided, may_be_open in found:
                if not (may_be_open and decided is None):
                    assert decided == truths[unit_id], f"{level} {asked}"


@settings(
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(random=st.randoms(use_true_random=True))
def test_r06_r09_a_single_term_about_a_set_is_decided_as_the_database_does(
    stored: Stored, random: Random
) -> None:
    titles, who = world(random, (ACT, MOOD, TONE, KNOWN)), random.randrange(CODERS)
    of_one_version(titles)
    words = [f"{name}:{word}" for name in ("act", "act.class", "mood") for word in WORDS[name]]
    words += [f"act.class:{word}" for word in ("none", "any")]
    with stored.filled(titles) as (connection, units):
        for asked in random.sample(words, 12):
            truths = stored.truths(
                connection,
                *("relationship", asked),
                policy=None,
                coder=stored.keys[who],
                silence="open",
            )
            found = decisions(connection, stored.book, "relationship", asked, units, who)
            for unit_id, decided, may_be_open in found:
                assert decided == truths[unit_id], f"{asked} {answers_of(units[unit_id], who)}"
                assert not may_be_open


@pytest.mark.parametrize(
    ("codes", "doubtful", "asked", "truth"),
    [
        ({"romance"}, set(), "act:date", None),  # R9: which one is not said
        ({"romance"}, {"kiss"}, "act:date", False),  # but here: perhaps a kiss, and nothing else
        ({"romance"}, {"kiss"}, "act:kiss", None),
        ({"romance", "date"}, set(), "act:hug", False),
        ({"romance"}, {"hug"}, "act.class:violation", False),
    ],
)
def test_r09_a_parent_leaves_open_what_is_below_it_but_for_what_is_in_doubt(
    stored: Stored, codes: set[str], doubtful: set[str], asked: str, truth: bool | None
) -> None:
    title = Unit("title", "in", None)
    person = Unit("portrayal", "in", title)
    pair = Unit("relationship", "in", person)
    title.beneath, person.beneath = [person], [pair]
    given = Coding(0, 1, "main", "coded", "watched", frozenset(codes), frozenset(doubtful))
    pair.codings["act"] = [given]
    with stored.filled([title]) as (connection, units):
        told = {"policy": None, "coder": stored.keys[0], "silence": "open"}
        assert [*stored.truths(connection, "relationship", asked, **told).values()] == [truth]
        found = decisions(connection, stored.book, "relationship", asked, units, 0)
        assert [decided for _, decided, _ in found] == [truth]
