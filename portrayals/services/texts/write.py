"""A study written as text: the same study is always the same files, made to be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from portrayals.notation.plurals import counted
from portrayals.notation.standard_names import STANDARD, is_standard
from portrayals.services.catalogue.study_fields import DESCRIBED
from portrayals.services.texts import lines
from portrayals.services.texts.read import CODEBOOKS, TITLES
from portrayals.services.texts.stored import (
    claims_told,
    codebook_names,
    codings_told,
    in_batches,
    seen_told,
    units_told,
)
from portrayals.services.texts.words import CODER, INCLUDED, SOURCE, WRITTEN, following
from portrayals.services.texts.write_blocks import (
    BlockLines,
    TitleTold,
    Usual,
    claim_blocks,
)
from portrayals.tables import (
    annotation,
    assignment,
    codebook,
    coder,
    handout,
    proposal,
    source,
    study,
    title_term,
    unit,
    variable,
    wave,
)
from portrayals.vocabulary import Level

_BELOW: tuple[Level, ...] = ("episode", "portrayal", "relationship")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a text by their paths in its folder, what is in them, and what is not."""

    texts: Mapping[str, str]
    contents: Mapping[str, int]
    notices: tuple[str, ...]


def texts_of(connection: Connection) -> Files:
    """Every file of a study as text."""
    writer = _Writer(connection)
    return Files(dict(writer.files()), dict(writer.contents), tuple(_left_out(connection)))


def _left_out(connection: Connection) -> Iterator[str]:
    """What a study has and a text does not carry, beside the history."""
    for table, what in ((handout, "handout"), (proposal, "proposal")):
        number = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if number:
            stay = "stays" if number == 1 else "stay"
            yield f"{counted(number, what)} {stay} in the database alone: portrayals db backup"


