"""A codebook written out: the YAML is read back as the same, Markdown and rows hold all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from smoking import STUDY

import portrayals
from portrayals.codebook.appendix import columns_of, rows_of, to_markdown
from portrayals.codebook.load import load
from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.codebook.to_yaml import to_yaml

SHIPPED = sorted((Path(portrayals.__file__).parent / "codebooks").glob("*.yaml"))

ODD = """
codebook: odd
version: "1.10"
label: "no"
levels: {title: "#x", general: 'nobody: "at all"'}
variables:
- key: times
  label: "1:30"
  level: title
  type: number
  min: -0.5
  max: 1e20
  tolerance: 0.1
  unit: "%"
  rollup: mean
- key: tone
  label: "yes"
  level: title
  type: multi
  active: no
  states_as_values: [none, cannot-tell]
  asked_when: 'name:"a b" OR NOT kind:film'
  definition: |
    First: a line.

      - an indented one # and no comment
    Ends with a colon:
  codes:
    - key: "1"
      label: "- x"
      include: "'quoted' \\"twice\\""
      exclude: "tab\\tand \\\\ two  blanks"
    - key: "no"
      label: "{a, b}"
      assignable: true
      active: yes
      codes:
        - key: emile
          label: "Émile 🎬 \\u00a0\\u2028 שלום"
          examples: ["1:30", "~", "a, b", "null"]
          counterexamples: ["- no", "2:30"]
        - {key: deep, active: no, properties: {class: ["yes", "no"], severity: 3, "5": "#x"}}
- key: gone
  level: episode
  type: boolean
  codes: [{key: "no", label: Absent}, {key: "yes", label: Present}]
derived:
- key: both
  level: title
  type: boolean
  rules: [{when: 'tone:"1"', then: "yes"}, {when: "tone:any", then: undetermined}]
  otherwise: "no"
"""


def bare(book: Codebook) -> Codebook:
    """A codebook without where in a file its parts stand."""

    def code(each: Code) -> Code:
        return replace(each, line=0, codes=tuple(map(code, each.codes)))

    def variable(each: Variable) -> Variable:
        rules = tuple(replace(rule, line=0) for rule in each.rules)
        return replace(each, line=0, codes=tuple(map(code, each.codes)), rules=rules)

    return replace(book, document="", variables=tuple(map(variable, book.variables)))


@pytest.mark.parametrize(
    "text",
    [*(path.read_text(encoding="utf-8") for path in SHIPPED), STUDY, ODD],
    ids=[*(path.stem for path in SHIPPED), "small", "odd"],
)
def test_what_is_written_is_read_back_as_the_same_codebook(text: str) -> None:
    book = load(text)
    assert bare(load(to_yaml(book))) == bare(book)


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t"),
    max_size=150,
).map(str.strip)


@settings(deadline=None, max_examples=examples(150))
@given(TEXTS, st.lists(TEXTS.filter(bool), max_size=3, unique=True), TEXTS)
def test_any_text_is_read_back_as_it_is(said: str, listed: list[str], remark: str) -> None:
    code = Code(
        *("a", "A", said),
        examples=tuple(listed),
        counterexamples=tuple(listed[1:]),
        properties=(("class", said or "x"),),
    )
    wording = {"question": said, "include": said, "unit": ""}
    book = Codebook(
        "k",
        "1",
        "",
        label="K",
        variables=(Variable("v", "V", "title", "multi", **wording, codes=(code,)),),
    )
    line = " ".join(c for c in remark if c.isprintable())
    text = to_yaml(book, {"": [line], "v": [line]}, {("v", "a"): line})
    assert bare(load(text)) == bare(book)


def test_comments_stand_above_variables_and_beside_codes() -> None:
    codes = (Code("a", "A"), Code("b", "B", definition="Second."))
    book = Codebook("k", "1", "", variables=(Variable("v", "V", "title", "nominal", codes=codes),))
    text = to_yaml(book, {"": ["top"], "v": ["one", "two"]}, {("v", "a"): "31", ("v", "b"): "7"})
    assert text.splitlines() == [
        "# top",
        "codebook: k",
        'version: "1"',
        "",
        "variables:",
        "  # one",
        "  # two",
        "  - key: v",
        "    label: V",
        "    level: title",
        "    type: nominal",
        "    codes:",
        "      - {key: a, label: A}  # 31",
        "      - key: b  # 7",
        "        label: B",
        "        definition: Second.",
    ]


def test_long_texts_are_folded_and_lines_kept() -> None:
    book = Codebook(
        "k",
        "1",
        "",
        variables=(
            Variable(
                "v", "V", "title", "text", question="word " * 40 + "end", definition="a:\n\n b"
            ),
        ),
    )
    text = to_yaml(book)
    assert max(map(len, text.splitlines())) <= 100
    assert "definition: |-\n      a:\n\n       b\n" in text
    assert bare(load(text)).variables == book.variables


def test_markdown_is_a_tree_with_all_that_a_reader_needs() -> None:
    text = to_markdown(load(ODD))
    assert text.startswith("# no\n\nCodebook `odd`, version 1.10.\n")
    assert "`times`: for each title (\\#x), a number, in %.\n" in text
    assert "- Values: at least -0.5 and at most 1e+20\n" in text
    assert '- Asked when: `name:"a b" OR NOT kind:film`\n' in text
    assert "- **{a, b}** `no`\n  - **Émile" in text
    assert "  - **Deep** `deep` (switched off)\n    - *class:* yes, no\n" in text
    assert '- yes if: `tone:"1"`\n- undetermined if: `tone:any`\n- Otherwise: no\n' in text


def test_nothing_in_a_label_is_read_as_a_sign_of_markdown() -> None:
    codes = (Code("a", "*a* [b](c) <i>\nd"),)
    book = Codebook(
        "k",
        "1",
        "",
        variables=(Variable("v", "V", "title", "multi", asked_when="a:`", codes=codes),),
    )
    text = to_markdown(book)
    assert "- **\\*a\\* \\[b\\](c) \\<i\\> d** `a`\n" in text
    assert "- Asked when: `` a:` ``\n" in text


def test_there_is_a_row_for_each_code_with_a_column_for_each_property() -> None:
    book = load(STUDY)
    rows = list(rows_of(book))
    assert all(tuple(row) == columns_of(book) for row in rows)
    assert len(rows) == sum(max(1, sum(1 for _ in v.walk())) for v in book.variables)
    [cigarette] = [row for row in rows if row["code"] == "cigarette"]
    assert cigarette["variable"] == "act"
    assert cigarette["parent"] == "tobacco"
    assert cigarette["depth"] == 1
    assert cigarette["examples"] == ["a Gauloise", "1:30"]
    assert cigarette["properties.standards"] == ["WHO 6", "WHO 8"]
    tobacco = next(row for row in rows if row["code"] == "tobacco")
    assert (tobacco["parent"], tobacco["assignable"]) == (None, False)


def test_a_row_tells_what_is_no_example_too() -> None:
    [emile] = [row for row in rows_of(load(ODD)) if row["code"] == "emile"]
    assert emile["counterexamples"] == ["- no", "2:30"]


def test_a_variable_without_codes_has_one_row_with_its_own_wording() -> None:
    [row] = [row for row in rows_of(load(ODD)) if row["variable"] == "times"]
    assert (row["code"], row["label"], row["active"]) == (None, "1:30", True)
