"""`annotate`: values of a unit's variables."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import (
    At,
    Complete,
    Create,
    DryRun,
    Episode,
    HowIKnow,
    Json,
    Note,
    Quote,
    Source,
    Unit,
    Wave,
    examples,
)
from portrayals.cli.recording import record_with_new

app = commands()


@app.command(
    "annotate",
    cls=Command,
    epilog=examples(
        "portrayals annotate himym/kevin/robin initiator=therapist",
        "portrayals annotate prime/rita boundary-act=none",
        "portrayals annotate prime/lisa/rafi outcome-client=cannot-tell",
        "portrayals annotate prime/lisa/rafi outcome-client=not-coded   (withdraws)",
    ),
)
def annotate(
    context: typer.Context,
    unit: Unit,
    assignments: Annotated[
        list[str],
        typer.Argument(
            metavar="VARIABLE=VALUE...",
            help="Separate codes with commas; for states see: help states.",
        ),
    ],
    wave: Wave = None,
    basis: HowIKnow = None,
    complete: Complete = None,
    note: Note = None,
    episode: Episode = None,
    at: At = None,
    quote: Quote = None,
    source: Source = None,
    create: Create = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Set your answers for a unit, one variable at a time; they replace your earlier ones."""
    from portrayals.services.coding.evidence import CodingOptions
    from portrayals.services.coding.tag import annotate as annotated

    mark = CodingOptions(wave, basis, note, episode, at, quote, source, create, complete=complete)
    record_with_new(
        context.obj,
        lambda change: annotated(change, unit, assignments, mark),
        create=create,
        dry_run=dry_run,
        json=json,
    )
