"""`catalogue check`: every error of a text by line, found by loading it into a study of its own."""

from __future__ import annotations

import tempfile
from collections import Counter
from os import PathLike
from pathlib import Path

from portrayals.history.transaction import write
from portrayals.results.text_files import CheckedText
from portrayals.services.study.create import CODEBOOK, create
from portrayals.services.texts.load import load_text
from portrayals.services.texts.read import read_text


def check_text(path: str | PathLike[str], codebook: str | None = None) -> CheckedText:
    """What is in a text without errors, and what to look at.

    `codebook` is that of a text which names none. Raises InvalidText with every error by line, and
    InvalidCodebook.
    """
    text = read_text(path)
    with tempfile.TemporaryDirectory(prefix="portrayals-") as folder:
        target = str(Path(folder) / "check.db")
        create(target, actor="check", command="catalogue check", codebook="none")
        with write(target, actor="check", command="catalogue check", keep=False) as change:
            loaded = load_text(change, text, new=True, codebook=codebook or CODEBOOK)
    contents = Counter(loaded.added) + Counter(loaded.same)
    return CheckedText(text.name, dict(contents), text.problems.notices())
