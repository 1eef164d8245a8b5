"""Somebody who adds one coder after the other, and says each one's key as soon as it is written.

    python adding.py DATABASE NAME

goes on until it is killed.
"""

from __future__ import annotations

import sys
from itertools import count

from portrayals.history.transaction import write
from portrayals.services.catalogue.coders_and_sources import add_coder


def add(target: str, name: str) -> None:
    """Adds coders for ever."""
    for number in count():
        key = f"{name}-{number}"
        with write(target, actor="ana", command=f"add coder {key}") as change:
            add_coder(change, key)
        sys.stdout.write(f"{key}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    add(*sys.argv[1:])
