"""Checks that search finds what it should: its names, and the index of their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, column, except_, select, table, text, union_all

from portrayals.errors import InvalidValue
from portrayals.notation.identifiers import Identifier, parse_identifier
from portrayals.notation.keys import fold
from portrayals.notation.quoting import quoted
from portrayals.tables import identifier, title, title_term, unit, unit_name, unit_role
from portrayals.tables.literals import word
from portrayals.tables.search import SQLITE_WORDS

_AT_ONCE: Final = 10_000

_Rows = Select[*tuple[Any, ...]]

#: Kinds of name that repeat what unit and title say.
_MIRRORED: Final = ("name", "performer", "synopsis")


def wrong_names(connection: Connection) -> Iterator[str]:
    """Names that do not belong to their unit, texts that are not folded as for search, and invalid
    identifiers.
    """
    for says, rows in (("does not have", _lacking()), ("still has", _stale())):
        for key, kind, name in connection.execute(rows):
            yield f"{key}: search {says} its {kind} {quoted(name)}"
    for rows in _FOLDED:
        stream = connection.execute(rows, execution_options={"yield_per": _AT_ONCE})
        for key, name, folded in stream:
            if fold(name) != folded:
                yield f"{key}: {quoted(name)} is not folded as it is for search"
    stream = connection.execute(_IDENTIFIERS, execution_options={"yield_per": _AT_ONCE})
    for key, scheme, value in stream:
        if not _is_identifier(scheme, value):
            yield f"{key}: {quoted(f'{scheme}:{value}')} is not an identifier"


def _is_identifier(scheme: str, value: str) -> bool:
    """Whether it has a known scheme and is in its normal form."""
    try:
        return parse_identifier(f"{scheme}:{value}") == Identifier(scheme, value)
    except InvalidValue:
        return False


def _said() -> _Rows:
    """The names according to the rows of units and titles."""
    each = (
        ("name", unit.c.unit_id, unit.c.name),
        ("performer", unit.c.unit_id, unit.c.performer),
        ("synopsis", title.c.title_id, title.c.synopsis),
    )
    said = union_all(
        *(
            select(owner.label("unit_id"), word(kind).label("kind"), name.label("name")).where(
                name != ""
            )
            for kind, owner, name in each
        )
    ).subquery()
    return select(said.c.unit_id, said.c.kind, said.c.name)


def _found() -> _Rows:
    """The same names according to search."""
    return select(unit_name.c.unit_id, unit_name.c.kind, unit_name.c.name).where(
        unit_name.c.kind.in_(_MIRRORED)
    )


def _lacking() -> _Rows:
    return _with_keys(except_(_said(), _found()))


def _stale() -> _Rows:
    return _with_keys(except_(_found(), _said()))


def _with_keys(rows: Any) -> _Rows:
    names = rows.subquery()
    return (
        select(unit.c.key, names.c.kind, names.c.name)
        .join(unit, unit.c.unit_id == names.c.unit_id)
        .order_by(unit.c.key, names.c.kind, names.c.name)
    )


_FOLDED: Final[tuple[_Rows, ...]] = (
    select(unit.c.key, unit_name.c.name, unit_name.c.folded).join(
        unit, unit.c.unit_id == unit_name.c.unit_id
    ),
    select(unit.c.key, unit_role.c.role, unit_role.c.folded).join(
        unit, unit.c.unit_id == unit_role.c.unit_id
    ),
    select(unit.c.key, title_term.c.value, title_term.c.folded).join(
        unit, unit.c.unit_id == title_term.c.title_id
    ),
)

_IDENTIFIERS: Final = select(unit.c.key, identifier.c.scheme, identifier.c.value).join(
    unit, unit.c.unit_id == identifier.c.title_id
)

#: The rebuilt index, and the words of both. All of it is temporary: a check may not write.
_ANEW: Final = (
    "CREATE VIRTUAL TABLE temp.anew USING fts5(folded, content='', tokenize='unicode61')",
    "INSERT INTO temp.anew(rowid, folded) "  # noqa: S608 - an expression of ours
    f"SELECT unit_name_id, {SQLITE_WORDS} FROM main.unit_name",
    "CREATE VIRTUAL TABLE temp.words_anew USING fts5vocab('temp', 'anew', 'instance')",
    "CREATE VIRTUAL TABLE temp.words_kept USING fts5vocab('main', 'unit_search', 'instance')",
)
_DROPPED: Final = ("words_kept", "words_anew", "anew")


def wrong_search(connection: Connection) -> Iterator[str]:
    """SQLite: words that the index lacks, and words that it should not have."""
    _drop(connection)
    for statement in _ANEW:
        connection.execute(text(statement))
    for says, one, other in (
        ("does not find it by", "words_anew", "words_kept"),
        ("still finds it by", "words_kept", "words_anew"),
    ):
        for key, term in connection.execute(_differing(one, other)):
            yield f"{key or 'a deleted name'}: search {says} {quoted(term)}"
    _drop(connection)


def _words(name: str) -> _Rows:
    return select(*table(name, column("term"), column("doc"), column("offset"), schema="temp").c)


def _differing(one: str, other: str) -> _Rows:
    words = except_(_words(one), _words(other)).subquery()
    return (
        select(unit.c.key, words.c.term)
        .select_from(words)
        .outerjoin(unit_name, unit_name.c.unit_name_id == words.c.doc)
        .outerjoin(unit, unit.c.unit_id == unit_name.c.unit_id)
        .distinct()
        .order_by(unit.c.key, words.c.term)
    )


def _drop(connection: Connection) -> None:
    for name in _DROPPED:
        connection.execute(text(f"DROP TABLE IF EXISTS temp.{name}"))
