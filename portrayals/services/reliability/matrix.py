"""Who said what against whom: the pairs of codings that differ, the most frequent first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from sqlalchemy import Connection, select

from portrayals.counts.recorded import OfUnit, Recorded
from portrayals.findings.settle import Answer
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.results.reliability import MatrixCell
from portrayals.services.reliability.compared import CoderPairing, units_collected
from portrayals.services.reliability.measures import is_set
from portrayals.tables import unit


def matrix_of(
    connection: Connection, variable: StoredVariable, pairing: CoderPairing
) -> Iterator[MatrixCell]:
    """The cells of the matrix of a variable in which two who are compared differ.

    Of sets what the one has and the other has not; a state instead of a value is told as such.
    """
    cells: defaultdict[tuple[int, str, int, str, bool], list[int]] = defaultdict(list)
    for unit_id, of_unit in units_collected(connection, variable, pairing):
        for one, said, other, against, of_state in _differences(variable, of_unit, pairing):
            cells[one, said, other, against, of_state].append(unit_id)
    keys = _keys(connection, {unit_id for ids in cells.values() for unit_id in ids})
    worst = sorted(cells.items(), key=lambda cell: (-len(cell[1]), cell[0]))
    for (one, said, other, against, of_state), ids in worst:
        units = tuple(sorted(keys[each] for each in ids))
        names = pairing.name_of(one), pairing.name_of(other)
        yield MatrixCell(variable.key, names[0], said, names[1], against, of_state, units)


def _differences(
    variable: StoredVariable, of_unit: OfUnit, pairing: CoderPairing
) -> Iterator[tuple[int, str, int, str, bool]]:
    for group in pairing.groups_of(variable, of_unit):
        for (one, first), (other, second) in combinations(sorted(group, key=_who), 2):
            if pairing.against not in (None, one, other):
                continue
            texts = _both(variable, first.answer, second.answer)
            if texts is not None:
                of_state = not (is_set(first) and is_set(second))
                yield one, texts[0], other, texts[1], of_state


def _who(each: tuple[int, Recorded]) -> int:
    return each[0]


def _both(variable: StoredVariable, one: Answer, other: Answer) -> tuple[str, str] | None:
    """What the one said and the other did not; null where they said the same (R22)."""
    if one == other:
        return None
    numbers = [each.number for each in (one, other) if each.number is not None]
    if len(numbers) == 2 and abs(numbers[0] - numbers[1]) <= variable.tolerance:
        return None
    if one.state == other.state == "coded" and variable.type == "multi":
        mine, yours = set(one.codes), set(other.codes)
        doubts = set(one.doubtful), set(other.doubtful)
        return (
            _written(variable, mine - yours, doubts[0] - doubts[1]),
            _written(variable, yours - mine, doubts[1] - doubts[0]),
        )
    return _said(variable, one), _said(variable, other)


def _said(variable: StoredVariable, answer: Answer) -> str:
    if answer.state != "coded":
        return answer.state
    if answer.number is not None:
        return f"{answer.number:g}"
    return _written(variable, set(answer.codes), set(answer.doubtful))


def _written(variable: StoredVariable, codes: set[int], doubtful: set[int]) -> str:
    """Codes by their keys, in the order of the codebook; nothing where there is none."""
    sure = [node.key for node in variable.nodes if node.code_id in codes]
    unsure = [f"maybe:{node.key}" for node in variable.nodes if node.code_id in doubtful]
    return ";".join((*sure, *unsure))


def _keys(connection: Connection, ids: set[int]) -> dict[int, str]:
    rows = select(unit.c.unit_id, unit.c.key)
    found: dict[int, str] = {}
    ordered = sorted(ids)
    for first in range(0, len(ordered), 500):
        some = unit.c.unit_id.in_(ordered[first : first + 500])
        found |= {row.unit_id: row.key for row in connection.execute(rows.where(some))}
    return found
