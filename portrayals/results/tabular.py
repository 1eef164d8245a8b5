"""A result that is rows: as a data frame where one is installed, as a table in a notebook."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from importlib import import_module
from typing import Any

#: So many rows are drawn in a notebook.
_MOST_DRAWN = 50


class Tabular:
    """What can be had as a data frame; `records` are its rows, flat, all with the same keys."""

    __slots__ = ()

    @abstractmethod
    def records(self) -> list[dict[str, object]]:
        """The rows, each as a mapping of column names."""

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

    def _repr_html_(self) -> str:
        """As a notebook draws it: the rows, then the remarks."""
        from html import escape

        rows = self.records()
        head = "".join(f"<th>{escape(name)}</th>" for name in (rows[0] if rows else ()))
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row.values()) + "</tr>"
            for row in rows[:_MOST_DRAWN]
        )
        more = len(rows) - _MOST_DRAWN
        told = [*([f"{more} more rows"] if more > 0 else []), *self.remarks()]
        notes = "".join(f"<p>{escape(each)}</p>" for each in told)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value:.4g}"
        case list() | tuple():
            return ", ".join(_cell(each) for each in value)
        case _:
            return str(value)
