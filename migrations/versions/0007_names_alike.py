"""For search, signs that people type for one another and articles at either end are alike."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from portrayals.notation.keys import fold

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: The tables that keep a text folded: their keys, and the text.
FOLDED = {
    "unit_name": (("unit_name_id",), "name"),
    "unit_role": (("unit_id", "position"), "role"),
    "title_term": (("title_id", "field", "value"), "value"),
}


def upgrade() -> None:
    """Folds the stored texts anew, also those that an undo would bring back."""
    for name, (key, said) in FOLDED.items():
        columns = (*key, *{said, "folded"}.difference(key))
        table = sa.table(name, *map(sa.column, columns))
        rows = op.get_bind().execute(sa.select(table))
        renewed = [
            {f"of_{each}": getattr(row, each) for each in key} | {"anew": anew}
            for row in rows
            if (anew := fold(getattr(row, said))) != row.folded
        ]
        same = (table.c[each] == sa.bindparam(f"of_{each}") for each in key)
        _write(sa.update(table).where(*same).values(folded=sa.bindparam("anew")), renewed)
    _renew_images()


def _renew_images() -> None:
    names = ("change_id", "position", "table_name", "before")
    image = sa.table("change_row", *map(sa.column, names))
    renewed = []
    rows = op.get_bind().execute(sa.select(image).where(image.c.table_name.in_(FOLDED)))
    for row in rows:
        before = json.loads(row.before)
        anew = fold(before[FOLDED[row.table_name][1]])
        if anew != before["folded"]:
            written = json.dumps(before | {"folded": anew}, ensure_ascii=False)
            renewed.append({"of": row.change_id, "at": row.position, "anew": written})
    here = (image.c.change_id == sa.bindparam("of"), image.c.position == sa.bindparam("at"))
    _write(sa.update(image).where(*here).values(before=sa.bindparam("anew")), renewed)


def _write(statement: sa.Update, rows: list[dict[str, object]]) -> None:
    if rows:
        op.get_bind().execute(statement, rows)


def downgrade() -> None:
    """An earlier version finds by the new texts too, where they are typed like that."""
