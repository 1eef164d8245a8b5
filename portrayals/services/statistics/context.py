"""What every statistic begins with: how it is read, for which units, and its command line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from shlex import join

from sqlalchemy import Connection, FromClause, Select, func, select

from portrayals import __version__
from portrayals.analysis.bootstrap import RESAMPLES
from portrayals.counts.population import population
from portrayals.database.staging import staged
from portrayals.findings.reading import Reading
from portrayals.language.syntax import Asked
from portrayals.query.whose import reading_of
from portrayals.results.count_options import CountOptions, Head, States
from portrayals.results.stats import NumberRow, StatRow
from portrayals.services.statistics.caveats import (
    CONVENIENCE,
    caveats,
    is_convenience,
    of_reading,
)
from portrayals.services.statistics.emptied import emptied, truths
from portrayals.services.statistics.groups import Grouping
from portrayals.services.statistics.open_units import MANY_OPEN
from portrayals.services.statistics.options import CountRequest, count_request
from portrayals.services.statistics.sentence import printable
from portrayals.services.statistics.uncoded import of_uncoded
from portrayals.services.statistics.who_coded import COMPILED
from portrayals.services.statistics.wider_codes import of_wider_codes
from portrayals.services.statistics.wording import query_in_words
from portrayals.tables import change


def command_line(
    command: str,
    arguments: Sequence[str],
    how: CountOptions,
    options: Mapping[str, object],
    *,
    level: str,
    policy: str | None,
    drawn: bool,
) -> str:
    """The command with its words quoted for a shell.

    The level and the policy are always included, because the study's own may change later; the
    program's defaults are not, and neither are `options` that are null. The seed is included if
    something is `drawn`.
    """
    default = CountOptions()
    told: dict[str, object] = {
        "level": level,
        "where": how.where,
        **options,
        "coder": how.coder,
        "policy": policy,
        "wave": how.wave,
        "rollup": how.rollup,
        "confidence": None if how.confidence == default.confidence else f"{how.confidence:g}",
        "interval": None if how.interval == default.interval else how.interval,
        "seed": how.seed if drawn else None,
        "silence": None if how.silence == default.silence else how.silence,
    }
    words = (
        word
        for name, value in told.items()
        if value is not None
        for word in (f"--{name}", str(value))
    )
    return join(("portrayals", command, *arguments, *words))


@dataclass(frozen=True, slots=True)
class CountContext:
    """A statistic in progress; `unknown` units are left out: their query is undetermined (R24).

    `must` are the notes without which nothing may be quoted from it.
    """

    connection: Connection
    how: CountOptions
    reading: Reading
    choices: CountRequest
    everyone: FromClause
    unknown: int
    must: tuple[str, ...]

    def counting(self, units: FromClause) -> CountContext:
        """The same with the notes about these units: in a comparison, those of both groups."""
        connection, reading, choices = self.connection, self.reading, self.choices
        must = _must(connection, reading, choices, self.how.coder, select(units.c.unit_id))
        return replace(self, must=must)

    def population_of(self, option: str, where: Asked) -> tuple[FromClause, int]:
        """The units for the query of an option, and how many it leaves undetermined."""
        return _population(self.connection, self.reading, self.choices, option, where)

    def caveats(
        self,
        groups: Grouping,
        rows: Sequence[StatRow | NumberRow],
        *,
        overview: bool = False,
        total: StatRow | None = None,
    ) -> tuple[str, ...]:
        """The notes beside the figures; `total` is that of all rows, if it is printed."""
        return caveats(
            self.connection,
            self.reading,
            self.choices,
            groups,
            rows,
            self.unknown,
            self.how.coder,
            must=self.must,
            overview=overview,
            total=total,
        )

    def sentence(
        self,
        told: Sequence[str],
        notes: Sequence[str],
        *,
        must: Sequence[str] = (),
        left_out: Collection[int] = (),
        in_all: bool = False,
        no_trend: bool = False,
    ) -> str:
        """The result as a printable sentence, with the caveats that fit."""
        return printable(
            told,
            notes,
            must=(*self.must, *must),
            convenience=is_convenience(self.connection),
            no_trend=no_trend,
            left_out=left_out,
            in_all=in_all,
        )

    def head(
        self,
        command: str,
        *,
        n: int | None,
        states: States | None,
        notes: tuple[str, ...] = (),
        must: Sequence[str] = (),
        by: str | None = None,
        arguments: Sequence[str],
        options: Mapping[str, object] | None = None,
        drawn: bool = False,
        provenance: dict[str, object] | None = None,
    ) -> Head:
        """The fields that every statistic has; `provenance` adds to the common provenance.

        `arguments` and `options` (null if default) are those that only this command has; `must` are
        notes that it may not be without; `drawn` says that it uses the seed, whatever its intervals
        are.
        """
        how, book = self.how, self.reading.book
        level = self.choices.level
        common = self._provenance(
            command, arguments, options or {}, drawn=drawn or self.choices.drawn
        )
        return Head(
            command=command,
            level=level,
            where=how.where,
            by=by,
            policy=self._policy,
            coder=how.coder,
            wave=how.wave,
            confidence=how.confidence,
            interval=how.interval,
            n=n,
            states=None if states is None else states | {"where-undetermined": self.unknown},
            notes=notes,
            must=(*self.must, *must, MANY_OPEN, COMPILED, CONVENIENCE),
            among=""
            if self.choices.where is None
            else query_in_words(self.choices.where, book, level) or "",
            provenance=common | (provenance or {}),
            names={level: book.name_of(level, 1)},
        )

    @property
    def _policy(self) -> str | None:
        return None if self.how.coder else self.reading.policy

    def _provenance(
        self, command: str, arguments: Sequence[str], options: Mapping[str, object], *, drawn: bool
    ) -> dict[str, object]:
        """Where the figures come from, and how to repeat them.

        `change` is the last change in the history, which identifies one state of a database at
        once. The snapshot, which identifies it across databases, requires reading all content: for
        seventy titles that takes half as long as the counting itself, for a million annotations
        many times as long. So it is included only on request (`--provenance`).
        """
        how, book, level = self.how, self.reading.book, self.choices.level
        line = command_line(
            command, arguments, how, options, level=level, policy=self._policy, drawn=drawn
        )
        content = None
        if how.provenance:
            from portrayals.history.snapshot import snapshot

            content = snapshot(self.connection)
        latest = self.connection.execute(select(func.max(change.c.change_id))).scalar_one()
        return {
            "command": line,
            "program": __version__,
            "codebook": None if book.key is None else f"{book.key} {book.version}",
            "query": how.where,
            "level": level,
            "policy": self._policy,
            "coder": how.coder,
            "wave": how.wave,
            "silence": how.silence,
            "seed": how.seed if drawn else None,
            "resamples": RESAMPLES if self.choices.drawn else None,
            "change": latest,
            "snapshot": content,
        }


def begin(
    connection: Connection, variables: Sequence[str], how: CountOptions, *, headline: bool = False
) -> CountContext:
    """Checks the request, and finds the units; without variables, takes the `headline`."""
    reading = reading_of(
        connection,
        policy=how.policy,
        coder_key=how.coder,
        wave_key=how.wave,
        silence=how.silence,
    )
    choices = count_request(reading.book, variables, how, headline=headline)
    everyone, unknown = _population(connection, reading, choices, "--where", choices.where)
    true = select(everyone.c.unit_id).where(everyone.c.truth == 1)
    must = _must(connection, reading, choices, how.coder, true)
    return CountContext(connection, how, reading, choices, everyone, unknown, must)


def _must(
    connection: Connection,
    reading: Reading,
    choices: CountRequest,
    coder: str | None,
    units: Select[int],
) -> tuple[str, ...]:
    """The notes that no figure of these units may be without."""
    return (
        *of_reading(connection, reading, choices, coder),
        *of_uncoded(connection, reading, choices, units),
        *of_wider_codes(connection, reading, choices, units),
    )


def _population(
    connection: Connection,
    reading: Reading,
    choices: CountRequest,
    option: str,
    where: Asked | None,
) -> tuple[FromClause, int]:
    everyone = staged(connection, population(reading, choices.level, where), "unit_id")
    if where is None:
        return everyone, 0
    found = truths(connection, everyone)
    if found.units and not found.true:
        raise emptied(connection, reading, choices.level, option, where, found)
    return everyone, found.unknown
