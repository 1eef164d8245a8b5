"""What can go wrong, as the user is told it: what, where, what to do next.

Every error that a request can cause is a `PortrayalsError`. The command line catches this
one class and prints it; the Python API raises it as it is.
"""

from __future__ import annotations

from collections.abc import Sequence


class PortrayalsError(Exception):
    """The user's data or request is wrong, or the file cannot be used.

    `where` names the place (a file and line, a column, a stretch of a query), `hint` what to
    do next, `candidates` the names that may have been meant, best first. `status` is the exit
    status of the command line.
    """

    status = 1

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        candidates: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.candidates = tuple(candidates)

    def to_dict(self) -> dict[str, object]:
        """The error as `--json` prints it."""
        return {
            "error": self.message,
            "where": self.where,
            "hint": self.hint,
            "candidates": list(self.candidates),
        }


class InvalidValue(PortrayalsError):
    """A value that is not of the form or range its place asks for."""


class UnknownKey(PortrayalsError):
    """Nothing is called that; `candidates` are the nearest names."""


class AmbiguousKey(PortrayalsError):
    """Several things are called that; `candidates` are their keys."""


class AlreadyThere(PortrayalsError):
    """What was to be made exists, or very nearly."""


class LikelyDuplicate(AlreadyThere):
    """What is there is nearly what was to be made, and may be another thing all the same."""


class InvalidQuery(PortrayalsError):
    """A query that cannot be read, or that names what does not exist.

    `query` is its text; `start` and `end` mark the stretch that is wrong.
    """

    def __init__(
        self,
        message: str,
        *,
        query: str,
        start: int,
        end: int,
        hint: str | None = None,
        candidates: Sequence[str] = (),
    ) -> None:
        pointer = " " * start + "^" * max(1, end - start)
        super().__init__(message, where=f"{query}\n{pointer}", hint=hint, candidates=candidates)
        self.query = query
        self.start = start
        self.end = end


class InvalidCodebook(PortrayalsError):
    """A codebook file with errors; `problems` has one line for each, with its place."""

    def __init__(self, message: str, problems: Sequence[str], *, hint: str | None = None) -> None:
        super().__init__(message, where="\n".join(problems), hint=hint)
        self.problems = tuple(problems)


class NoCodebook(PortrayalsError):
    """The database has no codebook yet; `consequence` says what cannot be done without one."""

    def __init__(self, consequence: str = "") -> None:
        so = consequence and f", so {consequence}"
        super().__init__(
            f"there is no codebook yet{so}", hint="portrayals codebook apply NAME|FILE"
        )


class InvalidRows(PortrayalsError):
    """Rows of a file that cannot be read: a line for each, and `problems` as `--json` has it."""

    def __init__(
        self,
        message: str,
        lines: Sequence[str],
        problems: Sequence[dict[str, object]],
        *,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, where="\n".join(lines), hint=hint)
        self.problems = tuple(problems)

    def to_dict(self) -> dict[str, object]:
        """The error as `--json` prints it, with its rows."""
        return super().to_dict() | {"problems": list(self.problems)}


class InUse(PortrayalsError):
    """What was to be removed or dropped is still used."""


class NoDatabase(PortrayalsError):
    """There is no database here, or the file is not one of ours, or it is damaged."""


class Damaged(NoDatabase):
    """The database lacks what it cannot be without, or holds what cannot be read."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"the database is damaged: {what}",
            hint="see all that is wrong: portrayals db check     "
            "or restore a backup: portrayals db restore FILE",
        )


class NeedsUpgrade(PortrayalsError):
    """The file is of an earlier program; `db upgrade` brings it up to date."""

    status = 3


class Untold(PortrayalsError):
    """What was asked for is done, but not all of its answer could be printed or written."""

    status = 4


class Declined(PortrayalsError):
    """A change that wants a yes and got none: no terminal to ask at, or the answer was no."""

    status = 2
