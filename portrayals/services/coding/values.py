"""From what a person writes to an answer: variables, codes and values found in the codebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from portrayals.errors import AmbiguousKey, InvalidValue, NoCodebook, UnknownKey
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.places import CodeAt, parse_code_at
from portrayals.notation.quoting import quoted
from portrayals.notation.values import parse_number, split_codes
from portrayals.query.fields_variables import BOOLEANS, unknown_code
from portrayals.services.coding.annotations import GivenAnswer, minimal_set
from portrayals.vocabulary import STATES as ANSWERED
from portrayals.vocabulary import Level, State

MAYBE: Final = "maybe:"
_STATES: Final[dict[str, State]] = {each: each for each in ANSWERED if each != "coded"}
STATES: Final = (*_STATES, "not-coded")


def read_answer(
    variable: StoredVariable,
    value: str,
    pieces: Callable[[str], Sequence[str]] = split_codes,
    *,
    in_use: bool = True,
) -> GivenAnswer:
    """Reads a value of the variable's type. Raises InvalidValue.

    `pieces` splits a value that has several codes, which must be `in_use`.
    """
    if not value:
        raise InvalidValue(
            f"{variable.key} was given no value",
            hint=f"to withdraw an answer: {variable.key}=not-coded",
        )
    if value in _STATES and not (value == "none" and variable.type != "multi"):
        return GivenAnswer(_STATES[value])
    if value in {"none", "any", "unsettled", "undetermined", "incomplete"}:
        raise InvalidValue(
            f"{quoted(value)} is not a value of {variable.key}",
            hint="only a variable with several codes has `none`; see: portrayals help states",
        )
    if variable.type == "number":
        return GivenAnswer("coded", number=_number(variable, value))
    if variable.type == "text":
        return GivenAnswer("coded", text=value)
    written = pieces(value)
    if not written:
        raise InvalidValue(
            f"{quoted(value)} is not a code of {variable.key}",
            hint=f"its codes: portrayals codebook show {variable.key}",
        )
    alone = next((each for each in written if each in STATES), None)
    if alone is not None and len(written) > 1:
        raise InvalidValue(
            f"{alone} cannot be combined with codes",
            hint=f"{variable.key}={alone}, or {variable.key}=CODE;CODE",
        )
    named = [_node(variable, each, in_use=in_use) for each in written]
    if variable.type != "multi":
        if len(named) > 1:
            raise InvalidValue(
                f"{variable.key} takes one value, but several are given: {'; '.join(written)}",
                hint="choose one of them",
            )
        node, maybe = named[0]
        if maybe:
            raise InvalidValue(
                f"{variable.key} takes one value, which cannot be in doubt",
                hint=f"if you cannot tell: {variable.key}=cannot-tell",
            )
        return GivenAnswer("coded", (node,))
    sure = minimal_set(variable, [node for node, maybe in named if not maybe])
    return GivenAnswer("coded", sure, tuple(node for node, maybe in named if maybe))


def _number(variable: StoredVariable, value: str) -> float:
    number = parse_number(value)
    low, high = variable.minimum, variable.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = f"{'…' if low is None else f'{low:g}'} to {'…' if high is None else f'{high:g}'}"
        raise InvalidValue(
            f"{value} is out of range for {variable.key}: {bounds}",
            hint=f"give one within it; if you cannot tell: {variable.key}=cannot-tell",
        )
    return number


def _node(variable: StoredVariable, written: str, *, in_use: bool = True) -> tuple[Node, bool]:
    """A code of a variable that can be assigned, and whether it is in doubt."""
    maybe = written.startswith(MAYBE)
    node = code_named(variable, written.removeprefix(MAYBE).strip(), in_use=in_use)
    if not node.assignable:
        below = [each.key for each in variable.below(node)]
        raise InvalidValue(
            f"{node.key} is a group of {variable.key}; choose among its codes",
            candidates=below,
            hint=f"its codes: portrayals codebook show {node.key}",
        )
    return node, maybe


def code_named(variable: StoredVariable, name: str, *, in_use: bool = True) -> Node:
    """The code or group with this name, `in_use` or any. Raises InvalidValue for any other."""
    if variable.type == "boolean":
        name = BOOLEANS.get(name.casefold(), name)
    node = variable.node(name)
    if node is None:
        raise unknown_code(variable, name)
    if in_use and node.retired:
        raise inactive(variable, node)
    return node


def inactive(variable: StoredVariable, node: Node) -> InvalidValue:
    """The error for a code that is not in use."""
    return InvalidValue(
        f"{node.key} is inactive in the codebook, or no longer in it",
        hint=f"its codes: portrayals codebook show {variable.key}",
    )


def refuse_without_codebook(book: Book) -> None:
    """Raises NoCodebook if there is no codebook to code with."""
    if book.codebook_id is None:
        raise NoCodebook("nothing can be coded")


def find_variable(change: Change, name: str) -> StoredVariable:
    """The variable with this key, which can be coded. Raises as `variable_called`."""
    return variable_called(change.book, name)


def variable_called(book: Book, name: str) -> StoredVariable:
    """The variable with this key, which can be coded.

    Raises UnknownKey, with the nearest keys, InvalidValue for one that is computed, and NoCodebook.
    """
    refuse_without_codebook(book)
    found = book.variables.get(name)
    if found is None:
        now = book.now_called(name)
        raise UnknownKey(
            f"{quoted(name)} is not a variable",
            hint=f"it is called {now} now" if now else "list them: portrayals codebook show",
            candidates=nearest(name, book.variables),
        )
    if found.derived:
        raise InvalidValue(
            f"{name} is computed from other variables and cannot be coded",
            hint=f"see how: portrayals codebook show {name}",
        )
    return found


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A code as it was named: whether in doubt, and where it is seen."""

    node: Node
    maybe: bool
    seen: CodeAt


