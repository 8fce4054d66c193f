"""催收 (R5): which sheets that did not come back are chased, when, of whom, and once. Hand-computed days of 2026.

3 March is a Tuesday; 1 to 7 October is the National Day week, 10 October a Saturday that is worked.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from support.collect_office import fill, new_office, sent_file
from support.fake_wire import FakeWire, received, wires
from support.make import day, department, holiday, item, person, record, tables
from support.round_trip import ROWS, Cells

from addin.closed.file_book import FileBook
from addin.post import outbox
from macros.collect import collect
from macros.refresh import refresh
from macros.remind import remind
from macros.send import send
from macros.steps import reminder_sending
from macros.steps.dispatch import REMINDER, Sender, send_digests
from macros.steps.report import Options, Report, Status, silent
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.reminder_digests import digests
from udfs.rules.supervision.reminder_subjects import SheetOut
from udfs.rules.supervision.reminders import Reminder, addressed
from workbook_templates.tables.grid import Value
from workbook_templates.tables.logs import ReminderSent
from workbook_templates.tables.setup import ChannelRow

OFFICE = (
    department(leader="刘总", head="赵主任", liaison="王芳", phone="13900000001", mail="fa@x.cn", order=1),
    department(name="乙部", head="孙主任", order=2),
    person("王芳", order=2),
    person("赵主任", role="部门负责人", order=1),
    person("孙主任", department="乙部", role="部门负责人", order=3),
    person("刘总", role="班子成员", department="", order=0),
    person("张三", order=4),
    person("张三", order=5, department="乙部"),
)


def out(sent: str, addressee: str = "发展部", batch: str = "20260303-1", **more: Any) -> SheetOut:
    return SheetOut(batch, addressee, addressee.rpartition("：")[2], day(sent), **more)


def chased(on: str, *sheets: SheetOut, office: tuple[Any, ...] = OFFICE, **options: Any) -> list[Reminder]:
    held = tables(*office, **options)
    return addressed(judge(held, day(on), Calendar(held.holidays)), held, sheets)


@pytest.mark.parametrize(
    ("sent", "on", "trigger"),
    [
        pytest.param("3-3", "3-5", None, id="the day before"),
        pytest.param("3-3", "3-6", "3-6", id="Wednesday, Thursday, Friday"),
        pytest.param("3-3", "3-20", "3-6", id="later: the same"),
        pytest.param("3-5", "3-9", None, id="a weekend between, the day before"),
        pytest.param("3-5", "3-10", "3-10", id="a weekend between"),
        pytest.param("3-7", "3-11", "3-11", id="sent on a Saturday"),
        pytest.param("9-29", "10-8", None, id="the National Day week, the day before"),
        pytest.param("9-29", "10-9", "10-9", id="the National Day week"),
        pytest.param("10-8", "10-11", None, id="a Saturday that is worked, the day before"),
        pytest.param("10-8", "10-12", "10-12", id="a Saturday that is worked"),
        pytest.param("3-20", "3-19", None, id="not sent yet"),
    ],
)
def test_the_day(sent: str, on: str, trigger: str | None) -> None:
    assert [one.row.trigger for one in chased(on, out(sent))] == ([day(trigger)] if trigger else [])


@pytest.mark.parametrize(
    ("days", "sent", "trigger"), [("1", "3-3", "3-4"), ("0", "3-3", "3-3"), ("0", "3-7", "3-9"), ("5", "3-3", "3-10"), ("", "3-3", "3-6")]
)
def test_the_setting(days: str, sent: str, trigger: str) -> None:
    assert [one.row.trigger for one in chased("3-31", out(sent), 催收天数=days)] == [day(trigger)]


def test_a_holiday_of_the_office_and_the_day_it_began() -> None:
    assert [one.row.trigger for one in chased("3-31", out("3-3"), office=(*OFFICE, holiday("3-5", "休")))] == [day("3-9")]
    assert chased("3-31", out("3-3"), 启用日期="2026-03-07") == []
    assert len(chased("3-31", out("3-3"), 启用日期="2026-03-06")) == 1


def test_what_is_said_and_to_whom() -> None:
    (one,) = chased("3-9", out("3-3"))
    assert one.row._replace(text="") == one.row._replace(
        recipient="王芳",
        number="20260303-1",
        stage="发展部",
        rule="催收",
        trigger=day("3-6"),
        due=day("3-6"),
        days_left=-3,
        copies="",
        text="",
    )
    assert one.row.text == "【督办催办】2026年3月3日下发给发展部的表（批次20260303-1）还没有收到，请填好尽快发回；已经发回的，请告知一声。"
    (digest,) = digests([one])
    assert (digest.name, digest.phone, digest.mail, [line.group for line in digest.lines]) == ("王芳", "13900000001", "fa@x.cn", ["待反馈"])


@pytest.mark.parametrize(
    ("addressee", "who", "copies"),
    [
        ("乙部", "孙主任", ""),  # no liaison: the head
        ("抽查：发展部", "王芳", ""),
        ("纪检：发展部", "王芳", ""),
        ("考评：赵主任", "赵主任", ""),
        ("考评：乙部张三", "乙部张三", ""),  # as namesakes are told apart
        ("考评：外人", "外人", ""),
        ("考评：刘总", "刘总", "仅列名"),
        ("领导：刘总", "刘总", "仅列名"),
    ],
)
def test_whom_it_goes_to(addressee: str, who: str, copies: str) -> None:
    (one,) = chased("3-9", out("3-3", addressee, listed=addressee.startswith("领导：")))
    assert (one.row.recipient, one.row.copies, one.row.stage) == (who, copies, addressee)
    assert len(digests([one])) == (not copies)


def test_a_leader_whom_nobody_knows_is_only_listed_too() -> None:
    (one,) = chased("3-9", out("3-3", "领导：钱总", listed=True))
    assert (one.row.recipient, digests([one])) == ("钱总", [])


def test_a_liaison_who_leads_is_only_listed() -> None:
    office = (department(liaison="刘总"), person("刘总", role="主要领导"))
    (one,) = chased("3-9", out("3-3"), office=office)
    assert (one.row.recipient, digests([one])) == ("刘总", [])


def test_one_liaison_of_two_sheets_gets_both() -> None:
    assert [one.row.stage for one in chased("3-9", out("3-3"), out("3-3", "抽查：发展部"))] == ["发展部", "抽查：发展部"]


@pytest.mark.parametrize(
    ("trigger", "recipient", "result", "left"),
    [
        ("3-6", "王芳", "已发", 0),
        ("3-6", "王芳", "人工已发", 0),
        ("3-6", "王芳", "不明", 0),
        ("3-6", "王芳", "失败", 1),
        ("3-10", "王芳", "已发", 0),  # the setting was another
        ("3-6", "李四", "已发", 0),  # the liaison was another
    ],
)
def test_once_a_batch(trigger: str, recipient: str, result: str, left: int) -> None:
    log = ReminderSent(None, "20260303-1", "发展部", "催收", day(trigger), recipient, "短信", result, record("提醒记录").at)
    held = tables(*OFFICE, log)
    judgement = judge(held, day("3-31"), Calendar(held.holidays))
    assert len(addressed(judgement, held, [out("3-3")])) == left
    assert len(addressed(judgement, held, [out("3-10", batch="20260310-1")])) == 1  # the next batch begins anew


# with files


LIAISON: Cells = {"工号": "9", "姓名": "甲联系", "部门": "甲部", "角色": "员工", "手机": "13800000009"}
SMS: Cells = {"渠道": "短信", "类型": "短信网关", "启用": "是"}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """甲部 and 乙部 have had their sheets since Monday, 2 March."""
    units = [{**row, "联系人": f"{str(row['部门'])[0]}联系"} for row in ROWS["部门"]]
    return new_office(tmp_path, {**ROWS, "部门": units, "人员": [*ROWS.get("人员", []), LIAISON], "渠道": [SMS], "参数": []})


def at(day_of_march: int, hour: int = 9, **more: Any) -> Options:
    now = dt.datetime(2026, 3, day_of_march, hour)
    return Options(now, "测试员", now.date(), more)


def rows(master: Path, table: str, *headers: str) -> list[tuple[Value, ...]]:
    grid = FileBook(master).read([table])[table]
    return [
        tuple(row[grid.headers.index(header)] for header in headers)
        for row in grid.rows
        if table != "提醒清单" or row[grid.headers.index("规则")] == "催收"
    ]


def waiting(master: Path, on: int) -> list[Value]:
    """Whose sheets 提醒清单 chases, by 提醒 and, the same, by 刷新."""
    remind(FileBook(master), at(on), silent)
    listed = rows(master, "提醒清单", "阶段")
    refresh(FileBook(master), at(on), silent)
    assert rows(master, "提醒清单", "阶段") == listed
    return [stage for (stage,) in listed]


def collected(master: Path, on: int) -> Report:
    return collect(FileBook(master), at(on), silent)


def first_sent(master: Path) -> int:
    """The day of March on which the first batch went out."""
    (time, *_) = (row[0] for row in rows(master, "批次", "下发时间"))
    assert isinstance(time, dt.datetime)
    return time.day


def test_who_has_not_returned_is_chased_and_who_has_is_not(master: Path, tmp_path: Path) -> None:
    assert first_sent(master) == 3
    assert waiting(master, 5) == []
    fill(sent_file(master), tmp_path / "回收" / "甲.xlsx", {("督办台账", "1", "进展情况"): "完成 3 项"})
    collected(master, 5)
    assert waiting(master, 6) == ["乙部"]
    (text,) = [text for (text,) in rows(master, "提醒清单", "文本")]
    assert "3月3日下发给乙部的表" in str(text)


def test_a_sheet_that_came_back_with_nothing_new_came_back(master: Path, tmp_path: Path) -> None:
    (tmp_path / "回收" / "甲.xlsx").write_bytes(sent_file(master).read_bytes())
    report = collected(master, 5)
    assert (report.status, report.figures["采用"]) == (Status.DONE, 0)
    assert [row for row in rows(master, "操作日志", "操作", "说明") if row[0] == "收到"] == [("收到", "甲部")]
    assert waiting(master, 6) == ["乙部"]
    before = master.read_bytes()
    assert collected(master, 6).figures["改动"] is False
    assert master.read_bytes() == before


def test_a_refused_file_did_not_come_back(master: Path, tmp_path: Path) -> None:
    (tmp_path / "回收" / "甲.xlsx").write_bytes(b"PK no spreadsheet")
    collected(master, 5)
    assert waiting(master, 6) == ["甲部", "乙部"]


def test_a_new_batch_begins_anew_and_counts_alone(master: Path, tmp_path: Path) -> None:
    old = fill(sent_file(master), tmp_path / "甲.xlsx", {("督办台账", "1", "进展情况"): "完成 3 项"})
    send(FileBook(master), at(5, dept=("甲部",)), silent)
    assert waiting(master, 6) == ["乙部"]
    old.rename(tmp_path / "回收" / "甲.xlsx")
    collected(master, 9)  # the old sheet is not merged any more
    assert waiting(master, 10) == ["甲部", "乙部"]
    assert rows(master, "提醒清单", "阶段", "编号") == [("甲部", "20260305-1"), ("乙部", "20260303-1")]


def test_marked_as_sent_it_does_not_come_again(master: Path) -> None:
    assert waiting(master, 6) == ["甲部", "乙部"]
    remind(FileBook(master), at(6, mark_sent=True), silent)
    assert waiting(master, 9) == []
    assert {row for row in rows(master, "提醒记录", "规则", "阶段", "结果") if row[0] == "催收"} == {
        ("催收", "甲部", "人工已发"),
        ("催收", "乙部", "人工已发"),
    }
    send(FileBook(master), at(9), silent)
    assert waiting(master, 12) == ["甲部", "乙部"]


def test_a_look_back_knows_what_was_known(master: Path, tmp_path: Path) -> None:
    fill(sent_file(master), tmp_path / "回收" / "甲.xlsx", {("督办台账", "1", "进展情况"): "完成 3 项"})
    collected(master, 9)
    assert waiting(master, 10) == ["乙部"]
    remind(FileBook(master), Options(dt.datetime(2026, 3, 10, 9), "测试员", dt.date(2026, 3, 6)), silent)
    assert rows(master, "提醒清单", "阶段") == [("甲部",), ("乙部",)]


def test_it_leaves_by_program_once(master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = tmp_path / "对方"
    monkeypatch.setattr(reminder_sending, "wires_of", wires(短信=FakeWire(far)))
    for hour in (9, 10):
        remind(FileBook(master), at(6, hour, send=True), silent)
    chasing = [text for _, text in received(far) if "下发给甲部的表" in text]
    assert len(chasing) == 1
    assert [row for row in rows(master, "提醒记录", "编号", "阶段", "规则", "结果") if row[2] == "催收"] == [
        ("20260303-1", "甲部", "催收", "已发")
    ]
    assert rows(master, "提醒清单", "阶段") == [("乙部",)]  # whose liaison has no number


@pytest.mark.parametrize(("more", "kind", "batch"), [((), "催收", "20260303-1"), (("1",), "提醒", "")])
def test_a_message_is_logged_as_what_it_is(more: tuple[str, ...], kind: str, batch: str, tmp_path: Path) -> None:
    """One digest per person: only where it holds nothing else it is a 催收."""
    items = [item(number, responsible="王芳", due="3-10") for number in more]
    held = tables(*OFFICE, *items)
    people = digests(addressed(judge(held, day("3-9"), Calendar(held.holidays)), held, [out("3-3")]))
    with outbox.opened(tmp_path / "台账.xlsx") as box:
        row = ChannelRow("短信", "短信网关", REMINDER, "", (), (), "", "是", "")
        wire = FakeWire(tmp_path / "对方")
        sender = Sender(box, [row], {"短信": wire}, "示范", "督办办", day("3-9"), lambda: dt.datetime(2026, 3, 9, 9), lambda _: None)
        send_digests(people, sender)
        assert [(one.kind, one.batch) for one in box.entries.values()] == [(kind, batch)]


def test_leaders_are_told_of_and_not_written_to(master: Path, tmp_path: Path) -> None:
    sheets = [("发给", "领导：刘总、考评：刘总")]
    book = FileBook(master)
    for operation, note in sheets:
        book.append("操作日志", ("时间", "操作", "对象", "说明"), [[dt.datetime(2026, 3, 3, 9), operation, "20260303-2", note]])
    book.append("人员", ("工号", "姓名", "角色"), [["8", "刘总", "班子成员"]])
    book.commit(None)
    report = remind(FileBook(master), at(6), silent)
    assert [stage for (stage,) in rows(master, "提醒清单", "阶段")] == ["甲部", "乙部", "考评：刘总", "领导：刘总"]
    assert any("领导没有交回的表只列在“提醒清单”里" in line and line.endswith("刘总。") for line in report.messages)
    assert not list(tmp_path.rglob("文本/刘总.txt"))
