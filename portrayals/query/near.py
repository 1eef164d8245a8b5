"""Suggestions where a query, or part of it, finds nothing: codes, values of fields, names."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any, Final

from sqlalchemy import Connection, Select, func, literal, select, union, union_all

from portrayals.database.lines import MOST_NAMED, lines
from portrayals.findings.reading import Reading
from portrayals.findings.unit_ref import LEVEL_ID, place
from portrayals.language.parse import quote, to_text
from portrayals.language.syntax import And, Asked, Not, Or, Query, Some, Term, Text, Word, leaves
from portrayals.language.tokens import OPERATORS, is_quoted
from portrayals.notation.did_you_mean import nearest, perhaps_nearest
from portrayals.notation.keys import fold
from portrayals.notation.quoting import quoted
from portrayals.query.asked import asked_for, codes_called
from portrayals.query.fields_catalogue import TITLE_NAMES, period
from portrayals.query.select import units_asked
from portrayals.tables import (
    coder,
    identifier,
    source,
    title_term,
    unit,
    unit_name,
    unit_role,
    wave,
)
from portrayals.tables.catalogue import TERM_FIELDS
from portrayals.vocabulary import KINDS, LEVELS, Level

#: How many words and terms of a query are checked; each takes a statement or two.
_MOST: Final = 20

#: Fields whose values somebody typed, so that one may be misspelt.
_OF_NAMES: Final = {
    "name": TITLE_NAMES,
    "title": TITLE_NAMES,
    "alias": ("alias",),
    "counterpart": ("name", "alias"),
    "episode": ("name", "alias"),
    "performer": ("performer",),
    "actor": ("performer",),
}
#: The level of the names in these fields; other fields follow the asked level.
_LEVEL_OF_NAMES: Final[dict[str, Level]] = {
    "title": "title",
    "counterpart": "relationship",
    "episode": "episode",
}
#: Fields whose values have a special format.
_FORMS: Final = {
    "kind": re.compile("|".join(KINDS)),
    "year": re.compile("[0-9]{4}"),
    "decade": re.compile("[0-9]{3}0s"),
}
#: The names that a text may be meant for. Other names are excluded by number, so that only the
#: index of the folded texts is read.
_NAMES: Final = (
    select(unit_name.c.name, unit_name.c.folded)
    .where(
        unit_name.c.unit_name_id.not_in(
            select(unit_name.c.unit_name_id)
            .where(unit_name.c.kind.in_(("original", "synopsis")))
            .correlate(None)
        )
    )
    .distinct()
)
_JOINT: Final = re.compile(rf"\b(?:{'|'.join(sorted(OPERATORS))})\b", re.IGNORECASE)


def hints(
    connection: Connection,
    reading: Reading,
    levels: Sequence[Level],
    asked: Asked,
    *,
    found: bool,
    command: str | None = None,
) -> list[str]:
    """A line for each word and value that no unit of these levels has, with what comes close.

    If the query `found` something, that shows that most of its parts match some unit. If it did
    not, a word that is a code or the value of a field is also pointed out as one, with the term
    that asks for it: in the whole line to type, if the query belongs to a `command`.
    """
    looking = _Looking(connection, reading, levels, asked.text, found)
    parts = _unproven(asked.query) if found else leaves(asked.query)
    told = [each for part in islice(parts, _MOST) for each in looking.told(part)]
    meant = [each for each in told if isinstance(each, _Meant)]
    terms = {each: each.term for each in meant}
    if command is not None and meant:
        lines = looking.lines_to_type(asked, meant)
        terms = {each: f"{command} {shlex.join(words)}" for each, words in lines.items()}
    hints = (
        each if isinstance(each, str) else f"{each.what}: {terms[each]}"
        for each in told
        if isinstance(each, str) or each in terms
    )
    return list(dict.fromkeys(hints))


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a word is if not a name (`"dating" is a code`), its term, and where it stands."""

    what: str
    term: str
    span: tuple[int, int]


def _unproven(query: Query) -> Iterator[Text | Term]:
    """The parts of a query that may be true of nothing even if the query is true of something."""
    match query:
        case And(items):
            for item in items:
                yield from _unproven(item)
        case Some(item):
            yield from _unproven(item)
        case Or() | Not():
            yield from leaves(query)
        case Term(values=values) if len(values) > 1:
            yield query
        case Text() | Term():
            return


