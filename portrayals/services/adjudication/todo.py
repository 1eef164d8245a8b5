"""Which rules of the codebook caused what coders answered differently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection

from portrayals.results.adjudication import RuleInDoubt, Todo
from portrayals.services.adjudication.differences import Difference
from portrayals.services.adjudication.disagreements import causes_of, find


def todo(connection: Connection, wave: str | None = None) -> Todo:
    """The codes and variables that coders answered differently in a wave (the latest main wave).

    Those come first whose rule, or a missing code, was the cause of most. Raises UnknownKey for an
    unknown wave, InvalidValue for a wave of training, and NoCodebook.
    """
    found = find(connection, wave=wave)
    concerned: defaultdict[tuple[str, str | None], list[Difference]] = defaultdict(list)
    for each in found.differences:
        for code in _at_issue(each):
            concerned[each.variable.key, code].append(each)
    rows = [_row(*key, of) for key, of in concerned.items()]
    rows.sort(key=lambda row: (-row.of_codebook, -row.differences, row.key))
    return Todo(found.wave, len(found.differences), tuple(rows))


def _at_issue(of: Difference) -> Iterator[str | None]:
    """The codes of a set that some gave and others did not, or gave in doubt; else the variable."""
    if of.variable.type == "multi":
        sure, unsure = (
            Counter(code for each in of.answers for code in getattr(each.answer, name))
            for name in ("codes", "doubtful")
        )
        every = len(of.answers)
        codes = [
            node.key
            for node in of.variable.nodes
            if sure[node.code_id] + unsure[node.code_id] > 0
            and every not in (sure[node.code_id], unsure[node.code_id])
        ]
        if codes:
            yield from codes
            return
    yield None


def _row(variable: str, code: str | None, of: list[Difference]) -> RuleInDoubt:
    decided = [each.decided for each in of if each.decided is not None]
    # What is said of the rule itself, if anything is, and not of mistakes.
    of_rule = [each for each in decided if each.cause in {"rule", "missing-code"}] or decided
    most = Counter(each.reason for each in of_rule).most_common(1)
    return RuleInDoubt(
        variable=variable,
        code=code,
        differences=len(of),
        causes=causes_of(of),
        undecided=len(of) - len(decided),
        reason=most[0][0] if most else None,
        times=most[0][1] if most else 0,
    )
