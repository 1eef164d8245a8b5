"""The waves of a study, how far coders are with them, and what was handed out to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from portrayals.notation.plurals import counted
from portrayals.results.envelope import FORMAT
from portrayals.results.handout import Handout
from portrayals.results.tabular import Tabular
from portrayals.vocabulary import Level, Purpose


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave; `locked` is when it was locked, null if it is open.

    `coders` and `titles` are those of its assignments, `annotations` all that was coded in it.
    `codebook_version` is that by which it was coded, or several, separated by commas; of a wave
    without annotations, the one in use.
    """

    wave: str
    purpose: Purpose
    codebook: str
    codebook_version: str
    locked: str | None
    coders: tuple[str, ...]
    titles: int
    annotations: int

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return asdict(self) | {"coders": list(self.coders)}


@dataclass(frozen=True, slots=True)
class Waves(Tabular):
    """The waves of a study, in the order in which they were made."""

    rows: tuple[WaveRow, ...]

    def to_dict(self) -> list[dict[str, object]]:
        """The list that `--json` prints."""
        return [row.to_dict() for row in self.rows]

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each wave."""
        return self.to_dict()


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """How many of the `units` that a coder has in a wave are `coded`: have an answer of theirs.

    `cannot_tell` counts the answers that say so.
    """

    wave: str
    coder: str
    titles: int
    units: int
    coded: int
    cannot_tell: int

    @property
    def open(self) -> int:
        """How many units are still to code."""
        return self.units - self.coded

    @property
    def percent(self) -> float | None:
        """The share that is coded, 0 to 100; null if there is nothing to code."""
        return 100 * self.coded / self.units if self.units else None

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return asdict(self) | {"open": self.open, "percent": self.percent}


@dataclass(frozen=True, slots=True)
class Progress(Tabular):
    """How far each coder is, in one `wave` or, if it is null, in all."""

    wave: str | None
    rows: tuple[CoderProgress, ...]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        rows = self.objects()
        return {"format": FORMAT, "command": "progress", "wave": self.wave, "rows": rows}

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each coder and wave."""
        return [row.to_dict() for row in self.rows]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A handout that was written to a file of so many `bytes`; `nouns` name its units."""

    path: str
    bytes: int
    handout: Handout
    nouns: Mapping[Level, tuple[str, str]]

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        given = self.handout
        return {
            "path": self.path,
            "coder": given.coder,
            "wave": given.wave,
            "codebook": given.codebook,
            "codebook_version": given.codebook_version,
            **{f"{level}s": self.number(level) for level in self.nouns},
            "bytes": self.bytes,
            "sha256": given.sha256,
            "answers_of": None if given.model is None else given.model.coder,
            "answered_units": self.answered,
            "synopses": self.synopses,
        }

    @property
    def answered(self) -> int | None:
        """How many of the units have an answer to learn from; null without a model."""
        model = self.handout.model
        return None if model is None else len({each.unit for each in model.answers})

    @property
    def synopses(self) -> int:
        """How many of the titles have a synopsis to read."""
        return sum(each.synopsis is not None for each in self.handout.units)

    def number(self, level: Level) -> int:
        """How many units of a level are in it."""
        return sum(each.level == level for each in self.handout.units)

    def remarks(self) -> Iterator[str]:
        """What only a handout for training has: answers to learn from, and synopses."""
        model = self.handout.model
        if model is not None:
            yield (
                f"{self.path}: {self.answered:,} of "
                f"{counted(len(self.handout.to_code), 'unit')} "
                f"{'has' if self.answered == 1 else 'have'} an answer of {model.coder}, "
                "shown once a unit is coded."
            )
        if self.synopses:
            yield (
                f"{self.path} shows the synopsis of {counted(self.synopses, 'title')}, which only "
                "a handout for training does."
            )


@dataclass(frozen=True, slots=True)
class HandoutFiles(Tabular):
    """The handouts of several coders."""

    rows: tuple[HandedOut, ...]

    def remarks(self) -> Sequence[str]:
        """What only handouts for training have."""
        return [remark for row in self.rows for remark in row.remarks()]

    def to_dict(self) -> list[dict[str, object]]:
        """The list that `--json` prints."""
        return [row.to_dict() for row in self.rows]

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each handout."""
        return self.to_dict()
