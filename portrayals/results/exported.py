"""An export to a file: its form, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from portrayals.notation.plurals import counted
from portrayals.results.envelope import FORMAT

TextForm = Literal["csv", "tsv", "json", "jsonl", "markdown"]
#: The forms that are not text, which only a file can have.
BinaryForm = Literal["xlsx", "sav", "dta", "parquet"]
ExportForm = Literal["csv", "tsv", "json", "jsonl", "markdown", "xlsx", "sav", "dta", "parquet"]

EXPORT_FORMS: Final[tuple[ExportForm, ...]] = get_args(ExportForm)
#: The forms in which values and evidence are nested; in the others each value is one cell.
NESTED: Final[tuple[ExportForm, ...]] = ("json", "jsonl")

#: What is exported row by row.
Exportable = Literal[
    "titles", "episodes", "portrayals", "relationships", "annotations", "claims", "findings"
]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: `number` things, each a `noun`, in so many `rows` of the file.

    `script` is the file beside it that opens it in another program. `notes` say what is not in it,
    and what is near where a part of the query found nothing.
    """

    path: str
    what: str
    noun: str
    number: int
    rows: int
    script: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What was written, as a sentence."""
        files = " and ".join(filter(None, (self.path, self.script)))
        return f"Wrote {files}: {counted_lines(self.number, self.noun, self.rows)}."

    def __repr__(self) -> str:
        """What the terminal shows."""
        return "\n".join((*self.notes, self.said))

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        told = {"format": FORMAT, "path": self.path, "what": self.what, "rows": self.rows}
        return told | ({"script": self.script} if self.script else {})


def counted_lines(number: int, noun: str, lines: int) -> str:
    """How many things there are, and in how many lines if these are more."""
    return counted(number, noun) + ("" if lines == number else f" in {counted(lines, 'line')}")
