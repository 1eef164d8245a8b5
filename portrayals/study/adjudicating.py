"""What coders judged differently, and what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

from portrayals.history.transaction import read
from portrayals.outputs import new_file
from portrayals.results.adjudication import Disagreements, Todo
from portrayals.results.disagreements import Sheet
from portrayals.results.written import Written
from portrayals.services.adjudication.adjudicate import adjudicate
from portrayals.services.adjudication.decision import Terms
from portrayals.services.adjudication.disagreements import disagreements
from portrayals.services.adjudication.sheet import sheet_of
from portrayals.services.adjudication.todo import todo
from portrayals.study.access import Access
from portrayals.vocabulary import Cause, DecisionMethod


class AdjudicatingMethods(Access):
    """Methods that decide between coders; the commands `coding disagreements|adjudicate|todo`."""

    def disagreements(
        self,
        *query: str,
        wave: str | None = None,
        variable: str | None = None,
        decided: bool = False,
        names: bool = False,
    ) -> Disagreements:
        """Lists what coders answered differently, with a letter in place of each coder's name.

        Args:
            query: Which units, as on the command line: `disagreements("year:..1960")`.
            wave: The key of a wave; by default, the latest main wave. Of a wave of recoding, what
                was coded differently the second time.
            variable: The key of a variable; by default all.
            decided: Whether to list those that are decided, too, with the decision.
            names: Whether to call the coders by their keys.

        Returns:
            The answers side by side, with their evidence. Its `summary` says how many differences
            are decided, by cause, and in favour of whom.

        Raises:
            InvalidQuery: The query cannot be read.
            UnknownKey: There is no such wave or variable.
            InvalidValue: The wave is one of training.
        """
        with read(self.target) as connection:
            return disagreements(
                connection, query, wave=wave, variable=variable, decided=decided, names=names
            )

    def adjudicate(
        self,
        unit: str,
        *values: str,
        reason: str | None = None,
        cause: Cause | None = None,
        method: DecisionMethod | None = None,
        together: Sequence[str] = (),
        alone: bool = False,
        wave: str | None = None,
    ) -> Written:
        """Decides what coders answered differently about a unit; their answers stay as they are.

        Args:
            unit: The key of the unit.
            values: Each `VARIABLE=VALUE`; `VARIABLE=not-coded` takes a decision back.
            reason: Why it is decided so; only taking back needs none.
            cause: What caused the difference: `rule`, `slip`, `scene` or `missing-code`.
            method: `discussion`, `expert` or `alone`; by default a discussion if others take part,
                else an expert's decision.
            together: The keys of those who decide together with the one who acts.
            alone: Whether the one who acts decides alone between themselves and another coder.
            wave: As for `disagreements`.

        Raises:
            UnknownKey: There is no such unit, variable, wave or coder.
            InvalidValue: Coders do not differ there, the variable cannot have that value, or the
                one who acts may not decide it.
            WaveLocked: The wave is locked.
        """
        terms = Terms(reason, cause, method, tuple(dict.fromkeys(together)), alone)
        return self._change(
            ("coding", "adjudicate", unit, *values),
            lambda change: adjudicate(change, unit, values, terms, wave=wave),
        )

    def decisions_page(
        self,
        path: str | PathLike[str],
        *query: str,
        wave: str | None = None,
        force: bool = False,
    ) -> Sheet:
        """Writes a page in which to decide what coders answered differently, without their names.

        What the page saves is taken in by `collect`, as decided by whoever collects it.

        Args:
            path: The file to write, such as `decide.html`.
            query: Which units, as for `disagreements`.
            wave: As for `disagreements`.
            force: Whether to overwrite an existing file.

        Returns:
            What the page holds.

        Raises:
            InvalidQuery: The query cannot be read.
            UnknownKey: There is no such wave.
            InvalidValue: Nothing is left to decide, or the path does not end in `.html`.
            AlreadyThere: The file exists, and `force` is not given.
            NotInstalled: The package that writes pages is missing.
        """
        from portrayals.render.decisions import decisions_name, page

        name = decisions_name(path)
        file = new_file(path, force=force, used=[self.target], forced_by="force=True")
        with read(self.target) as connection:
            sheet = sheet_of(connection, query, wave=wave)
        file.write(page(sheet, name))
        return sheet

    def todo(self, wave: str | None = None) -> Todo:
        """Lists the rules of the codebook that caused differences between coders.

        Args:
            wave: As for `disagreements`.

        Returns:
            For each code or variable how many differences there are, by cause, and the reason given
            most; first those of which the rule or a missing code was the cause.

        Raises:
            UnknownKey: There is no such wave.
            InvalidValue: The wave is one of training.
        """
        with read(self.target) as connection:
            return todo(connection, wave)
