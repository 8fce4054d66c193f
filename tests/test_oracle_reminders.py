"""The second computation of R5 against reminders worked out by hand, and the product's rules against it on random companies.

June 2026: the 10th is a Wednesday, 13 and 14 a weekend, 19 to 21 the Dragon Boat days.
"""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from support import oracle_reminders as second
from support import random_company as rc
from support import random_supervision as rs
from support.compared_companies import FULL, day, judged_by_the_product, office, undisputed_items

from macros.steps import session
from macros.steps.open_sheets import sheets_out
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.reminder_subjects import INSTRUCTED
from udfs.rules.supervision.reminders import reminders
from workbook_templates.reading.parse import parse
from workbook_templates.tables.logs import Operation

Cells = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

ITEM: Cells = FULL | {"类别": "重点", "办理时限": day("2026-06-22")}
"""A, of 甲部, 王建国's, chased every third day, due on the Monday after the Dragon Boat days."""
RATES = [{"类别": "日常", "逾期催办间隔天数": 7.0}, {"类别": "重点", "逾期催办间隔天数": 3.0}]
UNITS: Rows = [{"部门": "甲部", "联系人": "甲联", "负责人": "甲头"}, {"部门": "乙部", "联系人": "乙联"}]
PEOPLE: Rows = [{"姓名": name} for name in ("王建国", "甲联", "甲头", "乙联")]


def sent_on(as_of: str, item: Mapping[str, Any] | None = None, settings: Mapping[str, Any] | None = None, **tables: Rows) -> list[str]:
    """What goes out: 收件人 编号/阶段 规则 触发日."""
    with_item = {"督办台账": [ITEM | dict(item)]} if item is not None else {}
    drawn = office(day(as_of), settings or {}, {"督办频次": RATES, "部门": UNITS, "人员": PEOPLE, **with_item, **tables})
    found = second.reminders(rc.frames(drawn), rc.settings(drawn), drawn.as_of)
    return [f"{who} {number}/{stage} {rule} {on:%m-%d}" for who, number, stage, rule, on in sorted(found)]


# -- when ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        pytest.param("2026-06-14", None, id="the day before the first"),
        pytest.param("2026-06-15", "提前7天 06-15", id="seven days ahead"),
        pytest.param("2026-06-16", "提前7天 06-15", id="the day after: missed, taken up"),
        pytest.param("2026-06-17", "提前7天 06-15", id="the day before the next"),
        pytest.param("2026-06-18", "提前1天 06-18", id="three and one day ahead both move here: the nearer one"),
        pytest.param("2026-06-22", "提前1天 06-18", id="on the deadline nothing new"),
        pytest.param("2026-06-23", "逾期 06-23", id="the day after"),
        pytest.param("2026-06-25", "逾期 06-23", id="the day before the second chase"),
        pytest.param("2026-06-26", "逾期 06-26", id="three days on"),
        pytest.param("2026-06-27", "逾期 06-26", id="only the latest"),
        pytest.param("2026-06-29", "逾期 06-29", id="and again"),
    ],
)
def test_triggers_of_a_deadline(as_of: str, told: str | None) -> None:
    assert sent_on(as_of, {}) == ([f"王建国 A/ {told}"] if told else [])


@pytest.mark.parametrize(
    ("as_of", "told"),
    [("2026-06-18", "提前7天 06-15"), ("2026-06-19", "提前3天 06-19"), ("2026-06-21", "提前1天 06-21")],
)
def test_triggers_that_do_not_move_forward(as_of: str, told: str) -> None:
    assert sent_on(as_of, {}, {"提醒日逢休提前": "否"}) == [f"王建国 A/ {told}"]


