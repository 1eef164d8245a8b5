"""A media portrayal annotation database: catalogue, code, query and count."""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to load than the answer to --version
if TYPE_CHECKING:
    from pathlib import Path

    from portrayals.study import Study

__version__ = "0.1.0"


def open(path: str | Path, *, actor: str | None = None, read_only: bool = False) -> Study:
    """The study at a file or address, to be asked and, unless `read_only`, to be written.

    `actor` is the key of the coder who acts, else the login name. Raises NoDatabase where there is
    none, NeedsUpgrade where it is of an older program. Commands are methods, options arguments:

    >>> with portrayals.open("study.db") as study:  # doctest: +SKIP
    ...     study.stats("violation", by="decade").rows
    """
    from portrayals.study import Study

    return Study(str(path), actor=actor, read_only=read_only)


def init(
    path: str | Path,
    *,
    actor: str | None = None,
    codebook: str = "therapist-boundaries",
    starter: bool = False,
) -> Study:
    """Makes the database of a study, with a codebook and if you like the starter catalogue.

    `codebook` is one that is shipped, a file of yours, or `none`. Raises AlreadyThere where there
    is a file already.
    """
    from portrayals.services.study.create import create

    create(str(path), actor=actor, command="init", codebook=codebook, starter=starter)
    return open(path, actor=actor)
