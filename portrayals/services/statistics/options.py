"""What to count: the variables, the level, the units, each checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Final

from portrayals.counts.population import GROUPS
from portrayals.errors import InvalidValue, NoCodebook, PortrayalsError, UnknownKey
from portrayals.findings.outcome_at_unit import inputs_of
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.language.syntax import Asked
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.quoting import quoted
from portrayals.query.asked import asked_in
from portrayals.query.compile import FIELDS
from portrayals.query.fields_variables import unknown_code
from portrayals.results.count_options import CountOptions
from portrayals.vocabulary import INTERVAL_METHODS, LEVELS, ROLLUPS, IntervalMethod, Level, Rollup

#: What is asked of a set without naming a code: whether it has one.
ANY: Final = "any"
#: So many variables are named that a word may mean.
_MOST_MEANT: Final = 3
#: So many codes of a set at the top of its tree are named in place of "any of these".
MOST_LISTED: Final = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """A variable to count: some of its codes or (None) all; the rule to roll it up by.

    The codes of a set may be `ANY` alone.
    """

    variable: StoredVariable
    codes: tuple[str, ...] | None
    rule: Rollup | None

    @property
    def any_code(self) -> bool:
        """Whether one row is asked for, of the units that have any of the codes."""
        return self.codes == (ANY,)


@dataclass(frozen=True, slots=True)
class CountRequest:
    """Everything that was requested; `confidence` is a percentage."""

    variables: tuple[Chosen, ...]
    level: Level
    where: Asked | None
    confidence: float
    interval: IntervalMethod
    seed: int

    @property
    def drawn(self) -> bool:
        """Whether intervals come from resampled titles."""
        return self.interval == "bootstrap"

    @property
    def drawn_below(self) -> bool:
        """Whether they do, below the title level, with the units of each title going along."""
        return self.drawn and self.level != "title"

    @property
    def by_title(self) -> bool:
        """Whether titles are treated as clusters (R35, R36)."""
        return self.level != "title" or self.interval == "cluster"


def count_request(
    book: Book,
    variables: Sequence[str],
    how: CountOptions,
    *,
    headline: bool,
) -> CountRequest:
    """The request; without variables, the codebook's `headline`. Raises if it cannot be counted.

    If no variable is counted, the level must be given.
    """
    confidence, interval = how.confidence, how.interval
    if book.codebook_id is None:
        raise NoCodebook("nothing can be counted")
    if not 0 < confidence < 100:
        raise InvalidValue(
            f"{confidence:g} is not a confidence level", hint="write --confidence 95"
        )
    method = choose(interval, INTERVAL_METHODS, "an interval")
    asked = [_named(book, each, variables) for each in variables]
    if headline and not asked:
        asked = _headline(book)
    at = _level([variable for variable, _ in asked], how.level)
    chosen = tuple(Chosen(v, codes, _rule(v, at, how.rollup)) for v, codes in asked)
    query = None if how.where is None else asked_in(book, how.where)
    return CountRequest(chosen, at, query, confidence, method, how.seed)


def _named(
    book: Book, written: str, every: Sequence[str]
) -> tuple[StoredVariable, tuple[str, ...] | None]:
    """`VARIABLE` or `VARIABLE:CODE,CODE`, or the code alone where one variable has it.

    `every` is all that was asked for: what follows the first may be a query.
    """
    name, colon, listed = written.partition(":")
    variable = book.variables.get(name)
    if variable is None:
        owners = [v for v in book.variables.values() if v.node(name) is not None]
        if len(owners) == 1 and not colon:
            return _named(book, f"{owners[0].key}:{name}", every)
        if name in FIELDS and not owners:
            where = "a query follows --where, quoted if it is of several words: --where"
            groups = f"to group by it: --by {name}     " if name in GROUPS else ""
            query = " ".join(each for each in every[1:] if ":" in each) or written
            raise UnknownKey(
                f"{quoted(name)} is a field of queries, not a variable",
                hint=f"{where} {quote(query)}" if colon else f"{groups}{where} {name}:VALUE",
            )
        several = " or ".join(f"{each.key}:{name}" for each in owners)
        raise UnknownKey(
            f"{quoted(name)} is not a variable",
            hint=f"it is a code of several: write {several}"
            if owners
            else f"search for the word: portrayals codebook show {quote(name)}     list all: "
            "portrayals codebook show",
            candidates=() if owners else _meant(book, name),
        )
    if variable.type == "text":
        raise InvalidValue(
            f"{name} is text: it is never settled and enters no statistic",
            hint=f"read it: portrayals list annotations {name}:any",
        )
    if not colon:
        return variable, None
    if listed == ANY and variable.type == "multi":
        return variable, (ANY,)
    codes = []
    for word in listed.split(","):
        node = variable.node(word.strip())
        if node is None and word == ANY:
            raise InvalidValue(
                f"{name}:any counts nothing: {name} has one value for each {variable.level}",
                hint=f"count its values: portrayals stats {name}",
            )
        if node is None and not (word == "none" and variable.type == "multi"):
            raise unknown_code(variable, word.strip())
        codes.append("none" if node is None else node.key)
    return variable, tuple(codes)


def _meant(book: Book, word: str) -> Sequence[str]:
    """Variables that a word may mean: those that use it in their label or question, else near ones.

    What is called by another word may be nearer in spelling than what is about it.
    """
    about = [variable.key for variable in book.about(word)]
    return about[:_MOST_MEANT] or nearest(word, book.variables)


def _headline(book: Book) -> list[tuple[StoredVariable, tuple[str, ...] | None]]:
    """What an overview counts: the headline, and the sets it is computed from."""
    leading = book.leading
    if not leading:
        counted = (v for v in book.variables.values() if v.type != "text" and not v.retired)
        first = next(counted, None)
        return [] if first is None else [(first, None)]
    heads = [(v, ("yes",) if v.type == "boolean" else None) for v in leading]
    sets = [v for v in inputs_of(book, *leading) if v.type == "multi" and v not in leading]
    return [*heads, *((each, None) for each in sets)]


def _level(variables: Sequence[StoredVariable], written: str | None) -> Level:
    """The requested level, else the lowest among the variables (R15)."""
    if written is None:
        if not variables:
            raise PortrayalsError("the codebook has no variable that can be counted")
        lowest = max((v.level for v in variables), key=LEVELS.index)
        for each in variables:
            if each.level != lowest and not is_below(lowest, each.level):
                raise InvalidValue(
                    f"{each.key} is coded for {each.level}s, another variable for {lowest}s, and "
                    "neither level is above the other",
                    hint="count titles: --level title",
                )
        return lowest
    at = choose(written.removesuffix("s"), LEVELS, "a level")
    for each in variables:
        if each.level != at and not is_below(at, each.level) and not is_below(each.level, at):
            raise InvalidValue(
                f"{each.key} is coded for {each.level}s, which are neither above nor below {at}s",
                hint="count titles: --level title",
            )
    return at


def _rule(variable: StoredVariable, level: Level, written: str | None) -> Rollup | None:
    """The rule by which an ordinal or a number is rolled up to a higher level (R14)."""
    if variable.type not in {"ordinal", "number"} or not is_below(variable.level, level):
        return None
    if written is None and variable.rollup is None:
        raise InvalidValue(
            f"{variable.key} is coded for {variable.level}s; choose how to combine several in "
            f"one {level}",
            hint="add --rollup max, min, median"
            + (", mean, sum or count" if variable.type == "number" else ""),
        )
    return choose(written or variable.rollup or "", ROLLUPS, "a rule")


def sources_of(book: Book, choices: CountRequest) -> dict[int, str]:
    """The coded variables from which the counted ones are derived."""
    counted = (chosen.variable for chosen in choices.variables)
    return {
        source.variable_id: source.key
        for variable in counted
        for source in (inputs_of(book, variable) if variable.derived else (variable,))
    }
