"""What the text is for: a terminal of some width, or a pipe, which takes everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Screen:
    """`width` in cells, null where nothing is ever cut or wrapped (a pipe, a file).

    `colour` says whether emphasis may be marked by escape sequences, `unicode` whether lines may
    be drawn with other characters than ASCII, `whole_notes` whether every note is told.
    """

    width: int | None = None
    colour: bool = False
    unicode: bool = True
    whole_notes: bool = False

    def strong(self, text: str) -> str:
        """The line, emphasised where that is possible."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour and text else text

    @property
    def ellipsis(self) -> str:
        """What stands where something was cut off."""
        return "…" if self.unicode else "..."


PIPE: Final = Screen()
