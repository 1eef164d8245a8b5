"""What is said under figures: each caveat where it holds, and not where it does not."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from study import Study

import portrayals
from portrayals.errors import PortrayalsError
from portrayals.history.transaction import write
from portrayals.results.count_options import Counted
from portrayals.services.catalogue.edit import edit
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate
from portrayals.services.study.info import describe
from portrayals.vocabulary import Level

BOOK = dedent(
    """\
    codebook: pilots-on-screen
    version: 1.0
    headline: reckless
    variables:
      - {key: budget, level: title, type: number, min: 0}
      - {key: gender, level: portrayal, type: nominal, codes: [{key: woman}, {key: man}]}
      - {key: lands, level: portrayal, type: boolean}
      - key: habit
        level: portrayal
        type: multi
        codes: [{key: drinks}, {key: sings}, {key: speeds}]
    derived:
      - key: reckless
        level: portrayal
        type: boolean
        rules: [{when: "habit:drinks OR habit:speeds", then: yes}]
        otherwise: no
      - key: merry
        level: portrayal
        type: boolean
        rules: [{when: "habit:sings", then: yes}]
        otherwise: no
    """
)

#: The habits, gender and landing of the pilots of each film; films are of 1981, 1982 and so on.
FILMS = [
    [("drinks", "man", "yes"), ("none", "woman", "yes")],
    [("sings", "woman", "yes")],
    [("drinks;sings", "man", "no"), ("speeds", "man", "yes")],
    [("none", "woman", "yes"), ("sings", "woman", "no")],
]

ACTS = """\
codebook: acts
version: "1"
variables:
  - {key: gives, level: relationship, type: boolean}
"""


class Pilots(Study):
    """A study with that codebook."""

    def film(self, place: int, pilots: list[tuple[str, str, str]]) -> None:
        """A film with its pilots."""
        film = self.title(f"Film {place}", year=str(1980 + place))
        self.screen(film, "in")
        for number, (habits, gender, lands) in enumerate(pilots):
            pilot = self.portrayal(film, f"Pilot {number}")
            self.annotate(pilot, f"gender={gender}", f"lands={lands}", basis="watched")
            self.annotate(pilot, f"habit={habits.replace(';', ',')}", basis="watched")

    def ask(self, command: str, *words: str, **options: Any) -> Counted:
        """A statistic."""
        found: Counted = getattr(portrayals.open(self.target), command)(*words, **options)
        return found

    def describe(self, *fields: str) -> None:
        """Says something of the study."""
        with write(self.target, actor="ana", command="db describe") as change:
            describe(change, fields)


def made(folder: Path, films: int = 1) -> Pilots:
    """A study with so many times the films."""
    pilots = Pilots(str(folder / "study.db"))
    pilots.apply(BOOK, folder)
    for place, film in enumerate(FILMS * films, 1):
        pilots.film(place, film)
    return pilots


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Pilots:
    return made(tmp_path_factory.mktemp("pilots"))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Pilots:
    """Films of 1981 to 2012, one each year."""
    return made(tmp_path_factory.mktemp("many"), films=8)


@pytest.fixture
def pilots(shared: Pilots) -> Pilots:
    """The same, of the test's own."""
    return Pilots.at(shutil.copy(shared.target, Path(shared.target).with_name("copy.db")))


BY_GENDER = {"where": "gender:woman", "versus": "gender:man"}

#: Each command that counts.
ALL: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("stats", ("habit",), {}),
    ("trend", ("habit:drinks",), {}),
    ("compare", ("habit:drinks",), BY_GENDER),
    ("crosstab", ("habit", "gender"), {}),
    ("cooccur", ("habit",), {}),
]
EVERY = pytest.mark.parametrize(("command", "words", "options"), ALL, ids=[each[0] for each in ALL])


def has(found: Counted, start: str) -> bool:
    """Whether one note begins so."""
    return sum(note.startswith(start) for note in found.notes) == 1


@EVERY
def test_under_every_figure_it_stands_that_few_units_are_hardly_a_share(
    shared: Pilots, command: str, words: tuple[str, ...], options: dict[str, Any]
) -> None:
    assert has(shared.ask(command, *words, **options), "Some shares rest on fewer than 10 units")


