"""What is measured, section by section, each beside its floor or its peer."""

from __future__ import annotations

import importlib.util
import math
import random
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from benchmarks.by_post import PORTRAYALS, sent_back
from benchmarks.free_sets import CODERS, VARIABLE, free_study
from benchmarks.generate import codings_of
from benchmarks.process import Run, floor, in_turn, ours, python, run
from benchmarks.report import Line
from benchmarks.study import Study, bytes_of, take_in
from portrayals.errors import UnknownKey
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import read
from portrayals.query.fields_text import titles_with
from portrayals.services.browse.listing import list_things
from portrayals.services.catalogue.resolve import find_unit
from portrayals.tables import unit

SEED: Final = 20
PASS: Final = python("-c", "pass")
SQLITE_UTILS: Final = ("-c", "from sqlite_utils.cli import cli; cli()")


@dataclass(frozen=True)
class Bench:
    """The study measured, one of a tenth of its size, and how often what is quick is repeated."""

    study: Study
    tenth: Study
    repeats: int


def installed(package: str) -> bool:
    """Whether a peer is there to be measured."""
    return importlib.util.find_spec(package) is not None


def start_up(bench: Bench) -> list[Line]:
    """What it takes to say anything at all on the shipped catalogue, and to complete a key here."""
    said: dict[str, tuple[list[str], float]] = {
        "--version": (ours("--version"), 8),
        "--help": (ours("--help"), 8),
        "stats --help": (ours("stats", "--help"), 8),
    }
    for words in ("stats", "stats gender", "list titles", "list coders", "show 50/50"):
        command, *rest = words.split()
        said[words] = (ours("--db", bench.study.starter, command, *rest), 26)
    tab = ("completion", "zsh", "--", "--db")
    said["Tab after tag 50-"] = (ours(*tab, bench.study.starter, "tag", "50-"), 8)
    said["Tab after tag a, here"] = (ours(*tab, bench.study.units, "tag", "a"), 15)
    commands = {"pass": PASS, **{words: command for words, (command, _) in said.items()}}
    if installed("sqlite_utils"):
        commands["sqlite-utils --version"] = python(*SQLITE_UTILS, "--version")
    took = in_turn(commands, 2 * bench.repeats + 1)
    lines = [
        _times(words, took[words], "`python -c pass`", took["pass"], goal)
        for words, (_, goal) in said.items()
    ]
    if "sqlite-utils --version" in took:
        peer = took["sqlite-utils --version"]
        lines.append(_times("--version", took["--version"], "`sqlite-utils --version`", peer, 0.65))
    return lines


def _times(what: str, mine: Run, against: str, theirs: Run, goal: float | None = None) -> Line:
    return Line(f"`{what}`" if what else what, *_clock(mine, against, theirs), goal)


def _clock(mine: Run, against: str, theirs: Run) -> tuple[float, str, str, float]:
    if max(mine.seconds, theirs.seconds) < 1:
        return 1000 * mine.seconds, "ms", against, 1000 * theirs.seconds
    return mine.seconds, "s", against, theirs.seconds


def importing(bench: Bench) -> list[Line]:
    """Annotations taken in: sorted, shuffled, once more; beside what merely stores them."""
    study = bench.study
    target, other, again = (study.folder / name for name in ("copy.db", "other.db", "again.db"))
    sheet, shuffled = study.sheet("annotations"), study.shuffled(SEED)
    commands = {
        "ours": take_in(target, "annotations", sheet),
        "shuffled": take_in(other, "annotations", shuffled),
        "again": take_in(again, "annotations", sheet),
        "copy": floor("copy", study.whole, study.folder / "floor.db"),
        "count": floor("count", study.folder / "floor.db"),
    }
    before: dict[str, Callable[[], object]] = {
        "ours": lambda: study.copy(study.units, "copy.db"),
        "shuffled": lambda: study.copy(study.units, "other.db"),
        "again": lambda: study.copy(study.whole, "again.db"),
        "copy": lambda: study.copy(study.units, "floor.db"),
    }
    if installed("sqlite_utils"):
        into = ("insert", study.folder / "peer.db", "annotation", sheet, "--csv")
        commands["peer"] = python(*SQLITE_UTILS, *into)
        before["peer"] = lambda: (study.folder / "peer.db").unlink(missing_ok=True)
    took = in_turn(commands, _few(bench), before)
    rows = study.sizes.annotations
    mine = took["ours"]
    counted = Run(took["copy"].seconds + took["count"].seconds, took["count"].megabytes)
    lines = [
        Line("annotations imported a second", rows / mine.seconds, ""),
        _plain("import annotations", mine, "INSERT..SELECT of the same rows", took["copy"], 1.67),
        _plain("import annotations", mine, "the same, and the votes counted", counted),
        _plain("import, rows shuffled", took["shuffled"], "import, rows as exported", mine, 1.5),
        _plain("import that changes nothing", took["again"], "the first import", mine, 0.7),
    ]
    if "peer" in took:
        peer = "`sqlite-utils insert`"
        lines.insert(3, _plain("import annotations", mine, peer, took["peer"], 0.33))
    return lines


