"""Annotations that a file takes back, because a cell says not coded or is empty now."""

from __future__ import annotations

from sqlalchemy import Table, delete, exists, func, not_, select

from portrayals.database.staging import staged
from portrayals.history.record import keep
from portrayals.services.importing.cells import NotCoded
from portrayals.services.importing.sets_of_rows import UNREAD
from portrayals.services.importing.staged_annotations import COUNTED, Codings
from portrayals.tables import annotation, evidence
from portrayals.tables.coding import ANNOTATION_KEY, in_slots, same_annotation


def taken_back(codings: Codings) -> Table:
    """The slots that have an annotation and no answer in the file any more, with line and reason.

    A slot of which some row cannot be read is not among them.
    """
    gaps, unread = codings.gaps, codings.gaps.alias()
    slot = [gaps.c[name] for name in ANNOTATION_KEY]
    read = not_(exists().where(same_annotation(unread, gaps), unread.c.why == UNREAD))
    rows = select(*slot, func.min(gaps.c.line).label("line"), func.max(gaps.c.why).label("why"))
    rows = rows.join(annotation, same_annotation(annotation, gaps)).where(read).group_by(*slot)
    return staged(codings.connection, rows, *ANNOTATION_KEY)


def leave_empty(codings: Codings, slots: Table) -> int:
    """Leaves what would be taken back by empty cells alone; returns how many annotations."""
    empty = slots.c.why == NotCoded.EMPTY.value
    gone = delete(slots).where(empty)
    codings.connection.execute(
        delete(codings.gaps).where(codings.gaps.c.why == NotCoded.EMPTY.value)
    )
    return codings.connection.execute(gone).rowcount


def withdraw_all(codings: Codings, slots: Table) -> int:
    """Deletes the annotations of these slots, with their evidence; returns how many."""
    connection = codings.connection
    keep(connection, codings.change.number, annotation, in_slots(annotation, slots))
    connection.execute(delete(evidence).where(in_slots(evidence, slots)))
    gone = delete(annotation).where(in_slots(annotation, slots))
    return connection.execute(gone, execution_options=COUNTED).rowcount
