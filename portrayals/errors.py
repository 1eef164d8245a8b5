"""What can go wrong, as the user sees it: what, where, and what to do next.

Every error that a request can cause is a `PortrayalsError`. The command line catches this
one class and prints it; the Python API raises it as it is. `docs/errors.md` lists the codes.
"""

from __future__ import annotations

from collections.abc import Sequence


class PortrayalsError(Exception):
    """The user's data or request is wrong, or the file cannot be used.

    `where` names the place (a file and line, a column, part of a query), `hint` says what to do
    next, and `candidates` are the names that may have been meant, best first. `code` identifies
    the kind of error for programs, and never changes. `status` is the exit status of the command
    line.
    """

    code = "refused"
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
        for line in self.beneath():  # a traceback and a notebook show them too
            self.add_note(line)

    def beneath(self) -> list[str]:
        """The lines under the message: where, what may have been meant, what to do next."""
        return [
            *(self.where or "").splitlines(),
            *self._offer(", ".join(self.candidates)),
            *(self.hint or "").splitlines(),
        ]

    def _offer(self, names: str) -> list[str]:
        return [f"did you mean {names}?"] if names else []

    def to_dict(self) -> dict[str, object]:
        """The error as `--json` prints it."""
        return {
            "error": self.message,
            "code": self.code,
            "where": self.where,
            "hint": self.hint,
            "candidates": list(self.candidates),
        }


class InvalidValue(PortrayalsError):
    """A value that has the wrong form, or is out of range."""

    code = "invalid-value"


class UnreadCell(InvalidValue):
    """A cell of a sheet that is no value of its variable.

    `text` is what can be given a meaning; split at `separator` it is several codes, unless None.
    """

    code = "unread-cell"

    def __init__(
        self,
        message: str,
        *,
        variable: str,
        text: str,
        separator: str | None = None,
        hint: str | None = None,
        candidates: Sequence[str] = (),
    ) -> None:
        super().__init__(message, hint=hint, candidates=candidates)
        self.variable = variable
        self.text = text
        self.separator = separator


class UnlistedName(InvalidValue):
    """A country or language that is in no list; it is stored if `--yes` says so."""

    code = "unlisted-name"
    status = 2


class WrongArgument(InvalidValue, TypeError):
    """In Python: a method takes no such argument, lacks one, or got one of the wrong type."""

    code = "wrong-argument"


class WrongLevel(PortrayalsError):
    """A unit of the wrong level."""

    code = "wrong-level"


class UnknownKey(PortrayalsError):
    """Something that was named does not exist; `candidates` are the nearest names."""

    code = "unknown-key"


class AmbiguousKey(PortrayalsError):
    """A name that fits several things; `candidates` are their keys."""

    code = "ambiguous-key"

    def _offer(self, names: str) -> list[str]:
        return [f"one of: {names}"] if names else []


class AlreadyThere(PortrayalsError):
    """Something to be made already exists, or very nearly."""

    code = "already-there"

    def _offer(self, _: str) -> list[str]:
        return []  # the message names them


class LikelyDuplicate(AlreadyThere):
    """Something nearly the same exists, although it may still be a different thing."""

    code = "likely-duplicate"


class InvalidQuery(PortrayalsError):
    """A query that cannot be read, or that names something that does not exist.

    `query` is its text; `start` and `end` mark the part that is wrong.
    """

    code = "invalid-query"

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


class NoUnits(InvalidQuery):
    """The query of a statistic is true of no unit, although there are units."""

    code = "no-units"


class InvalidCodebook(PortrayalsError):
    """A codebook file with errors; `problems` has one line for each, with its place."""

    code = "invalid-codebook"

    def __init__(self, message: str, problems: Sequence[str], *, hint: str | None = None) -> None:
        super().__init__(message, where="\n".join(problems), hint=hint)
        self.problems = tuple(problems)


class NoCodebook(PortrayalsError):
    """The database has no codebook yet; `consequence` says what cannot be done without one."""

    code = "no-codebook"

    def __init__(self, consequence: str = "") -> None:
        so = consequence and f", so {consequence}"
        super().__init__(
            f"there is no codebook yet{so}", hint="portrayals codebook apply NAME|FILE"
        )


class InvalidRows(PortrayalsError):
    """Rows of a file that cannot be read: a line for each, and `problems` as `--json` has it."""

    code = "invalid-rows"

    def __init__(
        self,
        message: str,
        lines: Sequence[str],
        problems: Sequence[dict[str, object]],
        *,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, where="\n".join(lines) or None, hint=hint)
        self.problems = tuple(problems)

    def to_dict(self) -> dict[str, object]:
        """The error as `--json` prints it, with its rows."""
        return super().to_dict() | {"problems": list(self.problems)}


class InvalidText(InvalidRows):
    """A study or a catalogue as text, with errors: a line for each, as for the rows of a file."""

    code = "invalid-text"


class InUse(PortrayalsError):
    """Something to be removed or dropped is still used."""

    code = "in-use"


class WaveLocked(PortrayalsError):
    """The change would affect a locked wave."""

    code = "wave-locked"


class WouldChange(PortrayalsError):
    """An import that would change existing data, and was not told to."""

    code = "would-change"


class CannotUndo(PortrayalsError):
    """There is nothing to undo, or something later depends on what would be undone."""

    code = "cannot-undo"


class ReadOnly(PortrayalsError):
    """A write to a study that was opened with `read_only=True`."""

    code = "read-only"


class Busy(PortrayalsError):
    """Another program is writing to the database, or changed it in the meantime: try again."""

    code = "busy"


class NoAccess(PortrayalsError):
    """A file cannot be read or written: its permissions, its folder, or the room on the disk."""

    code = "no-access"


class NotInstalled(PortrayalsError):
    """A package that this needs is not installed; the hint is the command that installs it."""

    code = "not-installed"


class NoDatabase(PortrayalsError):
    """There is no database here, or the file is not a portrayals database."""

    code = "no-database"


class Damaged(NoDatabase):
    """The database lacks something essential, or contains something that cannot be read."""

    code = "damaged"

    def __init__(
        self,
        what: str,
        *,
        of: str = "the database",
        hint: str = "list all problems: portrayals db check     or restore a backup: portrayals "
        "db restore FILE",
    ) -> None:
        super().__init__(f"{of} is damaged: {what}", hint=hint)


class NeedsUpgrade(PortrayalsError):
    """The file was made by an earlier version; `db upgrade` brings it up to date."""

    code = "needs-upgrade"
    status = 3


class Untold(PortrayalsError):
    """The request was carried out, but not all of its answer could be printed or written."""

    code = "output-failed"
    status = 4


class Declined(PortrayalsError):
    """A change that needs confirmation did not get it: nobody to ask, or the answer was no."""

    code = "declined"
    status = 2


class Misuse(PortrayalsError):
    """A command line that cannot be read."""

    code = "usage"
    status = 2


class ProgramFault(PortrayalsError):
    """Something went wrong inside the program."""

    code = "program-fault"