@dataclass(frozen=True, slots=True)
class _Looking:
    connection: Connection
    reading: Reading
    levels: Sequence[Level]
    text: str
    found: bool

    def told(self, part: Text | Term) -> Iterator[str | _Meant]:
        if isinstance(part, Text):
            yield from self._of_text(part)
        elif part.field in self.reading.book.variables:
            return
        elif part.field in {"year", "decade"}:
            yield from self._of_years(part)
        elif (rows := self._values(part.field)) is not None:
            for value in part.values:
                alone = replace(part, values=(value,))
                if isinstance(value, Word) and self._is_nowhere(alone):
                    texts = self._folded(rows)
                    if not _is_among(texts, value.text, exact=part.exact):
                        # Similar identifiers mean different things.
                        named = part.field != "id"
                        alike = self._alike(value.text, rows, texts, part.exact) if named else ()
                        near = (as_written(part.field, each) for each in alike)
                        yield f"{self._nobody} has {to_text(alone)}.{_near(near)}"
                    elif not self.found:
                        yield from self._elsewhere(alone)

    def lines_to_type(self, asked: Asked, meant: Sequence[_Meant]) -> dict[_Meant, tuple[str, ...]]:
        """The arguments with the term for a word, and terms for the others, in their place.

        Where some of them find something, those that find nothing are left out.
        """
        by_place: dict[tuple[int, int], list[_Meant]] = {}
        for each in meant:
            by_place.setdefault(each.span, []).append(each)
        lines = {
            together: asked.arguments_with({each.span: each.term for each in together})
            for together in islice(product(*by_place.values()), _MOST)
        }
        if len(lines) > 1:
            lines = {each: line for each, line in lines.items() if self._finds(line)} or lines
        return {each: line for together, line in reversed(lines.items()) for each in together}

    def _finds(self, arguments: Sequence[str]) -> bool:
        asked = asked_for(self.reading.book, arguments)
        return asked is not None and not self._is_nowhere(asked.query, text=asked.text)

    @property
    def _nobody(self) -> str:
        return f"No {self.levels[0]}" if len(self.levels) == 1 else "Nothing"

    def _elsewhere(self, part: Term) -> Iterator[str]:
        """The next level of which some unit has it, although none of the asked ones has."""
        own = LEVELS.index(self.levels[-1])
        for level in (*LEVELS[own + 1 :], *reversed(LEVELS[:own])):
            if level not in self.levels and not self._is_nowhere(part, (level,)):
                term = to_text(part)
                yield f"{term} is true of {level}s: portrayals list {level}s {shlex.quote(term)}"
                return

    def _is_nowhere(
        self, part: Query, levels: Sequence[Level] = (), text: str | None = None
    ) -> bool:
        """Whether a part by itself is true of no unit of these levels, or of the asked ones."""
        asked = Asked(part, self.text if text is None else text)
        alone = units_asked(self.reading, levels or self.levels, asked).order_by(None)
        return not self.connection.execute(select(alone.exists())).scalar_one()

    def _of_text(self, text: Text) -> Iterator[str | _Meant]:
        nowhere = self._is_nowhere(text)
        if self.found and not nowhere:
            return
        words = {text.text: (text.start, text.end)}
        if not is_quoted(self.text, text) and (joint := _JOINT.search(text.text)):
            yield (
                f"{quoted(text.text)} was searched for as text; in capitals, {joint[0].upper()} "
                "joins the terms beside it."
            )
            words |= self._spans(text, filter(None, map(str.strip, _JOINT.split(text.text))))
        meant = [*self._meant_by(words)]
        yield from meant
        if nowhere and not meant:
            near = self._alike(text.text, _NAMES, self._folded(_NAMES))
            if near or self.text != text.text:  # alone and like nothing, it was already reported
                yield f"{self._nobody} matches {quoted(text.text)}.{_near(near)}"
            if not near and not is_quoted(self.text, text):
                yield from self._meant_by(self._spans(text, text.text.split()))

    def _spans(self, text: Text, words: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Where words of a text stand in the query, each as a whole word."""
        found = {word: re.search(rf"(?<!\S){re.escape(word)}(?!\S)", text.text) for word in words}
        return {
            word: (text.start + at.start(), text.start + at.end())
            for word, at in found.items()
            if at
        }

    def _meant_by(self, words: Mapping[str, tuple[int, int]]) -> Iterator[_Meant]:
        for word, span in words.items():
            for what, term in self._meant(word):
                yield _Meant(f"{quoted(word)} is {what}", term, span)

    def _meant(self, word: str) -> Iterator[tuple[str, str]]:
        """What else a word may be than a name, and the term that asks for it."""
        book = self.reading.book
        for variable_key, code in codes_called(book, word):
            yield "a code", as_written(variable_key, code)
        if (variable := book.variables.get(word.casefold())) is not None:
            value = "yes" if variable.type == "boolean" else "any"
            yield "a variable", as_written(variable.key, value)
        folded = fold(word)
        for field, form in _FORMS.items():
            if form.fullmatch(folded):
                yield f"a {field}", as_written(field, folded)
        of_terms = select(title_term.c.field).where(title_term.c.folded == folded)
        of_roles = select(literal("role")).where(unit_role.c.folded == folded)
        of_coders = select(literal("coder")).where(coder.c.key == word)
        fields = self.connection.execute(union(of_terms, of_roles, of_coders)).scalars()
        for field in sorted(fields):
            yield f"a {field}", as_written(field, word.lower())

    def _of_years(self, part: Term) -> Iterator[str]:
        if self.found or not self._is_nowhere(part):
            return
        asked = (place(level) for level in self.levels)
        years = union_all(
            *(
                select(period(at).label("year")).where(at.unit.c.level_id == LEVEL_ID[at.level])
                for at in asked
            )
        ).subquery()
        first, last = self.connection.execute(
            select(func.min(years.c.year), func.max(years.c.year))
        ).one()
        if first is not None:
            yield f"The years are {first} to {last}." if first < last else f"All are of {first}."

    def _values(self, field: str) -> Select[str, str] | None:
        """The values of a free-text field, as printed and folded; None for other fields."""
        if field in _OF_NAMES:
            levels = [_LEVEL_OF_NAMES[field]] if field in _LEVEL_OF_NAMES else self.levels
            kinds = unit_name.c.kind.in_(_OF_NAMES[field])
            rows = select(unit_name.c.name, unit_name.c.folded).where(kinds)
            if _OF_NAMES[field] == ("performer",):  # asked of others than the asked unit too
                return rows
            ids = [LEVEL_ID[level] for level in levels]
            of_levels = unit.c.level_id.in_(ids)
            return rows.join(unit, unit.c.unit_id == unit_name.c.unit_id).where(of_levels)
        if field in TERM_FIELDS:
            told = func.lower(title_term.c.value)
            return select(told, title_term.c.folded).where(title_term.c.field == field)
        if field == "role":
            return select(unit_role.c.role, unit_role.c.folded)
        keys: dict[str, Any] = {
            "id": identifier.c.scheme + ":" + identifier.c.value,
            "coder": coder.c.key,
            "wave": wave.c.key,
            "source": source.c.key,
        }
        return select(keys[field], func.lower(keys[field])) if field in keys else None

    def _folded(self, rows: Select[str, str]) -> list[str]:
        _, folded = rows.selected_columns
        return sorted(set(lines(self.connection, rows.with_only_columns(folded))))

    def _alike(
        self, written: str, rows: Select[str, str], texts: Sequence[str], exact: bool = False
    ) -> tuple[str, ...]:
        """Names like the one written; if there are none, and parts will do, words of names.

        Among so many words some are similar by chance; misspelt ones usually begin the same.
        """
        whole = nearest(written, self._told(rows, perhaps_nearest(written, texts)))
        if whole or exact:
            return whole
        first = fold(written)[:1]
        words = {
            word: text for text in reversed(texts) for word in text.split() if word[:1] == first
        }
        alike = perhaps_nearest(written, [*words])
        names = self._told(rows, {words[word] for word in alike})
        return nearest(
            written, (each for name in names for each in name.split() if fold(each) in alike)
        )

    def _told(self, rows: Select[str, str], texts: set[str]) -> list[str]:
        """The values with this folded form, as printed."""
        _, folded = rows.selected_columns
        if len(texts) <= MOST_NAMED:
            rows = rows.where(folded.in_(texts))
        return sorted(self.connection.execute(rows.distinct()).scalars())


def _is_among(texts: Sequence[str], written: str, *, exact: bool) -> bool:
    """Whether a value belongs to the field after all, though to no asked unit; or is a state."""
    wanted = fold(written)
    there = wanted in texts if exact else any(wanted in each for each in texts)
    return there or wanted in {"any", "none"}


def _near(names: Iterable[str]) -> str:
    told = ", ".join(names)
    return f" Similar: {told}" if told else ""


def as_written(field: str, value: str) -> str:
    """`field:value` as typed, in quotation marks if it would otherwise mean something else."""
    plain = re.fullmatch(r"[^\W_][\w:/&'’.-]*", value) is not None and ".." not in value
    return f"{field}:{value if plain else quote(value)}"
