"""duban send: who gets a file, which rows go out, what 批次 and the archive keep, and what a run that dies leaves behind."""

import csv
import datetime as dt
import io
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from support import make
from support.fake_book import FakeBook
from support.kill_points import end_at
from support.sending import DAY, Cells, departments, fake, item, line, names, options, rows_in, shown, stage

from addin import store, whole_folder
from addin.closed.file_book import FileBook
from macros.__main__ import run
from macros.send import file_names, light_meanings, send
from macros.steps import batches
from macros.steps.report import Status, silent
from udfs.rules.ground.departments import Departments
from workbook_templates.master.master import write_master
from workbook_templates.reading.errors import BookBusy, BookRefused, UsageError
from workbook_templates.sent.sent_file import SentFile
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row

T = TypeVar("T")


# who gets a file


def test_two_departments_and_one_without_rows(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=departments("甲部", "乙部", "丙部"), 督办台账=[item("1", "甲部"), item("2", "乙部"), item("3", "甲部")])
    report = send(book, options(), silent)
    assert names(tmp_path) == ["下发/20260303-1/乙部_20260303-1.xlsx", "下发/20260303-1/甲部_20260303-1.xlsx"]
    assert shown(report.files[1], "督办台账") == ["1", "3"]
    assert shown(report.files[2], "督办台账") == ["2"]
    assert (report.status, report.figures["部门"], report.figures["没有行的部门"]) == (Status.DONE, ["甲部", "乙部"], ["丙部"])
    assert any("丙部" in message and "--dept" in message for message in report.messages)
    assert report.figures["行"] == {"督办台账": 3, "阶段目标": 0, "反馈记录": 3, "指标": 0, "指标进度": 0}
    assert [(row["操作"], row["说明"]) for row in rows_in(book, "操作日志")] == [
        ("下发", "批次 20260303-1，基准日 2026-03-03，2 个部门，新反馈 3 行"),
        ("发给", "甲部、乙部"),
    ]


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (["乙部"], ["乙部"]),
        (["乙部", "甲部", "乙部"], ["甲部", "乙部"]),
        (["旧乙部"], ["乙部"]),
        ([" 乙 部 "], ["乙部"]),
        (["丙部"], ["丙部"]),
        (["并掉的部"], ["甲部"]),
    ],
)
def test_only_these_departments(tmp_path: Path, asked: list[str], sent: list[str]) -> None:
    known = departments("甲部", "乙部", "丙部", "并掉的部")
    known[1] |= {"曾用名": "旧乙部"}
    known[3] |= {"停用日期": dt.date(2026, 1, 1), "并入部门": "甲部"}
    book = fake(tmp_path, 部门=known, 督办台账=[item("1", "甲部"), item("2", "旧乙部"), item("3", "并掉的部")])
    report = send(book, options(dept=asked), silent)
    assert report.figures["部门"] == sent
    assert {row["部门"] for row in rows_in(book, "批次")} == set(sent)
    fed = {row["编号"] for row in rows_in(book, "反馈记录")}  # nobody else was asked for feedback
    assert fed == {"甲部": {"1", "3"}, "乙部": {"2"}, "丙部": set()}[sent[0]] | ({"2"} if "乙部" in sent else set())
    if sent == ["丙部"]:
        assert [(row["表"], row["字段"]) for row in rows_in(book, "批次")] == [("申报", None)]
        assert shown(report.files[1], "申报", "事项") == []


@pytest.mark.parametrize("wanted", ["没有的部", "停了的部", ""])
def test_an_unknown_department_is_refused_with_the_known_ones(tmp_path: Path, wanted: str) -> None:
    known = departments("甲部", "停了的部")
    known[1] |= {"停用日期": DAY}
    book = fake(tmp_path, 部门=known, 督办台账=[item("1", "甲部")])
    with pytest.raises(UsageError, match="现有部门：甲部。"):
        send(book, options(dept=[wanted]), silent)
    assert names(tmp_path) == []
    assert not book.differs()


