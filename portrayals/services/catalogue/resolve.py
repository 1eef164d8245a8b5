"""From what a person writes to what they mean: a unit, coder, source or claim (CLI.md, "Keys")."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, func, or_, select, union_all

from portrayals.database.lines import MOST_NAMED, lines
from portrayals.errors import AmbiguousKey, InvalidValue, UnknownKey, WrongLevel
from portrayals.findings.unit_ref import LEVEL_ID, is_below
from portrayals.notation.did_you_mean import nearest, perhaps_nearest
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import Identifier, looks_like_identifier, parse_identifier
from portrayals.notation.keys import fold, name_with_year
from portrayals.notation.plurals import with_article
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.tables import claim, coder, episode, identifier, source, unit, unit_name
from portrayals.tables.catalogue import NAME_KINDS
from portrayals.vocabulary import Level

_NAMES = ("name", "alias", "original")
_NO_NAMES = tuple(kind for kind in NAME_KINDS if kind not in _NAMES)


def find_unit(connection: Connection, written: str) -> UnitRow:
    """The unit that `written` names: a key, alias, name, identifier or UUID, or a path of them.

    If the whole text names a title (`50/50`), it is that title; otherwise it is split at `/`.
    Raises UnknownKey or AmbiguousKey, with the candidates.
    """
    found = unit_called(connection, written)
    if found is None:
        raise unknown_unit(connection, written)
    return found


def unit_called(connection: Connection, written: str) -> UnitRow | None:
    """Like `find_unit`, but None if not even the beginning of `written` names a unit."""
    text = written.strip()
    if not text:
        raise UnknownKey("no key was given", hint="list titles: portrayals list titles")
    if looks_like_identifier(text):
        return _by_identifier(connection, text)
    return (
        _by_uuid(connection, text)
        or _one(text, _exactly(connection, text, None))
        or _by_path(connection, text)
    )


def unknown_unit(connection: Connection, written: str) -> UnknownKey:
    """The error for text that names no unit, with the nearest names."""
    return _unknown(connection, written.strip(), None)


def _by_uuid(connection: Connection, text: str) -> UnitRow | None:
    try:
        wanted = str(uuid.UUID(text))
    except ValueError:
        return None
    found = _units(connection, unit.c.uuid == wanted)
    return found[0] if found else None


def _by_identifier(connection: Connection, text: str) -> UnitRow:
    wanted = parse_identifier(text)
    of_title = select(identifier.c.title_id).where(
        identifier.c.scheme == wanted.scheme, identifier.c.value == wanted.value
    )
    found = _units(connection, unit.c.unit_id.in_(of_title))
    if not found:
        raise no_title_has(wanted)
    return found[0]


def no_title_has(wanted: Identifier) -> UnknownKey:
    """The error for an identifier that no title has, so that the name of the title is unknown."""
    return UnknownKey(
        f"no title has the identifier {wanted}",
        hint=f"add it by its name: portrayals add title NAME --id {wanted}     list identifiers: "
        "portrayals list titles id:any",
    )


def _units(connection: Connection, *conditions: ColumnElement[bool]) -> list[UnitRow]:
    rows = connection.execute(select(*COLUMNS).where(*conditions).order_by(unit.c.key))
    return [unit_row(row) for row in rows]


def _one(text: str, found: Sequence[UnitRow]) -> UnitRow | None:
    if len(found) > 1:
        raise AmbiguousKey(
            f"{quoted(text)} matches several: {', '.join(map(_described, found))}",
            hint="use one of these keys",
            candidates=[each.key for each in found],
        )
    return found[0] if found else None


def _described(found: UnitRow) -> str:
    told_by = ", ".join(str(each) for each in (found.performer, found.year) if each is not None)
    return f"{found.name} ({told_by})" if told_by else found.name


def _exactly(connection: Connection, text: str, above: UnitRow | None) -> list[UnitRow]:
    """The units that a text names exactly: by key, else by name or alias, else by name and year."""
    key = text if above is None else f"{above.key}/{text}"
    beneath = _beneath(above)
    by_key = _units(connection, *beneath, unit.c.key == key)
    if by_key:
        return by_key
    by_name = _named(connection, fold(text), beneath)
    if by_name:
        return by_name
    name, year = name_with_year(text)
    if year is not None:
        return [each for each in _named(connection, fold(name), beneath) if each.year == year]
    if above is None:
        # The current key of a lower unit, or one it had before it was renamed.
        return _units(connection, unit.c.key == text) or _named(connection, fold(text), ())
    return []


def _beneath(above: UnitRow | None) -> tuple[ColumnElement[bool], ...]:
    if above is None:
        return (unit.c.level_id == LEVEL_ID["title"],)
    return (unit.c.parent_id == above.unit_id,)


def _named(
    connection: Connection, folded: str, beneath: tuple[ColumnElement[bool], ...]
) -> list[UnitRow]:
    kinds = _NAMES if beneath else ("alias",)
    named = select(unit_name.c.unit_id).where(
        unit_name.c.folded == folded, unit_name.c.kind.in_(kinds)
    )
    return _units(connection, *beneath, unit.c.unit_id.in_(named))


def _by_first_word(connection: Connection, text: str, above: UnitRow | None) -> list[UnitRow]:
    word = fold(text)
    if not word or " " in word:
        return []
    begun = unit_name.c.folded.startswith(f"{word} ", autoescape=True)
    hyphened = unit.c.key.startswith(
        f"{'' if above is None else above.key + '/'}{word}-", autoescape=True
    )
    named = select(unit_name.c.unit_id).where(begun, unit_name.c.kind.in_(_NAMES))
    return _units(connection, *_beneath(above), or_(unit.c.unit_id.in_(named), hyphened))


def _by_path(connection: Connection, text: str) -> UnitRow | None:
    """Takes the longest beginning that names a title; each remaining segment is one level below.

    A `/` at the end, which completion leaves where more could follow, changes nothing.
    """
    parts = [part.strip() for part in text.removesuffix("/").split("/")]
    looks: tuple[Callable[[Connection, str, UnitRow | None], list[UnitRow]], ...]
    looks = (_exactly, _by_first_word)
    for look in looks:
        for length in range(len(parts), 0, -1):
            head = "/".join(parts[:length])
            found = _one(head, look(connection, head, None)) if head else None
            if found is not None:
                return _down(connection, found, parts[length:])
    return None


def find_as_far(connection: Connection, written: str) -> tuple[UnitRow | None, tuple[str, ...]]:
    """The deepest unit that the beginning of a path names, and the segments after it.

    The whole text, or else the longest beginning, must name a title exactly. Raises AmbiguousKey,
    and UnknownKey for an identifier that no title has.
    """
    text = written.strip()
    if looks_like_identifier(text):
        return _by_identifier(connection, text), ()
    if found := _by_uuid(connection, text):
        return found, ()
    parts = [part.strip() for part in text.split("/")]
    for length in range(len(parts), 0, -1):
        head = "/".join(parts[:length])
        if found := _one(head, _exactly(connection, head, None)):
            return _as_far(connection, found, parts[length:])
    return None, tuple(parts)


def _as_far(
    connection: Connection, start: UnitRow, segments: Sequence[str]
) -> tuple[UnitRow, tuple[str, ...]]:
    """Like `_down`, but ends where nothing beneath is called so."""
    try:
        return _down(connection, start, segments), ()
    except UnknownKey:
        found, rest = _as_far(connection, start, segments[:-1])
        return found, (*rest, segments[-1])


def units_beneath(connection: Connection, above: UnitRow, level: Level) -> list[UnitRow]:
    """The units of a level beneath a unit."""
    within = unit.c.title_id if above.level == "title" else unit.c.parent_id
    return _units(connection, within == above.unit_id, unit.c.level_id == LEVEL_ID[level])


def _down(connection: Connection, start: UnitRow, segments: Sequence[str]) -> UnitRow:
    """The unit that segments lead to. A name may contain a `/`: the longest is tried first."""
    if not segments:
        return start
    for length in range(len(segments), 0, -1):
        name = "/".join(segments[:length])
        below = _episode(connection, start, name) or _one(name, _exactly(connection, name, start))
        if below is not None:
            return _down(connection, below, segments[length:])
    begins = _by_first_word(connection, segments[0], start)
    if len(segments) > 1:
        begins = [each for each in begins if each.level != "episode"]  # nothing is beneath one
    begun = _one(segments[0], begins)
    if begun is None:
        raise _unknown(connection, segments[0], start)
    return _down(connection, begun, segments[1:])


def _episode(connection: Connection, of: UnitRow, segment: str) -> UnitRow | None:
    if of.level != "title":
        return None
    try:
        code = parse_episode(segment)
    except InvalidValue:
        return None
    row = select(episode.c.episode_id).where(
        episode.c.title_id == of.unit_id,
        episode.c.season == code.season,
        episode.c.number == code.number,
    )
    found = _units(connection, unit.c.unit_id.in_(row))
    return found[0] if found else None


def _unknown(connection: Connection, text: str, above: UnitRow | None) -> UnknownKey:
    beneath = _beneath(above)
    called = (
        select(unit_name.c.name, unit.c.name.label("known"), unit.c.key)
        .join(unit, unit.c.unit_id == unit_name.c.unit_id)
        .where(*beneath, unit_name.c.kind.not_in(_NO_NAMES))
        .order_by(unit_name.c.unit_name_id)
    )
    prefix = "" if above is None else f"{above.key}/"
    names = called.with_only_columns(unit_name.c.folded).order_by(None)
    keys = select(func.substr(unit.c.key, len(prefix) + 1)).where(*beneath)
    alike = perhaps_nearest(text, [*lines(connection, names), *lines(connection, keys)])
    if len(alike) <= MOST_NAMED:
        by_name = select(unit_name.c.unit_id).where(unit_name.c.folded.in_(alike))
        by_key = select(unit.c.unit_id).where(unit.c.key.in_([prefix + each for each in alike]))
        called = called.where(unit.c.unit_id.in_(union_all(by_name, by_key)))
    told: dict[str, str] = {}
    for row in connection.execute(called):
        told[row.name] = row.name if row.name == row.known else f"{row.name} ({row.known})"
        told.setdefault(row.key.rsplit("/", 1)[-1], row.key)
    near = dict.fromkeys(told[name] for name in nearest(text, told))
    if above is None:
        return UnknownKey(
            f"nothing is called {quoted(text)}",
            hint="list titles: portrayals list titles",
            candidates=tuple(near),
        )
    below = connection.execute(
        select(unit.c.key).where(unit.c.parent_id == above.unit_id)
    ).scalars()
    return UnknownKey(
        f"{above.key} has nothing called {quoted(text)}",
        hint=f"show what it has: portrayals show {above.key}",
        candidates=tuple(near) or tuple(below)[:5],
    )


def need_unit(
    connection: Connection, written: str, level: Level, why: str, notices: list[str]
) -> UnitRow:
    """The unit of a level that `written` names, or the only one beneath the one it names.

    `why` says what needs that level ("flirting is coded for relationships"). If another unit was
    used instead of the named one, `notices` says so.
    """
    found = find_unit(connection, written)
    if found.level == level:
        return found
    said = f"{found.key} is {with_article(found.level)}; {why}."
    if not is_below(level, found.level):
        raise WrongLevel(said[:-1], hint=_other_level(found, level))
    below = units_beneath(connection, found, level)
    if len(below) == 1:
        notices.append(f"{said} Using its only one: {below[0].key}.")
        return below[0]
    if below:
        raise AmbiguousKey(
            f"{said} Which?", candidates=[each.key for each in below], hint="use one of these keys"
        )
    raise UnknownKey(f"{said} It has none yet", hint=f"portrayals add {level} {found.key} NAME")


def _other_level(found: UnitRow, level: Level) -> str:
    if found.level == "relationship":
        above = "/".join(found.key.split("/")[: 1 if level == "title" else 2])
        return f"name the {level}: {above}"
    return f"name {with_article(level)}: portrayals list {level}s"


@dataclass(frozen=True, slots=True)
class Record:
    """Something other than a unit: a coder, a source or a claim. A claim's key is its number."""

    kind: str
    record_id: int
    key: str


