"""`stats`: how many, with intervals."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.results.words import LEVELS, Level, Policy, Rollup

app = commands()

IntervalMethod = Literal["auto", "wilson", "cluster", "exact"]


def level_of(word: str) -> str:
    """The level of that name, in the singular or the plural."""
    level = word.casefold().removesuffix("s")
    if level not in LEVELS:
        raise typer.BadParameter(f'"{word}" is none of {", ".join(LEVELS)}')
    return level


OfLevel = Annotated[
    Level | None,
    typer.Option(
        "--level",
        metavar="LEVEL",
        parser=level_of,
        help="Count titles, episodes, portrayals or relationships.",
    ),
]
Where = Annotated[
    str | None,
    typer.Option("--where", metavar="QUERY", help="Only those of which the query is true."),
]
Coder = Annotated[
    str | None,
    typer.Option(
        "--coder", metavar="KEY", help="What this coder says, instead of what is settled."
    ),
]
ByPolicy = Annotated[
    Policy | None,
    typer.Option("--policy", metavar="POLICY", help="How coders settle: majority, unanimous, any."),
]
OfWave = Annotated[
    str | None, typer.Option("--wave", metavar="WAVE", help="Only annotations of this wave.")
]
Confidence = Annotated[
    float, typer.Option("--confidence", metavar="PERCENT", help="Of the intervals.")
]
Interval = Annotated[
    IntervalMethod,
    typer.Option(
        "--interval",
        metavar="METHOD",
        help="auto, wilson, cluster or exact. auto: wilson for titles, cluster below them.",
    ),
]


@app.command(
    "stats",
    cls=Command,
    epilog=examples(
        "portrayals stats",
        "portrayals stats boundary-act --depth 1",
        "portrayals stats boundary-act:dating,flirting --by decade",
        "portrayals stats violation --level title --where kind:tv -o table1.tex",
    ),
)
def stats(
    context: typer.Context,
    variables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VARIABLE[:CODE,CODE]]...", help="What to count; without one, an overview."
        ),
    ] = None,
    level: OfLevel = None,
    where: Where = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="In groups: decade, kind, country or a variable."),
    ] = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    wave: OfWave = None,
    confidence: Confidence = 95.0,
    interval: Interval = "auto",
    depth: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Only so far down the tree of codes.")
    ] = None,
    rollup: Annotated[
        Rollup | None,
        typer.Option(
            metavar="RULE",
            help="From lower units to one number: max, min, median, mean, sum, count.",
        ),
    ] = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Count how many units have a code, with n, percentages and intervals.

    n of a row is the units whose answer is known; the others are counted by name below the table
    (portrayals help states).
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.scope import read
    from portrayals.services.statistics import stats as counted

    with read(context.obj.target) as connection:
        found = counted(
            connection,
            variables or [],
            level=level,
            where=where,
            by=by,
            coder=coder,
            policy=policy,
            wave=wave,
            confidence=confidence,
            interval=interval,
            depth=depth,
            rollup=rollup,
        )
    out.show(found)
