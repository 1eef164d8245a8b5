"""What a study rests on, as a reader must be able to find it: each work with its reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from portrayals.notation.references import Work, apa, bibtex, csl
from portrayals.results.envelope import FORMAT
from portrayals.results.methods import NotStated
from portrayals.results.tabular import Tabular

Cited = Literal["program", "catalogue", "codebook", "study"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One of the works, with its licence where that is known."""

    of: Cited
    work: Work
    licence: str | None

    @property
    def text(self) -> str:
        """Its line of a reference list."""
        return apa(self.work)

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        known = asdict(self.work)
        return {"of": self.of, **known, "licence": self.licence, "text": self.text}


@dataclass(frozen=True, slots=True)
class Citation(Tabular):
    """How to cite what a study rests on.

    `snapshot` is the hash of its content, and `as_of` the day of its latest change; both are null
    where there is no content. `notes` say what the references alone do not, and `missing` what a
    reference lacks because nobody has stated it.
    """

    references: tuple[Reference, ...]
    snapshot: str | None
    as_of: str | None
    notes: tuple[str, ...]
    missing: tuple[NotStated, ...]

    def bibtex(self) -> str:
        """The works as a file of BibTeX."""
        return "\n".join(bibtex(each.work) for each in self.references)

    def csl(self) -> list[dict[str, Any]]:
        """The works as CSL-JSON, which Zotero and Pandoc read."""
        return [csl(each.work) for each in self.references]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "command": "cite",
            "snapshot": self.snapshot,
            "as_of": self.as_of,
            "references": self.objects(),
            "notes": list(self.notes),
            "missing": [asdict(each) for each in self.missing],
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each work."""
        return [each.to_dict() for each in self.references]

    def remarks(self) -> Sequence[str]:
        """The notes and what is missing, where they are not printed with the references."""
        return [*self.notes, *(each.told for each in self.missing)]
