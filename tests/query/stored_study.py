"""A small study of plain objects in a database, and what the program says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from brute_force import Row, Truth
from hypothesis import assume
from random_studies import PROGRAM, WAVES, codebook
from small_study import Coding, Unit
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import OperationalError
from study import Study

import portrayals
from portrayals.counts.code_counts import Kinds, Sums, count
from portrayals.counts.population import population, ungrouped
from portrayals.counts.title_sums import kinds_by_group, title_sums
from portrayals.database.engine import engine_for, writing
from portrayals.database.staging import staged
from portrayals.findings.any_of_codes import found_of
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import keep_answers
from portrayals.findings.stored_ballots import keep_ballots
from portrayals.findings.stored_codebook import StoredVariable, read_book
from portrayals.findings.unit_ref import LEVEL_ID, is_below, place
from portrayals.language.parse import parse
from portrayals.query.whose import reading_of
from portrayals.results.count_options import CountOptions
from portrayals.results.stats import NumberRow
from portrayals.services.browse.listing import list_things
from portrayals.services.coding.annotations import GivenAnswer as Given
from portrayals.services.coding.annotations import minimal_set
from portrayals.services.statistics.share import out_of_n
from portrayals.services.statistics.stats import stats
from portrayals.tables import (
    annotation,
    coder,
    title,
    unit,
    unit_ballot,
    wave,
)
from portrayals.tables import (
    codebook as codebook_table,
)
from portrayals.vocabulary import BASES


def _summed(kinds: Kinds) -> Sums:
    """The sums over titles, of how many titles are of which kind."""
    told = Sums()
    for (k, n), times in kinds.items():
        if n and times:
            told.clusters += times
            told.count += times * k
            told.n += times * n
            told.kk += times * k * k
            told.kn += times * k * n
            told.nn += times * n * n
    return told


class Stored:
    """One database, filled anew for each example within a transaction that is taken back."""

    def __init__(self, folder: Path) -> None:
        study = Study(str(folder / "study.db"))
        for version in (1, 2):
            study.apply(codebook(version), folder)
        study.coder("ben", "cleo")
        portrayals.open(study.target, actor="ana").add_coder(
            "robot", program="model-m", model_version="1"
        )
        self.engine = engine_for(study.target)
        with writing(self.engine) as connection:
            first = connection.execute(select(wave)).mappings().one()
            versions = connection.execute(
                select(codebook_table.c.version, codebook_table.c.codebook_id)
            )
            self.codebooks = {int(row.version): row.codebook_id for row in versions}
            same = {"codebook_id": self.codebooks[2], "change_id": 1}
            connection.execute(
                insert(wave),
                [
                    {"wave_id": number, "key": f"wave-{number}", "purpose": purpose, **same}
                    for number, purpose in enumerate(WAVES, 1)
                    if number > 1
                ],
            )
            assert first["wave_id"] == 1
            known = select(coder.c.key, coder.c.coder_id).order_by(coder.c.key)
            rows = connection.execute(known).all()
            self.coders = [row.coder_id for row in rows]
            self.keys = [row.key for row in rows]
            assert self.keys.index("robot") == PROGRAM
            self.book = read_book(connection)

    @contextmanager
    def filled(self, titles: Sequence[Unit]) -> Iterator[tuple[Connection, dict[int, Unit]]]:
        """A connection that sees the study, and its units by id; nothing is kept."""
        with self.engine.connect() as connection:
            yield connection, self.fill(connection, titles)

    def fill(self, connection: Connection, titles: Sequence[Unit]) -> dict[int, Unit]:
        """Writes the units and codings straight into the tables; the units by their new ids."""
        for table in (unit_ballot, annotation, title, unit):
            connection.execute(delete(table))
        ids: dict[Unit, int] = {}
        for each in self.every(titles):
            ids[each] = len(ids) + 1
        connection.execute(insert(unit), [self.unit_row(each, ids) for each in ids])
        connection.execute(
            insert(title),
            [{"title_id": ids[each], "kind": "film", "screened": each.screened} for each in titles],
        )
        coded: list[dict[str, Any]] = []
        said: list[tuple[int, Answer]] = []
        for each, unit_id in ids.items():
            for key, answers in each.codings.items():
                for coding in answers:
                    row = self.annotation_row(self.book.variables[key], coding) | {
                        "unit_id": unit_id,
                        "level_id": LEVEL_ID[self.book.variables[key].level],
                    }
                    coded.append(row)
                    said.append((row["variable_id"], self.said(self.book.variables[key], coding)))
        kept = keep_answers(connection, said)
        if coded:
            rows = (row | {"answer_id": each} for row, each in zip(coded, kept, strict=True))
            connection.execute(insert(annotation), list(rows))
        keep_ballots(connection)
        return {unit_id: each for each, unit_id in ids.items()}

    def every(self, titles: Sequence[Unit]) -> Iterator[Unit]:
        for each in titles:
            yield each
            yield from self.every(each.beneath)

    def unit_row(self, each: Unit, ids: Mapping[Unit, int]) -> dict[str, Any]:
        number = str(ids[each])
        return {
            "unit_id": ids[each],
            "uuid": number,
            "key": number,
            "level_id": {"title": 1, "portrayal": 3, "relationship": 4}[each.level],
            "title_id": ids[each.at("title")],
            "parent_id": None if each.above is None else ids[each.above],
            "name": number,
            "change_id": 1,
        }

    def annotation_row(self, variable: StoredVariable, coding: Coding) -> dict[str, Any]:
        return {
            "variable_id": variable.variable_id,
            "coder_id": self.coders[coding.coder],
            "wave_id": coding.wave,
            "codebook_id": self.codebooks[coding.version],
            "basis": BASES.index(coding.basis),
            "complete": None if coding.complete is None else int(coding.complete),
            "change_id": 1,
        }

    def said(self, variable: StoredVariable, coding: Coding) -> Answer:
        sure, unsure = (
            [node for node in variable.nodes if node.key in codes]
            for codes in (coding.codes, coding.doubtful)
        )
        given = Given(
            coding.state, minimal_set(variable, sure), tuple(unsure), number=coding.number
        )
        return given.said

    def rows(self, connection: Connection, level: str, key: str, **options: Any) -> dict[str, Row]:
        """The rows of `stats`, by code."""
        made: dict[str, Row] = {}
        for row in stats(connection, [key], CountOptions(level=level, **options)).rows:
            states = {state: number for state, number in row.states.items() if number}
            if isinstance(row, NumberRow):
                middle: dict[str, Any] = {
                    name: None if value is None else pytest.approx(value)
                    for name, value in (("mean", row.mean), ("median", row.median))
                }
                made[row.variable] = Row(row.n, states, **middle)
            else:
                possible = (
                    row.count if row.highest is None else round(row.highest * row.units / 100)
                )
                made[row.code] = Row(row.n, states, row.count, row.known, possible)
        return made

    def one_of(
        self,
        connection: Connection,
        level: str,
        key: str,
        codes: Sequence[str],
        *,
        policy: str | None,
        coder: str | None,
        silence: str,
    ) -> Row:
        """The row of "one of these codes"."""
        reading = reading_of(connection, policy=policy, coder_key=coder, silence=silence)
        at = place(next(known for known in LEVEL_ID if known == level)).level
        variable = reading.book.variables[key]
        nodes = [variable.node(code) for code in codes]
        everyone = staged(connection, population(reading, at, None), "unit_id")
        units = staged(connection, ungrouped(everyone), "unit_id", "grp")
        found, node = found_of(
            connection,
            reading,
            variable,
            [each.code_id for each in nodes if each is not None],
            at,
            units,
            variable.rollup if is_below(variable.level, at) else None,
        )
        counts = count(connection, found, by_title=True)
        states = counts.states(None, node) if counts.units else {}
        expected = _summed(counts.kinds_of(None, node))
        sums = title_sums(connection, found, node)
        assert sums.of(None) == sums.together() == expected
        assert _summed(kinds_by_group(connection, sums)[None]) == expected
        missing = {each: number for each, number in out_of_n(states).items() if number}
        yes, no = states.get("yes", 0), states.get("no", 0)
        known = yes + states.get("incomplete-yes", 0)
        left_open = ("incomplete", "cannot-tell", "unsettled", "undetermined")
        possible = known + sum(states.get(each, 0) for each in left_open)
        return Row(yes + no, missing, yes, known, possible)

    def truths(
        self,
        connection: Connection,
        level: str,
        query: str,
        *,
        policy: str | None,
        coder: str | None,
        silence: str,
    ) -> dict[int, Truth]:
        """By unit id, the truth of a query."""
        reading = reading_of(connection, policy=policy, coder_key=coder, silence=silence)
        at = place(next(known for known in LEVEL_ID if known == level))
        asked = reading.ask(reading, parse(query), query, at)
        answers = select(at.unit.c.unit_id, asked.label("truth")).where(
            at.unit.c.level_id == LEVEL_ID[at.level]
        )
        with parsed():
            rows = connection.execute(answers).all()
        return {row.unit_id: None if row.truth is None else bool(row.truth) for row in rows}

    def listed(
        self, connection: Connection, level: str, query: str, *, open: bool, silence: str
    ) -> set[int]:
        """The units that `list` shows for a query."""
        with parsed():
            found = list_things(
                connection, f"{level}s", [query], open=open, silence=silence, detail=False
            )
        return {int(str(row["key"])) for row in found.rows}


@contextmanager
def parsed() -> Iterator[None]:
    """Passes over the few queries that come to be nested too deep for SQLite before 3.46."""
    try:
        yield
    except OperationalError as error:
        assume("parser stack overflow" not in str(error))
        raise
