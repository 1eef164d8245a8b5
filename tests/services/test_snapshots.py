"""The snapshot: equal for equal content, different for different content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kept_study import BOOK, KeptStudy

from portrayals.history.transaction import write
from portrayals.services.study.info import describe, set_policy

Act = Callable[[KeptStudy], object]


def sql(*statements: str) -> Act:
    return lambda study: study.damage(*statements)


def test_a_snapshot_is_64_hexadecimal_digits(kept: KeptStudy) -> None:
    assert len(kept.snapshot()) == 64
    assert int(kept.snapshot(), 16)


def test_studies_written_in_another_order_have_one_snapshot(
    kept: KeptStudy, tmp_path: Path
) -> None:
    other = KeptStudy(str(tmp_path / "other.db"))
    other.title("To be renamed")
    other.damage(
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM title",
        "DELETE FROM unit_name",
        "DELETE FROM unit",
    )  # row ids now differ
    other.fill(tmp_path, titles=("Shrinking", "Prime"))
    other.deepen()
    assert other.snapshot() == kept.snapshot()


def test_who_coded_is_known_by_the_coding_not_by_the_name(kept: KeptStudy) -> None:
    before = kept.snapshot()
    kept.damage("UPDATE coder SET key = 'c1', name = NULL WHERE key = 'ana'")
    kept.damage("UPDATE coder SET key = 'c2', name = NULL WHERE key = 'bob'")
    assert kept.snapshot() == before


def test_a_coder_who_judged_nothing_is_no_content(kept: KeptStudy) -> None:
    before = kept.snapshot()
    kept.coder("newcomer")
    assert kept.snapshot() == before


def test_a_change_taken_back_gives_the_snapshot_back(kept: KeptStudy) -> None:
    before = kept.snapshot()
    kept.tag("prime/lisa-metzger/rafi", "dating")
    assert kept.snapshot() != before
    kept.untag("prime/lisa-metzger/rafi", "dating")
    assert kept.snapshot() == before


def test_row_ids_times_and_the_history_are_no_content(kept: KeptStudy) -> None:
    before = kept.snapshot()
    kept.damage(
        "UPDATE change SET at = '1999-01-01T00:00:00.000000Z', command = 'x'",
        "UPDATE unit SET uuid = 'u' || unit_id",
        "UPDATE evidence SET uuid = 'e' || evidence_id, evidence_id = evidence_id + 50",
        "UPDATE unit_role SET position = position + 5",
        "UPDATE adjudication SET decided_at = '1999'",
        "DELETE FROM unit_ballot",
        "DELETE FROM ballot_node",
        "DELETE FROM ballot",
    )
    assert kept.snapshot() == before


def describing(word: str) -> Act:
    def act(study: KeptStudy) -> None:
        with write(study.target, actor="ana", command="db describe") as change:
            describe(change, [word])

    return act


def settling(study: KeptStudy) -> None:
    with write(study.target, actor="ana", command="db policy") as change:
        set_policy(change, "any")


def revising(study: KeptStudy) -> None:
    study.apply(BOOK.replace('version: "1"', 'version: "2"'), Path(study.target).parent)


@pytest.mark.parametrize(
    "act",
    [
        lambda study: study.title("Bliss", year="1997"),
        lambda study: study.screen("shrinking", "out"),
        lambda study: study.annotate("prime", "tone=grave"),
        lambda study: study.annotate("prime", "tone=comic", note="lighter"),
        lambda study: study.annotate("prime/lisa-metzger", "age=52.6"),
        lambda study: study.annotate("prime", "tone=not-coded"),
        lambda study: study.tag("prime/lisa-metzger/rafi", "gift"),
        lambda study: study.tag("prime/lisa-metzger/rafi", "flirting", quote="Again."),
        lambda study: study.tag("prime/lisa-metzger/rafi", "maybe:dating"),
        describing("title=Therapists"),
        settling,
        revising,
        sql("UPDATE unit SET year = 2006 WHERE key = 'prime'"),
        sql("UPDATE unit SET performer = 'M. Streep' WHERE performer IS NOT NULL"),
        sql("UPDATE title SET synopsis = 'Another.' WHERE title_id = 1"),
        sql("UPDATE episode SET aired = '2023-02-01'"),
        sql("UPDATE unit_name SET name = 'Mourning' WHERE kind = 'alias'"),
        sql("UPDATE unit_role SET position = 3 - position"),
        sql("UPDATE title_term SET position = 3 - position WHERE field = 'genre'"),
        sql("UPDATE identifier SET value = 'tt0387515'"),
        sql("UPDATE source SET citation = 'Another'"),
        sql("UPDATE source SET accessed = '2024-05'"),
        sql("UPDATE claim SET statement = 'She does.' WHERE about_claim_id IS NULL"),
        sql("UPDATE claim SET about_claim_id = NULL"),
        sql("UPDATE claim SET checked = 'She did.' WHERE checked IS NOT NULL"),
        sql("UPDATE claim SET checked_source = 'blog' WHERE checked IS NOT NULL"),
        sql("DELETE FROM claim_code"),
        sql("UPDATE assignment SET seed = 8"),
        sql("UPDATE viewing SET episode_id = NULL"),
        sql("UPDATE adjudication SET reason = 'It is not.'"),
        sql("UPDATE adjudication SET decided_by = 1"),
        sql("UPDATE adjudication SET cause = 'slip'"),
        sql(
            "INSERT INTO adjudication_with SELECT variable_id, unit_id, coder_id, wave_id, 1 "
            "FROM adjudication"
        ),
        sql("UPDATE wave SET locked_at = '2026-01-01'"),
        sql("UPDATE coder SET kind = 'program' WHERE key = 'bob'"),
        sql("UPDATE annotation SET basis = 2 WHERE basis = 0"),
        sql("UPDATE evidence SET start_ms = start_ms + 1"),
        sql("UPDATE evidence SET source_id = NULL"),
    ],
)
def test_other_content_has_another_snapshot(kept: KeptStudy, act: Act) -> None:
    before = kept.snapshot()
    act(kept)
    assert kept.snapshot() != before


def test_it_matters_who_said_what(kept: KeptStudy) -> None:
    """Two coders who exchange one answer each are two other coders."""
    kept.annotate("prime", "tone=grave", actor="bob")
    before = kept.snapshot()
    kept.damage(
        "UPDATE annotation SET answer_id = (SELECT sum(answer_id) FROM answer_code JOIN code "
        "USING (code_id) WHERE code.key IN ('comic', 'grave')) - answer_id "
        "WHERE coder_id IN (1, 2) AND unit_id = (SELECT unit_id FROM unit WHERE key = 'prime')"
    )
    assert kept.snapshot() != before


def test_what_a_coder_proposed_is_content_and_what_was_handed_out_is_not(kept: KeptStudy) -> None:
    before = kept.snapshot()
    kept.damage(
        "INSERT INTO handout (wave_id, coder_id, codebook_id, sha256, change_id) "
        "VALUES (1, 2, 1, 'ab', 1)"
    )
    assert kept.snapshot() == before
    kept.damage(
        "INSERT INTO proposal (uuid, handout_id, level, above_unit_id, name, answers, decision, "
        "change_id) VALUES ('p-1', 1, 'portrayal', 1, 'Somebody', '[]', 'pending', 1)"
    )
    proposed = kept.snapshot()
    kept.damage("UPDATE proposal SET uuid = 'p-2'")
    assert kept.snapshot() == proposed != before
    kept.damage("UPDATE proposal SET decision = 'declined'")
    assert kept.snapshot() != proposed


@pytest.mark.postgresql
def test_both_engines_have_one_snapshot(
    kept: KeptStudy, empty_postgresql_url: str, tmp_path: Path
) -> None:
    other = KeptStudy(empty_postgresql_url)
    other.fill(tmp_path, titles=("Shrinking", "Prime"))
    other.deepen()
    assert other.snapshot() == kept.snapshot()
