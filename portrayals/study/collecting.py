"""What coders send back, and the people whom they propose."""

from __future__ import annotations

import os
from dataclasses import replace
from os import PathLike

from portrayals.exchange.workbooks import read_whole
from portrayals.history.transaction import Change, read
from portrayals.results.collecting import Collected
from portrayals.results.proposals import Proposals
from portrayals.results.written import Written
from portrayals.services.adjudication.collect_decisions import collect_decisions
from portrayals.services.adjudication.decisions_file import DecisionsFile, read_saved
from portrayals.services.handouts.collect import collect
from portrayals.services.handouts.decide_proposals import (
    accept_proposals,
    decline_proposals,
    list_proposals,
)
from portrayals.study.access import Access


class CollectingMethods(Access):
    """Methods that take in what coders send back; the commands `coding collect|proposals`."""

    def collect(
        self, file: str | PathLike[str], *, skip_bad: bool = False, force: bool = False
    ) -> Collected:
        """Takes in the answers that a coder sends back, which replace their earlier ones.

        It takes in decisions of a page, too, as those of whoever collects them.

        Args:
            file: What was sent back: `CODER-WAVE.answers.json`, a workbook, or
                `NAME.decisions.json`.
            skip_bad: Whether to leave out what cannot be taken, and to take the rest.
            force: Whether to take a file older than what was collected last, and decisions older
                than other ones on the same.

        Returns:
            How many answers are new, the same, changed, withdrawn, and which were refused. Of
            decisions, its `summary` says how the wave is decided by now.

        Raises:
            InvalidRows: Something cannot be taken; nothing was.
            InvalidValue: It is no such file, or it is of another coder, wave or codebook.
            UnknownKey: Its handout was not given out in this study.
            WaveLocked: Its wave is locked.
            WouldChange: It is older than what was collected, and `force` is not given.
            NotInstalled: It is a workbook, and the package that reads workbooks is missing.
        """
        path = os.fspath(file)
        saved = read_saved(path, read_whole(path))

        def told(change: Change) -> Collected:
            if isinstance(saved, DecisionsFile):
                done = collect_decisions(change, saved, skip_bad=skip_bad, force=force)
            else:
                done = collect(change, saved, skip_bad=skip_bad, force=force)
            return replace(done, notices=(*done.notices, *change.notices))

        return self._change(("coding", "collect", path), told)

    def proposals(self, *, everyone: bool = False) -> Proposals:
        """Lists the people whom coders propose.

        Args:
            everyone: Whether to list those who were accepted or declined, too.
        """
        with read(self.target) as connection:
            return list_proposals(connection, everyone=everyone)

    def accept_proposal(
        self, id: int, *, same_as: str | None = None, duplicate: bool = False
    ) -> Written:
        """Adds somebody whom a coder proposes, and takes the answers about them.

        Args:
            id: The number of the proposal.
            same_as: The key of a unit that is the same person.
            duplicate: Whether it is another person than one of nearly the same name.

        Returns:
            The key of the unit.

        Raises:
            UnknownKey: There is no such proposal or unit.
            InvalidValue: It was decided before, or is beneath somebody who was not.
            AlreadyThere: Somebody of that name is there.
            LikelyDuplicate: Somebody of nearly that name is there.
            InvalidRows: The answers cannot be taken any more.
            WaveLocked: The wave is locked.
        """
        return self._change(
            ("coding", "proposals", "accept", str(id)),
            lambda change: accept_proposals(change, [id], same_as=same_as, duplicate=duplicate),
        )

    def decline_proposal(self, id: int, *, reason: str | None = None) -> Written:
        """Declines somebody whom a coder proposes.

        Args:
            id: The number of the proposal.
            reason: Why.

        Raises:
            UnknownKey: There is no such proposal.
            InvalidValue: It was decided before.
        """
        return self._change(
            ("coding", "proposals", "decline", str(id)),
            lambda change: decline_proposals(change, [id], reason),
        )
