"""Random small studies: the rows of a wide table add up to the figures of `stats`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from statistics import fmean, median

import pytest
from brute_force import Row
from hypothesis import given
from random_studies import BOOK, world
from test_against_brute_force import EXAMPLES, RANDOM, Stored, asked_by, plain, stored

from portrayals.results.data_columns import Column
from portrayals.results.table_options import TableOptions
from portrayals.services.exporting.wide_table import wide_table
from portrayals.vocabulary import MISSING, OPEN_STATES, Level

#: Random studies have no episodes.
LEVELS: tuple[Level, ...] = ("title", "portrayal", "relationship")

__all__ = ["stored"]  # the fixture

pytestmark = pytest.mark.slow


def row_of(column: Column, cells: Sequence[object], code: str = "yes") -> Row:
    """The row of `stats` that the cells of a column add up to."""
    words = Counter(str(cell) for cell in cells)
    missing = Counter[str]()
    for each in column.missing:
        missing[each.word.partition(":")[0]] += words[each.word]
    n = len(cells) - missing.total()
    told = {state: missing[state] for state in MISSING if missing[state]}
    if column.kind == "number":
        numbers = [float(str(cell)) for cell in cells if str(cell) not in missing]
        if not numbers:
            return Row(n, told)
        return Row(n, told, mean=fmean(numbers), median=median(numbers))
    assert n == sum(words[each.word] for each in column.valid)
    known = words[code] + words[f"incomplete:{code}"]
    return Row(n, told, words[code], known, known + sum(words[each] for each in OPEN_STATES))


@EXAMPLES
@given(random=RANDOM)
def test_the_cells_of_a_column_add_up_to_the_row_of_its_code(
    stored: Stored, random: Random
) -> None:
    titles, level = world(random), random.choice(LEVELS)
    study, options = asked_by(random, stored)
    with stored.filled(titles) as (connection, _):
        made = wide_table(connection, [], TableOptions(level, **options))
        rows = list(made.rows)
        columns = {each.key: each for each in made.described}
        whole = f"{level} {study}\n{plain(titles)}"
        for key in BOOK:
            for code, expected in stored.rows(connection, level, key, **options).items():
                name = key if code == key else f"{key}:{code}"
                if name in columns:
                    found = row_of(columns[name], [row[name] for row in rows])
                    assert found == expected, f"{name} {whole}"
                else:
                    found = row_of(columns[key], [row[key] for row in rows], code)
                    same = (found.n, found.states, found.count, found.known)
                    assert same == (
                        expected.n,
                        expected.states,
                        expected.count,
                        expected.known,
                    ), f"{name} {whole}"
