"""An address is told without its password, wherever in it and in whatever text it stands."""

from __future__ import annotations

import pytest

from portrayals.notation.database_urls import without_password


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://ana:secret@host/study", "postgresql://ana:***@host/study"),
        ("postgresql://ana:se@cret@host/study", "postgresql://ana:***@host/study"),
        ("postgresql://ana:se%2Fcret@host:5432/a", "postgresql://ana:***@host:5432/a"),
        ("postgresql://ana:se/cr?et@host/study", "postgresql://ana:***@host/study"),
        ("postgresql://:secret@host/study", "postgresql://:***@host/study"),
        (
            "postgresql://host/study?user=ana&password=secret",
            "postgresql://host/study?user=ana&password=***",
        ),
        (
            "postgresql://host/a?password=se@cret&sslmode=require",
            "postgresql://host/a?password=***&sslmode=require",
        ),
        (
            "postgresql+psycopg://host/a?p%61ssword=secret",
            "postgresql+psycopg://host/a?p%61ssword=***",
        ),
        ("postgresql://host/a?SSLPassword=secret", "postgresql://host/a?SSLPassword=***"),
        (
            "init 'postgresql://ana:secret@host/a' --starter --as ana@home",
            "init 'postgresql://ana:***@host/a' --starter --as ana@home",
        ),
        ("postgresql:/ana:secret@host/study", "postgresql:/ana:***@host/study"),
        ("postgresql://ana@host/study", "postgresql://ana@host/study"),
        ("C:/films/a:b.db", "C:/films/a:b.db"),
        ("postgresql://host/study", "postgresql://host/study"),
        ("postgresql://[::1]:5432/study", "postgresql://[::1]:5432/study"),
        ("http://film.example/a:b?page=2", "http://film.example/a:b?page=2"),
        ("my:file@home.db", "my:file@home.db"),
    ],
)
def test_a_password_is_masked_and_nothing_else(text: str, shown: str) -> None:
    assert without_password(text) == shown


@pytest.mark.parametrize("repeated", ["x", "x://a:", "://", "x://?a=", "?a=b;"])
def test_a_long_text_takes_no_longer_than_its_length(repeated: str) -> None:
    """Begun anew within each word or address, these would take hours."""
    text = "remark=x://" + repeated * 200_000
    assert without_password(text) == text
