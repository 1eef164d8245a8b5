"""Writes a table to a file of any form that is not plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from portrayals.exchange.write_data_files import write_dta, write_sav
from portrayals.exchange.write_parquet import write_parquet
from portrayals.exchange.write_workbook import write_workbook
from portrayals.results.data_columns import Column
from portrayals.results.exported import BinaryForm

Writer = Callable[[Path, Sequence[Column], Iterable[Mapping[str, object]], str], None]


def writer_of(form: BinaryForm) -> Writer:
    """What writes a file of the form from columns, rows and a heading.

    It raises InvalidValue where the form has no room, and NotInstalled without its package.
    """
    match form:
        case "xlsx":
            return write_workbook
        case "sav":
            return write_sav
        case "dta":
            return write_dta
        case "parquet":
            return write_parquet
