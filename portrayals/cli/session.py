"""The state of one run of the program: the global options, and how it prints."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from portrayals.cli.streams import drawn
from portrayals.errors import Declined, NoDatabase
from portrayals.notation.database_urls import without_password
from portrayals.outputs import NewFile, NewFolder, new_file, new_folder
from portrayals.render.cells import harmless, visible, wrapped
from portrayals.render.terminal import Screen
from portrayals.results.written import Plan, Written
from portrayals.settings import CODER_VARIABLE, find_database, is_here


@dataclass
class Session:
    """The global options; `words` is what was typed without them.

    `done` says that the command has made its change and only has to report it. `used` are the files
    that the command reads or writes besides the database, including those of the standard streams.
    `asked` is the database, once something has asked for it.
    """

    words: list[str] = field(default_factory=list)
    database: str | None = None
    coder: str | None = None
    yes: bool = False
    quiet: bool = False
    debug: bool = False
    no_color: bool = False
    no_pager: bool = False
    done: bool = False
    asked: str | None = None
    used: list[str | Path | int] = field(default_factory=lambda: [0, 1, 2])

    @property
    def target(self) -> str:
        """The file or address of the database. Raises `NoDatabase`."""
        self.asked = find_database(self.database)
        return self.asked

    @property
    def actor(self) -> str | None:
        """The key of the coder who acts, null where nobody said."""
        return self.coder or os.environ.get(CODER_VARIABLE) or None

    @property
    def command(self) -> str:
        """What was typed, as the history keeps it."""
        return shlex.join(self.words)

    def new_file(self, path: str, *, force: bool) -> NewFile:
        """A file to write, checked before anything is read; raises as `outputs.new_file`."""
        file = new_file(path, force=force, used=self._in_use())
        self.used.append(file.place)
        return file

    def new_folder(self, path: str, *, force: bool, again: bool = False) -> NewFolder:
        """A folder to fill, checked before anything is read; raises as `outputs.new_folder`."""
        return new_folder(path, force=force, used=self._in_use(), again=again)

    def _in_use(self) -> list[str | Path | int]:
        try:
            return [self.target, *self.used]
        except NoDatabase:
            return [*self.used]

    @contextmanager
    def read(self) -> Iterator[Any]:
        """A connection that sees one state of the database.

        Raises UnknownKey for an unknown coder under --as: reading needs no coder, but whoever names
        one expects an effect. A coder from the environment may belong to another database.
        """
        from portrayals.history.transaction import read

        with read(self.target, actor=self.coder) as connection:
            yield connection

    def screen(self, stream: TextIO) -> Screen:
        """What can be shown on a stream."""
        if not stream.isatty():
            return Screen()
        plain = self.no_color or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        return Screen(
            width=max(20, shutil.get_terminal_size().columns),
            colour=not plain,
            unicode=(stream.encoding or "").lower().replace("-", "") == "utf8",
        )

    def answer(self, text: str, *, lines_drawn: bool = False) -> None:
        """Prints a result, through the pager if it does not fit the terminal.

        `lines_drawn` says that it was formatted for a terminal, with our own emphasis.
        """
        stream = drawn(sys.stdout) if lines_drawn else sys.stdout
        if stream.isatty() and not self.no_pager:
            from portrayals.cli.pager import paged

            sys.stdout.flush()
            if paged(text if lines_drawn else visible(text), stream.encoding):
                return
        stream.write(text)
        stream.flush()

    def say(self, text: str) -> None:
        """Prints something beside the result: lines on standard error."""
        screen = self.screen(sys.stderr)
        for line in text.splitlines():
            for shown in wrapped(harmless(line), screen):
                sys.stderr.write(f"{shown}\n")

    def remark(self, text: str) -> None:
        """Like `say`, unless `--quiet`."""
        if not self.quiet:
            self.say(text)

    def tell(
        self, written: Written, *, notices: list[str], json: bool, target: str | None = None
    ) -> None:
        """Prints a write: its keys as the result, the notices and the sentence beside them."""
        self.done = True
        told = tuple(dict.fromkeys([*notices, *written.notices]))
        if json:
            from portrayals.render.formats import to_json

            whole = Written(written.keys, written.said, told)
            sys.stdout.write(to_json(whole.to_dict()))
        else:
            for key in written.keys:
                sys.stdout.write(f"{harmless(key)}\n")
        sys.stdout.flush()
        if not json:
            for notice in told:
                self.say(notice)
            if written.said:
                self.remark(written.said)
        if target is not None and not is_here(target):
            self.say(f"in {without_password(target)}")

    def approved(
        self, plan: Plan, *, dry_run: bool = False, json: bool = False, usual: bool = False
    ) -> bool:
        """Whether to go on with a change that asks first; a dry run only shows it.

        Enter alone means no, or yes where that is the `usual` answer. Raises `Declined` if the
        answer is no, or if there is nobody to ask.
        """
        if dry_run:
            if json:
                from portrayals.render.formats import to_json

                sys.stdout.write(to_json(plan.to_dict()))
            else:
                for line in plan.lines:
                    sys.stdout.write(f"{harmless(line)}\n")
            self.remark("Dry run: nothing was changed.")
            return False
        if self.yes:
            return True
        for line in plan.lines:
            self.say(line)
        if not sys.stdin.isatty():
            raise Declined(
                f"this needs confirmation: {plan.question}",
                hint="there is no terminal to ask at; preview it with --dry-run, or: "
                f"portrayals {self.command} --yes",
            )
        sys.stderr.write(f"{harmless(plan.question)} {'[Y/n]' if usual else '[y/N]'} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        answer = line.strip().casefold()
        if answer in {"y", "yes"} or (usual and line and not answer):
            return True
        raise Declined("nothing was changed")
