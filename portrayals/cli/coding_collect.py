"""`coding collect` and `coding proposals`: what coders send back, and whom they propose."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Form, Json, examples
from portrayals.cli.printing import printing
from portrayals.cli.recording import record
from portrayals.errors import InvalidRows, InvalidValue, PortrayalsError
from portrayals.results.collecting import Collected, Collection, RefusedAnswer
from portrayals.vocabulary import CONSENSUS, MOST

if TYPE_CHECKING:
    from portrayals.cli.session import Session
    from portrayals.history.transaction import Change
    from portrayals.services.adjudication.decisions_file import DecisionsFile
    from portrayals.services.handouts.answers import AnswersFile

    Saved = AnswersFile | DecisionsFile

app = commands()


@app.command(
    "collect",
    cls=Command,
    epilog=examples(
        "portrayals coding collect ~/Downloads/*.answers*.json -n",
        "portrayals coding collect ana-main.answers.json",
        "portrayals coding collect decide.decisions.json",
        "portrayals coding collect ben-main.xlsx",
    ),
)
def collect(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="What is sent back: CODER-WAVE.answers.json, a workbook, NAME.decisions.json.",
        ),
    ],
    skip_bad: Annotated[
        bool,
        typer.Option("--skip-bad", help="Leave out what cannot be taken, take the rest."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Take a file older than what was collected last.")
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take in what coders send back, or decisions.

    Each file is one change. Its answers replace the coder's earlier ones to the same questions in
    the wave; the same file twice changes nothing. A file of which an answer cannot be taken is not
    taken at all, but the other files are; the exit status is then 1.

    Decisions (portrayals coding adjudicate -o) count as those of whoever collects them. One is
    refused if the coders' answers have changed since, and without --force if it was decided
    otherwise later.
    """
    session: Session = context.obj
    from portrayals.history.transaction import write_several

    out = printing(session, None, json, None, force=False)
    session.used += files
    read = {file: _read(file) for file in files}
    done = {file: each for file, each in read.items() if isinstance(each, Collected)}
    saved = {file: each for file, each in read.items() if not isinstance(each, Collected)}
    if saved:  # else nobody need wait for a turn to write
        with write_several(session.target, actor=session.actor, keep=not dry_run) as one_change:
            # Of several files of a coder, the later one has the last word.
            for file in sorted(saved, key=lambda file: saved[file].saved_at):
                done[file] = _one(
                    one_change, file, saved[file], skip_bad=skip_bad, force=force, dry_run=dry_run
                )
    collection = Collection(tuple(done[file] for file in read), dry_run)
    session.done = not dry_run
    out.show(collection)
    for each in collection.files:
        _tell(session, each)
    for notice in dict.fromkeys(chain.from_iterable(each.notices for each in collection.files)):
        session.say(notice)
    if dry_run:
        session.remark("Dry run: nothing was changed.")
    else:
        for line in sorted(filter(None, {_next(each) for each in collection.files})):
            session.remark(f"Next: {line}")
    if any(each.proposed for each in collection.files):
        session.remark("People are proposed: portrayals coding proposals")
    if collection.failed:
        raise typer.Exit(1)


def _read(file: str) -> Saved | Collected:
    """What is in a file that was sent back, or what is wrong with it."""
    from portrayals.exchange.workbooks import read_whole
    from portrayals.services.adjudication.decisions_file import read_saved

    try:
        return read_saved(file, read_whole(file))
    except PortrayalsError as error:
        return Collected(file, taken=False, trouble=_trouble(error))


def _one(
    one_change: Callable[[str], AbstractContextManager[Change]],
    file: str,
    saved: Saved,
    *,
    skip_bad: bool,
    force: bool,
    dry_run: bool,
) -> Collected:
    """What became of one file; what is wrong with it is part of that."""
    from dataclasses import replace

    from portrayals.history.transaction import Undone
    from portrayals.services.adjudication.decisions_file import DecisionsFile
    from portrayals.services.handouts.collect import collect as collected

    coder = CONSENSUS if isinstance(saved, DecisionsFile) else saved.coder
    # A dry run shows what would be taken of a file beside what is wrong with it.
    skip = skip_bad or dry_run
    try:
        with one_change(shlex.join(["coding", "collect", file])) as change:
            if isinstance(saved, DecisionsFile):
                from portrayals.services.adjudication.collect_decisions import collect_decisions

                done = collect_decisions(change, saved, skip_bad=skip, force=force)
            else:
                done = collected(change, saved, skip_bad=skip, force=force)
            done = replace(done, notices=(*done.notices, *change.notices))
            if done.refused and not skip_bad:
                raise Undone
        return replace(done, taken=skip_bad or not done.refused)
    except InvalidRows as error:
        problems: Sequence[Any] = error.problems
        refused = tuple(RefusedAnswer(**each) for each in problems)
        return Collected(file, coder, saved.wave, taken=False, refused=refused)
    except PortrayalsError as error:
        whose = Collected(file, coder, saved.wave, taken=False)
        return replace(whose, trouble=_trouble(error))


