"""What `list` found: rows as `--json` prints them, and notes beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portrayals.results.tabular import Tabular

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listing(Tabular):
    """Rows of one kind (`what`: titles, portrayals, coders …), in order, keys as CLI.md has them.

    `total` counts everything, without the query and the limit; `found` what the query found.
    `notes` go to standard error: units not coded for what was asked, and suggestions. `names` holds
    the codebook's display names of the levels; `headline` the variables that lead, one of which
    a table of titles shows; `asked` the codes that the query asks for, by variable, which a table
    shows first.
    """

    what: str
    rows: tuple[Row, ...]
    found: int
    total: int
    notes: tuple[str, ...] = ()
    names: dict[str, str] | None = None
    headline: tuple[str, ...] = ()
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def to_dict(self) -> list[Row]:
        """The list that `--json` prints."""
        return list(self.rows)

    def objects(self) -> Sequence[Row]:
        """The rows."""
        return self.rows

    def remarks(self) -> Sequence[str]:
        """The notes."""
        return self.notes
