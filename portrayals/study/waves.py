"""Coding by several people: waves, who codes which titles, and what each is handed out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from os import PathLike

from portrayals.history.transaction import read
from portrayals.outputs import new_file
from portrayals.render.format_names import handout_form
from portrayals.results.handout import Handout
from portrayals.results.waves import Progress, Waves
from portrayals.results.written import Written
from portrayals.services.handouts.hand_out import hand_out
from portrayals.services.waves.assign import AssignOptions, assign
from portrayals.services.waves.lock import lock_wave, unlock_wave
from portrayals.services.waves.progress import progress, waves
from portrayals.study.access import Access
from portrayals.vocabulary import Purpose, Stratum


class WaveMethods(Access):
    """Methods that organise coding; the commands of `coding`."""

    def waves(self) -> Waves:
        """Lists the waves: purpose, codebook, lock, coders, titles assigned, annotations."""
        with read(self.target) as connection:
            return waves(connection)

    def progress(self, wave: str | None = None) -> Progress:
        """Counts how much of what is assigned each coder has coded.

        Args:
            wave: The key of a wave; by default all.

        Returns:
            For each coder the titles and units assigned, and the units that have an answer.

        Raises:
            UnknownKey: There is no such wave.
        """
        with read(self.target) as connection:
            return progress(connection, wave)

    def assign(
        self,
        wave: str,
        coders: Sequence[str],
        *,
        purpose: Purpose | None = None,
        reliability: str | float | None = None,
        by: Stratum | None = None,
        where: str | None = None,
        seed: int = 1,
        create: bool = False,
    ) -> Written:
        """Assigns the titles that nobody has in a wave, at random, to one coder each.

        In a wave of training, each coder gets all the titles, unless `reliability` is given.

        Args:
            wave: The key of the wave, which is made if it is not there.
            coders: The keys of the coders, who are people.
            purpose: What a new wave is for: `training`, `main` (the default) or `recode`.
            reliability: The share of the titles that all of them code, to measure agreement:
                `"30%"` or `0.3`, or a whole number of titles.
            by: The field in proportion to which that share is drawn: `decade`, `year`, `kind`,
                `country`, `language`, `genre`, `distributor` or `stratum`.
            where: A query; only titles for which it is true are assigned.
            seed: The seed of the draw; the same seed, study and options draw the same.
            create: Whether to add coders who are not there.

        Returns:
            The key of the wave, what was drawn, and whether the overlap is large enough.

        Raises:
            UnknownKey: There is no such coder, and `create` is not given.
            WaveLocked: The wave is locked.
            NoUnits: The query is true of no title.
            InvalidValue: Nothing is left to assign, or a coder is no person.
        """
        share = None if reliability is None else str(reliability)
        options = AssignOptions(purpose, share, by, where, seed, create)
        said = {"purpose": purpose, "reliability": share, "by": by, "where": where, "seed": seed}
        words = (f"--{name}={value}" for name, value in said.items() if value is not None)
        return self._change(
            ("coding", "assign", "--wave", wave, *(f"--coder={each}" for each in coders), *words),
            lambda change: assign(change, wave, coders, options),
        )

    def lock_wave(self, wave: str) -> Written:
        """Locks a wave, whose codings and assignments then change by no method.

        Args:
            wave: The key of the wave.

        Raises:
            InvalidValue: It is locked.
        """
        return self._change(("coding", "lock", wave), lambda change: lock_wave(change, wave))

    def unlock_wave(self, wave: str) -> Written:
        """Opens a locked wave again; it does not ask first.

        Args:
            wave: The key of the wave.

        Raises:
            InvalidValue: It is open.
        """
        return self._change(("coding", "unlock", wave), lambda change: unlock_wave(change, wave))

    def handout(
        self,
        coder: str,
        wave: str,
        path: str | PathLike[str] | None = None,
        *,
        changed_since: str | None = None,
        answers_of: str | None = None,
        force: bool = False,
    ) -> Handout:
        """Records what a coder is given to code, and writes it as an HTML page or workbook.

        Args:
            coder: The key of the coder.
            wave: The key of the wave.
            path: The file to write, `.html` or `.xlsx`; by default, `CODER-WAVE.html`.
            changed_since: A version of the codebook: only what was coded by it or a later one, and
                must be coded again because a rule has changed, in a new wave.
            answers_of: For training: the key of the coder whose answers are shown after each unit.
            force: Whether to overwrite an existing file.

        Returns:
            What the file holds: the titles assigned, and all beneath them, with the codebook.

        Raises:
            InvalidValue: Nothing is assigned to the coder, or nothing has to be coded again, or the
                coder is no person; or there are answers to show and the wave is not for training;
                or a sheet of a workbook would have more than 40 columns.
            UnknownKey: There is no such coder, wave or version.
            WaveLocked: The wave is locked.
            AlreadyThere: The file exists, and `force` is not given.
            NotInstalled: The package that writes such files is missing.
        """
        name = f"{coder}-{wave}.html" if path is None else os.fspath(path)
        form = handout_form(name)
        file = new_file(name, force=force, used=[self.target], forced_by="force=True")
        from portrayals.render.handout.content import content

        def write(given: Handout) -> tuple[str, int]:
            made = content(given)
            file.write(made)
            return str(file), len(made)

        since = () if changed_since is None else ("--changed-since", changed_since)
        shown = () if answers_of is None else ("--answers-of", answers_of)
        found = self._change(
            ("coding", "handout", coder, "--wave", wave, *since, *shown),
            lambda change: hand_out(
                change,
                [coder],
                wave,
                write,
                form=form,
                changed_since=changed_since,
                answers_of=answers_of,
            ),
        )
        return found.rows[0].handout
