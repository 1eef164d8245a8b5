"""docs/errors.md lists the code of every error, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import portrayals
from portrayals.errors import PortrayalsError

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
PACKAGE = Path(portrayals.__file__).parent
ROW = re.compile(r"\| `(?P<code>[a-z-]+)` \| `(?P<name>\w+)` \| (?P<status>\d) \| .+ \|")

Kind = type[PortrayalsError]


def kinds(kind: Kind = PortrayalsError) -> Iterator[Kind]:
    """The error and every one that is a kind of it."""
    yield kind
    for each in kind.__subclasses__():
        yield from kinds(each)


def listed(page: str) -> list[tuple[str, str, int]]:
    """The code, the class and the exit status in each row of the page."""
    rows = map(ROW.fullmatch, page.splitlines())
    return [(row["code"], row["name"], int(row["status"])) for row in rows if row]


def test_the_page_lists_what_the_classes_say_and_no_more() -> None:
    known = [(kind.code, kind.__name__, kind.status) for kind in kinds()]
    assert sorted(listed(PAGE.read_text(encoding="utf-8"))) == sorted(known)


def test_no_two_errors_have_one_code() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))


def test_every_kind_of_error_is_defined_in_one_module() -> None:
    names = {kind.__name__ for kind in kinds()}
    elsewhere = [
        f"{path.name}: {node.name}"
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "errors.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and names & {base.id for base in node.bases if isinstance(base, ast.Name)}
    ]
    assert elsewhere == []
