"""What `list` found: rows as `--json` prints them, and what is told beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.tabular import Tabular

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listing(Tabular):
    """Rows of one kind (`what`: titles, portrayals, coders …), in order, keys as CLI.md has them.

    `total` counts what there is without the query and the limit; `found` what the query found.
    `notes` are told on standard error: units not coded for what was asked, what is near.
    `names` holds the codebook's display names of the levels; `headline` the variable whose
    findings a table of titles shows.
    """

    what: str
    rows: tuple[Row, ...]
    found: int
    total: int
    notes: tuple[str, ...] = ()
    names: dict[str, str] | None = None
    headline: str | None = None

    def to_dict(self) -> list[Row]:
        """The list that `--json` prints."""
        return list(self.rows)

    def records(self) -> list[dict[str, object]]:
        """The rows; of the findings, the codes of each variable in a column of its own."""
        findings = [_mapping(row.get("findings")) for row in self.rows]
        variables = dict.fromkeys(key for found in findings for key in found)
        flat: list[dict[str, object]] = []
        for row, found in zip(self.rows, findings, strict=True):
            codes = {key: _mapping(found.get(key)).get("codes") for key in variables}
            flat.append({name: row[name] for name in row if name != "findings"} | codes)
        return flat

    def remarks(self) -> Sequence[str]:
        """The notes."""
        return self.notes


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
