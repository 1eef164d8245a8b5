"""A codebook made the current one: its version kept whole, its variables as stable rows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from portrayals.codebook.compare import compare
from portrayals.codebook.model import Codebook, Variable
from portrayals.codebook.tree import ancestors, possible_nodes, property_nodes
from portrayals.errors import AlreadyThere
from portrayals.findings.stored_codebook import Book, read_book
from portrayals.findings.tally import refresh
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.record import keep
from portrayals.history.transaction import Change, new_uuid
from portrayals.results.written import Written
from portrayals.services.codebooks.read import (
    contents,
    current_document,
    read_source,
    refuse_losses,
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


def apply_codebook(change: Change, source: str) -> Written:
    """Makes a codebook the current one; a version that is there already must be the same text."""
    return apply_book(change, read_source(source))


def apply_book(change: Change, new: Codebook) -> Written:
    """Makes a checked codebook the current one: its version whole, its variables as rows."""
    connection = change.connection
    digest = hashlib.sha256(new.document.encode()).hexdigest()
    old = current_document(connection)
    same = select(codebook.c.codebook_id, codebook.c.sha256).where(
        codebook.c.key == new.key, codebook.c.version == new.version
    )
    known = connection.execute(same).one_or_none()
    if known is not None and known.sha256 != digest:
        raise AlreadyThere(
            f"{new.key} {new.version} is in the database with another text",
            hint="a version never changes: give the new text another `version`",
        )
    current = connection.execute(select(study.c.codebook_id)).scalar_one()
    if known is not None and known.codebook_id == current:
        refresh(connection)
        said = f"{new.key} {new.version} is the current codebook already; votes are counted anew."
        return Written((new.key,), said)
    refuse_losses(connection, new, compare(old, new))
    book = read_book(connection)
    codebook_id = _insert_version(change, new, digest) if known is None else known.codebook_id
    written = _write_variables(change, new, book)
    if known is None:
        _switch_on(connection, codebook_id, new, written)
    _make_current(change, codebook_id)
    refresh(connection)
    return Written((new.key,), f"Applied codebook {new.key} {new.version}: {contents(new)}.")


def _insert_version(change: Change, new: Codebook, digest: str) -> int:
    return change.connection.execute(
        insert(codebook)
        .values(
            uuid=new_uuid(),
            key=new.key,
            version=new.version,
            document=new.document,
            sha256=digest,
            headline=new.headline,
            level_names=json.dumps(new.level_names, ensure_ascii=False),
            general=new.general,
            change_id=change.number,
        )
        .returning(codebook.c.codebook_id)
    ).scalar_one()


def _make_current(change: Change, codebook_id: int) -> None:
    """Points the study and the open wave at a version; the first one opens the wave `main`."""
    connection = change.connection
    keep(connection, change.number, study, study.c.study_id == 1)
    connection.execute(update(study).values(codebook_id=codebook_id, change_id=change.number))
    open_waves = wave.c.locked_at.is_(None)
    if connection.execute(select(func.count()).select_from(wave)).scalar_one() == 0:
        connection.execute(
            insert(wave).values(
                key="main", purpose="main", codebook_id=codebook_id, change_id=change.number
            )
        )
        return
    keep(connection, change.number, wave, open_waves)
    connection.execute(
        update(wave).where(open_waves).values(codebook_id=codebook_id, change_id=change.number)
    )


def _write_variables(change: Change, new: Codebook, book: Book) -> dict[str, dict[str, int]]:
    """Writes the rows of every variable; returns the ids of its nodes by key, by variable."""
    connection = change.connection
    keep(connection, change.number, variable, variable.c.variable_id.is_not(None))
    connection.execute(update(variable).values(retired=1, change_id=change.number))
    connection.execute(update(code).values(retired=1))
    nodes: dict[str, dict[str, int]] = {}
    for position, each in enumerate(new.variables):
        stored = book.variables.get(each.key)
        values = _columns(each, position) | {"change_id": change.number}
        if stored is None:
            variable_id = connection.execute(
                insert(variable).values(key=each.key, **values).returning(variable.c.variable_id)
            ).scalar_one()
        else:
            variable_id = stored.variable_id
            connection.execute(
                update(variable).where(variable.c.variable_id == variable_id).values(**values)
            )
        nodes[each.key] = _write_nodes(connection, variable_id, each)
    return nodes


def _columns(each: Variable, position: int) -> dict[str, Any]:
    return {
        "level_id": LEVEL_ID[each.level],
        "type": each.type,
        "label": each.label,
        "question": each.question or None,
        "position": position,
        "asked_when": each.asked_when,
        "rollup": each.rollup,
        "minimum": each.minimum,
        "maximum": each.maximum,
        "measure": each.unit or None,
        "tolerance": each.tolerance,
        "rules": json.dumps([[rule.when, rule.then] for rule in each.rules], ensure_ascii=False)
        if each.derived
        else None,
        "otherwise": each.otherwise,
        "retired": 0 if each.active else 1,
    }


def _write_nodes(connection: Connection, variable_id: int, each: Variable) -> dict[str, int]:
    """Writes the codes and property values of a variable, and what each code implies."""
    known = select(code.c.key, code.c.code_id).where(code.c.variable_id == variable_id)
    ids = {row.key: row.code_id for row in connection.execute(known)}
    above = {key: path[1] if len(path) > 1 else None for key, path in ancestors(each).items()}
    carriers = property_nodes(each)
    rows = [
        (one.key, one.label, "code", above[one.key], depth, one.assignable)
        for depth, one in each.walk()
    ] + [(node, node, "property", None, 0, False) for node in carriers]
    for position, (key, label, kind, parent, depth, assignable) in enumerate(rows):
        values = {
            "label": label,
            "kind": kind,
            "parent_id": None if parent is None else ids[parent],
            "position": position,
            "depth": depth,
            "assignable": int(assignable),
            "retired": int(not each.active),
        }
        if key in ids:
            connection.execute(update(code).where(code.c.code_id == ids[key]).values(**values))
        else:
            made = insert(code).values(uuid=new_uuid(), variable_id=variable_id, key=key, **values)
            ids[key] = connection.execute(made.returning(code.c.code_id)).scalar_one()
    _write_implications(connection, each, ids, carriers)
    return ids


def imply(connection: Connection) -> None:
    """Derives anew, from the current codebook, what each of its codes implies."""
    book = current_document(connection)
    for each in () if book is None else book.variables:
        known = (
            select(code.c.key, code.c.code_id)
            .join(variable, variable.c.variable_id == code.c.variable_id)
            .where(variable.c.key == each.key)
        )
        ids = dict(connection.execute(known).all())
        _write_implications(connection, each, ids, property_nodes(each))


def _write_implications(
    connection: Connection,
    each: Variable,
    ids: dict[str, int],
    carriers: dict[str, tuple[str, ...]],
) -> None:
    own = [ids[one.key] for _, one in each.walk()]
    for table in (code_implies, code_property):
        connection.execute(delete(table).where(table.c.code_id.in_(own)))
    implied: dict[tuple[str, str], int] = {}
    for key, path in ancestors(each).items():
        for over in path:
            implied[over, key] = 0
            implied[key, over] = 1
    for node, keys in carriers.items():
        implied |= {(key, node): 1 for key in keys}
    for key, nodes in possible_nodes(each).items():
        implied |= {(key, node): 0 for node in nodes}
    said = [
        {"code_id": ids[key], "implied_id": ids[node], "certain": certain}
        for (key, node), certain in implied.items()
    ]
    properties = [
        {"code_id": ids[one.key], "name": name, "value": value}
        for _, one in each.walk()
        for name, value in one.properties
    ]
    for table, new in ((code_implies, said), (code_property, properties)):
        if new:
            connection.execute(insert(table), new)


def _switch_on(
    connection: Connection, codebook_id: int, new: Codebook, nodes: dict[str, dict[str, int]]
) -> None:
    """Records the nodes that this version has, without the codes it has switched off (R5)."""
    active = []
    for each in new.variables:
        off = {one.key for _, top in each.walk() if not top.active for _, one in top.walk()}
        keys = [one.key for _, one in each.walk() if one.key not in off]
        for node, carriers in property_nodes(each).items():
            if set(carriers) - off:
                keys.append(node)
        active += [nodes[each.key][key] for key in keys if each.active]
    if active:
        connection.execute(
            insert(codebook_code),
            [{"codebook_id": codebook_id, "code_id": each} for each in active],
        )
