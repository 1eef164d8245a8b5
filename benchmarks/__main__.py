"""One command that measures all, and prints the table of docs/performance.md."""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import SECTIONS, SEED, Bench
from benchmarks.report import Line, table
from benchmarks.study import NoStudy, study_in


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the sections asked for; 1 where a goal is not met."""
    asked = _parser().parse_args(arguments)
    chosen = asked.only.split(",") if asked.only else list(SECTIONS)
    unknown = set(chosen) - set(SECTIONS)
    if unknown:
        sys.exit(f"no section {', '.join(sorted(unknown))}: there are {', '.join(SECTIONS)}")
    with _place(asked.folder, asked.keep) as place:
        tenth = study_in(place / "tenth", max(1, asked.scale // 10), SEED)
        study = study_in(place / "whole", asked.scale, SEED)
        bench = Bench(study, tenth, asked.repeats)
        measured = {name: SECTIONS[name](bench) for name in chosen}
    sizes = ", ".join(f"{number:,} {what}" for what, number in asdict(study.sizes).items())
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{sizes}; {versions}\n")
    lines = [line for of_section in measured.values() for line in of_section]
    print(table(lines))
    if asked.json:
        _write(asked.json, asdict(study.sizes), measured)
    return int(any(line.met is False for line in lines))


@contextmanager
def _place(scratch: Path | None, kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="portrayals-", dir=scratch) as folder:
        yield Path(folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scale", type=int, default=10_000, help="portrayals in the study")
    parser.add_argument("--only", help=f"some of {','.join(SECTIONS)}")
    parser.add_argument("--repeats", type=int, default=5, help="of what is quick")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--folder", type=Path, help="where the studies are made, and removed")
    where.add_argument("--keep", type=Path, help="where they are made, kept, and used again")
    parser.add_argument("--json", type=Path, help="write what was measured to a file")
    return parser


def _write(path: Path, sizes: dict[str, int], measured: dict[str, list[Line]]) -> None:
    sections = {
        name: [asdict(line) | {"figure": line.figure, "met": line.met} for line in lines]
        for name, lines in measured.items()
    }
    path.write_text(json.dumps({"sizes": sizes, "sections": sections}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NoStudy as other:
        sys.exit(str(other))
