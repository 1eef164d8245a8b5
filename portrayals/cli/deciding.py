"""Decides in turn, at the keyboard, what coders answered differently."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from portrayals.cli.asking import Asker
from portrayals.cli.session import Session
from portrayals.cli.sitting import MOST, End, Next, Sitting, without_maybe
from portrayals.errors import PortrayalsError
from portrayals.notation.plurals import counted
from portrayals.results.disagreements import Disagreement, OneAnswer
from portrayals.results.handout import GivenEvidence
from portrayals.vocabulary import CAUSES, CAUSES_IN_WORDS

if TYPE_CHECKING:
    from portrayals.services.adjudication.decision import Terms
    from portrayals.services.coding.choices import Choice, Question

_HELP: Final = """\
A, B …  that answer is right
VALUE   another one: letters of a code, or of several with semicolons between; maybe CODE if in
        doubt; none or cannot-tell for the whole; a number as it is
?       this help; ? CODE shows its rule; ?? that of the whole question
u       undo your last decision     s  skip this one     q  end (everything is saved)"""
_STATES: Final = ("none", "cannot-tell", "not-applicable", "unavailable")


def decide_in_turn(
    session: Session, asker: Asker, query: Sequence[str], terms: Terms, wave: str | None
) -> None:
    """Asks about one difference after another until all are decided or the input ends."""
    from portrayals.services.adjudication.disagreements import disagreements

    with session.read() as connection:
        found = disagreements(connection, query, wave=wave)
    if not found.rows:
        session.say(f"Nothing to decide. {found.told}")
        return
    sitting = _Deciding(session, asker, terms=terms, wave=wave)
    try:
        sitting.go_through(found.rows)
    except (EOFError, End):
        pass
    finally:
        sitting.close(query)


class _Back(Exception):
    """To the one that was decided last, whose decision was undone."""


@dataclass
class _Deciding(Sitting):
    """A session of deciding: on which terms, in which wave, and the cause and reason given last."""

    terms: Terms = field(kw_only=True)
    wave: str | None = field(kw_only=True)
    cause: str | None = None
    reason: str | None = None

    def go_through(self, rows: Sequence[Disagreement]) -> None:
        """Asks about each, in their order; undoing goes back to the one before."""
        self.session.say(
            f"{counted(len(rows), 'difference')} to decide. Type ? for help, q to end."
        )
        place, decided = 0, list[int]()
        while place < len(rows):
            self.session.say(f"[{place + 1} of {len(rows)}] {' / '.join(rows[place].names)}")
            try:
                self._ask_about(rows[place])
                decided.append(place)
            except Next:
                pass
            except _Back:
                place = decided.pop()
                continue
            place += 1

    def close(self, query: Sequence[str]) -> None:
        """Says what was saved, and how all of it is decided by now."""
        from portrayals.render.adjudication import lines
        from portrayals.services.adjudication.disagreements import disagreements

        number = counted(len(self.saved), "decision")
        self.session.say(f"{number} saved in {self.seconds} s.")
        with self.session.read() as connection:
            summary = disagreements(connection, query, wave=self.wave).summary
        plain = replace(self.session.screen(sys.stderr), colour=False)
        for line in lines(summary, plain):
            self.session.say(line)

    def _ask_about(self, row: Disagreement) -> None:
        """One difference, until it is decided."""
        from portrayals.services.coding.choices import choices_of, question_called

        self._refuse_terms(row)
        with self.session.read() as connection:
            question = question_called(connection, row.variable)
        self._show(row, question)
        choices = choices_of((question,))
        while True:
            value = self._value(row, question, choices)
            if value is None:
                continue
            self._ask_cause()
            if self._save(row, value, self._ask_reason()):
                return

    def _refuse_terms(self, row: Disagreement) -> None:
        """Ends the session at once where the actor may not decide this on these terms."""
        from portrayals.history.transaction import write
        from portrayals.services.adjudication.adjudicate import refuse_terms

        target, actor = self.session.target, self.session.actor
        with write(target, actor=actor, command="coding adjudicate", keep=False) as trial:
            refuse_terms(trial, row.unit, row.variable, self.terms, wave=self.wave)

    def _show(self, row: Disagreement, question: Question) -> None:
        """The question and the answers, each with its evidence and note."""
        self.session.say(f"{question.question or question.label} ({row.variable})")
        for answer in row.answers:
            for line in _told(answer):
                self.session.say(line)

    def _value(
        self, row: Disagreement, question: Question, choices: Sequence[Choice]
    ) -> str | None:
        """What is typed as a value; None for a command, or what is not clear."""
        from portrayals.notation.matching import meant

        def suggest(typed: str) -> list[Choice]:
            last = typed.rpartition(";")[2]
            return meant(without_maybe(last)[0], choices)[:MOST]

        line = self.asker.ask(f"{row.variable}> ", suggest).strip()
        if self._is_command(line, question, choices):
            return None
        for answer in row.answers:
            if line.casefold() == answer.letter.casefold():
                return _as_typed(answer)
        if question.type in {"number", "text"}:
            return line
        return self._codes(line, choices)

    def _codes(self, line: str, choices: Sequence[Choice]) -> str | None:
        """The codes that a line means, as they are written; None if one is not clear."""
        from portrayals.notation.matching import meant
        from portrayals.notation.values import split_codes

        values = []
        for piece in split_codes(line):
            words, maybe = without_maybe(piece)
            if words in _STATES:
                values.append(words)
                continue
            found = [each for each in choices if each.value == words] or meant(words, choices)
            if len(found) != 1:
                self.offer(found, words)
                return None
            values.append(f"{'maybe:' if maybe else ''}{found[0].value}")
        return ";".join(values)

    def _is_command(self, line: str, question: Question, choices: Sequence[Choice]) -> bool:
        """Carries out a line that is no answer; whether it was one."""
        word, _, rest = line.partition(" ")
        if line in {"", "?"}:
            self.session.say(_HELP)
        elif line == "??":
            self.show_rule(question.key)
        elif word == "?":
            self.show_rule_of(rest.strip(), choices)
        elif line == "q":
            raise End
        elif line == "s":
            raise Next
        elif line == "u":
            if self.undo():
                raise _Back
        else:
            return False
        return True

    def _ask_cause(self) -> None:
        """What caused the difference; the last one is offered, and none may be given."""
        offered = f" [{self.cause}]" if self.cause else ""
        while True:
            typed = self.asker.ask(f"cause: {', '.join(CAUSES)}{offered}> ").strip()
            if not typed:
                return
            found = [each for each in CAUSES if each.startswith(typed.casefold())]
            if len(found) == 1:
                self.cause = found[0]
                return
            for word in CAUSES:
                self.session.say(f"  {word}: {CAUSES_IN_WORDS[word]}")

    def _ask_reason(self) -> str:
        """Why it is decided so; the last reason is offered."""
        offered = f" [{self.reason}]" if self.reason else ""
        while True:
            typed = self.asker.ask(f"reason{offered}> ").strip()
            if typed or self.reason:
                self.reason = typed or self.reason or ""
                return self.reason
            self.session.say("  a decision needs its reason")

    def _save(self, row: Disagreement, value: str, reason: str) -> bool:
        """Records the decision as a change of its own; whether it could be."""
        from portrayals.history.transaction import write
        from portrayals.services.adjudication.adjudicate import adjudicate

        terms = replace(self.terms, reason=reason, cause=self.cause)
        assignment = f"{row.variable}={value}"
        words = ["coding", "adjudicate", row.unit, assignment, "--reason", reason]
        given = {"cause": self.cause, "method": terms.method, "wave": self.wave}
        for name, said in given.items():
            words += [f"--{name}", said] if said else []
        words += [f"--with={each}" for each in terms.together] + ["--alone"] * terms.alone
        target, command = self.session.target, shlex.join(words)
        try:
            with write(target, actor=self.session.actor, command=command) as change:
                done = adjudicate(change, row.unit, [assignment], terms, wave=self.wave)
        except PortrayalsError as error:
            self.tell(error)
            return False
        self.saved.append(change.number)
        for line in done.said.splitlines():
            self.session.say(f"  {line.strip()}")
        return True


def _told(answer: OneAnswer) -> Iterator[str]:
    """An answer with its evidence and note, a line each."""
    partial = ", partial" if answer.complete is False else ""
    yield f"  {answer.letter}  {answer.said}   ({answer.basis}{partial})"
    for piece in answer.evidence:
        yield f"       {_piece(piece)}"
    if answer.note:
        yield f"       note: {answer.note}"


def _piece(of: GivenEvidence) -> str:
    time = of.start if of.end is None else f"{of.start}-{of.end}"
    quote = None if of.quote is None else f"“{of.quote}”"
    where = [each for each in (of.episode, time, quote, of.description, of.source) if each]
    return f"{of.code}: {' '.join(where)}" if of.code else " ".join(where)


def _as_typed(answer: OneAnswer) -> str:
    """An answer as it is typed: codes with semicolons between, which labels may not contain."""
    if answer.codes or answer.doubtful:
        return ";".join((*answer.codes, *(f"maybe:{each}" for each in answer.doubtful)))
    return answer.said