@pytest.mark.parametrize("earlier", ["是", "否"])
@pytest.mark.parametrize(("as_of", "told"), [("2026-06-21", "提前1天 06-17"), ("2026-06-22", "逾期 06-22")])
def test_a_chase_always_moves_to_the_next_working_day(earlier: str, as_of: str, told: str) -> None:
    assert sent_on(as_of, {"办理时限": day("2026-06-18")}, {"提醒日逢休提前": earlier}) == [f"王建国 A/ {told}"]


def test_a_rest_day_of_the_office_and_other_days_ahead() -> None:
    assert sent_on("2026-06-15", {}, {"提前提醒天数": "7"}, 节假日=[{"日期": day("2026-06-15"), "类型": "休"}]) == [
        "王建国 A/ 提前7天 06-12"
    ]
    assert sent_on("2026-06-22", {}, {"提前提醒天数": "0"}) == ["王建国 A/ 提前0天 06-22"]
    assert sent_on("2026-07-30", {"类别": "难办"}) == ["王建国 A/ 逾期 06-23"]  # no row in 督办频次: chased once


@pytest.mark.parametrize(
    ("item", "told"),
    [
        pytest.param({"状态": "立项"}, False, id="only registered"),
        pytest.param({"状态": "暂缓"}, False, id="paused"),
        pytest.param({"状态": "取消"}, False, id="cancelled"),
        pytest.param({"状态": "办结", "办结日期": day("2026-06-23")}, False, id="closed"),
        pytest.param({"状态": "办结", "办结日期": day("2026-06-24")}, True, id="closed tomorrow"),
        pytest.param({"状态": "提交", "提交日期": day("2026-06-23")}, False, id="handed in late"),
        pytest.param({"状态": "提交"}, True, id="handed in on no day"),
        pytest.param({"状态": "待调整"}, True, id="objected to"),
        pytest.param({"办理时限": "长期"}, False, id="no deadline"),
    ],
)
def test_what_is_chased(item: Cells, told: bool) -> None:
    feedback = [{"编号": "A", "应反馈日期": day("2026-06-22")}]
    assert bool(sent_on("2026-06-23", item)) == told
    assert ("王建国 A/ 反馈漏报 06-23" in sent_on("2026-06-23", item, 反馈记录=feedback)) == (told or item.get("办理时限") == "长期")


@pytest.mark.parametrize(("start", "told"), [("2026-06-21", True), ("2026-06-22", True), ("2026-06-23", False)])
def test_nothing_due_before_the_start(start: str, told: bool) -> None:
    feedback = [{"编号": "A", "应反馈日期": day("2026-06-22")}]
    assert len(sent_on("2026-06-23", {}, {"启用日期": day(start)}, 反馈记录=feedback)) == 2 * told
    assert len(sent_on("2026-06-23", {"办理时限": "长期"}, {"启用日期": day(start)}, 反馈记录=feedback)) == told


def test_the_second_deadline_is_the_one_reminded_of() -> None:
    """It tells, too, whether the item was due before 启用日期."""
    raised = {"编号": "A", "变更": "升级", "申请日期": day("2026-06-23"), "新值": "2026-07-08", "结果": "同意"}
    assert sent_on("2026-06-30", {}, 变更记录=[raised]) == []
    assert sent_on("2026-07-01", {}, 变更记录=[raised]) == ["王建国 A/ 提前7天 07-01"]
    assert len(sent_on("2026-07-01", {}, {"启用日期": day("2026-07-08")}, 变更记录=[raised])) == 1
    assert sent_on("2026-07-01", {}, {"启用日期": day("2026-07-09")}, 变更记录=[raised]) == []


