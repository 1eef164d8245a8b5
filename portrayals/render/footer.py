"""Optional text below a table: a sentence to print, and where the figures come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from portrayals.render.cells import harmless, wrapped
from portrayals.render.terminal import Screen


class Told(Protocol):
    """A result that has a sentence to print."""

    @property
    def sentence(self) -> str:
        """The result in words, its caveats included."""

    @property
    def provenance(self) -> Mapping[str, object]:
        """What it was counted from."""


def asked_for(result: Told, *, sentence: bool, provenance: bool) -> list[str]:
    """The requested paragraphs below a result."""
    paragraphs = [f"To quote: {result.sentence}"] if sentence else []
    return paragraphs + (repeated_by(result.provenance) if provenance else [])


def repeated_by(provenance: Mapping[str, object]) -> list[str]:
    """The line that repeats a result, and what it was counted from."""
    told = {name: value for name, value in provenance.items() if value is not None}
    command = told.pop("command", None)
    said = "; ".join(f"{name} {value}" for name, value in told.items())
    again = [] if command is None else [f"To repeat it: {command}"]
    return [*again, f"Counted from: {said}."]


def beneath(paragraphs: Sequence[str], screen: Screen) -> str:
    """The paragraphs below a table, each after an empty line."""
    return "".join(
        "\n" + "".join(f"{line}\n" for line in wrapped(harmless(each), screen))
        for each in paragraphs
    )
