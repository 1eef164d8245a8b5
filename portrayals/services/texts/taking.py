"""What is being taken from a text: what is new, the same or different, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Table, update

from portrayals.errors import WouldChange
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.plurals import counted, joined
from portrayals.results.text_files import TextImported
from portrayals.services.texts.read import Text
from portrayals.vocabulary import OnChange

#: How many differences are told in words.
_MOST_TOLD: Final = 20


class Undecided(Exception):
    """Something would change, and nobody has said whether it may; nothing was written."""

    def __init__(self, imported: TextImported) -> None:
        super().__init__()
        self.imported = imported

    @property
    def told(self) -> str:
        """How much would change: `2 titles and 1 annotation`."""
        return how_many(self.imported.changed)


def how_many(numbers: Mapping[str, int]) -> str:
    """`2 titles and 1 annotation`."""
    return joined([counted(number, what.removesuffix("s")) for what, number in numbers.items()])


@dataclass(slots=True)
class Taking:
    """A text on its way into a study; a `new` study says nothing yet that could differ.

    `changed` counts what differs, until `settle` says what becomes of it.
    """

    change: Change
    text: Text
    new: bool
    added: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    _changes: list[tuple[str, Callable[[], object]]] = field(default_factory=list)

    def default(self, name: str) -> str | None:
        """A field at the top of the text."""
        top = self.text.top(name)
        return None if top is None else top.text(name)

    def compare(self, table: Table, row: Any, said: Mapping[str, object], called: str) -> None:
        """Compares a row that the study has with what the text says of it."""
        what = f"{table.name}s"
        other = {name: value for name, value in said.items() if value != getattr(row, name)}
        if not other:
            self.same[what] += 1
            return
        (key,) = table.primary_key
        of = key == getattr(row, key.name)
        change = self.change

        def write() -> None:
            keep(change.connection, change.number, table, of)
            values = other | {"change_id": change.number}
            change.connection.execute(update(table).where(of).values(**values))

        self.differs(what, f"{called}: {', '.join(other)}", write)

    def differs(self, what: str, told: str, change: Callable[[], object]) -> None:
        """Notes that something in the study is not as the text says; a new study is changed now."""
        if self.new:
            change()
            return
        self.changed[what] += 1
        self._changes.append((told, change))

    def settle(self, on_change: OnChange | None) -> TextImported:
        """Makes the changes, if it is said that they may be made.

        Raises `Undecided` if nobody has said so, and WouldChange if they should be refused.
        """
        told = tuple(told for told, _ in self._changes[:_MOST_TOLD])
        kept: Counter[str] = Counter()
        if on_change == "keep":
            kept, self.changed = self.changed, kept
        imported = TextImported(
            self.text.name,
            dict(self.added),
            dict(self.changed),
            dict(kept),
            dict(self.same),
            told,
        )
        if self._changes and on_change is None:
            raise Undecided(imported)
        if self._changes and on_change == "refuse":
            raise WouldChange(
                f"{how_many(self.changed)} would change; nothing was imported",
                where="\n".join(told),
                hint="to change them: --on-change update     to leave them: --on-change keep",
            )
        if on_change != "keep":
            for _, change in self._changes:
                change()
        return imported
