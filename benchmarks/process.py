"""Whole processes: how long they take, how much memory they want at most."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FLOORS: Final = Path(__file__).with_name("floors.py")
LAUNCH: Final = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds by the clock, and its peak of memory in MB."""

    seconds: float
    megabytes: float


class Failed(Exception):
    """A process that was to be measured ended with an error."""


def python(*arguments: str | Path) -> list[str]:
    """The command that runs the interpreter which runs this."""
    return [sys.executable, *map(str, arguments)]


def ours(*arguments: str | Path) -> list[str]:
    """The command that runs the program, as its installed script does."""
    return python("-c", "from portrayals.cli import main; main()", *arguments)


def floor(*arguments: str | Path) -> list[str]:
    """The command that runs a floor."""
    return python(FLOORS, *arguments)


def run(command: Sequence[str]) -> Run:
    """Runs a command to its end, its output thrown away. Raises Failed."""
    done = subprocess.run(
        python("-I", "-S", LAUNCH, *command), capture_output=True, text=True, check=False
    )
    try:
        seconds, kilobytes, status = done.stdout.split()
    except ValueError:
        raise Failed(f"{' '.join(command)} was not run: {done.stderr}") from None
    if status != "0":
        raise Failed(f"{' '.join(command)} ended with {status}: {done.stderr}")
    return Run(float(seconds), int(kilobytes) / 1024)


def median(runs: Sequence[Run]) -> Run:
    """The middle time, and the middle peak of memory."""
    return Run(
        statistics.median(each.seconds for each in runs),
        statistics.median(each.megabytes for each in runs),
    )


def in_turn(
    commands: Mapping[str, Sequence[str]],
    repeats: int,
    before: Mapping[str, Callable[[], object]] | None = None,
) -> dict[str, Run]:
    """The medians of commands that are run by turns, so that a busy machine is busy for all.

    `before` prepares what a command changes; the time it takes is not counted. Each is run once
    beforehand, for the caches, unless it is run once only.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(repeats + (repeats > 1)):
        for name, command in commands.items():
            if before is not None and name in before:
                before[name]()
            taken = run(command)
            if turn or repeats == 1:
                runs[name].append(taken)
    return {name: median(taken) for name, taken in runs.items()}
