"""`demo`: the starter catalogue in a temporary database."""

from __future__ import annotations

from typing import Final

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, Output, examples
from portrayals.cli.printing import printing

app = commands()

_TO_TRY: Final = """
This was a temporary copy. To try:
  portrayals init --starter                  keep your own, and then:
  portrayals show 50/50                      one film, with its evidence
  portrayals stats violation --by kind       films, series and miniseries
"""


@app.command("demo", cls=Command, epilog=examples("portrayals demo"))
def demo(
    context: typer.Context,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what portrayals does, using the starter catalogue in a temporary database.

    Nothing is kept. To work with a copy of your own: portrayals init --starter
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.study.create import demo as counted

    out.show(counted())
    context.obj.remark(_TO_TRY)
