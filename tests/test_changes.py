"""What a new result does to the columns that the user has added to its table."""

from collections.abc import Sequence

import pytest

from addin.a1 import Area
from addin.changes import Body, Staged, change_of
from addin.table_part import TablePart
from workbook_templates.tables.grid import Row

OURS = ("编号", "事项")


def after(old: Sequence[Row], new: Sequence[Row], headers: tuple[str, ...], table: str = "亮灯") -> list[list[object]]:
    """The body after a replace: old cells, what the change puts over them, and the rows that come."""
    part = TablePart(table, table, "t.xml", Area(3, 1, 3 + max(len(old), 1), len(headers)), headers, 1, 0, False)
    change = change_of(Body(part, old, [], False), Staged(replaced=(OURS, new)))
    rows: list[list[object]] = [[*row] for row in old[: change.last - 3]]
    for number, cells in change.cells.items():
        for column, value in cells.items():
            rows[number - 4][column - 1] = value
    for added in change.added:
        line: list[object] = [None] * len(headers)
        for column, value in zip(change.columns, added, strict=True):
            line[column - 1] = value
        rows.append(line)
    return rows


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("A", "甲", "注A"), ("B", "乙", "注B")], [("B", "乙")], [["B", "乙", "注B"]]),
        ([("A", "甲", "注A"), ("B", "乙", None)], [("B", "乙"), ("A", "甲")], [["B", "乙", None], ["A", "甲", "注A"]]),
        ([("A", "甲", "注A")], [("X", "新"), ("A", "甲")], [["X", "新", None], ["A", "甲", "注A"]]),
        ([("A", "甲", None), ("B", "乙", None)], [("B", "乙")], [["B", "乙", None]]),
        # two old rows of one key: nobody can tell whose note it is, so it stays in its place
        ([("A", "甲", "注1"), ("A", "乙", "注2")], [("A", "甲"), ("B", "乙")], [["A", "甲", "注1"], ["B", "乙", "注2"]]),
    ],
)
def test_a_note_goes_with_its_row(old: Sequence[Row], new: Sequence[Row], expected: list[list[object]]) -> None:
    assert after(old, new, (*OURS, "领导批注")) == expected


def test_a_note_before_our_columns_goes_too() -> None:
    part = TablePart("亮灯", "亮灯", "t.xml", Area(3, 1, 5, 3), ("批注", *OURS), 1, 0, False)
    old: list[Row] = [("注A", "A", "甲"), ("注B", "B", "乙")]
    change = change_of(Body(part, old, [], False), Staged(replaced=(OURS, [("B", "乙"), ("A", "甲")])))
    assert change.cells == {4: {1: "注B", 2: "B", 3: "乙"}, 5: {1: "注A", 2: "A", 3: "甲"}}


def test_a_table_that_is_not_ours_keeps_its_places() -> None:
    assert after([("A", "甲", "注A"), ("B", "乙", "注B")], [("B", "乙")], (*OURS, "批注"), "别的表") == [["B", "乙", "注A"]]
