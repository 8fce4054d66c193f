"""What other people and other programs write into cells: what is read, and what the clerk is told."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.exchange.foreign_values import CellLook, read_foreign
from udfs.exchange.returned_values import AnswerDays, Unfit, answer_in
from udfs.rules.decisions.reconciliation import settle
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.reminders import reminders
from workbook_templates.reading.cells import as_shown, is_code, meanings, means_nothing
from workbook_templates.reading.characters import is_ditto, is_nothing, visible
from workbook_templates.reading.names import names_in, roster_of, without_phones
from workbook_templates.reading.parse import READ, Tables, parse, parse_table
from workbook_templates.reading.setting_values import read_settings
from workbook_templates.reading.table_problems import Problem
from workbook_templates.sent.returned import ReturnedCell
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import At, Grid, Row, Value

UNITS: list[dict[str, Value]] = [
    {"部门": "运检部", "类型": "业务职能", "曾用名": "检修部"},
    {"部门": "营销部", "类型": "业务职能"},
    {"部门": "生产/技术部", "类型": "业务职能"},
]
STAFF: list[dict[str, Value]] = [
    {"工号": str(number), "姓名": name, "角色": "员工"} for number, name in enumerate(["张三", "李四", "郑\u3000伟", "John Smith"])
]
ITEM: dict[str, Value] = {
    "编号": "2026-0001",
    "事项": "立杆",
    "来源": "领导交办",
    "类别": "日常",
    "级别": "部门级",
    "主责部门": "运检部",
    "责任人": "张三",
    "立项日期": dt.date(2026, 4, 1),
    "办理时限": dt.date(2026, 6, 30),
    "状态": "办理",
}
FEEDBACK: dict[str, Value] = {"编号": "2026-0001", "应反馈日期": dt.date(2026, 5, 1)}
INDICATOR: dict[str, Value] = {
    "指标编号": "Z1",
    "层级": "部门",
    "指标": "可靠率",
    "期间": "2026Q1",
    "主责部室": "运检部",
    "计分方式": "正向",
}


def grid(table: str, rows: list[dict[str, Value]], **more: Any) -> Grid:
    headers = TABLES[table].headers
    cells: list[Row] = [tuple(row.get(header) for header in headers) for row in rows]
    return Grid(table, 4, headers, cells, **more)


def read(table: str, *rows: Mapping[str, Value], **more: Any) -> tuple[Tables, list[Problem]]:
    """A workbook with these rows, departments and persons; the problems of this table alone."""
    grids = {"部门": grid("部门", UNITS), "人员": grid("人员", STAFF), table: grid(table, [dict(row) for row in rows], **more)}
    tables, problems = parse(grids)
    return tables, [problem for problem in problems if problem.table == table]


def said(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.header, problem.problem, problem.remedy) for problem in problems]


# characters that nobody sees

UNSEEN = [*map(chr, range(0x200B, 0x2010)), *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2060, 0x2065))]
UNSEEN += ["\ufeff", "\u00ad", *map(chr, range(0xFE00, 0xFE10))]


@pytest.mark.parametrize("mark", UNSEEN, ids=lambda mark: f"{ord(mark):04X}")
def test_a_character_that_nobody_sees_is_left_out_and_named(mark: str) -> None:
    tables, problems = read(
        "督办台账", {**ITEM, "主责部门": f"运{mark}检部", "类别": f"{mark}日常", "编号": f"2026{mark}-0001", "责任人": f"张三{mark}"}
    )
    (item,) = tables.items
    assert (item.department, item.category, item.number, item.responsible) == ("运检部", "日常", "2026-0001", "张三")
    assert said(problems) == [
        ("编号", "里面有看不见的字符，本次读作“2026-0001”", "建议填 2026-0001"),
        ("类别", "里面有看不见的字符，本次读作“日常”", "建议填 日常"),
        ("主责部门", "里面有看不见的字符，本次读作“运检部”", "建议填 运检部"),
        ("责任人", "里面有看不见的字符，本次读作“张三”", "建议填 张三"),
    ]


def test_dates_and_numbers_are_read_past_what_nobody_sees_and_free_text_keeps_it() -> None:
    told = "👨\u200d🔧 到场"
    tables, problems = read(
        "督办台账", {**ITEM, "办理时限": "\u200e2026-06-30\u200e", "权重": "2\ufeff", "进展情况": told, "完成度": "80\u200b%"}
    )
    (item,) = tables.items
    assert (item.due, item.weight, item.progress, item.completion) == (dt.date(2026, 6, 30), Fraction(2), told, Fraction(4, 5))
    assert problems == []


@given(st.text(alphabet="".join(UNSEEN) + "甲1 -", max_size=12))
def test_what_is_visible_holds_nothing_unseen(text: str) -> None:
    assert not {*visible(text)} & {*UNSEEN}
    assert visible(visible(text)) == visible(text)


# words that mean nothing

NOTHING = ["/", "\uff0f", "//", " / ", "\\", "\uff3c", "\u2014", "\u2014\u2014", "\uff0d", "-"]
NOTHING += ["无", "暂无", "空", "N/A", "n/a", "\uff2e\uff0f\uff21", "待定"]


@pytest.mark.parametrize("word", NOTHING)
def test_a_word_that_means_nothing_is_no_person_no_department_no_reason(word: str) -> None:
    empty = {
        "承办人": word,
        "协办部门": word,
        "分管领导": word,
        "提交日期": word,
        "权重": word,
        "审定人": word,
        "进展情况": word,
        "原因": word,
    }
    tables, problems = read("督办台账", {**ITEM, **empty})
    (item,) = tables.items
    assert (item.handler, item.helpers, item.leader, item.submitted, item.weight, item.approver, item.progress, item.cause) == (
        "", (), "", None, None, "", "", "",
    )  # fmt: skip
    assert problems == []
    tables, _ = read("反馈记录", {**FEEDBACK, "内容": word, "未按期原因": word, "反馈日期": word, "反馈人": word})
    (row,) = tables.feedback
    assert (row.content, row.late_reason, row.given, row.giver) == ("", "", None, "")


@pytest.mark.parametrize("word", NOTHING)
def test_a_required_cell_with_such_a_word_is_listed_as_blank(word: str) -> None:
    tables, problems = read("督办台账", {**ITEM, "责任人": word, "主责部门": word, "办理时限": word})
    assert (tables.items[0].responsible, tables.items[0].department, tables.items[0].due) == ("", "", None)
    assert [(problem.header, problem.value, problem.problem) for problem in problems] == [
        ("主责部门", word, "必填项空着"), ("责任人", word, "必填项空着"), ("办理时限", word, "必填项空着"),
    ]  # fmt: skip


def test_a_word_of_the_columns_own_stays() -> None:
    tables, problems = read("督办台账", {**ITEM, "负面影响": "无", "密级": "无", "办理时限": "长期"})
    assert (tables.items[0].impact, tables.items[0].secrecy, tables.items[0].due) == ("无", "无", None)
    assert problems == []


@pytest.mark.parametrize("word", ["无锡", "空调", "一", "NA", "0", "无人机", "待定事项", "--甲", "A/B", "x" * 13])
def test_other_words_mean_something(word: str) -> None:
    assert not is_nothing(word)
    assert not means_nothing(word, TABLES["督办台账"].column("进展情况"))


def test_columns_that_the_program_writes_are_read_as_written() -> None:
    tables, _ = read("历史成绩", {"期间": "2026Q1", "对象类型": "部门", "对象": "运检部", "维度": "督办", "等次": "—", "灯": "无"})
    assert (tables.closed[0].grade, tables.closed[0].light) == ("—", "无")


@pytest.mark.parametrize(("word", "ditto"), [("同上", True), (" 同上 ", True), ("〃", True), ("同上级", False), ("", False), ("上", False)])
def test_ditto(word: str, ditto: bool) -> None:
    assert is_ditto(word) is ditto


def test_ditto_is_never_a_name_and_is_listed_with_what_stands_above() -> None:
    rows = [ITEM, {**ITEM, "编号": "2", "责任人": "同上", "主责部门": "〃"}, {**ITEM, "编号": "3", "责任人": "同上", "依据": "同上"}]
    tables, problems = read("督办台账", *rows)
    assert [item.responsible for item in tables.items] == ["张三", "", ""]
    assert [(problem.row, problem.header, problem.remedy) for problem in problems] == [
        (5, "主责部门", "建议填 运检部"),
        (5, "责任人", "建议填 张三"),
        (6, "依据", "写出内容"),
        (6, "责任人", "建议填 张三"),
    ]


# several names and telephone numbers

KNOWN = {"张三", "李四", "郑伟", "生产/技术部"}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("张三", ("张三",)),
        ("张三\n李四", ("张三", "李四")),
        ("张三/李四", ("张三", "李四")),
        ("张三／李四；王五，赵六", ("张三", "李四", "王五", "赵六")),
        ("张三 李四", ("张三", "李四")),
        ("张三\u3000李四", ("张三", "李四")),
        ("郑 伟 张三", ("郑伟", "张三")),
        ("郑　伟", ("郑伟",)),
        ("王 五", ("王五",)),
        ("张三 王五", ("张三王五",)),  # one of them is unknown: it may be one name
        ("生产 / 技术部", ("生产/技术部",)),
        ("张三、张三", ("张三",)),
        ("张三、/", ("张三",)),
        ("张三、N/A", ("张三",)),
        ("/", ()),
        ("", ()),
        ("John Smith", ("John Smith",)),
        ("张三13800000001", ("张三",)),
        ("张三（13800000001）", ("张三",)),
        ("张三(电话：0551-62345678)", ("张三",)),
        ("张三 138 0000 0001、李四 (010)62345678", ("张三", "李四")),
        ("13800000001", ()),
    ],
)
def test_names_in_a_cell(typed: str, names: tuple[str, ...]) -> None:
    assert names_in(typed, KNOWN) == names


@pytest.mark.parametrize("name", ["张三", "甲"])
def test_a_cell_of_very_many_words_is_read_in_time(name: str) -> None:
    assert len(names_in(" ".join(f"{name}{number}" for number in range(6000)), {f"张三{number}" for number in range(6000)})) in (1, 6000)
    assert names_in(" ".join([name] * 6000), {name, name * 2, name * 3}) in ((name,), (name * 6000,))


@pytest.mark.parametrize(
    ("typed", "bare", "phones"),
    [
        ("张三 13800000001", "张三", ("13800000001",)),
        ("张三+86 138-0000-0001", "张三", ("13800000001",)),
        ("张三１３８００００００01", "张三", ("13800000001",)),
        ("张三138\u200b00000001", "张三", ("13800000001",)),
        ("张三（手机：13800000001）", "张三", ("13800000001",)),
        ("联系电话 62345678 张三", "张三", ("62345678",)),
        ("张三 0551-62345678转802", "张三", ("055162345678转802",)),
        ("张三/13800000001/0551-6234567", "张三", ("13800000001", "05516234567")),
        ("张三1380000000", "张三1380000000", ()),  # a digit short
        ("张三138000000012", "张三138000000012", ()),  # a digit too many
        ("张三(工号10023456)", "张三(工号10023456)", ()),
        ("2026年3月5日", "2026年3月5日", ()),
        ("张三02", "张三02", ()),
    ],
)
def test_telephone_numbers_beside_a_name(typed: str, bare: str, phones: tuple[str, ...]) -> None:
    assert without_phones(typed) == (bare, phones)


def test_a_name_with_a_number_is_listed_and_read_without_it() -> None:
    columns = {
        "责任人": "张三（13800000001）",
        "承办人": "李四/0551-62345678",
        "协办部门": "营销部 13800000002",
        "审定人": "王总 13800000003",
    }
    tables, problems = read("督办台账", {**ITEM, **columns})
    (item,) = tables.items
    assert (item.responsible, item.handler, item.helpers, item.approver) == ("张三", "李四", ("营销部",), "王总")
    assert [(problem.header, problem.problem) for problem in problems] == [
        ("审定人", "名字里有电话号码，本次读作“王总”"),
        ("协办部门", "名字里有电话号码，本次读作“营销部”"),
        ("责任人", "名字里有电话号码，本次读作“张三”"),
        ("承办人", "名字里有电话号码，本次读作“李四”"),
    ]


@pytest.mark.parametrize("typed", [13800000001.0, "13800000001", "电话：13800000001", 55162345678.0])
@pytest.mark.parametrize("header", ["提出人", "审定人", "承办人", "评价人", "协办部门", "分管领导"])
def test_a_number_and_no_name_is_listed(header: str, typed: Value) -> None:
    tables, problems = read("督办台账", {**ITEM, header: typed})
    (item,) = tables.items
    column = TABLES["督办台账"].column(header)
    if getattr(item, column.field):
        assert typed == 55162345678.0  # no number that anybody can be called by
    else:
        assert [(problem.header, problem.problem) for problem in problems] == [(header, "只有电话号码，没有名字，本次按空白计")]


@pytest.mark.parametrize("typed", ["、", "；；", ",", "、 \n"])
@pytest.mark.parametrize("header", ["协办部门", "承办人", "分管领导", "前置编号"])
def test_joints_without_a_name_are_listed(header: str, typed: str) -> None:
    _, problems = read("督办台账", {**ITEM, header: typed})
    assert [problem.header for problem in problems] == [header]


def test_two_departments_in_a_cell_for_one() -> None:
    tables, problems = read("督办台账", {**ITEM, "主责部门": "检修部\n营销部", "协办部门": "营销部 运检部", "责任人": "张三 郑伟"})
    (item,) = tables.items
    assert (item.department, item.helpers, item.responsible) == ("运检部", ("营销部", "运检部"), "张三、郑伟")
    assert [(problem.header, problem.problem) for problem in problems] == [("主责部门", "一格里有 2 个部门，本次按“运检部”")]


def test_a_former_name_is_read_as_the_name_of_today() -> None:
    """检修部 is what 运检部 was called; a name that two departments bore, and one that another bears now, lead to neither."""
    tables, problems = read("督办台账", {**ITEM, "主责部门": "检修部", "协办部门": "检修部、营销部", "督办部门": "检 修 部"})
    (item,) = tables.items
    assert (item.department, item.helpers, item.supervisor) == ("运检部", ("运检部", "营销部"), "运检部")
    assert problems == []
    claimed = roster_of(["甲部", "乙部", "丙部"], [], [("老部", "甲部"), ("老部", "乙部"), ("丙部", "甲部"), ("旧部", "丙部")]).departments
    assert [claimed.spelt(name) for name in ("老部", "丙部", "旧部", "甲部")] == ["老部", "丙部", "丙部", "甲部"]


def test_blanks_inside_names_do_not_count() -> None:
    tables, problems = read("督办台账", {**ITEM, "责任人": "郑 伟", "审定人": "张　三", "承办人": "JohnSmith"})
    assert [person.name for person in tables.people] == ["张三", "李四", "郑伟", "John Smith"]
    assert (tables.items[0].responsible, tables.items[0].approver) == ("郑伟", "张三")
    assert problems == []


# what a cell shows


@pytest.mark.parametrize(
    ("table", "header", "value", "shown", "read"),
    [
        ("督办台账", "编号", 7.0, "007", "007"),
        ("督办台账", "事项", 7.0, "007", "007"),
        ("阶段目标", "阶段", dt.date(2026, 1, 1), "1-1", "1-1"),
        ("督办台账", "进展情况", 0.8, "80%", "80%"),
        ("督办台账", "权重", 2.0, "2.00", 2.0),
        ("督办台账", "完成度", 0.8, "80%", 0.8),
        ("督办台账", "办理时限", 2026.1, "2026.10", "2026.10"),
        ("督办台账", "办理时限", 46203.0, "46,203", 46203.0),
        ("督办台账", "办理时限", dt.date(2026, 6, 30), "6-30", dt.date(2026, 6, 30)),
        ("指标", "期间", 2026.1, "2026.10", "2026.10"),
        ("指标", "期间", dt.date(2026, 10, 1), "Oct-26", dt.date(2026, 10, 1)),
        ("督办台账", "事项", "文", "别的", "文"),
        ("督办台账", "事项", None, "别的", None),
    ],
)
def test_a_cell_means_what_it_shows(table: str, header: str, value: Value, shown: str, read: Value) -> None:
    assert as_shown(TABLES[table].column(header), value, shown, formula=False) == read


@pytest.mark.parametrize(
    ("header", "value", "read"),
    [
        ("提交日期", 0.0, None),
        ("进展情况", 0.0, None),
        ("承办人", 0.0, None),
        ("协办部门", 0.0, None),
        ("权重", 0.0, 0.0),
        ("完成度", 0.0, 0.0),
        ("进展情况", 1.0, 1.0),
        ("进展情况", False, False),
        ("提交日期", 0.5, 0.5),
    ],
)
def test_the_zero_of_a_formula_is_nothing_but_a_number(header: str, value: Value, read: Value) -> None:
    assert as_shown(TABLES["督办台账"].column(header), value, None, formula=True) is read or value == read
    assert as_shown(TABLES["督办台账"].column(header), value, None, formula=False) is value


def test_a_column_of_formulas_lists_nothing() -> None:
    formulas: frozenset[At] = frozenset((row, header) for row in range(2) for header in ("提交日期", "承办人", "备注"))
    zero: dict[str, Value] = dict.fromkeys(("提交日期", "承办人", "备注"), 0.0)
    tables, problems = read("督办台账", {**ITEM, **zero}, {**ITEM, **zero, "编号": "2"}, formulas=formulas)
    assert [(item.submitted, item.handler, item.note) for item in tables.items] == [(None, "", "")] * 2
    assert problems == []


@pytest.mark.parametrize(
    ("value", "shown", "remedy"),
    [
        (2026.1, "2026.10", "建议填 2026-10-31"),
        (2026.1, None, "可能是 2026 年 1 月，也可能是 10 月；写成 2026-01 或 2026-10，日期写到日"),
        (2026.11, None, "建议填 2026-11-30"),
        (2026.13, None, "填日期，如 2026-03-05"),
        (5.2, "5.20", "建议填 2026-05-20"),
        (5.2, None, "可能是 5 月 2 日，也可能是 5 月 20 日；写成日期，如 2026-03-05"),
        (5.25, None, "建议填 2026-05-25"),
        (2.3, None, "建议填 2027-02-03"),  # there is no 30 February
        (13.2, None, "填日期，如 2026-03-05"),
        ("3月31日", None, "建议填 2027-03-31"),  # the nearest from 立项日期 on
        ("4月1日", None, "建议填 2026-04-01"),
        ("2月29日", None, "建议填 2028-02-29"),
        ("10月底", None, "建议填 2026-10-31"),
        ("2026年10月", None, "建议填 2026-10-31"),
        ("2026-13", None, "填日期，如 2026-03-05"),
        ("尽快", None, "填日期，如 2026-03-05"),
    ],
)
def test_what_a_deadline_may_mean(value: Value, shown: str | None, remedy: str) -> None:
    tables, problems = read("督办台账", {**ITEM, "办理时限": value}, shown={(0, "办理时限"): shown} if shown else {})
    assert tables.items[0].due is None
    assert [(problem.value, problem.remedy) for problem in problems] == [
        (shown or (value if isinstance(value, str) else repr(value)), remedy)
    ]


@pytest.mark.parametrize(
    ("row", "header", "remedy"),
    [
        ({"立项日期": "3月2日", "办理时限": "2026-03-09"}, "立项日期", "建议填 2026-03-02"),
        ({"立项日期": "12月28日", "办理时限": "2026-01-09"}, "立项日期", "建议填 2025-12-28"),
        ({"立项日期": "2026-03-02", "审定日期": "3月1日"}, "审定日期", "建议填 2026-03-01"),
        ({"立项日期": "2026-03-02", "下达日期": "3月1日"}, "下达日期", "建议填 2027-03-01"),  # from 立项日期 on
        ({"立项日期": "3月2日", "办理时限": "长期"}, "立项日期", "填日期，如 2026-03-05"),
    ],
)
def test_a_day_without_a_year_before_the_one_that_is_known(row: Mapping[str, Value], header: str, remedy: str) -> None:
    bare: dict[str, Value] = {name: value for name, value in ITEM.items() if not isinstance(value, dt.date)}
    _, problems = read("督办台账", {**bare, **row})
    assert [problem.remedy for problem in problems if problem.header == header] == [remedy]


@pytest.mark.parametrize(
    ("number", "told"),
    [(2026.1, True), (2026.2, False), (2026.12, False), (5.1, True), (5.3, True), (5.4, False), (13.1, False), (0.1, False)],
)
def test_numbers_that_may_mean_two_things(number: float, told: bool) -> None:
    assert bool(meanings(number)) is told


@pytest.mark.parametrize("table", ["指标", "考评打分", "个人评分"])
def test_a_period_that_may_mean_two_months_is_listed(table: str) -> None:
    _, problems = read(table, {"期间": 2026.1})
    assert [(problem.problem, problem.remedy) for problem in problems if problem.header == "期间"] == [
        ("“2026.1”看不出是几月", "可能是 2026 年 1 月，也可能是 10 月；写成 2026-01 或 2026-10，日期写到日")
    ]
    _, problems = read(table, {"期间": 2026.1}, shown={(0, "期间"): "2026.10"})
    assert [problem for problem in problems if problem.header == "期间"] == []


@pytest.mark.parametrize(
    ("value", "shown", "period", "problem"),
    [
        (2026.1, "2026.10", "2026.10", ""),
        (2026.1, None, "", "考核期间：“2026.1”看不出是几月"),
        (2026.0, None, "2026", ""),
        ("\uff12\uff10\uff12\uff16\u5e74\uff11\uff10\u6708", None, "2026年10月", ""),
        ("2026/10", None, "2026/10", ""),
        ("/", None, "", "考核期间：“/”不是取值"),
    ],
)
def test_the_setting_of_a_period(value: Value, shown: str | None, period: str, problem: str) -> None:
    more: dict[str, Any] = {"shown": {(0, "取值"): shown}} if shown else {}
    settings, wrong = read_settings(Grid("参数", 4, ("名称", "取值"), [("考核期间", value)], **more))
    assert (settings.period, [one[3] for one in wrong]) == (period, [problem] if problem else [])


def test_a_setting_may_be_a_word_for_nothing_only_where_its_list_has_it() -> None:
    rows: list[Row] = [("空白负面影响", "无"), ("密级词", "无"), ("月度截止日", "—")]
    settings, wrong = read_settings(Grid("参数", 4, ("名称", "取值"), rows))
    assert (settings.blank_impact, settings.month_end, "绝密" in settings.secret_words) == ("无", 31, True)
    assert [one[0] for one in wrong] == [5, 6]


# units of indicators


@pytest.mark.parametrize(
    ("unit", "cells", "percent", "read", "listed"),
    [
        ("%", (95.0, 90.0, 0.965), ("实际值",), ("95", "90", "96.5"), []),
        ("％", (0.95, 0.9, 0.965), ("目标值", "底线值", "实际值"), ("95", "90", "96.5"), []),
        ("%", (95.0, None, "96.5%"), (), ("95", None, "96.5"), []),
        ("%", (95.0, None, "96.5"), (), ("95", None, "96.5"), []),
        ("%", (95.0, None, 0.965), (), ("95", None, "0.965"), ["实际值"]),
        ("%", (0.0, None, 0.0), ("实际值",), ("0", None, "0"), []),
        ("%", (1.0, None, 0.29), ("目标值", "实际值"), ("100", None, "29"), []),
        ("万元", (500.0, None, 480.0), (), ("500", None, "480"), []),
        ("万元", (500.0, None, 0.965), ("实际值",), ("500", None, "0.965"), ["实际值"]),
        (None, (0.95, None, 0.965), ("目标值", "实际值"), ("0.95", None, "0.965"), []),
        (None, (95.0, None, 0.965), ("实际值",), ("95", None, "0.965"), ["实际值"]),
        (None, (0.95, None, 96.5), ("目标值",), ("0.95", None, "96.5"), ["目标值"]),
    ],
)
def test_measured_values_in_their_unit(
    unit: Value, cells: tuple[Value, ...], percent: tuple[str, ...], read: tuple[str | None, ...], listed: list[str]
) -> None:
    row = {**INDICATOR, "计量单位": unit, **dict(zip(("目标值", "底线值", "实际值"), cells, strict=True))}
    tables, problems = globals()["read"]("指标", row, percent=frozenset((0, header) for header in percent))
    (one,) = tables.indicators
    assert (one.goal, one.floor, one.actual) == tuple(None if text is None else Fraction(text) for text in read)
    assert [problem.header for problem in problems] == listed
    assert all(problem.remedy for problem in problems)


@pytest.mark.parametrize("word", ["/", "无", "—", "同上", "〃"])
def test_nobody_is_reminded_and_nothing_is_proposed_for_a_word_that_means_nobody(word: str) -> None:
    units = [{**UNITS[0], "联系人": "李四"}]
    late = {**ITEM, "责任人": word, "承办人": word, "下达日期": dt.date(2026, 4, 1), "办理时限": dt.date(2026, 5, 29)}
    grids = {"部门": grid("部门", units), "人员": grid("人员", STAFF), "督办台账": grid("督办台账", [late])}
    grids |= {name: Grid(name, 4, TABLES[name].headers, default_rows(name)) for name in ("督办频次", "亮灯规则")}
    tables, _ = parse(grids)
    judgement = judge(tables, dt.date(2026, 6, 1), Calendar())
    assert {reminder.recipient for reminder in reminders(judgement)} == {"李四"}
    assert word not in {row.subject for row in settle(judgement, tables).made["问责记录"]}  # type: ignore[union-attr]


CODES = [(name, column.header) for name in READ if name != "参数" for column in TABLES[name].columns if is_code(column)]


def test_every_number_by_which_a_row_is_known_is_a_code() -> None:
    named = {header for table, header in CODES if TABLES[table].group == "日常"}
    assert named >= set("编号 目标编号 前置编号 会议编号 指标编号 上级指标 风险编号 抽查编号 工号 关联编号 阶段".split())
    assert not named & {"期间", "主责部门", "责任人", "类别", "灯", "应反馈日期", "事项"}


@pytest.mark.parametrize(("shown", "as_read"), [(None, "2026-03-01"), ("3月1日", "3月1日"), ("2026-3", "2026-3")])
@pytest.mark.parametrize(("table", "header"), CODES)
def test_a_code_that_became_a_day_is_listed_and_read_as_shown(table: str, header: str, shown: str | None, as_read: str) -> None:
    column = TABLES[table].column(header)
    row = {one.header: "x" for one in TABLES[table].columns if one.kind == "text"} | {header: dt.date(2026, 3, 1)}
    given = Grid(table, 4, tuple(row), [tuple(row.values())], shown={(0, header): shown} if shown else {})
    (record,), problems = parse_table(TABLES[table], given)
    assert getattr(record, column.field) in (as_read, (as_read,))
    (entry,) = [one for one in problems if one.header == header]
    assert (entry.table, entry.row, entry.value) == (table, 4, as_read)
    assert "变成了日期" in entry.problem
    assert "文本" in entry.remedy


def test_a_day_with_a_time_is_no_code_either() -> None:
    _, problems = read("督办台账", {**ITEM, "编号": dt.datetime(2026, 3, 1, 12)})
    assert [one.header for one in problems] == ["编号"]


@pytest.mark.parametrize("shown", ["", "3月1日"])
def test_an_imported_code_that_became_a_day_is_a_guess(shown: str) -> None:
    found = read_foreign(TABLES["督办台账"].column("编号"), dt.date(2026, 3, 1), CellLook(shown=shown), year=2026, shares=False)
    assert "变成了日期" in found.guess
    assert found.value == (shown or "2026-03-01")
    risk = TABLES["抽查记录"].column("风险编号")
    answer = answer_in(
        ReturnedCell(shown or dt.date(2026, 3, 1), day=dt.date(2026, 3, 1)), risk, "", AnswerDays(dt.date(2026, 3, 2), dt.date(2026, 3, 2))
    )
    assert isinstance(answer, Unfit)
    assert "变成了日期" in answer.reason
