"""`completion`: the script by which a shell completes the command line."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples
from portrayals.completion.scripts import SCRIPTS, Shell

app = commands()


@app.command(
    "completion",
    cls=Command,
    epilog=examples(
        "portrayals completion fish >~/.config/fish/completions/portrayals.fish",
        """echo 'eval "$(portrayals completion bash)"' >>~/.bashrc""",
        """echo 'eval "$(portrayals completion zsh)"' >>~/.zshrc""",
    ),
)
def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
    json: Json = False,
) -> None:
    """Print the script that lets the Tab key complete commands, keys and codes.

    Switch it on with the line for your shell below, and open a new terminal. Tab then completes
    commands, options and their values: keys of titles and people, codes, fields, files. Of a study
    on a server, it completes the names known at the last command.
    """
    script = SCRIPTS[shell]
    if json:
        from portrayals.render.formats import to_json
        from portrayals.results.envelope import FORMAT

        sys.stdout.write(to_json({"format": FORMAT, "shell": shell, "script": script}))
    else:
        sys.stdout.write(script)
