"""Writing the study to files for other programs; the command `export`."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from os import PathLike
from typing import Any, Literal

from portrayals.history.transaction import read
from portrayals.notation.did_you_mean import choose
from portrayals.outputs import new_file
from portrayals.render.format_names import export_form
from portrayals.results.exported import EXPORT_FORMS, NESTED, Exportable, Exported, ExportForm
from portrayals.results.table_options import TableOptions
from portrayals.services.exporting.export import Export, export
from portrayals.services.exporting.wide_table import wide_table
from portrayals.study.access import Access
from portrayals.vocabulary import Level, Policy, Rollup, Silence


class Exporting(Access):
    """Methods that write files for other programs."""

    def export(
        self,
        what: Exportable,
        path: str | PathLike[str],
        *query: str,
        format: ExportForm | None = None,
        force: bool = False,
    ) -> Exported:
        """Writes titles, people, annotations or findings to a file, row by row.

        All but claims and findings can be read back by the methods that import.

        Args:
            what: `titles`, `episodes`, `portrayals`, `relationships`, `annotations`, `claims` or
                `findings`, which are the settled values under the study's policy.
            path: The file to write, in the format of its suffix.
            query: Which ones, as on the command line: `"year:1990.."`.
            format: `csv`, `tsv`, `json`, `jsonl`, `markdown`, `xlsx`, `sav`, `dta` or `parquet`; by
                default, from the suffix.
            force: Whether to overwrite an existing file.

        Returns:
            How many were written, and in how many rows: as a table, an annotation has a row for
            each piece of evidence.

        Raises:
            InvalidQuery: The query cannot be read, or does not apply to what is exported.
            InvalidValue: The format is not known, or has no room for so much.
            AlreadyThere: The file exists, and `force` is not given.
            NoAccess: The file cannot be written.
            NotInstalled: The package that writes such files is missing.
        """

        def made(connection: Any, form: ExportForm) -> Export:
            return export(connection, what, query, table=form not in NESTED)

        return self._written(path, format, made, scripted=False, force=force)

    def export_table(
        self,
        path: str | PathLike[str],
        *query: str,
        level: Level,
        by: Literal["coder"] | None = None,
        coder: str | None = None,
        policy: Policy | None = None,
        wave: str | None = None,
        silence: Silence = "open",
        rollup: Rollup | None = None,
        format: ExportForm | None = None,
        force: bool = False,
    ) -> Exported:
        """Writes a table with a row for each unit, and a column for each variable and code.

        Where a value is missing, it says why. Beside a `.csv` or `.tsv` file it writes a script
        that reads it in R, beside a `.sav` file one that defines the multiple-response sets in
        SPSS.

        Args:
            path: The file to write, in the format of its suffix.
            query: Which units, as on the command line: `"year:1990.."`.
            level: What a row is: `title`, `episode`, `portrayal` or `relationship`.
            by: `coder` for columns for each coder, instead of the settled answers.
            coder: The key of a coder whose answers are written instead of the settled ones.
            policy: How coders' answers are settled where they differ; by default the study's own
                policy.
            wave: The key of a wave; only its annotations are read.
            silence: What a partial set says about codes it does not mention: `open` for nothing,
                or `no`.
            rollup: How several ordered or numeric values below a unit become one, instead of the
                rule of the codebook: `max`, `min`, `median`, `mean`, `sum` or `count`.
            format: `csv`, `tsv`, `json`, `jsonl`, `markdown`, `xlsx`, `sav`, `dta` or `parquet`; by
                default, from the suffix.
            force: Whether to overwrite an existing file, and the script beside it.

        Returns:
            How many units were written, the script, and what is not in the table.

        Raises:
            InvalidQuery: The query cannot be read.
            InvalidValue: `by` is given with `coder` or `policy`, or the format is not known or has
                no room for so much.
            UnknownKey: There is no such coder or wave.
            NoCodebook: The study has no codebook.
            AlreadyThere: The file exists, and `force` is not given; or a file of your own has the
                name of the script.
            NoAccess: The file cannot be written.
            NotInstalled: The package that writes such files is missing.
        """
        how = TableOptions(level, by, coder, policy, wave, silence, rollup)

        def made(connection: Any, _form: ExportForm) -> Export:
            return wide_table(connection, query, how)

        return self._written(path, format, made, scripted=True, force=force)

    def _written(
        self,
        path: str | PathLike[str],
        format: ExportForm | None,
        made: Callable[[Any, ExportForm], Export],
        *,
        scripted: bool,
        force: bool,
    ) -> Exported:
        from portrayals.exchange.table_files import table_file
        from portrayals.render.write_rows import write_rows

        name = os.fspath(path)
        form = choose(format, EXPORT_FORMS, "a format") if format else export_form(name)
        new = partial(new_file, force=force, used=[self.target], forced_by="force=True")
        to = table_file(name, form, new, scripted=scripted)
        with (  # what is read is known to be valid before the file is put in place
            to.opened(write_rows) as write,
            read(self.target) as connection,
        ):
            table = made(connection, form)
            write(table)
            notes = table.notes()
        return to.finish(table, notes)