def test_a_department_gets_files_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    known = departments("甲部", "乙部", "丙部", "丁部")
    known[0] |= {"停用日期": dt.date(2026, 3, 4)}
    known[1] |= {"停用日期": DAY, "并入部门": "丙部"}
    known[2] |= {"启用日期": DAY}
    known[3] |= {"启用日期": dt.date(2026, 3, 4)}
    ledger = [item("1", "甲部"), item("2", "乙部"), item("3", "丙部"), item("4", "丁部")]
    report = send(fake(tmp_path, 部门=known, 督办台账=ledger), options(), silent)
    assert report.figures["部门"] == ["甲部", "丙部"]
    assert shown(report.files[2], "督办台账") == ["2", "3"]
    assert report.status is Status.DONE_WITH_ENTRIES
    assert [text for text in report.figures["未下发"] if "（4）" in text]


def test_nothing_to_send_writes_nothing(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部", 状态="办结", 办结日期=DAY)])
    report = send(book, options(), silent)
    assert (report.status, report.figures["改动"], report.figures["批次"]) == (Status.DONE, False, None)
    assert "没有要下发的" in report.messages[0]
    assert list(tmp_path.iterdir()) == []


# which rows


def test_states_that_are_shown_and_those_that_are_reported_on(tmp_path: Path) -> None:
    states = ["立项", "下达", "待调整", "办理", "提交", "办结", "暂缓", "取消"]
    ledger = [item(state, "甲部", 状态=state) for state in states] + [item("申报的", "甲部", 状态="立项", 来源="部门申报")]
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=ledger, 阶段目标=[stage(state) for state in states])
    report = send(book, options(), silent)
    assert shown(report.files[1], "督办台账") == ["下达", "待调整", "办理", "提交", "暂缓", "申报的"]
    assert shown(report.files[1], "阶段目标") == ["下达", "待调整", "办理", "提交"]
    assert {row["编号"] for row in rows_in(book, "批次")} == {"下达", "待调整", "办理", "提交"}


def test_a_number_that_stands_twice_stays_at_home(tmp_path: Path) -> None:
    """The second row may be another department's, and its stages would go to both."""
    ledger = [item("1", "甲部"), item("1", "乙部"), item("2", "甲部"), item("3", "乙部")]
    stages = [stage("1"), stage("2"), stage("2"), stage("2", "二"), stage("3")]
    fed: list[Cells] = [{"编号": "3", "应反馈日期": DAY}, {"编号": "3", "应反馈日期": DAY}]
    book = fake(tmp_path, 部门=departments("甲部", "乙部"), 督办台账=ledger, 阶段目标=stages, 反馈记录=fed)
    report = send(book, options(), silent)
    assert shown(report.files[1], "督办台账") == ["2"]
    assert shown(report.files[1], "阶段目标", "阶段") == ["二"]
    assert shown(report.files[2], "督办台账") == ["3"]
    assert [value for value in shown(report.files[2], "反馈记录", "应反馈日期") if value == DAY] == []
    assert report.status is Status.DONE_WITH_ENTRIES
    told = "\n".join(report.figures["未下发"])
    assert "1 个事项的编号重复，没有下发：请改成不同的编号（1）。" in told
    assert "1 个阶段重复，没有下发：请改成不同的阶段名称（2/一）。" in told
    assert "1 次反馈重复，没有下发：请删去多余的一行（3/2026-03-03）。" in told
    assert {row["编号"] for row in rows_in(book, "反馈记录")} == {"2", "3"}


def test_what_can_not_go_out_is_listed(tmp_path: Path) -> None:
    ledger = [
        item("1", "甲部"),
        {**item("", "甲部"), "编号": None, "事项": "没有号"},
        item("3", "甲部", 状态="在办"),
        item("4", "谁也不是"),
    ]
    report = send(fake(tmp_path, 部门=departments("甲部"), 督办台账=ledger), options(), silent)
    assert report.figures["未下发"] == [
        "1 个事项没有编号，没有下发：请先刷新，编号会自动补上（没有号）。",
        "1 个事项的状态空着或读不懂，没有下发：请改好状态（3）。",
        "1 个在办事项的主责部门不在“部门”表里或已经停用，没有下发：请改主责部门，或填上并入部门（4）。",
    ]


