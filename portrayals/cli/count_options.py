"""What all counting commands share: the options, each declared once, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from portrayals.cli.charting import ChartOptions, drawing
from portrayals.cli.printing import printing
from portrayals.render.format_names import Format
from portrayals.vocabulary import LEVELS, IntervalMethod, Level, Policy, Rollup

if TYPE_CHECKING:
    from portrayals.results.tabular import Tabular


def level_of(word: str) -> str:
    """The level of that name, in the singular or the plural."""
    level = word.casefold().removesuffix("s")
    if level not in LEVELS:
        raise typer.BadParameter(f'"{word}" is not one of {", ".join(LEVELS)}')
    return level


OfLevel = Annotated[
    Level | None,
    typer.Option(
        "--level",
        metavar="LEVEL",
        parser=level_of,
        help="What to count: title, episode, portrayal (people) or relationship; by default, the "
        "level of the variable.",
    ),
]
Where = Annotated[
    str | None,
    typer.Option("--where", metavar="QUERY", help="Only units that match the query."),
]
Coder = Annotated[
    str | None,
    typer.Option(
        "--coder", metavar="KEY", help="This coder's answers instead of the settled ones."
    ),
]
ByPolicy = Annotated[
    Policy | None,
    typer.Option(
        "--policy", metavar="POLICY", help="How answers are settled: majority, unanimous, any."
    ),
]
OfWave = Annotated[
    str | None, typer.Option("--wave", metavar="WAVE", help="Only annotations of this wave.")
]
Confidence = Annotated[
    float,
    typer.Option("--confidence", metavar="PERCENT", help="Confidence level of the intervals."),
]
Interval = Annotated[
    IntervalMethod,
    typer.Option(
        "--interval",
        metavar="METHOD",
        help="auto, wilson, cluster, bootstrap, exact. auto: wilson for titles, else cluster.",
    ),
]
Seed = Annotated[
    int,
    typer.Option("--seed", metavar="N", min=0, help="Random seed for the bootstrap."),
]
Sentence = Annotated[
    bool,
    typer.Option("--sentence", help="Print the result as a sentence, with its caveat."),
]
Notes = Annotated[
    bool,
    typer.Option("--notes", help="Print every note, and how intervals and tests were computed."),
]
Provenance = Annotated[
    bool,
    typer.Option(
        "--provenance",
        help="Print what the figures were counted from, and how to repeat them; adds the snapshot.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file, in the format of its suffix, including .docx and .xlsx.",
    ),
]
OneThing = Annotated[
    str,
    typer.Argument(
        metavar="VARIABLE[:CODE,CODE]",
        help="What to count: a yes, or one of these codes; for a set without codes, any code.",
    ),
]
OneRollup = Annotated[
    Rollup | None,
    typer.Option(
        "--rollup",
        metavar="RULE",
        help="How values of lower units combine, for an ordered variable: max, min, median.",
    ),
]


def count(
    context: typer.Context,
    work: Callable[[Any], Any],
    *,
    form: Format | None,
    json: bool,
    output: str | None,
    force: bool,
    chart: ChartOptions,
    sentence: bool = False,
    notes: bool = False,
    provenance: bool = False,
    shape: Callable[[Any, Any], Tabular] | None = None,
) -> None:
    """Counts through a connection, once all options are checked, and prints and draws the result.

    `shape` turns the counted result into the printed one, given the connection and the result.
    """
    out = printing(context.obj, form, json, output, force, whole_notes=notes, documents=True)
    picture = drawing(context.obj, chart, force=force)
    from portrayals.render.footer import asked_for

    with context.obj.read() as connection:
        found = work(connection)
        told = shape(connection, found) if shape else found
    out.show(told, asked_for(found, sentence=sentence, provenance=provenance))
    if picture:
        picture.show(found)