@pytest.mark.parametrize(
    ("row", "as_of", "told"),
    [
        pytest.param({}, "2026-06-17", None, id="two days ahead"),
        pytest.param({}, "2026-06-18", "反馈提前 06-18", id="a day ahead, moved off three rest days"),
        pytest.param({}, "2026-06-22", "反馈提前 06-18", id="on the day"),
        pytest.param({}, "2026-06-23", "反馈漏报 06-23", id="the day after"),
        pytest.param({}, "2026-07-20", "反馈漏报 06-23", id="never given: told once"),
        pytest.param({"反馈日期": day("2026-06-23")}, "2026-06-23", None, id="given"),
        pytest.param({"反馈日期": day("2026-06-24")}, "2026-06-23", "反馈漏报 06-23", id="given tomorrow"),
        pytest.param({"应反馈日期": day("2026-06-18")}, "2026-06-21", "反馈提前 06-17", id="missed before rest days"),
        pytest.param({"应反馈日期": day("2026-06-18")}, "2026-06-22", "反馈漏报 06-22", id="moved to the next working day"),
    ],
)
def test_feedback(row: Cells, as_of: str, told: str | None) -> None:
    feedback = [{"编号": "A", "应反馈日期": day("2026-06-22")} | row]
    assert sent_on(as_of, {"办理时限": "长期"}, 反馈记录=feedback) == ([f"王建国 A/ {told}"] if told else [])


# -- what else has a deadline --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        pytest.param({"完成时限": day("2026-06-09")}, ["王建国 A/一 逾期 06-10"], id="due yesterday"),
        pytest.param({"完成时限": day("2026-06-09"), "责任人": "甲头"}, ["甲头 A/一 逾期 06-10"], id="a person of its own"),
        pytest.param({"完成时限": day("2026-06-09"), "自评完成度": 0.0}, [], id="rated, be it 0"),
        pytest.param({"完成时限": day("2026-06-09"), "确认完成度": 0.5}, [], id="confirmed"),
        pytest.param(
            {"完成时限": day("2026-06-09"), "自评完成度": 1.0, "自评日期": day("2026-06-11")},
            ["王建国 A/一 逾期 06-10"],
            id="rated tomorrow",
        ),
        pytest.param({"完成时限": day("2026-06-11")}, ["王建国 A/一 提前1天 06-10"], id="due tomorrow"),
    ],
)
def test_stages(stage: Cells, told: list[str]) -> None:
    assert sent_on("2026-06-10", {}, 阶段目标=[{"编号": "A", "阶段": "一"} | stage]) == told


def test_a_stage_due_with_its_item_is_not_reminded_apart() -> None:
    stages = [{"编号": "A", "阶段": "一", "完成时限": day("2026-06-22")}, {"编号": "A", "阶段": "二", "完成时限": day("2026-06-23")}]
    assert sent_on("2026-06-23", {}, 阶段目标=stages) == ["王建国 A/ 逾期 06-23", "王建国 A/二 提前1天 06-22"]
    assert sent_on("2026-06-23", {"状态": "提交", "提交日期": day("2026-06-22")}, 阶段目标=stages) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param({}, ["王建国 Z/2026 逾期 06-10"], id="as an item"),
        pytest.param({"完成日期": day("2026-06-16")}, [], id="done"),
        pytest.param({"完成日期": day("2026-06-17")}, ["王建国 Z/2026 逾期 06-10"], id="done tomorrow"),
        pytest.param({"计分方式": "正向"}, [], id="no 节点"),
        pytest.param({"责任人": None}, ["甲联 Z/2026 逾期 06-10"], id="nobody's: the liaison"),
    ],
)
def test_indicators(more: Cells, told: list[str]) -> None:
    row: Cells = {
        "指标编号": "Z",
        "期间": "2026",
        "主责部室": "甲部",
        "责任人": "王建国",
        "计分方式": "节点",
        "完成时限": day("2026-06-02"),
    }
    assert sent_on("2026-06-16", 指标=[row | more]) == told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param({"整改责任人": "王建国"}, ["王建国 C/F 逾期 06-10"], id="整改责任人"),
        pytest.param({}, ["乙联 C/F 逾期 06-10"], id="else 岗位责任人"),
        pytest.param({"风险编号": None}, ["甲头 C/ 逾期 06-10"], id="else 负责人"),
        pytest.param({"整改完成日期": day("2026-06-10")}, [], id="done"),
        pytest.param({"整改完成日期": day("2026-06-10"), "复查结果": "不合格"}, ["乙联 C/F 逾期 06-10"], id="reopened"),
        pytest.param({"日期": day("2026-06-11")}, [], id="a check of tomorrow"),
        pytest.param({"整改时限": None}, [], id="nothing to put right"),
    ],
)
def test_rectifications(more: Cells, told: list[str]) -> None:
    row: Cells = {"抽查编号": "C", "日期": day("2026-06-01"), "部门": "甲部", "风险编号": "F", "整改时限": day("2026-06-09")}
    assert sent_on("2026-06-10", 抽查记录=[row | more], 风险点=[{"风险编号": "F", "岗位责任人": "乙联"}]) == told


