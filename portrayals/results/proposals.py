"""The people whom coders proposed, and what was decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular
from portrayals.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody whom a coder proposes; `id` is the number by which to decide.

    `above` is the key of the title or the person, or the name of somebody proposed. `like` are the
    keys of people there with the same or nearly the same name, and the numbers of such proposals.
    `unit` is the key of the unit that it became.
    """

    id: int
    coder: str
    wave: str
    level: Level
    above: str
    name: str
    performer: str | None
    role: str | None
    note: str | None
    answers: int
    like: tuple[str, ...]
    decision: str
    reason: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Proposals(Tabular):
    """The people proposed, in the order of their numbers."""

    rows: tuple[Proposed, ...]

    def to_dict(self) -> dict[str, object]:
        """The people as `--json` prints them."""
        return {"format": FORMAT, "rows": self.objects()}

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each."""
        return [asdict(row) for row in self.rows]
