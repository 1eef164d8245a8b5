"""Imports go down the house only: the order of its rooms, and what each room may know."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import portrayals

HOUSE = Path(portrayals.__file__).parent

WORDS = {"errors", "settings", "results.words"}
PURE = WORDS | {"notation", "codebook"}
STORED = PURE | {"results", "database", "tables"}
SERVED = STORED | {"query", "history", "analysis", "services"}

#: What each room may import of ours, besides itself. A key with a dot is a module that stands
#: lower than the room it is in.
BELOW: dict[str, set[str]] = {
    "errors": set(),
    "results.words": set(),
    "settings": {"errors"},
    "notation": WORDS,
    "codebook": WORDS | {"notation"},
    "results": {"results.words"},
    "database": PURE | {"results"},
    "tables": PURE | {"results", "database"},
    "query": STORED,
    "history": STORED,
    "analysis": PURE | {"results"},
    "services": SERVED,
    "exchange": SERVED,
    "render": SERVED,
    "cli": WORDS | {"notation", "results", "services", "exchange", "render"},
    "migrations": STORED,  # in a wheel; in a checkout it stands beside the package
    "__main__": {"cli"},
}
#: The package itself and any module directly in it: the façade of the Python API.
FACADE = SERVED | {"exchange", "render"}

#: Rooms and modules that know no SQL.
WITHOUT_SQL = {
    *("cli", "render", "analysis", "codebook", "notation", "results"),
    *("query.syntax", "query.parse"),
}
SQL = {"sqlalchemy", "alembic", "sqlite3", "psycopg"}


def name_of(path: Path) -> str:
    """`query/parse.py` → `query.parse`; a room's `__init__.py` is the room; ours is ''."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room_of(module: str) -> str:
    """The room a module stands in, or the module where it has a place of its own; '' is ours."""
    if module in BELOW:
        return module
    room, *_ = module.split(".")
    return room if room in BELOW else ""


def imports(source: str, modules: set[str]) -> Iterator[tuple[int, str]]:
    """The line and the full name of all that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = "." * node.level + (node.module or "")
            for alias in node.names:
                full = f"{stem}.{alias.name}"
                ours = full.removeprefix("portrayals.") in modules
                yield node.lineno, full if ours or stem == "portrayals" else stem


def wrong_imports(module: str, source: str, modules: set[str]) -> list[str]:
    """One line for each import of `module` that goes up, sideways, or to SQL."""
    room = room_of(module)
    allowed = BELOW[room] if room else FACADE
    found = []
    for line, target in imports(source, modules):
        top, _, name = target.partition(".")
        other = room_of(name)
        if target.startswith("."):
            found.append(f"{module}:{line} imports relatively")
        elif top == "portrayals" and name != "__version__" and other not in {room, *allowed}:
            found.append(
                f"{module}:{line} imports {target}: {room} stands below {other or 'the façade'}"
            )
        elif top in SQL and {room, module} & WITHOUT_SQL:
            found.append(f"{module}:{line} imports {top}: {room} knows no SQL")
    return found


SOURCES = {name_of(path): path for path in sorted(HOUSE.rglob("*.py"))}


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_imports_only_what_stands_below_it(module: str) -> None:
    source = SOURCES[module].read_text(encoding="utf-8")
    assert wrong_imports(module, source, set(SOURCES)) == []


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {module.split(".")[0] for module, path in SOURCES.items() if path.parent != HOUSE}
    assert rooms <= set(BELOW)


def test_the_order_has_no_circle() -> None:
    standing = dict(BELOW)
    while standing:
        lowest = {room for room, below in standing.items() if not below & set(standing) - {room}}
        assert lowest, f"a circle among {sorted(standing)}"
        standing = {room: below for room, below in standing.items() if room not in lowest}


MODULES = {
    *("errors", "settings", "results.words", "notation.keys", "codebook.model", "results.counts"),
    *("database.engine", "tables.coding", "query.parse", "query.select", "history.undo"),
    *("analysis.alpha", "services.tag", "exchange.csv", "render.table", "cli.tag", "study", ""),
}


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("cli.tag", "from portrayals.services import tag"),
        ("cli.tag", "from portrayals.exchange.csv import read"),
        ("render.table", "from portrayals.results import counts, words"),
        ("services.tag", "from portrayals import errors, history, tables"),
        ("services.tag", "from portrayals.query import parse"),
        ("history.undo", "import portrayals.tables.coding"),
        ("results.counts", "from portrayals.results.words import Level"),
        ("codebook.model", "from portrayals.results import words"),
        ("query.select", "from portrayals.query.parse import parse"),
        ("query.select", "from sqlalchemy import select"),
        ("cli.tag", "from portrayals import __version__"),
        ("", "from portrayals.services import tag"),
        ("", "from portrayals.study import Study"),
        ("study", "from portrayals.services import tag"),
    ],
)
def test_an_import_downwards_is_allowed(module: str, statement: str) -> None:
    assert wrong_imports(module, statement, MODULES) == []


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("services.tag", "from portrayals.render.table import draw"),
        ("services.tag", "from portrayals import cli"),
        ("query.select", "from portrayals.history import undo"),
        ("history.undo", "import portrayals.analysis.alpha"),
        ("analysis.alpha", "from portrayals.tables import coding"),
        ("tables.coding", "from portrayals.query.parse import parse"),
        ("results.counts", "from portrayals.codebook.model import Code"),
        ("results.words", "from portrayals.results.counts import Count"),
        ("codebook.model", "from portrayals.results import counts"),
        ("notation.keys", "from portrayals.codebook.model import Code"),
        ("database.engine", "from portrayals.tables.coding import annotation"),
        ("cli.tag", "from portrayals.tables import coding"),
        ("cli.tag", "def run():\n    from portrayals.query.parse import parse"),
        ("render.table", "from portrayals.exchange import csv"),
        ("errors", "from portrayals.results.words import Level"),
        ("services.tag", "import portrayals"),
        ("services.tag", "from portrayals import open"),
        ("services.tag", "from portrayals.study import Study"),
        ("study", "from portrayals.cli import app"),
        ("", "from portrayals.cli import app"),
        ("services.tag", "from . import undo"),
        ("services.tag", "from ..tables import coding"),
        ("cli.tag", "from sqlalchemy import text"),
        ("render.table", "import sqlalchemy.engine"),
        ("query.parse", "if TYPE_CHECKING:\n    from sqlalchemy import Select"),
        ("analysis.alpha", "import sqlite3"),
    ],
)
def test_an_import_upwards_sideways_or_to_sql_is_found(module: str, statement: str) -> None:
    assert len(wrong_imports(module, statement, MODULES)) == 1
