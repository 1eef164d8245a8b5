"""Which command is being typed, and what belongs where the cursor is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

#: What each command takes, by its words: `commands` of commands.json.
Tree = Mapping[str, Mapping[str, Any]]

#: The name of a command, or of an option, as what is wanted.
COMMAND: Final = "command"
OPTION: Final = "option"

_DATABASE: Final = "--db"


class Wanted(NamedTuple):
    """What belongs where the cursor is.

    `takes` is what the help calls it, empty where nothing can follow; `words` are all that it can
    be, if they are few. `typed` is its beginning, which stands after `before` in the same word.
    `option` is the option that takes it, `given` are the arguments before it, and `database` is
    what `--db` was given.
    """

    command: str
    takes: str
    typed: str
    before: str = ""
    words: Sequence[str] = ()
    option: str = ""
    given: Sequence[str] = ()
    database: str | None = None


def find_wanted(tree: Tree, words: Sequence[str], typed: str) -> Wanted:
    """What is wanted after these words, the program's name not among them."""
    command, given, database = "", list[str](), None
    waiting: str | None = None
    plain = False
    for word in words:
        name, equals, value = word.partition("=")
        if waiting is not None:
            database = word if waiting == _DATABASE else database
            waiting = None
        elif word == "--" and not plain:
            plain = True
        elif plain or not _is_option(word):
            below = child(tree, command, word)
            if tree[command]["below"] and below is None:
                return Wanted(command, "", typed)
            command, given = (below, given) if below else (command, [*given, word])
        elif equals:
            database = value if name == _DATABASE else database
        elif _taken_by(tree, command, _spelling(word)):
            waiting = _spelling(word)
    found = Wanted(command, "", typed, given=given, database=database)
    if waiting is not None:
        return _value(found, tree, waiting)
    if typed.startswith("-") and not plain:
        name, equals, value = typed.partition("=")
        if not equals:
            return found._replace(takes=OPTION)
        return _value(found._replace(typed=value, before=f"{name}="), tree, name)
    if tree[command]["below"]:
        return found._replace(takes=COMMAND)
    return _argument(found, tree)


def child(tree: Tree, command: str, word: str) -> str | None:
    """The words of the command below another, which is known in either number."""
    for name in (word, word.removesuffix("s"), f"{word}s"):
        if name in tree[command]["below"]:
            return f"{command} {name}".strip()
    return None


def options_of(tree: Tree, command: str) -> list[Mapping[str, Any]]:
    """The options that a command takes, those of every command last."""
    own = tree[command]["options"] if command else []
    return [*own, *tree[""]["options"]]


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _spelling(word: str) -> str:
    """The option whose value comes next: the last of several short ones written together."""
    return word if word.startswith("--") else f"-{word[-1]}"


def _taken_by(tree: Tree, command: str, spelling: str) -> Mapping[str, Any] | None:
    """What an option takes; None for a flag and for what is no option."""
    for option in options_of(tree, command):
        if spelling in option["spellings"]:
            return option if "takes" in option else None
    return None


def _value(found: Wanted, tree: Tree, spelling: str) -> Wanted:
    option = _taken_by(tree, found.command, spelling)
    if option is None:
        return found
    name = option["spellings"][0]
    return found._replace(takes=option["takes"], words=option.get("words", ()), option=name)


def _argument(found: Wanted, tree: Tree) -> Wanted:
    arguments = tree[found.command]["arguments"]
    place = len(found.given)
    if place >= len(arguments):
        if not (arguments and arguments[-1].get("repeats")):
            return found
        place = -1
    taken = arguments[place]
    return found._replace(takes=taken["takes"], words=taken.get("words", ()))
