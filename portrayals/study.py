"""The Python API: one study, whose methods are the commands and whose arguments their options."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from portrayals.database.files import opened
from portrayals.errors import Declined, PortrayalsError
from portrayals.exchange.sheets import open_sheet
from portrayals.history.transaction import Change, read, write
from portrayals.notation.database_urls import without_password
from portrayals.outputs import new_file
from portrayals.render.report import check_installed
from portrayals.results.claims import FactCheck
from portrayals.results.compare import Comparison
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.count_options import CountOptions
from portrayals.results.crosstab import Crosstab
from portrayals.results.database import DatabaseInfo, History
from portrayals.results.importing import Imported
from portrayals.results.listing import Listing
from portrayals.results.report import Report
from portrayals.results.samplesize import SampleSizes
from portrayals.results.show import RecordShown, UnitShown
from portrayals.results.stats import Statistic
from portrayals.results.trend import Trend
from portrayals.results.written import Written
from portrayals.services.browse.listing import list_things
from portrayals.services.browse.show import show
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.merge import merge
from portrayals.services.catalogue.people import add_episodes, add_portrayal, add_relationship
from portrayals.services.catalogue.remove import remove
from portrayals.services.catalogue.titles import add_title, screen
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.claims.check import check_claims
from portrayals.services.codebooks.apply import apply_codebook
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate, tag, untag
from portrayals.services.importing.annotations import import_annotations
from portrayals.services.importing.ending import ImportPolicy
from portrayals.services.importing.units import import_units
from portrayals.services.report.report import report
from portrayals.services.statistics.compare import compare
from portrayals.services.statistics.cooccur import cooccur
from portrayals.services.statistics.crosstab import crosstab
from portrayals.services.statistics.samplesize import for_alpha, for_proportion
from portrayals.services.statistics.stats import stats
from portrayals.services.statistics.trend import trend
from portrayals.services.study.history import history
from portrayals.services.study.info import info
from portrayals.services.study.undo import plan_undo, undo

if TYPE_CHECKING:
    from typing import Self

    from portrayals.vocabulary import Level

T = TypeVar("T")


class Study:
    """A study in a database. Each method is one look at it, or one change of its history.

    Results are frozen: what `--json` prints is their `to_dict()`; lists and statistics have
    `to_pandas()` and `to_polars()` where those are installed. Every error is a `PortrayalsError`
    with `message`, `hint` and `candidates`. A query is written as on the command line.

    What counts takes the options that all of these commands have, the fields of `CountOptions`:
    `level`, `where`, `coder`, `policy`, `wave`, `confidence`, `interval`, `rollup`, `seed`,
    `silence` and `provenance`.
    """

    def __init__(self, target: str, *, actor: str | None = None, read_only: bool = False) -> None:
        opened(target)
        self.target = target
        self.actor = actor
        self.read_only = read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is open between two calls."""

    def __repr__(self) -> str:
        return f"Study({without_password(self.target)!r})"

    # What is there

    def info(self) -> DatabaseInfo:
        """Where the study is, of which version, and how much is in it."""
        with read(self.target) as connection:
            return info(connection, self.target)

    def show(self, key: str) -> UnitShown | RecordShown:
        """One unit with all that hangs on it, or a coder or a source."""
        with read(self.target) as connection:
            return show(connection, key)

    def list(
        self,
        what: str,
        *query: str,
        sort: str | None = None,
        limit: int | None = None,
        silence: str = "open",
    ) -> Listing:
        """What there is of a kind, and answers a query: `list("titles", "year:1990..")`."""
        with read(self.target) as connection:
            return list_things(connection, what, query, sort=sort, limit=limit, silence=silence)

    def list_titles(self, *query: str, **how: Any) -> Listing:
        """The titles that a query is true of."""
        return self.list("titles", *query, **how)

    def list_portrayals(self, *query: str, **how: Any) -> Listing:
        """The portrayals that a query is true of."""
        return self.list("portrayals", *query, **how)

    def list_relationships(self, *query: str, **how: Any) -> Listing:
        """The relationships that a query is true of."""
        return self.list("relationships", *query, **how)

    def list_annotations(self, *query: str, **how: Any) -> Listing:
        """The annotations of the units that a query is true of."""
        return self.list("annotations", *query, **how)

    def history(self, key: str | None = None, *, limit: int | None = None) -> History:
        """The changes, the latest first."""
        with read(self.target) as connection:
            return history(connection, key, limit=limit)

    def report(
        self,
        path: str | PathLike[str],
        *,
        title: str | None = None,
        policy: str | None = None,
        silence: str = "open",
        force: bool = False,
    ) -> Report:
        """Writes the study as one page of HTML, over a file that is there only with `force`.

        Returns what the page says.
        """
        check_installed()
        file = new_file(path, force=force, used=[self.target], forced_by="force=True")
        from portrayals.render.report.page import page

        with read(self.target) as connection:
            found = report(connection, self.target, title=title, policy=policy, silence=silence)
        file.write(page(found))
        return found

    # What is counted

    def stats(
        self,
        *variables: str,
        by: str | None = None,
        depth: int | None = None,
        sort: str = "codebook",
        top: int | None = None,
        min_n: int | None = None,
        **how: Any,
    ) -> Statistic:
        """How many units have what, with n and intervals, in the groups that `by` makes.

        `sort` is the order of the rows, `codebook` or `share`; `top` keeps so many of them, the
        largest, and `min_n` those of at least so many units.
        """
        with read(self.target) as connection:
            return stats(
                connection,
                variables,
                CountOptions(**how),
                by=by,
                depth=depth,
                sort=sort,
                top=top,
                min_n=min_n,
            )

    def trend(
        self, variable: str, *, per: str = "decade", min_n: int | None = None, **how: Any
    ) -> Trend:
        """The share with one of the codes of `VARIABLE:CODE,CODE`, by year or decade.

        Periods of fewer than `min_n` units are counted together with their neighbours.
        """
        with read(self.target) as connection:
            return trend(connection, variable, CountOptions(**how), per=per, min_n=min_n)

    def compare(self, variable: str, *, where: str, versus: str, **how: Any) -> Comparison:
        """The share of `VARIABLE:CODE` where one query is true, against where another is."""
        with read(self.target) as connection:
            return compare(connection, variable, CountOptions(where=where, **how), versus=versus)

    def crosstab(
        self,
        row: str,
        column: str,
        *,
        test: str = "auto",
        strata: str | None = None,
        adjust: str = "holm",
        **how: Any,
    ) -> Crosstab:
        """One variable or field by another, with tests and effects."""
        with read(self.target) as connection:
            return crosstab(
                connection,
                row,
                column,
                CountOptions(**how),
                test=test,
                strata=strata,
                adjust=adjust,
            )

    def cooccur(self, variable: str, **how: Any) -> Cooccurrence:
        """Which codes of a variable come together."""
        with read(self.target) as connection:
            return cooccur(connection, variable, CountOptions(**how))

    def samplesize_proportion(
        self, half_width: Sequence[float] = (5.0,), **options: Any
    ) -> SampleSizes:
        """Units for an interval of a share that reaches no further than each `half_width`.

        Options: `share`, `confidence`, `population`, `deff`.
        """
        return for_proportion(half_width, **options)

    def samplesize_alpha(
        self,
        minimum: Sequence[float] = (0.667, 0.8),
        prevalence: Sequence[float] = (25.0, 5.0),
        **options: Any,
    ) -> SampleSizes:
        """Units to code twice, to show that alpha is at least each `minimum`.

        `prevalence` is that of the rarest code that matters. Options: `confidence`, `population`.
        """
        return for_alpha(minimum, prevalences=prevalence, **options)

    def claims(self, *query: str, policy: str | None = None) -> FactCheck:
        """What published sources claim, beside what was found."""
        with read(self.target) as connection:
            return check_claims(connection, query, policy=policy)

    # The catalogue

    def add_title(
        self, name: str, *, year: int | None = None, end_year: int | None = None, **facts: Any
    ) -> Written:
        """Adds a title; facts as the options of the command, those of several as sequences.

        `kind`, `countries`, `languages`, `genres`, `distributor`, `ids`, `aliases`, `synopsis`,
        `part`, `duplicate`.
        """
        return self._change(
            ("add", "title", name),
            lambda change: add_title(
                change, name, year=_written(year), end_year=_written(end_year), **facts
            ),
        )

    def add_portrayal(
        self, title: str, name: str, *, year: int | None = None, **facts: Any
    ) -> Written:
        """Adds a person as portrayed in a title; facts: `performer`, `roles`."""
        return self._change(
            ("add", "portrayal", title, name),
            lambda change: add_portrayal(change, title, name, year=_written(year), **facts),
        )

    def add_relationship(
        self, portrayal: str, name: str | None = None, *, year: int | None = None, **facts: Any
    ) -> Written:
        """Adds a relationship of a portrayal; without a name, the general one."""
        return self._change(
            ("add", "relationship", portrayal, name or "--general"),
            lambda change: add_relationship(change, portrayal, name, year=_written(year), **facts),
        )

    def add_episode(self, title: str, code: str, **facts: Any) -> Written:
        """Adds an episode, or a range of them (`S01E01..S01E10`); facts: `name`, `aired`."""
        return self._change(
            ("add", "episode", title, code),
            lambda change: add_episodes(change, title, code, **facts),
        )

    def add_coder(
        self,
        key: str,
        *,
        name: str | None = None,
        program: str | None = None,
        model_version: str | None = None,
        instruction: str | None = None,
        compilation: str | None = None,
    ) -> Written:
        """Adds a coder, who is a person unless more is said.

        A program is named by its model and `model_version`; of the file of its `instruction` the
        SHA-256 is kept. A `compilation` is named by its method. Raises InvalidValue for what does
        not go together, AlreadyThere for a key that is taken.
        """
        options = CoderOptions(program, model_version, instruction, compilation)
        return self._change(
            ("add", "coder", key), lambda change: add_coder(change, key, name, options=options)
        )

    def add_source(self, key: str, *, citation: str, **facts: Any) -> Written:
        """Adds a source; facts: `address`, `dated`."""
        return self._change(
            ("add", "source", key),
            lambda change: add_source(change, key, citation=citation, **facts),
        )

    def add_claim(
        self, source: str, unit: str | None = None, *codes: str, statement: str, **said: Any
    ) -> Written:
        """Adds what a source says: `stance`, `about`, `basis`, `date`, `scope`, `locator`."""
        return self._change(
            ("add", "claim", source, *([unit] if unit else []), *codes),
            lambda change: add_claim(change, source, unit, codes, Said(statement, **said)),
        )

    def edit(self, key: str, *edits: str) -> Written:
        """Changes fields: `edit("prime", "year=2005", "genre+=drama")`."""
        return self._change(("edit", key, *edits), lambda change: edit(change, key, edits))

    def screen(self, title: str, status: str, *, reason: str | None = None) -> Written:
        """Says whether a title is in the study, and why."""
        return self._change(
            ("screen", title, status),
            lambda change: screen(change, title, status, reason),
        )

    def remove(self, *keys: str) -> Written:
        """Takes things out, with all that hangs on them, without asking; `undo` brings it back."""
        return self._change(("remove", *keys), lambda change: remove(change, keys))

    def merge(self, key: str, into: str) -> Written:
        """Joins two titles, or two people of one title, into one."""
        return self._change(("merge", key, into), lambda change: merge(change, key, into))

    # Coding

    def apply_codebook(self, source: str) -> Written:
        """Makes a codebook the current one: a file, or the name of one that is shipped."""
        return self._change(
            ("codebook", "apply", source), lambda change: apply_codebook(change, source)
        )

    def tag(self, unit: str, codes: Sequence[str], **mark: Any) -> Written:
        """Adds codes to the set of whoever acts.

        `wave`, `basis`, `complete`, `note`, `episode`, `at`, `quote`, `source`, `create`,
        `description`.
        """
        return self._change(
            ("tag", unit, *codes), lambda change: tag(change, unit, codes, CodingOptions(**mark))
        )

    def untag(self, unit: str, codes: Sequence[str], **mark: Any) -> Written:
        """Takes codes from the set of whoever acts, or evidence from them."""
        return self._change(
            ("untag", unit, *codes),
            lambda change: untag(change, unit, codes, CodingOptions(**mark)),
        )

    def annotate(self, unit: str, *values: str, **mark: Any) -> Written:
        """Gives variables their values: `annotate("prime", "tone=comic")`."""
        return self._change(
            ("annotate", unit, *values),
            lambda change: annotate(change, unit, values, CodingOptions(**mark)),
        )

    # Sheets, and what is taken back

    def import_units(self, level: Level, file: str, **manner: Any) -> Imported:
        """Takes in titles, episodes, portrayals or relationships, by their level.

        `encoding`, `on_change` (update, keep, refuse), `create`, `skip_bad`.
        """
        return self._import(
            (f"{level}s", file), file, manner, lambda c, sheet, m: import_units(c, level, sheet, m)
        )

    def import_annotations(
        self,
        file: str,
        *,
        program: str | None = None,
        model_version: str | None = None,
        instruction: str | None = None,
        **manner: Any,
    ) -> Imported:
        """Takes in annotations, a row each; other arguments as of `import_units`.

        With `program`, every coder of the file is that program, as of `add_coder`, also those whom
        `create` makes. Raises InvalidRows for a row of a coder who is another.
        """
        coders = CoderOptions(program, model_version, instruction)
        how = manner | {"coders": coders}
        return self._import(("annotations", file), file, how, import_annotations)

    def undo(
        self,
        change: int | None = None,
        *,
        last: int = 1,
        anyone: bool = False,
        yes: bool = False,
    ) -> Written:
        """Takes back a change by its number, else so many of the latest of whoever acts.

        Raises Declined for more than 1,000 rows, unless `yes` is said.
        """
        with read(self.target) as connection:
            planned = plan_undo(connection, self.actor, change, last=last, anyone=anyone)
        if planned.large and not yes:
            raise Declined(f"this wants a yes: {planned.plan.question}", hint="undo(…, yes=True)")
        return self._change(
            ("undo", *([str(change)] if change else [])),
            lambda under_way: undo(under_way, change, last=last, anyone=anyone, planned=planned),
        )

    def _import(
        self,
        words: Sequence[str],
        file: str,
        manner: dict[str, Any],
        work: Callable[[Change, Any, ImportPolicy], Imported],
    ) -> Imported:
        encoding = manner.pop("encoding", None)
        with open_sheet(file, encoding=encoding) as sheet:
            return self._change(
                ("import", *words),
                lambda change: work(
                    change, sheet, ImportPolicy(**({"on_change": "refuse"} | manner))
                ),
            )

    def _change(self, words: Sequence[str], work: Callable[[Change], T]) -> T:
        if self.read_only:
            raise PortrayalsError(
                "the study was opened to be read only", hint="portrayals.open(…) without read_only"
            )
        command = shlex.join(words)
        with write(self.target, actor=self.actor, command=command) as change:
            done = work(change)
        if isinstance(done, Written):
            return replace(done, notices=(*done.notices, *change.notices))
        return done


def _written(year: int | None) -> str | None:
    return None if year is None else str(year)
