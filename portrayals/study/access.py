"""An open study: where it is, who acts, and one transaction for each change."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from inspect import isfunction
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from portrayals.database.files import opened
from portrayals.errors import Declined, ReadOnly
from portrayals.history.transaction import Change, read, write
from portrayals.notation.database_urls import without_password
from portrayals.results.written import Several, Written
from portrayals.services.catalogue.several import is_query
from portrayals.study.arguments import checked

if TYPE_CHECKING:
    from typing import Self

T = TypeVar("T")


class Access:
    """The database of a study. No connection stays open between calls.

    The arguments of every public method of a subclass are checked: a wrong one is a WrongArgument.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, method in list(vars(cls).items()):
            if isfunction(method) and not name.startswith("_"):
                setattr(cls, name, checked(method))

    def __init__(self, target: str, *, actor: str | None = None, read_only: bool = False) -> None:
        opened(target)
        self.target = target
        self.actor = actor
        self.read_only = read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close: no connection stays open between calls."""

    def __repr__(self) -> str:
        return f"Study({without_password(self.target)!r})"

    def _change(self, words: Sequence[str], work: Callable[[Change], T]) -> T:
        """Does the work in one transaction, recorded in the history with these words."""
        self._refuse_read_only()
        command = shlex.join(words)
        with write(self.target, actor=self.actor, command=command) as change:
            done = work(change)
        if isinstance(done, Written):
            return replace(done, notices=(*done.notices, *change.notices))
        return done

    def _change_each(
        self,
        words: Sequence[str],
        one: Callable[[Change], Written],
        several: Callable[[Change], Several],
        *,
        yes: bool,
        or_record: bool = False,
    ) -> Written:
        """The same for the one thing that the second word names, or for all that match a query.

        Raises Declined for a query without `yes`, saying what would change.
        """
        with read(self.target) as connection:
            of_query = is_query(connection, words[1], or_record=or_record)
        if not of_query:
            return self._change(words, one)
        if not yes:
            self._refuse_read_only()
            command = shlex.join(words)
            with write(self.target, actor=self.actor, command=command, keep=False) as change:
                plan = several(change).plan
            raise Declined(
                f"this needs confirmation: {plan.question}",
                where="\n".join(plan.lines),
                hint=f"{words[0]}(…, yes=True)",
            )
        return self._change(words, lambda change: several(change).written)

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise ReadOnly(
                "the study was opened read-only", hint="portrayals.open(…) without read_only"
            )
