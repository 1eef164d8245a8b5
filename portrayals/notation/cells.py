"""Values as the text of a cell: several are separated by semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: What programs write into an empty cell.
_MISSING: Final = frozenset({"", "null", "na", "n/a", "#n/a", "nan", "\\n"})

#: What people write between the genres of a film.
_BETWEEN: Final = (",", "/", "|")

#: What a spreadsheet shows where a formula fails.
_ERROR: Final = re.compile(r"#(?:N/A|DIV/0!|REF!|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)")

#: A separator, or anything else: an escaped character, or a run of characters without either.
_PART: Final = re.compile(r"(;)|\\([;\\])|([^;\\]+|\\)")


def is_missing(cell: str) -> bool:
    """Whether the text stands for an empty cell."""
    return cell.casefold() in _MISSING


def is_sheet_error(cell: str) -> bool:
    """Whether the text is what a spreadsheet shows where a formula fails: `#REF!`."""
    return _ERROR.fullmatch(cell) is not None


def join(values: Iterable[str]) -> str:
    r"""The values in one cell, `a;b`; a `;` or `\` within one of them has a `\` before it."""
    return ";".join([value.replace("\\", "\\\\").replace(";", "\\;") for value in values])


def split(cell: str) -> tuple[str, ...]:
    r"""The values that `join` put in a cell, stripped of spaces, empty ones left out.

    A `\` before anything but `;` and `\` is itself, as in `C:\films`.
    """
    if "\\" not in cell:
        return tuple(value for part in cell.split(";") if (value := part.strip()))
    values = [""]
    for separator, escaped, plain in _PART.findall(cell):
        if separator:
            values.append("")
        else:
            values[-1] += escaped or plain
    return tuple(stripped for value in values if (stripped := value.strip()))


def pieces_of(text: str, separator: str) -> list[str]:
    """The values of a cell of others, stripped, without empty ones."""
    return [piece for each in text.split(separator) if (piece := each.strip())]


def separators_in(text: str) -> list[str]:
    """What may separate several values in a text that is read as one: a comma, a slash or a bar."""
    return [each for each in _BETWEEN if len(pieces_of(text, each)) > 1]


def words(value: object) -> list[str]:
    """The texts of a value: one for each of several, none if there is nothing."""
    if isinstance(value, list | tuple):
        return list(map(text, value))
    return [] if value is None else [text(value)]


def text(value: object) -> str:
    """Any value as a cell: null as nothing, a list joined, an object as `imdb:tt0460649;tmdb:1`.

    Numbers are written in the shortest form that is exact, booleans as yes and no. What is nested
    deeper is JSON.
    """
    if isinstance(value, str):  # nearly always true, and there are millions
        return value
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return repr(value).removesuffix(".0")
        case dict() if not _nested(value.values()):
            return join(f"{name}:{text(each)}" for name, each in value.items())
        case list() | tuple() if not _nested(value):
            return join(map(text, value))
        case dict() | list() | tuple():
            import json

            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _nested(values: Iterable[object]) -> bool:
    return any(isinstance(each, dict | list | tuple) for each in values)
