"""One write: a transaction, and the message when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from portrayals.cli.session import Session
from portrayals.errors import Declined
from portrayals.results.written import Plan, Several, Written

if TYPE_CHECKING:
    from portrayals.history.transaction import Change


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
    dry_run: bool,
    json: bool,
) -> None:
    """The same for the one thing that is named, or for all that match a query.

    A change of several is carried out once to see what it does, without keeping it; and once more
    if that is approved. A dry run of a single one is shown alike.
    """
    from portrayals.history.transaction import write
    from portrayals.services.catalogue.several import is_query

    of_query = False
    if ":" in written:  # without, it is no query, and needs no look into the database
        with session.read() as connection:
            of_query = is_query(connection, written, or_record=or_record)
    if not of_query and not dry_run:
        record(session, one, json=json)
        return
    planned: Several | None = None
    if dry_run or not session.yes:
        actor, command = session.actor, session.command
        with write(session.target, actor=actor, command=command, keep=False) as change:
            planned = several(change) if of_query else _alone(one(change))
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


def _alone(written: Written) -> Several:
    lines = tuple(written.said.splitlines())
    return Several(Plan(lines[0], lines), written)
