"""Parsing of what is written for a field or variable: assignments, edits, lists, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

Operation = Literal["set", "add", "remove", "clear"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_OPERATIONS: dict[str, Operation] = {"+": "add", "-": "remove"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one field. `value` is empty where `op` is `clear`, never otherwise."""

    field: str
    op: Operation
    value: str


def parse_assignment(text: str) -> tuple[str, str]:
    """Variable and value of `VARIABLE=VALUE`, stripped of spaces; otherwise InvalidValue."""
    variable, equals, value = (part.strip() for part in text.partition("="))
    if not (equals and variable):
        raise InvalidValue(
            f"{quoted(text)} assigns nothing.", hint="Write VARIABLE=VALUE, such as setting=office."
        )
    if not value:
        raise InvalidValue(
            f"{quoted(variable)} has no value.",
            hint=f"Write {variable}=VALUE, or {variable}=not-coded to withdraw it.",
        )
    return variable, value


def parse_edit(text: str) -> Edit:
    """The change written as `FIELD=V` (set), `FIELD+=V`, `FIELD-=V`, or `FIELD=` (clear).

    Raises InvalidValue if there is no field, or nothing to add or remove.
    """
    before, equals, value = (part.strip() for part in text.partition("="))
    op = _OPERATIONS.get(before[-1:], "set")
    field = before if op == "set" else before[:-1].rstrip()
    if not (equals and field):
        raise InvalidValue(
            f"{quoted(text)} changes nothing.",
            hint="Write FIELD=VALUE, FIELD+=VALUE, FIELD-=VALUE, or FIELD= to empty it.",
        )
    if value:
        return Edit(field, op, value)
    if op == "set":
        return Edit(field, "clear", "")
    raise InvalidValue(f"{quoted(text)} does not say what to {op}.", hint=f"Write {before}=VALUE.")


def refuse_twice(names: Sequence[str], hint: str) -> None:
    """Raises InvalidValue for a name that gets a value twice: the first would be lost."""
    for place, name in enumerate(names):
        if name in names[:place]:
            raise InvalidValue(f"{name} is given twice", hint=hint)


def split_codes(text: str) -> tuple[str, ...]:
    """The codes of `a;b` or `a,b`, each once, in the order written, stripped of spaces.

    If there is a semicolon, commas separate nothing: labels may contain them.
    """
    separator = ";" if ";" in text else ","
    codes = (code.strip() for code in text.split(separator))
    return tuple(dict.fromkeys(code for code in codes if code))


def parse_number(text: str) -> float:
    """The finite decimal number written, such as `3`, `-0.5` or `1e3`; otherwise InvalidValue."""
    written = text.strip()
    if not _NUMBER.fullmatch(written):
        comma = "," in written
        raise InvalidValue(
            f"{quoted(written)} is not a number.",
            hint="Use a decimal point and no thousands separator: 1234.5."
            if comma
            else "Write digits, with a decimal point if needed: 12.5.",
        )
    number = float(written)
    if not isfinite(number):
        raise InvalidValue(
            f"{quoted(written)} is too large.", hint="Choose a larger unit of measurement."
        )
    return number + 0.0  # no minus zero: one engine would keep its sign, the other not
