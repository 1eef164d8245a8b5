"""Text in Markdown, with nothing in it read as markup."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = re.compile(r"([\\`*_\[\]<>|~&$#])")


def escaped(text: str) -> str:
    r"""The text with a `\` before each character that means something in Markdown."""
    return _SIGNS.sub(r"\\\1", text)
