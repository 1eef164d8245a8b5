"""Charts as files: each of its form, and a page of HTML that loads nothing."""

from __future__ import annotations

import re
import sys
from typing import get_args

import pytest

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.render import extras
from portrayals.render.charts.drawing import chart
from portrayals.render.charts.files import PICTURES, Picture, drawn, picture_of
from portrayals.results.stats import Statistic, StatRow

EVIL = "</script><script src='https://example.org/x.js'> Éva"
ROW = StatRow(
    *(None, "act", "evil", EVIL, None, 0, 1, 4),
    *(25.0, 4.6, 69.9, 1, 4, None, None, {}, "wilson", 4),
)
RESULT = Statistic(
    command="stats",
    level="title",
    where=None,
    by=None,
    policy="majority",
    coder=None,
    wave=None,
    confidence=95.0,
    interval="auto",
    n=4,
    states={},
    rows=(ROW,),
    notes=("Some shares are of fewer than 10 units: read them as counts.",),
    provenance={},
    labels={"act": "Żółć & <b>"},
    names={},
)

BEGINNINGS: dict[Picture, bytes] = {
    "png": b"\x89PNG\r\n\x1a\n",
    "svg": b"<svg",
    "pdf": b"%PDF-",
    "html": b"<!DOCTYPE html>",
}


@pytest.mark.slow
@pytest.mark.parametrize("picture", get_args(Picture))
def test_a_file_is_of_the_form_it_is_named_for(picture: Picture) -> None:
    assert drawn(chart(RESULT), picture).startswith(BEGINNINGS[picture])


@pytest.mark.slow
def test_the_text_of_a_drawing_is_whole_and_harmless() -> None:
    svg = drawn(chart(RESULT), "svg").decode()
    assert "Żółć &amp; &lt;b&gt;" in svg
    assert "&lt;/script&gt;" in svg
    assert "Éva" in svg
    assert "1 of 4" in svg


@pytest.mark.slow
def test_a_page_loads_nothing_and_no_label_ends_its_script() -> None:
    page = drawn(chart(RESULT), "html").decode()
    assert page.count("<script") == page.count("</script") == 2
    assert not re.search(r"""<[a-z]+ [^>]*(?:src|href)\s*=\s*["']?https?:""", page)
    assert not re.search(r"""import\s*\(?\s*["']https?:|@import|url\(\s*["']?https?:""", page)
    assert "default-src 'none'" in page
    assert "<title>Żółć &amp; &lt;b&gt;: 4 titles</title>" in page


@pytest.mark.parametrize("suffix", PICTURES)
def test_the_suffix_says_the_form(suffix: Picture) -> None:
    assert picture_of(f"Figure 1.{suffix.upper()}") == suffix


@pytest.mark.parametrize("name", ["figure", "figure.gif", "png", ".png", "figure.png.txt"])
def test_another_suffix_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(InvalidValue) as error:
        picture_of(name)
    assert error.value.hint == "end it in .png, .svg, .pdf, .html"


def test_a_missing_extra_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(PortrayalsError) as error:
        picture_of("figure.pdf")
    assert error.value.hint == "pip install 'portrayals[charts]'"


def test_what_draws_is_loaded_by_drawing_alone() -> None:
    for name in ("portrayals.render.charts.drawing", "portrayals.render.charts.files"):
        module = sys.modules[name]
        assert not {"alt", "altair", "vl_convert"} & set(vars(module))