class _Writer:
    """Reads a study batch by batch and writes the text of each file."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.contents: Counter[str] = Counter()
        self.books = codebook_names(connection)
        self.usual = self._usual()
        order = connection.execute(
            select(variable.c.key, variable.c.retired, variable.c.position)
        ).all()
        places = {row.key: (row.retired, row.position) for row in order}
        ranks = sorted(places, key=lambda key: (*places[key], key))
        self.blocks = BlockLines(self.usual, {key: place for place, key in enumerate(ranks)})
        self._unsupported = False
        self._supported = False

    def files(self) -> Iterator[tuple[str, str]]:
        """Each file by its path in the folder."""
        yield from self._titles()
        for name, made in (
            ("sources", self._sources()),
            ("coders", self._coders()),
            ("waves", self._waves()),
            ("claims", claim_blocks(self._claims())),
        ):
            written = list(lines.blocks(name, made))
            if written:
                yield f"{name}.yaml", _file(written)
        documents = select(codebook.c.codebook_id, codebook.c.document)
        for number, document in self.connection.execute(documents):
            self.contents["codebooks"] += 1
            yield f"{CODEBOOKS}/{self.books[number]}.yaml", document
        yield "study.yaml", _file(self._study())

    def _usual(self) -> Usual:
        """A compilation need not be named, or, without one, the only coder who coded."""
        connection = self.connection
        coded = select(annotation.c.coder_id).distinct()
        coders = connection.execute(
            select(coder.c.key, coder.c.kind).where(coder.c.coder_id.in_(coded))
        ).all()
        compilations = [row for row in coders if row.kind == "compilation"]
        one = compilations or coders
        who = one[0] if len(one) == 1 and one[0].kind != "consensus" else None
        main = select(wave.c.key).where(wave.c.purpose == "main").order_by(wave.c.wave_id.desc())
        compiled = who is not None and who.kind == "compilation"
        return Usual(
            None if who is None else who.key,
            connection.execute(main.limit(1)).scalar(),
            "documented" if compiled else "unstated",
            self._word_of_uuids(),
            {
                key: self.books[number]
                for key, number in connection.execute(select(wave.c.key, wave.c.codebook_id))
            },
        )

    def _word_of_uuids(self) -> str | None:
        rows = select(unit.c.key, unit.c.uuid).where(unit.c.parent_id.is_(None))
        included = any(
            uuid == following(INCLUDED, key) for key, uuid in self.connection.execute(rows)
        )
        return INCLUDED if included else None

    def _titles(self) -> Iterator[tuple[str, str]]:
        keys = select(unit.c.unit_id).where(unit.c.parent_id.is_(None)).order_by(unit.c.key)
        for batch in in_batches(list(self.connection.execute(keys).scalars())):
            for of in self._told(batch):
                self.contents["titles"] += 1
                written = _file(self.blocks.title(of))
                yield f"{TITLES}/{of.title.unit.key}.yaml", written

    def _told(self, title_ids: Iterable[int]) -> Iterator[TitleTold]:
        """The titles of a batch with all that is told of them."""
        connection, ids = self.connection, list(title_ids)
        titles = {
            each.unit.unit_id: TitleTold(each) for each in units_told(connection, "title", ids)
        }
        every = ids[:]
        keys = {each.title.unit.unit_id: each.title.unit.key for each in titles.values()}
        for level in _BELOW:
            for each in units_told(connection, level, ids):
                of = titles[each.unit.title_id]
                keys[each.unit.unit_id] = each.unit.key
                above = keys[each.unit.parent_id or 0]
                of.beneath.setdefault(above, {}).setdefault(level, []).append(each)
                every.append(each.unit.unit_id)
                self.contents[f"{level}s"] += 1
        codings: dict[str, Any] = {}
        for some in in_batches(every):
            codings |= codings_told(connection, some, self.books)
        seen = seen_told(connection, ids)
        for of in titles.values():
            of.codings = codings
            of.seen = seen.get(of.title.unit.key, ())
        self.contents["annotations"] += sum(map(len, codings.values()))
        self._look_for_evidence(codings)
        yield from titles.values()

    def _look_for_evidence(self, codings: Mapping[str, Mapping[Any, Any]]) -> None:
        for of_unit in codings.values():
            for whose, each in of_unit.items():
                if (whose.coder, whose.wave) == (self.usual.coder, self.usual.wave):
                    self._supported = True
                    self._unsupported = self._unsupported or bool(each.unsupported())

    def _study(self) -> Iterator[str]:
        row = self.connection.execute(select(study)).one()
        yield from lines.field("uuids", self.usual.uuids)
        for name in DESCRIBED:
            value = getattr(row, name)
            text = isinstance(value, str)
            yield from lines.field(name, value) if text else lines.number(name, value)
        yield from lines.field("policy", row.policy)
        if row.codebook_id is not None:
            yield from lines.field("codebook", self.books[row.codebook_id])
        if len(self.books) > 1:
            yield from lines.several("codebooks", list(self.books.values()))
        yield from lines.field("coder", self.usual.coder)
        yield from lines.field("wave", self.usual.wave)
        yield from lines.field("basis", self.usual.basis)
        if self._supported and not self._unsupported:
            yield from lines.field("evidence", "required")
        yield from lines.several("unlisted", sorted(self._unlisted()))

    def _unlisted(self) -> set[str]:
        """The countries and languages that are in no list, and meant."""
        rows = select(title_term.c.field, title_term.c.value).distinct()
        rows = rows.where(title_term.c.field.in_(list(STANDARD)))
        every = self.connection.execute(rows)
        return {value for name, value in every if not is_standard(name, value)}

    def _sources(self) -> Iterator[Iterator[str]]:
        for row in self.connection.execute(select(source).order_by(source.c.key)):
            self.contents["sources"] += 1
            fields = {"key": row.key} | {word: getattr(row, name) for word, name in SOURCE.items()}
            yield _block(fields)

    def _coders(self) -> Iterator[Iterator[str]]:
        for row in self.connection.execute(select(coder).order_by(coder.c.key)):
            self.contents["coders"] += 1
            fields = {"key": row.key} | {name: getattr(row, name) for name in CODER}
            if row.kind == "person":
                fields.pop("kind")
            yield _block(fields)

    def _waves(self) -> Iterator[Iterator[str]]:
        for row in self.connection.execute(select(wave).order_by(wave.c.wave_id)).all():
            self.contents["waves"] += 1
            yield self._wave(row)

    def _wave(self, row: Any) -> Iterator[str]:
        yield from lines.field("key", row.key)
        yield from lines.field("purpose", row.purpose)
        yield from lines.field("codebook", self.books[row.codebook_id])
        yield from lines.field("locked", row.locked_at)
        handed = (
            select(
                coder.c.key.label("coder"),
                unit.c.key.label("unit"),
                assignment.c.purpose,
                assignment.c.seed,
            )
            .join(coder, coder.c.coder_id == assignment.c.coder_id)
            .join(unit, unit.c.unit_id == assignment.c.unit_id)
            .where(assignment.c.wave_id == row.wave_id)
        )
        rows = self.connection.execute(handed)
        every = sorted((row.coder, row.unit, row.purpose, row.seed) for row in rows)
        yield from lines.blocks(
            "assignments",
            ([lines.braced(_assignment(*each))] for each in every),
        )

    def _claims(self) -> list[Any]:
        found = list(claims_told(self.connection).values())
        self.contents["claims"] += len(found)
        return found


def _assignment(who: str, key: str, purpose: str, seed: int | None) -> dict[str, str | None]:
    drawn = None if seed is None else str(seed)
    return {"coder": who, "unit": key, "purpose": purpose, "seed": drawn}


def _block(fields: Mapping[str, str | None]) -> Iterator[str]:
    for name, value in fields.items():
        yield from lines.field(name, value)


def _file(written: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (WRITTEN, *written))
