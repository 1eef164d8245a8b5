"""The options that every command that counts has, each declared once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from portrayals.results.words import LEVELS, Level, Policy, Rollup

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
Sentence = Annotated[
    bool,
    typer.Option("--sentence", help="Print the result as a sentence, its caveat included."),
]
Provenance = Annotated[
    bool,
    typer.Option("--provenance", help="Print what the figures were counted from."),
]
OneThing = Annotated[
    str,
    typer.Argument(
        metavar="VARIABLE[:CODE,CODE]",
        help="What is counted: a yes, or one of these codes; of a set alone, any code.",
    ),
]
OneRollup = Annotated[
    Rollup | None,
    typer.Option(
        "--rollup",
        metavar="RULE",
        help="From lower units to one, of an ordered variable: max, min, median.",
    ),
]
