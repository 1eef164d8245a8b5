"""`add`: titles, portrayals, relationships, episodes, coders, sources, claims."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Annotated, Any, Final

import typer

from portrayals.cli.grammar import Command, Group, commands
from portrayals.cli.options import (
    Instruction,
    Json,
    ModelVersion,
    Performer,
    Roles,
    Year,
    examples,
)
from portrayals.cli.recording import record, record_asking
from portrayals.cli.session import Session
from portrayals.errors import LikelyDuplicate, PortrayalsError, UnlistedName
from portrayals.vocabulary import STANCES, Stance

#: Other words for what can be added, besides those of the codebook.
ALSO: Final = {"person": "portrayal", "character": "portrayal"}


class Nouns(Group):
    """The commands by what they add, also as the codebook calls it: `add therapist`."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that noun."""
        known = super().get_command(ctx, cmd_name)
        if known is not None or cmd_name.startswith("-"):
            return known
        noun = ALSO.get(cmd_name.removesuffix("s")) or _level_called(ctx.obj, cmd_name)
        return super().get_command(ctx, noun) if noun else None


def _level_called(session: Session, word: str) -> str | None:
    """The level that the codebook calls so; nothing where there is none to ask."""
    from portrayals.services.codebooks.show import level_called

    with suppress(PortrayalsError), session.read() as connection:
        return level_called(connection, word)
    return None


app = commands(
    "Add a title, a portrayal, a relationship, episodes, a coder, a source or a claim.", cls=Nouns
)

Title = Annotated[str, typer.Argument(metavar="TITLE", help="The title: its key or its name.")]
Namesake = Annotated[
    bool,
    typer.Option("--duplicate", help="Add another person of that name, with a --performer."),
]
Key = Annotated[str, typer.Argument(metavar="KEY", help="Lower-case letters, digits and hyphens.")]


@app.command(
    "title",
    cls=Command,
    epilog=examples(
        "portrayals add title Shrinking --year 2023 --kind tv-series",
        "portrayals add title Prime --year 2005 --id imdb:tt0387514 --genre comedy",
        "portrayals add title '$9.99' --year 2008    (single quotes keep the dollar)",
    ),
)
def title(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Its name on screen, or NAME (YEAR).")
    ],
    year: Year = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="film (the default), short, tv-series (the default with --end-year), "
            "tv-miniseries, tv-movie, web-series.",
        ),
    ] = None,
    end_year: Annotated[
        str | None, typer.Option("--end-year", metavar="YEAR", help="Last year, of a series.")
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(metavar="COUNTRY", help="Its name or code (US); may be repeated."),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="LANGUAGE", help="Its name or code (en); may be repeated."),
    ] = None,
    genre: Annotated[
        list[str] | None, typer.Option(metavar="GENRE", help="May be repeated.")
    ] = None,
    distributor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who distributed it.")
    ] = None,
    identifier: Annotated[
        list[str] | None,
        typer.Option(
            "--id",
            metavar="SCHEME:ID",
            help="Such as imdb:tt0387514, or the address of its page; may be repeated.",
        ),
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another or a short name; may be repeated."),
    ] = None,
    synopsis: Annotated[str | None, typer.Option(metavar="TEXT", help="What happens.")] = None,
    part: Annotated[
        str | None, typer.Option(metavar="S01", help="The season, if this title is a single one.")
    ] = None,
    duplicate: Annotated[
        bool, typer.Option("--duplicate", help="Add it even if a very similar one exists.")
    ] = False,
    json: Json = False,
) -> None:
    """Add a film or show. Its key, made from its name, is printed."""
    from portrayals.services.catalogue.titles import add_title

    record_asking(
        context.obj,
        lambda change, allowed: add_title(
            change,
            name,
            year=year,
            kind=kind,
            end_year=end_year,
            countries=country or (),
            languages=language or (),
            genres=genre or (),
            distributor=distributor,
            ids=identifier or (),
            aliases=alias or (),
            synopsis=synopsis,
            part=part,
            duplicate=duplicate or LikelyDuplicate in allowed,
            as_typed=UnlistedName in allowed,
        ),
        json=json,
    )


@app.command(
    "portrayal",
    cls=Command,
    epilog=examples('portrayals add portrayal Shrinking "Jimmy Laird" --role therapist'),
)
def portrayal(
    context: typer.Context,
    title: Title,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name in the title.")],
    performer: Performer = None,
    role: Roles = None,
    year: Year = None,
    duplicate: Namesake = False,
    json: Json = False,
) -> None:
    """Add a person portrayed in a title.

    `add person` and `add character` are the same, and so is the codebook's own word for them.
    """
    from portrayals.services.catalogue.people import Namesakes, add_portrayal

    record_asking(
        context.obj,
        lambda change, allowed: add_portrayal(
            change,
            title,
            name,
            performer=performer,
            roles=role or (),
            year=year,
            namesakes=Namesakes(duplicate or LikelyDuplicate in allowed, ask=_asks(context.obj)),
        ),
        json=json,
        noun="person",
    )


