"""`tag`: gives codes to a unit."""

from __future__ import annotations

from dataclasses import replace
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
    Wave,
    examples,
)
from portrayals.cli.recording import ask_where_refused, record_each, record_with_new
from portrayals.errors import LikelyDuplicate, Misuse, PortrayalsError

app = commands()


@app.command(
    "tag",
    cls=Command,
    epilog=examples(
        "portrayals tag himym/kevin/robin flirting --basis watched",
        "portrayals tag himym/kevin/robin flirting --episode S07E05 --at 12:30",
        "portrayals tag himym/kevin maybe:flirting",
        "portrayals tag himym/kevin/robin dating --basis watched --partial",
        'portrayals tag "Mumford (1999)/Dr. Mumford/Sofie" flirting@1:20:00 --create',
        "portrayals tag --from notes.txt --create --basis watched",
        "portrayals tag 'role:client title:shrinking' flirting --partial -n",
    ),
)
def tag(
    context: typer.Context,
    unit: Annotated[
        str | None,
        typer.Argument(
            metavar="UNIT|QUERY",
            help="TITLE, TITLE/PERSON or TITLE/PERSON/COUNTERPART. Or a query with a field in it, "
            "for every unit of the code's level that matches.",
        ),
    ] = None,
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE[@PLACE]...",
            help="One or several codes; maybe:CODE if in doubt. PLACE says where it is seen: "
            "12:30, S07E05 or S07E05@12:30.",
        ),
    ] = None,
    lines: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="Read UNIT CODE... from each line; - is stdin."
        ),
    ] = None,
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
    """Add codes to what you have coded for a unit, with the evidence for them.

    If you watched it, or do not say how you know, the set is complete: every code not in it
    counts as looked for and not found. Any other set is partial: only what is in it is known.

    With --create, what is missing of "TITLE (YEAR)/PERSON/COUNTERPART" is added in the same
    change. Where you name nobody, that is a person without a name; name them later with edit. All
    units that match a query are tagged in one change, after showing it and asking.
    """
    from portrayals.exchange.encodings import text_lines
    from portrayals.services.coding.evidence import CodingOptions
    from portrayals.services.coding.tag import tag as tagged
    from portrayals.services.coding.tag import tag_lines
    from portrayals.services.coding.tag_all import tag_all

    mark = CodingOptions(wave, basis, note, episode, at, quote, source, create, complete=complete)
    if lines is None and unit is None:
        raise Misuse("no unit was given", hint="portrayals tag UNIT CODE...")
    if lines is not None and unit is not None:
        raise Misuse(
            "--from reads units and codes from a file, so none can be given besides",
            hint="leave them out, or leave out --from",
        )
    name, written = ("", []) if lines is None else text_lines(lines)

    def recording(allowed: frozenset[type[PortrayalsError]]) -> None:
        marked = replace(mark, duplicate=LikelyDuplicate in allowed)
        if unit is None:
            record_with_new(
                context.obj,
                lambda change: tag_lines(change, written, name, marked),
                create=create,
                dry_run=dry_run,
                json=json,
            )
            return
        record_each(
            context.obj,
            unit,
            lambda change: tagged(change, unit, codes or [], marked),
            lambda change: tag_all(change, unit, codes or [], marked),
            create=create,
            dry_run=dry_run,
            json=json,
        )

    if lines is None and not context.obj.yes:
        ask_where_refused(context.obj, recording, json=json)
    else:
        recording(frozenset())
