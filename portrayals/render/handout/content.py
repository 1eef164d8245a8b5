"""A handout as the bytes of the file that a coder gets."""

from __future__ import annotations

from portrayals.results.handout import Handout


def content(handout: Handout) -> bytes:
    """The page or the workbook, whichever the handout is to be coded in.

    Raises NotInstalled if the package that writes it is missing, and InvalidValue for a workbook in
    which it could not be coded.
    """
    if handout.form == "workbook":
        from portrayals.render.handout.workbook import workbook

        return workbook(handout)
    from portrayals.render.handout import page

    return page(handout).encode()
