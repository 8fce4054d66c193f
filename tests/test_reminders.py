"""R5: when, to whom and in which words. Hand-computed days of 2026, whose holidays are the State Council's."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.make import change, day, default_table, department, feedback, holiday, indicator, item, person, record, stage, tables

from udfs.rules.discretion import may_leave, sealed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.supervision.reminder_digests import dialled, digests
from udfs.rules.supervision.reminders import addressed, reminders
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.setting_values import defaults
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables.logs import ReminderSent
from workbook_templates.tables.results import ReminderRow

NOW = dt.datetime(2026, 6, 1, 9)
OFFICE = (
    department(leader="刘总", head="赵主任", liaison="王芳", phone="139 0000 0001", order=1),
    person("张三", phone="13800000003", order=3),
    person("李四", order=4),
    person("王芳", order=2),
    person("赵主任", role="部门负责人", order=1),
    person("刘总", role="班子成员", department="", order=0),
)


def company(*records: Any, office: Sequence[Any] = OFFICE, **options: Any) -> Tables:
    """Tables with an office, the default 督办频次, and these records."""
    return tables(*office, *default_table("督办频次"), *records, **options)


def judged(held: Tables, on: str) -> Judgement:
    return judge(held, day(on), Calendar(held.holidays))


def listed(on: str, *records: Any, office: Sequence[Any] = OFFICE, **options: Any) -> list[ReminderRow]:
    return reminders(judged(company(*records, office=office, **options), on))


def only(on: str, *records: Any, **options: Any) -> ReminderRow:
    (row,) = listed(on, *records, **options)
    return row


def brief(rows: Sequence[ReminderRow]) -> list[str]:
    """规则@触发日 of each row, and its stage."""
    return [f"{row.rule}@{row.trigger:%m-%d}{row.stage and ' ' + row.stage}" for row in rows if row.trigger]


def sent(row: ReminderRow, result: str = "已发", time: dt.datetime = NOW) -> ReminderSent:
    return ReminderSent(time, row.number, row.stage, row.rule, row.trigger, row.recipient, "短信", result, record("提醒记录").at)


def inspection(**fields: Any) -> Any:
    common = {"number": "C1", "day": "5-1", "department": "发展部", "risk": "F1", "result": "问题", "mend_due": "6-30", "mender": "张三"}
    return record("抽查记录", **{**common, **fields})


# when


@pytest.mark.parametrize(
    ("on", "category", "expected"),
    [
        ("6-22", "日常", []),  # the day before the first
        ("6-23", "日常", ["提前7天@06-23"]),
        ("6-25", "日常", ["提前7天@06-23"]),  # missed
        ("6-26", "日常", ["提前3天@06-26"]),  # three days ahead is a Saturday
        ("6-28", "日常", ["提前3天@06-26"]),
        ("6-29", "日常", ["提前1天@06-29"]),
        ("6-30", "日常", ["提前1天@06-29"]),  # the day itself: not overdue
        ("7-1", "日常", ["逾期@07-01"]),
        ("7-7", "日常", ["逾期@07-01"]),
        ("7-8", "日常", ["逾期@07-08"]),
        ("7-5", "重点", ["逾期@07-01"]),  # 4 July is a Saturday
        ("7-6", "重点", ["逾期@07-06"]),
        ("7-7", "重点", ["逾期@07-07"]),
        ("7-4", "紧急", ["逾期@07-03"]),  # every day, but nobody works on Saturday
        ("7-6", "紧急", ["逾期@07-06"]),
        ("12-31", "", ["逾期@07-01"]),  # without a 类别 it is chased once
    ],
)
def test_the_triggers_of_a_deadline(on: str, category: str, expected: list[str]) -> None:
    assert brief(listed(on, item(due="6-30", category=category))) == expected


@pytest.mark.parametrize(
    ("due", "on", "expected"),
    [
        ("10-8", "9-29", []),
        ("10-8", "9-30", ["提前1天@09-30"]),  # 7, 3 and 1 days ahead all lie in the National Day week
        ("10-8", "10-7", ["提前1天@09-30"]),
        ("10-12", "9-30", ["提前7天@09-30"]),
        ("10-12", "10-9", ["提前3天@10-09"]),
        ("10-12", "10-10", ["提前1天@10-10"]),  # a Saturday that is worked
        ("9-30", "10-7", ["提前1天@09-29"]),
        ("9-30", "10-8", ["逾期@10-08"]),  # the day after is a holiday
        ("9-30", "10-14", ["逾期@10-08"]),
        ("9-30", "10-15", ["逾期@10-15"]),
    ],
)
def test_holidays_move_triggers(due: str, on: str, expected: list[str]) -> None:
    assert brief(listed(on, item(due=due, category="日常"))) == expected


@pytest.mark.parametrize(
    ("name", "on", "more", "options", "expected"),
    [
        ("a Saturday stays", "6-27", (), {"提醒日逢休提前": "否"}, "提前3天@06-27"),
        ("and does not come early", "6-26", (), {"提醒日逢休提前": "否"}, "提前7天@06-23"),
        ("overdue moves all the same", "7-1", (holiday("7-1", "休"),), {"提醒日逢休提前": "否"}, "提前1天@06-29"),
        ("the office's own holiday", "6-26", (holiday("6-29", "休"),), {}, "提前1天@06-26"),
        ("the office's own working Saturday", "6-27", (holiday("6-27", "班"),), {}, "提前3天@06-27"),
        ("other days ahead", "6-25", (), {"提前提醒天数": "5"}, "提前5天@06-25"),
        ("on the day itself", "6-30", (), {"提前提醒天数": "1,0"}, "提前0天@06-30"),
    ],
)
def test_settings_and_own_calendar(name: str, on: str, more: tuple[Any, ...], options: dict[str, str], expected: str) -> None:
    assert brief(listed(on, item(due="6-30"), *more, **options)) == [expected], name


@pytest.mark.parametrize(
    ("due", "on", "expected"),
    [
        ("3-10", "3-8", []),
        ("3-10", "3-9", ["反馈提前@03-09"]),
        ("3-10", "3-10", ["反馈提前@03-09"]),
        ("3-10", "3-11", ["反馈漏报@03-11"]),
        ("3-10", "4-30", ["反馈漏报@03-11"]),  # once
        ("3-9", "3-6", ["反馈提前@03-06"]),  # the day before is a Sunday
        ("3-13", "3-15", ["反馈提前@03-12"]),  # the day after is a Saturday
        ("3-13", "3-16", ["反馈漏报@03-16"]),
    ],
)
def test_the_triggers_of_a_feedback(due: str, on: str, expected: list[str]) -> None:
    assert brief(listed(on, item(due=None, category="重点"), feedback(due=due))) == expected


@pytest.mark.parametrize(
    ("category", "settings", "told"),
    [
        ("日常", {}, True),
        ("重点", {}, True),
        ("难办", {}, False),
        ("紧急", {}, False),
        ("紧急", {"反馈提前提醒类别": "紧急、难办"}, True),
        ("日常", {"反馈提前提醒类别": "紧急"}, False),
    ],
)
def test_only_some_kinds_are_told_ahead(category: str, settings: dict[str, str], told: bool) -> None:
    """Every one is told when it was missed."""
    rows = item(due=None, category=category), feedback(due="3-10")
    assert brief(listed("3-9", *rows, **settings)) == (["反馈提前@03-09"] if told else [])
    assert brief(listed("3-11", *rows, **settings)) == ["反馈漏报@03-11"]


def test_what_nobody_owes_is_not_chased() -> None:
    paused = item(due=None), feedback(due="3-10"), change("暂缓", asked="3-2"), change("恢复", asked="3-12")
    assert listed("3-11", *paused[:2]) != []
    assert listed("3-12", *paused) == []


def test_feedback_that_was_given_or_lies_on_one_day() -> None:
    assert listed("3-11", item(due=None), feedback(due="3-10", given="3-10")) == []
    row = only("2-24", item(due=None), feedback(due="2-15"), feedback(due="2-20"))  # both are missed in the Spring Festival
    assert (row.rule, row.due, row.days_left) == ("反馈漏报", day("2-15"), -9)
    assert "应于2026年2月15日、2026年2月20日反馈进展" in row.text


# what


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        *[({"status": status}, 1) for status in ("下达", "待调整", "办理", "提交")],
        *[({"status": status}, 0) for status in ("立项", "暂缓", "取消", "办结", "")],
        ({"status": "提交", "submitted": "6-29"}, 0),
        ({"status": "提交", "submitted": "7-2"}, 0),  # late is handed in too
        ({"status": "办理", "submitted": "6-29"}, 1),  # the clock does not stop
        ({"number": ""}, 0),
        ({"due": None}, 0),
    ],
)
def test_states(fields: dict[str, Any], expected: int) -> None:
    assert len(listed("7-6", item(**fields))) == expected
    others = (stage("一", due="7-2"), feedback(due="7-2"))
    assert len(listed("7-6", item(**{**fields, "due": None}), *others)) == (2 if expected or "due" in fields else 0)


def test_a_submission_after_the_reference_date_is_not_known_yet() -> None:
    assert len(listed("7-1", item(status="提交", submitted="7-2"))) == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due": "6-10"}, ["逾期@06-11 一"]),
        ({"due": "6-11", "self_rated": 0}, []),
        ({"due": "6-11", "confirmed": "0.5"}, []),
        ({"due": "6-30"}, []),  # the item's own deadline
        ({"due": "6-18"}, ["提前7天@06-11 一"]),
        ({"due": None}, []),
    ],
)
def test_stages(fields: dict[str, Any], expected: list[str]) -> None:
    assert brief(listed("6-11", item(category="日常"), stage("一", **fields))) == expected


def test_a_stage_goes_to_its_own_responsible_person() -> None:
    assert only("6-11", item(), stage(due="6-10", responsible="李四")).recipient == "李四"
    assert only("6-11", item(), stage(due="6-10")).recipient == "张三"


def test_after_an_escalation_the_second_deadline_counts() -> None:
    held = (item(due="3-31", category="日常"), change("升级", asked="4-2"))  # second deadline: 17 April
    assert brief(listed("4-9", *held)) == []
    assert brief(listed("4-10", *held)) == ["提前7天@04-10"]
    assert brief(listed("4-20", *held)) == ["逾期@04-20"]  # the day after is a Saturday
    assert brief(listed("4-20", *held, stage(due="4-17"))) == ["逾期@04-20"]
    assert brief(listed("4-20", *held, stage(due="3-31"))) == ["逾期@04-15 一", "逾期@04-20"]


def test_triggers_are_those_of_the_deadline_as_it_stands() -> None:
    held = (item(due="6-30", category="日常"), change("延期", asked="6-29", approved="7-6", new="2026-07-13"))
    assert brief(listed("7-3", *held)) == ["逾期@07-01"]
    assert brief(listed("7-6", *held)) == ["提前7天@07-06"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["提前3天@06-26 2026Q2"]),
        ({"method": "正向"}, []),
        ({"done": "6-20"}, []),
        ({"done": "6-29"}, ["提前3天@06-26 2026Q2"]),  # not done yet on that day
        ({"due": None}, []),
    ],
)
def test_indicators(fields: dict[str, Any], expected: list[str]) -> None:
    common = {"method": "节点", "due": "6-30", "period": "2026Q2", "responsible": "张三"}
    assert brief(listed("6-26", indicator(**{**common, **fields}))) == expected


def test_one_indicator_in_two_periods_is_two_reminders() -> None:
    both = [indicator(method="节点", due=due, period=period) for due, period in (("3-31", "2026Q1"), ("6-30", "2026Q2"))]
    assert brief(listed("7-8", *both)) == ["逾期@07-08 2026Q1", "逾期@07-08 2026Q2"]  # 91 days are 13 weeks


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["逾期@07-01 F1"]),
        ({"mended": "7-1"}, []),
        ({"mended": "7-2"}, ["逾期@07-01 F1"]),
        ({"mended": "6-29", "recheck": "不合格"}, ["逾期@07-01 F1"]),
        ({"mended": "6-29", "recheck": "合格"}, []),
        ({"mend_due": None}, []),
        ({"day": "7-2"}, []),
    ],
)
def test_rectifications(fields: dict[str, Any], expected: list[str]) -> None:
    assert brief(listed("7-1", inspection(**fields))) == expected


@pytest.mark.parametrize(
    ("mender", "owner", "head", "expected"),
    [
        ("张三", "李四", "赵主任", "张三"),
        ("", "李四", "赵主任", "李四"),
        ("", "", "赵主任", "赵主任"),
        ("", "", "", "王芳"),
        ("外人", "李四", "赵主任", "外人"),
    ],
)
def test_who_mends(mender: str, owner: str, head: str, expected: str) -> None:
    office = (department(liaison="王芳", head=head), *OFFICE[1:])
    point = record("风险点", number="F1", department="发展部", point="点", owner=owner)
    assert only("7-1", inspection(mender=mender), point, office=office).recipient == expected


@pytest.mark.parametrize(("start", "expected"), [("2026-06-30", 1), ("2026-07-01", 0)])
def test_nothing_due_before_the_start(start: str, expected: int) -> None:
    assert len(listed("7-6", item(), 启用日期=start)) == expected
    assert len(listed("7-6", item(due="7-31"), stage(due="6-30"), 启用日期=start)) == expected
    assert len(listed("7-6", indicator(method="节点", due="6-30"), 启用日期=start)) == expected
    assert len(listed("7-6", inspection(), 启用日期=start)) == expected
    assert len(listed("7-6", item(due=None), feedback(due="6-30"), 启用日期=start)) == expected
    later = listed("7-6", item(), stage(due="7-2"), feedback(due="7-2"), 启用日期=start)
    assert len(later) == 3 * expected  # an item that was due before it is in no reminder at all


def test_an_escalated_item_is_due_on_its_second_deadline() -> None:
    held = (item(due="3-31"), change("升级", asked="4-2"))  # second deadline: 17 April
    assert brief(listed("4-10", *held, 启用日期="2026-04-17")) == ["提前7天@04-10"]
    assert listed("4-10", *held, 启用日期="2026-04-18") == []


# sent, and missed


@pytest.mark.parametrize(("result", "expected"), [("已发", 0), ("人工已发", 0), ("失败", 1), ("演练", 1), ("", 1)])
def test_what_was_sent_is_never_sent_again(result: str, expected: int) -> None:
    row = only("6-26", item())
    assert len(listed("6-26", item(), sent(row, result))) == expected
    assert len(listed("6-28", item(), sent(row, result))) == expected


@pytest.mark.parametrize(
    "other", [{"number": "2"}, {"stage": "一"}, {"rule": "提前7天"}, {"trigger": dt.date(2026, 6, 25)}, {"recipient": "李四"}]
)
def test_something_else_was_sent(other: dict[str, Any]) -> None:
    row = only("6-26", item())._replace(**other)
    assert len(listed("6-26", item(), sent(row))) == 1


def test_earlier_missed_triggers_do_not_come_up_once_the_latest_was_sent() -> None:
    late = only("7-20", item(category="日常"))
    assert brief([late]) == ["逾期@07-15"]
    assert listed("7-20", item(category="日常"), sent(late)) == []


def test_what_was_sent_after_the_day_looked_at_is_still_never_sent_again() -> None:
    row = only("6-26", item())
    held = company(item(), sent(row, time=dt.datetime(2026, 7, 1, 9)))
    assert len(reminders(judged(held, "6-26"))) == 1  # known on 26 June
    assert reminders(judged(held, "6-26"), held) == []


def test_a_new_responsible_person_is_reminded() -> None:
    row = only("6-26", item())
    assert only("6-26", item(responsible="李四"), sent(row)).recipient == "李四"


# to whom


@pytest.mark.parametrize(
    ("name", "responsible", "people", "expected"),
    [
        ("one of that name", "张三", (), "张三"),
        ("one in another department", "孙工", (person("孙工", department="安监部"),), "孙工"),
        ("two, one in the department", "周工", (person("周工"), person("周工", department="安监部")), "发展部周工"),
        ("two, none in the department", "周工", (person("周工", department="安监部"), person("周工", department="财务部")), "王芳"),
        ("two in the department", "周工", (person("周工"), person("周工")), "王芳"),
        ("two, and the one here has left", "周工", (person("周工", active="否"), person("周工", department="安监部")), "王芳"),
        ("not in 人员: as typed", "外人", (), "外人"),
        ("has left", "吴工", (person("吴工", active="否"),), "王芳"),
        ("blank", "", (), "王芳"),
        ("two names in the cell", "李四、张三", (), "张三+李四"),
        ("one of two names is known", "李四、外人", (), "李四+外人"),
        ("blanks and full width", "孙 Ａ", (person("孙A"),), "孙A"),
    ],
)
def test_recipients(name: str, responsible: str, people: tuple[Any, ...], expected: str) -> None:
    rows = listed("6-26", item(responsible=responsible), *people)
    assert "+".join(row.recipient for row in rows) == expected, name


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"liaison": "王芳", "head": "赵主任"}, "王芳"),
        ({"liaison": "", "head": "赵主任"}, "赵主任"),
        ({"liaison": "走了", "head": "赵主任"}, "赵主任"),
        ({"liaison": "借调来的", "head": ""}, "借调来的"),  # 部门 says so, with a phone
        ({}, "走了"),  # better a name that is gone in the list than a reminder lost
    ],
)
def test_stand_ins(fields: dict[str, Any], expected: str) -> None:
    office = (department(**fields), person("王芳"), person("赵主任"), person("走了", active="否"))
    assert only("6-26", item(responsible="走了"), office=office).recipient == expected


def test_the_liaison_is_the_one_of_the_department_that_answers_on_the_day() -> None:
    office = (
        department("老部", until="6-26", merged_into="新部", liaison="旧联"),
        department("新部", liaison="新联", former=("原部",)),
        person("旧联", department="老部"),
        person("新联", department="新部"),
        person("周工", department="老部"),
        person("周工", department="别部"),
    )
    assert only("6-25", item(department="老部", responsible=""), office=office).recipient == "旧联"
    assert only("6-26", item(department="老部", responsible=""), office=office).recipient == "新联"
    assert only("6-26", item(department="老部", responsible="周工"), office=office).recipient == "老部周工"
    assert only("6-26", indicator(department="老部", method="节点", due="6-30"), office=office).recipient == "旧联"  # stays where it arose


@pytest.mark.parametrize(
    ("on", "fields", "options", "expected"),
    [
        ("6-26", {}, {}, "王芳（联系人）"),
        ("6-26", {"responsible": "王芳"}, {}, ""),
        ("7-1", {}, {}, "王芳（联系人）、刘总（分管领导，仅列名）"),
        ("7-1", {}, {"抄送分管领导": "发送"}, "王芳（联系人）、刘总（分管领导）"),
        ("7-1", {"leader": "赵主任"}, {}, "王芳（联系人）、赵主任（分管领导，仅列名）"),
        ("7-1", {"responsible": "刘总"}, {}, "王芳（联系人）"),
        ("7-1", {"leader": "王芳"}, {}, "王芳（联系人）"),
    ],
)
def test_copies(on: str, fields: dict[str, Any], options: dict[str, str], expected: str) -> None:
    assert only(on, item(**fields), **options).copies == expected


def test_a_missed_feedback_is_not_told_to_the_leader() -> None:
    assert only("3-11", item(due=None), feedback()).copies == "王芳（联系人）"


def test_a_digest_holds_all_that_one_person_gets() -> None:
    held = company(item("1"), item("2", responsible="王芳", due="7-8"), feedback(number="2", due="7-6"), 抄送分管领导="清单")
    found = digests(addressed(judged(held, "7-1")))
    assert [(digest.name, digest.phone, [(line.group, line.number, line.whose) for line in digest.lines]) for digest in found] == [
        ("王芳", "13900000001", [("临近时限", "2", ""), ("抄送知悉", "1", "张三")]),
        ("张三", "13800000003", [("已逾期", "1", "")]),
    ]
    held = held._replace(settings=held.settings._replace(copy_leader="发送"))
    found = digests(addressed(judged(held, "7-1")))
    assert [(digest.name, digest.remark) for digest in found] == [("刘总", "没有手机号"), ("王芳", ""), ("张三", "")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("138 0000-0003", "13800000003"), ("１３８", ""), ("＋8613800000003", "+8613800000003"), ("=cmd|1", ""), ("见通讯录", ""), ("", "")],
)
def test_phone_numbers(typed: str, expected: str) -> None:
    assert dialled(typed) == expected


# in which words


@pytest.mark.parametrize(
    ("on", "records", "expected"),
    [
        ("6-26", (item(),), "【督办提醒】1请于2026年6月30日前办结，距时限还有4天。"),
        ("6-30", (item(),), "【督办提醒】1请于2026年6月30日前办结，今天到期。"),
        ("7-1", (item(),), "【督办催办】1应于2026年6月30日前办结，已逾期1天，请抓紧办理，并说明原因和预计完成时间。"),
        ("6-11", (item(), stage(due="6-12")), "【督办提醒】1的阶段任务请于2026年6月12日前完成并报送自评，距时限还有1天。"),
        ("3-10", (item(due=None, category="重点"), feedback()), "【督办提醒】1请于2026年3月10日前反馈进展，今天到期。"),
        (
            "3-11",
            (item(due=None), feedback()),
            "【督办催办】1应于2026年3月10日反馈进展，至今未收到，请尽快补报，并说明未按期的原因。",
        ),
        ("6-26", (indicator(method="节点", due="6-30"),), "【督办提醒】指标Z1请于2026年6月30日前完成，距时限还有4天。"),
        ("6-26", (inspection(),), "【督办提醒】抽查整改C1请于2026年6月30日前完成整改并报送结果，距时限还有4天。"),
    ],
)
def test_texts_hold_number_and_date_and_no_matter(on: str, records: tuple[Any, ...], expected: str) -> None:
    assert only(on, *records).text == expected


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"matter": "推进配网改造"}, True),
        ({"matter": "推进配网改造", "secrecy": "无"}, True),
        *[({"matter": "推进配网改造", "secrecy": mark}, False) for mark in ("内部", "工作秘密", "商业秘密", "绝密★")],
        *[({"matter": f"推进{word}项目"}, False) for word in ("绝密", "机密", "秘密", "内部", "机 密", "机\u200b密", "【机-密】")],
    ],
)
def test_the_matter_leaves_only_where_it_may(fields: dict[str, str], told: bool) -> None:
    for open_text, expected in (("是", told), ("否", False)):
        row = only("6-26", item(**fields), 短信带事项内容=open_text)
        assert (fields["matter"] in row.text) is expected
        assert row.matter == fields["matter"]  # inside the workbook it is shown
        assert row.text.startswith("【督办提醒】1")
        assert "2026年6月30日" in row.text


@pytest.mark.parametrize(
    ("task", "matter", "name", "told"),
    [
        ("报方案", "改造", "一", True),
        ("报机密方案", "改造", "一", False),
        ("报方案", "机密改造", "一", False),
        ("报方案", "改造", "机密", False),
    ],
)
def test_a_stage_is_as_secret_as_its_item(task: str, matter: str, name: str, told: bool) -> None:
    row = only("6-11", item(matter=matter), stage(name, due="6-12", task=task), 短信带事项内容="是")
    assert (task in row.text) is told
    assert name not in row.text


def test_the_words_are_the_office_s() -> None:
    assert "专案" in only("6-26", item(matter="专案"), 短信带事项内容="是").text
    assert "专案" not in only("6-26", item(matter="专案"), 短信带事项内容="是", 密级词="专案").text
    assert may_leave(defaults(), "", "公开的")
    assert not may_leave(defaults(), "", "公开的", "内 部")


@pytest.mark.parametrize(("row", "header", "marks"), [(8, "密级", ["", "机密"]), (0, "密级", ["机密", "机密"]), (8, "备注", ["", ""])])
def test_a_secrecy_that_can_t_be_read_is_one(row: int, header: str, marks: list[str]) -> None:
    held = company(item("1", row=7), item("2", row=8))
    problem = Problem("督办台账", row, header, "机密", "“机密”不在下拉列表中", "从下拉列表选择")
    assert [one.secrecy for one in sealed(held, [problem]).items] == marks
    assert sealed(held, []) is held


def test_hostile_words_stay_one_line() -> None:
    row = only("6-26", item(matter="=cmd|' /C calc'!A0\r\n伪造\u202e一行", number="A\n1"), 短信带事项内容="是")
    assert row.text.isprintable()
    assert row.text.startswith("【督办提醒】A 1“=cmd")
    assert len(only("6-26", item(matter="长" * 500), 短信带事项内容="是").text) < 120


# as a whole


def test_rows_follow_the_people_then_the_deadline() -> None:
    lost = item("4", responsible="外人", department="无此部")
    rows = listed("7-6", item("3"), item("2", due="6-29"), item("1", responsible="王芳"), lost)
    assert [(row.recipient, row.number) for row in rows] == [("王芳", "1"), ("张三", "2"), ("张三", "3"), ("外人", "4")]


DUES = st.dates(dt.date(2026, 1, 5), dt.date(2026, 12, 20))


def every_trigger(due: dt.date, interval: int, calendar: Calendar, until: dt.date) -> dict[dt.date, str]:
    """触发日 → 规则, worked out the long way: all of them, later ones (nearer the deadline) over earlier ones of a day."""
    found: dict[dt.date, str] = {}
    for ahead in (7, 3, 1):
        moved = due - dt.timedelta(ahead)
        while not calendar.is_workday(moved):
            moved -= dt.timedelta(1)
        found[moved] = f"提前{ahead}天"
    chased = due + dt.timedelta(1)
    while chased <= until:
        moved = chased
        while not calendar.is_workday(moved):
            moved += dt.timedelta(1)
        found[moved] = "逾期"
        chased += dt.timedelta(interval)
    return {moved: rule for moved, rule in found.items() if moved <= until}


@settings(max_examples=25, deadline=None)
@given(due=DUES, category=st.sampled_from([("日常", 7), ("重点", 3), ("难办", 1)]))
def test_running_each_day_sends_every_trigger_once_on_its_day(due: dt.date, category: tuple[str, int]) -> None:
    first, last = due - dt.timedelta(25), due + dt.timedelta(25)
    held = company(item(due=due, category=category[0], issued="2025-12-01"))
    calendar = Calendar()
    got = run(held, [first + dt.timedelta(n) for n in range((last - first).days + 1)], calendar)
    assert [(on, row.rule) for on, row in got] == sorted(every_trigger(due, category[1], calendar, last).items())
    assert all(on == row.trigger for on, row in got)


@settings(max_examples=25, deadline=None)
@given(due=DUES, gaps=st.lists(st.integers(1, 12), max_size=12))
def test_however_it_runs_nothing_is_sent_twice_and_one_at_most_a_run(due: dt.date, gaps: list[int]) -> None:
    on, days = due - dt.timedelta(20), []
    for gap in gaps:
        on += dt.timedelta(gap)
        days.append(on)
    calendar = Calendar()
    got = run(company(item(due=due, category="重点", issued="2025-12-01")), days, calendar)
    possible = every_trigger(due, 3, calendar, days[-1] if days else due)
    keys = [(row.rule, row.trigger) for _, row in got]
    assert len(set(keys)) == len(keys) == len({on for on, _ in got})
    assert all(possible[row.trigger] == row.rule for _, row in got if row.trigger)
    latest = [max((moved for moved in possible if moved <= on), default=None) for on in days]
    assert [row.trigger for _, row in got] == sorted({moved for moved in latest if moved})  # none of the latest is lost


def run(held: Tables, days: Sequence[dt.date], calendar: Calendar) -> list[tuple[dt.date, ReminderRow]]:
    """The job on these days, all that it lists marked as sent."""
    got = []
    for on in days:
        for row in reminders(judge(held, on, calendar), held):
            got.append((on, row))
            held = held._replace(reminded=(*held.reminded, sent(row, time=dt.datetime.combine(on, dt.time(9)))))
        assert reminders(judge(held, on, calendar), held) == []
    return got


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_row_order_never_matters(seed: int) -> None:
    draw = random.Random(seed)
    names = ["张三", "李四", "外人", "", "王芳"]
    items = [item(str(n), due=f"6-{draw.randint(20, 30)}", responsible=draw.choice(names)) for n in range(8)]
    others = [stage("一", str(n), due=f"6-{draw.randint(20, 30)}", responsible=draw.choice(names)) for n in range(8)]
    fed = [feedback(number=str(draw.randint(0, 7)), due=f"6-{day_}") for day_ in range(18, 28)]
    checked = [inspection(risk=f"F{n}", mend_due=f"6-{draw.randint(20, 30)}") for n in range(3)]
    rows = [*OFFICE, *items, *others, *fed, *checked]
    expected = reminders(judged(company(*rows, office=()), "6-26"))
    draw.shuffle(rows)
    assert reminders(judged(company(*rows, office=()), "6-26")) == expected
    keys = [(row.recipient, row.number, row.stage, row.rule, row.trigger) for row in expected]
    assert len(set(keys)) == len(keys)
