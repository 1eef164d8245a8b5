"""Writes rows to a workbook, and on a second sheet what is in the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portrayals.errors import InvalidValue
from portrayals.extras import need
from portrayals.notation.cells import text
from portrayals.notation.spreadsheet_formulas import neutral
from portrayals.outputs import write_unfinished
from portrayals.results.data_columns import Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: What Excel takes.
MOST_COLUMNS: Final = 16_384
LONGEST_CELL: Final = 32_767

_AS_TEXT: Final = "write it as CSV, which has no such limit"
_ABOUT: Final = ("column", "label", "value", "means", "missing")


def write_workbook(
    path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], heading: str
) -> None:
    """Writes the rows as they come. Raises InvalidValue where Excel has no room.

    No cell is a formula. Raises NotInstalled without the package that writes it.
    """
    need("writing .xlsx", "xlsxwriter", extra="office")
    if len(columns) > MOST_COLUMNS:
        raise InvalidValue(
            f"the table has {len(columns):,} columns, and Excel takes {MOST_COLUMNS:,}",
            hint=_AS_TEXT,
        )
    from xlsxwriter import Workbook

    # Packed in memory: on a full disk the package would fail once more where nobody can catch it.
    packed = BytesIO()
    with Workbook(packed, {"constant_memory": True}) as book:
        book.set_properties({"title": heading})
        bold, as_text = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        cells = ([row.get(each.key) for each in columns] for row in rows)
        for name, head, body in (
            ("Data", [each.key for each in columns], cells),
            ("Columns", _ABOUT, _about(columns)),
        ):
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            _write(page, 0, head, bold, bold)
            for number, row in enumerate(body, start=1):
                _write(page, number, row, None, as_text)
    write_unfinished(path, packed.getbuffer())


def _about(columns: Sequence[Column]) -> Iterator[Sequence[object]]:
    """A row for each value of a column, or one row for a column that has any."""
    for column in columns:
        for value in column.values:
            yield column.key, column.label, value.word, value.label, value.missing
        if not column.values:
            yield column.key, column.label, None, None, None


def _write(
    page: Worksheet, number: int, row: Sequence[object], plain: Format | None, as_text: Format
) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            page.write_number(number, place, cell, plain)
        elif told := text(cell):
            if len(told) > LONGEST_CELL:
                raise InvalidValue(
                    f"row {number + 1:,} has a cell of {len(told):,} characters, and Excel takes "
                    f"{LONGEST_CELL:,}",
                    hint=_AS_TEXT,
                )
            page.write_string(number, place, told, plain if neutral(told) == told else as_text)
