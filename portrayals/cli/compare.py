"""`compare`: a share in two groups."""

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
    count,
)
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import BySilence, Force, Form, Json, examples
from portrayals.results.count_options import CountOptions

app = commands()


@app.command(
    "compare",
    cls=Command,
    epilog=examples(
        "portrayals compare violation --where kind:tv --versus kind:film",
        "portrayals compare violation --where year:..1999 --versus year:2000..",
        "portrayals compare violation --where kind:tv --versus kind:film --notes",
    ),
)
def compare(
    context: typer.Context,
    variable: OneThing,
    where: Annotated[
        str | None,
        typer.Option(metavar="QUERY", help="The first group: units that match the query."),
    ] = None,
    versus: Annotated[
        str | None,
        typer.Option(metavar="QUERY", help="The second group; no unit may be in both."),
    ] = None,
    level: OfLevel = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    wave: OfWave = None,
    confidence: Confidence = 95.0,
    interval: Interval = "auto",
    seed: Seed = 1,
    silence: BySilence = "open",
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
    """Compare a share in one group with the same share in another: difference, ratios, a test.

    Below title level, intervals and test are by title, with the naive ones beside them.
    Units for which a query is undetermined are left out, and their number is shown.
    """
    if where is None or versus is None:
        raise typer.BadParameter(
            "name both groups, for example --where kind:film --versus kind:tv",
            param_hint="--versus" if where else "--where",
        )
    from portrayals.services.statistics.compare import compare as compared

    how = CountOptions(
        level, where, coder, policy, wave, confidence, interval, rollup, seed, silence, provenance
    )
    count(
        context,
        lambda connection: compared(connection, variable, how, versus=versus),
        form=form,
        json=json,
        output=output,
        force=force,
        chart=ChartOptions(chart, chart_title, size, chart_notes),
        sentence=sentence,
        notes=notes,
        provenance=provenance,
    )
