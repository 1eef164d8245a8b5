"""The editable fields of each kind of thing, and how an edit changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.identifiers import parse_identifier
from portrayals.notation.keys import composed, fold, slug
from portrayals.notation.plurals import with_article
from portrayals.notation.quoting import quoted
from portrayals.notation.standard_names import standard_name
from portrayals.notation.values import Edit, refuse_twice
from portrayals.notation.years import parse_date, parse_year
from portrayals.query.fields_catalogue import kinds_within
from portrayals.services.catalogue.kinds_of_coder import check_kind, check_sha256
from portrayals.vocabulary import STANCES, Level

#: The values of a thing by field: none, one, or, for a field with several values, more.
Values = Mapping[str, tuple[str, ...]]

_LONGEST_SHOWN: Final = 60


def _year(text: str) -> str:
    return str(parse_year(text))


def _kind(text: str) -> str:
    chosen = text.casefold()
    kinds_within(chosen)
    return chosen


def _identifier(text: str) -> str:
    return str(parse_identifier(text))


def check_stance(text: str) -> str:
    """The stance with this name. Raises InvalidValue for any other word."""
    return choose(text, STANCES, "a stance")


def _key(text: str) -> str:
    last = text.rsplit("/", 1)[-1]
    if last != slug(last):
        raise InvalidValue(
            f"{quoted(text)} is not a key: use lower-case letters, digits and hyphens",
            hint=f"write key={slug(last)}",
        )
    return text


@dataclass(frozen=True, slots=True)
class Field:
    """How a value is read, whether there may be several, and whether one is required."""

    read: Callable[[str], str] = str.strip
    several: bool = False
    needed: bool = False


_NAME: Final = Field(composed, needed=True)
_NAMES: Final = Field(composed, several=True)
_PERSON: Final = {
    "name": _NAME,
    "key": Field(_key, needed=True),
    "performer": Field(composed),
    "role": _NAMES,
    "year": Field(_year),
    "alias": _NAMES,
}

FIELDS: Final[dict[str, dict[str, Field]]] = {
    "title": {
        "name": _NAME,
        "key": Field(_key, needed=True),
        "kind": Field(_kind, needed=True),
        "year": Field(_year),
        "end_year": Field(_year),
        "country": Field(partial(standard_name, "country"), several=True),
        "language": Field(partial(standard_name, "language"), several=True),
        "genre": _NAMES,
        "distributor": Field(composed),
        "id": Field(_identifier, several=True),
        "alias": _NAMES,
        "original": _NAMES,
        "synopsis": Field(),
        "note": Field(),
        "stratum": Field(composed),
    },
    "episode": {"name": _NAME, "aired": Field(parse_date), "alias": _NAMES},
    "portrayal": _PERSON,
    "relationship": _PERSON,
    "coder": {
        "name": Field(composed),
        "kind": Field(check_kind, needed=True),
        "model": Field(composed),
        "model_version": Field(composed),
        "instruction_sha256": Field(check_sha256),
        "method": Field(composed),
    },
    "source": {
        "citation": Field(needed=True),
        "address": Field(),
        "dated": Field(parse_date),
        "accessed": Field(parse_date),
    },
    "claim": {
        "statement": Field(needed=True),
        "stance": Field(check_stance, needed=True),
        "scope": Field(),
        "basis": Field(),
        "stated_on": Field(parse_date),
        "locator": Field(),
        "checked": Field(),
        "checked_source": Field(),
    },
}

_OF_PERSON: Final = ("name", "performer", "roles", "year", "aliases")
#: The columns of a sheet of units, as `export` writes and `import` reads them.
CATALOGUE_COLUMNS: Final[dict[Level, tuple[str, ...]]] = {
    "title": (
        *("key", "uuid", "name", "kind", "year", "end_year", "countries", "languages", "genres"),
        *("distributor", "ids", "aliases", "original", "synopsis", "note", "screened"),
        *("screening_reason", "stratum"),
    ),
    "episode": (
        *("key", "uuid", "title", "title_uuid", "season", "number", "name", "aired"),
        "aliases",
    ),
    "portrayal": ("key", "uuid", "title", "title_uuid", *_OF_PERSON),
    "relationship": ("key", "uuid", "portrayal", "portrayal_uuid", *_OF_PERSON),
}
#: Other accepted names: the plurals used in lists, and the options that add a source or claim.
_ALSO: Final = {
    "countries": "country",
    "languages": "language",
    "genres": "genre",
    "ids": "id",
    "aliases": "alias",
    "roles": "role",
    "url": "address",
}
_DATES: Final = {"episode": "aired", "source": "dated", "claim": "stated_on"}

_EPISODES_CODE: Final = (
    "an episode's code cannot change: add the right one (portrayals add episode TITLE CODE), "
    "then: portrayals merge WRONG RIGHT"
)
#: What is not a field, because another command changes it.
_ELSEWHERE: Final = {
    ("title", "screened"): "portrayals screen TITLE STATUS (in, none, out or unavailable)",
    **{("episode", word): _EPISODES_CODE for word in ("key", "code", "season", "number")},
}


def field_name(kind: str, written: str) -> str:
    """The field with this name. Raises UnknownKey, naming the fields there are."""
    word = written.casefold().replace("-", "_")
    word = _DATES.get(kind, word) if word == "date" else _ALSO.get(word, word)
    fields = FIELDS[kind]
    if word not in fields:
        raise UnknownKey(
            f"{quoted(written)} is not a field of {with_article(kind)}",
            hint=_ELSEWHERE.get((kind, word), f"its fields: {', '.join(fields)}"),
            candidates=nearest(word, fields),
        )
    return word


def edited(kind: str, before: Values, edits: Iterable[Edit]) -> Values:
    """The values after all edits, one after the other.

    Raises UnknownKey, and InvalidValue, also if an edit would be lost because a later one sets the
    same field.
    """
    after = dict(before)
    touched: list[str] = []
    for edit in edits:
        name = field_name(kind, edit.field)
        if edit.op in {"set", "clear"}:
            several = FIELDS[kind][name].several
            refuse_twice(
                [*touched, name], f"give all at once: {name}=A;B" if several else "give one value"
            )
        touched.append(name)
        after[name] = _edited(kind, name, after[name], edit)
    return after


def _edited(kind: str, name: str, values: tuple[str, ...], edit: Edit) -> tuple[str, ...]:
    field = FIELDS[kind][name]
    refuse_unstorable(edit.field, edit.value)
    if edit.op == "clear":
        if field.needed:
            raise InvalidValue(f"{with_article(kind)} needs a {name}", hint=f"write {name}=VALUE")
        return ()
    if not field.several:
        if edit.op != "set":
            raise InvalidValue(
                f"{name} holds one value, so use = and not += or -=",
                hint=f"write {name}={edit.value}" if edit.op == "add" else f"to empty it: {name}=",
            )
        return (field.read(edit.value),)
    if edit.op == "remove":
        return _without(name, field, values, edit.value)
    new = [field.read(each) for each in edit.value.split(";") if each.strip()]
    return union(values if edit.op == "add" else (), new)


def _without(name: str, field: Field, values: tuple[str, ...], written: str) -> tuple[str, ...]:
    """The values without one, or several separated by semicolons, compared as names."""
    whole = fold(written) in map(fold, values)
    left = values
    for each in [written] if whole else [part for part in written.split(";") if part.strip()]:
        gone = fold(field.read(each))
        if gone not in map(fold, left):
            raise InvalidValue(
                f"{quoted(each.strip())} is not in {name} and cannot be removed",
                candidates=values,
                hint=f"it holds: {'; '.join(values) or 'nothing'}",
            )
        left = tuple(value for value in left if fold(value) != gone)
    return left


def union(values: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Both lists, each value once; of names that fold to the same, the first."""
    found: dict[str, str] = {}
    for each in (*values, *more):
        found.setdefault(fold(each), each)
    return tuple(found.values())


def refuse_unstorable(field: str, written: str) -> None:
    """Raises InvalidValue for NUL and for lone surrogates, which not every engine stores."""
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in written):
        raise InvalidValue(
            f"the value of {field} is not text: {quoted(written)}",
            hint="write it in UTF-8, without control characters",
        )


def changes(before: Values, after: Values) -> list[str]:
    """Each field that differs, before and after."""
    return [
        f"{name} {shown(before[name])} → {shown(after[name])}"
        for name in after
        if after[name] != before[name]
    ]


def shown(values: Iterable[str]) -> str:
    """The values of a field in one line, cut if they are long."""
    text = " ".join("; ".join(values).split()) or "nothing"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
