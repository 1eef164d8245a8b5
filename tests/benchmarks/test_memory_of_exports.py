"""An export holds some rows at a time: a hundred times as many take hardly more memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.process import ours, run
from benchmarks.study import Study, study_in

#: So many portrayals have nearly a hundred thousand annotations, the shipped catalogue 1,462.
PORTRAYALS = 3_300


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_in(tmp_path_factory.mktemp("large") / "study", PORTRAYALS, 20)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_annotations_are_exported_within_the_memory_of_a_small_study(
    study: Study, form: str, tmp_path: Path
) -> None:
    assert study.sizes.annotations > 99_000
    small, large = (
        run(ours("-q", "--db", database, "export", "annotations", tmp_path / f"{place}.{form}"))
        for place, database in enumerate((study.starter, study.whole))
    )
    assert large.megabytes < 1.2 * small.megabytes
