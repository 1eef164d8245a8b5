"""Coders who are no people, as the tests of R38 make them and ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from teachers import School

import portrayals
from portrayals.history.transaction import read
from portrayals.services.study.check import check

ROBOT = {"program": "model-m", "model_version": "2024-08-06"}
GUIDES = {"compilation": "Coded from episode guides, by one reader."}


def add(school: School, key: str, **told: Any) -> None:
    """Adds a coder."""
    portrayals.open(school.target, actor="ana").add_coder(key, **told)


def row_of(school: School, key: str) -> dict[str, Any]:
    """What `list coders` has of one."""
    return next(dict(row) for row in school.list("coders").rows if row["key"] == key)


def notes(school: School, *variables: str, **options: Any) -> tuple[str, ...]:
    """The notes of a statistic."""
    return school.stats(*variables, **options).notes


def problems(school: School) -> tuple[str, ...]:
    """What `db check` finds."""
    with read(school.target) as connection:
        return check(connection).problems


def taken_in(school: School, folder: Path, *lines: str, **manner: Any) -> Any:
    """What came of a sheet of annotations: unit, variable, value, coder and basis."""
    sheet = folder / "sheet.csv"
    sheet.write_text("\n".join(("unit,variable,value,coder,basis", *lines)), encoding="utf-8")
    return portrayals.open(school.target, actor="ana").import_annotations(str(sheet), **manner)


def basis_taken_in(school: School, folder: Path) -> list[object]:
    """On what basis two annotations without one are taken in, of bea and of guides."""
    bond = school.bond()
    taken_in(school, folder, f"{bond},act,slap,guides,", f"{bond},act,slap,bea,")
    return [row["basis"] for row in school.list("annotations").rows if row["unit"] == bond]
