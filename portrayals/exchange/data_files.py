"""Files of statistics programs: SPSS (.sav), Stata (.dta) and Parquet.

A value with a label is read as its label. A value that the file declares missing is read as the
state that its label names, and otherwise as not coded. In a Parquet file of ours, the state of a
number is read from the column beside it.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import IO, Any, Final, Literal

from portrayals.exchange.columns import named
from portrayals.exchange.damage import refuse_damage
from portrayals.exchange.limits import refuse_large, refuse_wide
from portrayals.exchange.parquet_notes import notes_in
from portrayals.exchange.typed_cells import cell_of, row_of
from portrayals.extras import need
from portrayals.notation.keys import slug
from portrayals.notation.quoting import quoted
from portrayals.results.sheets import BadRow, Sheet, SheetRow
from portrayals.vocabulary import STATES

DataFormat = Literal["sav", "dta", "parquet"]

#: How a file of each format begins; one of Stata before version 13 is known by its name alone.
MARKS: Final[Mapping[bytes, DataFormat]] = {
    b"$FL2": "sav",
    b"$FL3": "sav",
    b"<stata_dta>": "dta",
    b"PAR1": "parquet",
}
_Reader = Callable[..., tuple[dict[str, list[Any]], Any]]
_STATES: Final = frozenset(STATES) - {"coded"}
_EXTRA: Final = "datafiles"
_PAGE: Final = 10_000
#: How many values of one column are named in a notice.
_MOST_NAMED: Final = 6


def read_data_file(file: IO[bytes], form: DataFormat, name: str, encoding: str | None) -> Sheet:
    """The table of the file.

    Raises NotInstalled without the package that reads it, and InvalidValue if it is too large,
    damaged, or not in the given encoding.
    """
    size = file.seek(0, io.SEEK_END)
    refuse_large(name, size)
    file.seek(0)
    if form == "parquet":
        return _parquet(file, name, size)
    return _labelled(file, form, name, size, encoding)


def _sheet(
    name: str,
    size: int,
    heads: Sequence[str],
    values: Iterator[Sequence[object]],
    labels: Mapping[str, str | None] = MappingProxyType({}),
    notices: Sequence[str] = (),
) -> Sheet:
    columns, about_names = named(heads, name)
    return Sheet(
        name=name,
        columns=columns,
        rows=_rows(values),
        encoding=None,
        notices=[*notices, *about_names],
        size=size,
        position=lambda: size,
        labels={
            column: label
            for column, head in zip(columns, heads, strict=True)
            if (label := labels.get(head))
        },
    )


def _rows(values: Iterator[Sequence[object]]) -> Iterator[SheetRow | BadRow]:
    """The rows that are not empty, numbered as statistics programs do: the first case is 1."""
    for number, row in enumerate(values, 1):
        cells = list(map(cell_of, row))
        if any(cells):
            yield row_of(number, cells)


def _parquet(file: IO[bytes], name: str, size: int) -> Sheet:
    need("reading .parquet", "polars", extra=_EXTRA)
    import polars as pl

    with refuse_damage(name, pl.exceptions.PolarsError):
        notes = notes_in(pl.read_parquet_metadata(file))
        file.seek(0)
        lazy = pl.scan_parquet(file)
        heads = lazy.collect_schema().names()
        number = int(lazy.select(pl.len()).collect().item())
    refuse_wide(name, number, len(heads))
    place = {head: at for at, head in enumerate(heads)}
    beside = {head: state for head, state in notes.states.items() if {head, state} <= place.keys()}
    kept = [head for head in heads if head not in beside.values()]
    read = [(place[head], place[beside.get(head, head)]) for head in kept]

    def values() -> Iterator[Sequence[object]]:
        for first in range(0, number, _PAGE):
            with refuse_damage(name, pl.exceptions.PolarsError):
                page = lazy.slice(first, _PAGE).collect()
            for row in page.iter_rows():
                yield [row[state] if row[at] is None else row[at] for at, state in read]

    return _sheet(name, size, kept, values(), notes.labels)


def _labelled(
    file: IO[bytes], form: DataFormat, name: str, size: int, encoding: str | None
) -> Sheet:
    need(f"reading .{form}", "pyreadstat", extra=_EXTRA)
    import pyreadstat

    read: _Reader = pyreadstat.read_sav if form == "sav" else pyreadstat.read_dta
    failures = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError)
    with refuse_damage(name, *failures):
        about = read(file, metadataonly=True, output_format="dict", encoding=encoding)[1]
        refuse_wide(name, about.number_rows or 0, about.number_columns)
        file.seek(0)
        data, about = read(file, user_missing=True, output_format="dict", encoding=encoding)
    notices: list[str] = []
    columns: list[list[str]] = []
    for head in list(data):
        column = LabelledColumn(
            labels=about.variable_value_labels.get(head, {}),
            missing=[(each["lo"], each["hi"]) for each in about.missing_ranges.get(head, ())]
            + [(each, each) for each in about.missing_user_values.get(head, ())],
        )
        columns.append(list(map(column.cell, data.pop(head))))
        notices += [f"{quoted(head)}: {told}" for told in column.notices()]
    labels = about.column_names_to_labels
    return _sheet(name, size, list(labels), zip(*columns, strict=True), labels, notices)


@dataclass(slots=True)
class LabelledColumn:
    """A column whose values may have labels, and of which some ranges are declared missing."""

    labels: Mapping[Any, str]
    missing: Sequence[tuple[Any, Any]]
    _cells: dict[Any, str] = field(default_factory=dict)
    _declared: dict[str, str] = field(default_factory=dict)

    def cell(self, value: Any) -> str:
        """The label of the value, its state if it is declared missing, or the value itself."""
        if not self.labels and not self.missing:
            return cell_of(value)
        if value not in self._cells:
            self._cells[value] = self._cell(value)
        return self._cells[value]

    def _cell(self, value: Any) -> str:
        label = (self.labels.get(value) or "").strip()
        if value is None or not self._is_missing(value):
            return label or cell_of(value)
        state = slug(label) if label else ""
        known = state if state in _STATES else "not-coded"
        shown = f"{cell_of(value)} {quoted(label)}" if label else cell_of(value)
        self._declared[shown] = known
        return "" if known == "not-coded" else known

    def _is_missing(self, value: Any) -> bool:
        return any(
            isinstance(value, str) == isinstance(low, str) and low <= value <= high
            for low, high in self.missing
        )

    def notices(self) -> Iterator[str]:
        """What was assumed of the values met."""
        if self._declared:
            each = [f"{shown} read as {state}" for shown, state in self._declared.items()]
            yield f"declared missing in the file: {', '.join(each[:_MOST_NAMED])}"
        used = Counter(
            label.strip() for value, label in self.labels.items() if value in self._cells
        )
        if same := [quoted(label) for label, number in used.items() if number > 1]:
            yield f"several values have the label {', '.join(same[:_MOST_NAMED])}, read as one"
