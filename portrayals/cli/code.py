"""`code`: a session at the keyboard, in which each answer is saved at once."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import HowIKnow, examples
from portrayals.cli.sitting import MOST, End, Next, Sitting, without_maybe
from portrayals.errors import PortrayalsError
from portrayals.notation.keys import name_with_year
from portrayals.notation.plurals import counted
from portrayals.vocabulary import BASES

if TYPE_CHECKING:
    from portrayals.cli.session import Session
    from portrayals.history.transaction import Change
    from portrayals.notation.places import LineRead
    from portrayals.results.written import Written
    from portrayals.services.coding.choices import Choice, Place, Question
    from portrayals.services.coding.evidence import CodingOptions

app = commands()

_HELP: Final = """\
Where: letters of a title, person or counterpart, or a new TITLE (YEAR)/PERSON/COUNTERPART.
Code:  letters of its words (dat cur), then where it is seen: S03E01 10:00 "words spoken".
       maybe CODE if in doubt; none or cannot-tell for the whole set; VARIABLE=VALUE for the rest.
?      this help; ? CODE shows its rule     u  undo your last answer     b BASIS  how you know
Enter  done here     s  skip this unit      q  end (everything is saved)"""
_BASES: Final = f"{', '.join(BASES[:-1])} or {BASES[-1]}"
_STATES: Final = ("none", "cannot-tell")
#: The types of variables whose values are typed, and not picked.
_TYPED: Final = ("number", "text")


class _Enter(Exception):
    """Nothing was typed: what was asked is done."""


@app.command(
    "code",
    cls=Command,
    epilog=examples(
        "portrayals code",
        "portrayals code kind:film boundary-act:not-coded --basis watched",
        "portrayals code initiator:not-coded",
    ),
)
def code(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY]...", help="Go through the units that match it."),
    ] = None,
    basis: HowIKnow = None,
) -> None:
    """Code at the keyboard: pick a place, type letters of a code, and it is saved.

    With a query, you are asked unit by unit what you have not coded yet; start again with the
    same query to go on where you stopped. Type ? for help, q to end.
    """
    from portrayals.cli.asking import asker

    session: Session = context.obj
    with session.read():  # there is one, and it can be read
        pass
    sitting = _Sitting(session, asker(), basis=basis)
    try:
        if query:
            sitting.go_through(query)
        else:
            sitting.wander()
    except (EOFError, End):
        pass
    finally:
        sitting.close()


@dataclass
class _Sitting(Sitting):
    """A session of coding: how the coder knows, and what was offered last."""

    basis: str | None = None
    offered: list[tuple[Choice, LineRead, bool]] = field(default_factory=list)

    def wander(self) -> None:
        """Codes one place after another, as they are picked."""
        self.session.say("Type ? for help, q to end.")
        variables = self._variables()
        while True:
            try:
                written = self._where()
                while True:
                    self._answer(written, "code> ", variables)
                    written = self._key_of(written)
            except (Next, _Enter):
                continue

    def go_through(self, query: Sequence[str]) -> None:
        """Asks unit by unit what the coder has not answered yet."""
        from portrayals.services.coding.choices import place_in_words, still_asked, to_code

        with self.session.read() as connection:
            work = to_code(connection, query)
        self.session.say(f"{counted(len(work.keys), 'unit')} to code. Type ? for help, q to end.")
        for number, key in enumerate(work.keys, 1):
            done: set[str] = set()
            first = True
            try:
                while True:
                    with self.session.read() as connection:
                        asked = still_asked(
                            connection, self._coder(connection), key, work.variables
                        )
                        name = place_in_words(connection, key)
                    variable = next((each for each in asked if each.key not in done), None)
                    if variable is None:
                        break
                    if first:
                        self.session.say(f"[{number} of {len(work.keys)}] {name}")
                        first = False
                    done.add(variable.key)
                    self._ask_about(key, variable)
            except Next:
                continue

    def close(self) -> None:
        """Says what was saved, and how long it took."""
        self.session.say(f"{counted(len(self.saved), 'answer')} saved in {self.seconds} s.")

    def _ask_about(self, key: str, variable: Question) -> None:
        """One variable of one unit; a set until Enter says that it is whole."""
        self.session.say(variable.question or variable.label)
        while True:
            before = len(self.saved)
            try:
                self._answer(key, f"{variable.key}> ", (variable,))
            except _Enter:
                return
            if len(self.saved) > before and variable.type != "multi":
                return

    def _where(self) -> str:
        """The key of the unit that is picked, or the path of a new one."""
        from portrayals.services.coding.choices import places_like

        def suggest(typed: str) -> list[Place]:
            with self.session.read() as connection:
                return places_like(connection, typed, MOST) if typed.strip() else []

        while True:
            line = self.asker.ask("where> ", suggest).strip()
            if not line or self._is_command(line, ()):
                continue
            found = self._place(line, suggest(line))
            if found is not None:
                return found

    def _place(self, line: str, near: Sequence[Place]) -> str | None:
        """The unit that a line means, said in words; None where that is not clear."""
        from portrayals.services.catalogue.resolve import unit_called, unknown_unit
        from portrayals.services.coding.choices import place_in_words

        with self.session.read() as connection:
            error: PortrayalsError = unknown_unit(connection, line)
            try:
                if (found := unit_called(connection, line)) is not None:
                    self.session.say(f"  {place_in_words(connection, found.key)}   {found.key}")
                    return found.key
            except PortrayalsError as refused:
                error = refused
        if len(near) == 1:
            self.session.say(f"  {near[0].label}   {near[0].key}")
            return near[0].key
        if near:
            self.session.say("  Which?")
            for each in near:
                self.session.say(f"  {each.key}   {each.label}")
            return None
        if "/" not in line and name_with_year(line)[1] is None:
            self.tell(error)
            self.session.say("    a new one: TITLE (YEAR)/PERSON/COUNTERPART")
            return None
        self.session.say(f"  New: {line}")
        return line

    def _key_of(self, written: str) -> str:
        """The key of a unit, which may have been added since it was written as a path."""
        from portrayals.services.catalogue.resolve import unit_called

        try:
            with self.session.read() as connection:
                found = unit_called(connection, written)
        except PortrayalsError:
            return written
        return written if found is None else found.key

    def _variables(self) -> tuple[Question, ...]:
        from portrayals.services.coding.choices import questions

        with self.session.read() as connection:
            return questions(connection)

    def _answer(self, written: str, prompt: str, variables: Sequence[Question]) -> None:
        """Reads one line and records what it says. Raises `_Enter` for an empty one."""
        from portrayals.notation.matching import meant
        from portrayals.notation.places import parse_line
        from portrayals.services.coding.choices import choices_of

        choices = choices_of(variables)

        def suggest(typed: str) -> list[Choice]:
            return meant(without_maybe(typed)[0], choices)[:MOST]

        line = self.asker.ask(prompt, suggest).strip()
        if not line:
            raise _Enter
        if self._is_command(line, choices):
            return
        if len(variables) == 1 and variables[0].type in _TYPED:
            self._record_value(written, f"{variables[0].key}={line}", parse_line(""))
            return
        try:
            read = parse_line(line)
        except PortrayalsError as error:
            self.tell(error)
            return
        words, maybe = without_maybe(read.words)
        before, self.offered = self.offered, []
        if words.isdecimal() and 0 < int(words) <= len(before):
            choice, offered, maybe = before[int(words) - 1]
            self._record(written, choice, offered.seen_at(read), maybe=maybe)
            return
        if words in _STATES:
            found = [each for each in choices if each.value == words][:1]
        else:
            found = meant(words, choices)
        if len(found) == 1:
            self._record(written, found[0], read, maybe=maybe)
        elif "=" in words and not found:
            self._record_value(written, words, read)
        else:
            self.offer(found, words)
            self.offered = [(each, read, maybe) for each in found[:MOST]]

    def _record(self, written: str, choice: Choice, read: LineRead, *, maybe: bool) -> None:
        from portrayals.services.coding.choices import record_choice

        mark = self._mark(read)
        said = ["tag" if choice.is_code else "annotate", written, choice.key]
        self._save(said, lambda change: record_choice(change, written, choice, mark, maybe=maybe))

    def _record_value(self, written: str, value: str, read: LineRead) -> None:
        from portrayals.services.coding.choices import record_value

        mark = self._mark(read)
        said = ["annotate", written, value]
        self._save(said, lambda change: record_value(change, written, value, mark))

    def _mark(self, read: LineRead) -> CodingOptions:
        from portrayals.services.coding.evidence import CodingOptions

        if self.basis is None:
            self._ask_basis()
        return CodingOptions(
            basis=self.basis, episode=read.episode, at=read.at, quote=read.quote, create=True
        )

    def _ask_basis(self) -> None:
        """How the coder knows, which is remembered."""
        while self.basis is None:
            typed = self.asker.ask(f"How do you know? {_BASES}: ").strip()
            if not self._is_command(typed, ()):
                self._take_basis(typed)

    def _take_basis(self, typed: str) -> None:
        basis = next((each for each in BASES if typed and each.startswith(typed.casefold())), None)
        if basis is None:
            self.session.say(f"  one of {_BASES}")
            return
        self.basis = basis
        self.session.say(f"  basis: {basis}")

    def _save(self, words: Sequence[str], use_case: Callable[[Change], Written]) -> None:
        """Records an answer as a change of its own; what is new is asked about first."""
        from portrayals.history.transaction import write

        target, command = self.session.target, shlex.join(words)
        try:
            with write(target, actor=self.session.actor, command=command, keep=False) as trial:
                use_case(trial)
            if trial.made and not self._agrees(f"Add {', '.join(trial.made)}?"):
                return
            with write(target, actor=self.session.actor, command=command) as change:
                done = use_case(change)
        except PortrayalsError as error:
            self.tell(error)
            return
        self.saved.append(change.number)
        for line in done.said.splitlines():
            self.session.say(f"  {line.strip()}")

    def _agrees(self, question: str) -> bool:
        if self.session.yes:
            return True
        return self.asker.ask(f"{question} [Y/n] ").strip().casefold() in {"", "y", "yes"}

    def _is_command(self, line: str, choices: Sequence[Choice]) -> bool:
        """Carries out a line that is no answer; whether it was one."""
        word, _, rest = line.partition(" ")
        if line == "?":
            self.session.say(_HELP)
        elif word == "?":
            self.show_rule_of(rest.strip(), choices)
        elif line == "q":
            raise End
        elif line == "s":
            raise Next
        elif line == "u":
            self.undo()
        elif word == "b":
            self._take_basis(rest.strip())
        else:
            return False
        return True

    def _coder(self, connection: Any) -> str:
        from portrayals.history.transaction import acting

        return acting(connection, self.session.actor)
