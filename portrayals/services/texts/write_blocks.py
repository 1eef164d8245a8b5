"""The blocks of a text: titles with what is beneath them, waves and claims, as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain

from portrayals.codebook.yaml_text import as_item
from portrayals.notation.keys import slug
from portrayals.services.catalogue.fields import FIELDS
from portrayals.services.coding.values import STATES
from portrayals.services.texts import lines
from portrayals.services.texts.model import ClaimTold, Coding, Decided, Piece, Told, Whose
from portrayals.services.texts.words import BENEATH, FIELDS_OF, following
from portrayals.vocabulary import RESERVED, Level


@dataclass(frozen=True, slots=True)
class Usual:
    """What a block need not say: an answer's coder, wave and basis, and the word of the UUIDs.

    `books` has the codebook of each wave, by key.
    """

    coder: str | None
    wave: str | None
    basis: str
    uuids: str | None
    books: Mapping[str, str]


@dataclass(slots=True)
class TitleTold:
    """A title with the units beneath it, the answers about them, and who has seen it."""

    title: Told
    beneath: dict[str, dict[Level, list[Told]]] = field(default_factory=dict)
    codings: Mapping[str, Mapping[Whose, Coding]] = field(default_factory=dict)
    seen: Sequence[tuple[str, str | None]] = ()

    def own(self) -> Iterator[tuple[Whose, Coding]]:
        """The answers about the title and all that is beneath it."""
        lists = (some for levels in self.beneath.values() for some in levels.values())
        for told in (self.title, *chain.from_iterable(lists)):
            yield from self.codings.get(told.unit.key, {}).items()


@dataclass(frozen=True, slots=True)
class BlockLines:
    """Writes the blocks of titles; `order` has the place of each variable in the codebook."""

    usual: Usual
    order: Mapping[str, int]

    def title(self, of: TitleTold) -> Iterator[str]:
        """The lines of a title and of all beneath it."""
        yield from self._unit(of, of.title, self._codebook(of))

    def _codebook(self, of: TitleTold) -> str | None:
        """The codebook of most answers about a title, if it is not that of their waves.

        So a new codebook, by which nothing was coded again yet, is one line for each title.
        """
        under = Counter(each.codebook for _, each in of.own())
        most = max(under.values(), default=0)
        named = sorted(each or "" for each, number in under.items() if number == most)
        return named[0] or None if named else None

    def _unit(self, of: TitleTold, told: Told, codebook: str | None) -> Iterator[str]:
        level, values = told.unit.level, told.values
        own = told.unit.key.rpartition("/")[2]
        if level == "episode":
            yield from lines.field("code", told.code)
        elif level == "title" or own != slug(told.unit.name):
            yield from lines.field("key", own)
        for word, name in FIELDS_OF[level].items():
            said = values.get(name, ())
            if level == "episode" and said == (told.code,):
                continue  # an episode without a name is called by its code
            if name in {"year", "end_year"}:
                yield from lines.number(word, next(iter(said), None))
            elif FIELDS[level][name].several:
                # The order of aliases means nothing, and is not the same in every copy.
                kept = sorted(said) if name in {"alias", "original"} else said
                yield from lines.several(word, kept)
            else:
                yield from lines.field(word, next(iter(said), None))
        if level == "title" and told.screened != "in":
            yield from lines.field("screened", told.screened)
        yield from lines.field("screening_reason", told.screening_reason)
        uuids = self.usual.uuids
        if uuids is None or told.uuid != following(uuids, told.unit.key):
            yield f"uuid: {told.uuid}"
        if level == "title":
            yield from lines.field("codebook", codebook)
            yield from lines.blocks("seen", map(_seen, of.seen))
        codings = of.codings.get(told.unit.key, {})
        shown = {whose: self._beside(whose, each, codebook) for whose, each in codings.items()}
        yield from lines.beneath("annotations", self._codings(shown))
        for name, below in BENEATH[level].items():
            units = of.beneath.get(told.unit.key, {}).get(below, [])
            yield from lines.blocks(name, (self._unit(of, each, codebook) for each in units))

    def _beside(self, whose: Whose, coding: Coding, codebook: str | None) -> Coding:
        """An answer that names its codebook only where it is not that of its title."""
        if codebook is None:
            return coding
        own = coding.codebook or self.usual.books[whose.wave]
        return replace(coding, codebook=None if own == codebook else own)

    def _codings(self, codings: Mapping[Whose, Coding]) -> Iterator[str]:
        by_variable: dict[str, list[Whose]] = {}
        for whose in sorted(codings):
            by_variable.setdefault(whose.variable, []).append(whose)
        for name in sorted(by_variable, key=lambda key: (self.order[key], key)):
            some = by_variable[name]
            yield from self._of_variable(name, [(each, codings[each]) for each in some])

    def _of_variable(self, name: str, some: Sequence[tuple[Whose, Coding]]) -> Iterator[str]:
        whose, coding = some[0]
        usual = self.usual
        if len(some) > 1 or (whose.coder, whose.wave) != (usual.coder, usual.wave):
            yield f"{name}:"
            for whose, coding in some:
                yield from self._item(whose, coding)
            return
        short = self._short({}, coding)
        if short is None:
            yield from lines.beneath(name, self._long({}, coding))
        elif short.keys() == {"value"}:
            yield f"{name}: {lines.word(short['value'])}"
        else:
            yield f"{name}: {lines.braced(short)}"

    def _item(self, whose: Whose, coding: Coding) -> Iterator[str]:
        usual = self.usual
        who = {"coder": whose.coder} if whose.coder != usual.coder else {}
        who |= {"wave": whose.wave} if whose.wave != usual.wave else {}
        short = self._short(who, coding)
        if short is not None:
            yield f"- {lines.braced(short)}"
        else:
            yield from as_item(self._long(who, coding))

    def _short(
        self, who: Mapping[str, str], coding: Coding
    ) -> dict[str, str | Sequence[str]] | None:
        """The fields of an answer that stands on one line; None for one that does not."""
        if coding.note is not None or coding.evidence or coding.decision is not None:
            return None
        return {**who, **self._answer(coding)}

    def _answer(self, coding: Coding) -> dict[str, str | Sequence[str]]:
        said: dict[str, str | Sequence[str]] = {}
        if coding.text is not None:
            said["text" if coding.text in {*STATES, *RESERVED} else "value"] = coding.text
        else:
            said["value"] = coding.value if coding.is_set else coding.value[0]
        if coding.basis != self.usual.basis:
            said["basis"] = coding.basis
        if coding.complete is not None:
            said["complete"] = "yes" if coding.complete else "no"
        if coding.codebook is not None:
            said["codebook"] = coding.codebook
        return said

    def _long(self, who: Mapping[str, str], coding: Coding) -> Iterator[str]:
        for name, value in {**who, **self._answer(coding)}.items():
            if isinstance(value, str):
                yield from lines.field(name, value)
            else:
                yield from lines.several(name, value)
        yield from lines.field("note", coding.note)
        if coding.decision is not None:
            yield from lines.beneath("decision", _decision(coding.decision))
        yield from lines.blocks("evidence", ([_piece(each)] for each in coding.evidence))


def _seen(seen: tuple[str, str | None]) -> list[str]:
    coder, part = seen
    return [lines.braced({"coder": coder, "episode": part})]


def _piece(piece: Piece) -> str:
    return lines.braced(
        {
            "code": piece.code,
            "source": piece.source,
            "episode": piece.episode,
            "at": None if piece.time is None else str(piece.time),
            "quote": piece.quote,
            "describes": piece.describes,
        }
    )


def _decision(decided: Decided) -> Iterator[str]:
    yield from lines.field("by", decided.by)
    yield from lines.several("with", decided.together)
    yield from lines.field("at", decided.at)
    yield from lines.field("method", decided.method)
    yield from lines.field("cause", decided.cause)
    yield from lines.field("reason", decided.reason)


def claim_blocks(claims: Iterable[ClaimTold]) -> Iterator[Iterator[str]]:
    """The block of each claim; one that others answer has a key that follows from what it says."""
    every = sorted(claims, key=lambda each: tuple(map(str, each.identity())))
    answered = {each.about.identity() for each in every if each.about is not None}
    for each in every:
        yield _claim(each, each.identity() in answered)


def _claim(told: ClaimTold, answered: bool) -> Iterator[str]:
    if answered:
        yield from lines.field("key", _claim_key(told))
    yield from lines.field("about", None if told.about is None else _claim_key(told.about))
    yield from lines.field("source", told.source)
    yield from lines.field("unit", told.unit)
    if told.codes:
        yield f"codes: {lines.braced(dict(told.codes))}"
    yield from lines.field("stance", None if told.stance == "asserts" else told.stance)
    for name in ("scope", "basis", "date", "locator", "checked", "checked_source", "statement"):
        yield from lines.field(name, getattr(told, name))


def _claim_key(told: ClaimTold) -> str:
    digest = sha256(ascii(told.identity()).encode()).hexdigest()
    return f"{told.source}-{digest[:8]}"
