"""Codes of a set are read where a coding touches them: the sums are those of reading every unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portrayals.findings.meanings import read_meanings
from portrayals.findings.stored_codebook import StoredVariable, read_book
from portrayals.history.transaction import read
from portrayals.results.reliability import AgreementOptions
from portrayals.services.reliability.compared import Groups, coder_pairing, collect, grouped
from portrayals.services.reliability.measures import Measure, measures
from portrayals.services.reliability.tallies import Tally, Units


@pytest.fixture(scope="module")
def twice(starter_once: Path) -> list[tuple[Groups, list[Measure]]]:
    """Each set of the starter catalogue that was coded again, with its codes."""
    found = []
    with read(str(starter_once)) as connection:
        pairing = coder_pairing(connection, AgreementOptions(wave="second"))
        book = read_book(connection)
        sets = [v for v in book.variables.values() if v.type == "multi" and not v.retired]
        meanings = read_meanings(connection, (each.variable_id for each in sets))
        for each in sets:
            groups = grouped(collect(connection, each, pairing), each, pairing)
            found.append((groups, of_codes(each, meanings)))
    return found


def of_codes(variable: StoredVariable, meanings: Mapping[int, Any]) -> list[Measure]:
    meaning = meanings[variable.variable_id]
    return list(measures(variable, meaning, (), each_code=False, depth=None))


def same(one: Tally, other: Tally) -> bool:
    kinds = [
        Counter({frozenset(pairs.items()): 0 for pairs, _ in each.titles}) for each in (one, other)
    ]
    for counted, each in zip(kinds, (one, other), strict=True):
        for pairs, times in each.titles:
            counted[frozenset(pairs.items())] += times
    return (
        kinds[0] == kinds[1]
        and sorted(one.sums[0], key=repr) == sorted(other.sums[0], key=repr)
        and one.holsti == other.holsti
    )


def test_the_sums_of_each_code_are_those_of_reading_every_unit(
    twice: list[tuple[Groups, list[Measure]]],
) -> None:
    looked_at = 0
    for groups, of_set in twice:
        units = Units(groups)
        for measure in of_set:
            assert same(units.tally(measure), units.tally(replace(measure, touched_by=None)))
            looked_at += bool(units.tally(measure).titles)
    assert looked_at > 50
