"""Merges two units that are the same, with everything beneath them and attached to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Row, delete, select, update

from portrayals.errors import InUse, InvalidValue
from portrayals.findings.stored_ballots import keep_ballots, wait_for_turn
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.locks import OF_UNITS, refuse_locked
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.episodes import EpisodeCode
from portrayals.notation.keys import fold
from portrayals.results.written import Plan, Written
from portrayals.services.catalogue.edit import refuse_disorder
from portrayals.services.catalogue.fields import FIELDS, Values, changes, shown, union
from portrayals.services.catalogue.merge_move import (
    MergedUnits,
    compare,
    drop_doubles,
    join_annotations,
    join_assignments,
    join_claims,
    join_places,
    join_proposals,
    join_viewings,
    points_at,
)
from portrayals.services.catalogue.remove import delete_units
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.series import as_series, refuse_end_year, refuse_episodes
from portrayals.services.catalogue.units import (
    COLUMNS,
    GENERAL,
    UnitRow,
    count_people,
    free_key,
    insert_episode,
    unit_row,
)
from portrayals.services.catalogue.write_fields import (
    code_of,
    family,
    rekey,
    values_of,
    write_values,
)
from portrayals.tables import annotation, episode, identifier, title, unit
from portrayals.vocabulary import Level

#: What identifies a unit beneath another: an episode's code, a person's folded name.
Mark = tuple[Level, str]

_WITH_UNITS_BENEATH: Final = ("title", "portrayal")


@dataclass(frozen=True, slots=True)
class Pairing:
    """Units to be joined, upper before lower, as the one that goes and the one that stays; and
    units that have no counterpart, each with the unit that it comes to lie beneath."""

    joined: tuple[tuple[UnitRow, UnitRow], ...]
    moved: tuple[tuple[UnitRow, UnitRow], ...]


def find_pair(connection: Connection, key: str, into: str) -> tuple[UnitRow, UnitRow]:
    """The unit that goes and the one that stays. Raises InvalidValue if they cannot be the same."""
    goes, stays = find_unit(connection, key), find_unit(connection, into)
    if goes.unit_id == stays.unit_id:
        raise InvalidValue(f"both names refer to {goes.key}", hint="name its duplicate")
    if goes.level != stays.level:
        raise InvalidValue(
            f"{goes.key} is a {goes.level} and {stays.key} a {stays.level}, so they cannot be "
            "merged",
            hint="see what they are: portrayals show KEY",
        )
    if goes.parent_id != stays.parent_id:
        above, other = goes.key.rpartition("/")[0], stays.key.rpartition("/")[0]
        raise InvalidValue(
            f"{goes.key} and {stays.key} are under different units, so they cannot be merged",
            hint=f"if the units above are the same: portrayals merge {above} {other}",
        )
    return goes, stays


def pair(connection: Connection, goes: UnitRow, stays: UnitRow) -> Pairing:
    """Pairs two units and those beneath them: episodes by code, people by folded name.

    Of several people of one name, it is the one of the same performer.
    """
    joined, moved = [(goes, stays)], []
    known = _beneath(connection, stays)
    for mark, each in _beneath(connection, goes):
        alike = [(other, to) for other, to in known if other == mark]
        alike.sort(key=lambda pair: pair[1].performer != each.performer)
        if not alike:
            moved.append((each, stays))
        else:
            known.remove(alike[0])
            same = alike[0][1]
            below = pair(connection, each, same)
            joined += below.joined
            moved += below.moved
    return Pairing(tuple(joined), tuple(moved))


def _beneath(connection: Connection, of: UnitRow) -> list[tuple[Mark, UnitRow]]:
    if of.level not in _WITH_UNITS_BENEATH:
        return []
    rows = connection.execute(
        select(*COLUMNS, episode.c.season, episode.c.number)
        .outerjoin(episode, episode.c.episode_id == unit.c.unit_id)
        .where(unit.c.parent_id == of.unit_id)
        .order_by(unit.c.key)
    )
    found = []
    for row in rows:
        each = unit_row(row)
        if row.level_id == LEVEL_ID["episode"]:
            told_by = f"{row.season} {row.number}"
        elif row.level_id == LEVEL_ID["relationship"] and row.key.endswith(f"/{GENERAL}"):
            told_by = ""
        else:
            told_by = fold(row.name)
        found.append(((each.level, told_by), each))
    return found


@dataclass(frozen=True, slots=True)
class _Merge:
    """Two units that can be merged: how those beneath them pair, and how each pair compares."""

    goes: UnitRow
    stays: UnitRow
    pairing: Pairing
    found: tuple[MergedUnits, ...]

    @property
    def only(self) -> int:
        """How many annotations are moved."""
        return sum(each.only for each in self.found)

    @property
    def equal(self) -> int:
        """How many annotations exist in both."""
        return sum(len(each.equal) for each in self.found)


def plan_merge(connection: Connection, key: str, into: str) -> Plan:
    """What merging a unit into another would do. Raises the same as `merge`."""
    found = _look(connection, key, into)
    _refuse_locked(connection, found.pairing)
    goes, stays = found.goes, found.stays
    lines = [line for each in found.pairing.joined for line in _field_lines(connection, *each)]
    if stays.level == "title":
        kept, other = _screening(connection, stays), _screening(connection, goes)
        if kept.screened == "pending" and other.screened != "pending":
            lines.append(f"{stays.key}: screened pending → {other.screened}")
        elif other.screened not in {"pending", kept.screened}:
            lines.append(_differs(stays, goes, "screened", kept.screened, other.screened))
    lines += [f"{one.key} is {other.key}" for one, other in found.pairing.joined[1:]]
    lines += [f"{each.key} moves to {above.key}" for each, above in found.pairing.moved]
    if found.only:
        lines.append(f"annotations moved: {found.only}")
    if found.equal:
        lines.append(f"duplicate annotations, merged: {found.equal}")
    return Plan(f"Merge {goes.name} ({goes.key}) into {stays.name} ({stays.key})?", tuple(lines))


def merge(change: Change, key: str, into: str) -> Written:
    """Merges two titles, two people beneath one unit, or two episodes of a title.

    The fields of the one that stays take precedence, and its empty fields are filled; the names and
    key of the one that goes live on as aliases. Episodes with the same code and people with the
    same name are joined, others are moved. Raises InUse, naming all cases, if a coder answered
    differently for the two, and WaveLocked if something in a locked wave would move.
    """
    connection = change.connection
    found = _look(connection, key, into)
    wait_for_turn(connection, [each.unit_id for pair in found.pairing.joined for each in pair])
    made = [_move(change, each, above) for each, above in found.pairing.moved]
    renewed = [each for each in made if each is not None]
    uuids = {new.unit_id: _uuid(connection, old) for old, new in renewed}
    compared = list(zip(found.pairing.joined, found.found, strict=True))
    compared += [(each, compare(connection, *each)) for each in renewed]
    for (goes, stays), judged in reversed(compared):
        _join(change, goes, stays, judged)
    for unit_id, known in uuids.items():
        connection.execute(update(unit).where(unit.c.unit_id == unit_id).values(uuid=known))
    drop_doubles(change)
    keep_ballots(connection, units=select(unit.c.unit_id).where(unit.c.change_id == change.number))
    counts = {
        "unit(s) beneath merged": len(found.pairing.joined) - 1,
        "moved": len(found.pairing.moved),
        "annotation(s) moved": found.only,
        "merged with duplicates": found.equal,
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    return Written(
        (found.stays.key,),
        f"Merged {found.goes.key} into {found.stays.key}{f': {told}' if told else ''}. "
        f"{found.goes.key} still works.",
    )


def _look(connection: Connection, key: str, into: str) -> _Merge:
    goes, stays = find_pair(connection, key, into)
    pairing = pair(connection, goes, stays)
    found = tuple(compare(connection, *each) for each in pairing.joined)
    conflicts = [line for each in found for line in each.conflicts]
    if conflicts:
        raise InUse(
            f"{goes.key} and {stays.key} were coded differently by the same coder",
            where="\n".join(conflicts),
            hint="settle them first: portrayals --as CODER annotate UNIT VARIABLE=VALUE, "
            "or VARIABLE=not-coded",
        )
    before, after = _joined_values(connection, goes, stays)
    refuse_disorder(after)
    if stays.level == "title":
        if after["end_year"] != before["end_year"]:
            refuse_end_year(after["kind"][0], f"if {stays.key} is a series: {as_series(stays.key)}")
        if any(each.level == "episode" for each, _ in pairing.moved):
            refuse_episodes(connection, stays)
        _refuse_screened_none(connection, goes, stays)
    return _Merge(goes, stays, pairing, found)


def _refuse_locked(connection: Connection, pairing: Pairing) -> None:
    """Refuses early what would be refused when the rows of a locked wave are moved."""
    anew = [each for each, _ in pairing.moved if each.level == "episode"]
    ids = [each.unit_id for each in (*(goes for goes, _ in pairing.joined), *anew)]
    for root in OF_UNITS:
        refuse_locked(connection, root.name, root, root.c.unit_id.in_(ids))
    refuse_locked(connection, annotation.name, annotation, points_at(ids))


def _joined_values(connection: Connection, goes: UnitRow, stays: UnitRow) -> tuple[Values, Values]:
    """The values of the unit that stays, before and after."""
    before, other = values_of(connection, stays), values_of(connection, goes)
    after = {
        name: union(before[name], other[name]) if field.several else before[name] or other[name]
        for name, field in FIELDS[stays.level].items()
    }
    names = [goes.name]
    codes = {code_of(connection, goes), code_of(connection, stays)}
    if stays.name in codes and goes.name not in codes:
        names = []
        after["name"] = other["name"]
    names = [name for name in (*names, goes.key) if name not in codes]
    own = fold(after["name"][0])
    after["alias"] = tuple(each for each in union(after["alias"], names) if fold(each) != own)
    return before, after


def _field_lines(connection: Connection, goes: UnitRow, stays: UnitRow) -> Iterator[str]:
    before, joined = _joined_values(connection, goes, stays)
    # It is not said of each that its key lives on.
    after = {**joined, "alias": tuple(each for each in joined["alias"] if each != goes.key)}
    yield from (f"{stays.key}: {each}" for each in changes(before, after))
    other = values_of(connection, goes)
    for name, field in FIELDS[stays.level].items():
        both = before[name] and other[name]
        if both and not field.several and name not in {"name", "key"}:
            mine, theirs = shown(after[name]), shown(other[name])
            if mine != theirs:
                yield _differs(stays, goes, name, mine, theirs)


def _differs(stays: UnitRow, goes: UnitRow, name: str, mine: str, theirs: str) -> str:
    return f"{stays.key}: {name} stays {mine}; {theirs} of {goes.key} is dropped"


def _screening(connection: Connection, of: UnitRow) -> Row[str, str | None]:
    return connection.execute(
        select(title.c.screened, title.c.screening_reason).where(title.c.title_id == of.unit_id)
    ).one()


def _refuse_screened_none(connection: Connection, goes: UnitRow, stays: UnitRow) -> None:
    """A title screened `none` has nobody in it (R13)."""
    for empty, peopled in ((stays, goes), (goes, stays)):
        nobody = _screening(connection, empty).screened == "none"
        if nobody and count_people(connection, peopled.unit_id):
            raise InvalidValue(
                f"{empty.key} is screened none, but {peopled.key} has portrayals",
                hint=f"if someone is portrayed: portrayals screen {empty.key} in",
            )


def _move(change: Change, each: UnitRow, above: UnitRow) -> tuple[UnitRow, UnitRow] | None:
    """Moves a unit with everything beneath it under another.

    The row of an episode cannot change its title: it is inserted again, and returned as a pair
    still to be joined.
    """
    connection = change.connection
    if each.level == "episode":
        row = connection.execute(select(episode).where(episode.c.episode_id == each.unit_id)).one()
        code = EpisodeCode(row.season, row.number)
        return each, insert_episode(change, above, code, name=each.name, aired=row.aired)
    rekey(change, each, free_key(connection, f"{above.key}/{each.key.rsplit('/', 1)[-1]}"))
    connection.execute(update(unit).where(family([each.unit_id])).values(title_id=above.title_id))
    connection.execute(
        update(unit).where(unit.c.unit_id == each.unit_id).values(parent_id=above.unit_id)
    )
    return None


def _uuid(connection: Connection, of: UnitRow) -> str:
    return connection.execute(select(unit.c.uuid).where(unit.c.unit_id == of.unit_id)).scalar_one()


def _join(change: Change, goes: UnitRow, stays: UnitRow, judged: MergedUnits) -> None:
    """Moves everything of one unit to another, and deletes the first."""
    connection = change.connection
    join_viewings(change, goes, stays)
    join_places(change, goes, stays)
    if judged.only or judged.equal:
        join_annotations(change, goes, stays, judged)
    join_assignments(change, goes, stays)
    join_proposals(change, goes, stays)
    join_claims(change, goes, stays)
    keep(connection, change.number, unit, unit.c.unit_id == goes.unit_id)
    before, after = _joined_values(connection, goes, stays)
    # An identifier belongs to one title at a time.
    connection.execute(delete(identifier).where(identifier.c.title_id == goes.unit_id))
    write_values(change, stays, before, after)
    if stays.level == "title":
        _join_screening(connection, goes, stays)
    delete_units(connection, [goes.unit_id])


def _join_screening(connection: Connection, goes: UnitRow, stays: UnitRow) -> None:
    found = _screening(connection, goes)
    connection.execute(
        update(title)
        .where(title.c.title_id == stays.unit_id, title.c.screened == "pending")
        .values(screened=found.screened, screening_reason=found.screening_reason)
    )
