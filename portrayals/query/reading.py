"""What a question is asked of: a codebook, a policy, and the tally that holds the votes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause

from portrayals.query.book import Book
from portrayals.query.place import Place
from portrayals.query.syntax import Query
from portrayals.results.words import Policy
from portrayals.tables import tally, tally_code

Truth = ColumnElement[bool]
Ask = Callable[["Reading", Query, str, Place], Truth]


@dataclass(frozen=True)
class Reading:
    """One way of looking at the judgements. `ask` turns a query into its truth at a place."""

    book: Book
    policy: Policy
    ask: Ask
    tally: FromClause = tally
    tally_code: FromClause = tally_code
