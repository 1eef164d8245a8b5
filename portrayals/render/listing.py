"""What `list` found, as columns fit for each kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from typing import Final

from portrayals.notation.cells import text, words
from portrayals.notation.state_words import state_in_words
from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.listing import Listing, Row
from portrayals.results.tabular import found_in

Cell = Callable[[Row], str]
Column = tuple[str, Cell]

#: Answers to a yes-or-no question, which tell less than the codes behind them.
_BOOLEAN: Final = {"yes", "no"}


def lines(listing: Listing, screen: Screen) -> Iterator[str]:
    """A table with its head."""
    return draw(_grid(listing), screen)


def grids(listing: Listing) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    yield _grid(listing)


def count(listing: Listing) -> str:
    """`69 titles.`, or `3 of 69 titles.` where a query chose them."""
    noun = listing.what if listing.total != 1 else listing.what.removesuffix("s")
    chosen = f"{listing.found:,} of " if listing.found != listing.total else ""
    return f"{chosen}{listing.total:,} {noun}."


def _grid(listing: Listing) -> Grid:
    """The rows in the columns of their kind, or in their own where `--fields` chose some."""
    made = _LAYOUTS.get(listing.what)
    if made is None or not _whole(listing):
        return _own(listing)
    columns, right, flexible = made(listing)
    return Grid(
        tuple(head for head, _ in columns),
        tuple(tuple(show(row) for _, show in columns) for row in listing.rows),
        frozenset(right),
        frozenset(flexible),
    )


Layout = tuple[list[Column], set[int], set[int]]


def _whole(listing: Listing) -> bool:
    return bool(listing.rows) and _TELLING[listing.what] in listing.rows[0]


def _own(listing: Listing) -> Grid:
    """Every field as a column."""
    records = listing.records()
    head = tuple(records[0]) if records else ()
    rows = tuple(tuple(map(text, record.values())) for record in records)
    return Grid(head, rows, flexible=frozenset(range(len(head))))


def _field(name: str) -> Cell:
    return lambda row: text(row.get(name))


def _listed(name: str) -> Cell:
    return lambda row: ", ".join(words(row.get(name)))


def years(row: Row) -> str:
    """`2005`, or `2005–2014` for what ran longer; nothing where the year is unknown."""
    year, end = row.get("year"), row.get("end_year")
    return f"{year}–{end}" if end and end != year else text(year)


def _short(listing: Listing, level: str, letters: int) -> str:
    return (listing.names or {}).get(level, level).capitalize()[:letters]


def _titles(listing: Listing) -> Layout:
    facts = [("Title", _field("name")), ("Year", years), ("Kind", _field("kind"))]
    people = [
        (_short(listing, level, letters), _field(f"{level}s"))
        for level, letters in (("portrayal", 4), ("relationship", 3))
        if any(row.get(f"{level}s") for row in listing.rows)
    ]
    findings = _findings(listing)
    numbers = range(len(facts), len(facts) + len(people))
    found = range(numbers.stop, numbers.stop + len(findings))
    return [*facts, *people, *findings], set(numbers), {0, *found}


def _portrayals(listing: Listing) -> Layout:
    columns: list[Column] = [
        ("Name", _field("name")),
        ("Title", _field("title_name")),
        ("Performer", _field("performer")),
        ("Year", _field("period")),
        (_short(listing, "relationship", 3), _field("relationships")),
        *_findings(listing),
    ]
    return columns, {4}, {0, 1, 2, 5} & set(range(len(columns)))


def _relationships(listing: Listing) -> Layout:
    person = (listing.names or {}).get("portrayal", "portrayal").capitalize()
    columns: list[Column] = [
        (person, _field("portrayal_name")),
        ("With", _field("name")),
        ("Title", _field("title_name")),
        ("Year", _field("period")),
        *_findings(listing),
    ]
    return columns, set(), {0, 1, 2, 4} & set(range(len(columns)))


def _episodes(_: Listing) -> Layout:
    columns = [
        ("Episode", _field("code")),
        ("Name", _field("name")),
        ("Aired", _field("aired")),
        ("Title", _field("title_name")),
    ]
    return columns, set(), {1, 3}


def _coders(listing: Listing) -> Layout:
    columns = [(name.capitalize(), _field(name)) for name in ("key", "name", "kind")]
    if any(map(_about_coder, listing.rows)):
        columns.append(("About", _about_coder))
    columns.append(("Annotations", _field("annotations")))
    return columns, {len(columns) - 1}, {1, 3} & set(range(len(columns) - 1))


def _about_coder(row: Row) -> str:
    """The model and version of a program, the method of a compilation."""
    told = (text(row.get(name)) for name in ("model", "model_version", "method"))
    return " ".join(each for each in told if each)


def _sources(_: Listing) -> Layout:
    fields = ("key", "citation", "address", "dated", "evidence")
    return [(name.capitalize(), _field(name)) for name in fields], {4}, {1, 2}


def _assignments(_: Listing) -> Layout:
    columns = [
        ("Wave", _field("wave")),
        ("Title", _field("name")),
        ("Year", _field("year")),
        ("Coder", _field("coder")),
        ("Purpose", _field("purpose")),
        ("Annotations", _field("annotations")),
    ]
    return columns, {5}, {1}


def _annotations(_: Listing) -> Layout:
    columns = [
        ("Unit", _field("unit")),
        ("Variable", _field("variable")),
        ("Value", _value),
        ("Coder", _field("coder")),
        ("Wave", _field("wave")),
        ("Basis", _field("basis")),
    ]
    return columns, set(), {0, 2}


def _value(row: Row) -> str:
    """The value with its doubts, or the state where there is none."""
    if row.get("state") != "coded":
        return state_in_words(text(row.get("state")))
    doubts = (f"maybe:{code}" for code in words(row.get("doubtful")))
    return ", ".join([*words(row.get("value")), *doubts])


def _claims(_: Listing) -> Layout:
    columns = [
        ("Claim", _field("id")),
        ("Source", _field("source")),
        ("Unit", _field("unit")),
        ("Stance", _field("stance")),
        ("Codes", _listed("codes")),
        ("Statement", _field("statement")),
    ]
    return columns, {0}, {2, 4, 5}


def _findings(listing: Listing) -> list[Column]:
    """One column of findings: of the variable that tells most, the codes that the query asks for.

    Without such the first of its codes, and either way how many more there are. Where the codebook
    has no headline, there is only a variable that the query asks about.
    """
    variable = _most_telling(listing)
    if variable is None:
        return []
    asked = listing.asked.get(variable, frozenset())
    return [(variable.replace("-", " ").capitalize(), lambda row: _codes(row, variable, asked))]


def _most_telling(listing: Listing) -> str | None:
    """What leads and has codes of its own, else what it rests on with the most codes."""
    told: dict[str, list[str]] = {}
    for row in listing.rows:
        for variable, finding in _of(row).items():
            told.setdefault(variable, []).extend(_finding_codes(finding))
    if not listing.headline:
        return next((variable for variable in listing.asked if variable in told), None)
    richest = {name: codes for name, codes in told.items() if set(codes) - _BOOLEAN}
    leading = [variable for variable in listing.headline if variable in richest]
    if richest:
        return leading[0] if leading else max(richest, key=lambda name: len(richest[name]))
    return next((variable for variable in (*listing.headline, *told) if variable in told), None)


def _of(row: Row) -> Mapping[str, object]:
    findings = row.get("findings")
    return findings if isinstance(findings, Mapping) else {}


def _finding_codes(finding: object) -> list[str]:
    codes = finding.get("codes") if isinstance(finding, Mapping) else None
    return [str(code) for code in codes] if isinstance(codes, list | tuple) else []


def _codes(row: Row, variable: str, asked: Set[str]) -> str:
    finding = _of(row).get(variable)
    if not isinstance(finding, Mapping):
        return state_in_words("not-coded")
    codes = words(found_in(finding))
    first = [code for code in codes if code in asked] or codes[:1]
    more = len(codes) - len(first)
    told = ", ".join(map(state_in_words, first))
    return f"{told} +{more}" if more else told


_LAYOUTS: Final[dict[str, Callable[[Listing], Layout]]] = {
    "titles": _titles,
    "portrayals": _portrayals,
    "relationships": _relationships,
    "episodes": _episodes,
    "coders": _coders,
    "sources": _sources,
    "assignments": _assignments,
    "annotations": _annotations,
    "claims": _claims,
}
#: A field that each whole row of its kind has, and that is near the end of it.
_TELLING: Final = {
    "titles": "relationships",
    "portrayals": "uuid",
    "relationships": "uuid",
    "episodes": "uuid",
    "coders": "uuid",
    "sources": "uuid",
    "assignments": "purpose",
    "annotations": "codebook_version",
    "claims": "locator",
}
