"""Looking back in real files: which copy in 归档 is taken, what is told, what is marked, and the copies that refreshes leave."""

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import published

from addin import store
from addin.book import Book
from addin.closed.file_book import FileBook
from macros import refresh as refreshing
from macros.close import close
from macros.document import document
from macros.refresh import refresh
from macros.steps import past, session
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from macros.whatif import whatif
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row, Value
from workbook_templates.tables.logs import Operation

ITEM: dict[str, Value] = {
    "编号": "A",
    "事项": "甲",
    "来源": "其他",
    "类别": "日常",
    "级别": "部门级",
    "主责部门": "发展部",
    "责任人": "张三",
    "下达日期": dt.date(2026, 1, 5),
    "办理时限": dt.date(2026, 3, 31),
    "状态": "办理",
    "完成度": 0.2,
}
DEPARTMENT: dict[str, Value] = {"部门": "发展部", "类型": "业务职能", "负责人": "张三", "联系人": "张三"}
PERSON: dict[str, Value] = {"工号": "1", "姓名": "张三", "部门": "发展部", "角色": "部门负责人"}
NAME = "督办总台账"


def rows_of(table: str, *rows: dict[str, Value]) -> list[Row]:
    return [tuple(row.get(header) for header in TABLES[table].headers) for row in rows]


def on(day: str, **more: Any) -> Options:
    """A run on that day of 2026, judged on it."""
    date = dt.date.fromisoformat(f"2026-{day}")
    return Options(dt.datetime.combine(date, dt.time(9)), "测试员", date, more)


