"""`python -m portrayals` is `portrayals`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    try:
        from portrayals.cli import main

        main()
    except KeyboardInterrupt:  # before there was a program to end
        sys.exit(130)
