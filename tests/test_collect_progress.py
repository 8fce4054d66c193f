"""指标进度 that a department fills in: collected three-way into rows of the master, each day that is answered one of them."""

import datetime as dt
from pathlib import Path

import pytest
from support.round_trip import ROWS, Cells, RoundTrip, arrival, changed, edited, refused, told, waiting

from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.outcomes import ACCEPTED, REFUSED, UNCHANGED, UNDECIDED
from workbook_templates.sent.returned import ReturnedFile
from workbook_templates.tables.grid import CellError, Value

FILLED = ("截至日期", "实际值", "说明")
KEY = ("指标编号", "期间")


def planned(number: str = "Z1", unit: str = "甲部", **cells: Value) -> Cells:
    common: Cells = {"层级": "部门", "指标": f"售电量{number}", "期间": "2026Q1", "主责部室": unit, "责任人": "张三", "承办人": "李四"}
    return {"指标编号": number, **common, "计分方式": "正向", "目标值": 100.0, "计量单位": "万千瓦时", **cells}


def office(folder: Path, *indicators: Cells, reports: list[Cells] | None = None) -> RoundTrip:
    """Sent on the day of the round trip, 3 March 2026."""
    made = RoundTrip(folder, {**ROWS, "指标": list(indicators) or [planned()], "指标进度": reports or []})
    made.send()
    return made


def sheet_of(made: RoundTrip, name: str = "甲部") -> ForeignSheet | None:
    return next((one for one in made.sheets[name] if one.name == "指标进度"), None)


def answer(made: RoundTrip, number: str = "Z1", /, **cells: Value) -> ReturnedFile:
    sheets = made.sheets["甲部"]
    for header, value in cells.items():
        sheets = [edited(one, [number, "2026Q1"], header, value, KEY) if one.name == "指标进度" else one for one in sheets]
    return arrival(sheets, "甲部.xlsx")


def reported(made: RoundTrip) -> list[tuple[Value, ...]]:
    return [(row["指标编号"], row["期间"], row["截至日期"], row["实际值"], row["说明"]) for row in made.rows("指标进度")]


JANUARY, FEBRUARY = dt.date(2026, 1, 31), dt.date(2026, 2, 28)


def test_only_running_indicators_of_the_department_are_asked_for(tmp_path: Path) -> None:
    rows = [
        planned(), planned("Z2", "乙部"), planned("Z3", 计分方式="扣分"), planned("Z4", 实际值=90.0), planned("Z5", 期间="2025Q4"),
        planned("Z6", 计分方式="反向", 期间="2026"),
    ]  # fmt: skip
    made = office(tmp_path, *rows, reports=[{"指标编号": "Z1", "期间": "2026Q1", "截至日期": JANUARY, "实际值": 30.0}])
    sheet = sheet_of(made)
    assert sheet is not None
    header = next(place for place, row in enumerate(sheet.rows) if "截至日期" in row)
    shown = [dict(zip(sheet.rows[header], row, strict=False)) for row in sheet.rows[header + 1 :] if row[0]]
    assert [row["指标编号"] for row in shown] == ["Z1", "Z6"]
    assert [shown[0][name] for name in ("上次截至", "上次实际值", "计量单位", *FILLED)] == [JANUARY, 30.0, "万千瓦时", None, None, None]
    assert shown[0]["应有进度"] == pytest.approx(62 / 90)


def test_a_report_becomes_a_row_once(tmp_path: Path) -> None:
    made = office(tmp_path)
    file = answer(made, 截至日期=FEBRUARY, 实际值=60.0, 说明="按计划")
    done = made.collect(file)
    assert (refused(done), waiting(done)) == ([], [])
    assert reported(made) == [("Z1", "2026Q1", FEBRUARY, 60, "按计划")]
    again = made.collect(file)
    assert (told(again, ACCEPTED), told(again, UNDECIDED), told(again, REFUSED)) == ([], [], [])
    assert len(reported(made)) == 1


