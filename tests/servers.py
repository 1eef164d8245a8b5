"""Databases on the server of a test: what many of them begin with is made once, and copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import URL, make_url


def connect(url: URL) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection that commits each statement, as CREATE DATABASE demands."""
    return psycopg.connect(
        host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
    )


def copy_once(target: str, name: str, make: Callable[[str], object]) -> None:
    """Puts a copy in the place of an empty database; `make` fills the first one of that name."""
    url = make_url(target)
    whole, unfinished = f"once_{name}", f"unfinished_{name}"
    with connect(url.set(database="postgres")) as server:
        known = "SELECT FROM pg_database WHERE datname = %s"
        if server.execute(known, [whole]).fetchone() is None:
            server.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
            server.execute(f'CREATE DATABASE "{unfinished}"')
            make(url.set(database=unfinished).render_as_string(hide_password=False))
            server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{whole}"')
        server.execute(f'DROP DATABASE "{url.database}"')
        server.execute(f'CREATE DATABASE "{url.database}" TEMPLATE "{whole}"')
