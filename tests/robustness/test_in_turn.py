"""Who restores or upgrades takes a turn among those who write: nothing is lost, nobody is refused.

PORTRAYALS_RESTORES says how often a database is restored beside writers.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from later import later_migrations
from stored import ENVIRONMENT, PROGRAM, first_schema, stored_study

from portrayals.services.study.backup import restore
from portrayals.services.study.create import create

RESTORES = int(os.environ.get("PORTRAYALS_RESTORES", "10"))
ADDING = Path(__file__).with_name("adding.py")
LATER = Path(__file__).with_name("later.py")


def running(*words: object) -> subprocess.Popen[str]:
    """A program that has begun."""
    return subprocess.Popen(
        [str(word) for word in words],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(program: subprocess.Popen[str]) -> str:
    """What a program says beside its result, which must succeed."""
    _, said = program.communicate()
    assert program.returncode == 0, said
    return said


def coders(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {key for (key,) in connection.execute("SELECT key FROM coder")}


def killed(writer: subprocess.Popen[str]) -> list[str]:
    """The keys that somebody was told are written, until killed."""
    writer.kill()
    printed, said = writer.communicate()
    assert "Error" not in said, said
    return printed.split()


@pytest.mark.slow
def test_what_was_written_is_in_the_kept_copy_or_in_the_restored_database(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    study, backup = stored_study(tmp_path / "study.db"), stored_study(tmp_path / "backup.db")
    writers = [running(sys.executable, ADDING, study, name) for name in ("one", "two")]
    begun = [writer.stdout.readline().strip() for writer in writers if writer.stdout]
    draw = random.Random(7)
    for _ in range(RESTORES):
        time.sleep(draw.uniform(0, 0.1))
        restore(str(study), str(backup))
    time.sleep(0.1)
    told = {*begun, *(key for writer in writers for key in killed(writer))}
    kept = set().union(*map(coders, tmp_path.glob("study.backup-*.db")))
    lost = told - kept - coders(study)
    assert not lost, f"{sorted(lost)} of {len(told)}"
    record_property("written", f"{len(told)}, {len(told & kept)} of them in what was kept")


@pytest.mark.slow
def test_of_three_upgrades_at_once_one_upgrades_and_the_others_find_it_done(
    tmp_path: Path,
) -> None:
    study = first_schema(tmp_path / "study.db")
    upgrading(str(study), tmp_path)
    assert len(list(tmp_path.glob("study.backup-*.db"))) == 1


@pytest.mark.slow
@pytest.mark.postgresql
def test_so_do_three_on_a_server(empty_postgresql_url: str, tmp_path: Path) -> None:
    create(empty_postgresql_url, actor="ana", command="init", codebook="none")
    upgrading(empty_postgresql_url, tmp_path)


def upgrading(target: str, folder: Path) -> None:
    """Three later programs upgrade at once, and what was upgraded is checked."""
    later = (sys.executable, LATER, later_migrations(folder), "--db", target)
    said = sorted(map(done, [running(*later, "db", "upgrade") for _ in range(3)]))
    words = [each.partition(" to ")[0] for each in said]
    assert words == ["The database is up", "The database is up", "Upgraded the database"]
    done(running(*later, "db", "check"))


@pytest.mark.slow
@pytest.mark.postgresql
def test_of_three_that_make_one_study_on_a_server_one_does(empty_postgresql_url: str) -> None:
    init = (*PROGRAM, "init", empty_postgresql_url, "--codebook", "none")
    making = [running(*init) for _ in range(3)]
    said = sorted(each.communicate()[1].splitlines()[0] for each in making)
    assert said[0].startswith("Created ")
    assert said[1:] == ["portrayals: the database on the server already has a study"] * 2
    done(running(*PROGRAM, "--db", empty_postgresql_url, "db", "check"))


@pytest.mark.slow
@pytest.mark.postgresql
def test_a_killed_init_leaves_nothing_on_a_server_that_another_cannot_begin_with(
    empty_postgresql_url: str,
) -> None:
    init = (*PROGRAM, "init", empty_postgresql_url, "--codebook", "smoking")
    for seconds in (0.8, 1.2, 1.6):
        making = running(*init)
        time.sleep(seconds)
        making.kill()
        making.communicate()
    made = running(*init)
    _, said = made.communicate()
    assert made.returncode == 0 or "already has a study" in said, said
    done(running(*PROGRAM, "--db", empty_postgresql_url, "db", "check"))
