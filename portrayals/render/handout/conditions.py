"""When a variable is asked, in words, for coders who have no page that decides it (R10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portrayals.notation.state_words import state_in_words
from portrayals.results.handout import Condition, HandoutVariable
from portrayals.results.handout_sheets import assignable

_ELSEWHERE = "the codebook asks it"


def in_words(condition: Condition, variables: Sequence[HandoutVariable]) -> str:
    """`Smoking has a code`. What only the catalogue or rules can tell is left to the codebook."""
    return _said(condition, {each.key: each for each in variables})


def _said(condition: Any, variables: Mapping[str, HandoutVariable]) -> str:
    word, *parts = condition
    match word:
        case "and" | "or":
            # That a variable is asked goes without saying where something is said of its value.
            said = [_said(each, variables) for each in parts if not _says_it_is_asked(each)]
            several = len(said) > 1
            return f" {word} ".join(
                f"({each})" if several and " or " in each else each for each in said
            )
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
            if low == high:
                return f"is {low:g}"
            ends = [f"{low:g} or more"] * (low is not None) + [f"{high:g} or less"] * (
                high is not None
            )
            return f"is {' and '.join(ends)}"
    return f"is {_either(of, *parts[1:])}"


def _either(
    of: HandoutVariable, sure: Sequence[str], _: object, below: Mapping[str, Sequence[str]]
) -> str:
    """The codes that make it so, without those below others of them."""
    implied = {each for code in sure for each in below.get(code, ())}
    labels = {each.key: each.label for each in assignable(of.codes)}
    named = [labels.get(code, code) for code in sure if code not in implied]
    return " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
