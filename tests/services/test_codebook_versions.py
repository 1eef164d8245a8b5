"""A codebook's next version: codes renamed, moved, merged, split and retired under annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import select
from study import Study, copied

import portrayals
from portrayals.codebook.coded_again import coded_again
from portrayals.codebook.compare import compare
from portrayals.codebook.load import load
from portrayals.errors import InUse, InvalidCodebook, InvalidQuery, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.results.table_options import TableOptions
from portrayals.services.codebooks.diff import codebook_diff, plan_codebook
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import tag
from portrayals.services.exporting.wide_table import wide_table
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.tables import code, variable

FIRST = dedent(
    """\
    codebook: gestures
    version: "1.0"
    variables:
      - key: act
        level: title
        type: multi
        codes:
          - key: near
            assignable: true
            codes: [{key: hug}, {key: pat}]
          - {key: talk, properties: {class: speech}}
          - {key: shout, properties: {class: speech}}
          - {key: loud, codes: [{key: clap}]}
          - {key: wink}
      - key: mood
        level: title
        type: nominal
        codes: [{key: calm}, {key: mild, codes: [{key: cool}]}, {key: cross}]
      - {key: pace, level: title, type: ordinal, codes: [{key: slow}, {key: medium}, {key: quick}]}
    """
)
#: touch takes in hug and pat; talk is split; shout is called yell and stands below loud; wink goes.
SECOND = dedent(
    """\
    codebook: gestures
    version: "1.1"
    variables:
      - key: act
        level: title
        type: multi
        codes:
          - key: near
            assignable: true
            codes: [{key: touch, was: [hug, pat]}]
          - {key: talk, split_into: [chat, lecture], properties: {class: speech}}
          - {key: chat, properties: {class: speech}}
          - {key: lecture, properties: {class: speech}}
          - key: loud
            codes: [{key: clap}, {key: yell, was: shout, properties: {class: speech}}]
          - {key: wink, active: no}
      - key: temper
        was: mood
        level: title
        type: nominal
        codes: [{key: calm, was: cool}, {key: cross}]
      - {key: pace, level: title, type: ordinal, codes: [{key: slow, was: medium}, {key: quick}]}
    """
)
#: Says nothing any more of what the second version did, and has dropped what was split.
THIRD = (
    SECOND.replace('"1.1"', '"1.2"')
    .replace(", was: [hug, pat]", "")
    .replace("      - {key: talk, split_into: [chat, lecture], properties: {class: speech}}\n", "")
    .replace(", was: shout", "")
    .replace("    was: mood\n", "")
    .replace(", was: cool", "")
    .replace(", was: medium", "")
)


class Versions(Study):
    """A study of four titles, coded by ana and in part by ben, under the first version."""

    def fill(self, folder: Path) -> None:
        """Codes the titles."""
        self.folder = folder
        self.apply(FIRST, folder)
        self.coder("ben")
        for number in range(4):
            self.title(f"T{number}")
        self.annotate("t0", "act=hug;talk", "mood=calm", "pace=medium")
        self.annotate("t0", "act=pat;talk", "mood=cool", "pace=slow", actor="ben")
        self.annotate("t1", "act=shout;wink", "mood=cool", "pace=quick")
        self.annotate("t2", "act=maybe:pat", "mood=cross")
        self.annotate("t3", "act=none")

    def figures(self, *variables: str) -> dict[str, tuple[int, int]]:
        """k and n of each code."""
        rows = self.stats(*variables).to_dict()["rows"]
        return {row["code"]: (row["count"], row["n"]) for row in rows}

    def snapshot(self) -> str:
        """The hash of the content."""
        return portrayals.open(self.target).info().snapshot

    def undo(self) -> None:
        """Takes the last change back."""
        with write(self.target, actor="ana", command="undo") as change:
            undo(change)

    def problems(self) -> list[str]:
        """What a check finds."""
        with read(self.target) as connection:
            return list(check(connection).problems)


def filled(folder: Path) -> Versions:
    made = Versions(str(folder / "study.db"))
    made.fill(folder)
    return made


@pytest.fixture
def study(tmp_path: Path) -> Versions:
    study = copied(filled, tmp_path)
    study.folder = tmp_path
    return study


@pytest.fixture
def on_postgresql(empty_postgresql_url: str, tmp_path: Path) -> Versions:
    made = Versions(empty_postgresql_url)
    made.fill(tmp_path)
    return made


def is_carried_out_and_taken_back(study: Versions) -> None:
    """Applies the second version and undoes it, counting before, between and after."""
    before, snapshot = study.figures("act"), study.snapshot()
    # Of t0 ana says hug and ben pat, which settles neither; of t2 ana cannot tell about pat.
    assert before == {
        "near": (1, 3),
        "hug": (0, 3),
        "pat": (0, 2),
        "talk": (1, 4),
        "shout": (1, 4),
        "loud": (0, 4),
        "clap": (0, 4),
        "wink": (1, 4),
        "none": (1, 3),
    }
    study.apply(SECOND, study.folder)
    # Of t0 both say touch, and what was talk may be chat or lecture, which is open.
    assert study.figures("act") == {
        "near": (1, 3),
        "touch": (1, 3),
        "chat": (0, 3),
        "lecture": (0, 3),
        "loud": (1, 4),
        "clap": (0, 4),
        "yell": (1, 4),
        "none": (1, 3),
    }
    assert study.figures("temper") == {"calm": (2, 3), "cross": (1, 3)}
    assert study.figures("pace") == {"slow": (1, 2), "quick": (1, 2)}
    assert study.problems() == []
    study.undo()
    assert (study.figures("act"), study.snapshot()) == (before, snapshot)
    assert study.problems() == []


def test_all_at_once_is_carried_out_and_taken_back(study: Versions) -> None:
    is_carried_out_and_taken_back(study)


@pytest.mark.postgresql
def test_all_at_once_is_carried_out_and_taken_back_on_a_server(on_postgresql: Versions) -> None:
    is_carried_out_and_taken_back(on_postgresql)


def test_a_renamed_code_is_the_same_row(study: Versions) -> None:
    def rows() -> dict[str, str]:
        with read(study.target) as connection:
            found = connection.execute(
                select(code.c.uuid, code.c.key, variable.c.key).join(variable)
            )
            return {uuid: f"{of}:{key}" for uuid, key, of in found}

    before = rows()
    study.apply(SECOND, study.folder)
    after = rows()
    changed = {(before[each], after[each]) for each in before if before[each] != after[each]}
    assert changed == {
        ("act:shout", "act:yell"),
        *((f"mood:{key}", f"temper:{key}") for key in ("calm", "mild", "cool", "cross")),
    }


def test_a_later_version_that_does_not_say_it_again_does_not_lose_it(study: Versions) -> None:
    study.apply(SECOND, study.folder)
    before = {name: study.figures(name) for name in ("act", "temper", "pace")}
    study.apply(THIRD, study.folder)
    assert {name: study.figures(name) for name in ("act", "temper", "pace")} == before
    assert study.problems() == []


def test_the_first_version_comes_back_and_the_second_too(study: Versions) -> None:
    first = study.figures("act")
    study.apply(SECOND, study.folder)
    second = study.figures("act")
    study.apply(FIRST, study.folder)
    assert (study.figures("act"), study.problems()) == (first, [])
    study.apply(SECOND, study.folder)
    assert (study.figures("act"), study.problems()) == (second, [])


def test_a_set_that_goes_on_is_coded_by_the_codes_of_now(study: Versions) -> None:
    study.tag("t0", "hug", at="1:00")
    study.apply(SECOND, study.folder)
    with write(study.target, actor="ana", command="tag") as change:
        tag(change, "t0", ["yell"], CodingOptions())
    rows = portrayals.open(study.target).list("annotations", "act:touch").rows
    [mine] = [row for row in rows if row["coder"] == "ana" and row["unit"] == "t0"]
    assert mine["value"] == ["touch", "talk", "yell"]
    assert [each["code"] for each in mine["evidence"]] == ["touch"]
    assert study.problems() == []


def test_what_was_coded_is_found_by_the_codes_of_now(study: Versions) -> None:
    study.apply(SECOND, study.folder)
    assert study.keys("titles", "act:touch") == ["t0"]
    assert study.keys("titles", "act:talk") == ["t0"]
    assert study.keys("titles", "act.class:speech") == ["t0", "t1"]
    assert study.keys("titles", "disputed:yes") == []
    with pytest.raises(InvalidQuery, match="shout of act is called yell now"):
        study.keys("titles", "act:shout")
    with pytest.raises(InvalidQuery) as refused:
        study.keys("titles", "mood:calm")
    assert refused.value.hint == "it is called temper now: write temper:calm"
    with pytest.raises(UnknownKey) as unknown:
        study.annotate("t1", "mood=calm")
    assert unknown.value.hint == "it is called temper now"


def test_a_group_between_codes_and_their_group_follows_from_what_was_coded(study: Versions) -> None:
    between = "[{key: soft, assignable: true, codes: [{key: hug}, {key: pat}]}]"
    grouped = FIRST.replace('"1.0"', '"1.1"').replace("[{key: hug}, {key: pat}]", between)
    study.apply(grouped, study.folder)
    # Of t0 ana says hug and ben pat, and of t2 ana cannot tell about pat.
    assert study.figures("act")["soft"] == (1, 3)
    study.apply(
        grouped.replace('"1.1"', '"1.2"').replace("{key: pat}", "{key: pat}, {key: nod}"),
        study.folder,
    )
    assert study.figures("act")["soft"] == (0, 0), "nobody was asked about a nod"
    assert study.problems() == []


def test_a_group_between_codes_and_their_group_is_told_and_coded_by_nobody_again(
    study: Versions,
) -> None:
    between = "[{key: soft, assignable: true, codes: [{key: hug}, {key: pat}]}]"
    grouped = FIRST.replace('"1.0"', '"1.1"').replace("[{key: hug}, {key: pat}]", between)
    assert "act:soft  new group: Soft, under near" in differs(study, grouped)[0]
    more = grouped.replace("{key: pat}", "{key: pat}, {key: nod}")
    assert any(each.startswith("act:soft  new: Soft") for each in differs(study, more)[0])
    by = {each.code: coded_again(each, load(more)) for each in compare(load(FIRST), load(more))}
    assert (by["soft"], by["nod"]) == ("coded", "coded")
    by = {
        each.code: coded_again(each, load(grouped)) for each in compare(load(FIRST), load(grouped))
    }
    assert by["soft"] is None


def test_a_new_group_of_its_own_was_coded_by_nobody(study: Versions) -> None:
    grouped = FIRST.replace('"1.0"', '"1.1"').replace(
        "- {key: wink}", "- {key: sign, assignable: true, codes: [{key: wink}]}"
    )
    study.apply(grouped, study.folder)
    assert study.figures("act")["sign"] == (0, 0)


def test_what_was_found_is_told_once_by_the_codes_of_now(study: Versions) -> None:
    study.apply(SECOND, study.folder)

    def found(key: str, variable: str) -> object:
        [row] = [row for row in study.list("titles", f"{variable}:any").rows if row["key"] == key]
        return row["findings"][variable]["codes"]

    assert (found("t1", "temper"), found("t0", "act")) == (["calm"], ["touch", "talk"])
    study.annotate("t0", "act=chat")
    study.annotate("t0", "act=chat", actor="ben")
    assert found("t0", "act") == ["chat"]


def test_a_table_of_units_has_the_codes_of_now(study: Versions) -> None:
    study.apply(SECOND, study.folder)
    with read(study.target) as connection:
        made = wide_table(connection, (), TableOptions("title"))
        told = {row["key"]: (row["temper"], row["pace"]) for row in made.rows}
    assert told["t0"] == ("calm", "slow")
    assert told["t1"] == ("calm", "quick")


def test_a_value_of_the_people_of_a_title_is_rolled_up_by_the_codes_of_now(
    tmp_path: Path,
) -> None:
    text = (
        'codebook: b\nversion: "1"\nvariables:\n  - {key: pace, level: portrayal, type: ordinal, '
        "rollup: min, codes: [{key: slow}, {key: medium}, {key: quick}]}\n"
    )
    study = Versions(str(tmp_path / "rolled.db"))
    study.apply(text, tmp_path)
    study.title("T")
    for name, pace in (("A", "medium"), ("B", "quick")):
        study.annotate(study.portrayal("t", name), f"pace={pace}")
    later = text.replace('"1"', '"2"').replace(
        "{key: medium}, {key: quick}", "{key: quick, was: medium}"
    )
    later = later.replace("quick, was: medium", "quick, was: [medium]")
    study.apply(later, tmp_path)
    assert study.row("pace:quick", level="title").count == 1


def test_coders_who_gave_codes_that_are_one_now_agree(study: Versions) -> None:
    assert study.keys("titles", "disputed:yes") == ["t0"]
    found = portrayals.open(study.target).reliability("mood", "pace")
    assert [row.percent_agreement for row in found.rows] == [0, 0]
    study.apply(SECOND, study.folder)
    found = portrayals.open(study.target).reliability("temper", "pace")
    assert [row.percent_agreement for row in found.rows] == [100, 100]


def test_a_claim_about_a_code_that_went_is_tested_by_what_it_became(study: Versions) -> None:
    for of in ("t0", "t1", "t3"):
        study.says("guide", of, "act=talk", statement=f"In {of} they talk.")
    study.says("guide", "t0", "act=hug", statement="They hug.")
    study.apply(SECOND, study.folder)
    study.annotate("t1", "act=chat")
    study.annotate("t0", "act=touch")
    study.annotate("t0", "act=touch", actor="ben")
    verdicts = {each.statement: each.verdict for each in study.fact_check().claims}
    assert verdicts == {
        "In t0 they talk.": "contradicted",
        "In t1 they talk.": "supported",
        "In t3 they talk.": "contradicted",
        "They hug.": "open",
    }


def test_a_table_has_no_column_for_what_became_another(study: Versions) -> None:
    study.apply(SECOND, study.folder)
    table = portrayals.open(study.target).crosstab("temper", "pace")
    assert ([row.code for row in table.rows], table.columns) == (
        ["calm", "cross"],
        ("slow", "quick"),
    )
    assert [row.counts for row in table.rows] == [(1, 1), (0, 0)]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "{key: calm}",
            "{key: calm, was: clam}",
            'was names "clam", which mood does not have in 1.0',
        ),
        (
            "{key: wink}",
            "{key: wink}\n      - {key: x, split_into: [hug, pat]}",
            "it is split, and act",
        ),
    ],
)
def test_what_a_file_replaces_must_be_there(
    study: Versions, old: str, new: str, problem: str
) -> None:
    with pytest.raises(InvalidCodebook) as refused:
        study.apply(FIRST.replace('"1.0"', '"2"').replace(old, new), study.folder)
    assert problem in str(refused.value.problems)


def test_a_key_that_meant_another_code_is_not_given_again(study: Versions) -> None:
    study.apply(SECOND, study.folder)
    text = THIRD.replace("{key: wink, active: no}", "{key: wink, active: no}\n      - {key: shout}")
    with pytest.raises(InvalidCodebook) as refused:
        study.apply(text, study.folder)
    assert "the key is what yell was called before; choose another key" in str(
        refused.value.problems
    )


def test_a_code_that_is_used_goes_only_with_a_word_of_what_became_of_it(study: Versions) -> None:
    with pytest.raises(InUse) as refused:
        study.apply(SECOND.replace(", was: [hug, pat]", ""), study.folder)
    assert refused.value.where == (
        "drop code  act:hug  Hug, under near: used by 1 annotation\n"
        "drop code  act:pat  Pat, under near: used by 2 annotations"
    )
    assert "`was: [KEY, KEY]` where several are one now" in (refused.value.hint or "")


def test_the_plan_tells_what_becomes_of_how_many_annotations(study: Versions) -> None:
    file = study.folder / "second.yaml"
    file.write_text(SECOND)
    with read(study.target) as connection:
        plan = plan_codebook(connection, str(file))
    assert plan.lines == (
        "codebook  version 1.0 → 1.1",
        "act:touch  new: Touch, under near",
        "act:hug  merged into touch (1 annotation)",
        "act:pat  merged into touch (2 annotations)",
        "act:talk  split into chat, lecture (2 annotations)",
        "act:chat  new: Chat",
        "act:lecture  new: Lecture",
        "act:yell  renamed: shout → yell (1 annotation)",
        "act:yell  moved: the top → loud (1 annotation)",
        "act:yell  label: Shout → Yell (1 annotation)",
        "act:wink  retired (1 annotation)",
        "temper  renamed: mood → temper (4 annotations)",
        "temper  label: Mood → Temper (4 annotations)",
        "temper:cool  merged into calm (2 annotations)",
        "temper:mild  dropped: Mild",
        "pace:medium  merged into slow (1 annotation)",
        "To be coded again in part: act. After applying: portrayals coding handout CODER --wave "
        "NEW-WAVE --changed-since 1.0",
    )


def differs(study: Versions, text: str, against: str | None = None) -> tuple[list[str], list[str]]:
    """What a text changes, and what is drafted."""
    file = study.folder / "other.yaml"
    file.write_text(text)
    with read(study.target) as connection:
        found = codebook_diff(connection, str(file), against)
    return [row.told for row in found.rows], [
        f"{each.code or each.variable}:{each.line} {each.write}" for each in found.proposed
    ] + list(found.notes)


@pytest.mark.parametrize(
    ("new", "proposed"),
    [
        ("{key: hugs}", ["hugs:10 was: hug"]),
        ("{key: embrace, label: Hug}", ["embrace:10 was: hug"]),
        ("{key: embrace}", []),
    ],
)
def test_where_a_code_has_gone_and_one_looks_like_it_the_line_is_drafted(
    study: Versions, new: str, proposed: list[str]
) -> None:
    text = FIRST.replace('"1.0"', '"1.1"').replace("{key: hug}", new)
    assert differs(study, text)[1] == proposed


def test_the_same_version_with_another_text_is_told(study: Versions) -> None:
    rows, notes = differs(study, FIRST.replace("{key: wink}", "{key: wink, definition: An eye.}"))
    assert rows == ['act:wink  reworded: definition none → "An eye." (5 annotations)']
    assert notes == [
        "Both are gestures 1.0, but the texts differ: a version never changes, so give the new "
        "text another `version`."
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a", "a, b, c", "examples: 2 new"),
        ("a, b, c", "a", "examples: 2 gone"),
        ("a, b", "b, c", "examples: 1 new, 1 gone"),
        ("a, b", "b, a", "examples: in another order"),
        ("a", "a], counterexamples: [z", "counterexamples: 1 new"),
        ("a", "b], counterexamples: [z", "examples: 1 new, 1 gone; counterexamples: 1 new"),
    ],
)
def test_of_examples_the_number_is_told_that_is_new_or_gone(
    study: Versions, before: str, after: str, told: str
) -> None:
    def written(examples: str, version: str) -> str:
        text = FIRST.replace("{key: hug}", f"{{key: hug, examples: [{examples}]}}")
        return text.replace('version: "1.0"', f'version: "{version}"')

    study.apply(written(before, "1.0.1"), study.folder)
    rows, _ = differs(study, written(after, "1.0.2"))
    assert rows[1:] == [f"act:hug  {told} (1 annotation)"]


def test_a_file_is_compared_with_a_version_before(study: Versions) -> None:
    study.apply(SECOND, study.folder)
    assert differs(study, FIRST, "1.0") == ([], [])
    assert "act:talk  split into chat, lecture (2 annotations)" in differs(study, SECOND, "1.0")[0]
    assert differs(study, SECOND)[0] == []


Change = Callable[[Versions], None]
