"""Results show themselves: printed, in a notebook, and as a chart."""

from __future__ import annotations

import copy
import inspect
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import portrayals
from portrayals import extras
from portrayals.cli.program import run
from portrayals.errors import InvalidValue, NotInstalled, WrongArgument
from portrayals.results.shown import Shown
from portrayals.results.tabular import Tabular
from portrayals.results.written import Written
from portrayals.study import Study

ACTS = "boundary-act:dating,flirting"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, starter_once: Path) -> Study:
    folder = tmp_path_factory.mktemp("display")
    return portrayals.open(shutil.copy(starter_once, folder), actor="ana")


#: What is typed, what is called, and what of the text a table has no place for.
SHOWN: dict[str, tuple[list[str], Callable[[Study], Any]]] = {
    "stats": (
        ["stats", ACTS, "--silence", "no", "--notes"],
        lambda s: s.stats(ACTS, silence="no"),
    ),
    "groups": (
        ["stats", "severity", "--by", "kind", "--notes"],
        lambda s: s.stats("severity", by="kind"),
    ),
    "trend": (["trend", ACTS, "--notes"], lambda s: s.trend(ACTS)),
    "compare": (
        [
            "compare",
            ACTS,
            "--where",
            "kind:tv",
            "--versus",
            "kind:film",
            "--silence",
            "no",
            "--notes",
        ],
        lambda s: s.compare(ACTS, where="kind:tv", versus="kind:film", silence="no"),
    ),
    "crosstab": (["crosstab", ACTS, "kind", "--notes"], lambda s: s.crosstab(ACTS, "kind")),
    "cooccur": (
        ["cooccur", "boundary-act", "--silence", "no", "--notes"],
        lambda s: s.cooccur("boundary-act", silence="no"),
    ),
    "samplesize": (["samplesize", "alpha"], lambda s: s.samplesize_alpha()),
    "claims": (["claims"], lambda s: s.claims()),
    "titles": (["list", "titles", "genre:thriller"], lambda s: s.list_titles("genre:thriller")),
    "history": (["history"], lambda s: s.history()),
    "title": (["show", "prime", "--all"], lambda s: s.show("prime")),
    "coder": (["show", "catalogue"], lambda s: s.show("catalogue")),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_printed_is_what_the_command_line_prints(
    study: Study, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words, call = SHOWN[name]
    assert run(["--db", study.target, *words]) == 0
    said = capsys.readouterr()
    found = call(study)
    assert str(found) == (said.out + said.err * (name == "titles")).strip("\n")
    assert repr(found) == str(found)


def test_every_result_shows_itself_at_the_prompt() -> None:
    kinds = [Tabular]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.__repr__ for kind in kinds} == {Shown.__repr__}


def test_how_a_result_looks_changes_nothing_of_what_it_is(study: Study) -> None:
    found = study.stats(ACTS)
    for same in (replace(found), copy.deepcopy(found)):
        assert same == found
    assert replace(found, level="title") != found


def test_ipython_prints_the_same(study: Study) -> None:
    printed: list[str] = []

    class Printer:
        text = printed.append

    found = study.stats("violation")
    found._repr_pretty_(Printer, False)
    assert printed == [str(found)]


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_shows_the_same_cells_and_notes(study: Study, name: str) -> None:
    found = SHOWN[name][1](study)
    html = unescape(found._repr_html_())
    for note in getattr(found, "notes", ()):
        assert note in html


def test_a_notebook_shows_the_columns_of_the_terminal_and_not_all_there_is(study: Study) -> None:
    html = study.stats(ACTS, silence="no")._repr_html_()
    heads = html.partition("<thead>")[2].partition("</thead>")[0]
    for head in ("k of n", "share", "95 % interval"):
        assert f">{head}</th>" in heads
    assert "deff" not in html
    assert '<td style="text-align:left">Dating</td>' in html
    assert '<td style="text-align:right">27 of 150</td>' in html


def test_an_overview_begins_with_what_there_is(study: Study) -> None:
    assert "<p>69 titles, 95 therapists, 161 relationships</p>" in study.stats()._repr_html_()


def test_a_long_table_is_cut_and_says_by_how_much(study: Study, tmp_path: Path) -> None:
    own = portrayals.open(shutil.copy(study.target, tmp_path), actor="ana")
    sheet = tmp_path / "many.csv"
    sheet.write_text("name\n" + "".join(f"Film {n}\n" for n in range(40)))
    own.import_units("title", sheet)
    html = own.list_titles()._repr_html_()
    assert html.count("<tr>") == 101
    assert "… and 9 more rows" in html
    assert "<p>109 titles.</p>" in html
    assert own.stats("boundary-act")._repr_html_().count("<tr>") > 70


def test_a_notebook_draws_text_and_no_more(study: Study, tmp_path: Path) -> None:
    own = portrayals.open(shutil.copy(study.target, tmp_path), actor="ana")
    own.add_title("<script>alert(1)</script> \N{RIGHT-TO-LEFT OVERRIDE}$x$", year=2001)
    for found in (own.list_titles("year:2001"), own.show("script-alert-1-script-x")):
        html = found._repr_html_()
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in html
        assert html.startswith('<div class="tex2jax_ignore')  # no formula between the dollars


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stats", "trend", "crosstab", "cooccur", "compare"])
def test_a_chart_is_an_object_of_altair_that_looks_as_the_file_does(
    study: Study, name: str
) -> None:
    from portrayals.render.charts.drawing import chart
    from portrayals.render.charts.files import drawn

    altair = pytest.importorskip("altair")
    found = SHOWN[name][1](study)
    made = found.chart()
    assert isinstance(made, altair.VConcatChart)
    assert drawn(made.to_dict(), "svg") == drawn(chart(found), "svg")


def test_the_chart_of_a_comparison_tells_how_far_its_groups_lie_apart(study: Study) -> None:
    told = str(SHOWN["compare"][1](study).chart().to_dict())
    assert "Difference, percentage points: -" in told
    assert "Test by title: " in told
    assert "Only where" not in told  # the query is that of the first group alone


def test_without_altair_the_error_names_what_installs_it(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = study.stats("violation")
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "altair" else name)
    with pytest.raises(NotInstalled) as refused:
        found.chart()
    assert refused.value.code == "not-installed"
    assert refused.value.hint == "pip install 'portrayals[charts]'"


def test_r6_of_pairs_that_are_only_known_the_chart_shows_what_is_known(study: Study) -> None:
    drawn = study.cooccur("boundary-act").chart(top=5, notes="full").to_dict()
    lines = [each["line"] for own in drawn["datasets"].values() for each in own if "line" in each]
    assert "Numbers: units known to have both codes." in lines[0]


def test_a_chart_takes_what_the_options_of_the_command_say(study: Study) -> None:
    acts = study.stats("boundary-act", depth=1)
    drawn = acts.chart(title="Acts", sort="share", top=3, size="slide", notes="none").to_dict()
    [panel] = drawn["vconcat"]
    assert panel["title"]["text"] == ["Acts"]
    assert panel["title"]["subtitle"][-1] == "The 3 largest of 16; 13 more not shown"
    assert drawn["description"].startswith("Acts")


def test_of_nothing_there_is_no_chart(tmp_path: Path) -> None:
    empty = portrayals.init(tmp_path / "empty.db", actor="ana")
    with pytest.raises(InvalidValue, match="nothing to draw"):
        empty.cooccur("boundary-act").chart()


def test_a_write_prints_what_it_noticed_and_said() -> None:
    written = Written(("prime",), "Added Prime.", ("A notice.",))
    assert str(written) == repr(written) == "A notice.\nAdded Prime."


@pytest.mark.slow
def test_a_report_does_not_print_the_whole_study(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    study = portrayals.init(tmp_path / "smokers.db", codebook="smoking", actor="ana")
    for name in ("Prime", "Mumford"):
        study.add_title(name)
    found = study.report(tmp_path / "report.html", title="Smokers")
    assert repr(found) == "Report('Smokers', 2 titles)"


def test_a_result_of_the_command_line_loads_nothing_that_draws() -> None:
    program = (
        "from portrayals.results.samplesize import SampleSizes\n"
        "import sys\n"
        "print(str(SampleSizes('alpha', 95, None, (), ())), 'portrayals.render' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("SampleSizes(")
    assert told.stdout.endswith("False\n")


def test_a_chart_refuses_an_argument_that_it_does_not_take(study: Study) -> None:
    found = study.stats(ACTS, silence="no")
    with pytest.raises(WrongArgument, match=r"chart\(\) takes no argument .titel.") as refused:
        found.chart(titel="Acts")  # type: ignore[call-arg]
    assert refused.value.candidates == ("title",)
    with pytest.raises(WrongArgument, match="top of chart"):
        found.chart(top="three")  # type: ignore[arg-type]
    assert "notes" in inspect.signature(found.chart).parameters


@pytest.mark.parametrize("frame", ["pandas", "polars"])
def test_without_its_package_a_data_frame_is_refused(
    study: Study, frame: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, frame, None)
    with pytest.raises(NotInstalled, match=f"{frame} is not installed") as refused:
        getattr(study.stats(ACTS), f"to_{frame}")()
    assert refused.value.hint == f"pip install {frame}"
