"""What a method does not take is refused before it does anything, with what it takes."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

import portrayals
from portrayals import vocabulary
from portrayals.errors import PortrayalsError, WrongArgument
from portrayals.results.claims import Verdict
from portrayals.results.count_options import CountOptions
from portrayals.results.exported import Exportable, ExportForm
from portrayals.results.reliability import AgreementOptions
from portrayals.services.browse import listing
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.importing.table_map import TableMap
from portrayals.study import Study
from portrayals.study.options import TableKeywords

Method = Callable[..., Any]

METHODS: dict[str, Method] = {
    name: method
    for name, method in inspect.getmembers(Study, inspect.isfunction)
    if not name.startswith("_")
}
FUNCTIONS: dict[str, Method] = {"open": portrayals.open, "init": portrayals.init}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return portrayals.init(tmp_path_factory.mktemp("arguments") / "study.db", actor="ana")


def parameters(method: Method) -> dict[str, inspect.Parameter]:
    return {
        name: each for name, each in inspect.signature(method).parameters.items() if name != "self"
    }


def test_the_methods_are_those_of_a_study() -> None:
    assert {"stats", "add_title", "tag", "import_units", "undo"} < METHODS.keys()


@pytest.mark.parametrize("name", METHODS)
def test_every_method_refuses_an_argument_that_it_does_not_take(name: str) -> None:
    with pytest.raises(WrongArgument, match="takes no argument"):
        METHODS[name](None, no_such_thing=1)


@pytest.mark.parametrize("name", [*METHODS, *FUNCTIONS])
def test_everything_that_is_taken_is_spelled_out_and_described(name: str) -> None:
    method = {**METHODS, **FUNCTIONS}[name]
    taken = parameters(method)
    kinds = {each.kind for each in taken.values()}
    assert inspect.Parameter.VAR_KEYWORD not in kinds
    described = inspect.getdoc(method) or ""
    assert "**" not in described
    missing = [each for each in taken if f"    {each}: " not in described]
    assert not missing or described.endswith("the arguments are those of `list`.")


@pytest.mark.parametrize(
    ("call", "said", "near"),
    [
        (lambda s: s.stats("violation", lvel="title"), 'stats() takes no argument "lvel"', "level"),
        (lambda s: s.stats("violation", levels="title"), 'no argument "levels"', "level"),
        (lambda s: s.add_title("Z", knd="film"), 'add_title() takes no argument "knd"', "kind"),
        (lambda s: s.tag("z", ["flirting"], bassis="watched"), 'no argument "bassis"', "basis"),
        (lambda s: s.list_titles(order="year"), 'no argument "order"', None),
        (lambda _: portrayals.open("study.db", readonly=True), '"readonly"', "read_only"),  # type: ignore[call-arg]
        (lambda s: s.stats(variables="violation"), 'no argument "variables"', None),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(
    study: Study, call: Callable[[Any], object], said: str, near: str | None
) -> None:
    with pytest.raises(WrongArgument) as refused:
        call(study)
    assert said in refused.value.message
    assert refused.value.candidates[:1] == ((near,) if near else ())
    assert (refused.value.hint or "").startswith("it takes ")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s: s.show(), "show(): missing a required argument: 'key'"),
        (lambda s: s.show("a", "b"), "show(): too many positional arguments"),
        (
            lambda s: s.compare("violation", where="kind:tv"),
            "missing a required argument: 'versus'",
        ),
        (lambda s: s.stats("violation", level=3), "relationship or None, not 3"),
        (lambda s: s.stats("violation", confidence="95"), "should be a number, not '95'"),
        (lambda s: s.stats("violation", seed=True), "should be a whole number, not True"),
        (lambda s: s.stats("violation", seed=1.5), "should be a whole number, not 1.5"),
        (lambda s: s.stats("violation", 3), "variables of stats() should be text, not 3"),
        (lambda s: s.stats(["violation"]), "should be text, not ['violation']"),
        (lambda s: s.tag("z", "flirting"), "should be a list (text each), not 'flirting'"),
        (lambda s: s.tag("z", [1]), "should be a list (text each), not [1]"),
        (lambda s: s.add_title("Z", countries="US"), "should be a list (text each), not 'US'"),
        (lambda s: s.annotate("z", complete="yes"), "should be True or False or None, not 'yes'"),
        (lambda _: portrayals.open(3), "path of open() should be text or a path, not 3"),  # type: ignore[arg-type]
    ],
)
def test_a_value_of_another_type_is_told_with_the_types_there_are(
    study: Study, call: Callable[[Any], object], said: str
) -> None:
    with pytest.raises(WrongArgument) as refused:
        call(study)
    assert said in refused.value.message


def test_nothing_is_written_by_a_call_that_is_refused(study: Study) -> None:
    with pytest.raises(WrongArgument):
        study.add_title("Zelig", countries="US")  # a text is a sequence, for a type checker
    assert study.list_titles().rows == ()


def test_who_catches_a_type_error_catches_this_one(study: Study) -> None:
    call: Any = study.stats
    with pytest.raises(TypeError):
        call(lvel="title")


def test_a_traceback_shows_what_was_meant_and_what_to_do() -> None:
    error = WrongArgument("no such argument", hint="it takes level", candidates=["level"])
    assert error.__notes__ == ["did you mean level?", "it takes level"]


def test_numbers_and_columns_of_other_libraries_will_do(study: Study) -> None:
    pandas = pytest.importorskip("pandas")
    years = pandas.Series([2001])
    study.add_title("Zazie", year=years[0], countries=pandas.Series(["FR"]), aliases=("Z",))
    assert study.list_titles("year:2001").rows[0]["countries"] == ["France"]
    study.undo()


def test_a_table_takes_in_python_all_that_its_map_may_say() -> None:
    assert TableKeywords.__annotations__.keys() == {each.name for each in fields(TableMap)}


def closed_lists() -> set[Any]:
    """Every closed list of words of which some argument of some method is one."""
    return {
        part
        for method in METHODS.values()
        for each in parameters(method).values()
        for part in (each.annotation, *get_args(each.annotation))
        if get_origin(part) is Literal
    }


def refused_words(at: Study, folder: Path) -> dict[Any, tuple[Callable[[], object], ...]]:
    """By closed list the calls that name a word which is none of it."""
    s: Any = at
    sheet, page = folder / "sheet.csv", folder / "report.html"
    acts, unit = "boundary-act", "prime/lisa-metzger/rafi-gardet"
    return {
        vocabulary.Level: (
            lambda: s.stats(acts, level="seldom"),
            lambda: s.import_units("seldom", sheet),
            lambda: s.export_table(page.with_suffix(".csv"), level="seldom"),
        ),
        Literal["coder"]: (
            lambda: s.export_table(page.with_suffix(".csv"), level="title", by="seldom"),
        ),
        Exportable: (lambda: s.export("seldom", page.with_suffix(".csv")),),
        ExportForm: (
            lambda: s.export("titles", page, format="seldom"),
            lambda: s.export_table(page, level="title", format="seldom"),
        ),
        vocabulary.Order: (lambda: s.stats(acts, sort="seldom"),),
        vocabulary.Policy: (
            lambda: s.stats(acts, policy="seldom"),
            lambda: s.claims(policy="seldom"),
            lambda: s.report(page, policy="seldom"),
            lambda: s.export_table(page.with_suffix(".csv"), level="title", policy="seldom"),
        ),
        vocabulary.Silence: (
            lambda: s.stats(acts, silence="seldom"),
            lambda: s.list_titles(silence="seldom"),
            lambda: s.report(page, silence="seldom"),
            lambda: s.export_table(page.with_suffix(".csv"), level="title", silence="seldom"),
        ),
        vocabulary.IntervalMethod: (lambda: s.stats(acts, interval="seldom"),),
        vocabulary.Rollup: (
            lambda: s.stats("severity", level="title", rollup="seldom"),
            lambda: s.export_table(page.with_suffix(".csv"), level="title", rollup="seldom"),
        ),
        vocabulary.Purpose: (lambda: s.assign("main", ["ana"], purpose="seldom"),),
        vocabulary.Stratum: (lambda: s.assign("main", ["ana"], by="seldom"),),
        vocabulary.Cause: (
            lambda: s.adjudicate(unit, "initiator=client", reason="So.", cause="seldom"),
        ),
        vocabulary.DecisionMethod: (
            lambda: s.adjudicate(unit, "initiator=client", reason="So.", method="seldom"),
        ),
        vocabulary.Period: (lambda: s.trend(acts, per="seldom"),),
        vocabulary.IndependenceTest: (lambda: s.crosstab(acts, "kind", test="seldom"),),
        vocabulary.Adjustment: (lambda: s.crosstab(acts, "kind", adjust="seldom"),),
        vocabulary.Listed: (lambda: s.list("seldom"),),
        vocabulary.TitleKind: (lambda: s.add_title("Zelig", kind="seldom"),),
        vocabulary.ScreeningResult: (lambda: s.screen("prime", "seldom"),),
        vocabulary.Stance: (
            lambda: s.add_claim("a-book", "prime", statement="So.", stance="seldom"),
        ),
        vocabulary.Basis: (
            lambda: s.tag(unit, ["flirting"], basis="seldom"),
            lambda: s.annotate("prime", "based-on=original", basis="seldom"),
            lambda: s.reliability(basis="seldom"),
        ),
        vocabulary.ReliabilityRows: (lambda: s.reliability(per="seldom"),),
        vocabulary.AgreementInterval: (lambda: s.reliability(interval="seldom"),),
        vocabulary.AgreementMetric: (lambda: s.reliability(metric=["seldom"]),),
        Verdict: (
            lambda: s.claims(verdict="seldom"),
            lambda: s.claims(verdict=["open", "seldom"]),
        ),
        vocabulary.OnChange: (
            lambda: s.import_units("title", sheet, on_change="seldom"),
            lambda: s.import_annotations(sheet, on_change="seldom"),
        ),
    }


def test_a_word_that_is_none_of_a_closed_list_is_refused(
    tmp_path: Path, starter_once: Path
) -> None:
    study = portrayals.open(shutil.copy(starter_once, tmp_path), actor="ana")
    study.add_source("a-book", citation="A. Author, 2001")
    (tmp_path / "sheet.csv").write_text("unit,name,variable,value\nprime,Prime,based-on,original\n")
    calls = refused_words(study, tmp_path)
    assert set(calls) == closed_lists()
    for words, refused in calls.items():
        for call in refused:
            with pytest.raises(PortrayalsError, match='"seldom" is') as error:
                call()
            assert all(word in (error.value.hint or "") for word in get_args(words))


def test_the_words_that_types_list_are_those_the_program_knows() -> None:
    assert get_args(vocabulary.TitleKind) == tuple(vocabulary.KINDS)
    assert get_args(vocabulary.Listed) == listing.KINDS


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *((name, CountOptions) for name in ("stats", "trend", "crosstab")),
        *((name, CodingOptions) for name in ("tag", "annotate")),
        ("reliability", AgreementOptions),
    ],
)
def test_a_method_takes_all_options_there_are_and_leaves_out_what_the_program_would(
    name: str, options: Any
) -> None:
    taken = {each: found.default for each, found in parameters(METHODS[name]).items()}
    assert {each.name: each.default for each in fields(options)}.items() <= taken.items()
