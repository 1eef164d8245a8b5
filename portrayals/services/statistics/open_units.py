"""The notes that open units call for: what may be quoted of a share that they could change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from portrayals.findings.reading import Reading
from portrayals.notation.plurals import counted
from portrayals.results.count_options import SEE_REPORTED, FewCoded, Note, States
from portrayals.results.stats import FEW, NumberRow, StatRow, of_one_code
from portrayals.services.statistics.options import Chosen
from portrayals.vocabulary import Level

#: If the ends of the possible range are this many points apart, a note says so (R16).
_FAR: Final = 5.0
#: Begins the note that possible ranges are wide.
MANY_OPEN: Final = "Many cases are open"
#: The rounding error of a share.
_NEAR: Final = 1e-9


def of_open_units(
    rows: Sequence[StatRow | NumberRow],
    whole: Sequence[StatRow | NumberRow],
    reading: Reading,
    variables: Sequence[Chosen],
    level: Level,
) -> Iterator[str]:
    """R5, R6, R16: what open units do to the shares, and of which variables most are not coded.

    The rows of the `whole` have each unit once.
    """
    asked = [row for row in rows if isinstance(row, StatRow) and row.units]
    whole_of = {
        chosen: [row for row in whole if row.variable == chosen.variable.key]
        for chosen in variables
    }
    if asked and not any(row.n for row in asked):
        told = [note for each in whole_of.values() if (note := _of_all(each, level))]
        yield from told
        if not told or len(told) < len(variables):
            yield nowhere_settled(reading, (row.states for row in asked))
        return
    few = set[str]()
    for chosen, of_variable in whole_of.items():
        key = chosen.variable.key
        of_code = [row for row in of_variable if _code_of(row) == _code_of(of_variable[0])]
        everyone = sum(row.everyone for row in of_code)
        coded = everyone - sum(row.states.get("not-coded", 0) for row in of_code)
        if 0 < 2 * coded < everyone:
            few.add(key)
            units = f"{coded:,} of {counted(everyone, level)}"
            own = [row for row in rows if row.variable == key]
            wide = any(row.n >= FEW and misleads(row) for row in asked if row.variable == key)
            figure = "the mean" if chosen.variable.type == "number" else _figure(own)
            only = f"Only {units} {'is' if coded == 1 else 'are'} coded for"
            yield FewCoded(
                f"{only} {key}: quote that{' and the possible range' if wide else ''} with "
                f"{figure}.",
                f"{only} this.",
                counts=True,
                essential=True,
            )
        elif note := _of_all(of_variable, level):
            yield note
    others = [row for row in asked if row.variable not in few]
    if any(map(misleads, others)):
        large = any(row.n >= FEW for row in others)
        quote = "the possible range with the share" if large else "k of n alone, not the share"
        yield f"{MANY_OPEN}: quote {quote}."


def _of_all(rows: Sequence[StatRow | NumberRow], level: Level) -> FewCoded | None:
    """That each unit counted has the one code of these rows, while others are not coded.

    Where something is coded only if there is something to record, this does not say how many have
    it.
    """
    shares = [row for row in rows if isinstance(row, StatRow)]
    only = of_one_code(shares) if shares else []
    uncoded = sum(row.states.get("not-coded", 0) for row in only)
    size, everyone = sum(row.size for row in only), sum(row.everyone for row in only)
    if not size or not uncoded or any(row.known < row.size for row in only):
        return None
    left = everyone - size
    those, have = (f"All {size:,} {level}s", "have") if size > 1 else (f"The only {level}", "has")
    more = f"{uncoded:,} more {'are' if uncoded > 1 else 'is'} not coded, and may have it or not"
    others = f"Another {left:,} are" if left > 1 else "Another one is"
    why = "not coded" if left == uncoded else f"not counted, {uncoded:,} of them not coded"
    return FewCoded(
        f"{those} coded for {only[0].variable} {have} it; {more}.",
        f"{others} {why}.",
        counts=True,
        essential=True,
    )


def _figure(rows: Sequence[StatRow | NumberRow]) -> str:
    """What may be quoted of rows."""
    return "the share" if any(row.n >= FEW for row in rows) else "k of n, not the share"


def _code_of(row: StatRow | NumberRow) -> str | None:
    return row.code if isinstance(row, StatRow) else None


def nowhere_settled(reading: Reading, states: Iterable[States]) -> Note:
    """The note if units are known or open, but none is settled (R6)."""
    partly = reading.asked_by is None and any(each.get("incomplete") for each in states)
    see = SEE_REPORTED if partly else ""
    return Note(f"No unit is fully coded, so no share can be given.{see}", "", essential=True)


def misleads(row: StatRow) -> bool:
    """Whether a share lies outside its possible range, or that range is wide (R16)."""
    if row.lowest is None or row.highest is None or row.percent is None:
        return False
    outside = not row.lowest - _NEAR <= row.percent <= row.highest + _NEAR
    return outside or row.highest - row.lowest > _FAR + _NEAR
