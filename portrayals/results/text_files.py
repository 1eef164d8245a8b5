"""What is wrong with a study or a catalogue as text, and what was taken from it or written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from portrayals.notation.plurals import counted
from portrayals.results.envelope import FORMAT


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong on a line of a file, or, as a `notice`, something to look at.

    `code` names the kind of problem for programs, and `candidates` are what may have been meant.
    """

    file: str
    line: int
    code: str
    message: str
    candidates: tuple[str, ...] = ()
    notice: bool = False

    def __str__(self) -> str:
        near = f" (did you mean {', '.join(self.candidates)}?)" if self.candidates else ""
        note = "note: " if self.notice else ""
        return f"{self.file}:{self.line}  {note}{self.message}{near}"

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A study or a catalogue as text, without errors: what is in it, and what to look at."""

    name: str
    contents: Mapping[str, int]
    notices: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        found = ", ".join(counted(number, what.removesuffix("s")) for what, number in self._found())
        return f"{self.name} has no errors: {found or 'nothing is in it'}."

    def __repr__(self) -> str:
        """What the terminal shows."""
        return "\n".join((*map(str, self.notices), str(self)))

    def _found(self) -> list[tuple[str, int]]:
        return [(what, number) for what, number in self.contents.items() if number]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "name": self.name,
            "contents": dict(self.contents),
            "notices": [each.to_dict() for each in self.notices],
        }


@dataclass(frozen=True, slots=True)
class TextImported:
    """What became of a text: how much of each kind was new, changed, kept as it was, or the same.

    `changes` describe the first differences in words.
    """

    name: str
    added: Mapping[str, int]
    changed: Mapping[str, int]
    kept: Mapping[str, int]
    same: Mapping[str, int]
    changes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = [
            f"{', '.join(counted(number, what.removesuffix('s')) for what, number in some)} {done}"
            for done, numbers in (
                ("added", self.added),
                ("changed", self.changed),
                ("kept as they were", self.kept),
            )
            if (some := [(what, number) for what, number in numbers.items() if number])
        ]
        if not told:
            return f"Nothing changed: all that {self.name} says is in the study."
        return f"From {self.name}: {'; '.join(told)}."

    def __repr__(self) -> str:
        """What the terminal shows."""
        return "\n".join((*self.notices, str(self)))

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **asdict(self)}


@dataclass(frozen=True, slots=True)
class TextWritten:
    """A study written as text: how much of each kind, and how many files changed or went."""

    folder: str
    contents: Mapping[str, int]
    written: int
    removed: int
    files: int
    notices: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.written and not self.removed:
            return f"Nothing changed in {self.folder}: {counted(self.files, 'file')}."
        gone = f", removed {self.removed:,}" if self.removed else ""
        return f"Wrote {self.written:,} of {counted(self.files, 'file')} in {self.folder}{gone}."

    def __repr__(self) -> str:
        """What the terminal shows."""
        return "\n".join((*self.notices, str(self)))

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **asdict(self)}
