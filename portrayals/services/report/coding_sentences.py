"""The sentences of `methods` on coding: who coded what, how far they agreed, what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from portrayals.notation.figures import coefficient
from portrayals.notation.plurals import counted, in_words, joined, was
from portrayals.results.reliability import AgreementVerdict, Reliability, ReliabilityRow
from portrayals.services.report.facts import Drawn, Facts, WaveFacts
from portrayals.vocabulary import Cause, DecisionMethod

#: A sentence and the command that shows its facts.
Said = Iterator[tuple[str, str]]

_RESTED: Final = {
    "watched": "on viewing",
    "watched-in-part": "on viewing in part",
    "documented": "on published descriptions",
    "hearsay": "on hearsay",
    "unstated": "on no stated basis",
}
_SETTLES: Final = {
    "majority": "more than half of the coders had to agree, so that one coder alone settled a "
    "value and two had to agree",
    "unanimous": "all coders had to agree",
    "any": "one coder's yes or code was enough; variables of other types took more than half of "
    "the coders",
}
_VERDICTS: Final[dict[AgreementVerdict, str]] = {
    "reliable": "{was} reliable",
    "reliable-not-shown": "{was} reliable by alpha but not by its lower limit",
    "tentative": "{was} tentative",
    "tentative-not-shown": "{was} tentative by alpha but not by its lower limit",
    "not-reliable": "{was} not reliable",
    "unanimous": "had no disagreement",
    "too-few": "had too few titles to judge",
    "not-paired": "had no two comparable codings",
    "nobody-coded-twice": "{was} never coded twice",
}
_DECIDED: Final[dict[DecisionMethod, str]] = {
    "discussion": "in discussion",
    "expert": "by an expert",
    "alone": "by one person alone",
}
_CAUSES: Final[dict[Cause, str]] = {
    "rule": "a rule of the codebook",
    "slip": "a slip",
    "scene": "a scene that allows both answers",
    "missing-code": "a code that was missing",
}
#: More variables than this are not told one by one.
_VARIABLES: Final = 12


def codebook(facts: Facts) -> Said:
    """The codebook, and the versions of it that were in use."""
    book = facts.book
    if book.key is None:
        return
    in_use = [each for each in book.variables.values() if not each.retired]
    derived = sum(each.derived for each in in_use)
    coded = counted(len(in_use) - derived, "coded variable")
    more = f" and {in_words(derived)} derived from them by rules" if derived else ""
    yield (
        f"The codebook was {book.key}, version {book.version}, with {coded}{more}.",
        "portrayals codebook show",
    )
    if [name for name, _ in facts.versions] not in ([], [f"{book.key} {book.version}"]):
        told = [f"{number:,} followed {name}" for name, number in facts.versions]
        yield f"Of the annotations, {joined(told)}.", "portrayals codebook list"
    if facts.coded_again:
        yield (
            f"After the codebook had changed, {counted(facts.coded_again, 'unit')} "
            f"{was(facts.coded_again)} coded again.",
            "portrayals codebook list",
        )


def coding(facts: Facts) -> Said:
    """Who coded, how they were trained, what each was given, and on what basis they judged."""
    effort = facts.effort
    coded = [each for each in effort.coded if each.purpose == "main"]
    compiled = [each for each in effort.told if each.kind == "compilation"]
    people = effort.coders - len(compiled)
    number = sum(each.annotations for each in coded)
    number -= sum(each.annotations for each in compiled)
    if people:
        yield (
            f"{_coders(people).capitalize()} coded the titles and made "
            f"{counted(number, 'annotation')}.",
            "portrayals list coders",
        )
    if hours := facts.said["training_hours"]:
        yield (
            f"Coders were trained for {hours:g} {'hour' if hours == 1 else 'hours'}.",
            ("portrayals db describe"),
        )
    for wave in facts.of_purpose("training"):
        yield from _training(wave)
    waves = facts.of_purpose("main")
    for wave in waves:
        yield from _assigned(wave, alone=len(waves) == 1)
    if coded:
        told = [f"{each.annotations:,} rested {_RESTED[each.basis]}" for each in coded]
        all_ = f"All annotations rested {_RESTED[coded[0].basis]}."
        text = all_ if len(coded) == 1 else f"Of the annotations, {joined(told)}."
        yield text, "portrayals list annotations"
    yield from _no_people(facts)


def _training(wave: WaveFacts) -> Said:
    row = wave.row
    if not row.annotations:
        return
    titles = f" on {counted(row.titles, 'title')}" if row.titles else ""
    yield (
        f"Coders practised{titles} in wave {row.wave}; what they coded there "
        f"({counted(row.annotations, 'annotation')}) enters no figure.",
        "portrayals coding waves",
    )


def _assigned(wave: WaveFacts, *, alone: bool) -> Said:
    """What was assigned in a wave, which is named unless it is alone."""
    row, shared, dealt = wave.row, wave.shared, wave.dealt
    where = "" if alone else f" in wave {row.wave}"
    history = f"portrayals history {row.wave}"
    if row.titles:
        titles = f"{counted(row.titles, 'title')} {was(row.titles)}"
        yield (
            f"For coding{where}, {titles} assigned to {_coders(len(row.coders))}.",
            "portrayals coding waves",
        )
    if shared:
        share = f"{shared.titles:,} ({100 * shared.titles / row.titles:.0f} %)"
        by = f", in proportion to their {joined(shared.fields)}," if shared.fields else ""
        to = "both" if shared.coders == 2 else f"all {in_words(shared.coders)}"
        yield (
            f"Of these, {share} {was(shared.titles)} drawn at random{by} and assigned to {to}"
            f"{_seeds(shared)}.",
            history,
        )
    if dealt and dealt.seeds:
        others = "other " if shared else ""
        yield (
            f"The {others}{counted(dealt.titles, 'title')} {was(dealt.titles)} dealt at random to "
            f"one coder each{_seeds(dealt)}.",
            history,
        )
    if wave.handed_out:
        yield (
            f"Coders worked independently{where}: each coded from a file that held the titles "
            "assigned to that coder and the codebook, and nothing that anybody had coded.",
            history,
        )


def _coders(number: int) -> str:
    return f"{in_words(number)} {'coder' if number == 1 else 'coders'}"


def _seeds(drawn: Drawn) -> str:
    if not drawn.seeds:
        return ""
    seeds = joined([str(seed) for seed in drawn.seeds])
    return f" ({'seed' if len(drawn.seeds) == 1 else 'seeds'} {seeds})"


def _no_people(facts: Facts) -> Said:
    """The coders who are not people (R38)."""
    for each in facts.effort.told:
        number = counted(each.annotations, "annotation")
        show = f"portrayals show {each.key}"
        if each.kind == "compilation":
            method = f": “{(each.method or '').rstrip('.')}”" if each.method else ""
            named = each.model and each.model_version
            what = f" ({each.model}, version {each.model_version})" if named else ""
            yield (
                f"A compilation, {each.key}{what}, gave {number}, made from published "
                f"descriptions{method}.",
                show,
            )
            continue
        hashed = f", instruction with SHA-256 {each.instruction_sha256}"
        yield (
            f"In addition, a program, {each.key} ({each.model}, version "
            f"{each.model_version}{hashed if each.instruction_sha256 else ''}), made {number}; its "
            "answers settle nothing and enter none of these figures.",
            show,
        )


def agreement(facts: Facts) -> Said:
    """The part that was coded twice, the coefficient, and what it was for each variable."""
    for found in facts.agreement:
        if found.comparison == "agreement":
            yield from _overlap(facts, found)
            yield from _coefficients(found, "Alpha")
        else:
            again = f"In wave {found.wave} coders coded again what they had coded; the alpha of"
            yield from _coefficients(found, f"{again} each coder with the earlier self")
    judged = [each for each in facts.agreement if any(row.verdict for row in each.rows)]
    if judged:
        low, high = coefficient(judged[0].thresholds[0]), coefficient(judged[0].thresholds[-1])
        yield (
            f"An alpha of {high} or more was taken as reliable and one of {low} or more as "
            f"tentative, in each case only if the lower limit of its {judged[0].confidence:g} % "
            "interval by title also reached that value.",
            str(judged[0].provenance["command"]),
        )


def _overlap(facts: Facts, found: Reliability) -> Said:
    command = str(found.provenance["command"])
    titles = max(row.titles for row in found.rows)
    units = max(row.units for row in found.rows)
    if not units:
        return
    of = facts.effort.titles() - facts.effort.titles("out", "unavailable")
    drawn = any(each.shared for each in facts.of_purpose("main"))
    yield (
        f"Agreement was measured on {counted(titles, 'title')} that several coders had coded "
        f"({100 * titles / of:.0f} % of the titles in the study, with up to "
        f"{counted(units, 'unit')} for a variable), {'' if drawn else 'not '}drawn at random.",
        command,
    )
    yield (
        "Krippendorff's alpha was used because it corrects for chance, takes any number of coders "
        "and missing answers, and has a form for each level of measurement; sets of codes were "
        "compared by MASI, and each code as present or absent.",
        command,
    )


def _coefficients(found: Reliability, begin: str) -> Said:
    """What alpha was for each variable, and its verdicts."""
    command = str(found.provenance["command"])
    whole = [row for row in found.rows if row.code is None and row.units]
    if any(row.alpha_low is not None for row in whole):
        begin += f", with its {found.confidence:g} % interval by title,"
    if 0 < len(whole) <= _VARIABLES:
        yield f"{begin} was {joined([_alpha(row) for row in whole])}.", command
    elif known := sorted((row for row in whole if row.alpha is not None), key=_by_alpha):
        low, high = known[0], known[-1]
        yield (
            f"{begin} was between {_alpha(low)} and {_alpha(high)} over {len(known)} variables.",
            command,
        )
    counts = Counter(row.verdict for row in found.rows)
    verdicts = {each: counts[each] for each in _VERDICTS if counts[each]}
    if verdicts:
        yield f"{_how_many(verdicts)}.", command


def _how_many(verdicts: Mapping[AgreementVerdict, int]) -> str:
    """How many variables and codes have each verdict, as a sentence without its stop."""
    number = sum(verdicts.values())
    those = counted(number, "variable or code", "variables and codes")
    if len(verdicts) == 1:
        [verb] = (_VERDICTS[each].format(was="was") for each in verdicts)
        return f"{f'Each of {those}' if number > 1 else 'The one variable or code'} compared {verb}"
    told = [f"{in_words(n)} {_VERDICTS[each].format(was=was(n))}" for each, n in verdicts.items()]
    return f"Of {those} compared, {joined(told)}"


def _alpha(row: ReliabilityRow) -> str:
    """`.91 (.83 to .97) for Gender`; where only the lower limit is known, `(from .80)`."""
    value = "undefined" if row.alpha is None else coefficient(row.alpha, 2)
    low, high = coefficient(row.alpha_low, 2), coefficient(row.alpha_high, 2)
    interval = f" ({low} to {high})" if high else f" (from {low})" if low else ""
    return f"{value}{interval} for {row.label}"


def _by_alpha(row: ReliabilityRow) -> float:
    return row.alpha or 0


def disagreements(facts: Facts) -> Said:
    """How differences between coders were decided, and how the rest settled."""
    within = "" if facts.wave is None else f" --wave {facts.wave}"
    differing = len(facts.differences)
    decided = [each.decided for each in facts.differences if each.decided is not None]
    if differing:
        yield (
            f"Coders answered differently in {counted(differing, 'case')}, each a variable of one "
            "unit.",
            f"portrayals coding disagreements --decided{within}",
        )
    if decided:
        methods = Counter(each.method for each in decided)
        told = [f"{in_words(methods[each])} {_DECIDED[each]}" for each in _DECIDED if methods[each]]
        how = f" {_DECIDED[decided[0].method]}" if len(told) == 1 else f": {joined(told)}"
        yield (
            f"Of these, {in_words(len(decided))} {was(len(decided))} decided{how}.",
            f"portrayals coding disagreements --decided{within}",
        )
        causes = Counter(each.cause for each in decided)
        named = [f"{_CAUSES[each]} ({causes[each]:,})" for each in _CAUSES if causes[each]]
        if named:
            yield (
                f"The {'cause' if len(named) == 1 else 'causes'} named {was(len(named))} "
                f"{joined(named)}.",
                f"portrayals coding disagreements --summary{within}",
            )
    if any(each.several for each in facts.effort.coders_of):
        but = " and nothing was decided" if decided else ""
        yield (
            f"Where several coders judged a unit{but}, the answer was settled by the policy "
            f"{facts.policy}: {_SETTLES[facts.policy]}.",
            "portrayals db policy",
        )
    bases = {each.basis for each in facts.effort.coded if each.purpose == "main"}
    if len(bases) > 1 or "hearsay" in bases:
        yield (
            "For each unit and variable, only the best basis counted: watched, watched in part, "
            "documented, unstated; hearsay never settled a value.",
            "portrayals list annotations",
        )
