"""Imports go down the house only: the order of its rooms, and what each room may know."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from sources import sources

LEAVES = {"errors", "extras", "outputs", "settings", "vocabulary"}
PURE = LEAVES | {"notation", "results"}
STORED = PURE | {"codebook", "database", "language", "tables"}
SETTLED = STORED | {"findings"}

#: The subjects of `services`, the lowest first: each may know those before it.
SUBJECTS = (
    *("catalogue", "codebooks", "coding", "reliability", "statistics", "claims", "importing"),
    *("browse", "waves", "handouts", "texts", "starter", "adjudication", "exporting", "study"),
    "report",
)

#: What each room may import of ours, besides itself.
BELOW: dict[str, set[str]] = {
    "errors": set(),
    "vocabulary": set(),
    "extras": {"errors"},
    "settings": {"errors"},
    "outputs": {"errors"},
    "notation": LEAVES,
    "language": LEAVES | {"notation"},
    "completion": LEAVES | {"notation"},
    "codebook": LEAVES | {"notation"},
    "results": {"notation", "vocabulary"},
    "analysis": PURE,
    "exchange": PURE,
    "render": PURE,
    "database": PURE,
    "tables": PURE | {"database"},
    "findings": STORED,
    "query": SETTLED,
    "history": SETTLED,
    "counts": SETTLED | {"query"},
    "services": SETTLED | {"analysis", "counts", "history", "query"},
    "cli": PURE | {"completion", "exchange", "history", "render", "services"},
    # In a wheel; in a checkout they stand beside the package. A developer's own run begins a study.
    "migrations": STORED,
    "migrations.env": SETTLED | {"history", "services"},
    "__main__": {"cli"},
}
for place, subject in enumerate(SUBJECTS):
    lower = {f"services.{each}" for each in SUBJECTS[:place]}
    BELOW[f"services.{subject}"] = BELOW["services"] | lower
BELOW["study"] = BELOW["cli"] - {"completion"} | {"database"}
#: The package itself, which begins the Python API, and any module directly in it.
FACADE = {"study"}
#: What those above `services` may know of the history: how a use-case is given its connection.
TRANSACTION = "history.transaction"

#: Rooms that know no SQL.
WITHOUT_SQL = {
    *("analysis", "cli", "codebook", "exchange", "language", "notation", "render", "results"),
}
SQL = {"sqlalchemy", "alembic", "sqlite3", "psycopg"}


def room_of(module: str) -> str:
    """The room a module stands in, in `services` its subject; '' is the façade."""
    parts = module.split(".")
    whole = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((room for room in whole if room in BELOW), "")


def may_know(room: str, allowed: set[str], name: str) -> bool:
    """Whether a module of `room` may import the module `name`; `services` allows its subjects."""
    other = room_of(name)
    if other == "history" and room in {"cli", "study"}:
        return name == TRANSACTION
    return other in {room, *allowed} or ("services" in allowed and other.startswith("services."))


def imports(tree: ast.Module, modules: set[str]) -> Iterator[tuple[int, str]]:
    """The line and the full name of all that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = "." * node.level + (node.module or "")
            for alias in node.names:
                full = f"{stem}.{alias.name}"
                ours = full.removeprefix("portrayals.") in modules
                yield node.lineno, full if ours or stem == "portrayals" else stem


def wrong_imports(module: str, tree: ast.Module, modules: set[str]) -> list[str]:
    """One line for each import of `module` that goes up, sideways, or to SQL."""
    room = room_of(module)
    allowed = BELOW[room] if room else FACADE
    found = []
    for line, target in imports(tree, modules):
        top, _, name = target.partition(".")
        if target.startswith("."):
            found.append(f"{module}:{line} imports relatively")
        elif top == "portrayals" and name != "__version__" and not may_know(room, allowed, name):
            other = room_of(name) or "the façade"
            found.append(f"{module}:{line} imports {target}: {room} stands below {other}")
        elif top in SQL and room in WITHOUT_SQL:
            found.append(f"{module}:{line} imports {top}: {room} knows no SQL")
    return found


def test_modules_import_only_what_stands_below_them() -> None:
    modules = {each.name for each in sources()}
    wrong = [line for each in sources() for line in wrong_imports(each.name, each.tree, modules)]
    assert wrong == []


def test_every_room_and_every_subject_has_its_place_in_the_order() -> None:
    inside = [each.place.removesuffix(".py").split("/") for each in sources()]
    rooms = {parts[0] for parts in inside if len(parts) > 1}
    subjects = {parts[1] for parts in inside if parts[0] == "services"} - {"__init__"}
    assert rooms <= set(BELOW)
    assert subjects == set(SUBJECTS)


def test_no_modules_import_each_other_in_a_circle() -> None:
    modules = {each.name for each in sources()}
    known = {
        each.name: {
            target.removeprefix("portrayals.")
            for _, target in imports(at_the_top(each.tree), modules)
            if target.removeprefix("portrayals.") in modules - {each.name}
        }
        for each in sources()
    }
    assert in_circles(known) == set()


