"""Small modules with names that say what is in them; output in two rooms only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import portrayals

HOUSE = Path(portrayals.__file__).parent
CHECKOUT = Path(__file__).parents[2]

#: A migration is written once, as long as its schema, and not read as the rest is.
MODULES = {
    str(path.relative_to(HOUSE)): path
    for path in sorted(HOUSE.rglob("*.py"))
    if "migrations" not in path.parts
}
LINES = 350
NOBODYS_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager"}
ROOMS_THAT_PRINT = {"cli", "render"}


def printing(source: str) -> Iterator[int]:
    """The lines on which a module prints."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                yield node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= LINES, f"{module} has {lines} lines and wants a wall"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_for_what_is_in_it(module: str) -> None:
    assert not NOBODYS_NAMES & set(Path(module).with_suffix("").parts)


@pytest.mark.parametrize("module", MODULES)
def test_only_the_command_line_and_render_print(module: str) -> None:
    if Path(module).parts[0] not in ROOMS_THAT_PRINT:
        assert list(printing(MODULES[module].read_text(encoding="utf-8"))) == []


def test_printing_is_found_wherever_it_stands() -> None:
    assert list(printing("def show():\n    print('a')\nshow.print()\nprint = 1")) == [2]


def test_the_changelog_tells_of_this_version() -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{portrayals.__version__}]" in changelog
