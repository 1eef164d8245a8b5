"""Assigns the titles of a study to coders, some of them to all, so that agreement can be measured.

A title that is assigned stays as it was drawn: a later draw is of the titles that nobody has in the
wave. So a study can grow, and each part of its overlap is a random sample of what was there. In
training nothing is drawn, since all practise on the same titles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Row, Select, and_, func, insert, select

from portrayals.analysis.samplesize import units_for_alpha
from portrayals.counts.population import grouped_by_field, population
from portrayals.database.staging import staged
from portrayals.errors import InvalidValue, NoCodebook, UnknownKey
from portrayals.findings.outcomes import NO_GROUP
from portrayals.findings.stored_codebook import Book
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.plurals import counted, joined, with_article
from portrayals.notation.quoting import quoted
from portrayals.query.asked import asked_in
from portrayals.query.whose import reading_of
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import add_coder, add_wave
from portrayals.services.coding.annotations import open_wave
from portrayals.services.statistics.emptied import emptied, truths
from portrayals.services.waves.draw import Drawn, draw, overlap_of
from portrayals.tables import assignment, coder, title, unit, wave
from portrayals.tables.literals import word
from portrayals.vocabulary import MOST, PURPOSES, STRATA, Level, Purpose, Stratum

#: The alpha that an overlap should be able to show, and how often the rarest code may be found.
_ALPHA: Final = 0.8
_PREVALENCES: Final = (0.05, 0.25)


@dataclass(frozen=True, slots=True)
class AssignOptions:
    """How titles are assigned.

    `reliability` is what all coders get, as `overlap_of` reads it; `by` the field by which that is
    stratified; `where` a query for the titles; `create` whether to add coders who are not there.
    """

    purpose: Purpose | None = None
    reliability: str | None = None
    by: Stratum | None = None
    where: str | None = None
    seed: int = 1
    create: bool = False


def assign(
    change: Change, wave_key: str, coders: Sequence[str], options: AssignOptions = AssignOptions()
) -> Written:
    """Assigns the titles that nobody has in a wave; the wave is made if it is not there.

    In a wave of training each coder gets all that they lack, unless a share for all is given.

    Raises UnknownKey for an unknown coder, WaveLocked for a locked wave, NoUnits where the query
    leaves no title, and InvalidValue for coders who are not people, for options out of range and
    where nothing is left to assign.
    """
    connection, book = change.connection, change.book
    if book.codebook_id is None:
        raise NoCodebook("nothing can be assigned")
    if not 0 <= options.seed <= MOST:
        raise InvalidValue(f"a seed cannot be {options.seed}", hint=f"give one from 0 to {MOST}")
    people = _people(change, coders, create=options.create)
    of = wave_to_assign(change, book, wave_key, options.purpose)
    strata, ids = _titles(change, options)
    if of.purpose == "training" and options.reliability is None:
        return _to_each(change, of, people, ids)
    taken = set(connection.execute(_assigned_in(of.wave_id)).scalars())
    free = {key: stratum for key, stratum in strata.items() if ids[key] not in taken}
    if not free:
        raise _nothing_left(wave_key, len(strata))
    overlap = _overlap(options, people, len(free))
    before = _titles_of_coders(connection, of.wave_id)
    drawn = draw(free, list(people), overlap=overlap, seed=options.seed, before=before)
    _write(change, of.wave_id, people, ids, drawn, options.seed if len(people) > 1 else None)
    if len(free) < len(strata):
        stay = counted(len(strata) - len(free), "other title")
        change.notices.append(f"{stay} stay as they were assigned before.")
    if len(people) > 1:
        change.notices.append(_what_overlap_shows(connection, book, of.wave_id, people.values()))
    return Written((wave_key,), _said(wave_key, list(people), drawn, options))


def _to_each(
    change: Change, of: Row[Any], people: Mapping[str, int], ids: Mapping[str, int]
) -> Written:
    """Gives each coder all the titles that they lack."""
    lacking = {}
    for key, coder_id in people.items():
        own = _assigned_in(of.wave_id).where(assignment.c.coder_id == coder_id)
        had = set(change.connection.execute(own).scalars())
        if new := tuple(each for each in sorted(ids) if ids[each] not in had):
            lacking[key] = new
    if not lacking:
        raise _nothing_left(of.key, len(ids))
    _write(change, of.wave_id, people, ids, Drawn((), lacking), None)
    said = [f"{counted(len(new), 'title')} to {key}" for key, new in lacking.items()]
    return Written((of.key,), f"{of.key}: {joined(said)}.")


def _nothing_left(wave_key: str, titles: int) -> InvalidValue:
    return InvalidValue(
        f"all {counted(titles, 'title')} are assigned in {wave_key} already, and stay as they were "
        "drawn",
        hint=f"to draw them anew, take the first draw back: portrayals history {wave_key}, then "
        "portrayals undo CHANGE",
    )


def _people(change: Change, keys: Sequence[str], *, create: bool) -> dict[str, int]:
    """The ids of the coders, who are people (R38)."""
    if not keys:
        raise InvalidValue("nobody is named who is to code", hint="name each: --coder KEY")
    known = {row.key: row for row in change.connection.execute(select(coder))}
    found = {}
    for key in sorted(set(keys)):
        if key not in known and create:
            add_coder(change, key)
            change.made.append(f"coder {key}")
            named = select(coder).where(coder.c.key == key)
            known[key] = change.connection.execute(named).one()
        elif key not in known:
            raise UnknownKey(
                f"{quoted(key)} is not a coder",
                hint=f"to add one: portrayals add coder {key}     or repeat with --create",
                candidates=nearest(key, known),
            )
        refuse_unless_person(known[key], "is given titles to code")
        found[key] = int(known[key].coder_id)
    return found


def refuse_unless_person(of: Row[Any], done: str) -> None:
    """Raises InvalidValue for a coder who is a program, a compilation or the consensus (R38)."""
    if of.kind != "person":
        what = "the consensus" if of.kind == "consensus" else with_article(of.kind)
        raise InvalidValue(
            f"{of.key} is {what}, and only a person {done}",
            hint="list the coders: portrayals list coders",
        )


def wave_to_assign(change: Change, book: Book, key: str, purpose: Purpose | None) -> Row[Any]:
    """The open wave of that key, made if it is not there."""
    connection = change.connection
    named = select(wave).where(wave.c.key == key)
    known = connection.execute(named).one_or_none()
    if purpose is not None:
        choose(purpose, PURPOSES, "a purpose of a wave")
    if known is None:
        add_wave(change, key, purpose or "main")
        made = f"New wave {key} ({purpose or 'main'}), with codebook {book.key} {book.version}."
        change.notices.append(made)
    elif purpose not in {None, known.purpose}:
        raise InvalidValue(
            f"wave {key} is for {known.purpose}, not for {purpose}",
            hint=f"leave out --purpose, or name another wave: --wave {purpose}",
        )
    return open_wave(connection, key)


def _titles(change: Change, options: AssignOptions) -> tuple[dict[str, str], dict[str, int]]:
    """The stratum and the id of each title that counts (R1) and of which the query is true."""
    connection = change.connection
    reading = reading_of(connection)
    asked = None if options.where is None else asked_in(reading.book, options.where)
    everyone = staged(connection, population(reading, "title", asked), "unit_id")
    found = truths(connection, everyone)
    if asked is not None and not found.true:
        raise emptied(connection, reading, "title", "--where", asked, found)
    if not found.true:
        raise InvalidValue("the study has no titles yet", hint="portrayals add title NAME --year Y")
    ids: dict[str, int] = {}
    strata: dict[str, list[str]] = {}
    for key, unit_id, stratum in connection.execute(_strata(everyone, options.by)):
        ids[key] = unit_id
        strata.setdefault(key, []).append(stratum)
    if found.unknown:
        open_for = f"{counted(found.unknown, 'title')} for which --where is undetermined"
        change.notices.append(f"Left out: {open_for}.")
    # A title of several countries is in a stratum with others of just these.
    return {key: "; ".join(sorted(of)) for key, of in strata.items()}, ids


def _strata(everyone: FromClause, by: Stratum | None) -> Select[*tuple[Any, ...]]:
    field = None if by is None else choose(by, STRATA, "a field by which titles can be drawn")
    if field is None or field == "stratum":
        stratum = word(NO_GROUP) if field is None else func.coalesce(title.c.stratum, NO_GROUP)
        rows = select(everyone.c.unit_id, stratum.label("grp"))
        rows = rows.join(title, title.c.title_id == everyone.c.unit_id)
        groups = rows.where(everyone.c.truth == 1).subquery()
    else:
        groups = grouped_by_field(everyone, field, "title").subquery()
    return select(unit.c.key, unit.c.unit_id, groups.c.grp).join(
        groups, groups.c.unit_id == unit.c.unit_id
    )


def _overlap(options: AssignOptions, people: Mapping[str, int], titles: int) -> int:
    if options.reliability is None:
        return 0
    if len(people) == 1:
        raise InvalidValue(
            "only one coder is named, and agreement takes two",
            hint="name the others too: --coder KEY     or leave out --reliability",
        )
    return overlap_of(options.reliability, titles)


def _assigned_in(wave_id: int) -> Select[int]:
    of = select(unit.c.title_id).join(assignment, assignment.c.unit_id == unit.c.unit_id)
    return of.where(assignment.c.wave_id == wave_id)


def _titles_of_coders(connection: Connection, wave_id: int) -> dict[str, int]:
    """How many titles each coder has in a wave."""
    rows = select(coder.c.key, func.count(unit.c.title_id.distinct()))
    rows = rows.join(assignment, assignment.c.coder_id == coder.c.coder_id)
    rows = rows.join(unit, unit.c.unit_id == assignment.c.unit_id)
    rows = rows.where(assignment.c.wave_id == wave_id).group_by(coder.c.key)
    return dict(connection.execute(rows).all())


def _write(
    change: Change,
    wave_id: int,
    people: Mapping[str, int],
    ids: Mapping[str, int],
    drawn: Drawn,
    seed: int | None,
) -> None:
    given = [
        *((key, each, "reliability") for each in drawn.overlap for key in people),
        *((key, each, "coding") for key, titles in drawn.alone.items() for each in titles),
    ]
    rows = [
        {
            "wave_id": wave_id,
            "coder_id": people[key],
            "unit_id": ids[each],
            "purpose": purpose,
            "seed": seed,
            "change_id": change.number,
        }
        for key, each, purpose in given
    ]
    change.connection.execute(insert(assignment), rows)


def _said(key: str, people: Sequence[str], drawn: Drawn, options: AssignOptions) -> str:
    titles = len(drawn.overlap) + sum(map(len, drawn.alone.values()))
    who = [each for each in people if drawn.overlap or drawn.alone[each]]
    said = f"{key}: {counted(titles, 'title')} to {joined(who)}"
    if len(people) == 1:
        return f"{said}."
    if drawn.overlap:
        said += f", {len(drawn.overlap):,} of them to {'both' if len(people) == 2 else 'all'}"
    by = f" by {options.by}" if options.by else ""
    return f"{said}, drawn{by} (seed {options.seed})."


def _what_overlap_shows(
    connection: Connection, book: Book, wave_id: int, people: Collection[int]
) -> str:
    """Whether agreement on the titles that all have can be shown to be high enough, in one line."""
    both = and_(assignment.c.wave_id == wave_id, assignment.c.purpose == "reliability")
    titles = (
        select(assignment.c.unit_id)
        .where(both, assignment.c.coder_id.in_(people))
        .group_by(assignment.c.unit_id)
        .having(func.count() == len(people))
    )
    if connection.execute(titles.limit(1)).first() is None:
        return "No title is coded by two, so agreement cannot be measured: --reliability 30%"
    level = _headline_level(book)
    units = connection.execute(
        select(func.count())
        .select_from(unit)
        .where(unit.c.level_id == LEVEL_ID[level], unit.c.title_id.in_(titles))
    ).scalar_one()
    has = f"The overlap has {units:,} {book.name_of(level, units)}"
    rare, common = (units_for_alpha(_ALPHA, prevalence=each).units for each in _PREVALENCES)
    least = f"to show an alpha of at least {_ALPHA:g}"
    if units >= rare:
        return f"{has}, enough {least} even for a code that 5 % of them have."
    if units >= common:
        return (
            f"{has}, enough {least} for a code that 25 % of them have, but not 5 %, which takes "
            f"{rare:,}: portrayals samplesize alpha"
        )
    return (
        f"{has}, too few {least}, which takes {common:,} for a code that 25 % of them have and "
        f"{rare:,} for 5 %: portrayals samplesize alpha"
    )


def _headline_level(book: Book) -> Level:
    """The level of what the overview leads with, else of the first variable."""
    leading = next(iter(book.leading or book.variables.values()), None)
    return "title" if leading is None else leading.level
