"""Finds the units that the rows of a sheet name, many at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, select, tuple_

from portrayals.errors import UnknownKey
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.episodes import EpisodeCode
from portrayals.notation.identifiers import Identifier
from portrayals.notation.keys import fold
from portrayals.notation.plurals import with_article
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.units import COLUMNS, GENERAL, UnitRow, unit_row
from portrayals.tables import episode, identifier, unit, unit_name
from portrayals.vocabulary import Level

_CALLED: Final = ("name", "alias", "original")
#: What tells apart two units of one name: remakes by their year, people by who plays them.
_TOLD_BY: Final[Mapping[Level, str]] = {
    "title": "year",
    "portrayal": "performer",
    "relationship": "performer",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit that a row names: how to find it, and what to create if it does not exist.

    `facts` are the fields of a unit of its level, by the names that `edit` knows (services/fields).
    `above_by_uuid` says that the row identifies the unit above by its UUID.
    """

    line: int
    level: Level
    name: str
    above: UnitRow | None = None
    above_by_uuid: bool = False
    key: str | None = None
    uuid: str | None = None
    year: int | None = None
    code: EpisodeCode | None = None
    ids: tuple[Identifier, ...] = ()
    kind_if_new: str | None = None
    screened: str = "pending"
    screening_reason: str | None = None
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def told_by(self) -> str | None:
        """What tells the unit apart from others of its name; None if the row does not say."""
        if self.level == "title":
            return None if self.year is None else str(self.year)
        return next(iter(self.facts.get("performer", ())), None)

    @property
    def is_vague(self) -> bool:
        """Whether it has a name alone, and others of its name can be told from it."""
        certain = self.key or self.uuid or self.ids or self.code
        return self.told_by is None and not certain

    @property
    def name_key(self) -> tuple[int | None, str]:
        """What units that are called the same have in common: the unit above, and the name."""
        return (None if self.above is None else self.above.unit_id, fold(self.name))


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why no unit can be taken for a row: which one is meant is not known, or it contradicts."""

    reason: str
    candidates: tuple[str, ...] = ()
    hint: str | None = None

    @property
    def told(self) -> str:
        """The reason, and what to do about it."""
        return self.reason if self.hint is None else f"{self.reason}; {self.hint}"


class UnitFinder:
    """Finds the units that the rows of one sheet name: the one rule of every import.

    A UUID says which unit it is: another UUID is another unit, whatever its key and its name. A row
    without one is found by its key, else by an identifier, else by its name: titles with the year,
    people with the performer, beneath the unit above. An episode is found by its code. `namesakes`
    tells of people who are others than those of their name, because of the performer.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.namesakes: list[str] = []
        self._taken: dict[int, tuple[str, int]] = {}

    def find(self, wanted: Sequence[Wanted]) -> list[UnitRow | Unclear | None]:
        """For each, the existing unit, why none can be taken, or None if there is none yet."""
        connection = self.connection
        by_uuid = _by(connection, unit.c.uuid, [each.uuid for each in wanted if each.uuid])
        by_key = _by(connection, unit.c.key, [each.key for each in wanted if each.key])
        by_id = _by_identifier(connection, [one for each in wanted for one in each.ids])
        by_code = _by_code(connection, [each for each in wanted if each.level == "episode"])
        nameable = [each for each in wanted if not (each.key or each.uuid)]
        named = _by_name(connection, [each for each in nameable if each.level != "episode"])
        found: list[UnitRow | Unclear | None] = []
        for each in wanted:
            held = next((by_id[one] for one in each.ids if one in by_id), None)
            if each.level == "episode" and held is None:
                held = by_code.get(_code_key(each))
            keyed_so = by_key.get(each.key or "")
            if each.uuid:
                found.append(_identified(each, by_uuid.get(each.uuid), held, keyed_so))
            elif keyed_so is not None:
                found.append(_of_its_level(each, keyed_so))
            elif held is not None or each.key is not None or each.level == "episode":
                found.append(held)
            else:
                found.append(self._called(each, named.get(each.name_key, [])))
        return found

    def _called(self, wanted: Wanted, named: Sequence[UnitRow]) -> UnitRow | Unclear | None:
        """The one unit with this name; one that something else tells apart is another."""
        told_by = wanted.told_by
        fitting = [each for each in named if not told_by or _told_by(each) in {None, fold(told_by)}]
        if wanted.ids and fitting:
            others = _identifiers_of(self.connection, [each.unit_id for each in fitting])
            schemes = {one.scheme for one in wanted.ids}
            fitting = [each for each in fitting if not schemes & others.get(each.unit_id, set())]
        exact = [each for each in fitting if _told_by(each) == (told_by and fold(told_by))]
        chosen = exact if len(exact) == 1 else fitting
        if len(chosen) > 1:
            kind = "titles" if wanted.level == "title" else "people"
            return Unclear(
                f"{quoted(wanted.name)} matches several {kind}",
                tuple(each.key for each in chosen),
                hint=say_which(wanted.level),
            )
        if not chosen:
            if named and wanted.level != "title":
                other = named[0]
                self.namesakes.append(
                    f"{wanted.name} of {told_by}, in line {wanted.line}, is another person than "
                    f"{other.key} of {other.performer}."
                )
            return None
        return self._unless_taken(wanted, chosen[0])

    def _unless_taken(self, wanted: Wanted, of: UnitRow) -> UnitRow | Unclear:
        """A unit that lacks what tells it apart can be only one of those that rows name."""
        if wanted.told_by is None or _told_by(of) is not None:
            return of
        told_by, line = self._taken.setdefault(of.unit_id, (wanted.told_by, wanted.line))
        if fold(told_by) == fold(wanted.told_by):
            return of
        what = _TOLD_BY[wanted.level]
        return Unclear(
            f"{of.key} has no {what}, and line {line} takes it for that of {told_by}",
            hint=f"say which it is: portrayals edit {of.key} {what}=…",
        )


