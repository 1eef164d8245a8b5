"""One thing that could stand where the cursor is, and which of several fit what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from portrayals.completion.command_line import Wanted

TYPE_CHECKING = False  # sqlite3 is loaded once there is a file to read
if TYPE_CHECKING:
    from sqlite3 import Connection


class Candidate(NamedTuple):
    """A whole word, what tells what it is, and whether more belongs directly after it."""

    text: str
    about: str = ""
    goes_on: bool = False


class Asked(NamedTuple):
    """What is wanted, and the fields of queries, of groups, of `edit` and of `db describe`."""

    wanted: Wanted
    fields: Mapping[str, Sequence[str]]

    @property
    def typed(self) -> str:
        """The beginning of what is wanted."""
        return self.wanted.typed


#: Finds candidates in a study.
Source = Callable[["Connection", Asked], list[Candidate]]


def select_alike(typed: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that begin with what is typed; if none does, those with a word that begins so."""
    known = list(candidates)
    begun = select_begun(typed, known)
    return begun or [each for each in known if f"-{typed.lower()}" in each.text]


def select_begun(typed: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that begin with what is typed, in any case."""
    wanted = typed.lower()
    return [each for each in candidates if each.text.lower().startswith(wanted)]


def with_prefix(before: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates for the end of a word, as whole words."""
    return [each._replace(text=f"{before}{each.text}") for each in candidates]


def without(word: str, typed: str) -> tuple[str, str]:
    """A word that something may begin with, else nothing, and the rest."""
    return (word, typed.removeprefix(word)) if typed.startswith(word) else ("", typed)
