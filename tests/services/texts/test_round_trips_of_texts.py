"""What goes out as text comes back equal, in new studies and in the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, update
from study import Study
from whole_study import WholeStudy
from written_texts import exported, hash_of, read_anew, taken, written

from portrayals.history.transaction import read, write
from portrayals.notation.keys import composed
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.titles import screen
from portrayals.services.study.check import check
from portrayals.services.study.info import describe, set_policy
from portrayals.services.study.undo import undo
from portrayals.tables import annotation, proposal


def whole(target: str, folder: Path) -> WholeStudy:
    """The study in which every column says something, without what no text carries."""
    study = WholeStudy(target)
    study.fill(folder)
    study.deepen()
    study.complete(folder)
    with write(target, actor="ana", command="without proposals") as change:
        change.connection.execute(proposal.delete())
    return study


@pytest.mark.slow
def test_the_included_catalogue_comes_back_equal(starter_once: Path, tmp_path: Path) -> None:
    texts = written(str(starter_once), tmp_path / "text")
    other = str(tmp_path / "other.db")
    read_anew(tmp_path / "text", other)
    assert hash_of(other) == hash_of(str(starter_once))
    assert exported(other) == exported(str(starter_once))
    assert {**written(other, tmp_path / "again"), "coders.yaml": ""} == {
        **texts,
        "coders.yaml": "",  # whoever makes a study is a coder in it
    }


@pytest.mark.slow
def test_a_study_with_something_in_every_column_comes_back_equal(tmp_path: Path) -> None:
    study = whole(str(tmp_path / "one.db"), tmp_path)
    written(study.target, tmp_path / "text")
    other = str(tmp_path / "other.db")
    read_anew(tmp_path / "text", other)
    assert exported(other) == exported(study.target)
    assert hash_of(other) == hash_of(study.target)
    with read(other) as connection:
        assert check(connection).problems == ()


@pytest.mark.postgresql
def test_the_files_are_the_same_on_both_engines(empty_postgresql_url: str, tmp_path: Path) -> None:
    study = whole(str(tmp_path / "one.db"), tmp_path)
    texts = written(study.target, tmp_path / "text")
    read_anew(tmp_path / "text", empty_postgresql_url)
    assert hash_of(empty_postgresql_url) == hash_of(study.target)
    again = dict(written(empty_postgresql_url, tmp_path / "again"))
    assert "- key: zoe\n" in again["coders.yaml"]
    again["coders.yaml"] = again["coders.yaml"].replace("- key: zoe\n", "")
    assert again == texts


@pytest.mark.slow
def test_a_study_that_takes_in_its_own_text_stays_as_it_is(tmp_path: Path) -> None:
    study = whole(str(tmp_path / "one.db"), tmp_path)
    written(study.target, tmp_path / "text")
    before = study.ask("SELECT count(*) FROM change")
    imported = taken(study.target, tmp_path / "text")
    assert (sum(imported.added.values()), imported.changed, imported.notices) == (0, {}, ())
    assert study.ask("SELECT count(*) FROM change") == before


@pytest.mark.slow
def test_whatever_was_changed_since_is_as_the_text_says_and_can_be_undone(tmp_path: Path) -> None:
    study = whole(str(tmp_path / "one.db"), tmp_path)
    written(study.target, tmp_path / "text")
    before = study.snapshot()
    bliss = "bliss/baltazar-vincenza"
    with write(study.target, actor="ana", command="changes") as change:
        edit(
            change,
            "bliss",
            ["name=Blessed", "year=1996", "country+=France", "original=", "stratum=x"],
        )
        edit(change, bliss, ["performer=", "role=lead", "alias+=Doc"])
        edit(change, "shrinking/s01e02", ["aired=2020-01-01", "name=Two"])
        edit(change, "source:site", ["citation=Another", "accessed="])
        edit(change, "coder:guides", ["name=Guides", "method=Otherwise."])
        edit(change, "claim:1", ["scope=all", "basis=heard"])
        describe(change, ["title=Another", "frame_size=3"])
        set_policy(change, "any")
        screen(change, "nobody", "out", "why not")
    study.annotate(bliss, "age=61", "lead=yes", basis="watched", note="again")
    study.untag(f"{bliss}/maria", "hug")
    study.tag(f"{bliss}/maria", "gift", quote="Here.", actor="bob")
    changed = study.snapshot()
    assert changed != before
    imported = taken(study.target, tmp_path / "text", "update")
    assert imported.changed == {
        "descriptions": 1, "coders": 1, "sources": 1, "titles": 2, "episodes": 1,
        "portrayals": 1, "claims": 1, "annotations": 4,
    }  # fmt: skip
    assert study.snapshot() == before
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert study.snapshot() == changed
    assert study.problems() == ()


BOOK = """\
codebook: words
version: "1"
variables:
  - {key: tone, level: title, type: multi, codes: [{key: dry}, {key: sweet}]}
  - {key: remark, level: title, type: text}
  - {key: good, level: title, type: boolean}
