"""`stats`: how many, with intervals."""

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
from portrayals.vocabulary import Order, Rollup

app = commands()


@app.command(
    "stats",
    cls=Command,
    epilog=examples(
        "portrayals stats",
        "portrayals stats boundary-act --depth 1",
        "portrayals stats boundary-act:dating,flirting --by decade",
        "portrayals stats violation gender profession --table1 -o table1.docx",
        "portrayals stats violation --level title --where kind:tv -o figures.tex",
        "portrayals stats boundary-act --depth 2 --chart figure1.pdf",
        "portrayals stats boundary-act --sort share --top 8 --chart acts.png",
    ),
)
def stats(
    context: typer.Context,
    variables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VARIABLE[:CODE,CODE]]...",
            help="What to count; without one, an overview. Of a set, VARIABLE:any counts any code.",
        ),
    ] = None,
    level: OfLevel = None,
    where: Where = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Group by decade, kind, country or a variable."),
    ] = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    wave: OfWave = None,
    confidence: Confidence = 95.0,
    interval: Interval = "auto",
    seed: Seed = 1,
    silence: BySilence = "open",
    depth: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Levels of the code tree to show.")
    ] = None,
    sort: Annotated[
        Order,
        typer.Option(
            metavar="ORDER", help="Order of the rows: codebook, or share (the largest first)."
        ),
    ] = "codebook",
    top: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Only the N rows with the largest shares."),
    ] = None,
    min_n: Annotated[
        int | None,
        typer.Option("--min-n", metavar="N", min=1, help="Only rows of at least N units."),
    ] = None,
    rollup: Annotated[
        Rollup | None,
        typer.Option(
            metavar="RULE",
            help="How values of lower units combine: max, min, median, mean, sum, count.",
        ),
    ] = None,
    table1: Annotated[
        bool,
        typer.Option(
            "--table1", help="Lay out as a table for a paper: n (%), interval, not counted."
        ),
    ] = False,
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
    """Count how many units have a code, with n, percentages and intervals.

    Several codes are counted one by one. A row's n is the units whose answer is known; the others
    are listed by state below the table (portrayals help states).
    """
    from portrayals.services.statistics.stats import stats as counted
    from portrayals.services.statistics.table_one import table_one

    how = CountOptions(
        level, where, coder, policy, wave, confidence, interval, rollup, seed, silence, provenance
    )
    count(
        context,
        lambda connection: counted(
            connection,
            variables or [],
            how,
            by=by,
            depth=depth,
            sort=sort,
            top=top,
            min_n=min_n,
        ),
        form=form,
        json=json,
        output=output,
        force=force,
        chart=ChartOptions(chart, chart_title, size, chart_notes),
        sentence=sentence,
        notes=notes,
        provenance=provenance,
        shape=table_one if table1 else None,
    )
