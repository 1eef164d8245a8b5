"""`trend`: a share over the years."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.charting import (
    Chart,
    ChartNotes,
    ChartOptions,
    ChartSize,
    ChartTitle,
)
from portrayals.cli.count_options import (
    ByPolicy,
    Coder,
    Confidence,
    Interval,
    Notes,
    OfLevel,
    OfWave,
    OneRollup,
    OneThing,
    Output,
    Provenance,
    Seed,
    Sentence,
    Where,
    count,
)
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import BySilence, Force, Form, Json, examples
from portrayals.results.count_options import CountOptions
from portrayals.vocabulary import Period

app = commands()


@app.command(
    "trend",
    cls=Command,
    epilog=examples(
        "portrayals trend violation",
        "portrayals trend boundary-act:dating-current-client,flirting --where kind:tv",
        "portrayals trend violation --level title --per year -o trend.csv",
        "portrayals trend violation --min-n 5 --chart trend.png --size slide",
    ),
)
def trend(
    context: typer.Context,
    variable: OneThing,
    level: OfLevel = None,
    where: Where = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    wave: OfWave = None,
    confidence: Confidence = 95.0,
    interval: Interval = "auto",
    seed: Seed = 1,
    silence: BySilence = "open",
    per: Annotated[Period, typer.Option(metavar="PERIOD", help="year or decade.")] = "decade",
    min_n: Annotated[
        int | None,
        typer.Option(
            "--min-n",
            metavar="N",
            min=1,
            help="Join periods of fewer units with their neighbours.",
        ),
    ] = None,
    rollup: OneRollup = None,
    sentence: Sentence = False,
    notes: Notes = False,
    provenance: Provenance = False,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    chart: Chart = None,
    chart_title: ChartTitle = None,
    size: ChartSize = None,
    chart_notes: ChartNotes = None,
    force: Force = False,
) -> None:
    """Show a share by year or decade, and test whether it rises or falls.

    Several codes count as one: a unit with any of them has it. Below title level,
    the test is by title, with the naive one (Cochran-Armitage) beside it.
    """
    from portrayals.services.statistics.trend import trend as counted

    how = CountOptions(
        level, where, coder, policy, wave, confidence, interval, rollup, seed, silence, provenance
    )
    count(
        context,
        lambda connection: counted(connection, variable, how, per=per, min_n=min_n),
        form=form,
        json=json,
        output=output,
        force=force,
        chart=ChartOptions(chart, chart_title, size, chart_notes),
        sentence=sentence,
        notes=notes,
        provenance=provenance,
    )