def test_lights_deadlines_and_what_was_said_last(tmp_path: Path) -> None:
    ledger = [item("1", "甲部", 完成度=50.0, 办理时限=dt.date(2026, 3, 2)), item("2", "甲部", 密级="内部")]
    stages = [stage("2", 自评完成度=90.0, 完成时限=DAY), stage("2", "二", 完成时限=dt.date(2026, 4, 1))]
    fed: list[Cells] = [
        {"编号": "1", "应反馈日期": dt.date(2026, 2, 20), "反馈日期": dt.date(2026, 2, 20), "内容": "早的"},
        {"编号": "1", "应反馈日期": dt.date(2026, 2, 27), "反馈日期": dt.date(2026, 2, 26), "内容": "近的"},
        {"编号": "1", "应反馈日期": dt.date(2026, 3, 2)},
    ]
    change: Cells = {
        "编号": "2",
        "变更": "延期",
        "申请日期": DAY,
        "原值": "2026-06-30",
        "新值": "2026-07-31",
        "结果": "同意",
        "批准日期": DAY,
    }
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=ledger, 阶段目标=stages, 反馈记录=fed, 变更记录=[change])
    report = send(book, options(), silent)
    path = report.files[1]
    assert shown(path, "督办台账", "灯") == ["红灯", "绿灯"]
    assert shown(path, "督办台账", "考核时限") == [dt.date(2026, 3, 2), dt.date(2026, 7, 31)]
    assert shown(path, "督办台账", "剩余天数") == [-1, 150]
    assert shown(path, "督办台账", "完成度") == [0.5, 0.45]
    assert shown(path, "反馈记录", "应反馈日期") == [dt.date(2026, 3, 2), dt.date(2026, 3, 9), dt.date(2026, 3, 9)]
    assert shown(path, "反馈记录", "上次反馈") == ["2026-02-26：近的", "2026-02-26：近的", None]
    sent = {(row["编号"], row["阶段"], row["字段"]): row["下发值"] for row in rows_in(book, "批次")}
    assert sent["1", None, "完成度"] == "50%"
    assert ("2", None, "完成度") not in sent
    assert sent["2", "一", "自评完成度"] == "90%"
    assert sent["2", "二", "自评完成度"] is None
    assert ("1", "2026-03-09", "内容") in sent
    assert any("含密级事项" in message and "甲部" in message for message in report.messages)


@pytest.mark.parametrize(
    ("basis", "rows", "said"),
    [
        ("到期阶段", [("红灯", 0, "是"), ("绿灯", 80, "否"), ("黄灯", 60, "是")],
         ["完成度高于 80%：办。", "完成度不低于 60%，未到绿灯：办。", "未到黄灯：办。"]),
        ("时限", [("绿灯", 80, "否"), ("红灯", 0, "是")], ["办。", "办。"]),
    ],
)  # fmt: skip
def test_what_the_lights_mean_in_this_office(basis: str, rows: list[tuple[str, int, str]], said: list[str]) -> None:
    bounds = [make.record("亮灯规则", light=light, bound=low, included=included, handling="办") for light, low, included in rows]
    assert [text for _, text in light_meanings(make.tables(*bounds, 亮灯口径=basis))] == said
    blank = make.record("亮灯规则", light="绿灯", bound=80, included="否")
    assert light_meanings(make.tables(blank, 亮灯口径="时限")) == (("绿灯", ""),)


# 批次 and the archive


def kept(book: FakeBook) -> dict[str, list[str]]:
    """Department → its batches in 批次, in the order of their rows."""
    found: dict[str, dict[str, None]] = {}
    for row in rows_in(book, "批次"):
        found.setdefault(str(row["部门"]), {})[str(row["批次"])] = None
    return {name: list(ids) for name, ids in found.items()}


def archived(folder: Path) -> dict[str, list[list[str]]]:
    """File name → its rows without the header."""
    files = sorted((folder / "归档" / "批次").iterdir()) if (folder / "归档" / "批次").is_dir() else []
    return {path.name: list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))[1:] for path in files}


