"""`untag`: takes codes of a unit back."""

from __future__ import annotations

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import (
    At,
    Codes,
    Create,
    Episode,
    HowKnown,
    Json,
    Note,
    Quote,
    Source,
    Unit,
    Wave,
    examples,
)
from portrayals.cli.recording import record

app = commands()


@app.command(
    "untag",
    cls=Command,
    epilog=examples(
        "portrayals untag himym/kevin/robin flirting",
        "portrayals untag himym/kevin/robin flirting --episode S07E05 --at 12:30",
    ),
)
def untag(
    context: typer.Context,
    unit: Unit,
    codes: Codes,
    wave: Wave = None,
    basis: HowKnown = None,
    note: Note = None,
    episode: Episode = None,
    at: At = None,
    quote: Quote = None,
    source: Source = None,
    create: Create = False,
    json: Json = False,
) -> None:
    """Remove codes, or with --episode and --at only that evidence for them.

    Without its last code a unit is not coded; if you mean none of these, annotate it with none.
    """
    from portrayals.services.coding.evidence import CodingOptions
    from portrayals.services.coding.tag import untag as untagged

    mark = CodingOptions(wave, basis, note, episode, at, quote, source, create)
    record(context.obj, lambda change: untagged(change, unit, codes, mark), json=json)
