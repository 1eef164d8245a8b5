"""A server's address is told without its password, and its statements are not compiled."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url, text

import portrayals
from portrayals.database.engine import engine_for
from portrayals.services.study.create import create

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
