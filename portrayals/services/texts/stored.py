"""What a study holds, read in the form of a text; the same for equal studies on both engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, select

from portrayals.findings.ballots import said_beside
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.cells import text as as_text
from portrayals.notation.episodes import EpisodeCode
from portrayals.notation.keys import slug
from portrayals.notation.times import TimeRange, parse_time
from portrayals.services.browse.record_rows import annotations_of
from portrayals.services.catalogue.units import COLUMNS, unit_row
from portrayals.services.catalogue.write_fields import values_of_all
from portrayals.services.coding.values import MAYBE
from portrayals.services.texts.model import ClaimTold, Coding, Decided, Piece, Told, Whose, in_order
from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    claim,
    claim_code,
    code,
    codebook,
    coder,
    episode,
    source,
    title,
    unit,
    variable,
    viewing,
    wave,
)
from portrayals.tables.coding import same_annotation
from portrayals.vocabulary import BASES, Level

T = TypeVar("T")

#: How many units are read at a time: engines limit the number of parameters.
BATCH: Final = 1_000


def in_batches(every: Sequence[T]) -> Iterator[Sequence[T]]:
    """All of them, so many at a time."""
    for first in range(0, len(every), BATCH):
        yield every[first : first + BATCH]


def units_told(connection: Connection, level: Level, title_ids: Sequence[int]) -> list[Told]:
    """The units of a level in some titles, by key; episodes by their numbers."""
    rows = connection.execute(
        select(
            *COLUMNS,
            unit.c.uuid,
            *(title.c.screened, title.c.screening_reason),
            *(episode.c.season, episode.c.number),
        )
        .outerjoin(title, title.c.title_id == unit.c.unit_id)
        .outerjoin(episode, episode.c.episode_id == unit.c.unit_id)
        .where(unit.c.level_id == LEVEL_ID[level], unit.c.title_id.in_(title_ids))
    ).all()
    values: dict[int, Any] = {}
    for batch in in_batches(rows):
        values |= values_of_all(connection, level, [unit_row(row) for row in batch])
    return [
        Told(
            unit_row(row),
            row.uuid,
            values[row.unit_id],
            row.screened,
            row.screening_reason,
            None if row.season is None else str(EpisodeCode(row.season, row.number)),
        )
        for row in sorted(rows, key=lambda row: (row.season or 0, row.number or 0, row.key))
    ]


def codings_told(
    connection: Connection, unit_ids: Sequence[int], names: dict[int, str]
) -> dict[str, dict[Whose, Coding]]:
    """The answers about some units, by the key of the unit; `names` are those of codebooks."""
    texts = set(
        connection.execute(select(variable.c.key).where(variable.c.type == "text")).scalars()
    )
    later = _under_others(connection, unit_ids, names)
    decided = _decisions(connection, unit_ids)
    found: dict[str, dict[Whose, Coding]] = {}
    for row in annotations_of(connection, unit_ids):
        whose = Whose(str(row["variable"]), str(row["coder"]), str(row["wave"]))
        key = (str(row["unit"]), *whose)
        made = _coding(row, whose.variable in texts, later.get(key), decided.get(key))
        found.setdefault(key[0], {})[whose] = made
    return found


def _coding(
    row: dict[str, Any], of_text: bool, codebook_name: str | None, decision: Decided | None
) -> Coding:
    value, state = row["value"], row["state"]
    is_set = isinstance(value, list) and state == "coded"
    words: tuple[str, ...] = (state,)
    if is_set:
        words = (*value, *(f"{MAYBE}{each}" for each in row["doubtful"]))
    elif state == "coded":
        words = () if of_text else (as_text(value),)
    said = None if row["complete"] is None else _beside(row["complete"], row["basis"])
    return Coding(
        words,
        is_set,
        row["basis"],
        text=value if of_text and state == "coded" else None,
        complete=said,
        codebook=codebook_name,
        note=row["note"],
        evidence=in_order(map(_piece, row["evidence"])),
        decision=decision,
    )


def _beside(complete: bool, basis: str) -> bool | None:
    said = said_beside(complete, BASES.index(basis))
    return None if said is None else bool(said)


def _piece(row: dict[str, Any]) -> Piece:
    start, end = (None if row[name] is None else parse_time(row[name]) for name in ("start", "end"))
    return Piece(
        row["code"],
        row["source"],
        row["episode"],
        None if start is None else TimeRange(start, end),
        row["quote"],
        row["describes"],
    )


def _of_annotations(*columns: Any) -> Any:
    """Selects columns with the four keys of the annotation first."""
    return (
        select(unit.c.key, variable.c.key, coder.c.key, wave.c.key, *columns)
        .select_from(annotation)
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
    )


def _under_others(
    connection: Connection, unit_ids: Sequence[int], names: dict[int, str]
) -> dict[tuple[str, ...], str]:
    """The codebook of each annotation that was not made under that of its wave."""
    rows = _of_annotations(annotation.c.codebook_id).where(
        annotation.c.unit_id.in_(unit_ids), annotation.c.codebook_id != wave.c.codebook_id
    )
    return {tuple(key): names[number] for *key, number in connection.execute(rows)}


def _decisions(connection: Connection, unit_ids: Sequence[int]) -> dict[tuple[str, ...], Decided]:
    """How the answers of the consensus coder were decided."""
    by, other = coder.alias(), coder.alias()
    rows = (
        _of_annotations(by.c.key.label("by"), adjudication)
        .join(adjudication, same_annotation(adjudication, annotation))
        .join(by, by.c.coder_id == adjudication.c.decided_by)
        .where(annotation.c.unit_id.in_(unit_ids))
    )
    having = _of_annotations(other.c.key)
    having = (
        having.join(adjudication_with, same_annotation(adjudication_with, annotation))
        .join(other, other.c.coder_id == adjudication_with.c.with_coder_id)
        .where(annotation.c.unit_id.in_(unit_ids))
    )
    together: dict[tuple[str, ...], list[str]] = {}
    for *key, who in connection.execute(having):
        together.setdefault(tuple(key), []).append(who)
    found: dict[tuple[str, ...], Decided] = {}
    for row in connection.execute(rows):
        of = tuple(row[:4])
        others = tuple(sorted(together.get(of, ())))
        found[of] = Decided(row.by, row.decided_at, row.method, row.reason, row.cause, others)
    return found


def claims_told(connection: Connection) -> dict[int, ClaimTold]:
    """The claims by number."""
    by, of, variables = source.alias(), unit.alias(), variable.alias()
    codes: dict[int, dict[str, list[str]]] = {}
    named = (
        select(claim_code.c.claim_id, variables.c.key.label("variable"), code.c.key.label("code"))
        .join(variables, variables.c.variable_id == claim_code.c.variable_id)
        .join(code, code.c.code_id == claim_code.c.code_id)
        .order_by(variables.c.position, variables.c.key, code.c.position, code.c.key)
    )
    for row in connection.execute(named):
        codes.setdefault(row.claim_id, {}).setdefault(row.variable, []).append(row.code)
    rows = {
        row.claim_id: row
        for row in connection.execute(
            select(claim, by.c.key.label("source"), of.c.key.label("unit"))
            .join(by, by.c.source_id == claim.c.source_id)
            .outerjoin(of, of.c.unit_id == claim.c.unit_id)
            .order_by(claim.c.claim_id)
        )
    }
    found: dict[int, ClaimTold] = {}

    def told(number: int) -> ClaimTold:
        if number not in found:
            row = rows[number]
            found[number] = ClaimTold(
                row.source,
                row.unit,
                row.stance,
                row.statement,
                None if row.about_claim_id is None else told(row.about_claim_id),
                tuple((name, tuple(each)) for name, each in codes.get(number, {}).items()),
                row.scope,
                row.basis,
                row.stated_on,
                row.locator,
                row.checked,
                row.checked_source,
            )
        return found[number]

    for number in rows:
        told(number)
    return found


def codebook_names(connection: Connection) -> dict[int, str]:
    """What each version of a codebook is called in a text, by its id, in the order of use."""
    rows = connection.execute(select(codebook).order_by(codebook.c.codebook_id)).all()
    names: dict[int, str] = {}
    for row in rows:
        wanted = slug(f"{row.key}-{row.version}")
        taken, number = set(names.values()), 2
        name = wanted
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        names[row.codebook_id] = name
    return names


def seen_told(
    connection: Connection, title_ids: Sequence[int]
) -> dict[str, list[tuple[str, str | None]]]:
    """Who has seen each title, by its key: a coder and an episode, or None for all of it."""
    of_title, of_episode = unit.alias(), episode.alias()
    rows = (
        select(of_title.c.key, coder.c.key, of_episode.c.season, of_episode.c.number)
        .select_from(viewing)
        .join(of_title, of_title.c.unit_id == viewing.c.title_id)
        .join(coder, coder.c.coder_id == viewing.c.coder_id)
        .outerjoin(of_episode, of_episode.c.episode_id == viewing.c.episode_id)
        .where(viewing.c.title_id.in_(title_ids))
    )
    every = sorted(
        (key, who, -1 if season is None else season, number or 0)
        for key, who, season, number in connection.execute(rows)
    )
    seen: dict[str, list[tuple[str, str | None]]] = {}
    for key, who, season, number in every:
        part = None if season < 0 else str(EpisodeCode(season, number))
        seen.setdefault(key, []).append((who, part))
    return seen
