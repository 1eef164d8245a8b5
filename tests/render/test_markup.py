"""Markdown, LaTeX and HTML: no character of a name means anything there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.render.grid import Grid
from portrayals.render.markup import (
    escape_html,
    escape_latex,
    escape_markdown,
    html,
    latex,
    markdown,
)

GRID = Grid(
    ("Title", "n"), (("Tom & Jerry_1", "5"), ("50%|$9.99", "7")), frozenset({1}), heading="Table #1"
)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("&", r"\&"),
        ("50 %", r"50 \%"),
        ("$9.99", r"\$9.99"),
        ("#1", r"\#1"),
        ("a_b", r"a\_b"),
        ("{x}", r"\{x\}"),
        ("~", r"\textasciitilde{}"),
        ("^", r"\textasciicircum{}"),
        ("\\", r"\textbackslash{}"),
        ("[1.0, 2.0]", "{[}1.0, 2.0{]}"),
        ("*", "{*}"),
        ("one\ntwo", "one two"),
        ("  child", r"\quad child"),
    ],
)
def test_latex_is_escaped(text: str, escaped: str) -> None:
    assert escape_latex(text) == escaped


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("one\ntwo", "one<br>two"),
        ("*bold* _it_", r"\*bold\* \_it\_"),
        ("[x](y)", r"\[x\](y)"),
        ("<script>", r"\<script\>"),
        ("`code`", r"\`code\`"),
        ("\\|", r"\\\|"),
        ("&amp;", r"\&amp;"),
        ("    child", "\N{NO-BREAK SPACE}" * 4 + "child"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("\"a\" 'b'", "&quot;a&quot; &#x27;b&#x27;"),
        ("  child", "\N{NO-BREAK SPACE}" * 2 + "child"),
        ("one\ntwo", "one\ntwo"),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}b", "a\\u{202e}b"),
    ],
)
def test_html_is_escaped(text: str, escaped: str) -> None:
    assert escape_html(text) == escaped


def test_an_html_table_has_its_heading_above_and_its_notes_below() -> None:
    of_one = html(replace(GRID, notes=("A & B.", "C.")), most=1)
    left, right = '<td style="text-align:left">', '<td style="text-align:right">'
    assert of_one.startswith("<p><b>Table #1</b></p><table><thead><tr>")
    assert of_one.count("<tr>") == 2
    assert f"<tr>{left}Tom &amp; Jerry_1</td>{right}5</td></tr>" in of_one
    assert of_one.endswith("<p><small>… and 1 more row<br>A &amp; B.<br>C.</small></p>")


def test_without_rows_there_is_no_table_of_html() -> None:
    assert html(Grid(("a",), (), notes=("Nothing.",)), most=9) == "<p><small>Nothing.</small></p>"


@settings(deadline=None)
@given(st.text())
def test_a_name_never_opens_a_tag_of_html(name: str) -> None:
    page = html(Grid((name,), ((name,),), heading=name, notes=(name,)), most=9)
    bare = re.sub(
        r"</?(p|b|small|table|thead|tbody|tr|br|t[hd] style=\"text-align:left\"|t[hd])>", "", page
    )
    assert not set("<>\"'") & set(bare)


def test_a_markdown_table() -> None:
    assert markdown(GRID) == (
        "**Table \\#1**\n\n"
        "| Title | n |\n| --- | ---: |\n| Tom \\& Jerry\\_1 | 5 |\n| 50%\\|\\$9.99 | 7 |"
    )


def test_a_latex_table_needs_no_package() -> None:
    assert latex(GRID) == (
        "\\noindent\\textbf{Table \\#1}\\par\n\\begin{tabular}{lr}\n"
        "\\hline\nTitle & n \\\\\n\\hline\n"
        "Tom \\& Jerry\\_1 & 5 \\\\\n50\\%\\textbar{}\\$9.99 & 7 \\\\\n\\hline\n\\end{tabular}"
    )


@settings(deadline=None)
@given(st.text())
def test_a_name_never_ends_a_cell_or_a_row_of_markdown(name: str) -> None:
    table = markdown(Grid(("a", "b"), ((name, "x"),)))
    *_, row = table.split("\n")
    assert len(table.split("\n")) == 3
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 3


@settings(deadline=None)
@given(st.text())
def test_a_name_never_opens_a_group_or_a_comment_in_latex(name: str) -> None:
    bare = re.sub(r"\\[a-z]+(\{\})?|\\.|\{[\[\]*]\}", "", escape_latex(name))
    assert not set(bare) & set("&%$#_{}~^\\")