def test_of_many_units_it_does_not(many: Pilots) -> None:
    assert not has(many.ask("stats", "habit"), "Some shares are of fewer")
    assert not has(many.ask("crosstab", "lands", "gender"), "Some shares are of fewer")


def test_means_of_few_units_are_no_shares(pilots: Pilots) -> None:
    pilots.annotate("film-1", "budget=5")
    found = pilots.ask("stats", "budget")
    assert has(found, "Some means rest on fewer than 10 units")
    assert not has(found, "Some shares")


@EVERY
def test_under_every_figure_stand_the_sample_its_strata_and_what_is_not_screened(
    pilots: Pilots, command: str, words: tuple[str, ...], options: dict[str, Any]
) -> None:
    unweighted = "Shares are unweighted: each unit counts the same, whatever its stratum."
    pilots.describe("sampling=convenience")
    assert has(pilots.ask(command, *words, **options), "A convenience sample")
    pilots.describe("sampling=stratified")
    pilots.title("One more")
    found = pilots.ask(command, *words, **options)
    assert has(found, unweighted)
    assert has(found, "1 of 5 titles counted has not been screened yet.")
    pilots.describe("sampling=random")
    assert not has(pilots.ask(command, *words, **options), unweighted)
    for place in (1, 2):
        with write(pilots.target, actor="ana", command="edit") as change:
            edit(change, f"film-{place}", [f"stratum=part {place}"])
    assert has(pilots.ask(command, *words, **options), unweighted)


@EVERY
def test_under_every_figure_it_stands_that_no_two_coders_looked_at_a_unit(
    pilots: Pilots, command: str, words: tuple[str, ...], options: dict[str, Any]
) -> None:
    start = "Coder agreement on "
    found = pilots.ask(command, *words, **options)
    assert has(found, start)
    assert any("habit" in note for note in found.notes if note.startswith(start))
    assert not has(pilots.ask(command, *words, **options, coder="ana"), start)
    pilots.coder("bea")
    with write(pilots.target, actor="bea", command="annotate") as change:
        annotate(change, "film-1/pilot-0", ["habit=drinks"], CodingOptions(basis="watched"))
    again = pilots.ask(command, *words, **options)
    assert not any("habit" in note for note in again.notes if note.startswith(start))


def test_agreement_on_what_a_derived_variable_is_computed_from_is_meant(shared: Pilots) -> None:
    found = shared.ask("stats", "reckless")
    assert has(found, "Coder agreement on habit is unknown: no unit was coded by two")


def test_a_query_that_restricts_by_what_is_counted_is_said(shared: Pilots) -> None:
    assert has(
        shared.ask("stats", "habit", where="habit:drinks"),
        "--where selects by habit, which is also counted.",
    )
    defined = "--where selects by a related variable: "
    assert has(
        shared.ask("stats", "reckless", where="habit:drinks"),
        f"{defined}reckless is computed from habit.",
    )
    assert has(
        shared.ask("cooccur", "habit", where="reckless:yes"),
        f"{defined}reckless is computed from habit.",
    )
    assert has(
        shared.ask("trend", "merry", where="reckless:yes"),
        f"{defined}merry and reckless are both computed from habit.",
    )
    assert has(
        shared.ask("compare", "reckless", where="gender:man", versus="gender:woman habit:any"),
        "--versus selects by a related variable: reckless is computed from",
    )
    assert not has(shared.ask("stats", "reckless", where="gender:man"), "--where")


def test_a_table_of_what_hangs_together_by_definition_says_so(shared: Pilots) -> None:
    found = shared.ask("crosstab", "habit", "reckless")
    assert has(found, "reckless is computed from habit, so they are associated by definition.")
    found = shared.ask("crosstab", "merry", "reckless")
    assert has(found, "merry and reckless are both computed from habit, so they are associated")
    assert not any("by definition" in n for n in shared.ask("crosstab", "merry", "gender").notes)
    assert has(
        shared.ask("stats", "habit:drinks", by="reckless"),
        "Groups differ by definition: reckless is computed from habit.",
    )


def test_counts_too_small_for_a_test_of_large_samples_are_said(shared: Pilots) -> None:
    small = "Expected counts are small for chi-square"
    assert has(shared.ask("crosstab", "lands", "gender"), f"{small}: fewer than 80 %")
    assert has(shared.ask("crosstab", "habit", "gender"), f"{small} in ")
    assert has(
        shared.ask("compare", "lands", **BY_GENDER), "Expected counts are small for the test"
    )
    assert has(shared.ask("trend", "lands", per="year"), "The test for trend needs large samples")


