"""Words in names: the one search, by the index of each engine."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import ColumnElement, column, false, literal, literal_column, or_, select, table
from sqlalchemy import Text as TextType
from sqlalchemy.ext.compiler import compiles

from portrayals.findings.reading import Truth
from portrayals.findings.unit_ref import Place
from portrayals.notation.keys import fold
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


class word_match(ColumnElement[bool]):  # noqa: N801 - SQLAlchemy names a construct by its class
    """Whether the folded name of a row of `unit_name` holds these words, the last one begun."""

    inherit_cache = False

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.tokens = re.findall(r"\w+", folded)


@compiles(word_match, "sqlite")
def _fts5(element: word_match, compiler: Any, **kw: Any) -> str:
    phrase = literal('"' + " ".join(element.tokens) + '" *', TextType())
    index = table("unit_search", column("rowid"))
    matches = literal_column("unit_search").op("MATCH")(phrase)
    rows = select(index.c.rowid).where(matches).correlate(None)
    bound: str = compiler.process(unit_name.c.unit_name_id.in_(rows), **kw)
    return bound


@compiles(word_match, "postgresql")
def _tsquery(element: word_match, compiler: Any, **kw: Any) -> str:
    words = [*(f"'{token}'" for token in element.tokens[:-1]), f"'{element.tokens[-1]}':*"]
    bound = compiler.process(literal(" <-> ".join(words), TextType()), **kw)
    return f"{POSTGRESQL_WORDS} @@ to_tsquery('simple', {bound})"


def text_truth(text: str, at: Place) -> Truth:
    """Whether a name, alias, person or synopsis of the unit, above it or beneath it, has a text."""
    folded = fold(text)
    if not folded:
        return false()
    found: Truth = word_match(folded)
    if not re.search(r"\w", folded):
        found = unit_name.c.folded.contains(folded, autoescape=True)
    hit = unit.alias()
    named = select(unit_name.c.unit_id).where(found).correlate(None)
    hits = select(hit.c.unit_id, hit.c.title_id, hit.c.parent_id, hit.c.level_id).where(
        hit.c.unit_id.in_(named)
    )
    rows = hits.subquery()
    if at.level == "title":
        return at.unit.c.unit_id.in_(select(rows.c.title_id))
    itself_or_above = (at.id_of(level).in_(select(rows.c.unit_id)) for level in UPWARDS[at.level])
    above_it = select(rows.c.parent_id).where(rows.c.parent_id.is_not(None))
    return or_(*itself_or_above, at.unit.c.unit_id.in_(above_it))
