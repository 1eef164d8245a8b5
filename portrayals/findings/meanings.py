"""What answers mean under the stored codebook: a `Meaning` for each variable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from portrayals.codebook.lineage import Lineage
from portrayals.findings.settle import NONE_ID, Meaning
from portrayals.tables import (
    code,
    code_implies,
    code_part,
    codebook,
    codebook_code,
    study,
    variable,
)

#: For each code, the nodes it says something about: 1, it is there; 0, it is left open.
_Implied = Mapping[int, Mapping[int, int]]

_ONE_VALUE: Final = ("nominal", "ordinal")


def read_meanings(connection: Connection, variable_ids: Iterable[int]) -> dict[int, Meaning]:
    """The meanings of some variables, by their id."""
    wanted = variable.c.variable_id.in_(sorted(variable_ids))
    of_code = code.join(variable, variable.c.variable_id == code.c.variable_id)
    codes: dict[int, list[Row[Any]]] = defaultdict(list)
    rows = select(code).select_from(of_code).where(wanted).order_by(code.c.code_id)
    for row in connection.execute(rows).all():
        codes[row.variable_id].append(row)
    implied: dict[int, dict[int, int]] = defaultdict(dict)
    same_code = code_implies.c.code_id == code.c.code_id
    said = select(code_implies).select_from(of_code.join(code_implies, same_code)).where(wanted)
    for code_id, implied_id, certain in connection.execute(said).all():
        implied[code_id][implied_id] = certain
    had: dict[int, set[int]] = {
        codebook_id: set()
        for codebook_id in connection.execute(select(codebook.c.codebook_id)).scalars()
    }
    in_version = codebook_code.c.code_id == code.c.code_id
    now = had.get(connection.execute(select(study.c.codebook_id)).scalar_one() or 0, set())
    had_rows = select(codebook_code).select_from(of_code.join(codebook_code, in_version))
    for codebook_id, code_id in connection.execute(had_rows.where(wanted)).all():
        had.setdefault(codebook_id, set()).add(code_id)
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for variable_id, part_id, whole_id in connection.execute(select(code_part)):
        parts[variable_id].append((part_id, whole_id))
    return {
        row.variable_id: _meaning(
            row, codes[row.variable_id], implied, had, Lineage(parts[row.variable_id], now)
        )
        for row in connection.execute(select(variable).where(wanted))
    }


def _meaning(
    row: Row[Any],
    codes: Iterable[Row[Any]],
    implied: _Implied,
    had: Mapping[int, Set[int]],
    lineage: Lineage[int],
) -> Meaning:
    ids = {each.key: each.code_id for each in codes} if row.type == "boolean" else {}
    own = {each.code_id: implied[each.code_id] for each in codes if each.code_id in implied}
    return Meaning(
        type=row.type,
        tolerance=row.tolerance,
        assent=ids.get("yes"),
        denial=ids.get("no"),
        nodes=tuple(each.code_id for each in codes),
        implies=own,
        lacking=_lacking(codes, own, had, lineage),
        merged={gone: whole for gone in lineage.gone for whole in lineage.merged_into(gone)},
        together=_together(own) if row.type in _ONE_VALUE else frozenset(),
    )


def _lacking(
    codes: Iterable[Row[Any]],
    implied: _Implied,
    had: Mapping[int, Set[int]],
    lineage: Lineage[int],
) -> dict[int, frozenset[int]]:
    """For each version of the codebook, the current nodes that it lacked or had switched off (R5).

    A value of a property is not a code: a coder who was asked for all codes with that value has
    answered it, even if the codes got it later; nor is a group anything new that was put between
    codes and the group they were in. `none` denies something else if a code that is switched on now
    is new and lies below no earlier one.
    """
    carriers: dict[int, set[int]] = defaultdict(set)
    for each in codes:
        if each.assignable and not each.retired:
            for node, certain in implied.get(each.code_id, {}).items():
                if certain:
                    carriers[node].add(each.code_id)
    found = {}
    for codebook_id, of_version in had.items():
        there = lineage.had(of_version)
        new = {
            each.code_id: each
            for each in codes
            if not each.retired
            and each.code_id not in there
            and not _was_answered(each, carriers[each.code_id] - {each.code_id}, there)
        }
        at_top = any(
            each.kind == "code" and each.parent_id is None and each.code_id in lineage.in_use
            for each in new.values()
        )
        found[codebook_id] = frozenset(new) | ({NONE_ID} if at_top else frozenset())
    return {codebook_id: nodes for codebook_id, nodes in found.items() if nodes}


def _was_answered(node: Row[Any], within: Set[int], there: Set[int]) -> bool:
    """Whether those who coded by a version answered a node that it lacked.

    `there` are the nodes it had, `within` the assignable codes that imply this one.
    """
    if node.kind == "code":
        return node.parent_id in there and bool(within) and within <= there
    return within <= there


def _together(implied: _Implied) -> frozenset[tuple[int, int]]:
    """The pairs of nodes that some code implies both of."""
    pairs: set[tuple[int, int]] = set()
    for nodes in implied.values():
        certain = [node for node, sure in nodes.items() if sure]
        pairs |= {(one, other) for one in certain for other in certain}
    return frozenset(pairs)
