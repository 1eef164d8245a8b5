"""An open study: where it is, who acts, and one transaction for each change."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from inspect import isfunction
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from portrayals.database.files import opened
from portrayals.errors import ReadOnly
from portrayals.history.transaction import Change, write
from portrayals.notation.database_urls import without_password
from portrayals.results.written import Written
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
        if self.read_only:
            raise ReadOnly(
                "the study was opened read-only", hint="portrayals.open(…) without read_only"
            )
        command = shlex.join(words)
        with write(self.target, actor=self.actor, command=command) as change:
            done = work(change)
        if isinstance(done, Written):
            return replace(done, notices=(*done.notices, *change.notices))
        return done
