"""What the commands take, read from the program itself.

python tests/completion/command_tree.py >portrayals/completion/commands.json
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

os.environ.setdefault("TYPER_USE_RICH", "0")  # as the program decides
sys.path.append(str(Path(__file__).parents[1] / "documents"))

from reference import commands

from portrayals.cli import app, grammar
from portrayals.cli.help import TOPICS
from portrayals.counts.population import GROUPS
from portrayals.query.compile import FIELDS
from portrayals.results.claims import VERDICTS
from portrayals.services.catalogue.fields import FIELDS as EDITED
from portrayals.services.catalogue.study_fields import DESCRIBED
from portrayals.services.codebooks.read import shipped
from portrayals.services.exporting.export import EXPORTED, TABLE
from portrayals.vocabulary import AGREEMENT_METRICS, KINDS, LEVELS, ON_CHANGE, Listed
from portrayals.vocabulary import ScreeningResult as Screening

#: What the program takes anywhere on the line, of which Typer does not know.
EVERYWHERE = {
    "--db": ("FILE|URL", "The database"),
    "--as": ("CODER", "Who is acting"),
    "--yes": (None, "Answer yes"),
    "--quiet": (None, "Print less"),
    "--no-color": (None, "Without colours"),
    "--no-pager": (None, "Without a pager"),
    "--debug": (None, "Show tracebacks"),
    "--version": (None, "Print the version"),
}

#: The words of what Typer takes for any text, by command and metavar; a command stands for all
#: below it.
WORDS: dict[tuple[str, str], Sequence[str]] = {
    ("add title", "KIND"): tuple(KINDS),
    ("claims", "WORD"): VERDICTS,
    ("codebook", "FILE|NAME"): shipped(),
    ("export", "WHAT"): (*EXPORTED, TABLE, "text"),
    ("help", "TOPIC|COMMAND"): tuple(TOPICS),
    ("import", "LEVEL"): LEVELS,
    ("import", "update|keep|refuse"): ON_CHANGE,
    ("import table", "comma|point"): ("comma", "point"),
    ("init", "NAME|FILE|none"): (*shipped(), "none"),
    ("list", "WHAT"): get_args(Listed),
    ("reliability", "NAME"): AGREEMENT_METRICS,
    ("screen", "STATUS"): get_args(Screening),
}

#: Fields of what is not a command: of queries, of groups, of `edit`, of `db describe`.
FIELDS_OF = {
    "query": FIELDS,
    "groups": GROUPS,
    "edit": tuple(dict.fromkeys(field for fields in EDITED.values() for field in fields)),
    "describe": tuple(DESCRIBED),
}


def tree() -> dict[str, Any]:
    """All of it, as `portrayals/completion/commands.json` has it."""
    found = {" ".join(words): _command(words, command) for words, command in commands(app)}
    assert {*grammar._FLAGS, *grammar._VALUES} - {"-y", "-q"} < {*EVERYWHERE}
    found[""]["options"] = [_taken([name], *what) for name, what in EVERYWHERE.items()]
    return {"fields": FIELDS_OF, "commands": found}


def _command(words: Sequence[str], command: Any) -> dict[str, Any]:
    name = " ".join(words)
    options = [each for each in command.params if each.param_type_name == "option"]
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    return {
        "about": first_sentence(command.help),
        "below": list(command.list_commands(None)) if hasattr(command, "list_commands") else [],
        "options": [_option(name, each) for each in options],
        "arguments": [taken for each in arguments for taken in _argument(name, each)],
    }


def _option(command: str, option: Any) -> dict[str, Any]:
    takes = None if option.is_flag else option.metavar
    spellings = [*option.opts, *option.secondary_opts]
    return _taken(spellings, takes, first_sentence(option.help), _words(command, option, takes))


def _argument(command: str, argument: Any) -> Iterator[dict[str, Any]]:
    """What it takes: `[UNIT] [VARIABLE=CODE]...` is a unit, then assignments."""
    for part in argument.metavar.replace("...", "").split(" "):
        metavar = part[1:-1] if part.startswith("[") else part
        words = _words(command, argument, metavar)
        yield _taken([], metavar, "", words, repeats=argument.nargs < 0)


def _words(command: str, taken: Any, metavar: str | None) -> Sequence[str]:
    choices = getattr(taken.type, "choices", None)
    if metavar == "LEVEL":
        choices = LEVELS
    above = command.partition(" ")[0]
    listed = (WORDS.get((each, metavar or "")) for each in (command, above))
    return choices or next(filter(None, listed), ())


def _taken(
    spellings: Sequence[str],
    takes: str | None,
    about: str,
    words: Sequence[str] = (),
    *,
    repeats: bool = False,
) -> dict[str, Any]:
    """Without what it has none of."""
    whole = {"spellings": spellings, "takes": takes, "about": about, "words": words}
    return {name: value for name, value in {**whole, "repeats": repeats}.items() if value}


def first_sentence(text: str | None) -> str:
    """It alone, on one line and without its stop."""
    line = " ".join((text or "").split("\n\n")[0].split())
    return re.split(r"(?<=[^.]{3})\.(?: |$)|: (?=\w+, )", line)[0]


def written() -> str:
    """The text of the file: a line for each thing that a command takes."""
    whole = tree()
    fields = [f"{dumped(name)}: {dumped(names)}" for name, names in whole["fields"].items()]
    found = [f"{dumped(name)}: {_section(each)}" for name, each in whole["commands"].items()]
    return f'{{"fields": {{{_lines(fields)}}},\n"commands": {{{_lines(found)}}}}}\n'


def _section(command: dict[str, Any]) -> str:
    head = f'"about": {dumped(command["about"])}, "below": {dumped(command["below"])}'
    options, arguments = (
        _lines([*map(dumped, command[each])]) for each in ("options", "arguments")
    )
    return f'{{{head}, "options": [{options}], "arguments": [{arguments}]}}'


def _lines(values: Sequence[object]) -> str:
    lines = [each if isinstance(each, str) else dumped(each) for each in values]
    return "\n" * bool(lines) + ",\n".join(lines)


def dumped(value: object) -> str:
    """As JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.buffer.write(written().encode())
