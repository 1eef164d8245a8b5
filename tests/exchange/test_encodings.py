"""How the encoding of a file is found, and what is said where it cannot be."""

from __future__ import annotations

import codecs
import io
import os
import sys
import threading
from pathlib import Path

import pytest
from reading import read, read_bytes

from portrayals.errors import InvalidValue, UnknownKey

FILM = "name,note\nAmélie,“Ж” – ok\n"
CELLS = [("Amélie", "“Ж” – ok")]


@pytest.mark.parametrize(
    "content",
    [
        FILM.encode(),
        codecs.BOM_UTF8 + FILM.encode(),
        FILM.encode("utf-16"),
        codecs.BOM_UTF16_BE + FILM.encode("utf-16-be"),
        FILM.encode("utf-16-le"),
        FILM.encode("utf-16-be"),
        FILM.encode("utf-32"),
        codecs.BOM_UTF32_BE + FILM.encode("utf-32-be"),
    ],
)
def test_unicode_is_found_by_its_mark_or_its_bytes(content: bytes, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, content)
    assert found.columns == ("name", "note")
    assert found.cells == CELLS
    assert found.notices == ()


def test_what_is_not_utf_8_is_windows_1252_and_said(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "name\nfirst\nAmélie – “ok”\n".encode("cp1252"))
    assert found.cells[1] == ("Amélie – “ok”",)
    assert found.encoding == "windows-1252"
    assert "line 3" in found.notices[0]
    assert "--encoding" in found.notices[0]


def test_the_last_byte_decides_as_well_as_the_first(tmp_path: Path) -> None:
    content = b"name\n" + b"long words\n" * 200_000 + "é\n".encode("cp1252")
    assert read_bytes(tmp_path, content).cells[-1] == ("é",)


def test_bytes_that_windows_1252_has_not_are_latin_1(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"name\n\xe9 \x81 \x9d.\n").cells == [("é \x81 \x9d.",)]


@pytest.mark.parametrize("asked", ["macroman", "MacRoman", "mac_roman"])
def test_an_encoding_can_be_named(asked: str, tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_bytes("name\nGrey’s Anatomy\n".encode("macroman"))
    assert read(tmp_path / "films.csv", asked).cells == [("Grey’s Anatomy",)]


@pytest.mark.parametrize("asked", ["utf-8", "utf8", "UTF-8", "utf-8-sig"])
def test_a_mark_is_no_letter_where_utf_8_is_named(asked: str, tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_bytes(codecs.BOM_UTF8 + FILM.encode())
    assert read(tmp_path / "films.csv", asked).columns == ("name", "note")


@pytest.mark.parametrize("asked", ["utf-16-le", "utf-16"])
def test_a_mark_is_no_letter_where_utf_16_is_named(asked: str, tmp_path: Path) -> None:
    content = '"name, all of it",note\nx,y\n'.encode("utf-16-le")
    (tmp_path / "films.csv").write_bytes(codecs.BOM_UTF16_LE + content)
    assert read(tmp_path / "films.csv", asked).columns == ("name, all of it", "note")


@pytest.mark.parametrize("asked", ["klingon", "", "base64", "rot13", "utf-8\0", "hex", "locale"])
def test_an_encoding_that_there_is_not_is_refused(asked: str, tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text(FILM, encoding="utf-8")
    with pytest.raises(InvalidValue, match="there is no encoding"):
        read(tmp_path / "films.csv", asked)


@pytest.mark.parametrize(
    ("asked", "place"), [("ascii", "line 2, byte 12"), ("utf-8", "line 2, byte 12")]
)
def test_an_encoding_that_does_not_fit_is_refused_with_the_place(
    asked: str, place: str, tmp_path: Path
) -> None:
    (tmp_path / "films.csv").write_bytes(b"name,note\nAm\xe9lie,x\n")
    with pytest.raises(InvalidValue, match=f"not text in {asked}") as refused:
        read(tmp_path / "films.csv", asked)
    assert refused.value.where is not None
    assert refused.value.where.endswith(place)


def test_the_place_is_right_far_into_a_file(tmp_path: Path) -> None:
    content = b"name\r\n" + b"ab\r\n" * 700_000 + b"\xff\r\n"
    (tmp_path / "films.csv").write_bytes(content)
    with pytest.raises(InvalidValue) as refused:
        read(tmp_path / "films.csv", "utf-8")
    assert refused.value.where is not None
    assert refused.value.where.endswith(f"line 700002, byte {len(content) - 3}")


@pytest.mark.parametrize("asked", ["undefined", "idna", "punycode", "utf-7", "utf-32", "cp037"])
def test_odd_encodings_are_read_or_refused(asked: str, tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_bytes(b"name\nAm\xe9lie\n")
    with pytest.raises(InvalidValue):
        read(tmp_path / "films.csv", asked)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \r\n\n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (codecs.BOM_UTF16_LE, "is empty"),
        (b"name,year\n", "no rows"),
        (b"name,year\n,,\n  \n", "no rows"),
        (b"name\nfirst\nsec\0ond\n", "NUL"),
        (b"name\nAm\xe9lie\nsec\0ond\n", "NUL"),
        (bytes(range(256)) * 20, "NUL"),
        (b"PK\x03\x04\x14\0\x06\0", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cannot be read"),
        (codecs.BOM_UTF16_LE + b"a", "not text in utf-16"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(
    content: bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValue, match=said) as refused:
        read_bytes(tmp_path, content)
    assert "films.csv" in refused.value.message
    assert refused.value.hint


def test_nul_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="NUL") as refused:
        read_bytes(tmp_path, b"name\nfirst\nsec\0ond\n")
    assert refused.value.where is not None
    assert refused.value.where.endswith("line 3")


def test_a_missing_file_names_those_like_it(tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text(FILM, encoding="utf-8")
    with pytest.raises(UnknownKey, match="there is no file") as refused:
        read(tmp_path / "film.csv")
    assert refused.value.candidates == (str(tmp_path / "films.csv"),)


@pytest.mark.parametrize("path", ["", "no/such/folder/films.csv", "films\0.csv", "x" * 5000])
def test_a_path_to_nothing_is_refused(path: str) -> None:
    with pytest.raises((UnknownKey, InvalidValue)):
        read(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="is a folder"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text(FILM, encoding="utf-8")
    (tmp_path / "films.csv").chmod(0)
    with pytest.raises(InvalidValue, match="cannot be read"):
        read(tmp_path / "films.csv")


@pytest.mark.parametrize(
    "content",
    [
        FILM,
        FILM.replace(",", "\t"),
        FILM.replace(",", ";"),
        '{"name": "Amélie", "note": "“Ж” – ok"}',
        '\ufeff{"name": "Amélie", "note": "“Ж” – ok"}\n\n{}\n',
        '[{"name": "Amélie",\n "note": "“Ж” – ok"}]',
        '{"films":\n[{"name": "Amélie", "note": "“Ж” – ok"}]}',
        '{"films": [{"name": "Amélie", "note": "“Ж” – ok"}]}',
    ],
)
def test_standard_input_is_read_as_what_it_looks_like(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    found = read("-")
    assert found.columns == ("name", "note")
    assert found.cells == CELLS
    assert found.notices == ()


def test_closed_standard_input_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InvalidValue, match="standard input is empty"):
        read("-")


def test_what_can_be_read_only_once_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(FILM, "utf-8"))
    writer.start()
    assert read(tmp_path / "pipe").cells == CELLS
    writer.join()