def _told_by(of: UnitRow) -> str | None:
    """What tells a unit apart from others of its name, folded; None if it lacks that."""
    said = of.year if of.level == "title" else of.performer
    return None if said is None else fold(str(said))


def _identified(
    wanted: Wanted, own: UnitRow | None, held: UnitRow | None, keyed_so: UnitRow | None
) -> UnitRow | Unclear | None:
    """The unit of the UUID of a row; None if it is new here.

    `held` has an identifier or the episode code of the row, `keyed_so` its key.
    """
    as_names = "if they are the same, leave out the columns with UUIDs"
    if own is not None:
        if wanted.above is not None and own.parent_id != wanted.above.unit_id:
            return Unclear(
                f"{own.key} has this UUID and is not beneath {wanted.above.key}",
                hint="an import moves no unit; to add another, leave out the UUID",
            )
        return _of_its_level(wanted, own)
    general = wanted.above is not None and wanted.above.key + f"/{GENERAL}"
    if held is None and keyed_so is not None and keyed_so.key == general:
        held = keyed_so
    if held is not None:
        return Unclear(f"{held.key} is the same with another UUID", hint=as_names)
    if keyed_so is not None and wanted.above is not None and not wanted.above_by_uuid:
        over = f"{wanted.above.level}_uuid"
        return Unclear(
            f"{keyed_so.key} has another UUID here",
            hint=f"export it again, so that the sheet has a column {over}; {as_names}",
        )
    return None


def _of_its_level(wanted: Wanted, of: UnitRow) -> UnitRow | Unclear:
    if of.level == wanted.level:
        return of
    return Unclear(f"{of.key} is {with_article(of.level)}, not {with_article(wanted.level)}")


def says_more(wanted: Wanted, of: UnitRow) -> bool:
    """Whether a row may say more about the unit that it names than what found it."""
    found_by = {_TOLD_BY.get(of.level)} if _told_by(of) is not None else set()
    return bool(wanted.ids or wanted.facts.keys() - found_by)


def join_same(wanted: Sequence[Wanted]) -> list[Wanted | Unclear]:
    """For each of some new units, the one of them that it is.

    A row that does not say what tells its unit apart means the only one of that name; if rows name
    several, which one is unclear.
    """
    first: dict[tuple[object, ...], Wanted] = {}
    of_name: dict[tuple[object, ...], list[Wanted]] = {}
    for each in wanted:
        if first.setdefault(same_unit(each), each) is each and each.told_by is not None:
            of_name.setdefault((each.level, *each.name_key), []).append(each)
    found: list[Wanted | Unclear] = []
    for each in wanted:
        apart = of_name.get((each.level, *each.name_key), [])
        if not (each.is_vague and apart):
            found.append(first[same_unit(each)])
        elif len(apart) == 1:
            found.append(apart[0])
        else:
            lines = ", ".join(str(other.line) for other in apart[:3])
            found.append(
                Unclear(
                    f"{quoted(each.name)} may be that of any of the lines {lines}",
                    hint=say_which(each.level),
                )
            )
    return found


