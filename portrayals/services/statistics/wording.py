"""Codes, queries and groups in the words of a sentence: as the codebook words them, else plain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from portrayals.codebook.load import LABEL
from portrayals.findings.outcome_at_unit import named
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.language.syntax import And, Asked, Query, Range, Term, Word
from portrayals.notation.quoting import quoted
from portrayals.services.statistics.options import ANY, MOST_LISTED, CountRequest
from portrayals.vocabulary import Level

#: What is said of the titles of a kind.
_KINDS: Final = {
    "film": "in films",
    "short": "in short films",
    "tv": "on television",
    "tv-series": "in television series",
    "tv-miniseries": "in television miniseries",
    "tv-movie": "in television films",
    "web-series": "in web series",
}


def _clause_of(variable: StoredVariable, codes: Sequence[str]) -> str:
    """What is so of a unit that has one of these codes, or any: a clause without a full stop."""
    if not codes or codes == [ANY]:
        topmost = [node.key for node in variable.codes if node.depth == 0]
        codes = topmost if len(topmost) <= MOST_LISTED else [ANY]
    clauses = [_clause(variable, variable.node(code), code) for code in codes]
    words = [each.split() for each in clauses]
    alike = [*takewhile(lambda same: len(set(same)) == 1, zip(*words, strict=False))]
    shared = len(alike) if len(alike) > 1 else 0  # an article alone is no subject
    first, *others = words
    return " or ".join((" ".join(first), *(" ".join(other[shared:]) for other in others)))


def clause_at(
    choices: CountRequest, book: Book, variable: StoredVariable, codes: Sequence[str]
) -> str:
    """The clause as it is so of the units counted.

    They are chosen by what is so of a unit beneath them; this may be so of another one.
    """
    clause = _clause_of(variable, codes)
    asked = () if choices.where is None else named(choices.where.query)
    by = [book.variables[name].level for name in asked if name in book.variables]
    apart = any(is_below(level, choices.level) for level in by)
    if apart and is_below(variable.level, choices.level):
        return f"{clause}, in one {variable.level} or another"
    return clause


def worded(variable: StoredVariable, codes: Sequence[str]) -> str:
    """The clause where the codebook itself has words for all the codes; else nothing."""
    nodes = [variable.node(code) for code in codes]
    has_words = all(node and (node.sentence or variable.sentence) for node in nodes)
    return _clause_of(variable, codes) if codes and has_words else ""


def _clause(variable: StoredVariable, node: Node | None, code: str) -> str:
    if node is None:  # any code of a set, or none
        number = "at least one" if code == ANY else "no"
        return f"coders found {number} code of {quoted(variable.label)}"
    if node.sentence:
        return node.sentence
    if variable.type == "boolean":
        if code == "yes":
            return variable.sentence or f"coders found {quoted(variable.label)}"
        return f"coders found no {quoted(variable.label)}"
    if variable.sentence:
        return variable.sentence.replace(LABEL, _lowered(node.label))
    return f"coders found {quoted(f'{variable.label}: {node.label}')}"


def _lowered(label: str) -> str:
    """A label within a sentence: a capital that begins a usual word is none there."""
    first, second = label[:1], label[1:2]
    return label if second.isupper() or not second.isalpha() else first.lower() + label[1:]


def among(choices: CountRequest, book: Book) -> str:
    """Which units are counted, as it stands behind their number: ` of therapists on television`."""
    where = "" if choices.where is None else in_words(choices.where, book, choices.level)
    return f"{of_whom(choices.level, book)}{where}"


def of_whom(level: Level, book: Book) -> str:
    """` of therapists` behind portrayals, by the codebook's own word; nothing without one."""
    named = level == "portrayal" and level in book.level_names
    return f" of {book.name_of(level)}" if named else ""


def in_words(asked: Asked, book: Book, level: Level) -> str:
    """A query behind the units that it chooses: in words, or as it was written."""
    return f" {query_in_words(asked, book, level) or f'(only where {asked.text})'}"


def query_in_words(asked: Asked, book: Book, level: Level) -> str | None:
    """A query in words, as they stand behind units: `on television`; None without such words."""
    query = asked.query
    items = query.items if isinstance(query, And) else (query,)
    plain = [_term_in_words(item, level) for item in items]
    clauses = [_clause_of_term(item, book) for item in items]
    if not all(word or clause for word, clause in zip(plain, clauses, strict=True)):
        return None
    which = " and ".join(f"in which {clause}" for clause in clauses if clause)
    return " ".join(filter(None, (*plain, which)))


def _clause_of_term(query: Query, book: Book) -> str | None:
    """What is so of the units that have one code of a variable, as the codebook words it."""
    match query:
        case Term(field=key, property=None, values=(Word(text=code),)) if key in book.variables:
            variable = book.variables[key]
            node = variable.node(code)
            if node is not None or (variable.type == "multi" and code in {ANY, "none"}):
                return _clause(variable, node, code if node is None else node.key)
    return None


def _term_in_words(query: Query, level: Level) -> str | None:
    match query:
        case Term(field="kind", values=(Word(text=kind),)):
            return _of_kind(kind.lower(), level)
        case Term(field="running", values=(value,)):
            within = _years_in_words(value)
            which = "that ran" if level == "title" else "in titles that ran"
            return within and f"{which} {within}"
        case Term(field="decade", values=(Word(text=decade),)):
            return f"of the {decade.rstrip('s')}s"
        case Term(field="year", values=(Word(text=year),)):
            return f"of {year}"
        case Term(field="year", values=(Range(low=str(low), high=str(high)),)):
            return f"of {low} to {high}"
        case Term(field="year", values=(Range(low=str(low), high=None),)):
            return f"from {low} on"
        case Term(field="year", values=(Range(low=None, high=str(high)),)):
            return f"up to {high}"
    return None


def _of_kind(kind: str, level: Level) -> str | None:
    """`in films` of the units below titles; a title itself is one of the films."""
    within = _KINDS.get(kind)
    if within is None or level != "title" or not within.startswith("in "):
        return within
    return f"that are {within.removeprefix('in ')}"


def _years_in_words(value: Word | Range) -> str | None:
    match value:
        case Word(text=text):
            return f"in {_period(text)}"
        case Range(low=str(low), high=str(high)):
            return f"between {_period(low)} and {_period(high)}"
        case Range(low=str(low), high=None):
            return f"in {_period(low)} or later"
        case Range(low=None, high=str(high)):
            return f"in {_period(high)} or earlier"
    return None


def _period(text: str) -> str:
    """`1994`, `the 1990s`."""
    return f"the {text}" if text.endswith("s") else text


def group_in_words(by: str | None, group: str | None) -> str:
    """`in the 1990s`, `in films`, `for female`."""
    if group is None:
        return f"with no {by}"
    if by == "decade":
        return f"in the {group}"
    if by == "year":
        return f"in {group}"
    return _KINDS.get(group, f"for {group}") if by == "kind" else f"for {group}"
