"""`codebook draft`: turns a sheet coded without a codebook into a codebook file to edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from portrayals.codebook.draft import Draft, draft
from portrayals.codebook.keys import slug_problem
from portrayals.errors import InvalidValue, UnknownKey
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import fold, slug
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.sheets import BadRow, Sheet
from portrayals.vocabulary import Level

#: How many unreadable rows are reported one by one.
_MOST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class DraftedCodebook:
    """The draft of a codebook, and what was noticed while reading the sheet."""

    draft: Draft
    notices: tuple[str, ...]

    @property
    def text(self) -> str:
        """The YAML of the codebook."""
        return self.draft.book.document

    @property
    def contents(self) -> str:
        """`9 variables, 47 codes`, not counting the yes and no of booleans."""
        variables = self.draft.book.variables
        codes = sum(len(each.codes) for each in variables if each.type != "boolean")
        return f"{counted(len(variables), 'variable')}, {counted(codes, 'code')}"

    @property
    def doubtful(self) -> tuple[str, ...]:
        """A line for each variable to look at first."""
        return self.draft.doubtful

    @property
    def left_out(self) -> tuple[str, ...]:
        """A line for each column that is not a variable, with the reason."""
        return tuple(
            f"col {each.column} {quoted(each.header)}: {each.reason}"
            for each in self.draft.left_out
        )

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "codebook": self.draft.book.key,
            "version": self.draft.book.version,
            "rows": self.draft.rows,
            "variables": [each.to_dict() for each in self.draft.drafted],
            "left_out": [each.to_dict() for each in self.draft.left_out],
            "notices": list(self.notices),
        }


def draft_codebook(
    sheet: Sheet,
    *,
    level: Level,
    name: str | None = None,
    skip: Sequence[str] = (),
    only: Sequence[str] = (),
) -> DraftedCodebook:
    """The draft of a codebook for a sheet; `name` is its key, else made from the sheet's name.

    Raises UnknownKey for a column that does not exist, and InvalidValue for a name that is not a
    key, or if the sheet has no rows or nothing in it looks like a variable.
    """
    key = _key(sheet, name)
    left, wanted = _headers(sheet, skip), _headers(sheet, only)
    bad: list[BadRow] = []
    made = draft(
        sheet.columns,
        _readable(sheet, bad),
        key=key,
        level=level,
        source=PurePath(sheet.name).name,
        skip=left,
        only=wanted,
        labels=sheet.labels,
    )
    if not made.rows:
        raise InvalidValue(f"{sheet.name} has no rows to draft a codebook from")
    found = DraftedCodebook(made, (*sheet.notices, *_told(sheet, bad)))
    if not made.drafted:
        raise InvalidValue(
            f"no column of {sheet.name} looks like a variable",
            where="\n".join(found.left_out) or None,
            hint="name the ones that are: --only COLUMN",
        )
    return found


def _key(sheet: Sheet, name: str | None) -> str:
    if name is None:
        stem = PurePath(sheet.name).stem
        return slug(stem) if any(c.isalnum() for c in stem) else "draft"
    if problem := slug_problem(name.strip()):
        raise InvalidValue(problem, hint="--name is the key of the codebook, such as my-study")
    return name.strip()


def _headers(sheet: Sheet, asked: Sequence[str]) -> tuple[str, ...]:
    """The headers of the requested columns, which may be written in any case."""
    known: dict[str, str] = {}
    for header in sheet.columns:
        known.setdefault(fold(header), header)
    headers = []
    for each in asked:
        if each not in sheet.columns and fold(each) not in known:
            raise UnknownKey(
                f"{sheet.name} has no column {quoted(each)}",
                candidates=nearest(each, sheet.columns),
            )
        headers.append(each if each in sheet.columns else known[fold(each)])
    return tuple(headers)


def _readable(sheet: Sheet, bad: list[BadRow]) -> Iterator[tuple[str, ...]]:
    """The cells of each readable row; the first few of the others go to `bad`."""
    for row in sheet.rows:
        if not isinstance(row, BadRow):
            yield row.cells
        elif len(bad) <= _MOST_TOLD:
            bad.append(row)


def _told(sheet: Sheet, bad: Sequence[BadRow]) -> Iterator[str]:
    for row in bad[:_MOST_TOLD]:
        yield f"{sheet.name}:{row.line}  {row.reason}; not counted"
    if len(bad) > _MOST_TOLD:
        yield f"{sheet.name}: more rows could not be read, and are not counted"
