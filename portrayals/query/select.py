"""What a command asks for: a kind of thing by its noun, and the units that match a query."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Select, and_, select, union_all

from portrayals.errors import InvalidQuery, UnknownKey
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Book
from portrayals.findings.unit_ref import LEVEL_ID, place
from portrayals.language.syntax import Asked, Query, Term, affirmed
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.query.fields_variables import nodes_named
from portrayals.tables import code_implies, unit, unit_name
from portrayals.vocabulary import Level

Ids = Select[int]


def kind_called(what: str, kinds: Sequence[str], done: str) -> str:
    """The kind that a noun names, singular or plural; `done` says what can be done with kinds.

    Raises UnknownKey for any other noun.
    """
    kind = next((known for known in kinds if what in {known, known.removesuffix("s")}), None)
    if kind is None:
        raise UnknownKey(
            f"{quoted(what)} is not something that can be {done}",
            hint="one of " + ", ".join(kinds),
            candidates=nearest(what, kinds),
        )
    return kind


def codes_asked(connection: Connection, book: Book, query: Query) -> dict[str, frozenset[str]]:
    """By variable, the codes that make a term of the query true: those named, and those below."""
    asked: dict[str, frozenset[str]] = {}
    for term in affirmed(query):
        variable = book.variables.get(term.field) if isinstance(term, Term) else None
        if isinstance(term, Term) and variable is not None:
            ids = [node.code_id for node in nodes_named(variable, term)]
            says_so = and_(code_implies.c.implied_id.in_(ids), code_implies.c.certain == 1)
            below = connection.execute(select(code_implies.c.code_id).where(says_so)).scalars()
            wanted = {*ids, *below}
            keys = {node.key for node in variable.nodes if node.code_id in wanted}
            asked[variable.key] = asked.get(variable.key, frozenset()) | keys
    return asked


def units_asked(reading: Reading, levels: Sequence[Level], asked: Asked | None) -> Ids:
    """The units for which a query is true, at each level where it can be asked.

    Ordered by title name, then key. Raises InvalidQuery if it can be asked at none of the levels.
    """
    of_title = and_(unit_name.c.unit_id == unit.c.title_id, unit_name.c.kind == "name")
    rows = (
        select(unit.c.unit_id)
        .outerjoin(unit_name, of_title)
        .order_by(unit_name.c.folded, unit.c.key)
    )
    if asked is None:
        return rows.where(unit.c.level_id.in_([LEVEL_ID[level] for level in levels]))
    chosen: list[Ids] = []
    refused: list[InvalidQuery] = []
    for level in levels:
        at = place(level)
        try:
            truth = reading.ask(reading, asked.query, asked.text, at)
        except InvalidQuery as error:
            refused.append(error)
            continue
        of_level = at.unit.c.level_id == LEVEL_ID[level]
        chosen.append(select(at.unit.c.unit_id).where(of_level, truth))
    if not chosen:
        raise refused[0]
    return rows.where(unit.c.unit_id.in_(union_all(*chosen)))
