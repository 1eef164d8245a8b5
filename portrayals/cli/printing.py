"""Where the result of a reading command goes, and in which format."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from portrayals.cli.session import Session
from portrayals.cli.streams import drawn
from portrayals.outputs import NewFile
from portrayals.render.format_names import Format, format_of
from portrayals.render.terminal import PIPE

if TYPE_CHECKING:
    from portrayals.results.listing import Listing
    from portrayals.results.tabular import Tabular


@dataclass(frozen=True, slots=True)
class Printing:
    """One format, and standard output or a file. A file that is there wants `force`."""

    session: Session
    form: Format
    file: NewFile | None

    def show(self, result: Tabular, below: Sequence[str] = ()) -> None:
        """Prints or writes the result, and tells what stands beside it.

        What is to be read `below` a table stands there; beside other formats it is told.
        """
        from portrayals.render.footer import beneath
        from portrayals.render.formats import render
        from portrayals.results.listing import Listing

        screen = PIPE if self.file else self.session.screen(sys.stdout)
        text = render(result, self.form, screen)
        if self.form == "table":
            text += beneath(below, screen)
        if self.file is None:
            stream = drawn(sys.stdout) if self.form == "table" else sys.stdout
            stream.write(text)
            stream.flush()
        else:
            self.file.write(text)
            self.session.remark(f"Wrote {self.file}.")
        if self.form != "table":
            for line in below:
                self.session.remark(line)
        if isinstance(result, Listing):
            if self.form == "table":
                self.session.remark(count(result))
                if self.file is None and sys.stdout.isatty() and result.what == "titles":
                    self._show_the_way(result)
            for note in result.notes:
                self.session.say(note)
        elif self.form != "table":
            for note in result.remarks():
                self.session.remark(note)

    def _show_the_way(self, titles: Listing) -> None:
        """What to do next with a list of titles, for somebody who sits before it."""
        key = titles.rows[0].get("key") if titles.rows else None
        if key is None:  # `--fields` left it out
            return
        narrow = "   Narrow: portrayals list titles decade:1990s" if len(titles.rows) > 1 else ""
        self.session.remark(f"More: portrayals show {key}{narrow}")


def printing(
    session: Session, form: Format | None, json: bool, output: str | None, force: bool
) -> Printing:
    """The options of a reading command, checked before anything is read."""
    if json and form not in (None, "json"):
        raise typer.BadParameter(f"--json and --format {form} cannot both be", param_hint="--json")
    file = None if output is None or output == "-" else session.new_file(output, force=force)
    named = format_of(str(output)) if file and not form and not json else "table"
    return Printing(session, "json" if json else form or named, file)


def count(listing: Listing) -> str:
    """`69 titles.`, or `3 of 69 titles.` where a query chose them."""
    noun = listing.what if listing.total != 1 else listing.what.removesuffix("s")
    chosen = f"{listing.found:,} of " if listing.found != listing.total else ""
    return f"{chosen}{listing.total:,} {noun}."
