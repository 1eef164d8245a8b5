"""How an import ends: written, refused with its bad rows, or waiting for confirmation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from portrayals.errors import (
    InvalidRows,
    LikelyDuplicate,
    PortrayalsError,
    UnlistedName,
    UnreadCell,
    WouldChange,
)
from portrayals.notation.keys import caseless
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.importing import BadCell, Imported, Unread
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.importing.cells import DECIMAL, SAY, SPLIT
from portrayals.services.importing.find_units import Unclear
from portrayals.services.importing.unread_cells import unread_texts
from portrayals.vocabulary import OnChange

#: With this many bad rows, the file or the way it is read is wrong.
TOO_MANY: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Kind:
    column: str
    value: str
    reason: str


class RowProblems:
    """What is wrong with the rows of a file, in the order it was met.

    `each` is called with every bad cell, even those that `told` gathers into one.
    """

    def __init__(self, each: Callable[[BadCell], None] | None = None) -> None:
        self.lines: set[int] = set()
        self._each = each
        self._told: dict[_Kind, BadCell] = {}

    def add(
        self,
        line: int,
        column: str,
        value: str,
        reason: str,
        *,
        candidates: Sequence[str] = (),
        hint: str | None = None,
        unread: Unread | None = None,
        doubtful: bool = False,
    ) -> None:
        """Records one bad cell. Raises InvalidRows if there are far too many."""
        near = tuple(candidates)
        bad = BadCell(line, column, value, reason, near, hint, unread=unread, doubtful=doubtful)
        if self._each is not None:
            self._each(bad)
        self.lines.add(line)
        kind = _Kind(column, value, reason)
        known = self._told.get(kind)
        self._told[kind] = bad if known is None else replace(known, rows=known.rows + 1)
        if len(self.lines) > TOO_MANY:
            raise InvalidRows(
                f"more than {TOO_MANY:,} rows cannot be read, the first in line {min(self.lines)}: "
                f"{self.told()[0].reason}",
                lines=(),
                problems=[each.to_dict() for each in self.told()[:MOST_TOLD]],
                hint="check the file, and what each column is used for: --dry-run",
            )

    def refused(self, line: int, column: str, value: str, error: PortrayalsError) -> None:
        """Records a cell that could not be read, with the reason from the error."""
        reason = error.message.removesuffix(".")
        unread = (
            Unread(error.variable, error.text, error.separator)
            if isinstance(error, UnreadCell)
            else None
        )
        self.add(
            line,
            column,
            value,
            reason,
            candidates=error.candidates,
            hint=error.hint,
            unread=unread,
            doubtful=isinstance(error, UnlistedName | LikelyDuplicate),
        )

    def unclear(self, line: int, column: str, value: str, why: Unclear) -> None:
        """Records a row for which no unit can be taken."""
        self.add(line, column, value, why.told, candidates=why.candidates)

    def told(self) -> tuple[BadCell, ...]:
        """The bad cells by line, merging those with the same column, value and reason."""
        return tuple(sorted(self._told.values(), key=lambda bad: bad.line))


#: How many bad cells are printed; a file can have all of them.
MOST_TOLD: Final = 40
_MOST_SAID: Final = 5
#: The options for coders who are not known, and for rows of one unit and coder.
CREATE: Final = "--create"
LONG: Final = "--long VARIABLE"
#: What the options say that help with rows and cells.
_SAID: Final = {
    SPLIT: "where cells are split",
    SAY: "what a cell value means",
    DECIMAL: "which mark is the decimal one",
    CREATE: "that these coders are new",
    LONG: "that each row is one code of a set",
}


class Undecided(Exception):
    """Something would change, and nobody has said whether it may; nothing was written."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