def test_the_latest_two_batches_stay_and_older_ones_move(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=departments("甲部", "乙部"), 督办台账=[item("1", "甲部", 进展情况="=1+1"), item("2", "乙部")])
    first = send(book, options(3), silent)
    assert first.figures["归档行"] == 0
    send(book, options(3, dept=["甲部"]), silent)
    assert kept(book) == {"甲部": ["20260303-1", "20260303-2"], "乙部": ["20260303-1"]}
    assert archived(tmp_path) == {}
    before = [list(row.values()) for row in rows_in(book, "批次") if row["部门"] == "甲部" and row["批次"] == "20260303-1"]
    report = send(book, options(10), silent)
    assert kept(book) == {"甲部": ["20260303-2", "20260310-1"], "乙部": ["20260303-1", "20260310-1"]}
    (rows,) = archived(tmp_path).values()
    assert list(archived(tmp_path)) == ["批次归档_20260310-1.csv"]
    assert report.figures["归档行"] == len(rows) == len(before)
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [["" if v is None else str(v) for v in row] for row in before]
    assert "'=1+1" in {cell for row in rows for cell in row}
    send(book, options(10), silent)
    assert list(archived(tmp_path)) == ["批次归档_20260310-1.csv", "批次归档_20260310-2.csv"]
    assert kept(book) == {"甲部": ["20260310-1", "20260310-2"], "乙部": ["20260310-1", "20260310-2"]}


