"""The machinery that runs documentation finds what is wrong, and only that."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from base64 import b64decode
from pathlib import Path

import console
import pytest
from console import DocumentError, agrees, differences, read_blocks, refreshed


def document(*lines: str) -> str:
    return "\n".join(["Some text.", "", *lines, "", "More text.", ""])


def block(*lines: str, kind: str = "console") -> str:
    return "\n".join([f"```{kind}", *lines, "```"])


def commands(text: str) -> list[list[str]]:
    return [[step.command for step in each.steps] for each in read_blocks(text)]


def test_a_document_without_commands_has_nothing_to_run() -> None:
    text = document("```yaml", "$ not: a command", "```")
    assert list(read_blocks(text)) == []
    assert differences(text) == []


def test_commands_are_read_with_their_output_and_their_line() -> None:
    (found,) = read_blocks(document(block("$ one", "1  ", "", "$ two \\", "    more", "2", "3")))
    one, two = found.steps
    assert (one.command, one.expected, one.line) == ("one", ("1",), 4)
    assert (two.command, two.expected, two.line) == ("two \\\n    more", ("2", "3"), 7)


def test_a_block_inside_a_longer_fence_is_text() -> None:
    assert commands(document("````text", block("$ one"), "````")) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (block("output", "$ one"), "line 4: no command"),
        ("```console\n$ one", "line 3: this block never ends"),
        (" ```console\n$ one\n```", "line 3: commands stand in an unindented block"),
        (block("$ one", kind="sh"), "line 3: commands stand in an unindented block"),
        (block("$ one", kind="Console"), "line 3: commands stand in an unindented block"),
        (block("$ one", kind="console elipsis"), "line 3: commands stand in"),
    ],
)
def test_commands_that_would_not_be_run_are_refused(wrong: str, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        list(read_blocks(document(wrong)))


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        ([], []),
        (["a", "b"], ["a", "b"]),
        (["a", "…", "d"], ["a", "b", "c", "d"]),
        (["a", "  ...", "d"], ["a", "d"]),
        (["…"], []),
        (["a", "…", "status 1"], ["a", "b", "status 1"]),
        (["a (b) [c]* \\d …"], ["a (b) [c]* \\d …"]),
    ],
)
def test_outputs_that_agree(expected: list[str], shown: list[str]) -> None:
    assert agrees(expected, shown)


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        (["a"], []),
        ([], ["a"]),
        (["a"], ["a", "b"]),
        (["a", "…", "d"], ["a", "b", "c"]),
        (["a."], ["ab"]),
        (["a … c"], ["a b c"]),
        (["a...c"], ["abc"]),
        (["a", "…"], ["a", "b", "status 1"]),
    ],
)
def test_outputs_that_differ(expected: list[str], shown: list[str]) -> None:
    assert not agrees(expected, shown)


def test_in_an_ellipsis_block_any_text_may_stand_inside_a_line_only() -> None:
    assert agrees(["made … at … o'clock."], ["made x at 12 o'clock."], ellipsis=True)
    assert not agrees(["made … at"], ["made x", "at"], ellipsis=True)
    assert not agrees(["made … at"], ["made x to"], ellipsis=True)


def test_a_true_document_has_no_differences() -> None:
    text = document(
        block("$ echo one; echo two >&2; echo three", "one", "two", "three"),
        block("$ echo wrong >&2; false", "wrong", "status 1", "", "$ true"),
        block("$ echo 1.2345", "1.2…", kind="console ellipsis"),
    )
    assert differences(text) == []
    assert refreshed(text) == text


@pytest.mark.parametrize(
    "wrong",
    [
        block("$ echo one", "two"),
        block("$ echo one"),
        block("$ echo one", "one", "two"),
        block("$ false"),
        block("$ exit 3"),
        block("$ no-such-program", "…"),
        block("$ true", "status 1"),
        block("$ echo 1.2345", "1.2…"),
        block("$ echo 'unclosed", "unclosed"),
    ],
)
def test_a_wrong_document_is_found_and_mended(wrong: str) -> None:
    text = document(block("$ true"), wrong)
    assert len(differences(text)) == 1
    assert differences(refreshed(text)) == []


def test_a_difference_is_told_as_a_diff_with_its_line() -> None:
    (difference,) = differences(document(block("$ echo one; echo two", "one", "three")))
    assert str(difference).splitlines() == [
        "line 4: $ echo one; echo two",
        "--- the document says",
        "+++ the program shows",
        "@@ -1,2 +1,2 @@",
        " one",
        "-three",
        "+two",
    ]


def test_a_command_that_ends_the_shell_leaves_the_rest_not_run() -> None:
    wrong = differences(document(block("$ echo bye; exit 3", "bye", "status 3", "$ echo on", "on")))
    assert [each.shown for each in wrong] == [
        ("bye", "status 3", "(this ended the shell)"),
        ("(not run: the shell had ended)",),
    ]


def test_a_table_is_a_workbook_where_that_is_said() -> None:
    table = ["| Film | Year |", "| --- | ---: |", "| Bliss | 1997 |", "| 50/50 | |"]
    path = "python_calamine.CalamineWorkbook.from_path('a book.xlsx')"
    program = f"import python_calamine; print({path}.get_sheet_by_index(0).to_python())"
    shown = "[['Film', 'Year'], ['Bliss', 1997.0], ['50/50', '']]"
    text = document(
        *("<!-- workbook: a book.xlsx -->", *table, "", "| no | workbook |", ""),
        block(f'$ python -c "{program}"', shown, "$ ls", "a book.xlsx"),
    )
    assert differences(text) == []
    made = zipfile.ZipFile(io.BytesIO(b64decode(commands(text)[0][0].split()[2])))
    assert b"2000-01-01T00:00:00Z" in made.read("docProps/core.xml"), "the same at any time"


def test_variables_and_files_last_from_block_to_block_until_a_fresh_folder() -> None:
    text = document(
        block("$ export WHERE=here; touch found"),
        "Text.",
        block("$ ls; echo $WHERE; pwd", "found", "here", "~/study"),
        "<!-- fresh folder -->",
        "Text.",
        block('$ ls; echo "$WHERE."', "."),
    )
    assert differences(text) == []


def test_a_block_marked_as_a_file_is_written_before_what_follows() -> None:
    text = document(
        "<!-- file: a sheet.csv -->",
        "```csv",
        "it's,100%",
        "```",
        block("$ cat 'a sheet.csv'", "it's,100%"),
        "<!-- file: a sheet.csv -->",
        "```csv",
        "mended",
        "```",
        block("$ cat 'a sheet.csv'", "mended"),
    )
    assert differences(text) == []


def test_everyone_is_ana_at_a_pipe_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTRAYALS_DB", "elsewhere.db")
    monkeypatch.setenv("XDG_DATA_HOME", "elsewhere")
    text = document(
        block("$ echo $USER $LOGNAME $COLUMNS $NO_COLOR $HOME", "ana ana 80 1 ~"),
        block('$ echo "$PORTRAYALS_DB$XDG_DATA_HOME."', "."),
        block("$ test -t 1", "status 1", "$ test -t 0", "status 1"),
        block("$ python -c 'import getpass; print(getpass.getuser())'", "ana"),
        block(f"$ python -c 'import sys; print(sys.prefix == \"{sys.prefix}\")'", "True"),
    )
    assert differences(text) == []


def test_both_streams_of_a_python_program_come_in_the_order_of_writing() -> None:
    program = "import sys; print(1); print(2, file=sys.stderr); print(3)"
    assert differences(document(block(f"$ python -c '{program}'", "1", "2", "3"))) == []


def test_what_installs_is_read_but_not_run() -> None:
    text = document("<!-- install -->", block("$ touch made", kind="console once"))
    (found,) = read_blocks(text)
    assert (found.kind, found.comments) == ("once", ("install",))
    assert differences(text + block("$ ls")) == []


def test_refreshing_changes_wrong_outputs_and_nothing_else() -> None:
    before = block("$ echo one", "wrong", "", "$ seq 3", "1", "…", "", "$ echo two; false")
    after = block("$ echo one", "one", "", "$ seq 3", "1", "…", "", "$ echo two; false", "two")
    assert refreshed(document(before)) == document(after.replace("two\n```", "two\nstatus 1\n```"))


def test_refreshing_refuses_an_output_that_would_be_read_as_a_command() -> None:
    with pytest.raises(DocumentError, match="read as a command"):
        refreshed(document(block("$ echo '$ rm -r /'", "wrong")))


def test_files_named_on_the_command_line_are_rewritten(tmp_path: Path) -> None:
    wrong, right = (document(block("$ echo é", each)) for each in ("wrong", "é"))
    file = tmp_path / "page.md"
    file.write_text(wrong, encoding="utf-8")
    subprocess.run([sys.executable, console.__file__, file], check=True)
    assert file.read_text(encoding="utf-8") == right
