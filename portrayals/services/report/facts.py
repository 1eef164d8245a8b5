"""What a study knows of how it was made: what its methods section can say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, func, select

from portrayals.counts import coding_effort as effort
from portrayals.counts import coding_waves as organised
from portrayals.errors import InvalidValue
from portrayals.findings.stored_codebook import Book, read_book
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.results.database import DatabaseInfo, Description
from portrayals.results.reliability import AgreementOptions, Reliability
from portrayals.results.report import Coded, CodersOf, CoderTold, Effort, Screening
from portrayals.results.waves import WaveRow
from portrayals.services.coding.annotations import wave_called
from portrayals.services.reliability.reliability import reliability
from portrayals.services.study.info import description, info
from portrayals.services.waves.progress import waves
from portrayals.tables import claim
from portrayals.vocabulary import LEVELS, SCREENED


@dataclass(frozen=True, slots=True)
class Drawn:
    """How titles that count were drawn in a wave: by which seeds, and in proportion to what.

    `titles` went to `coders`, all of them to each if they are shared.
    """

    titles: int
    coders: int
    seeds: tuple[int, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """A wave, the titles that its coders share and those that one coder has, and whether all that
    people coded in it came from what was handed out to them."""

    row: WaveRow
    shared: Drawn | None
    dealt: Drawn | None
    handed_out: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a study knows of how it was made; of coding, what a `wave` knows or all that count.

    `versions` are the versions of codebooks that annotations follow, with how many do; `decided`
    the methods by which differences were decided, likewise.
    """

    wave: str | None
    book: Book
    policy: str
    info: DatabaseInfo
    description: Description
    effort: Effort
    waves: tuple[WaveFacts, ...]
    versions: tuple[tuple[str, int], ...]
    agreement: tuple[Reliability, ...]
    decided: tuple[tuple[str, int], ...]
    claims: int

    @property
    def said(self) -> dict[str, object]:
        """What the study says about itself, by field."""
        return dict(self.description.fields)

    def of_purpose(self, purpose: str) -> tuple[WaveFacts, ...]:
        """The waves for a purpose; of the main ones those that are told of."""
        return tuple(
            each
            for each in self.waves
            if each.row.purpose == purpose
            and (purpose != "main" or self.wave in {None, each.row.wave})
        )


def facts_of(
    connection: Connection, target: str, wave: str | None = None, *, policy: str | None = None
) -> Facts:
    """The facts of a study, under a policy (by default its own).

    `target` is the name that its database was given by. Raises UnknownKey for an unknown wave, and
    InvalidValue for one whose purpose is not main.
    """
    if wave is not None and (of := wave_called(connection, wave)).purpose != "main":
        raise InvalidValue(
            f"wave {wave} is for {of.purpose}, and what is coded in it enters no finding",
            hint="name a wave of purpose main, or none: portrayals coding waves",
        )
    book, about = read_book(connection), info(connection, target)
    decided = connection.execute(organised.decisions(wave)).all()
    versions = connection.execute(organised.versions_followed(wave)).all()
    return Facts(
        wave=wave,
        book=book,
        policy=policy or about.policy,
        info=about,
        description=description(connection),
        effort=effort_of(connection, wave),
        waves=tuple(_waves(connection)),
        versions=tuple((f"{row.key} {row.version}", row.annotations) for row in versions),
        agreement=tuple(_agreement(connection, book, wave)),
        decided=tuple((row.method, row.number) for row in decided),
        claims=connection.execute(select(func.count()).select_from(claim)).scalar_one(),
    )


def effort_of(connection: Connection, wave: str | None = None) -> Effort:
    """What was done to code the study, in a wave or in all that count."""
    screening = [
        Screening(row.screened, row.screening_reason, row.titles)
        for row in connection.execute(effort.screenings())
    ]
    coded = (
        Coded(row.purpose, row.basis, row.annotations)
        for row in connection.execute(effort.annotations_by_basis(wave))
    )
    told = connection.execute(effort.coders_told(wave)).mappings()
    return Effort(
        screening=tuple(sorted(screening, key=lambda each: SCREENED.index(each.screened))),
        coders_of=tuple(_coders_of(connection, wave)),
        coded=tuple(coded),
        coders=connection.execute(effort.coders(wave)).scalar_one(),
        told=tuple(CoderTold(**row) for row in told),
    )


def _coders_of(connection: Connection, wave: str | None) -> Iterator[CodersOf]:
    units = {
        (row.level_id, row.coders): row.units
        for row in connection.execute(effort.coders_of_units(wave))
    }
    for level in LEVELS:
        numbers = [units.get((LEVEL_ID[level], coders), 0) for coders in range(3)]
        if any(numbers):
            yield CodersOf(level, *numbers)


def _waves(connection: Connection) -> Iterator[WaveFacts]:
    origin: dict[str, int] = dict(connection.execute(organised.waves_by_origin()).all())
    rows = connection.execute(organised.draws()).all()
    drawn = {
        (wave, purpose): Drawn(
            titles=sum(row.titles for row in of),
            coders=max(row.coders for row in of),
            seeds=tuple(dict.fromkeys(row.seed for row in of if row.seed is not None)),
            fields=tuple(dict.fromkeys(filter(None, (_field(row.command) for row in of)))),
        )
        for (wave, purpose), each in groupby(rows, lambda row: (row.wave, row.purpose))
        if (of := list(each))
    }
    for row in waves(connection).rows:
        yield WaveFacts(
            row,
            shared=drawn.get((row.wave, "reliability")),
            dealt=drawn.get((row.wave, "coding")),
            handed_out=bool(origin.get(row.wave)),
        )


def _field(command: str) -> str | None:
    """The field in proportion to which `coding assign` drew, from its command in the history."""
    words = command.replace("--by=", "--by ").split()
    return words[words.index("--by") + 1].casefold() if "--by" in words[:-1] else None


def _agreement(connection: Connection, book: Book, wave: str | None) -> Iterator[Reliability]:
    """How far coders agree, and how stable they are in each wave of recoding."""
    if book.codebook_id is None:
        return
    again = (row.wave for row in waves(connection).rows if row.purpose == "recode")
    for key in (wave, *again):
        found = reliability(connection, (), AgreementOptions(wave=key))
        if found.rows:
            yield found
