"""What is told to each shell: the candidates, in the form that its script reads.

Nothing that goes wrong is told: no database, a damaged one or a locked one has no names to offer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from portrayals.completion.candidate import Asked, Candidate, with_prefix
from portrayals.completion.command_line import Wanted, find_wanted
from portrayals.completion.of_commands import of_commands, takes_file
from portrayals.completion.shell_words import NONE, insertion, words_of
from portrayals.errors import PortrayalsError
from portrayals.notation.database_urls import is_url
from portrayals.notation.quoting import shortened
from portrayals.settings import find_database

#: The line that asks the shell to complete a file by itself.
FILES: Final = "files"
#: The line that asks it to list the candidates and to leave what is typed.
LIST: Final = "list"
#: What COMP_TYPE is where bash only lists the candidates.
_LISTING: Final = "63"


def answer(shell: str, request: Sequence[str]) -> str:
    """What the script of a shell reads; nothing where anything is wrong."""
    with suppress(Exception):  # whatever it is, nobody wants to read it amid what they type
        return "".join(f"{line}\n" for line in _ANSWERS[shell](*request))
    return ""


def candidates(words: Sequence[str], typed: str) -> tuple[list[Candidate], Wanted]:
    """What could follow these words and begin with what is typed; and what was wanted."""
    told = json.loads(Path(__file__).with_name("commands.json").read_text(encoding="utf-8"))
    asked = Asked(find_wanted(told["commands"], words, typed), told["fields"])
    found = of_commands(told["commands"], asked.wanted)
    if not found and asked.wanted.takes:
        found = _of_database(asked)
    whole = with_prefix(asked.wanted.before, found)
    return [each for each in whole if each.text.isprintable()], asked.wanted


def _of_database(asked: Asked) -> list[Candidate]:
    """What the study holds; nothing if it cannot be read.

    Of a study on a server it is what was kept of it after the last command; the first time nothing
    is, and from then on its names are kept.
    """
    from sqlite3 import Error

    from portrayals.completion.of_studies import of_study
    from portrayals.completion.study import connect, names_file

    try:
        database = find_database(asked.wanted.database)
        if is_url(database):
            file = names_file(database)
            if not file.exists():
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                file.touch(mode=0o600)
        else:
            file = Path(database).expanduser()
        with closing(connect(file)) as connection:
            return of_study(connection, asked)
    except (PortrayalsError, OSError, Error):
        return []


def _about(candidate: Candidate) -> str:
    """What it is, on one line of a terminal."""
    text = "".join(each if each.isprintable() else " " for each in candidate.about)
    return shortened(" ".join(text.split()))


def _bash(line: str, replaced: str = "", kind: str = "") -> list[str]:
    """A line for each text that takes the place of the one replaced, quoted as it has to be."""
    words, _ = words_of(line)
    found, asked = candidates(words[1:-1], words[-1])
    kept, quote = words_of(line.removesuffix(replaced))
    stays = kept[-1] if len(kept) == len(words) else ""
    fitting = [each for each in found if each.text.startswith(stays)]
    texts = [insertion(each.text.removeprefix(stays), quote) for each in fitting]
    files = [FILES] if takes_file(asked) else []
    if len(texts) > 1 and kind == _LISTING:
        pairs = zip(texts, map(_about, fitting), strict=True)
        return [*files, *(f"{text}  ({about})" if about else text for text, about in pairs)]
    alone = quote == NONE
    ends = (" " if alone and not each.goes_on else "" for each in fitting)
    whole = [f"{text}{end}" for text, end in zip(texts, ends, strict=True)]
    return [*files, *whole, *([" "] if _loses(replaced, texts) else [])]


def _loses(typed: str, texts: Sequence[str]) -> bool:
    """Whether what several candidates have in common, which a shell inserts, is less than typed.

    In bash, a blank among them leaves nothing in common.
    """
    begun = (each.lower().startswith(typed.lower()) for each in texts)
    return len(texts) > 1 and not all(begun)


def _fish(*words: str) -> list[str]:
    """As for zsh, which has the word that is typed without its quotation marks."""
    return _zsh(*words[:-1], words_of(words[-1])[0][-1])


def _zsh(*words: str) -> list[str]:
    """A line for each candidate: whether it is `whole` or `open`, its text, and what it is."""
    found, asked = candidates(words[:-1], words[-1])
    lines = [
        f"{'open' if each.goes_on else 'whole'}\t{each.text}\t{_about(each)}" for each in found
    ]
    loses = _loses(words[-1], [each.text for each in found])
    return [*([FILES] if takes_file(asked) else []), *([LIST] if loses else []), *lines]


_ANSWERS: Final[Mapping[str, Callable[..., list[str]]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
