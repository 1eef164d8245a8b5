"""What the same work costs by the barest means: run as a script, with nothing but sqlite3.

python floors.py copy FROM TO        INSERT..SELECT of the annotations into the same tables
python floors.py count DB            the votes of all annotations counted anew
python floors.py prevalence DB       the codes of one variable: k and n, with sums by title
python floors.py record DB FILE      keeps in a file what `stats boundary-act` asks of the database
python floors.py replay DB FILE      asks the same of it, and does nothing else
python floors.py check DB            what the engine itself can check
python floors.py withdraw DB         the annotations deleted
python floors.py pandas DB           the prevalence by pandas, from the annotations
python floors.py krippendorff DB     alpha of one variable by the package of that name
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

KEPT = ("change", "change_variable", "coder", "answer", "answer_code", "annotation")

#: By majority, from what the ballots come to; the sums are those of a clustered interval.
PREVALENCE = """
WITH unit_of AS MATERIALIZED (
  SELECT u.title_id, b.ballot_id, b.majority AS unnamed, count(*) AS units
  FROM unit_ballot ub JOIN unit u USING (unit_id) JOIN ballot b USING (ballot_id)
  WHERE ub.variable_id = (SELECT variable_id FROM variable WHERE key = 'boundary-act')
  GROUP BY u.title_id, b.ballot_id
), at_title AS MATERIALIZED (
  SELECT title_id, sum(units * (unnamed = 0)) AS n FROM unit_of GROUP BY title_id
), at_node AS (
  SELECT c.code_id, o.title_id, sum(o.units * (c.majority = 1)) AS k,
    sum(o.units * ((c.majority < 2) - (o.unnamed = 0))) AS more
  FROM ballot_node c JOIN unit_of o USING (ballot_id)
  WHERE c.code_id + 0 IN (SELECT code_id FROM code WHERE kind = 'code')
  GROUP BY c.code_id, o.title_id
)
SELECT code_id, sum(k), (SELECT sum(n) FROM at_title) + sum(more),
  sum(k * k), sum(k * (n + more)), sum((n + more) * (n + more))
FROM at_node JOIN at_title USING (title_id) GROUP BY code_id
"""


def copy(source: str, target: str) -> None:
    """Writes into one database the annotations of another with the same units and codebook."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("ATTACH ? AS source", (source,))
    connection.execute("BEGIN IMMEDIATE")
    for table in KEPT:
        connection.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM source.{table}")  # noqa: S608 - a name of ours
    connection.execute("COMMIT")


def count(path: str) -> None:
    """Counts the votes of every annotation, and keeps them: the program's own statements."""
    from portrayals.findings.stored_ballots import keep_ballots
    from portrayals.history.transaction import write

    with write(path, actor=None, command="count") as change:
        keep_ballots(change.connection)


def prevalence(path: str) -> None:
    """Counts the codes of one variable."""
    print(len(sqlite3.connect(path).execute(PREVALENCE).fetchall()))


def record(path: str, kept: str) -> None:
    """Runs the command, and writes every statement, as the database was handed it."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    from portrayals.study import Study

    statements: list[str] = []
    event.listen(Engine, "connect", lambda driver, _: driver.set_trace_callback(statements.append))
    Study(path).stats("boundary-act")
    Path(kept).write_text(json.dumps(statements), encoding="utf-8")


def replay(path: str, kept: str) -> None:
    """Hands the statements to the database again, and reads all rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    statements = json.loads(Path(kept).read_text(encoding="utf-8"))
    print(sum(len(connection.execute(each).fetchall()) for each in statements))


def check(path: str) -> None:
    """Has the engine look at its pages, rows and keys."""
    connection = sqlite3.connect(path)
    print(connection.execute("PRAGMA integrity_check").fetchall())
    print(connection.execute("PRAGMA foreign_key_check").fetchall())


def withdraw(path: str) -> None:
    """Deletes every annotation with its codes and votes, the keys checked."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    for table in ("unit_ballot", "annotation"):
        connection.execute(f"DELETE FROM {table} WHERE variable_id > 0")  # noqa: S608 - a name of ours
    connection.execute("COMMIT")


def by_pandas(path: str) -> None:
    """Counts the codes of one variable, as one would who has the annotations in a data frame."""
    import pandas

    connection = sqlite3.connect(path)
    where = "WHERE variable_id = (SELECT variable_id FROM variable WHERE key = 'boundary-act')"
    answers = pandas.read_sql(
        f"SELECT unit_id, coder_id, answer_id, state FROM annotation "  # noqa: S608 - a text of ours
        f"JOIN answer USING (variable_id, answer_id) {where}",
        connection,
    )
    codes = pandas.read_sql(
        "SELECT answer_id, implied_id AS code_id FROM answer_code "  # noqa: S608 - as above
        f"JOIN code_implies USING (code_id) {where} AND NOT doubtful",
        connection,
    ).drop_duplicates()
    codes = answers.merge(codes, on="answer_id")
    voters = answers[answers.state < 2].groupby("unit_id").size()
    votes = codes.groupby(["code_id", "unit_id"]).size().reset_index(name="votes")
    votes["of"] = votes.unit_id.map(voters)
    votes["yes"] = 2 * votes.votes > votes.of
    print(votes.groupby("code_id").yes.sum().to_dict())


def by_krippendorff(path: str) -> None:
    """Computes alpha of one variable from a table of units by coders."""
    import krippendorff
    import pandas

    connection = sqlite3.connect(path)
    answers = pandas.read_sql(
        "SELECT unit_id, coder_id, code_id FROM annotation "
        "JOIN answer_code USING (variable_id, answer_id) WHERE variable_id = "
        "(SELECT variable_id FROM variable WHERE key = 'gender') AND NOT doubtful",
        connection,
    )
    table = answers.pivot_table(index="coder_id", columns="unit_id", values="code_id")
    print(krippendorff.alpha(table.to_numpy(), level_of_measurement="nominal"))


FLOORS: dict[str, Callable[..., None]] = {
    "copy": copy,
    "count": count,
    "prevalence": prevalence,
    "record": record,
    "replay": replay,
    "check": check,
    "withdraw": withdraw,
    "pandas": by_pandas,
    "krippendorff": by_krippendorff,
}

if __name__ == "__main__":
    FLOORS[sys.argv[1]](*sys.argv[2:])
