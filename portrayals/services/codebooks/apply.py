"""Makes a codebook the current one: its version kept whole, its variables as stable rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from portrayals.codebook.lineage import paired, parts_of, renamed_codes
from portrayals.codebook.model import Codebook, Variable
from portrayals.database.staging import insert_new
from portrayals.findings.stored_ballots import keep_ballots, settle_again
from portrayals.history.record import keep
from portrayals.history.transaction import Change, new_uuid
from portrayals.results.written import Written
from portrayals.services.codebooks.lineage import (
    Pair,
    StoredLineage,
    refuse_unfounded,
    stored_lineage,
)
from portrayals.services.codebooks.read import (
    contents,
    current_document,
    read_source,
    refuse_losses,
    stored_version,
)
from portrayals.services.codebooks.rows import (
    Columns,
    implied,
    node_rows,
    properties,
    switched_on,
    variable_columns,
    version_columns,
)
from portrayals.tables import (
    code,
    code_implies,
    code_part,
    code_property,
    codebook,
    codebook_code,
    study,
    variable,
    wave,
)


def apply_codebook(change: Change, source: str) -> Written:
    """Makes a codebook the current one; if the version exists, its text must be the same."""
    return apply_book(change, read_source(source), PurePath(source).name)


def apply_book(change: Change, new: Codebook, name: str = "codebook") -> Written:
    """Makes a checked codebook the current one: its version whole, its variables as rows.

    `name` is that of its file in errors. Raises AlreadyThere for another text of a version that is
    there, InvalidCodebook where it replaces what there is not, and InUse where it would remove what
    is coded.
    """
    connection = change.connection
    old = current_document(connection)
    known = stored_version(connection, new)
    current = connection.execute(select(study.c.codebook_id)).scalar_one()
    if known is not None and known == current:
        keep_ballots(connection)
        said = f"{new.key} {new.version} is already the current codebook; votes are counted again."
        return Written((new.key,), said)
    lineage = stored_lineage(connection)
    refuse_unfounded(old, new, lineage, name)
    refuse_losses(connection, old, new, lineage)
    codebook_id = _insert_version(change, version_columns(new)) if known is None else known
    written = _write_variables(change, new, paired(old, new, lineage.former), lineage)
    if known is None:
        _switch_on(connection, codebook_id, new, written)
    _make_current(change, codebook_id)
    settle_again(connection)
    return Written((new.key,), f"Applied codebook {new.key} {new.version}: {contents(new)}.")


def _insert_version(change: Change, made: Columns) -> int:
    return change.connection.execute(
        insert(codebook)
        .values(uuid=new_uuid(), change_id=change.number, **made)
        .returning(codebook.c.codebook_id)
    ).scalar_one()


def _make_current(change: Change, codebook_id: int) -> None:
    """Points the study and the open wave at a version; the first one opens the wave `main`."""
    connection = change.connection
    keep(connection, change.number, study, study.c.study_id == 1)
    connection.execute(update(study).values(codebook_id=codebook_id, change_id=change.number))
    open_waves = wave.c.locked_at.is_(None)
    if connection.execute(select(func.count()).select_from(wave)).scalar_one() == 0:
        connection.execute(
            insert(wave).values(
                key="main", purpose="main", codebook_id=codebook_id, change_id=change.number
            )
        )
        return
    keep(connection, change.number, wave, open_waves)
    connection.execute(
        update(wave).where(open_waves).values(codebook_id=codebook_id, change_id=change.number)
    )


def _write_variables(
    change: Change, new: Codebook, before: Mapping[str, Variable], lineage: StoredLineage
) -> dict[str, dict[str, int]]:
    """Writes the rows of every variable; returns the ids of its nodes by key, by variable.

    `before` has what each variable was in the version in use.
    """
    connection = change.connection
    rows = connection.execute(select(variable.c.key, variable.c.variable_id, variable.c.formerly))
    known = {row.key: row for row in rows}
    keep(connection, change.number, variable, variable.c.variable_id.is_not(None))
    connection.execute(update(variable).values(retired=1, change_id=change.number))
    connection.execute(update(code).values(retired=1))
    nodes: dict[str, dict[str, int]] = {}
    for position, each in enumerate(new.variables):
        values = variable_columns(each, position) | {"change_id": change.number}
        was = before.get(each.key)
        row = known.get(each.key if was is None else was.key)
        if row is None:
            variable_id = connection.execute(
                insert(variable).values(**values).returning(variable.c.variable_id)
            ).scalar_one()
        else:
            variable_id = row.variable_id
            if row.key != each.key:
                values["formerly"] = _formerly(row.formerly, row.key, each.key)
            connection.execute(
                update(variable).where(variable.c.variable_id == variable_id).values(**values)
            )
        if was is not None:
            renamed = renamed_codes(was, each, lineage.former.of(was.key))
            _rename_codes(connection, variable_id, renamed)
        nodes[each.key] = _write_nodes(connection, variable_id, each, was)
    return nodes


def _formerly(formerly: str | None, was: str, key: str) -> str:
    """The former keys of what has another key from now on."""
    return " ".join((*(each for each in (formerly or "").split() if each != key), was))


def _rename_codes(connection: Connection, variable_id: int, renamed: Mapping[str, str]) -> None:
    for key, was in renamed.items():
        this = and_(code.c.variable_id == variable_id, code.c.key == was)
        row = connection.execute(select(code).where(this)).one()
        changed = {"key": key, "formerly": _formerly(row.formerly, was, key)}
        connection.execute(update(code).where(code.c.code_id == row.code_id).values(**changed))


def _write_nodes(
    connection: Connection, variable_id: int, each: Variable, was: Variable | None
) -> dict[str, int]:
    """Writes the codes and property values of a variable, and what each code implies."""
    known = select(code.c.key, code.c.code_id).where(code.c.variable_id == variable_id)
    ids = {row.key: row.code_id for row in connection.execute(known)}
    for row in node_rows(each):
        values = row.columns | {"parent_id": None if row.parent is None else ids[row.parent]}
        if row.key in ids:
            connection.execute(update(code).where(code.c.code_id == ids[row.key]).values(**values))
        else:
            made = insert(code).values(
                uuid=new_uuid(), variable_id=variable_id, key=row.key, **values
            )
            ids[row.key] = connection.execute(made.returning(code.c.code_id)).scalar_one()
    if was is not None:
        _write_parts(connection, variable_id, parts_of(was, each), ids)
        _drop_needless_parts(connection, variable_id, each, ids)
    _write_implications(connection, variable_id, each, ids)
    return ids


def _write_parts(
    connection: Connection, variable_id: int, pairs: Iterable[Pair], ids: Mapping[str, int]
) -> None:
    """Keeps which codes became others: those merged, and those split."""
    rows = [
        {"variable_id": variable_id, "part_id": ids[part], "whole_id": ids[whole]}
        for part, whole in pairs
    ]
    if rows:
        connection.execute(insert_new(connection, code_part), rows)


def _drop_needless_parts(
    connection: Connection, variable_id: int, each: Variable, ids: Mapping[str, int]
) -> None:
    """Forgets pairs that are both in use again: what they say is what the tree says."""
    in_use = [ids[key] for key in switched_on(each)]
    both = (code_part.c[name].in_(in_use) for name in ("part_id", "whole_id"))
    connection.execute(delete(code_part).where(code_part.c.variable_id == variable_id, *both))


def imply(connection: Connection) -> None:
    """Derives again what each code of the current codebook implies."""
    connection.execute(delete(code_implies))
    book = current_document(connection)
    of_variables = dict(connection.execute(select(variable.c.key, variable.c.variable_id)).all())
    for each in () if book is None else book.variables:
        variable_id = of_variables[each.key]
        known = select(code.c.key, code.c.code_id).where(code.c.variable_id == variable_id)
        ids = dict(connection.execute(known).all())
        _write_implications(connection, variable_id, each, ids)


def _write_implications(
    connection: Connection, variable_id: int, each: Variable, ids: Mapping[str, int]
) -> None:
    called = {code_id: key for key, code_id in ids.items()}
    pairs = [
        (called[row.part_id], called[row.whole_id])
        for row in connection.execute(
            select(code_part).where(code_part.c.variable_id == variable_id)
        )
    ]
    own = [ids[one.key] for _, one in each.walk()]
    gone = [ids[key] for pair in pairs for key in pair]
    for table in (code_implies, code_property):
        connection.execute(delete(table).where(table.c.code_id.in_([*own, *gone])))
    said = [
        {"code_id": ids[key], "implied_id": ids[node], "certain": certain}
        for (key, node), certain in implied(each, pairs).items()
    ]
    given = [
        {"code_id": ids[key], "name": name, "value": value} for key, name, value in properties(each)
    ]
    for table, new in ((code_implies, said), (code_property, given)):
        if new:
            connection.execute(insert(table), new)


def _switch_on(
    connection: Connection, codebook_id: int, new: Codebook, nodes: dict[str, dict[str, int]]
) -> None:
    """Records the nodes that this version has (R5)."""
    active = [nodes[each.key][key] for each in new.variables for key in switched_on(each)]
    if active:
        connection.execute(
            insert(codebook_code),
            [{"codebook_id": codebook_id, "code_id": each} for each in active],
        )
