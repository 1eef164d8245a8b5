"""Coders, sources, assignments and annotations, as rows of a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, select

from portrayals.errors import InvalidQuery
from portrayals.findings.ballots import is_complete
from portrayals.findings.reading import Reading
from portrayals.language.syntax import And, Asked, Query, Term, Text, Word
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import fold
from portrayals.notation.times import format_time
from portrayals.query.near import hints
from portrayals.query.select import units_asked
from portrayals.results.listing import Listing, Row
from portrayals.services.catalogue.kinds_of_coder import told_in_sheets
from portrayals.tables import (
    annotation,
    answer,
    answer_code,
    assignment,
    code,
    codebook,
    coder,
    episode,
    evidence,
    source,
    unit,
    variable,
    wave,
)
from portrayals.tables.coding import ANNOTATION_KEY
from portrayals.vocabulary import BASES, LEVELS, STATES

RECORDS = ("coders", "sources", "assignments", "annotations")


def list_records(
    connection: Connection, reading: Reading, kind: str, asked: Asked | None, limit: int | None
) -> Listing:
    """Everything of a kind. Only annotations can be queried for more than words."""
    notes: list[str] = []
    if kind == "annotations":
        rows = _annotations(connection, reading, asked)
        if asked is not None:
            command = f"portrayals list {kind}"
            notes += hints(connection, reading, LEVELS, asked, found=bool(rows), command=command)
    else:
        made = _MADE[kind](connection)
        rows = [row for row in made if asked is None or _has_words(row, asked, kind)]
        names = ("key",) if kind != "assignments" else ("title", "coder", "wave")
        if asked is not None and kind == "assignments":
            # `ana` is the coder, though it is in `Analyze This`, too.
            rows = [row for row in rows if asked.text in {row[name] for name in names}] or rows
        if asked is not None and not rows:
            near = nearest(asked.text, {str(row[name]): None for row in made for name in names})
            notes += [f"Similar: {', '.join(near)}"] if near else []
    shown = rows if limit is None else rows[:limit]
    if len(shown) < len(rows):
        notes.append(f"{limit} of {len(rows)} are shown.")
    return Listing(
        what=kind, rows=tuple(shown), found=len(rows), total=len(rows), notes=tuple(notes)
    )


def _has_words(row: Row, asked: Asked, kind: str) -> bool:
    """Whether any text of a row has the words of the query. Raises InvalidQuery for a field."""
    if not isinstance(asked.query, Text):
        raise InvalidQuery(
            f"{kind} can only be searched by words",
            query=asked.text,
            start=0,
            end=len(asked.text),
            hint=f"portrayals list {kind} WORD",
        )
    wanted = fold(asked.query.text)
    return any(wanted in fold(value) for value in row.values() if isinstance(value, str))


def _coders(connection: Connection) -> list[Row]:
    number = select(func.count()).where(annotation.c.coder_id == coder.c.coder_id).scalar_subquery()
    rows = connection.execute(select(coder, number.label("annotations")).order_by(coder.c.key))
    return [
        {
            "key": row.key,
            "uuid": row.uuid,
            "name": row.name,
            "kind": row.kind,
            "model": row.model,
            "model_version": row.model_version,
            "instruction_sha256": row.instruction_sha256,
            "method": row.method,
            "annotations": row.annotations,
        }
        for row in rows
    ]


def _assignments(connection: Connection) -> list[Row]:
    """Who codes which titles in which waves, with how much they have coded there."""
    whose = (annotation.c.wave_id, annotation.c.coder_id)
    coded = (
        select(*whose, unit.c.title_id, func.count().label("number"))
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .group_by(*whose, unit.c.title_id)
        .subquery()
    )
    same = and_(
        coded.c.wave_id == assignment.c.wave_id,
        coded.c.coder_id == assignment.c.coder_id,
        coded.c.title_id == assignment.c.unit_id,
    )
    rows = (
        select(assignment, unit.c.key.label("title"), unit.c.name, unit.c.year)
        .add_columns(coder.c.key.label("coder"), wave.c.key.label("wave"), coded.c.number)
        .join(unit, unit.c.unit_id == assignment.c.unit_id)
        .join(coder, coder.c.coder_id == assignment.c.coder_id)
        .join(wave, wave.c.wave_id == assignment.c.wave_id)
        .outerjoin(coded, same)
    )
    found = connection.execute(rows).all()
    return [
        {
            "title": row.title,
            "name": row.name,
            "year": row.year,
            "wave": row.wave,
            "coder": row.coder,
            "purpose": row.purpose,
            "annotations": row.number or 0,
        }
        for row in sorted(
            found, key=lambda row: (row.wave_id, fold(row.name), row.title, row.coder)
        )
    ]


def _sources(connection: Connection) -> list[Row]:
    number = (
        select(func.count()).where(evidence.c.source_id == source.c.source_id).scalar_subquery()
    )
    rows = connection.execute(select(source, number.label("evidence")).order_by(source.c.key))
    return [
        {
            "key": row.key,
            "uuid": row.uuid,
            "citation": row.citation,
            "address": row.address,
            "dated": row.dated,
            "accessed": row.accessed,
            "evidence": row.evidence,
        }
        for row in rows
    ]


def _of_assignment(row: Any) -> tuple[int, str, str, str]:
    return row.wave_id, fold(row.name), row.title, row.coder


_MADE: Final[dict[str, Callable[[Connection], list[Row]]]] = {
    "coders": _coders,
    "sources": _sources,
    "assignments": _assignments,
}


def _annotations(connection: Connection, reading: Reading, asked: Asked | None) -> list[Row]:
    """The annotations of units that match a query, at every level where it can be asked."""
    if asked is None:
        return annotations_of(connection, select(unit.c.unit_id))
    rows = annotations_of(connection, units_asked(reading, LEVELS, asked).order_by(None))
    own = [row for row in rows if speaks_of(row, asked.query, set(reading.book.variables))]
    return sorted(own, key=lambda row: (str(row["unit"]), str(row["variable"])))


def speaks_of(row: Row, query: Query, variables: set[str]) -> bool:
    """Whether an annotation has the coder, wave, basis and variables that a query names."""
    terms = query.items if isinstance(query, And) else (query,)
    asked = [term for term in terms if isinstance(term, Term)]
    for term in asked:
        words = {value.text for value in term.values if isinstance(value, Word)}
        if term.field in {"coder", "wave", "basis"} and not words & {str(row[term.field]), "any"}:
            return False
    named = {term.field for term in asked} & variables
    return not named or row["variable"] in named


def annotations_of(connection: Connection, units: Any) -> list[Row]:
    """The annotations of some units (a select or list of ids), as `--json` prints them.

    If any coder is not a person, they say what each coder is, so that an import has it too (R38).
    """
    told = told_in_sheets(connection)
    of_units = annotation.c.unit_id.in_(units)
    codes, doubts = _codes(connection, of_units)
    shown = evidence_of(connection, units)
    rows = connection.execute(
        select(
            annotation,
            answer.c.state,
            answer.c.number,
            unit.c.key.label("unit"),
            unit.c.uuid.label("unit_uuid"),
            unit.c.level_id.label("unit_level"),
            variable.c.key.label("variable"),
            variable.c.label.label("label"),
            variable.c.type,
            coder.c.key.label("coder"),
            wave.c.key.label("wave"),
            wave.c.purpose,
            codebook.c.version,
        )
        .join(answer, answer.c.answer_id == annotation.c.answer_id)
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(codebook, codebook.c.codebook_id == annotation.c.codebook_id)
        .where(of_units)
        .order_by(unit.c.key, variable.c.position, variable.c.key, coder.c.key, wave.c.wave_id)
    ).mappings()
    made: list[Row] = []
    for row in rows:
        key = tuple(row[name] for name in ANNOTATION_KEY)
        made.append(
            {
                "unit": row["unit"],
                "level": LEVELS[row["unit_level"] - 1],
                "variable": row["variable"],
                "label": row["label"],
                "coder": row["coder"],
                "wave": row["wave"],
                "purpose": row["purpose"],
                "state": STATES[row["state"]],
                "value": _value(row, codes.get(row["answer_id"], [])),
                "doubtful": doubts.get(row["answer_id"], []),
                "basis": BASES[row["basis"]],
                "complete": _complete(row),
                "note": row["note"],
                "codebook_version": row["version"],
                "unit_uuid": row["unit_uuid"],
                "evidence": shown.get(key, []),
                **told.get(row["coder"], {}),
            }
        )
    return made


def _complete(row: Any) -> bool | None:
    """Whether a set is complete (R6); null for anything but a set."""
    if row["type"] != "multi" or STATES[row["state"]] not in {"coded", "none"}:
        return None
    return is_complete(row["complete"], row["basis"])


def _value(row: Any, codes: list[str]) -> object:
    """The value as JSON has it: a list, text, a number, true or false, or null."""
    if STATES[row["state"]] not in {"coded", "none"}:
        return None
    if row["type"] == "multi":
        return codes
    if row["type"] == "boolean":
        return codes == ["yes"]
    return next((each for each in (*codes, row["number"], row["text"]) if each is not None), None)


Codes = dict[int, list[str]]


def _codes(connection: Connection, of_units: ColumnElement[bool]) -> tuple[Codes, Codes]:
    """The codes of each answer given, and those in doubt, by the id of the answer."""
    definite: Codes = {}
    doubtful: Codes = {}
    given = select(annotation.c.answer_id).where(of_units)
    rows = connection.execute(
        select(answer_code.c.answer_id, answer_code.c.doubtful, code.c.key)
        .join(code, code.c.code_id == answer_code.c.code_id)
        .where(answer_code.c.answer_id.in_(given))
        .order_by(code.c.position, code.c.key)
    )
    for answer_id, in_doubt, key in rows:
        (doubtful if in_doubt else definite).setdefault(answer_id, []).append(key)
    return definite, doubtful


def evidence_of(connection: Connection, units: Any) -> dict[tuple[int, ...], list[Row]]:
    """The evidence by the key of its annotation."""
    rows = connection.execute(
        select(
            evidence,
            code.c.key.label("code"),
            source.c.key.label("source"),
            source.c.citation,
            source.c.address,
            source.c.dated,
            source.c.accessed,
            episode.c.season,
            episode.c.number,
        )
        .outerjoin(code, code.c.code_id == evidence.c.code_id)
        .outerjoin(source, source.c.source_id == evidence.c.source_id)
        .outerjoin(episode, episode.c.episode_id == evidence.c.episode_id)
        .where(evidence.c.unit_id.in_(units))
        .order_by(code.c.position, evidence.c.evidence_id)
    ).mappings()
    shown: dict[tuple[int, ...], list[Row]] = {}
    for row in rows:
        key = tuple(row[name] for name in ANNOTATION_KEY)
        season = row["season"]
        shown.setdefault(key, []).append(
            {
                "code": row["code"],
                "episode": None if season is None else f"S{season:02}E{row['number']:02}",
                "start": None if row["start_ms"] is None else format_time(row["start_ms"]),
                "end": None if row["end_ms"] is None else format_time(row["end_ms"]),
                "quote": row["quote"],
                "description": row["description"],
                "describes": row["description"],
                "source": row["source"],
                "citation": row["citation"],
                "address": row["address"],
                "dated": row["dated"],
                "accessed": row["accessed"],
            }
        )
    return shown
