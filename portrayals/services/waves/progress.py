"""The waves of a study, and how far each coder is with what was assigned."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import CTE, Connection, Select, case, func, select

from portrayals.findings.stored_codebook import read_book
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.results.waves import CoderProgress, Progress, WaveRow, Waves
from portrayals.services.coding.annotations import wave_called
from portrayals.tables import annotation, answer, assignment, codebook, coder, title, unit, wave
from portrayals.vocabulary import COUNTED_OUT, STATES

_CANNOT_TELL: Final = STATES.index("cannot-tell")


def waves(connection: Connection) -> Waves:
    """Every wave with its purpose, codebook and lock, who codes in it, and how much there is."""
    given = _assigned_titles()
    titles = select(given.c.wave_id, func.count(given.c.title_id.distinct()))
    numbers: dict[int, int] = dict(connection.execute(titles.group_by(given.c.wave_id)).all())
    coded_by = (annotation.c.wave_id, annotation.c.codebook_id)
    answered: dict[int, dict[int, int]] = {}
    answers = select(*coded_by, func.count()).group_by(*coded_by).order_by(*coded_by)
    for wave_id, codebook_id, number in connection.execute(answers):
        answered.setdefault(wave_id, {})[codebook_id] = number
    each_version = select(codebook.c.codebook_id, codebook.c.version)
    versions: dict[int, str] = dict(connection.execute(each_version).all())
    who = (
        select(given.c.wave_id, coder.c.key)
        .join(coder, coder.c.coder_id == given.c.coder_id)
        .distinct()
        .order_by(coder.c.key)
    )
    coders: dict[int, list[str]] = {}
    for wave_id, key in connection.execute(who):
        coders.setdefault(wave_id, []).append(key)
    rows = (
        select(wave, codebook.c.key.label("book"))
        .join(codebook, codebook.c.codebook_id == wave.c.codebook_id)
        .order_by(wave.c.wave_id)
    )
    return Waves(
        tuple(
            WaveRow(
                wave=row.key,
                purpose=row.purpose,
                codebook=row.book,
                codebook_version=", ".join(
                    versions[each] for each in answered.get(row.wave_id, (row.codebook_id,))
                ),
                locked=row.locked_at,
                coders=tuple(coders.get(row.wave_id, ())),
                titles=numbers.get(row.wave_id, 0),
                annotations=sum(answered.get(row.wave_id, {}).values()),
            )
            for row in connection.execute(rows)
        )
    )


def progress(connection: Connection, key: str | None = None) -> Progress:
    """How many of the assigned units each coder has coded, in one wave or in each.

    A unit is of a level at which something is coded, in an assigned title that counts (R1); it is
    coded once it has an answer. Raises UnknownKey for an unknown wave.
    """
    given = _assigned_titles()
    book = read_book(connection)
    levels = {each.level for each in book.variables.values() if not (each.retired or each.derived)}
    at = unit.c.level_id.in_([LEVEL_ID[each] for each in sorted(levels)])
    whose = (given.c.wave_id, given.c.coder_id)
    beneath = select(*whose).join(unit, unit.c.title_id == given.c.title_id).where(at)
    said = (
        beneath.join(
            annotation,
            (annotation.c.unit_id == unit.c.unit_id)
            & (annotation.c.coder_id == given.c.coder_id)
            & (annotation.c.wave_id == given.c.wave_id),
        )
        .join(answer, answer.c.answer_id == annotation.c.answer_id)
        .add_columns(
            func.count(unit.c.unit_id.distinct()),
            func.sum(case((answer.c.state == _CANNOT_TELL, 1), else_=0)),
        )
    )
    titles = _by_coder(connection, select(*whose, func.count()), whose)
    units = _by_coder(connection, beneath.add_columns(func.count()), whose)
    coded = _by_coder(connection, said, whose)
    rows = (
        select(*whose, wave.c.key.label("wave"), coder.c.key)
        .join(wave, wave.c.wave_id == given.c.wave_id)
        .join(coder, coder.c.coder_id == given.c.coder_id)
        .distinct()
        .order_by(given.c.wave_id, coder.c.key)
    )
    if key is not None:
        rows = rows.where(wave.c.wave_id == wave_called(connection, key).wave_id)
    return Progress(
        key,
        tuple(
            CoderProgress(
                wave=row.wave,
                coder=row.key,
                titles=titles[row.wave_id, row.coder_id][0],
                units=units.get((row.wave_id, row.coder_id), (0,))[0],
                coded=coded.get((row.wave_id, row.coder_id), (0, 0))[0],
                cannot_tell=coded.get((row.wave_id, row.coder_id), (0, 0))[1],
            )
            for row in connection.execute(rows)
        ),
    )


def _by_coder(
    connection: Connection, rows: Select[Any], whose: tuple[Any, ...]
) -> dict[tuple[int, int], tuple[int, ...]]:
    found = connection.execute(rows.group_by(*whose))
    return {(wave_id, coder_id): tuple(numbers) for wave_id, coder_id, *numbers in found}


def _assigned_titles() -> CTE:
    """Wave, coder and title of each assignment that counts; what is beneath a title goes along."""
    return (
        select(assignment.c.wave_id, assignment.c.coder_id, title.c.title_id)
        .join(unit, unit.c.unit_id == assignment.c.unit_id)
        .join(title, title.c.title_id == unit.c.title_id)
        .where(title.c.screened.not_in(COUNTED_OUT))
        .distinct()
        .cte("given")
    )