def looking(back: str, now: str, **more: Any) -> Options:
    """A run on `now`, judged on `back`."""
    return Options(on(now).now, "测试员", dt.date.fromisoformat(f"2026-{back}"), more)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Refreshed on 31 March, 15 and 30 April and 20 May, with more done, and another level, each time."""
    home = tmp_path_factory.mktemp("年") / "台账"
    rows = {"督办台账": rows_of("督办台账", ITEM), "部门": rows_of("部门", DEPARTMENT), "人员": rows_of("人员", PERSON)}
    book = create(home, rows, "测试公司", on("03-01"), silent)
    for day, share, level in (("03-31", 0.5, "部门级"), ("04-15", 0.7, "部门级"), ("04-30", 0.85, "部门级"), ("05-20", 0.95, "公司级")):
        write(book, 完成度=share, 级别=level)
        refresh(FileBook(book), on(day), silent)
    return home


@pytest.fixture
def book(year: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(year, tmp_path / "台账")) / f"{NAME}.xlsm"


def write(path: Path, **cells: Value) -> None:
    target = FileBook(path)
    target.update("督办台账", {(0, header): value for header, value in cells.items()})
    assert target.commit(None)


def copy_of(path: Path, month: str) -> Path:
    return path.parent / "归档" / f"{NAME}_2026-{month}.xlsm"


def light(path: Path) -> tuple[Any, ...]:
    (row,) = published.sheet_rows(path)["亮灯"]
    return row["完成度"], row["级别"], row["灯"], row["待确认"]


def checks(path: Path) -> list[tuple[Any, ...]]:
    return [(row["表"], row["值"]) for row in published.sheet_rows(path)["数据检查"] if "现值" in str(row["问题"])]


def seen(path: Path, back: str, now: str = "05-20") -> tuple[Report, tuple[Any, ...]]:
    report = refresh(FileBook(path), looking(back, now), silent)
    return report, light(path)


def test_the_last_refresh_of_each_month_leaves_its_copy(book: Path) -> None:
    assert sorted(path.name for path in (book.parent / "归档").glob("*.xlsm")) == [
        f"{NAME}_2026-{month}.xlsm" for month in ("03", "04", "05")
    ]
    assert past.refreshed_day(copy_of(book, "04")) == dt.date(2026, 4, 30)


@pytest.mark.parametrize(
    ("back", "shown", "copy", "copy_day"),
    [
        pytest.param("05-19", (0.85, "部门级", "绿灯", "是"), "04", "2026-04-30", id="the day before the last refresh"),
        pytest.param("05-01", (0.85, "部门级", "绿灯", "是"), "04", "2026-04-30", id="the day after a copy"),
        pytest.param("04-30", (0.85, "部门级", "绿灯", "是"), "04", "2026-04-30", id="the day of a copy"),
        pytest.param(
            "04-29", (0.5, "部门级", "红灯", "是"), "03", "2026-03-31", id="the day before a copy: the copy of the month is too new"
        ),
        pytest.param("03-31", (0.5, "部门级", "红灯", "是"), "03", "2026-03-31", id="the first copy"),
        pytest.param("03-30", (0.95, "公司级", None, "是、现值"), "", None, id="before the first copy"),
    ],
)
def test_the_nearest_copy(book: Path, back: str, shown: tuple[Any, ...], copy: str, copy_day: str | None) -> None:
    report, row = seen(book, back)
    assert row == shown
    assert report.figures["留存"] == (copy_of(book, copy).name if copy else "")
    assert report.figures["留存日"] == copy_day
    said = "\n".join(report.messages)
    if copy:
        assert f"取自 {copy_day} 的留存“归档/{copy_of(book, copy).name}”" in said
        assert (report.figures["现值"], checks(book)) == ({}, [])
    else:
        assert "“归档”里没有那天或以前的留存" in said
        assert "结果表里标“现值”的 1 行" in said
        assert report.figures["现值"] == {"部门": 1, "人员": 1, "督办台账": 1}
        assert checks(book) == [("部门", "1 行"), ("人员", "1 行"), ("督办台账", "1 行")]
        assert report.status is Status.DONE_WITH_ENTRIES


def test_looking_back_twice_changes_nothing_and_the_ledger_not_at_all(book: Path) -> None:
    before = published.sheet_rows(book)["督办台账"]
    seen(book, "04-30")
    once = book.read_bytes()
    assert seen(book, "04-30")[0].figures["改动"] is False
    assert book.read_bytes() == once
    assert published.sheet_rows(book)["督办台账"] == before
    back = refresh(FileBook(book), on("05-20"), silent)
    assert light(book)[:2] == (0.95, "公司级")
    assert "留存" not in back.figures


def test_points_carry_the_mark_too(book: Path) -> None:
    for path in (book.parent / "归档").glob("*.xlsm"):
        path.unlink()
    seen(book, "04-30")
    notes = [(row["表"], row["说明"]) for row in published.sheet_rows(book)["得失分"] if row["表"] == "督办台账" and row["维度"] == "亮灯"]
    assert notes
    assert [note for _, note in notes if not str(note).endswith("现值")] == []


def test_the_first_computation_of_a_day_is_no_look_back(book: Path) -> None:
    """However late: what was entered for it is what counts, and running it again changes nothing."""
    write(book, 完成度=1.0)
    for _ in range(2):
        report = refresh(FileBook(book), looking("05-31", "06-15"), silent)
        assert "留存" not in report.figures
        assert light(book)[0] == 1.0
    assert report.figures["改动"] is False


def test_a_normal_refresh_opens_no_copy(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("looked into 归档")

    monkeypatch.setattr(past, "nearest_copy", refuse)
    monkeypatch.setattr(past, "refreshed_day", refuse)
    assert refresh(FileBook(book), on("05-21"), silent).figures["改动"] is True


@pytest.mark.parametrize("back", ["04-30", "05-20"])
def test_a_refresh_reads_the_log_once(book: Path, back: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it looks back or not. What the file itself looks at again before it is written does not count."""
    asked: list[Path] = []
    logged = session.logged

    def noted(asked_of: Book) -> tuple[Operation, ...]:
        asked.append(asked_of.path)
        return logged(asked_of)

    monkeypatch.setattr(session, "logged", noted)
    refresh(FileBook(book), looking(back, "05-20"), silent)
    assert asked == [book]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 half a file", b"<html>"])
def test_a_damaged_copy_is_told_and_the_next_older_one_taken(book: Path, data: bytes) -> None:
    copy_of(book, "04").write_bytes(data)
    report, row = seen(book, "05-10")
    assert row[0] == 0.5
    assert f"归档里的{copy_of(book, '04').name}读不了" in "\n".join(report.messages)
    assert report.figures["留存"] == copy_of(book, "03").name


