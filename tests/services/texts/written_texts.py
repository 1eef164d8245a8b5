"""A study written as text and read into another one, which must be equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from portrayals.history.snapshot import snapshot
from portrayals.history.transaction import read, write
from portrayals.results.listing import Row
from portrayals.results.text_files import TextImported
from portrayals.services.exporting.export import export
from portrayals.services.study.create import create
from portrayals.services.texts.load import load_text
from portrayals.services.texts.read import read_text
from portrayals.services.texts.write import texts_of
from portrayals.vocabulary import OnChange

#: What a text has beside the catalogue's own rows.
_EXPORTED = ("titles", "episodes", "portrayals", "relationships", "annotations", "claims")
#: What differs from study to study: the number of a claim, by which others name it.
_NUMBERED = ("id", "about")


def written(target: str, folder: Path) -> Mapping[str, str]:
    """The files of a study as text, which are also put into a folder."""
    with read(target) as connection:
        texts = texts_of(connection).texts
    for name, content in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode())
    return texts


def read_anew(folder: Path, target: str) -> TextImported:
    """Makes a study of a folder of text."""
    create(target, actor="zoe", command="init", codebook="none")
    with write(target, actor="zoe", command="import text") as change:
        return load_text(change, read_text(folder), new=True)


def taken(target: str, path: Path, on_change: OnChange = "refuse") -> TextImported:
    """Takes a text into a study that is there."""
    with write(target, actor="ana", command="import text") as change:
        imported = load_text(change, read_text(path), on_change=on_change)
    return replace(imported, name="")


def hash_of(target: str) -> str:
    """The snapshot of a study."""
    with read(target) as connection:
        return snapshot(connection)


def exported(target: str) -> Mapping[str, list[Row]]:
    """What the JSON export has of a study, in an order that says nothing of ids."""
    with read(target) as connection:
        return {what: _rows(list(export(connection, what, table=False).rows)) for what in _EXPORTED}


def _rows(rows: list[Row]) -> list[Row]:
    for row in rows:
        for name in _NUMBERED:
            row.pop(name, None)
        for name in ("evidence", "aliases", "original"):
            several = row.get(name)
            if isinstance(several, list):
                several.sort(key=str)
    return sorted(rows, key=str)
