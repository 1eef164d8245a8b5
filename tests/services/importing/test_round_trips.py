"""What is exported is imported again: the next export is the same to the byte."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from sheet_study import SheetStudy
from sqlalchemy import insert, select

from portrayals.history.transaction import Change, write
from portrayals.notation.spreadsheet_formulas import restored
from portrayals.render.formats import render
from portrayals.results.exported import TextForm
from portrayals.services.catalogue.coders_and_sources import add_source
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.titles import screen
from portrayals.tables import wave
from portrayals.vocabulary import LEVELS

UNITS = [f"{level}s" for level in LEVELS]
FORMS: tuple[TextForm, ...] = ("csv", "tsv", "json", "jsonl")

NAMES = [
    "Amélie",
    "Crazy, Stupid, Love",
    'The "Good" Doctor',
    "=1+1",
    "'=x",
    "''x",
    "-5",
    "@home",
    "a;b\\c | d\\",
    "שטיסל",
    "🎬 take 2",
    "千と千尋の神隠し",
    "50/50",
    "none",
    "NULL",
    "tmdb:7",
    "&amp; so on",
]
ADDRESS = "https://example.org/?a=1;b=2"
SYNOPSIS = "First line,\nsecond “line”.\r\n\tThird; last."


def fill(study: SheetStudy) -> None:
    """Every kind of title, person and annotation that can be written."""
    for number, name in enumerate(NAMES):
        key = study.title(
            name,
            year="2001",
            ids=[f"tmdb:{number + 1}"],
            aliases=[f"{name} II"],
            synopsis=SYNOPSIS,
            genres=[name, "drama"],
            languages=["fr"],
        )
        study.portrayal(key, name, performer=name, roles=[name, "lead"])
        with write(study.target, actor="ana", command="edit") as change:
            edit(change, key, [f"note={name}"])
    study.title("Amélie", year="2002", end_year="2004", kind="tv-series", countries=["France"])
    for key, how in (("amelie", "in"), ("50-50", "out")):
        with write(study.target, actor="ana", command="screen") as change:
            screen(change, key, how, f"because; {how}")
    study.edit("amelie", "original=Le Destin;L’Autre", "stratum==2000s", "id+=tmdb:99")
    study.edit("50-50", "key=renamed")
    study.episodes("amelie-2002", "S01E01..S01E03")
    study.edit("amelie-2002/s01e02", "name='=x", "aired=2002-05", "alias=Pilot; Second")
    study.edit("renamed/50-50", "alias=Half;\\;")
    study.relationship("amelie/amelie", "Nino; or so", performer="=M", roles=["lover"], year="2003")
    study.relationship("amelie/amelie", None)


def judge(study: SheetStudy) -> None:
    """Every state and type, coders, waves, evidence."""
    study.annotate("amelie", "tone=grave", "seen=no", "stars=high", "minutes=122.05")
    study.annotate("amelie", "remark=None; =1+1\\;", "themes=love;maybe:death", note="a\n'=b; c")
    study.annotate("amelie", "tone=cannot-tell", "seen=unavailable", actor="ben", basis="hearsay")
    study.annotate("amelie", "themes=none", "minutes=-0", actor="ben", basis="watched")
    study.annotate("1-1", "remark='=quoted", "themes=maybe:money", "tone=not-applicable")
    study.annotate("a-b-c-d", "remark=NULL", "minutes=1e-7", "seen=yes", "cause=no")
    study.annotate("שטיסל", "remark=Cannot-Tell")
    study.annotate("amelie-2002/s01e02", "pace=slow")
    study.annotate("amelie/amelie", "age=25.125", source=ADDRESS)
    nino = "amelie/amelie/nino-or-so"
    study.tag(nino, "flirting", at="12:30-14:05", quote='« Oui; "non" »\n-x', source="guide")
    study.tag(nino, "gift", at="1:02:03.5", source="guide")
    study.tag(nino, "gift", at="1:03:03")
    study.tag(nino, "romantic", "maybe:gift", actor="ben", description="in the café")
    study.annotate("amelie/amelie/general", "act=none")
    study.tag("amelie/amelie/general", "dating", actor="ben", wave="second")
    study.tag("amelie/amelie/general", "gift", actor="ana", wave="second", quote="=cmd")


def prepare(study: SheetStudy) -> None:
    """Adds what no sheet holds: a second wave, that of the training."""

    def made(change: Change) -> None:
        row = change.connection.execute(select(wave)).mappings().one()
        values = {name: value for name, value in row.items() if name != "wave_id"}
        values |= {"key": "second", "purpose": "training", "change_id": change.number}
        change.connection.execute(insert(wave).values(**values))

    study.change(made)


def cite(change: Change) -> None:
    """Makes the sources that the full study points at; the empty one gets them from its sheet."""
    add_source(
        change, "guide", citation="A guide; « 2012 »", dated="2012-05-01", accessed="2013-06"
    )
    add_source(change, "example-org", citation=ADDRESS, address=ADDRESS)


@pytest.fixture(scope="module")
def full(sheets_once: Path) -> SheetStudy:
    """A study with something of everything, which is only read."""
    study = SheetStudy(str(shutil.copy(sheets_once, sheets_once.with_name("full.db"))))
    prepare(study)
    study.change(cite)
    fill(study)
    judge(study)
    return study


@pytest.fixture
def empty(other: SheetStudy) -> SheetStudy:
    """A study with the same codebook, coders and waves, and nothing in it."""
    prepare(other)
    return other


def sources(study: SheetStudy) -> list[dict[str, object]]:
    """The sources of a study, without the identity that each gets where it is made."""
    return [
        {name: value for name, value in row.items() if name != "uuid"}
        for row in study.list("sources").rows
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_an_export_that_is_imported_is_exported_the_same_to_the_byte(
    full: SheetStudy, empty: SheetStudy, tmp_path: Path, form: TextForm
) -> None:
    for what in (*UNITS, "annotations"):
        file = tmp_path / f"{what}.{form}"
        file.write_text(full.written(what, form), encoding="utf-8", newline="")
        empty.take(what, file)
        assert empty.written(what, form).encode() == file.read_bytes()
    assert empty.written("findings") == full.written("findings")
    assert sources(empty) == sources(full)
    number = empty.number
    for what in ("titles", "annotations"):
        again = empty.take(what, tmp_path / f"{what}.{form}", on_change="refuse")
        assert (again.added, again.changed, again.kept, again.skipped) == (0, 0, 0, 0)
        assert again.same > 0
    assert empty.number == number, "what changes nothing is no change"


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_list_is_imported_as_an_export_is(
    full: SheetStudy, empty: SheetStudy, tmp_path: Path, form: TextForm
) -> None:
    for what in (*UNITS, "annotations"):
        file = tmp_path / f"{what}.{form}"
        file.write_text(render(full.list(what), form), encoding="utf-8", newline="")
        taken = empty.take(what, file)
        assert (taken.skipped, empty.written(what)) == (0, full.written(what))
        again = empty.take(what, file, on_change="refuse")
        assert (again.added, again.changed, again.kept) == (0, 0, 0)
    assert sources(empty) == sources(full)


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_list_and_an_export_write_the_same_cells(full: SheetStudy, form: TextForm) -> None:
    for what in UNITS:
        listed = table(render(full.list(what), form), form)
        exported = table(full.written(what, form), form)
        shared = listed[0].keys() & exported[0].keys()
        assert shared == exported[0].keys()
        assert [{name: row[name] for name in exported[0]} for row in listed] == exported


def table(text: str, form: TextForm) -> list[dict[str, str]]:
    """The rows of a table under its columns."""
    page = io.StringIO(text, newline="")
    return list(csv.DictReader(page, delimiter="," if form == "csv" else "\t"))


def test_a_row_of_such_a_list_that_cannot_be_read_is_told(full: SheetStudy, tmp_path: Path) -> None:
    file = tmp_path / "annotations.csv"
    head, *rows = csv.reader(io.StringIO(render(full.list("annotations"), "csv"), newline=""))
    for number, spoilt in enumerate(('[{"quote": ', '{"quote": NaN}', '"Oh?"')):
        rows[number][head.index("evidence")] = spoilt
    rows[3].append("one more")
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    told = full.refused(lambda: full.take("annotations", file))
    assert [(each["line"], each["reason"], each["rows"]) for each in told] == [
        (2, "evidence is not JSON", 2),
        (4, "evidence is not a list of objects", 1),
        (5, "17 cells under 16 columns", 1),
    ]


def test_the_study_that_is_exported_holds_every_state_and_every_type(full: SheetStudy) -> None:
    values = {value for (value,) in full.said("value")}
    assert {"cannot-tell", "not-applicable", "unavailable", "none"} <= values
    assert {"love;maybe:death", "maybe:money", "122.05", "1e-07", "yes", "no"} <= values
    assert {"None; =1+1\\;", "'=quoted", "NULL", "Cannot-Tell"} <= set(map(restored, values))
    assert {wave for (wave,) in full.said("wave")} == {"main", "second"}
    assert {coder for (coder,) in full.said("coder")} == {"ana", "ben"}
