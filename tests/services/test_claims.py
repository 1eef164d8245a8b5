"""Claims written, chosen, shown, looked after, and loaded with a starter catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_study import BOOK, KeptStudy
from sqlalchemy import insert, select

from portrayals.errors import (
    AlreadyThere,
    InvalidQuery,
    InvalidText,
    InvalidValue,
    PortrayalsError,
    UnknownKey,
)
from portrayals.history.transaction import Change, new_uuid, read, write
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.remove import remove
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.starter import load_catalogue
from portrayals.services.study.history import history
from portrayals.tables import claim, source

RAFI = "prime/lisa-metzger/rafi"


def change(study: KeptStudy, work: Callable[[Change], Any]) -> Any:
    with write(study.target, actor="ana", command="work") as under_way:
        return work(under_way)


def numbers(study: KeptStudy, *query: str, **options: Any) -> list[object]:
    """The claims that a list has, which are those that a fact check has."""
    listed = [row["id"] for row in study.list("claims", *query, **options).rows]
    if not options:
        assert [each.id for each in study.fact_check(*query).claims] == listed
    return listed


@pytest.fixture
def claimed(kept: KeptStudy) -> KeptStudy:
    """Two claims are there; 3 is of a title, 4 of its episode, 5 about 3, 6 about 5, 7 of none."""
    kept.says("review", "shrinking", "act=dating", statement="He dates her.", date="2023-02")
    kept.says("blog", "shrinking/s01e02", statement="A café scene.", basis="watched twice")
    kept.says("blog", None, about="3", stance="denies", statement="He does not.", date="2024")
    kept.says("review", "prime", about="claim:5", stance="denies", statement="He does.")
    kept.says("blog", None, "act=dating", statement="All of them date.")
    return kept


REFUSED: list[tuple[type[PortrayalsError], str, tuple[Any, ...], dict[str, str]]] = [
    (UnknownKey, "review", ("revew", None), {}),
    (UnknownKey, "", ("", None), {}),
    (UnknownKey, "Prime", ("review", "prine"), {}),
    (UnknownKey, "act", ("review", "prime", "acts=dating"), {}),
    (InvalidValue, "dating", ("review", "prime", "act=datin"), {}),
    (InvalidValue, "", ("review", "prime", "act"), {}),
    (InvalidValue, "", ("review", "prime", "act="), {}),
    (InvalidValue, "", ("review", "prime", "=dating"), {}),
    (InvalidValue, "", ("review", "prime", "act=none"), {}),
    (InvalidValue, "", ("review", "prime", "age=3"), {}),
    (InvalidValue, "", ("review", "prime", "remark=odd"), {}),
    (UnknownKey, "", ("review", None), {"about": "99"}),
    (UnknownKey, "", ("review", None), {"about": "claim:"}),
    (UnknownKey, "", ("review", None), {"about": "review"}),
    (InvalidValue, "", ("review", None), {"date": "2011-13-01"}),
    (InvalidValue, "", ("review", None), {"stance": "doubts"}),
    (InvalidValue, "", ("review", None), {"statement": " \n"}),
]


@pytest.mark.parametrize(("error", "near", "given", "said"), REFUSED)
def test_what_cannot_be_claimed_is_refused_with_what_is_near(
    kept: KeptStudy,
    error: type[PortrayalsError],
    near: str,
    given: tuple[Any, ...],
    said: dict[str, str],
) -> None:
    by, of, *codes = given
    whole = Said(**{"statement": "So it is.", **said})
    with pytest.raises(error) as refused:
        change(kept, lambda under_way: add_claim(under_way, by, of, codes, whole))
    assert refused.value.candidates or refused.value.hint
    assert not near or any(near in each for each in refused.value.candidates)
    assert len(numbers(kept)) == 2


def test_a_source_says_a_thing_once(claimed: KeptStudy) -> None:
    with pytest.raises(AlreadyThere, match="claim:3 of review already says so"):
        claimed.says("review", "shrinking", statement="He dates her.")
    with pytest.raises(AlreadyThere, match="claim:7"):
        claimed.says("blog", None, statement="All of them date.")
    assert claimed.says("blog", "shrinking", statement="He dates her.") == 8
    assert claimed.says("review", "shrinking", statement="He dates her.", stance="denies") == 9


def test_a_code_named_twice_is_named_once(kept: KeptStudy) -> None:
    number = kept.says("review", RAFI, "act=dating;gift", "act=Dating")
    [row] = [row for row in kept.list("claims").rows if row["id"] == number]
    assert row["codes"] == ["act:dating", "act:gift"]


def test_without_a_codebook_a_claim_names_no_codes(tmp_path: Path) -> None:
    study = KeptStudy(str(tmp_path / "study.db"))
    study.title("Prime")
    with pytest.raises(PortrayalsError, match="no codebook"):
        study.says("review", "prime", "act=dating")
    study.says("review", "prime")
    assert study.fact_check().verdicts["not-testable"] == 1


QUERIES: list[tuple[tuple[str, ...], list[int]]] = [
    ((), [1, 2, 3, 4, 5, 6, 7]),
    (("dates",), [3]),
    (("cafe scene",), [4]),
    (("WATCHED",), [4]),
    (("blog",), [4, 5, 7]),
    (("Shrinking",), [3, 4]),
    (("grief",), [3, 4]),
    ((RAFI,), [1]),
    (("denies",), [2, 5, 6]),
    (("nobody-says-this",), []),
    (("year:2005",), [1, 6]),
    (("kind:tv",), [3, 4]),
    (("act:dating",), [3]),
    (("source:blog",), [4, 5, 7]),
    (("source:=blog",), [4, 5, 7]),
    (("source:=blo",), []),
    (("source:blog,review", "kind:tv"), [3, 4]),
    (("source:blog", "shrinking"), [4]),
    (("source:any",), [1, 2, 3, 4, 5, 6, 7]),
    (("source:none",), []),
    (("season:1",), [3, 4]),
]


@pytest.mark.parametrize(("query", "found"), QUERIES)
def test_a_query_asks_the_unit_the_source_or_the_words(
    claimed: KeptStudy, query: tuple[str, ...], found: list[int]
) -> None:
    assert numbers(claimed, *query) == found


@pytest.mark.parametrize("query", ["yaer:2005", "act:datin", "year:x", "(", "source:1..2"])
def test_a_query_that_cannot_be_asked_is_refused(claimed: KeptStudy, query: str) -> None:
    with pytest.raises((InvalidQuery, InvalidValue)):
        numbers(claimed, query)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("id-", [7, 6, 5, 4, 3, 2, 1]),
        ("source", [4, 5, 7, 1, 2, 3, 6]),
        ("date", [3, 5, 1, 2, 4, 6, 7]),
        ("date-,id-", [5, 3, 7, 6, 4, 2, 1]),
        ("unit,source", [6, 1, 3, 4, 5, 7, 2]),
        ("stance", [1, 3, 4, 7, 2, 5, 6]),
    ],
)
def test_claims_are_sorted(claimed: KeptStudy, sort: str, order: list[int]) -> None:
    assert numbers(claimed, sort=sort) == order


def test_a_list_is_limited_and_says_so(claimed: KeptStudy) -> None:
    found = claimed.list("claims", "denies", limit=2)
    assert [row["id"] for row in found.rows] == [2, 5]
    assert (found.found, found.total, found.notes) == (3, 7, ("2 of 3 are shown.",))
    with pytest.raises(InvalidValue, match="colour"):
        claimed.list("claims", sort="colour")


def test_show_tells_who_says_what_and_who_disputes_it(claimed: KeptStudy) -> None:
    shown = claimed.show("shrinking")
    assert [(each.id, each.depth, each.about) for each in shown.claims] == [
        (3, 0, None),
        (5, 1, 3),
        (6, 2, 5),
        (4, 0, None),
    ]
    first = shown.claims[0]
    assert (first.source, first.stance, first.codes) == ("review", "asserts", ["act:dating"])
    assert (first.stated_on, shown.claims[3].unit) == ("2023-02", "shrinking/s01e02")
    prime = claimed.show("prime")
    assert [(each.id, each.depth) for each in prime.claims] == [(6, 0)]
    below = prime.units[0].units[0]
    assert [(each.id, each.depth) for each in below.claims] == [(1, 0), (2, 1)]
    assert [each.id for each in claimed.show("shrinking/s01e02").claims] == [4]
    assert claimed.show("shrinking").to_dict()["claims"][1]["source"] == "blog"


def test_a_claim_is_shown_by_its_number(claimed: KeptStudy) -> None:
    shown = claimed.show("claim:3")
    facts = dict(shown.facts)
    assert (shown.what, shown.key, facts["statement"]) == ("claim", "3", "He dates her.")
    assert facts["answers"] == (
        "claim:5 of blog denies: He does not.\nclaim:6 of review denies: He does."
    )
    for wrong in ("claim:99", "claim:x", "claim:"):
        with pytest.raises(UnknownKey):
            claimed.show(wrong)


def test_claims_that_speak_in_a_circle_break_nothing(claimed: KeptStudy) -> None:
    claimed.damage("UPDATE claim SET about_claim_id = 6 WHERE claim_id = 3")
    assert [each.id for each in claimed.show("shrinking").claims] == [4]
    assert claimed.show("claim:3").key == "3"
    assert len(numbers(claimed)) == 7


def test_a_long_dispute_is_shown_whole(claimed: KeptStudy) -> None:
    def argue(under_way: Change) -> None:
        by = under_way.connection.execute(select(source.c.source_id)).scalars().first()
        rows = [
            {
                "claim_id": number,
                "uuid": new_uuid(),
                "source_id": by,
                "stance": "denies",
                "statement": f"No {number}.",
                "about_claim_id": number - 1,
                "change_id": under_way.number,
            }
            for number in range(8, 1500)
        ]
        under_way.connection.execute(insert(claim), rows)

    change(claimed, argue)
    shown = dict(claimed.show("claim:7").facts)
    assert str(shown["answers"]).count("\n") == 1491
    assert claimed.problems() == ()


def test_a_claim_has_a_history_and_goes_with_its_unit(claimed: KeptStudy) -> None:
    change(claimed, lambda under_way: edit(under_way, "claim:4", ["basis=watched once"]))
    with read(claimed.target) as connection:
        entries = history(connection, "claim:4").entries
        assert [each.command for each in entries] == ["work", "add claim"]
    change(claimed, lambda under_way: remove(under_way, ["claim:6", "claim:5"]))
    change(claimed, lambda under_way: remove(under_way, ["shrinking"]))
    assert numbers(claimed) == [1, 2, 7]
    assert claimed.problems() == ()


@settings(deadline=None, max_examples=examples(60))
@given(words=st.lists(st.text(max_size=12), max_size=3), about=st.text(max_size=5))
def test_any_text_is_a_claim_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], about: str
) -> None:
    study = _once(tmp_path_factory)
    for said in ({"about": about}, {"date": about}, {"stance": about}, {}):
        try:
            study.says("review", words[0] if words else None, *words[1:], **said)
        except PortrayalsError:
            continue


_MADE: list[KeptStudy] = []


def _once(folders: pytest.TempPathFactory) -> KeptStudy:
    """One study for all the texts that are tried."""
    if not _MADE:
        folder = folders.mktemp("texts")
        study = KeptStudy(str(folder / "study.db"))
        study.apply(BOOK, folder)
        study.title("Prime")
        _MADE.append(study)
    return _MADE[0]


CATALOGUE = dedent(
    """\
    title: A few
    coder: {key: catalogue, name: The catalogue}
    sources:
    - {key: article, citation: "An article, 2011"}
    - {key: comment, citation: "A comment"}
    titles:
    - key: prime
      name: Prime
      kind: film
      year: 2005
      portrayals:
      - key: lisa
        name: Lisa
        relationships:
        - key: rafi
          name: Rafi
          annotations: {act: {value: [flirting]}}
    claims:
    - key: c01
      source: article
      unit: prime/lisa/rafi
      codes: {act: [flirting, gift], harm: [yes]}
      basis: not-seen
      date: 2011-11-04
      statement: She flirts and gives.
    - {key: c02, source: comment, about: c01, stance: denies, statement: She does not.,
       scope: the ending, locator: comment 3}
    - {key: c03, source: article, statement: They all do.}
    """
)


def load(folder: Path, catalogue: str) -> KeptStudy:
    study = KeptStudy(str(folder / "study.db"))
    study.apply(BOOK, folder)
    file = folder / "few.yaml"
    file.write_text(catalogue, encoding="utf-8")
    change(study, lambda under_way: load_catalogue(under_way, file))
    return study


def test_a_starter_catalogue_brings_its_claims(tmp_path: Path) -> None:
    study = load(tmp_path, CATALOGUE)
    first, second, third = study.list("claims").rows
    assert first["codes"] == ["act:flirting", "act:gift", "harm:yes"]
    assert (first["unit"], first["basis"], first["stated_on"]) == (
        "prime/lisa/rafi",
        "not-seen",
        "2011-11-04",
    )
    assert (second["about"], second["stance"], second["locator"]) == (1, "denies", "comment 3")
    assert (third["unit"], third["codes"]) == (None, [])
    assert [each.verdict for each in study.fact_check().claims] == [
        "in-part",
        "not-testable",
        "not-testable",
    ]
    assert study.problems() == ()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (["in-part"], [1]),
        (["In  part"], [1]),
        (["open", "not-testable"], [2, 3]),
        (["not testable,in part"], [1, 2, 3]),
        (["supported"], []),
    ],
)
def test_claims_are_chosen_by_their_verdict(
    tmp_path: Path, asked: list[str], shown: list[int]
) -> None:
    study = load(tmp_path, CATALOGUE)
    found = study.fact_check(verdict=asked)
    assert [each.id for each in found.claims] == shown
    assert sorted(each.id for each in found.others) == sorted({1, 2, 3} - {*shown})
    assert found.verdicts == study.fact_check().verdicts
    assert study.fact_check("source:comment", verdict=asked).chosen == 1


def test_a_verdict_that_there_is_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    study = load(tmp_path, CATALOGUE)
    with pytest.raises(InvalidValue, match='"suported" is not a verdict') as refused:
        study.fact_check(verdict=["open,suported"])
    assert refused.value.candidates[0] == "supported"


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("about: c01", "about: c04", ':26  "c04" is not the key of a claim here'),
        ("about: c01", "about: c02", ':26  "c02" answers itself'),
        ("key: c03", "key: c01", ":28  claim c01 is given twice (first in "),
        ("gift]", "gifts]", ':19  claim: "gifts" is not a code of act'),
        ("unit: prime/lisa/rafi", "unit: prime/liza", ':21  "prime/liza" is not a unit'),
        ("source: comment", "source: commend", ':26  "commend" is not a source'),
        (", statement: They all do.", "", ":28  claim c03 lacks its statement"),
        ("2011-11-04", "2011-99", ':24  date: "2011-99" does not exist'),
        ("stance: denies", "stance: doubts", ':26  stance: "doubts" is not a stance'),
    ],
)
def test_a_claim_that_cannot_be_loaded_is_named(
    tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    with pytest.raises(InvalidText) as refused:
        load(tmp_path, CATALOGUE.replace(was, becomes, 1))
    assert f"few.yaml{told}" in (refused.value.where or "")
