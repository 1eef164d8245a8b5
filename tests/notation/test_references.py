"""A reference as a list, BibTeX and CSL write it, with what is known and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portrayals.notation.editions import Edition, parse_edition
from portrayals.notation.references import Work, apa, bibtex, csl

WORK = Work(
    key="smoke-2",
    type="dataset",
    form="Data set",
    author="A. & B. Researcher",
    title="50 % smoke & mirrors",
    version="2",
    date="2026-03-01",
    note="Snapshot abc",
)
UNKNOWN = replace(WORK, author=None, title=None, version=None, date=None, note=None)


def test_a_list_has_author_date_title_version_and_what_it_is() -> None:
    assert apa(WORK) == (
        "A. & B. Researcher. (2026, March 1). 50 % smoke & mirrors (Version 2) [Data set]. "
        "Snapshot abc."
    )


@pytest.mark.parametrize(
    ("date", "said"), [("2026", "(2026)."), ("2026-11", "(2026, November)."), (None, "(n.d.).")]
)
def test_a_date_is_told_as_far_as_it_is_known(date: str | None, said: str) -> None:
    assert said in apa(replace(WORK, date=date))


def test_without_an_author_the_work_comes_first_and_without_a_title_what_it_is() -> None:
    assert apa(replace(WORK, author=None)).startswith("50 % smoke & mirrors (Version 2) [Data set]")
    assert apa(UNKNOWN) == "[Data set]. (n.d.)."


def test_an_entry_of_bibtex_keeps_the_author_whole_and_escapes_what_latex_would_obey() -> None:
    assert bibtex(WORK) == (
        "@misc{smoke-2,\n"
        "  author = {{A. \\& B. Researcher}},\n"
        "  title = {{50 \\% smoke \\& mirrors}},\n"
        "  year = {2026},\n"
        "  month = mar,\n"
        "  howpublished = {Data set, version 2},\n"
        "  note = {Snapshot abc},\n"
        "}\n"
    )


def test_an_entry_has_no_field_for_what_is_unknown() -> None:
    assert bibtex(UNKNOWN) == (
        "@misc{smoke-2,\n  title = {{[Data set]}},\n  howpublished = {Data set},\n}\n"
    )


def test_an_item_of_csl_has_the_date_in_parts() -> None:
    assert csl(WORK) == {
        "id": "smoke-2",
        "type": "dataset",
        "author": [{"literal": "A. & B. Researcher"}],
        "title": "50 % smoke & mirrors",
        "version": "2",
        "issued": {"date-parts": [[2026, 3, 1]]},
        "genre": "Data set",
        "note": "Snapshot abc",
    }
    assert csl(UNKNOWN).keys() == {"id", "type", "title", "genre"}


@pytest.mark.parametrize("edition", [Edition("1.0", "2026-11-30"), Edition("2nd of three")])
def test_an_edition_is_read_as_it_is_written(edition: Edition) -> None:
    assert parse_edition(str(edition)) == edition
