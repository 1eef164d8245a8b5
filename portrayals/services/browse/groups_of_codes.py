"""What a list says of codes that include others: which, and a narrower or wider query."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, Select, func, select

from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.findings.unit_ref import UnitRef
from portrayals.language.parse import to_text
from portrayals.language.syntax import Asked, Term, Word, affirmed, leaves
from portrayals.query.asked import asked_for
from portrayals.query.fields_variables import nodes_named

#: So many of the codes below one are named, and so many are in the narrower query.
_MOST_NAMED: Final = 6
_IN_EXAMPLE: Final = 2


def of_groups(reading: Reading, asked: Asked, command: str) -> Iterator[str]:
    """The codes within each group that the query names, and a line to type for some of them.

    A reader of a list may not expect all that a group includes.
    """
    for variable, term in _terms(reading, asked):
        named = [*nodes_named(variable, term)]
        for node in named:
            within = variable.below(node)
            if within:
                yield f"{node.key} includes {_listed(node, within)}."
            some = [each for each in within if each not in _denied(reading, asked, variable)]
            if some and len(named) == 1:
                narrower = _with(variable, term, _example(variable, some))
                yield f"Only some of them: {_line(asked, term, narrower, command)}"


def of_wider(
    connection: Connection,
    reading: Reading,
    at: UnitRef,
    left_open: Select[int],
    asked: Asked,
    command: str,
) -> Iterator[str]:
    """How many units that the query leaves open have the code above those it names.

    Often only that code is known of them, and not which of those below it.
    """
    for variable, term in _terms(reading, asked):
        named = [*nodes_named(variable, term)]
        group = variable.group_of([node.key for node in named])
        if group is None or any(variable.below(node) for node in named):
            continue
        wider = _with(variable, term, [group])
        found = asked_for(reading.book, _arguments(asked, term, wider))
        if found is None:
            continue
        number = connection.execute(
            select(func.count(at.unit.c.unit_id))
            .where(at.unit.c.unit_id.in_(left_open))
            .where(reading.ask(reading, found.query, found.text, at))
        ).scalar_one()
        if number:
            have = "has" if number == 1 else "have"
            line = _line(asked, term, wider, command)
            yield f"{number:,} of these {have} {group.key} in some form: {line}"


def _terms(reading: Reading, asked: Asked) -> Iterator[tuple[StoredVariable, Term]]:
    """The terms that ask for codes, each with its variable."""
    for term in affirmed(asked.query):
        if isinstance(term, Term) and term.property is None:
            variable = reading.book.variables.get(term.field)
            if variable is not None:
                yield variable, term


def _denied(reading: Reading, asked: Asked, variable: StoredVariable) -> list[Node]:
    """The codes that the query asks not to be there, with those below them."""
    asserted = [*affirmed(asked.query)]
    denied = (
        node
        for term in leaves(asked.query)
        if isinstance(term, Term) and reading.book.variables.get(term.field) == variable
        if term not in asserted
        for node in nodes_named(variable, term)
    )
    return [each for node in denied for each in (node, *variable.below(node))]


def _example(variable: StoredVariable, within: Sequence[Node]) -> Sequence[Node]:
    """The first codes; of a group and single codes beside it, the group says enough."""
    some = within[:_IN_EXAMPLE]
    return some if len({bool(variable.below(node)) for node in some}) == 1 else some[:1]


def _listed(group: Node, within: Sequence[Node]) -> str:
    keys = [each.key for each in within[:_MOST_NAMED]]
    if more := len(within) - len(keys):
        return f"{', '.join(keys)} and {more} more (portrayals show {group.key})"
    return ", ".join(keys)


def _with(variable: StoredVariable, term: Term, nodes: Sequence[Node]) -> Term:
    return replace(term, field=variable.key, values=tuple(Word(node.key) for node in nodes))


def _arguments(asked: Asked, term: Term, other: Term) -> tuple[str, ...]:
    """The arguments of the query with another term in place of one of them."""
    return asked.arguments_with({(term.start, term.end): to_text(other)})


def _line(asked: Asked, term: Term, other: Term, command: str) -> str:
    return f"{command} {shlex.join(_arguments(asked, term, other))}"
