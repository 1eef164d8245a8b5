"""What a write did."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.envelope import FORMAT


@dataclass(frozen=True, slots=True)
class Written:
    """A write: the keys of what it made or changed, a sentence about it, and notices."""

    keys: tuple[str, ...]
    said: str
    notices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the one thing, or of the first."""
        return self.keys[0]

    def __repr__(self) -> str:
        """What the terminal shows besides the keys."""
        return "\n".join((*self.notices, self.said))

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "keys": list(self.keys),
            "said": self.said,
            "notices": list(self.notices),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change that asks first would do: a headline, and a line for each thing."""

    question: str
    lines: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """As `--dry-run --json` prints it."""
        return {"format": FORMAT, "question": self.question, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class Several:
    """A change of all units that match a query: what is asked first, and what was written."""

    plan: Plan
    written: Written
