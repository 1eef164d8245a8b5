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
    paragraphs = [f"To print with it: {result.sentence}"] if sentence else []
    if provenance:
        told = {name: value for name, value in result.provenance.items() if value is not None}
        command = told.pop("command", None)
        if command is not None:
            paragraphs.append(f"To repeat it: {command}")
        said = "; ".join(f"{name} {value}" for name, value in told.items())
        paragraphs.append(f"Counted by: {said}.")
    return paragraphs


def beneath(paragraphs: Sequence[str], screen: Screen) -> str:
    """The paragraphs below a table, each after an empty line."""
    return "".join(
        "\n" + "".join(f"{line}\n" for line in wrapped(harmless(each), screen))
        for each in paragraphs
    )
