"""Compares claims with findings: what published sources say, and what coders found (R30)."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Integer, Table, and_, cast, func, or_, select

from portrayals.database.staging import staged
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID, place
from portrayals.language.syntax import Asked, Or, Term, Word
from portrayals.notation.did_you_mean import choose
from portrayals.notation.plurals import counted
from portrayals.query.asked import asked_for
from portrayals.query.whose import reading_of
from portrayals.results.claims import VERDICTS, ClaimChecked, CodeChecked, FactCheck, Verdict
from portrayals.results.listing import Row
from portrayals.services.claims.add import is_related
from portrayals.services.claims.rows import claim_rows, claims_asked, near_claims
from portrayals.tables import (
    annotation,
    answer_code,
    claim,
    claim_code,
    code,
    code_implies,
    evidence,
    unit,
    variable,
)
from portrayals.tables.coding import same_annotation
from portrayals.vocabulary import LEVELS, Level

#: Why a claim cannot be tested, in the order in which it is looked for; for one and for several.
_REASONS: Final = {
    "names no codes": "name no codes",
    "is about no unit": "are about no unit",
    "names no codes in use for its unit": "name no codes in use for their unit",
}


def check_claims(
    connection: Connection,
    query: Sequence[str] = (),
    *,
    policy: str | None = None,
    coder: str | None = None,
    verdict: Sequence[str] = (),
) -> FactCheck:
    """The claims that a query chooses, each beside what was found of the codes that it names.

    The findings are by a policy (the study's, if none is named) or what one coder says; whether
    a code is there is asked of the claim's unit and of those beneath it (R25). `denies` reverses
    what is found; `qualifies` is read as `asserts`, since a claim that grants a code with
    reservations says that it is there. Several codes go together as `verdict_of_all` says.
    `verdict` keeps the claims that have one of these verdicts, one or several (`supported,open`)
    in a text. Raises InvalidQuery, and UnknownKey or InvalidValue for a coder, policy or verdict
    that is not.
    """
    wanted = _verdicts_named(verdict)
    reading = reading_of(connection, policy=policy, coder_key=coder)
    asked = asked_for(reading.book, query)
    chosen = staged(connection, claims_asked(connection, reading, asked), "claim_id")
    found = _found(connection, reading, chosen)
    rows = claim_rows(connection, select(chosen.c.claim_id).order_by(chosen.c.claim_id))
    checked = [_checked(row, found.get(int(str(row["id"])), ())) for row in rows]
    near = near_claims(connection, reading, asked, found=bool(checked), command="portrayals claims")
    claims = tuple(each for each in checked if not wanted or each.verdict in wanted)
    return FactCheck(
        query=None if asked is None else asked.text,
        policy=reading.policy if coder is None else None,
        coder=coder,
        total=connection.execute(select(func.count()).select_from(claim)).scalar_one(),
        claims=claims,
        notes=(
            *(() if wanted else _sources(claims, asked)),
            *(_notes(reading, coder, claims) if claims else ()),
            *near,
        ),
        verdict=wanted,
        others=tuple(each for each in checked if wanted and each.verdict not in wanted),
    )


def _verdicts_named(written: Sequence[str]) -> tuple[Verdict, ...]:
    """The verdicts that words name, in their order: `in-part`, or as it is read, `in part`."""
    words = [word for each in written for word in each.split(",")]
    named = {choose("-".join(word.split()), VERDICTS, "a verdict") for word in words}
    return tuple(verdict for verdict in VERDICTS if verdict in named)


def verdict_of(stance: str, found: bool | None) -> Verdict:
    """What a finding says of one code of a claim: undetermined is open, `denies` reverses (R30)."""
    if found is None:
        return "open"
    return "contradicted" if found == (stance == "denies") else "supported"


def verdict_of_all(verdicts: Sequence[Verdict]) -> Verdict:
    """What the verdicts on the codes of a claim come to (R30).

    Supported in part (`in-part`) where some code is supported and another is not; contradicted in
    part where none is, but one is contradicted and another open. Codes that cannot be tested are
    left out; without others the claim is not testable.
    """
    told = {verdict for verdict in verdicts if verdict != "not-testable"}
    if not told:
        return "not-testable"
    if "supported" in told:
        return "supported" if len(told) == 1 else "in-part"
    if len(told) > 1:
        return "contradicted-in-part"
    return "contradicted" if "contradicted" in told else "open"


@dataclass(frozen=True, slots=True)
class _CodeFound:
    """A code that a claim names: its truth, if it can be asked, and whether it stands alone."""

    variable: str
    code: str
    truth: bool | None
    testable: bool
    alone: bool


def _found(connection: Connection, reading: Reading, chosen: Table) -> dict[int, list[_CodeFound]]:
    """By claim, each code that it names."""
    of_chosen = (
        select(
            claim_code.c.claim_id,
            claim_code.c.variable_id,
            claim_code.c.code_id,
            variable.c.key.label("variable"),
            code.c.key.label("code"),
            unit.c.level_id,
        )
        .join(chosen, chosen.c.claim_id == claim_code.c.claim_id)
        .join(claim, claim.c.claim_id == claim_code.c.claim_id)
        .join(variable, variable.c.variable_id == claim_code.c.variable_id)
        .join(code, code.c.code_id == claim_code.c.code_id)
        .outerjoin(unit, unit.c.unit_id == claim.c.unit_id)
        .order_by(variable.c.position, variable.c.key, code.c.position, code.c.key)
    )
    truths: dict[tuple[str, str, Level], dict[int, bool | None]] = {}
    alone = _alone(connection, chosen)
    found: dict[int, list[_CodeFound]] = {}
    for row in connection.execute(of_chosen).all():
        level = None if row.level_id is None else LEVELS[row.level_id - 1]
        asked = _in_use(reading, row.variable, row.code, level)
        truth = None
        if asked is not None and level is not None:
            key = (row.variable, row.code, level)
            if key not in truths:
                truths[key] = _truths(connection, reading, *asked, level, chosen)
            truth = truths[key][row.claim_id]
        by_itself = (row.claim_id, row.code_id) in alone
        found.setdefault(row.claim_id, []).append(
            _CodeFound(row.variable, row.code, truth, asked is not None, by_itself)
        )
    return found


def _alone(connection: Connection, chosen: Table) -> set[tuple[int, int]]:
    """The claims and codes of them for which all evidence comes from the claim's own source.

    Evidence of a code below is evidence of the code. A coding without evidence may have another
    source, so no claim stands alone beside it.
    """
    of, coded = unit.alias(), unit.alias()
    on_branch = or_(
        coded.c.unit_id == of.c.unit_id,
        coded.c.parent_id == of.c.unit_id,
        of.c.level_id == LEVEL_ID["title"],
    )
    of_code = or_(evidence.c.code_id == answer_code.c.code_id, evidence.c.code_id.is_(None))
    own = evidence.c.source_id == claim.c.source_id
    rows = (
        select(claim_code.c.claim_id, claim_code.c.code_id)
        .join(chosen, chosen.c.claim_id == claim_code.c.claim_id)
        .join(claim, claim.c.claim_id == claim_code.c.claim_id)
        .join(of, of.c.unit_id == claim.c.unit_id)
        .join(coded, and_(coded.c.title_id == of.c.title_id, on_branch))
        .join(
            annotation,
            and_(
                annotation.c.unit_id == coded.c.unit_id,
                annotation.c.variable_id == claim_code.c.variable_id,
            ),
        )
        .join(answer_code, answer_code.c.answer_id == annotation.c.answer_id)
        .join(code_implies, code_implies.c.code_id == answer_code.c.code_id)
        .outerjoin(evidence, and_(same_annotation(evidence, annotation), of_code))
        .where(
            code_implies.c.implied_id == claim_code.c.code_id,
            code_implies.c.certain == 1,
            answer_code.c.doubtful == 0,
        )
        .group_by(claim_code.c.claim_id, claim_code.c.code_id)
        .having(func.count() == func.count().filter(own))
    )
    return {(row.claim_id, row.code_id) for row in connection.execute(rows)}


def _in_use(
    reading: Reading, name: str, key: str, level: Level | None
) -> tuple[StoredVariable, Node] | None:
    """A code with its variable, if it can be asked of units of a level, and it or what it was
    merged or split into is switched on (R5)."""
    owner = reading.book.variables.get(name)
    node = None if owner is None else owner.node(key)
    if owner is None or node is None or owner.retired or (node.retired and not node.became):
        return None
    return (owner, node) if level is None or is_related(owner.level, level) else None


def _truths(
    connection: Connection,
    reading: Reading,
    owner: StoredVariable,
    node: Node,
    level: Level,
    chosen: Table,
) -> dict[int, bool | None]:
    """By claim about a unit of the level, whether a code that it names is found: one statement."""
    at = place(level)
    text = f"{owner.key}:{node.key}"
    term = Term(owner.key, None, (Word(node.key),), exact=False, start=0, end=len(text))
    truth = cast(reading.ask(reading, term, text, at), Integer).label("truth")
    names_it = and_(
        claim_code.c.claim_id == claim.c.claim_id,
        claim_code.c.variable_id == owner.variable_id,
        claim_code.c.code_id == node.code_id,
    )
    rows = (
        select(claim.c.claim_id, truth)
        .select_from(at.unit)
        .join(claim, claim.c.unit_id == at.unit.c.unit_id)
        .join(chosen, chosen.c.claim_id == claim.c.claim_id)
        .join(claim_code, names_it)
        .where(at.unit.c.level_id == LEVEL_ID[level])
    )
    return {
        number: None if answer is None else bool(answer)
        for number, answer in connection.execute(rows)
    }


def _checked(row: Row, found: Sequence[_CodeFound]) -> ClaimChecked:
    stance = str(row["stance"])
    reason = None
    if not found:
        reason = "names no codes"
    elif row["unit"] is None:
        reason = "is about no unit"
    elif not any(each.testable for each in found):
        reason = "names no codes in use for its unit"
    codes = tuple(_code_checked(each, stance, row["unit"] is not None) for each in found)
    return ClaimChecked(
        id=int(str(row["id"])),
        source=str(row["source"]),
        unit=_text(row["unit"]),
        stance=stance,
        statement=str(row["statement"]),
        basis=_text(row["basis"]),
        stated_on=_text(row["stated_on"]),
        about=row["about"] if isinstance(row["about"], int) else None,
        verdict=verdict_of_all([each.verdict for each in codes]),
        reason=reason,
        codes=codes,
        checked=_text(row["checked"]),
        checked_source=_text(row["checked_source"]),
    )


def _code_checked(found: _CodeFound, stance: str, of_a_unit: bool) -> CodeChecked:
    verdict: Verdict = "not-testable"
    if found.testable and of_a_unit:
        verdict = verdict_of(stance, found.truth)
    alone = found.alone and found.truth is True and verdict == "supported"
    return CodeChecked(found.variable, found.code, found.truth, verdict, alone)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _notes(reading: Reading, coder: str | None, claims: Sequence[ClaimChecked]) -> Iterator[str]:
    """What must be said beside the verdicts."""
    who = (
        f"what coders found, under the policy {reading.policy}"
        if coder is None
        else f"the answers of {coder}"
    )
    yield f"Claims are not codings and enter no statistic. They are compared with {who}."
    if any(each.verdict == "open" for each in claims):
        yield (
            "Open: the findings do not decide (not coded, cannot tell, unsettled, not looked for, "
            "or no unit below)."
        )
    if any(each.verdict == "contradicted-in-part" for each in claims):
        yield "Contradicted in part: some of its codes are contradicted, the others are open."
    if any(one.alone for each in claims for one in each.codes):
        yield "Alone: coders had no evidence of the code but the source that claims it."
    reasons = [each.reason for each in claims if each.reason is not None]
    if reasons:
        told = (
            f"{reasons.count(one)} {one if reasons.count(one) == 1 else several}"
            for one, several in _REASONS.items()
            if one in reasons
        )
        yield f"Not testable, and counted separately: {', '.join(told)}."
    partly = sum(
        each.reason is None and any(one.verdict == "not-testable" for one in each.codes)
        for each in claims
    )
    if partly:
        judged = counted(partly, "claim is", "claims are")
        yield f"{judged} judged without a code that is no longer in use."
    qualifying = sum(each.stance == "qualifies" for each in claims)
    if qualifying:
        that = counted(qualifying, "claim that qualifies is", "claims that qualify are")
        yield f"{that} read as asserting."


def _sources(claims: Sequence[ClaimChecked], asked: Asked | None) -> Iterator[str]:
    """How many sources make the claims, and how to see those of the one that makes most of them."""
    sources = Counter(each.source for each in claims)
    words = () if asked is None else asked.arguments
    for source, number in sources.most_common(1):
        if 1 < number < len(claims) and not (asked and isinstance(asked.query, Or)):
            only = shlex.join(("portrayals", "claims", *words, f"source:{source}"))
            yield f"They come from {len(sources)} sources. Only the {number} by {source}: {only}"
