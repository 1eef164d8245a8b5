"""Every console block of the documentation shows what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import differences, read_blocks
from other_programs import need_r_package, other_program

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = sorted([*CHECKOUT.glob("README.md"), *CHECKOUT.glob("docs/*.md")])
#: The comments in README.md before the commands that CI runs instead of this test.
INSTALLING = {"install", "tests", "tests on a server"}


#: The programs that documents run besides ours, by Debian's packages.
PROGRAMS = {"pspp": "pspp", "r-base-core": "Rscript"}


def read(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def name(document: Path) -> str:
    return str(document.relative_to(CHECKOUT))


def need(document: Path) -> None:
    """Skips a document for users of another program where that is missing; in CI it fails.

    A comment `<!-- needs: PACKAGE -->` names Debian's package.
    """
    for block in read_blocks(read(document)):
        for comment in block.comments:
            asked, _, package = comment.partition(": ")
            if asked == "needs" and package.startswith("r-cran-"):
                need_r_package(package.removeprefix("r-cran-"))
            elif asked == "needs":
                other_program(PROGRAMS[package], package)


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_a_document_shows_what_the_program_does(document: Path, warm_programs: Path) -> None:
    need(document)
    itself = document.name == "README.md"  # one document is run as its reader runs it
    wrong = differences(read(document), None if itself else warm_programs)
    assert not wrong, "\n\n".join([f"{name(document)} is wrong.", *map(str, wrong)])


def test_what_installs_stands_in_the_readme_where_ci_finds_it() -> None:
    marked = {
        comment: [step.command for step in block.steps]
        for block in read_blocks(read(CHECKOUT / "README.md"))
        for comment in block.comments
        if comment in INSTALLING and block.kind == "once"
    }
    assert set(marked) == INSTALLING
    assert all(len(commands) == 1 for commands in marked.values())
    everywhere = [
        step.command
        for document in DOCUMENTS
        for block in read_blocks(read(document))
        if block.kind == "once"
        for step in block.steps
    ]
    assert {command for [command] in marked.values()} >= set(everywhere)
