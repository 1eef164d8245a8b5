"""The program that documents are tried with."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import warm
from console import environment


@pytest.fixture(scope="session")
def warm_programs() -> Iterator[Path]:
    """A folder for the PATH, whose `portrayals` need not be loaded for each command anew."""
    with tempfile.TemporaryDirectory(prefix="portrayals-") as name:  # short: it names a socket
        folder = Path(name)
        address = folder / "socket"
        warm.install(folder, address)
        with subprocess.Popen(
            [sys.executable, warm.__file__, address],
            env=environment(folder),
            stdin=subprocess.PIPE,  # pipes as those of a document are, of which nothing is known
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as server:
            assert server.stdin is not None
            while not address.exists():
                assert server.poll() is None, server.communicate()
                time.sleep(0.05)
            yield folder
            server.stdin.close()
