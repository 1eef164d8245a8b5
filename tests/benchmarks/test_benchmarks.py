"""The benchmarks run, at a scale at which they say nothing, so that they cannot rot."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.generate import HEADERS, generate
from benchmarks.measure import SECTIONS, SEED
from benchmarks.report import Line, table
from benchmarks.study import NoStudy, Study, study_in

SOME = "statistics,search,upkeep,free-sets,collect"
KNOWN = {
    "title": [{}, {"based-on": "adapted"}],
    "portrayal": [{"gender": "female"}, {"gender": "male"}],
    "relationship": [{"boundary-act": "none"}, {"boundary-act": "dating", "initiator": "client"}],
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_seed_makes_the_same_study_and_another_seed_another(tmp_path: Path) -> None:
    texts = []
    for place, seed in enumerate((1, 1, 2)):
        folder = tmp_path / str(place)
        folder.mkdir()
        generate(folder, 50, seed, KNOWN)
        texts.append([(folder / f"{name}.csv").read_bytes() for name in HEADERS])
    assert texts[0] == texts[1] != texts[2]


def test_a_study_has_so_many_portrayals_and_every_key_once(tmp_path: Path) -> None:
    sizes = generate(tmp_path, 300, 1, KNOWN)
    for name in ("titles", "portrayals", "relationships"):
        keys = [row["key"] for row in rows(tmp_path / f"{name}.csv")]
        assert len(keys) == len(set(keys)) == getattr(sizes, name)
    assert sizes.portrayals == 300


def test_coders_agree_more_often_than_not_and_not_always(tmp_path: Path) -> None:
    generate(tmp_path, 500, 1, KNOWN)
    said: dict[str, list[str]] = {}
    for row in rows(tmp_path / "annotations.csv"):
        if row["variable"] == "gender":
            said.setdefault(row["unit"], []).append(row["value"])
    several = [values for values in said.values() if len(values) > 1]
    agreed = sum(len(set(values)) == 1 for values in several)
    assert 0.6 < agreed / len(several) < 1


def test_what_is_asked_only_after_another_answer_is_never_coded_without_it(tmp_path: Path) -> None:
    generate(tmp_path, 300, 1, KNOWN)
    acts, asked = set(), set()
    for row in rows(tmp_path / "annotations.csv"):
        if row["value"] == "dating":
            acts.add((row["unit"], row["coder"]))
        if row["variable"] == "initiator":
            asked.add((row["unit"], row["coder"]))
    assert asked
    assert asked <= acts


def test_a_line_is_held_against_its_goal_by_its_ratio_or_by_itself() -> None:
    assert Line("import", 3, "s", "floor", 2, goal=1.5).met is True
    assert Line("import", 3.1, "s", "floor", 2, goal=1.5).met is False
    assert Line("suggested", 94, "%", goal=95, at_least=True).met is False
    assert Line("undo", 3, "s", "floor", 2).met is None
    assert table([Line("import", 3, "s", "floor", 2, goal=1.5)]).splitlines()[-1] == (
        "| import | 3 s | floor | 2 s | 1.5 | ≤ 1.5 | yes |"
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The study of a tenth of the portrayals, made where they are kept."""
    return study_in(tmp_path_factory.mktemp("kept") / "tenth", 4, SEED)


@pytest.mark.slow
def test_sections_measure_something(
    kept: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = tmp_path / "measured.json"
    asked = ["--scale", "40", "--repeats", "1", "--only", SOME]
    main([*asked, "--keep", str(kept.folder.parent), "--json", str(measured)])
    sections = json.loads(measured.read_text(encoding="utf-8"))["sections"]
    assert set(sections) == set(SOME.split(",")) < set(SECTIONS)
    assert all(lines for lines in sections.values())
    assert capsys.readouterr().out.count("\n| ") >= sum(map(len, sections.values()))


@pytest.mark.slow
def test_a_study_that_is_kept_is_used_again_and_no_other_in_its_place(kept: Study) -> None:
    written = kept.whole.stat().st_mtime_ns
    again = study_in(kept.folder, 4, SEED)
    assert (again.folder, again.sizes, again.imports) == (kept.folder, kept.sizes, {})
    assert kept.whole.stat().st_mtime_ns == written
    with pytest.raises(NoStudy, match=r"holds no study of .*20"):
        study_in(kept.folder, 20, SEED)
