"""Writes a file of Parquet a page of rows at a time, so that it may have any number of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import Full, Queue
from typing import TYPE_CHECKING, Any, Final

from portrayals.exchange.parquet_notes import Notes, as_metadata, notes_of
from portrayals.extras import need
from portrayals.notation.cells import text
from portrayals.results.data_columns import Column

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, object]

#: How many rows are handed over at a time, and how many a group of the file has, which is written
#: once it is full: more take more memory, fewer make the file larger.
_PAGE: Final = 250
_GROUP: Final = 10_000
#: How polars tells an error of the system, such as a full disk.
_OF_SYSTEM: Final = re.compile(r"\(os error ([0-9]+)\)")
#: After how many seconds the one that hands over looks whether anybody still takes.
_PATIENCE: Final = 0.2


def write_parquet(path: Path, columns: Sequence[Column], rows: Iterable[Row], heading: str) -> None:
    """Writes the rows as they come; the states of a number have a column of their own.

    Raises NotInstalled without the package that writes it, and OSError where there is no room.
    """
    need("writing .parquet", "polars", extra="datafiles")
    import polars as pl
    from polars.io.plugins import register_io_source

    notes = notes_of(columns)
    schema = _schema(columns, notes)
    handed: Queue[pl.DataFrame | None] = Queue(maxsize=1)

    def taken(*_: object) -> Iterator[pl.DataFrame]:
        while (page := handed.get()) is not None:
            yield page

    # Polars takes pages in threads of its own, and a database is read in the one that opened it.
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(
            register_io_source(taken, schema=schema).sink_parquet,
            path,
            row_group_size=_GROUP,
            metadata=as_metadata(notes, heading),
        )
        try:
            for page in _pages(columns, notes, rows):
                if writing.done():
                    break
                _hand(pl.DataFrame(page, schema=schema), handed, writing)
        finally:
            _hand(None, handed, writing)
        try:
            writing.result()
        except pl.exceptions.PolarsError as error:
            if of_system := _OF_SYSTEM.search(str(error)):
                raise OSError(int(of_system[1]), os.strerror(int(of_system[1]))) from None
            raise


def _hand(
    page: pl.DataFrame | None, handed: Queue[pl.DataFrame | None], writing: Future[None]
) -> None:
    """Hands a page over, unless the writing has failed meanwhile."""
    while not writing.done():
        with suppress(Full):
            handed.put(page, timeout=_PATIENCE)
            return


def _schema(columns: Sequence[Column], notes: Notes) -> dict[str, Any]:
    import polars as pl

    schema: dict[str, Any] = {}
    for column in columns:
        if column.kind != "number":
            schema[column.key] = pl.String
        elif column.key in notes.states:
            schema |= {column.key: pl.Float64, notes.states[column.key]: pl.String}
        else:
            schema[column.key] = pl.Int64
    return schema


def _pages(
    columns: Sequence[Column], notes: Notes, rows: Iterable[Row]
) -> Iterator[dict[str, list[object]]]:
    """The cells by column, some rows at a time."""
    coming = iter(rows)
    while some := list(islice(coming, _PAGE)):
        page: dict[str, list[object]] = {}
        for column in columns:
            cells = [row.get(column.key) for row in some]
            if column.kind != "number":
                page[column.key] = [text(each) or None for each in cells]
                continue
            page[column.key] = [None if isinstance(each, str) else each for each in cells]
            if state := notes.states.get(column.key):
                page[state] = [each if isinstance(each, str) else None for each in cells]
        yield page
