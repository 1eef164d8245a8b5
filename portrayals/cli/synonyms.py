"""What other programs call our commands: an unknown command leads to the right one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: By what is typed, what to type instead: first at the top, then after `add` and the like.
SYNONYMS: Final[Mapping[str, Mapping[str, str]]] = {
    "portrayals": {
        **dict.fromkeys(("delete", "rm", "drop"), "remove"),
        **dict.fromkeys(("find", "search", "query", "ls", "filter"), "list"),
        **dict.fromkeys(("view", "display", "cat"), "show"),
        **dict.fromkeys(("plot", "chart", "graph", "draw", "figure"), "stats --chart"),
        **dict.fromkeys(("kappa", "agreement", "alpha", "irr", "icc"), "reliability"),
        **dict.fromkeys(("new", "create", "start", "setup"), "init"),
        **dict.fromkeys(("summary", "summarise", "summarize", "count", "table", "freq"), "stats"),
        "table1": "stats --table1",
        **dict.fromkeys(("rename", "change", "update", "set", "modify"), "edit"),
        **dict.fromkeys(("note", "rate", "score", "answer"), "annotate"),
        **dict.fromkeys(("label", "mark"), "tag"),
        **dict.fromkeys(("correlate", "correlation", "cross", "xtab", "chi2"), "crosstab"),
        **dict.fromkeys(("groups", "versus", "difference"), "compare"),
        **dict.fromkeys(("timeline", "decades", "years"), "trend"),
        "power": "samplesize",
        **dict.fromkeys(("revert", "rollback"), "undo"),
        **dict.fromkeys(("log", "changes"), "history"),
        **dict.fromkeys(("save", "dump"), "export"),
        **dict.fromkeys(("load", "ingest"), "import"),
        **dict.fromkeys(("join", "combine", "dedupe"), "merge"),
        **dict.fromkeys(("exclude", "include"), "screen"),
        **dict.fromkeys(("codes", "variables"), "codebook show"),
        "info": "db info",
        **dict.fromkeys(("upgrade", "migrate"), "db upgrade"),
        "check": "db check",
        "backup": "db backup",
        "restore": "db restore",
        "describe": "db describe",
        "factcheck": "claims",
    },
    "portrayals add": {
        **dict.fromkeys(("film", "movie", "show", "series"), "title"),
        **dict.fromkeys(("counterpart", "pair"), "relationship"),
        **dict.fromkeys(("rater", "user", "annotator"), "coder"),
        **dict.fromkeys(("reference", "citation"), "source"),
        **dict.fromkeys(("actor", "performer"), "portrayal --performer"),
    },
}
