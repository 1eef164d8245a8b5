"""The columns of a variable in a wide table, and what was found of a unit as their cells.

A variable with one value has a column of it. A set has a column for each code, and one that says
whether it was coded at all; so has what several units beneath have together (R14). Each column of a
code counts as the row of that code in `stats` does: its n, and every state beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from portrayals.findings.outcome import Outcome
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.notation.state_words import state_in_words
from portrayals.results.data_columns import Column, ResponseSet, Value
from portrayals.vocabulary import MISSING

#: What is known of a unit at a code although it is not settled there (R6, R16).
_KNOWN: Final = {
    Outcome.INCOMPLETE_YES: "incomplete:yes",
    Outcome.INCOMPLETE_NO: "incomplete:no",
    Outcome.UNDETERMINED_NO: "undetermined:no",
}
MARKS: Final = (Value(0, "no", "no"), Value(1, "yes", "yes"))
CODED: Final = (Value(0, "none", "none"), Value(1, "coded", "coded"))


#: A key that is a number, written as numbers are.
_NUMBER: Final = re.compile("0|[1-9][0-9]{0,5}")


@dataclass(slots=True)
class FoundThere:
    """What was found of one variable at a unit: at nodes that nobody named, and at the others."""

    unnamed: Outcome = Outcome.NOT_CODED
    number: float | None = None
    nodes: dict[int, Outcome] = field(default_factory=dict)

    def at(self, code_id: int) -> Outcome:
        """The outcome at a code."""
        return self.nodes.get(code_id, self.unnamed)


Cell = Callable[[FoundThere], object]
Laid = tuple[Column, Cell]


def laid_out(
    variable: StoredVariable, *, together: bool, apart: bool, lowest: float = 0.0, coder: str = ""
) -> Iterator[Laid]:
    """The columns of a variable, each with what makes a cell of it.

    `together`: it is what several units have, so there may be several values. `apart`: its codes
    have a column each beside their common one, because each has an n of its own. `lowest` is the
    lowest number, below which those of the states stand.
    """
    at_coder = f"@{coder}" if coder else ""
    key = f"{variable.key}{at_coder}"
    label = f"{variable.label} ({coder})" if coder else variable.label
    if variable.type == "number":
        states = missing_values(below=_round_below(lowest))
        yield Column(key, label, "number", states), _number
        return
    if not together:
        yield _of_one_value(variable, key, label)
    else:
        values = (*CODED, *missing_values())
        state = Column(f"{variable.key}.state{at_coder}", f"{label}: state", "codes", values)
        yield state, partial(_state, variable)
    if not together and not apart:
        return
    group = ResponseSet(key, label)
    for node in _listed(variable):
        head, told = f"{variable.key}:{node.key}{at_coder}", f"{label}: {node.label}"
        values = (*MARKS, *missing_values(tuple(_KNOWN.values())))
        yield Column(head, told, "codes", values, group=group), partial(_mark, node.code_id)


def _listed(variable: StoredVariable) -> Iterator[Node]:
    """The rows of `stats`: the codes in use, and at the end of a set `none`."""
    yield from variable.codes
    if variable.type == "multi":
        yield Node(NONE_ID, "none", "None of these", None, len(variable.codes), 0, True, False)


def _of_one_value(variable: StoredVariable, key: str, label: str) -> Laid:
    labels = [node.label for node in variable.nodes]
    values = tuple(
        Value(
            number,
            node.key,
            node.label if labels.count(node.label) == 1 else f"{node.label} ({node.key})",
        )
        for number, node in zip(numbered(variable), variable.nodes, strict=True)
    )
    known = tuple(f"incomplete:{node.key}" for node in variable.nodes)
    states = missing_values(known, {each.word: each.label for each in values})
    ordered = variable.type == "ordinal"
    return Column(key, label, "codes", values + states, ordered), partial(_value, variable)


def numbered(variable: StoredVariable) -> Sequence[int]:
    """A number for each code: 1 and 0 for yes and no, what the keys say where all are whole
    numbers, and otherwise the places in the codebook."""
    keys = [node.key for node in variable.nodes]
    if variable.type == "boolean":
        return [int(key == "yes") for key in keys]
    if all(map(_NUMBER.fullmatch, keys)):
        return [int(key) for key in keys]
    return range(1, len(keys) + 1)


def missing_values(
    known: Sequence[str] = (), labels: dict[str, str] | None = None, *, below: int = 0
) -> tuple[Value, ...]:
    """The states, and what is known in spite of them, numbered downwards."""
    told = {state: state.replace("-", " ") for state in MISSING}
    for word in known:
        state, _, value = word.partition(":")
        told[word] = f"{(labels or {}).get(value, value)}, {state_in_words(state)}"
    return tuple(
        Value(below - place, word, label, missing=True)
        for place, (word, label) in enumerate(told.items(), start=1)
    )


def _round_below(lowest: float) -> int:
    """The next power of ten below a number that is negative, else 0."""
    return 0 if lowest >= 0 else -(10 ** len(str(int(-lowest))))


def _number(found: FoundThere) -> object:
    return found.number if found.unnamed == Outcome.YES else found.unnamed.word


def _mark(code_id: int, found: FoundThere) -> object:
    outcome = found.at(code_id)
    return _KNOWN.get(outcome) or outcome.word


def _value(variable: StoredVariable, found: FoundThere) -> object:
    """The lowest code in the tree that is there, or known to be, one in use if there is; else the
    state."""
    for outcome, mark in ((Outcome.YES, ""), (Outcome.INCOMPLETE_YES, "incomplete:")):
        there = [node for node in variable.nodes if found.nodes.get(node.code_id) == outcome]
        if there:
            return f"{mark}{max(there, key=lambda node: (not node.became, node.depth)).key}"
    return "unsettled" if found.unnamed == Outcome.NO else found.unnamed.word


def _state(variable: StoredVariable, found: FoundThere) -> object:
    """Whether a set has codes or none, or else its state."""
    if any(found.nodes.get(node.code_id) == Outcome.YES for node in variable.nodes):
        return "coded"
    none = found.at(NONE_ID)
    if none == Outcome.YES:
        return "none"
    return "unsettled" if none == Outcome.NO else none.word
