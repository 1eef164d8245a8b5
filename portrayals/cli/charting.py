"""`--chart`: draws the result of a counting command into a file, besides printing it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated

import typer

from portrayals.cli.session import Session
from portrayals.outputs import NewFile
from portrayals.vocabulary import NotesShown, Order, SheetSize

if TYPE_CHECKING:
    from portrayals.render.charts.drawing import Drawable
    from portrayals.render.charts.files import Picture

Chart = Annotated[
    str | None,
    typer.Option(
        "--chart",
        metavar="FILE",
        help="Also draw a chart: FILE.png, .svg, .pdf or .html. Other chart options need this one.",
    ),
]
ChartTitle = Annotated[
    str | None,
    typer.Option("--chart-title", metavar="TEXT", help="The title of the chart."),
]
ChartSize = Annotated[
    SheetSize | None,
    typer.Option(
        "--size",
        metavar="SIZE",
        help="Size of the chart: page (default), slide (16:9), column (85 mm), square.",
    ),
]
ChartNotes = Annotated[
    NotesShown | None,
    typer.Option(
        "--chart-notes",
        metavar="WHICH",
        help="Notes under the chart: short (default), full, none. The file's description has them "
        "all.",
    ),
]
DrawnOrder = Annotated[
    Order | None,
    typer.Option("--sort", metavar="ORDER", help="Order of the chart's rows: codebook, or share."),
]
DrawnTop = Annotated[
    int | None,
    typer.Option("--top", metavar="N", min=1, help="Draw only the N largest rows."),
]
DrawnCodes = Annotated[
    int | None,
    typer.Option(
        "--top",
        metavar="N",
        min=1,
        help="Draw only the N codes that most often occur with others.",
    ),
]
DrawnLeast = Annotated[
    int | None,
    typer.Option("--min-n", metavar="N", min=1, help="Draw only rows of at least N units."),
]


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """The chart options: its file, and everything that needs one; null if not given."""

    chart: str | None = None
    chart_title: str | None = None
    size: SheetSize | None = None
    chart_notes: NotesShown | None = None
    sort: Order | None = None
    top: int | None = None
    min_n: int | None = None

    def check(self) -> None:
        """Raises a usage error for a chart option if no chart is drawn."""
        for each in fields(self):
            if self.chart is None and getattr(self, each.name) is not None:
                raise typer.BadParameter(
                    "this option needs a chart: add --chart FILE.png",
                    param_hint=f"--{each.name.replace('_', '-')}",
                )


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A requested chart, in the format of its file's extension.

    `fewer` are the options of the command that leave rows out.
    """

    session: Session
    file: NewFile
    picture: Picture
    options: ChartOptions
    fewer: str

    def show(self, result: Drawable) -> None:
        """Writes the chart, and says so, and if it is too crowded to read well."""
        from portrayals.render.charts.drawing import chart
        from portrayals.render.charts.files import drawn

        how = self.options
        made = chart(
            result,
            title=how.chart_title,
            sort=how.sort or "codebook",
            top=how.top,
            min_n=how.min_n,
            size=how.size or "page",
            notes=how.chart_notes or "short",
        )
        self.file.write(drawn(made, self.picture))
        self.session.remark(f"Wrote {self.file}.")
        if made["usermeta"]["crowded"]:
            self.session.remark(
                f"The text is small because the chart is crowded: see {self.fewer}."
            )


def drawing(
    session: Session, options: ChartOptions, *, force: bool, fewer: str = "--top, --min-n"
) -> ChartFile | None:
    """The chart to draw, after checking its file and packages, before anything is read."""
    options.check()
    if options.chart is None:
        return None
    from portrayals.render.charts.files import picture_of

    file = session.new_file(options.chart, force=force)
    return ChartFile(session, file, picture_of(options.chart), options, fewer)
