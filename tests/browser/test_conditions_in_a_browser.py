"""The page decides what is asked as Python does: thousands of random cases in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

import portrayals
from portrayals.services.handouts.decide import decide
from portrayals.vocabulary import BASES

pytestmark = pytest.mark.browser

CASES = 6000
SCRIPT = Path(portrayals.__file__).parent / "render" / "handout" / "decide.js"
#: A tree of codes: a group with two below it, one of which has others below, and one alone.
BELOW = {"love": ["kiss", "peck", "date"], "kiss": ["peck"]}
CODES = ("love", "kiss", "peck", "date", "gift")
STATES = (*["coded"] * 6, "none", "cannot-tell", "not-applicable", "unavailable", "withdrawn")
WORDS = (
    *("any", "none", "cannot-tell", "not-applicable", "unavailable", "not-coded"),
    *("incomplete", "unsettled"),
)


def condition(random: Random, depth: int = 0) -> list[Any]:
    """A condition of any form, seldom deeper than four."""
    joints = ["and", "or", "not", "ruled-out", "derived"] if depth < 4 else []
    word = random.choice([*joints, "fact", "asks", "between", "has", "has", "open"])
    deeper = [condition(random, depth + 1) for _ in range(random.randint(0, 3))] if joints else []
    match word:
        case "and" | "or":
            return [word, *deeper]
        case "not" | "ruled-out":
            return [word, condition(random, depth + 1)]
        case "derived":
            untouched = random.choice([["or"], ["asks", "act", "multi", "not-coded"]])
            rules = [[each, random.choice(["yes", "no", "undetermined"])] for each in deeper]
            wanted = random.choice([["yes"], ["no"], ["yes", "no"]])
            return [word, untouched, rules, random.choice(["yes", "no", "undetermined"]), wanted]
        case "fact":
            return [word, random.randrange(3)]
        case "asks":
            key, type_ = random.choice([("act", "multi"), ("tone", "nominal"), ("why", "text")])
            return [word, key, type_, random.choice(WORDS)]
        case "between":
            return [word, "times", random.choice([None, 1, 2.5]), random.choice([None, 2.5, 3])]
        case "has":
            key, type_ = random.choice([("act", "multi"), ("tone", "nominal")])
            sure = random.sample(CODES, random.randint(0, 3))
            unsure = [each for each in BELOW if each not in sure and random.random() < 0.7]
            return [word, key, type_, sure, unsure, BELOW]
    return [word]


def answers(random: Random) -> dict[str, dict[str, Any]]:
    """What a coder answered, with what a page may leave out left out now and then."""
    made: dict[str, dict[str, Any]] = {}
    for key in ("act", "tone", "times", "why"):
        state = random.choice(STATES)
        given: dict[str, Any] = {"state": state}
        if state == "coded":
            given |= value(random, key)
        if random.random() < 0.8:
            given["basis"] = random.choice(BASES)
        if key == "act" and random.random() < 0.3:
            given["complete"] = random.choice([True, False, None])
        if random.random() < 0.85:
            made[key] = given
    return made


def value(random: Random, key: str) -> dict[str, Any]:
    match key:
        case "times":
            return {"number": random.choice([0, 1, 2.5, 3, 4])}
        case "why":
            return {"text": "because"}
        case "tone":
            return {"codes": [random.choice(CODES)]}
    codes = random.sample(CODES, random.randint(0, 3))
    unsure = [each for each in CODES if each not in codes]
    return {"codes": codes, "doubtful": random.sample(unsure, random.randint(0, 2))}


def test_r10_r24_a_browser_decides_as_python_does(chromium: Browser) -> None:
    random = Random(22)
    cases = [
        (condition(random), answers(random), random.choices([True, False, None], k=3))
        for _ in range(CASES)
    ]
    expected = [decide(*case) for case in cases]
    page = chromium.new_page()
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    told = "given => JSON.parse(given).map((each) => decide(...each))"
    found = page.evaluate(told, json.dumps(cases))
    page.close()
    different = [case for case, one, two in zip(cases, expected, found, strict=True) if one != two]
    assert different == []
    assert min(expected.count(truth) for truth in (True, False, None)) > CASES / 10
