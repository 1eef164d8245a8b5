"""What is wrong with a text, gathered so that all of it is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from portrayals.errors import InvalidText, PortrayalsError
from portrayals.notation.plurals import counted
from portrayals.results.text_files import Problem

#: How many problems are printed; `--json` has all of them.
_MOST_TOLD: Final = 100


@dataclass(slots=True)
class Problems:
    """The problems of all files of a text called `name`, each once."""

    name: str
    _found: dict[Problem, None] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Records a problem."""
        self._found[problem] = None

    @property
    def errors(self) -> bool:
        """Whether anything but notices was found."""
        return any(not each.notice for each in self._found)

    def notices(self) -> tuple[Problem, ...]:
        """The notices by file and line."""
        return tuple(each for each in self._sorted() if each.notice)

    def _sorted(self) -> list[Problem]:
        return sorted(self._found, key=lambda each: (each.file, each.line))

    def refuse(self) -> None:
        """Raises InvalidText with every error and notice, if there is an error."""
        if not self.errors:
            return
        found = self._sorted()
        errors = sum(not each.notice for each in found)
        told = sorted(found, key=lambda each: each.notice)
        lines = [str(each) for each in told[:_MOST_TOLD]]
        more = [f"… and {len(told) - len(lines):,} more"] if len(told) > len(lines) else []
        raise InvalidText(
            f"{self.name} has {counted(errors, 'error')}",
            [*lines, *more],
            [each.to_dict() for each in found],
            hint=f"correct these lines, and check again: portrayals catalogue check {self.name}",
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, where something may be wrong."""

    file: str
    line: int
    problems: Problems

    def wrong(
        self, code: str, message: str, candidates: Iterable[str] = (), *, notice: bool = False
    ) -> None:
        """Records that something is wrong here."""
        near: Sequence[str] = tuple(candidates)
        self.problems.add(Problem(self.file, self.line, code, message, tuple(near), notice))

    def refused(self, error: PortrayalsError, what: str = "") -> None:
        """Records an error as a problem of this line; `what` says what it is about."""
        told = error.message.removesuffix(".")
        if (error.hint or "").startswith("one of "):
            told = f"{told}; {error.hint}"
        self.wrong(error.code, f"{what}{told}", error.candidates)

    @contextmanager
    def telling(self, what: str = "") -> Iterator[None]:
        """Records any error raised within as a problem of this line."""
        try:
            yield
        except PortrayalsError as error:
            self.refused(error, what)
