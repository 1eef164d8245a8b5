"""Studies for reports: one written to break out of the page, and others that offer little."""

from __future__ import annotations

from pathlib import Path

from study import Study

from portrayals.history.transaction import read, write
from portrayals.render.report.page import page
from portrayals.results.report import Report
from portrayals.services.catalogue.coders_and_sources import add_source
from portrayals.services.report.report import report

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(2)>'
END = "</script></style></title><script>alert(3)</script>"
TURNED = "evil\u202ecod.exe"
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
LINK = "javascript:alert(4)"
HOSTILE = (SCRIPT, PICTURE, END, TURNED, TEMPLATE)


def reported(target: str) -> Report:
    """The report of a study."""
    with read(target) as connection:
        return report(connection, target)


def page_of(target: str) -> str:
    """Its page."""
    return page(reported(target))


def hostile_study(folder: Path) -> str:
    """A study in whose names, notes, quotations, sources and claims stands markup."""
    study = Study(str(folder / "hostile.db"), "smoking")
    study.coder("bert")
    for place, name in enumerate(HOSTILE):
        film = study.title(name, year=f"{1950 + 7 * place}", synopsis=END, aliases=[PICTURE])
        who = study.portrayal(film, name, performer=PICTURE, roles=[SCRIPT])
        study.tag(who, "cigarette", note=END, quote=SCRIPT, source=LINK, at="12:30")
        study.tag(who, "cigarette", *(["cigar"] if place else []), actor="bert", note=SCRIPT)
    with write(study.target, actor="ana", command="add source") as change:
        add_source(change, "dangerous", citation=END, address=LINK)
        add_source(change, "good", citation=SCRIPT, address="https://example.org/a?b=c&d=e")
        add_source(change, "numbered", citation="An article", address="doi:10.1000/182")
    study.says("somebody", who, "smoking=cigarette", statement=END, basis=PICTURE)
    out = study.title("Left out", year="2000")
    with write(study.target, actor="ana", command="screen") as change:
        from portrayals.services.catalogue.titles import screen

        screen(change, out, "out", SCRIPT)
    return study.target