def test_another_day_is_another_row_even_with_the_same_figure(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.collect(answer(made, 截至日期=JANUARY, 实际值=60.0))
    made.collect(answer(made, 截至日期=FEBRUARY, 实际值=60.0))
    assert [row[2:4] for row in reported(made)] == [(JANUARY, 60), (FEBRUARY, 60)]


def test_another_figure_for_a_day_is_for_the_clerk_to_decide(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.collect(answer(made, 截至日期=JANUARY, 实际值=60.0))
    done = made.collect(answer(made, 截至日期=JANUARY, 实际值=55.0))
    assert [(entry.field, entry.now, entry.returned) for entry in done.entries if entry.outcome == UNDECIDED] == [("实际值", "60", "55")]
    assert [row[3] for row in reported(made)] == [60]


def test_what_the_office_has_entered_for_the_day_is_not_entered_twice(tmp_path: Path) -> None:
    made = office(tmp_path, reports=[{"指标编号": "Z1", "期间": "2026Q1", "截至日期": JANUARY, "实际值": 30.0}])
    done = made.collect(answer(made, 截至日期=JANUARY, 实际值=30.0))
    assert {entry.outcome for entry in done.entries if entry.table == "指标进度"} == {UNCHANGED}
    assert len(reported(made)) == 1


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"实际值": 60.0}, "实际值", "这一行还缺截至日期"),
        ({"截至日期": JANUARY}, "截至日期", "这一行还缺实际值"),
        ({"截至日期": dt.date(2026, 3, 4), "实际值": 60.0}, "截至日期", "还没有到"),
        ({"截至日期": dt.date(2025, 12, 31), "实际值": 60.0}, "截至日期", "在期间 2026Q1 开始以前"),
        ({"截至日期": "月底", "实际值": 60.0}, "截至日期", "不是日期"),
        ({"截至日期": JANUARY, "实际值": "约六成"}, "实际值", "不是数字"),
        ({"截至日期": JANUARY, "实际值": CellError("#REF!")}, "实际值", "错误值"),
        ({"截至日期": JANUARY, "实际值": "=1+1"}, "实际值", "不是数字"),
        ({"截至日期": JANUARY, "实际值": 1e300}, "实际值", "超出范围"),
    ],
)
def test_what_cannot_be_taken_is_listed(tmp_path: Path, cells: dict[str, Value], field: str, reason: str) -> None:
    made = office(tmp_path)
    done = made.collect(answer(made, **cells))
    assert any(entry.field == field and reason in entry.reason for entry in done.entries if entry.outcome == REFUSED)
    assert reported(made) == []


def test_a_figure_with_its_own_unit_is_brought_to_that_of_the_indicator(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.collect(answer(made, 截至日期=JANUARY, 实际值="0.006亿千瓦时"))
    assert [row[3] for row in reported(made)] == [60]


def test_of_two_files_that_differ_nothing_is_taken(tmp_path: Path) -> None:
    made = office(tmp_path)
    one, other = answer(made, 截至日期=JANUARY, 实际值=60.0), answer(made, 截至日期=FEBRUARY, 实际值=60.0)
    other.name = "甲部（2）.xlsx"
    made.collect(one, other)
    assert reported(made) == []


def test_sorted_rows_find_their_indicator(tmp_path: Path) -> None:
    made = office(tmp_path, planned(), planned("Z2"))
    file = answer(made, "Z2", 截至日期=JANUARY, 实际值=20.0)
    turned = changed([*file.sheets], "指标进度", lambda rows: rows.sort(key=lambda row: str(row[0]), reverse=True))
    top = changed(turned, "指标进度", lambda rows: rows.insert(0, rows.pop(next(n for n, row in enumerate(rows) if "截至日期" in row))))
    made.collect(arrival(top, "甲部.xlsx"))
    assert [row[0] for row in reported(made)] == ["Z2"]


def test_an_indicator_that_is_gone_takes_nothing(tmp_path: Path) -> None:
    made = office(tmp_path)
    file = answer(made, 截至日期=JANUARY, 实际值=60.0)
    made.book.update("指标", {(0, "指标编号"): "Z9"})
    made.book.commit(None)
    done = made.collect(file)
    assert reported(made) == []
    assert told(done, REFUSED)