def at_the_top(tree: ast.Module) -> ast.Module:
    """The statements that run when a module is loaded, without those of its functions."""
    top = [each for each in tree.body if isinstance(each, (ast.Import, ast.ImportFrom))]
    return ast.Module(top, [])


def in_circles(below: dict[str, set[str]]) -> set[str]:
    """Those from which some way down leads into a circle."""
    standing = dict(below)
    while lowest := {each for each, under in standing.items() if not under & set(standing)}:
        standing = {each: under for each, under in standing.items() if each not in lowest}
    return set(standing)


def test_the_order_has_no_circle() -> None:
    assert in_circles({room: below - {room} for room, below in BELOW.items()}) == set()


def test_a_circle_is_found() -> None:
    assert in_circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == {"a", "b", "c"}


MODULES = {
    *("errors", "settings", "vocabulary", "notation.keys", "codebook.model", "results.counts"),
    *("database.engine", "tables.coding", "language.parse", "findings.settle", "query.select"),
    *("history.undo", "history.transaction", "analysis.alpha", "counts.population"),
    *("services.coding.tag", "services.catalogue.titles", "services.study.undo", "exchange.csv"),
    *("render.table", "cli.tag", "study", ""),
}


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("cli.tag", "from portrayals.services.coding import tag"),
        ("cli.tag", "from portrayals.exchange.csv import read"),
        ("cli.tag", "from portrayals.history.transaction import write"),
        ("render.table", "from portrayals.results import counts"),
        ("render.table", "from portrayals import vocabulary"),
        ("services.coding.tag", "from portrayals import errors, history, tables"),
        ("services.coding.tag", "from portrayals.language import parse"),
        ("services.coding.tag", "from portrayals.services.catalogue import titles"),
        ("services.study.undo", "from portrayals.services.coding.tag import tag"),
        ("history.undo", "import portrayals.tables.coding"),
        ("history.undo", "from portrayals.findings import settle"),
        ("results.counts", "from portrayals.vocabulary import Level"),
        ("codebook.model", "from portrayals import vocabulary"),
        ("query.select", "from portrayals.language.parse import parse"),
        ("query.select", "from sqlalchemy import select"),
        ("cli.tag", "from portrayals import __version__"),
        ("", "from portrayals.study import Study"),
        ("study", "from portrayals.services.coding import tag"),
        ("study", "from portrayals.history.transaction import write"),
    ],
)
def test_an_import_downwards_is_allowed(module: str, statement: str) -> None:
    assert wrong_imports(module, ast.parse(statement), MODULES) == []


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("services.coding.tag", "from portrayals.render.table import draw"),
        ("services.coding.tag", "from portrayals import cli"),
        ("services.coding.tag", "from portrayals.services.study.undo import undo"),
        ("services.coding.tag", "from portrayals.services.study import undo"),
        ("services.catalogue.titles", "from portrayals.services.coding.tag import tag"),
        ("query.select", "from portrayals.history import undo"),
        ("history.undo", "from portrayals.query import select"),
        ("findings.settle", "from portrayals.counts.population import population"),
        ("history.undo", "import portrayals.analysis.alpha"),
        ("analysis.alpha", "from portrayals.tables import coding"),
        ("tables.coding", "from portrayals.language.parse import parse"),
        ("language.parse", "from portrayals.tables import coding"),
        ("results.counts", "from portrayals.codebook.model import Code"),
        ("vocabulary", "from portrayals.results.counts import Count"),
        ("codebook.model", "from portrayals.results import counts"),
        ("notation.keys", "from portrayals.codebook.model import Code"),
        ("database.engine", "from portrayals.tables.coding import annotation"),
        ("cli.tag", "from portrayals.tables import coding"),
        ("cli.tag", "from portrayals.history.undo import undo"),
        ("cli.tag", "def run():\n    from portrayals.language.parse import parse"),
        ("render.table", "from portrayals.exchange import csv"),
        ("errors", "from portrayals.vocabulary import Level"),
        ("services.coding.tag", "import portrayals"),
        ("services.coding.tag", "from portrayals import open"),
        ("services.coding.tag", "from portrayals.study import Study"),
        ("study", "from portrayals.cli import app"),
        ("", "from portrayals.cli import app"),
        ("", "from portrayals.services.coding import tag"),
        ("render.table", "from portrayals.study import Study"),
        ("study", "from portrayals.history import undo"),
        ("services.coding.tag", "from . import undo"),
        ("services.coding.tag", "from ..tables import coding"),
        ("cli.tag", "from sqlalchemy import text"),
        ("render.table", "import sqlalchemy.engine"),
        ("language.parse", "if TYPE_CHECKING:\n    from sqlalchemy import Select"),
        ("analysis.alpha", "import sqlite3"),
    ],
)
def test_an_import_upwards_sideways_or_to_sql_is_found(module: str, statement: str) -> None:
    assert len(wrong_imports(module, ast.parse(statement), MODULES)) == 1
