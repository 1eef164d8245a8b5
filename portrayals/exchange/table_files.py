"""A table in a file of any form, with the script beside it that opens it in another program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TextIO

from portrayals.errors import AlreadyThere, InvalidValue
from portrayals.exchange import r_script, spss_script
from portrayals.exchange.limits import MOST_CELLS
from portrayals.exchange.writers import writer_of
from portrayals.outputs import NewFile
from portrayals.results.data_columns import Column
from portrayals.results.exported import BinaryForm, Exported, ExportForm, TextForm

Row = Mapping[str, object]
#: Writes rows to a stream: `render.write_rows`.
TextWriter = Callable[[TextIO, TextForm, Sequence[str], Iterable[Row]], None]

#: How many rows a sheet of Excel has below its header.
MOST_ROWS: Final = 1_048_575
_SCRIPTS: Final[dict[ExportForm, str]] = {"csv": ".R", "tsv": ".R", "sav": ".sps"}


class Table(Protocol):
    """Rows that are written: what is in their columns, what they are, and which go together.

    `number` is how many things, each a `noun`, were written in so many `lines`.
    """

    what: str
    noun: str
    number: int
    lines: int
    columns: tuple[str, ...]
    described: tuple[Column, ...]
    heading: str
    cluster: str

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, which can be iterated once."""

    def more_than(self, most: int) -> int | None:
        """How many rows there are, if they are more than so many."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """The file that a table goes to, in its form, and the script beside it, if it gets one."""

    file: NewFile
    form: ExportForm
    script: NewFile | None = None

    @contextmanager
    def opened(self, write_text: TextWriter) -> Iterator[Callable[[Table], None]]:
        """What writes a table to the file, which takes its place at the end.

        It raises InvalidValue for a table with more rows than the form takes, before it writes any.
        """
        match self.form:
            case "xlsx" | "sav" | "dta" | "parquet" as form:
                with self.file.unfinished() as path:
                    yield partial(_write, form, path)
            case form:
                with self.file.opened() as stream:
                    yield lambda table: write_text(stream, form, table.columns, table.rows)

    def finish(self, table: Table, notes: Sequence[str]) -> Exported:
        """Writes the script, if there is to be one, and returns what was written."""
        name = str(self.file)
        if self.script is not None:
            self.script.write(_script(table, self.form, Path(name).name))
        script = None if self.script is None else str(self.script)
        return Exported(
            name, table.what, table.noun, table.number, table.lines, script, tuple(notes)
        )


def _script(table: Table, form: ExportForm, name: str) -> str:
    """A script that opens the table beside it."""
    if form == "sav":
        return spss_script.spss_script(table.described, name)
    separator = "\t" if form == "tsv" else ","
    return r_script.r_script(table.described, name, separator, table.cluster)


def table_file(
    path: str, form: ExportForm, new: Callable[[str], NewFile], *, scripted: bool
) -> TableFile:
    """The file of that name and form, where `scripted` with its script; `new` checks each.

    The script takes the place of an earlier one alone. Raises AlreadyThere for another file.
    """
    file = new(path)
    if not scripted or form not in _SCRIPTS:
        return TableFile(file, form)
    beside = Path(path).with_suffix(_SCRIPTS[form])
    ours = (r_script.FIRST_LINE.encode(), spss_script.FIRST_LINE.encode())
    if beside.is_file() and not beside.read_bytes().startswith(ours):
        raise AlreadyThere(
            f"{beside} would be written too, and is a file of your own",
            hint="give the table another name",
        )
    return TableFile(file, form, new(str(beside)))


def _write(form: BinaryForm, path: Path, table: Table) -> None:
    _refuse_many(form, table)
    writer_of(form)(path, table.described, table.rows, table.heading)


def _refuse_many(form: BinaryForm, table: Table) -> None:
    """Raises InvalidValue for more rows than the form takes. Parquet is written as it comes."""
    columns = len(table.described)
    if form == "parquet":
        return
    most = MOST_ROWS if form == "xlsx" else MOST_CELLS // columns
    number = table.more_than(most)
    if number is None:
        return
    room = (
        f"a sheet of Excel takes {most:,}"
        if form == "xlsx"
        else f"a .{form} file, which is held in memory, takes {most:,} of {columns} columns"
    )
    raise InvalidValue(
        f"there are {number:,} rows, and {room}",
        hint="write .csv or .parquet, which take any number, or choose fewer by a query",
    )
