"""States in words: those that people write, and how many units are in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final

from portrayals.notation.keys import alike

#: The words for one unit and for several in each state, where they differ.
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "not-coded": ("not coded",),
    "cannot-tell": ("cannot tell",),
    "not-applicable": ("does not apply", "do not apply"),
    "undetermined": ("open",),
    "incomplete": ("partly coded",),
    "no-unit": ("without a unit",),
    "where-undetermined": ("open for --where",),
    "versus-undetermined": ("open for --versus",),
}

#: Words that people write for a state (NUMBERS R3, R7).
_MEANT: Final = {
    "none": "none",
    **dict.fromkeys(("not applicable", "inapplicable", "n.a."), "not-applicable"),
    **dict.fromkeys(("unavailable", "not available"), "unavailable"),
    **dict.fromkeys(("not coded", "missing", "tbd", "todo", "-", "--", "–", "—", "."), "not-coded"),
    **dict.fromkeys(("unknown", "unclear", "ambiguous", "undecided", "uncodable"), "cannot-tell"),
    **dict.fromkeys(("cannot tell", "can't tell", "maybe", "unsure", "not sure"), "cannot-tell"),
    **dict.fromkeys(("?", "??", "don't know", "undetermined", "unsettled"), "cannot-tell"),
    **dict.fromkeys(("any", "coded", "incomplete", "no unit", "where undetermined"), "not-coded"),
}


def state_meant(text: str) -> str | None:
    """The state that a word probably means: `cannot-tell` for `maybe` and `Unknown`."""
    return _MEANT.get(text.casefold()) or _MEANT.get(alike(text))


def state_in_words(state: str, number: int = 1) -> str:
    """`partly coded` for `incomplete`; a state without other words is printed as its key."""
    words = _WORDS.get(state, (state,))
    return words[0 if number == 1 else -1]


def states_in_words(states: Mapping[str, int]) -> str:
    """`3 cannot tell, 1 open`, or `none`."""
    told = (f"{n:,} {state_in_words(state, n)}" for state, n in states.items() if n)
    return ", ".join(told) or "none"


def not_counted(states: Mapping[str, int]) -> str:
    """`not counted: 3 cannot tell`, or nothing if every unit is in n."""
    return f"not counted: {states_in_words(states)}" if any(states.values()) else ""


def not_counted_by_row(states: Iterable[Mapping[str, int]]) -> str:
    """The same for several rows: `not counted: 1–3 not coded`."""
    told = states_by_row(states)
    return f"not counted: {told}" if told else ""


def left_out(
    left_open: Iterable[Mapping[str, int]],
    not_counted: Iterable[Mapping[str, int]],
    *,
    still_open: str = "still open",
) -> str:
    """Of rows, the units still open that they are of, then those that they are not of.

    `still open: 7 cannot tell; not counted: 3 not coded`, or nothing where all are settled.
    """
    told = (
        (still_open, states_by_row(left_open)),
        ("not counted", states_by_row(not_counted)),
    )
    return "; ".join(f"{words}: {states}" for words, states in told if states)


def added(states: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The units of several groups together, by state."""
    every = list(states)
    return {each: sum(one.get(each, 0) for one in every) for each in dict.fromkeys(chain(*every))}


def states_by_row(states: Iterable[Mapping[str, int]]) -> str:
    """The fewest and the most in each state over several rows: `1–3 not coded`, or nothing."""
    rows = list(states)
    told = []
    for state in dict.fromkeys(state for row in rows for state in row):
        numbers = [row.get(state, 0) for row in rows]
        least, most = min(numbers), max(numbers)
        if most:
            number = f"{least:,}–{most:,}" if least < most else f"{most:,}"
            told.append(f"{number} {state_in_words(state, most)}")
    return ", ".join(told)
