from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrayals.analysis.samplesize import SampleSize, units_for_alpha, units_for_proportion
from portrayals.errors import InvalidValue


# Krippendorff (2011 and later), table of required sample sizes, after Bloch & Kraemer (1989).
@pytest.mark.parametrize(
    ("minimum", "prevalence", "units"),
    [(0.667, 0.25, 81), (0.8, 0.25, 139), (0.667, 0.05, 330), (0.8, 0.05, 560)],
)
def test_the_published_numbers_of_units_to_code_twice_come_out(
    minimum: float, prevalence: float, units: int
) -> None:
    assert units_for_alpha(minimum, prevalence=prevalence) == SampleSize(units, False, None)


# Cochran (1977), Sampling Techniques, 4.4: the familiar 385 of any large population, and 278 of
# 1,000 (Krejcie & Morgan 1970, Educational and Psychological Measurement 30, table 1).
def test_the_familiar_numbers_of_units_for_five_points_either_way_come_out() -> None:
    assert units_for_proportion(0.05).units == 385
    assert units_for_proportion(0.05, population=1000).units == 278
    assert units_for_proportion(0.05, population=1_000_000).units == 384


@given(
    half=st.floats(0.005, 0.4),
    share=st.floats(0.01, 0.99),
    population=st.one_of(st.none(), st.integers(1, 100_000)),
)
def test_the_units_suffice_and_one_fewer_would_not(
    half: float, share: float, population: int | None
) -> None:
    found = units_for_proportion(half, share=share, population=population)

    def reaches(n: int) -> float:
        finite = 1.0 if population is None else (population - n) / max(1, population - 1)
        return 1.959963984540054 * math.sqrt(share * (1 - share) / n * finite)

    assert reaches(found.units) <= half * (1 + 1e-9)
    if found.units > 1 and not found.everything:
        assert reaches(found.units - 1) > half * (1 - 1e-9)
    if population is not None:
        assert 1 <= found.units <= population


def test_a_design_effect_multiplies_the_units() -> None:
    assert units_for_proportion(0.1, deff=1.0).units == 97
    assert units_for_proportion(0.1, deff=2.0).units == 193


def test_where_fewer_units_exist_all_are_to_be_coded_twice() -> None:
    assert units_for_alpha(0.8, prevalence=0.05, population=80) == SampleSize(80, True, 80)
    assert units_for_alpha(0.8, prevalence=0.25, population=139).everything
    assert not units_for_alpha(0.8, prevalence=0.25, population=5000).everything


def test_more_confidence_asks_for_more_units() -> None:
    surer = units_for_alpha(0.8, prevalence=0.25, confidence=0.99)
    assert surer.units > 139
    assert units_for_proportion(0.05, confidence=0.99).units > 385


@pytest.mark.parametrize("bad", [0.0, -0.1, 0.5, 5.0, math.nan, math.inf])
def test_a_senseless_half_width_is_refused(bad: float) -> None:
    with pytest.raises(InvalidValue, match="half-width"):
        units_for_proportion(bad)


@pytest.mark.parametrize("bad", [0.0, 1.0, -1.0, 25.0, math.nan])
def test_senseless_shares_are_refused(bad: float) -> None:
    with pytest.raises(InvalidValue, match="share"):
        units_for_proportion(0.05, share=bad)
    with pytest.raises(InvalidValue, match="prevalence"):
        units_for_alpha(0.8, prevalence=bad)
    with pytest.raises(InvalidValue, match="alpha"):
        units_for_alpha(bad, prevalence=0.25)
    with pytest.raises(InvalidValue, match="confidence"):
        units_for_alpha(0.8, prevalence=0.25, confidence=bad)


def test_a_population_of_nobody_and_no_design_effect_are_refused() -> None:
    for population in (0, -3):
        with pytest.raises(InvalidValue, match="population"):
            units_for_proportion(0.05, population=population)
        with pytest.raises(InvalidValue, match="population"):
            units_for_alpha(0.8, prevalence=0.25, population=population)
    for deff in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(InvalidValue, match="design effect"):
            units_for_proportion(0.05, deff=deff)
