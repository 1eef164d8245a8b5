"""What is wrong with a codebook file, as its tests ask for it."""

from __future__ import annotations

from portrayals.codebook.load import load
from portrayals.errors import InvalidCodebook

#: The three lines above the variables.
HEAD = "codebook: c\nversion: 1\nvariables:\n"


def problems(text: str) -> list[str]:
    """What is wrong with a text, without the name of the file; nothing where it is right."""
    try:
        load(text, name="study.yaml")
    except InvalidCodebook as error:
        found = error.problems
    else:
        found = ()
    assert all(problem.startswith("study.yaml:") for problem in found)
    assert all(len(problem.splitlines()) == 1 for problem in found)
    return [problem.removeprefix("study.yaml:") for problem in found]


def of_variable(line: str) -> list[str]:
    """What is wrong with a codebook whose one variable (on line 4) is this flow mapping."""
    return problems(f"{HEAD}- {{{line}}}\n")
