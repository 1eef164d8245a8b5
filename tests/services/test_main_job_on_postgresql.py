"""The main job on a real server: the same work and the same questions have the same answers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url
from study import Study

from portrayals.errors import PortrayalsError
from portrayals.findings.stored_ballots import wrong_ballots
from portrayals.history.transaction import Change, read, write
from portrayals.services.browse.listing import list_things
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.merge import merge
from portrayals.services.catalogue.people import add_episodes
from portrayals.services.catalogue.remove import remove
from portrayals.services.codebooks.read import read_source
from portrayals.services.study.check import check
from portrayals.services.study.create import create
from portrayals.services.study.history import history
from portrayals.services.study.info import describe, description, info

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

#: The shipped codebook, with a variable of each type that it lacks.
MORE = """
  - {key: sessions, label: Sessions shown, level: portrayal, type: number, min: 0, max: 90,
     tolerance: 1, unit: sessions, rollup: sum}
  - {key: viewers, label: Viewers, level: title, type: number, min: 0}
  - {key: impression, label: Impression, level: title, type: text}
  - {key: told-by-client, label: Told by the client, level: title, type: boolean}
  - key: training
    label: Training
    level: portrayal
    type: ordinal
    rollup: median
    codes: [{key: none-shown, label: not shown}, {key: student, label: student},
            {key: licensed, label: licensed}]
  - {key: place, label: Place, level: episode, type: nominal,
     codes: [{key: office, label: office}, {key: elsewhere, label: elsewhere}]}

derived:
  - {key: long-treatment, label: Long treatment, level: portrayal, type: boolean,
     rules: [{when: "sessions:10..", then: "yes"}], otherwise: "no"}
