"""Syntax from other programs' query languages, and the line that asks the same in this one.

Read as words, `year>2010` and `kind:tv && genre:comedy` would find nothing, and nobody would know
why.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, Literal

from portrayals.errors import InvalidQuery
from portrayals.findings.stored_codebook import Book
from portrayals.language.syntax import Query, Term, Text, Word, leaves
from portrayals.language.tokens import invalid, is_quoted
from portrayals.notation.quoting import quoted

_NAME: Final = r'[^\s:.,=()"“”„<>!≤≥≠]+'
_SIGN: Final = r"==|!=|<>|<=|=<|>=|=>|[=<>≤≥≠]"
_HEAD: Final = rf"(?P<field>{_NAME})(?:\.(?P<property>{_NAME}))?"
_VALUE: Final = r'\s*(?P<value>"[^"]*"|[^\s()"“”„]*)'
#: `year=2010`, `year > 2010`
_COMPARED: Final = re.compile(rf"{_HEAD}\s*(?P<sign>{_SIGN}){_VALUE}")
#: `kind: film`, which is a phrase, like `Mission: Impossible`.
_APART: Final = re.compile(rf"{_HEAD}(?P<sign>(?:\s*:(?=\s)|\s+:)){_VALUE}")
_WORDS: Final = re.compile(r"\S+")
_SIGNED: Final = re.compile(rf"({_SIGN})(.+)")
_NUMBER: Final = r"[sS]?[0-9]+(?:\.[0-9]+)?s?"
_FROM_TO: Final = re.compile(rf"({_NUMBER})(?:[-–—]|\.\.+)({_NUMBER})")
_FROM: Final = re.compile(rf"({_NUMBER})[-–—+]")
_DECADE: Final = re.compile(r"[0-9]{3}0s")

#: Signs that join terms in other languages, and what to write instead.
_JOINING: Final = {
    "&": "leave it out: adjacent terms must all hold",
    "&&": "leave it out: adjacent terms must all hold",
    "|": "write OR",
    "||": "write OR",
    "!": "write NOT",
}

#: Comparison signs, with their direction and whether they include the value itself.
_UNEQUAL: Final = {
    **dict.fromkeys((">=", "=>", "≥"), (True, True)),
    **dict.fromkeys(("<=", "=<", "≤"), (False, True)),
    ">": (True, False),
    "<": (False, False),
}

#: `whole` numbers have a next one; `ordered` values have ranges; the rest have neither.
Order = Literal["whole", "ordered"]
_ORDERS: Final[dict[str, Order]] = {
    "year": "whole",
    "season": "whole",
    "decade": "ordered",
    "running": "whole",
}


def refuse_slips(book: Book, fields: Collection[str], query: Query, text: str) -> None:
    """Raise `InvalidQuery` if words of a query compare a field, or have a sign between terms.

    `text` is the query as written; `fields` are known besides the variables of the book.
    """
    told = [*leaves(query)]
    is_asked = any(isinstance(leaf, Term) for leaf in told)
    for leaf in told:
        if isinstance(leaf, Text) and not is_quoted(text, leaf):
            if is_asked and leaf.text in _JOINING:
                hint = f'{_JOINING[leaf.text]}; as text: "{leaf.text}"'
                message = f"{quoted(leaf.text)} does not join terms"
                raise invalid(message, text, leaf.start, leaf.end, hint)
            _refuse_compared(book, fields, leaf, text)


def _refuse_compared(book: Book, fields: Collection[str], leaf: Text, text: str) -> None:
    words = _WORDS.finditer(text, leaf.start, leaf.end)
    found = (_COMPARED.match(text, word.start()) for word in words)
    for slip in filter(None, (_APART.match(text, leaf.start, leaf.end), *found)):
        field, property_ = slip["field"].casefold(), slip["property"]
        if field in book.variables or field in fields:
            raise _refusal(slip, field, order_of(book, field, property_), text)


def _refusal(slip: re.Match[str], field: str, order: Order | None, text: str) -> InvalidQuery:
    name = _name(field, slip["property"])
    sign, value = slip["sign"].strip(), slip["value"].strip(",;") or "VALUE"
    written = slip[0].strip()
    message = f"{quoted(written)} is not a valid term"
    if order is None and sign in _UNEQUAL:
        message = f"{name} has no order"
    hint = f"write {_line(name, sign, value, order)}"
    if '"' not in written:
        hint += f'; as text: "{written}"'
    return invalid(message, text, *slip.span(), hint)


def order_of(book: Book, field: str, property_: str | None) -> Order | None:
    """Whether the values of a field, a variable or a property of its codes have an order."""
    variable = book.variables.get(field)
    if variable is None:
        return _ORDERS.get(field)
    if property_ is not None:
        numbers = map(str.isdecimal, variable.properties.get(property_, ()))
        return "ordered" if any(numbers) else None
    return "ordered" if variable.type in {"number", "ordinal"} else None


def line_meant(book: Book, term: Term) -> str | None:
    """What to write for a term with a value that its field cannot have; None if nobody knows.

    `year:1990-1999` is `year:1990..1999`, `year:>2010` is `year:2011..`.
    """
    order = order_of(book, term.field, term.property)
    if order is None:
        return None
    name = _name(term.field, term.property)
    for written in (value.text for value in term.values if isinstance(value, Word)):
        if signed := _SIGNED.fullmatch(written):
            return _line(name, signed[1], signed[2], order)
        if name == "year" and "s" in written:
            name = "decade"
        if two := _FROM_TO.fullmatch(written):
            low, high = two.groups()
            century = low[:2] if name == "year" and len(high) == 2 else ""  # 1990-95
            return f"{name}:{low}..{century}{high}"
        if one := _FROM.fullmatch(written):
            return f"{name}:{one[1]}.."
        if name == "decade" and _DECADE.fullmatch(written):
            return f"{name}:{written}"
    return None


def _name(field: str, property_: str | None) -> str:
    return field if property_ is None else f"{field}.{property_}"


def _line(name: str, sign: str, value: str, order: Order | None) -> str:
    """The line that asks for a comparison, or, if there is no order, for the value."""
    same = f"{name}:{value}"
    if sign in {"!=", "<>", "≠"}:
        return f"NOT {same}"
    if order is None or sign not in _UNEQUAL:
        return same
    upwards, included = _UNEQUAL[sign]
    if not included and order == "whole" and value.isdecimal():
        value, included = str(int(value) + (1 if upwards else -1)), True
    line = f"{name}:{value}.." if upwards else f"{name}:..{value}"
    return line if included else f"{line} NOT {same}"
