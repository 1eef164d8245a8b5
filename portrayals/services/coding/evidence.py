"""Evidence: episodes, times, quotations and sources that an annotation points at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, or_, select

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.history.record import keep
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.episodes import parse_episode
from portrayals.notation.keys import slug
from portrayals.notation.times import TimeRange, parse_time_range
from portrayals.services.catalogue.coders_and_sources import add_source
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.series import refuse_episodes
from portrayals.services.catalogue.units import insert_episode
from portrayals.services.coding.annotations import Slot
from portrayals.tables import annotation, episode, evidence, source, unit


@dataclass(frozen=True, slots=True)
class CodingOptions:
    """How a coder knows and where to look, as written on the command line.

    `complete`: whether all codes that a set does not mention were looked for and not found; if not
    stated, the basis decides (R6). `create`: what is lacking is added, a title with nearly the name
    of another only as a `duplicate`.
    """

    wave: str | None = None
    basis: str | None = None
    note: str | None = None
    episode: str | None = None
    at: str | None = None
    quote: str | None = None
    source: str | None = None
    create: bool = False
    description: str | None = None
    complete: bool | None = None
    duplicate: bool = False

    @property
    def points(self) -> bool:
        """Whether it says where to look, sensibly or not."""
        where = (self.episode, self.at, self.quote, self.source, self.description)
        return any(each is not None for each in where)


@dataclass(frozen=True, slots=True)
class EvidenceLocator:
    """A mark with its episode and source found; `said` is how it is printed."""

    episode_id: int | None
    source_id: int | None
    time: TimeRange | None
    quote: str | None
    description: str | None
    said: str

    def values(self) -> dict[str, object]:
        """The columns of `evidence` that say where."""
        return {
            "episode_id": self.episode_id,
            "source_id": self.source_id,
            "start_ms": None if self.time is None else self.time.start_ms,
            "end_ms": None if self.time is None else self.time.end_ms,
            "quote": self.quote,
            "description": self.description,
        }


def find_place(change: Change, title_id: int, mark: CodingOptions) -> EvidenceLocator | None:
    """The place in a title that a mark points at, or None if it points nowhere.

    Adds a source that does not exist yet, and, with `create`, an episode; without it, raises
    UnknownKey for an unknown episode.
    """
    if not mark.points:
        return None
    if mark.quote is not None and not mark.quote.strip():
        raise InvalidValue("the quotation is empty", hint="--quote 'WORDS'")
    episode_id = (
        None if mark.episode is None else _episode(change, title_id, mark.episode, mark.create)
    )
    time = None if mark.at is None else parse_time_range(mark.at)
    source_id, source_key = (None, None) if mark.source is None else _source(change, mark.source)
    said = [str(parse_episode(mark.episode))] if mark.episode else []
    said += [str(time)] if time else []
    said += [f"“{mark.quote}”"] if mark.quote else []
    said += [source_key] if source_key else []
    return EvidenceLocator(
        episode_id, source_id, time, mark.quote, mark.description, " ".join(said)
    )


def _episode(change: Change, title_id: int, written: str, create: bool) -> int:
    code = parse_episode(written)
    known = change.connection.execute(
        select(episode.c.episode_id).where(
            episode.c.title_id == title_id,
            episode.c.season == code.season,
            episode.c.number == code.number,
        )
    ).scalar_one_or_none()
    if known is not None:
        return known
    key = change.connection.execute(
        select(unit.c.key).where(unit.c.unit_id == title_id)
    ).scalar_one()
    title = find_unit(change.connection, key)
    refuse_episodes(change.connection, title)
    if not create:
        raise UnknownKey(
            f"{title.name} has no episode {code}",
            hint=f"add it (portrayals add episode {key} {code}) or repeat with --create",
        )
    change.notices.append(f"Added episode {code} of {title.name}.")
    return insert_episode(change, title, code).unit_id


def _source(change: Change, written: str) -> tuple[int, str]:
    text = written.strip()
    if not text:
        raise InvalidValue(
            "the source is empty", hint="give a key, an address or any text: --source TEXT"
        )
    same = or_(source.c.key == text, source.c.address == text, source.c.citation == text)
    known = change.connection.execute(
        select(source.c.source_id, source.c.key).where(same).order_by(source.c.source_id)
    ).first()
    if known is not None:
        return known.source_id, known.key
    is_address = "://" in text
    key = _free_source_key(change, slug(text.split("://", 1)[-1])[:60].strip("-"))
    add_source(change, key, citation=text, address=text if is_address else None)
    made = change.connection.execute(
        select(source.c.source_id).where(source.c.key == key)
    ).scalar_one()
    return made, key


def _free_source_key(change: Change, wanted: str) -> str:
    taken = set(
        change.connection.execute(
            select(source.c.key).where(source.c.key.startswith(wanted, autoescape=True))
        ).scalars()
    )
    key, number = wanted, 2
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key


def add_evidence(
    change: Change, slot: Slot, code_ids: Sequence[int | None], place: EvidenceLocator
) -> None:
    """Points each of the codes (or, with None, the whole value) at a place, once."""
    for code_id in code_ids:
        values = slot.key() | {"code_id": code_id} | place.values()
        same = [
            evidence.c[name].is_(None) if value is None else evidence.c[name] == value
            for name, value in values.items()
        ]
        if not change.connection.execute(select(evidence.c.evidence_id).where(*same)).first():
            change.connection.execute(insert(evidence).values(uuid=new_uuid(), **values))


def remove_evidence(
    change: Change, slot: Slot, code_ids: Sequence[int], mark: CodingOptions
) -> int:
    """Removes the evidence at a place from the codes; returns how many pieces there were."""
    conditions = [slot.of(evidence), evidence.c.code_id.in_(code_ids)]
    if mark.episode is not None:
        episode_id = _episode(change, slot.unit.title_id, mark.episode, False)
        conditions.append(evidence.c.episode_id == episode_id)
    if mark.at is not None:
        time = parse_time_range(mark.at)
        conditions.append(evidence.c.start_ms == time.start_ms)
        if time.end_ms is not None:
            conditions.append(evidence.c.end_ms == time.end_ms)
    if mark.quote is not None:
        conditions.append(evidence.c.quote == mark.quote)
    if mark.source is not None:
        conditions.append(evidence.c.source_id == _source(change, mark.source)[0])
    found = change.connection.execute(select(evidence.c.evidence_id).where(*conditions)).all()
    if not found:
        raise UnknownKey(
            "there is no such evidence", hint=f"list what there is: portrayals show {slot.unit.key}"
        )
    keep(change.connection, change.number, annotation, slot.of(annotation))
    change.connection.execute(delete(evidence).where(*conditions))
    return len(found)
