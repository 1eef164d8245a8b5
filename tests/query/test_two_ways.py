"""Random small studies: what is asked in one go is what is asked bit by bit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from random_studies import world
from small_study import LEVELS
from sqlalchemy import Connection, select
from test_against_brute_force import EXAMPLES, POLICIES, RANDOM, Stored, plain, stored

from portrayals.counts.crosstab_kinds import Cells, Place, own_pairs, title_kinds
from portrayals.counts.units_by_title import Category
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
from portrayals.services.statistics import crosstab_tests
from portrayals.services.statistics.cooccur import cooccur
from portrayals.services.statistics.crosstab import crosstab
from portrayals.services.statistics.crosstab_sides import (
    AskedSide,
    asked_sides,
    begin_sides,
    variable_side,
)
from portrayals.services.statistics.groups import grouped

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


class Plainly:
    """What was found of a side, unit by unit."""

    def __init__(self, connection: Connection, side: AskedSide) -> None:
        units, nodes = (
            list(connection.execute(select(each))) for each in (side.found.units, side.found.nodes)
        )
        self.side = side
        self.titles = {row.unit_id: row.title_id for row in units}
        self.groups = {row.unit_id: row.grp for row in units}
        self.unnamed = {row.unit_id: row.unnamed for row in units}
        self.named = {(row.unit_id, row.category): row.outcome for row in nodes}

    def outcome(self, unit_id: int, category: Category | None) -> Outcome:
        """The outcome of a unit at a category."""
        return Outcome(self.named.get((unit_id, category), self.unnamed[unit_id]))

    def lines(self, unit_id: int, category: Category | None) -> list[bool]:
        """Whether a unit is in each line of a table: of a category, or of all together."""
        if category is not None:
            found = self.outcome(unit_id, category)
            return [found == Outcome.YES, found == Outcome.NO]
        every = [self.outcome(unit_id, heading.stored) for heading in self.side.headings]
        return [found == Outcome.YES for found in every]


def cells_plainly(
    rows: Plainly, columns: Plainly, place: Place, strata: Sequence[str]
) -> Counter[Cells]:
    """How many titles have which cells, counted unit by unit."""
    row, column = place
    of_titles: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for unit_id, title_id in rows.titles.items():
        cells = [
            one and other
            for one in rows.lines(unit_id, row)
            for other in columns.lines(unit_id, column)
        ]
        within = [True, *(rows.groups[unit_id] == stratum for stratum in strata)]
        of_titles[title_id].append(tuple(int(part and cell) for part in within for cell in cells))
    return Counter(tuple(map(sum, zip(*each, strict=True))) for each in of_titles.values())


def outcomes_plainly(
    rows: Plainly, columns: Plainly, row: Category | None
) -> Counter[tuple[str, str]]:
    """The units by their outcome at a row and where nobody named a column."""
    return Counter(
        (rows.outcome(unit_id, row).word, columns.outcome(unit_id, None).word)
        for unit_id in rows.titles
    )


SIDES = ("act", "act:kiss,gift,none", "mood", "mood:sad,flat", "warmth", "breach", "known")


@EXAMPLES
@given(random=RANDOM)
def test_kinds_of_titles_are_those_of_their_units_one_by_one(
    stored: Stored, random: Random
) -> None:
    titles = [each for _ in range(3) for each in world(random)]  # some of them alike
    level = random.choice(LEVELS)
    written, by = random.sample(SIDES, 2), random.choice([None, "known"])
    how = CountOptions(level=level, policy=random.choice(POLICIES))
    with stored.filled(titles) as (connection, _):
        begun = begin_sides(connection, written, how)
        groups = grouped(connection, begun.reading, begun.everyone, by, begun.choices.level)
        asked = (connection, begun.reading, written, begun.choices, begun.everyone, groups.counted)
        rows, columns = asked_sides(*asked)
        one, other = Plainly(connection, rows), Plainly(connection, columns)
        strata = sorted(set(one.groups.values()))
        kinds = title_kinds(rows.titles(connection), columns.titles(connection), strata)
        for table in crosstab_tests.tested_tables(rows, columns):
            plainly = cells_plainly(one, other, table.place, strata)
            assert kinds.cells(table.place) == plainly, f"{written}\n{plain(titles)}"
        assert kinds.units == outcomes_plainly(one, other, None)
        for heading in rows.headings if rows.one_by_one else ():
            found = +kinds.rows.get(heading.stored, kinds.units)
            assert found == outcomes_plainly(one, other, heading.stored), plain(titles)


@EXAMPLES
@given(random=RANDOM)
def test_kinds_of_pairs_are_those_of_their_units_one_by_one(stored: Stored, random: Random) -> None:
    titles, level = world(random), random.choice(LEVELS)
    how = CountOptions(level=level, policy=random.choice(POLICIES))
    with stored.filled(titles) as (connection, _):
        begun = begin_sides(connection, ["act"], how)
        groups = grouped(connection, begun.reading, begun.everyone, None, begun.choices.level)
        choices = begun.choices
        side = variable_side(
            connection, begun.reading, choices.variables[0], choices, groups.counted
        )
        told = Plainly(connection, side)
        pairs = own_pairs(side.titles(connection))
        codes = [int(heading.stored) for heading in side.headings]
        for one, other in permutations(codes, 2):
            table = cells_plainly(told, told, (one, other), [])
            share: Counter[tuple[int, int]] = Counter()
            for (both, alone, *_), number in table.items():
                share[both, both + alone] += number
            found = pairs.share(one, other)
            del found[0, 0], share[0, 0]
            assert found == share, plain(titles)
            assert pairs.n(one, other) == sum(sum(c) * n for c, n in table.items()), plain(titles)


def test_ballots_are_looked_up_again_where_not_all_are_remembered(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(1)
    titles = [each for _ in range(5) for each in world(random)]
    with stored.filled(titles) as (connection, _):
        remembered = cooccur(connection, "act"), crosstab(connection, "act", "mood")
        monkeypatch.setattr("portrayals.counts.units_by_title._STREAMED", {"yield_per": 3})
        monkeypatch.setattr("portrayals.counts.units_by_title._REMEMBERED", 2)
        assert (cooccur(connection, "act"), crosstab(connection, "act", "mood")) == remembered
