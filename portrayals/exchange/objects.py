"""JSON and JSON Lines: objects as rows, annotations with one row for each piece of evidence."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from portrayals.errors import InvalidValue
from portrayals.exchange.columns import named
from portrayals.notation.cells import split, text
from portrayals.notation.quoting import quoted
from portrayals.results.sheets import BadRow, SheetRow

#: The columns that a piece of evidence of an annotation fills.
EVIDENCE: Final = (
    *("code", "episode", "start", "end", "quote", "describes"),
    *("source", "citation", "address", "dated", "accessed"),
)

_ANNOTATION: Final = {"unit", "variable"}
_SPREAD: Final = {"state", "doubtful", "evidence"}
#: The columns that identify a table of annotations as `list annotations` writes it.
LISTED: Final = frozenset({*_ANNOTATION, *_SPREAD, "value"})
_COMPUTED: Final = {"findings"}
_LIST: Final = "write a list of objects, one for each row: [{…}, {…}]"
_DEEP: Final = "lists or objects are nested too deeply"

Row = dict[str, Any]
Parsed = tuple[tuple[str, ...], tuple[str, ...], Iterator[SheetRow | BadRow]]


class _Unfit(Exception):
    """An object that is not a row, with the reason."""


class _Twice:
    """A marker for an object that has the same key twice."""

    def __init__(self, key: str) -> None:
        self.told = f"two values have the name {quoted(key)}"


def read_array(file: io.TextIOWrapper, name: str) -> Parsed:
    """Columns, notices and rows of a list of objects, or of an object that has one such list.

    The whole file is read. Raises InvalidValue, with line and column, if it is not JSON.
    """
    file.seek(0)
    try:
        read = _DECODER.decode(file.read().removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        lines = error.msg == "Extra data" and error.lineno > 1 and error.colno == 1
        raise InvalidValue(
            f"{name} is not JSON: {_told(error)}",
            where=f"{name}, line {error.lineno}, column {error.colno}",
            hint="if it is JSON Lines, its name should end in .jsonl"
            if lines
            else "correct it there, or write the file again",
        ) from None
    except _Unfit as error:
        raise InvalidValue(f"{name} is not JSON: {error}") from None
    except RecursionError:
        raise InvalidValue(f"{name} cannot be read: {_DEEP}") from None
    objects = _list_in(read, name)
    keys = _keys(each for each in objects if isinstance(each, dict))
    if not keys:
        _refuse(next(iter(_rows(enumerate(objects, 1), keys)), None), name, "row")
    columns, notices = named(keys, name)
    return columns, notices, _rows(enumerate(objects, 1), keys)


def read_lines(file: io.TextIOWrapper, name: str) -> Parsed:
    """Columns, notices and rows of a file with one object on each line.

    It is read twice: for the columns, and for the rows.
    """
    keys = _keys(each for _, each in _objects(file) if isinstance(each, dict))
    if not keys:
        _refuse(next(iter(_rows(_objects(file), keys)), None), name, "line")
    columns, notices = named(keys, name)
    return columns, notices, _rows(_objects(file), keys)


def read_listed(
    columns: tuple[str, ...], rows: Iterable[SheetRow | BadRow]
) -> tuple[tuple[str, ...], Iterator[SheetRow | BadRow]]:
    """Columns and rows of a table of `list annotations`, whose evidence is JSON in a cell."""
    keys = _keys([dict.fromkeys(columns, "")])
    return keys, _rows(((row.line, _listed(columns, row)) for row in rows), keys)


def _listed(columns: tuple[str, ...], row: SheetRow | BadRow) -> object:
    """The object that a row of such a table was, or _Unfit if it was none."""
    if isinstance(row, BadRow):
        return _Unfit(row.reason)
    cells: Row = dict(zip(columns, row.cells, strict=True))
    doubtful = list(split(cells["doubtful"]))
    value = list(split(cells["value"])) if doubtful else cells["value"] or None
    try:
        evidence = _DECODER.decode(cells["evidence"] or "[]")
    except (json.JSONDecodeError, RecursionError, _Unfit):
        return _Unfit("evidence is not JSON")
    return cells | {"value": value, "doubtful": doubtful, "evidence": evidence}


def one_a_line(file: io.TextIOWrapper) -> bool:
    """Whether a text that begins with an object is JSON Lines rather than one object."""
    file.seek(0)
    lines = (line for line in file if line.strip("\ufeff \t\r\n"))
    try:
        first = _DECODER.decode(next(lines, "").removeprefix("\ufeff"))
    except (ValueError, RecursionError, _Unfit):
        return False
    return next(lines, None) is not None or not _lists(first) or _is_annotation(first)


def _refuse(problem: SheetRow | BadRow | None, name: str, what: Literal["line", "row"]) -> None:
    """Raises the error for a file in which no line, or no element of its list, is a row."""
    hint = "write one object on each line" if what == "line" else _LIST
    if isinstance(problem, BadRow):
        form = "JSON Lines" if what == "line" else "a list of objects"
        raise InvalidValue(
            f"{name} is not {form}: {problem.reason}",
            where=f"{name}, {what} {problem.line}",
            hint=hint,
        )
    raise InvalidValue(f"{name} has no rows", hint=hint)


def _objects(file: io.TextIOWrapper) -> Iterator[tuple[int, object]]:
    """The value on each line, by line number; _Unfit for a line that is not JSON."""
    file.seek(0)
    for number, line in enumerate(file, 1):
        written = line.strip("\ufeff \t\r\n")
        if not written:
            continue
        try:
            yield number, _DECODER.decode(written)
        except json.JSONDecodeError as error:
            yield number, _Unfit(f"not JSON: {_told(error)} (column {error.colno})")
        except _Unfit as error:
            yield number, error
        except RecursionError:
            yield number, _Unfit(_DEEP)


def _told(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _list_in(read: object, name: str) -> list[Any]:
    """The list of rows: the value itself, or the only list of objects in it."""
    if isinstance(read, list):
        return read
    if isinstance(read, _Twice):
        raise InvalidValue(f"{name} cannot be read: {read.told}", hint="leave out one of the two")
    lists = _lists(read)
    if len(lists) != 1:
        several = f"{len(lists)} lists of objects: {', '.join(map(quoted, lists))}"
        raise InvalidValue(
            f"{name} has {several if lists else 'no list of objects'}",
            hint=_LIST,
        )
    return next(iter(lists.values()))


def _lists(read: object) -> dict[str, list[Any]]:
    if not isinstance(read, dict):
        return {}
    return {
        key: value
        for key, value in read.items()
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
    }


def _is_annotation(row: Mapping[str, Any]) -> bool:
    return row.keys() >= _ANNOTATION and ("value" in row or "state" in row)


def _keys(rows: Iterable[Row]) -> tuple[str, ...]:
    """The columns of all the rows, in the order in which they first appear."""
    found: dict[str, None] = {}
    for row in rows:
        if not _is_annotation(row):
            found.update(dict.fromkeys(key for key in row if key not in _COMPUTED))
            continue
        for key in row:
            if key == "state" and "value" not in row:
                found["value"] = None
            elif key not in _SPREAD:
                found[key] = None
        found.update(dict.fromkeys(EVIDENCE))
    return tuple(key for key in found if _storable(key))


def _rows(
    objects: Iterable[tuple[int, object]], keys: tuple[str, ...]
) -> Iterator[SheetRow | BadRow]:
    for line, each in objects:
        try:
            spread = _spread(each)
        except _Unfit as error:
            yield BadRow(line, str(error))
            continue
        for row in spread:
            cells = tuple([row.get(key, "").strip() for key in keys])
            if any(cells):
                yield SheetRow(line, cells)


def _spread(read: object) -> list[dict[str, str]]:
    """The rows of an object as cells; raises _Unfit if it cannot be rows."""
    if isinstance(read, _Unfit):
        raise read
    if not isinstance(read, dict):
        raise _Unfit(read.told if isinstance(read, _Twice) else f"{_kind(read)}, not an object")
    if not _is_annotation(read):
        return [_cells({key: read[key] for key in read if key not in _COMPUTED})]
    row = _cells({key: read[key] for key in read if key not in _SPREAD} | {"value": _value(read)})
    pieces = read.get("evidence") or []
    if not (isinstance(pieces, list) and all(isinstance(each, dict) for each in pieces)):
        raise _Unfit("evidence is not a list of objects")
    if not pieces:
        return [row]
    return [row | _cells({key: _told_of(piece, key) for key in EVIDENCE}) for piece in pieces]


def _told_of(piece: Row, key: str) -> object:
    """The content of a piece of evidence; `describes` may also be called `description`."""
    return piece.get(key) or (piece.get("description") if key == "describes" else None)


def _value(row: Row) -> object:
    """The value of an annotation with its doubtful codes, or the word for its state."""
    value, doubtful = row.get("value"), row.get("doubtful") or []
    if not isinstance(doubtful, list):
        raise _Unfit("doubtful is not a list of codes")
    if isinstance(value, list) or doubtful:
        codes = value if isinstance(value, list) else []
        joined = [*codes, *(f"maybe:{text(code)}" for code in doubtful)]
        if joined:
            return joined
        value = None
    state = row.get("state")
    return value if value is not None or state == "coded" else state


def _cells(values: Row) -> dict[str, str]:
    """The values as text; raises _Unfit if one cannot be stored."""
    cells = {
        key: value if isinstance(value, str) else "" if value is None else _cell(key, value)
        for key, value in values.items()
    }
    if not _storable("".join(cells) + "".join(cells.values())):
        key = next(key for key in cells if not _storable(key + cells[key]))
        raise _Unfit(
            f"{quoted(key)} has NUL or half a character (a lone surrogate) and cannot be stored"
        )
    return cells


def _cell(key: str, value: object) -> str:
    try:
        if _holds_twice(value):
            raise _Unfit(f"two values within {quoted(key)} have the same name")
        return str(value).lower() if isinstance(value, bool) else text(value)
    except RecursionError:
        raise _Unfit(_DEEP) from None


def _holds_twice(value: object) -> bool:
    match value:
        case dict():
            return any(map(_holds_twice, value.values()))
        case list():
            return any(map(_holds_twice, value))
    return isinstance(value, _Twice)


def _storable(written: str) -> bool:
    """Whether it is text without NUL and without lone surrogates."""
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in written


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case list():
            return "a list"
        case _Number():
            return "a number"
    return "text"


class _Number(str):
    """A number as written, so that no digit is lost."""

    __slots__ = ()


def _number(written: str) -> _Number:
    """The shortest exact form: 1.50 is 1.5, and 2.0 is 2."""
    from decimal import Decimal

    short = text(float(written))
    try:
        same = Decimal(short) == Decimal(written)
    except ArithmeticError:  # an absurdly large exponent
        same = False
    return _Number(short if same else written)


def _object(pairs: list[tuple[str, Any]]) -> Row | _Twice:
    made = dict(pairs)
    if len(made) < len(pairs):
        for key, value in pairs:
            if made[key] != value:
                return _Twice(key)
    return made


def _constant(written: str) -> None:
    raise _Unfit(f"{written} is not a number in JSON; write null")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=_number,
    parse_int=_Number,
    parse_constant=_constant,
)
