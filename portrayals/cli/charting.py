"""`--chart`: the result of a counting command drawn into a file, beside what is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from portrayals.cli.session import Session
from portrayals.outputs import NewFile

if TYPE_CHECKING:
    from portrayals.render.charts.drawing import Drawable
    from portrayals.render.charts.files import Picture

Chart = Annotated[
    str | None,
    typer.Option("--chart", metavar="FILE", help="Draw it, too: FILE.png, .svg, .pdf or .html."),
]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that was asked for, as the suffix of its file says."""

    session: Session
    file: NewFile
    picture: Picture

    def show(self, result: Drawable) -> None:
        """Writes the chart, and says so."""
        from portrayals.render.charts.drawing import chart
        from portrayals.render.charts.files import drawn

        self.file.write(drawn(chart(result), self.picture))
        self.session.remark(f"Wrote {self.file}.")


def drawing(session: Session, chart: str | None, *, force: bool) -> Drawing | None:
    """The chart to draw, its file and what it needs checked before anything is read."""
    if chart is None:
        return None
    from portrayals.render.charts.files import picture_of

    return Drawing(session, session.new_file(chart, force=force), picture_of(chart))
