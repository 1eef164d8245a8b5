"""Which units must be coded again because of a change of the codebook.

What follows from what was said needs nobody: a code that has another name or place, or that others
were merged into. What coders were not asked, or were asked by another rule, has to be coded again.
"""

from __future__ import annotations

from typing import Final

from portrayals.codebook.compare import CodebookChange, Kind
from portrayals.codebook.model import Codebook
from portrayals.vocabulary import Again

_AGAIN: Final[dict[Kind, Again]] = {
    "add-variable": "all",
    "retype": "all",
    "add-code": "coded",
    "split-code": "given",
}
#: What tells coders when something applies; the rest is told to readers.
_RULES: Final = frozenset({"question", "definition", "include", "exclude"})


def coded_again(change: CodebookChange, new: Codebook) -> Again | None:
    """Which units a change to `new` makes to be coded again; None if it makes none."""
    of = None if change.variable is None else new.variable(change.variable)
    if of is None or of.derived or not of.active:
        return None
    codes = {code.key: code for _, code in of.walk()}
    code = codes.get(change.code or "")
    if change.code is not None and (code is None or not (code.active or code.split_into)):
        return None
    match change.kind:
        case "reword":
            return "coded" if _RULES & set(change.detail.split(", ")) else None
        case "active-changed":
            return "all" if code is None else "coded"
        case "assignable-changed":
            return "given" if code is not None and not code.assignable else None
        case "rule-changed":
            return "all"
        case "add-code" if code is not None:
            parts = {part for each in codes.values() for part in each.split_into}
            return None if code.was or code.key in parts else "coded"
        case kind:
            return _AGAIN.get(kind)
