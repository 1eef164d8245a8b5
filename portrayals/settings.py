"""Where the database is and who acts, from the command line, the environment or the place."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from portrayals.errors import NoDatabase

FILE_NAME: Final = "portrayals.db"
DATABASE_VARIABLE: Final = "PORTRAYALS_DB"
CODER_VARIABLE: Final = "PORTRAYALS_CODER"


def home_database() -> Path:
    """The database that `init --home` makes."""
    from platformdirs import user_data_path

    return user_data_path("portrayals", appauthor=False) / FILE_NAME


def find_database(given: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The file or address to use: as given, else from the environment, here, above, or at home.

    Raises `NoDatabase` if there is none.
    """
    named = given or environment.get(DATABASE_VARIABLE)
    if named:
        return named
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return str(folder / FILE_NAME)
    if home_database().is_file():
        return str(home_database())
    raise NoDatabase(
        f"there is no {FILE_NAME} in this folder or above it",
        hint="create one: portrayals init     or try it out: portrayals demo",
    )


def is_here(target: str) -> bool:
    """Whether `target` is `./portrayals.db`, which a write does not have to name."""
    return "://" not in target and Path(target).absolute() == Path.cwd() / FILE_NAME


def login_name() -> str:
    """The login name, from which the first coder is made."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "coder"
