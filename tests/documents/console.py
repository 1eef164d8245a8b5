"""Documentation that runs: reads the console blocks of a document, runs them, compares.

    python tests/documents/console.py FILE...

writes into each FILE what its commands print now, where that differs from what it says.

A block that begins with ```console holds commands, each after `$ ` (continued where a line ends
in a backslash), and under each what a terminal would show; the last line is `status N` where the
exit status N is not 0. Blank lines at the end of an output and blanks at the end of a line do
not count. A line that is only `…` or `...` stands for any lines but a status; in a block
```console ellipsis a `…` inside a line stands for any text. The folder above the working one is
shown as `~`.

The blocks of a document run in one shell in one folder. Comments just before a block change that:
`<!-- fresh folder -->` starts again in an empty one, and `<!-- file: NAME -->` writes the block
that follows, of any language, to a file. `<!-- workbook: NAME -->` writes the table that follows
to a workbook of Excel. `<!-- needs: PACKAGE -->` names a package of Debian, without which the
document is not run. A block ```console once is not run here: it installs, and must be one of
the README's commands marked `<!-- install -->` and `<!-- tests -->`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

FENCE = re.compile(r"(?P<indent>\s*)(?P<fence>`{3,}|~{3,})\s*(?P<words>[^`]*)")
COMMENT = re.compile(r"<!--\s*(.*?)\s*-->")
FILE = re.compile(r"file:\s*(.+)")
WORKBOOK = re.compile(r"workbook:\s*(.+)")
KINDS = (["console"], ["console", "ellipsis"], ["console", "once"])
#: Commands in such a block would never be run, so they may not stand in one.
SHELLS = {"bash", "console", "sh", "shell", "shell-session", "sh-session", "zsh"}
SECONDS = 300

#: Runs each argument in the same shell, so that variables last, and ends each output with its
#: status between two NULs. Errors go where output goes, in order, as on a terminal.
SHELL = r"""exec 2>&1 </dev/null; for _step; do eval "$_step"; printf '\0%d\0' $?; done"""


class DocumentError(Exception):
    """A block that would not be run as it reads; says which line and why."""


@dataclass(frozen=True)
class Step:
    """A command and the lines it should show, which are `lines[first:last]` of the document."""

    command: str
    expected: tuple[str, ...]
    line: int
    first: int
    last: int


@dataclass(frozen=True)
class Block:
    """The steps of one block, its kind, and the comments between it and the one before."""

    steps: tuple[Step, ...]
    kind: str
    comments: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Where a command of a document shows something else than the document says."""

    step: Step
    shown: tuple[str, ...]

    def __str__(self) -> str:
        """A unified diff under the line and the command."""
        diff = difflib.unified_diff(
            self.step.expected, self.shown, "the document says", "the program shows", lineterm=""
        )
        return "\n".join([f"line {self.step.line}: $ {self.step.command}", *diff])


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks of a document that run, or that are marked `once`, in order."""
    lines = text.split("\n")
    comments: list[str] = []
    table: list[str] = []
    fence, words, start = "", [""], 0
    for number, line in enumerate(lines):
        match = FENCE.fullmatch(line)
        book = WORKBOOK.fullmatch(comments[-1]) if comments and not fence else None
        if book and line.startswith("|"):
            table.append(line)
            if not "".join(lines[number + 1 : number + 2]).startswith("|"):
                end = number + 1
                step = Step(write_workbook(book[1], table), (), end - len(table) + 1, end, end)
                yield Block((step,), "file", tuple(comments))
                comments, table = [], []
        elif not fence and match:
            fence, words, start = match["fence"], match["words"].split() or [""], number + 1
            _refuse_unrunnable(match["indent"], words, start)
        elif not fence:
            comments += COMMENT.findall(line)
        elif match and match["fence"].startswith(fence) and not match["words"]:
            file = FILE.fullmatch(comments[-1]) if comments else None
            if words[0] == "console":
                yield Block(tuple(_steps(lines, start, number)), words[-1], tuple(comments))
                comments = []
            elif file:
                content = "".join(f"{each}\n" for each in lines[start:number])
                write = f"printf %s {shlex.quote(content)} >{shlex.quote(file[1])}"
                yield Block((Step(write, (), start, number, number),), "file", tuple(comments))
                comments = []
            fence = ""
    if fence:
        raise DocumentError(f"line {start}: this block never ends")


def write_workbook(name: str, table: Sequence[str]) -> str:
    """The command that writes a Markdown table to a workbook, its digits as numbers.

    It is the same at any time, so that refreshing finds the same commands.
    """
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
        sheet = book.add_worksheet()
        for number, row in enumerate([rows[0], *rows[2:]]):
            sheet.write_row(number, 0, [int(cell) if cell.isdecimal() else cell for cell in row])
    coded = b64encode(content.getvalue()).decode()
    return f"printf %s {coded} | base64 --decode >{shlex.quote(name)}"


def _refuse_unrunnable(indent: str, words: list[str], line: int) -> None:
    if words[0].lower() in SHELLS and (indent or words not in KINDS):
        kinds = ", ".join(" ".join(kind) for kind in KINDS)
        raise DocumentError(
            f"line {line}: commands stand in an unindented block of {kinds}, so that they are run"
        )


def _steps(lines: list[str], start: int, end: int) -> Iterator[Step]:
    """The commands of the block `lines[start:end]`."""
    number = start
    while number < end:
        line = number + 1
        if not lines[number].startswith("$ "):
            raise DocumentError(f"line {line}: no command precedes this output")
        command = [lines[number].removeprefix("$ ")]
        number += 1
        while command[-1].endswith("\\") and number < end:
            command.append(lines[number])
            number += 1
        first = number
        while number < end and not lines[number].startswith("$ "):
            number += 1
        expected = _trimmed(lines[first:number])
        yield Step("\n".join(command), expected, line, first, first + len(expected))


def _trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    """Without blanks at the end of each line, and without blank lines at the end."""
    trimmed = [line.rstrip() for line in lines]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(trimmed)


def agrees(expected: Iterable[str], shown: Iterable[str], *, ellipsis: bool = False) -> bool:
    """Whether what a command shows is what the document says."""
    pattern = ""
    for line in expected:
        if line.strip() in {"…", "..."}:
            pattern += r"(?:(?!status \d+\n\Z).*\n)*"  # a failure is always told
        elif ellipsis:
            pattern += ".*".join(re.escape(part) for part in line.split("…")) + r"\n"
        else:
            pattern += re.escape(line) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in shown)) is not None


def environment(home: Path, programs: Path | None = None) -> dict[str, str]:
    """The same for everyone: user `ana`, her own home and no other settings, a pipe of 80 columns.

    The program is the one in `programs`, else the one beside this Python. Nothing is inherited but
    the path; without XDG variables all folders of a user are in her home.
    """
    folders = [*filter(None, [programs]), Path(sys.executable).parent, os.environ["PATH"]]
    return {
        "PATH": os.pathsep.join(map(str, folders)),
        "HOME": str(home),
        "LOGNAME": "ana",
        "USER": "ana",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "80",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "PYTHONUNBUFFERED": "1",  # so that both streams come in the order of writing
    }


def run(
    commands: Iterable[str], home: Path, programs: Path | None = None
) -> Iterator[tuple[str, ...]]:
    """The lines that each command shows, run in one shell in the folder `study` of `home`."""
    commands = list(commands)
    folder = home / "study"
    folder.mkdir(parents=True)
    done = subprocess.run(
        ["bash", "-c", SHELL, "bash", *commands],
        cwd=folder,
        env=environment(home, programs),
        stdout=subprocess.PIPE,
        timeout=SECONDS,
        check=False,
    )
    *ended, rest = done.stdout.decode(errors="replace").replace(str(home), "~").split("\0")
    yield from map(_shown, ended[::2], ended[1::2])
    missing = len(commands) - len(ended) // 2
    if missing:
        yield (*_shown(rest, str(done.returncode)), "(this ended the shell)")
        yield from [("(not run: the shell had ended)",)] * (missing - 1)


def _shown(output: str, status: str) -> tuple[str, ...]:
    lines = _trimmed(output.split("\n"))
    return lines if status == "0" else (*lines, f"status {status}")


def differences(text: str, programs: Path | None = None) -> list[Difference]:
    """Runs the document, with the program in a folder or else the one beside this Python.

    It tells where the document is wrong.
    """
    folders: list[list[tuple[Block, Step]]] = [[]]
    for block in read_blocks(text):
        if block.kind != "once":
            if "fresh folder" in block.comments:
                folders.append([])
            folders[-1] += [(block, step) for step in block.steps]
    found = []
    for steps in filter(None, folders):
        with tempfile.TemporaryDirectory(prefix="portrayals-") as home:
            commands = [step.command for _, step in steps]
            outputs = run(commands, Path(home).resolve(), programs)
            for (block, step), shown in zip(steps, outputs, strict=True):
                if not agrees(step.expected, shown, ellipsis=block.kind == "ellipsis"):
                    found.append(Difference(step, shown))
    return found


def refreshed(text: str) -> str:
    """The document with what its commands show now wherever it was wrong."""
    lines = text.split("\n")
    for difference in reversed(differences(text)):
        lines[difference.step.first : difference.step.last] = difference.shown
    fresh = "\n".join(lines)
    if _commands(fresh) != _commands(text):
        raise DocumentError("a command shows what would itself be read as a command or fence")
    return fresh


def _commands(text: str) -> list[str]:
    return [step.command for block in read_blocks(text) for step in block.steps]


if __name__ == "__main__":
    if shutil.which("portrayals", path=environment(Path())["PATH"]) is None:
        sys.exit("portrayals is not installed beside this Python: pip install -e '.[test]'")
    for name in sys.argv[1:]:
        document = Path(name)
        document.write_text(refreshed(document.read_text(encoding="utf-8")), encoding="utf-8")
