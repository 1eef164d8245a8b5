"""What a query by years finds by another year than its title's, and series that it leaves out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, select, true

from portrayals.findings.outcome_at_unit import named
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Book
from portrayals.findings.unit_ref import LEVEL_ID, UnitRef, place
from portrayals.language.syntax import Asked, Term, Word, affirmed
from portrayals.notation.plurals import counted
from portrayals.query.asked import asked_for, asked_in
from portrayals.results.count_options import Note
from portrayals.vocabulary import Level


def of_earlier_series(
    connection: Connection, reading: Reading, at: UnitRef, asked: Asked, command: str
) -> Iterator[str]:
    """How many more series ran in the years of a query, and the `command` that includes them (R37).

    A series, and with it whoever has no year of their own, counts under the year it began in.
    Before it is told how many of the query's own units are in a title of other years by a year of
    their own; or, where titles are asked for, in how many more of them such a unit is.
    """
    if at.level == "episode":  # counts under the year it aired in
        return
    dated = [term for term in affirmed(asked.query) if isinstance(term, Term) and _is_dated(term)]
    fields = {(term.start, term.start + len(term.field)): "running" for term in dated}
    arguments = replace(asked, arguments=asked.arguments or (asked.text,)).arguments_with(fields)
    if not dated:
        return
    text = " ".join(arguments)
    ran = asked_for(reading.book, arguments) if asked.arguments else asked_in(reading.book, text)
    if ran is None:
        return
    series, is_over = (at, true()) if at.level == "title" else at.above("title")
    began_in_them = and_(*(reading.ask(reading, term, asked.text, series) for term in dated))
    earlier = and_(is_over, at.unit.c.level_id == LEVEL_ID[at.level], not_(began_in_them))
    chosen = reading.ask(reading, asked.query, asked.text, at)
    told = set[int]()
    if at.level != "title":
        yield from _of_own_years(connection, at, and_(earlier, chosen))
    elif (level := _judged(reading.book, asked)) is not None:
        others = _with_one(reading, at, asked, level).where(earlier, not_(chosen))
        if told := set(connection.execute(others).scalars()):
            words = asked.arguments or (asked.text,)
            line = shlex.join(("portrayals", "list", f"{level}s", *words))
            more = counted(len(told), "more title")
            yield f"In {more} a {level} is of these years by a year of its own: {line}"
    ran_on = (
        select(series.unit.c.unit_id)
        .where(earlier, not_(chosen))
        .where(reading.ask(reading, ran.query, ran.text, at))
    )
    if found := set(connection.execute(ran_on.distinct()).scalars()):
        more = counted(len(found), "more series", "more series")
        again = f", {len(found & told)} of them told above," if found & told else ""
        line = f"{command} {shlex.join(arguments)}"
        yield f"{more}{again} began earlier and ran in these years: {line}"


def _of_own_years(
    connection: Connection, at: UnitRef, chosen: ColumnElement[bool]
) -> Iterator[Note]:
    """How many of the query's units are in a title of other years."""
    number = connection.execute(select(func.count(at.unit.c.unit_id)).where(chosen)).scalar_one()
    if number:
        count, their = ("counts", "its") if number == 1 else ("count", "their")
        by = f"{counted(number, at.level)} {count} by a year of {their} own"
        yield Note(f"{by}: the title began earlier.", "", essential=True)


def _judged(book: Book, asked: Asked) -> Level | None:
    """The level of the variables in a query, if it is one."""
    levels = {book.variables[name].level for name in named(asked.query) if name in book.variables}
    return levels.pop() if len(levels) == 1 else None


def _with_one(reading: Reading, at: UnitRef, asked: Asked, level: Level) -> Select[int]:
    """The titles in which the query is true of a unit of a level."""
    beneath = place(level)
    found = select(beneath.unit.c.title_id).where(
        beneath.unit.c.level_id == LEVEL_ID[level],
        reading.ask(reading, asked.query, asked.text, beneath),
    )
    return select(at.unit.c.unit_id).where(at.unit.c.unit_id.in_(found))


def _is_dated(term: Term) -> bool:
    states = {Word("any"), Word("none")}
    return term.field in {"year", "decade"} and states.isdisjoint(term.values)
