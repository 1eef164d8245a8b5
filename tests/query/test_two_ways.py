"""Random small studies: what is asked in one go is what is asked bit by bit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from random_studies import world
from small_study import LEVELS
from sqlalchemy import Connection, select
from test_against_brute_force import EXAMPLES, POLICIES, RANDOM, Stored, plain, stored

from portrayals.counts.crosstab_counts import Crossing, Side, crossing_of
from portrayals.counts.crosstab_kinds import OwnPairs, own_pairs
from portrayals.findings.outcome import Outcome
from portrayals.findings.outcomes import found_at
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_findings import (
    FoundOfUnit,
    findings_of,
    some_units,
    told_at_nodes,
)
from portrayals.query.whose import reading_of
from portrayals.results.count_options import CountOptions
from portrayals.services.statistics.cooccur import cooccur
from portrayals.services.statistics.crosstab import crosstab
from portrayals.services.statistics.crosstab_sides import AskedSide
from portrayals.services.statistics.crosstab_tests import AskedTable, Scatter, scattered

__all__ = ["stored"]  # the fixture

pytestmark = pytest.mark.slow


def counted_alone(
    connection: Connection, reading: Reading, variable: StoredVariable, ids: Sequence[int]
) -> dict[int, FoundOfUnit]:
    """What was found of one variable at units of its level, as it is counted."""
    found = {unit_id: FoundOfUnit() for unit_id in ids}
    own = found_at(connection, reading, variable, variable.level, some_units(ids))
    for row in connection.execute(select(own.units)):
        found[row.unit_id].states.add(Outcome(row.unnamed))
        if variable.type == "number" and row.unnamed == Outcome.YES:
            found[row.unit_id].number = row.number
    if own.nodes is not None:
        nodes = {node.code_id: node for node in variable.nodes}
        for unit_id, code_id, outcome in connection.execute(told_at_nodes(own.nodes)):
            found[unit_id].take(code_id, outcome, nodes)
    return found


@EXAMPLES
@given(random=RANDOM)
def test_findings_of_all_variables_are_those_of_each_alone(stored: Stored, random: Random) -> None:
    titles, policy = world(random), random.choice(POLICIES)
    with stored.filled(titles) as (connection, by_id):
        reading = reading_of(connection, policy=policy)
        for level in LEVELS:
            ids = [unit_id for unit_id, each in by_id.items() if each.level == level]
            together = findings_of(connection, reading, level, ids)
            for variable in reading.book.of_level(level):
                found = {unit_id: together[unit_id][variable.key] for unit_id in ids}
                alone = counted_alone(connection, reading, variable, ids)
                assert found == alone, f"{variable.key}\n{plain(titles)}"


def both_ways(
    connection: Connection,
    sides: tuple[AskedSide, AskedSide],
    tables: Sequence[AskedTable],
    strata: Sequence[str],
    *,
    grouped: bool,
) -> tuple[Crossing, Scatter]:
    """What titles counted by kind say, once it is what they say one after the other."""
    total, scatter = scattered(connection, sides, tables, strata, grouped=grouped)
    other, streamed = scattered(connection, sides, tables, strata, grouped=True)
    assert scatter == streamed
    assert [each.of(total) for each in tables] == [each.of(other) for each in tables]
    return total, scatter


def checked_pairs(connection: Connection, side: Side, *, by_title: bool) -> OwnPairs:
    """What pairs of codes say, once it is what all units at once say."""
    found, once = (
        own_pairs(connection, side, by_title=by_title),
        crossing_of(connection, side, side),
    )
    codes = sorted({row for _, row, _ in once.sums if row is not None}, key=int)
    for one, other in combinations(codes, 2):
        assert found.total.cell(one, other) == once.cell(one, other)
    return found


@EXAMPLES
@given(random=RANDOM)
def test_tables_of_two_codes_by_kinds_of_titles_are_those_title_by_title(
    stored: Stored, random: Random
) -> None:
    titles = world(random)
    policy, level = random.choice(POLICIES), random.choice(LEVELS)
    with stored.filled(titles) as (connection, _), pytest.MonkeyPatch.context() as patch:
        patch.setattr("portrayals.services.statistics.crosstab.scattered", both_ways)
        patch.setattr("portrayals.services.statistics.cooccur.own_pairs", checked_pairs)
        how = CountOptions(level=level, policy=policy, interval="cluster")
        crosstab(connection, "act", "mood", how)
        cooccur(connection, "act", how)
