"""Charts as files: each of its form, and a page of HTML that loads nothing."""

from __future__ import annotations

import re
import struct
import sys
from html import escape
from typing import get_args
from xml.etree import ElementTree
from zlib import crc32

import pytest
from small_tables import statistic

from portrayals import extras
from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.render.charts.drawing import chart
from portrayals.render.charts.files import PICTURES, Picture, drawn, picture_of
from portrayals.results.stats import StatRow

TITLE = "Éva’s <title> & more"
EVIL = "</script><script src='https://example.org/x.js'> Éva"
ROW = StatRow(
    *(None, "act", "evil", EVIL, None, 0, 1, 4),
    *(25.0, 4.6, 69.9, 1, 4, None, None, {}, "wilson", 4),
)
RESULT = statistic(
    ROW,
    level="title",
    n=4,
    notes=("Some shares rest on fewer than 10 units: read them as counts.",),
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


def shown(picture: Picture, size: str) -> bytes:
    """The file of a chart without a note under it, but with a title."""
    return drawn(chart(RESULT, size=size, notes="none", title=TITLE), picture)


def texts(png: bytes) -> dict[str, str]:
    """The international text chunks of a PNG, each of which is whole."""
    found, place = {}, 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        body = png[place + 8 : place + 8 + length]
        [check] = struct.unpack(">I", png[place + 8 + length : place + 12 + length])
        assert check == crc32(kind + body)
        if kind == b"iTXt":
            keyword, _, rest = body.partition(b"\0")
            found[keyword.decode()] = rest[4:].decode()
        place += 12 + length
    return found


def pixels(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def dots_to_the_inch(png: bytes) -> float:
    place = png.index(b"pHYs") + 4
    [to_the_metre] = struct.unpack(">I", png[place : place + 4])
    inches: float = to_the_metre * 0.0254
    return inches


@pytest.mark.slow
def test_a_png_keeps_its_title_and_all_its_notes() -> None:
    kept = texts(shown("png", "page"))
    assert kept["Title"] == TITLE
    assert kept["Description"].startswith(f"{TITLE}\nŻółć & <b>: 4 titles")
    assert RESULT.notes[0] in kept["Description"]


@pytest.mark.slow
def test_a_png_is_as_large_as_its_place() -> None:
    assert pixels(shown("png", "slide")) == (1920, 1080)
    assert pixels(shown("png", "square")) == (1080, 1080)
    column = shown("png", "column")
    assert dots_to_the_inch(column) == pytest.approx(600, abs=0.1)
    assert pixels(column)[0] / 600 * 25.4 == pytest.approx(85, abs=0.1)


@pytest.mark.slow
def test_an_svg_keeps_its_title_and_all_its_notes_and_is_as_large_as_its_place() -> None:
    svg = ElementTree.fromstring(shown("svg", "slide"))  # noqa: S314 - drawn by us
    kept = {each.tag.rpartition("}")[2]: each.text or "" for each in svg[:2]}
    assert kept["title"] == TITLE
    assert RESULT.notes[0] in kept["desc"]
    assert (svg.get("width"), svg.get("height")) == ("1280", "720")
    left, top, width, height = map(float, (svg.get("viewBox") or "").split())
    assert (left, top, width / height) == (pytest.approx(0, abs=20), 0, pytest.approx(16 / 9))


@pytest.mark.slow
def test_a_pdf_keeps_its_title_and_all_its_notes_and_is_as_large_as_its_place() -> None:
    pdf = shown("pdf", "column")
    [width] = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ", pdf)
    assert float(width) / 72 * 25.4 == pytest.approx(85, abs=0.1)
    # What counts is the last trailer: its table says where the object is that holds the texts.
    [(number, table)] = re.findall(
        rb"/Info (\d+) 0 R[^>]*>>\nstartxref\n(\d+)\n%%EOF\n$", pdf[pdf.rindex(b"trailer") :]
    )
    entry = re.match(rb"xref\n0 1\n\d{10} 65535 f\r\n\d+ 1\n(\d{10}) ", pdf[int(table) :])
    assert entry is not None
    information = pdf[int(entry[1]) :].partition(b"endobj")[0]
    assert information.startswith(number + b" 0 obj")
    kept = dict(re.findall(rb"/(\w+) <([0-9a-f]+)>", information))
    assert bytes.fromhex(kept[b"Title"].decode()).decode("utf-16") == TITLE
    assert RESULT.notes[0] in bytes.fromhex(kept[b"Subject"].decode()).decode("utf-16")


@pytest.mark.slow
def test_a_page_keeps_its_title_and_all_its_notes_and_is_as_wide_as_its_place() -> None:
    html = shown("html", "slide").decode()
    described = re.search(r'<meta name="description" content="([^"]*)">', html)
    assert described is not None
    assert RESULT.notes[0] in described[1]
    assert f"<title>{escape(TITLE)}</title>" in html
    assert "width: 1280px" in html


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
