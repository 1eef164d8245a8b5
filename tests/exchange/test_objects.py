"""JSON and JSON Lines as rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read, read_bytes

from portrayals.errors import InvalidValue, PortrayalsError

EVIDENCE = (
    *("code", "episode", "start", "end", "quote", "describes"),
    *("source", "citation", "address", "dated", "accessed"),
)


def as_array(folder: Path, *objects: object) -> Read:
    return read_bytes(folder, json.dumps(objects, ensure_ascii=False), "rows.json")


def as_lines(folder: Path, *objects: object) -> Read:
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
    return read_bytes(folder, lines, "rows.jsonl")


@pytest.mark.parametrize("reader", [as_array, as_lines])
def test_columns_are_all_keys_in_the_order_in_which_they_appear(
    reader: type[Read], tmp_path: Path
) -> None:
    found = reader(tmp_path, {"a": 1, "b": "x"}, {}, {"c": True, "a": None, "findings": {}})
    assert found.columns == ("a", "b", "c")
    assert found.cells == [("1", "x", ""), ("", "", "true")]
    assert found.lines == [1, 3]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("null", ""),
        ("true", "true"),
        ('"  Amélie\\u00a0"', "Amélie"),
        ('"\'=1+1"', "'=1+1"),
        ("12", "12"),
        ("12.50", "12.5"),
        ("3.0", "3"),
        ("1e3", "1000"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("1e400", "1e400"),
        ("1e-999999999999999999999", "1e-999999999999999999999"),
        ("9" * 5000, "9" * 5000),
        ('["US", "G;B", 2]', "US;G\\;B;2"),
        ('{"imdb": "tt0387514", "tmdb": 1}', "imdb:tt0387514;tmdb:1"),
        ('[{"code": "a"}]', '[{"code": "a"}]'),
    ],
)
def test_a_value_is_a_cell(value: str, cell: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, f'{{"key": "x", "value": {value}}}', "rows.jsonl")
    assert found.cells == [("x", cell)]


def test_the_one_list_of_objects_in_an_object_is_read(tmp_path: Path) -> None:
    content = '{"made": "today", "tags": ["a"], "films": [{"name": "Prime"}]}'
    assert read_bytes(tmp_path, content, "rows.json").cells == [("Prime",)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', 'lists of objects: "a", "c"'),
        ('{"a": 1}', "no list of objects"),
        ("12", "no list of objects"),
        ("[]", "no rows"),
        ("[{}]", "no rows"),
        ("[NaN]", "NaN is not a number"),
        ("[" * 100_000, "too deeply"),
    ],
)
def test_json_without_rows_is_refused(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=said) as refused:
        read_bytes(tmp_path, content, "rows.json")
    assert "rows.json" in refused.value.message


def test_broken_json_is_told_with_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="not JSON: expecting") as refused:
        read_bytes(tmp_path, '[{"a": 1},\n {"b" 2}]', "rows.json")
    assert refused.value.where is not None
    assert refused.value.where.endswith("line 2, column 7")


def test_json_lines_under_the_name_of_json_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_bytes(tmp_path, '{"a": 1}\n{"a": 2}\n', "rows.json")
    assert refused.value.hint is not None
    assert ".jsonl" in refused.value.hint


@pytest.mark.parametrize(
    ("content", "told", "where"),
    [
        (
            '[{"name": "A", "name": "B"}]',
            'a list of objects: two values have the name "name"',
            "row 1",
        ),
        ('[1, {"name": "A", "name": "B"}]', "a list of objects: a number, not an object", "row 1"),
        ('{"name": "A", "name": "B"}', 'cannot be read: two values have the name "name"', ""),
        ('{"a": [{"b": 1}], "a": [{"b": 2}]}', 'cannot be read: two values have the name "a"', ""),
        ("[{}, {}]", "has no rows", ""),
    ],
)
def test_a_list_without_a_row_says_what_is_wrong_with_the_first(
    content: str, told: str, where: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValue, match=told) as refused:
        read_bytes(tmp_path, content, "rows.json")
    assert refused.value.hint
    assert (refused.value.where or "").endswith(where)


BROKEN = {
    '{"a" 2}': "not JSON: expecting ':' delimiter (column 6)",
    "[1]": "a list, not an object",
    "12": "a number, not an object",
    '"12"': "text, not an object",
    "null": "null, not an object",
    "false": "true or false, not an object",
    '{"a": Infinity}': "Infinity is not a number in JSON; write null",
    '{"a": 1, "a": 2}': 'two values have the name "a"',
    '{"a": {"b": 1, "b": 2}}': 'two values within "a" have the same name',
    '{"a": "\\ud800"}': '"a" has NUL or half a character',
    '{"a\\udc00": "x"}': '"a\\udc00" has NUL or half a character',
    '{"a": "x\\u0000y"}': '"a" has NUL or half a character',
    '{"a": ' + "[" * 100_000: "lists or objects are nested too deeply",
    '{"a": ' + "[" * 400 + "]" * 400 + "}": None,
    '{"a": 1, "a": 1}': None,
    '{"a": "\\ud83d\\ude00"}': None,
}


@pytest.mark.parametrize("line", BROKEN)
def test_a_line_that_is_no_row_takes_no_other_with_it(line: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, f'{{"a": 1}}\n\n{line}\n{{"a": 2}}\n', "rows.jsonl")
    assert found.columns == ("a",)
    reason = BROKEN[line]
    if reason is None:
        assert found.lines == [1, 3, 4]
    else:
        assert found.lines == [1, 4]
        assert [bad.line for bad in found.bad] == [3]
        assert found.bad[0].reason.startswith(reason)


def test_lines_of_which_none_is_a_row_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="not JSON Lines: not JSON") as refused:
        read_bytes(tmp_path, "name,year\nPrime,2005\n", "rows.jsonl")
    assert refused.value.where is not None
    assert refused.value.where.endswith("line 1")


def test_line_separators_within_text_end_no_line(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, '{"a": "x\u2028y\x85z"}\r\n{"a": 1}\r\n', "rows.ndjson")
    assert found.cells == [("x\u2028y\x85z",), ("1",)]
    assert found.lines == [1, 2]


def annotation(**rest: object) -> dict[str, object]:
    return {"unit": "prime", "variable": "act", "coder": "a"} | rest


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ({"value": ["gift", "a;b"], "doubtful": ["couple"]}, "gift;a\\;b;maybe:couple"),
        ({"state": "coded", "value": [], "doubtful": ["couple"]}, "maybe:couple"),
        ({"state": "coded", "value": True, "doubtful": []}, "true"),
        ({"state": "coded", "value": False}, "false"),
        ({"state": "coded", "value": 2.50}, "2.5"),
        ({"state": "coded", "value": "harmed"}, "harmed"),
        ({"value": 0}, "0"),
        ({"state": "none", "value": [], "doubtful": []}, "none"),
        ({"state": "none", "value": None}, "none"),
        ({"state": "cannot-tell", "value": None, "evidence": []}, "cannot-tell"),
        ({"state": "unavailable"}, "unavailable"),
        ({"state": "not-coded", "value": None}, "not-coded"),
        ({"value": None}, ""),
    ],
)
@pytest.mark.parametrize("reader", [as_array, as_lines])
def test_an_annotation_has_one_cell_for_its_answer(
    reader: type[Read], answer: dict[str, object], value: str, tmp_path: Path
) -> None:
    found = reader(tmp_path, annotation(**answer))
    assert found.columns == ("unit", "variable", "coder", "value", *EVIDENCE)
    assert found.cells == [("prime", "act", "a", value, *[""] * 11)]


@pytest.mark.parametrize("reader", [as_array, as_lines])
def test_each_piece_of_evidence_is_a_row(reader: type[Read], tmp_path: Path) -> None:
    pieces = [
        {"code": "gift", "episode": "S01E02", "start": "12:30", "end": "14:05", "quote": "a, b"},
        {"code": "gift", "source": "blog", "description": "A tie.", "citation": "A blog"},
        {"source": "blog", "describes": "Another."},
    ]
    found = reader(tmp_path, annotation(value=["gift"], evidence=pieces), annotation(value=[]))
    assert found.columns == ("unit", "variable", "coder", "value", *EVIDENCE)
    assert [cells[4:] for cells in found.cells] == [
        ("gift", "S01E02", "12:30", "14:05", "a, b", "", "", "", "", "", ""),
        ("gift", "", "", "", "", "A tie.", "blog", "A blog", "", "", ""),
        ("", "", "", "", "", "Another.", "blog", "", "", "", ""),
        ("",) * 11,
    ]
    assert {cells[:4] for cells in found.cells[:3]} == {("prime", "act", "a", "gift")}
    assert found.lines == [1, 1, 1, 2]


def test_evidence_that_stands_in_the_annotation_itself_is_kept(tmp_path: Path) -> None:
    found = as_lines(tmp_path, annotation(value="gift", episode="S01E02", quote="so"))
    assert dict(zip(found.columns, found.cells[0], strict=True))["quote"] == "so"


@pytest.mark.parametrize(
    "odd", [{"evidence": 3}, {"evidence": [1]}, {"doubtful": 1}, {"state": []}]
)
def test_an_annotation_of_another_form_is_read_or_told(
    odd: dict[str, object], tmp_path: Path
) -> None:
    found = as_lines(tmp_path, annotation(value=None) | odd, annotation(value=1))
    assert len(found.rows) + len(found.bad) == 2


KEYS = st.sampled_from(["unit", "variable", "value", "state", "doubtful", "evidence"]) | st.text()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=12,
)


@settings(deadline=None, max_examples=examples(200))
@given(
    content=st.lists(JSON).map(json.dumps)
    | st.lists(JSON.map(json.dumps)).map("\n".join)
    | st.text(alphabet='{}[],:"\\u0e1-. \n\ud800', max_size=40).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    ),
    name=st.sampled_from(["any.json", "any.jsonl"]),
)
def test_any_json_is_read_or_refused(
    content: str | bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        found = read_bytes(tmp_path_factory.getbasetemp(), content, name)
    except PortrayalsError:
        return
    assert found.rows or found.bad
