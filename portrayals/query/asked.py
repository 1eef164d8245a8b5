"""A query as typed, resolved in the terms of the study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from portrayals.errors import InvalidQuery
from portrayals.findings.stored_codebook import Book
from portrayals.language.parse import parse, parse_arguments
from portrayals.language.syntax import And, Asked, Not, Or, Query, Range, Some, Term, Text, Word
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.query.compile import FIELDS
from portrayals.query.slips import refuse_slips
from portrayals.vocabulary import RESERVED

#: `tag:CODE` asks for a code of any variable; a variable of that name comes first.
TAG: Final = "tag"


def asked_for(book: Book, arguments: Sequence[str]) -> Asked | None:
    """The query that the words of a command line make; None if there are none.

    Raises InvalidQuery if it cannot be read or cannot be meant.
    """
    tree = parse_arguments(arguments)
    if tree is None:
        return None
    return replace(_asked(book, tree, " ".join(arguments)), arguments=tuple(arguments))


def asked_in(book: Book, text: str) -> Asked:
    """The query of an option. Raises InvalidQuery as `asked_for` does, and if it is empty."""
    return _asked(book, parse(text), text)


def _asked(book: Book, tree: Query, text: str) -> Asked:
    refuse_slips(book, {*FIELDS, TAG}, tree, text)
    return Asked(tree if TAG in book.variables else _tagged(book, tree, text), text)


def _tagged(book: Book, query: Query, text: str) -> Query:
    """The query with `tag:CODE` replaced by a term for each variable that has the code."""
    match query:
        case And(items):
            return And(tuple(_tagged(book, item, text) for item in items))
        case Or(items):
            return Or(tuple(_tagged(book, item, text) for item in items))
        case Not(item):
            return Not(_tagged(book, item, text))
        case Some(item):
            return Some(_tagged(book, item, text))
        case Term(field=field, property=None) if field == TAG:
            terms = tuple(_owners(book, query, text))
            return terms[0] if len(terms) == 1 else Or(terms)
        case Text() | Term():
            return query


def _owners(book: Book, term: Term, text: str) -> Iterator[Term]:
    wanted: dict[str, list[Word | Range]] = {}
    for value in term.values:
        found = codes_called(book, value.text) if isinstance(value, Word) else ()
        if not found:
            raise _no_code(book, term, value, text)
        for variable, code in found:
            wanted.setdefault(variable, []).append(Word(code))
    for variable, codes in wanted.items():
        yield Term(variable, None, tuple(codes), term.exact, term.start, term.end)


def codes_called(book: Book, word: str) -> tuple[tuple[str, str], ...]:
    """Variable and code, for each code in use with that key or label.

    The yes and no of booleans are left out.
    """
    return tuple(
        (variable.key, node.key)
        for variable in book.variables.values()
        if not variable.retired and variable.type != "boolean"
        if (node := variable.node(word)) is not None and not node.retired
    )


def _no_code(book: Book, term: Term, value: Word | Range, text: str) -> InvalidQuery:
    hint = "list the codes: portrayals codebook show"
    near: tuple[str, ...] = ()
    if isinstance(value, Range):
        message = "codes of different variables have no order, so they have no range"
        hint = "write VARIABLE:FIRST..LAST"
    elif value.text in RESERVED:
        message = f"{quoted(value.text)} is a state of a variable, not a code"
        hint = f"write VARIABLE:{value.text}"
    else:
        message = f"{quoted(value.text)} is not a code of any variable"
        codes = (node.key for each in book.variables.values() for node in each.codes)
        near = nearest(value.text, codes)
    return InvalidQuery(
        message, query=text, start=term.start, end=term.end, hint=hint, candidates=near
    )
