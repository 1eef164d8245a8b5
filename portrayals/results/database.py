"""The results of `db`, `codebook` and `history`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular, flat


@dataclass(frozen=True, slots=True)
class DatabaseInfo(Tabular):
    """`db info`: what the file is and how much it contains; `snapshot` is a hash of the content."""

    path: str
    engine: str
    schema: str
    program: str
    codebook: str | None
    policy: str
    snapshot: str
    titles: int
    episodes: int
    portrayals: int
    relationships: int
    coders: int
    annotations: int
    claims: int
    changes: int

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Check(Tabular):
    """`db check`: the name of each thing checked, the problems found, and remarks on things that
    are not wrong."""

    checked: tuple[str, ...]
    problems: tuple[str, ...]
    observations: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "ok": not self.problems,
            "checked": list(self.checked),
            "problems": list(self.problems),
            "remarks": list(self.observations),
        }

    def records(self) -> list[dict[str, object]]:
        """A row for each problem."""
        return flat({"problem": problem} for problem in self.problems)

    def remarks(self) -> Sequence[str]:
        """Remarks on things that are not wrong."""
        return self.observations


@dataclass(frozen=True, slots=True)
class Description(Tabular):
    """`db describe`: the description of the study, and the values to choose from."""

    fields: tuple[tuple[str, object], ...]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **dict(self.fields)}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change: its number, time (UTC), coder (by key), command, and number of rows."""

    change: int
    at: str
    actor: str
    command: str
    rows: int
    undoes: int | None


@dataclass(frozen=True, slots=True)
class History(Tabular):
    """The changes of a database, or of one thing in it, newest first."""

    key: str | None
    entries: tuple[HistoryEntry, ...]

    def to_dict(self) -> list[dict[str, object]]:
        """The list that `--json` prints."""
        return [asdict(entry) for entry in self.entries]

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each change."""
        return self.to_dict()


@dataclass(frozen=True, slots=True)
class CodebookListed:
    """One version of a codebook in the database."""

    key: str
    version: str
    current: bool
    variables: int
    codes: int
    annotations: int


@dataclass(frozen=True, slots=True)
class CodebookList(Tabular):
    """The versions in the database and the included codebooks."""

    versions: tuple[CodebookListed, ...]
    shipped: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **asdict(self)}

    def records(self) -> list[dict[str, object]]:
        """A row for each version."""
        return flat(map(asdict, self.versions))


@dataclass(frozen=True, slots=True)
class CodebookLine:
    """One line of a codebook's tree: a variable (depth 0) or a code under it."""

    depth: int
    key: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class CodebookShown(Tabular):
    """`codebook show`: a heading, lines of the tree, and the full text if one thing was named.

    `details` are pairs of a word (definition, include, exclude …) and its text; `headline` are the
    variables that lead, where the whole codebook is shown.
    """

    heading: str
    lines: tuple[CodebookLine, ...]
    details: tuple[tuple[str, str], ...] = ()
    headline: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **asdict(self)}

    def records(self) -> list[dict[str, object]]:
        """A row for each line of the tree."""
        return flat(map(asdict, self.lines))


@dataclass(frozen=True, slots=True)
class VariableInOutline:
    """A variable in one line: what it is coded of, and what its values are."""

    key: str
    label: str
    of: str
    values: str


@dataclass(frozen=True, slots=True)
class CodebookOutline(Tabular):
    """`codebook show` in short: the variables, in the order of their levels.

    Other formats than the table have the `whole`. `example` is the variable with most codes; null
    where there is no variable.
    """

    whole: CodebookShown
    variables: tuple[VariableInOutline, ...]
    example: str | None

    def to_dict(self) -> dict[str, object]:
        """The whole as `--json` prints it."""
        return self.whole.to_dict()

    def records(self) -> list[dict[str, object]]:
        """A row for each line of the whole tree."""
        return self.whole.records()
