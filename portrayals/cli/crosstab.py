"""`crosstab`: one variable by another."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.charting import (
    Chart,
    ChartNotes,
    ChartOptions,
    ChartSize,
    ChartTitle,
    DrawnLeast,
    DrawnOrder,
    DrawnTop,
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
    Output,
    Provenance,
    Sentence,
    Where,
    count,
)
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import BySilence, Force, Form, Json, examples
from portrayals.results.count_options import CountOptions
from portrayals.vocabulary import Adjustment, IndependenceTest

app = commands()


@app.command(
    "crosstab",
    cls=Command,
    epilog=examples(
        "portrayals crosstab violation kind",
        "portrayals crosstab boundary-act decade",
        "portrayals crosstab boundary-act:dating violation:yes --strata kind",
        "portrayals crosstab gender violation --sentence -o table2.tex",
    ),
)
def crosstab(
    context: typer.Context,
    row: Annotated[
        str,
        typer.Argument(
            metavar="ROW", help="VARIABLE, VARIABLE:CODE,CODE, or a field: decade, kind, country."
        ),
    ],
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="The same for the columns.")],
    level: OfLevel = None,
    where: Where = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    wave: OfWave = None,
    confidence: Confidence = 95.0,
    interval: Interval = "auto",
    test: Annotated[
        IndependenceTest,
        typer.Option(
            metavar="TEST",
            help="Test for independent units: auto (chosen by the counts), chi2, fisher, "
            "permutation.",
        ),
    ] = "auto",
    strata: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD",
            help="Pool 2 x 2 tables over the groups of this field or variable (Mantel-Haenszel).",
        ),
    ] = None,
    adjust: Annotated[
        Adjustment,
        typer.Option(
            metavar="HOW", help="Correction for multiple tests: holm, bh (Benjamini-Hochberg)."
        ),
    ] = "holm",
    seed: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Random seed for permutations and the bootstrap."),
    ] = 1,
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
    sort: DrawnOrder = None,
    top: DrawnTop = None,
    min_n: DrawnLeast = None,
    force: Force = False,
) -> None:
    """Count one variable by another, with row and column percentages, and test it.

    Where a unit may have several codes, each is tested separately; other tables are tested as a
    whole, two ordinals by their order too. Below title level, tests are by title, with the naive
    ones beside them.
    """
    from portrayals.services.statistics.crosstab import crosstab as counted

    how = CountOptions(
        level, where, coder, policy, wave, confidence, interval, rollup, seed, silence, provenance
    )
    count(
        context,
        lambda connection: counted(
            connection, row, column, how, test=test, strata=strata, adjust=adjust
        ),
        form=form,
        json=json,
        output=output,
        force=force,
        chart=ChartOptions(chart, chart_title, size, chart_notes, sort=sort, top=top, min_n=min_n),
        sentence=sentence,
        notes=notes,
        provenance=provenance,
    )
