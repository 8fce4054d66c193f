"""duban daily: one day at a time. What is done, what is not and why, what waits; and that nothing is done twice. tests/test_month.py
plays a whole month with faults."""

import datetime as dt
import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.daily_office import Cells, column, item, new_master, open_mark, page, run_day
from support.fake_wire import FakeWire, received, wires

from addin import store, whole_folder
from addin.closed.file_book import FileBook
from addin.post.messages import Delivery
from macros.period import period
from macros.remind import remind
from macros.steps import daily_page, mail_fetching, reminder_sending
from macros.steps.daily_journal import DailyJournal
from macros.steps.mail_fetching import Fetched
from macros.steps.report import Options, Report, Status, silent
from macros.undo import undo
from udfs.pages.waiting_counts import waiting_counts
from udfs.rules.ground.periods import ended_periods
from workbook_templates.reading.parse import READ, parse
from workbook_templates.tables.grid import Value

FRIDAY = dt.datetime(2026, 6, 26, 8, 30)
"""A1 is due three days later: a reminder."""
SATURDAY, TURN = FRIDAY + dt.timedelta(1), dt.datetime(2026, 7, 1, 8, 30)
AN_HOUR = dt.timedelta(hours=1)
SMS: Cells = {"渠道": "短信", "类型": "短信网关", "用途": "提醒", "启用": "是"}
MAIL: Cells = {"渠道": "邮箱", "类型": "邮件", "启用": "是", "账号": "box@x.cn"}
BUSY = Delivery("失败", "连不上")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


def by_wires(monkeypatch: pytest.MonkeyPatch, **by: FakeWire) -> None:
    for module in (reminder_sending, daily_page):
        monkeypatch.setattr(module, "wires_of", wires(**by))


def sending(folder: Path, *channels: Cells) -> Path:
    return new_master(folder, {"自动发送": "是"}, 渠道=[*channels])


def left(report: Report) -> dict[str, str]:
    return dict(report.figures["没有办"])


def drafts(path: Path) -> list[str]:
    return sorted(one.name for one in (path.parent / "输出").rglob("*_送审稿*.docx"))


# a day


def test_a_day_is_done_and_told(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    report = run_day(path, FRIDAY)
    text = page(path, FRIDAY.date())
    assert "今天的办完了" in text
    assert "提醒：1 条，1 人，只列出，没有发" in text
    assert "刷新：在办 2 项，逾期 0 项" in text
    assert "今天的提醒 1 条，发出以后登记已发" in text
    assert column(path, "提醒清单", "编号") == ["A1"]
    assert (report.figures["办完"], left(report)) == (True, {})
    assert all(line.removeprefix("等您办：").removeprefix("没有办：") in text for line in report.messages[:-1])


def test_a_day_that_is_done_is_not_done_again_by_the_scheduler(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    run_day(path, FRIDAY, scheduled=True)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    again = run_day(path, FRIDAY + AN_HOUR, scheduled=True)
    assert "已经办完" in again.messages[0]
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before
    by_hand = run_day(path, FRIDAY + 2 * AN_HOUR)
    assert by_hand.messages[0].startswith("刷新")
    assert f"{FRIDAY + 2 * AN_HOUR:%H:%M}" in page(path, FRIDAY.date())


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.datetime(2026, 6, 27, 9), False),
        (dt.datetime(2026, 10, 1, 9), False),
        (dt.datetime(2026, 10, 10, 9), True),  # a Saturday that is worked for the holiday
        (dt.datetime(2026, 6, 29, 9), False),  # the office's own day off
    ],
)
def test_a_rest_day_is_said_and_left(day: dt.datetime, works: bool, tmp_path: Path) -> None:
    path = new_master(tmp_path, 节假日=[{"日期": dt.date(2026, 6, 29), "类型": "休"}])
    before = path.read_bytes()
    report = run_day(path, day)
    assert ("休息日" in page(path, day.date())) is not works
    assert (path.read_bytes() != before) is works
    assert report.figures["办完"]


def test_another_day_than_today_is_refused(tmp_path: Path) -> None:
    from macros.attempt import attempt, on_file
    from workbook_templates.tables.actions import BY_KEY

    path = new_master(tmp_path)
    options = Options(FRIDAY, "", dt.date(2026, 6, 25), {"scheduled": False})
    report = attempt(BY_KEY["daily"], lambda: on_file(BY_KEY["daily"], path, options, silent))
    assert (report.status, "只办今天的" in report.messages[0]) == (Status.NOT_DONE, True)


