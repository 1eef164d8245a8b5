"""What is to be decided, as the data of a page that stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Row, select

from portrayals.errors import InvalidValue, NoCodebook
from portrayals.results.disagreements import Sheet
from portrayals.services.adjudication.disagreements import disagreements
from portrayals.services.codebooks.read import current_document
from portrayals.services.handouts.content import variable_handed_out
from portrayals.tables import codebook, study


def sheet_of(
    connection: Connection, query: Sequence[str] = (), *, wave: str | None = None
) -> Sheet:
    """What coders answered differently about the units that a query chooses, and is not decided.

    Raises as `disagreements`, and InvalidValue where nothing is left to decide.
    """
    found = disagreements(connection, query, wave=wave)
    if not found.rows:
        raise InvalidValue(
            f"there is nothing to decide: {found.told}",
            hint="what differs, decided or not: portrayals coding disagreements --decided",
        )
    book = current_document(connection)
    if book is None:
        raise NoCodebook("nothing can be decided")
    study_row = book_in_force(connection)
    asked = {row.variable for row in found.rows}
    return Sheet(
        study=study_row.title,
        wave=found.wave,
        codebook=book.key,
        codebook_version=book.version,
        codebook_sha256=study_row.sha256,
        variables=tuple(variable_handed_out(v, None) for v in book.variables if v.key in asked),
        disagreements=found.rows,
    )


def book_in_force(connection: Connection) -> Row[str, str | None, str]:
    """The digest of the codebook in force, with the title of the study and the version."""
    rows = select(codebook.c.sha256, study.c.title, codebook.c.version)
    joined = rows.join(study, study.c.codebook_id == codebook.c.codebook_id)
    return connection.execute(joined).one()
