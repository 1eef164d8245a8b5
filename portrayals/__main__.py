"""`python -m portrayals` is `portrayals`."""

from __future__ import annotations

from portrayals.cli import main

if __name__ == "__main__":
    main()
