"""`samplesize`: how many units a study needs."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, Output, examples
from portrayals.cli.printing import printing

app = commands("Work out how many units a study needs.")

Sure = Annotated[float, typer.Option("--confidence", metavar="PERCENT", help="Confidence level.")]
Population = Annotated[
    int | None,
    typer.Option("--population", metavar="N", help="Number of units to draw from."),
]


@app.command(
    "proportion",
    cls=Command,
    epilog=examples(
        "portrayals samplesize proportion",
        "portrayals samplesize proportion --half-width 5 --half-width 10 --population 400",
        "portrayals samplesize proportion --half-width 5 --share 20 --deff 1.6",
    ),
)
def proportion(
    context: typer.Context,
    half_width: Annotated[
        list[float] | None,
        typer.Option(
            metavar="POINTS",
            help="Half the width of the interval; may be repeated; 5 by default.",
        ),
    ] = None,
    share: Annotated[
        float, typer.Option(metavar="PERCENT", help="The expected share; 50 is the safest.")
    ] = 50.0,
    confidence: Sure = 95.0,
    population: Population = None,
    deff: Annotated[
        float,
        typer.Option(metavar="D", help="Design effect, if a title has several units."),
    ] = 1.0,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Units to code for an interval of a given width."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.statistics.samplesize import for_proportion

    out.show(
        for_proportion(
            half_width or [5.0],
            share=share,
            confidence=confidence,
            population=population,
            deff=deff,
        )
    )


@app.command(
    "alpha",
    cls=Command,
    epilog=examples(
        "portrayals samplesize alpha",
        "portrayals samplesize alpha --minimum .8 --prevalence 5 --population 300",
        "portrayals samplesize alpha --pilot boundary-act",
    ),
)
def alpha(
    context: typer.Context,
    minimum: Annotated[
        list[float] | None,
        typer.Option(
            "--minimum",
            "--alpha",
            metavar="ALPHA",
            help="The alpha to show; may be repeated; .667 and .8 by default.",
        ),
    ] = None,
    prevalence: Annotated[
        list[float] | None,
        typer.Option(
            metavar="PERCENT",
            help="Share of the rarest code; may be repeated; 25 and 5 by default.",
        ),
    ] = None,
    pilot: Annotated[
        list[str] | None,
        typer.Option(
            "--pilot",
            metavar="VARIABLE",
            help="Take shares of codes from what two coders have coded so far; may be repeated.",
        ),
    ] = None,
    confidence: Sure = 95.0,
    population: Population = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Units to double-code to show a given alpha."""
    if pilot and prevalence:
        raise typer.BadParameter(
            "the pilot gives the share of each code", param_hint="--prevalence"
        )
    out = printing(context.obj, form, json, output, force)
    if pilot:
        from portrayals.services.reliability.pilot import for_alpha_of_pilot

        with context.obj.read() as connection:
            of_pilot = for_alpha_of_pilot(
                connection,
                pilot,
                minimum or [0.667, 0.8],
                confidence=confidence,
                population=population,
            )
        out.show(of_pilot)
        return
    from portrayals.services.statistics.samplesize import for_alpha

    out.show(
        for_alpha(
            minimum or [0.667, 0.8],
            prevalences=prevalence or [25.0, 5.0],
            confidence=confidence,
            population=population,
        )
    )
