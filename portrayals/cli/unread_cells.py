"""Asks at a terminal what the cells of a sheet mean that are neither codes nor states."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from portrayals.errors import InvalidRows
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import listed, quoted

if TYPE_CHECKING:
    from portrayals.cli.asking import Asker
    from portrayals.cli.session import Session
    from portrayals.services.importing.table_map import TableMap
    from portrayals.services.importing.unread_cells import Meanings, UnreadText

_SKIP: Final = "skip"
_QUIT: Final = "quit"
#: What is meant by one letter, unless a code is called so; Enter alone skips.
_LETTERS: Final = {"c": "cannot-tell", "n": "not-coded", "s": _SKIP, "q": _QUIT}
_WORDS: Final = {"cannot tell": "cannot-tell", "not coded": "not-coded", "": _SKIP}


class _End(Exception):
    """No more is to be asked."""


@dataclass
class Dialogue:
    """What was answered so far about the cells of a sheet, as the options that say the same.

    `given` is what was said before; `skips` that rows that still cannot be read are left out.
    """

    session: Session
    given: TableMap
    value: list[str] = field(default_factory=list)
    split: list[str] = field(default_factory=list)
    skips: bool = False
    _asked: set[tuple[str, str | None]] = field(default_factory=set)

    @property
    def words(self) -> list[str]:
        """The answers as words of a command."""
        splits = (word for each in self.split for word in ("--split", each))
        return [*splits, *(word for each in self.value for word in ("--value", each))]

    @property
    def mapping(self) -> TableMap:
        """What was said before, with the answers."""
        value, split = (*self.given.value, *self.value), (*self.given.split, *self.split)
        return replace(self.given, value=value, split=split)

    def settles(self, refused: InvalidRows) -> bool:
        """Asks about a refused sheet; whether to read it again with the answers.

        Nothing is asked without a terminal, nor of those who want no questions.
        """
        talking = sys.stdin.isatty() and sys.stderr.isatty()
        if not talking or self.session.yes or self.session.quiet or self.skips:
            return False
        from portrayals.cli.asking import asker
        from portrayals.services.importing.unread_cells import unread_texts

        texts = [
            each
            for each in unread_texts(refused.problems)
            if (each.text, each.separator) not in self._asked
        ]
        said = len(self.words)
        try:
            if not texts:
                return self._leaves_out(asker(), refused)
            # What is split is read again before its parts are asked about.
            split = [each for each in texts if each.separator is not None]
            for each in split:
                self._ask_split(asker(), each)
            if not split:
                self._ask_meanings(asker(), texts)
        except (EOFError, _End):
            return False
        self._asked |= {(each.text, each.separator) for each in split or texts}
        self.session.words += self.words[said:]  # the history keeps what was meant
        return True

    def _ask_meanings(self, asker: Asker, texts: Sequence[UnreadText]) -> None:
        from portrayals.services.importing.unread_cells import read_meanings_of_cells

        with self.session.read() as connection:
            meanings = read_meanings_of_cells(connection)
        self.session.say(f"{counted(len(texts), 'text')} in cells cannot be read; q ends.")
        for each in texts:
            self._ask_meaning(asker, each, meanings)

    def _ask_split(self, asker: Asker, text: UnreadText) -> None:
        """Asks where cells are split, unless that was answered for the same columns."""
        new = [f"{key}={text.separator}" for key in text.variables]
        if set(new) <= {*self.split}:
            return
        question = f"{_place(text)}. Split at {quoted(text.separator or '')}? [Y/n] "
        answer = asker.ask(question).strip().casefold()
        if answer == "q":
            raise _End
        if answer in {"", "y", "yes"}:
            self.split += [each for each in new if each not in self.split]

    def _ask_meaning(self, asker: Asker, text: UnreadText, meanings: Meanings) -> None:
        """Asks until each variable has an answer: a code of one may be none of another."""
        near = f" ({', '.join(text.candidates[:3])}?)" if text.candidates else ""
        self.session.say(f"{_place(text)}{near}")
        left = list(text.variables)
        while left:
            codes = meanings.codes(left)
            letters = {} if {*_LETTERS} & {*map(str.casefold, codes)} else _LETTERS
            whose = f"{', '.join(left)}: " if len(left) < len(text.variables) else ""
            offered = "[c]annot tell, [n]ot coded, {}, [s]kip: "
            if not letters:
                offered = "cannot-tell, not-coded, {}, skip: "
            what = "a code" if codes else "a number"
            typed = asker.ask(f"  {whose}{offered.format(what)}").strip()
            answer = letters.get(typed.casefold()) or _WORDS.get(typed.casefold(), typed)
            if answer == _QUIT:
                raise _End
            if answer == _SKIP:
                return
            meant = {key: meanings.value(key, answer) for key in left}
            self.value += [f"{key}:{text.text}={value}" for key, value in meant.items() if value]
            for value in dict.fromkeys(filter(None, meant.values())):
                self.session.say(f"  {text.text} → {value}")
            left = [key for key, value in meant.items() if value is None]
            if left:
                of = f"; codes: {listed(meanings.codes(left))}" if meanings.codes(left) else ""
                self.session.say(f"  {quoted(answer)} is not clear for {', '.join(left)}{of}")

    def _leaves_out(self, asker: Asker, refused: InvalidRows) -> bool:
        """Whether to leave out the rows that no answer helps."""
        self.session.say(refused.where or "")
        number = refused.message.partition(" cannot be read")[0]
        question = f"{number} still cannot be read. Leave out and import the rest? [y/N] "
        self.skips = asker.ask(question).strip().casefold() in {"y", "yes"}
        return self.skips


def _place(text: UnreadText) -> str:
    """`"maybe" stands in 6 columns, 24 cells`, or in the one that is named."""
    several = len(text.columns) > 1
    where = counted(len(text.columns), "column") if several else text.columns[0]
    return f"{quoted(text.text)} stands in {where}, {counted(text.cells, 'cell')}"
