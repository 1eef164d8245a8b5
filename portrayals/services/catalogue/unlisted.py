"""Countries and languages that are in no list are stored only if somebody says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from portrayals.errors import UnlistedName
from portrayals.notation.keys import fold
from portrayals.notation.quoting import quoted
from portrayals.notation.standard_names import STANDARD, is_standard, near_names
from portrayals.tables import title_term


def unlisted(
    connection: Connection, field: str, values: Iterable[str]
) -> Mapping[str, UnlistedName]:
    """The values that are neither known names nor used in this study, each with its error."""
    unknown = [each for each in dict.fromkeys(values) if not is_standard(field, each)]
    if not unknown:
        return {}
    used = select(title_term.c.folded).where(
        title_term.c.field == field, title_term.c.folded.in_([fold(each) for each in unknown])
    )
    known = set(connection.execute(used).scalars())
    return {each: _error(field, each) for each in unknown if fold(each) not in known}


def refuse_unlisted(connection: Connection, values: Mapping[str, Iterable[str]]) -> None:
    """Raises UnlistedName for the first of the values by field that is in no list."""
    for field in STANDARD:
        for error in unlisted(connection, field, values.get(field, ())).values():
            raise error


def _error(field: str, value: str) -> UnlistedName:
    return UnlistedName(
        f"{quoted(value)} is in no list of {STANDARD[field]}",
        candidates=near_names(field, value),
        hint="to store it as it is: --yes",
    )
