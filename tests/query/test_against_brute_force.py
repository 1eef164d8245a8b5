"""Random small studies: what the database counts is what a walk over the units counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from brute_force import RULES, row_of_one, rows
from brute_force import Study as BruteForce
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import BOOK, PROGRAM, SESSIONS, WARMTH, query, world
from small_study import LEVELS, Unit, written
from stored_study import Stored

pytestmark = pytest.mark.slow

POLICIES = ("majority", "unanimous", "any")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return Stored(tmp_path_factory.mktemp("brute_force"))


def plain(titles: Sequence[Unit], depth: int = 0) -> str:
    """The study as lines, for whoever must find out why an example fails."""
    lines = []
    for each in titles:
        screened = f" {each.screened}" if each.level == "title" else ""
        lines.append(f"{'  ' * depth}{each.level}{screened}")
        for key, answers in each.codings.items():
            lines += [f"{'  ' * depth}  {key} {coding}" for coding in answers]
        lines += [plain(each.beneath, depth + 1)] if each.beneath else []
    return "\n".join(lines)


EXAMPLES = settings(
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
#: Draws a whole example. To have a failing one shrunk, say `use_true_random=False`.
RANDOM = st.randoms(use_true_random=True)


def asked_by(random: Random, stored: Stored) -> tuple[BruteForce, dict[str, Any]]:
    """How things are settled, or by whose codings: for the walk, and as options."""
    policy, who = random.choice(POLICIES), random.choice([None, None, None, 0, 1, PROGRAM])
    silence = random.choice(["open", "open", "open", "no"])
    if who is None:
        told = {"policy": policy, "coder": None, "silence": silence}
        return BruteForce(BOOK, policy, silence=silence), told
    told = {"policy": None, "coder": stored.keys[who], "silence": silence}
    return BruteForce(BOOK, "majority", who, silence=silence), told


@EXAMPLES
@given(random=RANDOM)
def test_r02_r12_r20_each_row_counts_what_a_walk_over_the_units_counts(
    stored: Stored, random: Random
) -> None:
    titles, level = world(random), random.choice(LEVELS)
    study, options = asked_by(random, stored)
    study = replace(study, rollup=random.choice([None, "max", "min", "median"]))
    with stored.filled(titles) as (connection, _):
        for key in sorted({*random.sample([*sorted(BOOK), "act", "act"], 2)}):
            found = stored.rows(connection, level, key, rollup=study.rollup, **options)
            expected = rows(study, titles, level, BOOK[key])
            assert found == expected, f"{level} {key} {study}\n{plain(titles)}"


@settings(EXAMPLES, max_examples=12)
@given(random=RANDOM)
def test_r14_a_value_rolled_up_is_what_a_walk_over_the_units_beneath_makes_of_them(
    stored: Stored, random: Random
) -> None:
    titles = world(random, (SESSIONS, WARMTH))
    above = random.choice(["title", "portrayal"])
    asked = [
        (SESSIONS, "title", "median"),
        (SESSIONS, "title", random.choice(sorted(RULES))),
        (WARMTH, above, "median"),
        (WARMTH, above, random.choice(["max", "min"])),
    ]
    with stored.filled(titles) as (connection, _):
        for variable, level, rule in asked:
            found = stored.rows(connection, level, variable.key, rollup=rule)
            expected = rows(BruteForce(BOOK, "majority", rollup=rule), titles, level, variable)
            assert found == expected, f"{level} {variable.key} {rule}\n{plain(titles)}"


QUESTIONS = (
    ("act", ()),
    ("act", ("kiss", "gift")),
    ("act", ("date", "money", "talk")),
    ("act", ("hug", "loan")),
    ("act", ("romance", "peck")),
    ("act", ("kiss",)),
    ("mood", ("sweet", "sad")),
    ("tone", ("comic", "droll")),
    ("tone", ("grave", "wry", "droll")),
    ("known", ("yes", "no")),
    ("breach", ("yes",)),
    ("grade", ("2", "3")),
    ("warmth", ("cool", "hot")),
    ("exposed", ("yes", "no")),
    ("shown", ("much",)),
    ("shown", ("some", "nothing")),
    ("echo", ("yes",)),
)


@EXAMPLES
@given(random=RANDOM)
def test_r04_r23_r24_one_of_several_codes_counts_what_a_walk_over_the_units_counts(
    stored: Stored, random: Random
) -> None:
    titles, level = world(random), random.choice(LEVELS)
    study, options = asked_by(random, stored)
    with stored.filled(titles) as (connection, _):
        for key, codes in random.sample(QUESTIONS, 3):
            found = stored.one_of(connection, level, key, codes, **options)
            expected = row_of_one(study, titles, level, BOOK[key], codes)
            assert found == expected, f"{level} {key}:{codes} {study}\n{plain(titles)}"


@EXAMPLES
@given(random=RANDOM)
def test_r24_r25_r26_a_query_is_as_true_as_of_a_walk_over_the_units(
    stored: Stored, random: Random
) -> None:
    titles, asked = world(random), query(random)
    study, options = asked_by(random, stored)
    with stored.filled(titles) as (connection, by_id):
        for level in LEVELS:
            found = stored.truths(connection, level, written(asked), **options)
            expected = {
                unit_id: study.truth(asked, each)
                for unit_id, each in by_id.items()
                if each.level == level
            }
            assert found == expected, f"{level} {written(asked)} {study}\n{plain(titles)}"


@settings(EXAMPLES, max_examples=examples(30))
@given(random=RANDOM)
def test_r24_a_list_and_what_it_leaves_open_are_those_of_a_walk_over_the_units(
    stored: Stored, random: Random
) -> None:
    titles, asked = world(random), query(random)
    study = BruteForce(BOOK, "majority", silence=random.choice(["open", "open", "no"]))
    with stored.filled(titles) as (connection, by_id):
        for level in LEVELS:
            walked = {
                unit_id: study.truth(asked, each)
                for unit_id, each in by_id.items()
                if each.level == level
            }
            for wanted, left_open in ((True, False), (None, True)):
                found = stored.listed(
                    connection, level, written(asked), open=left_open, silence=study.silence
                )
                expected = {each for each, truth in walked.items() if truth is wanted}
                assert found == expected, f"{level} {written(asked)} {study}\n{plain(titles)}"
