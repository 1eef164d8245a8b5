"""Edits: setting, adding to, removing from and clearing fields of one thing, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from portrayals.errors import AlreadyThere, InvalidValue
from portrayals.findings.stored_ballots import keep_ballots, wait_for_turn
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.image_fields import id_before
from portrayals.history.record import keep, row_key
from portrayals.history.transaction import Change
from portrayals.notation.identifiers import parse_identifier
from portrayals.notation.keys import fold, slug
from portrayals.notation.quoting import quoted
from portrayals.notation.standard_names import STANDARD
from portrayals.notation.values import parse_edit
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import refuse_check
from portrayals.services.catalogue.fields import FIELDS, Values, changes, edited, union
from portrayals.services.catalogue.kinds_of_coder import (
    refuse_codings_of_compilation,
    refuse_incoherent,
)
from portrayals.services.catalogue.resolve import RECORDS, Record, find_thing, identity_of
from portrayals.services.catalogue.series import refuse_end_year
from portrayals.services.catalogue.units import GENERAL, UnitRow
from portrayals.services.catalogue.unlisted import refuse_unlisted
from portrayals.services.catalogue.write_fields import (
    code_of,
    family,
    rekey,
    values_of,
    write_values,
)
from portrayals.tables import change as changes_made
from portrayals.tables import change_row, identifier, unit, unit_name
from portrayals.tables.literals import word
from portrayals.vocabulary import CONSENSUS

#: How long a name is taken for one being typed.
_DRAFT: Final = timedelta(hours=1)
#: The first words of commands that bring names which are known elsewhere.
_BROUGHT: Final = frozenset({"import", "init", "db"})


def edit(change: Change, key: str, edits: Sequence[str], *, as_typed: bool = False) -> Written:
    """Edits a unit, coder, source or claim: applies all of the edits or, if one is wrong, none.

    A renamed unit keeps its key, and its old name as an alias; `key=` changes the key, also of
    everything beneath, and the old keys live on as aliases. Within an hour of adding the unit,
    neither is kept for whoever added it: it was a slip. Raises UnknownKey for an unknown field,
    InvalidValue for an impossible value, UnlistedName for a country or language that is in no list,
    unless `as_typed` says that it is one, and AlreadyThere for a value that belongs to something
    else. If a coder becomes another kind of coder, the votes are recounted (R38).
    """
    thing = find_thing(change.connection, key)
    kind = thing.kind if isinstance(thing, Record) else thing.level
    if not edits:
        raise InvalidValue(
            "no edit was given", hint=f"write FIELD=VALUE; its fields: {', '.join(FIELDS[kind])}"
        )
    parsed = [parse_edit(each) for each in edits]
    if isinstance(thing, Record):
        before = _record_values(change.connection, thing)
        after = edited(kind, before, parsed)
        if after != before and kind == "coder":
            _write_coder(change, thing, before, after)
        elif after != before:
            if kind == "claim":
                refuse_check(change.connection, *_single(after, "checked", "checked_source"))
            _write_record(change, thing, after)
        return Written((thing.key,), _said(f"{kind} {thing.key}", before, after))
    before = values_of(change.connection, thing)
    after = edited(kind, before, parsed)
    if not as_typed:
        refuse_new_unlisted(change.connection, before, after)
    return rewrite(change, thing, before, after)


def refuse_new_unlisted(connection: Connection, before: Values, after: Values) -> None:
    """Raises UnlistedName for a new country or language that is in no list."""
    new = {field: set(after.get(field, ())).difference(before.get(field, ())) for field in STANDARD}
    refuse_unlisted(connection, new)


def _single(values: Values, *names: str) -> Iterator[str | None]:
    return (next(iter(values[name]), None) for name in names)


def _record_values(connection: Connection, of: Record) -> Values:
    table = RECORDS[of.kind]
    columns = [table.c[name] for name in FIELDS[of.kind]]
    row = connection.execute(select(*columns).where(identity_of(of.kind) == of.record_id)).one()
    return {name: () if value is None else (value,) for name, value in row._mapping.items()}


def _write_record(change: Change, of: Record, after: Values) -> None:
    table, same = RECORDS[of.kind], identity_of(of.kind) == of.record_id
    keep(change.connection, change.number, table, same)
    columns = {name: values[0] if values else None for name, values in after.items()}
    change.connection.execute(update(table).where(same).values(**columns, change_id=change.number))


def _write_coder(change: Change, of: Record, before: Values, after: Values) -> None:
    told = {name: values[0] if values else None for name, values in after.items()}
    refuse_incoherent(told)
    if after["kind"] == before["kind"]:
        _write_record(change, of, after)
        return
    connection = change.connection
    if CONSENSUS in before["kind"]:
        raise InvalidValue(f"{of.key} holds adjudicated answers and cannot be changed")
    if told["kind"] == "compilation":
        refuse_codings_of_compilation(connection, of.key, of.record_id)
    wait_for_turn(connection, None)
    _write_record(change, of, after)
    keep_ballots(connection)


def rewrite(change: Change, of: UnitRow, before: Values, wanted: Values) -> Written:
    """Replaces the values of a unit; raises the same as `edit`."""
    connection = change.connection
    key = of.key
    if wanted.get("key") != before.get("key"):
        key = _new_key(of, wanted["key"][0])
        _refuse_taken_key(connection, of, key)
    after = dict(wanted)
    renamed = wanted["name"] != before["name"]
    forgotten: tuple[str, ...] = ()
    if renamed:
        _refuse_taken_name(connection, of, wanted["name"][0])
        old = () if of.name == code_of(connection, of) else (of.name,)
        after["alias"] = _aliases(wanted, old)
        without = _aliases(wanted, ())
        if after["alias"] != without and _is_draft(change, unit.c.unit_id == of.unit_id):
            after["alias"], forgotten = without, old
    refuse_disorder(after)
    if after.get("end_year") and (after["end_year"], after["kind"]) != (
        before["end_year"],
        before["kind"],
    ):
        refuse_end_year(
            after["kind"][0], "if it is a series, also write kind=tv-series; if not, end_year="
        )
    _refuse_taken_identifiers(connection, of, after)
    if after == before:
        return Written((of.key,), _said(of.key, before, after))
    write_values(change, of, before, after)
    said = [_said(of.key, before, after | {"alias": wanted["alias"]} if renamed else after)]
    if renamed and of.name in after["alias"] and of.name not in wanted["alias"]:
        said.append("The old name still finds it.")
    if key != of.key:
        if _is_draft(change, family([of.unit_id])):
            rekey(change, of, key, old_lives=False)
            forgotten += (of.key,)
        else:
            rekey(change, of, key)
            said.append(f"The old key {of.key} still works.")
    if forgotten:
        kept = "is not kept as an alias" if len(forgotten) == 1 else "are not kept as aliases"
        said.append(f"{' and '.join(forgotten)} {kept}: you added it within the last hour.")
    if (
        key == of.key
        and renamed
        and "key" in before
        and slug(wanted["name"][0]) != before["key"][0]
    ):
        said.append(
            f"The key stays {of.key}; to change it too: "
            f"portrayals edit {of.key} key={slug(wanted['name'][0])}"
        )
    return Written((key,), " ".join(said))


def _aliases(wanted: Values, old: Sequence[str]) -> tuple[str, ...]:
    """The aliases of a renamed unit: with its old name, without its new one."""
    new = fold(wanted["name"][0])
    return tuple(each for each in union(wanted["alias"], old) if fold(each) != new)


def _is_draft(change: Change, units: ColumnElement[bool]) -> bool:
    """Whether whoever acts added all of these units within the hour, so nobody knows their names.

    What came from a sheet or the shipped catalogue is known there.
    """
    first = (
        select(id_before("change_id"))
        .where(change_row.c.table_name == word(unit.name), change_row.c.row_key == row_key(unit))
        .order_by(change_row.c.change_id)
        .limit(1)
        .scalar_subquery()
    )
    made = func.coalesce(first, unit.c.change_id)
    rows = select(changes_made.c.actor, changes_made.c.at, changes_made.c.command).join_from(
        unit, changes_made, changes_made.c.change_id == made
    )
    since = datetime.now(UTC) - _DRAFT
    return all(
        row.actor == change.actor
        and datetime.fromisoformat(row.at) > since
        and row.command.partition(" ")[0] not in _BROUGHT
        for row in change.connection.execute(rows.where(units).distinct())
    )


def _new_key(of: UnitRow, written: str) -> str:
    """The whole key of a unit, given its new last part or its whole new key."""
    above, slash, own = of.key.rpartition("/")
    key = f"{above}{slash}{written.removeprefix(above + slash)}"
    if key.count("/") != of.key.count("/"):
        raise InvalidValue(
            f"the key of {of.key} cannot become {quoted(written)}: only its own part can change",
            hint=f"write key={written.rsplit('/', 1)[-1]}",
        )
    if of.level == "relationship" and GENERAL in {own, key.rpartition("/")[2]}:
        raise InvalidValue(
            f"`{GENERAL}` is always the relationship with nobody in particular",
            hint="choose another key; a name is free: name=NAME",
        )
    return key


def _refuse_taken_key(connection: Connection, of: UnitRow, key: str) -> None:
    """A key belongs to one unit, and so does a key that lives on as an alias."""
    alias = select(unit_name.c.unit_id).where(
        unit_name.c.kind == "alias", unit_name.c.folded == key
    )
    other = connection.execute(
        select(unit.c.key).where(
            unit.c.unit_id != of.unit_id, or_(unit.c.key == key, unit.c.unit_id.in_(alias))
        )
    ).scalar()
    if other is not None:
        what = "is already a key" if other == key else f"is an alias of {other}"
        raise AlreadyThere(
            f"{key} {what}",
            candidates=[other],
            hint=f"if they are the same: portrayals merge {of.key} {other}"
            if other == key
            else f"first remove it there: portrayals edit {other} alias-={key}",
        )


def _refuse_taken_name(connection: Connection, of: UnitRow, name: str) -> None:
    """Nobody could tell apart two people with the same name side by side."""
    if of.parent_id is None or of.level == "episode":
        return
    other = connection.execute(
        select(unit.c.key)
        .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
        .where(
            unit.c.parent_id == of.parent_id,
            unit.c.level_id == LEVEL_ID[of.level],
            unit.c.unit_id != of.unit_id,
            unit_name.c.kind == "name",
            unit_name.c.folded == fold(name),
        )
    ).scalar()
    if other is not None:
        raise AlreadyThere(
            f"{name} already exists: {other}",
            candidates=[other],
            hint=f"if they are the same: portrayals merge {of.key} {other}",
        )


def refuse_disorder(values: Values) -> None:
    """Raises InvalidValue for a title that ends before it begins."""
    first, last = values.get("year"), values.get("end_year")
    if first and last and int(last[0]) < int(first[0]):
        raise InvalidValue(
            f"it cannot end in {last[0]}, before it starts in {first[0]}",
            hint=f"give both in order: year={last[0]} end_year={first[0]}",
        )


def _refuse_taken_identifiers(connection: Connection, of: UnitRow, values: Values) -> None:
    for written in values.get("id", ()):
        each = parse_identifier(written)
        other = connection.execute(
            select(unit.c.key, unit.c.name)
            .join(identifier, identifier.c.title_id == unit.c.unit_id)
            .where(
                identifier.c.scheme == each.scheme,
                identifier.c.value == each.value,
                unit.c.unit_id != of.unit_id,
            )
        ).one_or_none()
        if other is not None:
            raise AlreadyThere(
                f"{written} is already {other.name}",
                candidates=[other.key],
                hint=f"if they are the same: portrayals merge {of.key} {other.key}",
            )


def _said(what: str, before: Values, after: Values) -> str:
    told = changes(before, after)
    return (
        f"Changed {what}: {', '.join(told)}."
        if told
        else f"Nothing changed: {what} already has these values."
    )
