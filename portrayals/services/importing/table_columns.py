"""What the columns of a table mean: from options, from a saved map, or from the headers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.identifiers import SCHEMES
from portrayals.notation.keys import slug
from portrayals.notation.quoting import listed, quoted
from portrayals.services.importing.evidence import POINTERS
from portrayals.vocabulary import LEVELS, Level

#: What identifies each level, besides a name.
NEEDED: Final[dict[Level, tuple[str, ...]]] = {
    "title": ("name",),
    "episode": ("title",),
    "portrayal": ("title", "name"),
    "relationship": ("title", "portrayal", "name"),
}
_PLACES: Final = (
    *("title", "portrayal", "name", "year", "end_year", "kind", "performer"),
    *("episode", "season", "number", "coder_column"),
)


@dataclass(frozen=True, slots=True)
class TableMap:
    """Which column holds what; a text that begins with `=` is the same for all rows.

    `ids` are `SCHEME=COLUMN`, `var` `VARIABLE=COLUMN` or `VARIABLE:CODE=COLUMN`, `value`
    `VARIABLE:CELL=CODE`. Without `var`, columns are identified by their headers. `long` is
    `VARIABLE` or `VARIABLE=COLUMN`: each row has a part of a set of that variable; `evidence`,
    `FIELD=COLUMN`, is where that part is seen.
    """

    level: str | None = None
    title: str | None = None
    portrayal: str | None = None
    name: str | None = None
    year: str | None = None
    end_year: str | None = None
    kind: str | None = None
    performer: str | None = None
    episode: str | None = None
    season: str | None = None
    number: str | None = None
    ids: tuple[str, ...] = ()
    coder: str | None = None
    coder_column: str | None = None
    wave: str | None = None
    basis: str | None = None
    var: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    split: str | None = None
    long: str | None = None
    evidence: tuple[str, ...] = ()

    def over(self, kept: TableMap) -> TableMap:
        """This mapping, with gaps filled from another."""
        given = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        return replace(kept, **given)


def written_map(mapping: TableMap) -> str:
    """The mapping as the text of a file."""
    given = {name: value for name, value in asdict(mapping).items() if value not in (None, ())}
    return json.dumps(given, ensure_ascii=False, indent=2) + "\n"


def load_map(file: Path) -> TableMap:
    """The mapping in a file. Raises InvalidValue if it holds none."""
    try:
        return read_map(file.read_text(encoding="utf-8"), str(file))
    except UnicodeError:
        raise InvalidValue(
            f"{file} is not a mapping: it is not UTF-8 text", hint="name another file: --map FILE"
        ) from None
    except OSError as error:
        raise InvalidValue(
            f"{file} cannot be read: {error.strerror}", hint="name another file: --map FILE"
        ) from None


def read_map(text: str, file: str) -> TableMap:
    """The mapping in a file's text. Raises InvalidValue if the text is not a mapping."""
    try:
        read: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(
            f"{file} is not a mapping: {error}", hint="name another file: --map FILE"
        ) from None
    known = {each.name for each in fields(TableMap)}
    if not isinstance(read, dict) or not set(read) <= known:
        odd = sorted(set(read) - known) if isinstance(read, dict) else []
        raise InvalidValue(
            f"{file} is not a mapping{': it has ' + ', '.join(map(str, odd)) if odd else ''}",
            hint=f"it may have {', '.join(sorted(known))}",
        )
    lists = {"ids", "var", "value", "evidence"}
    for name, value in read.items():
        if (name in lists) != isinstance(value, list) or not all(
            isinstance(each, str) for each in (value if isinstance(value, list) else [value])
        ):
            raise InvalidValue(
                f"{file}: {name} must be {'a list of texts' if name in lists else 'text'}",
                hint="correct it there, or name another file: --map FILE",
            )
    given: dict[str, Any] = {n: tuple(v) if n in lists else v for n, v in read.items()}
    return TableMap(**given)


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of one sheet: by what they hold, and those of variables and codes.

    `long` is the variable of which each row has a part; `evidence` has the columns of its places.
    """

    level: Level
    places: Mapping[str, str]
    ids: Mapping[str, str]
    variables: Mapping[str, StoredVariable]
    codes: Mapping[str, tuple[StoredVariable, Node]]
    unused: tuple[str, ...]
    without_column: tuple[str, ...]
    long: StoredVariable | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


def columns_of(mapping: TableMap, book: Book, headers: Sequence[str]) -> TableColumns:
    """What each column of a sheet is. Raises InvalidValue or UnknownKey if that is impossible."""
    level = _level(mapping.level)
    places = {place: str(getattr(mapping, place)) for place in _PLACES if getattr(mapping, place)}
    _refuse_incomplete(level, places)
    ids = dict(_pair(each, "SCHEME=COLUMN") for each in mapping.ids)
    for scheme in ids:
        if scheme not in SCHEMES:
            raise InvalidValue(f"{quoted(scheme)} is not a kind of identifier", candidates=SCHEMES)
    used = [column for column in (*places.values(), *ids.values()) if not column.startswith("=")]
    for column in used:
        _refuse_unknown(column, headers)
    variables: dict[str, StoredVariable] = {}
    codes: dict[str, tuple[StoredVariable, Node]] = {}
    long, of_long = _long(mapping, book, level)
    named = [_pair(each, "VARIABLE=COLUMN") for each in mapping.var]
    for name, column in dict.fromkeys((*of_long, *named)):
        _refuse_unknown(column, headers)
        if column in variables or column in codes:
            raise InvalidValue(
                f"column {quoted(column)} is given for two variables",
                hint="a column codes one variable: derive the other from it, or repeat the column",
            )
        variable, node = _meant(book, level, name)
        if node is None:
            variables[column] = variable
        else:
            codes[column] = (variable, node)
    if not mapping.var:
        for header in headers:
            if header not in {*used, *variables}:
                _add_by_header(book, level, header, variables, codes)
    _refuse_told_twice(variables, codes)
    if long is not None and long not in variables.values():
        raise UnknownKey(
            f"there is no column of {long.key}",
            candidates=nearest(long.key, headers),
            hint=f"name it: --long {quoted(f'{long.key}=COLUMN')}",
        )
    evidence = _evidence(mapping, headers, {*used, *variables, *codes})
    taken = {*used, *variables, *codes, *evidence.values()}
    return TableColumns(
        level,
        places,
        ids,
        variables,
        codes,
        tuple(header for header in headers if header not in taken),
        tuple(_without_column(codes.values())),
        long,
        evidence,
    )


def _long(
    mapping: TableMap, book: Book, level: Level
) -> tuple[StoredVariable | None, tuple[tuple[str, str], ...]]:
    """The variable of which each row has a part, and its column if that is named."""
    if mapping.long is None:
        return None, ()
    key, equals, column = (part.strip() for part in mapping.long.partition("="))
    variable, node = _meant(book, level, key)
    if variable.type != "multi" or node is not None:
        raise InvalidValue(
            f"{key} takes one value: several rows cannot make one of it",
            candidates=[v.key for v in book.of_level(level) if v.type == "multi"],
            hint="--long is for a variable with several codes (multi)",
        )
    return variable, ((key, column),) if equals else ()


def _evidence(mapping: TableMap, headers: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """The columns that say where the code of a row is seen: as named, else by their headers."""
    named = dict(_pair(each, "FIELD=COLUMN") for each in mapping.evidence)
    if named and mapping.long is None:
        raise InvalidValue(
            "evidence is for the code of a row, but the rows have no variable of their own",
            hint="name it: --long VARIABLE",
        )
    for name, column in named.items():
        if name not in POINTERS:
            raise InvalidValue(f"{quoted(name)} is not a field of evidence", candidates=POINTERS)
        _refuse_unknown(column, headers)
        if column in taken:
            raise InvalidValue(
                f"column {quoted(column)} is used twice", hint=f"leave out --evidence {name}=…"
            )
    if mapping.long is not None:
        for header in headers:
            if header not in taken and slug(header) in POINTERS and header not in named.values():
                named.setdefault(slug(header), header)
    return named


def meanings(mapping: TableMap, book: Book) -> dict[str, dict[str, str]]:
    """What the cells of each variable mean: `dating:maybe=cannot-tell`. Raises InvalidValue."""
    meant: dict[str, dict[str, str]] = {}
    for each in mapping.value:
        name, value = _pair(each, "VARIABLE:CELL=CODE")
        key, colon, cell = name.partition(":")
        if not colon or key not in book.variables:
            raise InvalidValue(
                f"{quoted(each)} does not name a variable",
                candidates=nearest(key, book.variables),
                hint="--value VARIABLE:CELL=CODE",
            )
        meant.setdefault(key, {})[cell.strip().casefold()] = value
    return meant


def _level(written: str | None) -> Level:
    word = (written or "").casefold().removesuffix("s")
    for level in LEVELS:
        if level == word:
            return level
    raise InvalidValue(
        "a table needs a level" if not word else f"{quoted(word)} is not a level",
        hint=f"--level {'|'.join(LEVELS)}: what each row is about",
    )


def _refuse_incomplete(level: Level, places: Mapping[str, str]) -> None:
    lacking = [name for name in NEEDED[level] if name not in places]
    if level == "episode" and not ("episode" in places or {"season", "number"} <= set(places)):
        lacking.append("episode (or --season and --number)")
    if lacking:
        options = " and ".join(f"--{name} COLUMN" for name in lacking)
        article = "an" if level == "episode" else "a"
        raise InvalidValue(
            f"{article} {level} is identified by {', '.join(NEEDED[level])}: say which column",
            hint=f"give {options}; =TEXT is the same for all rows",
        )


def _pair(written: str, form: str) -> tuple[str, str]:
    # A column may be named `=x`, and a cell may contain `a=b`; keys and codes have no `=`.
    name, equals, said = written.partition("=") if "COLUMN" in form else written.rpartition("=")
    if not (equals and name.strip() and said.strip()):
        raise InvalidValue(f"{quoted(written)} is not {form}", hint=f"write {form}")
    return name.strip(), said.strip()


def _refuse_unknown(column: str, headers: Sequence[str]) -> None:
    if column not in headers:
        raise UnknownKey(
            f"there is no column {quoted(column)}",
            candidates=nearest(column, headers),
            hint=f"its columns: {listed(headers)}",
        )


def _meant(book: Book, level: Level, name: str) -> tuple[StoredVariable, Node | None]:
    key, colon, code = name.partition(":")
    variable = book.variables.get(key)
    if variable is None or variable.derived:
        raise UnknownKey(
            f"{quoted(key)} is not a variable that can be coded",
            candidates=nearest(key, [v.key for v in book.variables.values() if not v.derived]),
            hint="list them: portrayals codebook show",
        )
    if variable.level != level:
        article = "an" if level == "episode" else "a"
        raise InvalidValue(
            f"{key} is coded for {variable.level}s, but each row is {article} {level}",
            hint=f"--level {variable.level}",
        )
    if not colon:
        return variable, None
    node = variable.node(code)
    if variable.type != "multi" or node is None or not node.assignable:
        raise InvalidValue(
            f"{quoted(code)} is not a code that {key} can combine with others",
            candidates=nearest(code, [each.key for each in variable.codes]),
        )
    return variable, node


def _add_by_header(
    book: Book,
    level: Level,
    header: str,
    variables: dict[str, StoredVariable],
    codes: dict[str, tuple[StoredVariable, Node]],
) -> None:
    """A column belongs to the variable or code with the name in its header."""
    word = slug(header)
    coded = [v for v in book.of_level(level) if not v.derived]
    named = [v for v in coded if word in {slug(v.key), slug(v.label)}]
    if len(named) == 1:
        variables[header] = named[0]
        return
    owned = [
        (variable, node)
        for variable in coded
        if variable.type == "multi"
        for node in variable.codes
        if node.assignable and word in {slug(node.key), slug(node.label)}
    ]
    if not named and len(owned) == 1:
        codes[header] = owned[0]


def _refuse_told_twice(
    variables: Mapping[str, StoredVariable], codes: Mapping[str, tuple[StoredVariable, Node]]
) -> None:
    """Raises InvalidValue if two columns are for the same variable or the same code."""
    said: dict[str, list[str]] = {}
    for column, variable in variables.items():
        said.setdefault(variable.key, []).append(column)
    whole = {*said}
    for column, (variable, node) in codes.items():
        key = variable.key if variable.key in whole else f"{variable.key}:{node.key}"
        said.setdefault(key, []).append(column)
    for key, columns in said.items():
        if len(columns) > 1:
            raise InvalidValue(
                f"several columns give {key}: {', '.join(columns)}",
                hint=f"say which: --var {quoted(f'{key}={columns[0]}')}",
            )


def _without_column(codes: Iterable[tuple[StoredVariable, Node]]) -> Iterable[str]:
    """Codes that have no column although other codes of their variable do."""
    listed = list(codes)
    for variable in {variable.key: variable for variable, _ in listed}.values():
        here = {node.code_id for of, node in listed if of is variable}
        for node in variable.codes:
            if node.assignable and node.code_id not in here:
                yield f"{variable.key}:{node.key}"
