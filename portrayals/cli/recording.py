"""One write: a transaction, and the message when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from portrayals.cli.session import Session
from portrayals.results.written import Plan, Written

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
        plan = Plan(f"Add {', '.join(trial.made)}?", ())
        if dry_run:
            lines = (*trial.notices, *said.splitlines())
            session.approved(Plan(plan.question, lines), dry_run=True, json=json)
            return
        if trial.made:
            session.approved(plan, usual=True)
    record(session, use_case, json=json)


def record(session: Session, use_case: Callable[[Change], Written], *, json: bool) -> None:
    """Carries out the use-case as one change in the history, and says what it did."""
    from portrayals.history.transaction import write

    target = session.target
    with write(target, actor=session.actor, command=session.command) as change:
        written = use_case(change)
    session.tell(written, notices=change.notices, json=json, target=target)
