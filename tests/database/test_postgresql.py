"""A server's address is told without its password, and its statements are not compiled."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import insert, make_url, text

import portrayals
from portrayals.database.engine import engine_for
from portrayals.errors import NoDatabase
from portrayals.history.transaction import write
from portrayals.services.study.create import create
from portrayals.tables import coder

pytestmark = pytest.mark.postgresql


def test_a_server_does_not_compile_what_runs_once(empty_postgresql_url: str) -> None:
    with engine_for(empty_postgresql_url).connect() as connection:
        assert connection.scalar(text("SHOW jit")) == "off"
        connection.rollback()
        assert connection.scalar(text("SHOW jit")) == "off"


@pytest.mark.parametrize("place", ["before the host", "among the options"])
def test_a_password_is_neither_told_nor_kept(empty_postgresql_url: str, place: str) -> None:
    url = make_url(empty_postgresql_url)
    if place == "before the host":
        url = url.set(password="s3cret")  # noqa: S106 - made up
    else:
        url = url.update_query_dict({"password": "s3cret"})
    address = url.render_as_string(hide_password=False)
    assert "s3cret" in address
    made = create(address, actor="ana", command=f"init {address}", codebook="none")
    study = portrayals.open(address)
    told = f"{made} {study.info()} {study.history()} {study!r}"
    assert "s3cret" not in told
    assert "init postgresql" in told


def test_a_lost_connection_is_told_once_and_in_words(
    empty_postgresql_url: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # as outside of a test
    create(empty_postgresql_url, actor="ana", command="init", codebook="none")
    lost = pytest.raises(NoDatabase, match=r"the server at postgresql.* says: ")
    with lost, write(empty_postgresql_url, actor="ana", command="import titles") as change:
        assert change.number
        own = change.connection.scalar(text("SELECT pg_backend_pid()"))
        with engine_for(empty_postgresql_url).connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend({own})"))
        rows = [{"key": f"c{each}", "uuid": str(each), "kind": "person"} for each in range(1000)]
        change.connection.execute(insert(coder).values(change_id=change.number), rows)
    assert capfd.readouterr().err == ""
