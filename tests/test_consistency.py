"""数据检查: what each contradiction is called and what to do, and that a sound workbook has none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import (
    bound,
    change,
    closed,
    day,
    default_table,
    department,
    feedback,
    holiday,
    indicator,
    item,
    objection,
    person,
    point,
    record,
    ruling,
    stage,
    tables,
    target,
)  # fmt: skip

from udfs.checks.consistency import check_consistency
from udfs.checks.references import check_references, circles_in
from udfs.rules.ground.workdays import Calendar
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.table_problems import Problem

AS_OF = day("3-31")


def listed(*records: Any, as_of: str = "3-31", **settings: Any) -> list[Problem]:
    held = tables(*records, **settings)
    return check_consistency(held, day(as_of), Calendar(held.holidays))


def places(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(one.table, one.header, one.problem) for one in problems]


SOUND = (
    item("1", approver="王总", after=("2",)),
    item("2", status="办结", submitted="3-1", closed="3-2", closing_note="已验收", due="3-5", matter="另一事", target="T1"),
    item("3", status="提交", submitted="3-1", matter="第三事", completion=1),
    item("4", status="取消", matter="事项1"),
    stage(confirmed="0.5", confirm_day="3-2"),
    change("延期", old="2026-06-01", new="2026-06-30"),
    feedback(number="1"),
    ruling("绿灯"),
    target(department="发展部"),
    department("发展部", head="张三", former=("计划部",)),
    person("张三"),
    indicator(responsible="张三"),
    closed("2026Q1"),
    point(),
)


def test_a_sound_workbook_has_nothing_listed() -> None:
    assert listed(*SOUND) == []
    assert check_references(tables(*SOUND)) == []


# name, records, (table, header, a part of the problem)
WRONG: list[tuple[str, list[Any], tuple[str, str, str]]] = [
    ("提交 without a day", [item(status="提交")], ("督办台账", "提交日期", "仍按未提交计时")),
    ("提交日期 while 办理", [item(submitted="3-1")], ("督办台账", "提交日期", "不停止计时")),
    ("提交日期 while 待调整", [item(status="待调整", submitted="3-1", issued="3-30")], ("督办台账", "提交日期", "不停止计时")),
    ("办结 without any day", [item(status="办结", closing_note="x")], ("督办台账", "办结日期", "没有提交日期和办结日期")),
    ("办结 without 办结日期", [item(status="办结", closing_note="x", submitted="3-2")], ("督办台账", "办结日期", "没有办结日期")),
    ("办结 without 提交日期", [item(status="办结", closing_note="x", closed="3-2")], ("督办台账", "提交日期", "以办结日期为准")),
    ("办结日期 while 办理", [item(closed="3-1")], ("督办台账", "办结日期", "状态为办理")),
    ("办结 without 办结说明", [item(status="办结", submitted="3-2", closed="3-2")], ("督办台账", "办结说明", "没有办结说明")),
    ("下达 without 下达日期", [item(status="下达", issued=None, registered="1-5")], ("督办台账", "下达日期", "没有下达日期")),
    ("下达 before 立项", [item(registered="1-2")], ("督办台账", "下达日期", "早于立项日期")),
    (
        "办结 before 下达",
        [item(status="办结", closing_note="x", submitted="1-5", closed="1-4", issued="1-5")],
        ("督办台账", "办结日期", "早于下达日期 2026-01-05"),
    ),
    ("办结 before 提交", [item(status="办结", closing_note="x", submitted="3-5", closed="3-4")], ("督办台账", "办结日期", "早于提交日期")),
    ("due before 下达", [item(issued="3-3", due="3-2")], ("督办台账", "办理时限", "早于下达日期")),
    ("due before 立项", [item(status="立项", issued=None, registered="3-3", due="3-2")], ("督办台账", "办理时限", "早于立项日期")),
    ("a day ahead", [item(status="提交", submitted="4-1")], ("督办台账", "提交日期", "晚于 2026-03-31")),
    ("a deadline on a Saturday", [item(due="6-27")], ("督办台账", "办理时限", "休息日")),
    ("a stage on a Sunday", [item(), stage(due="6-28")], ("阶段目标", "完成时限", "休息日")),
    ("a stage after its item", [item(), stage(due="7-1")], ("阶段目标", "完成时限", "晚于事项的考核时限 2026-06-30")),
    ("100 % but open", [item(completion=1)], ("督办台账", "状态", "完成度 100%")),
    ("100 % of stages but open", [item(), stage(confirmed=1, confirm_day="3-1")], ("督办台账", "状态", "完成度 100%")),
    (
        "办结 below 100 %",
        [item(status="办结", closing_note="x", submitted="3-2", closed="3-2", completion="0.9")],
        ("督办台账", "完成度", "不到 100%"),
    ),
    (
        "办结 with a stage below 100 %",
        [item(status="办结", closing_note="x", submitted="3-2", closed="3-2"), stage(self_rated="0.9", self_day="3-1")],
        ("督办台账", "状态", "不到 100%"),
    ),
    ("完成度 beside stages", [item(completion="0.5"), stage()], ("督办台账", "完成度", "不起作用")),
    ("rated while open", [item(quality=90)], ("督办台账", "完成质量", "却已评价")),
    ("公司级 without 审定人", [item(level="公司级")], ("督办台账", "审定人", "没有审定人")),
    ("weight 0", [item(weight=0)], ("督办台账", "权重", "按 1 计")),
    ("weight 0 of a stage", [item(), stage(weight=0)], ("阶段目标", "权重", "按 1 计")),
    ("weight 0 of a target", [target(weight=0)], ("目标库", "权重", "按 1 计")),
    ("weight 0 of an indicator", [indicator(weight=0)], ("指标", "权重", "按 1 计")),
    ("a self-rating without a day", [item(), stage(self_rated="0.5")], ("阶段目标", "自评日期", "没有自评日期")),
    ("a confirmation without a day", [item(), stage(confirmed="0.5")], ("阶段目标", "确认日期", "没有确认日期")),
    ("a stage that ends before it starts", [item(), stage(start="4-1")], ("阶段目标", "完成时限", "早于开始日期")),
    ("同意 without a day", [item(), change("暂缓", approved=None)], ("变更记录", "批准日期", "没有批准日期")),
    ("改期 without a leader", [item(), change("改期", new="2026-06-30", approver="")], ("变更记录", "批准人", "没有批准人")),
    ("approved before asked", [item(), change("暂缓", asked="3-2", approved="3-1")], ("变更记录", "批准日期", "早于申请日期")),
    ("延期 to no date", [item(), change("延期", new="年底")], ("变更记录", "新值", "时限不动")),
    ("恢复 with other text", [item(), change("暂缓"), change("恢复", new="继续")], ("变更记录", "新值", "按空着处理")),
    ("原值 that is no date", [item(), change("延期", old="月底", new="2026-06-30")], ("变更记录", "原值", "以台账为准")),
    (
        "延期 asked too late",
        [item(due="3-2"), change("延期", asked="3-3", new="2026-03-31")],
        ("变更记录", "申请日期", "晚于时限 2026-03-02"),
    ),
    ("恢复 without 暂缓", [item(), change("恢复")], ("变更记录", "变更", "没有同意的暂缓")),
    ("暂缓 without a change", [item(status="暂缓")], ("督办台账", "状态", "没有同意的暂缓")),
    ("the same matter", [item("1", matter="配网 改造"), item("2", matter="“配网改造”。")], ("督办台账", "事项", "与第")),
    (
        "one basis for two departments",
        [item("1", basis="督办〔2026〕1号"), item("2", basis="督办[2026]1号", department="运检部")],
        ("督办台账", "依据", "同一依据已交“发展部”"),
    ),
    ("待调整 too long", [item(status="待调整", issued="3-25")], ("督办台账", "状态", "异议时限已过")),
    (
        "待调整 after the answer",
        [item(status="待调整", issued="3-30"), objection(day="3-30", answered="3-31", result="采纳")],
        ("督办台账", "状态", "异议已答复"),
    ),
    ("an objection too late", [item(issued="3-2"), objection(day="3-6")], ("异议", "日期", "晚于下达后 3 个工作日")),
    ("a second objection", [item(issued="3-2"), objection(day="3-3"), objection(day="3-4")], ("异议", "编号", "只能提一次")),
    ("认定 for no period", [item(), ruling("绿灯", "一季度")], ("认定记录", "期间", "不是期间")),
    ("历史成绩 of no period", [closed("上半年")], ("历史成绩", "期间", "不是期间")),
    ("no yellow", [bound("绿灯", 80), bound("红灯", 0, "是")], ("亮灯规则", "灯", "没有这个灯")),
    ("two lights at 60", [bound("绿灯", 60), bound("黄灯", 60), bound("红灯", 0, "是")], ("亮灯规则", "下限", "下限相同")),
    ("green below yellow", [bound("绿灯", 50), bound("黄灯", 60), bound("红灯", 0, "是")], ("亮灯规则", "下限", "“绿灯”的下限低于“黄灯”")),
    ("a hole at the bottom", [bound("绿灯", 80), bound("黄灯", 60), bound("红灯", 30, "是")], ("亮灯规则", "下限", "一律按“红灯”")),
    ("0 left out", [bound("绿灯", 80), bound("黄灯", 60), bound("红灯", 0, "否")], ("亮灯规则", "下限", "一律按“红灯”")),
    (
        "no weights",
        [record("考核权重", kind="基层", supervision=0, lights=0, indicators=0, inspection=0)],
        ("考核权重", "部门类型", "合计为 0"),
    ),
    ("ended with open items", [department("发展部", until="3-31"), item()], ("部门", "并入部门", "还有 1 项未办结")),
    ("ended before it began", [department("发展部", since="3-2", until="3-1", merged_into="发展部")], ("部门", "停用日期", "早于启用日期")),
    ("merged but not ended", [department("发展部", merged_into="运检部"), department("运检部")], ("部门", "停用日期", "不并入")),
    ("a person who left", [item(), person("张三", active="否")], ("督办台账", "责任人", "不在岗")),
    ("a year nobody knows", [item(due="2031-06-30")], ("节假日", "日期", "2031 年没有节假日数据")),
]


@pytest.mark.parametrize(("name", "records", "expected"), WRONG, ids=[name for name, _, _ in WRONG])
def test_a_contradiction_is_listed_with_what_to_do(name: str, records: list[Any], expected: tuple[str, str, str]) -> None:
    table, header, words = expected
    found = [one for one in listed(*records) if (one.table, one.header) == (table, header) and words in one.problem]
    assert len(found) == 1, (name, places(listed(*records)))
    assert found[0].remedy
    assert found[0].row or table in ("节假日", "亮灯规则")


def absent(words: str, *records: Any, **more: Any) -> bool:
    return not any(words in one.problem for one in listed(*records, **more))


def test_boundaries_of_what_is_listed() -> None:
    assert absent("休息日", item(due="6-26"))
    assert absent("休息日", item(due="6-27", status="办结"))
    assert absent("晚于事项", item(), stage(due="6-30"))
    assert absent("晚于时限", item(due="3-2"), change("延期", asked="3-2", new="2026-03-31"))
    assert absent("异议时限已过", item(status="待调整", issued="3-26"))
    assert not absent("异议时限已过", item(status="待调整", issued="3-26"), as_of="4-1")
    assert absent("晚于下达后", item(issued="3-2"), objection(day="3-5"))
    assert absent("只能提一次", item(), objection(table="得失分"), objection(table="得失分", day="1-6"))
    assert absent("晚于 2026", item(status="提交", submitted="3-31"))
    assert absent("没有批准", item(), change("延期", new="2026-06-30", result="待批", approver="", approved=None))
    assert absent("还有", department("发展部", until="4-1"), item())
    assert absent("还有", department("发展部", until="3-1", merged_into="运检部"), department("运检部"), item())
    assert absent("相同", item("1"), item("2", status="取消", matter="事项1"))
    assert absent("不在岗", item(status="办结"), person("张三", active="否"))
    assert absent("不在岗", item(), person("张三", active="否"), person("张三", department="运检部"))


def test_a_rest_day_that_moves_says_where_to() -> None:
    (found,) = [one for one in listed(item(due="6-27"), 时限逢休顺延="是") if "休息日" in one.problem]
    assert found.remedy == "已按参数顺延到 2026-06-29"


def test_years_are_listed_only_if_they_occur_and_only_until_they_are_entered() -> None:
    assert absent("2031", item())
    rests = [holiday(f"2031-01-0{n}", "休") for n in range(1, 8)]
    assert absent("2031", item(due="2031-06-30"), *rests)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"考核期间": "上季度"}, "考核期间不是期间"),
        ({"序时差绿灯下限": "-20"}, "绿灯下限低于黄灯下限"),
        ({"高风险下限": "8"}, "高风险下限不高于中风险下限"),
        ({"启用日期": "2026-04-01", "基准日": "2026-03-31"}, "启用日期晚于基准日"),
    ],
)
def test_settings_that_do_not_fit(settings: dict[str, str], words: str) -> None:
    assert [words in one.problem for one in listed(**settings)] == [True]


def test_a_table_of_lights_that_is_empty() -> None:
    held = tables()._replace(light_bounds=())
    assert [one.problem for one in check_consistency(held, AS_OF, Calendar())] == ["没有亮灯规则，按完成度不亮灯"] * 3
    assert tables().light_bounds == default_table("亮灯规则")


def test_bands_of_deductions_that_are_missing() -> None:
    whole = default_table("考核分档")
    assert tables().deduction_bands == whole
    two = [row for row in whole if row.level == "公司级" and row.impact == "重大"]
    left = tuple(row for row in whole if row not in two)
    (problem,) = check_consistency(tables()._replace(deduction_bands=left), AS_OF, Calendar())
    assert (problem.table, problem.row) == ("考核分档", 0)
    assert problem.problem == "没有这些档：公司级/重大/主观、公司级/重大/客观；落在里面的事项晚了不提扣分"
    (problem,) = check_consistency(tables()._replace(deduction_bands=()), AS_OF, Calendar())
    assert " 等 16 档" in problem.problem


# --- references ---------------------------------------------------------------------------------------------------------------


def named(*records: Any) -> list[tuple[str, str, str, str]]:
    return [(one.table, one.header, one.value, one.problem) for one in check_references(tables(*records))]


DEPT = department("发展部", former=("计划部",))
ZHANG = person("张三")


@pytest.mark.parametrize(
    ("name", "records", "expected"),
    [
        ("a department", [DEPT, item(department="某部"), ZHANG], ("督办台账", "主责部门", "某部", "“部门”里没有“某部”")),
        ("one of several helpers", [DEPT, ZHANG, item(helpers=("发展部", "某部"))], ("督办台账", "协办部门", "某部", "“部门”里没有“某部”")),
        ("a person", [DEPT, item()], ("督办台账", "责任人", "张三", "“人员”里没有“张三”")),
        ("the second of two persons", [DEPT, ZHANG, item(responsible="张三、李四")], ("督办台账", "责任人", "李四", "“人员”里没有“李四”")),
        ("a target", [DEPT, ZHANG, item(target="T9")], ("督办台账", "目标编号", "T9", "“目标库”里没有“T9”")),
        ("an item before it", [DEPT, ZHANG, item(after=("9",))], ("督办台账", "前置编号", "9", "“督办台账”里没有“9”")),
        ("the item of a stage", [stage(number="9")], ("阶段目标", "编号", "9", "“督办台账”里没有“9”")),
        ("the item of a feedback", [feedback(number="9")], ("反馈记录", "编号", "9", "“督办台账”里没有“9”")),
        ("a meeting", [DEPT, ZHANG, item(), ruling("绿灯", meeting="H9")], ("认定记录", "会议编号", "H9", "“会议”里没有“H9”")),
        ("a staff number", [DEPT, point(staff_no="G9")], ("加减分台账", "工号", "G9", "“人员”里没有“G9”")),
        ("a name where a number stands", [DEPT, ZHANG, point(staff_no="张三")], ("加减分台账", "工号", "张三", "“人员”里没有“张三”")),
        ("a kind of department", [department(kind="其他类")], ("部门", "类型", "其他类", "“考核权重”里没有“其他类”")),
        ("a parent", [DEPT, indicator(parent="Z9")], ("指标", "上级指标", "Z9", "“指标”里没有“Z9”")),
        (
            "a risk point",
            [DEPT, record("抽查记录", number="C1", department="发展部", risk="R9")],
            ("抽查记录", "风险编号", "R9", "“风险点”里没有“R9”"),
        ),
        (
            "a stage of a change",
            [DEPT, ZHANG, item(), change("延期", stage="九")],
            ("变更记录", "阶段", "九", "事项 1 没有这个阶段，变更不起作用"),
        ),
    ],
)
def test_what_no_table_has(name: str, records: list[Any], expected: tuple[str, str, str, str]) -> None:
    assert named(*records) == [expected], name


def test_former_names_and_staff_numbers_are_known() -> None:
    assert named(DEPT, ZHANG, item(department="计划部"), point(staff_no=ZHANG.staff_no)) == []


@pytest.mark.parametrize(
    ("homes", "doubtful"),
    [(("发展部", "运检部"), False), (("发展部", "发展部"), True), (("运检部", "营销部"), True)],
)
def test_a_name_that_two_persons_bear(homes: tuple[str, str], doubtful: bool) -> None:
    people = [person("张三", department=home) for home in homes]
    rows = [DEPT, department("运检部"), department("营销部"), *people, item(), stage(responsible="张三")]
    found = [(one.table, one.header) for one in check_references(tables(*rows)) if "分不清" in one.problem]
    assert found == ([("督办台账", "责任人"), ("阶段目标", "责任人")] if doubtful else [])
    assert [one[1:3] for one in named(*rows) if "同名" in one[3]] == [("姓名", "张三")]


def test_a_former_name_that_two_departments_claim() -> None:
    found = named(DEPT, department("运检部", former=("计划部",)), department("营销部", former=("发展部",)))
    assert [(value, problem) for _, _, value, problem in found] == [
        ("计划部", "曾用名“计划部”已属“发展部”"),
        ("发展部", "曾用名“发展部”已属“发展部”"),
    ]


def test_circles_are_listed_on_each_of_their_rows() -> None:
    rows = [item("1", after=("2", "4")), item("2", after=("3",)), item("3", after=("1",)), item("4", after=("2",)), item("5", after=("1",))]
    found = [(one[2], one[3]) for one in named(DEPT, ZHANG, *rows) if "循环" in one[3]]
    assert found == [("1", "与 2、3、4 构成循环"), ("2", "与 1、3、4 构成循环"), ("3", "与 1、2、4 构成循环"), ("4", "与 1、2、3 构成循环")]


def test_circles_of_indicators_go_by_period() -> None:
    here = [indicator("Z1", parent="Z2"), indicator("Z2", parent="Z1")]
    apart = [here[0], here[1]._replace(period="2026Q2")]
    assert [one[1] for one in named(DEPT, *here)] == ["上级指标", "上级指标"]
    assert named(DEPT, *apart) == []
    assert [one[1] for one in named(DEPT, here[0]._replace(period="2026Q1"), here[1]._replace(period="2026年一季度"))].count(
        "上级指标"
    ) == 2


def test_a_row_that_names_itself_and_a_long_chain() -> None:
    assert [one[3] for one in named(DEPT, ZHANG, item(after=("1",)))] == ["指向自己"]
    chain: dict[str, tuple[str, ...]] = {str(n): (str(n + 1),) for n in range(50_000)}
    assert circles_in(chain) == []
    assert circles_in({**chain, "49999": ("0",)}) == [tuple(chain)]
    ring = [item(str(n), after=(str((n + 1) % 9),)) for n in range(9)]
    assert [one[3] for one in named(DEPT, ZHANG, *ring)][8] == "与 0、1、2、3、4 等构成循环"


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefg"), max_size=3), max_size=6))
def test_circles_are_what_can_reach_itself(leads: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = [*leads[start]]
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                ahead += leads.get(name, [])
        return seen

    assert sorted(name for group in circles_in(leads) for name in group) == sorted(name for name in leads if name in reached(name))
    assert all(two in reached(one) for group in circles_in(leads) for one in group for two in group)


def test_problems_come_as_the_sheets_lie() -> None:
    found = listed(
        item("1", weight=0, row=9), item("2", level="公司级", matter="另一事", row=5), stage(weight=0), bound("绿灯", 80), target(weight=0)
    )
    assert [one.table for one in found] == [*["亮灯规则"] * 3, "目标库", "督办台账", "督办台账", "阶段目标"]
    assert [one.row for one in found if one.table == "督办台账"] == [5, 9]


def test_nothing_at_all() -> None:
    empty: Tables = tables()
    assert check_references(empty) == []
    assert check_consistency(empty, AS_OF, Calendar()) == []
