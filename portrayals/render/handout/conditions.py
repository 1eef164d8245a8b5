"""When a variable is asked, in words, for coders who have no page that decides it (R10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portrayals.notation.plurals import either
from portrayals.notation.state_words import state_in_words
from portrayals.results.handout import Condition, HandoutVariable
from portrayals.results.handout_sheets import assignable

_ELSEWHERE = "the codebook asks it"


def in_words(condition: Condition, variables: Sequence[HandoutVariable]) -> str:
    """`Smoking has a code`. What only the catalogue or rules can tell is left to the codebook."""
    return _said(condition, {each.key: each for each in variables})


def range_in_words(low: float | None, high: float | None) -> str:
    """`from 0 to 120`, `0 or more`, `120 or less`, nothing for a range without ends."""
    if low is not None and high is not None:
        return f"from {low:g} to {high:g}"
    ends = [(low, "or more"), (high, "or less")]
    return "".join(f"{end:g} {side}" for end, side in ends if end is not None)


def _said(condition: Any, variables: Mapping[str, HandoutVariable]) -> str:
    word, *parts = condition
    match word:
        case "and" | "or":
            # That a variable is asked goes without saying where something is said of its value.
            told = [each for each in parts if not _says_it_is_asked(each)]
            said = [_said(each, variables) for each in told]
            if len(said) > 1:
                pairs = zip(told, said, strict=True)
                said = [f"({words})" if of[0] in {"and", "or"} else words for of, words in pairs]
            return f" {word} ".join(said)
        case "not" | "ruled-out":
            return f"it is not so that {_said(parts[0], variables)}"
        case "asks" | "between" | "has" if parts[0] in variables:
            of = variables[parts[0]]
            return f"{of.label} {_value(word, of, parts[1:])}"
    return _ELSEWHERE


def _says_it_is_asked(condition: Any) -> bool:
    return bool(condition[0] == "not" and condition[1][0] == "ruled-out")


def _value(word: str, of: HandoutVariable, parts: Sequence[Any]) -> str:
    match word:
        case "asks" if parts[1] == "any":
            return "has a code" if of.type == "multi" else "has an answer"
        case "asks":
            return f"is {state_in_words(parts[1])}"
        case "between":
            low, high = parts
            return f"is {low:g}" if low == high else f"is {range_in_words(low, high)}"
    return f"is {_either(of, *parts[1:])}"


def _either(
    of: HandoutVariable, sure: Sequence[str], _: object, below: Mapping[str, Sequence[str]]
) -> str:
    """The codes that make it so, without those below others of them."""
    implied = {each for code in sure for each in below.get(code, ())}
    labels = {each.key: each.label for each in assignable(of.codes)}
    named = [labels.get(code, code) for code in sure if code not in implied]
    return either(named)
