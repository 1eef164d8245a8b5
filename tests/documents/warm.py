"""The program, started from a process that has loaded it: the same but for a second of loading.

    python tests/documents/warm.py SOCKET

listens until its standard input is closed. `install` writes the `portrayals` that asks it. Each
command is run in a new process by `portrayals.cli.main`, with the words, folder, environment and
streams of whoever asks, who ends with its status. Of the commands that begin a study with the
starter, the first makes one, and the others get a copy of it.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import select
import shutil
import signal
import socket
import sys
from pathlib import Path

#: The commands that make such a study and print no more than its name.
BEGINNINGS = (["-q", "init", "--starter"], ["init", "--starter", "--quiet"])

#: What the program loads only where it needs it, as most commands do.
NEEDED = ("alembic.command", "rapidfuzz", "sqlalchemy.dialects.sqlite", "yaml")

ASKING = """\
#!{python} -IS
import os, socket, sys

server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
environment = [name + b"=" + value for name, value in os.environb.items()]
words = [os.fsencode(word) for word in sys.argv]
told = [b"%d" % len(words), os.getcwdb(), *words, *environment]
socket.send_fds(server, [b"."], [0, 1, 2])
server.sendall(b"\\0".join(told))
server.shutdown(socket.SHUT_WR)
sys.exit(int(server.recv(9)))
"""


def install(folder: Path, address: Path) -> None:
    """Writes a `portrayals` into a folder that asks whoever listens at the address."""
    program = folder / "portrayals"
    program.write_text(ASKING.format(python=sys.executable, address=str(address)), encoding="utf-8")
    program.chmod(0o755)


def load() -> None:
    """Loads every module of the program; what stays is not searched for garbage."""
    import portrayals

    for module in pkgutil.walk_packages(portrayals.__path__, "portrayals."):
        if not module.name.startswith(("portrayals.migrations", "portrayals.__main__")):
            importlib.import_module(module.name)
    for name in NEEDED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def serve(address: str) -> bool:
    """Listens until standard input is closed; True in each process that is to run a command."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who answer
    while listening in select.select([listening, sys.stdin], [], [])[0]:
        asking, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            return answer(asking)
        asking.close()
    return False


def answer(asking: socket.socket) -> bool:
    """Becomes what was asked for in one process, and in another tells with what it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(asking, 1, 3)
    told = b"".join(iter(lambda: asking.recv(65536), b"")).split(b"\0")
    child = os.fork()
    if child:
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        asking.sendall(b"%d" % (os.waitstatus_to_exitcode(status) % 256))
        os._exit(0)
    asking.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    words = int(told[0])
    os.chdir(told[1])
    sys.argv = [os.fsdecode(word) for word in told[2 : 2 + words]]
    os.environb.clear()
    os.environb.update(each.split(b"=", 1) for each in told[2 + words :])
    return True


def begin(kept: Path) -> None:
    """Makes a study in this folder with the program, or copies the one that was kept."""
    from portrayals.cli import main

    study = Path("portrayals.db")
    if study.exists():  # which the program refuses
        main()
    if kept.exists():
        sys.stdout.write(f"{shutil.copy(kept, study)}\n")
        return
    try:
        main()
    finally:
        unfinished = kept.with_name(str(os.getpid()))
        shutil.copy(study, unfinished)
        unfinished.rename(kept)


if __name__ == "__main__":
    load()
    kept = Path(sys.argv[1]).with_name("starter.db")
    if serve(sys.argv[1]):
        if sys.argv[1:] in BEGINNINGS:
            begin(kept)
        else:
            from portrayals.cli import main

            main()
