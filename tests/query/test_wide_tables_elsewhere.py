"""PSPP and R open a wide table, and count what `stats` counts."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from other_programs import need_r_package, other_program, ran
from random_studies import world
from sqlalchemy import Connection
from stored_study import Stored
from test_against_brute_force import stored

from portrayals.exchange.r_script import r_script
from portrayals.exchange.spss_script import spss_script
from portrayals.exchange.write_data_files import write_dta, write_sav
from portrayals.history.transaction import read
from portrayals.notation.program_names import IN_SPSS, IN_STATA, program_names
from portrayals.render.write_rows import write_rows
from portrayals.results.count_options import CountOptions
from portrayals.results.data_columns import Column, plain
from portrayals.results.listing import Row
from portrayals.results.stats import NumberRow, StatRow
from portrayals.results.table_options import TableOptions
from portrayals.services.exporting.wide_table import wide_table
from portrayals.services.statistics.stats import stats
from portrayals.vocabulary import MISSING, Level, Silence

__all__ = ["stored"]  # the fixture

pytestmark = pytest.mark.slow


class Told(NamedTuple):
    """A value as our word, and whether the program takes it for missing."""

    word: str
    missing: bool


#: How often each value of each column is found.
Counts = dict[str, Counter[Told]]


@dataclass(frozen=True)
class Asked:
    """A table, and what `stats` counts of each variable in it."""

    described: Sequence[Column]
    rows: Sequence[Row]
    heading: str
    cluster: str
    figures: dict[str, Sequence[StatRow | NumberRow]]

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.described]


Program = Callable[[Asked, Path], Counts]


def asked_of(connection: Connection, level: Level, silence: Silence = "open") -> Asked:
    made = wide_table(connection, [], TableOptions(level, silence=silence))
    found = (each.key.partition(":")[0] for each in made.described if each.values)
    variables = [key for key in dict.fromkeys(found) if "." not in key]
    how = CountOptions(level=level, silence=silence)
    figures = {key: stats(connection, [key], how).rows for key in variables}
    return Asked(made.described, list(made.rows), made.heading, made.cluster, figures)


def counted_by_pspp(made: Asked, folder: Path) -> Counts:
    """The numbers that PSPP counts in a .sav, opened by the script beside it, as our words."""
    pspp = other_program("pspp", "pspp")
    write_sav(folder / "table's.sav", made.described, made.rows, made.heading)
    (folder / "table.sps").write_text(spss_script(made.described, "table's.sav"), "utf-8")
    names = named(made)
    (folder / "ask.sps").write_text(
        "INCLUDE FILE='table.sps'.\nSET TNUMBERS=VALUES TVARS=NAMES.\n"
        f"FREQUENCIES VARIABLES={' '.join(names)} /STATISTICS=NONE.\n",
        "utf-8",
    )
    told = ran(pspp, "-O", "format=csv", "ask.sps", folder=folder)
    counts: Counts = defaultdict(Counter)
    column, part = None, ""
    for row in csv.reader(io.StringIO(told)):
        if row and row[0].startswith("Table: "):
            column = names.get(row[0].removeprefix("Table: "))
        elif column and row and row[0] != "Total" and row[2] != "Frequency":
            part = row[0] or part
            words = {float(each.number): each.word for each in column.values}
            word = words.get(float(row[1]), row[1])
            counts[column.key][Told(word, part == "Missing")] += int(row[2])
    return counts


COUNT = """
count <- function(name, values, missing) {
  told <- table(values)
  if (length(told)) cat(paste(name, missing, names(told), told, sep = "\\t"), sep = "\\n")
}
"""
R_COUNTS = f"""{COUNT}
for (name in names(states)) {{
  count(name, as.character(units[[name]]), FALSE)
  count(name, states[[name]][is.na(units[[name]])], TRUE)
}}
"""


def counted_by_r(made: Asked, folder: Path) -> Counts:
    """What R counts in a .csv; labels as our words."""
    return in_words(named(made), ran_by_r(made, folder, R_COUNTS))


def ran_by_r(made: Asked, folder: Path, asked: str) -> str:
    """What R prints that is asked of a .csv, read by the script beside it."""
    rscript = other_program("Rscript", "r-base-core")
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        write_rows(stream, "csv", made.keys, made.rows)
    script = r_script(made.described, "table.csv", ",", made.cluster)
    (folder / "table.R").write_text(script + asked, "utf-8")
    return ran(rscript, "--vanilla", "table.R", folder=folder)


HAVEN_COUNTS = f"""{COUNT}
units <- haven::read_dta("table.dta")
for (name in names(units)) {{
  found <- units[[name]]
  labels <- attr(found, "labels")
  if (is.null(labels)) next
  told <- names(labels)[match(found, labels)]
  count(name, ifelse(is.na(told), as.character(found), told)[!is.na(found)], FALSE)
  tags <- haven::na_tag(found[is.na(found)])
  count(name, names(labels)[match(tags, haven::na_tag(labels))], TRUE)
}}
"""


def counted_by_haven(made: Asked, folder: Path) -> Counts:
    """What R's haven reads in a .dta, in which a state is .a, .b …; labels as our words."""
    need_r_package("haven")
    rscript = other_program("Rscript", "r-base-core")
    write_dta(folder / "table.dta", made.described, made.rows, made.heading)
    (folder / "ask.R").write_text(HAVEN_COUNTS)
    columns = named(made, IN_STATA - len(str(len(made.keys))))
    return in_words(columns, ran(rscript, "--vanilla", "ask.R", folder=folder))


