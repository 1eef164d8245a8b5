"""`export text` and `import text`: a study as a folder of text files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from portrayals.notation.database_urls import without_password
from portrayals.notation.did_you_mean import choose
from portrayals.results.written import Plan
from portrayals.settings import is_here
from portrayals.vocabulary import ON_CHANGE, OnChange

if TYPE_CHECKING:
    from portrayals.cli.session import Session
    from portrayals.results.text_files import TextImported


def write_text(session: Session, path: str, *, force: bool, json: bool) -> None:
    """Writes the study into a folder."""
    if path == "-":
        raise typer.BadParameter("text goes into a folder: name one", param_hint="PATH")
    from portrayals.services.texts.export import export_text

    folder = session.new_folder(path, force=force, again=True)
    with session.read() as connection:
        made = export_text(connection, folder)
    if json:
        from portrayals.render.formats import to_json

        sys.stdout.write(to_json(made.to_dict()))
        return
    for notice in made.notices:
        session.say(notice)
    session.remark(str(made))


def take_text(
    session: Session, path: str, on_change: str | None, *, dry_run: bool, json: bool
) -> None:
    """Takes in a file or a folder, after asking if something would change."""
    from portrayals.services.texts.taking import Undecided

    said = on_change or ("update" if session.yes else None)
    chosen: OnChange | None = None if said is None else choose(said, ON_CHANGE, "a choice")
    session.used.append(path)
    try:
        taken = _attempt(session, path, "update" if dry_run else chosen, dry_run=dry_run)
    except Undecided as undecided:
        plan = Plan(f"{undecided.told} would change. Change them?", undecided.imported.changes)
        session.approved(plan, json=json)
        taken = _attempt(session, path, "update", dry_run=False)
    if json:
        from portrayals.render.formats import to_json

        sys.stdout.write(to_json(taken.to_dict()))
        return
    if dry_run:
        for line in taken.changes:
            session.say(line)
    for notice in taken.notices:
        session.say(notice)
    session.remark(str(taken))
    if dry_run:
        session.remark("Dry run: nothing was changed.")
    elif not is_here(session.target):
        session.say(f"in {without_password(session.target)}")


def _attempt(
    session: Session, path: str, on_change: OnChange | None, *, dry_run: bool
) -> TextImported:
    from portrayals.history.transaction import write
    from portrayals.services.texts.load import load_text
    from portrayals.services.texts.read import read_text

    with write(
        session.target, actor=session.actor, command=session.command, keep=not dry_run
    ) as change:
        taken = load_text(change, read_text(path), on_change=on_change)
    session.done = not dry_run
    return taken
