"""Checks that the rows of variables and codes match the documents of the codebooks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, RowMapping, select

from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.errors import InvalidCodebook
from portrayals.notation.quoting import quoted
from portrayals.services.codebooks.lineage import StoredLineage, stored_lineage
from portrayals.services.codebooks.rows import (
    Columns,
    implied,
    node_rows,
    properties,
    switched_on,
    variable_columns,
    version_columns,
)
from portrayals.tables import (
    code,
    code_implies,
    code_property,
    codebook,
    codebook_code,
    study,
    variable,
    wave,
)

#: A node, by the key of its variable and its own.
_Node = tuple[str, str]

#: Longer values are not shown side by side, because the difference may be in the part cut off.
_LONGEST: Final = 40

#: Several checks read the same documents, which takes longer than everything else they do.
_load: Final = lru_cache(maxsize=64)(load)


@dataclass(frozen=True, slots=True)
class Version:
    """A codebook as in its document."""

    codebook_id: int
    book: Codebook

    @property
    def name(self) -> str:
        """Its key and version."""
        return f"{self.book.key} {self.book.version}"


def versions(connection: Connection) -> list[Version]:
    """Every version whose document can be read."""
    documents = select(codebook.c.codebook_id, codebook.c.document)
    found = []
    for codebook_id, document in connection.execute(documents.order_by(codebook.c.codebook_id)):
        try:
            found.append(Version(codebook_id, _load(document)))
        except InvalidCodebook:
            continue
    return found


def node_ids(connection: Connection) -> dict[_Node, int]:
    """The row ids of all nodes."""
    rows = connection.execute(
        select(variable.c.key, code.c.key, code.c.code_id).join(
            variable, variable.c.variable_id == code.c.variable_id
        )
    )
    return {(of, key): code_id for of, key, code_id in rows}


def wrong_codebooks(connection: Connection) -> Iterator[str]:
    """Documents that were changed or cannot be read, and rows that do not match them."""
    unreadable = False
    kept = connection.execute(select(codebook).order_by(codebook.c.codebook_id)).mappings()
    for row in kept.all():
        name, document = f"{row['key']} {row['version']}", row["document"]
        if hashlib.sha256(document.encode()).hexdigest() != row["sha256"]:
            yield f"{name}: its text is not the one applied"
        try:
            made = version_columns(_load(document))
        except InvalidCodebook as error:
            yield f"{name}: its text cannot be read: {error.problems[0]}"
            unreadable = True
        else:
            del made["sha256"]  # reported above
            told = _unlike(_Row(row), _Row(made), "its text")
            yield from (f"{name}: {each}" for each in told)
    if not unreadable:  # otherwise the rows that only it explains would all seem wrong
        yield from _wrong_rows(connection)
    yield from _wrong_waves(connection)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of `variable` or `code`, and what other rows say about it.

    For a code that is its parent, its properties, and what it says about other nodes; anything not
    stated is a no.
    """

    columns: RowMapping | Columns
    facts: dict[str, str] = field(default_factory=dict)


#: The rows by the keys of their variable and node.
_Rows = dict[tuple[str, ...], _Row]


def _wrong_rows(connection: Connection) -> Iterator[str]:
    """Rows of variables and codes that differ from what their codebook makes.

    That is the current codebook; rows it has dropped stay as an earlier one made them, retired.
    """
    ids = node_ids(connection)
    stored = _stored(connection, ids)
    lineage = stored_lineage(connection)
    every = [(each, _made(each.book, lineage)) for each in versions(connection)]
    in_use = connection.execute(select(study.c.codebook_id)).scalar()
    current = next(((each.name, rows) for each, rows in every if each.codebook_id == in_use), None)
    book, now = current or ("", {})
    if every and not current:
        yield "the study has no codebook, although the database does"
    wrong: dict[tuple[str, ...], list[str]] = {}
    for key in sorted(stored.keys() | now.keys()):
        found = stored.get(key)
        if found is None:
            wrong[key] = [f"has no row, and {book} has it"]
            continue
        made = now.get(key)
        if made is not None and made.columns:
            makers = [(book, made)]
        else:
            makers = [
                (f"{each.name}, now replaced,", _dropped(rows[key], found, made))
                for each, rows in every
                if key in rows and rows[key].columns
            ]
        unlike = [[*_unlike(found, made, maker)] for maker, made in makers]
        wrong[key] = min(unlike, key=len, default=["has a row, and no codebook has it"])
    wrong = {key: told for key, told in wrong.items() if told}
    if wrong:
        yield _how_to_mend(len(wrong), all(key in stored and key in now for key in wrong))
    yield from (f"{':'.join(key)}: {each}" for key, told in wrong.items() for each in told)
    for each, _ in every:
        yield from _wrong_active(connection, each, ids, lineage)


def _how_to_mend(number: int, written_anew: bool) -> str:
    """What to do about this many rows; `written_anew`: applying a codebook rewrites all of them."""
    rows, them = (
        ("1 row differs from its codebook", "it")
        if number == 1
        else (f"{number} rows differ from their codebook", "them")
    )
    way = (
        f"to rewrite {them}, export the codebook, give it another version, and apply it: "
        "portrayals codebook apply FILE"
        if written_anew
        else "restore a backup: portrayals db restore FILE"
    )
    return f"{rows}; {way}"


