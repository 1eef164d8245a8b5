"""What is measured of a variable: the values that agree or not, and by which coefficients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from portrayals.analysis import agreement
from portrayals.analysis.agreement import Alpha, Coincidences, Rated, Ratings, Value
from portrayals.counts.recorded import Recorded
from portrayals.findings.settle import NONE_ID, Meaning
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.notation.did_you_mean import choose
from portrayals.services.codebooks.read import current_document
from portrayals.vocabulary import AGREEMENT_METRICS, AgreementMetric

#: Of ratings with how many units have them, and the sums made of these.
Sums = tuple[list[tuple[Ratings, int]], Coincidences, Rated]

#: The codes of a set that somebody does not simply say no of.
TouchedBy = Callable[[Recorded], Iterable[int]]

#: How the values of a variable are measured; `set` is the whole of a set, `binary` a code of it.
Scale = str


@dataclass(frozen=True)
class Measure:
    """One thing that coders agree on or not: a variable, a code as yes or no, or a whole set.

    `value_of` is what somebody said of it: null where that is no value (R32). Of a set `touched_by`
    are the codes of which something else than no is said.
    """

    variable: StoredVariable
    code: Node | None
    scale: Scale
    value_of: Callable[[Recorded], Value | None]
    touched_by: TouchedBy | None = None

    def alike(self, one: Value, other: Value) -> bool:
        """Whether two values agree: numbers within the tolerance of the variable (R22)."""
        if self.scale == "interval":
            return bool(abs(one - other) <= self.variable.tolerance)
        return bool(one == other)

    @property
    def alpha(self) -> Alpha:
        """Alpha at the level of the variable; of a whole set by MASI."""
        return Alpha(None if self.scale == "ordinal" else _DISTANCES.get(self.scale, _NOMINAL))

    @property
    def metric(self) -> str:
        """The name of alpha's distance."""
        return _METRIC_NAMES.get(self.scale, "nominal")


_NOMINAL: Final = agreement.nominal
_DISTANCES: Final[Mapping[Scale, agreement.Distance]] = {
    "interval": agreement.interval,
    "set": agreement.masi,
}
_METRIC_NAMES: Final = {"interval": "interval", "ordinal": "ordinal", "set": "masi"}

#: `none` of a set, as a row beside its codes.
NONE: Final = Node(NONE_ID, "none", "None of these", None, -1, 0, True, False)


def measures(
    variable: StoredVariable,
    meaning: Meaning,
    states: tuple[str, ...],
    *,
    each_code: bool,
    depth: int | None,
) -> Iterator[Measure]:
    """What is measured of a variable: of a set each code of its tree (R33), else the variable.

    `states` count as values (R32). With `each_code` the codes of other variables, too.
    """
    if variable.type == "multi":
        shown = [each for each in variable.codes if depth is None or each.depth < depth]
        touched_by = _touched(meaning)
        for node in (*shown, NONE):
            yield Measure(variable, node, "binary", _of_node(node, meaning), touched_by)
        return
    yield Measure(variable, None, _SCALES[variable.type], _of_variable(variable, meaning, states))
    if each_code and variable.type in ("nominal", "ordinal"):
        for node in variable.codes:
            yield Measure(variable, node, "binary", _of_node(node, meaning))


def whole_set(variable: StoredVariable, meaning: Meaning) -> Measure:
    """A set as one value: the codes that somebody is sure of. It carries no verdict (R33)."""
    return Measure(variable, None, "set", _codes(meaning))


def states_as_values(connection: Connection) -> dict[str, tuple[str, ...]]:
    """By variable the states that count as values of it (R32), as the codebook's text says."""
    document = current_document(connection)
    return {
        each.key: each.states_as_values
        for each in (document.variables if document else ())
        if each.type in ("nominal", "boolean")
    }


_SCALES: Final[Mapping[str, Scale]] = {
    "nominal": "nominal",
    "ordinal": "ordinal",
    "boolean": "binary",
    "number": "interval",
}


def _codes(meaning: Meaning) -> Callable[[Recorded], Value | None]:
    def value_of(recorded: Recorded) -> Value | None:
        said = recorded.answer
        if said.state == "none":
            return frozenset[int]()
        return frozenset(meaning.merged.get(each, each) for each in said.codes) or None

    return value_of


def is_set(recorded: Recorded) -> bool:
    """Whether it gives a value, be it `none`."""
    return recorded.answer.state in ("coded", "none")


