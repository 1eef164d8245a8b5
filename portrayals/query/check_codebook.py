"""Checks the queries in a codebook: do they name existing things, without circles?"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Final

from sqlalchemy import select

from portrayals.codebook.model import Codebook, Variable
from portrayals.codebook.tree import property_nodes
from portrayals.errors import InvalidQuery
from portrayals.findings.outcome_at_unit import named
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.findings.unit_ref import place
from portrayals.language.parse import parse, parse_rule
from portrayals.language.syntax import Query
from portrayals.query.compile import FIELDS, ask
from portrayals.query.slips import refuse_slips

#: How long a chain of variables may be in which each is derived from the next, or asked depending
#: on it. SQLite accepts a hundred nested brackets, and a query needs some of them too.
DEEPEST: Final = 5


def query_problems(book: Codebook, name: str) -> tuple[str, ...]:
    """What is wrong with the queries of a codebook, a line each: `name:LINE  what`."""
    problems: list[tuple[int, str]] = []
    parsed: dict[str, list[tuple[int, str, Query]]] = {}
    for variable in book.variables:
        for line, text in _queries(variable):
            try:
                parsed.setdefault(variable.key, []).append((line, text, _read(text)))
            except InvalidQuery as error:
                problems.append((line, _told(variable, error)))
    problems += list(_circles(book, parsed)) or list(_too_deep(book, parsed))
    if not problems:
        problems += _unresolved(book, parsed)
    return tuple(f"{name}:{line}  {what}" for line, what in sorted(problems))


def _read(text: str) -> Query:
    """The tree of a query. Raises InvalidQuery where a word in small letters might join.

    In stored codebooks only capitals are operators, in other queries any case: a query that the two
    read as different trees is refused, so that every codebook says what it means.
    """
    query = parse_rule(text)
    if parse(text) != query:
        message = (
            "AND, OR and NOT must be in capitals here; put and, or, not as text in quotation marks"
        )
        raise InvalidQuery(message, query=text, start=0, end=len(text))
    return query


def _queries(variable: Variable) -> Iterator[tuple[int, str]]:
    if variable.asked_when is not None:
        yield variable.line, variable.asked_when
    for rule in variable.rules:
        yield rule.line, rule.when


def _told(variable: Variable, error: InvalidQuery) -> str:
    near = f" (did you mean {', '.join(error.candidates)}?)" if error.candidates else ""
    on_one_line = " ".join((error.query or "").split())  # a codebook may fold it
    return f"{variable.key}: {error.message}{near}, in: {on_one_line}"


def _circles(
    book: Codebook, parsed: dict[str, list[tuple[int, str, Query]]]
) -> Iterator[tuple[int, str]]:
    """Variables that depend on themselves, and derived ones that use a later one (R10, R27)."""
    order = {variable.key: rank for rank, variable in enumerate(book.variables)}
    uses = {
        key: [field for _, _, query in queries for field in named(query) if field in order]
        for key, queries in parsed.items()
    }
    for variable in book.variables:
        for used in uses.get(variable.key, ()):
            later = book.variables[order[used]]
            if variable.derived and later.derived and order[used] >= order[variable.key]:
                yield (
                    variable.line,
                    f"{variable.key}: uses {used}, which is not declared above it; move it down",
                )
        if variable.key in _reached(uses, variable.key):
            yield (variable.line, f"{variable.key}: depends on itself; break the circle")


def _too_deep(
    book: Codebook, parsed: dict[str, list[tuple[int, str, Query]]]
) -> Iterator[tuple[int, str]]:
    """Variables whose chain of dependencies is too deep for an engine to compile."""
    variables = {variable.key: variable for variable in book.variables}
    uses = {
        key: {field for _, _, query in queries for field in named(query) if field in variables}
        for key, queries in parsed.items()
    }
    depth: dict[str, int] = {}
    for key in TopologicalSorter(uses).static_order():
        variable = variables[key]
        below = max((depth[used] for used in uses.get(key, ())), default=0)
        depth[key] = below + (key in parsed)
        if depth[key] == DEEPEST + 1:
            kind = "rules" if variable.derived else "asked_when"
            yield (
                variable.line,
                f"{key}: derived variables and asked_when depend on one another more than "
                f"{DEEPEST} deep; refer in its {kind} directly to what the lower ones use",
            )


def _reached(uses: dict[str, list[str]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(uses.get(start, ()))
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting += uses.get(each, ())
    return reached


def _unresolved(
    book: Codebook, parsed: dict[str, list[tuple[int, str, Query]]]
) -> Iterator[tuple[int, str]]:
    reading = Reading(book_of(book), "majority", ask)
    for variable in book.variables:
        at = place(variable.level)
        for line, text, query in parsed.get(variable.key, ()):
            try:
                refuse_slips(reading.book, FIELDS, query, text)
            except InvalidQuery as error:
                yield line, f"{_told(variable, error)}; {error.hint}"
                continue
            try:
                select(ask(reading, query, text, at))
            except InvalidQuery as error:
                yield line, _told(variable, error)


def book_of(book: Codebook) -> Book:
    """A codebook as it would stand in a database, with numbers of its own for ids."""
    variables = {}
    for number, variable in enumerate(book.variables, 1):
        nodes = tuple(
            Node(id_, code.key, code.label, None, id_, depth, code.assignable, retired=False)
            for id_, (depth, code) in enumerate(variable.walk(), 1)
        )
        properties: dict[str, dict[str, Node]] = {}
        for id_, key in enumerate(property_nodes(variable), len(nodes) + 1):
            name, _, value = key.partition(":")
            node = Node(id_, key, key, None, id_, 0, assignable=False, retired=False)
            properties.setdefault(name, {})[value] = node
        variables[variable.key] = StoredVariable(
            variable_id=number,
            key=variable.key,
            label=variable.label,
            level=variable.level,
            type=variable.type,
            question=variable.question,
            rollup=variable.rollup,
            minimum=variable.minimum,
            maximum=variable.maximum,
            measure=variable.unit,
            tolerance=variable.tolerance,
            asked_when_text=variable.asked_when,
            rules_text=tuple((rule.when, rule.then) for rule in variable.rules),
            otherwise=variable.otherwise,
            sentence=variable.sentence or None,
            retired=not variable.active,
            nodes=nodes,
            properties=properties,
        )
    return Book(1, book.key, book.version, book.headline, book.level_names, book.general, variables)