"""


class StartedStudy(Study):
    """A study that begins with the starter catalogue."""

    def __init__(self, target: str) -> None:
        self.target = target
        create(target, actor="ana", command="init", starter=True)

    def change(self, work: Callable[..., Any], *given: Any, **also: Any) -> Any:
        """Does one use-case in one change, by `ana`."""
        with write(self.target, actor="ana", command=work.__name__) as change:
            return work(change, *given, **also)


def larger_codebook() -> str:
    shipped = read_source("therapist-boundaries").document
    numbered = re.sub(r'(?m)^version: ".*"$', 'version: "99.0"', shipped)
    return re.sub(r"(?m)^derived:\n", lambda _: MORE.lstrip("\n"), numbered)


def work(study: StartedStudy, folder: Path) -> None:
    """The main job, as a study does it: catalogue, code, correct."""
    study.apply(larger_codebook(), folder)
    study.coder("ben", "cleo")
    study.change(add_source, "guide", citation="A Guide, 2012", dated="2012-03")
    study.change(describe, ["population=Films with a therapist", "sampling=random", "seed=7"])
    study.title(
        "Amélie chez l’analyste",
        year="2003",
        countries=("FR", "BE"),
        languages=("fr",),
        genres=("comedy", "Romance"),
        distributor="Canal+",
        aliases=("Amelie at the Analyst's", "50/50 chances"),
        ids=("imdb:tt0000123",),
        synopsis="A naïve therapist falls for a client.",
    )
    study.title("The Couch", year="1998", kind="tv-series", end_year="2001", languages=("en",))
    study.title("The Couch Trip", year="1988", countries=("US",), genres=("comedy",))
    study.title("Nobody Home", year="1979")
    study.title("Out of Scope", year="1999")
    study.title("ΣΟΦΟΣ", year="2020")
    study.screen("nobody-home", "none")
    study.screen("out-of-scope", "out")
    study.screen("the-couch", "in")
    amelie = study.portrayal(
        "amelie-chez-l-analyste", "Dr Noël", performer="Zoé Ångström", roles=("analyst", "Mother")
    )
    for name in ("Rémi", "Luc"):
        study.relationship(amelie, name, performer="Émile", roles=("client",))
    general = study.relationship(amelie, None)
    couch = study.portrayal("the-couch", "Sam", year="1999")
    study.relationship(couch, "Tess")
    trip = study.portrayal("the-couch-trip", "Dr Baird")
    study.relationship(trip, "Ellie")
    lonely = study.portrayal("σοφος", "Irvin")
    study.change(add_episodes, "the-couch", "S01E01..S01E04")

    remi, luc, tess, ellie = (
        f"{amelie}/remi",
        f"{amelie}/luc",
        f"{couch}/tess",
        f"{trip}/ellie",
    )
    study.tag(remi, "flirting", basis="watched", at="12:30-14:05", quote="« Venez »")
    study.tag(remi, "dating-current-client", "maybe:sexual-contact", basis="watched")
    study.tag(remi, "dating", actor="ben", basis="watched", source="guide")
    study.tag(remi, "dating-former-client", actor="cleo", basis="documented")
    study.annotate(remi, "initiator=therapist", "evaluation=condemned", "tone=comic")
    study.annotate(remi, "initiator=client", actor="ben")
    study.annotate(luc, "boundary-act=none")
    study.tag(luc, "gives-gift", "flirting", actor="ben", basis="hearsay")
    study.annotate(general, "boundary-act=cannot-tell")
    study.tag(tess, "flirting", "gives-gift", episode="S01E02", at="1:02:03")
    study.untag(tess, "gives-gift")
    study.tag(tess, "flirting", "sexual-romantic", actor="ben")
    study.annotate(tess, "boundary-act=unavailable", actor="cleo")
    study.tag(ellie, "accepts-gift", note="a cake")
    study.untag(ellie, "accepts-gift")
    study.annotate(ellie, "boundary-act=none", "outcome-client=benefits")
    study.annotate(amelie, "sessions=12", "training=student")
    study.annotate(amelie, "sessions=13", "training=licensed", actor="ben")
    study.annotate(couch, "sessions=3", "training=licensed")
    study.annotate(trip, "sessions=40", "training=none-shown")
    study.annotate(trip, "sessions=50", actor="ben")
    study.annotate(lonely, "sessions=cannot-tell")
    study.annotate("the-couch", "told-by-client=yes", "impression=Slow, but « juste ».")
    study.annotate("the-couch", "told-by-client=no", actor="ben")
    for number, title in enumerate(("amelie-chez-l-analyste", "the-couch", "the-couch-trip")):
        study.annotate(title, f"viewers={1_000_000_000 + number}")
    study.annotate("amelie-chez-l-analyste", "told-by-client=no")
    study.annotate("the-couch/s01e02", "place=office")
    study.annotate("the-couch/s01e03", "place=elsewhere")

    study.change(edit, "the-couch", ["genre+=Drama", "distributor=ABC", "year=1997"])
    study.change(edit, amelie, ["performer=", "role-=Mother"])
    study.change(edit, "ben", ["name=Ben B."])
    study.title("Couch, The (TV)", year="1998", kind="tv-series", ids=("imdb:tt0000456",))
    study.portrayal("couch-the-tv", "Sam")
    study.portrayal("couch-the-tv", "Vera")
    study.annotate("couch-the-tv/vera", "training=student")
    study.change(add_episodes, "couch-the-tv", "S01E04..S01E05")
    study.change(merge, "couch-the-tv", "the-couch")
    study.title("A Mistake", year="2001")
    study.portrayal("a-mistake", "Nobody")
    study.annotate("a-mistake/nobody", "sessions=1")
    study.change(remove, ["a-mistake"])
    study.annotate(ellie, "outcome-client=not-coded")

    first = study.says("guide", remi, "boundary-act=flirting;gives-gift", date="2012-03")
    study.says("review", None, about=str(first), stance="denies", statement="Il n’a rien offert.")
    study.says("review", "amelie-chez-l-analyste", "violation=no", "told-by-client=no")
    study.says("review", "the-couch", "long-treatment=yes", basis="on l’a dit")
    study.says("guide", "the-couch/s01e02", "place=office", stance="qualifies")
    study.says("guide", "nobody-home", "boundary-act=sexual-romantic", date="1980")
    study.says("guide", lonely, "boundary-act=flirting", stance="denies")
    study.change(edit, f"claim:{first}", ["scope=The first act", "date=2012-04"])


@pytest.fixture(scope="module")
def studies(
    postgresql_url: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[StartedStudy, StartedStudy]:
    """The same work done in a file and on a server."""
    name = f"main_job_{uuid.uuid4().hex}"
    server = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    server.dispose()
    url = make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)
    folder = tmp_path_factory.mktemp("main_job")
    both = StartedStudy(str(folder / "study.db")), StartedStudy(url)
    for study in both:
        work(study, folder)
    return both


def plain(answer: object) -> object:
    """An answer without what is made anew each time: UUIDs, hours, the way to the database."""
    if isinstance(answer, dict):
        made = {"at", "path", "engine", "snapshot"}
        kept = (key for key in answer if key not in made and not key.endswith("uuid"))
        return {key: plain(answer[key]) for key in kept}
    if isinstance(answer, list | tuple):
        return [plain(each) for each in answer]
    return round(answer, 9) if isinstance(answer, float) else answer


def agreed(
    studies: tuple[StartedStudy, StartedStudy], ask: Callable[[StartedStudy], object]
) -> Any:
    """What both engines answer."""
    here, there = (plain(ask(study)) for study in studies)
    assert there == here
    return there


UNITS = ("titles", "episodes", "portrayals", "relationships")


@pytest.mark.parametrize("what", [*UNITS, "coders", "sources", "annotations", "claims"])
def test_both_list_the_same_without_a_query(
    what: str, studies: tuple[StartedStudy, StartedStudy]
) -> None:
    rows = agreed(studies, lambda study: study.list(what).to_dict())
    assert rows


QUERIES = [
    "amelie",
    "Amélie",
    "naive",
    "ångström",
    "50/50",
    "50",
    "couch trip",
    '"couch trip"',
    "couch NOT trip",
    "coucht",
    "σοφος",
    "ΣΟΦΟΣ",
    "l'analyste",
    "%",
    "_",
    "100%",
    "name:couch",
    "name:=couch",
    "name:='the couch'",
    "alias:chances",
    "performer:emile",
    "role:analyst",
    "counterpart:remi",
    "kind:tv",
    "kind:film,tv-series",
    "year:1990..1999",
    "year:..1998",
    "year:2000..",
    "decade:1990s",
    "country:fr",
    "genre:romance,drama",
    "distributor:canal",
    "id:imdb:tt0000123",
    "id:imdb",
    "screened:none",
    "screened:pending",
    "coder:ben",
    "basis:watched",
    "basis:hearsay,documented",
    "source:guide",
    "season:1",
    "episode:S01E02",
    "disputed:yes",
    "claimed:yes",
    "boundary-act:any",
    "boundary-act:none",
    "boundary-act:cannot-tell",
    "boundary-act:not-coded",
    "boundary-act:unavailable",
    "boundary-act:unsettled",
    "boundary-act:flirting",
    "NOT boundary-act:flirting",
    "boundary-act:sexual-romantic",
    "boundary-act:sexual-contact",
    "boundary-act:dating,flirting",
    "boundary-act:flirting initiator:therapist",
    "boundary-act:flirting NOT initiator:therapist",
    "some(boundary-act:flirting) some(initiator:client)",
    "some(NOT boundary-act:flirting)",
    "NOT some(boundary-act:flirting NOT tone:comic)",
    "boundary-act.class:violation",
    "boundary-act.class:crossing,contact",
    "boundary-act.severity:4..",
    "boundary-act.severity:..2",
    "boundary-act.standards:'APA 10.05'",
    "initiator:unsettled",
    "initiator:therapist,client",
    "evaluation:not-applicable",
    "tone:comic",
    "violation:yes",
    "NOT violation:yes",
    "violation:undetermined",
    "severity:3..",
    "severity:1..2",
    "sessions:10..20",
    "sessions:..12.5",
    "sessions:12.5",
    "sessions:any",
    "sessions:unsettled",
    "training:student..",
    "training:licensed",
    "long-treatment:yes",
    "told-by-client:no",
    "impression:juste",
    "impression:any",
    "place:office",
    "couch (violation:yes OR sessions:..5) NOT kind:film",
    "boundary-act:flirting place:office",
]


def found(study: Study, query: str) -> list[object]:
    """What a query finds at each level: keys, counts and notes, or what is wrong with it."""
    answers: list[object] = []
    with read(study.target) as connection:
        for what in UNITS:
            try:
                listed = list_things(connection, what, [query], detail=False)
            except PortrayalsError as error:
                answers.append([what, error.message, error.hint, error.candidates])
            else:
                keys = [row["key"] for row in listed.rows]
                answers.append([what, keys, listed.found, listed.total, listed.notes])
    return answers


@pytest.mark.parametrize("query", QUERIES)
def test_both_find_the_same(query: str, studies: tuple[StartedStudy, StartedStudy]) -> None:
    agreed(studies, lambda study: found(study, query))


@pytest.mark.parametrize("query", ["couch", "coder:ben", "boundary-act:flirting", "place:office"])
def test_both_list_the_annotations_of_the_same(
    query: str, studies: tuple[StartedStudy, StartedStudy]
) -> None:
    assert agreed(studies, lambda study: study.list("annotations", query).to_dict())


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("amelie", ["amelie-chez-l-analyste"]),
        ("Naïve", ["amelie-chez-l-analyste"]),
        ("50/50", ["50-50", "amelie-chez-l-analyste"]),
        ("couch trip", ["the-couch-trip"]),
        ("ΣΟΦΟΣ", ["σοφοσ"]),
        ("boundary-act:dating initiator:unsettled", ["amelie-chez-l-analyste"]),
        ("boundary-act.severity:5", []),
        ("sessions:12.5", ["amelie-chez-l-analyste"]),
        ("country:fr year:2000..2005", ["amelie-chez-l-analyste"]),
    ],
)
def test_both_find_what_is_there(
    query: str, keys: list[str], studies: tuple[StartedStudy, StartedStudy]
) -> None:
    found = agreed(studies, lambda study: study.keys("titles", query))
    assert [key for key in found if key in {*keys, "the-couch", "the-couch-trip"}] == keys


@pytest.mark.parametrize("sort", ["year-,name", "key", "kind,year", "title-"])
@pytest.mark.parametrize("what", UNITS)
def test_both_sort_the_same(
    what: str, sort: str, studies: tuple[StartedStudy, StartedStudy]
) -> None:
    agreed(studies, lambda study: [r["key"] for r in study.list(what, sort=sort, limit=5).rows])


STATS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    ((), {}),
    *((("boundary-act",), {"level": level}) for level in ("title", "portrayal", "relationship")),
    *((("initiator", "violation"), {"level": level}) for level in ("title", "relationship")),
    *((("severity",), {"level": "title", "rollup": rule}) for rule in ("max", "min", "median")),
    *(
        (("sessions",), {"level": "title", "rollup": rule})
        for rule in ("max", "min", "median", "mean", "sum", "count")
    ),
    *((("sessions", "training"), {"level": level}) for level in ("title", "portrayal")),
    (("sessions",), {"level": "relationship"}),
    (("viewers",), {}),
    (("told-by-client",), {}),
    (("told-by-client",), {"level": "relationship"}),
    (("long-treatment",), {"level": "title"}),
    (("place",), {}),
    (("place", "violation"), {"level": "title"}),
    *(
        (("violation",), {"level": "title", "by": by})
        for by in ("kind", "year", "decade", "country", "language", "genre", "distributor")
    ),
    (("violation",), {"by": "title"}),
    (("training",), {"by": "role"}),
    (("violation",), {"by": "initiator"}),
    (("violation",), {"by": "boundary-act", "level": "title"}),
    (("sessions",), {"by": "training"}),
    *((("boundary-act", "evaluation"), {"policy": p}) for p in ("majority", "unanimous", "any")),
    *((("boundary-act",), {"coder": c}) for c in ("ana", "ben", "cleo", "catalogue")),
    (("sessions",), {"coder": "ben"}),
    (("violation",), {"coder": "ben", "level": "title", "by": "decade"}),
    (("violation",), {"wave": "main"}),
    (("boundary-act:flirting,none",), {"where": "NOT initiator:client"}),
    (("violation",), {"where": "couch", "level": "title"}),
    (("boundary-act",), {"depth": 1, "confidence": 90}),
    *((("violation",), {"interval": method}) for method in ("auto", "wilson", "cluster", "exact")),
    *((("boundary-act", v), {"interval": "bootstrap"}) for v in ("violation", "sessions")),
]


@pytest.mark.parametrize(("variables", "options"), STATS)
def test_both_count_the_same(
    variables: tuple[str, ...],
    options: dict[str, Any],
    studies: tuple[StartedStudy, StartedStudy],
) -> None:
    counted = agreed(studies, lambda study: study.stats(*variables, **options).to_dict())
    assert counted["rows"]


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ((), {}),
        (("OFFERT",), {"policy": "any"}),
        (("amelie",), {"policy": "unanimous"}),
        (("source:guide", "year:..1990"), {"coder": "ben"}),
        (("source:=review",), {"coder": "catalogue"}),
        (("the-couch",), {}),
        (("season:1",), {}),
        (("NOT boundary-act:flirting",), {}),
    ],
)
def test_both_set_the_same_claims_beside_the_same_findings(
    query: tuple[str, ...],
    options: dict[str, Any],
    studies: tuple[StartedStudy, StartedStudy],
) -> None:
    told = agreed(studies, lambda study: study.fact_check(*query, **options).to_dict())
    assert sum(told["verdicts"].values()) == len(told["rows"]) > 0


@pytest.mark.parametrize("sort", ["source,date-", "unit", "unit-", "date", "stance-,id-"])
def test_both_sort_claims_the_same(sort: str, studies: tuple[StartedStudy, StartedStudy]) -> None:
    agreed(studies, lambda study: study.list("claims", sort=sort, limit=5).to_dict())


@pytest.mark.parametrize(
    "key",
    [
        "claim:1",
        "amelie-chez-l-analyste",
        "HIMYM",
        "50/50",
        "imdb:tt0000456",
        "the-couch/sam",
        "the-couch/sam/tess",
        "the-couch/s01e02",
        "couch-the-tv",
        "ben",
        "guide",
        "dating",
        "gender",
        "violation:yes",
    ],
)
def test_both_show_the_same(key: str, studies: tuple[StartedStudy, StartedStudy]) -> None:
    agreed(studies, lambda study: study.show(key).to_dict())


def test_both_refuse_the_same(studies: tuple[StartedStudy, StartedStudy]) -> None:
    def refusals(study: StartedStudy) -> object:
        refused: tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...] = (
            (study.tag, ("the-couch/sam/tess", "flirtng")),
            (study.annotate, ("the-couch/sam", "sessions=91")),
            (study.annotate, ("the-couch/sam", "sessions=1e400")),
            (study.screen, ("the-couch", "none")),
            (study.show, ("couch",)),
            (study.title, ("",)),
            (study.keys, ("titles", "boundary-act:flirtng")),
            (study.change, (remove, ["ben"])),
            (study.change, (merge, "nobody-home", "the-couch")),
            (study.change, (edit, "the-couch", ["year=3000"])),
        )
        told = []
        for doing, given in refused:
            with pytest.raises(PortrayalsError) as error:
                doing(*given)
            told.append([error.value.message, error.value.hint, error.value.candidates])
        return told

    agreed(studies, refusals)


def test_both_have_the_same_history_and_say_the_same_of_themselves(
    studies: tuple[StartedStudy, StartedStudy],
) -> None:
    def told(study: StartedStudy) -> object:
        with read(study.target) as connection:
            return [
                history(connection).to_dict(),
                history(connection, "the-couch").to_dict(),
                history(connection, "ben").to_dict(),
                history(connection, "a-mistake").to_dict(),
                info(connection, study.target).to_dict(),
                description(connection).to_dict(),
            ]

    every, couch, *_ = agreed(studies, told)
    assert len(every) > 60
    assert 3 < len(couch) < len(every)


def test_the_ballots_are_what_the_annotations_say_and_nothing_is_wrong(
    studies: tuple[StartedStudy, StartedStudy],
) -> None:
    for study in studies:
        with read(study.target) as connection:
            assert wrong_ballots(connection) == 0
            assert check(connection).problems == ()


def add_two(change: Change) -> None:
    """A change of which the second half fails."""
    add_coder(change, "dora")
    add_coder(change, "ben")


def test_a_change_that_fails_leaves_nothing(studies: tuple[StartedStudy, StartedStudy]) -> None:
    def attempted(study: StartedStudy) -> object:
        with pytest.raises(PortrayalsError, match="ben"):
            study.change(add_two)
        return study.list("coders").to_dict()

    assert "dora" not in {row["key"] for row in agreed(studies, attempted)}
