"""The global options: before or after the command, never mistaken for a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import typer
from typer._click.exceptions import UsageError

from portrayals.cli.application import app
from portrayals.cli.grammar import take_globals
from portrayals.cli.session import Session

COMMAND: Any = typer.main.get_command(app)
CONTEXT = COMMAND.make_context("portrayals", ["show", "x"], obj=Session())


def own(*words: str) -> Sequence[Any]:
    """The parameters of a command of the program."""
    command = COMMAND
    for word in words:
        command = command.get_command(CONTEXT, word)
    params: Sequence[Any] = command.params
    return params


@pytest.mark.parametrize(
    "words",
    [
        ["--db", "a.db", "prime", "--quiet", "--as", "ana"],
        ["prime", "--db=a.db", "-q", "--as=ana"],
        ["-q", "--as", "ana", "prime", "--db", "a.db"],
    ],
)
def test_they_may_stand_anywhere(words: list[str]) -> None:
    session = Session()
    assert take_globals(words, own("show"), session, interspersed=True) == ["prime"]
    assert (session.database, session.coder, session.quiet) == ("a.db", "ana", True)
    assert not session.yes


def test_the_value_of_an_option_is_never_taken() -> None:
    session = Session()
    words = ["Prime", "--synopsis", "--db", "--alias", "-q"]
    assert take_globals(words, own("add", "title"), session, interspersed=True) == words
    assert session == Session()


def test_nothing_is_taken_after_two_dashes() -> None:
    session = Session()
    words = ["prime", "--", "--db", "-y"]
    assert take_globals(words, own("show"), session, interspersed=True) == words
    assert session == Session()


def test_before_the_command_only_what_stands_before_it_is_taken() -> None:
    session = Session()
    rest = take_globals(["-q", "add", "-y"], [], session, interspersed=False)
    assert rest == ["add", "-y"]
    assert session.quiet
    assert not session.yes


@pytest.mark.parametrize(
    ("word", "rest", "yes", "quiet"),
    [
        ("-yq", [], True, True),
        ("-yn", ["-n"], True, False),
        ("-nq", ["-n"], False, True),
        ("-n", ["-n"], False, False),
    ],
)
def test_short_options_may_be_written_together(
    word: str, rest: list[str], yes: bool, quiet: bool
) -> None:
    session = Session()
    assert take_globals([word], own("remove"), session, interspersed=True) == rest
    assert (session.yes, session.quiet) == (yes, quiet)


def test_the_value_of_a_short_option_may_follow_at_once() -> None:
    session = Session()
    rest = take_globals(["-fjsonq", "-ofile.csv"], own("show"), session, interspersed=True)
    assert rest == ["-fjsonq", "-ofile.csv"]
    assert not session.quiet


def test_an_option_without_its_value_is_refused() -> None:
    with pytest.raises(UsageError, match="--as needs a value"):
        take_globals(["prime", "--as"], own("show"), Session(), interspersed=True)


def test_the_history_keeps_what_was_typed_without_them() -> None:
    session = Session()
    words = ["--db", "a.db", "tag", "-q", "himym/kevin robin", "flirting", "--as", "ana"]
    context = COMMAND.make_context("portrayals", words, obj=session)
    name, command, rest = COMMAND.resolve_command(
        context, [*context._protected_args, *context.args]
    )
    command.make_context(name, rest, parent=context)
    assert session.command == "tag 'himym/kevin robin' flirting"
    assert (session.database, session.coder, session.quiet) == ("a.db", "ana", True)


def test_who_acts_is_said_or_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTRAYALS_CODER", "ben")
    assert Session(coder="ana").actor == "ana"
    assert Session().actor == "ben"
    monkeypatch.setenv("PORTRAYALS_CODER", "")
    assert Session().actor is None
