"""`tag`: gives codes to a unit."""

from __future__ import annotations

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import (
    At,
    Codes,
    Complete,
    Create,
    DryRun,
    Episode,
    HowKnown,
    Json,
    Note,
    Quote,
    Source,
    UnitOrQuery,
    Wave,
    examples,
)
from portrayals.cli.recording import record_each

app = commands()


@app.command(
    "tag",
    cls=Command,
    epilog=examples(
        "portrayals tag himym/kevin/robin flirting --basis watched",
        "portrayals tag himym/kevin/robin flirting --episode S07E05 --at 12:30",
        "portrayals tag himym/kevin maybe:flirting",
        "portrayals tag himym/kevin/robin dating --basis watched --partial",
        "portrayals tag 'role:client title:shrinking' flirting --partial -n",
    ),
)
def tag(
    context: typer.Context,
    unit: UnitOrQuery,
    codes: Codes,
    wave: Wave = None,
    basis: HowKnown = None,
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
    """Add codes to what you have coded for a unit, with the evidence for them.

    If you watched it, or do not say how you know, the set is complete: every code not in it
    counts as looked for and not found. Any other set is partial: only what is in it is known.

    All units that match a query are tagged in one change, after showing it and asking.
    """
    from portrayals.services.coding.evidence import CodingOptions
    from portrayals.services.coding.tag import tag as tagged
    from portrayals.services.coding.tag_all import tag_all

    mark = CodingOptions(wave, basis, note, episode, at, quote, source, create, complete=complete)
    record_each(
        context.obj,
        unit,
        lambda change: tagged(change, unit, codes, mark),
        lambda change: tag_all(change, unit, codes, mark),
        dry_run=dry_run,
        json=json,
    )
