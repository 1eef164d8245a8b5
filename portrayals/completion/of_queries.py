"""The last term of a query: a field, or a value of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from portrayals.completion import study
from portrayals.completion.candidate import Asked, Candidate, select_alike, with_prefix
from portrayals.vocabulary import BASES, KINDS, SCREENED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

_STATES: Final = (
    *("any", "none", "not-coded", "cannot-tell", "not-applicable", "unavailable"),
    *("unsettled", "undetermined", "incomplete"),
)
_DECADES: Final = tuple(f"{year}s" for year in range(1900, 2030, 10))
_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "kind": tuple(KINDS),
    "screened": SCREENED,
    "basis": BASES,
    "decade": _DECADES,
    "running": _DECADES,
    "claimed": ("yes", "no"),
    "disputed": ("yes", "no"),
}
_TERMS: Final = {"genre", "country", "language", "distributor"}
_RECORDS: Final = {"coder", "source", "wave"}
_OPERATORS: Final = ("AND", "OR", "NOT")
_CODE_OF_ANY: Final = "tag"


def terms_of_query(connection: Connection, asked: Asked) -> list[Candidate]:
    """The query with its last term completed."""
    query = asked.typed
    start = start_of_term(query)
    name, colon, value = query[start:].partition(":")
    if not colon:
        return with_prefix(query[:start], _heads(connection, asked, name))
    exact = "=" if value.startswith("=") else ""
    earlier, comma, typed = value.removeprefix(exact).rpartition(",")
    before = f"{query[:start]}{name}:{exact}{earlier}{comma}"
    if name in _TERMS:
        begun = study.terms(connection, name, typed.removeprefix('"'))
        return with_prefix(before, (Candidate(_as_value(each)) for each in begun))
    return with_prefix(before, select_alike(typed, _values(connection, name, typed)))


def start_of_term(query: str) -> int:
    """Where the last term begins: after a blank or a bracket outside quotation marks."""
    start, quoted = 0, False
    for place, letter in enumerate(query):
        quoted ^= letter == '"'
        if not quoted and letter in " (":
            start = place + 1
    return start


def _heads(connection: Connection, asked: Asked, typed: str) -> list[Candidate]:
    """`FIELD:` or `VARIABLE.PROPERTY:`, or an operator."""
    known = study.variables(connection)
    name, stop, begun = typed.partition(".")
    if stop:
        found = dict(study.properties(connection, name))
        each = (Candidate(f"{name}.{one}:", goes_on=True) for one in found if one.startswith(begun))
        return list(each)
    fields = [Candidate(f"{one}:", goes_on=True) for one in (*asked.fields["query"], _CODE_OF_ANY)]
    coded = [Candidate(f"{one.key}:", one.label, goes_on=True) for one in known]
    operators = map(Candidate, _OPERATORS if typed else ())
    return select_alike(typed, [*operators, *fields, *coded])


def _values(connection: Connection, name: str, typed: str) -> list[Candidate]:
    if name in _WORDS:
        return [*map(Candidate, _WORDS[name])]
    if name in _RECORDS:
        return [Candidate(*each) for each in study.records(connection, name, typed)]
    if name == "role":
        return [Candidate(_as_value(each)) for each in study.roles(connection)]
    if name == _CODE_OF_ANY:
        return [Candidate(each.key, each.label) for each in study.codes(connection)]
    key, stop, of_property = name.partition(".")
    if stop:
        pairs = study.properties(connection, key)
        return [Candidate(_as_value(value)) for each, value in pairs if each == of_property]
    variable = next((each for each in study.variables(connection) if each.key == key), None)
    if variable is None:
        return []
    known = [each for each in study.codes(connection) if each.variable_id == variable.variable_id]
    return [*(Candidate(each.key, each.label) for each in known), *map(Candidate, _STATES)]


def _as_value(text: str) -> str:
    """A text as a query has it: in quotation marks, if it would otherwise end early."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if re.search(r'[\s,()"]', text) else text
