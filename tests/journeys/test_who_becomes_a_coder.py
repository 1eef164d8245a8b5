"""Who acts is somebody: no word with a meaning of its own, and no name made up for signs."""

from __future__ import annotations

from pathlib import Path

import pytest
from mistaken import Mistaken

from portrayals.errors import InvalidValue
from portrayals.notation.keys import coder_key

NOBODY = ["consensus", "Consensus", "none", "any", "§§", "\udcff", "\u200b", "-"]


@pytest.mark.parametrize("login", NOBODY)
def test_a_login_name_that_is_nobody_s_is_refused_with_the_way_on(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    monkeypatch.setenv("LOGNAME", login)
    before = mistaken.state()
    for typed in (
        ("add", "title", "New"),
        ("annotate", "prime", "outcome=mixed"),
        ("init", "new.db", "--codebook", "none"),
    ):
        said = mistaken(*typed)
        assert said.status == 1
        assert said.lines[0].endswith(" cannot be a coder's key")
        assert "--as KEY" in said.lines[1]
    assert mistaken.state() == before
    assert mistaken("--as", "ana", "add", "title", "New").status == 0
    assert mistaken("list", "titles").status == 0


@pytest.mark.parametrize("name", ["§§", "consensus"])
def test_a_study_is_not_begun_by_nobody(mistaken: Mistaken, name: str) -> None:
    said = mistaken("init", "new.db", "--codebook", "none", "--as", name)
    assert said.lines[0] == f'portrayals: "{name}" cannot be a coder\'s key'
    assert not Path("new.db").exists()


def test_the_consensus_is_added_by_no_hand(mistaken: Mistaken) -> None:
    Path("coded.csv").write_text("unit,variable,coder,value\nprime,outcome,consensus,mixed\n")
    before = mistaken.state()
    said = mistaken("add", "coder", "consensus")
    assert said.status == 1
    assert said.lines == [
        'portrayals: "consensus" is reserved for adjudicated answers and cannot code',
        "  choose another key",
    ]
    said = mistaken("import", "annotations", "coded.csv", "--create")
    assert said.status == 1
    assert "cannot code" in said.err
    assert mistaken.state() == before


def test_a_key_of_signs_alone_is_given_a_word_for_an_example(mistaken: Mistaken) -> None:
    assert mistaken("add", "coder", "§§").lines[1] == "  write a word: coder-a"


@pytest.mark.slow
def test_the_demonstration_wants_no_name(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "§§")
    assert mistaken("demo").status == 0


def test_a_person_is_called_by_letters_and_digits() -> None:
    for name, key in (
        ("Ana Bell", "ana-bell"),
        ("b\udcffo", "b-o"),
        ("title", "title"),
        ("7", "7"),
    ):
        assert coder_key(name) == key
    for name in NOBODY:
        with pytest.raises(InvalidValue):
            coder_key(name)
