"""What an import did, or would do, and the rows it cannot read."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from portrayals.results.envelope import FORMAT


@dataclass(frozen=True, slots=True)
class Unread:
    """A text in a cell of `variable` that is neither a code nor a state.

    Split at `separator` it is several codes, unless that is None.
    """

    variable: str
    text: str
    separator: str | None = None


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong in a row, the first of `rows` rows with the same problem.

    `unread` is the text to give a meaning, if that is all there is to it; a `doubtful` name may be
    meant as it stands, if somebody says so.
    """

    line: int
    column: str
    value: str
    reason: str
    candidates: tuple[str, ...] = ()
    hint: str | None = None
    rows: int = 1
    unread: Unread | None = None
    doubtful: bool = False

    def told(self, file: str) -> str:
        """One line: file and line, column, what is wrong, and how many rows share the problem."""
        near = f" ({', '.join(self.candidates[:3])}?)" if self.candidates else ""
        others = f"{self.rows - 1:,} more row{'' if self.rows == 2 else 's'}"
        more = f"; and {others}" if self.rows > 1 else ""
        parts = (f"{file}:{self.line}", self.column, f"{self.reason}{near}{more}")
        return "  ".join(part for part in parts if part)

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column becomes: a field, or a variable; `filled` of its cells are not empty."""

    column: str
    becomes: str
    filled: int
    values: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What happened to the rows of a file.

    `added`, `changed` and `same` count what the rows are about (titles, annotations …); `kept`
    counts those that differ and were left as they are, `withdrawn` annotations that the file takes
    back; `skipped` the rows that could not be read. `made` counts what else had to be created,
    `edited` the other existing units whose fields differ from the file and were changed; `changes`
    describes the first differences in words.
    """

    what: str
    file: str
    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    withdrawn: int = 0
    skipped: int = 0
    made: dict[str, int] = field(default_factory=dict)
    edited: dict[str, int] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    problems: tuple[BadCell, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def differing(self) -> dict[str, int]:
        """How many annotations or units of each kind are changed, by what they are."""
        return {self.what: self.changed, **self.edited}

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **asdict(self)}
