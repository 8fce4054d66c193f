"""A table as it was read, to records and problems."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_templates.reading.parse import FIELDS, READ, Tables, parse, parse_table, rows_of
from workbook_templates.reading.setting_values import defaults
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import CellError, Grid, Row, Value
from workbook_templates.tables.schema import NOWHERE
from workbook_templates.tables.settings import SPECS

STAGE = TABLES["阶段目标"]


def grid(table: str, rows: list[dict[str, Value]], headers: tuple[str, ...] | None = None, **more: Any) -> Grid:
    names = headers or TABLES[table].headers
    return Grid(table, 4, names, [tuple(row.get(name) for name in names) for row in rows], **more)


def stage(**cells: Value) -> dict[str, Value]:
    return {"编号": "2026-0001", "阶段": "一", "阶段任务": "立杆", "完成时限": dt.date(2026, 3, 31), **cells}


def test_a_row_becomes_a_record_that_knows_its_place() -> None:
    percent = frozenset({(0, "自评完成度")})
    records, problems = parse_table(STAGE, grid("阶段目标", [stage(权重=2.0, 自评完成度=0.8)], percent=percent))
    assert problems == []
    assert records[0].due == dt.date(2026, 3, 31)
    assert records[0].weight == 2
    assert records[0].self_rated == Fraction(4, 5)
    assert records[0].confirmed is None
    assert records[0].self_note == ""
    assert tuple(records[0].at) == ("阶段目标", 4, "2026-0001/一")


def test_blank_rows_are_no_records_but_keep_the_row_numbers() -> None:
    records, problems = parse_table(STAGE, grid("阶段目标", [stage(), {}, stage(阶段="二")]))
    assert [record.at.row for record in records] == [4, 6]
    assert problems == []


def test_a_wrong_cell_is_named_and_the_row_stays() -> None:
    records, problems = parse_table(
        STAGE, grid("阶段目标", [stage(完成时限="2026-06-31"), stage(阶段="二", 自评完成度=CellError("#DIV/0!"))])
    )
    assert problems == [
        Problem("阶段目标", 4, "完成时限", "2026-06-31", "“2026-06-31”不是日期", "填日期，如 2026-03-05"),
        Problem("阶段目标", 5, "自评完成度", "#DIV/0!", "错误值 #DIV/0!", "改正公式，或直接填写内容"),
    ]
    assert [record.due for record in records] == [None, dt.date(2026, 3, 31)]


def test_a_required_cell_that_is_blank() -> None:
    _, problems = parse_table(STAGE, grid("阶段目标", [stage(阶段任务="  ", 完成时限=None)]))
    assert [(p.header, p.problem, p.remedy) for p in problems] == [
        ("阶段任务", "必填项空着", "填写阶段任务"),
        ("完成时限", "必填项空着", "填日期，如 2026-03-05"),
    ]


def test_a_percent_cell_and_a_plain_cell_side_by_side() -> None:
    rows = [stage(自评完成度=1.0), stage(阶段="二", 自评完成度=60.0), stage(阶段="三", 自评完成度=60.0)]
    records, problems = parse_table(STAGE, grid("阶段目标", rows, percent=frozenset({(0, "自评完成度"), (2, "自评完成度")})))
    assert [record.self_rated for record in records] == [1, Fraction(3, 5), None]
    assert [(p.row, p.problem) for p in problems] == [(6, "6000% 超出范围")]


@pytest.mark.parametrize(
    ("typed", "percent", "share", "listed"),
    [
        (0.9, True, Fraction(9, 10), False),
        (0.9, False, Fraction(9, 1000), True),
        ("0.9", True, Fraction(9, 1000), True),
        ("0.9", False, Fraction(9, 1000), True),
        (" ０．９ ", True, Fraction(9, 1000), True),
        ("1", True, Fraction(1, 100), True),
        ("90", True, Fraction(9, 10), False),
        ("90%", True, Fraction(9, 10), False),
        ("0.9%", True, Fraction(9, 1000), False),
        ("0", True, Fraction(0), False),
    ],
)
def test_a_text_is_what_it_says_whatever_the_format_of_its_cell(typed: Value, percent: bool, share: Fraction, listed: bool) -> None:
    shown = frozenset({(0, "自评完成度")}) if percent else frozenset()
    records, problems = parse_table(STAGE, grid("阶段目标", [stage(自评完成度=typed)], percent=shown))
    assert records[0].self_rated == share
    assert any("疑似" in problem.problem for problem in problems) is listed


@pytest.mark.parametrize(
    ("typed", "percent", "share", "listed"),
    [
        (0.3, True, Fraction(3, 10), False),
        (0.3, False, Fraction(3, 1000), False),
        ("0.3", True, Fraction(3, 1000), True),
        ("30", True, Fraction(3, 10), False),
    ],
)
def test_a_setting_in_percent(typed: Value, percent: bool, share: Fraction, listed: bool) -> None:
    shown = frozenset({(0, "取值")}) if percent else frozenset()
    rows: list[dict[str, Value]] = [{"名称": "差异化率下限", "取值": typed}]
    tables, problems = parse({"参数": grid("参数", rows, percent=shown)})
    assert tables.settings.spread_bound == share
    assert any("疑似" in problem.problem for problem in problems) is listed


@pytest.mark.parametrize(
    ("unit", "typed", "percent", "listed"),
    [("%", "0.9", True, True), ("%", "0.9%", True, False), ("%", 0.9, True, False), ("万元", "80", True, False), ("万元", 0.8, True, True)],
)
def test_a_text_in_a_percent_cell_under_a_unit(unit: str, typed: Value, percent: bool, listed: bool) -> None:
    shown = frozenset({(0, "实际值")}) if percent else frozenset()
    row: dict[str, Value] = {"指标编号": "K1", "计量单位": unit, "目标值": 96.5, "实际值": typed}
    _, problems = parse_table(TABLES["指标"], grid("指标", [row], percent=shown))
    assert any("疑似" in p.problem or "填的是百分数" in p.problem for p in problems) is listed


def test_a_plain_number_up_to_one_is_read_as_it_stands_and_listed() -> None:
    records, problems = parse_table(STAGE, grid("阶段目标", [stage(自评完成度=0.8)]))
    assert records[0].self_rated == Fraction(8, 1000)
    assert [tuple(problem)[3:6] for problem in problems] == [
        ("0.8", "疑似：没有百分号，本次按 0.8% 计", "若是 80%，写成 80%；若确是 0.8%，写成 0.8%")
    ]


def test_an_item_without_a_deadline_on_purpose() -> None:
    row = {
        "编号": "2026-0001",
        "事项": "事",
        "来源": "其他",
        "类别": "日常",
        "级别": "部门级",
        "主责部门": "甲",
        "责任人": "乙",
        "状态": "办理",
    }
    records, problems = parse_table(TABLES["督办台账"], grid("督办台账", [{**row, "办理时限": "长期"}, {**row, "编号": "2"}]))
    assert [record.due for record in records] == [None, None]
    assert [(problem.row, problem.header, problem.problem) for problem in problems] == [(5, "办理时限", "必填项空着")]


def test_a_vague_deadline_is_listed_with_the_day_proposed() -> None:
    rows = [stage(开始日期="2027-02-01", 完成时限="年底前"), stage(阶段="二", 开始日期=None, 完成时限="6月底", 自评日期="2026-05-04")]
    records, problems = parse_table(STAGE, grid("阶段目标", rows))
    assert [record.due for record in records] == [None, None]
    assert [(problem.row, problem.value, problem.remedy) for problem in problems] == [
        (4, "年底前", "建议填 2027-12-31"),
        (5, "6月底", "建议填 2026-06-30"),
    ]


def test_true_is_not_one() -> None:
    records, problems = parse_table(STAGE, grid("阶段目标", [stage(权重=1.0), stage(阶段="二", 权重=True)]))
    assert [record.weight for record in records] == [1, None]
    assert [(p.row, p.value) for p in problems] == [(5, "TRUE")]


def test_a_key_that_stands_twice() -> None:
    _, problems = parse_table(STAGE, grid("阶段目标", [stage(), stage(阶段="二"), stage(), stage()]))
    assert [(p.row, p.header, p.value, p.remedy) for p in problems] == [
        (6, "编号+阶段", "2026-0001/一", "与第 4 行相同；改成不同的，或删去多余的一行"),
        (7, "编号+阶段", "2026-0001/一", "与第 4 行相同；改成不同的，或删去多余的一行"),
    ]


def test_columns_are_found_by_header_wherever_they_stand() -> None:
    headers = ("我的列", *reversed(STAGE.headers))
    records, problems = parse_table(STAGE, grid("阶段目标", [stage(我的列="自用")], headers))
    assert problems == []
    assert records == parse_table(STAGE, grid("阶段目标", [stage()]))[0]


def test_a_column_that_is_gone_is_named_once() -> None:
    headers = tuple(header for header in STAGE.headers if header != "完成时限")
    records, problems = parse_table(STAGE, grid("阶段目标", [stage(), stage(阶段="二")], headers))
    assert [(p.row, p.header, p.problem) for p in problems] == [(0, "完成时限", "缺少这一列")]
    assert [record.due for record in records] == [None, None]


def test_a_workbook_without_a_table() -> None:
    tables, problems = parse({})
    assert isinstance(tables, Tables)
    assert tables.items == ()
    assert [p.table for p in problems] == ["参数", *FIELDS]
    assert all(p.remedy for p in problems)


@pytest.mark.parametrize(
    ("typed", "percent", "points", "listed"),
    [
        (80.0, False, 80, False),
        ("80%", False, 80, False),
        (0.8, True, 80, False),
        (0.8, False, Fraction(4, 5), True),
        ("0.8", False, Fraction(4, 5), True),
        ("0.8", True, Fraction(4, 5), True),
        ("80", True, 80, False),
        (-10.0, False, -10, False),
    ],
)
def test_a_bound_in_percentage_points(typed: Value, percent: bool, points: Fraction, listed: bool) -> None:
    shown = frozenset({(0, "下限")}) if percent else frozenset()
    row: dict[str, Value] = {"灯": "绿灯", "下限": typed, "含下限": "否"}
    records, problems = parse_table(TABLES["亮灯规则"], grid("亮灯规则", [row], percent=shown))
    assert records[0].bound == points
    assert bool(problems) is listed


@pytest.mark.parametrize("name", TABLES)
def test_records_and_rows_are_inverse(name: str) -> None:
    table = TABLES[name]
    day = dt.date(2026, 3, 5)
    samples: dict[str, Any] = {"text": "文", "names": ("甲", "乙"), "date": day, "number": Fraction(3, 2), "rate": Fraction(1, 2)}
    samples["time"] = dt.datetime(2026, 3, 5, 9, 30)
    values = [samples[column.kind] for column in table.columns]
    for index, column in enumerate(table.columns):
        if column.spec.of:
            values[index] = _first(column.spec.of)
        elif column.kind == "number" and column.spec.low is not None:
            values[index] = Fraction(column.spec.low)
    record = table.record(*values)
    (row,) = rows_of([record])
    percent = frozenset((0, column.header) for column in table.columns if column.kind == "rate")
    back, problems = parse_table(table, Grid(name, 2, table.headers, [row], percent))
    assert problems == []
    assert back[0]._replace(at=NOWHERE) == record


def _first(name: str) -> str:
    from workbook_templates.tables.lists import LISTS

    return LISTS[name][0]


def settings_grid(*rows: Row) -> dict[str, Grid]:
    return {"参数": Grid("参数", 4, ("名称", "取值", "单位", "说明"), rows)}


def setting_problems(*rows: Row) -> list[tuple[str, str]]:
    return [(p.header, p.problem) for p in parse(settings_grid(*rows))[1] if p.table == "参数"]


@pytest.mark.parametrize(
    ("name", "value", "field", "typed"),
    [
        ("得分小数位", 1.0, "digits", 1),
        ("得分小数位", None, "digits", 2),
        ("逾期亮红灯", "是", "overdue_red", True),
        ("提前提醒天数", "5、2,9", "remind_ahead", (9, 5, 2)),
        ("提前提醒天数", 5.0, "remind_ahead", (5,)),
        ("薄弱下限", 55.0, "weak_bound", Fraction(11, 20)),
        ("薄弱下限", "55%", "weak_bound", Fraction(11, 20)),
        ("薄弱下限", 0.55, "weak_bound", Fraction(11, 2000)),
        ("基准日", "2026.12.31", "as_of", dt.date(2026, 12, 31)),
        ("序时差黄灯下限", -12.5, "lag_yellow", Fraction(-25, 2)),
        ("密级词", "绝密、机密", "secret_words", ("绝密", "机密")),
        ("亮灯口径", " 时限", "light_basis", "时限"),
    ],
)
def test_a_setting(name: str, value: Value, field: str, typed: Any) -> None:
    tables, _ = parse(settings_grid((name, value, None, None)))
    assert setting_problems((name, value, None, None)) == []
    assert getattr(tables.settings, field) == typed
    assert tables.settings == defaults()._replace(**{field: typed})


@pytest.mark.parametrize(
    ("row", "header", "problem"),
    [
        (("不存在", 1.0), "名称", "没有这个参数"),
        (("亮灯口径", "随缘"), "取值", "亮灯口径：“随缘”不在可选值中"),
        (("得分小数位", 1.5), "取值", "得分小数位：“1.5”不是整数"),
        (("得分小数位", 9.0), "取值", "得分小数位：9 超出范围"),
        (("月度截止日", 0.0), "取值", "月度截止日：0 超出范围"),
        (("薄弱下限", 101.0), "取值", "薄弱下限：101% 超出范围"),
        (("提前提醒天数", "七天"), "取值", "提前提醒天数：“七天”不是天数"),
        (("基准日", "明天"), "取值", "基准日：“明天”不是日期"),
        (("单位名称", CellError("#REF!")), "取值", "单位名称：错误值 #REF!"),
    ],
)
def test_a_wrong_setting_is_named_and_the_default_holds(row: Row, header: str, problem: str) -> None:
    row = (*row, None, None)
    assert setting_problems(row) == [(header, problem)]
    assert parse(settings_grid(row))[0].settings == defaults()


def test_a_setting_that_stands_twice_keeps_the_first() -> None:
    rows = (("得分小数位", 1.0, None, None), ("得分小数位", 3.0, None, None))
    assert setting_problems(*rows) == [("名称", "参数重复，以前一行为准")]
    assert parse(settings_grid(*rows))[0].settings.digits == 1


def test_every_default_is_within_its_own_bounds() -> None:
    rows = [(spec.name, spec.default, None, None) for spec in SPECS.values()]
    assert setting_problems(*rows) == []


CELLS = st.none() | st.text(max_size=12) | st.floats() | st.booleans() | st.dates() | st.builds(CellError, st.just("#N/A"))


@given(st.data())
def test_any_cells_parse_and_no_row_is_dropped(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(READ[1:]))
    table = TABLES[name]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(table.headers), max_size=len(table.headers)), max_size=4))
    records, problems = parse_table(table, Grid(name, 2, table.headers, rows))
    filled = [index + 2 for index, row in enumerate(rows) if any(value is not None for value in row)]
    assert [record.at.row for record in records] == filled
    assert all(problem.row in filled and problem.remedy for problem in problems)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("运检部", "运检中心"),
        ("运检中心", "运检中心"),
        ("王强（运检部）", "王强（运检中心）"),
        ("王强(运检部)", "王强（运检中心）"),
        ("王强（主任）", "王强（主任）"),
        ("工会（筹）", "工会（筹）"),  # a department with brackets of its own
        ("王强", "王强"),
    ],
)
def test_a_subject_is_read_by_the_departments_name_of_today(typed: str, read: str) -> None:
    units: list[dict[str, Value]] = [{"部门": "运检中心", "类型": "业务职能", "曾用名": "运检部"}, {"部门": "工会（筹）", "类型": "后勤"}]
    case: dict[str, Value] = {"日期": dt.date(2026, 4, 30), "类别": "表扬", "对象": typed, "状态": "已批"}
    grids = {"部门": grid("部门", units), "问责记录": grid("问责记录", [case])}
    tables, _ = parse(grids)
    assert [row.subject for row in tables.accountability] == [read]
