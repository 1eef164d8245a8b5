"""What a study holds, by what the help calls it: the one list of who knows which candidates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from portrayals.completion import study
from portrayals.completion.candidate import Asked, Candidate, Source, select_begun
from portrayals.completion.of_codebook import (
    codes_to_tag,
    figures_to_count,
    groups_to_make,
    sides_to_cross,
    values_to_assign,
    variables,
    variables_before,
    words_to_look_up,
)
from portrayals.completion.of_queries import terms_of_query
from portrayals.completion.of_units import episodes, units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def of_study(connection: Connection, asked: Asked) -> list[Candidate]:
    """The candidates that the study holds; none for what anybody may write freely."""
    wanted = asked.wanted
    taker = wanted.option or wanted.takes
    source = OF_ONE_COMMAND.get((wanted.command, taker)) or SOURCES.get(taker)
    source = source or SOURCES.get(wanted.takes)
    return list(dict.fromkeys(source(connection, asked))) if source else []


def _records(kind: str) -> Source:
    def found(connection: Connection, asked: Asked) -> list[Candidate]:
        known = study.records(connection, kind, asked.typed)
        return select_begun(asked.typed, (Candidate(*each) for each in known))

    return found


def _terms(field: str) -> Source:
    def found(connection: Connection, asked: Asked) -> list[Candidate]:
        return [Candidate(each) for each in study.terms(connection, field, asked.typed)]

    return found


def _fields(of: str) -> Source:
    def found(_connection: Connection, asked: Asked) -> list[Candidate]:
        fields = (Candidate(f"{each}=", goes_on=True) for each in asked.fields[of])
        return select_begun(asked.typed, fields)

    return found


def _roles(connection: Connection, asked: Asked) -> list[Candidate]:
    return select_begun(asked.typed, map(Candidate, study.roles(connection)))


def _things(connection: Connection, asked: Asked) -> list[Candidate]:
    """Units, coders and sources, and claims once `claim:` is begun."""
    sources = [_any_unit, _records("coder"), _records("source")]
    sources += [_records("claim")] if asked.typed.startswith("c") else []
    return [candidate for source in sources for candidate in source(connection, asked)]


def _shown(connection: Connection, asked: Asked) -> list[Candidate]:
    things, of_codebook = _things(connection, asked), words_to_look_up(connection, asked)
    return [*things, *(select_begun(asked.typed, of_codebook) if things else of_codebook)]


def _nothing(_connection: Connection, _asked: Asked) -> list[Candidate]:
    return []


_any_unit: Final = units(study.TITLE, study.EPISODE, study.PORTRAYAL, study.RELATIONSHIP)

#: Who knows what belongs where the help says this, or after this option.
SOURCES: Final[Mapping[str, Source]] = {
    "--coder": _records("coder"),
    "--distributor": _terms("distributor"),
    "CLAIM": _records("claim"),
    "CODE": codes_to_tag,
    "CODE[@PLACE]": codes_to_tag,
    "CODER": _records("coder"),
    "COUNTRY": _terms("country"),
    "FIELD": groups_to_make,
    "FIELD=VALUE": _fields("edit"),
    "GENRE": _terms("genre"),
    "INTO": _things,
    "KEY": _things,
    "KEY|CODE": _shown,
    "KEY|QUERY": _things,
    "LANGUAGE": _terms("language"),
    "PORTRAYAL": units(study.PORTRAYAL),
    "QUERY": terms_of_query,
    "ROLE": _roles,
    "ROW": sides_to_cross,
    "S07E05": episodes,
    "SOURCE": _records("source"),
    "TITLE": units(study.TITLE),
    "TITLE|QUERY": units(study.TITLE),
    "UNIT": _any_unit,
    "UNIT|QUERY": _any_unit,
    "VARIABLE": variables,
    "VARIABLE=CODE": values_to_assign(derived=True),
    "VARIABLE=COLUMN": variables_before("="),
    "VARIABLE=VALUE": values_to_assign(derived=False),
    "VARIABLE:CELL=CODE": variables_before(":"),
    "VARIABLE[:CODE,CODE]": figures_to_count,
    "VARIABLE[=COLUMN]": variables_before("="),
    "WAVE": _records("wave"),
    "WORD": words_to_look_up,
}
#: Where the help of one command calls something else by such a word.
OF_ONE_COMMAND: Final[Mapping[tuple[str, str], Source]] = {
    ("add coder", "KEY"): _nothing,
    ("add source", "KEY"): _nothing,
    ("codebook draft", "--name"): _nothing,
    ("crosstab", "COLUMN"): sides_to_cross,
    ("db describe", "FIELD=VALUE"): _fields("describe"),
}
