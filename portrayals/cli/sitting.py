"""What all sessions at the keyboard have in common: rules, undoing, and what is said beside it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from portrayals.errors import PortrayalsError
from portrayals.notation.quoting import quoted

if TYPE_CHECKING:
    from portrayals.cli.asking import Asker
    from portrayals.cli.session import Session
    from portrayals.services.coding.choices import Choice

#: So many answers are offered at once.
MOST: Final = 8


class End(Exception):
    """The session is over."""


class Next(Exception):
    """On to the next unit."""


@dataclass
class Sitting:
    """A session in progress: who is asked, and the changes that were saved."""

    session: Session
    asker: Asker
    saved: list[int] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> int:
        """How long it has taken."""
        return round(time.monotonic() - self.begun)

    def tell(self, error: PortrayalsError) -> None:
        """Says what is wrong with what was typed."""
        self.session.say(f"  {error.message}")
        for line in error.beneath():
            self.session.say(f"    {line}")

    def offer(self, found: Sequence[Choice], words: str) -> None:
        """Says which answers may be meant."""
        if not found:
            self.session.say(f"  nothing fits {quoted(words)}; ? shows how to answer")
            return
        self.session.say("  Which?")
        for number, each in enumerate(found[:MOST], 1):
            self.session.say(f"  {number}  {each.key}   {each.label}")
        if len(found) > MOST:
            self.session.say(f"  and {len(found) - MOST:,} more: type more letters")

    def show_rule_of(self, words: str, choices: Sequence[Choice]) -> None:
        """What the codebook says of the code that is meant."""
        from portrayals.notation.matching import meant

        found = meant(words, choices)
        if len(found) != 1:
            self.offer(found, words)
            return
        choice = found[0]
        self.show_rule(
            f"{choice.variable.key}:{choice.value}" if choice.is_code else choice.variable.key
        )

    def show_rule(self, key: str) -> None:
        """What the codebook says of a code or a variable."""
        from portrayals.render.database import lines
        from portrayals.services.codebooks.show import show_codebook

        with self.session.read() as connection:
            shown = show_codebook(connection, key)
        plain = replace(self.session.screen(sys.stderr), colour=False)
        for line in lines(shown, plain):
            self.session.say(line)

    def undo(self) -> bool:
        """Undoes what was saved last in this session; whether that was done."""
        from portrayals.history.transaction import write
        from portrayals.services.study.undo import undo

        if not self.saved:
            self.session.say("  nothing was saved in this session")
            return False
        try:
            with write(self.session.target, actor=self.session.actor, command="undo") as change:
                said = undo(change, self.saved[-1]).said
        except PortrayalsError as error:
            self.tell(error)
            return False
        self.saved.pop()
        self.session.say(f"  {said}")
        return True


def without_maybe(typed: str) -> tuple[str, bool]:
    """What is typed without `maybe` before it, and whether it was there."""
    bare = typed.strip()
    for prefix in ("maybe:", "maybe "):
        if bare.startswith(prefix):
            return bare.removeprefix(prefix).strip(), True
    return bare, False
