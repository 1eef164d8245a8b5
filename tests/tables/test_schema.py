"""The schema that the migrations make is the one that is declared, and refuses what it should."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKeyConstraint,
    Text,
    UniqueConstraint,
    cast,
    insert,
    inspect,
    literal,
    literal_column,
    select,
)
from study import Study

from portrayals.database.engine import engine_for
from portrayals.database.migrate import HEAD, migrations, upgrade
from portrayals.errors import PortrayalsError
from portrayals.findings.views import VIEWS, create_view
from portrayals.history.transaction import write
from portrayals.tables import (
    annotation,
    answer,
    answer_code,
    code,
    coder,
    episode,
    metadata,
    unit,
    variable,
    wave,
)
from portrayals.tables.search import POSTGRESQL_WORDS, SQLITE

BOOK = """
codebook: smoking
version: "1"
levels: {}
variables:
  - key: act
    label: Act
    level: relationship
    type: nominal
    codes: [{key: lights, label: lights it}, {key: offers, label: offers it}]
  - key: brand
    label: Brand
    level: portrayal
    type: nominal
    codes: [{key: shown, label: shown}, {key: named, label: named}]
"""


def clauses(statement: str) -> list[str]:
    """A CREATE TABLE in pieces: its columns in order, its constraints sorted, its options."""
    text = " ".join(statement.split())
    if not text.upper().startswith("CREATE TABLE"):
        return [text]
    head, _, rest = text.partition("(")
    inside, _, options = rest.rpartition(")")
    pieces = [""]
    depth = 0
    for character in inside:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    pieces = [piece.strip() for piece in pieces]
    constraints = sorted(piece for piece in pieces if piece.startswith("CONSTRAINT"))
    columns = [piece for piece in pieces if not piece.startswith("CONSTRAINT")]
    return [head.strip(), *columns, *constraints, options.strip()]


def schema_of(path: Path) -> dict[tuple[str, str], list[str]]:
    """Everything in a file that has a statement, and the tables that SQLite makes for itself."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    connection.close()
    return {
        (kind, name): clauses(statement or "")
        for kind, name, statement in rows
        if "alembic_version" not in name
    }


def differing(one: Path, other: Path) -> list[str]:
    """The names of what is not the same in two files."""
    here, there = schema_of(one), schema_of(other)
    return sorted(
        {name for kind, name in here | there if here.get((kind, name)) != there.get((kind, name))}
    )


def empty(path: Path) -> Path:
    path.touch()
    return path


def migrated(path: Path) -> Path:
    upgrade(engine_for(str(empty(path))))
    return path


def declared(path: Path) -> Path:
    with engine_for(str(empty(path))).begin() as connection:
        metadata.create_all(connection)
        for statement in (*SQLITE, *(create_view(name, "sqlite") for name in VIEWS)):
            connection.exec_driver_sql(statement)
    return path


