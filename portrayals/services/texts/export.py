"""`export text`: a study in a folder of text files, written anew where it differs."""

from __future__ import annotations

from sqlalchemy import Connection

from portrayals.outputs import NewFolder
from portrayals.results.text_files import TextWritten
from portrayals.services.texts.words import WRITTEN
from portrayals.services.texts.write import texts_of


def export_text(connection: Connection, folder: NewFolder) -> TextWritten:
    """Writes a study into a folder, and removes the files of titles that are gone.

    Raises AlreadyThere for a file in the way that was not written so, unless forced.
    """
    made = texts_of(connection)
    written, removed = folder.update(made.texts, WRITTEN)
    return TextWritten(str(folder), made.contents, written, removed, len(made.texts), made.notices)
