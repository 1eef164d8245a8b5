"""The one shape of a result: objects as JSON has them, and flat rows for tables and data frames.

The columns of a flat row have the names of the JSON. `states` and `findings` have a column for
each of their names: `states.not-coded`, `findings.boundary-act`. A list is one text, its values
separated by semicolons; a finding is its codes or its number, or else the word of its state.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from portrayals.notation.cells import text
from portrayals.results.shown import Shown

#: What has a column for each of its names.
_SPREAD: Final = ("findings", "states")


class Tabular(Shown):
    """A result that can be had as JSON, as flat rows and as a data frame."""

    __slots__ = ()

    @abstractmethod
    def to_dict(self) -> Any:
        """The result as `--json` prints it."""

    def objects(self) -> Sequence[dict[str, object]]:
        """What JSON Lines have a line for: a row where there are rows, else the whole."""
        return [self.to_dict()]

    def records(self) -> list[dict[str, object]]:
        """The rows of CSV and of data frames: text, numbers, booleans and nulls, the same keys."""
        return flat(self.objects())

    def remarks(self) -> Sequence[str]:
        """What must be read beside the rows."""
        return ()

    def to_pandas(self) -> Any:
        """The rows as a `pandas.DataFrame`. Raises ImportError where pandas is not installed."""
        return import_module("pandas").DataFrame(self.records())

    def to_polars(self) -> Any:
        """The rows as a `polars.DataFrame`. Raises ImportError where polars is not installed."""
        frame = import_module("polars").DataFrame
        return frame(self.records(), infer_schema_length=None, strict=False)


def flat(objects: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """A flat row for each object, all with the same keys: null where an object has none."""
    rows = [_flat(each) for each in objects]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    for place, row in enumerate(rows):
        if list(row) != columns:
            rows[place] = {name: row.get(name) for name in columns}
    return rows


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    cells: dict[str, object] = {}
    for key, value in row.items():
        if key in _SPREAD and isinstance(value, dict):
            cells |= {f"{key}.{name}": _one(each) for name, each in value.items()}
        elif key != "format":  # that of the JSON
            cells[key] = _one(value)
    return cells


def _one(value: object) -> object:
    """The value where it is text, a number, a boolean or null; else as the text of one cell."""
    if not isinstance(value, dict | list | tuple):
        return value
    if isinstance(value, dict) and "state" in value:
        return _one(found_in(value))
    return text(value)


def found_in(finding: Mapping[str, object]) -> object:
    """The codes or the number of a finding as JSON has it, or else the word of its state."""
    return value_or_state(finding["state"], finding.get("codes") or finding.get("number"))


def value_or_state(state: object, value: object) -> object:
    """What was found, or is known where more is open; else the word of the state."""
    known = state == "coded" and value is not None
    return value if known or (state == "incomplete" and value) else state