def rewritten(path: Path, name: str, old: str, new: str) -> None:
    """Changes the statement that made something, as a wrong migration would have."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        done = connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) "
            "WHERE name = ? AND instr(sql, ?) > 0",
            (old, new, name, old),
        )
        assert done.rowcount == 1
    connection.close()


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file made from the declarations."""
    return declared(tmp_path_factory.mktemp("right") / "declared.db")


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file made by the migrations; to be looked at only."""
    return migrated(tmp_path_factory.mktemp("upgraded") / "migrated.db")


@pytest.fixture
def made(upgraded: Path, tmp_path: Path) -> Path:
    """A copy of that file, to be spoilt."""
    return Path(shutil.copy(upgraded, tmp_path / "made.db"))


def test_the_migrated_schema_is_the_declared_one(upgraded: Path, right: Path) -> None:
    assert differing(upgraded, right) == []
    names = {name for _, name in schema_of(upgraded)}
    assert {*metadata.tables, *VIEWS, "unit_search", "unit_name_inserted"} <= names


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("title", "CONSTRAINT ck_title_screened CHECK (screened IN", "CHECK (1 OR screened IN"),
        ("unit", "STRICT", ""),
        ("annotation", "WITHOUT ROWID,", ""),
        ("unit", "WHEN 4 THEN 3", "WHEN 4 THEN 1"),
        ("unit_name", "AUTOINCREMENT", ""),
        ("unit", "DEFERRABLE INITIALLY DEFERRED", ""),
        ("ix_annotation_unit_id", "unit_id)", "coder_id)"),
        ("unit_name_updated", "new.folded", "old.folded"),
        ("unit_search", "unicode61", "porter"),
        ("finding_view", "WHEN 1 THEN 'yes'", "WHEN 1 THEN 'no'"),
    ],
)
def test_the_comparison_notices(name: str, old: str, new: str, made: Path, right: Path) -> None:
    rewritten(made, name, old, new)
    assert differing(made, right) == [name]


def test_the_comparison_notices_what_is_missing(made: Path, right: Path) -> None:
    with sqlite3.connect(made) as connection:
        connection.execute("DROP TRIGGER unit_name_deleted")
        connection.execute("DROP INDEX ix_unit_name_folded")
        connection.execute("CREATE TABLE stray (a INTEGER) STRICT")
    connection.close()
    assert differing(made, right) == ["ix_unit_name_folded", "stray", "unit_name_deleted"]


def kept_apart(name: str | None, kind: str, _parents: Any) -> bool:
    """What migrations make by hand, as `migrations/env.py` leaves it out."""
    if kind == "table":
        return name not in VIEWS
    return name != "ix_unit_name_search"


@pytest.mark.postgresql
def test_the_migrated_schema_is_the_declared_one_on_postgresql(empty_postgresql_url: str) -> None:
    engine = engine_for(empty_postgresql_url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": kept_apart})
        assert compare_metadata(context, metadata) == []
        found = inspect(connection)
        assert set(found.get_view_names()) == set(VIEWS)
        index = connection.exec_driver_sql(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_unit_name_search'"
        ).scalar_one()
        assert "USING gin (to_tsvector('simple'" in index
        one = select(literal("50/50").label("folded")).subquery()
        words = literal_column(POSTGRESQL_WORDS, Text)
        assert connection.execute(select(cast(words, Text)).select_from(one)).scalar_one() == (
            "'50':1,2"
        )


@pytest.mark.postgresql
def test_every_check_and_computed_column_is_on_postgresql_too(empty_postgresql_url: str) -> None:
    engine = engine_for(empty_postgresql_url)
    upgrade(engine)
    with engine.connect() as connection:
        found = inspect(connection)
        for name, table in metadata.tables.items():
            of_columns = (each for column in table.c for each in column.constraints)
            all_of_it = (*table.constraints, *of_columns)
            checks = {c.name for c in all_of_it if isinstance(c, CheckConstraint)}
            assert {each["name"] for each in found.get_check_constraints(name)} == checks
            computed = {column.name for column in table.c if column.computed is not None}
            there = {each["name"] for each in found.get_columns(name) if "computed" in each}
            assert there == computed


def test_head_is_the_newest_revision() -> None:
    script = ScriptDirectory(str(migrations()))
    assert script.get_heads() == [HEAD]
    assert {path.stem.split("_")[0] for path in (migrations() / "versions").glob("*.py")} == {
        revision.revision for revision in script.walk_revisions()
    }


def test_no_row_goes_because_another_goes() -> None:
    keys = [
        constraint
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint)
    ]
    assert len(keys) > 30
    assert [key.name for key in keys if key.ondelete or key.onupdate] == []


def test_a_migrated_file_has_no_cascade(upgraded: Path) -> None:
    with sqlite3.connect(upgraded) as connection:
        actions = {
            (row[5], row[6])
            for table in metadata.tables
            for row in connection.execute(f"PRAGMA foreign_key_list({table})")
        }
    connection.close()
    assert actions == {("NO ACTION", "NO ACTION")}


def test_every_constraint_and_index_has_a_name_by_the_convention() -> None:
    prefixes = {CheckConstraint: "ck", ForeignKeyConstraint: "fk", UniqueConstraint: "uq"}
    for table in metadata.tables.values():
        for constraint in table.constraints:
            prefix = prefixes.get(type(constraint), "pk")
            assert re.match(f"{prefix}_{table.name}(_|$)", str(constraint.name)), constraint
        for index in table.indexes:
            assert str(index.name).startswith(f"ix_{table.name}_")


def test_every_table_of_a_file_is_strict(upgraded: Path) -> None:
    with sqlite3.connect(upgraded) as connection:
        strict = {row[1]: row[5] for row in connection.execute("PRAGMA table_list")}
    connection.close()
    assert [name for name in metadata.tables if not strict[name]] == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO level VALUES (5, 'scene', 'abc')",
        "INSERT INTO level VALUES (5, x'00', 1)",
        "INSERT INTO change (at, actor, command, undoes_change_id) VALUES ('a', 'b', 'c', 'abc')",
    ],
)
def test_strict_tables_refuse_another_type(statement: str, made: Path) -> None:
    with (
        sqlite3.connect(made) as connection,
        pytest.raises(sqlite3.IntegrityError, match=r"cannot store (TEXT|BLOB)"),
    ):
        connection.execute(statement)
    connection.close()


# The composite keys: what no program can write, whatever it believes.


class Refusing:
    """A study of two titles, and rows written straight into its tables."""

    def __init__(self, target: str, folder: Path) -> None:
        self.target = target
        study = Study(target)
        study.apply(BOOK, folder)
        for name in ("One", "Two"):
            study.title(name)
            study.portrayal(name.lower(), "Ann")
            study.relationship(f"{name.lower()}/ann", "Bob")

    def refuses(self, table: Any, **values: Any) -> str:
        """What the database says of a row that it does not take."""
        with pytest.raises(PortrayalsError) as refused, self._writing() as connection:
            connection.execute(insert(table).values(**values))
        return str(refused.value)

    def takes(self, table: Any, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(insert(table).values(**values))

    def _writing(self) -> Any:
        return _Writing(self.target)

    def unit(self, key: str) -> dict[str, Any]:
        with self._writing() as connection:
            return dict(connection.execute(select(unit).where(unit.c.key == key)).mappings().one())

    def new_unit(self, level_id: int, title: str, parent: str | None) -> dict[str, Any]:
        """The columns of a unit to be."""
        with self._writing() as connection:
            rows = connection.execute(select(unit.c.key, unit.c.unit_id)).all()
        ids = {row.key: row.unit_id for row in rows}
        return {
            "uuid": "00000000-0000-4000-8000-000000000000",
            "key": "new",
            "level_id": level_id,
            "title_id": ids[title],
            "parent_id": None if parent is None else ids[parent],
            "name": "New",
            "change_id": 1,
        }

    def answered(self, variable_key: str, code_key: str, **also: Any) -> dict[str, Any]:
        """The columns of a new answer's code; `also` are columns of the answer."""
        with self._writing() as connection:
            of = select(variable.c.variable_id).where(variable.c.key == variable_key)
            value = select(code.c.code_id).where(code.c.key == code_key)
            columns = {
                "variable_id": connection.execute(of).scalar_one(),
                "state": 0,
                "key": "a",
                **also,
            }
            made = insert(answer).values(**columns).returning(answer.c.answer_id)
            return {
                "variable_id": columns["variable_id"],
                "answer_id": connection.execute(made).scalar_one(),
                "code_id": connection.execute(value).scalar_one(),
                "doubtful": 0,
            }

    def coded(self, variable_key: str, unit_key: str, **also: Any) -> dict[str, Any]:
        """The columns of an annotation, with an answer to its variable."""
        said = self.answered(variable_key, "lights", key=f"{variable_key} {unit_key}")
        with self._writing() as connection:
            of = connection.execute(select(variable).where(variable.c.key == variable_key)).one()
            at = connection.execute(select(unit).where(unit.c.key == unit_key)).one()
            ids = connection.execute(select(coder.c.coder_id)).scalar_one()
            main = connection.execute(select(wave)).one()
            return {
                "variable_id": of.variable_id,
                "unit_id": at.unit_id,
                "coder_id": ids,
                "wave_id": main.wave_id,
                "level_id": at.level_id,
                "codebook_id": main.codebook_id,
                "answer_id": said["answer_id"],
                "basis": 0,
                "change_id": 1,
                **also,
            }


