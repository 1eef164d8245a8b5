"""`cite`: how to cite the program, the catalogue, the codebook and the study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Json, examples
from portrayals.cli.printing import printing
from portrayals.cli.session import Session
from portrayals.errors import NoDatabase
from portrayals.render.format_names import FORMATS_AND_STYLES, FormatOrStyle

if TYPE_CHECKING:
    from portrayals.results.cite import Citation

app = commands()


@app.command(
    "cite",
    cls=Command,
    epilog=examples(
        "portrayals cite", "portrayals cite -f bibtex", "portrayals cite -o references.bib"
    ),
)
def cite(
    context: typer.Context,
    form: Annotated[
        FormatOrStyle | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"{', '.join(FORMATS_AND_STYLES)}."),
    ] = None,
    json: Json = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to a file, in the format of its suffix, including .bib and .docx.",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Print how to cite the study, and the program, catalogue and codebook behind it.

    References in APA style, each with its version; that of the study with its snapshot, so that a
    figure can be traced. What nobody has stated is left out, and named at the end.
    """
    out = printing(context.obj, form, json, output, force, documents=True, styles=True)
    out.show(_citation(context.obj))


def _citation(session: Session) -> Citation:
    """How to cite the study; where there is none, the program and what it includes."""
    from portrayals.services.report.cite import cite, cite_without_study

    try:
        target = session.target
    except NoDatabase:
        return cite_without_study()
    with session.read() as connection:
        return cite(connection, target)
