"""A result that is rows, which can be had as a data frame where a library for them is installed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from portrayals.results.shown import Shown


class Tabular(Shown):
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