@app.command(
    "relationship",
    cls=Command,
    epilog=examples(
        "portrayals add relationship shrinking/jimmy Sean --role client",
        "portrayals add relationship shrinking/jimmy --general",
    ),
)
def relationship(
    context: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="PORTRAYAL", help="TITLE/PERSON, or a title with one person.")
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The counterpart's name in the title.")
    ] = None,
    general: Annotated[
        bool, typer.Option("--general", help="With nobody in particular; replaces NAME.")
    ] = False,
    performer: Performer = None,
    role: Roles = None,
    year: Year = None,
    duplicate: Namesake = False,
    json: Json = False,
) -> None:
    """Add a person's relationship with a counterpart."""
    if (name is None) != general:
        raise typer.BadParameter("give either a NAME or --general", param_hint="NAME")
    from portrayals.services.catalogue.people import Namesakes, add_relationship

    record_asking(
        context.obj,
        lambda change, allowed: add_relationship(
            change,
            person,
            name,
            performer=performer,
            roles=role or (),
            year=year,
            namesakes=Namesakes(duplicate or LikelyDuplicate in allowed, ask=_asks(context.obj)),
        ),
        json=json,
        noun="person",
    )


def _asks(session: Session) -> bool:
    """Whether somebody can be asked about a name that is nearly there."""
    return sys.stdin.isatty() and not session.yes


@app.command(
    "episode",
    cls=Command,
    epilog=examples(
        "portrayals add episode shrinking S01E01..S01E10",
        "portrayals add episode shrinking S01E01 --name 'Coin Flip'",
    ),
)
def episode(
    context: typer.Context,
    title: Title,
    codes: Annotated[
        str,
        typer.Argument(metavar="S01E01[..S01E10]", help="One episode, also as 1x01, or a range."),
    ],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Its name.")] = None,
    aired: Annotated[
        str | None, typer.Option(metavar="DATE", help="First aired: 2023-01-27.")
    ] = None,
    json: Json = False,
) -> None:
    """Add one episode of a show, or a range."""
    from portrayals.services.catalogue.people import add_episodes

    record(
        context.obj,
        lambda change: add_episodes(change, title, codes, name=name, aired=aired),
        json=json,
    )


@app.command(
    "coder",
    cls=Command,
    epilog=examples(
        "portrayals add coder coder-b --name 'B. Coder'",
        "portrayals add coder robot --program MODEL --model-version 2024-08-06 \\\n"
        "    --instruction prompt.txt",
        "portrayals add coder guides --compilation 'Coded from episode guides, by one reader.'",
    ),
)
def coder(
    context: typer.Context,
    key: Key,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="The full name.")] = None,
    program: Annotated[
        str | None, typer.Option(metavar="MODEL", help="The coder is a program using this model.")
    ] = None,
    model_version: ModelVersion = None,
    instruction: Instruction = None,
    compilation: Annotated[
        str | None,
        typer.Option(
            metavar="METHOD",
            help="The coder is a compilation from descriptions; say how it was made.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Add a coder: a person, program or compilation.

    A program's codings are kept but settle nothing; see them with --coder KEY. A compilation is
    a catalogue's reading of published descriptions: its codings are documented, never watched.
    """
    from portrayals.services.catalogue.coders_and_sources import add_coder
    from portrayals.services.catalogue.kinds_of_coder import CoderOptions

    options = CoderOptions(program, model_version, instruction, compilation)
    record(context.obj, lambda change: add_coder(change, key, name, options=options), json=json)


@app.command(
    "source",
    cls=Command,
    epilog=examples("portrayals add source apa-2002 --citation 'APA (2002). Ethical principles.'"),
)
def source(
    context: typer.Context,
    key: Key,
    citation: Annotated[str, typer.Option(metavar="TEXT", help="Author, title, year.")],
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where to read it.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="When it appeared.")] = None,
    accessed: Annotated[
        str | None, typer.Option(metavar="DATE", help="When you read it there.")
    ] = None,
    json: Json = False,
) -> None:
    """Add a published source, to cite as evidence."""
    from portrayals.services.catalogue.coders_and_sources import add_source

    record(
        context.obj,
        lambda change: add_source(
            change, key, citation=citation, address=url, dated=date, accessed=accessed
        ),
        json=json,
    )


@app.command(
    "claim",
    cls=Command,
    epilog=examples(
        "portrayals add claim apa-2002 himym/kevin/robin boundary-act=dating \\\n"
        "    --statement 'She dates the man who was her therapist.' --basis not-seen",
        "portrayals add claim a-reader --about claim:3 --stance denies \\\n"
        "    --statement 'They met again only years later.'",
    ),
)
def claim(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Who says it: portrayals list sources.")
    ],
    statement: Annotated[
        str, typer.Option(metavar="TEXT", help="What it says, in your own words.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[UNIT] [VARIABLE=CODE]...",
            help="What the claim is about, and the codes it mentions, coded or derived.",
        ),
    ] = None,
    stance: Annotated[
        Stance, typer.Option(metavar="STANCE", help=f"{', '.join(STANCES)}.")
    ] = "asserts",
    about: Annotated[
        str | None, typer.Option(metavar="CLAIM", help="The claim it refers to, such as claim:3.")
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="How the source knows, in its own words, such as walked-out."
        ),
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="When it was made.")] = None,
    scope: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="What it covers, such as season 1 or the ending."),
    ] = None,
    locator: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Where in the source, such as p. 4 or comment 12."),
    ] = None,
    checked: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="What you found when you checked it; it enters no verdict."
        ),
    ] = None,
    checked_source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="The source where you checked it.")
    ] = None,
    json: Json = False,
) -> None:
    """Add what a source says about a unit or another claim.

    A claim is not a coding: it enters no statistic, and `portrayals claims` compares it with what
    coders found. Its number is printed, such as claim:3.
    """
    from portrayals.services.claims.add import Said, add_claim

    rest = list(words or ())
    of = rest.pop(0) if rest and "=" not in rest[0] else None
    said = Said(statement, stance, about, scope, basis, date, locator, checked, checked_source)
    record(context.obj, lambda change: add_claim(change, source, of, rest, said), json=json)
