"""Claims as text: those about a unit, thread by thread, and each beside what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import GAP, Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.claims import ClaimChecked, ClaimShown, CodeChecked, FactCheck

#: Threads are indented so far and no further.
_DEEPEST: Final = 6
_MARGIN: Final = " "
_FOUND: Final = {True: "found", False: "not found", None: "open"}


def thread_lines(
    claims: Sequence[ClaimShown], of: str, screen: Screen, indent: str
) -> Iterator[str]:
    """Two lines or more a claim: who says it and of which codes, then what; answers indented.

    `of` is the unit under which they stand, which need not be named again.
    """
    for claim in claims:
        lead = indent + "  " * min(claim.depth, _DEEPEST)
        codes = ", ".join(claim.codes)
        elsewhere = f" of {claim.unit}" if claim.unit not in {None, of} else ""
        about = f" claim:{claim.about}" if claim.about is not None and not claim.depth else ""
        who = f"claim:{claim.id}  {claim.source} {claim.stance}{about}{elsewhere}"
        yield from wrapped(
            harmless(f"{who}{f': {codes}' if codes else ''}"), screen, first=lead, then=f"{lead}  "
        )
        told = _how(claim)
        said = f"“{claim.statement}”{f' ({told})' if told else ''}"
        for each in (said, *_checked(claim)):
            yield from wrapped(harmless(each), screen, first=f"{lead}  ", then=f"{lead}  ")


def _how(claim: ClaimShown) -> str:
    """`2011-11-04; basis: walked-out; of season 1; p. 4`."""
    basis = f"basis: {claim.basis}" if claim.basis else None
    return "; ".join(filter(None, (claim.stated_on, basis, claim.scope, claim.locator)))


def _checked(claim: ClaimShown | ClaimChecked) -> Iterator[str]:
    """What was found when the claim was checked, and where."""
    if claim.checked:
        where = f" ({claim.checked_source})" if claim.checked_source else ""
        yield f"checked: {claim.checked}{where}"


def lines(check: FactCheck, screen: Screen) -> Iterator[str]:
    """A line of verdict, source and unit for each claim, then its words and codes, then totals.

    Where there is no room for the units, each has a line of its own: nothing is cut.
    """
    whole = _table(check, ("Claim", "Verdict", "Source", "Unit"))
    fits = screen.width is None or len(_MARGIN + GAP * 3) + sum(whole.widths()) <= screen.width
    drawn = draw(whole if fits else _table(check, whole.head[:3]), screen, indent=_MARGIN)
    if check.claims:
        yield next(drawn)
    for claim, line in zip(check.claims, drawn, strict=True):
        yield line
        if claim.unit and not fits:
            unit = harmless(claim.unit)
            yield from wrapped(unit, screen, first=f"{' ' * 8}of ", then=" " * 10, at_slashes=True)
        for told in told_of(claim):
            yield from wrapped(harmless(told), screen, first=" " * 8, then=" " * 10)
    if check.claims:
        yield ""
    yield from wrapped(totals(check), screen, then="  ")
    if check.total:
        for note in check.notes:
            yield from wrapped(harmless(note), screen, then="  ")


def _table(check: FactCheck, head: tuple[str, ...]) -> Grid:
    rows = (
        (str(each.id), verdict_of(each), each.source, each.unit or "")[: len(head)]
        for each in check.claims
    )
    return Grid(head, tuple(rows), right=frozenset({0}), flexible=frozenset())


def told_of(claim: ClaimChecked) -> Iterator[str]:
    """What it says, on what basis, and its codes with what was found, a line each."""
    about = "" if claim.about is None else f" claim:{claim.about}"
    when = f" ({claim.stated_on})" if claim.stated_on else ""
    yield f"{claim.stance}{about}: “{claim.statement}”{when}"
    if claim.basis:
        yield f"basis: {claim.basis}"
    if claim.reason:
        yield f"it {claim.reason}"
    else:
        yield ", ".join(
            f"{each.variable}:{each.code} ({_found(each, apart=not claim.alone)})"
            for each in claim.codes
        )
    yield from _checked(claim)


def _found(code: CodeChecked, *, apart: bool) -> str:
    """What was found of a code; `apart` if the verdict does not say that all stand alone."""
    if code.verdict == "not-testable":
        return "no longer in use"
    return f"{_FOUND[code.found]}{', by this source alone' if code.alone and apart else ''}"


def verdict_of(claim: ClaimChecked) -> str:
    """The verdict in words: `supported, by itself alone`, `not testable, checked elsewhere`."""
    elsewhere = ", checked elsewhere" if claim.checked_elsewhere else ""
    return f"{in_words(claim.verdict)}{', by itself alone' if claim.alone else ''}{elsewhere}"


def in_words(verdict: str) -> str:
    """A verdict as it is read."""
    return verdict.replace("-", " ")


def totals(check: FactCheck) -> str:
    """`12 claims: 5 supported, 1 contradicted, 2 in part, …`: how many have each verdict.

    Where verdicts were asked for, it says as well how many of them are shown.
    """
    if not check.total:
        return "No claims recorded."
    of = counted(check.total, "claim")
    number = of if check.chosen == check.total else f"{check.chosen:,} of {of}"
    if not check.chosen:
        return f"{number}."
    told = {verdict: f"{n:,} {in_words(verdict)}" for verdict, n in check.verdicts.items()}
    if check.alone:
        by = "itself" if check.alone == 1 else "themselves"
        told["supported"] += f" ({check.alone:,} by {by} alone)"
    if check.checked_elsewhere:
        told["not-testable"] += f" ({check.checked_elsewhere:,} checked elsewhere)"
    line = f"{number}: {', '.join(told.values())}."
    if not check.verdict:
        return line
    asked = ", ".join(map(in_words, check.verdict))
    return f"{line} Shown: {len(check.claims):,} of {check.chosen:,} ({asked})."


def grids(check: FactCheck) -> Iterator[Grid]:
    """A row for each claim, for a paper, with the totals and caveats below."""
    rows = tuple(
        (
            str(each.id),
            each.source,
            each.unit or "",
            each.stance,
            each.statement,
            ", ".join(f"{code.variable}:{code.code}" for code in each.codes),
            verdict_of(each),
        )
        for each in check.claims
    )
    head = ("Claim", "Source", "Unit", "Stance", "Statement", "Codes", "Verdict")
    yield Grid(head, rows, frozenset({0}), notes=(totals(check), *check.notes))
