"""What the columns of a table mean: from options, from a saved map, or from the headers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.notation.described import DESCRIBING, field_headed
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.identifiers import SCHEMES
from portrayals.notation.keys import slug
from portrayals.notation.matching import Named, WholeNames
from portrayals.notation.plurals import either, with_article
from portrayals.notation.quoting import listed, quoted
from portrayals.services.importing.evidence_cells import POINTERS
from portrayals.services.importing.table_map import TableMap, pair
from portrayals.vocabulary import LEVELS, Level

#: Where a program takes short names only, the label of a column has its key.
_KEY_IN_LABEL: Final = re.compile(r" \[([^\[\]]+)\]$")

T = TypeVar("T", bound=Named)

#: What identifies each level, besides a name.
NEEDED: Final[dict[Level, tuple[str, ...]]] = {
    "title": ("name",),
    "episode": ("title",),
    "portrayal": ("title", "name"),
    "relationship": ("title", "portrayal", "name"),
}
_PLACES: Final = (
    *("title", "title_year", "portrayal", "name", "year", "end_year", "kind", "performer"),
    *("episode", "season", "number", "coder_column"),
    *("country", "genre", "language", "distributor", "role", "aired"),
)


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of one sheet: by what they hold, and those of variables and codes.

    `by_header` are those taken for fields of the catalogue because of their headers, `by_label`
    what headers mean that are the label of one and the key of another. `long` is the variable of
    which each row has a part; `evidence` has the columns of its places.
    """

    level: Level
    places: Mapping[str, str]
    ids: Mapping[str, str]
    variables: Mapping[str, StoredVariable]
    codes: Mapping[str, tuple[StoredVariable, Node]]
    by_header: tuple[str, ...]
    unused: tuple[str, ...]
    without_column: tuple[str, ...]
    long: StoredVariable | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    by_label: Mapping[str, str] = field(default_factory=dict)

    @property
    def year_of_title(self) -> str:
        """The place of the titles' year: `year`, unless that is of people."""
        own = self.level in {"title", "episode"} and "year" in self.places
        return "year" if own else "title_year"

    @property
    def described(self) -> Mapping[str, str]:
        """The columns of fields of the catalogue, by field."""
        return {name: self.places[name] for name in DESCRIBING[self.level] if name in self.places}


def columns_of(
    mapping: TableMap, book: Book, headers: Sequence[str], labels: Mapping[str, str]
) -> TableColumns:
    """What each column of a sheet is; its `labels`, by header, may say what headers are cut from.

    Raises InvalidValue or UnknownKey if that is impossible.
    """
    level = _level(mapping.level)
    places = _placed(mapping, level)
    _refuse_incomplete(level, places)
    _refuse_out_of_place(level, places, mapping.coder)
    ids = dict(pair(each, "SCHEME=COLUMN") for each in mapping.ids)
    for scheme in ids:
        if scheme not in SCHEMES:
            raise InvalidValue(f"{quoted(scheme)} is not a kind of identifier", candidates=SCHEMES)
    used = [column for column in (*places.values(), *ids.values()) if not column.startswith("=")]
    for column in (*used, *mapping.ignore):
        _refuse_unknown(column, headers)
    variables: dict[str, StoredVariable] = {}
    codes: dict[str, tuple[StoredVariable, Node]] = {}
    long, of_long = _long(mapping, book, level)
    named = [pair(each, "VARIABLE=COLUMN") for each in mapping.var]
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
    headed = _Headers(book, level)
    if not mapping.var:
        for header in headers:
            skipped = header in {*used, *mapping.ignore} or header in variables
            key = _key_in(labels, header)
            found = None if skipped else headed.meant(header) or headed.meant(key)
            if isinstance(found, StoredVariable):
                variables[header] = found
            elif found is not None:
                codes[header] = found
    _refuse_told_twice(variables, codes)
    if long is not None and long not in variables.values():
        raise UnknownKey(
            f"there is no column of {long.key}",
            candidates=nearest(long.key, headers),
            hint=f"name it: --long {quoted(f'{long.key}=COLUMN')}",
        )
    evidence = _evidence(mapping, headers, {*used, *variables, *codes})
    taken = {*used, *variables, *codes, *evidence.values()}
    described = _described(level, places, [each for each in headers if each not in taken], mapping)
    taken |= set(described.values())
    return TableColumns(
        level,
        {**places, **described},
        ids,
        variables,
        codes,
        tuple(described.values()),
        tuple(header for header in headers if header not in taken),
        tuple(_without_column(codes.values())),
        long,
        evidence,
        headed.by_label,
    )


def _placed(mapping: TableMap, level: Level) -> dict[str, str]:
    """The columns that the options name, by place; where a row is a title, `title` is its name."""
    places = {place: str(getattr(mapping, place)) for place in _PLACES if getattr(mapping, place)}
    if level == "title" and "name" not in places and "title" in places:
        places["name"] = places.pop("title")
    return places


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
    named = dict(pair(each, "FIELD=COLUMN") for each in mapping.evidence)
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


