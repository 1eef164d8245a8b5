"""Reading a study: its units and records, claims, history, and the report."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

from portrayals.history.transaction import read
from portrayals.outputs import new_file
from portrayals.render.report import check_installed
from portrayals.results.cite import Citation
from portrayals.results.claims import FactCheck, Verdict
from portrayals.results.codebook_diff import CodebookDiff
from portrayals.results.database import CodebookShown, DatabaseInfo, History
from portrayals.results.listing import Listing
from portrayals.results.methods import Methods
from portrayals.results.report import Report
from portrayals.results.show import RecordShown, UnitShown
from portrayals.results.show_code import CodeShown
from portrayals.services.browse.listing import list_things
from portrayals.services.browse.show import show
from portrayals.services.claims.check import check_claims
from portrayals.services.codebooks.diff import codebook_diff
from portrayals.services.codebooks.show import show_codebook
from portrayals.services.report.cite import cite
from portrayals.services.report.methods import methods
from portrayals.services.report.report import report
from portrayals.services.study.history import history
from portrayals.services.study.info import info
from portrayals.study.access import Access
from portrayals.vocabulary import Listed, Policy, Silence


class Looking(Access):
    """Methods that read the study."""

    def info(self) -> DatabaseInfo:
        """Says where the study is, its version, and how much it contains."""
        with read(self.target) as connection:
            return info(connection, self.target)

    def show(self, key: str) -> UnitShown | RecordShown | CodeShown:
        """Shows one unit, coder, source, claim or code, with everything recorded about it.

        Args:
            key: The key or name of a unit (`prime`, `50/50`, `himym/kevin`), a coder, a source, a
                claim or a code (`flirting`, `boundary-act:flirting`).

        Raises:
            UnknownKey: Nothing has that key or name.
            AmbiguousKey: Several things have it.
        """
        with read(self.target) as connection:
            return show(connection, key)

    def show_codebook(self, word: str | None = None) -> CodebookShown:
        """Shows what can be coded.

        Args:
            word: A variable, a code, `VARIABLE:CODE`, or a word to look for; by default the whole
                codebook.

        Returns:
            The tree of variables and codes; of one of them all that the codebook says of it.

        Raises:
            UnknownKey: The word is found nowhere.
            NoCodebook: The study has no codebook.
        """
        with read(self.target) as connection:
            return show_codebook(connection, word)

    def codebook_diff(self, source: str, *, against: str | None = None) -> CodebookDiff:
        """Compares a codebook with the one in use: what applying it would change.

        Args:
            source: A file, or the name of an included codebook.
            against: Another version or file to compare with, instead of the codebook in use.

        Returns:
            The differences in words, each with how many annotations it touches and which units must
            be coded again because of it; and, for codes that have gone, lines to type.

        Raises:
            UnknownKey: There is no such file, included codebook or version.
            InvalidCodebook: It has errors.
            NoCodebook: The study has no codebook.
        """
        with read(self.target) as connection:
            return codebook_diff(connection, source, against)

    def list(
        self,
        what: Listed,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
        open: bool = False,
    ) -> Listing:
        """Lists titles, people, annotations, coders and so on.

        Args:
            what: What to list: titles, people, relationships, annotations, coders and so on.
            query: Which ones, as on the command line: `list("titles", "year:1990..")`.
            sort: Fields to sort by, with a hyphen after one to sort in descending order:
                `year-,name`.
            limit: The largest number of rows.
            silence: What a partial set says about codes it does not mention: `open` for nothing,
                or `no`.
            open: Whether to list the units for which the answer is open, instead of those for which
                the query is true.

        Returns:
            The rows, how many there are in all, and notes on units for which the answer is open.

        Raises:
            InvalidQuery: The query cannot be read, or does not apply to what is listed.
            InvalidValue: `open` is given without a query, or what is listed is not a unit.
        """
        with read(self.target) as connection:
            return list_things(
                connection, what, query, sort=sort, limit=limit, silence=silence, open=open
            )

    def list_titles(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
        open: bool = False,
    ) -> Listing:
        """Lists titles; the arguments are those of `list`."""
        return self.list("titles", *query, sort=sort, limit=limit, silence=silence, open=open)

    def list_portrayals(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
        open: bool = False,
    ) -> Listing:
        """Lists the people portrayed; the arguments are those of `list`."""
        return self.list("portrayals", *query, sort=sort, limit=limit, silence=silence, open=open)

    def list_relationships(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
        open: bool = False,
    ) -> Listing:
        """Lists relationships; the arguments are those of `list`."""
        return self.list(
            "relationships", *query, sort=sort, limit=limit, silence=silence, open=open
        )

    def list_annotations(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
    ) -> Listing:
        """Lists annotations of the units that match; the arguments are those of `list`."""
        return self.list("annotations", *query, sort=sort, limit=limit, silence=silence)

    def claims(
        self,
        *query: str,
        verdict: Verdict | Sequence[Verdict] = (),
        coder: str | None = None,
        policy: Policy | None = None,
    ) -> FactCheck:
        """Compares the claims of published sources with what was found.

        Args:
            query: Which claims: `source:gabbard`, or the units they are about.
            verdict: Only claims with this verdict, or one of several: `supported`, `in-part`.
            coder: The key of the only coder whose annotations are read; by default all coders.
            policy: How coders' answers are settled where they differ; by default the study's own
                policy.

        Returns:
            Each claim with its verdict, and how many of the selected claims have each verdict.
        """
        wanted = (verdict,) if isinstance(verdict, str) else verdict
        with read(self.target) as connection:
            return check_claims(connection, query, policy=policy, coder=coder, verdict=wanted)

    def history(self, key: str | None = None, *, limit: int | None = None) -> History:
        """Lists the changes, the latest first.

        Args:
            key: The unit, coder or source whose changes to list; by default all changes.
            limit: The largest number of changes.
        """
        with read(self.target) as connection:
            return history(connection, key, limit=limit)

    def methods(self, wave: str | None = None) -> Methods:
        """Says how the study was made, in the sentences of a paper.

        Args:
            wave: The key of the only wave whose coding is told of; by default all that count.

        Returns:
            Each sentence with its topic and the command that shows its facts, and what a paper
            should say and the study does not know.

        Raises:
            UnknownKey: There is no such wave.
            InvalidValue: The wave is not of purpose `main`.
        """
        with read(self.target) as connection:
            return methods(connection, self.target, wave)

    def cite(self) -> Citation:
        """Says how to cite the program, the catalogue, the codebook and the study.

        Returns:
            A reference for each, with the snapshot of the study, and what nobody has stated.
            `bibtex()` and `csl()` are the references for programs that manage them.
        """
        with read(self.target) as connection:
            return cite(connection, self.target)

    def report(
        self,
        path: str | PathLike[str],
        *,
        title: str | None = None,
        policy: Policy | None = None,
        silence: Silence = "open",
        force: bool = False,
    ) -> Report:
        """Writes the study as one HTML page that needs no network.

        Args:
            path: The file to write.
            title: The heading of the page; by default the title of the study.
            policy: How coders' answers are settled where they differ; by default the study's own
                policy.
            silence: What a partial set says about codes it does not mention: `open` for nothing,
                or `no`.
            force: Whether to overwrite an existing file.

        Returns:
            What the page says.

        Raises:
            AlreadyThere: The file exists, and `force` is not given.
            NoAccess: The file cannot be written.
            NotInstalled: The packages that draw charts are missing.
        """
        check_installed()
        file = new_file(path, force=force, used=[self.target], forced_by="force=True")
        from portrayals.render.report.page import page

        with read(self.target) as connection:
            found = report(connection, self.target, title=title, policy=policy, silence=silence)
        file.write(page(found))
        return found
