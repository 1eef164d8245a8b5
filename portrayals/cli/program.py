"""Runs a command, and reports what went wrong: the only place where errors end.

Errors go to standard error, as prose or, if JSON was requested, as one object
`{"error", "code", "where", "hint", "candidates"}`; standard output holds results only.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import Final

os.environ.setdefault("TYPER_USE_RICH", "0")  # before Typer is loaded: plain help is twice as fast

import typer

from portrayals.cli import INTERRUPTED
from portrayals.cli._click import (
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    TyperArgument,
    UsageError,
    get_command,
)
from portrayals.cli.application import app
from portrayals.cli.session import Session
from portrayals.cli.streams import Steady, Visible
from portrayals.errors import (
    Damaged,
    InvalidValue,
    Misuse,
    NoAccess,
    PortrayalsError,
    ProgramFault,
    Untold,
)
from portrayals.notation.database_urls import is_url, without_password

#: Below what went wrong after the change was made.
_DONE: Final = "the change was made: do not repeat it"

#: What to type in place of an option that the command does not have, but another has.
_INSTEAD: Final[dict[tuple[str, str], str]] = {
    ("trend", "--by"): "a trend is by decade by default; by year: --per year",
    **dict.fromkeys(
        (("compare", "--by"), ("compare", "")),
        "each group is a query: portrayals compare VARIABLE --where kind:film --versus kind:tv     "
        "or all groups: portrayals stats VARIABLE --by kind",
    ),
    ("crosstab", "--by"): "give it as the second argument: portrayals crosstab VARIABLE kind",
    **dict.fromkeys(
        (("", "--install-completion"), ("", "--show-completion")),
        "print the script for your shell: portrayals completion SHELL (bash, zsh or fish)     "
        "how to switch it on: portrayals completion --help",
    ),
    ("report", "-o"): "give it as an argument: portrayals report FILE.html",
    ("report", "--output"): "give it as an argument: portrayals report FILE.html",
}


#: Commands that take one name, which people type as several words.
_NAMES_SPELT_OUT: Final = {"show", "codebook show"}


def run(arguments: Sequence[str]) -> int:
    """Runs the command and returns the exit status: 0 to 4, or 130 where interrupted."""
    session = Session()
    _set_streams()
    out, beside = Steady(sys.stdout, piped=True), Steady(sys.stderr, piped=False)
    with (
        redirect_stdout(Visible(out) if out.isatty() else out),
        redirect_stderr(Visible(beside) if beside.isatty() else beside),
    ):
        try:
            status = _ended(arguments, session)
            _keep_names(session)
            if out.lost is None:
                return status
            unprinted = Untold(
                f"{'done, but ' * session.done}the answer could not be printed: {out.lost}",
                hint=None if session.done else "check the destination of standard output",
            )
            unread = _refuse(unprinted, session, json=asks_for_json(arguments))
            return status or unread
        except BrokenPipeError:
            return 0
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            if session.done:
                session.say(_DONE)
            return INTERRUPTED


def _keep_names(session: Session) -> None:
    """Keeps the names of a study on a server for the Tab key, where that has asked for them."""
    if session.asked is None or not is_url(session.asked):
        return
    with suppress(Exception):  # the command is done; nobody waits for names that cannot be kept
        from portrayals.completion.study import names_file

        file = names_file(session.asked)
        if file.exists():
            from portrayals.services.study.kept_names import keep_names

            keep_names(session.asked, file)


def _ended(arguments: Sequence[str], session: Session) -> int:
    """Runs the command, and reports what goes wrong."""
    json = asks_for_json(arguments)
    try:
        return _run(arguments, session)
    except (PortrayalsError, ClickException) as error:
        return _refuse(error, session, json=json)
    except BrokenPipeError:
        raise
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        refusal = NoAccess(
            f"{named}{error.strerror or error}",
            hint="check the file, its permissions and the free disk space",
        )
        return _refuse(refusal, session, json=json)
    except Exception as error:  # whatever it is, only a developer wants a traceback
        return _confess(error, session, json=json)


def _run(arguments: Sequence[str], session: Session) -> int:
    for place, word in enumerate(arguments, 1):
        if not word.isascii() and word.encode(errors="replace") != word.encode(errors="ignore"):
            raise InvalidValue(
                f"argument {place} is not text in UTF-8",
                hint="type it again, or paste it as plain text",
            )
    try:
        command = get_command(app)
        with command.make_context("portrayals", list(arguments), obj=session) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    finally:
        sys.stdout.flush()
    return 0


def asks_for_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for JSON, even one that could not be read."""
    pairs = set(pairwise(arguments))
    return bool({"--json", "--format=json", "-fjson"} & set(arguments)) or bool(
        {("-f", "json"), ("--format", "json")} & pairs
    )


