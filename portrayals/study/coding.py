"""Coding: the codebook, tags and values one by one, and whole sheets."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Unpack

from portrayals.exchange.sheets import open_sheet
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import choose
from portrayals.results.importing import Imported
from portrayals.results.sheets import Sheet
from portrayals.results.written import Written
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.codebooks.apply import apply_codebook
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate, tag, tag_lines, untag
from portrayals.services.coding.tag_all import tag_all
from portrayals.services.importing.annotations import import_annotations
from portrayals.services.importing.ending import ImportPolicy
from portrayals.services.importing.table import import_table
from portrayals.services.importing.table_map import TableMap, load_map
from portrayals.services.importing.units import import_units
from portrayals.study.access import Access
from portrayals.study.options import CodingKeywords, TableKeywords
from portrayals.vocabulary import LEVELS, ON_CHANGE, Level, OnChange


class CodingMethods(Access):
    """Methods that record what was found, each in one transaction that `undo` takes back.

    The coding belongs to the coder who acts: the `actor` the study was opened with.
    """

    def apply_codebook(self, source: str) -> Written:
        """Makes a codebook the current one.

        Args:
            source: A file, or the name of an included codebook.

        Raises:
            InvalidCodebook: The file has errors.
            InUse: A variable or code that it drops has annotations.
        """
        return self._change(
            ("codebook", "apply", source), lambda change: apply_codebook(change, source)
        )

    def tag(
        self,
        unit: str,
        codes: Sequence[str],
        *,
        complete: bool | None = None,
        yes: bool = False,
        **how: Unpack[CodingKeywords],
    ) -> Written:
        """Adds codes to those that a unit, or each that matches a query, already has.

        Args:
            unit: The key of the unit; with `create`, `TITLE (YEAR)/PERSON/COUNTERPART` adds what
                is missing; or a query with a field in it, asked of the codes' level.
            codes: The codes: `["flirting", "dating-former-client@S07E05@12:30"]`.
            complete: Whether all other codes of the variable were looked for and not found; by
                default the basis decides.
            yes: Whether to tag all units that match a query.
            **how: How the coder knows, and where to look (`CodingKeywords`).

        Returns:
            The key of the unit, and its set of codes as it is now.

        Raises:
            UnknownKey: There is no such unit, code or episode.
            WrongLevel: The code belongs to another level than the unit.
            Declined: It is a query, and `yes` is not given; it says what would change.
        """
        mark = CodingOptions(complete=complete, **how)
        return self._change_each(
            ("tag", unit, *codes),
            lambda change: tag(change, unit, codes, mark),
            lambda change: tag_all(change, unit, codes, mark),
            yes=yes,
        )

    def tag_lines(
        self,
        lines: Sequence[str],
        *,
        complete: bool | None = None,
        **how: Unpack[CodingKeywords],
    ) -> Written:
        """Tags a unit in each line `UNIT CODE[@PLACE]…`, all as one change.

        Args:
            lines: The lines; names with blanks in quotation marks. Empty ones and those that begin
                with # are passed over.
            complete: As for `tag`.
            **how: How the coder knows, and where to look (`CodingKeywords`).

        Returns:
            The key of each unit, and its set of codes as it is now.

        Raises:
            UnknownKey: A line names a unit or code that does not exist; nothing is recorded.
        """
        mark = CodingOptions(complete=complete, **how)
        return self._change(
            ("tag", "--from", "lines"), lambda change: tag_lines(change, lines, "lines", mark)
        )

    def untag(self, unit: str, codes: Sequence[str], **how: Unpack[CodingKeywords]) -> Written:
        """Removes codes, or only the evidence for them at one place.

        Args:
            unit: The key of the unit.
            codes: The codes.
            **how: Which evidence to remove, if not all (`CodingKeywords`).

        Raises:
            UnknownKey: There is no such unit, or it does not have the code or the evidence.
        """
        mark = CodingOptions(**how)
        return self._change(
            ("untag", unit, *codes), lambda change: untag(change, unit, codes, mark)
        )

    def annotate(
        self,
        unit: str,
        *values: str,
        complete: bool | None = None,
        **how: Unpack[CodingKeywords],
    ) -> Written:
        """Sets the values of variables of a unit, replacing those they had.

        Args:
            unit: The key of the unit.
            values: Each `VARIABLE=VALUE`: `annotate("prime", "tone=comic")`.
            complete: As for `tag`.
            **how: How the coder knows, and where to look (`CodingKeywords`).

        Raises:
            UnknownKey: There is no such unit or variable.
            InvalidValue: The variable cannot have that value.
        """
        mark = CodingOptions(complete=complete, **how)
        return self._change(
            ("annotate", unit, *values), lambda change: annotate(change, unit, values, mark)
        )

    def import_units(
        self,
        level: Level,
        file: str | PathLike[str],
        *,
        sheet: str | None = None,
        encoding: str | None = None,
        on_change: OnChange = "refuse",
        create: bool = False,
        skip_bad: bool = False,
        as_typed: bool = False,
    ) -> Imported:
        """Imports the titles, episodes, portrayals or relationships of a sheet.

        Args:
            level: What each row is.
            file: A workbook, text or data file, with the keys of `list` as columns.
            sheet: The sheet of a workbook; by default, the only one with rows.
            encoding: The file's encoding; by default it is detected.
            on_change: What to do with existing data that differs.
            create: Whether to add what rows name and the catalogue lacks.
            skip_bad: Whether to leave out rows that cannot be read.
            as_typed: Whether to take what is doubtful: countries and languages that are in no list,
                and new titles that are nearly others.

        Returns:
            How many were added, changed, left unchanged and skipped.

        Raises:
            InvalidRows: Rows cannot be read; nothing was imported.
            WouldChange: Something would change, and `on_change` is `refuse`.
        """
        of = choose(level, LEVELS, "a level")
        return self._import(
            (f"{of}s", os.fspath(file)),
            lambda change, found, policy: import_units(change, of, found, policy),
            sheet,
            encoding,
            _policy(on_change, create=create, skip_bad=skip_bad, as_typed=as_typed),
        )

    def import_annotations(
        self,
        file: str | PathLike[str],
        *,
        program: str | None = None,
        model_version: str | None = None,
        instruction: str | None = None,
        sheet: str | None = None,
        encoding: str | None = None,
        on_change: OnChange = "refuse",
        create: bool = False,
        skip_bad: bool = False,
    ) -> Imported:
        """Imports the annotations of a sheet, one in each row.

        Args:
            file: A workbook, text or data file, with the columns unit, variable, coder, value and
                any others that `list("annotations")` has.
            program: The model, if every coder of the file is that program.
            model_version: The version of the model.
            instruction: The file with the program's instruction.
            sheet: The sheet of a workbook; by default, the only one with rows.
            encoding: The file's encoding; by default it is detected.
            on_change: What to do with existing data that differs.
            create: Whether to add titles and coders that rows name and the study lacks.
            skip_bad: Whether to leave out rows that cannot be read.

        Returns:
            How many were added, changed, left unchanged and skipped.

        Raises:
            InvalidRows: Rows cannot be read; nothing was imported.
            WouldChange: Something would change, and `on_change` is `refuse`.
        """
        coders = CoderOptions(program, model_version, instruction)
        return self._import(
            ("annotations", os.fspath(file)),
            import_annotations,
            sheet,
            encoding,
            _policy(on_change, create=create, skip_bad=skip_bad, coders=coders),
        )

    def import_table(
        self,
        file: str | PathLike[str],
        *,
        map: str | PathLike[str] | None = None,
        program: str | None = None,
        model_version: str | None = None,
        instruction: str | None = None,
        sheet: str | None = None,
        encoding: str | None = None,
        on_change: OnChange = "refuse",
        create: bool = False,
        skip_bad: bool = False,
        as_typed: bool = False,
        **columns: Unpack[TableKeywords],
    ) -> Imported:
        """Imports a coded spreadsheet: a unit in each row, a variable or a code in each column.

        Args:
            file: A workbook, text or data file.
            map: A file in which `import table --map` saved what the columns mean.
            program: The model, if every coder of the file is that program.
            model_version: The version of the model.
            instruction: The file with the program's instruction.
            sheet: The sheet of a workbook; by default, the only one with rows.
            encoding: The file's encoding; by default it is detected.
            on_change: What to do with existing data that differs; `update` also withdraws an
                annotation whose cell is empty now.
            create: Whether to add coders that rows name and the study lacks.
            skip_bad: Whether to leave out rows that cannot be read.
            as_typed: Whether to take what is doubtful: countries and languages that are in no list,
                and new titles that are nearly others.
            **columns: What the rows and columns mean (`TableKeywords`).

        Returns:
            How many annotations were added, changed, withdrawn, left unchanged and skipped.

        Raises:
            InvalidRows: Rows cannot be read; nothing was imported.
            WouldChange: Something would change, and `on_change` is `refuse`.
        """
        mapping = TableMap(**columns)
        chosen = mapping if map is None else mapping.over(load_map(Path(map)))
        coders = CoderOptions(program, model_version, instruction)
        return self._import(
            ("table", os.fspath(file)),
            lambda change, found, policy: import_table(change, found, chosen, policy),
            sheet,
            encoding,
            _policy(on_change, create=create, skip_bad=skip_bad, coders=coders, as_typed=as_typed),
        )

    def _import(
        self,
        words: tuple[str, str],
        work: Callable[[Change, Sheet, ImportPolicy], Imported],
        sheet: str | None,
        encoding: str | None,
        policy: ImportPolicy,
    ) -> Imported:
        with open_sheet(words[1], encoding=encoding, sheet=sheet) as found:

            def told(change: Change) -> Imported:
                imported = work(change, found, policy)
                notices = dict.fromkeys((*found.notices, *change.notices))
                return replace(imported, notices=tuple(notices))

            return self._change(("import", *words), told)


def _policy(
    on_change: OnChange,
    *,
    create: bool,
    skip_bad: bool,
    coders: CoderOptions = CoderOptions(),
    as_typed: bool = False,
) -> ImportPolicy:
    chosen = choose(on_change, ON_CHANGE, "a choice")
    return ImportPolicy(chosen, create, coders, skip_bad, as_typed=as_typed)