def test_counts_large_enough_are_not(many: Pilots) -> None:
    assert not has(many.ask("crosstab", "lands", "gender"), "Expected counts are small")
    assert not has(many.ask("compare", "lands", **BY_GENDER), "Expected counts are small")
    assert not has(many.ask("trend", "lands", per="year"), "The test for trend is one of large")


def test_at_the_level_of_titles_small_counts_have_fishers_test_unless_chi_square_is_asked_for(
    shared: Pilots,
) -> None:
    by_default = shared.ask("crosstab", "lands", "gender", level="title")
    assert not has(by_default, "Expected counts are small")
    asked = shared.ask("crosstab", "lands", "gender", level="title", test="chi2")
    assert any(note.startswith("Expected counts are small") for note in asked.notes)


def test_many_tests_are_told_and_how_they_are_adjusted(shared: Pilots) -> None:
    found = shared.ask("crosstab", "habit", "gender")
    assert any("p adjusted over all of them (Holm)" in note for note in found.notes)


def test_strata_are_said_to_be_pooled_unweighted(shared: Pilots) -> None:
    found = shared.ask("crosstab", "lands:yes", "gender:man", strata="decade")
    assert has(found, "Strata are pooled with Mantel-Haenszel weights")


@EVERY
def test_r35_drawn_intervals_say_how_they_were_drawn(
    shared: Pilots, command: str, words: tuple[str, ...], options: dict[str, Any]
) -> None:
    for level in ("portrayal", "title"):
        drawn = shared.ask(command, *words, **_at(options, level), interval="bootstrap", seed=9)
        assert has(
            drawn, "Bootstrap intervals are percentiles of 2,000 resamples of titles, seed 9"
        )
        tested = command in {"trend", "compare", "crosstab"}
        how = "treat units as independent" if level == "title" else "are linearised by title"
        assert has(drawn, f"p values are not bootstrapped: they {how}.") is tested
    plain = shared.ask(command, *words, **options)
    assert not has(plain, "Bootstrap")
    assert not has(plain, "p values")


def _at(options: dict[str, Any], level: str) -> dict[str, Any]:
    """Of titles, those are compared that have different years: a title has both genders."""
    groups = {"where": "year:1981..1982", "versus": "year:1983.."}
    return (groups if level == "title" and options else options) | {"level": level}


def test_r35_intervals_clustered_by_fewer_than_thirty_titles_are_said_to_be_rough(
    many: Pilots,
) -> None:
    rough = "Intervals rest on 29 titles; with fewer than 30 they are rough."
    assert has(many.ask("stats", "habit", where="year:1981..2009"), rough)
    enough = many.ask("stats", "habit", where="year:1981..2010")
    assert not any("rough" in note for note in enough.notes)


def test_r35_drawn_from_few_titles_intervals_are_said_to_be_rough(shared: Pilots) -> None:
    found = shared.ask("stats", "habit", interval="bootstrap")
    assert has(found, "Intervals rest on 4 titles; with fewer than 30 they are rough.")
    pairs = shared.ask("cooccur", "habit", interval="bootstrap")
    assert has(
        pairs, "Intervals allow for units that share a title; with few titles they are rough."
    )


def test_an_interval_that_a_table_has_not_is_refused_and_the_others_named(shared: Pilots) -> None:
    with pytest.raises(PortrayalsError) as refused:
        shared.ask("crosstab", "lands", "gender", interval="exact")
    assert "bootstrap" in str(refused.value.hint)


@pytest.mark.parametrize(
    ("coded", "told"), [(1, True), (2, True), (3, False), (5, False), (0, False)]
)
def test_r05_where_fewer_than_half_are_coded_it_is_said_how_many(
    tmp_path: Path, coded: int, told: bool
) -> None:
    study = Pilots(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)
    for place in range(6):
        pilot = study.portrayal(study.title(f"Film {place}"), "Pilot")
        if place < coded:
            study.annotate(pilot, f"lands={'yes' if place else 'no'}", basis="watched")
    are = "is" if coded == 1 else "are"
    some = f"Only {coded} of 6 portrayals {are} coded for lands"
    of_few = f"{some}: quote that with k of n, not the share."
    for by in (None, "kind"):
        notes = study.ask("stats", "lands", by=by).notes
        assert [note for note in notes if "Only" in note] == [of_few] * told


