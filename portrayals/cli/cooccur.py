"""`cooccur`: codes that come together."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.charting import (
    Chart,
    ChartNotes,
    ChartOptions,
    ChartSize,
    ChartTitle,
    DrawnCodes,
)
from portrayals.cli.count_options import (
    ByPolicy,
    Coder,
    Confidence,
    Interval,
    Notes,
    OfLevel,
    OfWave,
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

app = commands()


@app.command(
    "cooccur",
    cls=Command,
    epilog=examples(
        "portrayals cooccur boundary-act",
        "portrayals cooccur boundary-act:dating,sexual-contact --level title",
        "portrayals cooccur boundary-act --where boundary-act:dating",
        "portrayals cooccur boundary-act --where kind:tv -o pairs.csv",
    ),
)
def cooccur(
    context: typer.Context,
    variable: Annotated[
        str,
        typer.Argument(
            metavar="VARIABLE[:CODE,CODE]",
            help="A variable with several codes per unit, at its level or a higher one.",
        ),
    ],
    level: OfLevel = None,
    where: Where = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    wave: OfWave = None,
    confidence: Confidence = 95.0,
    interval: Interval = "auto",
    seed: Seed = 1,
    silence: BySilence = "open",
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
    top: DrawnCodes = None,
    force: Force = False,
) -> None:
    """Count which codes occur together: of the units with one, the share with the other.

    Pairs that no unit has are only counted, unless you name the codes.
    """
    from portrayals.services.statistics.cooccur import cooccur as counted

    how = CountOptions(
        level, where, coder, policy, wave, confidence, interval, None, seed, silence, provenance
    )
    count(
        context,
        lambda connection: counted(connection, variable, how),
        form=form,
        json=json,
        output=output,
        force=force,
        chart=ChartOptions(chart, chart_title, size, chart_notes, top=top),
        sentence=sentence,
        notes=notes,
        provenance=provenance,
    )
