"""Where the result of a reading command goes, and in what format."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from portrayals.cli.session import Session
from portrayals.outputs import NewFile
from portrayals.render.format_names import Document, FormatOrStyle, format_of
from portrayals.render.terminal import PIPE

if TYPE_CHECKING:
    from portrayals.results.listing import Listing
    from portrayals.results.tabular import Tabular


@dataclass(frozen=True, slots=True)
class Printing:
    """One format, and standard output or a file. An existing file needs `force`.

    `whole_notes` says whether a table has all its notes, or as many as fit three lines.
    """

    session: Session
    form: FormatOrStyle | Document
    file: NewFile | None
    whole_notes: bool = False

    def show(self, result: Tabular, below: Sequence[str] = ()) -> None:
        """Prints or writes the result, and the messages beside it.

        Text for `below` a table goes there; with other formats it goes to standard error.
        """
        from portrayals.results.listing import Listing

        written = self._rendered(result, below)
        if self.file is not None:
            self.file.write(written)
            self.session.remark(f"Wrote {self.file}.")
        elif isinstance(written, str):
            self.session.answer(written, lines_drawn=self.form == "table")
        if self.form != "table":
            for line in below:
                self.session.remark(line)
        if isinstance(result, Listing):
            if self.form == "table":
                from portrayals.render.listing import count

                self.session.remark(count(result))
                if self.file is None and sys.stdout.isatty() and result.what == "titles":
                    self._show_the_way(result)
            for note in result.notes:
                self.session.say(note)
        elif self.form not in {"table", "docx", "xlsx"}:
            for note in result.remarks():
                self.session.remark(note)

    def _rendered(self, result: Tabular, below: Sequence[str]) -> str | bytes:
        """The result in the format; bytes only where that goes into a file."""
        from portrayals.render.footer import beneath
        from portrayals.render.formats import render

        screen = PIPE if self.file else self.session.screen(sys.stdout)
        screen = replace(screen, whole_notes=self.whole_notes)
        match self.form:
            case "docx" | "xlsx" as document:
                from portrayals.render.office import render_document

                return render_document(result, document)
            case "bibtex" | "csl-json" as style:
                from portrayals.render.cite import in_style

                return in_style(result, style)
            case "table":
                return render(result, "table", screen) + beneath(below, screen)
            case form:
                return render(result, form, screen)

    def _show_the_way(self, titles: Listing) -> None:
        """What to do next with a list of titles, for somebody at a terminal."""
        key = titles.rows[0].get("key") if titles.rows else None
        if key is None:  # `--fields` left it out
            return
        whole = len(titles.rows) > 1 and titles.found == titles.total
        years = (str(row["year"]) for row in titles.rows if row.get("year"))
        first = next(years, None) if whole else None
        narrow = f"   Narrow: portrayals list titles decade:{first[:3]}0s" if first else ""
        self.session.remark(f"More: portrayals show {key}{narrow}")


def printing(
    session: Session,
    form: FormatOrStyle | None,
    json: bool,
    output: str | None,
    force: bool,
    *,
    whole_notes: bool = False,
    documents: bool = False,
    styles: bool = False,
) -> Printing:
    """The options of a reading command, checked before anything is read.

    `documents` says whether the result may be a Word or Excel document, and `styles` whether it may
    be a file of references.
    """
    if json and form not in (None, "json"):
        raise typer.BadParameter(
            f"use either --json or --format {form}, not both", param_hint="--json"
        )
    file = None if output is None or output == "-" else session.new_file(output, force=force)
    if file is None or form or json:
        return Printing(session, "json" if json else form or "table", file, whole_notes)
    match format_of(str(output), documents=documents, styles=styles):
        case "docx" | "xlsx" as document:
            from portrayals.render.office import check_installed

            check_installed(document)
            return Printing(session, document, file)
        case named:
            return Printing(session, named, file, whole_notes)
