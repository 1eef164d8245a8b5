"""How words become a command: global options anywhere, nouns in either number, near misses."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import Any, Final

import typer

from portrayals import __version__
from portrayals.cli._click import BadOptionUsage, TyperCommand, TyperGroup, UsageError, get_command
from portrayals.cli.session import Session
from portrayals.cli.synonyms import SYNONYMS
from portrayals.cli.top import HELP

_FLAGS: Final = {
    "--yes": "yes",
    "-y": "yes",
    "--quiet": "quiet",
    "-q": "quiet",
    "--debug": "debug",
    "--no-color": "no_color",
    "--no-pager": "no_pager",
}
_VALUES: Final = {"--db": "database", "--as": "coder"}

#: In the order of the help; each has a module of its name in this room.
_COMMANDS: Final = (
    *("demo", "init", "add", "list", "show", "edit", "remove", "merge", "screen"),
    *("code", "tag", "untag", "annotate", "codebook", "coding", "catalogue"),
    *("stats", "crosstab", "trend", "compare"),
    *("cooccur", "reliability", "samplesize", "claims"),
    *("import", "export", "report", "methods", "cite"),
    *("history", "undo", "db", "completion", "help"),
)


class Command(TyperCommand):
    """A command that takes the global options wherever they stand among its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The session takes its options, and keeps the rest as what was typed."""
        own = take_globals(args, self.params, ctx.obj, interspersed=True)
        ctx.obj.words = [*ctx.command_path.split()[1:], *own]
        return super().parse_args(ctx, own)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The arguments as they are named, without braces around those that must be there."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class Group(TyperGroup):
    """A command with commands below it, which are known in the singular and in the plural."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The session takes the options before the next command; the rest is passed on."""
        own = take_globals(args, self.params, ctx.obj, interspersed=False)
        return super().parse_args(ctx, own)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, in either number."""
        return (
            super().get_command(ctx, cmd_name)
            or self.commands.get(cmd_name.removesuffix("s"))
            or self.commands.get(f"{cmd_name}s")
        )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command named first; an unknown one is refused with the nearest."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and name.startswith("-"):
            raise UsageError(f"there is no option {name}", ctx)
        if command is None:
            instead = SYNONYMS.get(ctx.command_path, {}).get(name.casefold())
            near = instead or _nearest(name, self.list_commands(ctx))
            known = " ".join(self.list_commands(ctx))
            hint = f"Did you mean {near}?" if near else f"There are: {known}"
            raise UsageError(f'No such command "{name}". {hint}', ctx)
        return name, command, args[1:]


class Program(Group):
    """The program itself: its help is set by hand, its commands are loaded one by one."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """The commands, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """The command, from the module of its name."""
        for name in (cmd_name, cmd_name.removesuffix("s"), f"{cmd_name}s"):
            if name in _COMMANDS:
                return _load(name)
        return None

    def format_help(self, _ctx: Any, formatter: Any) -> None:
        """The top of the help."""
        formatter.write(HELP)


@cache
def _load(name: str) -> Any:
    """The command of a name; Typer takes long to read what it takes."""
    module = f"{name}_" if iskeyword(name) else name
    command = get_command(import_module(f"portrayals.cli.{module}").app)
    command.name = name
    return command


def commands(help: str | None = None, *, cls: type[TyperGroup] = Group) -> typer.Typer:
    """An application for the commands of one file, or for all of them."""
    return typer.Typer(
        cls=cls,
        help=help,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


def _nearest(name: str, known: Sequence[str]) -> str | None:
    from rapidfuzz.process import extractOne

    found = extractOne(name.casefold(), known, score_cutoff=60)
    return found[0] if found else None


def take_globals(
    words: Sequence[str], own: Sequence[Any], session: Session, *, interspersed: bool
) -> list[str]:
    """The words without the global options, which the session takes.

    `own` are the command's parameters: the value of one of its options is never taken for an
    option. Nothing is taken after `--`, nor after the first argument unless `interspersed`.
    """
    valued = {
        spelling
        for each in own
        if each.param_type_name == "option" and not each.is_flag
        for spelling in each.opts
    }
    rest: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if word == "--" or not (interspersed or word.startswith("-")):
            return [*rest, word, *waiting]
        if word in valued:
            rest += [word, *waiting[:1]]
            del waiting[:1]
        elif name in _VALUES:
            if not equals and not waiting:
                raise BadOptionUsage(name, f"{name} needs a value")
            setattr(session, _VALUES[name], value if equals else waiting.pop(0))
        elif word == "--version":
            sys.stdout.write(f"portrayals {__version__}\n")
            raise typer.Exit
        elif word in _FLAGS:
            setattr(session, _FLAGS[word], True)
        else:
            rest += _without_flags(word, valued, session)
    return rest


def _without_flags(word: str, valued: set[str], session: Session) -> list[str]:
    """The word, or what is left of short options written together: `-qn` is `-n`."""
    letters = word[1:]
    if not word.startswith("-") or not letters.isalpha():
        return [word]
    kept = ""
    for place, letter in enumerate(letters):
        if f"-{letter}" in valued:
            kept += letters[place:]
            break
        if f"-{letter}" in _FLAGS:
            setattr(session, _FLAGS[f"-{letter}"], True)
        else:
            kept += letter
    return [f"-{kept}"] if kept else []
