"""`reliability`: how far coders agree."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.charting import (
    Chart,
    ChartNotes,
    ChartOptions,
    ChartSize,
    ChartTitle,
    drawing,
)
from portrayals.cli.count_options import Confidence, Notes, Output, Provenance, Seed
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, examples
from portrayals.cli.printing import printing
from portrayals.notation.plurals import counted
from portrayals.vocabulary import (
    AGREEMENT_METRICS,
    AgreementInterval,
    Basis,
    ReliabilityRows,
)

app = commands()


def thresholds_of(written: str) -> tuple[float, ...]:
    """Thresholds as they are written: `.667,.8`."""
    try:
        return tuple(float(each) for each in written.split(","))
    except ValueError:
        raise typer.BadParameter(f'"{written}" is not a list of numbers such as .667,.8') from None


@app.command(
    "reliability",
    cls=Command,
    epilog=examples(
        "portrayals reliability",
        "portrayals reliability boundary-act --depth 1 -o table2.docx",
        "portrayals reliability gender --per pair --metric scott-pi",
        "portrayals reliability initiator --matrix",
        "portrayals reliability --wave second",
        "portrayals reliability boundary-act --data for-reviewers",
    ),
)
def reliability(
    context: typer.Context,
    variables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VARIABLE...]", help="By default, everything that two coders coded."
        ),
    ] = None,
    per: Annotated[
        ReliabilityRows,
        typer.Option(
            "--per",
            metavar="WHAT",
            help="One row for each variable and each code of a set (variable), for every code "
            "(code), or for each pair of coders (pair).",
        ),
    ] = "variable",
    wave: Annotated[
        str | None,
        typer.Option(
            "--wave",
            metavar="WAVE",
            help="Compare within this wave; a recoding wave shows each coder's stability.",
        ),
    ] = None,
    basis: Annotated[
        Basis | None,
        typer.Option("--basis", metavar="BASIS", help="Only codings on this basis."),
    ] = None,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            "--coder",
            metavar="KEY",
            help="Only these coders: two or more, or one in a wave for recoding.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="CODER", help="Compare each coder with this one: validity."
        ),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAME",
            help=f"Add a coefficient; may be repeated: {', '.join(AGREEMENT_METRICS)}.",
        ),
    ] = None,
    depth: Annotated[
        int | None,
        typer.Option(
            "--depth", metavar="N", min=1, help="Levels of the code tree; all by default."
        ),
    ] = None,
    interval: Annotated[
        AgreementInterval,
        typer.Option(
            "--interval",
            metavar="METHOD",
            help="jackknife (default), or bootstrap, for comparison with other programs. Both by "
            "title.",
        ),
    ] = "jackknife",
    confidence: Confidence = 95.0,
    seed: Seed = 1,
    thresholds: Annotated[
        str,
        typer.Option(
            "--thresholds",
            metavar="LOW,HIGH",
            help="The lowest alphas for tentative and for reliable findings.",
        ),
    ] = ".667,.8",
    matrix: Annotated[
        bool,
        typer.Option("--matrix", help="Also show who coded what against whom, with the units."),
    ] = False,
    data: Annotated[
        str | None,
        typer.Option(
            "--data",
            metavar="FOLDER",
            help="Write the values compared, as ReCal, KALPHA and R read them, with a script that "
            "recomputes the figures.",
        ),
    ] = None,
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
    """Measure how far coders agree, with intervals, by variable and by code of a set.

    Krippendorff's alpha for the variable's type, kappa, Gwet's AC1 and percent agreement.
    """
    limits = thresholds_of(thresholds)
    out = printing(context.obj, form, json, output, force, whole_notes=notes, documents=True)
    folder = None if data is None else context.obj.new_folder(data, force=force)
    wanted = ChartOptions(chart, chart_title, size, chart_notes)
    picture = drawing(context.obj, wanted, force=force, fewer="--depth")
    from portrayals.render.footer import repeated_by
    from portrayals.results.reliability import AgreementOptions
    from portrayals.services.reliability.reliability import reliability as compared

    how = AgreementOptions(
        per=per,
        wave=wave,
        basis=basis,
        coder=tuple(coder or ()),
        against=against,
        metric=tuple(metric or ()),
        depth=depth,
        interval=interval,
        confidence=confidence,
        seed=seed,
        thresholds=limits,
        matrix=matrix,
    )
    with context.obj.read() as connection:
        found = compared(connection, variables or (), how)
        if folder:
            from portrayals.render.compared_values import files
            from portrayals.services.reliability.compared_values import compared_values

            number = folder.fill(files(found, compared_values(connection, found, how), str(folder)))
    out.show(found, repeated_by(found.provenance) if provenance else ())
    if folder:
        context.obj.remark(f"Wrote {counted(number, 'file')} to {folder}: see README.txt in it.")
    if picture:
        picture.show(found)
