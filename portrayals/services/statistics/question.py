"""`VARIABLE:CODE,CODE` as one question, which a unit answers with yes or no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, FromClause

from portrayals.analysis.clusters import ClusteredCells
from portrayals.analysis.contingency_tables import Test
from portrayals.counts.code_counts import Counts, Group, Kinds, count
from portrayals.counts.title_sums import TitleSums, kinds_by_group, title_sums
from portrayals.errors import InvalidValue
from portrayals.findings.any_of_codes import found_of
from portrayals.findings.reading import Reading
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.results.count_options import States
from portrayals.results.stats import StatRow
from portrayals.results.trend import OneTest
from portrayals.services.statistics.options import ANY, MOST_LISTED, Chosen, CountRequest
from portrayals.services.statistics.share import ShareHeading, share_row


@dataclass(frozen=True, slots=True)
class YesNoQuestion:
    """What is asked: one of these codes, or (of a set, without any) whether it has a code."""

    chosen: Chosen
    ids: tuple[int, ...]
    heading: ShareHeading

    @property
    def codes(self) -> tuple[str, ...]:
        """The keys of the codes of which one is asked for; none where any code will do."""
        return () if self.heading.code == ANY else tuple(self.heading.code.split(","))


def one_question(chosen: Chosen) -> YesNoQuestion:
    """The question that a variable and its codes are. Raises InvalidValue where there is none."""
    variable = chosen.variable
    if variable.type == "number":
        raise InvalidValue(
            f"{variable.key} is a number and has no share",
            hint=f"its mean: portrayals stats {variable.key}",
        )
    named = () if chosen.any_code else chosen.codes
    keys = named or (("yes",) if variable.type == "boolean" else ())
    if not keys and variable.type != "multi":
        several = ",".join(node.key for node in variable.codes[:2])
        raise InvalidValue(
            f"{variable.key} has several codes: name the one to count",
            hint=f"one code, or several counted as one: {variable.key}:{several}",
        )
    keys = tuple(dict.fromkeys(keys))
    if "none" in keys and len(keys) > 1 and variable.type == "multi":
        raise InvalidValue(
            '"none" means the absence of every code and cannot be combined with one',
            hint=f"count it by itself: {variable.key}:none",
        )
    ids, labels = zip(*(_code(variable, key) for key in keys), strict=True) if keys else ((), ())
    heading = ShareHeading(
        variable.key, ",".join(keys) or ANY, " or ".join(labels) or _label_of_any(variable)
    )
    return YesNoQuestion(chosen, tuple(ids), heading)


def _label_of_any(variable: StoredVariable) -> str:
    topmost = [node.label for node in variable.codes if node.depth == 0]
    return " or ".join(topmost) if len(topmost) <= MOST_LISTED else "any of these"


def _code(variable: StoredVariable, key: str) -> tuple[int, str]:
    node = variable.node(key)
    return (NONE_ID, "None of these") if node is None else (node.code_id, node.label)


@dataclass(frozen=True, slots=True)
class Answers:
    """The units by group and outcome, and the sums over titles, at the question.

    `kinds` are of all units under None; empty where nothing is drawn below the title level.
    """

    question: YesNoQuestion
    counts: Counts
    node: int
    sums: TitleSums
    kinds: Mapping[Group, Kinds]

    def states(self, group: Group) -> States:
        """The units of a group by outcome; nothing of a group without a unit."""
        return self.counts.states(group, self.node) if group in self.counts.units else {}

    def row(self, group: Group, choices: CountRequest) -> StatRow:
        """The share in one group."""
        return share_row(
            self.question.heading,
            group,
            self.states(group),
            self.sums.of(group),
            choices,
            self.kinds.get(group, {}),
        )

    def together(self, groups: Sequence[Group], choices: CountRequest) -> StatRow:
        """The share in all groups as one; they share no unit, and hold all that were counted."""
        states = Counter[str]()
        for group in groups:
            states.update(self.states(group))
        return share_row(
            self.question.heading,
            None,
            dict(states),
            self.sums.together(),
            choices,
            self.kinds.get(None, {}),
        )

    def cells(self, groups: Sequence[Group]) -> ClusteredCells:
        """The sums over titles of two cells a group: units with it, and units without."""
        counts: list[int] = []
        products: dict[tuple[int, int], int] = {}
        for i, one in enumerate(groups):
            own = self.sums.of(one)
            counts += [own.count, own.n - own.count]
            for j, other in enumerate(groups):
                if (one, other) in self.sums.pairs:
                    sums = self.sums.pairs[one, other]
                    with_other = sums.nk - sums.kk
                    products[2 * i, 2 * j] = sums.kk
                    products[2 * i, 2 * j + 1] = sums.kn - sums.kk
                    products[2 * i + 1, 2 * j] = with_other
                    products[2 * i + 1, 2 * j + 1] = sums.nn - sums.kn - with_other
        return ClusteredCells(self.sums.titles, tuple(counts), products)


def answers_to(
    connection: Connection,
    reading: Reading,
    question: YesNoQuestion,
    choices: CountRequest,
    counted: FromClause,
) -> Answers:
    """Asks the units counted, each in its group."""
    variable = question.chosen.variable
    found, node = found_of(
        connection,
        reading,
        variable,
        question.ids,
        choices.level,
        counted,
        question.chosen.rule,
    )
    counts = count(connection, found, by_title=False)
    sums = title_sums(connection, found, node)
    kinds = kinds_by_group(connection, sums) if choices.drawn_below else {}
    return Answers(question, counts, node, sums, kinds)


def told(test: Test) -> OneTest:
    """A test of the question, as printed."""
    df = test.df_below if test.name == "t" else test.df
    return OneTest(test.name, test.reason, test.statistic, df, test.p)
