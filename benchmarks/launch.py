"""Runs one command and prints its seconds, its peak of memory in kB, and its exit status.

A process counts as its own peak what the one that started it held then. So this one, which holds
next to nothing, starts what is measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

if __name__ == "__main__":
    started = time.perf_counter()
    process = subprocess.Popen(
        sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, close_fds=True
    )
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    print(taken, usage.ru_maxrss, process.returncode)
