"""Only who has looked can deny: R6 in worked examples, of whole studies and what is counted there.

`watched` sets are complete and `documented` ones partial, unless another word is said.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from study import Study
from teachers import School

import portrayals
from portrayals.errors import InvalidValue
from portrayals.results.stats import StatRow

BOOK = dedent(
    """\
    codebook: worked
    version: 1.0
    variables:
      - key: q
        level: relationship
        type: multi
        codes:
          - key: p
            codes: [{key: a, properties: {class: v}}, {key: b, properties: {class: v}}]
          - {key: c, properties: {class: w}}
      - key: degree
        level: relationship
        type: ordinal
        rollup: max
        codes: [{key: low}, {key: mid}, {key: high}]
      - {key: held, level: relationship, type: boolean}
      - {key: of-b, level: relationship, type: boolean, asked_when: "q:b"}
    derived:
      - key: sev
        level: relationship
        type: nominal
        codes: [{key: none-known}, {key: one}, {key: two}, {key: three}]
        rules:
          - {when: "q:a", then: three}
          - {when: "q:b", then: two}
          - {when: "q:c", then: one}
        otherwise: none-known
    """
)
WITHOUT_C = BOOK.replace("      - {key: c, properties: {class: w}}\n", "").replace(
    '      - {when: "q:c", then: one}\n', ""
)

#: count, n, known, units, lowest and highest.
Figures = tuple[int, int, int, int, float, float]


@pytest.fixture
def worked(tmp_path: Path) -> School:
    """A new study with that codebook, in a file."""
    return School.made(tmp_path, BOOK)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> School:
    """The same, in a file or on a server."""
    if request.param == "sqlite":
        return School.made(tmp_path, BOOK)
    made = Study(request.getfixturevalue("empty_postgresql_url"))
    made.apply(BOOK, tmp_path)
    made.coder("bea", "cai")
    return School(made.target)


def watched(school: School, value: str, teacher: str | None = None) -> str:
    """A new relationship of which ana, who has watched it, says so."""
    return _coded(school, value, "watched", teacher)


def documented(school: School, value: str, teacher: str | None = None) -> str:
    """A new relationship of which ana says so by a document."""
    return _coded(school, value, "documented", teacher)


def _coded(school: School, value: str, basis: str, teacher: str | None) -> str:
    bond = school.bond(teacher)
    school.annotate(bond, value, basis=basis)
    return bond


def figures(row: StatRow) -> Figures:
    """What a row comes to."""
    assert row.lowest is not None
    assert row.highest is not None
    bounds = round(row.lowest, 1), round(row.highest, 1)
    return row.count, row.n, row.known, row.units, *bounds


def rows(school: School, *specs: str, **options: str) -> list[Figures]:
    """What the rows of `VARIABLE:CODE` come to."""
    return [figures(school.row(spec, **options)) for spec in specs]


def five_documents(school: School) -> None:
    """W1: a title for each of five documents."""
    for value in ("a", "a;c", "none", "none", "cannot-tell"):
        documented(school, f"q={value}")


def test_r06_w01_documents_alone_tell_what_is_known_and_put_no_unit_in_n(either: School) -> None:
    five_documents(either)
    assert rows(either, "q:a", "q:c", "q:none") == [
        (0, 0, 2, 5, 40.0, 100.0),
        (0, 0, 1, 5, 20.0, 100.0),
        (0, 0, 0, 5, 0.0, 60.0),
    ]
    states = either.row("q:a").states
    assert {state: number for state, number in states.items() if number} == {
        "incomplete": 4,
        "cannot-tell": 1,
    }
    assert any("--silence no" in note for note in either.stats("q").notes)


def test_r06_w01_as_reported_what_they_pass_over_counts_as_no(either: School) -> None:
    five_documents(either)
    assert rows(either, "q:a", "q:c", "q:none", silence="no") == [
        (2, 4, 2, 5, 40.0, 60.0),
        (1, 4, 1, 5, 20.0, 40.0),
        (2, 4, 2, 5, 40.0, 60.0),
    ]
    assert (
        'As reported: silence counted as no, "maybe" as cannot tell.'
        in either.stats("q", silence="no").notes
    )


def test_r06_w01_each_period_of_a_trend_tells_what_is_known(worked: School) -> None:
    for year, value in (("1991", "a"), ("1995", "none"), ("2015", "a;c")):
        documented(worked, f"q={value}", worked.teacher(worked.film(year=year)))
    found = portrayals.open(worked.target).trend("q:a")
    told = [(row.group, row.of, row.printed.percent) for row in found.rows]
    assert told == [
        ("1990s", "at least 1 of 2", None),
        ("2000s", "0 of 0", None),
        ("2010s", "1 of 1", None),
    ]
    assert found.test.p is None
    assert any("--silence no" in note for note in found.notes)


def test_r06_as_reported_nothing_more_is_named_where_no_unit_is_in_n(worked: School) -> None:
    documented(worked, "q=cannot-tell")
    notes = worked.stats("q:a", silence="no").notes
    assert not any("--silence no" in note for note in notes)


def watched_and_documented(school: School) -> None:
    """W2: four that were watched, and two known by a document."""
    for value in ("a", "none", "c", "a"):
        watched(school, f"q={value}")
    for value in ("a", "c"):
        documented(school, f"q={value}")


def test_r16_w02_documents_beside_watched_units_widen_the_bounds(worked: School) -> None:
    watched_and_documented(worked)
    assert rows(worked, "q:a", "q:c", "q:none") == [
        (2, 4, 3, 6, 50.0, 66.7),
        (1, 4, 2, 6, 33.3, 50.0),
        (1, 4, 1, 6, 16.7, 16.7),
    ]


@pytest.mark.parametrize("code", ["a", "c", "none"])
def test_r16_w02_a_note_says_that_the_share_alone_would_mislead(worked: School, code: str) -> None:
    watched_and_documented(worked)
    assert any("Many cases are open" in note for note in worked.stats(f"q:{code}").notes)


def test_r16_w02_a_row_of_which_more_is_known_leads_with_at_least(worked: School) -> None:
    watched_and_documented(worked)
    found = {code: worked.row(f"q:{code}").printed for code in ("a", "c", "none")}
    assert {code: row.of for code, row in found.items()} == {
        "a": "at least 3 of 6",
        "c": "at least 2 of 6",
        "none": "1 of 4",
    }
    assert {code: row.percent for code, row in found.items()} == {"a": None, "c": None, "none": 25}


def test_r06_w03_a_partial_set_votes_at_its_own_codes_beside_a_complete_one(
    either: School,
) -> None:
    bond = either.bond()
    either.annotate(bond, "q=a", basis="watched")
    either.annotate(bond, "q=c", actor="bea", basis="watched", complete=False)
    assert either.outcomes(bond, "q", "a", "p", "b", "c", "none") == [
        "yes",
        "yes",
        "no",
        "unsettled",
        "no",
    ]
    assert either.truth(bond, "q.class:v") == "true"
    assert either.truth(bond, "q.class:w") == "undetermined"


def test_r18_w04_a_document_votes_at_its_own_codes_beside_a_worse_basis(worked: School) -> None:
    bond = worked.bond()
    worked.annotate(bond, "q=a", basis="unstated")
    worked.annotate(bond, "q=c", actor="bea", basis="documented")
    assert worked.outcomes(bond, "q", "a", "b", "c") == ["yes", "no", "unsettled"]


def test_r06_w05_tag_without_a_basis_keeps_that_of_the_set(worked: School) -> None:
    bond = documented(worked, "q=a")
    said = worked.tag(bond, "c").said
    (coded,) = worked.list("annotations").rows
    assert (coded["value"], coded["basis"], coded["complete"]) == (["a", "c"], "documented", False)
    assert said.splitlines() == ["ana: q = a, c", "  partial: says nothing about 1 other code"]


def test_r06_w05_tag_with_a_better_basis_alone_does_not_make_it_complete(worked: School) -> None:
    bond = documented(worked, "q=a")
    worked.tag(bond, "c", basis="watched")
    assert worked.outcomes(bond, "q", "a", "b") == ["incomplete"] * 2
    worked.tag(bond, "c", basis="watched", complete=True)
    assert worked.outcomes(bond, "q", "a", "b") == ["yes", "no"]


def test_r27_w06_what_is_derived_from_a_partial_set_is_incomplete(worked: School) -> None:
    only_c, only_a = documented(worked, "q=c"), documented(worked, "q=a")
    seen = watched(worked, "q=c")
    codes = ("three", "two", "one", "none-known")
    assert worked.outcomes(only_c, "sev", *codes) == ["incomplete"] * 4
    assert worked.outcomes(only_a, "sev", *codes) == ["incomplete"] * 4
    assert worked.outcomes(seen, "sev", *codes) == ["no", "no", "yes", "no"]
    assert [worked.truth(only_c, f"sev:{code}") for code in codes[:3]] == ["undetermined"] * 3
    assert [worked.truth(only_a, f"sev:{code}") for code in codes] == ["true", *["false"] * 3]


def test_r27_w06_its_rows_tell_what_is_known_and_what_is_open(worked: School) -> None:
    documented(worked, "q=c")
    documented(worked, "q=a")
    watched(worked, "q=c")
    assert rows(worked, "sev:three", "sev:two", "sev:one", "sev:none-known") == [
        (0, 1, 1, 3, 33.3, 66.7),
        (0, 1, 0, 3, 0.0, 33.3),
        (1, 1, 1, 3, 33.3, 66.7),
        (0, 1, 0, 3, 0.0, 0.0),
    ]


def five_titles(school: School) -> list[str]:
    """W8: titles of which more and less is known; the fourth shows nobody of the kind."""
    films = [school.film() for _ in range(5)]
    first = school.teacher(films[0])
    documented(school, "q=a", first)
    watched(school, "q=none", first)
    second = school.teacher(films[1])
    watched(school, "q=none", second)
    watched(school, "q=none", second)
    watched(school, "q=a", school.teacher(films[2]))
    school.screen(films[3], "none")
    watched(school, "q=none", school.teacher(films[4]))
    school.teacher(films[4])
    return films


def test_r16_w08_what_is_known_beneath_a_title_is_known_of_it(either: School) -> None:
    five_titles(either)
    assert rows(either, "q:a", "q:none", level="title") == [
        (1, 3, 2, 5, 40.0, 60.0),
        (2, 3, 2, 5, 40.0, 60.0),
    ]


@pytest.mark.parametrize(
    ("query", "true"), [("NOT q:a", (1, 3)), ("q:none", (1, 3)), ("q:incomplete", (0, 4))]
)
def test_r25_w08_lists_and_figures_agree(either: School, query: str, true: tuple[int, ...]) -> None:
    films = five_titles(either)
    assert either.keys("titles", query) == [films[place] for place in true]


def test_r05_w09_a_new_code_turns_no_old_unit_into_a_no(tmp_path: Path) -> None:
    school = School.made(tmp_path, WITHOUT_C)
    for value in ("a", "none"):
        watched(school, f"q={value}")
    school.apply(BOOK.replace("version: 1.0", "version: 2.0"), tmp_path)
    for value in ("a", "none", "c"):
        watched(school, f"q={value}")
    for code in ("none", "c"):
        row = school.row(f"q:{code}")
        assert (row.count, row.n, row.states["not-coded"]) == (1, 3, 2), code


#: What a set and a boolean say, and where it is asked for.
YES_OR_NO = pytest.mark.parametrize(
    ("yes", "no", "spec"),
    [("q=a", "q=b", "q:a"), ("held=yes", "held=no", "held:yes")],
    ids=["set", "boolean"],
)


@YES_OR_NO
def test_r20_w10_a_yes_against_a_no_is_unsettled_by_majority_and_yes_by_any(
    worked: School, yes: str, no: str, spec: str
) -> None:
    bond = worked.bond()
    worked.votes(bond, ana=yes, bea=f"{yes.partition('=')[0]}=cannot-tell", cai=no)
    assert worked.outcome(bond, spec, policy="majority") == "unsettled"
    assert worked.outcome(bond, spec, policy="any") == "yes"


@YES_OR_NO
def test_r20_w10_where_none_says_yes_the_state_is_settled_by_majority(
    worked: School, yes: str, no: str, spec: str
) -> None:
    bond, unknown = worked.bond(), f"{yes.partition('=')[0]}=cannot-tell"
    worked.votes(bond, ana=no, bea=unknown, cai=unknown)
    assert worked.outcome(bond, spec, policy="any") == "cannot-tell"


def test_r25_w11_a_title_is_none_where_all_beneath_is_none_or_not_applicable(
    worked: School,
) -> None:
    film = worked.film()
    teacher = worked.teacher(film)
    watched(worked, "q=none", teacher)
    watched(worked, "q=not-applicable", teacher)
    assert worked.outcomes(film, "q", "none", "a") == ["yes", "no"]
    assert worked.keys("titles", "q:none") == [film]


def test_r10_w12_an_answer_that_is_no_longer_asked_for_stays_and_counts_as_not_applicable(
    worked: School,
) -> None:
    bond = documented(worked, "q=a")
    worked.annotate(bond, "of-b=yes", basis="documented")  # whether b is there is not known
    assert worked.outcome(bond, "of-b:yes") == "yes"
    worked.annotate(bond, "q=a", basis="documented", complete=True)
    assert worked.outcomes(bond, "of-b", "yes", "no") == ["not-applicable"] * 2
    assert "of-b" in {row["variable"] for row in worked.list("annotations").rows}
    with pytest.raises(InvalidValue):
        worked.annotate(bond, "of-b=no", basis="documented")


def test_r06_w12_whether_it_is_asked_is_never_as_reported(worked: School) -> None:
    bond = documented(worked, "q=a")
    worked.annotate(bond, "of-b=yes", basis="documented")
    assert worked.outcome(bond, "of-b:yes", silence="no") == "yes"


def test_r16_w14_an_ordinal_rolled_up_tells_what_it_is_at_least(either: School) -> None:
    for settled, is_open in (("high", True), ("low", True), ("low", False)):
        teacher = either.teacher()
        watched(either, f"degree={settled}", teacher)
        if is_open:
            either.votes(either.bond(teacher), ana="degree=low", bea="degree=mid")
    assert rows(either, "degree:high", "degree:low", "degree:mid", level="title") == [
        (0, 1, 1, 3, 33.3, 66.7),
        (1, 1, 1, 3, 33.3, 66.7),
        (0, 1, 0, 3, 0.0, 33.3),
    ]


def test_r06_a_partial_set_speaks_of_any_of_none_and_of_properties(worked: School) -> None:
    bond = documented(worked, "q=a")
    truths = {query: worked.truth(bond, query) for query in ("q:any", "q:none", "q.class:v", "q:p")}
    assert truths == {"q:any": "true", "q:none": "false", "q.class:v": "true", "q:p": "true"}
    assert worked.truth(bond, "q:c") == worked.truth(bond, "q.class:w") == "undetermined"


def test_r06_a_partial_none_denies_nothing_and_is_known_as_nothing(worked: School) -> None:
    bond = documented(worked, "q=none")
    assert worked.outcomes(bond, "q", "a", "none") == ["incomplete"] * 2
    for query in ("q:none", "q:any", "q:a"):
        assert worked.truth(bond, query) == "undetermined", query
    worked.annotate(bond, "q=none", actor="bea", basis="watched")
    assert worked.outcomes(bond, "q", "a", "none") == ["no", "yes"]


def test_r06_untag_leaves_a_partial_set_partial_and_says_so(worked: School) -> None:
    bond = documented(worked, "q=a;c")
    said = worked.untag(bond, "c").said
    assert said.splitlines() == ["ana: q = a", "  partial: says nothing about 2 other codes"]
    assert worked.truth(bond, "q:c") == "undetermined"


@pytest.mark.parametrize("complete", [True, False])
def test_r06_of_a_variable_of_one_value_neither_is_said(worked: School, complete: bool) -> None:
    with pytest.raises(InvalidValue, match="not a set that could be complete or partial"):
        worked.annotate(worked.bond(), "held=yes", complete=complete)


def test_r06_what_was_decided_between_partial_sets_alone_is_partial(worked: School) -> None:
    bond = documented(worked, "q=a")
    worked.annotate(bond, "q=c", actor="bea", basis="documented")
    worked.decide(bond, "q=a")
    assert worked.outcomes(bond, "q", "a", "c") == ["incomplete"] * 2
    assert [worked.truth(bond, f"q:{code}") for code in ("a", "c")] == ["true", "undetermined"]
    worked.annotate(bond, "q=c", actor="cai", basis="watched")
    assert worked.outcomes(bond, "q", "a", "c") == ["yes", "no"]


def test_r06_a_sheet_says_of_each_set_whether_it_is_complete(
    worked: School, tmp_path: Path
) -> None:
    bonds = [worked.bond() for _ in range(4)]
    said = (("watched", ""), ("watched", "no"), ("documented", ""), ("documented", "yes"))
    sheet = tmp_path / "sheet.csv"
    lines = (
        f"{bond},q,a,bea,{basis},{complete}"
        for bond, (basis, complete) in zip(bonds, said, strict=True)
    )
    sheet.write_text("\n".join(("unit,variable,value,coder,basis,complete", *lines)))
    portrayals.open(worked.target, actor="ana").import_annotations(str(sheet))
    assert [worked.outcome(bond, "q:c") for bond in bonds] == [
        "no",
        "incomplete",
        "incomplete",
        "no",
    ]


def test_any_code_of_a_set_is_what_none_of_them_is_not(worked: School) -> None:
    watched_and_documented(worked)
    found = portrayals.open(worked.target)
    for options in ({}, {"silence": "no"}, {"level": "title"}, {"by": "kind"}):
        statistic = found.stats("q:any", **options)
        [any_code, none] = (*statistic.rows, *found.stats("q:none", **options).rows)
        assert isinstance(any_code, StatRow)
        assert isinstance(none, StatRow)
        assert (any_code.code, any_code.count) == ("any", none.n - none.count)
        assert (any_code.n, any_code.units) == (none.n, none.units)
        assert statistic.n == none.n
        assert sum((statistic.states or {}).values()) == none.everyone - none.n
        ends = (None if end is None else pytest.approx(100 - end) for end in range_of(none)[::-1])
        assert range_of(any_code) == tuple(ends)


def range_of(row: StatRow) -> tuple[float | None, float | None]:
    return row.lowest, row.highest
