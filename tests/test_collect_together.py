"""Files that bear on one place, collected in one run: it comes to the same as collecting one after the other, and no answer is lost."""

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from support.round_trip import Cells, RoundTrip, arrival, edited, item, refused, told, waiting

from macros.steps.merged_files import Collected
from workbook_templates.sent.outcomes import ACCEPTED, KEEP, TAKE, UNCHANGED
from workbook_templates.sent.returned import ReturnedFile
from workbook_templates.tables.grid import Value

LEADER = "领导_李总"
JANUARY, FEBRUARY = dt.date(2026, 1, 31), dt.date(2026, 2, 28)
KEY = ("指标编号", "期间")
OFFICE: dict[str, list[Cells]] = {
    "部门": [{"部门": name, "类型": "业务职能", "分管领导": "李总"} for name in ("甲部", "乙部")],
    "人员": [{"工号": name, "姓名": name, "角色": "班子成员"} for name in ("李总", "钱总")],
    "督办台账": [item("1")],
}
CHANGE: Cells = {"编号": "1", "变更": "延期", "申请日期": dt.date(2026, 3, 1), "新值": "2026-07-31", "原因": "工期", "结果": "待批"}
PLANNED: Cells = {
    "指标编号": "Z1", "层级": "部门", "指标": "售电量", "期间": "2026Q1", "主责部室": "甲部", "责任人": "张三", "承办人": "李四",
    "计分方式": "正向", "目标值": 100.0,
}  # fmt: skip
Case = tuple[RoundTrip, list[ReturnedFile]]


def typed(made: RoundTrip, name: str, table: str, key: list[str], keys: tuple[str, ...], **cells: Value) -> ReturnedFile:
    sheets = made.sheets[name]
    for header, value in cells.items():
        sheets = [edited(one, key, header, value, keys) if one.name == table else one for one in sheets]
    return arrival(sheets, f"{name}.xlsx")


def both_sent(folder: Path, first: Cells) -> RoundTrip:
    """A department and its leader have their sheets."""
    made = RoundTrip(folder, {**OFFICE, "督办台账": [first]})
    departments = dict(made.sheets)
    made.send(to=["领导"])
    made.sheets = departments | made.sheets
    return made


def confirmation(folder: Path, of: Value = 0.5, reported: Value = 0.8) -> Case:
    """The department reports more while its leader confirms what it had reported before."""
    made = both_sent(folder, item("1", 完成度=50.0))
    leader = typed(made, LEADER, "待确认事项", ["1"], ("编号",), 确认完成度=of)
    return made, [made.answer(edits={("督办台账", "1", "完成度"): reported}), leader]


def changed_hands(folder: Path, second: str = "不同意") -> Case:
    """A change that two leaders decide on: the item went from one to the other between their sheets."""
    made = RoundTrip(folder, {**OFFICE, "变更记录": [CHANGE]})
    made.send(to=["领导"])
    sheets = made.sheets
    made.book.update("督办台账", {(0, "分管领导"): "钱总"})
    made.book.commit(None)
    made.send(to=["领导"])
    answers = {"结果": second} | ({"决定意见": "人手够"} if second == "不同意" else {})
    other = typed(made, "领导_钱总", "变更记录", ["1"], ("编号",), **answers)
    made.sheets = sheets
    return made, [typed(made, LEADER, "变更记录", ["1"], ("编号",), 结果="确认"), other]


def same_report(folder: Path, figure: Value = 40.0, day: Value = FEBRUARY) -> Case:
    """A day of one indicator that two departments report: it went from one to the other between their sheets."""
    made = RoundTrip(folder, {**OFFICE, "指标": [PLANNED]})
    first = typed(made, "甲部", "指标进度", ["Z1", "2026Q1"], KEY, 截至日期=FEBRUARY, 实际值=60.0)
    made.book.update("指标", {(0, "主责部室"): "乙部"})
    made.book.commit(None)
    made.send(dept=["乙部"])
    return made, [typed(made, "乙部", "指标进度", ["Z1", "2026Q1"], KEY, 截至日期=day, 实际值=figure), first]


CASES: dict[str, Callable[[Path], Case]] = {
    "confirmed as it was": confirmation,
    "confirmed less": lambda folder: confirmation(folder, 0.3),
    "confirmed as it is now": lambda folder: confirmation(folder, 0.8),
    "reported as it was": lambda folder: confirmation(folder, 0.5, 0.5),
    "two leaders differ": changed_hands,
    "two leaders agree": lambda folder: changed_hands(folder, "确认"),
    "two departments differ": same_report,
    "two departments agree": lambda folder: same_report(folder, 60.0),
    "two days": lambda folder: same_report(folder, 20.0, JANUARY),
}
TABLES = ("督办台账", "变更记录", "指标进度")


def outcomes(*done: Collected) -> list[tuple[str, ...]]:
    """What became of each cell that somebody filled in, and what the master held. Files come in the order in which they are merged."""
    filled = (one for entries in done for one in entries.entries if one.returned != one.sent)
    return sorted((one.addressee, one.table, one.number, one.part, one.field, one.outcome, one.now) for one in filled)


@pytest.mark.parametrize("name", CASES)
def test_together_is_one_after_the_other(tmp_path: Path, name: str) -> None:
    made, files = CASES[name](tmp_path / "1")
    apart = outcomes(*[made.collect(file) for file in files])
    expected = [made.rows(table) for table in TABLES]
    for number, order in enumerate(itertools.permutations(range(len(files)))):
        made, files = CASES[name](tmp_path / f"2{number}")
        done = made.collect(*[files[place] for place in order])
        assert outcomes(done) == apart
        assert [made.rows(table) for table in TABLES] == expected


def test_what_the_department_reports_is_not_overwritten_by_a_confirmation_of_less(tmp_path: Path) -> None:
    made, files = confirmation(tmp_path)
    done = made.collect(*files)
    assert (refused(done), waiting(done)) == ([], ["待确认事项 1  确认完成度: 下发以后完成度改了：50% → 80%"])
    row = made.row("督办台账", "1")
    assert (row["完成度"], row["确认人"], row["确认日期"]) == (80, None, None)


@pytest.mark.parametrize("name", [name for name in CASES if "differ" in name or name.startswith("confirmed")])
@pytest.mark.parametrize("choice", [TAKE, KEEP])
def test_the_choice_of_the_clerk_is_done_in_the_next_run(tmp_path: Path, name: str, choice: str) -> None:
    made, files = CASES[name](tmp_path)
    waits = [one for one in made.collect(*files).entries if one.outcome == "待定"]
    assert waits
    before = [made.rows(table) for table in TABLES]
    done = made.collect(*files, choices={one.mark: choice for one in waits})
    assert waiting(done) == [] or choice == KEEP
    assert len(told(done, ACCEPTED)) == 0 if choice == KEEP else {one.field for one in waits} <= {e.field for e in told(done, ACCEPTED)}
    assert ([made.rows(table) for table in TABLES] == before) is (choice == KEEP)
    again = made.collect(*files, choices={one.mark: choice for one in waits})
    assert again.changes == []


def test_rows_are_not_made_twice(tmp_path: Path) -> None:
    made, files = same_report(tmp_path)
    done = made.collect(*files)
    assert [row["实际值"] for row in made.rows("指标进度")] == [40]
    assert waiting(done) == ["指标进度 Z1 2026Q1/2026-02-28 实际值: 这次收到的另一份表里也有这一行"]
    assert [one.field for one in told(done, UNCHANGED) if one.addressee == "甲部" and one.returned and one.table == "指标进度"] == [
        "截至日期"
    ]