@pytest.mark.parametrize(("coded", "quoted"), [(9, "k of n, not the share"), (10, "the share")])
def test_of_fewer_than_ten_units_no_share_is_to_be_quoted(
    tmp_path: Path, coded: int, quoted: str
) -> None:
    study = Pilots(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)
    for place in range(21):
        pilot = study.portrayal(study.title(f"Film {place}"), "Pilot")
        if place < coded:
            study.annotate(pilot, "lands=yes", basis="watched")
    few = f"Only {coded} of 21 portrayals are coded for lands: quote that with {quoted}."
    assert few in study.ask("stats", "lands").notes
    for pilot in ("film-0/pilot", "film-1/pilot"):
        study.annotate(pilot, "habit=cannot-tell", basis="watched")
    for place in range(2, coded + 2):
        study.annotate(f"film-{place}/pilot", "habit=drinks", basis="watched")
    for place in range(coded + 2, 21):
        study.annotate(f"film-{place}/pilot", "habit=cannot-tell", basis="watched")
    told = "the possible range with the share" if coded > 9 else "k of n alone, not the share"
    many = f"Many cases are open: quote {told}."
    assert many in study.ask("stats", "habit").essential
    of_top = study.ask("stats", "habit", top=1)
    assert of_top.essential[0] == "The largest of 4; 3 more not shown."


def test_r12_what_nobody_coded_beneath_is_told_and_what_has_nothing_beneath_is_not(
    tmp_path: Path,
) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.apply(ACTS, tmp_path)
    coded, alone, uncoded = (study.title(f"Film {place}") for place in range(3))
    study.title("Empty")
    bond = study.relationship(study.portrayal(coded, "Ann"), "Bo")
    study.annotate(bond, "gives=yes", basis="watched")
    study.portrayal(alone, "Cy")
    study.relationship(study.portrayal(uncoded, "Di"), "Ed")

    def told(level: Level) -> list[str]:
        notes = portrayals.open(study.target).stats("gives", level=level).notes
        return [note for note in notes if "nothing is coded" in note]

    title = "nothing is coded for gives: still open, as if partly coded."
    assert told("title") == [f"In 2 titles {title}"]
    assert told("portrayal") == [f"In 1 portrayal {title}"]
    assert told("relationship") == []


@pytest.mark.parametrize("silence", ["open", "no"])
def test_r05_where_all_that_are_coded_have_it_the_others_are_told(
    tmp_path: Path, silence: str
) -> None:
    study = Pilots(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)
    for place, habit in enumerate(("drinks", "drinks", "drinks", "")):
        pilot = study.portrayal(study.title(f"Film {place}", year=str(1980 + place)), "Pilot")
        if habit:
            study.tag(pilot, habit, basis="documented")
    told = "All 3 portrayals coded for habit have it; 1 more is not coded, and may have it or not."
    for asked in ("habit:drinks", "habit:any"):
        for command in ("stats", "trend"):
            found = study.ask(command, asked, silence=silence)
            assert told in found.notes
            assert told in found.essential
            assert "nother one is not coded." in found.sentence
    assert told in study.ask("stats", "habit:drinks", "lands", by="year", silence=silence).notes
    assert not has(study.ask("stats", "habit:drinks,sings", silence=silence), told)
    study.tag("film-3/pilot", "sings", basis="documented")
    for asked in ("habit:drinks", "habit:any"):
        assert "have it;" not in " ".join(study.ask("stats", asked, silence=silence).notes)


def test_r05_how_few_are_coded_is_told_of_all_periods_together_once(tmp_path: Path) -> None:
    study = Pilots(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)
    for place in range(9):
        pilot = study.portrayal(study.title(f"Film {place}", year=str(1975 + place)), "Pilot")
        if place in {3, 6}:
            study.annotate(pilot, f"lands={'yes' if place == 3 else 'no'}", basis="watched")
    few = "Only 2 of 9 portrayals are coded for lands: quote that with k of n, not the share."
    assert few in study.ask("trend", "lands").notes
