"""The options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.render.format_names import FORMATS, Format
from portrayals.vocabulary import Basis, Silence

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Form = Annotated[
    Format | None,
    typer.Option("--format", "-f", metavar="FORMAT", help=f"{', '.join(FORMATS)}."),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file, in the format of its suffix."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would change without changing it.")
]

Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="First year on screen.")]
Performer = Annotated[
    str | None, typer.Option("--performer", metavar="NAME", help="The performer.")
]
Roles = Annotated[
    list[str] | None, typer.Option("--role", metavar="ROLE", help="Their role; may be repeated.")
]

Unit = Annotated[
    str,
    typer.Argument(metavar="UNIT", help="TITLE, TITLE/PERSON or TITLE/PERSON/COUNTERPART."),
]
UnitOrQuery = Annotated[
    str,
    typer.Argument(
        metavar="UNIT|QUERY",
        help="TITLE, TITLE/PERSON or TITLE/PERSON/COUNTERPART. Or a query with a field in it, for "
        "every unit of the code's level that matches.",
    ),
]
Codes = Annotated[
    list[str],
    typer.Argument(
        metavar="CODE[@PLACE]...",
        help="One or several codes; maybe:CODE if in doubt. PLACE says where it is seen: 12:30, "
        "S07E05 or S07E05@12:30.",
    ),
]
Wave = Annotated[
    str | None, typer.Option("--wave", metavar="WAVE", help="Wave of coding; main by default.")
]
HowKnown = Annotated[
    Basis | None,
    typer.Option(
        "--basis",
        metavar="BASIS",
        help="How you know: watched, watched-in-part, documented, hearsay; unstated by default.",
    ),
]
HowIKnow = Annotated[
    Basis | None,
    typer.Option(
        "--basis",
        metavar="BASIS",
        envvar="PORTRAYALS_BASIS",
        show_envvar=False,
        help="How you know: watched, watched-in-part, documented, hearsay; by default "
        "PORTRAYALS_BASIS, else unstated.",
    ),
]
BySilence = Annotated[
    Silence,
    typer.Option(
        "--silence",
        metavar="WORD",
        help="What partial sets do not mention: open, or counted as no, to see what is reported.",
    ),
]
Complete = Annotated[
    bool | None,
    typer.Option(
        "--complete/--partial",
        help="All other codes were looked for and not found, or only these are known. By default "
        "set by the basis: watched and unstated are complete.",
        show_default=False,
    ),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note to keep with it.")]
Episode = Annotated[
    str | None,
    typer.Option(
        "--episode", metavar="S07E05", help="The episode with the evidence: S07E05 or 7x05."
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="Time in it: 12:30, 12:30-14:05, 1:02:03, 10m or 00:20:57,256.",
    ),
]
Quote = Annotated[
    str | None, typer.Option("--quote", metavar="TEXT", help="The words spoken there.")
]
Source = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="SOURCE", help="The source: its key, a web address, or plain text."
    ),
]
ModelVersion = Annotated[
    str | None,
    typer.Option("--model-version", metavar="V", help="Version of the model."),
]
Instruction = Annotated[
    str | None,
    typer.Option(
        "--instruction",
        metavar="FILE",
        help="File with the program's instruction; its SHA-256 is kept.",
    ),
]
Create = Annotated[
    bool,
    typer.Option(
        "--create", help="Add the title, person, counterpart or episode if missing, after asking."
    ),
]


def examples(*lines: str) -> str:
    """The end of a command's help: one example a line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
