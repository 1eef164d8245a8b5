"""One write: a transaction, and the message when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from portrayals.cli.session import Session
from portrayals.errors import LikelyDuplicate, PortrayalsError, UnlistedName
from portrayals.results.written import Plan, Written

if TYPE_CHECKING:
    from portrayals.history.transaction import Change


def record(session: Session, use_case: Callable[[Change], Written], *, json: bool) -> None:
    """Carries out the use-case as one change in the history, and says what it did."""
    from portrayals.history.transaction import write

    target = session.target
    with write(target, actor=session.actor, command=session.command) as change:
        written = use_case(change)
    session.tell(written, notices=change.notices, json=json, target=target)


def record_asking(
    session: Session,
    use_case: Callable[[Change, frozenset[type[PortrayalsError]]], Written],
    *,
    json: bool,
    noun: str = "title",
    allowed: frozenset[type[PortrayalsError]] = frozenset(),
) -> None:
    """Like `record`, but asks where the use-case refuses something that may be meant.

    The use-case gets the errors that it should not raise; `noun` says what would be twice there.
    """
    try:
        record(session, lambda change: use_case(change, allowed), json=json)
    except (LikelyDuplicate, UnlistedName) as doubt:
        if not (session.yes or sys.stdin.isatty()):
            raise
        if isinstance(doubt, UnlistedName):
            near = [f"near: {', '.join(doubt.candidates)}"] if doubt.candidates else []
            plan = Plan("Store it as it is?", (doubt.message, *near))
        else:
            plan = Plan(f"Add it as a different {noun}?", (doubt.message,))
        if session.approved(plan, dry_run=False, json=json):
            now = allowed | {type(doubt)}
            record_asking(session, use_case, json=json, noun=noun, allowed=now)
