"""The words of a line as bash and fish read it, and how a text is written in bash. Pure."""

from __future__ import annotations

import re
import shlex
from typing import Final

#: No quotation mark is open.
NONE: Final = ""

_CURSOR: Final = "\0"
_OPEN: Final = (NONE, '"', "'")


def words_of(line: str) -> tuple[list[str], str]:
    """The words up to the cursor, the last one perhaps empty, and the open quotation mark.

    Raises ValueError if it is no line of words.
    """
    for quote in _OPEN:
        try:
            words = shlex.split(f"{line}{_CURSOR}{quote}")
        except ValueError:
            continue
        return [*words[:-1], words[-1].removesuffix(_CURSOR)], quote
    raise ValueError(line)


def insertion(text: str, quote: str) -> str:
    """A text as bash has it within a quotation mark, or outside of any."""
    if quote == "'":
        return text.replace("'", r"'\''")
    special = r'["\\$`]' if quote else r"""[\s"\\$`'!&()*;<>?\[\]^{|}~#]"""
    return re.sub(special, r"\\\g<0>", text)
