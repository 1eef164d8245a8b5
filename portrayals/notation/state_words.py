"""States as people read them; queries, cells and JSON have their keys (`help states`)."""

from __future__ import annotations

from typing import Final

#: By state what one unit is, and several are, where that differs.
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
    """`partly coded` for `incomplete`; a state without other words is its own word."""
    words = _WORDS.get(state, (state,))
    return words[0 if number == 1 else -1]
