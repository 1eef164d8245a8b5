"""The texts of a sheet that are neither codes nor states, and what each of them may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from portrayals.findings.stored_codebook import StoredVariable, read_book
from portrayals.notation.decimals import decimal_forms
from portrayals.notation.keys import caseless
from portrayals.notation.matching import meant
from portrayals.services.coding.values import STATES


@dataclass(frozen=True, slots=True)
class UnreadText:
    """One text, in the cells of some variables; split at `separator` it is codes, unless None."""

    text: str
    separator: str | None
    variables: tuple[str, ...]
    columns: tuple[str, ...]
    candidates: tuple[str, ...]
    cells: int


def unread_texts(problems: Iterable[Mapping[str, Any]]) -> list[UnreadText]:
    """The texts among the problems of a refused sheet, the most frequent first."""
    found: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    for each in problems:
        if each.get("unread"):
            unread = each["unread"]
            found.setdefault((caseless(unread["text"]), unread["separator"]), []).append(each)
    texts = [
        UnreadText(
            of_text[0]["unread"]["text"],
            separator,
            tuple(dict.fromkeys(each["unread"]["variable"] for each in of_text)),
            tuple(dict.fromkeys(each["column"] for each in of_text)),
            tuple(dict.fromkeys(near for each in of_text for near in each["candidates"])),
            sum(each["rows"] for each in of_text),
        )
        for (_, separator), of_text in found.items()
    ]
    return sorted(texts, key=lambda each: -each.cells)


@dataclass(frozen=True, slots=True)
class Meanings:
    """What cells of the variables of a codebook may mean."""

    variables: Mapping[str, StoredVariable]

    def codes(self, keys: Sequence[str]) -> list[str]:
        """The codes that any of the variables has."""
        each = (node for key in keys for node in self.variables[key].codes if node.assignable)
        return list(dict.fromkeys(node.key for node in each))

    def value(self, key: str, typed: str) -> str | None:
        """The state, code or number of a variable that is meant by a word, or None."""
        variable, word = self.variables[key], typed.casefold()
        if word in STATES and (word != "none" or variable.type == "multi"):
            return word
        if variable.type == "number":
            return next(iter(decimal_forms(typed).values()), None)
        found = meant(typed, [node for node in variable.codes if node.assignable])
        return found[0].key if len(found) == 1 else None


def read_meanings_of_cells(connection: Connection) -> Meanings:
    """The meanings that cells may have by the current codebook."""
    return Meanings(read_book(connection).variables)
