"""Small modules with names that say what is in them; output in two rooms only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sources import Source, sources

import portrayals

CHECKOUT = Path(__file__).parents[2]

#: A longer file is looked at: it may be two subjects.
LINES = 500
NOBODYS_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager"}
ROOMS_THAT_PRINT = {"cli", "render"}
#: The one module that opens files to write them: what it refuses is refused everywhere.
WRITES_FILES = "outputs.py"


def modules() -> list[Source]:
    """Every module but the migrations: one is written once, as long as its schema."""
    return [each for each in sources() if "migrations" not in Path(each.place).parts]


def printing(tree: ast.Module) -> Iterator[int]:
    """The lines on which a module prints."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                yield node.lineno


def writing(tree: ast.Module) -> Iterator[int]:
    """The lines on which a module writes a file, or opens one in a mode to write."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="write_text" | "write_bytes")):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="open") | ast.Name(id="open")):
                given = [*node.args, *(each.value for each in node.keywords)]
                modes = [each.value for each in given if isinstance(each, ast.Constant)]
                if any(re.fullmatch(r"[rbt]*[wax+][rbt+]*", str(mode)) for mode in modes):
                    yield node.lineno


def test_modules_are_short() -> None:
    lengths = {each.place: len(each.text.splitlines()) for each in modules()}
    long = {place: lines for place, lines in lengths.items() if lines > LINES}
    assert not long, f"more than {LINES} lines, so each wants a wall: {long}"


def test_modules_are_named_for_what_is_in_them() -> None:
    parts = {each.place: Path(each.place).with_suffix("").parts for each in modules()}
    assert [place for place, names in parts.items() if NOBODYS_NAMES & set(names)] == []


def test_only_the_command_line_and_render_print() -> None:
    quiet = [each for each in modules() if Path(each.place).parts[0] not in ROOMS_THAT_PRINT]
    assert [f"{each.place}:{line}" for each in quiet for line in printing(each.tree)] == []


def test_one_module_writes_files() -> None:
    others = [each for each in modules() if each.place != WRITES_FILES]
    assert [f"{each.place}:{line}" for each in others for line in writing(each.tree)] == []


def test_writing_is_found_however_a_file_is_opened() -> None:
    source = """\
path.write_text("w")
path.open("wb")
open(path, mode="a")
path.open("r+", encoding="utf-8")
path.open("rb")
portrayals.open("a.db")
"""
    assert list(writing(ast.parse(source))) == [1, 2, 3, 4]


def test_printing_is_found_wherever_it_stands() -> None:
    source = "def show():\n    print('a')\nshow.print()\nprint = 1"
    assert list(printing(ast.parse(source))) == [2]


def test_the_page_on_the_house_names_each_room_and_no_file_that_is_not_there() -> None:
    page = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
    places = {each.place for each in sources()}
    rooms = {place.partition("/")[0] for place in places if "/" in place} - {"migrations"}
    assert [room for room in sorted(rooms) if f"`{room}`" not in page] == []
    files = {name for name in re.findall(r"`([a-z_/]+\.py)`", page) if "test_" not in name}
    known = {place[at:] for place in places for at in starts_of_parts(place)}
    assert sorted(files - known) == []


def starts_of_parts(place: str) -> list[int]:
    """Where the names of a path begin: 0 and 6 of `query/parse.py`."""
    return [0, *(at + 1 for at, letter in enumerate(place) if letter == "/")]


def test_behind_each_promise_stands_a_test_that_is_there() -> None:
    promises = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", promises))
    files = list((CHECKOUT / "tests").rglob("test_*.py"))
    there = {path.stem for path in files} | {
        name
        for path in files
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named
    assert [
        name for name in sorted(named) if not any(each.startswith(name) for each in there)
    ] == []


def test_the_changelog_tells_of_this_version() -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{portrayals.__version__}]" in changelog
