"""Tab in the shells themselves: bash, zsh and fish as they are installed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from terminal import Terminal

SWITCH_ON = {
    "bash": 'eval "$(portrayals completion bash)"',
    "zsh": 'eval "$(portrayals completion zsh)"',
    "fish": "portrayals completion fish | source",
}
PLAIN = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
PROMPT = {
    "bash": "PS1='ready> '",
    "zsh": "PS1='ready> '",
    "fish": "function fish_prompt; echo -n 'ready> '; end",
}
TAB = "\t"


def need(shell: str) -> None:
    """Skips the test without that shell; in CI it fails."""
    if shutil.which(shell):
        return
    if os.environ.get("CI"):
        pytest.fail(f"there is no {shell}, and CI must have one: see .ci/run")
    pytest.skip(f"no {shell} to press Tab in")


@pytest.fixture
def environment(starter_once: Path, tmp_path: Path) -> dict[str, str]:
    """Of somebody whose study is in the folder one is in."""
    (tmp_path / "portrayals.db").write_bytes(starter_once.read_bytes())
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    return {**kept, **home, "PATH": path, "TERM": "xterm", "LC_ALL": "C.UTF-8"}


Press = Callable[[str, str, str], str]


@pytest.fixture
def press(environment: dict[str, str], tmp_path: Path) -> Iterator[Press]:
    """Types a line in a shell, with Tab where it has one, until a text is on the screen."""
    opened: list[Terminal] = []

    def pressed(shell: str, line: str, until: str) -> str:
        need(shell)
        terminal = Terminal(PLAIN[shell], environment)
        opened.append(terminal)
        for command in (f"cd {shlex.quote(str(tmp_path))}", SWITCH_ON[shell], PROMPT[shell]):
            terminal.type(f"{command}\r")
        terminal.type("echo be''gun\r")
        terminal.read_until("begun")
        terminal.type(line)
        return terminal.read_until(until)

    yield pressed
    for terminal in opened:
        terminal.close()


def in_bash(environment: dict[str, str], folder: Path, line: str, replaced: str) -> list[str]:
    """What the function of the script leaves in COMPREPLY for a line with the cursor at its end."""
    need("bash")
    words = shlex.join(line.split(" "))
    script = f"""
        {SWITCH_ON["bash"]}
        COMP_LINE={shlex.quote(line)} COMP_POINT={len(line)} COMP_TYPE=9
        COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _portrayals portrayals {shlex.quote(replaced)} ''
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "replaced", "replies"),
    [
        ("portrayals unt", "unt", ["untag "]),
        ("portrayals tag 50-", "50-", ["50-50/"]),
        ("portrayals tag 50-50/", "50-50/", ["50-50/katherine-mckay/"]),
        ("portrayals list titles boundary-act:flir", "flir", ["flirting "]),
        ("portrayals annotate x gender=fem", "fem", ["female "]),
        ("portrayals stats --by deca", "deca", ["decade "]),
        ("portrayals tag x y@12", "12", [""]),
        ("portrayals stats -o f", "f", [""]),
    ],
)
def test_bash_replies(
    line: str, replaced: str, replies: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    assert in_bash(environment, tmp_path, line, replaced) == replies


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"portrayals unt{TAB}", "portrayals untag "),
        (f"portrayals tag 50-{TAB}{TAB}", "50-50/katherine-mckay/"),
        (f"portrayals list titles boundary-act:flir{TAB}", "boundary-act:flirting "),
        (f"portrayals stats -o portr{TAB}", "portrayals.db"),
    ],
)
def test_tab_completes(shell: str, typed: str, shown: str, press: Press) -> None:
    assert shown in press(shell, typed, shown)


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_name_in_quotation_marks_reaches_the_program(
    shell: str, quote: str, press: Press
) -> None:
    typed = f"portrayals show {quote}50/5{TAB}"
    assert "Adam Lerner" in press(shell, f"{typed}\x05{quote * (shell != 'bash')}\r", "Adam Lerner")


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_labels_stand_beside_codes(shell: str, press: Press) -> None:
    line = f"portrayals stats boundary-act:gi{TAB}"
    assert "gives-gift" in press(shell, line, "Gifts and services")


@pytest.mark.slow
def test_zsh_loads_the_script_from_a_folder_of_functions(
    environment: dict[str, str], tmp_path: Path
) -> None:
    need("zsh")
    script = subprocess.run(
        ["portrayals", "completion", "zsh"], env=environment, capture_output=True, check=True
    )
    (tmp_path / "_portrayals").write_bytes(script.stdout)
    line = 'fpath=($PWD $fpath); autoload -U compinit; compinit -u; print "$_comps[portrayals]"'
    done = subprocess.run(
        ["zsh", "-f", "-c", line], env=environment, cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout == b"_portrayals\n"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("portrayals unt", ["untag\tRemove codes"]),
        ("portrayals tag 50-", ["50-50/\t50/50 (2011)"]),
        ('portrayals show "50/5', ["50/50/\t50/50 (2011)"]),
        ("portrayals stats boundary-act:flir", ["boundary-act:flirting\tFlirting"]),
        ("portrayals stats -o portr", ["portrayals.db"]),
        ("portrayals tag x y@12", []),
    ],
)
def test_fish_offers(
    line: str, offered: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    need("fish")
    command = f"{SWITCH_ON['fish']}; complete -C {shlex.quote(line)}"
    done = subprocess.run(
        ["fish", "--no-config", "-c", command],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    found = done.stdout.splitlines()
    assert len(found) == len(offered)
    assert all(each.startswith(begun) for each, begun in zip(found, offered, strict=True))
