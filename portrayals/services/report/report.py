"""`report`: what a study found, assembled from the results of other commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, and_, select

from portrayals.findings.outcome_at_unit import inputs_of
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID, is_below
from portrayals.notation.plurals import counted
from portrayals.query.whose import reading_of
from portrayals.results.count_options import CountOptions
from portrayals.results.listing import Row
from portrayals.results.report import (
    Figure,
    Report,
)
from portrayals.services.browse.record_rows import list_records
from portrayals.services.browse.show import show_titles
from portrayals.services.browse.unit_rows import described
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.services.claims.check import check_claims
from portrayals.services.codebooks.show import codebook_in_full
from portrayals.services.report.cite import citation_of
from portrayals.services.report.facts import facts_of
from portrayals.services.report.methods import methods_told
from portrayals.services.statistics.overview import overview
from portrayals.services.statistics.stats import stats
from portrayals.services.statistics.trend import trend
from portrayals.tables import unit, unit_name
from portrayals.vocabulary import LEVELS, Level

#: The levels at which people are counted, highest first.
_COUNTED_ON: tuple[Level, ...] = ("title", "portrayal", "relationship")


def report(
    connection: Connection,
    target: str,
    *,
    title: str | None = None,
    policy: str | None = None,
    silence: str = "open",
) -> Report:
    """Everything the page says, under a policy (by default the study's).

    `title` is the title of the page, by default that of the study; `silence` is what partial sets
    say about codes they do not mention. Raises InvalidValue for an unknown policy.
    """
    reading = reading_of(connection, policy=policy, silence=silence)
    book = reading.book
    facts = facts_of(connection, target, policy=reading.policy)
    titles = _titles(connection)
    figures = _Figures(connection, book, CountOptions(policy=policy, silence=silence))
    return Report(
        title=title or str(facts.said["title"] or "A study of portrayals"),
        info=facts.info,
        description=facts.description,
        policy=reading.policy,
        overview=overview(connection, reading),
        headline=tuple(each.key for each in figures.heads),
        key_figures=tuple(figures.key_figures()),
        figures=tuple(figures.drawn()),
        others=tuple(figures.others(_coded(connection, reading))),
        effort=facts.effort,
        agreement=facts.agreement,
        claims=check_claims(connection, policy=policy),
        titles=show_titles(connection, reading, titles),
        rows=_rows(connection, reading, titles, figures),
        codebook=codebook_in_full(connection),
        sources=list_records(connection, reading, "sources", None, None).rows,
        methods=methods_told(facts),
        citation=citation_of(connection, facts.info, facts.said),
    )


class _Figures:
    """The figures for any codebook, whatever it is about."""

    def __init__(self, connection: Connection, book: Book, how: CountOptions) -> None:
        self.connection = connection
        self.book = book
        self.how = how
        self.in_use = [v for v in book.variables.values() if not v.retired and v.type != "text"]
        self.heads = book.leading or tuple(self.in_use[:1])

    @property
    def sets(self) -> tuple[StoredVariable, ...]:
        """The sets the headline is computed from."""
        found = inputs_of(self.book, *self.heads)
        return tuple(each for each in found if each.type == "multi" and each not in self.heads)

    @property
    def _scales(self) -> list[StoredVariable]:
        """The derived variables besides the headline that are boolean or ordinal."""
        kinds = {"boolean", "ordinal", "number"}
        return [v for v in self.in_use if v.derived and v not in self.heads and v.type in kinds]

    def key_figures(self) -> Iterator[Figure]:
        """Each yes of the headline at its level and at those above."""
        for head in self.heads:
            for level in reversed(_COUNTED_ON):
                if head.type == "boolean" and (level == head.level or is_below(head.level, level)):
                    yield self._stats(self._name(level), (f"{head.key}:yes",), level)

    def drawn(self) -> Iterator[Figure]:
        """The headline with its codes, the other derived variables, and the headline by decade."""
        if not self.heads:
            return
        found = stats(self.connection, [], self.how)
        heading = " · ".join(found.labels.values())
        yield Figure(heading, found, drawn=True)
        for head in self.heads:
            if head.type in {"multi", "nominal"} and is_below(head.level, "title"):
                yield self._stats(f"{head.label}: titles", (head.key,), "title", drawn=True)
        for level in LEVELS:
            derived = [v.key for v in self._scales if v.level == level]
            if derived:
                named = f"Other derived variables: {self._name(level)}"
                yield self._stats(named, derived, None, drawn=True)
        for head in self.heads:
            if head.type in {"boolean", "multi"}:
                by_decade = trend(self.connection, head.key, self.how)
                yield Figure(f"{head.label}, by decade", by_decade, drawn=True)

    def others(self, coded: set[int]) -> Iterator[Figure]:
        """Every other variable that is derived or has any coding, by level."""
        shown = {*self.heads, *self.sets, *self._scales}
        for level in LEVELS:
            rest = [
                v.key
                for v in self.in_use
                if v.level == level and v not in shown and (v.derived or v.variable_id in coded)
            ]
            if rest:
                named = f"{counted(len(rest), 'other variable')}: {self._name(level)}"
                yield self._stats(named, rest, None)

    def _stats(
        self, heading: str, variables: Sequence[str], level: Level | None, *, drawn: bool = False
    ) -> Figure:
        found = stats(self.connection, variables, replace(self.how, level=level))
        return Figure(heading, found, drawn)

    def _name(self, level: Level) -> str:
        """`titles`, or `portrayals (therapists)` if the codebook has a name of its own."""
        named = self.book.name_of(level)
        return f"{level}s" if named == f"{level}s" else f"{level}s ({named})"


def _titles(connection: Connection) -> list[UnitRow]:
    """Every title, in the order of `list titles`."""
    names = and_(unit_name.c.unit_id == unit.c.unit_id, unit_name.c.kind == "name")
    rows = connection.execute(
        select(*COLUMNS)
        .join(unit_name, names)
        .where(unit.c.level_id == LEVEL_ID["title"])
        .order_by(unit_name.c.folded, unit.c.key)
    )
    return [unit_row(row) for row in rows]


def _rows(
    connection: Connection, reading: Reading, titles: Sequence[UnitRow], figures: _Figures
) -> tuple[Row, ...]:
    """The titles with their findings for the headline and the sets behind it."""
    shown = (*figures.heads, *figures.sets)
    return described(connection, reading, "title", [each.unit_id for each in titles], shown)


def _coded(connection: Connection, reading: Reading) -> set[int]:
    """The variables with any coding."""
    return set(
        connection.execute(select(reading.ballots.of_units.c.variable_id).distinct()).scalars()
    )
