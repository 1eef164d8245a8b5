"""How many units a study needs."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from portrayals.analysis.quantiles import normal_quantile, upper_tail_point
from portrayals.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class SampleSize:
    """The units needed, and whether that is all there are (`population`, null if unknown)."""

    units: int
    everything: bool
    population: int | None


def units_for_proportion(
    half_width: float,
    *,
    share: float = 0.5,
    confidence: float = 0.95,
    deff: float = 1.0,
    population: int | None = None,
) -> SampleSize:
    """The units needed for an interval of a proportion that reaches `half_width` either way.

    All are shares, not percentages; `share` is the expected proportion (0.5 is the safest), `deff`
    the design effect of clustered units. n0 = deff z^2 p (1-p) / h^2; for a population of N, n0 /
    (1 + (n0 - 1) / N) (Cochran 1977, Sampling Techniques, 4.4). Raises InvalidValue for a
    half-width, a share, a design effect or a population out of its range.
    """
    z = normal_quantile(upper_tail_point(confidence))
    _between("half-width of an interval", half_width, 0.5)
    _between("expected share", share, 1)
    if not 0 < deff < float("inf"):
        raise InvalidValue(f"{deff:g} is not a valid design effect.", hint="Give a number above 0.")
    _population(population)
    n = deff * share * (1 - share) * (z / half_width) ** 2
    if population is not None:
        n /= 1 + (n - 1) / population
    return _needed(n, population)


def units_for_alpha(
    minimum: float,
    *,
    prevalence: float,
    confidence: float = 0.95,
    population: int | None = None,
) -> SampleSize:
    """The units that two coders must both code to show that alpha is at least `minimum`.

    n = 2 z^2 ((1+a)(3-a) / (4 (1-a) p (1-p)) - a), p being the prevalence (a share) of the rarest
    code that matters (Bloch & Kraemer 1989, Biometrics 45; Krippendorff 2011, Content Analysis,
    11.4). One-sided: z is the normal quantile of `confidence`. Where the population has fewer,
    everything is to be coded twice. Raises InvalidValue for a value out of its range.
    """
    upper_tail_point(confidence)
    _between("prevalence", prevalence, 1)
    if not 0 < minimum < 1:
        raise InvalidValue(
            f"No number of units shows an alpha of {minimum:g}.",
            hint="Give one between 0 and 1, such as .667 or .8.",
        )
    _population(population)
    a, z = minimum, normal_quantile(confidence)
    n = 2 * z * z * ((1 + a) * (3 - a) / (4 * (1 - a) * prevalence * (1 - prevalence)) - a)
    return _needed(n, population)


def _needed(n: float, population: int | None) -> SampleSize:
    if population is not None and n >= population:
        return SampleSize(population, True, population)
    # An integer that rounding lifted slightly is not rounded up.
    units = max(1, ceil(n * (1 - 1e-12)))
    return SampleSize(units, units == population, population)


def _between(what: str, value: float, most: float) -> None:
    if not 0 < value < most:
        raise InvalidValue(
            f"The {what} cannot be {100 * value:g} %.",
            hint=f"Give a percentage above 0 and below {100 * most:g}.",
        )


def _population(population: int | None) -> None:
    if population is not None and population < 1:
        raise InvalidValue(
            f"{population} is not a valid population.", hint="Give a number of units above 0."
        )
