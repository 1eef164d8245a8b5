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
from portrayals.history.first_answers import first_answers
from portrayals.results.database import DatabaseInfo, Description
from portrayals.results.reliability import AgreementOptions, Reliability
from portrayals.results.report import Coded, CodersOf, CoderTold, Effort, Screening
from portrayals.results.waves import WaveRow
from portrayals.services.adjudication.differences import Difference, differences
from portrayals.services.coding.annotations import wave_called
from portrayals.services.reliability.reliability import reliability
from portrayals.services.study.info import description, info
from portrayals.services.waves.progress import waves
from portrayals.tables import claim, codebook, wave
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
    people coded in it came from what was handed out to them; None where they coded nothing."""

    row: WaveRow
    shared: Drawn | None
    dealt: Drawn | None
    handed_out: bool | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a study knows of how it was made; of coding, what a `wave` knows or all that count.

    `versions` are the versions of codebooks that annotations follow, with how many do;
    `coded_again` units were coded by a later version of it, too. `differences` are the units and
    variables of which coders gave different answers, decided or not.
    """

    wave: str | None
    book: Book
    policy: str
    info: DatabaseInfo
    description: Description
    effort: Effort
    waves: tuple[WaveFacts, ...]
    versions: tuple[tuple[str, int], ...]
    coded_again: int
    agreement: tuple[Reliability, ...]
    differences: tuple[Difference, ...]
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
    connection: Connection, target: str, key: str | None = None, *, policy: str | None = None
) -> Facts:
    """The facts of a study, under a policy (by default its own).

    `target` is the name that its database was given by. Raises UnknownKey for an unknown wave, and
    InvalidValue for one whose purpose is not main.
    """
    if key is not None and (of := wave_called(connection, key)).purpose != "main":
        raise InvalidValue(
            f"wave {key} is for {of.purpose}, and what is coded in it enters no finding",
            hint="name a wave of purpose main, or none: portrayals coding waves",
        )
    book, about = read_book(connection), info(connection, target)
    versions = connection.execute(organised.versions_followed(key)).all()
    return Facts(
        wave=key,
        book=book,
        policy=policy or about.policy,
        info=about,
        description=description(connection),
        effort=effort_of(connection, key),
        waves=tuple(_waves(connection)),
        versions=tuple((f"{row.key} {row.version}", row.annotations) for row in versions),
        coded_again=len(_coded_again(connection, book, key)),
        agreement=tuple(_agreement(connection, book, key)),
        differences=tuple(_differences(connection, book, key)),
        claims=connection.execute(select(func.count()).select_from(claim)).scalar_one(),
    )


def effort_of(connection: Connection, key: str | None = None) -> Effort:
    """What was done to code the study, in a wave or in all that count."""
    screening = [
        Screening(row.screened, row.screening_reason, row.titles)
        for row in connection.execute(effort.screenings())
    ]
    coded = (
        Coded(row.purpose, row.basis, row.annotations)
        for row in connection.execute(effort.annotations_by_basis(key))
    )
    told = connection.execute(effort.coders_told(key)).mappings()
    return Effort(
        screening=tuple(sorted(screening, key=lambda each: SCREENED.index(each.screened))),
        coders_of=tuple(_coders_of(connection, key)),
        coded=tuple(coded),
        coders=connection.execute(effort.coders(key)).scalar_one(),
        told=tuple(CoderTold(**row) for row in told),
    )


def _coders_of(connection: Connection, key: str | None) -> Iterator[CodersOf]:
    units = {
        (row.level_id, row.coders): row.units
        for row in connection.execute(effort.coders_of_units(key))
    }
    for level in LEVELS:
        numbers = [units.get((LEVEL_ID[level], coders), 0) for coders in range(3)]
        if any(numbers):
            yield CodersOf(level, *numbers)


def _waves(connection: Connection) -> Iterator[WaveFacts]:
    origin: dict[str, int] = dict(connection.execute(organised.waves_by_origin()).all())
    rows = connection.execute(organised.draws()).all()
    drawn = {
        of_draw: Drawn(
            titles=sum(row.titles for row in of),
            coders=max(row.coders for row in of),
            seeds=tuple(dict.fromkeys(row.seed for row in of if row.seed is not None)),
            fields=tuple(dict.fromkeys(filter(None, (_field(row.command) for row in of)))),
        )
        for of_draw, each in groupby(rows, lambda row: (row.wave, row.purpose))
        if (of := list(each))
    }
    for row in waves(connection).rows:
        yield WaveFacts(
            row,
            shared=drawn.get((row.wave, "reliability")),
            dealt=drawn.get((row.wave, "coding")),
            handed_out=bool(origin[row.wave]) if row.wave in origin else None,
        )


def _field(command: str) -> str | None:
    """The field in proportion to which `coding assign` drew, from its command in the history."""
    words = command.replace("--by=", "--by ").split()
    return words[words.index("--by") + 1].casefold() if "--by" in words[:-1] else None


def _coded_again(connection: Connection, book: Book, key: str | None) -> set[int]:
    """The units that were coded by another version of the codebook before, in whatever wave."""
    versions = select(func.count()).select_from(codebook)
    if connection.execute(versions).scalar_one() < 2:
        return set()
    found = set(connection.execute(organised.coded_by_two_versions(key)).scalars())
    for variable in book.variables.values():
        first = first_answers(connection, variable.variable_id)
        if not first:
            continue
        for unit_id, *whose, version in connection.execute(
            organised.versions_now(variable.variable_id, key)
        ):
            before = first.get((unit_id, whose[0], whose[1]))
            if before is not None and before.codebook_id != version:
                found.add(unit_id)
    return found


def _differences(connection: Connection, book: Book, key: str | None) -> Iterator[Difference]:
    rows = select(wave).where(effort.of_wave(key)).order_by(wave.c.wave_id)
    for of in connection.execute(rows).all():
        yield from differences(connection, book, of)


def _agreement(connection: Connection, book: Book, key: str | None) -> Iterator[Reliability]:
    """How far coders agree, and how stable they are in each wave of recoding."""
    if book.codebook_id is None:
        return
    again = (row.wave for row in waves(connection).rows if row.purpose == "recode")
    for each in (key, *again):
        found = reliability(connection, (), AgreementOptions(wave=each))
        if found.rows:
            yield found