def _set_streams() -> None:
    """A pipe gets UTF-8 on every system; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _refuse(error: PortrayalsError | ClickException, session: Session, *, json: bool) -> int:
    """Says what is wrong and returns the status for it."""
    if isinstance(error, NoArgsIsHelpError):
        sys.stderr.write(f"{error.format_message()}\n")
        return error.exit_code
    refusal = _misuse(error) if isinstance(error, ClickException) else error
    status = refusal.status
    refusal.message = without_password(refusal.message)  # whatever it quotes was typed
    refusal.where, refusal.hint = (
        each and without_password(each) for each in (refusal.where, refusal.hint)
    )
    if session.done:
        status, refusal.hint = Untold.status, "\n".join(filter(None, (refusal.hint, _DONE)))
    if json:
        from portrayals.render.formats import to_json

        sys.stderr.write(to_json(refusal.to_dict()))
    else:
        session.say(f"portrayals: {refusal.message}")
        for line in refusal.beneath():
            session.say(f"  {line}")
    if session.debug:
        _trace(error)
    return status


def _trace(error: Exception) -> None:
    sys.stderr.write(without_password("".join(traceback.format_exception(error))))


def _misuse(error: ClickException) -> Misuse:
    """A command line that cannot be read, with the help that would show how."""
    message = error.format_message().rstrip(".")
    context = error.ctx if isinstance(error, UsageError) else None
    command = context.command_path if context else "portrayals"
    name = command.partition(" ")[2]
    if message.startswith("Got unexpected extra arg") and (way := _INSTEAD.get((name, ""))):
        return Misuse(message[0].lower() + message[1:], hint=way)
    if message.startswith("Got unexpected extra arg") and name in _NAMES_SPELT_OUT:
        several = f'portrayals {name} "NAME OF SEVERAL WORDS"'
        return Misuse(message[0].lower() + message[1:], hint=f"in quotation marks: {several}")
    if isinstance(error, NoSuchOption) and (way := _instead_of(name, error.option_name)):
        return Misuse(f"no such option: {f'{name} {error.option_name}'.strip()}", hint=way)
    missing = error.param if isinstance(error, MissingParameter) else None
    where = f"{missing.metavar}: {missing.help}" if isinstance(missing, TyperArgument) else None
    return Misuse(message, where=where, hint=f"{command} --help shows how")


def _instead_of(command: str, option: str) -> str | None:
    """What to type for the option; nothing where no other way is known."""
    if command == "edit" and option.startswith("--"):
        return f"give a field as an argument: portrayals edit KEY {option.lstrip('-')}=VALUE"
    return _INSTEAD.get((command, option))


def _confess(error: Exception, session: Session, *, json: bool) -> int:
    """A bug: where it was, and how to see all of it."""
    at = traceback.extract_tb(error.__traceback__)
    place = f"{at[-1].name}, {Path(at[-1].filename).name} line {at[-1].lineno}" if at else ""
    if session.debug:
        _trace(error)
    if damage := None if session.done else _damage(session):
        damaged = Damaged(damage, hint="restore a backup: portrayals db restore FILE")
        return _refuse(damaged, Session(), json=json)
    slip = ProgramFault(
        f"internal error: {type(error).__name__}: {error}",
        where=place or None,
        hint="This is a bug"
        + (". " if session.done else ", and nothing was written. ")
        + "Repeat with --debug to see the traceback.",
    )
    return _refuse(slip, Session(done=session.done), json=json)


def _damage(session: Session) -> str | None:
    """What is wrong with the file, if that is why the program failed."""
    from portrayals.services.study.backup import damage

    try:
        return damage(session.target)
    except PortrayalsError:
        return None
