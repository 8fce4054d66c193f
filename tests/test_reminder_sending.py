"""remind --send: each reminder leaves once, whatever breaks, and the logs say what became of it."""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from support.fake_book import FakeBook, master_in
from support.fake_wire import FakeWire, received, wires
from support.kill_points import end_at

from addin import store
from addin.closed.file_book import FileBook
from addin.post import outbox
from addin.post.messages import Delivery, Message
from macros.remind import remind
from macros.steps import reminder_sending
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.master.master import write_master
from workbook_templates.reading.errors import BookBusy, BookRefused, UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

DAY = dt.date(2026, 6, 26)
MORNING = dt.datetime(2026, 6, 26, 8, 30)
Cells = dict[str, Value]
NO_MONEY = Delivery("失败", "余额不足")
BUSY = Delivery("失败", "对方忙", again=True)
DOWN = Delivery("失败", "连不上服务器", again=True, down=True)
LOST = Delivery("不明", "发出以后断线")


def item(number: str, **cells: Value) -> Cells:
    common: Cells = {"事项": "推进配网改造", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "发展部", "责任人": "张三"}
    return {"编号": number, **common, "下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 6, 29), "状态": "办理", **cells}


def person(name: str, phone: str, mail: str = "") -> Cells:
    return {"工号": name, "姓名": name, "部门": "发展部", "角色": "员工", "手机": phone, "邮箱": mail}


def channel(name: str, kind: str, **cells: Value) -> Cells:
    return {"渠道": name, "类型": kind, "启用": "是", **cells}


SMS, MAIL, ROBOT = channel("短信", "短信网关"), channel("邮箱", "邮件"), channel("督办群", "企业微信机器人")
ROWS: dict[str, list[Cells]] = {
    "督办台账": [item("A1"), item("A2", 责任人="李四")],
    "人员": [person("张三", "13800000003", "zhang@x.cn"), person("李四", "13800000004", "li@x.cn")],
    "部门": [{"部门": "发展部", "类型": "业务职能"}],
    "渠道": [SMS],
}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


def office(folder: Path, **rows: list[Cells]) -> FakeBook:
    return master_in(folder, {**ROWS, **rows})


def send(
    book: Any, monkeypatch: pytest.MonkeyPatch, now: dt.datetime = MORNING, more: dict[str, Any] | None = None, **by: FakeWire
) -> Report:
    monkeypatch.setattr(reminder_sending, "wires_of", wires(**by))
    return remind(book, Options(now, "测试员", now.date(), {"send": True, **(more or {})}), silent)


def column(book: Any, table: str, header: str) -> list[Value]:
    grid = book.read([table])[table]
    return [row[grid.headers.index(header)] for row in grid.rows]


def test_each_reminder_leaves_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far = office(tmp_path), tmp_path / "对方"
    report = send(book, monkeypatch, 短信=FakeWire(far))
    assert report.status is Status.DONE
    assert sorted(address for address, _ in received(far)) == ["13800000003", "13800000004"]
    assert column(book, "提醒记录", "编号") == ["A1", "A2"]
    assert column(book, "提醒记录", "结果") == ["已发", "已发"]
    assert column(book, "提醒记录", "渠道") == ["短信", "短信"]
    assert column(book, "发送记录", "标识") == ["提醒-20260626-0001", "提醒-20260626-0002"]
    assert column(book, "提醒清单", "编号") == []
    again = send(book, monkeypatch, MORNING + dt.timedelta(hours=1), 短信=FakeWire(far))
    assert (len(received(far)), again.figures["已发"]) == (2, 0)


def test_after_an_undo_nothing_leaves_again_and_the_logs_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far = office(tmp_path), tmp_path / "对方"
    before = {name: list(rows) for name, rows in book.saved["tables"].items()}
    send(book, monkeypatch, 短信=FakeWire(far))
    book.saved["tables"] = before
    book.discard()
    send(book, monkeypatch, 短信=FakeWire(far))
    assert len(received(far)) == 2
    assert column(book, "提醒记录", "结果") == ["已发", "已发"]


def test_what_certainly_was_not_delivered_goes_by_the_next_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far = office(tmp_path, 渠道=[SMS, MAIL]), tmp_path / "对方"
    send(book, monkeypatch, 短信=FakeWire(far, [NO_MONEY]), 邮箱=FakeWire(far))
    assert [address for address, _ in received(far)] == ["zhang@x.cn", "13800000004"]
    assert column(book, "发送记录", "结果") == ["失败", "已发", "已发"]
    assert column(book, "发送记录", "说明")[0] == "余额不足"


def test_a_busy_line_is_tried_three_times_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far = office(tmp_path, 督办台账=[item("A1")]), tmp_path / "对方"
    report = send(book, monkeypatch, 短信=FakeWire(far, [BUSY, BUSY, BUSY]))
    assert (len(received(far)), report.figures["已发"]) == (1, 1)
    assert column(book, "发送记录", "结果") == ["失败", "失败", "失败", "已发"]


class Counted(FakeWire):
    """tries: how often it was asked to send."""

    tries = 0

    def send(self, message: Message) -> Delivery:
        self.tries += 1
        return super().send(message)


@pytest.mark.parametrize(("answer", "tries"), [(DOWN, 4), (DOWN._replace(again=False), 1)])
def test_a_line_that_is_down_is_left_for_the_run(answer: Delivery, tries: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tries are made for the first message alone; the others go by the next channel, or by the next run, and nothing is lost."""
    items = [item(f"A{place}", 责任人=f"人{place}") for place in range(30)]
    people = [person(f"人{place}", f"138000{place:05}", f"p{place}@x.cn" if place < 10 else "") for place in range(30)]
    book, far = office(tmp_path, 督办台账=items, 人员=people, 渠道=[SMS, MAIL]), tmp_path / "对方"
    wire = Counted(far, [answer] * 200)
    report = send(book, monkeypatch, 短信=wire, 邮箱=FakeWire(far))
    assert wire.tries == tries
    assert len(received(far)) == report.figures["已发"] == 10
    assert (report.figures["失败"], report.figures["再发"]) == (30, 20)
    assert column(book, "发送记录", "结果").count("失败") == tries
    assert any("没有发成 30 条" in line for line in report.messages)
    again = send(book, monkeypatch, MORNING + dt.timedelta(hours=1), 短信=FakeWire(far), 邮箱=FakeWire(far))
    assert (again.figures["已发"], again.figures["再发"], len(received(far))) == (20, 0, 30)


def test_what_nobody_can_tell_is_never_sent_again_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far = office(tmp_path, 督办台账=[item("A1")], 渠道=[SMS, MAIL]), tmp_path / "对方"
    report = send(book, monkeypatch, 短信=FakeWire(far, [LOST]), 邮箱=FakeWire(far))
    assert report.status is Status.DONE_WITH_ENTRIES
    assert any("发送记录" in line for line in report.messages)
    send(book, monkeypatch, 短信=FakeWire(far), 邮箱=FakeWire(far))
    assert len(received(far)) == 1
    headers, rows = book.saved["tables"]["发送记录"]
    rows[0][headers.index("结果")] = "失败"  # the clerk has asked
    book.discard()
    send(book, monkeypatch, 短信=FakeWire(far), 邮箱=FakeWire(far))
    assert len(received(far)) == 2
    assert column(book, "提醒记录", "结果") == ["不明", "已发"]


def test_a_group_gets_counts_alone_and_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far, group = office(tmp_path, 渠道=[SMS, ROBOT]), tmp_path / "对方", tmp_path / "群"
    send(book, monkeypatch, 短信=FakeWire(far, [NO_MONEY, NO_MONEY]), 督办群=FakeWire(group))
    send(book, monkeypatch, 短信=FakeWire(far), 督办群=FakeWire(group))
    ((address, text),) = received(group)
    assert address == ""
    assert "2 条督办提醒" in text
    assert not any(word in text for word in ("张三", "李四", "A1", "A2", "配网"))


def test_a_group_of_a_department_gets_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units: list[Cells] = [{"部门": "发展部", "类型": "业务职能"}, {"部门": "运检部", "类型": "业务职能"}]
    robots = [channel("甲", "钉钉机器人", 部门="发展部"), channel("乙", "钉钉机器人", 部门="运检部")]
    book = office(tmp_path, 渠道=[SMS, *robots], 部门=units)
    send(book, monkeypatch, 短信=FakeWire(tmp_path / "对方"), 甲=FakeWire(tmp_path / "甲"), 乙=FakeWire(tmp_path / "乙"))
    assert len(received(tmp_path / "甲")) == 1
    assert received(tmp_path / "乙") == []


def test_who_is_reached_by_no_channel_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [person("张三", "", "zhang@x.cn"), person("李四", "")]
    book, far = office(tmp_path, 人员=people, 渠道=[SMS, MAIL]), tmp_path / "对方"
    report = send(book, monkeypatch, 短信=FakeWire(far), 邮箱=FakeWire(far))
    assert report.figures["没有渠道"] == ["李四"]
    assert [address for address, _ in received(far)] == ["zhang@x.cn"]
    assert column(book, "提醒清单", "收件人") == ["李四"]


@pytest.mark.parametrize(
    ("rows", "now", "more", "said"),
    [
        ({"渠道": []}, MORNING, {}, "没有启用的"),
        ({"渠道": [SMS | {"启用": "否"}]}, MORNING, {}, "没有启用的"),
        ({"渠道": [SMS | {"用途": "下发"}]}, MORNING, {}, "没有启用的"),
        ({}, MORNING.replace(hour=20), {}, "不在发送时段"),
        ({"参数": [{"名称": "基准日", "取值": dt.date(2026, 6, 25)}]}, MORNING, {"as_of": None}, "不是今天"),
        ({"参数": [{"名称": "发送时段", "取值": "白天"}]}, MORNING, {}, "看不懂"),
        ({"渠道": [MAIL]}, MORNING, {}, "还没有设密码"),
    ],
)
def test_refused_before_anything_leaves(
    rows: dict[str, list[Cells]], now: dt.datetime, more: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, far = office(tmp_path, **rows), tmp_path / "对方"
    monkeypatch.setattr(reminder_sending, "wires_of", wires(短信=FakeWire(far)))
    as_of = None if "as_of" in more else now.date()
    with pytest.raises(UsageError, match=said):
        remind(book, Options(now, "测试员", as_of, {"send": True}), silent)
    assert (received(far), column(book, "提醒记录", "编号")) == ([], [])


def test_outside_the_hours_with_a_word_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = tmp_path / "对方"
    send(office(tmp_path), monkeypatch, MORNING.replace(hour=20), {"now": True}, 短信=FakeWire(far))
    assert len(received(far)) == 2


def test_two_at_once_one_sends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far = office(tmp_path), tmp_path / "对方"
    with outbox.opened(book.path), pytest.raises(BookBusy):
        send(book, monkeypatch, 短信=FakeWire(far))
    assert received(far) == []


def test_a_full_disk_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not on disk does not leave."""
    book, far = office(tmp_path), tmp_path / "对方"

    def full(name: str, action: Any) -> Any:
        if name == "journal":
            raise OSError(28, "No space left on device")
        return action()

    monkeypatch.setattr(store, "operate", full)
    with pytest.raises(BookRefused, match="发件箱写不进去"):
        send(book, monkeypatch, 短信=FakeWire(far))
    assert received(far) == []


def test_neither_words_nor_addresses_stand_in_the_outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office(tmp_path)
    send(book, monkeypatch, 短信=FakeWire(tmp_path / "对方"))
    text = outbox.outbox_path(book.path).read_text("utf-8")
    assert "张三" in text
    assert not any(word in text for word in ("13800000003", "配网", "督办提醒"))


@pytest.mark.parametrize("torn", [b'{"mark": "\xe6\x8f', b"[1]\n", b"\xff\xfe\n", b'{"mark": "x"}\n', b"\n\n"])
def test_a_torn_line_is_none_and_the_next_is_whole(torn: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, far = office(tmp_path), tmp_path / "对方"
    send(book, monkeypatch, 短信=FakeWire(far))
    path = outbox.outbox_path(book.path)
    path.write_bytes(path.read_bytes() + torn)
    book.saved["tables"]["提醒记录"][1].clear()
    book.saved["tables"]["发送记录"][1].clear()
    book.discard()
    send(book, monkeypatch, 短信=FakeWire(far))
    assert len(received(far)) == 2
    assert len(list(outbox.read(path))) == 4


# killed


def real_office(folder: Path) -> Path:
    path = folder / "督办总台账.xlsx"
    table = {name: [[row.get(header) for header in TABLES[name].headers] for row in rows] for name, rows in ROWS.items()}
    write_master(path, table, company="示范", year=2026)
    return path


def run_and_die(path: Path, far: Path, ends_at: int, log: Path) -> None:
    """A child that sends and is killed at a point: before or after each file operation, and before and after each message."""
    if pid := os.fork():
        os.waitpid(pid, 0)
        return
    try:
        end_at(ends_at, log, store)
        wire = FakeWire(far)
        told = wire.send
        wire.send = lambda message: store.operate("wire", lambda: told(message))  # type: ignore[method-assign]
        reminder_sending.wires_of = wires(短信=wire)
        remind(FileBook(path), Options(MORNING, "", DAY, {"send": True}), silent)
    finally:
        os._exit(0)


def points_of(folder: Path) -> Sequence[str]:
    log = folder / "点"
    run_and_die(real_office(folder), folder / "对方", -1, log)
    return log.read_text().splitlines()


def test_killed_anywhere_no_message_leaves_twice_and_none_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every point. After the next run each reminder has left once, or is 不明 and named."""
    (tmp_path / "整").mkdir()
    points = points_of(tmp_path / "整")
    assert points.count("before wire") == 2
    assert points.count("before journal") == 4
    for place in range(len(points)):
        folder = tmp_path / str(place)
        folder.mkdir()
        path, far = real_office(folder), folder / "对方"
        run_and_die(path, far, place, folder / "点")
        book = FileBook(path)
        send(book, monkeypatch, MORNING + dt.timedelta(minutes=5), 短信=FakeWire(far))
        addresses = [address for address, _ in received(far)]
        assert len(addresses) == len(set(addresses)), points[place]
        told = dict(zip(column(FileBook(path), "提醒记录", "编号"), column(FileBook(path), "提醒记录", "结果"), strict=True))
        assert told.keys() == {"A1", "A2"}, points[place]
        for number, address in (("A1", "13800000003"), ("A2", "13800000004")):
            assert address in addresses or told[number] == "不明", points[place]
