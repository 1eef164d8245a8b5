"""`list`: what is in the database."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import BySilence, Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.errors import InvalidValue
from portrayals.results.listing import Listing, Row
from portrayals.vocabulary import MOST

app = commands()


@app.command(
    "list",
    cls=Command,
    epilog=examples(
        "portrayals list titles decade:1990s",
        "portrayals list titles boundary-act:flirting NOT initiator:client",
        "portrayals list titles --sort year-,name --limit 10",
        "portrayals list relationships boundary-act:dating --open",
        "portrayals list relationships boundary-act:not-coded --json",
        "portrayals list assignments ana",
        "portrayals list claims himym --sort date-",
    ),
)
def list_(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="titles, episodes, portrayals, relationships, coders, sources, "
            "assignments, annotations, claims.",
        ),
    ],
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...",
            help="Only those that match the query: portrayals help query. Claims match by the "
            "unit they are about, by source:, or by a word in their text.",
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(metavar="FIELDS", help="Sort order, such as year-,name (- for descending)."),
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="Show at most N.")] = None,
    fields: Annotated[
        str | None,
        typer.Option(metavar="FIELDS", help="Only these columns, such as key,year,imdb."),
    ] = None,
    open_: Annotated[
        bool,
        typer.Option(
            "--open",
            help="Those for which the answer is open, instead of those that match.",
        ),
    ] = False,
    silence: BySilence = "open",
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """List titles, people, relationships, coders and other records."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.browse.listing import list_things

    with context.obj.read() as connection:
        found = list_things(
            connection,
            what,
            query or [],
            sort=sort,
            limit=None if limit is None else min(limit, MOST),
            detail=out.form != "table" or fields is not None,
            silence=silence,
            open=open_,
        )
    out.show(found if fields is None else only(found, fields.split(",")))


def only(listing: Listing, fields: list[str]) -> Listing:
    """The listing with these fields alone; a variable's key stands for its finding.

    A finding may also be called what its column is, `findings.KEY`. Raises `InvalidValue` for a
    field that none of the rows has.
    """
    names = [name.strip() for name in fields if name.strip()]
    known = dict.fromkeys(name for row in listing.rows for name in row)
    for name in names:
        found = name.removeprefix("findings.")
        if (
            listing.rows
            and name not in known
            and not any(found in _findings(row) for row in listing.rows)
        ):
            hint = f"there are: {', '.join(known)}, and the variables"
            raise InvalidValue(f'"{name}" is not a field of {listing.what}', hint=hint)
    return replace(
        listing, rows=tuple({name: _value(row, name) for name in names} for row in listing.rows)
    )


def _findings(row: Row) -> dict[str, object]:
    findings = row.get("findings")
    return findings if isinstance(findings, dict) else {}


def _value(row: Row, name: str) -> object:
    return row[name] if name in row else _findings(row).get(name.removeprefix("findings."))