def _touched(meaning: Meaning) -> TouchedBy:
    def touched_by(recorded: Recorded) -> Iterable[int]:
        if is_set(recorded):
            yield from meaning.says(recorded.answer)
            yield from meaning.lacking.get(recorded.codebook_id, ())
            if not recorded.answer.codes:
                yield NONE_ID

    return touched_by


def _of_node(node: Node, meaning: Meaning) -> Callable[[Recorded], Value | None]:
    """Whether it is there; null for who cannot tell, or was not asked (R5, R6, R9).

    What a partial set does not hold was not recorded, and so counts as no (R31).
    """

    def value_of(recorded: Recorded) -> Value | None:
        said = recorded.answer
        if not is_set(recorded):
            return None
        if node.code_id in meaning.lacking.get(recorded.codebook_id, ()):
            return None
        if node is NONE:
            return None if not said.codes and said.doubtful else not said.codes
        word = meaning.says(said).get(node.code_id)
        return False if word is None else True if word.yes else None

    return value_of


def _of_variable(
    variable: StoredVariable, meaning: Meaning, states: tuple[str, ...]
) -> Callable[[Recorded], Value | None]:
    """The code, its place in the order, yes or no, or the number."""
    places = {node.code_id: place for place, node in enumerate(variable.nodes)}

    def value_of(recorded: Recorded) -> Value | None:
        said = recorded.answer
        if said.state != "coded":
            return said.state if said.state in states else None
        if variable.type == "number":
            return said.number
        (code_id,) = said.codes or (None,)
        code_id = None if code_id is None else meaning.merged.get(code_id, code_id)
        if code_id is None or variable.type == "nominal":
            return code_id
        return places[code_id] if variable.type == "ordinal" else code_id == meaning.assent

    return value_of


def _by(distance: agreement.Distance | None) -> Callable[[Sums], float | None]:
    return lambda sums: Alpha(distance)(sums[1])


def _linear(one: float, other: float) -> float:
    return abs(one - other)


@dataclass(frozen=True)
class Metric:
    """A coefficient told on request: of what it can be, and how it is computed."""

    scales: frozenset[Scale]
    of: Callable[[Sums], float | None]


_ANY: Final = frozenset({"nominal", "ordinal", "interval", "binary"})
_ORDERED: Final = frozenset({"ordinal", "interval"})
_SET: Final = frozenset({"set"})

#: The coefficients that `--metric` adds, by name.
METRICS: Final[Mapping[AgreementMetric, Metric]] = {
    "weighted-kappa": Metric(_ORDERED, lambda s: agreement.cohen_kappa(s[2], agreement.interval)),
    "linear-kappa": Metric(_ORDERED, lambda s: agreement.cohen_kappa(s[2], _linear)),
    "conger-kappa": Metric(_ANY, lambda s: agreement.conger_kappa(s[2])),
    "ac2": Metric(_ORDERED, lambda s: agreement.gwet_ac(s[2], agreement.interval)),
    "scott-pi": Metric(_ANY, lambda s: agreement.scott_pi(s[2])),
    "brennan-prediger": Metric(_ANY, lambda s: agreement.brennan_prediger(s[2])),
    "icc": Metric(_ORDERED, lambda s: agreement.intraclass_correlation(s[0])),
    "lotus": Metric(_ANY, lambda s: agreement.lotus(s[2])),
    "alpha-nominal": Metric(_ANY | _SET, _by(agreement.nominal)),
    "alpha-ordinal": Metric(_ORDERED, _by(None)),
    "alpha-interval": Metric(_ORDERED, _by(agreement.interval)),
    "alpha-ratio": Metric(frozenset({"interval"}), _by(agreement.ratio)),
    "masi": Metric(_SET, _by(agreement.masi)),
    "jaccard": Metric(_SET, _by(agreement.jaccard)),
    "krippendorff-craggs": Metric(_SET, lambda s: agreement.multi_valued_alpha(s[1])),
}


def chosen_metrics(names: tuple[str, ...]) -> dict[str, Metric]:
    """The coefficients asked for. Raises InvalidValue for an unknown one."""
    chosen = (choose(name, AGREEMENT_METRICS, "a coefficient to add") for name in names)
    return {name: METRICS[name] for name in chosen}


def told(metrics: Mapping[str, Metric], measure: Measure, sums: Sums) -> dict[str, Any]:
    """The coefficients asked for that can be of what is measured."""
    return {
        name: metric.of(sums) for name, metric in metrics.items() if measure.scale in metric.scales
    }