def sort_codes(
    change: Change, written: str, level: Level, codes: Sequence[str]
) -> dict[StoredVariable, list[NamedCode]]:
    """The codes grouped by the variable that owns them; `level` is that of the unit `written`."""
    if not codes:
        raise InvalidValue("no code was given", hint="portrayals tag UNIT CODE…")
    refuse_without_codebook(change.book)
    sets: dict[int, tuple[StoredVariable, list[NamedCode]]] = {}
    for each in codes:
        seen = parse_code_at(each)
        variable = _owner(change, seen.code, written, level)
        maybe = seen.code.startswith(MAYBE)
        bare = seen.code.removeprefix(MAYBE).removeprefix(f"{variable.key}:")
        node, _ = _node(variable, bare)
        sets.setdefault(variable.variable_id, (variable, []))[1].append(
            NamedCode(node, maybe, seen)
        )
    return dict(sets.values())


def level_of_code(change: Change, code: str, written: str) -> Level:
    """The level that a code is for; `written` is what it is to be given to.

    Raises UnknownKey, and AmbiguousKey if several variables have it.
    """
    refuse_without_codebook(change.book)
    return _owner(change, code, written, None).level


def _owner(change: Change, each: str, written: str, level: Level | None) -> StoredVariable:
    """The set variable that a code belongs to; at the unit's level, if several have it."""
    name = each.removeprefix(MAYBE)
    sets = [v for v in change.book.variables.values() if v.type == "multi" and not v.retired]
    named, _, code = name.partition(":")
    owners = [v for v in sets if v.node(name) or (code and v.key == named and v.node(code))]
    if len(owners) > 1:
        owners = [v for v in owners if v.level == level] or owners
    if len(owners) == 1:
        return owners[0]
    if owners:
        raise AmbiguousKey(
            f"{quoted(name)} is a code of several variables",
            hint="say which",
            candidates=[f"portrayals tag {written} {v.key}:{name}" for v in owners],
        )
    return _refuse_code(change, name, written)


def _refuse_code(change: Change, name: str, written: str) -> StoredVariable:
    of, colon, code = name.partition(":")
    if colon and of in change.book.variables:
        raise unknown_code(change.book.variables[of], code)
    if name in STATES:
        raise InvalidValue(
            f"{name} is a state of a whole variable, not a code",
            hint=f"portrayals annotate {written} VARIABLE={name}",
        )
    for variable in change.book.variables.values():
        if not variable.derived and variable.node(name) and variable.type != "multi":
            raise InvalidValue(
                f"{quoted(name)} is a value of {variable.key}, which has one value",
                hint=f"portrayals annotate {written} {variable.key}={name}",
            )
    keys = [
        node.key
        for variable in change.book.variables.values()
        if variable.type == "multi" and not variable.retired
        for node in variable.codes
    ]
    raise UnknownKey(
        f"{quoted(name)} is not a code",
        hint="list them: portrayals codebook show",
        candidates=nearest(name, keys, 5),
    )