def _level(written: str | None) -> Level:
    word = (written or "").casefold().removesuffix("s")
    for level in LEVELS:
        if level == word:
            return level
    raise InvalidValue(
        "a table needs a level" if not word else f"{quoted(word)} is not a level",
        hint=f"say what each row is about: --level LEVEL ({either(LEVELS)})",
    )


def _refuse_incomplete(level: Level, places: Mapping[str, str]) -> None:
    lacking = [name for name in NEEDED[level] if name not in places]
    if level == "episode" and not ("episode" in places or {"season", "number"} <= set(places)):
        lacking.append("episode (or --season and --number)")
    if lacking:
        options = " and ".join(f"--{name} COLUMN" for name in lacking)
        raise InvalidValue(
            f"{with_article(level)} is identified by {', '.join(NEEDED[level])}: say which column",
            hint=f"give {options}; =TEXT is the same for all rows",
        )


def _refuse_out_of_place(level: Level, places: Mapping[str, str], coder: str | None) -> None:
    """Raises InvalidValue for a field that a level does not have, and for two of what is one."""
    if level == "title" and "title" in places:
        raise InvalidValue(
            "--name and --title are both the title's name where a row is a title",
            hint="give one of them",
        )
    for name in ("role", "aired"):
        if name in places and name not in DESCRIBING[level]:
            raise InvalidValue(
                f"{with_article(level)} has no field {name}",
                hint=f"leave out --{name}, or say what each row is: --level",
            )
    if level in {"title", "episode"} and {"year", "title_year"} <= set(places):
        raise InvalidValue(
            f"--year and --title-year are both the year of the title where a row is "
            f"{with_article(level)}",
            hint="give one of them",
        )
    if "coder_column" in places and coder is not None:
        raise InvalidValue(
            f"--coder {coder} is the coder of all rows, and --coder-column that of each",
            hint="give one of them",
        )


def _described(
    level: Level, places: Mapping[str, str], headers: Sequence[str], mapping: TableMap
) -> dict[str, str]:
    """The columns of fields of the catalogue, by the headers that no option names."""
    found: dict[str, str] = {}
    for header in headers:
        name = field_headed(header, level)
        if name is None or name in places or header in mapping.ignore:
            continue
        if name in found:
            raise InvalidValue(
                f"there are two columns for the {name}: {found[name]} and {header}",
                hint=f"say which: --{name} {quoted(found[name])}",
            )
        found[name] = header
    return found


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
        raise InvalidValue(
            f"{key} is coded for {variable.level}s, but each row is {with_article(level)}",
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


class _Headers:
    """The variables and codes of a level that a header may name."""

    def __init__(self, book: Book, level: Level) -> None:
        self._coded = [each for each in book.of_level(level) if not each.derived]
        self._owners = {
            node.code_id: variable
            for variable in self._coded
            if variable.type == "multi"
            for node in variable.codes
            if node.assignable
        }
        self._codes = [
            node for each in self._coded for node in each.codes if node.code_id in self._owners
        ]
        self._variable_names = WholeNames(self._coded)
        self._code_names = WholeNames(self._codes)
        #: What each header means that is the label of one and the key of another.
        self.by_label: dict[str, str] = {}

    def meant(self, header: str) -> StoredVariable | tuple[StoredVariable, Node] | None:
        """What a column belongs to: the variable or else the code that alone is called so."""
        variables = self._variable_names.called(header) or _of_slug(header, self._coded)
        if len(variables) == 1:
            if self._variable_names.hidden(header) is not None:
                self.by_label[header] = variables[0].key
            return variables[0]
        codes = self._code_names.called(header) or _of_slug(header, self._codes)
        # As `export table` heads them, in a program that takes no colon with an underscore.
        codes = codes or [each for each in self._codes if self._of_set(each) == slug(header)]
        if not variables and len(codes) == 1:
            owner = self._owners[codes[0].code_id]
            if self._code_names.hidden(header) is not None:
                self.by_label[header] = f"{owner.key}:{codes[0].key}"
            return owner, codes[0]
        return None

    def _of_set(self, node: Node) -> str:
        """The slug of `VARIABLE:CODE`."""
        return slug(f"{self._owners[node.code_id].key}:{node.key}")


def _key_in(labels: Mapping[str, str], header: str) -> str:
    """The key at the end of a column's label, `Tone [tone]`, as `export table` writes it."""
    found = _KEY_IN_LABEL.search(labels.get(header, ""))
    return found[1] if found else header


def _of_slug(header: str, choices: Iterable[T]) -> list[T]:
    word = slug(header)
    return [each for each in choices if word in {slug(each.key), *_slug_of_label(each.label)}]


def _slug_of_label(label: str) -> tuple[str, ...]:
    """The slug of a label, unless it has no letters or digits that could make one."""
    return (slug(label),) if any(map(str.isalnum, label)) else ()


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
