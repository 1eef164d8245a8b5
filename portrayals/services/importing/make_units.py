"""Creates units, many at a time: their rows and their searchable names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text

from portrayals.errors import InvalidValue
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.identifiers import looks_like_identifier
from portrayals.notation.keys import composed, fold, slug, title_and_year
from portrayals.services.catalogue.series import (
    kind_unless_said,
    kinds_without_episodes,
    no_episodes,
)
from portrayals.services.catalogue.units import UnitRow, insert_title
from portrayals.services.importing.find_units import Wanted
from portrayals.tables import episode, identifier, title, title_term, unit, unit_name, unit_role
from portrayals.vocabulary import SERIES, Level


def makes_title(level: Level, called: str, *, create: bool) -> bool:
    """Whether a missing title can be created from what a row calls it; never from an identifier."""
    return create and level == "title" and bool(called) and not looks_like_identifier(called)


def make_title(change: Change, called: str, kind: str = "film") -> UnitRow:
    """Creates a title from what a row calls it, `Bliss` or `Bliss (1997)`."""
    name, year = title_and_year(composed(called), None)
    return insert_title(change, name, kind=kind, year=year)


def impossible(connection: Connection, wanted: Iterable[Wanted]) -> dict[int, InvalidValue]:
    """Why new units cannot be, by line: films with an end year, and episodes of films."""
    new = list(wanted)
    above = {each.above.title_id for each in new if each.above and each.level == "episode"}
    films = kinds_without_episodes(connection, above) if above else {}
    found: dict[int, InvalidValue] = {}
    for each in new:
        if each.above is not None and each.above.title_id in films:
            found[each.line] = no_episodes(each.above, films[each.above.title_id])
        kind = _one(each.facts, "kind") or each.kind_if_new
        if kind is not None and kind not in SERIES and "end_year" in each.facts:
            found[each.line] = InvalidValue(f"a {kind} has no end year")
    return found


def make_units(change: Change, wanted: Sequence[Wanted]) -> list[UnitRow]:
    """Creates these units, one for each; duplicates must be removed before."""
    return _Maker(change).make(wanted) if wanted else []


class _Maker:
    """Gathers the rows of new units by table, and writes them table by table."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.connection = change.connection
        self._rows: dict[Table, list[dict[str, Any]]] = {}

    def make(self, wanted: Sequence[Wanted]) -> list[UnitRow]:
        ids = self._reserve(len(wanted))
        keys = self._free_keys(wanted)
        made = [
            self._row(each, unit_id, key)
            for each, unit_id, key in zip(wanted, ids, keys, strict=True)
        ]
        for table in (unit, title, episode, unit_name, unit_role, identifier, title_term):
            rows = self._rows.pop(table, [])
            if rows:
                self.connection.execute(insert(table), rows)
        return made

    def _reserve(self, number: int) -> list[int]:
        """The ids of the next units: a title's row refers to itself, so it must know its id."""
        if self.connection.dialect.name == "postgresql":
            drawn = text(
                "SELECT nextval(pg_get_serial_sequence('unit', 'unit_id')) "
                "FROM generate_series(1, :number)"
            )
            return list(self.connection.execute(drawn, {"number": number}).scalars())
        given = text("SELECT seq FROM sqlite_sequence WHERE name = 'unit'")
        last = int(self.connection.execute(given).scalar_one_or_none() or 0)
        return list(range(last + 1, last + 1 + number))

    def _free_keys(self, wanted: Sequence[Wanted]) -> list[str]:
        """A key for each: from its name, with the year if that is taken, else with a number."""
        first = [wanted_keys(each) for each in wanted]
        asked = {key for keys in first for key in keys}
        taken = set(
            self.connection.execute(select(unit.c.key).where(unit.c.key.in_(asked))).scalars()
        )
        chosen = []
        for keys in first:
            key = next((each for each in keys if each not in taken), None)
            key = key or self._numbered(keys[-1], taken)
            taken.add(key)
            chosen.append(key)
        return chosen

    def _numbered(self, stem: str, taken: set[str]) -> str:
        like = select(unit.c.key).where(unit.c.key.startswith(f"{stem}-", autoescape=True))
        known = taken | set(self.connection.execute(like).scalars())
        number = 2
        while f"{stem}-{number}" in known:
            number += 1
        return f"{stem}-{number}"

    def _row(self, each: Wanted, unit_id: int, key: str) -> UnitRow:
        facts, above = each.facts, each.above
        title_id = unit_id if above is None else above.title_id
        parent_id = None if above is None else above.unit_id
        performer = _one(facts, "performer")
        self._add(
            unit,
            unit_id=unit_id,
            uuid=each.uuid or new_uuid(),
            key=key,
            level_id=LEVEL_ID[each.level],
            title_id=title_id,
            parent_id=parent_id,
            name=each.name,
            performer=performer,
            year=each.year,
            change_id=self.change.number,
        )
        if each.level == "title":
            self._add_title(each, unit_id)
        if each.code is not None:
            self._add(
                episode,
                episode_id=unit_id,
                title_id=title_id,
                season=each.code.season,
                number=each.code.number,
                aired=_one(facts, "aired"),
            )
        self._add_names(unit_id, "name", [each.name])
        self._add_names(unit_id, "performer", facts.get("performer", ()))
        self._add_names(unit_id, "alias", facts.get("alias", ()))
        self._add_names(unit_id, "original", facts.get("original", ()))
        self._add_names(unit_id, "synopsis", facts.get("synopsis", ()))
        for place, role in enumerate(facts.get("role", ())):
            self._add(unit_role, unit_id=unit_id, position=place, role=role, folded=fold(role))
        return UnitRow(
            unit_id, key, each.level, title_id, parent_id, each.name, each.year, performer
        )

    def _add_title(self, each: Wanted, unit_id: int) -> None:
        facts = each.facts
        last = _one(facts, "end_year")
        ends = None if last is None else int(last)
        self._add(
            title,
            title_id=unit_id,
            kind=_one(facts, "kind") or each.kind_if_new or kind_unless_said(ends),
            end_year=ends,
            synopsis=_one(facts, "synopsis"),
            note=_one(facts, "note"),
            stratum=_one(facts, "stratum"),
            screened=each.screened,
            screening_reason=each.screening_reason,
        )
        for one in each.ids:
            self._add(identifier, scheme=one.scheme, value=one.value, title_id=unit_id)
        for name in ("country", "language", "genre", "distributor"):
            for place, value in enumerate(facts.get(name, ())):
                self._add(
                    title_term,
                    title_id=unit_id,
                    field=name,
                    value=value,
                    position=place,
                    folded=fold(value),
                )

    def _add_names(self, unit_id: int, kind: str, names: Iterable[str]) -> None:
        for name in dict.fromkeys(names):
            self._add(unit_name, unit_id=unit_id, kind=kind, name=name, folded=fold(name))

    def _add(self, table: Table, **values: Any) -> None:
        self._rows.setdefault(table, []).append(values)


def wanted_keys(each: Wanted) -> list[str]:
    """The keys that a new unit may have, best first; one beneath another begins with its key."""
    above = "" if each.above is None else f"{each.above.key}/"
    if each.code is not None:
        return [f"{above}{str(each.code).casefold()}"]
    given = None if each.key is None else each.key.rsplit("/", 1)[-1]
    own = f"{above}{given or slug(each.name)}"
    return [own, f"{own}-{each.year}"] if each.level == "title" and each.year else [own]


def _one(facts: Mapping[str, tuple[str, ...]], name: str) -> str | None:
    return next(iter(facts.get(name, ())), None)