class _Writing:
    def __init__(self, target: str) -> None:
        self.change = write(target, actor="ana", command="test")

    def __enter__(self) -> Connection:
        return self.change.__enter__().connection

    def __exit__(self, *raised: Any) -> bool | None:
        return self.change.__exit__(*raised)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def refusing(request: pytest.FixtureRequest, tmp_path: Path) -> Refusing:
    server = request.param == "postgresql"
    target = (
        request.getfixturevalue("empty_postgresql_url") if server else str(tmp_path / "study.db")
    )
    return Refusing(target, tmp_path)


def test_a_right_annotation_is_taken(refusing: Refusing) -> None:
    refusing.takes(annotation, **refusing.coded("act", "one/ann/bob"))


def test_a_variable_is_not_annotated_at_another_level(refusing: Refusing) -> None:
    wrong = refusing.coded("act", "one/ann")
    assert "foreign key" in refusing.refuses(annotation, **wrong).lower()
    assert "foreign key" in refusing.refuses(annotation, **(wrong | {"level_id": 4})).lower()


def test_an_annotation_has_no_answer_and_no_code_of_another_variable(refusing: Refusing) -> None:
    of_act = refusing.answered("act", "lights")
    refusing.takes(answer_code, **of_act)
    of_brand = refusing.answered("brand", "lights", key="b")
    assert "foreign key" in refusing.refuses(answer_code, **of_brand).lower()
    wrong = refusing.coded("brand", "one/ann", answer_id=of_act["answer_id"])
    assert "foreign key" in refusing.refuses(annotation, **wrong).lower()


