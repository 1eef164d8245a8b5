"""Whether the rows of variables and codes are what the documents of the codebooks say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook, Variable
from portrayals.codebook.tree import ancestors, possible_nodes, property_nodes
from portrayals.errors import InvalidCodebook
from portrayals.tables import (
    code,
    code_implies,
    code_property,
    codebook,
    codebook_code,
    study,
    variable,
)

#: A node by the keys of its variable and its own.
_Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """A codebook as its document has it, with the row ids of its nodes by variable and key."""

    codebook_id: int
    book: Codebook
    ids: dict[_Node, int]

    @property
    def name(self) -> str:
        """Its key and version."""
        return f"{self.book.key} {self.book.version}"


def versions(connection: Connection) -> Iterator[Version]:
    """Every version whose document can be read."""
    ids = _ids(connection)
    documents = select(codebook.c.codebook_id, codebook.c.document)
    for codebook_id, document in connection.execute(documents.order_by(codebook.c.codebook_id)):
        try:
            yield Version(codebook_id, load(document), ids)
        except InvalidCodebook:
            continue


def wrong_codebooks(connection: Connection) -> Iterator[str]:
    """Documents that were changed or cannot be read, and rows that are not as they say."""
    kept = select(
        codebook.c.key, codebook.c.version, codebook.c.sha256, codebook.c.document
    ).order_by(codebook.c.codebook_id)
    for key, version, digest, document in connection.execute(kept):
        if hashlib.sha256(document.encode()).hexdigest() != digest:
            yield f"{key} {version}: its text is not the one that was applied"
        try:
            load(document)
        except InvalidCodebook as error:
            yield f"{key} {version}: its text cannot be read: {error.problems[0]}"
    current = connection.execute(select(study.c.codebook_id)).scalar()
    for each in versions(connection):
        yield from _wrong_active(connection, each)
        if each.codebook_id == current:
            yield from _wrong_tree(connection, each)


def _ids(connection: Connection) -> dict[_Node, int]:
    rows = connection.execute(
        select(variable.c.key, code.c.key, code.c.code_id).join(
            variable, variable.c.variable_id == code.c.variable_id
        )
    )
    return {(of, key): code_id for of, key, code_id in rows}


def _wrong_active(connection: Connection, version: Version) -> Iterator[str]:
    """The nodes that a version has switched on (R5) against those that it should have."""
    stored = select(codebook_code.c.code_id).where(
        codebook_code.c.codebook_id == version.codebook_id
    )
    names = {code_id: node for node, code_id in version.ids.items()}
    found = {names[code_id] for code_id in connection.execute(stored).scalars()}
    wanted = {
        (each.key, node) for each in version.book.variables if each.active for node in _active(each)
    }
    for of, node in sorted(wanted - found):
        yield f"{version.name} has {of}:{node}, which the rows lack"
    for of, node in sorted(found - wanted):
        yield f"{version.name} has no {of}:{node}, which the rows have"


def _active(each: Variable) -> Iterator[str]:
    off = {one.key for _, top in each.walk() if not top.active for _, one in top.walk()}
    yield from (one.key for _, one in each.walk() if one.key not in off)
    for node, carriers in property_nodes(each).items():
        if set(carriers) - off:
            yield node


def _wrong_tree(connection: Connection, version: Version) -> Iterator[str]:
    """The rows of the current variables and codes against its tree."""
    stored = {
        row.key: row
        for row in connection.execute(
            select(variable.c.key, variable.c.variable_id, variable.c.type)
        )
    }
    for each in version.book.variables:
        row = stored.get(each.key)
        if row is None:
            yield f"{each.key}: the variable has no row"
        elif row.type != each.type:
            yield f"{each.key}: the row is of type {row.type}, not {each.type}"
        else:
            yield from _wrong_nodes(connection, row.variable_id, each)
            yield from _wrong_implications(connection, row.variable_id, each)


def _wrong_nodes(connection: Connection, variable_id: int, each: Variable) -> Iterator[str]:
    above = code.alias()
    rows = connection.execute(
        select(
            *(code.c.key, code.c.kind, above.c.key.label("parent")),
            *(code.c.position, code.c.depth, code.c.assignable, code.c.label),
        )
        .outerjoin(above, above.c.code_id == code.c.parent_id)
        .where(code.c.variable_id == variable_id)
    )
    found = {row[0]: tuple(row[1:]) for row in rows}
    paths = ancestors(each)
    wanted: list[tuple[object, ...]] = [
        (one.key, "code", (*paths[one.key], None)[1], depth, int(one.assignable), one.label)
        for depth, one in each.walk()
    ]
    wanted += [(node, "property", None, 0, 0, node) for node in property_nodes(each)]
    for position, (key, kind, parent, depth, assignable, label) in enumerate(wanted):
        row = found.get(str(key))
        if row is None:
            yield f"{each.key}:{key} has no row"
        elif row != (kind, parent, position, depth, assignable, label):
            yield f"{each.key}:{key} is not as the codebook has it"
    said = select(code.c.key, code_property.c.name, code_property.c.value).join(
        code, code.c.code_id == code_property.c.code_id
    )
    properties = set(connection.execute(said.where(code.c.variable_id == variable_id)))
    own = {one.key: set(one.properties) for _, one in each.walk()}
    for key, pairs in own.items():
        if {(name, value) for of, name, value in properties if of == key} != pairs:
            yield f"{each.key}:{key} has not the properties that the codebook gives it"


def _wrong_implications(connection: Connection, variable_id: int, each: Variable) -> Iterator[str]:
    implied = code.alias()
    rows = connection.execute(
        select(code.c.key, implied.c.key, code_implies.c.certain)
        .join(code, code.c.code_id == code_implies.c.code_id)
        .join(implied, implied.c.code_id == code_implies.c.implied_id)
        .where(code.c.variable_id == variable_id)
    )
    wanted = _implied(each)
    own = {one.key for _, one in each.walk()}
    found = {(key, node): certain for key, node, certain in rows if key in own}
    for pair in sorted(wanted.keys() | found.keys()):
        if wanted.get(pair) != found.get(pair):
            key, node = pair
            yield (
                f"{each.key}: what {key} says of {node} is {_certainty(found.get(pair))}, "
                f"not {_certainty(wanted.get(pair))}"
            )


def _certainty(certain: int | None) -> str:
    return "no" if certain is None else "yes" if certain else "open"


def _implied(each: Variable) -> dict[_Node, int]:
    """What assigning each code says of every node: 1 yes, 0 left open (R9, R21)."""
    said: dict[_Node, int] = {}
    for key, path in ancestors(each).items():
        for over in path:
            said[over, key] = 0
            said[key, over] = 1
    for node, keys in property_nodes(each).items():
        said |= {(key, node): 1 for key in keys}
    for key, nodes in possible_nodes(each).items():
        said |= {(key, node): 0 for node in nodes}
    return said
