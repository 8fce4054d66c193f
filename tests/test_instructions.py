"""批示: what is chased, what becomes an item and does so once, what is known on a past day, what never leaves."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from support.fake_master import fake
from support.make import day, department, item, person, record, tables
from support.round_trip import DAY, ROWS, RoundTrip, refused, told
from support.round_trip import item as ledger_row
from support.sending import Cells, departments, rows_in

from macros.refresh import refresh
from macros.steps.report import Options, Report, silent
from udfs.copies.publication import is_published
from udfs.papers.letters.handover import next_dates
from udfs.papers.letters.instruction_papers import instruction_drafts
from udfs.papers.paper_drafts import Desk
from udfs.papers.paper_words import Heading
from udfs.rules.discretion import is_secret, sealed
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.instructions import check_instructions, to_turn
from udfs.rules.supervision.reminders import reminders
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Instruction

NOW = dt.datetime(2026, 3, 10, 9)


def instruction(number: str = "PS1", **fields: Any) -> Instruction:
    common = {"day": "3-2", "leader": "王总", "kind": "批办", "content": "请报原因", "subject": "发展部", "reply_due": "3-10"}
    return record("批示", number=number, **{**common, **fields})  # type: ignore[no-any-return]


def company(*rows: Instruction) -> Tables:
    units = [department(liaison="张三", head="李四"), department("财务部", liaison="赵六", head="钱七", former=("财务科",))]
    people = [person("张三"), person("李四"), person("赵六", department="财务部"), person("孙八", department="财务部")]
    return tables(*units, *people, *rows)


def asked(row: Instruction, on: str, **settings: Any) -> list[tuple[str, str, str]]:
    held = company(row)
    held = held._replace(settings=tables(**settings).settings)
    found = reminders(judge(held, day(on), Calendar(())))
    return [(one.recipient, one.rule, one.text) for one in found]


LATE = "【督办催办】领导批示PS1要求2026年3月10日前回复办理情况，至今未收到，请尽快回复。"


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({}, "3-6", []),
        ({}, "3-9", [("张三", "反馈提前", "【督办提醒】领导批示PS1请于2026年3月10日前回复办理情况，距要求回复日期还有1天。")]),
        ({}, "3-10", [("张三", "反馈提前", "【督办提醒】领导批示PS1请于2026年3月10日前回复办理情况，今天到期。")]),
        ({}, "3-11", [("张三", "反馈漏报", LATE)]),
        ({"subject": "孙八"}, "3-11", [("孙八", "反馈漏报", LATE)]),
        ({"subject": "财务科"}, "3-11", [("赵六", "反馈漏报", LATE)]),  # by its former name
        ({"subject": "孙八、李四"}, "3-11", [("孙八", "反馈漏报", LATE), ("李四", "反馈漏报", LATE)]),
        ({"replied": "3-9"}, "3-11", []),
        ({"status": "已回复"}, "3-11", []),
        ({"status": "已转督办"}, "3-11", []),
        ({"status": "阅存"}, "3-11", []),
        ({"status": "待办"}, "3-11", [("张三", "反馈漏报", LATE)]),
        ({"kind": "指导"}, "3-11", []),
        ({"kind": "参阅"}, "3-11", []),
        ({"reply_due": None}, "3-11", []),
        ({"day": "3-12"}, "3-11", []),  # not written yet on that day
    ],
)
def test_what_is_chased(fields: dict[str, Any], on: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(asked(instruction(**fields), on)) == sorted(expected)


def test_the_words_of_an_instruction_stay_at_home() -> None:
    """Even where matters may leave, and in 提醒清单, which the published copy has."""
    row = instruction(content="请查清某某的问题")
    ((_, _, text),) = asked(row, "3-11", 短信带事项内容="是")
    assert text == LATE
    (listed,) = reminders(judge(company(row), day("3-11"), Calendar(())))
    assert listed.matter == "领导批示"
    assert not is_published(TABLES["批示"])


def test_before_the_first_day_of_use_nothing_is_chased() -> None:
    assert asked(instruction(), "3-11", 启用日期="2026-03-11") == []


@pytest.mark.parametrize(("on", "status", "reply"), [("3-1", None, None), ("3-8", "待办", ""), ("3-9", "已回复", "查过了")])
def test_a_past_day_knows_what_was_written_by_then(on: str, status: str | None, reply: str | None) -> None:
    held = facts_on(tables(instruction(status="已回复", replied="3-9", reply="查过了")), day(on))
    assert [(row.status, row.reply) for row in held.instructions] == ([] if status is None else [(status, reply)])


def test_an_unreadable_mark_of_secrecy_seals() -> None:
    row = instruction()
    held = sealed(tables(row, item("1")), [Problem("批示", row.at.row, "密级", "机 密", "", "")])
    assert (held.instructions[0].secrecy, held.items[0].secrecy) == ("机 密", "")
    assert [one.secrecy for one in sealed(held, [Problem("批示", 0, "密级", "", "", "")]).instructions] == ["读不懂"]


@pytest.mark.parametrize(
    ("matter", "secrecy", "mark"),
    [
        ("请报原因", "", "批示原话"),
        ("请报 原因。", "无", "批示原话"),
        ("请报原因", "内部", "内部"),
        ("查清线损偏高的原因", "", ""),
        ("", "", ""),
    ],
)
def test_an_item_in_the_very_words_is_sealed_and_listed(matter: str, secrecy: str, mark: str) -> None:
    held = sealed(tables(instruction(), instruction("PS2", content=""), item("1", matter=matter, secrecy=secrecy)), [])
    assert held.items[0].secrecy == mark
    listed = [one.problem for one in check_instructions(held) if one.table == "督办台账"]
    assert listed == (["是批示 PS1 的原话，通报、一张图、公布本等一律略去"] if mark == "批示原话" else [])
    assert is_secret(held.items[0], held.settings) is (mark != "")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"linked": "无此号"}, ("关联编号", "没有编号是“无此号”的事项、目标、会议或文书")),
        ({"linked": "1"}, None),
        ({"kind": "指导", "status": "已转督办"}, ("状态", "指导不转督办")),
        ({"subject": ""}, ("对象", "批办没有写批给谁，没有人可催")),
        ({"subject": "", "kind": "参阅"}, None),
        ({"status": "已回复"}, ("回复日期", "状态是已回复，没有回复日期")),
        ({"status": "已回复", "replied": "3-1"}, ("回复日期", "早于批示日期 2026-03-02")),
        ({"status": "已回复", "replied": "3-2"}, None),
    ],
)
def test_what_is_listed(fields: dict[str, Any], problem: tuple[str, str] | None) -> None:
    found = [(one.header, one.problem) for one in check_instructions(tables(instruction(**fields), item("1")))]
    assert found == ([problem] if problem else [])


# 批示办理单


def forms(row: Instruction, *more: Any, period: str = "", **settings: Any) -> dict[str, dict[str, Any]]:
    """Addressee → what the form says."""
    held = company(row)
    held = held._replace(items=more, settings=tables(**settings).settings)
    desk = Desk(judge(held, day("3-5"), Calendar(())), (), parse_period(period) if period else None)
    return {draft.addressee: draft.texts(Heading("公司", draft.addressee, (), "", day("3-5"))) for draft in instruction_drafts(desk)}


@pytest.mark.parametrize(
    ("fields", "addressees"),
    [
        ({}, ["发展部"]),
        ({"subject": "发展部、财务科"}, ["发展部", "财务部"]),
        ({"subject": "孙八"}, ["财务部"]),
        ({"subject": "外人"}, ["外人"]),
        ({"subject": ""}, []),
        ({"kind": "参阅"}, []),
        ({"replied": "3-4", "status": "已回复"}, []),
        ({"status": "已转督办"}, []),
        ({"day": "3-6"}, []),
    ],
)
def test_who_gets_a_form(fields: dict[str, Any], addressees: list[str]) -> None:
    assert [*forms(instruction(**fields))] == addressees


def test_what_a_form_says_and_what_it_keeps_to_itself() -> None:
    ((_, texts),) = forms(instruction(linked="1"), item("1", matter="降损"), 单位名称="示范公司").items()
    assert texts.items() >= {
        "标题": "示范公司批示办理单", "批示编号": "PS1", "批示日": "2026年3月2日", "批示领导": "王总", "承办部门": "发展部",
        "批示内容": "请报原因", "关联编号": "1", "关联事项": "降损", "密级": "",
    }.items()  # fmt: skip
    for row, items in (
        (instruction(secrecy="内部"), []),
        (instruction(content="商业秘密的事"), []),
        (instruction(linked="1"), [item("1", matter="降损", secrecy="内部")]),
    ):
        ((_, texts),) = forms(row, *items).items()
        assert texts["批示内容"] == "（内容略）"
        assert "降损" not in texts["关联事项"]


def test_a_form_is_of_the_period_asked_for() -> None:
    assert [*forms(instruction(), period="2026-02")] == []
    assert [*forms(instruction(), period="2026-03")] == ["发展部"]


def test_a_new_clerk_is_told_of_the_replies_that_fall_due() -> None:
    held = company(instruction(), instruction("PS2", replied="3-4", status="已回复"), instruction("PS3", reply_due="6-1"))
    rows = next_dates(judge(held, day("3-5"), Calendar(())))
    assert [(row["日"], row["节点"], row["编号"], row["部门"]) for row in rows] == [("2026-03-10", "批示回复", "PS1", "发展部")]


# 转督办

LINE: Cells = {
    "批示编号": "PS1", "日期": dt.date(2026, 3, 2), "领导": "王总", "类别": "批办", "内容": "请查清线损偏高的原因",
    "对象": "甲部、乙部", "要求回复日期": dt.date(2026, 4, 30), "状态": "已转督办", "密级": "内部",
}  # fmt: skip
PEOPLE: list[Cells] = [
    {"工号": "1", "姓名": "王总", "角色": "主要领导"}, {"工号": "2", "姓名": "张三", "部门": "甲部", "角色": "员工"},
]  # fmt: skip


def office(folder: Path, *rows: Cells, items: list[Cells] | None = None) -> Any:
    units = [{**unit, "负责人": f"{unit['部门']}长", "分管领导": "王总"} for unit in departments("甲部", "乙部")]
    book = fake(部门=units, 人员=PEOPLE, 批示=[*rows], 督办台账=items or [])
    book.path = folder / "督办总台账.xlsx"
    return book


def refreshed(book: Any, on: dt.datetime = NOW, as_of: dt.date | None = None) -> Report:
    return refresh(book, Options(on, "测试员", as_of or on.date()), silent)


def test_it_becomes_an_item_once_and_names_it(tmp_path: Path) -> None:
    book = office(tmp_path, LINE, {**LINE, "批示编号": "PS2", "类别": "指导"}, {**LINE, "批示编号": "PS3", "状态": "待办"})
    told = refreshed(book).messages
    (made,) = rows_in(book, "督办台账")
    assert made.items() >= {
        "编号": "2026-0001", "事项": "请查清线损偏高的原因", "来源": "领导交办", "依据": "批示 PS1", "提出人": "王总", "主责部门": "甲部",
        "协办部门": "乙部", "分管领导": "王总", "责任人": "甲部长", "状态": "立项",
    }.items()  # fmt: skip
    assert (made["办理时限"], made["立项日期"], made["密级"], made["下达日期"]) == (dt.date(2026, 4, 30), NOW.date(), "内部", None)
    assert [row["关联编号"] for row in rows_in(book, "批示")] == ["2026-0001", None, None]
    assert any("批示转督办 1 项（PS1 → 2026-0001）" in line for line in told)
    logged = [(row["操作"], row["对象"], row["说明"]) for row in rows_in(book, "操作日志")]
    assert ("转督办", "PS1", "立项为 2026-0001") in logged

    again = refreshed(book)
    assert (len(rows_in(book, "督办台账")), again.figures["改动"]) == (1, False)
    book.update("批示", {(0, "关联编号"): None})
    book.commit(None)
    refreshed(book, NOW.replace(hour=10))
    assert len(rows_in(book, "督办台账")) == 1  # the log still knows of it


def test_an_instruction_about_an_item_that_is_there_makes_none(tmp_path: Path) -> None:
    there: Cells = {
        "编号": "2026-0007", "事项": "降损", "来源": "其他", "类别": "重点", "级别": "部门级", "主责部门": "甲部", "责任人": "张三",
        "办理时限": dt.date(2026, 6, 30), "状态": "办理",
    }  # fmt: skip
    book = office(tmp_path, {**LINE, "关联编号": "2026-0007"}, items=[there])
    refreshed(book)
    assert [row["编号"] for row in rows_in(book, "督办台账")] == ["2026-0007"]


def test_a_person_as_addressee_brings_his_department(tmp_path: Path) -> None:
    book = office(tmp_path, {**LINE, "对象": "张三", "要求回复日期": None, "关联编号": "纪要3"})
    refreshed(book)
    (made,) = rows_in(book, "督办台账")
    assert (made["主责部门"], made["责任人"], made["办理时限"]) == ("甲部", "张三", None)
    assert [row["关联编号"] for row in rows_in(book, "批示")] == ["纪要3、2026-0001"]
    assert any(row["列"] == "办理时限" for row in rows_in(book, "数据检查"))  # left to the office, and listed


def test_a_look_back_makes_none(tmp_path: Path) -> None:
    book = office(tmp_path, {**LINE, "状态": "待办"})
    refreshed(book)
    book.update("批示", {(0, "状态"): "已转督办"})
    book.commit(None)
    refreshed(book, NOW.replace(hour=11), dt.date(2026, 3, 5))
    assert rows_in(book, "督办台账") == []


def test_only_what_is_to_be_done_is_turned() -> None:
    rows = [instruction(f"PS{kind}", kind=kind, status="已转督办") for kind in ("批办", "指导", "参阅")]
    assert [row.kind for row in to_turn(tables(*rows), set())] == ["批办"]
    assert to_turn(tables(*rows), {"PS批办"}) == []


# out of a leader's sheet

LEADER = "领导_李总"
WAITS: Cells = {"编号": "1", "变更": "延期", "申请日期": DAY, "新值": "2026-07-31", "原因": "物资推迟", "结果": "待批"}


def sent_office(folder: Path, *rows: Cells) -> RoundTrip:
    """An office whose leader has something to decide, and so a sheet."""
    items = [ledger_row("1", 密级="内部"), *ROWS["督办台账"][1:]]
    return RoundTrip(folder, {**ROWS, "督办台账": items, "变更记录": [WAITS], "批示": [*rows]})


def written(made: RoundTrip, **cells: Any) -> Any:
    return made.answer(LEADER, {("批示", "0", header): value for header, value in cells.items()})


def test_what_a_leader_writes_comes_into_the_register_once(tmp_path: Path) -> None:
    made = sent_office(tmp_path, {**LINE, "批示编号": "PS26-08", "领导": "李总", "状态": "待办"})
    made.send(to=["领导"])
    file = written(made, 编号="1", 类别="批办", 内容="请查清原因", 对象="甲部", 要求回复日期=dt.date(2026, 3, 20))
    done = made.collect(file)
    assert refused(done) == []
    assert [entry.reason for entry in told(done, "采用")] == ["登记到“批示”（PS26-09）"]
    assert made.rows("批示")[1] == {
        "批示编号": "PS26-09", "日期": DAY, "领导": "李总", "类别": "批办", "内容": "请查清原因", "对象": "甲部", "关联编号": "1",
        "要求回复日期": dt.date(2026, 3, 20), "回复": None, "回复日期": None, "状态": "待办", "密级": "内部",
    }  # fmt: skip
    assert [entry.outcome for entry in made.collect(file).entries if entry.table == "批示"] == ["未变"]
    assert len(made.rows("批示")) == 2


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"类别": "参阅", "内容": "各部门学习"}, "阅存"),
        ({"类别": "批办", "内容": "请报", "编号": "无"}, "待办"),
        ({"类别": "批办", "内容": "请报", "编号": "99"}, "台账里没有编号 99"),
        ({"内容": "请报"}, "必填"),
        ({"类别": "转办", "内容": "请报"}, "不在下拉列表"),
        ({"类别": "批办"}, "必填"),
    ],
)
def test_a_line_of_the_form(tmp_path: Path, cells: dict[str, Any], expected: str) -> None:
    made = sent_office(tmp_path)
    made.send(to=["领导"])
    done = made.collect(written(made, **cells))
    rows = made.rows("批示")
    assert [row["状态"] for row in rows] == ([expected] if rows else [])
    assert rows or any(expected in line for line in refused(done)), refused(done)
