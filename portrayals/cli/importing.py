"""One import: a file imported as one change, after asking if it would change existing data."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import typer

from portrayals.cli.session import Session
from portrayals.cli.streams import drawn
from portrayals.errors import Declined, InvalidRows
from portrayals.notation.database_urls import without_password
from portrayals.notation.did_you_mean import choose
from portrayals.notation.plurals import counted
from portrayals.results.importing import BadCell, Imported
from portrayals.results.sheets import BadRow, Sheet, SheetRow
from portrayals.results.written import Plan
from portrayals.settings import is_here
from portrayals.vocabulary import ON_CHANGE, OnChange

if TYPE_CHECKING:
    from portrayals.cli.unread_cells import Dialogue
    from portrayals.history.transaction import Change
    from portrayals.results.sheets import Sheet
    from portrayals.services.catalogue.kinds_of_coder import CoderOptions
    from portrayals.services.importing.ending import ImportPolicy

    Work = Callable[[Change, Sheet, ImportPolicy], Imported]


#: Smaller files are read before anybody could see a bar.
_WORTH_IT: Final = 1_000_000
_EVERY: Final = 2_000


@contextmanager
def progress(session: Session, sheet: Sheet) -> Iterator[tuple[Sheet, Callable[[str], None]]]:
    """The sheet, whose rows move a progress bar, and a function that names the step."""
    if session.quiet or not sys.stderr.isatty() or sheet.size < _WORTH_IT:
        yield sheet, lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(file=drawn(sys.stderr), no_color=session.no_color)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=sheet.size)

        def rows() -> Iterator[SheetRow | BadRow]:
            for number, row in enumerate(sheet.rows):
                if number % _EVERY == 0:
                    bar.update(task, completed=sheet.position())
                yield row

        def step(doing: str) -> None:
            # How long the database will take is unknown: the bar only says what is done.
            bar.update(task, description=doing, total=None if doing != "reading" else sheet.size)

        yield replace(sheet, rows=rows()), step


@dataclass(frozen=True, slots=True)
class Import:
    """The request, besides what the rows are about."""

    file: str
    sheet: str | None
    encoding: str | None
    skip_bad: bool
    errors: str | None
    on_change: str | None
    create: bool
    dry_run: bool
    force: bool
    json: bool
    coders: CoderOptions | None = None
    as_typed: bool = False


def carry_out(
    session: Session, asked: Import, work: Work, dialogue: Dialogue | None = None
) -> None:
    """Imports the file and prints the outcome, after asking if needed.

    With a `dialogue`, cells that cannot be read are asked about where there is a terminal. A dry
    run ends with status 1 where bad rows would have the import refused.
    """
    on_change = asked.on_change or ("update" if session.yes else None)
    chosen = None if on_change is None else choose(on_change, ON_CHANGE, "a choice")
    session.used.append(asked.file)
    errors = None if asked.errors is None else session.new_file(asked.errors, force=asked.force)
    bad: list[BadCell] = []
    try:
        imported = _understood(session, asked, work, chosen, bad, dialogue)
    finally:
        # A dry run writes nothing at all, and shows the same cells.
        if errors is not None and bad and not asked.dry_run:
            errors.write(_listed(asked.file, bad))
            session.remark(f"Wrote {errors}: {counted(len(bad), 'cell')} that cannot be read.")
    refused = asked.dry_run and not asked.skip_bad and imported.skipped > 0
    _tell(session, asked, imported, refused=refused)
    if refused:
        raise typer.Exit(1)


def _understood(
    session: Session,
    asked: Import,
    work: Work,
    on_change: OnChange | None,
    bad: list[BadCell],
    dialogue: Dialogue | None,
) -> Imported:
    """The outcome of the file, which is read again with each answer about its cells."""
    settled = asked.skip_bad or asked.dry_run or asked.json or asked.errors or asked.file == "-"
    while True:
        try:
            return _decided(session, asked, work, on_change, bad)
        except InvalidRows as refused:
            if not settled and _taken_as_typed(session, refused):
                asked = replace(asked, as_typed=True)
                bad.clear()
                continue
            if settled or dialogue is None or not dialogue.settles(refused):
                raise
            asked = replace(asked, skip_bad=dialogue.skips)
            bad.clear()


def _taken_as_typed(session: Session, refused: InvalidRows) -> bool:
    """Whether doubtful names, and nothing else, are in the way, and are meant as they stand."""
    talking = sys.stdin.isatty() and not (session.yes or session.quiet)
    if not talking or not all(each.get("doubtful") for each in refused.problems):
        return False
    lines = (refused.where or "").splitlines()
    return session.approved(Plan("Take them as they are?", tuple(lines)))


def _decided(
    session: Session, asked: Import, work: Work, on_change: OnChange | None, bad: list[BadCell]
) -> Imported:
    """The outcome of the file, which is read again after a question."""
    from portrayals.services.importing.ending import Undecided, would_change

    try:
        return _attempt(session, asked, work, on_change, bad)
    except Undecided as undecided:
        imported = undecided.imported
        number = would_change(imported)
        them = "it" if sum(imported.differing.values()) == 1 else "them"
        plan = Plan(f"{number} would change. Change {them}?", _few(imported))
        if asked.file == "-":
            raise Declined(
                f"{number} would change; cannot ask while reading standard input",
                hint="add --on-change",
            ) from None
        session.approved(plan, dry_run=False, json=asked.json)
        bad.clear()
        return _attempt(session, asked, work, "update", bad)


def _few(imported: Imported) -> tuple[str, ...]:
    more = sum(imported.differing.values()) - len(imported.changes)
    return (*imported.changes, *([f"… and {more:,} more"] if more > 0 else []))


def _attempt(
    session: Session, asked: Import, work: Work, on_change: OnChange | None, bad: list[BadCell]
) -> Imported:
    from portrayals.exchange.sheets import open_sheet
    from portrayals.history.transaction import write
    from portrayals.services.catalogue.kinds_of_coder import CoderOptions
    from portrayals.services.importing.ending import ImportPolicy

    target = session.target
    manner = ImportPolicy(
        on_change=on_change,
        create=asked.create,
        coders=asked.coders or CoderOptions(),
        skip_bad=asked.skip_bad,
        look=asked.dry_run,
        as_typed=session.yes or asked.as_typed,
        keep_empty=asked.on_change is None,
        each_bad=None if asked.errors is None else bad.append,
    )
    with (
        open_sheet(asked.file, encoding=asked.encoding, sheet=asked.sheet) as sheet,
        progress(session, sheet) as (shown, step),
        write(
            target, actor=session.actor, command=session.command, keep=not asked.dry_run
        ) as change,
    ):
        imported = work(change, shown, replace(manner, step=step))
        notices = [*sheet.notices, *change.notices]
    session.done = not asked.dry_run
    return replace(imported, notices=tuple(dict.fromkeys(notices)))


def _listed(file: str, bad: list[BadCell]) -> str:
    from portrayals.render.write_rows import write_rows

    page = io.StringIO(newline="")
    columns = ("file", "line", "column", "value", "reason", "candidates")
    bad.sort(key=lambda each: each.line)
    rows = ({**each.to_dict(), "file": file, "candidates": list(each.candidates)} for each in bad)
    write_rows(page, "csv", columns, rows)
    return page.getvalue()


def _tell(session: Session, asked: Import, imported: Imported, *, refused: bool) -> None:
    """Prints the outcome: as JSON, or as the findings of a dry run, with a sentence."""
    from portrayals.render.importing import plan_lines, refusal, sentence, told_problems

    if asked.json:
        from portrayals.render.formats import to_json

        sys.stdout.write(to_json(imported.to_dict()))
        return
    if asked.dry_run:
        for line in plan_lines(imported, session.screen(sys.stdout)):
            drawn(sys.stdout).write(f"{line}\n")
        sys.stdout.flush()
    else:
        for line in told_problems(imported):
            session.say(line)
    for notice in imported.notices:
        session.say(notice)
    if refused:
        session.say(refusal(imported))
        session.remark(sentence(imported, "With --skip-bad it would import"))
    else:
        session.remark(sentence(imported, "Would import" if asked.dry_run else "Imported"))
    if asked.dry_run:
        session.remark("Dry run: nothing was changed.")
    elif not is_here(session.target):
        session.say(f"in {without_password(session.target)}")
