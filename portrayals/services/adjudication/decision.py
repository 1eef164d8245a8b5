"""A decision as it is made, at the keyboard, in a page or from Python. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """Why something is decided, what caused the difference, and who decides it besides the actor.

    Without a `method`, it is a discussion with others, or an expert's decision. `alone`: the actor
    decides between themselves and another coder.
    """

    reason: str | None
    cause: str | None = None
    method: str | None = None
    together: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided of one variable of a unit, by its key or UUID, as an answers file says it.

    The state `withdrawn` takes an earlier decision back. `complete` is what the answer says that
    was chosen; whether the decision is complete follows from all it decides on (R6).
    """

    unit: str
    variable: str
    state: str
    terms: Terms
    codes: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    number: float | None = None
    text: str | None = None
    complete: bool | None = None
