"""A handout as an Excel workbook: a row for each unit, a column for each question.

Cells take what drop-down lists offer. What a coder must not change is locked, without a password.
A hidden sheet has the whole handout, by which the workbook is read when it comes back.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from portrayals.errors import InvalidValue
from portrayals.extras import need
from portrayals.notation.spreadsheet_formulas import neutral
from portrayals.render.cells import harmless
from portrayals.render.handout import BASES_IN_WORDS
from portrayals.render.handout.rules import RULES_COLUMNS, entries, note_on
from portrayals.results.handout import Handout, HandoutUnit
from portrayals.results.handout_sheets import (
    BASIS_CHOICES,
    BASIS_OF_ALL,
    CODEBOOK,
    DATA,
    DATA_MARK,
    EVIDENCE,
    EVIDENCE_COLUMNS,
    LISTS,
    MOST_COLUMNS,
    NEVER_SAVED,
    NEW_PEOPLE,
    PEOPLE,
    PEOPLE_COLUMNS,
    README,
    SHEETS_FORMAT,
    AskedColumn,
    Choice,
    CodingSheet,
    coding_sheets,
    people_may_be_new,
    subjects,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: What Excel takes in a cell; of a note on a cell nobody reads more than this.
_LONGEST_CELL: Final = 32_767
_LONGEST_NOTE: Final = 2_000
#: The data of the handout stands in cells of so many characters, all of them ASCII.
_PIECE: Final = 30_000
_EVIDENCE_ROWS: Final = 2_000
_HEAD_HEIGHT: Final = 62
_GREY: Final = "#EDEDED"
_YELLOW: Final = "#FFF2CC"
_MAY: Final = {"format_columns": True, "format_rows": True, "autofilter": True}
#: What blank cells and the words in others mean.
_MEANINGS: Final = (
    (
        "(blank)",
        "Not coded yet; or taken back, if it was filled when you sent the workbook before.",
    ),
    ("none", "You looked for all codes of the question and found none."),
    ("cannot tell", "You looked, and what is shown does not decide it."),
    ("not applicable", "The question makes no sense here."),
    ("unavailable", "You could not see what you would have to see."),
    ("yes", "The code is there. A code that stays blank was looked for and not found."),
    ("maybe", "You cannot tell whether the code is there."),
)


def workbook(handout: Handout) -> bytes:
    """The handout as the bytes of a file.

    Raises NotInstalled if the package that writes workbooks is missing, and InvalidValue for a
    handout of which a sheet would have too many columns, that is for training, or that does not ask
    the same of all units.
    """
    need("a handout as a workbook", "xlsxwriter", extra="office")
    sheets = coding_sheets(handout)
    _refuse(handout, sheets)
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        _Writer(book, handout, sheets).write()
    return file.getvalue()


def _refuse(handout: Handout, sheets: Sequence[CodingSheet]) -> None:
    """Refuses what cannot be coded well in sheets; a page has neither limit."""
    if not sheets:
        raise InvalidValue(f"nothing is asked of what is assigned to {handout.coder}")
    widest = max(sheets, key=lambda each: len(each.columns))
    if len(widest.columns) > MOST_COLUMNS:
        raise InvalidValue(
            f"{handout.codebook} does not fit into a workbook: its sheet {widest.name} would have "
            f"{len(widest.columns)} columns, and the limit is {MOST_COLUMNS}",
            hint=f"the HTML page has no such limit: -o {handout.name}.html",
        )
    if handout.purpose == "training":
        raise InvalidValue(
            "a workbook is not for training: it cannot wait for an answer before it shows the "
            "lead's",
            hint=f"hand out the HTML page: -o {handout.name}.html",
        )
    if any(each.variables is not None for each in handout.units):
        raise InvalidValue(
            "a workbook asks the same of all units, and not of each what has changed for it",
            hint=f"hand out the HTML page: -o {handout.name}.html",
        )


@dataclass(slots=True)
class _Writer:
    """Writes the sheets of a handout into a workbook."""

    book: Workbook
    handout: Handout
    sheets: Sequence[CodingSheet]
    formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    page: Worksheet = field(init=False)

    def write(self) -> None:
        """Writes all sheets, in the order in which a coder meets them."""
        given = self.handout
        self.book.set_properties({"title": harmless(given.name), "created": _moment(NEVER_SAVED)})
        for name, value in (
            ("wave", given.wave),
            ("coder", given.coder),
            ("codebook", f"{given.codebook} {given.codebook_version}"),
            ("handout", given.sha256),
        ):
            self.book.set_custom_property(f"portrayals {name}", value)
        self._readme()
        for sheet in self.sheets:
            self._sheet(sheet)
        self._evidence()
        if people_may_be_new(self.sheets):
            self._people()
        self._codebook()
        self._lists()
        self._data()

    def _readme(self) -> None:
        given = self.handout
        self._begin(README, (26, 84))
        book = given.codebook_label or given.codebook
        self._text(0, 0, given.study or book, bold=True, font_size=14)
        coder = f"{given.coder_name} ({given.coder})" if given.coder_name else given.coder
        whose = (("Coder", coder), ("Wave", given.wave))
        rows = (*whose, ("Codebook", f"{book} {given.codebook_version}"), ("", ""), *self._steps())
        self._rows(2, rows)
        at = 3 + len(rows)
        self._text(at, 0, BASIS_OF_ALL, bold=True)
        self._fill(at, 1, bg_color=_YELLOW, border=1)
        self._offer(at, 1, at, _labels(BASIS_CHOICES))
        self._rows(at + 1, [(each.key, BASES_IN_WORDS[each.key]) for each in BASIS_CHOICES])
        at += len(BASIS_CHOICES) + 2
        self._text(at, 0, "What cells mean", bold=True)
        self._rows(at + 1, _MEANINGS)
        self.page.activate()

    def _steps(self) -> Iterator[tuple[str, str]]:
        names = " and ".join(each.name for each in self.sheets)
        yield (
            "Step 1",
            "Say in the yellow cell below how you know what you code. Then choose an answer in "
            f"each column of {names}. Point at the name of a column to read its question and its "
            f"rules; {CODEBOOK} has all of them.",
        )
        missing = (
            f" People who are missing go into {PEOPLE}; you get them to code later."
            if people_may_be_new(self.sheets)
            else ""
        )
        yield "Step 2", f"Say in {EVIDENCE} where you saw what you coded.{missing}"
        yield "Step 3", "Save it as an Excel workbook (.xlsx) and send the whole of it back."

    def _rows(self, at: int, rows: Sequence[tuple[str, str]]) -> None:
        for number, (word, meaning) in enumerate(rows, at):
            self._text(number, 0, word, valign="top")
            self._text(number, 1, meaning, text_wrap=True, valign="top")

    def _sheet(self, sheet: CodingSheet) -> None:
        """The sheet of a level: units and what names them are locked, answers are not."""
        widths = [30 if each.variable.type == "text" else 15 for each in sheet.asked]
        self._begin(sheet.name, (18, *[22] * len(sheet.naming), *widths, 36, 16))
        self._head(sheet.columns)
        named, last = 1 + len(sheet.naming), len(sheet.units)
        units = {each.uuid: each for each in self.handout.units}
        for row, unit in enumerate(sheet.units, 1):
            self._exact(row, 0, unit.key, bg_color=_GREY, font_color="#666666")
            for place, words in enumerate(_naming(unit, units), 1):
                self._text(row, place, words, bg_color=_GREY)
            for place, column in enumerate(sheet.asked, named):
                self._fill(row, place, **_typed(column))
            for place in (len(sheet.columns) - 2, len(sheet.columns) - 1):
                self._fill(row, place, num_format="@")
        for place, column in enumerate(sheet.asked, named):
            free = column.variable.type in {"number", "text"}
            self._offer(1, place, last, _labels(column.choices), free=free)
            self._comment(place, note_on(column, self.handout.variables))
        self._offer(1, len(sheet.columns) - 1, last, _labels(BASIS_CHOICES))
        self._comment(len(sheet.columns) - 2, "About the answers of this row.")
        self._comment(len(sheet.columns) - 1, f"Where it is not the one on the sheet {README}.")
        self.page.freeze_panes(1, named)
        self.page.autofilter(0, 0, last, len(sheet.columns) - 1)

    def _evidence(self) -> None:
        self._begin(EVIDENCE, (34, 34, 12, 12, 12, 60), unlocked=True)
        self._head(EVIDENCE_COLUMNS)
        keys = [unit.key for sheet in self.sheets for unit in sheet.units]
        self._offer(1, 0, _EVIDENCE_ROWS, keys)
        self._offer(1, 1, _EVIDENCE_ROWS, [*subjects(self.sheets)])
        for place, words in (
            (0, "The key of the row that you coded."),
            (1, "What you coded there: a question, or a code of it."),
            (2, "Of a series: S01E02"),
            (3, "Minutes and seconds: 12:30; or hours too, 1:02:03"),
            (5, "What is said, word for word."),
        ):
            self._comment(place, words)
        self.page.freeze_panes(1, 0)

    def _people(self) -> None:
        """Rows for people whom the catalogue lacks, beneath those that may have some."""
        self._begin(PEOPLE, (8, 34, 26, 26, 20, 40))
        self._head(PEOPLE_COLUMNS)
        numbers = [f"new-{number}" for number in range(1, NEW_PEOPLE + 1)]
        for row, number in enumerate(numbers, 1):
            self._exact(row, 0, number, bg_color=_GREY)
            for place in range(1, len(PEOPLE_COLUMNS)):
                self._fill(row, place, num_format="@")
        above = [each.key for each in self.handout.units if each.level in {"title", "portrayal"}]
        self._offer(1, 1, NEW_PEOPLE, [*above, *numbers])
        person = self.handout.level_names.get("portrayal", "portrayal")
        self._comment(
            1,
            f"Of a new {person}, the key of the title. Of somebody who has a relationship to a "
            f"{person}, the key of the {person}, or {numbers[0]} if that is who is in that row.",
        )
        self.page.freeze_panes(1, 1)

    def _codebook(self) -> None:
        self._begin(CODEBOOK, (26, 34, 40, 50, 40, 40, 30, 30))
        self._head(RULES_COLUMNS)
        rows = [row for sheet in self.sheets for row in entries(sheet, self.handout.variables)]
        for number, row in enumerate(rows, 1):
            for place, words in enumerate(row):
                self._text(number, place, words, text_wrap=True, valign="top")
        self.page.freeze_panes(1, 2)

    def _lists(self) -> None:
        """What the lists offer, a column each: in a cell itself Excel takes 255 characters."""
        self._begin(LISTS, ())
        for place, offered in enumerate(self.lists):
            for row, words in enumerate(offered):
                self._exact(row, place, words)
        self.page.hide()

    def _data(self) -> None:
        self._begin(DATA, ())
        # Nothing in it is changed by a program that drops blanks or undoes escapes of its own.
        text = json.dumps(self.handout.to_dict(), separators=(",", ":"))
        text = text.replace(" ", "\\u0020").replace("_x", "\\u005fx").replace("'", "\\u0027")
        self._exact(0, 0, DATA_MARK)
        self._exact(1, 0, str(SHEETS_FORMAT))
        for row, first in enumerate(range(0, len(text), _PIECE), 2):
            self._exact(row, 0, text[first : first + _PIECE])
        self.page.very_hidden()

    def _begin(self, name: str, widths: Sequence[int], *, unlocked: bool = False) -> None:
        self.page = self.book.add_worksheet(name)
        typed = self._format(locked=False, num_format="@") if unlocked else None
        for place, width in enumerate(widths):
            self.page.set_column(place, place, width, typed)
        self.page.protect("", _MAY)

    def _head(self, names: Sequence[str]) -> None:
        self.page.set_row(0, _HEAD_HEIGHT)
        how = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": _GREY}
        for place, name in enumerate(names):
            self._exact(0, place, name, **how)

    def _comment(self, place: int, words: str) -> None:
        """A note on the name of a column, as high as its lines need."""
        lines = sum(1 + len(line) // 55 for line in words.splitlines())
        shown = {"width": 340, "height": min(30 + 17 * lines, 600), "author": ""}
        self.page.write_comment(0, place, _shortened(words, _LONGEST_NOTE), shown)

    def _offer(
        self, first: int, place: int, last: int, words: Sequence[str], *, free: bool = False
    ) -> None:
        """A drop-down list in the cells of a column; `free` lets other words be typed too."""
        offered = {
            "validate": "list",
            "source": self._range(tuple(words)),
            "show_error": not free,
            "error_title": "Not in the list",
            "error_message": "Choose from the list, or leave the cell blank.",
        }
        self.page.data_validation(first, place, last, place, offered)

    def _range(self, words: tuple[str, ...]) -> str:
        """Where on the sheet of lists these words stand."""
        from xlsxwriter.utility import xl_range_abs

        place = [*self.lists].index(words) if words in self.lists else len(self.lists)
        return self.lists.setdefault(
            words, f"={LISTS}!{xl_range_abs(0, place, len(words) - 1, place)}"
        )

    def _text(self, row: int, place: int, words: str, **how: object) -> None:
        """Text on one line that is only to be read."""
        self._exact(row, place, _shortened(harmless(words), _LONGEST_CELL), **how)

    def _exact(self, row: int, place: int, words: str, **how: object) -> None:
        """Text as it is; what a spreadsheet would run is marked as text too."""
        if neutral(words) != words:
            how["quote_prefix"] = True
        self.page.write_string(row, place, words, self._format(**how))

    def _fill(self, row: int, place: int, **how: object) -> None:
        """A cell for the coder to fill."""
        self.page.write_blank(row, place, None, self._format(locked=False, **how))

    def _format(self, **how: object) -> Format:
        """The format for a description, created once."""
        key = tuple(sorted(how.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(how)
        return self.formats[key]


def _labels(choices: Sequence[Choice]) -> tuple[str, ...]:
    return tuple(each.label for each in choices)


def _typed(column: AskedColumn) -> dict[str, object]:
    """Text stays as it is typed: 1-2 is no date."""
    return {} if column.variable.type == "number" else {"num_format": "@"}


def _naming(unit: HandoutUnit, units: Mapping[str, HandoutUnit]) -> tuple[str, ...]:
    """A unit in words, as the sheet of its level names it: what is above it first."""
    if unit.above is None:
        years = (unit.year, unit.end_year)
        return unit.name, "–".join(str(each) for each in years if each is not None)
    above = units[unit.above]
    own = f"{unit.name} ({unit.performer})" if unit.performer else unit.name
    over = _naming(above, units)
    return (over[0], own) if above.above is None else (*over, own)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _shortened(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
