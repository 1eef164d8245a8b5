"""Makes cells harmless that a spreadsheet would run, and restores them.

A cell that begins with = + - @, a tab or a carriage return is a formula to a spreadsheet, and may
start programs. An apostrophe in front makes it text. So that this can be undone, a cell that
already has apostrophes before such a character gets one more.
"""

from __future__ import annotations

import re
from typing import Final

_STARTS: Final = frozenset("=+-@\t\r")
_SUSPECT: Final = _STARTS | {"'"}
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

#: Matches any text containing a cell that `restored` changes.
MARK: Final = re.compile(r"'[=+\-@\t\r]")


def neutral(cell: str) -> str:
    """The cell in a form safe for a spreadsheet; a plain number such as -5 stays a number."""
    if cell[:1] not in _SUSPECT:
        return cell
    return f"'{cell}" if _runs(cell) and not _NUMBER.fullmatch(cell) else cell


def restored(cell: str) -> str:
    """The cell as it was before `neutral`, or before a person typed an apostrophe before it."""
    return cell[1:] if cell.startswith("'") and _runs(cell) else cell


def _runs(cell: str) -> bool:
    return cell.lstrip("'")[:1] in _STARTS
