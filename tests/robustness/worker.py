"""Somebody at work on a database: runs command after command, and writes down how each went.

    python worker.py DATABASE ROLE NAME SECONDS

prints a JSON list of `{"words", "status", "said", "seconds"}`. The commands run in this one
process, as the command line runs them: far more of them at a time than if each started anew.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from portrayals.cli.program import run


def writing(name: str) -> Iterator[list[str]]:
    """Changes of what only this one writes, and of a title that all write."""
    number = 0
    while True:
        number += 1
        yield ["add", "title", f"{name} {number}", "--year", "1990", "--duplicate"]
        yield ["edit", "prime", f"genre+={name} {number}"]
        yield ["annotate", "prime/lisa-metzger", f"age={number % 120}"]


def reading(_name: str) -> Iterator[list[str]]:
    """Questions of every kind."""
    while True:
        yield ["db", "info", "--json"]
        yield ["list", "titles", "--json"]
        yield ["stats", "act"]
        yield ["show", "prime"]
        yield ["list", "annotations"]


def work(database: str, role: str, name: str, seconds: float) -> list[dict[str, object]]:
    """Runs the commands of a role until the time is over."""
    with redirect_stdout(StringIO()):
        run(["--db", database, "show", "prime"])  # the first command loads the program
    until = time.monotonic() + seconds
    went: list[dict[str, object]] = []
    for words in {"writer": writing, "reader": reading}[role](name):
        began, said = time.monotonic(), StringIO()
        if began > until:
            break
        with redirect_stdout(said), redirect_stderr(said):
            status = run(["--db", database, "--as", name, *words])
        took = time.monotonic() - began
        went.append({"words": words, "status": status, "said": said.getvalue(), "seconds": took})
    return went


if __name__ == "__main__":
    _, database, role, name, seconds = sys.argv
    json.dump(work(database, role, name, float(seconds)), sys.stdout)