# after the end of a period


def test_the_first_run_after_the_end_makes_drafts_and_rows_once(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    run_day(path, FRIDAY)
    assert drafts(path) == ["抽查运行通报_2026-05_送审稿.docx", "督办通报_2026-05_送审稿.docx"]
    run_day(path, TURN)
    new = ["督办考核通报_2026H1", "抽查运行通报_2026-06", "亮灯通报_2026-B3", "督办通报_2026-06", "绩效通报_2026Q2"]
    assert {f"{name}_送审稿.docx" for name in new} == {*drafts(path)} - {"抽查运行通报_2026-05_送审稿.docx", "督办通报_2026-05_送审稿.docx"}
    assert column(path, "指标", "期间") == ["2026Q2", "2026Q3"]
    for one in (path.parent / "输出").rglob("*2026Q2_送审稿.docx"):
        one.unlink()  # the office does not want it
    before = path.read_bytes()
    report = run_day(path, TURN + AN_HOUR)
    assert not any("下期" in line or "送审稿：" in line for line in report.messages)
    assert "绩效通报_2026Q2_送审稿.docx" not in drafts(path)
    assert path.read_bytes() == before
    assert column(path, "文书登记", "文号") == []  # nothing was issued


def test_what_was_undone_is_not_made_again(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    run_day(path, TURN)
    oldest = min((tmp_path / "归档" / "备份").iterdir())
    undo(path, Options(TURN + AN_HOUR, more={"to": oldest.stem.rpartition("台账_")[2]}), silent)
    assert column(path, "指标", "期间") == ["2026Q2"]
    run_day(path, TURN + 2 * AN_HOUR)
    assert column(path, "指标", "期间") == ["2026Q2"]


def test_what_the_office_has_made_itself_is_none_to_make(tmp_path: Path) -> None:
    registered: Cells = {
        "文号": "督通报〔2026〕6号",
        "种类": "督办通报",
        "主送": "各部门、各单位",
        "期间": "2026年6月",
        "成文日期": dt.date(2026, 7, 1),
    }
    path = new_master(tmp_path, 文书登记=[registered])
    there = tmp_path / "输出" / "通报" / "2026-06" / "亮灯通报_2026-B3_送审稿.docx"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"written on")
    period(FileBook(path), Options(TURN, more={"period": "2026Q3"}), silent)
    run_day(path, TURN)
    assert "督办通报_2026-06_送审稿.docx" not in drafts(path)
    assert there.read_bytes() == b"written on"
    assert column(path, "指标", "期间") == ["2026Q2", "2026Q3"]


def test_a_draft_that_a_run_was_cut_off_over_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the paper and the workbook of its figures beside it."""
    path = new_master(tmp_path)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(DailyJournal, "made", cut_off)
        run_day(path, FRIDAY)
    figures = next((tmp_path / "输出").rglob("*_数据.xlsx"))
    figures.unlink()
    run_day(path, FRIDAY + AN_HOUR)
    assert figures.exists()
    assert drafts(path) == ["抽查运行通报_2026-05_送审稿.docx", "督办通报_2026-05_送审稿.docx"]


def test_months_that_were_missed_are_caught_up_but_not_the_time_before(tmp_path: Path) -> None:
    path = new_master(tmp_path, 督办台账=[item("A1", dt.date(2026, 12, 29))])
    run_day(path, dt.datetime(2026, 3, 10, 9))
    run_day(path, dt.datetime(2026, 6, 10, 9))
    monthly = [name for name in drafts(path) if name.startswith("督办通报")]
    assert monthly == [f"督办通报_2026-{month}_送审稿.docx" for month in ("02", "03", "04", "05")]


def test_nothing_is_made_for_the_time_before_the_start(tmp_path: Path) -> None:
    path = new_master(tmp_path, {"启用日期": dt.date(2026, 6, 15)})
    run_day(path, FRIDAY)
    assert drafts(path) == []


@pytest.mark.parametrize(
    ("since", "day", "names"),
    [
        (dt.date(2026, 4, 30), dt.date(2026, 4, 30), []),
        (dt.date(2026, 4, 30), dt.date(2026, 5, 1), ["2026-04"]),
        (dt.date(2026, 5, 1), dt.date(2026, 5, 31), []),
        (dt.date(2026, 3, 31), dt.date(2026, 6, 1), ["2026-03", "2026-04", "2026-05"]),
    ],
)
def test_the_periods_that_have_ended(since: dt.date, day: dt.date, names: list[str]) -> None:
    assert [one.name for one in ended_periods("月", since, day)] == names
    assert [one.name for one in ended_periods("月", dt.date(2026, 4, 25), dt.date(2026, 5, 1), 25)] == ["2026-04"]


# reminders


def test_reminders_leave_by_themselves_where_the_office_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, far = sending(tmp_path, SMS), tmp_path / "对方"
    by_wires(monkeypatch, 短信=FakeWire(far))
    first = run_day(path, FRIDAY)
    assert any("提醒：已发 1 条，不明 0 条" in line for line in first.messages)
    for hour in (9, 10):
        run_day(path, FRIDAY.replace(hour=hour))
    assert [address for address, _ in received(far)] == ["13800000003"]
    assert column(path, "提醒记录", "结果") == ["已发"]


@pytest.mark.parametrize(("hour", "done", "tried_again"), [(7, False, True), (8, True, False), (19, False, False)])
def test_only_within_the_hours(hour: int, done: bool, tried_again: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, far = sending(tmp_path, SMS), tmp_path / "对方"
    by_wires(monkeypatch, 短信=FakeWire(far))
    report = run_day(path, FRIDAY.replace(hour=hour))
    assert len(received(far)) == done
    assert ("提醒" in left(report)) is not done
    assert report.figures["办完"] is not tried_again


def test_what_was_not_delivered_leaves_the_day_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, far = sending(tmp_path, SMS), tmp_path / "对方"
    by_wires(monkeypatch, 短信=FakeWire(far, [BUSY]))
    report = run_day(path, FRIDAY, scheduled=True)
    assert "要再发的 1 条" in left(report)["提醒"]
    assert "还没有办完，每小时再试一次" in page(path, FRIDAY.date())
    by_wires(monkeypatch, 短信=FakeWire(far))
    assert run_day(path, FRIDAY + AN_HOUR, scheduled=True).figures["办完"]
    assert len(received(far)) == 1


def test_no_channel_is_a_reason(tmp_path: Path) -> None:
    report = run_day(sending(tmp_path), FRIDAY)
    assert "没有启用的" in left(report)["提醒"]
    assert report.status is Status.DONE_WITH_ENTRIES


# the workbook is open


def test_while_it_is_open_reminders_leave_and_the_rows_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, far = sending(tmp_path, SMS), tmp_path / "对方"
    by_wires(monkeypatch, 短信=FakeWire(far))
    mark, before = open_mark(path), path.read_bytes()
    report = run_day(path, FRIDAY, scheduled=True)
    assert path.read_bytes() == before
    assert [*left(report)] == ["回收、补记、下期、刷新"]
    assert "王芳" in left(report)["回收、补记、下期、刷新"]
    assert "按文件上次保存的算" in page(path, FRIDAY.date())
    assert "工作簿打开着，关闭后记入" in page(path, FRIDAY.date())
    assert len(received(far)) == 1
    run_day(path, FRIDAY + AN_HOUR, scheduled=True)
    assert len(received(far)) == 1
    mark.unlink()
    report = run_day(path, FRIDAY + 2 * AN_HOUR, scheduled=True)
    assert (len(received(far)), report.figures["办完"]) == (1, True)
    assert column(path, "提醒记录", "结果") == ["已发"]
    assert column(path, "发送记录", "标识") == ["提醒-20260626-0001"]
    assert "补记：发件箱里 1 条" in page(path, FRIDAY.date())


def test_while_it_is_open_lists_and_drafts_are_made_beside_it(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    open_mark(path)
    before = path.read_bytes()
    run_day(path, TURN)
    assert path.read_bytes() == before
    assert "督办通报_2026-06_送审稿.docx" in drafts(path)
    assert [one.name for one in (tmp_path / "输出" / "提醒").rglob("张三.txt")] == ["张三.txt"]


def test_mail_is_fetched_while_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_master(tmp_path, 渠道=[MAIL | {"用途": "下发"}])
    open_mark(path)
    monkeypatch.setattr("macros.daily.fetch", lambda *_: Fetched(("看了",), 2, 3, (), 1, False))
    monkeypatch.setattr(daily_page, "wires_of", wires())
    run_day(path, FRIDAY)
    assert "收邮件：新邮件 3 封，收到表 2 个" in page(path, FRIDAY.date())
    assert "不认识的发件人发来的表 1 个" in page(path, FRIDAY.date())
    assert mail_fetching.mailboxes(parse(FileBook(path).read(READ))[0])


# what goes wrong


def test_a_mailbox_that_is_down_stops_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, far = new_master(tmp_path, 渠道=[MAIL]), tmp_path / "对方"
    by_wires(monkeypatch, 邮箱=FakeWire(far))
    monkeypatch.setattr("macros.daily.fetch", lambda *_: Fetched(("连不上",), 0, 0, ("渠道“邮箱”的邮件没有收成：连不上。",), 0, False))
    report = run_day(path, FRIDAY)
    assert [*left(report)] == ["收邮件"]
    assert not report.figures["办完"]
    assert any(line.startswith("刷新") for line in report.messages)


def full(*names: str) -> Callable[[str, Callable[[], Any]], Any]:
    """A disk on which these operations find no room."""

    def operate(name: str, action: Callable[[], Any]) -> Any:
        if name in names:
            raise OSError(errno.ENOSPC, "No space left on device")
        return action()

    return operate


@pytest.mark.parametrize("names", [("create",), ("write file",), ("journal",), ("create", "write file", "journal", "write first half")])
def test_a_full_disk_is_said_and_the_next_run_makes_it_good(
    names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, far = sending(tmp_path, SMS), tmp_path / "对方"
    by_wires(monkeypatch, 短信=FakeWire(far))
    before = path.read_bytes()
    with monkeypatch.context() as broken:
        for module in (store, whole_folder):
            broken.setattr(module, "operate", full(*names))
        report = run_day(path, TURN, scheduled=True)
    assert report.status is not Status.DONE
    assert "磁盘空间" in "\n".join(report.messages) or "No space left" in "\n".join(report.messages)
    if "create" in names:
        assert path.read_bytes() == before
    report = run_day(path, TURN + AN_HOUR, scheduled=True)
    assert (report.figures["办完"], left(report)) == (True, {})
    assert len(received(far)) == len({*column(path, "提醒记录", "编号")}) == 1
    assert column(path, "指标", "期间") == ["2026Q2", "2026Q3"]
    assert len(drafts(path)) == 5


def test_a_workbook_that_can_not_be_read_has_its_page(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    path.write_bytes(b"PK broken")
    report = run_day(path, FRIDAY)
    assert report.status is Status.NOT_DONE
    assert "读工作簿" in page(path, FRIDAY.date())
    assert path.read_bytes() == b"PK broken"


def test_a_fault_of_one_step_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_master(tmp_path)

    def fails(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("macros.daily.refresh", fails)
    report = run_day(path, FRIDAY)
    assert "程序出错（ZeroDivisionError）" in left(report)["刷新"]
    assert column(path, "提醒清单", "编号") == ["A1"]


def test_a_run_that_was_cut_off_is_told(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    DailyJournal(path).begins(FRIDAY)
    run_day(path, FRIDAY + AN_HOUR)
    assert "上一次（06-26 08:30）没有运行完就中断了" in page(path, FRIDAY.date())
    assert DailyJournal(path).cut_off is None


def test_a_torn_line_of_the_journal_is_none(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    journal = DailyJournal(path)
    journal.ran(FRIDAY, ["刷新"], done=False)
    journal.made(FRIDAY, "督办通报", "2026-05")
    with journal.path.open("ab") as file:
        file.write(b'{"time": "2026-06-26T10:00:00", "left": [], "do')
    again = DailyJournal(path)
    assert (again.has("督办通报", "2026-05"), again.done(FRIDAY.date()), again.begun(TURN.date())) == (True, False, FRIDAY.date())
    again.ran(FRIDAY, [], done=True)
    assert DailyJournal(path).done(FRIDAY.date())
    assert [json.loads(line)["left"] for line in journal.path.read_text("utf-8").splitlines() if '"done": true' in line] == [[]]


# the page as a mail


@pytest.mark.parametrize(
    ("rows", "to"),
    [
        ({}, "office@x.cn"),
        ({"部门": [{"部门": "发展部", "类型": "业务职能"}]}, "box@x.cn"),
        ({"部门": [{"部门": "督办办公室", "类型": "业务职能", "联系人": "李四"}]}, "li@x.cn"),
    ],
)
def test_the_clerk_gets_the_page_by_mail_once(
    rows: dict[str, list[Cells]], to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, far = new_master(tmp_path, 渠道=[MAIL | {"用途": "提醒"}], **rows), tmp_path / "对方"
    by_wires(monkeypatch, 邮箱=FakeWire(far))
    for hour in (8, 9):
        run_day(path, FRIDAY.replace(hour=hour))
    ((address, text),) = received(far)
    assert address == to
    assert text.splitlines()[1] == "今天的办完了。"
    assert "推进事项" not in text
    run_day(path, FRIDAY + 3 * dt.timedelta(1))
    assert column(path, "发送记录", "文件") == ["2026-06-26.txt"]


def test_a_day_that_took_two_runs_is_mailed_twice_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, far = new_master(tmp_path, 渠道=[MAIL | {"用途": "提醒"}]), tmp_path / "对方"
    by_wires(monkeypatch, 邮箱=FakeWire(far))
    mark = open_mark(path)
    for hour in (8, 9, 10):
        run_day(path, FRIDAY.replace(hour=hour), scheduled=True)
    mark.unlink()
    for hour in (11, 12):
        run_day(path, FRIDAY.replace(hour=hour), scheduled=True)
    states = [text.splitlines()[1][:8] for _, text in received(far)]
    assert states == ["今天的还没有办完", "今天的办完了。"]


def test_a_page_that_was_not_delivered_is_said_and_sent_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, far = new_master(tmp_path, 渠道=[MAIL | {"用途": "提醒"}]), tmp_path / "对方"
    by_wires(monkeypatch, 邮箱=FakeWire(far, [BUSY]))
    report = run_day(path, FRIDAY, scheduled=True)
    assert "连不上" in left(report)["把这一页发给您"]
    assert "连不上" in page(path, FRIDAY.date())
    assert run_day(path, FRIDAY + AN_HOUR, scheduled=True).figures["办完"]
    assert len(received(far)) == 1


# what waits


def test_what_waits_is_counted(tmp_path: Path) -> None:
    due = dt.date(2026, 12, 29)
    handed_in = item("A2", due, 状态="提交", 提交日期=dt.date(2026, 6, 1))
    point: Cells = {"日期": due, "部门": "发展部", "类型": "其他", "分值": 1, "事由": "x"}
    rows: dict[str, list[Cells]] = {
        "督办台账": [item("A1", due, 状态="立项"), handed_in, item("A3", due, 完成度=0.5), item("A4", due)],
        "阶段目标": [
            {"编号": number, "阶段": "一", "阶段任务": "甲", "完成时限": due, "自评完成度": 0.5, "确认完成度": confirmed}
            for number, confirmed in (("A4", None), ("A2", 0.5))
        ],
        "变更记录": [{"编号": "A4", "变更": "延期", "申请日期": due, "结果": result} for result in ("待批", "同意")],
        "加减分台账": [point | {"状态": status} for status in ("拟", "已确认")],
        "问责记录": [{"日期": due, "类别": "提醒", "对象": "张三", "状态": status} for status in ("拟", "已批", "已办")],
        "异议": [{"日期": due, "部门": "发展部", "意见": "x", "结果": result} for result in (None, "采纳")],
        "批示": [
            {"批示编号": kind, "日期": due, "领导": "张三", "类别": kind, "内容": "x", "状态": "待办"} for kind in ("批办", "参阅")
        ],
        "发送记录": [{"标识": result, "种类": "提醒", "结果": result} for result in ("不明", "已发")],
        "文书登记": [
            {"文号": number, "种类": "督办函", "要求回复日期": dt.date(2026, 6, day), "回复日期": replied}
            for number, day, replied in (("1", 25, None), ("2", 26, None), ("3", 25, dt.date(2026, 6, 25)))
        ],
    }  # fmt: skip
    tables = parse(FileBook(new_master(tmp_path, **rows)).read(READ))[0]
    found: dict[str, Value] = {one.what: one.rows for one in waiting_counts(tables, FRIDAY.date())}
    assert [*found.values()] == [1] * 12
    assert waiting_counts(parse(FileBook(new_master(tmp_path / "空", 督办台账=[])).read(READ))[0], FRIDAY.date()) == []


def test_the_reminders_of_a_day_by_hand_are_the_same(tmp_path: Path) -> None:
    path = new_master(tmp_path)
    run_day(path, FRIDAY)
    before = path.read_bytes()
    assert remind(FileBook(path), Options(FRIDAY), silent).figures["改动"] is False
    assert path.read_bytes() == before
    assert SATURDAY.weekday() == 5
