"""Decides a condition by one coder's own answers, as `decide.js` does in a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from portrayals.results.handout import Condition
from portrayals.vocabulary import COMPLETE_BASES

Truth = bool | None
#: Answers by variable, about a unit and those above it, as an answers file has them.
Answers = Mapping[str, Mapping[str, Any]]

_GIVEN: Final = ("coded", "none")


def decide(condition: Condition, answers: Answers, facts: Sequence[Truth]) -> Truth:
    """Whether a condition holds: true, false, or None while that is not known (R10, R24)."""
    word, *parts = condition
    of: Any = parts
    match word:
        case "open":
            return None
        case "fact":
            known: Truth = facts[of[0]]
            return known
        case "not":
            return _not(decide(of[0], answers, facts))
        case "and":
            return _not(_any(_not(decide(part, answers, facts)) for part in of))
        case "or":
            return _any(decide(part, answers, facts) for part in of)
        case "ruled-out":
            return decide(of[0], answers, facts) is False
        case "derived":
            untouched, rules, otherwise, codes = of
            if decide(untouched, answers, facts) is not False:
                return None
            return _derived(rules, otherwise, codes, answers, facts)
    key, *rest = of
    answer = answers.get(key, {})
    state = _state(answer)
    if state == "not-applicable" and word != "asks":
        return False
    if word == "asks":
        return _asks(answer, state, *rest)
    if word == "between":
        return _between(answer, *rest) if state == "coded" else None
    return _has(answer, *rest) if state in _GIVEN else None


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _any(truths: Iterable[Truth]) -> Truth:
    found = {*truths}
    return True if True in found else None if None in found else False


def _state(answer: Mapping[str, Any]) -> str:
    """The state that an answer counts as: what is known by hearsay alone settles nothing (R18)."""
    state = str(answer.get("state", "not-coded"))
    hearsay = answer.get("basis") == "hearsay" and state != "unavailable"
    return "not-coded" if hearsay or state == "withdrawn" else state


def _denies(answer: Mapping[str, Any], type_: str) -> bool:
    """Whether an answer says no of all that it does not hold (R6): a set only if complete."""
    if type_ != "multi":
        return True
    said = answer.get("complete")
    return answer.get("basis", "unstated") in COMPLETE_BASES if said is None else bool(said)


def _asks(answer: Mapping[str, Any], state: str, type_: str, word: str) -> Truth:
    """The truth of a state, of `any` or of `none`."""
    given = state in _GIVEN
    partial = given and not _denies(answer, type_)
    text = given and type_ == "text"  # never settled (R8)
    match word:
        case "incomplete":
            return partial
        case "unsettled":
            return text
        case "any" | "none":
            if state == "not-applicable":
                return False
            if not given or text:
                return None
            found = type_ != "multi" or bool(answer.get("codes"))
            if not found and (partial or answer.get("doubtful")):
                return None
            return found == (word == "any")
    return state == word and not partial


def _between(answer: Mapping[str, Any], low: float | None, high: float | None) -> bool:
    number = answer["number"]
    return (low is None or low <= number) and (high is None or number <= high)


def _has(
    answer: Mapping[str, Any],
    type_: str,
    sure: Sequence[str],
    unsure: Sequence[str],
    below: Mapping[str, Sequence[str]],
) -> Truth:
    """Whether an answer has one of the codes `sure`; codes `unsure` leave that open (R9)."""
    doubtful = set(answer.get("doubtful") or ())
    codes = set(answer.get("codes") or ())
    # A parent beside a descendant of its own is dropped.
    codes -= {code for code in codes if codes & {*below.get(code, ())}}
    if codes & {*sure}:
        return True
    if doubtful & {*sure, *unsure}:
        return None
    if any(not doubtful & {*below.get(code, ())} for code in codes & {*unsure}):
        return None
    return False if _denies(answer, type_) else None


def _derived(
    rules: Sequence[Any],
    otherwise: str | None,
    codes: Sequence[str],
    answers: Answers,
    facts: Sequence[Truth],
) -> Truth:
    """The first rule that is true gives the value, unless one before it that is open would give
    another (R27)."""
    value, possible = otherwise, set[str]()
    for when, then in rules:
        truth = decide(when, answers, facts)
        if truth:
            value = then
            break
        if truth is None:
            possible.add(then)
    if value in {None, "undetermined"} or possible - {value}:
        return None
    return value in codes