def named(made: Asked, longest: int = IN_SPSS) -> dict[str, Column]:
    """The columns of what was found, by their names in another program."""
    names = zip(program_names(made.keys, longest), made.described, strict=True)
    return {name: column for name, column in names if column.values}


def in_words(columns: dict[str, Column], told: str) -> Counts:
    counts: Counts = defaultdict(Counter)
    for line in told.splitlines():
        name, missing, value, number = line.split("\t")
        if (column := columns.get(name)) is None:
            continue
        words = {each.label: each.word for each in column.values}
        counts[column.key][Told(words.get(value, value), missing == "TRUE")] += int(number)
    return counts


def check(made: Asked, counts: Counts) -> None:
    """Compares what a program counts with `stats`."""
    columns = {each.key: each for each in made.described}
    for key, rows in made.figures.items():
        for row in rows:
            states = {state: number for state, number in row.states.items() if number}
            code = "" if isinstance(row, NumberRow) else row.code
            apart = f"{key}:{code}" in columns
            name = f"{key}:{code}" if apart else key
            word = "yes" if apart else code
            valid, missing = split(counts[name])
            assert (valid.total(), told_of(missing)) == (row.n, states), name
            if isinstance(row, NumberRow):
                total = sum(float(value) * times for value, times in valid.items())
                assert row.n == 0 or total / row.n == pytest.approx(row.mean), name
            else:
                known = missing[f"incomplete:{word}"]
                assert (valid[word], known) == (row.count, row.known - row.count), name


def split(counts: Counter[Told]) -> tuple[Counter[str], Counter[str]]:
    """How often each valid value is found, and each missing one, by word."""
    valid, missing = Counter[str](), Counter[str]()
    for told, number in counts.items():
        (missing if told.missing else valid)[told.word] += number
    return valid, missing


def told_of(missing: Counter[str]) -> dict[str, int]:
    """The number in each state, whatever else is known."""
    states = Counter[str]()
    for word, number in missing.items():
        states[word.partition(":")[0]] += number
    return dict(states)


@pytest.fixture(scope="module")
def random_tables(stored: Stored) -> list[Asked]:
    """Those of some fifty titles with random codings, in which every state is met."""
    titles = [each for seed in range(16) for each in world(Random(seed))]
    levels: tuple[Level, ...] = ("title", "portrayal", "relationship")
    with stored.filled(titles) as (connection, _):
        tables = [asked_of(connection, level) for level in levels]
    rows = [row for table in tables for of in table.figures.values() for row in of]
    assert {state for row in rows for state, n in row.states.items() if n} == {*MISSING}
    return tables


@pytest.fixture(scope="module")
def starter_table(starter_once: Path) -> Asked:
    with read(str(starter_once)) as connection:
        return asked_of(connection, "relationship")


PROGRAMS = [counted_by_pspp, counted_by_r, counted_by_haven]


@pytest.mark.parametrize("counted", PROGRAMS)
def test_another_program_counts_random_codings_as_stats_does(
    random_tables: list[Asked], counted: Program, tmp_path: Path
) -> None:
    for number, table in enumerate(random_tables):
        folder = tmp_path / str(number)
        folder.mkdir()
        check(table, counted(table, folder))


@pytest.mark.parametrize("counted", PROGRAMS)
def test_another_program_counts_the_starter_as_stats_does(
    starter_table: Asked, counted: Program, tmp_path: Path
) -> None:
    check(starter_table, counted(starter_table, tmp_path))


SHARES = """
stopifnot(inherits(design, "survey.design"))
for (asked in c("violation", "boundary_act_dating", "boundary_act_sexual_romantic")) {
  counted <- units[!is.na(units[[asked]]), ]
  counted$yes <- tolower(counted[[asked]]) == "yes"
  settled <- survey::svydesign(ids = ~title, weights = rep(1, nrow(counted)), data = counted)
  share <- survey::svyciprop(~yes, settled, method = "logit", df = survey::degf(settled))
  cat(asked, format(c(share, attr(share, "ci")), digits = 8), fill = TRUE)
}
"""


def test_r_computes_the_intervals_of_stats_from_the_titles_that_count(
    starter_once: Path, tmp_path: Path
) -> None:
    need_r_package("survey")
    with read(str(starter_once)) as connection:
        table = asked_of(connection, "relationship", "no")
    found = ran_by_r(table, tmp_path, SHARES)
    rows = {
        row.variable if row.variable != "boundary-act" else f"boundary_act_{row.code}": row
        for rows in table.figures.values()
        for row in rows
        if isinstance(row, StatRow) and row.code != "no"
    }
    rows = {name.replace("-", "_"): row for name, row in rows.items()}
    for line in found.splitlines():
        name, *share = line.split()
        expected = (rows[name].percent, rows[name].low, rows[name].high)
        assert [100 * float(each) for each in share] == pytest.approx(expected, abs=1e-5), name


def test_names_come_into_r_as_they_were(tmp_path: Path) -> None:
    names = ["Amélie", '"Good", he said', "=1+1", "-dash", "'=x", "שטיסל", "🎬 take 2", "#1"]
    columns = plain(["name"])
    table = Asked(columns, [{"name": each} for each in names], "", "name", {})
    found = ran_by_r(table, tmp_path, "writeLines(enc2utf8(units$name), useBytes = TRUE)")
    assert found.splitlines() == names
