"""A study as text files: the commands `export text` and `import text`."""

from __future__ import annotations

import os
from os import PathLike

from portrayals.history.transaction import read
from portrayals.notation.did_you_mean import choose
from portrayals.outputs import new_folder
from portrayals.results.text_files import TextImported, TextWritten
from portrayals.services.texts.export import export_text
from portrayals.services.texts.load import load_text
from portrayals.services.texts.read import read_text
from portrayals.study.access import Access
from portrayals.vocabulary import ON_CHANGE, OnChange


class TextMethods(Access):
    """Methods that write and read a study as text."""

    def export_text(self, folder: str | PathLike[str], *, force: bool = False) -> TextWritten:
        """Writes the study into a folder of YAML, with a file for each title.

        The same study is always the same files. Files of titles that are gone are removed if this
        wrote them. The history, handouts and proposals stay in the database.

        Args:
            folder: The folder, new or written before.
            force: Whether to overwrite files that were not written so.

        Returns:
            How much is in it, and how many files were written and removed.

        Raises:
            AlreadyThere: A file that was not written so is in the way.
            NoAccess: The folder cannot be written.
        """
        place = new_folder(
            folder, force=force, used=[self.target], forced_by="force=True", again=True
        )
        with read(self.target) as connection:
            return export_text(connection, place)

    def import_text(
        self, path: str | PathLike[str], *, on_change: OnChange = "refuse"
    ) -> TextImported:
        """Takes in a study or a catalogue that is written as text, all of it or nothing.

        Args:
            path: The file of a catalogue, or a folder that `export_text` wrote.
            on_change: What to do where the study says something else: update, keep or refuse.

        Returns:
            How much of each kind was added, changed, kept as it was, or the same.

        Raises:
            InvalidText: It has errors, each with its line; nothing was imported.
            InvalidCodebook: A codebook in it has errors.
            UnknownKey: There is no such file or folder.
            WouldChange: Something would change, and `on_change` is `refuse`.
            WaveLocked: A wave is locked in which something would change.
        """
        chosen = choose(on_change, ON_CHANGE, "a choice")
        name = os.fspath(path)
        return self._change(
            ("import", "text", name),
            lambda change: load_text(change, read_text(name), on_change=chosen),
        )
