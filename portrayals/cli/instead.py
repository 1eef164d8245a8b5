"""What to type in place of an option that a command does not have, but another has."""

from __future__ import annotations

from typing import Final

_INSTEAD: Final = {
    ("trend", "--by"): "a trend is by decade already; by year: --per year",
    ("compare", "--by"): "two groups are two queries: --where kind:film --versus kind:tv     "
    "or all groups: portrayals stats VARIABLE --by kind",
    ("crosstab", "--by"): "it stands as the second word: portrayals crosstab VARIABLE kind",
    ("report", "-o"): "it stands as a word: portrayals report FILE.html",
    ("report", "--output"): "it stands as a word: portrayals report FILE.html",
}


def instead_of(command: str, option: str) -> str | None:
    """The line to show; nothing where no other way is known."""
    if command == "edit" and option.startswith("--"):
        return f"a field stands as a word: portrayals edit KEY {option.lstrip('-')}=VALUE"
    return _INSTEAD.get((command, option))
