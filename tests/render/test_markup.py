"""Markdown and LaTeX: no character of a name means anything there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.render.grid import Grid
from portrayals.render.markup import escape_latex, escape_markdown, latex, markdown

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
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


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
