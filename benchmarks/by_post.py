"""A study by post: ten coders, and the file that each of their pages saved.

Its titles, people and answers are drawn as those of the other study are. A fifth of the titles is
coded by all ten, the rest by one coder each.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.generate import CODERS as RATES
from benchmarks.generate import Coding, Judges, generate
from benchmarks.process import ours, run
from benchmarks.study import take_in
from portrayals.vocabulary import STATES

#: How often each of the ten errs.
CODERS: Final = {f"{name}-{each}": rate for each in "abc" for name, rate in RATES.items()}
TEN: Final = tuple(CODERS)[:10]
SHARED: Final = "20%"
PORTRAYALS: Final = 660
#: How many answers a file has at most.
ANSWERS: Final = 1480
#: How often a coder says where something was seen, where there is anything to see.
POINTED: Final = 0.3
DATA: Final = re.compile(r'<script type="application/json" id="handout">(.*?)</script>')


@dataclass(frozen=True, slots=True)
class SentBack:
    """A database in which nobody has coded, and the files of its coders, with what they hold."""

    database: Path
    files: Sequence[Path]
    answers: int
    pieces: int


def sent_back(folder: Path, portrayals: int, seed: int, known: dict[str, list[Coding]]) -> SentBack:
    """What is sent back in a study with so many portrayals; `known` is `codings_of` a real one."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "post.db"
    database.unlink(missing_ok=True)
    generate(folder, portrayals, seed, known)
    run(ours("-q", "init", database))
    for name in ("titles", "portrayals", "relationships"):
        run(take_in(database, name, folder / f"{name}.csv"))
    coding = ("-q", "-y", "--db", database, "coding")
    coders = [word for each in TEN for word in ("--coder", each)]
    drawing = ("--reliability", SHARED, "--create")
    run(ours(*coding, "assign", "--wave", "main", *coders, *drawing))
    judges = Judges(random.Random(seed), known, CODERS)  # noqa: S311 - a study, not a secret
    truths: dict[str, Coding] = {}
    files, answers, pieces = [], 0, 0
    for each in TEN:
        page = folder / f"{each}.html"
        run(ours(*coding, "handout", each, "--wave", "main", "-o", page, "--force"))
        saved = _saved(each, page, judges, truths)
        answers += len(saved["answers"])
        pieces += sum(len(answer["evidence"]) for answer in saved["answers"])
        files.append(folder / f"{each}-main.answers.json")
        files[-1].write_text(json.dumps(saved), encoding="utf-8")
    return SentBack(database, files, answers, pieces)


def _saved(coder: str, page: Path, judges: Judges, truths: dict[str, Coding]) -> dict[str, Any]:
    """What the page of a coder saves."""
    [written] = DATA.findall(page.read_text(encoding="utf-8"))
    handout = json.loads(written)
    book = {name: handout[f"codebook_{name}"] for name in ("version", "sha256")}
    given = [
        answer
        for unit in handout["units"]
        for answer in _answers(coder, unit, handout["variables"], judges, truths)
    ]
    return {
        "format": 1,
        "handout": handout["handout"],
        "coder": coder,
        "wave": "main",
        "codebook": {"key": handout["codebook"], **book},
        "saved_at": "2025-11-30T14:02:12Z",
        "basis": "watched",
        "answers": given[:ANSWERS],
    }


def _answers(
    coder: str,
    unit: Mapping[str, Any],
    variables: list[dict[str, Any]],
    judges: Judges,
    truths: dict[str, Coding],
) -> Iterator[dict[str, Any]]:
    """What a coder answers about one unit, of which all coders see the same."""
    truth = truths.setdefault(unit["uuid"], judges.truth(unit["level"]))
    types = {each["key"]: each["type"] for each in variables}
    for variable, _, value in judges.say(unit["level"], [coder], truth):
        said = _said(types[variable], value)
        evidence = []
        if said["state"] == "coded" and judges.draw.random() < POINTED:
            start = f"{judges.draw.randrange(100)}:{judges.draw.randrange(60):02}"
            evidence.append({"code": None, "start": start, "quote": "What is said there."})
        asked = {"unit": unit["uuid"], "key": unit["key"], "variable": variable}
        yield asked | said | {"evidence": evidence, "at": "2025-11-30T14:02:11Z"}


def _said(type_: str, value: str) -> dict[str, Any]:
    """A value of a sheet as a page writes it."""
    if value in STATES and value != "coded":
        return {"state": value}
    if type_ in {"number", "text"}:
        return {"state": "coded", type_: float(value) if type_ == "number" else value}
    codes = value.split(";")
    doubtful = [each.removeprefix("maybe:") for each in codes if each.startswith("maybe:")]
    sure = [each for each in codes if not each.startswith("maybe:")]
    return {"state": "coded", "codes": sure, "doubtful": doubtful}
