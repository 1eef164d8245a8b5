"""Names of variables that SPSS, Stata and R all take."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: How many bytes a name may have.
IN_SPSS: Final = 64
IN_STATA: Final = 32

#: Words that one of the programs keeps for itself, in lower case.
_RESERVED: Final = frozenset(
    {
        *("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"),
        *("byte", "double", "float", "if", "in", "int", "long", "strl", "using"),
        *("break", "else", "false", "for", "function", "inf", "na", "nan", "next", "null"),
        *("repeat", "true", "while"),
    }
)
_STATA_STRING: Final = re.compile("str[0-9]+")
_OTHER: Final = re.compile(r"\W+")


def program_names(keys: Iterable[str], longest: int) -> list[str]:
    """A name for each key: its letters, digits and underscores, in at most so many bytes.

    No two differ only in case. `boundary-act:kiss` becomes `boundary_act_kiss`; a name that is
    taken, or cut so that it is, ends in a number.
    """
    taken: set[str] = set()
    names = []
    for key in keys:
        name = _name(key, longest)
        number = 1
        while name.casefold() in taken:
            number += 1
            end = f"_{number}"
            name = cut(_name(key, longest), longest - len(end)) + end
        taken.add(name.casefold())
        names.append(name)
    return names


def _name(key: str, longest: int) -> str:
    name = _OTHER.sub("_", key).strip("_")
    if name.casefold() in _RESERVED or _STATA_STRING.fullmatch(name.casefold()):
        name = f"{name}_"
    return cut(name if name[:1].isalpha() else f"v_{name}", longest)


def cut(text: str, longest: int) -> str:
    """As much of the text as has so many bytes of UTF-8."""
    return text.encode()[:longest].decode(errors="ignore")
