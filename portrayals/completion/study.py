"""The names in a study, read from its file: nothing is written, and nobody waits.

Queries follow an index, so that a large study answers as fast as a small one. Where a beginning has
too many names, the first ones come with the last one: shells insert what all candidates begin with,
and that is the same for these as for all of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from portrayals.notation.database_urls import without_password
from portrayals.notation.keys import fold, name_with_year

#: How many names are looked up at most.
MOST: Final = 200
#: Roles have no index; those in use are among so many people.
_PEOPLE_READ: Final = 10_000

#: After how many thousand steps SQLite gives up a search that no index makes short.
_MOST_STEPS: Final = 200
#: Where the header of a file says how it is written, and that it has a write-ahead log.
_WRITE_VERSION: Final = 18
_WITH_LOG: Final = b"\x02"

TITLE, EPISODE, PORTRAYAL, RELATIONSHIP = 1, 2, 3, 4

#: After every text that begins with what stands before it.
_LAST: Final = "\U0010ffff"
_NAMES: Final = "n.kind IN ('name', 'alias', 'original')"


class Unit(NamedTuple):
    """A unit that can be named; `called` is what it was found by, its key or a name."""

    unit_id: int
    key: str
    name: str
    year: int | None
    performer: str | None
    level: int
    parent: bool
    called: str


class Variable(NamedTuple):
    """A variable in use; `level` is 1 for titles to 4 for relationships."""

    variable_id: int
    key: str
    label: str
    type: str
    level: int
    derived: bool


class Code(NamedTuple):
    """A code in use and the variable it belongs to."""

    variable_id: int
    key: str
    label: str
    assignable: bool


def names_file(address: str) -> Path:
    """Where the names of a study on a server are kept on this computer, for the Tab key.

    It is there once completion has been asked for names of that study.
    """
    from hashlib import sha256

    from platformdirs import user_cache_path

    name = sha256(without_password(address).encode()).hexdigest()[:32]
    return user_cache_path("portrayals", appauthor=False) / "names" / f"{name}.db"


def connect(path: Path) -> sqlite3.Connection:
    """A connection that can only read, and does not wait. Raises OSError and sqlite3.Error.

    A file with a log is read as if nobody could write to it, unless both parts of its log are there
    already: SQLite would otherwise make them, and leave them behind.
    """
    with path.open("rb") as file:
        logs = file.read(_WRITE_VERSION + 1)[_WRITE_VERSION:] == _WITH_LOG
    alone = logs and not all(Path(f"{path}-{part}").exists() for part in ("wal", "shm"))
    how = "mode=ro&immutable=1" if alone else "mode=ro"
    connection = sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, timeout=0)
    connection.execute("PRAGMA trusted_schema = OFF")
    steps = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, 1_000)
    return connection


_UNIT: Final = (
    "SELECT u.unit_id, u.key, u.name, u.year, u.performer, u.level_id,"
    " EXISTS (SELECT 1 FROM unit below WHERE below.parent_id = u.unit_id)"
)


def titles_by_key(connection: sqlite3.Connection, beginning: str) -> list[Unit]:
    """Titles whose key begins so."""
    rows = (
        f"{_UNIT}, u.key FROM unit u"
        " WHERE +u.level_id = 1 AND u.key >= ? AND u.key < ? ORDER BY u.key"
    )
    return [Unit(*row) for row in _first_and_last(connection, rows, _range(beginning))]


def titles_by_name(connection: sqlite3.Connection, beginning: str) -> list[Unit]:
    """Titles of which a name or alias begins so, in any case, with accents or without.

    None for an empty beginning, with which all begin.
    """
    if not fold(beginning):
        return []
    rows = (
        f"{_UNIT}, n.name FROM unit_name n JOIN unit u ON u.unit_id = n.unit_id"
        f" WHERE {_NAMES} AND +u.level_id = 1 AND n.folded >= ? AND n.folded < ?"
        " ORDER BY n.folded"
    )
    return [Unit(*row) for row in _first_and_last(connection, rows, _range(fold(beginning)))]


def beneath(connection: sqlite3.Connection, unit: Unit) -> list[Unit]:
    """The units directly beneath one: episodes and people, or counterparts."""
    rows = f"{_UNIT}, u.key FROM unit u WHERE u.parent_id = ? ORDER BY u.key"
    return [Unit(*row) for row in connection.execute(rows, (unit.unit_id,))]


def names_of(connection: sqlite3.Connection, unit: Unit) -> list[str]:
    """The name of a unit and its other names."""
    rows = f"SELECT n.name FROM unit_name n WHERE {_NAMES} AND n.unit_id = ?"  # noqa: S608 - our own constant
    return [name for (name,) in connection.execute(rows, (unit.unit_id,))]


def find_unit(connection: sqlite3.Connection, written: str) -> Unit | None:
    """The unit that a path of keys, names or first words leads to; None if there are several."""
    written = written.removesuffix("/")
    title = _title(connection, written)
    if title is not None or "/" not in written:
        return title
    above, _, last = written.rpartition("/")
    unit = find_unit(connection, above)
    if unit is None:
        return None
    below = beneath(connection, unit)
    wanted = fold(last)

    def has_key(each: Unit) -> bool:
        return last_part(each.key) == last

    def has_name(each: Unit) -> bool:
        return wanted in map(fold, names_of(connection, each))

    def begins_so(each: Unit) -> bool:
        return last_part(each.key).startswith(f"{wanted}-")

    for fits in (has_key, has_name, begins_so):
        if found := [each for each in below if fits(each)]:
            return _single(found)
    return None


def _title(connection: sqlite3.Connection, written: str) -> Unit | None:
    name, year = name_with_year(written)
    wanted, word = fold(name), fold(written)
    with_key = [each for each in titles_by_key(connection, written) if each.key == written]
    named = [each for each in titles_by_name(connection, name) if fold(each.called) == wanted]
    dated = [each for each in named if year in {None, each.year}]
    begun = titles_by_key(connection, f"{word}-") if word.isalnum() else []
    return _single(with_key or dated or begun)


def _single(units: Sequence[Unit]) -> Unit | None:
    """The only unit among them, which may have been found by several names."""
    known = {each.unit_id: each for each in units}
    return next(iter(known.values())) if len(known) == 1 else None


def last_part(key: str) -> str:
    """What a key adds to that of the unit above."""
    return key.rpartition("/")[2]


def variables(connection: sqlite3.Connection) -> list[Variable]:
    """The variables in use, in the order of the codebook."""
    rows = (
        "SELECT variable_id, key, label, type, level_id, rules IS NOT NULL"
        " FROM variable WHERE retired = 0 ORDER BY position"
    )
    return [Variable(*row) for row in connection.execute(rows)]


def codes(connection: sqlite3.Connection) -> list[Code]:
    """The codes in use of all variables, in the order of the codebook."""
    rows = (
        "SELECT variable_id, key, label, assignable FROM code"
        " WHERE kind = 'code' AND retired = 0 ORDER BY variable_id, position"
    )
    return [Code(*row) for row in connection.execute(rows)]


def properties(connection: sqlite3.Connection, variable: str) -> list[tuple[str, str]]:
    """The properties that codes of a variable have, each with one of its values."""
    rows = (
        "SELECT DISTINCT p.name, p.value FROM variable v"
        " JOIN code c ON c.variable_id = v.variable_id"
        " JOIN code_property p ON p.code_id = c.code_id"
        " WHERE v.key = ? ORDER BY p.name, p.value"
    )
    return connection.execute(rows, (variable,)).fetchall()


#: Of what else a study names: a key, and what stands beside it.
_RECORDS: Final = {
    "coder": "SELECT key, coalesce(name, '') FROM coder ORDER BY key",
    "source": "SELECT key, citation FROM source WHERE key >= ? AND key < ? ORDER BY key",
    "wave": "SELECT key, purpose FROM wave ORDER BY wave_id",
    "claim": "SELECT 'claim:' || claim_id, statement FROM claim ORDER BY claim_id",
}


def records(connection: sqlite3.Connection, kind: str, beginning: str) -> list[tuple[str, str]]:
    """The keys of coders, sources, waves or claims, each with what tells what it is."""
    rows = _RECORDS[kind]
    given = _range(beginning) if "?" in rows else ()
    return connection.execute(f"{rows} LIMIT {MOST}", given).fetchall()


def terms(connection: sqlite3.Connection, field: str, beginning: str) -> list[str]:
    """The values in use of genre, country, language or distributor that begin so."""
    rows = (
        "WITH RECURSIVE each (folded) AS ("
        " SELECT min(folded) FROM title_term WHERE field = :field AND folded >= :low"
        " UNION ALL SELECT (SELECT min(folded) FROM title_term"
        " WHERE field = :field AND folded > each.folded) FROM each WHERE each.folded < :high"
        " LIMIT :most) SELECT (SELECT value FROM title_term"
        " WHERE field = :field AND folded = each.folded LIMIT 1)"
        " FROM each WHERE each.folded < :high"
    )
    low, high = _range(fold(beginning))
    given = {"field": field, "low": low, "high": high, "most": MOST}
    return [value for (value,) in connection.execute(rows, given)]


def roles(connection: sqlite3.Connection) -> list[str]:
    """Roles in use."""
    rows = (
        "SELECT DISTINCT role FROM (SELECT role FROM unit_role LIMIT :people)"
        " ORDER BY role LIMIT :most"
    )
    given = {"people": _PEOPLE_READ, "most": MOST}
    return [role for (role,) in connection.execute(rows, given)]


def _range(beginning: str) -> tuple[str, str]:
    return beginning, f"{beginning}{_LAST}"


def _first_and_last(
    connection: sqlite3.Connection, rows: str, given: tuple[str, str]
) -> list[tuple[Any, ...]]:
    found = connection.execute(f"{rows} LIMIT {MOST}", given).fetchall()
    if len(found) == MOST:
        found += connection.execute(f"{rows} DESC LIMIT 1", given).fetchall()
    return found