"""
NEXT = BOOK.replace('version: "1"', 'version: "2"').replace(
    "{key: sweet}", "{key: sweet}, {key: odd}"
)
HOSTILE = (
    "50/50: A “Love” Story #2, [sic] {really}",
    "- no",
    "yes",
    "!tag &anchor *alias",
    "'=1+1",
    "C:\\films; D:\\films",
    "Ĳ\u0301ß\u2028line\u0085end",
    "東京物語",
    "  spaces within   stay ",
)


@pytest.mark.slow
def test_whatever_names_and_texts_say_comes_back_equal(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "one.db"))
    study.apply(BOOK, tmp_path)
    for text in HOSTILE:
        name = composed(text)  # names are kept without spaces around them, whoever writes them
        title = study.title(name, aliases=[f"{name} again"], genres=[name], synopsis=text.strip())
        study.portrayal(title, name, roles=[name], performer=name)
        study.annotate(title, f"remark={text}\n\tand\x07 more", note=text)
        study.tag(title, "dry", "maybe:sweet", quote=text, source=name, description=text)
    study.title("Duck Soup", countries=["Freedonia"], languages=["Sylvanian"], as_typed=True)
    for number, word in enumerate(("cannot-tell", "none")):
        of = study.title(f"Text {number}")
        study.annotate(of, f"remark=x{word}")
    with write(study.target, actor="ana", command="a text that is a word for a state") as change:
        change.connection.execute(
            update(annotation)
            .where(annotation.c.text.in_(["xcannot-tell", "xnone"]))
            .values(text=func.substr(annotation.c.text, 2))
        )
    written(study.target, tmp_path / "text")
    other = str(tmp_path / "other.db")
    read_anew(tmp_path / "text", other)
    assert exported(other) == exported(study.target)
    assert hash_of(other) == hash_of(study.target)


def test_the_order_of_the_files_lines_is_not_that_of_entry(tmp_path: Path) -> None:
    texts = []
    for number, names in enumerate((("Bliss", "Alpha"), ("Alpha", "Bliss"))):
        study = Study(str(tmp_path / f"{number}.db"))
        study.apply(BOOK, tmp_path)
        for name in names:
            study.title(name)
        for who in ("ana", "ben") if number else ("ben", "ana"):
            study.coder(*({who} - {"ana"}))
            study.tag("alpha", "dry", actor=who, basis="watched")
        for quote in ("b", "a") if number else ("a", "b"):
            study.tag("bliss", "sweet", quote=quote)
        made = written(study.target, tmp_path / f"text-{number}")
        texts.append(
            {
                name: "\n".join(line for line in text.splitlines() if "uuid:" not in line)
                for name, text in made.items()
            }
        )
    assert texts[0] == texts[1]
    assert "- {coder: ana, value: [dry], basis: watched}" in texts[0]["titles/alpha.yaml"]


def test_a_new_codebook_is_a_line_for_each_title_until_it_is_coded_again(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "one.db"))
    study.apply(BOOK, tmp_path)
    title = study.title("Bliss")
    study.annotate(title, "tone=dry", "remark=wry", "good=yes")
    before = written(study.target, tmp_path / "text")[f"titles/{title}.yaml"].splitlines()
    study.apply(NEXT, tmp_path)
    after = written(study.target, tmp_path / "text")[f"titles/{title}.yaml"].splitlines()
    assert [line for line in after if line not in before] == ["codebook: words-1"]
    study.annotate(title, "tone=odd")
    again = written(study.target, tmp_path / "text")[f"titles/{title}.yaml"]
    assert "  tone: {value: [odd], codebook: words-2}\n" in again
    other = str(tmp_path / "other.db")
    read_anew(tmp_path / "text", other)
    assert hash_of(other) == hash_of(study.target)


def test_a_text_from_before_a_new_codebook_says_the_same_after_it(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "one.db"))
    study.apply(BOOK, tmp_path)
    study.annotate(study.title("Bliss"), "tone=dry")
    written(study.target, tmp_path / "text")
    study.apply(NEXT, tmp_path)
    before = hash_of(study.target)
    imported = taken(study.target, tmp_path / "text")
    assert (imported.changed, sum(imported.added.values())) == ({}, 0)
    assert hash_of(study.target) == before
