"""Coders played by chance: each answers a handout as a page lets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from portrayals.results.handout import Handout, HandoutCode, HandoutUnit, HandoutVariable
from portrayals.services.handouts.decide import decide
from portrayals.vocabulary import BASES

Answers = dict[tuple[str, str], dict[str, Any]]


def assignable(codes: tuple[HandoutCode, ...]) -> Iterator[str]:
    """The codes that can be picked."""
    for each in codes:
        if each.assignable:
            yield each.key
        yield from assignable(each.codes)


def above(codes: tuple[HandoutCode, ...], over: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """For each code those above it."""
    found: dict[str, tuple[str, ...]] = {}
    for each in codes:
        found |= {each.key: over, **above(each.codes, (each.key, *over))}
    return found


def value(random: Random, of: HandoutVariable) -> dict[str, Any]:
    """A value of a variable."""
    codes = [*assignable(of.codes)]
    match of.type:
        case "number":
            low, high = of.minimum or 0, of.maximum or 100
            return {"number": random.choice([low, high, (low + high) / 2])}
        case "text":
            return {"text": random.choice(["Says so.", "=1+1; 'quoted'", "ключ 🗝", "none"])}
        case "boolean":
            return {"codes": [random.choice(["yes", "no"])]}
        case "multi":
            picked = random.sample(codes, min(len(codes), random.randint(1, 4)))
            number = random.randint(0, len(picked))
            # As in a page, a code that is picked drops those above it.
            dropped = {key for each in picked[:number] for key in above(of.codes)[each]}
            sure, unsure = picked[:number], picked[number:]
            return {
                "codes": [each for each in sure if each not in dropped],
                "doubtful": [each for each in unsure if each not in dropped],
            }
    return {"codes": [random.choice(codes)]}


def answer_to(random: Random, unit: HandoutUnit, of: HandoutVariable) -> dict[str, Any]:
    """An answer of any state, with evidence and a note now and then."""
    states = ["coded"] * 8 + ["cannot-tell", "not-applicable", "unavailable"]
    state = random.choice([*states, "none"] if of.type == "multi" else states)
    made: dict[str, Any] = {"unit": unit.uuid, "key": unit.key, "variable": of.key, "state": state}
    if state == "coded":
        made |= value(random, of)
    if random.random() < 0.3:
        made["basis"] = random.choice(BASES)
    if of.type == "multi" and state in {"coded", "none"} and random.random() < 0.3:
        made["complete"] = random.choice([True, False])
    if random.random() < 0.2:
        made["note"] = random.choice(["seen twice", "<b>unsure</b>", "siehe Ende"])
    if random.random() < 0.3 and state == "coded":
        code = random.choice([None, *made.get("codes", [])])
        made["evidence"] = [{"code": code, "start": f"{random.randint(1, 59)}:00", "quote": "Yes."}]
    return made


def played(
    random: Random, handout: Handout, before: Answers | None = None, *, alike: int | None = None
) -> Answers:
    """A coder's answers to what is asked of them; of those `before`, some are changed.

    As in a real study, there are only so many different answers to a variable, if told.
    """
    units = {unit.uuid: unit for unit in handout.units}
    given: Answers = {}
    own: dict[str, dict[str, Any]] = {}
    for unit in handout.units:
        for of in handout.variables:
            if of.level != unit.level:
                continue
            old = (before or {}).get((unit.uuid, of.key))
            same = random if alike is None else Random(f"{of.key} {random.randrange(alike)}")
            new = answer_to(same, unit, of)
            chosen = old if old is not None and random.random() < 0.8 else new
            if random.random() < 0.85 and is_asked(of, unit, units, own):
                given[unit.uuid, of.key] = chosen
                own.setdefault(unit.uuid, {})[of.key] = chosen
    return given


def is_asked(
    of: HandoutVariable,
    unit: HandoutUnit,
    units: Mapping[str, HandoutUnit],
    given: Mapping[str, Mapping[str, Any]],
) -> bool:
    """Whether a page asks it; the conditions of these codebooks look at what stands before."""
    chain = [unit]
    while chain[-1].above is not None:
        chain.append(units[chain[-1].above])
    own = {key: answer for each in chain for key, answer in given.get(each.uuid, {}).items()}
    return of.asked_when is None or decide(of.asked_when, own, unit.facts) is not False
