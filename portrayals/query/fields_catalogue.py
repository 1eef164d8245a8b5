"""The fields of the catalogue, each as a truth value at a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    cast,
    func,
    not_,
    or_,
    select,
    true,
)

from portrayals.errors import InvalidValue
from portrayals.findings.reading import Truth
from portrayals.findings.unit_ref import UnitRef, another_unit, some_of, value_of
from portrayals.language.syntax import Range, Word
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import SCHEMES, parse_identifier
from portrayals.notation.keys import fold
from portrayals.notation.quoting import quoted
from portrayals.notation.standard_names import STANDARD, spellings
from portrayals.notation.years import parse_year
from portrayals.tables import (
    episode,
    identifier,
    title,
    title_term,
    unit,
    unit_name,
    unit_role,
)
from portrayals.vocabulary import KINDS, SCREENED, Level

Value = Word | Range
FieldTruth = Callable[[Value, bool, UnitRef], Truth]

#: The kinds of names by which a title is found.
TITLE_NAMES: Final = ("name", "alias", "original")


def word_of(field: str, value: Value) -> str:
    if isinstance(value, Range):
        raise InvalidValue(
            f"{field} has no order, so {value.low or ''}..{value.high or ''} is not a valid range",
            hint=f"write {field}:VALUE, or {field}:A,B for either",
        )
    return value.text


def _texts(
    field: str, value: Value, exact: bool, folded: ColumnElement[str], rows: Select[Any]
) -> Truth:
    """Matches the text of one of several rows: `any`, `none`, equal, or contained.

    A country or a language that is known is equal, by whatever name or code.
    """
    text = word_of(field, value)
    if text == "any":
        return some_of(rows)
    if text == "none":
        return not_(some_of(rows))
    alike = spellings(field, text) if field in STANDARD else ()
    if alike:
        return some_of(rows.where(folded.in_(alike)))
    wanted = fold(text)
    same = folded == wanted if exact else folded.contains(wanted, autoescape=True)
    return some_of(rows.where(same))


def _of_title(rows: FromClause, at: UnitRef) -> Truth:
    same: Truth = rows.c.title_id == at.id_of("title")
    return same


def _names(*kinds: str) -> FieldTruth:
    def truth(value: Value, exact: bool, at: UnitRef) -> Truth:
        names = unit_name.alias()
        rows = select(names.c.unit_id).where(
            names.c.unit_id == at.unit.c.unit_id, names.c.kind.in_(kinds)
        )
        return _texts(kinds[0], value, exact, names.c.folded, rows)

    return truth


def _title(value: Value, exact: bool, at: UnitRef) -> Truth:
    names = unit_name.alias()
    rows = select(names.c.unit_id).where(
        names.c.unit_id == at.id_of("title"), names.c.kind.in_(TITLE_NAMES)
    )
    return _texts("title", value, exact, names.c.folded, rows)


def _terms(field: str) -> FieldTruth:
    def truth(value: Value, exact: bool, at: UnitRef) -> Truth:
        terms = title_term.alias()
        rows = select(terms.c.title_id).where(_of_title(terms, at), terms.c.field == field)
        return _texts(field, value, exact, terms.c.folded, rows)

    return truth


People = Callable[[FromClause, UnitRef], Truth]


def _of_unit(person: FromClause, at: UnitRef) -> Truth:
    """Whether a person belongs to a unit: a portrayal has one, a relationship two, a title all."""
    own: Truth = person.c.unit_id == at.unit.c.unit_id
    if at.level == "portrayal":
        return own
    if at.level == "relationship":
        return or_(own, person.c.unit_id == at.unit.c.parent_id)
    return and_(person.c.title_id == at.id_of("title"), person.c.level_id > 2)


def _on_branch(person: FromClause, at: UnitRef) -> Truth:
    """The same beneath the asked unit, where a portrayal includes its counterparts (R26)."""
    beneath = person.c.parent_id == at.unit.c.unit_id
    return or_(_of_unit(person, at), beneath) if at.level == "portrayal" else _of_unit(person, at)


def _performer(is_asked: People) -> FieldTruth:
    def truth(value: Value, exact: bool, at: UnitRef) -> Truth:
        person, names = unit.alias(), unit_name.alias()
        rows = (
            select(person.c.unit_id)
            .join(names, and_(names.c.unit_id == person.c.unit_id, names.c.kind == "performer"))
            .where(is_asked(person, at))
        )
        return _texts("performer", value, exact, names.c.folded, rows)

    return truth


def _role(is_asked: People) -> FieldTruth:
    def truth(value: Value, exact: bool, at: UnitRef) -> Truth:
        person, roles = unit.alias(), unit_role.alias()
        rows = (
            select(person.c.unit_id)
            .join(roles, roles.c.unit_id == person.c.unit_id)
            .where(is_asked(person, at))
        )
        return _texts("role", value, exact, roles.c.folded, rows)

    return truth


def _of_the_title(column: str, words: Sequence[str], at: UnitRef) -> Truth:
    row = title.alias()
    holds = row.c[column].in_(words)
    return value_of(select(holds).where(row.c.title_id == at.id_of("title")))


def kinds_within(kind: str) -> tuple[str, ...]:
    """A kind and those below it. Raises InvalidValue for a word that is not a kind."""
    if kind not in KINDS:
        raise InvalidValue(
            f"{quoted(kind)} is not a kind of title",
            candidates=nearest(kind, KINDS),
            hint="kinds: " + ", ".join(KINDS),
        )
    return (kind, *(below for below, above in KINDS.items() if above == kind))


def _kind(value: Value, _exact: bool, at: UnitRef) -> Truth:
    return _of_the_title("kind", kinds_within(word_of("kind", value).casefold()), at)


def _screened(value: Value, _exact: bool, at: UnitRef) -> Truth:
    status = word_of("screened", value).casefold()
    if status not in SCREENED:
        raise InvalidValue(
            f"{quoted(status)} is not a result of screening", hint="one of " + ", ".join(SCREENED)
        )
    return _of_the_title("screened", (status,), at)


#: Where a unit without a year of its own takes it from, the nearest first.
_DATED_ABOVE: Final[dict[Level, tuple[Level, ...]]] = {
    "title": (),
    "portrayal": ("title",),
    "relationship": ("portrayal", "title"),
}


def period(at: UnitRef) -> ColumnElement[int]:
    """The year that a unit counts under (R37).

    For a portrayal or relationship it is its own year, else that of the portrayal above it, else
    its title's; for an episode it is when it aired, null if unknown.
    """
    if at.level == "episode":
        rows = episode.alias()
        aired = cast(func.substr(rows.c.aired, 1, 4), Integer)
        return value_of(select(aired).where(rows.c.episode_id == at.unit.c.unit_id))
    above = (at.above(level) for level in _DATED_ABOVE[at.level])
    others = [value_of(select(over.unit.c.year).where(is_over)) for over, is_over in above]
    own: ColumnElement[int] = at.unit.c.year
    return func.coalesce(own, *others) if others else own


def _year(value: Value, _exact: bool, at: UnitRef) -> Truth:
    year = period(at)
    if isinstance(value, Word) and value.text in {"any", "none"}:
        return year.is_not(None) if value.text == "any" else year.is_(None)
    return _between(year, _ends(value, _the_year))


def _decade(value: Value, _exact: bool, at: UnitRef) -> Truth:
    return _between(period(at), _ends(value, _years_of_decade))


def _running(value: Value, _exact: bool, at: UnitRef) -> Truth:
    """Whether the title came out in these years or, as a series, ran in one of them."""
    low, high = _ends(
        value, lambda text: (_years_of_decade if text.endswith("s") else _the_year)(text)
    )
    row, own = title.alias(), another_unit()
    last = func.coalesce(row.c.end_year, own.c.year)
    ran = and_(_between(last, (low, None)), _between(own.c.year, (None, high)))
    rows = select(ran).join_from(row, own, own.c.unit_id == row.c.title_id)
    return value_of(rows.where(row.c.title_id == at.id_of("title")))


Ends = tuple[int | None, int | None]


def _ends(value: Value, within: Callable[[str], tuple[int, int]]) -> Ends:
    """The least and the greatest number that a value includes; None where a range has no end.

    `within` gives both for a word. Raises InvalidValue for a range that runs backwards.
    """
    if isinstance(value, Word):
        return within(value.text)
    low = None if value.low is None else within(value.low)[0]
    high = None if value.high is None else within(value.high)[1]
    if low is not None and high is not None and low > high:
        raise InvalidValue(f"the range {low}..{high} runs backwards", hint=f"{high}..{low}")
    return low, high


def _between(number: ColumnElement[Any], ends: Ends) -> Truth:
    low, high = ends
    at_least = true() if low is None else number >= low
    return and_(at_least, true() if high is None else number <= high)


def _the_year(text: str) -> tuple[int, int]:
    year = parse_year(text)
    return year, year


def _years_of_decade(text: str) -> tuple[int, int]:
    year = parse_year(text.removesuffix("s"))
    return year - year % 10, year - year % 10 + 9


def _id(value: Value, _exact: bool, at: UnitRef) -> Truth:
    ids = identifier.alias()
    rows = select(ids.c.title_id).where(_of_title(ids, at))
    text = word_of("id", value)
    if text == "none":
        return not_(some_of(rows))
    if text in SCHEMES:
        return some_of(rows.where(ids.c.scheme == text))
    if text != "any":
        wanted = parse_identifier(text)
        rows = rows.where(ids.c.scheme == wanted.scheme, ids.c.value == wanted.value)
    return some_of(rows)


def _season(value: Value, _exact: bool, at: UnitRef) -> Truth:
    def number(text: str) -> tuple[int, int]:
        digits = text.casefold().removeprefix("s")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
            raise InvalidValue(f"{quoted(text)} is not a season", hint="write season:7")
        return int(digits), int(digits)

    rows = episode.alias()
    own = select(rows.c.episode_id).where(rows.c.episode_id == at.unit.c.unit_id)
    return some_of(own.where(_between(rows.c.season, _ends(value, number))))


def _episode(value: Value, exact: bool, at: UnitRef) -> Truth:
    rows = episode.alias()
    own = select(rows.c.episode_id).where(rows.c.episode_id == at.unit.c.unit_id)
    text = word_of("episode", value)
    try:
        code = parse_episode(text)
    except InvalidValue:
        return _names("name", "alias")(value, exact, at)
    return some_of(own.where(rows.c.season == code.season, rows.c.number == code.number))


def _counterpart(value: Value, exact: bool, at: UnitRef) -> Truth:
    return _names("name", "alias")(value, exact, at)


CATALOGUE_FIELDS: Final[dict[str, FieldTruth]] = {
    "name": _names(*TITLE_NAMES),
    "title": _title,
    "alias": _names("alias"),
    "kind": _kind,
    "year": _year,
    "decade": _decade,
    "running": _running,
    "country": _terms("country"),
    "language": _terms("language"),
    "genre": _terms("genre"),
    "distributor": _terms("distributor"),
    "id": _id,
    "performer": _performer(_of_unit),
    "actor": _performer(_of_unit),
    "role": _role(_of_unit),
    "counterpart": _counterpart,
    "screened": _screened,
    "season": _season,
    "episode": _episode,
}

#: Fields that ask differently about a unit beneath the asked one.
BENEATH_FIELDS: Final[dict[str, FieldTruth]] = {
    "performer": _performer(_on_branch),
    "actor": _performer(_on_branch),
    "role": _role(_on_branch),
}