def test_a_folder_with_a_copys_name_and_names_of_others_are_passed_by(book: Path) -> None:
    archive = book.parent / "归档"
    copy_of(book, "04").unlink()
    copy_of(book, "04").mkdir()
    for name in (f"{NAME}_2026-13.xlsm", f"{NAME}_定稿_2026Q1_20261399-000000.xlsm", f"{NAME} - 副本.xlsm", "别的_2026-04.xlsm"):
        shutil.copy(copy_of(book, "05"), archive / name)
    assert seen(book, "05-10")[1][0] == 0.5


def test_a_frozen_copy_is_a_copy_by_its_closing_time(book: Path) -> None:
    write(book, 完成度=0.77)
    report = close(
        FileBook(book), Options(dt.datetime(2026, 5, 10, 9), "测试员", dt.date(2026, 5, 10), {"period": "2026Q1", "anyway": True}), silent
    )
    assert report.status is not Status.NOT_DONE
    write(book, 完成度=0.95)
    assert seen(book, "05-10")[1][0] == 0.77
    assert seen(book, "05-09")[1][0] == 0.85


def test_a_row_that_came_since_is_marked_and_one_that_went_is_told(book: Path) -> None:
    write(book, 编号="B")
    report, row = seen(book, "04-30")
    assert row == (0.95, "公司级", "绿灯", "是、现值")
    said = "\n".join(report.messages)
    assert "留存里有、现在没有的 1 行没有计入（删去了，或改了编号）：督办台账 A。" in said
    assert "现值：督办台账 1 行" in said


def test_papers_trials_and_closings_look_back_too(book: Path) -> None:
    paper = document(FileBook(book), looking("04-30", "05-20", kind="督办通报", period="2026-04"), silent)
    assert paper.figures["留存"] == copy_of(book, "04").name
    trial = whatif(FileBook(book), looking("04-30", "05-20", settings=("绿灯下限=90",)), silent)
    assert any(copy_of(book, "04").name in message for message in trial.messages)
    assert [row["编号"] for row in trial.figures["事项的灯"]] == ["A"]
    closed = close(FileBook(book), looking("04-30", "05-20", period="2026-04", anyway=True), silent)
    assert closed.figures["留存"] == copy_of(book, "04").name
    rows = published.sheet_rows(book)["历史成绩"]
    assert [row["得分"] for row in rows if row["对象类型"] == "部门" and row["维度"] == "亮灯"] == [85]


# an open workbook


class Open(FileBook):
    """As an open workbook is: what is committed is not in the file before the user saves."""

    in_file = False

    def commit(self, backup: Path | None) -> bool:
        saved = self.path.read_bytes()
        changed = super().commit(backup)
        self.path.write_bytes(saved)
        return changed


def clicked(path: Path, day: str) -> Report:
    return refresh(Open(path), on(day), silent)


def saved_on(path: Path, day: str) -> None:
    stamp = on(day).now.timestamp()
    os.utime(path, (stamp, stamp))


def test_a_button_keeps_the_saved_file_as_the_copy_of_its_month(book: Path) -> None:
    copy_of(book, "05").unlink()
    saved_on(book, "05-20")
    clicked(book, "05-20")
    assert not copy_of(book, "05").exists()  # the first click of a day only: this one is the same day's
    clicked(book, "06-02")
    assert copy_of(book, "05").read_bytes() == book.read_bytes()
    assert past.refreshed_day(copy_of(book, "05")) == dt.date(2026, 5, 20)
    assert not copy_of(book, "06").exists()


def test_a_file_saved_in_a_later_month_than_its_refresh_is_no_copy_of_either(book: Path) -> None:
    """It holds what was typed since."""
    before = copy_of(book, "05").read_bytes()
    saved_on(book, "06-01")
    clicked(book, "06-02")
    assert (copy_of(book, "05").read_bytes(), copy_of(book, "06").exists()) == (before, False)


def test_a_copy_that_cannot_be_written_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved_on(book, "05-20")

    def full(*_: object) -> None:
        raise OSError(28, "磁盘满")

    monkeypatch.setattr(store, "copy_backup", full)
    reading = session.read(Open(book), on("06-02"), silent)
    assert refreshing.keep_saved(Open(book), reading, dt.date(2026, 5, 20)) == [
        f"工作簿已写好，但留存“归档/{NAME}_2026-05.xlsm”没有写成（磁盘满）。请自己复制一份。"
    ]
