"""A small study for tests, made and asked through the use-cases alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

from servers import copy_once

import portrayals
from portrayals.database.engine import is_url
from portrayals.history.transaction import read, write
from portrayals.results.claims import FactCheck
from portrayals.results.listing import Listing
from portrayals.results.stats import NumberRow, Statistic, StatRow
from portrayals.results.written import Written
from portrayals.services.browse.listing import list_things
from portrayals.services.browse.show import show
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source
from portrayals.services.catalogue.people import add_portrayal, add_relationship
from portrayals.services.catalogue.titles import add_title, screen
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.claims.check import check_claims
from portrayals.services.codebooks.apply import apply_codebook
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate, tag, untag
from portrayals.services.study.create import create

S = TypeVar("S", bound="Study")


@cache
def _new(codebook: str) -> bytes:
    """A file with a shipped codebook or none: making one takes longer than most of its tests."""
    with tempfile.TemporaryDirectory(prefix="portrayals-") as folder:
        file = Path(folder) / "study.db"
        create(str(file), actor="ana", command="init", codebook=codebook)
        return file.read_bytes()


def copied(make: Callable[[Path], S], folder: Path) -> S:
    """A study of the test's own in its folder: a copy of the one that `make` has made once."""
    first, content = _made(make)
    study: S = deepcopy(first)
    study.target = str(folder / Path(first.target).name)
    Path(study.target).write_bytes(content)
    return study


@cache
def _made(make: Callable[[Path], Any]) -> tuple[Any, bytes]:
    with tempfile.TemporaryDirectory(prefix="portrayals-") as name:
        study = make(Path(name))
        return study, Path(study.target).read_bytes()


def starter(folder: Path) -> None:
    """Makes a study of ana's in a folder, which begins with the starter catalogue."""
    _begin_with_starter(str(folder / "portrayals.db"))


def starter_on_server(url: str) -> None:
    """Makes such a study of an empty database on a server."""
    copy_once(url, "starter", _begin_with_starter)


def _begin_with_starter(target: str) -> None:
    create(target, actor="ana", command="init", starter=True)


class Study:
    """A database and the use-cases on it; whoever acts is `ana` unless `actor` says otherwise."""

    def __init__(self, target: str, codebook: str = "none") -> None:
        self.target = target
        if is_url(target):
            copy_once(
                target,
                codebook,
                lambda url: create(url, actor="ana", command="init", codebook=codebook),
            )
        else:
            Path(target).write_bytes(_new(codebook))

    @classmethod
    def at(cls, path: Path | str) -> Self:
        """The study in a file that is there."""
        study = cls.__new__(cls)
        study.target = str(path)
        return study

    def apply(self, text: str, folder: Path) -> None:
        """Applies a codebook given as text."""
        file = folder / "book.yaml"
        file.write_text(text, encoding="utf-8")
        with write(self.target, actor="ana", command="codebook apply") as change:
            apply_codebook(change, str(file))

    def coder(self, *keys: str) -> None:
        """Adds coders."""
        for key in keys:
            with write(self.target, actor="ana", command=f"add coder {key}") as change:
                add_coder(change, key)

    def title(self, name: str, **facts: Any) -> str:
        """Adds a title; its key."""
        with write(self.target, actor="ana", command="add title") as change:
            return add_title(change, name, duplicate=True, **facts).keys[0]

    def portrayal(self, title: str, name: str, **facts: Any) -> str:
        """Adds a portrayal; its key."""
        with write(self.target, actor="ana", command="add portrayal") as change:
            return add_portrayal(change, title, name, **facts).keys[0]

    def relationship(self, portrayal: str, name: str | None, **facts: Any) -> str:
        """Adds a relationship; its key."""
        with write(self.target, actor="ana", command="add relationship") as change:
            return add_relationship(change, portrayal, name, **facts).keys[0]

    def screen(self, title: str, status: str) -> None:
        """Screens a title."""
        with write(self.target, actor="ana", command="screen") as change:
            screen(change, title, status)

    def annotate(self, unit: str, *values: str, actor: str = "ana", **mark: Any) -> Written:
        """Gives variables their values (`variable=value`)."""
        with write(self.target, actor=actor, command=f"annotate {unit}") as change:
            return annotate(change, unit, values, CodingOptions(**mark))

    def tag(self, unit: str, *codes: str, actor: str = "ana", **mark: Any) -> Written:
        """Adds codes to a set."""
        with write(self.target, actor=actor, command=f"tag {unit}") as change:
            return tag(change, unit, codes, CodingOptions(**mark))

    def untag(self, unit: str, *codes: str, actor: str = "ana", **mark: Any) -> Written:
        """Takes codes from a set."""
        with write(self.target, actor=actor, command=f"untag {unit}") as change:
            return untag(change, unit, codes, CodingOptions(**mark))

    def says(self, by: str, of: str | None, *codes: str, **said: Any) -> int:
        """Has a source, made if need be, say something (`variable=code`); the claim's number."""
        statement = said.pop("statement", f"{by} says {', '.join(codes)} of {of}.")
        with write(self.target, actor="ana", command="add claim") as change:
            if by not in {row["key"] for row in self.list("sources").rows}:
                add_source(change, by, citation=f"{by.title()}, 2012")
            made = add_claim(change, by, of, codes, Said(statement, **said))
        return int(made.keys[0].removeprefix("claim:"))

    def fact_check(self, *query: str, **options: Any) -> FactCheck:
        """Sets claims beside the findings."""
        with read(self.target) as connection:
            return check_claims(connection, query, **options)

    def list(self, what: str, *query: str, **options: Any) -> Listing:
        """Lists what a query is true of."""
        with read(self.target) as connection:
            return list_things(connection, what, query, **options)

    def keys(self, what: str, *query: str) -> list[str]:
        """The keys of what a query is true of."""
        return [str(row["key"]) for row in self.list(what, *query).rows]

    def show(self, key: str) -> Any:
        """Shows one thing."""
        with read(self.target) as connection:
            return show(connection, key)

    def stats(self, *variables: str, **options: Any) -> Statistic:
        """Counts variables."""
        return portrayals.open(self.target).stats(*variables, **options)

    def row(self, spec: str, group: str | None = None, **options: Any) -> StatRow:
        """The row of `VARIABLE:CODE`."""
        variable, _, code = spec.partition(":")
        rows: Sequence[StatRow | NumberRow] = self.stats(variable, **options).rows
        return next(
            row
            for row in rows
            if isinstance(row, StatRow) and row.code == code and row.group == group
        )