def test_an_answer_has_a_number_only_if_coded_and_words_that_there_are(refusing: Refusing) -> None:
    with pytest.raises(PortrayalsError, match="ck_answer_value"):
        refusing.answered("act", "lights", state=1, number=1.0)
    with pytest.raises(PortrayalsError, match="ck_answer_state"):
        refusing.answered("act", "lights", state=5)
    unheard = refusing.coded("act", "one/ann/bob", basis=5)
    assert "ck_annotation_basis" in refusing.refuses(annotation, **unheard)


def test_no_two_answers_are_the_same(refusing: Refusing) -> None:
    refusing.answered("act", "lights")
    with pytest.raises(PortrayalsError, match=r"(?i)unique|duplicate"):
        refusing.answered("act", "lights")


def test_a_relationship_lies_in_the_title_of_its_portrayal(refusing: Refusing) -> None:
    refusing.takes(unit, **refusing.new_unit(4, "one", "one/ann"))
    stray = refusing.new_unit(4, "one", "two/ann") | {"key": "stray", "uuid": "another"}
    assert "foreign key" in refusing.refuses(unit, **stray).lower()


@pytest.mark.parametrize("level_id", [2, 3])
def test_nothing_but_a_relationship_lies_beneath_a_portrayal(
    level_id: int, refusing: Refusing
) -> None:
    wrong = refusing.new_unit(level_id, "one", "one/ann")
    assert "foreign key" in refusing.refuses(unit, **wrong).lower()


def test_a_relationship_lies_beneath_a_portrayal_only(refusing: Refusing) -> None:
    assert "foreign key" in refusing.refuses(unit, **refusing.new_unit(4, "one", "one")).lower()


def test_a_title_lies_beneath_nothing_and_nothing_else_stands_alone(refusing: Refusing) -> None:
    for level_id, parent in ((1, "one"), (3, None)):
        wrong = refusing.new_unit(level_id, "one", parent)
        assert "ck_unit_title_is_root" in refusing.refuses(unit, **wrong)


def test_only_a_unit_of_its_title_and_level_is_an_episode(refusing: Refusing) -> None:
    one, two = refusing.unit("one"), refusing.unit("two")
    ann = refusing.unit("one/ann")
    numbers = {"season": 1, "number": 1}
    wrong = {"episode_id": ann["unit_id"], "title_id": one["unit_id"], **numbers}
    assert "foreign key" in refusing.refuses(episode, **wrong).lower()
    refusing.takes(unit, **refusing.new_unit(2, "one", "one"))
    made = refusing.unit("new")
    wrong = {"episode_id": made["unit_id"], "title_id": two["unit_id"], **numbers}
    assert "foreign key" in refusing.refuses(episode, **wrong).lower()
    refusing.takes(episode, episode_id=made["unit_id"], title_id=one["unit_id"], **numbers)