# -- to whom, and what was sent --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "who"),
    [
        pytest.param([("甲部",)], "王建国", id="one of the name"),
        pytest.param([("甲部",), ("乙部",)], "甲部王建国", id="the one in the department"),
        pytest.param([("乙部",), ("乙部",)], "甲联", id="none there: the liaison"),
        pytest.param([("甲部",), ("甲部",)], "甲联", id="two there: the liaison"),
        pytest.param([("旧甲",), ("乙部",)], "甲部王建国", id="there under a former name"),
    ],
)
def test_a_doubled_name(people: list[tuple[str]], who: str) -> None:
    rows = [{"姓名": "王建国", "部门": unit} for (unit,) in people]
    units = [UNITS[0] | {"曾用名": "旧甲"}, UNITS[1]]  # type: ignore[operator]
    assert sent_on("2026-06-23", {}, 人员=rows, 部门=units) == [f"{who} A/ 逾期 06-23"]


@pytest.mark.parametrize(("gone", "who"), [("2026-06-22", "乙联"), ("2026-06-23", "乙联"), ("2026-06-24", "甲联")])
def test_the_liaison_of_where_the_item_is_by_today(gone: str, who: str) -> None:
    units = [dict(UNITS[0]) | {"停用日期": day(gone), "并入部门": "乙部"}, UNITS[1]]
    twice = [{"姓名": "王建国"}, {"姓名": "王建国"}]
    assert sent_on("2026-06-23", {}, 人员=twice, 部门=units) == [f"{who} A/ 逾期 06-23"]


@pytest.mark.parametrize(
    ("row", "again"),
    [
        pytest.param({}, False, id="sent"),
        pytest.param({"结果": "人工已发"}, False, id="sent by hand"),
        pytest.param({"结果": "失败"}, True, id="failed"),
        pytest.param({"结果": "演练"}, True, id="a rehearsal"),
        pytest.param({"触发日": day("2026-06-22")}, True, id="another day's"),
        pytest.param({"收件人": "甲联"}, True, id="to another"),
        pytest.param({"规则": "提前1天"}, True, id="by another rule"),
        pytest.param({"阶段": "一"}, True, id="of a stage"),
    ],
)
def test_what_was_sent_is_not_sent_again(row: Cells, again: bool) -> None:
    sent = {"编号": "A", "规则": "逾期", "触发日": day("2026-06-23"), "收件人": "王建国", "结果": "已发"} | row
    assert sent_on("2026-06-24", {}, 提醒记录=[sent]) == (["王建国 A/ 逾期 06-23"] if again else [])


# -- the product's rules against the second computation ----------------------------------------------------------------------


def agreed(drawn: rc.Company) -> rc.Company:
    """`undisputed_items`, and without what `test_where_the_two_part` holds."""
    drawn = undisputed_items(drawn)
    rows = dict(drawn.rows)
    gone = {row["部门"] for row in rows["部门"] if row.get("停用日期") and row.get("并入部门")}
    gone |= {"老乙部"} if "乙部" in gone else set()
    rows["指标"] = [row for row in rows["指标"] if row["主责部室"] not in gone]
    rows["抽查记录"] = [row for row in rows["抽查记录"] if row["部门"] not in gone]
    return replace(drawn, rows=rows)