@dataclass(frozen=True, slots=True)
class ImportPolicy:
    """How a file is imported.

    `on_change` says what happens to existing data that differs: None asks (raises `Undecided`).
    `create` adds unknown titles and coders; `coders` says what every coder of the file is, new or
    existing, unless they may be anybody. `skip_bad` leaves out rows that cannot be read; `each_bad`
    is called with every one. `look` only reads: bad rows are reported in the result. `step` is
    called with what is being done. `as_typed` takes what is doubtful: countries and languages that
    are in no list, and titles that are nearly others.
    With `keep_empty`, an update takes nothing back where a cell is empty: a person who was asked
    said yes to something else.
    """

    on_change: OnChange | None = None
    create: bool = False
    coders: CoderOptions = CoderOptions()
    skip_bad: bool = False
    look: bool = False
    each_bad: Callable[[BadCell], None] | None = None
    step: Callable[[str], None] = lambda _: None
    as_typed: bool = False
    keep_empty: bool = False

    @property
    def takes_empty(self) -> bool:
        """Whether an empty cell counts as a change of what is there."""
        return self.on_change == "refuse" or (self.on_change == "update" and not self.keep_empty)


def refuse_bad_rows(problems: RowProblems, manner: ImportPolicy, file: str, rows: int) -> None:
    """Raises InvalidRows if rows cannot be read and should not be skipped."""
    if not problems.lines or manner.skip_bad or manner.look:
        return
    number = len(problems.lines)
    raise InvalidRows(
        f"{number} of {counted(rows, 'row')} cannot be read; nothing was imported",
        told_lines(problems.told(), file),
        [each.to_dict() for each in problems.told()],
        hint="\n".join(
            [
                "correct them and repeat, or skip them: --skip-bad     list all: --errors FILE",
                *_to_say(problems.told()),
            ]
        ),
    )


def _to_say(problems: Sequence[BadCell]) -> list[str]:
    """What can be said of all bad rows, a line for each option."""
    said = []
    texts = unread_texts([bad.to_dict() for bad in problems])
    several = {caseless(each.text) for each in texts if len(each.variables) > 1}
    hints = dict.fromkeys(_hint(bad, several) for bad in problems)
    for option, told in _SAID.items():
        options = [hint for hint in hints if hint.startswith(option)]
        more = " …" if len(options) > _MOST_SAID else ""
        if options:
            said.append(f"or say {told}: {' '.join(options[:_MOST_SAID])}{more}")
    return said


def _hint(bad: BadCell, several: Collection[str]) -> str:
    """What helps with a bad cell, whose text may stand in the columns of several variables."""
    if bad.unread is None or bad.unread.separator or caseless(bad.unread.text) not in several:
        return bad.hint or ""
    return f"{SAY} {quoted(f'*:{caseless(bad.unread.text)}=CODE')}"


def told_lines(problems: Sequence[BadCell], file: str) -> list[str]:
    """A line for each of the first bad cells, and how many more there are."""
    lines = [each.told(file) for each in problems[:MOST_TOLD]]
    more = len(problems) - len(lines)
    return [*lines, f"… and {more:,} more like these"] if more else lines


def settle_changes(manner: ImportPolicy, imported: Imported) -> bool:
    """Whether data that differs should be changed.

    Raises `Undecided` if nobody has said so, and WouldChange if it should be refused.
    """
    if not any(imported.differing.values()) or manner.look:
        return True
    if manner.on_change is None:
        raise Undecided(imported)
    if manner.on_change == "refuse":
        raise WouldChange(
            f"{would_change(imported)} would change; nothing was imported",
            where="\n".join(imported.changes),
            hint="to change it: --on-change update     to leave it: --on-change keep",
        )
    return manner.on_change == "update"


def would_change(imported: Imported) -> str:
    """How many of what would change: `1 annotation and 2 titles`."""
    return " and ".join(
        counted(number, what.removesuffix("s"))
        for what, number in imported.differing.items()
        if number
    )


def with_problems(imported: Imported, problems: RowProblems) -> Imported:
    """The result with the rows that were left out."""
    return replace(imported, skipped=len(problems.lines), problems=problems.told())
