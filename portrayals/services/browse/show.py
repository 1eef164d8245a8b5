"""`show`: one thing with all that hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from portrayals.errors import UnknownKey
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_findings import FoundOfUnit, findings_of
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.query.whose import reading_of
from portrayals.results.claims import ClaimShown
from portrayals.results.listing import Row
from portrayals.results.show import (
    AnnotationShown,
    EvidenceShown,
    FindingShown,
    RecordShown,
    UnitShown,
)
from portrayals.services.browse.record_rows import annotations_of, list_records
from portrayals.services.browse.unit_rows import described
from portrayals.services.catalogue.resolve import find_record, find_unit
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.services.claims.rows import claims_about, claims_answering, claims_of
from portrayals.tables import coder, unit
from portrayals.vocabulary import CODER_KINDS, LEVELS, CoderKind, Level

#: So many titles are read in one go: each has a dozen units or so, whose ids a statement names.
_TOGETHER: Final = 250


def show(connection: Connection, written: str) -> UnitShown | RecordShown:
    """The unit that `written` names, with what is beneath it; else the coder, source or claim.

    Raises UnknownKey or AmbiguousKey.
    """
    try:
        found = find_unit(connection, written)
    except UnknownKey as error:
        record = _record(connection, written)
        if record is None:
            raise error from None
        return record
    reading = reading_of(connection)
    family = [found, *_beneath(connection, found)]
    return _Shown(connection, reading, family).unit(found)


def show_titles(
    connection: Connection, reading: Reading, titles: Sequence[UnitRow]
) -> tuple[UnitShown, ...]:
    """These titles with all beneath them, by a reading, in their order: what `show` has of each.

    They are read together, so many at a time, and not one by one.
    """
    shown: list[UnitShown] = []
    for first in range(0, len(titles), _TOGETHER):
        some = titles[first : first + _TOGETHER]
        within = unit.c.title_id.in_([each.unit_id for each in some])
        family = _Shown(connection, reading, [*some, *_people(connection, within)])
        shown += map(family.unit, some)
    return tuple(shown)


def _record(connection: Connection, written: str) -> RecordShown | None:
    if written.strip().startswith("claim:"):
        return _claim(connection, written.strip())
    reading = reading_of(connection)
    for kind in ("coders", "sources"):
        for row in list_records(connection, reading, kind, None, None).rows:
            if row["key"] == written.strip():
                facts = tuple((name, value) for name, value in row.items() if name != "key")
                return RecordShown(kind.removesuffix("s"), str(row["key"]), facts)
    return None


def _claim(connection: Connection, written: str) -> RecordShown:
    """What a source says, and what others say of that. Raises UnknownKey for another number."""
    found = find_record(connection, "claim", written.removeprefix("claim:"))
    [row] = claims_of(connection, [found.record_id])
    facts = tuple((name, value) for name, value in row.items() if name != "id")
    answers = [
        f"claim:{each.id} of {each.source} {each.stance}: {each.statement}"
        for each in claims_answering(connection, found.record_id)
    ]
    return RecordShown("claim", found.key, (*facts, ("answers", "\n".join(answers) or None)))


def _beneath(connection: Connection, found: UnitRow) -> list[UnitRow]:
    """The people beneath a unit; episodes are counted, not shown."""
    within = {
        "title": unit.c.title_id == found.unit_id,
        "portrayal": unit.c.parent_id == found.unit_id,
    }
    return _people(connection, within[found.level]) if found.level in within else []


def _people(connection: Connection, within: ColumnElement[bool]) -> list[UnitRow]:
    rows = connection.execute(
        select(*COLUMNS).where(within, unit.c.level_id > 2).order_by(unit.c.unit_id)
    )
    return [unit_row(row) for row in rows]


def _claims(connection: Connection, family: Sequence[UnitRow]) -> dict[str, list[ClaimShown]]:
    """By key the claims about each unit; of a title those about its episodes too."""
    under = {each.key: each.key for each in family}
    titles = {each.unit_id: each.key for each in family if each.level == "title"}
    shown: ColumnElement[bool] = unit.c.unit_id.in_([each.unit_id for each in family])
    if titles:
        episodes = and_(unit.c.title_id.in_(titles), unit.c.level_id == LEVEL_ID["episode"])
        shown = or_(shown, episodes)
        for row in connection.execute(select(unit.c.key, unit.c.title_id).where(episodes)):
            under[row.key] = titles[row.title_id]
    claims: dict[str, list[ClaimShown]] = {}
    thread = family[0].key
    for each in claims_about(connection, shown):
        if each.depth == 0:
            thread = under.get(each.unit or "", family[0].key)
        claims.setdefault(thread, []).append(each)
    return claims


class _Shown:
    """A family of units, its facts, findings and annotations read at once."""

    def __init__(self, connection: Connection, reading: Reading, family: Sequence[UnitRow]) -> None:
        self.connection = connection
        self.reading = reading
        self.beneath: dict[int | None, list[UnitRow]] = {}
        for each in family:
            self.beneath.setdefault(each.parent_id, []).append(each)
        self.rows: dict[int, Row] = {}
        self.found: dict[int, dict[str, FoundOfUnit]] = {}
        for level in LEVELS:
            ids = [each.unit_id for each in family if each.level == level]
            if ids:
                self._read(level, ids)
        self.annotations: dict[str, list[Row]] = {}
        for row in annotations_of(connection, [each.unit_id for each in family]):
            self.annotations.setdefault(str(row["unit"]), []).append(row)
        kinds: dict[str, CoderKind] = {each: each for each in CODER_KINDS}
        rows = connection.execute(select(coder.c.key, coder.c.kind))
        self.kinds = {row.key: kinds[row.kind] for row in rows}
        self.claims = _claims(connection, family)

    def _read(self, level: Level, ids: Sequence[int]) -> None:
        for unit_id, row in zip(
            ids, described(self.connection, self.reading, level, ids, ()), strict=True
        ):
            self.rows[unit_id] = row
        own = self.reading.book.of_level(level)
        self.found |= findings_of(self.connection, self.reading, level, ids, own)

    def unit(self, of: UnitRow) -> UnitShown:
        """The unit with its facts and all beneath it."""
        row = self.rows[of.unit_id]
        findings = self._findings(of)
        settled = {each.variable for each in findings}
        return UnitShown(
            key=of.key,
            uuid=str(row["uuid"]),
            level=of.level,
            name=of.name,
            performer=_text(row.get("performer")),
            roles=_texts(row.get("roles")),
            year=of.year,
            aliases=_texts(row.get("aliases")),
            facts=self._facts(of, row),
            findings=findings,
            annotations=tuple(self._annotation(each) for each in self.annotations.get(of.key, ())),
            not_coded=tuple(
                v.key
                for v in self.reading.book.of_level(of.level)
                if not v.derived and v.key not in settled
            ),
            units=tuple(self.unit(each) for each in self.beneath.get(of.unit_id, ())),
            claims=tuple(self.claims.get(of.key, ())),
        )

    def _annotation(self, row: Row) -> AnnotationShown:
        pieces = row["evidence"]
        names = EvidenceShown.__slots__
        shown = (
            tuple(EvidenceShown(**{name: piece.get(name) for name in names}) for piece in pieces)
            if isinstance(pieces, list)
            else ()
        )
        by = str(row["coder"])
        return AnnotationShown(
            variable=str(row["variable"]),
            label=str(row["label"]),
            coder=by,
            coder_kind=self.kinds[by],
            wave=str(row["wave"]),
            purpose=str(row["purpose"]),
            state=str(row["state"]),
            value=row["value"],
            doubtful=_texts(row["doubtful"]),
            basis=str(row["basis"]),
            complete=None if row["complete"] is None else bool(row["complete"]),
            note=_text(row["note"]),
            evidence=shown,
        )

    def _findings(self, of: UnitRow) -> tuple[FindingShown, ...]:
        told = []
        for variable in self.reading.book.of_level(of.level):
            found = self.found.get(of.unit_id, {}).get(variable.key)
            state = "not-coded" if found is None else found.state(lonely=False)
            if found is not None and state != "not-coded":
                told.append(_finding(variable, found, state))
        return tuple(told)

    def _facts(self, of: UnitRow, row: Row) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Pairs of a word and its values; nothing that is empty."""
        told: list[tuple[str, object]] = []
        if of.level == "title":
            told = [(name, row.get(name)) for name in ("kind", "end_year", "screened")]
            told += [("country", row["countries"]), ("language", row["languages"])]
            told += [("genre", row["genres"]), ("distributor", row["distributor"])]
            told += [("id", _identifiers(row["ids"]))]
            told += [("synopsis", row["synopsis"]), ("note", row["note"])]
        elif of.level == "episode":
            told = [("code", row["code"]), ("aired", row["aired"])]
        return tuple(
            (word, _texts(value)) for word, value in told if value is not None and _texts(value)
        )


def _identifiers(ids: object) -> object:
    """As they are written, `imdb:tt1`, where they are not already."""
    if not isinstance(ids, dict):
        return ids
    return [f"{scheme}:{value}" for scheme, value in ids.items()]


def _finding(variable: StoredVariable, found: FoundOfUnit, state: str) -> FindingShown:
    codes = found.codes() if state in {"coded", "incomplete"} else ()
    return FindingShown(
        variable=variable.key,
        label=variable.label,
        derived=variable.derived,
        state=state,
        codes=tuple(node.key for node in codes),
        labels=tuple(node.label for node in codes),
        number=found.number,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value)
    return () if value is None else (str(value),)
