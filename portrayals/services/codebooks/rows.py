"""The rows that a codebook makes, in one place for writing and for checking.

Everything is by key here. Code that writes the rows adds ids, and code that compares them with what
is stored removes the ids.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from portrayals.codebook.lineage import Lineage
from portrayals.codebook.model import Codebook, Variable
from portrayals.codebook.tree import ancestors, possible_nodes, property_nodes
from portrayals.findings.unit_ref import LEVEL_ID

#: The columns of a row with their values, except ids, UUIDs and the change that wrote it.
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A row of `code`: its key, the key of the code above it, and the other columns."""

    key: str
    parent: str | None
    columns: Columns


def version_columns(book: Codebook) -> Columns:
    """The columns of `codebook`."""
    return {
        "key": book.key,
        "version": book.version,
        "document": book.document,
        "sha256": hashlib.sha256(book.document.encode()).hexdigest(),
        "headline": " ".join(book.headline) or None,
        "level_names": json.dumps(book.level_names, ensure_ascii=False),
        "general": book.general,
    }


def variable_columns(each: Variable, position: int) -> Columns:
    """The columns of `variable` for a variable at a position in its codebook."""
    return {
        "key": each.key,
        "level_id": LEVEL_ID[each.level],
        "type": each.type,
        "label": each.label,
        "question": each.question or None,
        "sentence": each.sentence or None,
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
        "retired": int(not each.active),
    }


def node_rows(each: Variable) -> list[NodeRow]:
    """The rows of `code`: the codes, parents first, and then the values of properties."""
    paths = ancestors(each)
    told = [
        (
            one.key,
            one.label,
            one.sentence,
            "code",
            (*paths[one.key], None)[1],
            depth,
            one.assignable,
        )
        for depth, one in each.walk()
    ]
    told += [(node, node, "", "property", None, 0, False) for node in property_nodes(each)]
    return [
        NodeRow(
            key,
            parent,
            {
                "label": label,
                "sentence": sentence or None,
                "kind": kind,
                "position": position,
                "depth": depth,
                "assignable": int(assignable),
                "retired": int(not each.active),
            },
        )
        for position, (key, label, sentence, kind, parent, depth, assignable) in enumerate(told)
    ]


def implied(each: Variable, parts: Collection[tuple[str, str]] = ()) -> dict[tuple[str, str], int]:
    """The rows of `code_implies`: what assigning a code says about a node.

    1 means yes, 0 left open (R9, R21); every other node is a no. `parts` are the parts and wholes
    of codes that were merged or split.
    """
    said: dict[str, dict[str, int]] = {}
    for key, path in ancestors(each).items():
        said[key] = {}
        for over in path:
            said[over][key] = 0
            said[key][over] = 1
    for node, keys in property_nodes(each).items():
        for key in keys:
            said[key][node] = 1
    for key, nodes in possible_nodes(each).items():
        said[key] |= dict.fromkeys(nodes, 0)
    return Lineage(parts, switched_on(each)).implied(said)


def properties(each: Variable) -> list[tuple[str, str, str]]:
    """The rows of `code_property`: code, name and value."""
    return [(one.key, name, value) for _, one in each.walk() for name, value in one.properties]


def switched_on(each: Variable) -> list[str]:
    """The nodes in `codebook_code`: without the codes that are switched off (R5)."""
    if not each.active:
        return []
    off = {one.key for _, top in each.walk() if not top.active for _, one in top.walk()}
    carried = (node for node, keys in property_nodes(each).items() if set(keys) - off)
    return [*(one.key for _, one in each.walk() if one.key not in off), *carried]
