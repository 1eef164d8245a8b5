"""Asks at a prompt: with completion in place at a terminal, else line by line from a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from portrayals.notation.matching import Named
from portrayals.render.cells import harmless

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer

#: What may be meant by what was typed so far.
Suggest = Callable[[str], Sequence[Named]]

#: So many suggestions are shown at once.
MOST_SHOWN = 8


class Asker(Protocol):
    """Somebody to ask."""

    def ask(self, prompt: str, suggest: Suggest | None = None, /) -> str:
        """The answer, without its line end. Raises EOFError where no more answers will come."""


def asker() -> Asker:
    """The one to ask: a terminal with completion, or whatever standard input is."""
    if sys.stdin.isatty() and os.environ.get("TERM") != "dumb":
        return _Terminal()
    return _Lines()


class _Lines:
    """Standard input, line by line; prompts go to standard error.

    What no terminal has shown as it was typed is repeated behind its prompt.
    """

    def ask(self, prompt: str, _suggest: Suggest | None = None, /) -> str:
        sys.stderr.write(harmless(prompt))
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            raise EOFError
        answer = line.rstrip("\n")
        if not sys.stdin.isatty():
            sys.stderr.write(f"{harmless(answer)}\n")
        return answer


class _Terminal:
    """A terminal: lines can be edited, and Tab or typing shows what may be meant."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.output import create_output

        self._session: Any = PromptSession(
            output=create_output(stdout=sys.__stderr__),
            complete_while_typing=True,
            complete_in_thread=True,  # however long a large study takes to look up
            reserve_space_for_menu=MOST_SHOWN,
        )

    def ask(self, prompt: str, suggest: Suggest | None = None, /) -> str:
        completer = None if suggest is None else _completer(suggest)
        answer: str = self._session.prompt(harmless(prompt), completer=completer)
        return answer


def _completer(suggest: Suggest) -> Completer:
    from prompt_toolkit.completion import Completer, Completion

    class Meant(Completer):
        """Offers the keys of what may be meant, each with its label."""

        def get_completions(self, document: Any, _complete_event: Any) -> Iterator[Completion]:
            typed = document.text_before_cursor
            for each in suggest(typed):
                yield Completion(
                    each.key, start_position=-len(typed), display_meta=harmless(each.label)
                )

    return Meant()
