"""States in words, and how many units are in them; queries and JSON use their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

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


#: The states of units that may still be a yes or a no (NUMBERS R16).
_OPEN: Final = frozenset({"incomplete", "cannot-tell", "unsettled", "undetermined"})


def still_open(states: Iterable[Mapping[str, int]]) -> str:
    """For rows that say at least how many have a code: `still open: 7 cannot tell`.

    These units are among those of the row; units `not counted` are not.
    """
    rows = list(states)
    parts = (
        ("still open", [{s: n for s, n in row.items() if s in _OPEN} for row in rows]),
        ("not counted", [{s: n for s, n in row.items() if s not in _OPEN} for row in rows]),
    )
    told = ((words, states_by_row(some)) for words, some in parts)
    return "; ".join(f"{words}: {some}" for words, some in told if some)


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
