"""Writes files of statistics programs: SPSS (.sav) and Stata (.dta).

SPSS and Stata get numbers with labels. What a value is missing for stands in one range of numbers
below zero in SPSS, and as .a, .b … in Stata.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final

from portrayals.errors import InvalidValue
from portrayals.extras import need
from portrayals.notation.cells import text
from portrayals.notation.program_names import IN_SPSS, IN_STATA, cut, program_names
from portrayals.results.data_columns import Column, Value

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, object]

_EXTRA: Final = "datafiles"
_AS_TEXT: Final = "write it as CSV, which has no such limit"
#: What the programs take, in bytes.
_LONGEST_TEXT: Final = 32_767
_LABEL_IN_SPSS: Final = 255
_LABEL_IN_STATA: Final = 80
_VALUE_IN_SPSS: Final = 120
_VALUE_IN_STATA: Final = 32_000
_FILE_IN_SPSS: Final = 64
_FILE_IN_STATA: Final = 80
#: What the package says that writes the files where there is no room for one.
_NO_ROOM: Final = "Unable to write data"
#: How many variables most editions of Stata take.
_MOST_IN_STATA: Final = 32_767
_MEASURES: Final = {"text": "nominal", "number": "scale", "codes": "nominal"}


def _gathered(columns: Sequence[Column], rows: Iterable[Row]) -> list[list[Any]]:
    """The cells by column; text as text, and codes as their words."""
    gathered: list[list[Any]] = [[] for _ in columns]
    for row in rows:
        for column, cells in zip(columns, gathered, strict=True):
            cell = row.get(column.key)
            cells.append(cell if column.kind == "number" else text(cell))
    return gathered


def write_sav(path: Path, columns: Sequence[Column], rows: Iterable[Row], heading: str) -> None:
    """Writes a file of SPSS. Raises InvalidValue for a text that SPSS has no room for."""
    need("writing .sav", "polars", "pyreadstat", extra=_EXTRA)
    import pyreadstat

    cells = _gathered(columns, rows)
    for column, of in zip(columns, cells, strict=True):
        if column.kind == "text":
            _refuse_long(column, of)
    names = program_names((each.key for each in columns), IN_SPSS)
    named = dict(zip(names, columns, strict=True))
    stored = {name: {each.word: each.number for each in of.values} for name, of in named.items()}
    with _refusing("sav", pyreadstat.ReadstatError):
        pyreadstat.write_sav(
            _frame(named, stored, cells),
            path,
            file_label=_fitting(heading, _FILE_IN_SPSS),
            column_labels={name: _label(of, _LABEL_IN_SPSS) for name, of in named.items()},
            row_compress=True,
            variable_value_labels=_value_labels(named, stored, _VALUE_IN_SPSS),
            missing_ranges={
                name: [{"lo": min(of.numbers_missing), "hi": max(of.numbers_missing)}]
                for name, of in named.items()
                if of.missing
            },
            variable_measure={
                name: "ordinal" if of.ordered else _MEASURES[of.kind] for name, of in named.items()
            },
            variable_format={name: "F8.0" for name, of in named.items() if of.whole},
        )


def write_dta(path: Path, columns: Sequence[Column], rows: Iterable[Row], heading: str) -> None:
    """Writes a file of Stata 14 or later. Raises InvalidValue for too many columns."""
    need("writing .dta", "polars", "pyreadstat", extra=_EXTRA)
    if len(columns) > _MOST_IN_STATA:
        raise InvalidValue(
            f"the table has {len(columns):,} columns, and Stata takes {_MOST_IN_STATA:,}",
            hint=_AS_TEXT,
        )
    import pyreadstat

    cells = _gathered(columns, rows)
    # pyreadstat names a set of labels by the column and its place, which needs room.
    room = IN_STATA - len(str(len(columns)))
    names = program_names((each.key for each in columns), room)
    named = dict(zip(names, columns, strict=True))
    stored: dict[str, dict[str, Any]] = {
        name: {each.word: each.number for each in of.valid} | letters_of(of)
        for name, of in named.items()
    }
    with _refusing("dta", pyreadstat.ReadstatError):
        pyreadstat.write_dta(
            _frame(named, stored, cells),
            path,
            file_label=_fitting(heading, _FILE_IN_STATA),
            column_labels={name: _label(of, _LABEL_IN_STATA) for name, of in named.items()},
            variable_value_labels=_value_labels(named, stored, _VALUE_IN_STATA),
            missing_user_values={
                name: sorted(set(letters_of(of).values()))
                for name, of in named.items()
                if of.missing
            },
        )


@contextmanager
def _refusing(form: str, failure: type[Exception]) -> Iterator[None]:
    """Raises InvalidValue where the package that writes a file fails, OSError on a full disk."""
    try:
        yield
    except failure as error:
        if str(error) == _NO_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
        raise InvalidValue(f"the table cannot be a .{form} file: {error}", hint=_AS_TEXT) from None


def _frame(
    named: Mapping[str, Column], stored: Mapping[str, Mapping[str, Any]], cells: list[list[Any]]
) -> pl.DataFrame:
    """The columns by name, words as what is stored for them."""
    import polars as pl

    made = {}
    for (name, column), of in zip(named.items(), cells, strict=True):
        if column.kind == "text":
            made[name] = pl.Series(of, dtype=pl.String)
            continue
        values = [_stored(stored[name].get(each, each)) if each != "" else None for each in of]
        letters = any(isinstance(each, str) for each in stored[name].values())
        made[name] = pl.Series(values, dtype=pl.Object if letters else pl.Float64)
    return pl.DataFrame(made)


def _stored(value: Any) -> Any:
    """A number as the programs keep it; a letter of Stata, and nothing, as they are."""
    return float(value) if isinstance(value, int) else value


def _value_labels(
    named: Mapping[str, Column], stored: Mapping[str, Mapping[str, Any]], longest: int
) -> dict[str, dict[Any, str]]:
    """The labels by what is stored; of several values that are stored alike, that of the first."""
    labels: dict[str, dict[Any, str]] = {}
    for name, column in named.items():
        for value, label in _labels_of_values(column, longest).items():
            labels.setdefault(name, {}).setdefault(stored[name][value.word], label)
    return labels


def letters_of(column: Column) -> dict[str, str]:
    """The letter of each missing value in Stata, which has 26; those left over are `incomplete`."""
    words = [each.word for each in column.missing]
    letters = dict(zip(words, ascii_lowercase, strict=False))
    return {word: letters.get(word) or letters["incomplete"] for word in words}


def _refuse_long(column: Column, cells: Sequence[str]) -> None:
    longest = max((len(each.encode()) for each in cells), default=0)
    if longest > _LONGEST_TEXT:
        raise InvalidValue(
            f"a text of {column.key} has {longest:,} bytes, and SPSS takes {_LONGEST_TEXT:,}",
            hint=_AS_TEXT,
        )


def _label(column: Column, longest: int) -> str:
    """The label of a column with its key, `Tone [tone]`, in at most so many bytes."""
    if column.label == column.key:
        return cut(column.key, longest)
    end = f" [{column.key}]"
    room = longest - len(end.encode())
    return cut(column.key, longest) if room < 1 else _fitting(column.label, room) + end


def _labels_of_values(column: Column, longest: int) -> dict[Value, str]:
    """The labels of the values, of which those that are too long give way to the word."""
    return {
        each: each.label if len(each.label.encode()) <= longest else cut(each.word, longest)
        for each in column.values
    }


def _fitting(text: str, longest: int) -> str:
    """The text, or as many of its bytes as fit with an ellipsis."""
    whole = len(text.encode()) <= longest
    return text if whole else f"{cut(text, longest - len('…'.encode()))}…"
