"""`claims`: what published sources say, beside what coders found."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.count_options import ByPolicy, Coder
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, Output, examples
from portrayals.cli.printing import printing

app = commands()


@app.command(
    "claims",
    cls=Command,
    epilog=examples(
        "portrayals claims",
        "portrayals claims himym",
        "portrayals claims source:apa-2002 decade:2010s",
        "portrayals claims source:goodtherapy-romance --verdict supported",
        "portrayals claims --policy unanimous -o claims.csv",
    ),
)
def claims(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...",
            help="Only claims about units that match the query (portrayals help query); source: "
            "is who makes the claim, and a bare word also searches its text.",
        ),
    ] = None,
    verdict: Annotated[
        list[str] | None,
        typer.Option(
            "--verdict",
            metavar="WORD",
            help="Only claims with this verdict: supported, contradicted, in-part, "
            "contradicted-in-part, open, not-testable; separate several with commas, or "
            "repeat.",
        ),
    ] = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Compare what sources say with what was found: supported, contradicted, in part, open.

    A claim supported for some of its codes is supported in part; one contradicted for some and
    open for the others is contradicted in part. A claim without codes or without a unit is not
    testable and is counted separately. No claim enters a statistic.
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.claims.check import check_claims

    with context.obj.read() as connection:
        found = check_claims(
            connection, query or [], policy=policy, coder=coder, verdict=verdict or ()
        )
    out.show(found)
