"""The names in a file: numbered as they come, and found all at once."""

from __future__ import annotations

from sheet_study import SheetStudy
from sqlalchemy import select

from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import write
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.importing.ending import RowProblems
from portrayals.services.importing.name_index import Names, find_named
from portrayals.services.importing.staged_annotations import Codings


def test_a_name_forgotten_and_met_again_is_still_the_same_unit(study: SheetStudy) -> None:
    study.title("Prime", year="2005")
    study.title("Bliss", year="1997")
    with write(study.target, actor="ana", command="import annotations") as change:
        names = Names(change.connection, most=2)
        title = LEVEL_ID["title"]
        numbers = [names.number(each, title) for each in ("prime", "bliss", "prime", "Bliss")]
        numbers += [names.number(each, title) for each in ("prime", "bliss")]
        assert numbers[0] == numbers[2]
        assert len(set(numbers)) == 5
        codings = Codings(change, RowProblems(None))
        judge = codings.judge(change.book.variables["tone"], change.coder_id, 1, None)
        for line, number in enumerate(numbers):
            codings.add(line, number, judge, GivenAnswer("cannot-tell"))
        codings.flush()
        found, _ = find_named(codings, names, create=False)
        units = {row.name_id: row.unit_id for row in change.connection.execute(select(found))}
    assert {units[numbers[place]] for place in (0, 4)} == {units[numbers[0]]}
    assert {units[numbers[place]] for place in (1, 3, 5)} == {units[numbers[1]]}
