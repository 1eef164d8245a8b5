"""The shipped codebook of therapists' boundary acts: its verdicts, and what is asked when."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study
from verdict_cases import (
    CASES,
    DOUBTED,
    EVERYWHERE,
    NOTHING,
    OF_FLIRTING,
    ON_SUPERVISEES,
    UNSURE,
    VERDICTS,
    WITH_WHOM_NOT_TOLD,
)
from verdict_values import (
    CONTACT_WITH_SUPERVISEE,
    CURRENT,
    FORMER,
    FORMER_RELATIVE,
    ONE_YEAR,
    Values,
)

from portrayals.codebook.model import Codebook
from portrayals.errors import InvalidValue
from portrayals.history.transaction import write
from portrayals.services.catalogue.people import add_relationship
from portrayals.services.codebooks.read import read_source
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_source("therapist-boundaries")


class Constructed:
    """A study of relationships coded with the shipped codebook, one for each set of values.

    They are all coded in one change and asked in one reading, which spares most of the time.
    """

    def __init__(self, folder: Path) -> None:
        self._study = Study(str(folder / "study.db"), "therapist-boundaries")
        self._title = self._study.title("Constructed")
        self._portrayal = self._study.portrayal(self._title, "Therapist")
        self._verdicts: dict[str, dict[str, str]] = {}

    def coded(self, *cases: Values) -> None:
        """Codes a new relationship for each; of its values the first is that of boundary-act."""
        with write(self._study.target, actor="ana", command="annotate") as change:
            for values in cases:
                name = " ".join(values) or NOTHING
                unit = add_relationship(change, self._portrayal, name).keys[0]
                if values:
                    given = [f"boundary-act={values[0]}", *values[1:]]
                    annotate(change, unit, given, CodingOptions())

    def verdict(self, key: str, *values: str) -> str:
        """A verdict or the headline, of these values: a code, or the state instead of one."""
        if not self._verdicts:
            (therapist,) = self._study.show(self._title).units
            for unit in therapist.units:
                answers = {each.variable: each.codes or (each.state,) for each in unit.findings}
                self._verdicts[unit.name] = {
                    key: " ".join(answers.get(key, ("not-coded",)))
                    for key in ("violation", *VERDICTS)
                }
        return self._verdicts[" ".join(values) or NOTHING][key]


@pytest.fixture(scope="module")
def constructed(tmp_path_factory: pytest.TempPathFactory) -> Constructed:
    made = Constructed(tmp_path_factory.mktemp("verdicts"))
    told = {values: None for cases in CASES.values() for _, values, _ in cases}
    more = (*EVERYWHERE, *WITH_WHOM_NOT_TOLD, "flirting", *DOUBTED.values(), *UNSURE)
    made.coded(
        *({(): None, CONTACT_WITH_SUPERVISEE: None} | told | {(each,): None for each in more})
    )
    return made


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Constructed:
    return Constructed(tmp_path_factory.mktemp("asked"))


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ("none", "explicitness=shown"),
        ("social-outing", CURRENT),
        ("social-outing", "initiator=therapist"),
        ("social-outing", "justification=true-love"),
    ],
)
def test_what_makes_no_sense_is_not_asked(asked: Constructed, given: str, refused: str) -> None:
    with pytest.raises(InvalidValue):
        asked.coded((given, refused))


def test_the_interval_is_asked_only_where_the_standing_is_former(asked: Constructed) -> None:
    with pytest.raises(InvalidValue):
        asked.coded(("dating-current-client", CURRENT, ONE_YEAR))
    asked.coded(("dating-former-client", FORMER, ONE_YEAR, "interval-days=90"))
    asked.coded(("dating-former-client-relative", FORMER_RELATIVE, ONE_YEAR))


def test_a_breach_alone_is_excused(asked: Constructed) -> None:
    asked.coded(("asks-client-out", "justification=few-sessions,true-love"))


@pytest.mark.parametrize("key", VERDICTS)
@pytest.mark.parametrize(("given", "answer"), EVERYWHERE.items())
def test_what_holds_for_every_text(
    constructed: Constructed, key: str, given: str, answer: str
) -> None:
    assert constructed.verdict(key, given) == answer


@pytest.mark.parametrize("key", VERDICTS)
def test_where_nothing_is_coded_no_verdict_is(constructed: Constructed, key: str) -> None:
    assert constructed.verdict(key) == "not-coded"


@pytest.mark.parametrize(("key", "given"), DOUBTED.items())
def test_an_act_in_doubt_leaves_the_verdict_on_it_undetermined(
    constructed: Constructed, key: str, given: str
) -> None:
    assert constructed.verdict(key, given) == "undetermined"


@pytest.mark.parametrize(("given", "answer"), UNSURE.items())
def test_r06_acts_in_doubt_leave_the_headline_open_where_one_is_a_violation(
    constructed: Constructed, given: str, answer: str
) -> None:
    assert constructed.verdict("violation", given) == answer


#: 10.07 speaks of neither: it says whom not to treat.
ON_CONTACT = [key for key in VERDICTS if key != "apa-2017-10-07"]


@pytest.mark.parametrize("key", ON_CONTACT)
@pytest.mark.parametrize("given", WITH_WHOM_NOT_TOLD)
def test_where_it_is_not_told_with_whom_the_verdict_is_undetermined(
    constructed: Constructed, key: str, given: str
) -> None:
    assert constructed.verdict(key, given) == "undetermined"


@pytest.mark.parametrize("key", VERDICTS)
def test_only_a_text_that_speaks_of_words_is_engaged_by_flirting(
    constructed: Constructed, key: str
) -> None:
    assert constructed.verdict(key, "flirting") == OF_FLIRTING.get(key, "not-engaged")


@pytest.mark.parametrize("key", [key for key in VERDICTS if key not in ON_SUPERVISEES])
def test_a_text_on_clients_does_not_speak_of_a_supervisee(
    constructed: Constructed, key: str
) -> None:
    assert constructed.verdict(key, *CONTACT_WITH_SUPERVISEE) == "not-engaged"


@pytest.mark.parametrize(
    ("key", "values", "answer"),
    [
        pytest.param(key, values, answer, id=f"{key}: {words}")
        for key, told in CASES.items()
        for words, values, answer in told
    ],
)
def test_r28_the_text_says_if_it_bound_this_therapist(
    constructed: Constructed, key: str, values: tuple[str, ...], answer: str
) -> None:
    assert constructed.verdict(key, *values) == answer


@pytest.mark.parametrize("key", VERDICTS)
def test_the_cases_reach_every_answer_that_the_rules_give(book: Codebook, key: str) -> None:
    verdict = book.variable(key)
    assert verdict is not None
    given = {rule.then for rule in verdict.rules} | {verdict.otherwise}
    assert {answer for _, _, answer in CASES[key]} == given
