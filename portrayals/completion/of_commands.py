"""Commands, options, and words that the help lists: candidates for which no study is needed."""

from __future__ import annotations

import re

from portrayals.completion.candidate import Candidate, select_alike, select_begun
from portrayals.completion.command_line import COMMAND, OPTION, Tree, Wanted, child, options_of

_FILES = {"FILE", "FOLDER", "PATH"}


def of_commands(tree: Tree, wanted: Wanted) -> list[Candidate]:
    """What belongs here, if it is a command, an option or one of a few words."""
    if wanted.takes == COMMAND:
        return select_alike(wanted.typed, _below(tree, wanted.command))
    if wanted.takes == OPTION:
        return _options(tree, wanted)
    if wanted.takes == "TOPIC|COMMAND":
        return select_alike(wanted.typed, _topics(tree, wanted))
    return select_begun(wanted.typed, map(Candidate, wanted.words))


def takes_file(wanted: Wanted) -> bool:
    """Whether a file or a folder belongs here."""
    return bool(_FILES.intersection(re.split(r"[|.]", wanted.takes)))


def _below(tree: Tree, command: str) -> list[Candidate]:
    names = ((name, f"{command} {name}".strip()) for name in tree[command]["below"])
    return [Candidate(name, tree[whole]["about"]) for name, whole in names]


def _topics(tree: Tree, wanted: Wanted) -> list[Candidate]:
    command: str | None = ""
    for word in wanted.given:
        command = child(tree, command, word) if command is not None else None
    topics = () if wanted.given else map(Candidate, wanted.words)
    return [*topics, *_below(tree, command)] if command is not None else []


def _options(tree: Tree, wanted: Wanted) -> list[Candidate]:
    """The long spellings; a short one once it is typed."""
    options = options_of(tree, wanted.command)
    found = [
        Candidate(each, option["about"])
        for option in options
        for each in option["spellings"]
        if each.startswith("--") or each == wanted.typed
    ]
    return select_begun(wanted.typed, [*found, Candidate("--help", "Show the help")])