def say_which(level: Level) -> str:
    """What to do about a row that may mean several units of one name."""
    return f"say which by the {_TOLD_BY[level]}"


def units_by_key(connection: Connection, keys: Collection[str], level: Level) -> dict[str, UnitRow]:
    """The units of a level with these keys, by key."""
    found = _by(connection, unit.c.key, keys)
    return {key: each for key, each in found.items() if each.level == level}


def units_by_uuid(
    connection: Connection, uuids: Collection[str], level: Level
) -> dict[str, UnitRow]:
    """The units of a level with these UUIDs, by UUID."""
    found = _by(connection, unit.c.uuid, uuids)
    return {uuid: each for uuid, each in found.items() if each.level == level}


def unknown_uuid(uuid: str, level: Level) -> UnknownKey:
    """The error for a row about a unit that is not here."""
    return UnknownKey(
        f"no {level} here has the UUID {uuid}: first import the {level}s of that study, or, to go "
        "by names, leave out the columns with UUIDs"
    )


def _by(connection: Connection, column: Any, values: Collection[str]) -> dict[str, UnitRow]:
    if not values:
        return {}
    rows = connection.execute(
        select(*COLUMNS, column.label("found_by")).where(column.in_(set(values)))
    )
    return {row.found_by: unit_row(row) for row in rows}


def _by_identifier(connection: Connection, ids: Sequence[Identifier]) -> dict[Identifier, UnitRow]:
    if not ids:
        return {}
    pairs = {(one.scheme, one.value) for one in ids}
    rows = connection.execute(
        select(*COLUMNS, identifier.c.scheme, identifier.c.value)
        .join(identifier, identifier.c.title_id == unit.c.unit_id)
        .where(tuple_(identifier.c.scheme, identifier.c.value).in_(pairs))
    )
    return {Identifier(row.scheme, row.value): unit_row(row) for row in rows}


def _identifiers_of(connection: Connection, title_ids: Sequence[int]) -> dict[int, set[str]]:
    rows = connection.execute(
        select(identifier.c.title_id, identifier.c.scheme).where(
            identifier.c.title_id.in_(title_ids)
        )
    )
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.title_id, set()).add(row.scheme)
    return found


def _by_name(
    connection: Connection, wanted: Sequence[Wanted]
) -> dict[tuple[int | None, str], list[UnitRow]]:
    names = {fold(each.name) for each in wanted}
    found: dict[tuple[int | None, str], list[UnitRow]] = {}
    if not names:
        return found
    above = {each.above.unit_id for each in wanted if each.above is not None}
    # Many people in other titles have the same names: only those of these titles are scanned, and
    # the index of names is not used.
    here = (
        [unit.c.parent_id.in_(above), unit_name.c.folded.concat("").in_(names)]
        if above
        else [unit.c.level_id == LEVEL_ID["title"], unit_name.c.folded.in_(names)]
    )
    rows = connection.execute(
        select(*COLUMNS, unit_name.c.folded)
        .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
        .where(*here, unit_name.c.kind.in_(_CALLED))
        .order_by(unit.c.unit_id)
        .distinct()
    )
    for row in rows:
        found.setdefault((row.parent_id, row.folded), []).append(unit_row(row))
    return found


def _by_code(
    connection: Connection, wanted: Sequence[Wanted]
) -> dict[tuple[int, EpisodeCode], UnitRow]:
    titles = {each.above.unit_id for each in wanted if each.above is not None}
    if not titles:
        return {}
    rows = connection.execute(
        select(*COLUMNS, episode.c.season, episode.c.number)
        .join(episode, episode.c.episode_id == unit.c.unit_id)
        .where(episode.c.title_id.in_(titles))
    )
    return {(row.title_id, EpisodeCode(row.season, row.number)): unit_row(row) for row in rows}


def same_unit(each: Wanted) -> tuple[object, ...]:
    """What two rows have in common if they want the same new unit."""
    if each.uuid or each.key:
        return (each.level, each.uuid or each.key)
    if each.ids:
        return (each.level, *each.ids)
    if each.level == "episode":
        return (each.level, *_code_key(each))
    return (each.level, *each.name_key, fold(each.told_by or ""))


def _code_key(each: Wanted) -> tuple[int, EpisodeCode]:
    return (each.above.unit_id if each.above else 0), each.code or EpisodeCode(0, 0)
