"""`db check` and the rows that codebooks make: of the one in use, and of those before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from damage import IDS, RAFI
from kept_study import BOOK, KeptStudy
from whole_study import SECOND, THIRD

from portrayals.history.transaction import read, write
from portrayals.services.codebooks.export import codebook_in_use
from portrayals.services.study.undo import undo

MENDED = (
    "codebooks: 1 row differs from its codebook; to rewrite it, export the codebook, give it "
    "another version, and apply it: portrayals codebook apply FILE"
)
FROM_A_BACKUP = (
    "codebooks: 2 rows differ from their codebook; restore a backup: portrayals db restore FILE"
)


@pytest.fixture
def thrice(kept: KeptStudy, tmp_path: Path) -> KeptStudy:
    """The study under a third version, which has dropped `old` and `act:kiss` of the second."""
    kept.apply(SECOND, tmp_path)
    kept.apply(THIRD, tmp_path)
    assert kept.problems() == ()
    return kept


def test_a_wrong_rule_is_told_with_what_it_should_be_and_how_to_have_it_back(
    kept: KeptStudy, tmp_path: Path
) -> None:
    kept.damage("UPDATE variable SET otherwise = 'yes' WHERE key = 'harm'")
    assert kept.problems() == (
        MENDED,
        'codebooks: harm: otherwise is "yes", and romance 1 has "no"',
    )
    with read(kept.target) as connection:
        exported = codebook_in_use(connection).document("yaml")
    kept.apply(exported.replace('version: "1"', 'version: "1.1"'), tmp_path)
    assert kept.problems() == ()


def test_what_no_codebook_has_is_had_back_from_a_backup_only(kept: KeptStudy) -> None:
    kept.damage("UPDATE variable SET key = 'recall' WHERE key = 'remark'")
    assert kept.problems()[0] == FROM_A_BACKUP


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE variable SET retired = 0 WHERE key = 'old'",
            "codebooks: old: retired is 0, and romance 2, now replaced, has 1",
        ),
        (
            "UPDATE variable SET label = 'Young' WHERE key = 'old'",
            'codebooks: old: label is "Young", and romance 2, now replaced, has "Old"',
        ),
        (
            "UPDATE code SET retired = 0 WHERE key = 'kiss'",
            "codebooks: act:kiss: retired is 0, and romance 2, now replaced, has 1",
        ),
        (
            "UPDATE code SET parent_id = {romantic} WHERE key = 'kiss'",
            "codebooks: act:kiss: parent is romantic, and romance 2, now replaced, has nothing",
        ),
        (
            "UPDATE code_property SET value = 'help' WHERE code_id = {kiss}",
            "codebooks: act:kiss: property class:help is yes, and romance 2, now replaced, has no",
        ),
        (
            "UPDATE code_implies SET implied_id = {gift} "
            "WHERE code_id = {kiss} AND implied_id = {of_harm}",
            "codebooks: act:kiss: what it says of gift is yes, and romance 2, now replaced, has no",
        ),
    ],
)
def test_what_a_codebook_has_dropped_stays_as_the_one_before_made_it(
    thrice: KeptStudy, statement: str, problem: str
) -> None:
    thrice.damage(statement.format(**IDS))
    assert problem in thrice.problems()


def test_undoing_a_codebook_leaves_the_rows_of_the_one_before(
    thrice: KeptStudy, tmp_path: Path
) -> None:
    """A code that had been dropped, and was had below another, is dropped again."""
    below = "{key: gift, label: Gift, codes: [{key: kiss, label: Kiss}],"
    thrice.apply(
        THIRD.replace('version: "3"', 'version: "4"').replace("{key: gift, label: Gift,", below),
        tmp_path,
    )
    assert thrice.problems() == ()
    with write(thrice.target, actor="ana", command="undo") as change:
        undo(change)
    assert thrice.problems() == ()


def test_applying_an_earlier_version_again_is_sound(thrice: KeptStudy, tmp_path: Path) -> None:
    thrice.apply(BOOK, tmp_path)
    assert thrice.problems() == ()


def test_an_annotation_is_held_against_the_version_that_it_was_made_under(
    thrice: KeptStudy,
) -> None:
    thrice.annotate("prime/lisa-metzger", "lead=yes")
    thrice.tag(RAFI, "hug")
    thrice.damage("UPDATE annotation SET codebook_id = 1")
    problems = thrice.problems()
    assert (
        "annotations: prime/lisa-metzger: lead by ana in main is for a variable that codebook "
        "romance 1 does not have"
    ) in problems
    assert (
        f"annotations: {RAFI}: act by ana in main assigns something that is not an answer in "
        "codebook romance 1"
    ) in problems


def test_rows_without_their_variable_are_told_and_end_nothing(kept: KeptStudy) -> None:
    kept.damage("UPDATE variable SET variable_id = 99 WHERE key = 'act'")
    problems = kept.problems()
    assert any(each.startswith("references: code: ") for each in problems)
    assert "codebooks: act:gift: has no row, and romance 1 has it" in problems