def _next(file: Collected) -> str:
    """The line to type after a file was taken; nothing if nothing is new."""
    if not (file.new or file.changed):
        return ""
    what = "reliability" if file.summary is None else "coding todo"
    against = f" --against {shlex.quote(file.against)}" if file.against else ""
    return f"portrayals {what} --wave {shlex.quote(file.wave)}{against}"


def _trouble(error: PortrayalsError) -> str:
    return "\n".join((error.message, *(f"  {line}" for line in error.beneath())))


def _tell(session: Session, file: Collected) -> None:
    """What is wrong with a file, and how a wave is decided by one of decisions."""
    from portrayals.render.adjudication import lines as summary_lines

    if file.trouble:
        session.say(f"portrayals: {file.trouble}")
    for each in file.refused:
        session.say(each.told_of(file.file))
    if file.refused and not file.taken:
        mend = (
            "Decide that in a new page (portrayals coding adjudicate -o FILE.html)"
            if file.coder == CONSENSUS
            else "Ask the coder to correct it and to send it again"
        )
        session.say(
            f"Nothing of {file.file} was taken. {mend}, or leave out what is wrong: --skip-bad"
        )
    if file.summary is not None:
        for line in summary_lines(file.summary, session.screen(sys.stderr)):
            session.say(line)


@app.command(
    "proposals",
    cls=Command,
    epilog=examples(
        "portrayals coding proposals",
        "portrayals coding proposals accept 1 2",
        "portrayals coding proposals accept 3 --same-as himym/kevin",
        "portrayals coding proposals decline 4 --reason 'not a therapist'",
    ),
)
def proposals(
    context: typer.Context,
    decision: Annotated[
        Literal["accept", "decline"] | None,
        typer.Argument(metavar="[accept|decline]", help="What to do; only list them by default."),
    ] = None,
    ids: Annotated[
        list[int] | None,
        typer.Argument(metavar="[ID]...", min=1, max=MOST, help="Numbers from the list."),
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="All that are not decided; in the list, all there are.")
    ] = False,
    same_as: Annotated[
        str | None,
        typer.Option("--same-as", metavar="KEY", help="Accept: it is this unit, there already."),
    ] = None,
    duplicate: Annotated[
        bool, typer.Option("--duplicate", help="Accept: another person of nearly the same name.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Decline: why.")
    ] = None,
    form: Form = None,
    json: Json = False,
) -> None:
    """List, accept or decline people proposed.

    Who is accepted is added to the catalogue, and the coder's answers about them are taken. The
    list names people there, and others proposed, who may be the same.
    """
    session: Session = context.obj
    from portrayals.services.handouts.decide_proposals import (
        accept_proposals,
        decline_proposals,
        list_proposals,
        pending_numbers,
    )

    if decision is None:
        out = printing(session, form, json, None, force=False)
        with session.read() as connection:
            found = list_proposals(connection, everyone=everyone)
        out.show(found)
        if not found.rows:
            session.remark("Nobody is proposed.")
        return
    if bool(ids) == everyone:
        raise InvalidValue(
            f"say whom to {decision}", hint=f"portrayals coding proposals {decision} ID…, or --all"
        )
    if same_as is not None and (everyone or len(ids or ()) > 1):
        raise InvalidValue("--same-as is for one person", hint="accept one ID at a time")
    if ids is None:
        with session.read() as connection:
            numbers = pending_numbers(connection)
    else:
        numbers = tuple(ids)
    if decision == "decline":
        record(session, lambda change: decline_proposals(change, numbers, reason), json=json)
        return
    record(
        session,
        lambda change: accept_proposals(change, numbers, same_as=same_as, duplicate=duplicate),
        json=json,
    )
