"""`codebook export`: the current codebook as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from portrayals.codebook.appendix import columns_of, rows_of, to_markdown
from portrayals.codebook.model import Codebook
from portrayals.errors import NoCodebook
from portrayals.services.codebooks.read import contents, current_document

Document = Literal["yaml", "markdown"]


@dataclass(frozen=True, slots=True)
class CodebookInUse:
    """The current codebook, as a document or as a table with one row for each code."""

    book: Codebook

    @property
    def named(self) -> str:
        """Its key and version."""
        return f"{self.book.key} {self.book.version}"

    @property
    def contents(self) -> str:
        """How much it contains, in words."""
        return contents(self.book)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table."""
        return columns_of(self.book)

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The rows of the table."""
        return rows_of(self.book)

    def document(self, form: Document) -> str:
        """The whole text. The YAML is exactly the text that was applied.

        So `apply` accepts it as the same version, with its comments and its licence.
        """
        return self.book.document if form == "yaml" else to_markdown(self.book)

    def to_dict(self) -> dict[str, object]:
        """What `--json` says of it."""
        return {"codebook": self.book.key, "version": self.book.version}


def codebook_in_use(connection: Connection) -> CodebookInUse:
    """The current codebook. Raises NoCodebook if there is none."""
    book = current_document(connection)
    if book is None:
        raise NoCodebook
    return CodebookInUse(book)
