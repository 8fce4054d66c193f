"""操作日志: each kind of row is written into a real master, comes back as it was, and says what is read from it."""

import datetime as dt
from pathlib import Path

import pytest

from addin.closed.file_book import FileBook
from macros.steps import run_log, session
from macros.steps.master_file import create
from macros.steps.report import Options, silent
from macros.steps.run_log import LoggedLine, Note
from workbook_templates.tables.logs import Operation

NOW = dt.datetime(2026, 7, 2, 9, 30)
OPTIONS = Options(NOW, "测试员")
DAY = dt.date(2026, 6, 30)
FILE = "督办总台账.xlsm"
MANY = [f"2026-{number:04d}" for number in range(1, 2 * run_log.ROOM + 2)]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create(tmp_path_factory.mktemp("家"), {}, "", OPTIONS, silent)


def operation(name: str, note: str, subject: str = FILE) -> Operation:
    return Operation(NOW, name, "测试员", subject, "", "", note)


def read_back(master: Path, tmp_path: Path, *rows: LoggedLine | Note) -> tuple[Operation, ...]:
    """The rows as an action leaves them, read from the file."""
    path = tmp_path / FILE
    path.write_bytes(master.read_bytes())
    book = FileBook(path)
    for row in rows:
        line = row if isinstance(row, LoggedLine) else LoggedLine(row[0], FILE, row[1])
        session.log(book, OPTIONS, *line)
    book.commit(None)
    return tuple(row._replace(at=row.at._replace(row=0)) for row in session.logged(FileBook(path)))


KINDS: list[tuple[LoggedLine | Note, str, str, str]] = [
    (run_log.refreshed(DAY, 3), "刷新", FILE, "基准日 2026-06-30，数据检查 3 条"),
    (run_log.numbered(["2026-0007", "2026-0008"], "2 个新事项")[0], "编号", "2 个新事项", "2026-0007、2026-0008"),
    (run_log.excused(["1/2026-03-10", "1/2026-03-17"])[0], "免报", "2 次反馈", "1/2026-03-10、1/2026-03-17"),
    (run_log.listed(DAY, 12, 9), "提醒", FILE, "基准日 2026-06-30，提醒 12 条，9 人"),
    (run_log.sent_by_hand(12, 9), "登记已发", FILE, "12 条，9 人"),
    (run_log.started(2027, FILE), "新建", "2027年度", "由 督办总台账.xlsm 结转"),
    (run_log.closed("2026Q2", 40, 0), "定稿", FILE, "2026Q2 定稿，40 行成绩"),
    (run_log.closed("2026Q2", 40, 2), "定稿", FILE, "2026Q2 定稿，40 行成绩，2 条未确认"),
    (run_log.reopened("2026Q2"), "重开", FILE, "2026Q2 重开"),
    (run_log.drawn(7, DAY, 9, 1, ["F-3", "F-1"])[0], "抽取", "种子 7", "基准日 2026-06-30，9 个里抽 2 个（逾期 1 个）：F-3、F-1"),
    (run_log.published("公布本.xlsx", b"1"), "公布", "公布本.xlsx", "1 字节，校验 6b86b273ff34"),
    (run_log.went_back(FILE, "20260701-093000", ""), "撤回", FILE, "退回到 20260701-093000 的备份"),
    (run_log.went_back(FILE, "20260701-093000", "刷新"), "撤回", FILE, "退回到 20260701-093000 的备份；撤回：刷新"),
]


@pytest.mark.parametrize(("row", "name", "subject", "note"), KINDS, ids=[f"{kind[1]}-{kind[3]}" for kind in KINDS])
def test_a_row_comes_back(row: LoggedLine | Note, name: str, subject: str, note: str, master: Path, tmp_path: Path) -> None:
    (found,) = read_back(master, tmp_path, row)
    assert (found.time, found.operation, found.operator, found.subject, found.note) == (NOW, name, "测试员", subject, note)
    assert (found.before, found.after) == ("", "")


def test_the_day_of_a_refresh(master: Path, tmp_path: Path) -> None:
    rows = read_back(
        master, tmp_path, run_log.refreshed(DAY, 0), run_log.refreshed(dt.date(2026, 3, 31), 5), run_log.listed(dt.date(2026, 7, 1), 1, 1)
    )
    assert run_log.latest_day(rows, None) == DAY


def test_the_numbers_that_were_given(master: Path, tmp_path: Path) -> None:
    """More than a cell holds go into several rows; those of the year before count too."""
    lines = [*run_log.numbered(["2025-0001"], "上年 1 个编号"), *run_log.numbered(MANY, f"{len(MANY)} 个新事项")]
    assert [line.subject for line in lines] == ["上年 1 个编号", *["2001 个新事项"] * 3]
    assert run_log.numbers_given(read_back(master, tmp_path, *lines)) == ["2025-0001", *MANY]
    assert run_log.numbered([], "没有") == []


def test_every_number_of_a_draw(master: Path, tmp_path: Path) -> None:
    rows = read_back(master, tmp_path, *run_log.drawn(7, DAY, 3000, 0, MANY))
    assert "、".join(row.note.partition("：")[2] for row in rows) == "、".join(MANY)
    assert {row.note.partition("：")[0] for row in rows} == {"基准日 2026-06-30，3000 个里抽 2001 个（逾期 0 个）"}


def test_which_list_of_reminders_is_there(master: Path, tmp_path: Path) -> None:
    """A refresh writes 提醒清单 too: the last of both counts, whatever was logged besides."""
    listed, refreshed = run_log.listed(DAY, 12, 9), run_log.refreshed(dt.date(2026, 7, 1), 0)
    for rows, found in (
        ([listed, refreshed, run_log.sent_by_hand(1, 1)], ("刷新", "2026-07-01")),
        ([refreshed, listed], ("提醒", "2026-06-30")),
        ([run_log.sent_by_hand(1, 1)], None),
        ([listed, ("刷新", "数据检查 3 条")], None),
    ):
        assert run_log.list_written(read_back(master, tmp_path, *rows)) == found


def test_the_same_copy_is_known_again(master: Path, tmp_path: Path) -> None:
    rows = read_back(master, tmp_path, run_log.published("公布本.xlsx", b"1"))
    assert run_log.holds(rows, run_log.published("公布本.xlsx", b"1"))
    assert not run_log.holds(rows, run_log.published("公布本.xlsx", b"2"))
    assert not run_log.holds(rows, run_log.published("公布本_2.xlsx", b"1"))


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("基准日 2026-06-30，数据检查 3 条", DAY),
        ("基准日 2026-06-30", DAY),
        ("补记：基准日 2026-06-30，数据检查 3 条（夜里）", DAY),
        ("数据检查 3 条", None),
    ],
)
def test_rows_of_an_older_master_are_read(note: str, day: dt.date | None) -> None:
    """What an earlier version or a person has left of a note is enough, as long as the day is in it."""
    assert run_log.latest_day([operation("刷新", note)], None) == day
    assert run_log.list_written([operation("提醒", note)]) == (("提醒", "2026-06-30") if day else None)
