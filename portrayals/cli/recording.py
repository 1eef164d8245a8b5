"""One write: a transaction, and the message when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from portrayals.cli.session import Session
from portrayals.errors import Declined, LikelyDuplicate, PortrayalsError, UnlistedName
from portrayals.results.written import Plan, Several, Written

if TYPE_CHECKING:
    from portrayals.history.transaction import Change


def record_with_new(
    session: Session,
    use_case: Callable[[Change], Written],
    *,
    create: bool,
    dry_run: bool,
    json: bool,
) -> None:
    """Like `record`, but asks first if the use-case would add units on the way.

    What it would do is found out by a trial that keeps nothing.
    """
    from portrayals.history.transaction import write

    if create or dry_run:
        with write(
            session.target, actor=session.actor, command=session.command, keep=False
        ) as trial:
            said = use_case(trial).said
        lines = (*trial.notices, *said.splitlines())
        question = f"Add {', '.join(trial.made)}?" if trial.made else said.partition("\n")[0]
        if dry_run:
            session.approved(Plan(question, lines), dry_run=True, json=json)
            return
        if trial.made:
            session.approved(Plan(question, ()), usual=True)
    record(session, use_case, json=json)


def record(session: Session, use_case: Callable[[Change], Written], *, json: bool) -> None:
    """Carries out the use-case as one change in the history, and says what it did."""
    from portrayals.history.transaction import write

    target = session.target
    with write(target, actor=session.actor, command=session.command) as change:
        written = use_case(change)
    session.tell(written, notices=change.notices, json=json, target=target)


def record_each(
    session: Session,
    written: str,
    one: Callable[[Change], Written],
    several: Callable[[Change], Several],
    *,
    or_record: bool = False,
    create: bool = False,
    dry_run: bool,
    json: bool,
) -> None:
    """Like `record_with_new` for the one thing that is named, or for all that match a query.

    A change of several is carried out once to see what it does, without keeping it; and once more
    if that is approved.
    """
    from portrayals.history.transaction import write
    from portrayals.services.catalogue.several import is_query

    of_query = False
    if ":" in written:  # without, it is no query, and needs no look into the database
        with session.read() as connection:
            of_query = is_query(connection, written, or_record=or_record)
    if not of_query:
        record_with_new(session, one, create=create, dry_run=dry_run, json=json)
        return
    planned: Several | None = None
    if dry_run or not session.yes:
        actor, command = session.actor, session.command
        with write(session.target, actor=actor, command=command, keep=False) as change:
            planned = several(change)
        if planned.plan.lines and not session.approved(planned.plan, dry_run=dry_run, json=json):
            return

    def as_planned(change: Change) -> Written:
        done = several(change)
        if planned is not None and done != planned:
            raise Declined(
                "what matches has changed meanwhile, so nothing was changed",
                hint=f"look again: portrayals {session.command} --dry-run",
            )
        return done.written

    record(session, as_planned, json=json)


def record_asking(
    session: Session,
    use_case: Callable[[Change, frozenset[type[PortrayalsError]]], Written],
    *,
    json: bool,
    noun: str = "title",
) -> None:
    """Like `record`, but asks where the use-case refuses something that may be meant.

    The use-case gets the errors that it should not raise; `noun` says what would be twice there.
    """
    ask_where_refused(
        session,
        lambda allowed: record(session, lambda change: use_case(change, allowed), json=json),
        json=json,
        noun=noun,
    )


def ask_where_refused(
    session: Session,
    recording: Callable[[frozenset[type[PortrayalsError]]], None],
    *,
    json: bool,
    noun: str = "title",
    allowed: frozenset[type[PortrayalsError]] = frozenset(),
) -> None:
    """Records, and asks where that is refused for something that may be meant.

    The recording gets the errors that were answered with yes, which it should not raise.
    """
    try:
        recording(allowed)
    except (LikelyDuplicate, UnlistedName) as doubt:
        if not (session.yes or sys.stdin.isatty()):
            raise
        if isinstance(doubt, UnlistedName):
            near = [f"near: {', '.join(doubt.candidates)}"] if doubt.candidates else []
            plan = Plan("Store it as it is?", (doubt.message, *near))
        else:
            plan = Plan(f"Add it as a different {noun}?", (doubt.message,))
        if session.approved(plan, json=json):
            now = allowed | {type(doubt)}
            ask_where_refused(session, recording, json=json, noun=noun, allowed=now)
