"""Options shared by several methods of a study, each declared and described once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypedDict

from portrayals.results.count_options import CountOptions
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.importing.table_map import TableMap
from portrayals.vocabulary import Basis, IntervalMethod, Level, Policy, Silence


class CountingKeywords(TypedDict, total=False):
    """How something is counted.

    level: The level whose units are counted; by default the lowest of the variables' own.
    coder: The key of a coder whose answers are counted instead of the settled ones.
    policy: How coders' answers are settled where they differ; by default the study's own policy.
    wave: The key of a wave; only its annotations are read.
    confidence: The confidence level of the intervals, in per cent.
    interval: How intervals are made; `auto` is Wilson for titles, and clustered by title below.
    seed: The random seed for bootstrap intervals and permutations.
    silence: What a partial set says about codes it does not mention: `open` for nothing, or `no`.
    provenance: Whether to add the snapshot, a hash of the content; this reads the whole database.
    """

    level: Level | None
    coder: str | None
    policy: Policy | None
    wave: str | None
    confidence: float
    interval: IntervalMethod
    seed: int
    silence: Silence
    provenance: bool


class CodingKeywords(TypedDict, total=False):
    """How a coder knows, and where to look.

    wave: The key of the wave that the annotation belongs to.
    basis: How the coder knows; by default unstated, with a notice saying so.
    note: A remark on the annotation.
    episode: The episode where it is seen, such as `S07E05`.
    at: The time when it is seen, such as `12:30`, `12:30-14:05` or `1:02:03`.
    quote: What is said there, word for word.
    source: The key, address or citation of a source that describes it.
    create: Whether to add the title, person, counterpart or episode that is missing.
    duplicate: Whether to add a title although there is one of nearly its name and year.
    description: What is seen there, in the coder's own words.
    """

    wave: str | None
    basis: Basis | None
    note: str | None
    episode: str | None
    at: str | None
    quote: str | None
    source: str | None
    create: bool
    duplicate: bool
    description: str | None


class TableKeywords(TypedDict, total=False):
    """Which column of a table holds what; `=TEXT` is the same for all rows.

    level: What each row is.
    title: The column of the title.
    title_year: The column of the title's year, where rows are of units below it.
    portrayal: The column of the person, where rows are relationships.
    name: The column of the unit's name.
    year: The column of the unit's year, or first and last year, such as `2005–2014`.
    end_year: The column of a title's last year.
    kind: The column of the kind of title.
    performer: The column of the performer.
    episode: The column of the episode code.
    season: The column of the season of an episode.
    number: The column of the number of an episode.
    country: The column of the title's countries; so too genre, language and distributor.
    genre: The column of the title's genres.
    language: The column of the title's languages.
    distributor: The column of who distributed the title.
    role: The column of the person's roles.
    aired: The column of the date on which an episode aired.
    ids: Columns of identifiers, each `SCHEME=COLUMN`.
    coder: The key of the coder of all rows; by default the one who acts.
    coder_column: The column of the row's coder.
    wave: The key of the wave that the annotations belong to.
    basis: How the coders know.
    var: Columns of variables and codes, each `VARIABLE=COLUMN` or `VARIABLE:CODE=COLUMN`; by
        default they are found by their headers.
    value: What cells mean, each `VARIABLE:CELL=CODE`, or `*:CELL=CODE` for every variable.
    split: What separates codes in a cell, by default `;`; `VARIABLE=TEXT` is another separator
        in the column of one variable.
    decimal: The decimal mark of numbers, `comma` or `point`; by default each column shows it.
    ignore: Columns that are not used, although their headers are those of variables or fields.
    long: The variable of which each row has one code; with its column, `"act=Event"`.
    evidence: With `long`, columns of where the code is seen, each `FIELD=COLUMN`; by default they
        are found by their headers.
    """

    level: Level | None
    title: str | None
    title_year: str | None
    portrayal: str | None
    name: str | None
    year: str | None
    end_year: str | None
    kind: str | None
    performer: str | None
    episode: str | None
    season: str | None
    number: str | None
    country: str | None
    genre: str | None
    language: str | None
    distributor: str | None
    role: str | None
    aired: str | None
    ids: Sequence[str]
    coder: str | None
    coder_column: str | None
    wave: str | None
    basis: Basis | None
    var: Sequence[str]
    value: Sequence[str]
    split: Sequence[str]
    decimal: str | None
    ignore: Sequence[str]
    long: str | None
    evidence: Sequence[str]


#: The class that holds each set of options internally, and gives the default of each option.
HOLDERS: Final[Mapping[Any, type]] = {
    CountingKeywords: CountOptions,
    CodingKeywords: CodingOptions,
    TableKeywords: TableMap,
}