RECORDS: Final[dict[str, Table]] = {"coder": coder, "source": source, "claim": claim}


def identity_of(kind: str) -> ColumnElement[int]:
    """The column that identifies the records of a kind."""
    column: ColumnElement[int] = RECORDS[kind].c[f"{kind}_id"]
    return column


def find_thing(connection: Connection, written: str) -> UnitRow | Record:
    """The unit that `written` names, else the coder or source with that key.

    `coder:KEY`, `source:KEY` and `claim:NUMBER` say which. Raises UnknownKey, and AmbiguousKey if
    it is the key of a coder or source and also names a unit other than by key.
    """
    text = written.strip()
    kind, _, key = text.partition(":")
    if kind in RECORDS and key[:1].strip():
        return find_record(connection, kind, key)
    records = [
        found
        for found in (_record(connection, each, text) for each in ("coder", "source"))
        if found is not None
    ]
    try:
        named = find_unit(connection, text)
    except UnknownKey:
        if len(records) == 1:
            return records[0]
        if not records:
            raise
        keys = []
    else:
        if named.key == text or not records:
            return named
        keys = [named.key]
    raise AmbiguousKey(
        f"{quoted(text)} is ambiguous",
        candidates=[*keys, *(f"{each.kind}:{each.key}" for each in records)],
        hint="use one of these",
    )


def find_record(connection: Connection, kind: str, key: str) -> Record:
    """The coder, source or claim with a key. Raises UnknownKey, with the nearest keys."""
    found = _record(connection, kind, key)
    if found is None:
        raise UnknownKey(
            f"there is no {kind} {quoted(key)}",
            hint=f"list them: portrayals list {kind}s",
            candidates=nearest(key, _keys(connection, kind)),
        )
    return found


def _record(connection: Connection, kind: str, key: str) -> Record | None:
    found = connection.execute(
        select(identity_of(kind)).where(_key_of(kind) == key)
    ).scalar_one_or_none()
    return None if found is None else Record(kind, found, key)


def _keys(connection: Connection, kind: str) -> list[str]:
    return list(connection.execute(select(_key_of(kind)).order_by(identity_of(kind))).scalars())


def _key_of(kind: str) -> ColumnElement[str]:
    if kind == "claim":
        return cast(identity_of(kind), Text)
    key: ColumnElement[str] = RECORDS[kind].c.key
    return key
