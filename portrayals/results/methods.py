"""How a study was made, in the sentences of a paper, each with the command that shows its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence for a paper under its topic, and the `command` that shows what it says."""

    topic: str
    text: str
    command: str


@dataclass(frozen=True, slots=True)
class NotStated:
    """What a paper must say and the database does not know, and the `command` that records it."""

    what: str
    command: str

    @property
    def told(self) -> str:
        """Both in one line."""
        return f"Not stated: {self.what}. State it: {self.command}"


@dataclass(frozen=True, slots=True)
class Methods(Tabular):
    """The methods of a study, of one `wave` of coding or, if it is null, of all that count.

    `sentences` are in the order of a paper, those of one topic together; `missing` is what no
    sentence says because nobody has stated or done it.
    """

    wave: str | None
    sentences: tuple[Sentence, ...]
    missing: tuple[NotStated, ...]

    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Each topic with its sentences as one text."""
        return tuple(
            (topic, " ".join(each.text for each in of_topic))
            for topic, of_topic in groupby(self.sentences, lambda each: each.topic)
        )

    def to_dict(self) -> dict[str, object]:
        """The sentences and what is missing, as `--json` prints them."""
        return {
            "format": FORMAT,
            "command": "methods",
            "wave": self.wave,
            "sentences": self.objects(),
            "missing": [asdict(each) for each in self.missing],
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each sentence."""
        return [asdict(each) for each in self.sentences]

    def remarks(self) -> Sequence[str]:
        """What is missing, where it is not printed with the sentences."""
        return [each.told for each in self.missing]


@dataclass(frozen=True, slots=True)
class MethodsBySentence(Tabular):
    """The same `methods` with each sentence on its own, above its command."""

    methods: Methods

    def to_dict(self) -> dict[str, object]:
        """That of the methods."""
        return self.methods.to_dict()

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each sentence."""
        return self.methods.objects()

    def remarks(self) -> Sequence[str]:
        """What is missing."""
        return self.methods.remarks()
