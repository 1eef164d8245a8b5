"""Where the text goes: a terminal of some width, or a pipe, which takes everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Screen:
    """`width` in cells, null if nothing is ever cut or wrapped (a pipe, a file).

    `colour` says whether escape sequences may mark emphasis, `unicode` whether lines may be drawn
    with non-ASCII characters, `whole_notes` whether every note is printed.
    """

    width: int | None = None
    colour: bool = False
    unicode: bool = True
    whole_notes: bool = False

    def strong(self, text: str) -> str:
        """The line, emphasised if possible."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour and text else text

    @property
    def ellipsis(self) -> str:
        """The mark for text that was cut off."""
        return "…" if self.unicode else "..."


PIPE: Final = Screen()