def _made(book: Codebook, lineage: StoredLineage) -> _Rows:
    """The rows that a codebook makes, by the keys that variables and codes have now.

    Of a code that was merged or split and that it no longer has, only what is said of others.
    """
    rows: _Rows = {}
    for position, each in enumerate(book.variables):
        of = lineage.variable_now(each.key)
        rows[(of,)] = _Row(variable_columns(each, position) | {"key": of})

        def now(key: str, of: str = of) -> str:
            return lineage.node_now(of, key)[1]

        for row in node_rows(each):
            parent = _NOTHING if row.parent is None else now(row.parent)
            rows[of, now(row.key)] = _Row(row.columns, {"parent": parent})
        for key, name, value in properties(each):
            rows[of, now(key)].facts[_property(name, value)] = "yes"
        for (key, node), certain in implied(each, lineage.pairs.get(of, ())).items():
            facts = rows.setdefault((of, now(key)), _Row({})).facts
            facts[_word_on(now(node))] = _CERTAINTY[certain]
    return rows


def _stored(connection: Connection, ids: Mapping[_Node, int]) -> _Rows:
    """The stored rows. Dangling references are reported elsewhere."""
    rows: _Rows = {
        (row["key"],): _Row(row) for row in connection.execute(select(variable)).mappings()
    }
    nodes = {code_id: node for node, code_id in ids.items()}

    def called(code_id: int, beside: _Node) -> str:
        of, key = nodes.get(code_id, ("?", "?"))
        return key if of == beside[0] else f"{of}:{key}"

    for row in connection.execute(select(code)).mappings():
        node, parent = nodes.get(row["code_id"]), row["parent_id"]
        if node is not None:
            above = _NOTHING if parent is None else called(parent, node)
            rows[node] = _Row(row, {"parent": above})
    given = select(code_property.c.code_id, code_property.c.name, code_property.c.value)
    for code_id, name, value in connection.execute(given):
        if code_id in nodes:
            rows[nodes[code_id]].facts[_property(name, value)] = "yes"
    said = select(code_implies.c.code_id, code_implies.c.implied_id, code_implies.c.certain)
    for code_id, other, certain in connection.execute(said):
        if code_id in nodes:
            word_on = _word_on(called(other, nodes[code_id]))
            rows[nodes[code_id]].facts[word_on] = _CERTAINTY.get(certain, str(certain))
    return rows


_NOTHING: Final = "nothing"
_CERTAINTY: Final = {1: "yes", 0: "open"}


def _property(name: str, value: str) -> str:
    return f"property {name}:{value}"


def _word_on(node: str) -> str:
    return f"what it says of {node}"


def _dropped(made: _Row, found: _Row, became: _Row | None) -> _Row:
    """What is left of a row that a later codebook does not have.

    It is retired, and what it says about nodes may be gone: an undo derives only what is in use. If
    its code was merged or split, it says what follows from what it `became`.
    """
    facts = {name: fact for name, fact in made.facts.items() if name in found.facts}
    if became is not None:
        facts = {name: fact for name, fact in made.facts.items() if name == "parent"}
        facts |= became.facts
    return _Row({**made.columns, "retired": 1}, facts)


def _unlike(found: _Row, made: _Row, maker: str) -> Iterator[str]:
    """Each value of a row that differs from what a codebook makes."""
    for name, value in made.columns.items():
        if found.columns[name] != value:
            is_now, should = (_shown(each) for each in (found.columns[name], value))
            if is_now == should or max(len(is_now), len(should)) > _LONGEST:
                yield f"{name} differs from {maker}"
            else:
                yield f"{name} is {is_now}, and {maker} has {should}"
    for name in sorted(found.facts.keys() | made.facts.keys()):
        is_now, should = (each.facts.get(name, "no") for each in (found, made))
        if is_now != should:
            yield f"{name} is {is_now}, and {maker} has {should}"


def _shown(value: object) -> str:
    match value:
        case None:
            return _NOTHING
        case str():
            return quoted(value)
        case float():
            return f"{value:.17g}"
        case _:
            return str(value)


def _wrong_active(
    connection: Connection,
    version: Version,
    ids: Mapping[_Node, int],
    lineage: StoredLineage,
) -> Iterator[str]:
    """The nodes that a version has switched on (R5) against those that it should have."""
    stored = select(codebook_code.c.code_id).where(
        codebook_code.c.codebook_id == version.codebook_id
    )
    names = {code_id: node for node, code_id in ids.items()}
    found = {names[each] for each in connection.execute(stored).scalars() if each in names}
    wanted = {
        lineage.node_now(each.key, node)
        for each in version.book.variables
        for node in switched_on(each)
    }
    for of, node in sorted(wanted - found):
        yield f"{version.name} has {of}:{node}, but the rows do not"
    for of, node in sorted(found - wanted):
        yield f"{version.name} has no {of}:{node}, but the rows do"


def _wrong_waves(connection: Connection) -> Iterator[str]:
    """Open waves that do not use the current codebook."""
    current = select(study.c.codebook_id).scalar_subquery()
    rows = select(wave.c.key).where(
        wave.c.locked_at.is_(None), wave.c.codebook_id.is_distinct_from(current)
    )
    for key in connection.execute(rows.order_by(wave.c.key)).scalars():
        yield f"wave {key} is open, but not of the current codebook"
