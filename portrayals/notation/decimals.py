"""Numbers as sheets write them: `3,5`, `1.234,5`, `1,234,567`, `1 234`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

Mark = Literal[".", ","]
MARKS: Final[tuple[Mark, ...]] = (".", ",")
_IN_WORDS: Final[dict[Mark, str]] = {".": "a decimal point", ",": "a decimal comma"}
_NAMES: Final[dict[str, Mark]] = {"comma": ",", ",": ",", "point": ".", ".": "."}
_WHICH: Final = "--decimal comma or --decimal point"

_SIGN: Final = r"(?P<sign>[+-]?)"
#: Thousands are separated by the other mark, a space or an apostrophe, the same throughout.
_FORMS: Final[dict[Mark, re.Pattern[str]]] = {
    mark: re.compile(
        rf"{_SIGN}(?P<whole>[1-9][0-9]{{0,2}}(?:(?P<gap>[ '’{re.escape(other)}])[0-9]{{3}}"
        rf"(?:(?P=gap)[0-9]{{3}})*)|[0-9]*)(?:{re.escape(mark)}(?P<part>[0-9]*))?"
        r"(?P<power>[eE][+-]?[0-9]{1,4})?"
    )
    for mark, other in zip(MARKS, reversed(MARKS), strict=True)
}


def decimal_forms(text: str) -> dict[Mark, str]:
    """What a number is by each decimal mark with which it can be read, in plain form.

    `3,5` is `{",": "3.5"}`; `1,234` is `{".": "1234", ",": "1.234"}`; no number has none.
    """
    written = " ".join(text.split()).replace("−", "-")
    found: dict[Mark, str] = {}
    for mark, form in _FORMS.items():
        parts = form.fullmatch(written)
        if parts is None or not (parts["whole"] or parts["part"]):
            continue
        whole = "".join(c for c in parts["whole"] if c.isdigit())
        part = "" if parts["part"] is None else f".{parts['part']}"
        found[mark] = f"{parts['sign']}{whole}{part}{parts['power'] or ''}"
    return found


def decimal_mark(written: str) -> Mark:
    """The mark of `comma` or `point`. Raises InvalidValue for any other text."""
    mark = _NAMES.get(written.strip().casefold())
    if mark is None:
        raise InvalidValue(f"{quoted(written)} is not a decimal mark", hint=_WHICH)
    return mark


@dataclass(slots=True)
class Decimals:
    """Reads the numbers of one column, all of which have the same decimal mark.

    If `mark` is None, it is the one with which the cells can be read. `seen` is the mark of the
    first cell that had to have one, and `example` that cell.
    """

    mark: Mark | None = None
    seen: Mark | None = None
    example: str = ""

    def plain(self, cell: str) -> str:
        """The number with a decimal point and no separators, or the cell if it is no number.

        `1.234` has a decimal point unless the column has commas. Raises InvalidValue for `1,234`,
        which may be two numbers, and for a cell whose mark is not that of the column.
        """
        forms = decimal_forms(cell)
        if self.mark is not None:
            if forms and self.mark not in forms:
                raise InvalidValue(
                    f"{quoted(cell)} is not a number with {_IN_WORDS[self.mark]}",
                    hint="correct it, or see what --decimal should be",
                )
            return forms.get(self.mark, cell)
        if not forms or len({*forms.values()}) == 1 < len(forms):
            return next(iter(forms.values()), cell)
        if len(forms) > 1 and "," in cell:
            raise InvalidValue(
                f"{quoted(cell)} may be {' or '.join(forms.values())}",
                hint=_WHICH,
            )
        mark: Mark = "." if "." in forms else ","
        if self.seen not in {None, mark}:
            raise InvalidValue(
                f"{quoted(cell)} has {_IN_WORDS[mark]}, but {quoted(self.example)} in this column "
                f"has {_IN_WORDS['.' if mark == ',' else ',']}",
                hint=_WHICH,
            )
        if self.seen is None:
            self.seen, self.example = mark, cell
        return forms[mark]
