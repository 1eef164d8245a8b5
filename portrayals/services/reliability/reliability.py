"""`reliability`: agreement between coders, stability of one, validity beside a standard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from shlex import join
from typing import Final

from sqlalchemy import Connection, func, select

from portrayals import __version__
from portrayals.analysis.agreement_limits import bootstrap_limits, limits
from portrayals.errors import InvalidValue, NoCodebook, UnknownKey
from portrayals.findings.meanings import read_meanings
from portrayals.findings.settle import Meaning
from portrayals.findings.stored_codebook import Book, StoredVariable, read_book
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.figures import coefficient
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import listed, quoted
from portrayals.results.reliability import (
    AgreementOptions,
    Comparison,
    Reliability,
    ReliabilityRow,
)
from portrayals.services.reliability.compared import (
    CoderPairing,
    Collected,
    Groups,
    between,
    coder_pairing,
    collect,
    grouped,
)
from portrayals.services.reliability.matrix import matrix_of
from portrayals.services.reliability.measures import (
    Measure,
    chosen_metrics,
    measures,
    states_as_values,
    whole_set,
)
from portrayals.services.reliability.rows import MakeLimits, Telling, row_of
from portrayals.services.reliability.tallies import Units
from portrayals.tables import change
from portrayals.vocabulary import AGREEMENT_INTERVALS, RELIABILITY_ROWS, ReliabilityRows


def reliability(
    connection: Connection,
    variables: Sequence[str] = (),
    how: AgreementOptions = AgreementOptions(),
) -> Reliability:
    """How far coders agree on each variable, and on each code of a set (R31 to R34).

    Of no variable, all that two coders coded. Raises UnknownKey or InvalidValue for what cannot be
    compared.
    """
    book = read_book(connection)
    if book.codebook_id is None:
        raise NoCodebook("nothing can be compared")
    _check(how)
    how = replace(how, thresholds=tuple(sorted(how.thresholds)))
    per = choose(how.per, RELIABILITY_ROWS, "what rows are of")
    asked = [_variable(book, each) for each in dict.fromkeys(variables)] or _coded(book)
    pairing = coder_pairing(connection, how)
    telling = Telling(chosen_metrics(how.metric), _limits(how), how.thresholds)
    told = [
        _of_variable(
            connection, each.variable, pairing, telling, _measured(each, per, how), per=per
        )
        for each in _meant(connection, asked)
    ]
    never = [
        each.key
        for each, of in zip(asked, told, strict=True)
        if not (variables or of.collected.twice)
    ]
    shown = [each for each in told if each.collected.twice or variables]
    rows = [row for each in shown for row in each.rows]
    cells = (
        cell
        for variable, each in zip(asked, told, strict=True)
        if how.matrix and each.collected.twice
        for cell in matrix_of(connection, variable, pairing)
    )
    changed = sum(each.collected.changed for each in told)
    return Reliability(
        comparison=pairing.comparison,
        per=per,
        wave=how.wave,
        basis=how.basis,
        coder=how.coder,
        against=how.against,
        confidence=how.confidence,
        interval=how.interval,
        thresholds=telling.thresholds,
        seed=how.seed if how.interval == "bootstrap" else None,
        rows=tuple(row for row, _ in rows),
        undefined=tuple(undefined for _, undefined in rows if undefined is not None),
        changed=changed,
        matrix=tuple(cells) if how.matrix else None,
        notes=tuple(_notes(pairing, how, shown, never, changed)),
        provenance=_provenance(connection, book, variables, how),
    )


def rows_beside(
    connection: Connection, wanted: Mapping[StoredVariable, Collection[str] | None]
) -> dict[str, tuple[ReliabilityRow, ...]]:
    """By variable the rows that other figures have beside them: of a set those of some codes.

    Of a variable that nobody coded twice there is none.
    """
    how = AgreementOptions()
    pairing = coder_pairing(connection, how)
    telling = Telling({}, _limits(how), how.thresholds)
    found = {}
    for meant in _meant(connection, tuple(wanted)):
        variable, codes = meant.variable, wanted[meant.variable]
        measured = _measured(meant, "variable", how)
        if codes is not None and variable.type == "multi":
            measured = [each for each in measured if each.code and each.code.key in codes]
        told = _of_variable(connection, variable, pairing, telling, measured)
        if told.collected.twice:
            found[variable.key] = tuple(row for row, _ in told.rows)
    return found


@dataclass(frozen=True)
class _Meant:
    """A variable, what answers to it mean, and the states that count as values (R32)."""

    variable: StoredVariable
    meaning: Meaning
    states: tuple[str, ...]


@dataclass(frozen=True)
class _Told:
    """What is told of one variable; each row with how many of its resamples are undefined."""

    rows: Sequence[tuple[ReliabilityRow, int | None]]
    collected: Collected
    partial: bool


def _meant(connection: Connection, variables: Sequence[StoredVariable]) -> Iterator[_Meant]:
    meanings = read_meanings(connection, (each.variable_id for each in variables))
    states = states_as_values(connection)
    for each in variables:
        yield _Meant(each, meanings[each.variable_id], states.get(each.key, ()))


def _measured(meant: _Meant, per: ReliabilityRows, how: AgreementOptions) -> list[Measure]:
    measured = measures(
        meant.variable, meant.meaning, meant.states, each_code=per == "code", depth=how.depth
    )
    whole = [whole_set(meant.variable, meant.meaning)] if meant.variable.type == "multi" else []
    return [*whole, *measured]


def _of_variable(
    connection: Connection,
    variable: StoredVariable,
    pairing: CoderPairing,
    telling: Telling,
    measured: Sequence[Measure],
    *,
    per: ReliabilityRows = "variable",
) -> _Told:
    collected = collect(connection, variable, pairing)
    groups = grouped(collected, variable, pairing)
    rows = [
        row
        for pair, of_pair in _compared(groups, pairing, per)
        for row in _rows(measured, of_pair, telling, pair, twice=collected.twice)
    ]
    partial = variable.type == "multi" and _of_partial_sets(groups)
    return _Told(rows, collected, partial)


def _check(how: AgreementOptions) -> None:
    if not 0 < how.confidence < 100:
        raise InvalidValue(
            f"{how.confidence:g} is not a confidence level", hint="write --confidence 95"
        )
    if not how.thresholds or not all(0 < each <= 1 for each in how.thresholds):
        raise InvalidValue(
            "a threshold must be above 0 and at most 1", hint="write --thresholds .667,.8"
        )


def _variable(book: Book, key: str) -> StoredVariable:
    variable = book.variables.get(key)
    if variable is None:
        raise UnknownKey(
            f"{quoted(key)} is not a variable",
            hint="list all: portrayals codebook show",
            candidates=nearest(key, book.variables),
        )
    if variable.derived:
        raise InvalidValue(
            f"{key} is derived from other variables, not coded",
            hint="compare what it is derived from: portrayals codebook show " + key,
        )
    if variable.type == "text":
        raise InvalidValue(
            f"{key} is text, which has no coefficient",
            hint=f"read it: portrayals list annotations {key}:any",
        )
    return variable


def _coded(book: Book) -> list[StoredVariable]:
    return [
        each
        for each in book.variables.values()
        if not each.derived and not each.retired and each.type != "text"
    ]


def _of_partial_sets(groups: Groups) -> bool:
    return any(
        recorded.answer.state in {"coded", "none"} and not recorded.complete
        for group in groups.groups
        if len(group) > 1
        for _, recorded in group
    )


def _compared(
    groups: Groups, pairing: CoderPairing, per: str
) -> Iterator[tuple[tuple[str, ...] | None, Groups]]:
    """All coders together, or each two, each with the codings of theirs."""
    if pairing.against is None and per != "pair":
        yield None, groups
        return
    for pair in pairing.pairs(groups):
        yield tuple(map(pairing.name_of, pair)), between(groups, pair)


def _rows(
    measured: Sequence[Measure],
    groups: Groups,
    telling: Telling,
    pair: tuple[str, ...] | None,
    *,
    twice: bool,
) -> Iterator[tuple[ReliabilityRow, int | None]]:
    units = Units(groups)
    for measure in measured:
        row, undefined = row_of(measure, units, telling, pair, twice=twice)
        # A code that nobody gave says nothing of agreement.
        if row.code is None or row.prevalence or not row.units:
            yield row, undefined


def _limits(how: AgreementOptions) -> MakeLimits:
    confidence = how.confidence / 100
    if choose(how.interval, AGREEMENT_INTERVALS, "an interval") == "bootstrap":
        return lambda alpha, titles: bootstrap_limits(alpha, titles, confidence, how.seed)
    return lambda alpha, titles: limits(alpha, titles, confidence)


_NOBODY_TWICE: Final[Mapping[Comparison, str]] = {
    "agreement": (
        "No unit was coded by two coders. Have another coder code some of the same units."
    ),
    "stability": "No unit was coded at two times by the same coder.",
    "validity": "No unit was coded by that coder and by another.",
}


def _notes(
    pairing: CoderPairing,
    how: AgreementOptions,
    told: Sequence[_Told],
    never: Sequence[str],
    changed: int,
) -> Iterator[str]:
    rows = [row for each in told for row, _ in each.rows]
    if pairing.comparison == "stability":
        yield "The same coder at two times: stability, not agreement between coders."
    if pairing.comparison == "validity":
        yield f"Each coder against {how.against}: validity, not agreement between coders."
    paired = any(row.units for row in rows)
    if paired and pairing.comparison == "agreement" and not pairing.drawn:
        yield "The overlap was not drawn at random: it may be easier or harder than the rest."
    if any(each.partial for each in told):
        yield "Of what was recorded: sets are partial, and what they do not mention counts as no."
    apart = sum((each.collected.apart for each in told), Counter[str]())
    if apart:
        told_apart = [f"{counted(number, 'case')} {why}" for why, number in apart.most_common()]
        yield (
            f"Coded twice, but not paired: {'; '.join(told_apart)}. A case is one variable of one "
            "unit."
        )
    again = frozenset[int]().union(*(each.collected.again for each in told))
    if again:
        waves = [pairing.waves[each] for each in sorted(again)]
        yield (
            f"Where a coder coded a unit in several waves ({listed(waves)}), the latest counts, as "
            f"in findings. One wave alone: --wave {waves[0]}"
        )
    if changed:
        answers = counted(changed, "answer was", "answers were")
        yield f"{answers} changed later, but counted as first collected."
    if any(row.alpha_low is not None for row in rows):
        low, high = coefficient(how.thresholds[0]), coefficient(how.thresholds[-1])
        yield (
            f"{how.confidence:g} % intervals of Krippendorff's alpha by title ({how.interval}). "
            f"Reliable from {high}, tentative from {low}; not established: the lower limit misses "
            "the threshold."
        )
    if any(row.metric == "masi" for row in rows):
        yield "Alpha of a set as a whole is by MASI, how far two sets overlap; it has no verdict."
    if not rows:
        yield _NOBODY_TWICE[pairing.comparison]
    elif never:
        yield f"Never coded twice: {listed(never)}."


def _provenance(
    connection: Connection, book: Book, variables: Sequence[str], how: AgreementOptions
) -> dict[str, object]:
    default = AgreementOptions()
    options: list[str] = []
    for name in ("per", "wave", "basis", "against", "depth", "interval", "confidence"):
        value = getattr(how, name)
        if value != getattr(default, name):
            options += [f"--{name}", f"{value:g}" if isinstance(value, float) else str(value)]
    for key in how.coder:
        options += ["--coder", key]
    for name in how.metric:
        options += ["--metric", name]
    if how.thresholds != default.thresholds:
        options += ["--thresholds", ",".join(f"{each:g}" for each in how.thresholds)]
    if how.matrix:
        options.append("--matrix")
    if how.interval == "bootstrap":
        options += ["--seed", str(how.seed)]
    latest = connection.execute(select(func.max(change.c.change_id))).scalar_one()
    return {
        "command": join(("portrayals", "reliability", *variables, *options)),
        "program": __version__,
        "codebook": f"{book.key} {book.version}",
        "change": latest,
    }
