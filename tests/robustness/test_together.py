"""Many write and read one file at a time: nothing is lost, nobody is turned away.

PORTRAYALS_TOGETHER says for how many seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from stored import ENVIRONMENT, stored_study

from portrayals.database.files import opened
from portrayals.history.transaction import read, write
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.study.check import check
from portrayals.services.study.info import info

SECONDS = float(os.environ.get("PORTRAYALS_TOGETHER", "3"))
WORKER = Path(__file__).with_name("worker.py")

Went = list[dict[str, Any]]


def at_work(study: Path, role: str, name: str, seconds: float) -> subprocess.Popen[str]:
    """Somebody who begins to work."""
    return subprocess.Popen(
        [sys.executable, WORKER, study, role, name, str(seconds)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def went(worker: subprocess.Popen[str]) -> Went:
    """What somebody did, who must have come to the end of it with every command done."""
    printed, said = worker.communicate()
    assert worker.returncode == 0, said
    done: Went = json.loads(printed)
    assert done
    refused = [each for each in done if each["status"] != 0]
    assert not refused, refused[0]
    return done


def longest(done: Went) -> float:
    return max(each["seconds"] for each in done)


def asked(study: Path, statement: str) -> list[Any]:
    with read(str(study)) as connection:
        return list(connection.execute(text(statement)).scalars())


@pytest.mark.slow
def test_eight_write_and_eight_read_and_nothing_is_lost(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    study = stored_study(tmp_path / "study.db")
    writers = [f"writer-{number}" for number in range(8)]
    for name in writers:
        with write(str(study), actor="ana", command="add coder") as change:
            add_coder(change, name)
    with read(str(study)) as connection:
        before = info(connection, "")
    working = [at_work(study, "writer", name, SECONDS) for name in writers]
    looking = [at_work(study, "reader", "bob", SECONDS) for _ in range(8)]
    written = {name: went(worker) for name, worker in zip(writers, working, strict=True)}
    seen = [went(worker) for worker in looking]

    everything = [each["words"] for done in written.values() for each in done]
    titles = [words[2] for words in everything if words[0] == "add"]
    genres = [words[2].partition("=")[2] for words in everything if words[0] == "edit"]
    with read(str(study)) as connection:
        assert check(connection).problems == ()
        after = info(connection, "")
    assert after.changes == before.changes + len(everything)
    assert set(titles) <= set(asked(study, "SELECT name FROM unit WHERE level_id = 1"))
    assert set(genres) <= set(asked(study, "SELECT value FROM title_term WHERE field = 'genre'"))
    for name, done in written.items():
        ages = [each["words"][2] for each in done if each["words"][0] == "annotate"]
        kept = asked(
            study,
            "SELECT number FROM annotation JOIN answer USING (answer_id) "  # noqa: S608 - our names
            f"JOIN coder USING (coder_id) WHERE coder.key = '{name}'",
        )
        assert kept == [float(ages[-1].partition("=")[2])] if ages else kept == []
    for done in seen:  # each looks at one state, and the states come in their order
        changes = [json.loads(each["said"])["changes"] for each in done[::5]]
        assert changes == sorted(changes)
    record_property("writes", len(everything))
    record_property("reads", sum(map(len, seen)))
    record_property("longest write", max(map(longest, written.values())))
    record_property("longest read", max(map(longest, seen)))


@pytest.mark.slow
def test_readers_do_not_wait_for_a_writer(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    study = stored_study(tmp_path / "study.db")
    seconds = SECONDS / 4
    alone = went(at_work(study, "reader", "bob", seconds))
    with write(str(study), actor="ana", command="long") as change:
        change.connection.execute(text("UPDATE unit SET year = 1900"))
        beside = went(at_work(study, "reader", "bob", seconds))  # all of them end before we do
        assert not any("1900" in each["said"] for each in beside)
    assert set(asked(study, "SELECT year FROM unit WHERE level_id = 1")) == {1900}
    record_property("longest read, nobody writing", longest(alone))
    record_property("longest read beside a writer", longest(beside))


def test_who_only_opens_a_database_takes_no_locks_from_who_writes_to_it(tmp_path: Path) -> None:
    """The system drops all locks of a process on a file when the process closes it anywhere."""
    study = stored_study(tmp_path / "study.db")
    look = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM unit').close()"
    with write(str(study), actor="ana", command="long") as change:
        change.connection.execute(text("UPDATE unit SET year = 1900"))
        opened(str(study))
        subprocess.run([sys.executable, "-c", look, study], check=True)
        # Nobody else has it open: whoever closes it last takes in its log, and removes it.
        assert study.with_name("study.db-wal").exists()
    assert set(asked(study, "SELECT year FROM unit")) == {1900}
