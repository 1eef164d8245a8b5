"""What is in a study: its units and records, claims, history, and the report."""

from __future__ import annotations

from os import PathLike

from portrayals.history.transaction import read
from portrayals.outputs import new_file
from portrayals.render.report import check_installed
from portrayals.results.claims import FactCheck
from portrayals.results.database import CodebookShown, DatabaseInfo, History
from portrayals.results.listing import Listing
from portrayals.results.report import Report
from portrayals.results.show import RecordShown, UnitShown
from portrayals.results.show_code import CodeShown
from portrayals.services.browse.listing import list_things
from portrayals.services.browse.show import show
from portrayals.services.claims.check import check_claims
from portrayals.services.codebooks.show import show_codebook
from portrayals.services.report.report import report
from portrayals.services.study.history import history
from portrayals.services.study.info import info
from portrayals.study.access import Access
from portrayals.vocabulary import Listed, Policy, Silence


class Looking(Access):
    """Methods that look at what is there."""

    def info(self) -> DatabaseInfo:
        """Tells where the study is, of which version, and how much is in it."""
        with read(self.target) as connection:
            return info(connection, self.target)

    def show(self, key: str) -> UnitShown | RecordShown | CodeShown:
        """Shows one thing with all that is recorded of it.

        Args:
            key: The key or name of a unit (`prime`, `50/50`, `himym/kevin`), a coder, a source, a
                claim or a code (`flirting`, `boundary-act:flirting`).

        Raises:
            UnknownKey: Nothing is called that.
            AmbiguousKey: Several things are.
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

    def list(
        self,
        what: Listed,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
    ) -> Listing:
        """Lists what there is of a kind.

        Args:
            what: What to list: titles, people, relationships, annotations, coders and so on.
            query: Which of them, as on the command line: `list("titles", "year:1990..")`.
            sort: Fields to sort by, with a hyphen after one that descends: `year-,name`.
            limit: At most so many.
            silence: What a partial set says of codes it does not mention: `open`, nothing, or `no`.

        Returns:
            The rows, how many there are in all, and notes on what was left open.

        Raises:
            InvalidQuery: The query cannot be read, or cannot be asked of what is listed.
        """
        with read(self.target) as connection:
            return list_things(connection, what, query, sort=sort, limit=limit, silence=silence)

    def list_titles(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
    ) -> Listing:
        """Lists titles; arguments as of `list`."""
        return self.list("titles", *query, sort=sort, limit=limit, silence=silence)

    def list_portrayals(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
    ) -> Listing:
        """Lists the people portrayed; arguments as of `list`."""
        return self.list("portrayals", *query, sort=sort, limit=limit, silence=silence)

    def list_relationships(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
    ) -> Listing:
        """Lists relationships; arguments as of `list`."""
        return self.list("relationships", *query, sort=sort, limit=limit, silence=silence)

    def list_annotations(
        self,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: Silence = "open",
    ) -> Listing:
        """Lists the annotations of the units that the query is true of; arguments as of `list`."""
        return self.list("annotations", *query, sort=sort, limit=limit, silence=silence)

    def claims(self, *query: str, policy: Policy | None = None) -> FactCheck:
        """Sets what published sources claim beside what was found.

        Args:
            query: Which claims: `source:gabbard`, or the units they are about.
            policy: How coders are settled where they differ; by default the study's own policy.

        Returns:
            Each claim with its verdict, and how many have each verdict.
        """
        with read(self.target) as connection:
            return check_claims(connection, query, policy=policy)

    def history(self, key: str | None = None, *, limit: int | None = None) -> History:
        """Lists the changes, the latest first.

        Args:
            key: The unit, coder or source whose changes are meant; by default all.
            limit: At most so many.
        """
        with read(self.target) as connection:
            return history(connection, key, limit=limit)

    def report(
        self,
        path: str | PathLike[str],
        *,
        title: str | None = None,
        policy: Policy | None = None,
        silence: Silence = "open",
        force: bool = False,
    ) -> Report:
        """Writes the study as one page of HTML that needs no network.

        Args:
            path: The file to write.
            title: The heading of the page; by default the title of the study.
            policy: How coders are settled where they differ; by default the study's own policy.
            silence: What a partial set says of codes it does not mention: `open`, nothing, or `no`.
            force: Whether to write over a file that is there.

        Returns:
            What the page says.

        Raises:
            AlreadyThere: There is a file of that name, and `force` is not given.
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