def by_the_product(drawn: rc.Company) -> set[second.Reminder]:
    found: set[second.Reminder] = set()
    for row in reminders(judged_by_the_product(drawn)):
        assert row.trigger is not None
        found.add((row.recipient, row.number, row.stage, row.rule, row.trigger))
    return found


def told_apart(drawn: rc.Company) -> tuple[list[second.Reminder], list[second.Reminder]]:
    """The reminders that only the product has, and those that only the oracle has."""
    product, oracle = by_the_product(drawn), second.reminders(rc.frames(drawn), rc.settings(drawn), drawn.as_of)
    return sorted(product - oracle), sorted(oracle - product)


@pytest.mark.parametrize("seed", range(150))
def test_the_rules_agree_with_the_second_computation(seed: int) -> None:
    drawn = agreed(rs.company(seed))
    if any(told_apart(drawn)):
        small = rc.shrunk(drawn, lambda less: any(told_apart(agreed(less))))
        product, oracle = told_apart(agreed(small))
        pytest.fail(f"product only {product}\noracle only {oracle}\n{rc.readable(agreed(small))}")


ROW: Cells = {"抽查编号": "C", "日期": day("2026-06-01"), "抽查层级": "日常", "结果": "问题", "部门": "甲部", "整改时限": day("2026-06-22")}
MERGED: Rows = [{"部门": "甲部", "停用日期": day("2026-06-23"), "并入部门": "乙部"}, {"部门": "乙部", "联系人": "乙联"}]


@pytest.mark.parametrize(
    ("tables", "product", "oracle"),
    [
        pytest.param({"抽查记录": [ROW], "部门": MERGED}, "乙联", "甲部", id="a rectification of a merged department without a liaison"),
    ],
)
def test_where_the_two_part(tables: Mapping[str, Rows], product: str, oracle: str) -> None:
    """The oracle takes R10 (“checks … stay where they arose”) by the letter; the product reaches somebody."""
    found, expected = told_apart(office(day("2026-06-23"), {}, {"督办频次": RATES, **tables}))
    assert ([row[0] for row in found], [row[0] for row in expected]) == ([product], [oracle])


# 催收 -----------------------------------------------------------------------------------------------------------------------


def sheets_of(
    drawn: rc.Company, pick: random.Random
) -> tuple[rc.Company, list[tuple[str, str, dt.datetime]], list[tuple[str, str, dt.datetime]]]:
    """The company with some chases in its log; what went out (批次, 部门, 时间), and what came back."""
    gone = {row["部门"] for row in drawn.rows["部门"] if row.get("停用日期") or row.get("并入部门")}
    names = [str(row["部门"]) for row in drawn.rows["部门"] if row["部门"] not in gone]
    alone = [name for name in ("王建国", "外来人") if sum(row["姓名"] == name for row in drawn.rows["人员"]) < 2]
    addressees = [*names, *(f"抽查：{name}" for name in names[:2]), *(f"考评：{name}" for name in alone)]
    sent, came, log = [], [], list(drawn.rows["提醒记录"])
    for away in sorted(pick.sample(range(-2, 25), 4), reverse=True):
        on = dt.datetime.combine(drawn.as_of - dt.timedelta(away), dt.time(9))
        for number in range(1, pick.randint(1, 11)):
            batch = f"{on:%Y%m%d}-{number}"
            for name in pick.sample(addressees, pick.randint(0, len(addressees))):
                sent.append((batch, name, on))
                if pick.random() < 0.4:
                    came.append((batch, name, on + dt.timedelta(pick.randint(0, 9))))
                if pick.random() < 0.2:
                    result = pick.choice(("已发", "失败", "不明", "人工已发"))
                    row: Cells = {
                        "编号": batch,
                        "阶段": name,
                        "规则": "催收",
                        "触发日": on.date(),
                        "收件人": "谁",
                        "渠道": "短信",
                        "结果": result,
                    }
                    log.append(row | {"时间": on})
    settings = drawn.settings | {"催收天数": pick.choice((0, 1, 3, 3, 5))}
    return replace(drawn, settings=settings, rows=drawn.rows | {"提醒记录": log}), sent, came


