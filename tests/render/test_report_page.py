"""The page of a report: it loads nothing, and what somebody wrote is text in it."""

from __future__ import annotations

import itertools
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import END, LINK, PICTURE, SCRIPT, TEMPLATE, hostile_study, page_of, reported
from study import Study

from portrayals.render.cells import harmless
from portrayals.render.report.page import link_to, link_within, page, place

#: Attributes that make a browser fetch something, or run it.
FETCHING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "script", "a", "div", "header", "nav"),
    *("main", "footer", "section", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details"),
    *("summary", "span", "strong", "b", "br", "code", "form", "label", "input", "select"),
    *("optgroup", "option", "button", "output", "svg", "g", "path", "line", "text", "rect"),
}


class Parsed(HTMLParser):
    """The elements of a page with their attributes, its text, and what its scripts hold."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)
        elif self.inside != "style":
            self.text += data

    def handle_endtag(self, _tag: str) -> None:
        self.inside = ""

    def attributes(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(hostile_study(tmp_path_factory.mktemp("hostile")))


@pytest.fixture(scope="module")
def parsed(html: str) -> Parsed:
    return Parsed(html)


@pytest.mark.parametrize("written", [SCRIPT, PICTURE, END, TEMPLATE])
def test_what_somebody_wrote_is_text(written: str, parsed: Parsed) -> None:
    assert written in parsed.text


def test_nothing_that_somebody_wrote_is_an_element(parsed: Parsed) -> None:
    assert {tag for tag, _ in parsed.elements} <= ALLOWED
    assert len(parsed.scripts) == 1
    assert "alert" not in parsed.scripts[0]
    assert not any(name.startswith("on") for _, attrs in parsed.elements for name in attrs)


def test_nothing_is_fetched_from_anywhere(parsed: Parsed, html: str) -> None:
    assert not FETCHING & {name for _, attrs in parsed.elements for name in attrs}
    assert not {"link", "iframe", "object", "embed", "base", "img", "use", "image"} & {
        tag for tag, _ in parsed.elements
    }
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_links_lead_to_the_page_itself_or_to_the_web(parsed: Parsed) -> None:
    links = parsed.attributes("href")
    ids = set(parsed.attributes("id"))
    assert all(link.startswith(("#", "https://")) for link in links)
    assert {unquote(link[1:]) for link in links if link.startswith("#")} <= ids
    assert "https://example.org/a?b=c&d=e" in links
    assert "https://doi.org/10.1000/182" in links
    assert LINK in parsed.text
    away = [a for tag, a in parsed.elements if tag == "a" and (a["href"] or "").startswith("http")]
    assert all(a["rel"] == "noopener noreferrer" for a in away)


def test_an_id_stands_once(parsed: Parsed) -> None:
    assert [each for each, times in Counter(parsed.attributes("id")).items() if times > 1] == []


def test_a_mark_that_turns_the_writing_is_shown_and_not_obeyed(html: str) -> None:
    assert "\u202e" not in html
    assert harmless("evil\u202ecod.exe") in html


def test_the_policy_of_the_page_allows_its_own_script_and_no_other(
    parsed: Parsed, html: str
) -> None:
    [policy] = [
        attrs["content"] or ""
        for tag, attrs in parsed.elements
        if tag == "meta" and "http-equiv" in attrs
    ]
    script = html.partition("<script>")[2].partition("</script>")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")


def test_a_page_has_one_heading_of_the_first_kind_and_skips_none(parsed: Parsed) -> None:
    depths = [int(tag[1]) for tag, _ in parsed.elements if tag in {"h1", "h2", "h3", "h4"}]
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(depths))


def test_tables_have_captions_and_their_heads_a_scope(parsed: Parsed) -> None:
    tags = Counter(tag for tag, _ in parsed.elements)
    assert tags["table"] == tags["caption"]
    assert all("scope" in attrs for tag, attrs in parsed.elements if tag == "th")


@pytest.mark.slow
def test_every_figure_stands_with_its_n_and_the_command_that_repeats_it(tmp_path: Path) -> None:
    report = reported(hostile_study(tmp_path))
    text = Parsed(page(report)).text
    for figure in report.counted:
        assert figure.command in text
        for note in figure.result.notes:
            assert note in text
    assert "5 of 5" in text
    assert report.info.snapshot in text


@pytest.mark.slow
@pytest.mark.parametrize("codebook", ["none", "smoking", "therapist-boundaries"])
def test_an_empty_study_has_a_page_that_says_so(codebook: str, tmp_path: Path) -> None:
    text = Parsed(page_of(Study(str(tmp_path / "portrayals.db"), codebook).target)).text
    assert "No titles yet." in text
    assert ("there is no codebook yet" in text) == (codebook == "none")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("10.1037/0003-066X.57.12.1060", "https://doi.org/10.1037/0003-066X.57.12.1060"),
        ("javascript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("//example.org", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://exa mple.org", None),
        ("java\nscript:alert(1)", None),
        ('https://example.org/"onclick=', None),
        ("see the archive", None),
        ("", None),
        (None, None),
    ],
)
def test_only_what_leads_to_the_web_is_a_link(address: str | None, link: str | None) -> None:
    assert link_to(address) == link


@given(st.text())
def test_any_address_is_text_or_leads_to_the_web(address: str) -> None:
    link = link_to(address)
    assert link is None or link.lower().startswith(("http://", "https://"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_link_within_the_page_leads_to_the_id_of_the_thing(key: str) -> None:
    assert unquote(link_within("title", key)[1:]) == place("title", key)
    assert not any(each.isspace() for each in place("title", key))
