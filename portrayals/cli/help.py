"""`help`: explains queries, keys and states, and shows the help of any command."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer._click.exceptions import UsageError

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples
from portrayals.cli.top import HELP
from portrayals.cli.topics import TOPICS

app = commands()


@app.command(
    "help", cls=Command, epilog=examples("portrayals help query", "portrayals help add title")
)
def help_(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC|COMMAND]", help="query, keys, states, or a command."),
    ] = None,
    json: Json = False,
) -> None:
    """Explain queries, keys or states, or a command."""
    asked = words or []
    text = _topic(asked) or _command_help(context, asked)
    if json:
        from portrayals.render.formats import to_json

        sys.stdout.write(to_json({"topic": " ".join(asked), "text": text}))
    else:
        sys.stdout.write(text)


def _topic(words: list[str]) -> str | None:
    if not words:
        return HELP
    if len(words) > 1:
        return None
    name = words[0].casefold()
    return TOPICS.get(name) or next((TOPICS[each] for each in TOPICS if name == _other(each)), None)


def _other(topic: str) -> str:
    """The topic's name in the other number: `queries`, `key`, `state`."""
    return "queries" if topic == "query" else topic.removesuffix("s")


def _command_help(context: Any, words: list[str]) -> str:
    """The help of the command with these words. Raises a usage error where there is none."""
    at = context.find_root()
    for word in words:
        command = getattr(at.command, "get_command", lambda *_: None)(at, word)
        if command is None:
            told = " ".join(words)
            raise UsageError(
                f'There is no help on "{told}". There is on {", ".join(TOPICS)} and the commands',
                context,
            )
        at = command.context_class(command, info_name=word, parent=at)
    return f"{at.get_help()}\n"
