"""What describes each kind of coder: a program has a model, a compilation a method.

A compilation that is a published catalogue has the name of the catalogue as its model, and its
edition as the version of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.notation.did_you_mean import choose
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.tables import annotation, coder
from portrayals.vocabulary import BASES, CODER_KINDS, COMPILED_BASES, CONSENSUS, Basis

#: The columns of `coder` that belong to one kind only.
TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "program": ("model", "model_version", "instruction_sha256"),
    "compilation": ("method", "model", "model_version"),
}
#: The columns that each kind requires.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "program": ("model", "model_version"),
    "compilation": ("method",),
}
#: The columns in which a sheet of annotations says what its coders are.
COLUMNS: Final = ("coder_kind", "model", "model_version", "instruction_sha256", "method")
SHA256: Final = re.compile(r"[0-9a-f]{64}")

_WORDS: Final[Mapping[str, str]] = {
    "model": "model",
    "model_version": "version",
    "instruction_sha256": "instruction",
    "method": "method",
}


@dataclass(frozen=True, slots=True)
class CoderOptions:
    """What a coder is, if not a person.

    `program` is a model, with its `model_version` and the file of its `instruction`, of which the
    digest is kept; `compilation` is the method by which descriptions were read.
    """

    program: str | None = None
    model_version: str | None = None
    instruction: str | None = None
    compilation: str | None = None

    def columns(self) -> dict[str, str | None]:
        """The columns of `coder` that follow: its kind and its description.

        Raises InvalidValue for options that contradict each other, and UnknownKey for an
        instruction file that cannot be read.
        """
        if self.program is not None and self.compilation is not None:
            raise InvalidValue(
                "a coder is a program or a compilation, not both",
                hint="leave out --program or --compilation",
            )
        if self.compilation is not None and self.compilation.strip() == "":
            raise InvalidValue(
                "a compilation needs its method",
                hint="describe what was read, and how: --compilation 'coded from episode guides'",
            )
        self._refuse_half_a_program()
        if self.program is not None:
            return {
                "kind": "program",
                "model": _line(self.program),
                "model_version": _line(self.model_version),
                "instruction_sha256": None if self.instruction is None else _hash(self.instruction),
            }
        if self.compilation is not None:
            return {"kind": "compilation", "method": _line(self.compilation)}
        return {"kind": "person"}

    def _refuse_half_a_program(self) -> None:
        if self.program is None:
            given = {"--model-version": self.model_version, "--instruction": self.instruction}
            for option, value in given.items():
                if value is not None:
                    raise InvalidValue(
                        f"{option} belongs to a program, but none is given",
                        hint="give its model: --program MODEL --model-version V, or leave out "
                        f"{option}",
                    )
        elif not _line(self.program):
            raise InvalidValue("a program needs its model", hint="--program MODEL")
        elif not _line(self.model_version):
            raise InvalidValue(
                f"the program {quoted(self.program)} needs its version, because versions answer "
                "differently",
                hint="give its number or date: --model-version V",
            )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _hash(file: str) -> str:
    """The SHA-256 of a file. Raises UnknownKey if it cannot be read."""
    try:
        return sha256(Path(file).read_bytes()).hexdigest()
    except OSError as error:
        raise UnknownKey(
            f"the instruction {file} cannot be read: {error.strerror}",
            hint="give the file with the program's instruction: --instruction FILE",
        ) from None


def columns_in(cells: Mapping[str, str]) -> dict[str, str | None]:
    """The columns of `coder` given by the cells of a sheet; empty if there are none.

    Raises InvalidValue if they contradict each other.
    """
    written = {name: " ".join(cells.get(name, "").split()) or None for name in COLUMNS}
    kind = written.pop("coder_kind")
    if kind is None:
        if any(written.values()):
            raise InvalidValue(
                "the kind of coder is not given",
                hint=f"write it in the column coder_kind: {', '.join(TOLD)}",
            )
        return {}
    told = {"kind": check_kind(kind), **written}
    if written["instruction_sha256"] is not None:
        told["instruction_sha256"] = check_sha256(written["instruction_sha256"])
    refuse_incoherent(told)
    return told


def told_in_sheets(connection: Connection) -> dict[str, dict[str, str | None]]:
    """What a sheet says in those columns, by coder; empty if all coders are people."""
    rows = connection.execute(select(coder)).all()
    if not any(row.kind in TOLD for row in rows):
        return {}
    return {
        row.key: {"coder_kind": None if row.kind == CONSENSUS else row.kind}
        | {name: getattr(row, name) for name in COLUMNS[1:]}
        for row in rows
    }


def check_kind(text: str) -> str:
    """The kind of coder with this name. Raises InvalidValue for any other word."""
    return choose(text, [kind for kind in CODER_KINDS if kind != CONSENSUS], "a kind of coder")


def check_sha256(text: str) -> str:
    """A digest in its normal form. Raises InvalidValue for anything else."""
    digest = text.strip().casefold()
    if SHA256.fullmatch(digest) is None:
        raise InvalidValue(
            f"{quoted(text)} is not a SHA-256",
            hint="64 hexadecimal digits, as printed by: sha256sum FILE",
        )
    return digest


def refuse_incoherent(told: Mapping[str, str | None]) -> None:
    """Raises InvalidValue if the description of a coder does not fit its kind."""
    kind = told["kind"] or ""
    for name in NEEDED.get(kind, ()):
        if not told.get(name):
            raise InvalidValue(f"a {kind} needs its {_WORDS[name]}", hint=f"write {name}=VALUE")
    if kind == "compilation" and bool(told.get("model")) != bool(told.get("model_version")):
        raise InvalidValue(
            "a compilation that is a published catalogue needs its name and its version",
            hint="write model=NAME model_version=VERSION, or empty both: model= model_version=",
        )
    for name, word in _WORDS.items():
        if told.get(name) and name not in TOLD.get(kind, ()):
            of = next(each for each, names in TOLD.items() if name in names)
            raise InvalidValue(
                f"a {kind} has no {word}, which belongs to a {of}",
                hint=f"to empty it: {name}=     or: kind={of}",
            )


def is_compilation(connection: Connection, coder_id: int) -> bool:
    """Whether a coder is a compilation."""
    kind = select(coder.c.kind).where(coder.c.coder_id == coder_id)
    return connection.execute(kind).scalar_one() == "compilation"


def refuse_basis_of_compilation(basis: Basis | str) -> None:
    """Raises InvalidValue for a basis that a compilation cannot have (R38)."""
    if basis not in COMPILED_BASES:
        raise InvalidValue(
            f"a compilation reads descriptions: its codings are documented, never {basis}",
            hint=f"--basis {' or '.join(COMPILED_BASES)}; documented by default",
        )


def refuse_codings_of_compilation(connection: Connection, key: str, coder_id: int) -> None:
    """Raises InvalidValue if a coder has codings on a basis that no compilation can have."""
    possible = [BASES.index(each) for each in COMPILED_BASES]
    others = select(annotation.c.basis).where(
        annotation.c.coder_id == coder_id, annotation.c.basis.not_in(possible)
    )
    found = connection.execute(others).scalars().all()
    if found:
        best = BASES[min(found)]
        raise InvalidValue(
            f"{key} has {counted(len(found), 'annotation')} that a compilation cannot have: "
            f"{'it is' if len(found) == 1 else 'they are'} {best} or similar, not documented",
            hint=f"list them: portrayals list annotations coder:{key} basis:{best}",
        )


def refuse_watched_compilations(connection: Connection) -> None:
    """Raises InvalidValue if a compilation has codings that no compilation can have."""
    rows = select(coder.c.key, coder.c.coder_id).where(coder.c.kind == "compilation")
    for key, coder_id in connection.execute(rows).all():
        refuse_codings_of_compilation(connection, key, coder_id)


def in_words(row: Any) -> str:
    """A program or a compilation described in one line; empty for other coders."""
    named = f"{row.model}, version {row.model_version}"
    if row.kind == "compilation":
        return f"{named}: {row.method}" if row.model and row.model_version else str(row.method)
    return named if row.kind == "program" else ""
