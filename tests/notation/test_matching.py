"""What is meant by letters of words."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from portrayals.notation.matching import meant


@dataclass(frozen=True)
class Code:
    """A code with its label."""

    key: str
    label: str


CODES = [
    Code("dating", "Dating"),
    Code("dating-current-client", "Dating, current client"),
    Code("dating-former-client", "Dating, former client"),
    Code("declared-cured-to-date", "Declares client cured, then romance"),
    Code("gives-gift", "Gives gift"),
    Code("boundary-act=none", "Boundary act: none of these"),
    Code("baiser", "Küss mich"),
]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("dating", ["dating"]),
        ("dat cur", ["dating-current-client"]),
        (
            "DAT",
            [
                "dating",
                "dating-former-client",
                "dating-current-client",
                "declared-cured-to-date",
            ],
        ),
        ("cli", ["dating-former-client", "dating-current-client"]),
        ("cur dat", ["declared-cured-to-date"]),
        ("client cured", ["declared-cured-to-date"]),
        ("cli dat for", ["dating-former-client"]),
        ("ift", ["gives-gift"]),
        ("kuss", ["baiser"]),
        ("Küss mich", ["baiser"]),
        ("bound none", ["boundary-act=none"]),
        ("zzz", []),
        ("dat zzz", []),
        ("  ", []),
        ("-", []),
    ],
)
def test_the_best_fit_is_meant(typed: str, keys: list[str]) -> None:
    assert [each.key for each in meant(typed, CODES)] == keys
