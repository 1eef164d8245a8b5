"""A study as text from Python, as with `export text`, `import text` and `init --starter FILE`."""

from __future__ import annotations

from pathlib import Path

import pytest

import portrayals
from portrayals.errors import AlreadyThere, InvalidText, WouldChange

CATALOGUE = """\
codebook: smoking
coder: ana
titles:
- {key: bliss, name: Bliss, kind: film, portrayals: [{name: Maria, annotations: {smoking: none}}]}
"""


@pytest.fixture
def study(tmp_path: Path) -> portrayals.Study:
    """A study that begins with a catalogue of its own."""
    (tmp_path / "mine.yaml").write_text(CATALOGUE, encoding="utf-8")
    return portrayals.init(tmp_path / "one.db", actor="ana", starter=tmp_path / "mine.yaml")


def test_a_study_goes_out_as_text_and_another_begins_with_it(
    study: portrayals.Study, tmp_path: Path
) -> None:
    made = study.export_text(tmp_path / "text")
    assert (made.contents["titles"], made.contents["annotations"], made.removed) == (1, 1, 0)
    assert study.export_text(tmp_path / "text").written == 0
    other = portrayals.init(tmp_path / "other.db", actor="ana", starter=tmp_path / "text")
    assert other.info().snapshot == study.info().snapshot


def test_what_a_text_says_otherwise_is_refused_unless_it_may_change(
    study: portrayals.Study, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(CATALOGUE.replace("smoking: none", "smoking: [cigarette]"), encoding="utf-8")
    with pytest.raises(WouldChange, match="1 annotation would change"):
        study.import_text(file)
    assert study.import_text(file, on_change="keep").kept == {"annotations": 1}
    assert study.import_text(file, on_change="update").changed == {"annotations": 1}
    assert str(study.import_text(file)).startswith("Nothing changed")


def test_errors_have_their_lines_and_nothing_is_left(
    study: portrayals.Study, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(CATALOGUE.replace("kind: film", "kind: movie"), encoding="utf-8")
    with pytest.raises(InvalidText, match=r"wrong\.yaml:4  kind: ") as refused:
        portrayals.init(tmp_path / "new.db", starter=wrong)
    assert refused.value.problems[0]["line"] == 4
    assert not (tmp_path / "new.db").exists()
    with pytest.raises(InvalidText):
        study.import_text(wrong)


def test_a_file_of_ones_own_is_overwritten_only_by_force(
    study: portrayals.Study, tmp_path: Path
) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "study.yaml").write_text("title: mine\n", encoding="utf-8")
    with pytest.raises(AlreadyThere, match="was not written by this program") as refused:
        study.export_text(tmp_path / "text")
    assert "force=True" in str(refused.value.hint)
    assert study.export_text(tmp_path / "text", force=True).written == 5
