"""A study drawn from a seed: realistic in its casts, its coders' errors and its frequencies.

What a unit is coded with is what some unit of the shipped catalogue is, so that the frequencies,
the long tails and what goes with what are those of the field. Of the titles, two in five are coded
by one coder, as many by two, the rest by three or four. A coder who errs gives a variable the value
of another unit; and where others are asked only if it has a certain value, takes one unit for
another altogether.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from portrayals.notation.keys import slug

CODERS: Final = {"ana": 0.04, "bjorn": 0.08, "chloe": 0.12, "daithi": 0.2}  # how often each errs
LEVELS: Final = ("title", "portrayal", "relationship")
DECIDING: Final = frozenset({"boundary-act", "client-status"})  # by which others are asked
NUMBER_OF_CODERS: Final = (1, 1, 1, 1, 2, 2, 2, 2, 3, 4)
CAST: Final = (1, 1, 1, 1, 1, 2, 2, 3, 5, 12)  # therapists in a title: mostly one, some ensembles
CLIENTS: Final = (1, 1, 1, 1, 1, 1, 2, 2, 3, 8)
KINDS: Final = ("film", "film", "film", "tv-series", "tv-series", "tv-miniseries")
COUNTRIES: Final = ("United States",) * 6 + ("United Kingdom", "France", "Germany", "Brazil")
GENRES: Final = ("Drama", "Drama", "Comedy", "Thriller", "Crime", "Romance", "Horror")

GIVEN: Final = (
    *("Aaron", "Ágnes", "Amélie", "André", "Anna", "Björn", "Chloé", "Çağla", "Dáithí", "Elena"),
    *("Émile", "Françoise", "George", "Héctor", "Ines", "Jürgen", "José", "Kevin", "Łucja", "Mae"),
    *("Måns", "Noël", "Ottó", "Pénélope", "Quinn", "René", "Søren", "Tomáš", "Uma", "Zoë"),
)
FAMILY: Final = (
    *("Álvarez", "Andersson", "Beauvoir", "Björk", "Brontë", "Castañeda", "Dvořák", "Evans"),
    *("Fernández", "Garção", "Håkansson", "Ibáñez", "Jiménez", "Kovács", "Lefèvre", "Müller"),
    *("Núñez", "O'Brien", "Özdemir", "Peña", "Quispe", "Rousseau", "Şahin", "Strauß", "Tran"),
    *("Ünal", "Vašek", "Weston", "Xu", "Yılmaz", "Żak"),
)
FIRST: Final = ("Analyse", "Beyond", "The Last", "Dear", "A Quiet", "Almost", "In", "The Other")
MIDDLE: Final = ("Broken", "Émigré", "Silent", "Élan", "Borrowed", "Glass", "Seventh", "Naïve")
LAST: Final = (
    *("Hour", "Room", "Session", "Couch", "Café", "Mirror", "Fiancée", "Promise", "Silence"),
    *("Patient", "Déjà Vu", "Confession", "House", "Year", "Daughter", "Stranger", "Façade"),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each a study has."""

    titles: int
    portrayals: int
    relationships: int
    annotations: int


#: What one coder said of one unit: the value of each variable that was coded.
Coding = dict[str, str]


def codings_of(folder: Path) -> dict[str, list[Coding]]:
    """By level the coding of every unit, of many the empty one; the folder holds the exports."""
    codings: dict[str, dict[str, Coding]] = {
        level: {row["key"]: {} for row in _rows(folder / f"{level}s.csv")} for level in LEVELS
    }
    for row in _rows(folder / "annotations.csv"):
        if row["purpose"] == "main":  # what was coded again may not fit the rest
            codings[row["level"]][row["unit"]][row["variable"]] = row["value"]
    return {level: list(of_units.values()) for level, of_units in codings.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True, slots=True)
