"""Derived variables that stand one upon the other, each naming the one before twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study

from portrayals.errors import InvalidCodebook, InvalidQuery, UnknownKey
from portrayals.query.check_codebook import DEEPEST
from portrayals.results.stats import StatRow

TOP = f"d{DEEPEST}"


def chain(deep: int) -> str:
    """A codebook of so many, each the reverse of the one before; the first is of `smokes`."""
    lines = [
        "codebook: chain",
        'version: "1"',
        "variables:",
        "  - {key: smokes, level: portrayal, type: boolean}",
        "derived:",
    ]
    before = "smokes"
    for number in range(1, deep + 1):
        rules = f'[{{when: "{before}:yes", then: "no"}}, {{when: "{before}:no", then: "yes"}}]'
        lines.append(
            f"  - {{key: d{number}, level: portrayal, type: boolean, rules: {rules}, "
            "otherwise: undetermined}"
        )
        before = f"d{number}"
    return "\n".join(lines)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study(str(tmp_path / "study.db"))
    made.apply(chain(DEEPEST), tmp_path)
    film = made.title("Casablanca")
    for name, value in (("Rick", "yes"), ("Ilsa", "no"), ("Sam", "cannot-tell"), ("Ugarte", None)):
        key = made.portrayal(film, name)
        if value is not None:
            made.annotate(key, f"smokes={value}")
    return made


def test_the_deepest_that_may_be_is_counted_listed_and_asked_for(study: Study) -> None:
    (yes,) = (
        row for row in study.stats(TOP).rows if isinstance(row, StatRow) and row.code == "yes"
    )
    assert (yes.count, yes.n) == (1, 2)
    assert yes.states["undetermined"] == yes.states["not-coded"] == 1
    asked = {
        f"{TOP}:yes": ["casablanca/ilsa"],
        f"some({TOP}:no NOT some({TOP}:yes OR d1:yes))": ["casablanca/rick"],
        f"NOT ({TOP}:yes OR (d1:yes NOT ({TOP}:no d2:yes)))": ["casablanca/rick"],
        f"{TOP}:undetermined": ["casablanca/sam"],
        f"{TOP}:not-coded": ["casablanca/ugarte"],
    }
    assert {query: study.keys("portrayals", query) for query in asked} == asked


ACROSS = """
codebook: across
version: "1"
variables:
  - {key: known, level: title, type: boolean}
  - {key: tone, level: portrayal, type: boolean}
  - {key: act, level: relationship, type: multi, codes: [{key: kiss}, {key: gift}]}
derived:
  - {key: famous, level: title, type: boolean, otherwise: "no",
     rules: [{when: "known:yes", then: "yes"}]}
  - {key: exposed, level: portrayal, type: boolean, otherwise: "no",
     rules: [{when: "act:gift famous:yes", then: "yes"}]}
  - {key: risky, level: portrayal, type: boolean, otherwise: "no",
     rules: [{when: "exposed:yes tone:yes NOT famous:no", then: "yes"}]}
  - {key: breach, level: relationship, type: boolean, otherwise: "no",
     rules: [{when: "act:kiss", then: "yes"}]}
  - {key: worst, level: relationship, type: boolean, otherwise: "no",
     rules: [{when: "risky:yes breach:yes", then: "yes"}, {when: "risky:no", then: "no"}]}
"""


def test_one_of_a_relationship_is_made_of_those_of_its_portrayal_and_title(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "across.db"))
    study.apply(ACROSS, tmp_path)
    for name, tone in (("Prime", "yes"), ("Bliss", "no")):
        film = study.title(name)
        person = study.portrayal(film, "Ann")
        study.annotate(film, "known=yes")
        study.annotate(person, f"tone={tone}")
        for client, acts in (("Bob", ("kiss", "gift")), ("Cy", ("gift",))):
            study.tag(study.relationship(person, client), *acts)
    assert study.keys("relationships", "worst:yes") == ["prime/ann/bob"]
    assert study.keys("relationships", "worst:no NOT (breach:yes famous:no)") == [
        "bliss/ann/bob",
        "bliss/ann/cy",
        "prime/ann/cy",
    ]
    (yes,) = (
        row for row in study.stats("worst").rows if isinstance(row, StatRow) and row.code == "yes"
    )
    assert (yes.count, yes.n) == (1, 4)
    assert study.keys("titles", "risky:yes famous:yes") == ["prime"]


BESIDE = """
codebook: beside
version: "1"
variables:
  - {key: tone, level: portrayal, type: boolean}
  - {key: known, level: title, type: boolean, asked_when: "grave:yes"}
