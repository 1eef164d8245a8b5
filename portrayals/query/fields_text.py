"""Words in names: the only search, by the index of each engine."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, false, func, literal_column, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from portrayals.findings.reading import Truth
from portrayals.findings.unit_ref import UnitRef
from portrayals.notation.keys import fold, words
from portrayals.tables import unit, unit_name
from portrayals.tables.search import POSTGRESQL_WORDS
from portrayals.vocabulary import Level

#: A level and those above it.
UPWARDS: Final[dict[Level, tuple[Level, ...]]] = {
    "title": ("title",),
    "episode": ("episode", "title"),
    "portrayal": ("portrayal", "title"),
    "relationship": ("relationship", "portrayal", "title"),
}


class names_with(FunctionElement[int]):  # noqa: N801 - SQLAlchemy names a construct by its class
    """The rows of `unit_name` whose folded name has these words; the last may be a prefix."""

    inherit_cache = True

    def __init__(self, folded: str) -> None:
        tokens = words(folded)
        quoted = [f"'{token}'" for token in tokens]
        super().__init__(f'"{" ".join(tokens)}" *', f"{' <-> '.join(quoted)}:*")


@compiles(names_with, "sqlite")
def _fts5(element: names_with, compiler: Any, **kw: Any) -> str:
    phrase, _ = element.clauses
    return f"unit_search({compiler.process(phrase, **kw)})"


@compiles(names_with, "postgresql")
def _tsquery(element: names_with, compiler: Any, **kw: Any) -> str:
    _, query = element.clauses
    indexed: ColumnElement[str] = literal_column(POSTGRESQL_WORDS)
    found = indexed.bool_op("@@")(func.to_tsquery(literal_column("'simple'"), query))
    rows = select(unit_name.c.unit_name_id.label("rowid")).where(found).correlate(None)
    bound: str = compiler.process(rows.scalar_subquery(), **kw)
    return bound


def titles_with(text: str) -> Select[int]:
    """The titles that have a text in them or beneath, unordered; with a limit, no more are read."""
    return _having(text, "title_id").distinct()


def text_truth(text: str, at: UnitRef) -> Truth:
    """Whether a name, alias, person or synopsis at, above or beneath the unit has a text."""
    if not fold(text):
        return false()
    if at.level == "title":
        return at.unit.c.unit_id.in_(_having(text, "title_id"))
    hits = _having(text, "unit_id", "parent_id").subquery()
    itself_or_above = (at.id_of(level).in_(select(hits.c.unit_id)) for level in UPWARDS[at.level])
    above_it = select(hits.c.parent_id).where(hits.c.parent_id.is_not(None))
    return or_(*itself_or_above, at.unit.c.unit_id.in_(above_it))


def _having(text: str, *columns: str) -> Select[Any]:
    """Columns of the units with a text in a name, an alias, a person or a synopsis."""
    folded = fold(text)
    found = unit_name.c.folded.contains(folded, autoescape=True)
    if re.search(r"\w", folded):
        found = unit_name.c.unit_name_id == names_with(folded).table_valued("rowid").c.rowid
    named = unit_name.c.unit_id == unit.c.unit_id
    return select(*(unit.c[name] for name in columns)).where(named, found).correlate(None)
