"""Results as flat rows for CSV and TSV: one cell a column, lists joined by semicolons."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Final

from portrayals.notation.spreadsheet_formulas import neutral

Record = Mapping[str, object]

#: Keys whose value is itself a row of columns, and what those columns are called.
_SPREAD: Final = {"findings": "finding", "states": "states"}


def separated(records: Sequence[Record], delimiter: str) -> str:
    """The records under one line of their columns, in the order in which these first appear.

    No cell is one that a spreadsheet would run.
    """
    rows = [flat(record) for record in records]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if not columns:
        return ""
    lines = [[row.get(column, "") for column in columns] for row in rows]
    return "".join(_line(cells, delimiter) for cells in (columns, *lines))


def _line(cells: Sequence[str], delimiter: str) -> str:
    """The cells as one record; only a writer of CR LF puts quotes around either of the two."""
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=delimiter, lineterminator="\r\n").writerow(map(neutral, cells))
    return page.getvalue().removesuffix("\r\n") + "\n"


def flat(record: Record) -> dict[str, str]:
    """A record as cells; findings become columns `finding.VARIABLE`, states `states.STATE`."""
    cells = {}
    for key, value in record.items():
        if key in _SPREAD and isinstance(value, Mapping):
            for name, inner in value.items():
                cells[f"{_SPREAD[key]}.{name}"] = cell(inner)
        else:
            cells[key] = cell(value)
    return cells


def cell(value: object) -> str:
    """One value as text: null as nothing, a list joined by `;`, a finding by its codes or state."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case {"state": state, **rest}:
            told = rest.get("codes") or rest.get("number")
            known = state == "incomplete" and told  # of one that is incomplete, what is known
            return cell(told) if known or (state == "coded" and told is not None) else str(state)
        case Mapping():
            return ";".join(f"{name}:{cell(inner)}" for name, inner in value.items())
        case list() | tuple():
            if any(isinstance(each, Mapping) for each in value):
                return json.dumps(value, ensure_ascii=False)
            return ";".join(map(cell, value))
        case _:
            return str(value)