@pytest.mark.parametrize("seed", range(30))
def test_the_chase_agrees_with_the_second_computation(seed: int) -> None:
    drawn, sent, came = sheets_of(rs.company(seed), random.Random(seed))
    logged = [
        Operation(time, word, "", batch, "", "", name) for word, rows in (("发给", sent), ("收到", came)) for batch, name, time in rows
    ]
    tables, _ = parse(rc.grids(drawn))
    reading = session.Reading(tables, [], {}, drawn.as_of, drawn.as_of)
    found = reminders(judge(tables, drawn.as_of, Calendar(tables.holidays)), None, sheets_out(logged, reading))
    product = {(row.recipient, row.number, row.stage, row.rule, row.trigger) for row in found if row.rule == "催收"}
    frames = [pd.DataFrame(rows, columns=["批次", "部门", "时间"]) for rows in (sent, came)]
    assert product == second.sheets_chased(frames[0], frames[1], rc.frames(drawn), rc.settings(drawn), drawn.as_of)


# 批示 -----------------------------------------------------------------------------------------------------------------------


def instructions_of(drawn: rc.Company, pick: random.Random) -> list[Cells]:
    """Instructions of every class and state, to departments by their present names and to persons, due about 基准日."""
    units, homes = [str(row["部门"]) for row in drawn.rows["部门"]], {row["姓名"]: row["部门"] for row in drawn.rows["人员"]}
    alone = [name for name in ("王建国", "外来人") if sum(row["姓名"] == name for row in drawn.rows["人员"]) < 2]

    def about(away: int) -> dt.date | None:
        return None if pick.random() < 0.1 else drawn.as_of + dt.timedelta(pick.randint(-away, away))

    found = []
    for number in range(12):
        subject = pick.choice([*units, *alone])
        states = (None, "待办", "待办", "已回复", "已转督办", "阅存")
        row: Cells = {
            "批示编号": f"PS{number}",
            "日期": about(9),
            "类别": pick.choice(("批办", "批办", "批办", "指导", "参阅")),
            "对象": subject,
        }
        row |= {"要求回复日期": about(12), "回复日期": about(5) if pick.random() < 0.3 else None, "状态": pick.choice(states)}
        name, unit = ("", subject) if subject in units else (subject, homes.get(subject) or "")
        found.append(row | {"name": name, "unit": unit})
    return found


@pytest.mark.parametrize("seed", range(40))
def test_instructions_are_chased_as_the_second_computation_says(seed: int) -> None:
    drawn = rs.company(seed)
    rows = instructions_of(drawn, random.Random(seed))
    days = ("日期", "要求回复日期", "回复日期")
    frame = pd.DataFrame([{**row, "状态": row["状态"] or "", **{name: pd.Timestamp(row[name]) for name in days}} for row in rows])
    expected = second.instructions_chased(frame, rc.frames(drawn), rc.settings(drawn), drawn.as_of)
    told: list[Cells] = [
        {"领导": "王总", "内容": "请报", **{name: row[name] for name in row if name not in ("name", "unit")}} for row in rows
    ]
    tables, _ = parse(rc.grids(replace(drawn, rows=drawn.rows | {"批示": told})))
    tables = tables._replace(reminded=())
    found = {
        (row.recipient, row.number, row.stage, row.rule, row.trigger)
        for row in reminders(judge(tables, drawn.as_of, Calendar(tables.holidays)))
        if row.matter == INSTRUCTED
    }
    assert found == expected
