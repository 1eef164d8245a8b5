"""The program: its commands, each from a file of its own."""

from __future__ import annotations

import typer

from portrayals.cli import (
    add,
    annotate,
    codebook,
    db,
    demo,
    edit,
    help,
    history,
    init,
    list,
    merge,
    remove,
    screen,
    show,
    stats,
    tag,
)
from portrayals.cli.grammar import Command, Group, Program
from portrayals.cli.options import examples

app = typer.Typer(
    cls=Program,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def portrayals() -> None:
    """Catalogue films and shows, code what they portray, and count it honestly."""


def _command(name: str, run: object, *lines: str) -> None:
    app.command(name, cls=Command, epilog=examples(*lines))(run)


_ = (Group, _command, add, annotate, codebook, db, demo, edit, help, history, init, list)
_ = (merge, remove, screen, show, stats, tag)
