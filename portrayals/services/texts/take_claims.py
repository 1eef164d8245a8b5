"""Takes in the claims of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from portrayals.codebook.document import Items, Scalar
from portrayals.findings.stored_codebook import Book
from portrayals.history.record import keep
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.fields import FIELDS
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.texts.block import Block
from portrayals.services.texts.model import ClaimTold
from portrayals.services.texts.stored import claims_told
from portrayals.services.texts.take_records import is_twice
from portrayals.services.texts.taking import Taking
from portrayals.services.texts.words import CLAIM
from portrayals.tables import claim, claim_code, unit

_DETAILS = ("scope", "basis", "locator", "checked", "checked_source")


@dataclass(slots=True)
class _Read:
    block: Block
    told: ClaimTold
    about: str | None


class Claims:
    """The claims of a text, each after the one that it answers."""

    def __init__(self, taking: Taking, sources: Mapping[str, int]) -> None:
        self.taking = taking
        self.sources = sources
        self.units = set(taking.change.connection.execute(select(unit.c.key)).scalars())
        self._by_key: dict[str, Block] = {}
        self._blocks = list(taking.text.blocks("claims", "claim", CLAIM))
        for block in self._blocks:
            key = block.text("key")
            if key is not None:
                is_twice(self._by_key, key, block)

    def take(self) -> None:
        """Adds those that are new, and notes those of which something else is said."""
        there = claims_told(self.taking.change.connection)
        numbers = {each.identity(): number for number, each in there.items()}
        done: dict[int, ClaimTold | None] = {}
        for block in self._blocks:
            self._told(block, done, numbers, there, ())

    def _told(
        self,
        block: Block,
        done: dict[int, ClaimTold | None],
        numbers: dict[tuple[object, ...], int],
        there: Mapping[int, ClaimTold],
        within: tuple[int, ...],
    ) -> ClaimTold | None:
        """A claim, taken in after the one that it answers."""
        mark = id(block)
        if mark in done:
            return done[mark]
        about = None
        named = block.text("about")
        if named is not None:
            answered = self._by_key.get(named)
            if answered is None or id(answered) in (*within, mark):
                why = "is not the key of a claim here" if answered is None else "answers itself"
                near = nearest(named, self._by_key) if answered is None else ()
                block.at("about").wrong("unknown-key", f"{quoted(named)} {why}", near)
                done[mark] = None
                return None
            about = self._told(answered, done, numbers, there, (*within, mark))
            if about is None:
                done[mark] = None
                return None
        told = self._read(block, about)
        if told is not None:
            self._take(block, told, numbers, there)
            if told.identity() not in numbers:  # why is among the problems
                told = None
        done[mark] = told
        return told

    def _read(self, block: Block, about: ClaimTold | None) -> ClaimTold | None:
        source = block.needed("source", "source: KEY")
        statement = block.needed("statement", "statement: WHAT THE SOURCE SAYS")
        of = block.text("unit")
        right = source is not None and statement is not None
        for name in ("source", "checked_source"):
            right &= self._known(block, name, self.sources, "a source; add it under sources:")
        right &= self._known(block, "unit", self.units, "a unit of this text")
        fields = FIELDS["claim"]
        stance = block.read("stance", fields["stance"].read) if "stance" in block else "asserts"
        date = block.read("date", fields["stated_on"].read)
        if not right or source is None or statement is None or stance is None:
            return None
        details = {name: (block.text(name) or "").strip() or None for name in _DETAILS}
        codes = tuple(self._codes(block))
        return ClaimTold(source, of, stance, statement.strip(), about, codes, date=date, **details)

    def _known(
        self, block: Block, name: str, known: Mapping[str, object] | set[str], what: str
    ) -> bool:
        key = block.text(name)
        if key is None or key in known:
            return True
        block.at(name).wrong("unknown-key", f"{quoted(key)} is not {what}", nearest(key, known))
        return False

    def _codes(self, block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
        of = block.block("codes", "claim", None)
        for name, entry in () if of is None else of.mapping.entries.items():
            if isinstance(entry, Scalar | Items) and of is not None:
                yield name, of.texts(name)

    def _take(
        self,
        block: Block,
        told: ClaimTold,
        numbers: dict[tuple[object, ...], int],
        there: Mapping[int, ClaimTold],
    ) -> None:
        number = numbers.get(told.identity())
        if number is not None and number not in there:
            block.at().wrong("given-twice", "an earlier claim says the same")
        elif number is None:
            with block.at().telling("claim: "):
                numbers[told.identity()] = self._add(told, numbers)
                self.taking.added["claims"] += 1
        elif _normal(there[number]) == _normal(told):
            self.taking.same["claims"] += 1
        else:
            self.taking.differs(
                "claims",
                f"claim:{number} of {told.source}",
                lambda: self._replace(number, told),
            )

    def _add(self, told: ClaimTold, numbers: Mapping[tuple[object, ...], int]) -> int:
        about = None if told.about is None else str(numbers[told.about.identity()])
        said = Said(
            told.statement,
            told.stance,
            about,
            told.scope,
            told.basis,
            told.date,
            told.locator,
            told.checked,
            told.checked_source,
        )
        codes = [f"{name}={';'.join(each)}" for name, each in told.codes]
        written = add_claim(self.taking.change, told.source, told.unit, codes, said)
        return int(written.key.removeprefix("claim:"))

    def _replace(self, number: int, told: ClaimTold) -> None:
        """Writes the details and codes of a claim that is there."""
        change = self.taking.change
        connection, of = change.connection, claim.c.claim_id == number
        keep(connection, change.number, claim, of)
        connection.execute(
            update(claim)
            .where(of)
            .values(
                scope=told.scope,
                basis=told.basis,
                stated_on=told.date,
                locator=told.locator,
                checked=told.checked,
                checked_source=told.checked_source,
                change_id=change.number,
            )
        )
        connection.execute(delete(claim_code).where(claim_code.c.claim_id == number))
        rows = [row | {"claim_id": number} for row in _code_rows(change.book, told.codes)]
        if rows:
            connection.execute(insert(claim_code), rows)


def _code_rows(
    book: Book, codes: Sequence[tuple[str, tuple[str, ...]]]
) -> Iterator[dict[str, int]]:
    for name, keys in codes:
        variable = book.variables[name]
        for key in keys:
            node = variable.node(key)
            if node is not None:
                yield {"variable_id": variable.variable_id, "code_id": node.code_id}


def _normal(told: ClaimTold) -> tuple[object, ...]:
    """A claim to compare, whatever the order of its codes."""
    codes = {name: frozenset(each) for name, each in told.codes}
    details = (told.scope, told.basis, told.date, told.locator)
    return (told.identity(), codes, *details, told.checked, told.checked_source)
