"""`cite`: the program, the catalogue, the codebook and the study, each as a reference.

Nothing is made up: what nobody has stated is left out of a reference, and named beside it. A study
with a catalogue in it that has been changed since is no longer that catalogue: both are cited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, exists, func, select

from portrayals import __version__
from portrayals.codebook.head import head_of
from portrayals.history.record import stands, undone_by
from portrayals.notation.editions import Edition, parse_edition
from portrayals.notation.keys import slug
from portrayals.notation.plurals import joined
from portrayals.notation.references import Work
from portrayals.results.cite import Citation, Reference
from portrayals.results.database import DatabaseInfo
from portrayals.results.methods import NotStated
from portrayals.services.codebooks.read import read_source
from portrayals.services.starter import starter_head
from portrayals.services.study.info import description, info
from portrayals.tables import annotation, change, codebook, coder, study

#: The program as LICENSE has it: its authors, and the year of their copyright.
PROGRAM: Final = Reference(
    "program",
    Work(
        key=f"portrayals-{slug(__version__)}",
        type="software",
        form="Computer software",
        author="The portrayals authors",
        title="portrayals",
        version=__version__,
        date="2026",
    ),
    licence="MIT",
)
#: The fields of the description that a reference has.
_OWN: Final = ("title", "creator")
_SAME: Final = (
    "The snapshot identifies the content that was counted: portrayals db info prints it, and where "
    "it is the same, so is every figure."
)
_CHANGED: Final = (
    "The study holds codings of {}, but is not that catalogue as published: cite both."
)
_NO_ADDRESS: Final = (
    "No address and no DOI are known here: add those of the copy that you read or deposited."
)


def cite(connection: Connection, target: str) -> Citation:
    """How to cite a study and what it rests on; `target` is the name its database was given by."""
    return citation_of(connection, info(connection, target), dict(description(connection).fields))


def citation_of(
    connection: Connection, about: DatabaseInfo, said: Mapping[str, object]
) -> Citation:
    """The same of a study of which the information and the description are known."""
    catalogues, books = _catalogues(connection, said), _codebooks(connection)
    if not (about.titles or about.annotations or about.claims):
        note = "The study has no content yet, and so no snapshot to cite."
        return _cited([*books], (note,))
    as_of = connection.execute(select(func.max(change.c.at))).scalar_one()[:10]
    if len(catalogues) == 1 and _is_as_made(connection):
        of = catalogues[0]
        works = [replace(of, work=replace(of.work, note=_stamp(about))), *books]
        told = f"The study is {_named(of)}, as published: nothing was changed since it was loaded."
        notes = [_SAME, told]
    else:
        works = [*catalogues, *books, _study(catalogues, said, about, as_of)]
        notes = [_SAME, *(_CHANGED.format(_named(each)) for each in catalogues)]
    return replace(_cited(works, notes), snapshot=about.snapshot, as_of=as_of)


def _is_as_made(connection: Connection) -> bool:
    """Whether nothing but what was undone has been changed since the study was made."""
    undone = undone_by(connection)
    rows = select(change.c.change_id).where(change.c.undoes_change_id.is_(None))
    later = connection.execute(rows.order_by(change.c.change_id).offset(1)).scalars()
    return not any(stands(number, undone) for number in later)


def cite_without_study() -> Citation:
    """How to cite the program and what it includes, where there is no study."""
    head = starter_head()
    edition = Edition(head["version"], head["date"])
    works = [
        _catalogue(head["title"], edition, head["creator"], head["licence"]),
        _codebook(read_source(head["codebook"]).document),
    ]
    note = "There is no study here, and so no snapshot. To cite a study: portrayals --db FILE cite"
    return _cited(works, (note,))


def _cited(works: Sequence[Reference], notes: Sequence[str]) -> Citation:
    return Citation(
        references=(PROGRAM, *works),
        snapshot=None,
        as_of=None,
        notes=(*notes, _NO_ADDRESS),
        missing=tuple(NotStated(*each) for work in works for each in _lacking(work)),
    )


def _lacking(of: Reference) -> Iterator[tuple[str, str]]:
    """What nobody has stated of a work that a study can state, with the command that states it."""
    if of.of == "study" and of.work.title is None:
        yield "a title of the study's own", "portrayals db describe title=TEXT"
    if of.of == "study" and of.work.author is None:
        yield "who made the study", "portrayals db describe creator=NAME"
    if of.of == "codebook" and of.work.author is None:
        yield (
            f"who made the codebook {of.work.title} (`creator: NAME` in a new version of its file)",
            "portrayals codebook apply FILE",
        )


def _catalogues(connection: Connection, said: Mapping[str, object]) -> list[Reference]:
    """The published catalogues of which the study has codings."""
    rows = connection.execute(
        select(coder.c.model, coder.c.model_version)
        .where(coder.c.kind == "compilation", coder.c.model != "", coder.c.model_version != "")
        .where(exists().where(annotation.c.coder_id == coder.c.coder_id))
        .order_by(coder.c.key)
    )
    found = []
    for title, version in rows.all():
        of = _loaded_with(title, said)
        edition = parse_edition(version)
        found.append(_catalogue(title, edition, of["creator"], of["licence"]))
    return found


def _loaded_with(catalogue: str, said: Mapping[str, object]) -> Mapping[str, Any]:
    """What a catalogue says about itself, as far as that is known: who made it, and its licence.

    The included catalogue still says so; another one said so of the study that it was loaded into.
    """
    head = starter_head()
    if head["title"] == catalogue:
        return head
    return said if said["title"] == catalogue else {"creator": None, "licence": None}


def _catalogue(title: str, edition: Edition, creator: str | None, licence: str | None) -> Reference:
    version = edition.version
    key = f"{slug(title)}-{slug(version)}"
    work = Work(key, "dataset", "Data set", creator or None, title, version, edition.date)
    return Reference("catalogue", work, licence)


def _named(catalogue: Reference) -> str:
    return f"{catalogue.work.title}, version {catalogue.work.version}"


def _codebooks(connection: Connection) -> list[Reference]:
    """The current codebook, if there is one."""
    current = select(codebook.c.document).join(study, study.c.codebook_id == codebook.c.codebook_id)
    return [_codebook(document) for document in connection.execute(current).scalars()]


def _codebook(document: str) -> Reference:
    head = head_of(document)
    key = f"{head.key}-{slug(head.version)}"
    work = Work(key, "document", "Codebook", head.creator, head.label, head.version, head.date)
    return Reference("codebook", work, head.licence)


def _study(
    catalogues: Sequence[Reference], said: Mapping[str, object], about: DatabaseInfo, as_of: str
) -> Reference:
    """The study under its own title and creator, not under those it has from a catalogue."""
    lent = {None, "", *(each for of in catalogues for each in (of.work.title, of.work.author))}
    title, creator = (None if said[name] in lent else str(said[name]) for name in _OWN)
    of = f" with codings of {joined([_named(each) for each in catalogues])}" if catalogues else ""
    work = Work(
        key=f"study-{about.snapshot[:12]}",
        type="dataset",
        form=f"Data set{of}",
        author=creator,
        title=title,
        version=None,
        date=as_of,
        note=_stamp(about),
    )
    return Reference("study", work, None if creator is None else str(said["licence"] or "") or None)


def _stamp(about: DatabaseInfo) -> str:
    return f"Snapshot {about.snapshot}"