derived:
  - {key: grave, level: portrayal, type: boolean, otherwise: "no",
     rules: [{when: "tone:yes", then: "yes"}]}
  - {key: some-grave, level: title, type: boolean, otherwise: "no",
     rules: [{when: "grave:yes", then: "yes"}]}
  - {key: beside, level: portrayal, type: boolean, otherwise: "no",
     rules: [{when: "some-grave:yes NOT grave:yes", then: "yes"}]}
  - {key: noted, level: portrayal, type: boolean, otherwise: "no",
     rules: [{when: "known:yes NOT grave:yes", then: "yes"}]}
"""


def test_what_is_asked_of_any_beneath_a_title_is_not_asked_of_the_one_at_hand(
    tmp_path: Path,
) -> None:
    """Ann is grave, so that somebody in the film is, and Bob stands beside her."""
    study = Study(str(tmp_path / "beside.db"))
    study.apply(BESIDE, tmp_path)
    film = study.title("Prime")
    for name, tone in (("Ann", "yes"), ("Bob", "no")):
        study.annotate(study.portrayal(film, name), f"tone={tone}")
    study.annotate(film, "known=yes")
    assert study.keys("portrayals", "noted:yes") == ["prime/bob"]
    assert study.keys("portrayals", "some-grave:yes grave:no") == ["prime/bob"]
    (yes,) = (
        row for row in study.stats("beside").rows if isinstance(row, StatRow) and row.code == "yes"
    )
    assert (yes.count, yes.n) == (1, 2)


def test_one_that_stands_deeper_is_refused_before_anything_is_made(
    study: Study, tmp_path: Path
) -> None:
    with pytest.raises(InvalidCodebook) as refused:
        study.apply(chain(40).replace('version: "1"', 'version: "2"'), tmp_path)
    (problem,) = refused.value.problems
    assert (
        f"d{DEEPEST + 1}: derived variables and asked_when depend on one another more than"
        in str(problem)
    )


def asked(deep: int, derived: int) -> str:
    """A codebook of so many variables, each asked by way of the one before; some are derived."""
    lines = ["codebook: asked", 'version: "1"', "variables:"]
    lines.append("  - {key: v0, level: title, type: boolean}")
    for number in range(1, deep + 1):
        before = f"v{number - 1}:yes OR v{number - 1}:no"
        lines.append(f'  - {{key: v{number}, level: title, type: boolean, asked_when: "{before}"}}')
    lines += ["derived:"] * bool(derived)
    before = f"v{deep}"
    for number in range(1, derived + 1):
        rules = f'[{{when: "{before}:yes", then: "yes"}}, {{when: "{before}:no", then: "no"}}]'
        lines.append(
            f"  - {{key: d{number}, level: title, type: boolean, rules: {rules}, otherwise: no}}"
        )
        before = f"d{number}"
    return "\n".join(lines)


@pytest.mark.parametrize("derived", [0, 2, DEEPEST - 1])
def test_what_is_asked_by_way_of_others_is_no_deeper_than_can_be_asked_for(
    derived: int, tmp_path: Path
) -> None:
    study = Study(str(tmp_path / "asked.db"))
    study.apply(asked(DEEPEST - derived, derived), tmp_path)
    film = study.title("Prime")
    for number in range(DEEPEST - derived + 1):
        study.annotate(film, f"v{number}=yes")
    last = f"d{derived}" if derived else f"v{DEEPEST}"
    assert study.keys("titles", f"NOT ({last}:no OR some({last}:no))") == ["prime"]
    assert study.row(f"{last}:yes").count == 1
    with pytest.raises(InvalidCodebook) as refused:
        study.apply(asked(30, derived), tmp_path)
    assert "depend on one another more than 5 deep" in str(refused.value.problems[0])


def test_one_that_a_later_version_drops_can_no_longer_be_asked_for(
    study: Study, tmp_path: Path
) -> None:
    assert study.keys("portrayals", "d2:yes") == ["casablanca/rick"]
    study.apply(chain(1).replace('version: "1"', 'version: "2"'), tmp_path)
    with pytest.raises(UnknownKey):
        study.stats("d2")
    with pytest.raises(InvalidQuery):
        study.keys("portrayals", "d2:yes")
    assert study.keys("portrayals", "d1:no") == ["casablanca/rick"]
