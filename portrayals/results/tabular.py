"""The shape of every result: objects as in JSON, and flat rows for tables and data frames.

The columns of a flat row have the names of the JSON. `states` and `findings` have a column for each
of their names: `states.not-coded`, `findings.boundary-act`. A list is one text, its values
separated by semicolons; a finding is its codes or its number, or else the word for its state.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from portrayals.notation.cells import text
from portrayals.results.shown import Shown
from portrayals.vocabulary import NotesShown, Order, SheetSize

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
        """The rows as a `pandas.DataFrame`. Raises NotInstalled without pandas."""
        return self.display.package("pandas").DataFrame(self.records())

    def to_polars(self) -> Any:
        """The rows as a `polars.DataFrame`. Raises NotInstalled without polars."""
        frame = self.display.package("polars").DataFrame
        return frame(self.records(), infer_schema_length=None, strict=False)


class Charted(Tabular):
    """A result that can also be drawn as a chart."""

    __slots__ = ()

    def chart(
        self,
        *,
        title: str | None = None,
        sort: Order = "codebook",
        top: int | None = None,
        min_n: int | None = None,
        size: SheetSize = "page",
        notes: NotesShown = "short",
    ) -> VConcatChart:
        """The result as an Altair chart, with n, intervals and caveats on it.

        A notebook draws it; `chart().save("figure.png")` writes it, and you can change it like any
        other chart.

        Args:
            title: The heading; what is counted then stands below it.
            sort: `share` puts the rows with the largest share first.
            top: Draw only this many rows, those with the largest shares.
            min_n: Draw only rows with at least this many units.
            size: `page`, `slide` (16:9), `column` (85 mm wide) or `square`.
            notes: The notes below it: `short` is what its marks mean and two caveats, `full` all
                of them, and `none` nothing.

        Raises:
            NotInstalled: Altair is not installed.
            InvalidValue: There is nothing to draw, or this kind of result has no such option.
            WrongArgument: An argument is none of these.
        """
        return self.display.chart(
            self, title=title, sort=sort, top=top, min_n=min_n, size=size, notes=notes
        )


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
