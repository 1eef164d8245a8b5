"""Whatever is killed at whatever moment, the database is as before or as after, never between.

PORTRAYALS_KILLS says how often, PORTRAYALS_ROWS how many annotations are imported and taken back.
"""

from __future__ import annotations

import csv
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from later import later_migrations
from stored import ENVIRONMENT, PROGRAM, stored_study

from portrayals.database.migrate import SCHEMA_NUMBER
from portrayals.history.transaction import read
from portrayals.services.study.check import check
from portrayals.services.study.info import info

KILLS = int(os.environ.get("PORTRAYALS_KILLS", "28"))
ROWS = int(os.environ.get("PORTRAYALS_ROWS", "2000"))

CODERS = ("ana", "bea", "cai", "dan")
CODES = ("cigarette", "cigar", "pipe", "none", "cigarette;pipe", "cannot-tell")
RAFI = "prime/lisa-metzger/rafi"
LATER = Path(__file__).with_name("later.py")

State = tuple[object, ...]


@dataclass(frozen=True)
class Case:
    """A command: the files it starts from, and the programs that run it and look at it after."""

    folder: Path
    words: tuple[str, ...]
    program: tuple[str, ...] = PROGRAM

    def start(self, folder: Path) -> subprocess.Popen[bytes]:
        """Begins the command in a folder."""
        return subprocess.Popen(
            [*self.program, "--db", "study.db", "--yes", *self.words],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def done(
    folder: Path, *words: str, program: Sequence[str] = PROGRAM, name: str = "study.db"
) -> str:
    """What the program prints, which must succeed."""
    command = [*program, "--db", name, "--yes", *words]
    ran = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"{words}: {ran.stdout} {ran.stderr}"
    return ran.stdout


def state(path: Path, later: Sequence[str]) -> State:
    """All that a database holds, in short; fails where the check finds anything."""
    with closing(sqlite3.connect(path)) as connection:
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        if schema > SCHEMA_NUMBER:
            rated = connection.execute("SELECT count(rating) FROM unit").fetchone()
            noted = connection.execute("SELECT sum(note LIKE '%(kept)') FROM annotation").fetchone()
            done(path.parent, "db", "check", program=later, name=path.name)
            told = done(path.parent, "db", "info", "--json", program=later, name=path.name)
            return (*rated, *noted, told)
    with read(str(path)) as connection:
        assert check(connection).problems == ()
        return tuple(info(connection, "").to_dict().values())


class Known:
    """States of files by their bytes, so that what is the same file is looked at once."""

    def __init__(self, later: Sequence[str]) -> None:
        self.later = later
        self.states: dict[bytes, State] = {}

    def of(self, path: Path) -> State:
        """The state of a file, after whatever lay beside it was taken in or left out."""
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = hashlib.sha256(path.read_bytes()).digest()
        if content not in self.states:
            self.states[content] = state(path, self.later)
        return self.states[content]


def sheets(folder: Path, rows: int) -> None:
    """Sheets of titles, of five people in each, and of what four coders say of every one."""
    draw = random.Random(3)
    titles = [f"film-{number}" for number in range(rows // 20)]
    people = [(title, f"Person {n}", f"{title}/person-{n}") for title in titles for n in range(5)]
    coded = [
        (key, "smoking", coder, draw.choice(CODES), "watched")
        for *_, key in people
        for coder in CODERS
    ]
    for name, head, lines in (
        ("titles", ("name", "year", "key"), [(title, 1950, title) for title in titles]),
        ("people", ("title", "name", "key"), people),
        ("coded", ("unit", "variable", "coder", "value", "basis"), coded),
    ):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *lines])


def prepared(folder: Path) -> dict[str, Case]:
    """Every command to kill, with a folder that it starts from."""
    stored, imported, taken = (folder / name for name in ("stored", "imported", "taken"))
    stored.mkdir()
    imported.mkdir()
    stored_study(stored / "study.db")
    done(stored, "db", "backup", "copy.db")
    done(stored, "add", "title", "Bliss", "--year", "1997")
    later = (sys.executable, str(LATER), str(later_migrations(folder)))
    sheets(imported, ROWS)
    subprocess.run(
        [*PROGRAM, "init", "study.db", "--codebook", "smoking"],
        cwd=imported,
        env=ENVIRONMENT,
        check=True,
        capture_output=True,
    )
    for coder in CODERS[1:]:
        done(imported, "add", "coder", coder)
    done(imported, "import", "titles", "titles.csv")
    done(imported, "import", "portrayals", "people.csv")
    shutil.copytree(imported, taken)
    done(taken, "import", "annotations", "coded.csv")
    return {
        "add": Case(stored, ("add", "title", "Solace", "--year", "2001")),
        "tag": Case(stored, ("tag", RAFI, "dating", "--at", "1:02:03")),
        "import": Case(imported, ("import", "annotations", "coded.csv")),
        "undo": Case(taken, ("undo",)),
        "upgrade": Case(taken, ("db", "upgrade"), later),
        "backup": Case(stored, ("db", "backup", "copy.db", "--force")),
        "restore": Case(stored, ("db", "restore", "copy.db")),
    }


@pytest.fixture(scope="module")
def cases_to_kill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    return prepared(tmp_path_factory.mktemp("killed"))


def databases(folder: Path) -> list[Path]:
    """The databases under their own names; what was unfinished lies in hidden folders."""
    return sorted(folder.glob("*.db"))


def moments(whole: float, draw: random.Random) -> Iterator[tuple[bool, float]]:
    """When to kill: in turn after the start, and after the database was first opened."""
    while True:
        yield False, draw.uniform(0, whole * 1.05)
        yield True, draw.uniform(0, whole * 0.7)


def killed(
    process: subprocess.Popen[bytes], folder: Path, when_opened: bool, seconds: float
) -> int:
    """Kills a command so many seconds after its start, or after it first opened the database.

    Returns the status, which is 0 where it had ended by then.
    """
    names = {each.name for each in folder.iterdir()}
    while when_opened and process.poll() is None:
        if {each.name for each in folder.iterdir()} != names:
            break
        time.sleep(0.001)
    time.sleep(seconds)
    process.kill()
    return process.wait()


NAMES = ("add", "tag", "import", "undo", "upgrade", "backup", "restore")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_killed_command_leaves_the_state_before_or_after(
    name: str,
    cases_to_kill: dict[str, Case],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    case = cases_to_kill[name]
    known = Known(cases_to_kill["upgrade"].program)
    before = {path.name: known.of(path) for path in databases(case.folder)}
    folder = tmp_path / "study"
    shutil.copytree(case.folder, folder)
    began = time.monotonic()
    assert case.start(folder).wait() == 0
    whole = time.monotonic() - began
    after = {path.name: known.of(path) for path in databases(folder)}
    assert after != before
    new_ones = [state for file, state in after.items() if file not in before]

    outcomes: Counter[str] = Counter()
    when = moments(whole, random.Random(name))
    for _ in range(-(-KILLS // len(NAMES))):
        shutil.rmtree(folder)
        shutil.copytree(case.folder, folder)
        status = killed(case.start(folder), folder, *next(when))
        found = {path.name: known.of(path) for path in databases(folder)}
        for file, one in found.items():
            if file in before:
                assert one in (before[file], after[file]), f"{file} is between"
            else:  # a backup that the command made, under a name with the time in it
                assert one in new_ones, f"{file} is no whole backup"
        changed = any(found[file] != before[file] for file in before)
        outcomes[f"{'ended' if status == 0 else 'killed'} {'after' if changed else 'before'}"] += 1
    record_property("outcomes", f"{dict(outcomes)}, {whole:.1f} s when left alone")

    if not changed:  # the same command still does its work
        assert case.start(folder).wait() == 0
        found = {path.name: known.of(path) for path in databases(folder)}
        assert {file: found[file] for file in before} == {file: after[file] for file in before}
