"""The shape of every result: objects as in JSON, and flat rows for tables and data frames.

The columns of a flat row have the names of the JSON. `states` and `findings` have a column for each
of their names: `states.not-coded`, `findings.boundary-act`. A list is one text, its values
separated by semicolons; a finding is its codes or its number, or else the word for its state.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Unpack

from portrayals.notation.cells import text
from portrayals.results.shown import ChartKeywords, Shown

if TYPE_CHECKING:
    from altair import VConcatChart

#: The keys that have a column for each of their names.
_SPREAD: Final = ("findings", "metrics", "states")


class Tabular(Shown):
    """A result available as JSON, as flat rows and as a data frame."""

    __slots__ = ()

    @abstractmethod
    def to_dict(self) -> Any:
        """The result as `--json` prints it."""

    def objects(self) -> Sequence[dict[str, object]]:
        """The objects of JSON Lines: a row if there are rows, else the whole result."""
        return [self.to_dict()]

    def records(self) -> list[dict[str, object]]:
        """The rows of CSV and of data frames: text, numbers, booleans and nulls, the same keys.

        They have the keys of the objects, except the `format` that a whole object begins with.
        """
        objects = self.objects()
        return flat({key: each[key] for key in each if key != "format"} for each in objects)

    def remarks(self) -> Sequence[str]:
        """What must be read beside the rows."""
        return ()

    def to_pandas(self) -> Any:
        """The rows as a `pandas.DataFrame`. Raises ImportError if pandas is not installed."""
        return import_module("pandas").DataFrame(self.records())

    def to_polars(self) -> Any:
        """The rows as a `polars.DataFrame`. Raises ImportError if polars is not installed."""
        frame = import_module("polars").DataFrame
        return frame(self.records(), infer_schema_length=None, strict=False)


class Charted(Tabular):
    """A result that can also be drawn as a chart."""

    __slots__ = ()

    def chart(self, **how: Unpack[ChartKeywords]) -> VConcatChart:
        """The result as an Altair chart, with n, intervals and caveats on it.

        A notebook draws it; `chart().save("figure.png")` writes it, and you can change it like any
        other chart.

        Args:
            **how: What is drawn of it, and for what (`ChartKeywords`).

        Raises:
            NotInstalled: Altair is not installed.
            InvalidValue: There is nothing to draw, or this kind of result has no such option.
        """
        return self.display.chart(self, **how)


def flat(objects: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """A flat row for each object, all with the same keys: null if an object lacks one."""
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
    """The value if it is text, a number, a boolean or null; else the text of one cell."""
    if not isinstance(value, dict | list | tuple):
        return value
    if isinstance(value, dict) and "state" in value:
        return _one(found_in(value))
    return text(value)


def found_in(finding: Mapping[str, object]) -> object:
    """The codes or the number of a finding in JSON, or else the word for its state."""
    return value_or_state(finding["state"], finding.get("codes") or finding.get("number"))


def value_or_state(state: object, value: object) -> object:
    """What was found, or is known if more is open; else the word for the state."""
    known = state == "coded" and value is not None
    return value if known or (state == "incomplete" and value) else state
