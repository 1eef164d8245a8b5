"""A study on disk to measure with: its sheets, the database of its units, and the whole of it."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.generate import Sizes, codings_of, generate
from benchmarks.process import Run, ours, run

SHEETS: Final = ("titles", "portrayals", "relationships", "annotations")


class NoStudy(Exception):
    """A folder holds something else than the study asked for."""


@dataclass(frozen=True)
class Study:
    """A generated study in a folder of its own; `imports` is what each sheet took to come in."""

    folder: Path
    sizes: Sizes
    imports: dict[str, Run]

    @property
    def shipped(self) -> Path:
        """The folder with the sheets of the shipped catalogue."""
        return self.folder / "shipped"

    @property
    def starter(self) -> Path:
        """The database of the shipped catalogue, for what is measured on a small study."""
        return self.folder / "starter.db"

    @property
    def units(self) -> Path:
        """The database with every unit and no annotation."""
        return self.folder / "units.db"

    @property
    def whole(self) -> Path:
        """The database with all there is."""
        return self.folder / "whole.db"

    def sheet(self, name: str) -> Path:
        """The file of a sheet."""
        return self.folder / f"{name}.csv"

    def copy(self, of: Path, name: str = "copy.db") -> Path:
        """A copy of a database, to change; it takes the place of the one before."""
        return Path(shutil.copyfile(of, self.folder / name))

    def shuffled(self, seed: int) -> Path:
        """The sheet of annotations with its rows in a drawn order."""
        path = self.folder / "shuffled.csv"
        with self.sheet("annotations").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        random.Random(seed).shuffle(rows)  # noqa: S311 - an order, not a secret
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    def bytes_of(self, *tables: str) -> int:
        """What some tables take on disk with their indexes."""
        with closing(sqlite3.connect(self.whole)) as connection:
            return sum(bytes_of(connection, table) for table in tables)


def bytes_of(connection: sqlite3.Connection, table: str) -> int:
    """What a table takes on disk with its indexes."""
    names = "name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)"
    found = f"SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE {names}"  # noqa: S608 - a text of ours
    return int(connection.execute(found, (table,)).fetchone()[0])


def study_in(folder: Path, portrayals: int, seed: int) -> Study:
    """The study made in a folder before, its `imports` not measured; else it is made there now.

    Raises NoStudy where the folder holds anything else.
    """
    kept, asked = folder / "study.json", {"portrayals": portrayals, "seed": seed}
    if kept.exists():
        told = json.loads(kept.read_text(encoding="utf-8"))
        if told["asked"] == asked:
            return Study(folder, Sizes(**told["sizes"]), {})
    if folder.exists():
        raise NoStudy(f"{folder} holds no study of {asked}: remove it, or name another folder")
    study = make_study(folder, portrayals, seed)
    kept.write_text(json.dumps({"asked": asked, "sizes": asdict(study.sizes)}), encoding="utf-8")
    return study


def make_study(folder: Path, portrayals: int, seed: int) -> Study:
    """Generates a study and takes it in, sheet by sheet, as a person would."""
    shipped = folder / "shipped"
    shipped.mkdir(parents=True)
    starter, whole = folder / "starter.db", folder / "whole.db"
    run(ours("-q", "init", "--starter", starter))
    for name in SHEETS:
        run(ours("-q", "--db", starter, "export", name, shipped / f"{name}.csv"))
    sizes, imports = generate(folder, portrayals, seed, codings_of(shipped)), {}
    run(ours("-q", "init", whole))
    for name in SHEETS:
        if name == "annotations":
            shutil.copyfile(whole, folder / "units.db")
        imports[name] = run(take_in(whole, name, folder / f"{name}.csv"))
    return Study(folder, sizes, imports)


def take_in(database: Path, what: str, sheet: Path) -> list[str]:
    """The command that imports a sheet; coders that are not known yet are made."""
    return ours("-q", "--db", database, "import", what, sheet, "--create")
