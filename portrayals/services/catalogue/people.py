"""Portrayals, relationships and episodes: the units beneath a title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from portrayals.errors import AlreadyThere, InvalidValue, LikelyDuplicate
from portrayals.findings.stored_codebook import read_book
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import Change
from portrayals.notation.episodes import parse_episodes
from portrayals.notation.keys import composed, fold
from portrayals.notation.years import parse_date, parse_year
from portrayals.results.written import Written
from portrayals.services.catalogue.fields import refuse_unstorable
from portrayals.services.catalogue.resolve import need_unit
from portrayals.services.catalogue.series import refuse_episodes
from portrayals.services.catalogue.titles import nearly_alike
from portrayals.services.catalogue.units import (
    COLUMNS,
    GENERAL,
    UnitRow,
    insert_episode,
    insert_person,
    unit_row,
)
from portrayals.tables import episode, title, unit, unit_name


@dataclass(frozen=True, slots=True)
class Namesakes:
    """What is done about a person of the same or nearly the same name.

    `duplicate`: the person is another one, told apart by the performer. `ask`: a name that is
    nearly there is refused, so that somebody can be asked; otherwise a notice tells of it.
    """

    duplicate: bool = False
    ask: bool = False


def add_portrayal(
    change: Change,
    title_key: str,
    name: str,
    *,
    performer: str | None = None,
    roles: Sequence[str] = (),
    year: str | None = None,
    namesakes: Namesakes = Namesakes(),
) -> Written:
    """Adds a person portrayed in a title.

    Raises AlreadyThere for the same name there, and LikelyDuplicate for nearly the same, unless
    `namesakes` says otherwise.
    """
    why = "a portrayal belongs to a title"
    above = need_unit(change.connection, title_key, "title", why, change.notices)
    _refuse_screened_none(change, above)
    return _person(change, above, name, performer, roles, year, namesakes)


def add_relationship(
    change: Change,
    portrayal_key: str,
    name: str | None,
    *,
    performer: str | None = None,
    roles: Sequence[str] = (),
    year: str | None = None,
    namesakes: Namesakes = Namesakes(),
) -> Written:
    """Adds a relationship of a portrayal with a person; without a name, the general one (R13).

    Raises the same as `add_portrayal`.
    """
    why = "a relationship belongs to a portrayal"
    above = need_unit(change.connection, portrayal_key, "portrayal", why, change.notices)
    if name is None:
        general = read_book(change.connection).general
        return _person(change, above, general, performer, roles, year, Namesakes(), GENERAL)
    return _person(change, above, name, performer, roles, year, namesakes)


def _person(
    change: Change,
    above: UnitRow,
    name: str,
    performer: str | None,
    roles: Sequence[str],
    year: str | None,
    namesakes: Namesakes,
    key: str | None = None,
) -> Written:
    called, performer = composed(name), composed(performer or "") or None
    if not called:
        raise InvalidValue(
            "a name is needed", hint=f"write the name: portrayals add … {above.key} 'NAME'"
        )
    refuse_unstorable("name", called)
    same, near = namesakes_of(change.connection, above, called)
    if same and not (namesakes.duplicate and key is None):
        _refuse_same(above, called, same[0])
    elif same and (performer is None or performer in {each.performer for each in same}):
        raise InvalidValue(
            f"{above.name} already has {called}: {same[0].key}; another is told apart by the "
            "performer",
            hint="say who plays this one: --performer NAME",
        )
    twin = near if not (same or namesakes.duplicate or key) else None
    if twin is not None and namesakes.ask:
        raise LikelyDuplicate(
            f"{above.name} already has {twin.name}: {twin.key}",
            candidates=[twin.key],
            hint="to add a different person: --duplicate",
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
    if twin is not None:
        change.notices.append(
            f"{above.name} also has {twin.name}; if they are the same: portrayals merge "
            f"{made.key} {twin.key}"
        )
    by = f" ({performer})" if performer else ""
    within = "in" if above.level == "title" else "with"
    said = (
        f"Added {above.name} {within} {called}{by}"
        if within == "with"
        else (f"Added {called}{by} in {above.name}")
    )
    return Written((made.key,), f"{said}.")


def _refuse_same(above: UnitRow, called: str, same: UnitRow) -> None:
    raise AlreadyThere(
        f"{above.name} already has {called}: {same.key}",
        candidates=[same.key],
        hint=f"to see it: portrayals show {same.key}     to add another of that name: --duplicate "
        "--performer NAME",
    )


def namesakes_of(
    connection: Connection, above: UnitRow, called: str
) -> tuple[list[UnitRow], UnitRow | None]:
    """Those of the same name beneath a unit, and the one of nearly the same name.

    Numbers tell people apart: `Client 1` is not nearly `Client 2`.
    """
    rows = connection.execute(
        select(*COLUMNS, unit_name.c.folded)
        .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
        .where(
            unit.c.parent_id == above.unit_id,
            unit.c.level_id != LEVEL_ID["episode"],
            unit_name.c.kind == "name",
        )
        .order_by(unit.c.unit_id)
    ).all()
    wanted = fold(called)
    same = [unit_row(row) for row in rows if row.folded == wanted]
    numbers = _digits(wanted)
    others = [row for row in rows if row.folded != wanted and _digits(row.folded) == numbers]
    near = nearly_alike(wanted, [row.folded for row in others])
    return same, unit_row(others[near[0]]) if near else None


def _digits(folded: str) -> list[str]:
    return [c for c in folded if c.isdigit()]


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
