"""Programs of others, with which tests check what is written for them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def other_program(name: str, package: str) -> str:
    """The path of a program. Without it the test is skipped, but in CI it fails."""
    program = shutil.which(name)
    if program is None:
        _lacking(f"there is no {name}", package)
    return str(program)


def need_r_package(name: str) -> None:
    """Skips the test where R has no such package; in CI it fails."""
    program = other_program("Rscript", "r-base-core")
    asked = f'quit(status = !requireNamespace("{name}", quietly = TRUE))'
    if subprocess.run([program, "--vanilla", "-e", asked], check=False).returncode:
        _lacking(f"R has no package {name}", f"r-cran-{name}")


def _lacking(what: str, package: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI must have it: see .ci/run")
    pytest.skip(f"{what}: install Debian's {package}, or what your system calls it")


def ran(program: str, *words: str, folder: Path) -> str:
    """What a program prints that is run in a folder, and complains of nothing."""
    done = subprocess.run(
        [program, *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert done.stderr == ""
    return done.stdout
