"""A judgement as one cell of a table, from which it can be read again."""

from __future__ import annotations

from collections.abc import Sequence

from portrayals.services.coding.values import MAYBE


def cell_of(state: object, value: object, doubtful: Sequence[str] = ()) -> object:
    """The value: codes joined by `;`, those in doubt as `maybe:CODE`; the state where it has none.

    A number is in the shortest form that is exactly it.
    """
    if state != "coded":
        return state
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ";".join([*value, *(f"{MAYBE}{code}" for code in doubtful)])
        case float():
            return repr(value).removesuffix(".0")
        case _:
            return value