def _plain(what: str, mine: Run, against: str, theirs: Run, goal: float | None = None) -> Line:
    return Line(what, *_clock(mine, against, theirs), goal)


def _few(bench: Bench) -> int:
    """How often to repeat what takes as long as an import: once where that is minutes."""
    return max(1, min(bench.repeats, 400_000 // bench.study.sizes.annotations))


def counting(bench: Bench) -> list[Line]:
    """Statistics, beside their own SQL, a bare count, each with our start-up, and pandas."""
    study = bench.study
    asked = study.folder / "statements.json"
    run(floor("record", study.whole, asked))
    commands = {
        "start": ours("--db", study.starter, "stats", "boundary-act"),
        "ours": ours("--db", study.whole, "stats", "boundary-act"),
        "gender": ours("--db", study.whole, "stats", "gender", "--by", "decade"),
        "headline": ours("--db", study.whole, "stats"),
        "title": ours("--db", study.whole, "stats", "boundary-act", "--level", "title"),
        "same": floor("replay", study.whole, asked),
        "bare": floor("prevalence", study.whole),
    }
    if installed("pandas"):
        commands["pandas"] = floor("pandas", study.whole)
    took = in_turn(commands, bench.repeats)
    of_pairs = (
        "crosstab violation kind",
        "crosstab boundary-act client-status",
        "cooccur boundary-act",
    )
    of_many = {words: ours("--db", study.whole, *words.split()) for words in of_pairs}
    took |= in_turn(of_many, 1)  # of every two codes: in a large study minutes
    least = Run(took["bare"].seconds + took["start"].seconds, 0)
    against = "a bare count of `boundary-act`, and our start-up"
    named = {
        "ours": "stats boundary-act",
        "title": "stats boundary-act --level title",
        "gender": "stats gender --by decade",
        "headline": "stats",
        **{words: words for words in of_pairs},
    }
    same = Run(took["same"].seconds + took["start"].seconds, 0)
    mine = (named["ours"], took["ours"])
    lines = [_times(*mine, "its SQL by `sqlite3` alone, and our start-up", same, 1.1)]
    if "pandas" in took:
        lines.append(_times(*mine, "pandas", took["pandas"], 0.5))
    lines += [_times(what, took[name], against, least) for name, what in named.items()]
    return lines


def agreeing(bench: Bench) -> list[Line]:
    """Agreement on a variable and on every code of a set, beside the package krippendorff."""
    whole = bench.study.whole
    commands = {
        "gender": ours("--db", whole, "reliability", "gender"),
        "set": ours("--db", whole, "reliability", "boundary-act"),
    }
    if installed("krippendorff") and installed("pandas"):
        commands["peer"] = floor("krippendorff", whole)
    took = in_turn(commands, bench.repeats)
    mine, of_set = took["gender"], took["set"]
    lines = []
    if "peer" in took:
        peer, against = took["peer"], "fetch, pivot and `krippendorff`, without limits"
        lines += [
            _times("reliability gender", mine, against, peer, 0.6),
            Line("its peak", mine.megabytes, "MB", against, peer.megabytes),
        ]
    lines.append(_times("reliability boundary-act", of_set, "`reliability gender`", mine))
    return lines


def searching(bench: Bench) -> list[Line]:
    """A word among the names, and names with one letter wrong, within one process."""
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    with read(str(bench.study.whole)) as connection:
        names = _some_titles(connection, draw, 20)
        words = [name.split()[-1] for name in names]
        word = _typical(lambda text: connection.execute(titles_with(text).limit(10)).all(), words)
        listed = _typical(
            lambda text: list_things(connection, "titles", [text], limit=10, detail=False), words
        )
        found = []
        fuzzy = _typical(
            lambda name: found.append(name in _suggested(connection, _misspelt(name, draw))), names
        )
    return [
        Line("ten titles with a word", word, "ms", goal=1),
        Line("`list titles WORD --limit 10`", listed, "ms"),
        Line("a name with one letter wrong", fuzzy, "ms", goal=50),
        Line(
            "of such names, suggested", 100 * sum(found) / len(found), "%", goal=95, at_least=True
        ),
    ]


def _some_titles(connection: Connection, draw: random.Random, number: int) -> list[str]:
    of_titles = select(unit.c.name).where(unit.c.level_id == LEVEL_ID["title"])
    names = sorted(set(connection.execute(of_titles).scalars()))
    return draw.sample(names, min(number, len(names)))


def _typical(do: Callable[[str], object], texts: list[str]) -> float:
    """The median of milliseconds; the first of the texts only warms up."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        do(text)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken[1:])


def _misspelt(name: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(name))
    return name[:place] + "q" + name[place + 1 :]


def _suggested(connection: Connection, name: str) -> list[str]:
    try:
        return [find_unit(connection, name).name]
    except UnknownKey as unknown:
        return [candidate.partition(" (")[0] for candidate in unknown.candidates]


def looking_after(bench: Bench) -> list[Line]:
    """`db check` and the undo of the import, beside what the engine does of it by itself."""
    study = bench.study
    checks = {
        "ours": ours("--db", study.whole, "db", "check"),
        "floor": floor("check", study.whole),
    }
    checked = in_turn(checks, _few(bench))
    undoing = {
        "ours": ours("-q", "--db", study.folder / "copy.db", "undo", "--yes"),
        "floor": floor("withdraw", study.folder / "floor.db"),
    }
    before: dict[str, Callable[[], object]] = {
        "ours": lambda: study.copy(study.whole, "copy.db"),
        "floor": lambda: study.copy(study.whole, "floor.db"),
    }
    undone = in_turn(undoing, _few(bench), before)
    pragmas = "SQLite's own checks of pages and keys"
    deleted = "DELETE of the same rows"
    return [
        _times("db check", checked["ours"], pragmas, checked["floor"]),
        _times("undo", undone["ours"], deleted, undone["floor"]),
    ]


def remembering(bench: Bench) -> list[Line]:
    """The peak of memory, beside that of the smallest study and that of a tenth."""
    study, tenth = bench.study, bench.tenth
    commands = {
        "small": ours("--db", study.starter, "stats", "boundary-act"),
        "tenth": ours("--db", tenth.whole, "stats", "boundary-act"),
        "whole": ours("--db", study.whole, "stats", "boundary-act"),
        "list": ours("--db", study.whole, "list", "titles", "--limit", "20"),
    }
    if installed("pandas"):
        commands["pandas"] = floor("pandas", study.whole)
    took = in_turn(commands, bench.repeats)
    sizes = {"small": study.starter, "tenth": tenth.whole, "whole": study.whole}
    forms = ("csv", "parquet") if installed("polars") else ("csv",)
    words = ("-q", "export", "annotations", "--force")
    exports = {
        f"{size} {form}": ours("--db", database, *words, study.folder / f"exported.{form}")
        for form in forms
        for size, database in sizes.items()
    }
    took |= in_turn(exports, _few(bench))
    peak = {name: each.megabytes for name, each in took.items()}
    small = "on the shipped catalogue"
    less = f"at {tenth.sizes.annotations:,} annotations"
    lines = [
        Line("peak of `stats boundary-act`", peak["whole"], "MB", small, peak["small"], 1.2),
        Line("peak of `stats boundary-act`", peak["whole"], "MB", less, peak["tenth"], 1.1),
        Line("peak of `list titles --limit 20`", peak["list"], "MB", small, peak["small"], 1.2),
    ]
    for form in forms:
        what, whole = f"peak of `export annotations` to .{form}", peak[f"whole {form}"]
        lines.append(Line(what, whole, "MB", small, peak[f"small {form}"], 1.2))
        lines.append(Line(what, whole, "MB", less, peak[f"tenth {form}"]))
    if study.imports and tenth.imports:  # else they were made before
        taken, part = (each.imports["annotations"].megabytes for each in (study, tenth))
        lines.append(Line("peak of `import annotations`", taken, "MB", less, part, 1.1))
    if "pandas" in peak:
        peer = Line("peak of `stats boundary-act`", peak["whole"], "MB", "pandas", peak["pandas"])
        lines.append(peer)
    return lines


def growing(bench: Bench) -> list[Line]:
    """Exponents of time from a tenth to the whole, and what an annotation takes on disk."""
    study, tenth = bench.study, bench.tenth
    times = math.log(study.sizes.annotations / tenth.sizes.annotations)

    def exponent(whole: Run, part: Run) -> float:
        return math.log(whole.seconds / part.seconds) / times

    lines = [
        Line(f"growth of `import {sheet}`", exponent(whole, tenth.imports[sheet]), "", goal=1.15)
        for sheet, whole in study.imports.items()
        if sheet in tenth.imports
    ]
    for words in ("stats boundary-act", "stats", "list titles --limit 20", "db check"):
        command = words.split()
        whole, part = (run(ours("--db", each.whole, *command)) for each in (study, tenth))
        lines.append(Line(f"growth of `{words}`", exponent(whole, part), "", goal=1.15))
    size = study.bytes_of("annotation", "answer", "answer_code") / study.sizes.annotations
    lines.append(Line("an annotation with its codes and indexes", size, " B", goal=45))
    return lines


def tagging_freely(bench: Bench) -> list[Line]:
    """Sets that nearly all differ, so that each unit has a ballot of its own."""
    study = bench.study
    titles = study.sizes.portrayals
    database, sheet = free_study(study.folder / "free", titles, SEED)
    taken = run(take_in(database, "annotations", sheet))
    asked = run(ours("--db", database, "stats", VARIABLE))
    with closing(sqlite3.connect(database)) as connection:
        tables = ("unit_ballot", "ballot", "ballot_node")
        pages = sum(bytes_of(connection, table) for table in tables)
        (ballots,) = connection.execute("SELECT count(*) FROM ballot").fetchone()
    return [
        Line("of free sets, with a ballot of their own", 100 * ballots / titles, "%"),
        Line("free sets taken in a second", len(CODERS) * titles / taken.seconds, ""),
        Line("`stats` of free sets", asked.seconds, "s"),
        Line("the findings of a free set, with their indexes", pages / titles, "B"),
    ]


def collecting(bench: Bench) -> list[Line]:
    """What ten coders send back, taken in for the first time, and once more."""
    study = bench.study
    known = codings_of(study.shipped)
    sent = sent_back(study.folder / "post", min(PORTRAYALS, study.sizes.portrayals), SEED, known)
    first, again = (sent.database.with_name(f"{name}.db") for name in ("first", "again"))
    took = in_turn(
        {
            "first": ours("--db", first, "coding", "collect", *sent.files),
            "again": ours("--db", again, "coding", "collect", *sent.files),
        },
        bench.repeats,
        {
            "first": lambda: shutil.copyfile(sent.database, first),
            "again": lambda: shutil.copyfile(first, again),
        },
    )
    return [
        Line("answers in ten files", sent.answers, ""),
        Line("pieces of evidence in them", sent.pieces, ""),
        Line("`coding collect` of the ten", took["first"].seconds, "s", goal=2),
        Line("the same once more", took["again"].seconds, "s"),
    ]


SECTIONS: Final[dict[str, Callable[[Bench], list[Line]]]] = {
    "start-up": start_up,
    "import": importing,
    "statistics": counting,
    "agreement": agreeing,
    "search": searching,
    "upkeep": looking_after,
    "memory": remembering,
    "growth": growing,
    "free-sets": tagging_freely,
    "collect": collecting,
}
