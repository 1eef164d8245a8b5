"""Portrayals, relationships and episodes: the units beneath a title."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portrayals.errors import AlreadyThere, InvalidValue
from portrayals.findings.stored_codebook import read_book
from portrayals.history.transaction import Change
from portrayals.notation.episodes import parse_episodes
from portrayals.notation.keys import composed, fold
from portrayals.notation.years import parse_date, parse_year
from portrayals.results.written import Written
from portrayals.services.catalogue.fields import refuse_unstorable
from portrayals.services.catalogue.resolve import need_unit
from portrayals.services.catalogue.series import refuse_episodes
from portrayals.services.catalogue.units import GENERAL, UnitRow, insert_episode, insert_person
from portrayals.tables import episode, title, unit, unit_name


def add_portrayal(
    change: Change,
    title_key: str,
    name: str,
    *,
    performer: str | None = None,
    roles: Sequence[str] = (),
    year: str | None = None,
) -> Written:
    """Adds a person portrayed in a title. Raises AlreadyThere for the same name there."""
    why = "a portrayal belongs to a title"
    above = need_unit(change.connection, title_key, "title", why, change.notices)
    _refuse_screened_none(change, above)
    return _person(change, above, name, None, performer, roles, year)


def add_relationship(
    change: Change,
    portrayal_key: str,
    name: str | None,
    *,
    performer: str | None = None,
    roles: Sequence[str] = (),
    year: str | None = None,
) -> Written:
    """Adds a relationship of a portrayal with a person; without a name, the general one (R13)."""
    why = "a relationship belongs to a portrayal"
    above = need_unit(change.connection, portrayal_key, "portrayal", why, change.notices)
    if name is None:
        general = read_book(change.connection).general
        return _person(change, above, general, GENERAL, performer, roles, year)
    return _person(change, above, name, None, performer, roles, year)


def _person(
    change: Change,
    above: UnitRow,
    name: str,
    key: str | None,
    performer: str | None,
    roles: Sequence[str],
    year: str | None,
) -> Written:
    called = composed(name)
    if not called:
        raise InvalidValue(
            "a name is needed", hint=f"write the name: portrayals add … {above.key} 'NAME'"
        )
    refuse_unstorable("name", called)
    known = change.connection.execute(
        select(unit.c.key)
        .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
        .where(
            unit.c.parent_id == above.unit_id,
            unit_name.c.kind == "name",
            unit_name.c.folded == fold(called),
        )
    ).scalar()
    if known is not None:
        raise AlreadyThere(
            f"{above.name} already has {called}: {known}",
            candidates=[known],
            hint=f"to see it: portrayals show {known}",
        )
    made = insert_person(
        change,
        above,
        called,
        key=key,
        performer=performer,
        roles=roles,
        year=None if year is None else parse_year(year),
    )
    by = f" ({performer})" if performer else ""
    within = "in" if above.level == "title" else "with"
    said = (
        f"Added {above.name} {within} {called}{by}"
        if within == "with"
        else (f"Added {called}{by} in {above.name}")
    )
    return Written((made.key,), f"{said}.")


def _refuse_screened_none(change: Change, above: UnitRow) -> None:
    screened = change.connection.execute(
        select(title.c.screened).where(title.c.title_id == above.unit_id)
    ).scalar_one()
    if screened == "none":
        raise InvalidValue(
            f"{above.key} is screened none: nobody of the kind is portrayed in it",
            hint=f"if someone is: portrayals screen {above.key} in",
        )


def add_episodes(
    change: Change,
    title_key: str,
    codes: str,
    *,
    name: str | None = None,
    aired: str | None = None,
) -> Written:
    """Adds an episode, or a range of them; existing ones are left as they are."""
    why = "an episode belongs to a title"
    above = need_unit(change.connection, title_key, "title", why, change.notices)
    refuse_episodes(change.connection, above)
    wanted = parse_episodes(codes)
    if len(wanted) > 1 and (name or aired):
        raise InvalidValue(
            "a name or a date belongs to one episode", hint="add that episode separately: S01E02"
        )
    there = {
        (row.season, row.number)
        for row in change.connection.execute(
            select(episode.c.season, episode.c.number).where(episode.c.title_id == above.unit_id)
        )
    }
    new = [code for code in wanted if (code.season, code.number) not in there]
    if not new:
        raise AlreadyThere(
            f"{above.name} already has {codes}",
            hint=f"list them: portrayals show {above.key}",
        )
    made = [
        insert_episode(
            change, above, code, name=name, aired=None if aired is None else parse_date(aired)
        )
        for code in new
    ]
    kept = f"; {len(wanted) - len(new)} already existed" if len(new) < len(wanted) else ""
    what = f"episode {new[0]}" if len(new) == 1 else f"{len(new)} episodes, {new[0]} to {new[-1]}"
    return Written(tuple(each.key for each in made), f"Added {what} of {above.name}{kept}.")
