"""Opening a study, and making its database."""

from __future__ import annotations

import os
from os import PathLike

from portrayals.services.study.create import create
from portrayals.study import Study
from portrayals.study.arguments import checked


@checked
def open(path: str | PathLike[str], *, actor: str | None = None, read_only: bool = False) -> Study:
    """Opens the study in a database.

    Args:
        path: The file, or the address of a database on a PostgreSQL server.
        actor: The key of the coder who acts; by default the login name.
        read_only: Whether to refuse every change.

    Returns:
        The study, whose methods are the commands and their arguments the options:

        >>> with portrayals.open("study.db") as study:  # doctest: +SKIP
        ...     study.stats("violation", by="decade")

    Raises:
        NoDatabase: There is no database.
        NeedsUpgrade: The database was made by an earlier version of the program.
    """
    return Study(os.fspath(path), actor=actor, read_only=read_only)


@checked
def init(
    path: str | PathLike[str],
    *,
    actor: str | None = None,
    codebook: str | None = None,
    starter: bool | str | PathLike[str] = False,
    training: bool = False,
) -> Study:
    """Makes the database of a new study, and opens it.

    Args:
        path: The file to make, or the address of an empty database on a PostgreSQL server.
        actor: The key of the coder who acts; by default the login name.
        codebook: The name of an included codebook, a file, or `none`; by default that of the
            catalogue, or `therapist-boundaries`.
        starter: Whether to begin with the starter catalogue of 69 titles, or the file or folder of
            another catalogue.
        training: Whether to make a study to practise on: 24 vignettes, with answers.

    Raises:
        AlreadyThere: The file already exists.
        InvalidValue: Both `starter` and `training` are asked for.
        InvalidCodebook: The codebook has errors.
        InvalidText: The catalogue has errors, each with its line.
    """
    create(
        os.fspath(path),
        actor=actor,
        command="init",
        codebook=codebook,
        starter=starter,
        training=training,
    )
    return open(path, actor=actor)