def test_a_second_run_asks_for_no_feedback_again(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部", 类别="紧急")])
    first, second = send(book, options(), silent), send(book, options(), silent)
    assert (first.figures["新反馈"], second.figures["新反馈"]) == (5, 0)
    asked = [row["应反馈日期"] for row in rows_in(book, "反馈记录")]
    assert asked == [dt.date(2026, 3, day) for day in (3, 4, 5, 6, 9)]
    assert shown(second.files[1], "反馈记录", "应反馈日期") == asked


@pytest.mark.parametrize(
    ("rows", "lying", "number"),
    [
        ([], [], "20260303-1"),
        (["20260303-1"], [], "20260303-2"),
        (["20260303-9", "20260303-10"], [], "20260303-11"),
        (["20260302-7", "瞎改的", ""], [], "20260303-1"),
        ([], ["20260303-4"], "20260303-5"),
        (["20260401-2"], [], "20260401-3"),  # the clock has gone back: what goes out now is the latest all the same
        (["20260302-7"], ["20260401-2", "20261399-1"], "20260401-3"),
        ([], ["批次归档_20260303-2.csv", ".~20260303-7.tmp", "甲部_20260303-3"], "20260303-4"),
    ],
)
def test_the_next_batch(tmp_path: Path, rows: list[str], lying: list[str], number: str) -> None:
    for name in lying:
        (tmp_path / name).mkdir()
    assert batches.next_batch(DAY, [(row,) for row in rows], (tmp_path, tmp_path / "没有")) == number


def test_batches_of_a_renamed_department_and_spoilt_ids() -> None:
    table = TABLES["部门"]
    record = table.record(*(("甲部" if c.header == "部门" else ("旧甲部",) if c.header == "曾用名" else None) for c in table.columns))
    rows: list[Row] = [("20260301-1", "旧甲部", "x"), ("改坏了", "甲部", "x"), ("20260302-1", "甲部", "x"), ("20260301-1", "乙部", "x")]
    split = batches.kept(rows, ["甲部"], Departments([record]))
    assert split.stay == [rows[2], rows[3]]
    assert split.go == [rows[0], rows[1]]


def test_without_the_table_nothing_is_written(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部")])
    del book.saved["tables"]["批次"]
    book.discard()
    with pytest.raises(BookRefused, match="批次"):
        send(book, options(), silent)
    assert names(tmp_path) == []


# names of files


@pytest.mark.parametrize(
    "name", ["..\\x", "../../x", "=cmd|'/c'!A0", "长" * 300, "CON", "甲部.", "a/b", "[甲]", "甲&部1", "甲\u202e部", "\u0007铃"]
)
def test_a_hostile_name_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    book = fake(tmp_path, 部门=departments(name, "乙部"), 督办台账=[item("1", name), item("2", "乙部")])
    report = send(book, options(), silent)
    folder = tmp_path / "下发" / "20260303-1"
    assert {path.parent for path in report.files[1:]} == {folder}
    assert sorted(folder.iterdir()) == sorted(report.files[1:])
    assert len(report.files) == 3
    assert [shown(path, "督办台账") for path in report.files[1:]] == [["1"], ["2"]]


def test_names_that_are_one_to_a_file_system_do_not_meet() -> None:
    same = ["a部", "A部", "甲/部", "甲:部", "乙部"]
    blank = [SentFile(name, "", "", (), {}, {}) for name in same]
    found = file_names(blank, "1")
    assert [found[name].name for name in found] == same
    assert len({name.casefold() for name in found}) == 5
    assert "乙部_1.xlsx" in found
    assert not {"a部_1.xlsx", "甲_部_1.xlsx"} & found.keys()


# what is in the way


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "下发").write_text("一个文件")
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部")])
    with pytest.raises(BookRefused, match="写不进去"):
        send(book, options(), silent)
    assert names(tmp_path) == ["下发"]
    assert not book.differs()
    assert rows_in(book, "批次") == []


class Busy(FakeBook):
    """A book that somebody has opened."""

    def commit(self, backup: Path | None) -> bool:  # noqa: ARG002 - it never comes to that
        raise BookBusy("打开着")


def test_an_open_master_leaves_nothing_behind(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部")])
    for _ in range(2):
        send(book, options(), silent)
    before = names(tmp_path)
    book.__class__ = Busy
    with pytest.raises(BookBusy):
        send(book, options(), silent)
    assert names(tmp_path) == before
    assert not (tmp_path / "归档" / "批次").is_dir() or archived(tmp_path) == {}
    book.__class__ = FakeBook
    assert send(book, options(), silent).figures["批次"] == "20260303-3"


def test_a_folder_that_can_not_be_named_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部")])

    def held(name: str, action: Callable[[], T]) -> T:
        if name == "show folder":
            raise PermissionError(13, "Permission denied")
        return action()

    with monkeypatch.context() as patch:
        patch.setattr(whole_folder, "operate", held)
        report = send(book, options(), silent)
    assert names(tmp_path) == ["下发/.~20260303-1.tmp/甲部_20260303-1.xlsx"]
    assert any("没能改名" in message and "20260303-1" in message for message in report.messages)
    again = send(book, options(), silent)
    assert names(tmp_path) == ["下发/20260303-1/甲部_20260303-1.xlsx", "下发/20260303-2/甲部_20260303-2.xlsx"]
    assert any("批次 20260303-1 的文件是全的" in message for message in again.messages)


# killed before and after each file operation


def master(path: Path) -> None:
    """A master with two batches of two departments, so that the next run moves rows into the archive."""
    given = {"部门": departments("甲部", "乙部"), "督办台账": [item("1", "甲部"), item("2", "乙部")]}
    rows = {name: [line(name, row) for row in lines] for name, lines in given.items()}
    write_master(path, rows, company="示范", year=2026)
    for _ in range(2):
        send(FileBook(path), options(), silent)


def send_until(path: str, ends_at: int, log: str) -> None:
    """In a child: send, but end without a word at the given point."""
    end_at(ends_at, Path(log), store, whole_folder)
    send(FileBook(Path(path)), options(), silent)


def run_child(path: Path, ends_at: int, log: Path) -> tuple[int | None, list[str]]:
    log.unlink(missing_ok=True)
    child = multiprocessing.get_context("fork").Process(target=send_until, args=(str(path), ends_at, str(log)))
    child.start()
    child.join(60)
    return child.exitcode, log.read_text().split("\n")[:-1]


def batch_ids(path: Path) -> set[str]:
    return {str(row["批次"]) for row in rows_in(FileBook(path), "批次")}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_point_no_file_is_unknown_and_no_row_is_lost(tmp_path: Path) -> None:
    home, log = tmp_path / "先", tmp_path / "log.txt"
    home.mkdir()
    master(home / "督办总台账.xlsx")
    start = tmp_path / "起点"
    shutil.copytree(home, start)
    every = {tuple(map(str, row.values())) for row in rows_in(FileBook(start / "督办总台账.xlsx"), "批次")}
    code, points = run_child(home / "督办总台账.xlsx", 10_000, log)
    assert code == 0
    for wanted in ("before write file", "after show file", "before replace", "after replace", "before show folder", "after show folder"):
        assert wanted in points
    outcomes = set()
    # what lies after one operation is what lies before the next
    for ends_at in [place for place, name in enumerate(points) if name.startswith("before") or place == len(points) - 1]:
        folder = tmp_path / str(ends_at)
        shutil.copytree(start, folder)
        path = folder / "督办总台账.xlsx"
        code, lines = run_child(path, ends_at, log)
        point = lines[-1]
        assert (code, len(lines)) == (-signal.SIGKILL, ends_at + 1)
        known, seen = batch_ids(path), {p.name for p in (folder / "下发").iterdir() if not p.name.startswith(".")}
        assert seen <= known | {"20260303-1"}, point  # nobody sees a file that the master does not know
        outcomes.add((frozenset(known), frozenset(seen)))
        report = send(FileBook(path), options(), silent)
        after = {p.name for p in (folder / "下发").iterdir()}
        assert batch_ids(path) <= after, point  # no row without its file
        assert ("的文件是全的" in "".join(report.messages)) is ("20260303-3" in known and "20260303-3" not in seen), point
        assert not list(folder.rglob(".~*")), point
        for batch in after - {"20260303-1", "20260303-2"}:
            assert names(folder / "下发" / batch) == [f"乙部_{batch}.xlsx", f"甲部_{batch}.xlsx"], point
        rows = {tuple(map(str, row.values())) for row in rows_in(FileBook(path), "批次")}
        kept_rows = {tuple("None" if c == "" else c for c in row) for lines in archived(folder).values() for row in lines}
        assert every <= rows | kept_rows, point
    assert len(outcomes) == 3  # before the master, after it without the name, done


# as the clerk runs it


@pytest.fixture
def home(tmp_path: Path) -> Path:
    rows = {
        "部门": [line("部门", row) for row in departments("甲部", "乙部")],
        "督办台账": [line("督办台账", item("1", "甲部"))],
    }
    write_master(tmp_path / "督办总台账.xlsm", rows, company="示范", year=2026)
    return tmp_path


def test_the_command_says_where_the_files_are(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["send", str(home), "--as-of", "2026-03-03", "--json"])
    summary = json.loads(capsys.readouterr().out)
    assert status == summary["status"] == 0
    figures = summary["figures"]
    assert (figures["基准日"], figures["部门"], figures["新反馈"], figures["改动"]) == ("2026-03-03", ["甲部"], 1, True)
    assert [Path(path).name for path in summary["files"]] == ["督办总台账.xlsm", f"甲部_{figures['批次']}.xlsx"]
    assert all(Path(path).is_file() for path in summary["files"])
    assert figures["可填格子"] == len(FileBook(home / "督办总台账.xlsm").read(["批次"])["批次"].rows) == 5 + 9


@pytest.mark.parametrize(("words", "said"), [(["--dept", "丙"], "现有部门：甲部、乙部"), (["--to", "谁"], "可选：部门")])
def test_a_wrong_call_writes_nothing(home: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    before = (home / "督办总台账.xlsm").read_bytes()
    assert run(["send", str(home), *words]) == 2
    assert said in capsys.readouterr().err
    assert names(home) == ["督办总台账.xlsm"]
    assert (home / "督办总台账.xlsm").read_bytes() == before


def test_an_empty_workbook_has_nothing_to_send(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "空"), "--quiet"]) == 0
    before = (tmp_path / "空" / "督办总台账.xlsm").read_bytes()
    assert run(["send", str(tmp_path / "空")]) == 0
    assert "没有要下发的" in capsys.readouterr().out
    assert (tmp_path / "空" / "督办总台账.xlsm").read_bytes() == before


def test_start_up_loads_nothing_heavy_even_while_it_works(home: Path) -> None:
    ask = (
        "import sys; from macros.__main__ import run; run(['send', sys.argv[1], '--quiet']);"
        "print([n for n in ('pandas', 'numpy', 'xlwings', 'openpyxl') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", ask, str(home)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
