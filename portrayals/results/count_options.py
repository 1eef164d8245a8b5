"""The options of every statistic, and the fields every result begins with (CLI.md, JSON)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self, TypedDict

from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Charted

States = dict[str, int]


class Note(str):
    """A caveat beside a figure, and how it is `printed` among sentences, which name no variables.

    Where nothing is printed, sentences go without it. One that `counts` says of how many units
    something is so; without an `essential` one no figure may be read.
    """

    printed: str
    counts: bool
    essential: bool

    def __new__(
        cls,
        text: str,
        printed: str | None = None,
        *,
        counts: bool = False,
        essential: bool = False,
    ) -> Self:
        """A note that is printed as it stands unless `printed` says how."""
        note = super().__new__(cls, text)
        note.printed = text if printed is None else printed
        note.counts = counts
        note.essential = essential
        return note


class FewCoded(Note):
    """That most units are not coded: it also says how many are left out."""


#: What every figure says that counts silence as no (NUMBERS R6).
SILENCE_AS_NO: Final = "As reported: silence counted as no"
#: The same as a note. Who says maybe of a code is not silent about it.
AS_REPORTED: Final = Note(
    f'{SILENCE_AS_NO}, "maybe" as cannot tell.', printed="What is unmentioned counts as absent."
)
#: Stands behind the note that no share can be given, where that would give one.
SEE_REPORTED: Final = " To see what is reported: --silence no."

#: The method of a resampled interval of an effect.
RESAMPLED: Final = "bootstrap by title"


@dataclass(frozen=True, slots=True)
class CountOptions:
    """How something is counted: the options that all counting commands share, as written.

    `silence` is what partial sets say about codes they do not mention: `open` for nothing, or `no`.
    `confidence` is a percentage; `coder` is whose codings are read instead of the findings; `seed`
    is the random seed. With `provenance` the snapshot of the content is included, which takes as
    long as reading all of it.
    """

    level: str | None = None
    where: str | None = None
    coder: str | None = None
    policy: str | None = None
    wave: str | None = None
    confidence: float = 95
    interval: str = "auto"
    rollup: str | None = None
    seed: int = 1
    silence: str = "open"
    provenance: bool = False


class Head(TypedDict):
    """The fields that every statistic has."""

    command: str
    level: str
    where: str | None
    by: str | None
    policy: str | None
    coder: str | None
    wave: str | None
    confidence: float
    interval: str
    n: int | None
    states: States | None
    notes: tuple[str, ...]
    must: tuple[str, ...]
    among: str
    provenance: dict[str, object]
    names: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Charted):
    """A statistic with everything it was counted from.

    `n` and `states` belong to the one variable; null if several are counted. `notes` are the
    caveats, `names` the display names of the levels; `sentence` states the result with its caveats.
    `shown` says which rows were left out or joined on request; the notes begin with it. `must` has
    the beginnings of the notes that no figure may be without. `among` is `where` in words, if there
    are any: `on television`.
    """

    command: str
    level: str
    where: str | None
    by: str | None
    policy: str | None
    coder: str | None
    wave: str | None
    confidence: float
    interval: str
    n: int | None
    states: States | None
    notes: tuple[str, ...]
    provenance: dict[str, object]
    names: dict[str, str]
    must: tuple[str, ...] = ()
    among: str = ""
    sentence: str = ""
    shown: tuple[str, ...] = ()

    def head(self, rows: Sequence[object]) -> dict[str, object]:
        """The keys that every statistic has, in order."""
        return {
            "format": FORMAT,
            "command": self.command,
            "level": self.level,
            "where": self.where,
            "by": self.by,
            "policy": self.policy,
            "coder": self.coder,
            "wave": self.wave,
            "confidence": self.confidence,
            "interval": self.interval,
            "n": self.n,
            "states": self.states,
            "rows": rows,
            "notes": list(self.notes),
            "provenance": self.provenance,
        }

    @property
    def essential(self) -> tuple[str, ...]:
        """The notes that no figure may be without."""
        return tuple(
            note
            for note in self.notes
            if note.startswith(self.must) or (isinstance(note, Note) and note.essential)
        )

    def remarks(self) -> Sequence[str]:
        """The caveats."""
        return self.notes
