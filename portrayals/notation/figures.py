"""Figures of a test or an effect as printed: never `nan`, never a false zero."""

from __future__ import annotations

from typing import Final

#: The names of tests and effects in output.
TEST_NAMES: Final = {
    "chi2": "chi-square",
    "fisher": "Fisher's exact test",
    "permutation": "permutation test",
    "rao-scott": "Rao-Scott",
    "cochran-mantel-haenszel": "Cochran-Mantel-Haenszel",
    "breslow-day": "Breslow-Day",
    "t": "linearised t test",
    "linear-by-linear": "linear by linear",
    "linear-by-linear-by-title": "linear by linear",
}
EFFECT_NAMES: Final = {
    "cramers-v-corrected": "Cramér's V, bias-corrected",
    "cramers-v": "Cramér's V",
    "odds-ratio": "odds ratio",
    "mantel-haenszel-odds-ratio": "Mantel-Haenszel odds ratio",
}
ADJUSTMENT_NAMES: Final = {"holm": "Holm", "benjamini-hochberg": "Benjamini-Hochberg"}


def p_value(p: float | None) -> str:
    """`p = 0.034`, `p < 0.001`, `p undefined`."""
    if p is None:
        return "p undefined"
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def effect_size(value: float) -> str:
    """About three digits, without trailing zeros: `0.12`, `1.95`, `23.4`, `8310`."""
    if value >= 1000:
        return f"{value:.0f}" if value < 1e7 else f"{value:.1e}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def coefficient(value: float | None, digits: int = 3) -> str:
    """`.912`, `-.034`, `1.000`: as journals print what lies between -1 and 1; null is nothing."""
    if value is None:
        return ""
    figure = f"{value:.{digits}f}"
    sign, digits_only = ("-", figure[1:]) if figure.startswith("-") else ("", figure)
    return (sign if float(figure) else "") + digits_only.removeprefix("0")


def limits(low: float | None, high: float | None) -> str:
    """`[.83, .97]`, or of the lower limit alone `from .83`; nothing where there is none."""
    if low is None:
        return ""
    if high is None:
        return f"from {coefficient(low, 2)}"
    return f"[{coefficient(low, 2)}, {coefficient(high, 2)}]"
