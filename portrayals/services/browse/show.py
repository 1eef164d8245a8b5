"""`show`: one thing with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from shlex import quote
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from portrayals.errors import AmbiguousKey, PortrayalsError
from portrayals.findings.outcome_at_unit import inputs_of
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_findings import FoundOfUnit, findings_of
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.quoting import quoted
from portrayals.query.whose import reading_of
from portrayals.results.claims import ClaimShown
from portrayals.results.listing import Row
from portrayals.results.show import (
    AnnotationShown,
    EvidenceShown,
    FindingShown,
    RecordShown,
    UnitInShort,
    UnitShown,
)
from portrayals.services.browse.record_rows import annotations_of, list_records
from portrayals.services.browse.show_code import CodeNamed, codes_named, codes_near, show_code
from portrayals.services.browse.unit_rows import described
from portrayals.services.catalogue.resolve import find_record, unit_called, unknown_unit
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.services.claims.rows import claims_about, claims_answering, claims_of
from portrayals.tables import coder, unit
from portrayals.vocabulary import CODER_KINDS, LEVELS, CoderKind, Level

if TYPE_CHECKING:
    from portrayals.results.show_code import CodeShown

#: How many titles are read at once: each has about a dozen units, whose ids a statement names.
_TOGETHER: Final = 250

#: How many titles in which a code was found are named, unless all are requested.
_MOST_TITLES: Final = 10

#: So many variables are named that an unknown word may be about.
_MOST_MEANT: Final = 3


def show(connection: Connection, written: str) -> UnitShown | RecordShown | CodeShown:
    """What `written` names: a unit with everything beneath it, a coder, source, claim, or code.

    A name that fits a unit means the unit, even if a code has the same name. Raises UnknownKey or
    AmbiguousKey, with candidates among units and codes.
    """
    reading = reading_of(connection)
    match _named(connection, reading, written):
        case UnitRow() as found:
            family = [found, *_beneath(connection, found)]
            return _Shown(connection, reading, family).unit(
                found, named_alike=_named_alike(reading, written)
            )
        case CodeNamed() as code:
            return show_code(connection, reading, code)
        case RecordShown() as record:
            return record


def show_in_short(connection: Connection, written: str) -> UnitInShort | RecordShown | CodeShown:
    """The same in brief: only the headline among derived variables, and a few titles.

    Computing every derived variable takes longer than all the rest.
    """
    reading = reading_of(connection)
    match _named(connection, reading, written):
        case UnitRow() as found:
            return _in_short(connection, reading, found, written)
        case CodeNamed() as code:
            return show_code(connection, reading, code, most=_MOST_TITLES)
        case RecordShown() as record:
            return record


def _in_short(
    connection: Connection, reading: Reading, found: UnitRow, written: str
) -> UnitInShort:
    family = [found, *_beneath(connection, found)]
    book = reading.book
    leading = tuple(_leading(book))
    told = [each for each in book.variables.values() if not each.derived or each in leading]
    return UnitInShort(
        unit=_Shown(connection, reading, family, told).unit(
            found, named_alike=_named_alike(reading, written)
        ),
        leading=tuple(each.key for each in leading),
        labels={
            key: {node.key: node.label for node in variable.nodes}
            for key, variable in book.variables.items()
        },
        unasked=sum(each not in told for unit in family for each in book.of_level(unit.level)),
    )


def _leading(book: Book) -> Iterator[StoredVariable]:
    """The headline and the sets it is computed from; without a headline, every set."""
    heads = book.leading
    yield from heads
    sources = inputs_of(book, *heads) if heads else book.variables.values()
    yield from (each for each in sources if each.type == "multi" and each not in heads)


def _named(
    connection: Connection, reading: Reading, written: str
) -> UnitRow | RecordShown | CodeNamed:
    """Raises UnknownKey or AmbiguousKey."""
    try:
        unit_named = unit_called(connection, written)
    except AmbiguousKey as error:
        error.candidates += _named_alike(reading, written)
        raise
    named = unit_named or _record(connection, reading, written)
    if named is not None:
        return named
    codes = codes_named(reading.book, written)
    if len(codes) > 1:
        raise AmbiguousKey(
            f"{quoted(written.strip())} is a code of several variables",
            candidates=[str(each) for each in codes],
            hint="use one of these",
        )
    if codes:
        return codes[0]
    unknown = unknown_unit(connection, written)
    about = tuple(each.key for each in reading.book.about(written))[:_MOST_MEANT]
    unknown.candidates += about or codes_near(reading.book, written)
    unknown.hint = (
        f"search the codebook: portrayals codebook show {quote(written)}"
        if about
        else "list everything: portrayals list titles, portrayals codebook show"
    )
    raise unknown


def _named_alike(reading: Reading, written: str) -> tuple[str, ...]:
    """The codes with that name; none for a name that only looks like VARIABLE:CODE."""
    try:
        return tuple(map(str, codes_named(reading.book, written)))
    except PortrayalsError:
        return ()


def show_titles(
    connection: Connection, reading: Reading, titles: Sequence[UnitRow]
) -> tuple[UnitShown, ...]:
    """These titles with everything beneath them, in order, each as `show` has it.

    They are read in batches, not one by one.
    """
    shown: list[UnitShown] = []
    for first in range(0, len(titles), _TOGETHER):
        some = titles[first : first + _TOGETHER]
        within = unit.c.title_id.in_([each.unit_id for each in some])
        family = _Shown(connection, reading, [*some, *_people(connection, within)])
        shown += map(family.unit, some)
    return tuple(shown)


def _record(connection: Connection, reading: Reading, written: str) -> RecordShown | None:
    if written.strip().startswith("claim:"):
        return _claim(connection, written.strip())
    for kind in ("coders", "sources"):
        for row in list_records(connection, reading, kind, None, None).rows:
            if row["key"] == written.strip():
                facts = tuple((name, value) for name, value in row.items() if name != "key")
                return RecordShown(kind.removesuffix("s"), str(row["key"]), facts)
    return None


def _claim(connection: Connection, written: str) -> RecordShown:
    """A claim, and the claims about it. Raises UnknownKey for an unknown number."""
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
    """The claims about each unit, by key; a title includes those about its episodes."""
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

    def __init__(
        self,
        connection: Connection,
        reading: Reading,
        family: Sequence[UnitRow],
        variables: Collection[StoredVariable] | None = None,
    ) -> None:
        """With `variables`, only findings for these are read."""
        self.connection = connection
        self.reading = reading
        self.variables = reading.book.variables.values() if variables is None else variables
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
        own = [each for each in self.reading.book.of_level(level) if each in self.variables]
        self.found |= findings_of(self.connection, self.reading, level, ids, own)

    def unit(self, of: UnitRow, *, named_alike: tuple[str, ...] = ()) -> UnitShown:
        """The unit with its facts and everything beneath it."""
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
            named_alike=named_alike,
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
        """Pairs of a word and its values, without empty ones."""
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
    """As they are written, `imdb:tt1`, unless they already are."""
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
