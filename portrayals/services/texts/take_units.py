"""Takes in the titles of a text with the episodes and people beneath them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import select

from portrayals.notation.did_you_mean import choose
from portrayals.notation.episodes import EpisodeCode, parse_episode
from portrayals.notation.identifiers import parse_identifier
from portrayals.notation.keys import slug
from portrayals.notation.quoting import quoted
from portrayals.notation.standard_names import STANDARD, is_standard, near_names
from portrayals.services.catalogue.edit import refuse_disorder
from portrayals.services.catalogue.fields import FIELDS, Values, changes
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.titles import record_screening
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.catalogue.write_fields import write_values
from portrayals.services.importing.find_units import Wanted, units_by_key
from portrayals.services.importing.make_units import make_units
from portrayals.services.texts.block import Block
from portrayals.services.texts.model import Told
from portrayals.services.texts.stored import in_batches, units_told
from portrayals.services.texts.take_records import is_twice
from portrayals.services.texts.taking import Taking
from portrayals.services.texts.words import BENEATH, FIELDS_OF, OF_UNIT, UNIT, following
from portrayals.tables import identifier, unit
from portrayals.vocabulary import KINDS, LEVELS, SCREENED, SERIES, Level

_KINDS: Final = ", ".join(KINDS)


@dataclass(slots=True)
class UnitBlock:
    """A block of a text that is a unit: its key, its fields, and the unit once it is there."""

    block: Block
    level: Level
    key: str
    above: UnitBlock | None
    facts: dict[str, tuple[str, ...]]
    code: EpisodeCode | None = None
    row: UnitRow | None = None
    episodes: dict[str, UnitBlock] = field(default_factory=dict)

    @property
    def there(self) -> UnitRow:
        """The unit, which is there by the time that anything is written of it."""
        if self.row is None:
            raise LookupError(self.key)
        return self.row

    @property
    def title(self) -> UnitBlock:
        """The block of its title."""
        found = self
        while found.above is not None:
            found = found.above
        return found

    def wanted(self, line: int, uuids: str | None) -> Wanted:
        """The unit to make."""
        facts = dict(self.facts)
        ids = tuple(map(parse_identifier, facts.pop("id", ())))
        year = next(iter(facts.get("year", ())), None)
        given = self.block.text("uuid")
        return Wanted(
            line,
            self.level,
            facts["name"][0],
            None if self.above is None else self.above.row,
            key=self.key,
            uuid=given or (following(uuids, self.key) if uuids else None),
            year=None if year is None else int(year),
            code=self.code,
            ids=ids,
            screened=self.screened,
            screening_reason=self.block.text("screening_reason"),
            facts=facts,
        )

    @property
    def screened(self) -> str:
        """How a title was screened: in, unless its block says otherwise."""
        return self.block.text("screened") or "in"


class Units:
    """The units of a text, by key; titles before what is beneath them."""

    def __init__(self, taking: Taking) -> None:
        self.taking = taking
        self.by_key: dict[str, UnitBlock] = {}
        self._met: dict[str, Block] = {}
        self._ids: dict[str, Block] = {}
        top = taking.text.top("unlisted")
        self._unlisted = set() if top is None else set(top.texts("unlisted"))
        for block in taking.text.titles():
            self._read(block, "title", None)
        self._refuse_taken()
        self._take()
        #: Blocks of answers about units that stand elsewhere.
        self.elsewhere = list(self._elsewhere())

    def known(self) -> Iterator[UnitBlock]:
        """The units that are in the study now."""
        return (each for each in self.by_key.values() if each.row is not None)

    def _elsewhere(self) -> Iterator[UnitBlock]:
        for block in self.taking.text.blocks("codings", "coding", OF_UNIT):
            key = block.needed("unit", "unit: TITLE/PERSON")
            known = None if key is None else self.by_key.get(key)
            if key is not None and known is None:
                with block.at("unit").telling():
                    row = find_unit(self.taking.change.connection, key)
                    yield UnitBlock(block, row.level, row.key, None, {}, row=row)
            elif known is not None:
                yield replace(known, block=block)

    def _read(self, block: Block, level: Level, above: UnitBlock | None) -> None:
        """Reads a block and all beneath it; one without a name or a key is left out."""
        code = block.read("code", parse_episode) if level == "episode" else None
        if level == "episode" and code is None:
            block.needed("code", "code: S01E02")
            return
        facts = {
            name: block.read_all(word, FIELDS[level][name].read)
            if FIELDS[level][name].several
            else tuple(filter(None, (block.read(word, FIELDS[level][name].read),)))
            for word, name in FIELDS_OF[level].items()
        }
        if code is not None:
            facts["name"] = facts["name"] or (str(code),)
        elif "name" not in block:
            block.needed("name", "name: NAME")
        key = self._key(block, level, above, facts["name"], code)
        if key is None or not facts["name"]:
            return
        if above is not None and above.level == "title" and level == "episode":
            self._refuse_episode(block, above)
        if is_twice(self._met, key, block, "key" if "key" in block else "name"):
            return
        made = self.by_key[key] = UnitBlock(block, level, key, above, facts, code)
        if code is not None:
            made.title.episodes[str(code)] = made
        if level == "title":
            self._check_title(made)
        for name, below in BENEATH[level].items():
            for each in block.blocks(name, below, UNIT[below]):
                self._read(each, below, made)

    def _key(
        self,
        block: Block,
        level: Level,
        above: UnitBlock | None,
        name: tuple[str, ...],
        code: EpisodeCode | None,
    ) -> str | None:
        if level == "title":
            wanted = slug(name[0]) if name else None
            key = block.needed("key", f"key: {wanted or 'KEY'}") or wanted
        else:
            key = block.text("key") or (slug(name[0]) if name else None)
        if code is not None:
            key = str(code).casefold()
        if key is None:
            return None
        if key != slug(key):
            block.at("key").wrong(
                "invalid-value",
                f"{quoted(key)} is not a key: use lower-case letters, digits and hyphens",
                [slug(key)],
            )
            return None
        return key if above is None else f"{above.key}/{key}"

    def _refuse_episode(self, block: Block, above: UnitBlock) -> None:
        kind = next(iter(above.facts["kind"]), None)
        if kind is not None and kind not in SERIES:
            block.at("code").wrong(
                "invalid-value", f"{above.facts['name'][0]} is a {kind}, which has no episodes"
            )

    def _check_title(self, of: UnitBlock) -> None:
        block, facts = of.block, of.facts
        if not facts["kind"] and "kind" not in block:
            block.needed("kind", f"kind: one of {_KINDS}")
        kind = next(iter(facts["kind"]), None)
        if kind is not None and kind not in SERIES and facts["end_year"]:
            block.at("end_year").wrong("invalid-value", f"a {kind} has no end year")
        with block.at("end_year").telling():
            refuse_disorder(facts)
        screened = block.read(
            "screened", lambda text: choose(text, SCREENED, "a result of screening")
        )
        people = "portrayals" in block and block.mapping.entries["portrayals"]
        if screened == "none" and people:
            block.at("screened").wrong(
                "invalid-value", "it has portrayals, so it cannot be screened none"
            )
        if screened in {None, "in"} and not people:
            block.at().wrong("no-portrayals", f"{of.key} has no portrayals", notice=True)
        for field_, word in (("country", "countries"), ("language", "languages")):
            for value in facts[field_]:
                if not is_standard(field_, value) and value not in self._unlisted:
                    block.at(word).wrong(
                        "unlisted-name",
                        f"{quoted(value)} is in no list of {STANDARD[field_]}; if it is meant, "
                        f"write at the top: unlisted: [{value}]",
                        near_names(field_, value),
                    )
        for each in facts["id"]:
            if each in self._ids:
                first = self._ids[each]
                block.at("ids").wrong(
                    "given-twice",
                    f"{each} is that of another title too ({first.file}:{first.line})",
                )
            self._ids.setdefault(each, block)

    def _refuse_taken(self) -> None:
        """An identifier or a UUID belongs to one unit, here as in the text."""
        connection, word = self.taking.change.connection, self.taking.default("uuids")
        uuids: dict[str, UnitBlock] = {}
        for each in self.by_key.values():
            written = each.block.text("uuid")
            if written is None and word is None:
                continue
            given = following(word, each.key) if written is None and word else _uuid(written)
            if given is None:
                told = f"{quoted(written or '')} is not a UUID"
                each.block.at("uuid").wrong("invalid-value", told)
                continue
            if given in uuids:
                each.block.at("uuid").wrong(
                    "given-twice", f"this is the UUID of {uuids[given].key} too"
                )
            uuids.setdefault(given, each)
        for batch in in_batches(list(uuids)):
            rows = select(unit.c.uuid, unit.c.key).where(unit.c.uuid.in_(batch))
            for given, key in connection.execute(rows):
                if uuids[given].key != key:
                    uuids[given].block.at("uuid").wrong(
                        "already-there", f"in this study {uuids[given].key} is {key}"
                    )
        for batch in in_batches(list(self.by_key)):
            levels = select(unit.c.key, unit.c.level_id).where(unit.c.key.in_(batch))
            for key, level_id in connection.execute(levels):
                made = self.by_key[key]
                if made.level != LEVELS[level_id - 1]:
                    told = f"in this study {key} is a {LEVELS[level_id - 1]}"
                    made.block.at("key").wrong("wrong-level", told)
        schemes = select(identifier.c.scheme, identifier.c.value, unit.c.key).join(
            unit, unit.c.unit_id == identifier.c.title_id
        )
        for scheme, value, key in connection.execute(schemes) if self._ids else ():
            block = self._ids.get(f"{scheme}:{value}")
            if block is not None and block.text("key") != key:
                block.at("ids").wrong(
                    "already-there", f"in this study {scheme}:{value} is that of {key}"
                )

    def _take(self) -> None:
        """Makes the units that are new, level by level, and compares the others.

        Where the text has errors, nothing will remain of them, and they are made with their names
        alone, so that what is said of them can be checked too.
        """
        change, uuids = self.taking.change, self.taking.default("uuids")
        bare = self.taking.text.problems.errors
        for level in LEVELS:
            every = [each for each in self.by_key.values() if each.level == level]
            found: dict[str, UnitRow] = {}
            for batch in in_batches([each.key for each in every]):
                found |= units_by_key(change.connection, batch, level)
            for each in every:
                each.row = found.get(each.key)
            new = [each for each in every if each.row is None]
            wanted = [each.wanted(line, uuids) for line, each in enumerate(new)]
            made = make_units(change, [_named(each) for each in wanted] if bare else wanted)
            for each, row in zip(new, made, strict=True):
                each.row = row
            self.taking.added[f"{level}s"] += len(new)
            if not bare:
                self._compare(level, [each for each in every if each.key in found])

    def _compare(self, level: Level, there: Sequence[UnitBlock]) -> None:
        """Notes which of the units that are there are not as the text says."""
        titles = sorted({each.row.title_id for each in there if each.row is not None})
        told: dict[str, Told] = {}
        for batch in in_batches(titles):
            of_titles = units_told(self.taking.change.connection, level, batch)
            told |= {each.unit.key: each for each in of_titles}
        for each in there:
            self._compare_one(each, told[each.key])

    def _compare_one(self, each: UnitBlock, told: Told) -> None:
        change = self.taking.change
        before = told.values
        after = {**before, **each.facts}
        other = {name for name in each.facts if _normal(name, after) != _normal(name, before)}
        reason = each.block.text("screening_reason")
        screened = (each.screened, reason) if each.level == "title" else (None, None)
        again = screened != (told.screened, told.screening_reason)
        if not other and not again:
            self.taking.same[f"{each.level}s"] += 1
            return

        def write() -> None:
            if other:
                write_values(change, told.unit, before, after)
            if again:
                record_screening(change, [told.unit], each.screened, reason)

        said = changes(
            {name: before[name] for name in other}, {name: after[name] for name in other}
        )
        said += [f"screened {told.screened} → {each.screened}"] if again else []
        self.taking.differs(f"{each.level}s", f"{each.key}: {', '.join(said)}", write)


def _uuid(written: str | None) -> str | None:
    """A UUID as it is kept; None for anything else."""
    try:
        return str(uuid.UUID(written or ""))
    except ValueError:
        return None


def _named(wanted: Wanted) -> Wanted:
    """The same unit with its name and kind alone."""
    facts = {name: wanted.facts[name] for name in ("name", "kind") if name in wanted.facts}
    return replace(wanted, uuid=None, year=None, ids=(), screened="in", facts=facts)


def _normal(name: str, values: Values) -> tuple[str, ...]:
    """The values of a field where only their order may differ."""
    found = values.get(name, ())
    return tuple(sorted(found)) if name in {"alias", "original", "id"} else tuple(found)
