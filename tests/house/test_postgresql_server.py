"""The PostgreSQL server that other tests rely on is real, and each database is new."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, inspect, text

pytestmark = pytest.mark.postgresql


def test_the_server_is_a_postgresql_that_understands_unicode(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
        assert connection.scalar(text("SELECT lower('ÉMILE')")) == "émile"
    engine.dispose()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_an_empty_database(empty_postgresql_url: str, turn: str) -> None:
    engine = create_engine(empty_postgresql_url)
    assert inspect(engine).get_table_names() == [], turn
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE title (name text)"))
    engine.dispose()
