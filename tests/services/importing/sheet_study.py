"""A study into which sheets are taken; every import of it is looked over (changed_study.py)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from changed_study import ChangedStudy
from study import Study

from portrayals.errors import InvalidRows
from portrayals.exchange.sheets import open_sheet
from portrayals.history.snapshot import snapshot
from portrayals.history.transaction import Change, read, write
from portrayals.render.write_rows import write_rows
from portrayals.results.exported import TextForm
from portrayals.results.importing import BadCell, Imported
from portrayals.results.sheets import Sheet
from portrayals.services.exporting.export import export
from portrayals.services.importing.annotations import import_annotations
from portrayals.services.importing.ending import ImportPolicy
from portrayals.services.importing.table import import_table
from portrayals.services.importing.table_map import TableMap
from portrayals.services.importing.units import import_units
from portrayals.vocabulary import LEVELS

BOOK = """\
codebook: sheets
version: "1"
levels: {general: clients}
variables:
  - {key: tone, label: The tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: "Grave; or sad"}]}
  - {key: seen, label: Seen, level: title, type: boolean}
  - {key: stars, label: Stars, level: title, type: ordinal, codes: [
      {key: low, label: Low}, {key: high, label: High}]}
  - {key: minutes, label: Minutes, level: title, type: number, min: 0}
  - {key: remark, label: Remark, level: title, type: text}
  - {key: cause, label: Cause, level: title, type: boolean, asked_when: "seen:yes"}
  - {key: themes, label: Themes, level: title, type: multi, codes: [
      {key: love, label: Love}, {key: death, label: "Death, or loss"}, {key: money, label: Money}]}
  - {key: pace, label: Pace, level: episode, type: ordinal, codes: [
      {key: slow, label: Slow}, {key: quick, label: Quick}]}
  - {key: age, label: Age, level: portrayal, type: number, tolerance: 1}
  - key: act
    label: Act
    level: relationship
    type: multi
    codes:
      - key: romantic
        label: Romantic
        assignable: true
        codes: [{key: flirting, label: Flirting}, {key: dating, label: Dating}]
      - {key: gift, label: Gift}
derived:
  - {key: sad, label: Sad, level: title, type: boolean,
     rules: [{when: "themes:death", then: yes}], otherwise: no}
"""

Work = Callable[[Change, Sheet, ImportPolicy], Imported]


class SheetStudy(ChangedStudy):
    """A study of that codebook with two coders; who acts is `ana`.

    `notices` are those of the last import.
    """

    notices: Sequence[str] = ()

    @classmethod
    def made(cls, target: str, folder: Path) -> SheetStudy:
        """A new one."""
        study = cls(target)
        Study.__init__(study, target)
        study.apply(BOOK, folder)
        study.coder("ben")
        return study

    def take(self, what: str, file: Path | str, **manner: Any) -> Imported:
        """Takes in titles, episodes … or annotations."""
        if what == "annotations":
            return self._taken(import_annotations, file, **manner)
        level = next(level for level in LEVELS if f"{level}s" == what)
        return self._taken(lambda c, sheet, m: import_units(c, level, sheet, m), file, **manner)

    def take_table(
        self, file: Path | str, mapping: TableMap | None = None, **options: Any
    ) -> Imported:
        """Takes in a wide table; options that a mapping has not are of the manner."""
        manner = {name: options.pop(name) for name in [*options] if name in MANNER}
        chosen = mapping or TableMap(**({"level": "title", "name": "Film"} | options))
        return self._taken(
            lambda change, sheet, how: import_table(change, sheet, chosen, how), file, **manner
        )

    def _taken(self, work: Work, file: Path | str, **manner: Any) -> Imported:
        policy = ImportPolicy(**({"on_change": "update"} | manner))

        def taken(change: Change, sheet: Sheet) -> Imported:
            imported = work(change, sheet, policy)
            self.notices = list(change.notices)
            return replace(imported, notices=tuple(change.notices))

        with open_sheet(str(file)) as sheet:
            if policy.look:
                with write(self.target, actor="ana", command="a look", keep=False) as change:
                    return taken(change, sheet)
            imported: Imported = self.change(lambda change: taken(change, sheet))
        if imported.added or imported.changed or imported.made:
            self.assert_sound()
        return imported

    def refused(self, take: Callable[[], object]) -> list[dict[str, Any]]:
        """What is told of each bad cell of a file that is refused, and changes nothing."""
        before, number = self.rows(), self.number
        with pytest.raises(InvalidRows) as refusal:
            take()
        assert (self.rows(), self.number) == (before, number)
        return [dict(each) for each in refusal.value.problems]

    def written(self, what: str, form: TextForm = "csv") -> str:
        """An export, as the text of a file."""
        page = io.StringIO(newline="")
        with read(self.target) as connection:
            found = export(connection, what, (), table=form in {"csv", "tsv"})
            write_rows(page, form, found.columns, found.rows)
        return page.getvalue()

    def said(self, *names: str) -> list[tuple[str, ...]]:
        """Of each annotation what is asked for, by default unit, variable, coder and value."""
        rows = csv.DictReader(io.StringIO(self.written("annotations"), newline=""))
        chosen = names or ("unit", "variable", "coder", "value")
        return [tuple(row[name] for name in chosen) for row in rows]

    def described(self, what: str) -> list[dict[str, Any]]:
        """The units of a level, as they are exported."""
        rows: list[dict[str, Any]] = json.loads(self.written(what, "json"))
        return rows

    def snapshot(self) -> str:
        """The hash of its content."""
        with read(self.target) as connection:
            return snapshot(connection)


MANNER = frozenset(
    {"on_change", "create", "skip_bad", "look", "each_bad", "step", "keep_empty", "as_typed"}
)


def told(problems: Sequence[BadCell | dict[str, Any]]) -> list[tuple[int, str, str]]:
    """Line, column and reason of each."""
    rows: list[dict[str, Any]] = [
        each.to_dict() if isinstance(each, BadCell) else each for each in problems
    ]
    return [(row["line"], row["column"], row["reason"]) for row in rows]
