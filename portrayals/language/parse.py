"""Text to a syntax tree, and back (CLI.md, "Queries"; NUMBERS R24-R26). Pure.

    either   = together ("OR" together)…
    together = single (["AND"] single)…
    single   = "NOT" single | "(" either ")" | "some(" either ")" | word | phrase | term
    term     = field ["." property] ":" ["="] value ("," value)…

AND, OR and NOT may be written in lower case. In the queries of a codebook only capitals are
operators, as always: what is stored must not change its meaning (`parse_rule`).

It is written by hand because a grammar library takes longer to load than most commands take
to run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from portrayals.errors import InvalidQuery
from portrayals.language.syntax import And, Not, Or, Query, Range, Some, Term, Text, Word, leaves
from portrayals.language.tokens import (
    OPERATORS,
    Mark,
    invalid,
    is_query,
    operator,
    refuse_unreadable,
    tokens,
)

#: How deeply brackets, `some(…)` and NOT may be nested. Nobody reads deeper, and databases and
#: their libraries cannot compile the SQL of much deeper ones.
DEEPEST: Final = 30


def parse(text: str) -> Query:
    """The syntax tree of a query; positions in it are offsets in `text`.

    Raises `InvalidQuery`, which points at what cannot be read.
    """
    return _something(parse_arguments([text]), text)


def parse_rule(text: str) -> Query:
    """The same for a query in a codebook, where only capitals are operators."""
    return _something(_tree([text], capitals=True), text)


def asks_for_field(text: str) -> bool:
    """Whether a text has a field in it, so that it is a query and no name.

    A text with a colon that cannot be read counts too: whoever parses it says where it is wrong.
    """
    try:
        tree = parse_arguments([text])
    except InvalidQuery:
        return ":" in text
    return tree is not None and any(isinstance(each, Term) for each in leaves(tree))


def parse_arguments(arguments: Sequence[str]) -> Query | None:
    """The tree of several command line arguments, joined by AND.

    Each is parsed separately, as if in brackets; an argument that is only an operator joins its
    neighbours, so `a:x OR b:y` needs no quotation marks around it. In lower case it is an operator
    if any argument uses query syntax: `a:x or b:y` joins, the three words `Truth or Dare` do not.
    Positions are offsets in the arguments joined by spaces. None if there is nothing but spaces.

    Raises `InvalidQuery`, which points at what cannot be read.
    """
    return _tree(arguments, capitals=not any(is_query(each, 0, len(each)) for each in arguments))


def _something(tree: Query | None, text: str) -> Query:
    if tree is None:
        raise invalid("The query is empty", text, 0, len(text), "Write a word or field:value.")
    return tree


def _tree(arguments: Sequence[str], *, capitals: bool) -> Query | None:
    query = " ".join(arguments)
    refuse_unreadable(query)
    trees: list[Query | Mark] = []
    offset = 0
    for argument in arguments:
        word = argument.strip()
        start = offset + argument.find(word)
        stop = start + len(word)
        if joins := operator(word, capitals=capitals):
            trees.append(Mark(joins, start, stop))
        elif word:
            items = tokens(query, start, stop, capitals=capitals)
            trees.append(_Parser(query, [*items]).tree())
        offset += len(argument) + 1
    if not trees:
        return None
    return _Parser(query, [*trees, Mark("end", len(query), len(query))]).tree()


def quote(value: str) -> str:
    """The value in quotation marks, so that a query takes it literally."""
    return '"' + value.replace('"', '""') + '"'


def to_text(query: Query) -> str:
    """The query as text that `parse` turns into the same tree (except for positions)."""
    match query:
        case Text(text):
            return quote(text)
        case Term(field, property_, values, exact):
            name = field if property_ is None else f"{field}.{property_}"
            return f"{name}:{'=' if exact else ''}{','.join(map(_value_to_text, values))}"
        case And(items):
            return " ".join(_bracketed(item, And, Or) for item in items)
        case Or(items):
            return " OR ".join(_bracketed(item, Or) for item in items)
        case Not(item):
            return f"NOT {_bracketed(item, And, Or)}"
        case Some(item):
            return f"some({to_text(item)})"


def _bracketed(query: Query, *looser: type) -> str:
    return f"({to_text(query)})" if isinstance(query, looser) else to_text(query)


def _value_to_text(value: Word | Range) -> str:
    match value:
        case Range(low, high):
            return f"{low or ''}..{high or ''}"
        case Word(text, quoted):
            return quote(text) if quoted else text


class _Parser:
    """Applies precedence to the trees and marks of a query; the last mark is `end`."""

    def __init__(self, query: str, items: Sequence[Query | Mark]) -> None:
        self._query = query
        self._items = items
        self._next = 0

    def tree(self) -> Query:
        """The tree of the whole query."""
        tree = self._either(0)
        if bracket := self._take(")"):
            raise self._invalid("This bracket closes nothing", bracket, "Remove it.")
        return tree

    def _at(self, *kinds: str) -> Mark | None:
        item = self._items[self._next]
        return item if isinstance(item, Mark) and item.kind in kinds else None

    def _take(self, *kinds: str) -> Mark | None:
        mark = self._at(*kinds)
        self._next += mark is not None
        return mark

    def _either(self, depth: int) -> Query:
        items = [self._together(depth)]
        while self._take("OR"):
            items.append(self._together(depth))
        return Or(tuple(items)) if len(items) > 1 else items[0]

    def _together(self, depth: int) -> Query:
        items = [self._single(depth)]
        while self._take("AND") or not self._at("OR", ")", "end"):
            items.append(self._single(depth))
        return And(tuple(items)) if len(items) > 1 else items[0]

    def _single(self, depth: int) -> Query:
        item = self._items[self._next]
        if not isinstance(item, Mark):
            self._next += 1
            return item
        if not self._take("NOT", "(", "some("):
            raise self._missing(item)
        if depth == DEEPEST:
            message = f"Brackets and NOT are nested more than {DEEPEST} deep"
            raise self._invalid(message, item, "Remove brackets, or split the query in two.")
        if item.kind == "NOT":
            return Not(self._single(depth + 1))
        tree = self._either(depth + 1)
        if not self._take(")"):
            raise self._unclosed(item)
        return Some(tree) if item.kind == "some(" else tree

    def _missing(self, mark: Mark) -> InvalidQuery:
        """The error for a mark where a text, a term or a bracket should be."""
        before = self._items[self._next - 1] if self._next else None
        for joint, side in ((before, "after"), (mark, "before")):
            if isinstance(joint, Mark) and joint.kind in OPERATORS:
                word = self._query[joint.start : joint.end]
                message = f"{word} needs something {side} it"
                hint = (
                    f'If it is text, put the word ("{word}") or the whole text in quotation marks.'
                )
                return self._invalid(message, joint, hint)
        if not isinstance(before, Mark):
            return self._invalid("This bracket closes nothing", mark, "Remove it.")
        if mark.kind == ")":
            return self._invalid("These brackets are empty", mark, "Remove them.")
        return self._unclosed(before)

    def _unclosed(self, bracket: Mark) -> InvalidQuery:
        hint = "Close it with ), and quote a query with brackets for the shell: '…'."
        return self._invalid("This bracket is never closed", bracket, hint)

    def _invalid(self, message: str, mark: Mark, hint: str) -> InvalidQuery:
        return invalid(message, self._query, mark.start, mark.end, hint)
