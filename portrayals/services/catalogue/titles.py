"""Titles: adding them without duplicates, and screening them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select, update

from portrayals.errors import (
    AlreadyThere,
    InvalidValue,
    LikelyDuplicate,
    WrongLevel,
)
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import choose
from portrayals.notation.episodes import parse_season
from portrayals.notation.identifiers import Identifier, parse_identifier
from portrayals.notation.keys import article_first, composed, fold, letters, title_and_year
from portrayals.notation.plurals import counted
from portrayals.notation.standard_names import standard_name
from portrayals.notation.years import parse_year
from portrayals.query.fields_catalogue import kinds_within
from portrayals.results.written import Written
from portrayals.services.catalogue.fields import refuse_unstorable
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.series import kind_unless_said, refuse_end_year
from portrayals.services.catalogue.units import UnitRow, insert_title
from portrayals.services.catalogue.unlisted import refuse_unlisted
from portrayals.tables import identifier, title, unit, unit_name
from portrayals.vocabulary import SCREENED

#: How similar (0..100) two folded names must be to be duplicates, and how close their years.
_ALIKE, YEARS_APART = 90.0, 1


@dataclass(frozen=True, slots=True)
class Near:
    """A title that may be the one to be added."""

    key: str
    name: str
    year: int | None


def add_title(
    change: Change,
    name: str,
    *,
    year: str | None = None,
    kind: str | None = None,
    end_year: str | None = None,
    countries: Sequence[str] = (),
    languages: Sequence[str] = (),
    genres: Sequence[str] = (),
    distributor: str | None = None,
    ids: Sequence[str] = (),
    aliases: Sequence[str] = (),
    synopsis: str | None = None,
    part: str | None = None,
    duplicate: bool = False,
    as_typed: bool = False,
) -> Written:
    """Adds a title; `part` names the season, if it stands for only one (S01).

    The name may say the year: `Bliss (1997)`. Raises LikelyDuplicate if a title with nearly its
    name and year exists, unless `duplicate` says that it is a different title, UnlistedName for a
    country or language that is in no list, unless `as_typed` says that it is one, and AlreadyThere
    if a title has one of its identifiers, which are unique.
    """
    called, first = title_and_year(_name(name), None if year is None else parse_year(year))
    last = None if end_year is None else parse_year(end_year)
    if first is not None and last is not None and last < first:
        raise InvalidValue(
            f"it cannot end in {last}, before it starts in {first}",
            hint=f"give both in order: --year {last} --end-year {first}",
        )
    chosen = kind_unless_said(last) if kind is None else _kind(kind)
    if last is not None:
        refuse_end_year(chosen, "if it is a series: --kind tv-series")
    identifiers = [parse_identifier(each) for each in ids]
    _refuse_taken(change.connection, identifiers)
    if not duplicate:
        _refuse_duplicates(change.connection, called, first)
    season = None if part is None else parse_season(part)
    terms = {
        "country": [standard_name("country", each) for each in countries],
        "language": [standard_name("language", each) for each in languages],
        "genre": genres,
        "distributor": [distributor] if distributor else [],
    }
    if not as_typed:
        refuse_unlisted(change.connection, terms)
    made = insert_title(
        change,
        called,
        kind=chosen,
        year=first,
        end_year=last,
        synopsis=synopsis,
        terms=terms,
        ids=identifiers,
        aliases=aliases,
        note=None if season is None else f"Part: S{season:02}",
    )
    turned = article_first(called)
    if turned != called:
        change.notices.append(
            f"Stored as typed; to have it as {turned}: "
            f"{shlex.join(['portrayals', 'edit', made.key, f'name={turned}'])}"
        )
    when = "" if first is None else f" ({first})"
    of_part = "" if season is None else f", part S{season:02}"
    unsaid = ""
    if kind is None:
        unsaid = (
            "; a film unless --kind says otherwise"
            if last is None
            else "; a series, as it has an end year (--kind says otherwise)"
        )
    return Written((made.key,), f"Added {chosen} {called}{when}{of_part}{unsaid}.")


def _name(name: str) -> str:
    called = composed(name)
    if not called:
        raise InvalidValue("a name is needed", hint="portrayals add title 'NAME' --year YEAR")
    refuse_unstorable("name", called)
    return called


def _kind(kind: str) -> str:
    chosen = kind.casefold()
    kinds_within(chosen)
    return chosen


def _refuse_taken(connection: Connection, identifiers: Sequence[Identifier]) -> None:
    for each in identifiers:
        found = connection.execute(
            select(unit.c.key, unit.c.name)
            .join(identifier, identifier.c.title_id == unit.c.unit_id)
            .where(identifier.c.scheme == each.scheme, identifier.c.value == each.value)
        ).one_or_none()
        if found is not None:
            raise AlreadyThere(
                f"{each.scheme}:{each.value} is already {found.name}",
                candidates=[found.key],
                hint=f"to see it: portrayals show {found.key}",
            )


def _refuse_duplicates(connection: Connection, name: str, year: int | None) -> None:
    near = likely_duplicates(connection, name, year)
    if near:
        told = " and ".join(
            f"{each.name}{'' if each.year is None else f' ({each.year})'}" for each in near
        )
        verb = "exists" if len(near) == 1 else "exist"
        raise LikelyDuplicate(
            f"{told} already {verb}: {', '.join(each.key for each in near)}",
            candidates=[each.key for each in near],
            hint="to add a different title: --duplicate     "
            f"to see it: portrayals show {near[0].key}",
        )


def likely_duplicates(connection: Connection, name: str, year: int | None) -> Sequence[Near]:
    """The titles that may be the same: nearly the same name, and the same year or none."""
    years = []
    if year is not None:
        about = unit.c.year.between(year - YEARS_APART, year + YEARS_APART)
        years = [or_(unit.c.year.is_(None), about)]
    rows = connection.execute(
        select(unit.c.key, unit.c.name, unit.c.year, unit_name.c.folded)
        .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
        .where(
            unit.c.level_id == LEVEL_ID["title"],
            unit_name.c.kind.in_(("name", "alias", "original")),
            *years,
        )
        .order_by(unit.c.key)
    ).all()
    alike = nearly_alike(fold(name), [row.folded for row in rows])
    found = {rows[place].key: rows[place] for place in alike}
    return [Near(row.key, row.name, row.year) for row in found.values()]


def nearly_alike(wanted: str, folded: Sequence[str]) -> list[int]:
    """The places of the folded names most like one, at most five, the most similar first.

    Names that differ in marks and spaces alone are alike, however short they are.
    """
    from rapidfuzz import fuzz, process

    bare = letters(wanted)
    same = [place for place, each in enumerate(folded) if bare and letters(each) == bare]
    similar = process.extract(wanted, folded, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=5)
    places = dict.fromkeys((*(place for _, _, place in similar), *same))
    return [*places][:5]


def screen(change: Change, written: str, status: str, reason: str | None = None) -> Written:
    """Records whether a title belongs to the study (R1, R13): in, none, out, unavailable."""
    found = find_unit(change.connection, written)
    if found.level != "title":
        raise WrongLevel(
            f"{found.key} is a {found.level}; titles are screened",
            hint=f"name the title: {found.key.split('/')[0]}",
        )
    chosen = screening_result(status)
    record_screening(change, [found], chosen, reason)
    because = f": {reason}" if reason else ""
    return Written((found.key,), f"Screened {found.name} {chosen}{because}.")


def screening_result(written: str) -> str:
    """The result of screening that was written. Raises InvalidValue for any other word."""
    return choose(
        written, (word for word in SCREENED if word != "pending"), "a result of screening"
    )


def record_screening(
    change: Change, titles: Sequence[UnitRow], result: str, reason: str | None
) -> None:
    """Writes one result for some titles. Raises InvalidValue for `none` where there are people."""
    ids = [each.unit_id for each in titles]
    if result == "none":
        _refuse_people(change.connection, ids)
    keep(change.connection, change.number, unit, unit.c.unit_id.in_(ids))
    change.connection.execute(
        update(title)
        .where(title.c.title_id.in_(ids))
        .values(screened=result, screening_reason=reason)
    )
    change.connection.execute(
        update(unit).where(unit.c.unit_id.in_(ids)).values(change_id=change.number)
    )


def _refuse_people(connection: Connection, ids: Sequence[int]) -> None:
    """A title with somebody in it cannot have nobody."""
    of = unit.alias()
    rows = (
        select(of.c.key, func.count())
        .join(unit, unit.c.title_id == of.c.unit_id)
        .where(of.c.unit_id.in_(ids), unit.c.level_id == LEVEL_ID["portrayal"])
        .group_by(of.c.key)
        .order_by(of.c.key)
    )
    peopled = connection.execute(rows).all()
    if peopled:
        key, people = peopled[0]
        more = f"; nor can {len(peopled) - 1:,} more" if len(peopled) > 1 else ""
        raise InvalidValue(
            f"{key} has {counted(people, 'portrayal')}, so it cannot be screened none{more}",
            hint="`none` means: looked through, nobody of the kind portrayed",
        )