class Judges:
    """Draws what coders say of units; `known` is `codings_of` a real study."""

    draw: random.Random
    known: dict[str, list[Coding]]
    errs: Mapping[str, float] = field(default_factory=lambda: CODERS)

    def coders(self) -> Sequence[str]:
        """Who codes a title and all beneath it."""
        return self.draw.sample(tuple(CODERS), self.draw.choice(NUMBER_OF_CODERS))

    def truth(self, level: str) -> Coding:
        """What there is to see of a unit."""
        return self.draw.choice(self.known[level])

    def say(
        self, level: str, coders: Sequence[str], truth: Coding
    ) -> Iterator[tuple[str, str, str]]:
        """Variable, coder and value, for one unit."""
        for coder in coders:
            seen = truth
            if self._errs(coder) and not DECIDING.isdisjoint(truth):
                seen = self.truth(level)
            for variable, value in seen.items():
                said = value
                if variable not in DECIDING and self._errs(coder):
                    said = self.truth(level).get(variable, value)
                yield variable, coder, said

    def _errs(self, coder: str) -> bool:
        return self.draw.random() < self.errs[coder]


def generate(folder: Path, portrayals: int, seed: int, known: dict[str, list[Coding]]) -> Sizes:
    """Writes the four sheets of a study into a folder, as `export` would; the same for a seed."""
    draw = random.Random(seed)  # noqa: S311 - a study, not a secret
    judges = Judges(draw, known)
    titles, people, pairs, codings = (
        Sheet(folder / f"{name}.csv", header) for name, header in HEADERS.items()
    )

    def code(level: str, unit: str) -> None:
        for variable, coder, value in judges.say(level, coders, judges.truth(level)):
            codings.write(unit, level, variable, coder, value, "watched")

    while people.rows < portrayals:
        name = f"{draw.choice(FIRST)} {draw.choice(MIDDLE)} {draw.choice(LAST)}"
        if draw.random() < 0.5:
            name = f"{name} of {_name(draw)}"
        title = f"{slug(name)}-{titles.rows + 1}"
        coders = judges.coders()
        titles.write(title, name, draw.choice(KINDS), *_facts(draw, titles.rows + 1))
        code("title", title)
        cast = min(draw.choice(CAST), portrayals - people.rows)
        for person, portrayal in _people(draw, title, cast):
            people.write(portrayal, title, person, _name(draw), "therapist")
            code("portrayal", portrayal)
            for client, relationship in _people(draw, portrayal, draw.choice(CLIENTS)):
                pairs.write(relationship, portrayal, client, "client")
                code("relationship", relationship)
    for sheet in (titles, people, pairs, codings):
        sheet.close()
    return Sizes(titles.rows, people.rows, pairs.rows, codings.rows)


HEADERS: Final = {
    "titles": ("key", "name", "kind", "year", "countries", "genres", "ids", "screened"),
    "portrayals": ("key", "title", "name", "performer", "roles"),
    "relationships": ("key", "portrayal", "name", "roles"),
    "annotations": ("unit", "level", "variable", "coder", "value", "basis"),
}


class Sheet:
    """A CSV file under way; `rows` is how many it has below its header."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.rows = 0
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(header)

    def write(self, *cells: object) -> None:
        """Adds a row."""
        self._writer.writerow(cells)
        self.rows += 1

    def close(self) -> None:
        """Ends the file."""
        self._file.close()


def _name(draw: random.Random) -> str:
    return f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"


def _facts(draw: random.Random, number: int) -> tuple[object, ...]:
    year = round(draw.triangular(1925, 2025, 2015))
    genres = ";".join(dict.fromkeys((draw.choice(GENRES), draw.choice(GENRES))))
    return year, draw.choice(COUNTRIES), genres, f"imdb:tt{number:07}", "in"


def _people(draw: random.Random, above: str, number: int) -> Iterator[tuple[str, str]]:
    """So many different people of one unit: name and key."""
    known: set[str] = set()
    while len(known) < number:
        person = _name(draw)
        key = f"{above}/{slug(person)}"
        if key not in known:
            known.add(key)
            yield person, key
