"""One metadata for all tables: names by convention, and types that both engines store alike."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import REAL, CheckConstraint, Column, Double, Integer, MetaData
from sqlalchemy.types import TypeEngine

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

#: Real numbers in double precision on both engines (SQLite's STRICT knows only REAL).
Real: Final[TypeEngine[float]] = REAL().with_variant(Double(), "postgresql")

#: Rows are identified by an integer that is never reused, not even after a delete.
ROWID: Final[dict[str, Any]] = {"sqlite_strict": True, "sqlite_autoincrement": True}

#: Rows are stored in the order of their own key.
CLUSTERED: Final[dict[str, Any]] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """A CHECK that `column` holds one of the engine's own few words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def place_in(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """A CHECK that `column` holds the index of one of the engine's own few words."""
    return CheckConstraint(f"{column} BETWEEN 0 AND {len(words) - 1}", name=column)


def flag(column: str) -> CheckConstraint:
    """A CHECK that `column` is 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


def identity() -> Column[int]:
    """An auto-incremented integer key."""
    return Column(Integer, primary_key=True, autoincrement=True)
