"""`report`: the study as one page of HTML."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from portrayals.cli.count_options import ByPolicy
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import BySilence, Force, examples
from portrayals.errors import InvalidValue

app = commands()


@app.command(
    "report",
    cls=Command,
    epilog=examples(
        "portrayals report report.html", "portrayals report report.html --policy unanimous --force"
    ),
)
def report_(
    context: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="FILE.html", help="The file to write; its name ends in .html.")
    ],
    title: Annotated[
        str | None,
        typer.Option(
            "--title",
            metavar="TEXT",
            help="Heading of the page; by default, the title of the study.",
        ),
    ] = None,
    policy: ByPolicy = None,
    silence: BySilence = "open",
    json: Annotated[
        bool, typer.Option("--json", help="Also print the content of the page as JSON.")
    ] = False,
    force: Force = False,
) -> None:
    """Write the whole study as one HTML page that works offline.

    Headline, sample and screening, charts with their tables, reliability, claims beside findings,
    all titles with people, codes and evidence, codebook, methods, and the command that repeats
    each figure. The page contains quotations and coder keys: check it before you share it.
    """
    if not path.lower().endswith((".html", ".htm")):
        raise InvalidValue(
            f"a report is an HTML page, and {path} does not end in .html", hint="end it in .html"
        )
    target = context.obj.target
    file = context.obj.new_file(path, force=force)
    from portrayals.render.report import check_installed

    check_installed()
    from portrayals.render.report.page import page
    from portrayals.services.report.report import report

    with context.obj.read() as connection:
        found = report(connection, target, title=title, policy=policy, silence=silence)
    file.write(page(found))
    if json:
        from portrayals.render.formats import to_json

        sys.stdout.write(to_json(found.to_dict()))
    context.obj.remark(f"Wrote {file}.")
