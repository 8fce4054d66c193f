"""duban draw: what is drawn is logged, told and put on a slip of paper; what can't be drawn is said and changes nothing."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import tools
from support.fake_book import FakeBook, master_in
from support.make import day

from addin.closed.file_book import FileBook
from addin.whole_folder import WriteFailed
from macros import draw as action
from macros.__main__ import run
from macros.steps import run_log
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.tables.grid import Value

AS_OF = "6-30"
NOON = dt.datetime(2026, 6, 30, 12, 0, 5, 99)
Cells = dict[str, Value]


def row(number: str | None, **cells: Value) -> Cells:
    common: Cells = {"部门": "发展部", "岗位": "专责", "风险点": "印章管理", "频率": 1.0, "主观性": 2.0, "危害": 3.0, "抽查责任人": "张三"}
    return {"风险编号": number, **common, **cells}


def book_in(folder: Path, *points: Cells, checks: list[Cells] | None = None) -> FakeBook:
    return master_in(folder, {"风险点": points, "抽查记录": checks or []})


def act(book: FakeBook, n: int | None, seed: int | None = None, now: dt.datetime = NOON) -> Report:
    return action.draw(book, Options(now, "王芳", day(AS_OF), {"n": n, "seed": seed}), silent)


def logged(book: FakeBook) -> list[tuple[Value, ...]]:
    return [tuple(cells) for cells in book.read(["操作日志"])["操作日志"].rows]


def slip(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in cells] for cells in openpyxl.load_workbook(path).worksheets[0].iter_rows()]


def test_a_draw_is_logged_told_and_on_paper(tmp_path: Path) -> None:
    overdue = row("F2", 抽查间隔天数=60.0, 风险点="=1+1")
    book = book_in(tmp_path, row("F1"), overdue, row("F3", 频率=None))
    report = act(book, 2)
    path = tmp_path / "输出" / "抽查单" / "2026-06" / "抽查单_2026-06-30_20260630120005.xlsx"
    assert report.status is Status.DONE_WITH_ENTRIES
    assert report.figures == {
        "基准日": "2026-06-30", "种子": 20260630120005, "可抽": 2, "逾期": 1, "抽出": ["F2", "F1"], "权重": ["1080", "1080"],
        "不能抽": ["F3"], "覆盖": {"发展部": [0, 3]}, "文件": str(path), "改动": True,
    }  # fmt: skip
    assert report.files == (book.path, path)
    assert report.messages == (
        "从 2 个风险点里抽出 2 个（逾期 1 个，优先抽），种子 20260630120005，基准日 2026-06-30。",
        "1. F2 发展部 =1+1（低）：逾期 120 天优先，权重 6×180＝1080",
        "2. F1 发展部 印章管理（低）：权重 6×180＝1080",
        "不能抽的：F3（没有频率，算不出风险值）。请在“风险点”表里补上。",
        "本年查过 0 个风险点，覆盖率 0.0%（0/3）；一个也没有查过的：发展部。各部门、各层级见抽查单第二页。",
        "抽查单在“输出/抽查单/2026-06/抽查单_2026-06-30_20260630120005.xlsx”，可以打印签字；种子和名单已记入“操作日志”。",
    )
    note = "基准日 2026-06-30，2 个里抽 2 个（逾期 1 个）：F2、F1"
    assert logged(book) == [(dt.datetime(2026, 6, 30, 12, 0, 5), "抽取", "王芳", "种子 20260630120005", None, None, note)]
    cells = slip(path)
    assert cells[0][0] == "风险点抽查单"
    facts = {line[a]: line[b] for line in cells[2:5] for a, b in ((0, 2), (5, 8))}
    assert facts == {
        "随机种子": "20260630120005（取自抽取时间）", "抽取时间": "2026-06-30 12:00:05", "可抽的风险点": "2 个，其中逾期 1 个",
        "抽取人": "王芳", "抽出": "2 个", "不能抽的": "1 个",
    }  # fmt: skip
    assert ["".join(str(header).split()) for header in cells[6]] == [
        "序号", "风险编号", "部门", "岗位", "风险点", "风险值", "等级", "上次抽查", "逾期天数", "抽中依据", "抽查责任人", "签字",
    ]  # fmt: skip
    assert cells[7] == [1, "F2", "发展部", "专责", "=1+1", 6, "低", "没有查过", 120, "逾期优先\n权重 1080", "张三", None]
    assert cells[8] == [2, "F1", "发展部", "专责", "印章管理", 6, "低", "没有查过", None, "权重 1080", "张三", None]
    second = openpyxl.load_workbook(path).worksheets[1]
    pages = [[cell.value for cell in line] for line in second.iter_rows(min_row=3, max_row=5)]
    assert pages[0] == ["部门", "风险点", "本年查过", "覆盖率", "定向", "牵头", "日常", "抽查次数", "最近抽查", "本次抽出"]
    assert pages[1] == ["发展部", 3, 0, 0, "—", "—", "—", 0, "没有查过", 2]
    assert pages[2] == ["全公司", *pages[1][1:]]
    assert openpyxl.load_workbook(path).worksheets[0]["E8"].data_type == "s"
    assert "duban draw 督办总台账.xlsm -n 2 --seed 20260630120005 --as-of 2026-06-30" in str(cells)


def test_the_same_seed_gives_the_same_list_and_a_second_slip(tmp_path: Path) -> None:
    points = [row(f"F{place}") for place in range(9)]
    book = book_in(tmp_path, *points)
    first = act(book, 3, 7)
    again = act(book, 3, 7, NOON + dt.timedelta(days=1))
    assert again.figures["抽出"] == first.figures["抽出"]
    assert act(book_in(tmp_path, *reversed(points)), 3, 7).figures["抽出"] == first.figures["抽出"]
    assert sorted(path.name for path in (tmp_path / "输出").rglob("*.xlsx")) == [
        "抽查单_2026-06-30_7.xlsx", "抽查单_2026-06-30_7_2.xlsx", "抽查单_2026-06-30_7_3.xlsx",
    ]  # fmt: skip
    assert len(logged(book)) == 2
    assert "7（抽取人指定）" in str(slip(tmp_path / "输出" / "抽查单" / "2026-06" / "抽查单_2026-06-30_7.xlsx"))
    assert first.status is Status.DONE


def test_the_same_moment_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        act(book_in(tmp_path / name, row("F1"), row("F2")), 1)
    assert len({path.read_bytes() for path in tmp_path.rglob("*.xlsx")}) == 1


def test_more_than_there_are(tmp_path: Path) -> None:
    report = act(book_in(tmp_path, *(row(f"F{place:02}") for place in range(25))), 99, 1)
    assert sorted(report.figures["抽出"]) == [f"F{place:02}" for place in range(25)]
    assert "要抽 99 个，能抽的只有 25 个，全部抽出。" in report.messages
    assert sum(line[0].isdigit() for line in report.messages) == 20
    assert "等 25 个，其余见抽查单。" in report.messages


@pytest.mark.parametrize(
    ("name", "points", "n", "seed", "error", "said"),
    [
        ("none", [row("F1")], 0, None, UsageError, "没有写抽几个，或不是正数"),
        ("fewer than none", [row("F1")], -3, None, UsageError, "没有写抽几个，或不是正数"),
        ("not said", [row("F1")], None, None, UsageError, "请写明 -n，如 5"),
        ("a seed that no cell holds", [row("F1")], 1, 10**18, UsageError, "种子太长"),
        ("no points", [], 1, None, BookRefused, "“风险点”表里没有能抽的，什么也没有改动。请先填“风险点”表。"),
        ("only points without a value", [row("F1", 危害=None)], 1, None, BookRefused, "F1（没有危害，算不出风险值）"),
    ],
)
def test_a_draw_that_cannot_be(
    name: str, points: list[Cells], n: int | None, seed: int | None, error: type[Exception], said: str, tmp_path: Path
) -> None:
    book = book_in(tmp_path, *points)
    with pytest.raises(error) as caught:
        act(book, n, seed)
    assert said in str(caught.value), name
    assert (logged(book), list(tmp_path.iterdir())) == ([], [])


def test_a_draw_that_could_not_be_logged_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_in(tmp_path, row("F1"))

    def busy(*_: object) -> bool:
        raise BookRefused("写不进去")

    monkeypatch.setattr(book, "commit", busy)
    with pytest.raises(BookRefused, match="写不进去"):
        act(book, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_slip_that_could_not_be_written_is_in_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise WriteFailed("磁盘已满")

    monkeypatch.setattr(action, "put_file", full)
    book = book_in(tmp_path, row("F1"))
    report = act(book, 1, 7)
    assert report.status is Status.DONE_WITH_ENTRIES
    assert (report.files, report.figures["文件"]) == ((book.path,), "")
    assert "再用同一个种子打一份：duban draw 督办总台账.xlsm -n 1 --seed 7 --as-of 2026-06-30" in report.messages[-1]
    assert len(logged(book)) == 1


def test_many_numbers_take_several_rows_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_log, "ROOM", 2)
    book = book_in(tmp_path, *(row(f"F{place}") for place in range(5)))
    act(book, 5, 1)
    listed = [str(cells[-1]).split("：")[1].split("、") for cells in logged(book)]
    assert [len(part) for part in listed] == [2, 2, 1]


def test_on_a_real_file(sample_company: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fresh point in a real workbook: the draw is in its log, with a backup, and the command says the same."""
    home = sample_company(tmp_path / "示范")
    backups = len(list((home / "归档" / "备份").glob("*")))
    path = home / "督办总台账.xlsm"
    book = FileBook(path)
    fresh = row("新-1", 更新日期=dt.date(2026, 1, 1))
    book.append("风险点", list(fresh), [list(fresh.values())])
    book.commit(None)
    capsys.readouterr()
    assert run(["draw", str(home), "-n", "3", "--seed", "5"]) in (Status.DONE, Status.DONE_WITH_ENTRIES)
    assert "种子 5" in capsys.readouterr().out
    last = FileBook(path).read(["操作日志"])["操作日志"].rows[-1]
    assert (last[1], last[3]) == ("抽取", "种子 5")
    assert len(list((home / "归档" / "备份").iterdir())) > backups
    assert (home / "输出" / "抽查单" / "2026-12" / "抽查单_2026-12-31_5.xlsx").exists()
    assert tools.repair_errors(path) == []


@tools.needs_sdk
def test_the_slip_is_a_valid_workbook(tmp_path: Path) -> None:
    act(book_in(tmp_path, *(row(f"F{place}", 岗位="岗" * 40) for place in range(40))), 40, 1)
    (path,) = (tmp_path / "输出").rglob("*.xlsx")
    assert (tools.sdk_errors(path), tools.repair_errors(path)) == ([], [])


@tools.needs_office
def test_the_slip_prints_on_a_page_with_seed_and_signatures_and_the_coverage_on_another(tmp_path: Path) -> None:
    act(book_in(tmp_path, *(row(f"F{place}") for place in range(10))), 10, 1)
    (path,) = (tmp_path / "输出").rglob("*.xlsx")
    text = "".join(letter for letter in tools.pdf_text(path) if letter != " ")
    assert text.count("\f") == 2  # the slip, and how much of each department was checked
    for words in ("风险点抽查单", "种子1", "第1页/共2页", "抽取人（签字）", "监督人（签字）"):
        assert words in text
