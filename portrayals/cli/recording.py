"""One write: a transaction, and the message when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from portrayals.cli.session import Session
from portrayals.results.written import Written

if TYPE_CHECKING:
    from portrayals.history.transaction import Change


def record(session: Session, use_case: Callable[[Change], Written], *, json: bool) -> None:
    """Carries out the use-case as one change in the history, and says what it did."""
    from portrayals.history.transaction import write

    target = session.target
    with write(target, actor=session.actor, command=session.command) as change:
        written = use_case(change)
    session.tell(written, notices=change.notices, json=json, target=target)
