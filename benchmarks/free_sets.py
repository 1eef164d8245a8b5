"""A study whose coders hardly ever give the same set: where ballots are many.

What a unit of the other study is coded with is what one of the shipped catalogue is, so that its
ballots are few. Here sixty acts are tagged freely by three coders, who agree on a third of the
units, with a doubt now and then.
"""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path
from typing import Final

from benchmarks.generate import Sheet
from benchmarks.process import ours, run
from benchmarks.study import take_in

ACTS: Final = tuple(f"act-{number}" for number in range(60))
CODERS: Final = ("ana", "bjorn", "chloe")
#: How often an act is tagged: the second half as often as the first, the third a third as often.
OFTEN: Final = tuple(accumulate(1 / place for place in range(1, len(ACTS) + 1)))
NUMBER_OF_ACTS: Final = (0, 0, 1, 1, 1, 2, 3, 4)
AGREEMENT: Final = 1 / 3
DOUBT: Final = 1 / 10
VARIABLE: Final = "act"


def free_study(folder: Path, titles: int, seed: int) -> tuple[Path, Path]:
    """The database of so many titles, and the sheet of what three coders say of each."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed)  # noqa: S311 - a study, not a secret
    book, database = folder / "book.yaml", folder / "free.db"
    codes = ", ".join(f"{{key: {act}}}" for act in ACTS)
    book.write_text(
        f'codebook: free\nversion: "1"\nvariables:\n'
        f"  - {{key: {VARIABLE}, level: title, type: multi, codes: [{codes}]}}\n",
        encoding="utf-8",
    )
    names = Sheet(folder / "free-titles.csv", ("key", "name", "year", "screened"))
    said = Sheet(folder / "free.csv", ("unit", "level", "variable", "coder", "value", "basis"))
    for number in range(1, titles + 1):
        key = f"film-{number}"
        names.write(key, f"Film {number}", 1950 + number % 70, "in")
        together = _some_acts(draw) if draw.random() < AGREEMENT else None
        for coder in CODERS:
            value = together or _some_acts(draw)
            said.write(key, "title", VARIABLE, coder, value, "watched")
    names.close()
    said.close()
    database.unlink(missing_ok=True)
    run(ours("-q", "init", database, "--codebook", book))
    run(take_in(database, "titles", folder / "free-titles.csv"))
    return database, folder / "free.csv"


def _some_acts(draw: random.Random) -> str:
    """What one coder gives: codes, the odd one in doubt, or none."""
    drawn = draw.choices(ACTS, cum_weights=OFTEN, k=draw.choice(NUMBER_OF_ACTS))
    codes = dict.fromkeys(drawn)
    return ";".join(f"maybe:{c}" if draw.random() < DOUBT else c for c in codes) or "none"
