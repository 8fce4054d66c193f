"""duban close on real files: what it refuses, what it writes, and that what was published stays, whatever changes afterwards."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from support import published, tools
from support.digests import digest
from support.fake_book import FakeBook
from support.make import key_of

from addin import store
from addin.closed.file_book import FileBook
from macros.__main__ import run
from macros.attempt import on_file
from macros.close import close
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from macros.steps.results import OF_PERIOD
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import BY_KEY
from workbook_templates.tables.grid import Value

Cells = dict[str, Value]
T = TypeVar("T")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def on(text: str, period: str = "", *, clock: str = "09:30:07", **more: Any) -> Options:
    """A run on this day."""
    now = dt.datetime.fromisoformat(f"2026-{text} {clock}")
    return Options(now, "测试员", now.date(), {"period": period, **more})


def task(number: str, unit: str, due: str, **more: Value) -> Cells:
    common: Cells = {"来源": "其他", "类别": "日常", "级别": "部门级", "责任人": "张三", "状态": "办理", "下达日期": day("06-01")}
    common |= {"确认人": "李总", "确认日期": day("09-01")}
    return common | {"编号": number, "事项": f"事项{number}", "主责部门": unit, "办理时限": day(due), **more}


CONFIRMED: Cells = {"状态": "已确认", "确认日期": day("08-12")}
ROWS: dict[str, list[Cells]] = {
    "部门": [{"部门": name, "类型": "业务职能", "负责人": f"{name}负责", "分管领导": "李总"} for name in ("甲部", "乙部", "丙部")],
    "人员": [
        {"工号": "1", "姓名": "王总", "角色": "主要领导"},
        {"工号": "2", "姓名": "张三", "角色": "员工", "部门": "甲部"},
    ],
    "督办台账": [
        task("A", "甲部", "08-31", 完成度=0.9),
        task("B", "乙部", "08-31", 完成度=0.7),
        task("C", "丙部", "09-30", 完成度=0.5),
        task("D", "甲部", "11-30", 完成度=0.2),
    ],
    "加减分台账": [CONFIRMED | {"日期": day("08-10"), "部门": "乙部", "类型": "其他", "分值": -1.0, "事由": "迟报"}],
    "抽查记录": [{"抽查编号": "K1", "日期": day("08-05"), "抽查层级": "日常", "部门": "甲部", "结果": "合格"}],
    "指标": [
        {
            "指标编号": "P1",
            "层级": "个人",
            "指标": "差错",
            "期间": "2026Q3",
            "主责部室": "甲部",
            "责任人": "张三",
            "承办人": "张三",
            "计分方式": "扣分",
            "实际值": 3.0,
        }
    ],
    "考评打分": [
        {"期间": "2026Q3", "考评部门": "甲部", "考评项目": "配合", "被考评单位": unit, "满分": 10.0, "得分": score}
        for unit, score in (("乙部", 9.0), ("丙部", 8.0))
    ],
    "个人评分": [
        {"期间": "2026Q3", "工号": "2", "评分角色": role, "评分人": "甲", "工作能力": 80.0, "工作态度": 80.0, "工作质量": 80.0}
        for role in ("部门负责人", "分管领导")
    ],
}


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company's workbook, refreshed on 9 October for the third quarter."""
    home = tmp_path_factory.mktemp("定稿") / "公司"
    lines = {name: [[row.get(header) for header in TABLES[name].headers] for row in rows] for name, rows in ROWS.items()}
    path = create(home, lines, "某公司", on("10-09"), silent)
    target = FileBook(path)
    target.update("参数", {(place_of(path, "参数", 名称="考核期间"), "取值"): "2026Q3"})
    assert target.commit(None)
    assert refresh(FileBook(path), on("10-09", clock="09:00:00"), silent).figures["改动"] is True
    return path


@pytest.fixture
def book(master: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copy(master, tmp_path / master.name))


def place_of(path: Path, table: str, **found: Value) -> int:
    grid = FileBook(path).read([table])[table]
    (header, value), *_ = found.items()
    return next(place for place, row in enumerate(grid.rows) if row[grid.headers.index(header)] == value)


def change(path: Path, table: str, number: str, **cells: Value) -> None:
    target = FileBook(path)
    place = place_of(path, table, **{TABLES[table].headers[0]: number})
    target.update(table, {(place, header): value for header, value in cells.items()})
    assert target.commit(None)


def add(path: Path, table: str, **cells: Value) -> None:
    target = FileBook(path)
    target.append(table, TABLES[table].headers, [[cells.get(header) for header in TABLES[table].headers]])
    assert target.commit(None)


def shown(path: Path) -> dict[str, published.Rows]:
    """The sheets of the period."""
    rows = published.sheet_rows(path)
    return {name: rows[name] for name in OF_PERIOD}


def history(path: Path, period: str = "2026Q3") -> published.Rows:
    return [row for row in published.sheet_rows(path)["历史成绩"] if str(row["期间"]) == period]


def closed(path: Path, text: str = "10-09", period: str = "2026Q3", **more: Any) -> Report:
    return close(FileBook(path), on(text, period, **more), silent)


FROZEN = "督办总台账_定稿_2026Q3_20261009-093007.xlsm"


# what it writes


def test_closing_writes_history_a_frozen_copy_a_backup_and_the_log(book: Path) -> None:
    before, sheets = book.read_bytes(), shown(book)
    report = closed(book)
    assert report.status is Status.DONE
    assert report.messages == (
        "2026Q3 已定稿：3 个部门、2 人的成绩写入“历史成绩”，以后刷新不再改动。",
        f"定稿副本：归档/{FROZEN}。",
    )
    archive = book.parent / "归档"
    assert report.files == (book, archive / FROZEN)
    assert [path.name for path in archive.iterdir() if path.is_file()] == [FROZEN]
    assert (archive / "备份" / "督办总台账_20261009-093007.xlsm").read_bytes() == before
    assert shown(book) == sheets
    assert shown(archive / FROZEN) == sheets
    rows = history(book)
    assert {row["结账时间"] for row in rows} == {dt.datetime(2026, 10, 9, 9, 30, 7)}
    assert report.figures["行"] == len(rows)
    assert history(archive / FROZEN) == rows
    log = published.sheet_rows(book)["操作日志"][-1]
    assert (log["操作"], log["操作人"], log["说明"]) == ("定稿", "测试员", f"2026Q3 定稿,{len(rows)} 行成绩")  # tidy made it half-width


def test_the_rows_of_history_are_the_figures_of_the_sheets(book: Path) -> None:
    """Lights 90, 70, 50; none was handed in: 督办 0 for all; 甲部 (0 + 90) ÷ 2 with 100 of 抽查: (30 × 90 + 10 × 100) ÷ 70."""
    closed(book)
    rows = {(row["对象类型"], row["对象"], row["维度"]): row for row in history(book)}
    scores = {key: row["得分"] for key, row in rows.items()}
    assert scores == {
        ("公司", "公司", "督办"): 0,
        ("公司", "公司", "亮灯"): 70,
        ("公司", "公司", "抽查"): 100,
        ("部门", "甲部", "督办"): 0,
        ("部门", "甲部", "亮灯"): 90,
        ("部门", "甲部", "抽查"): 100,
        ("部门", "甲部", "综合"): 52.86,
        ("部门", "乙部", "督办"): 0,
        ("部门", "乙部", "亮灯"): 70,
        ("部门", "乙部", "加减分"): -1,
        ("部门", "乙部", "综合"): 34,
        ("部门", "丙部", "督办"): 0,
        ("部门", "丙部", "亮灯"): 50,
        ("部门", "丙部", "综合"): 25,
        ("个人", "1", "个人"): 37.29,  # (52.857… + 34 + 25) ÷ 3
        ("个人", "2", "个人"): 80,
        ("事项", "A", "亮灯"): 90,
        ("事项", "B", "亮灯"): 70,
        ("事项", "C", "亮灯"): 50,
    }
    assert [rows["部门", unit, "综合"]["排名"] for unit in ("甲部", "乙部", "丙部")] == [1, 2, 3]
    assert [rows["事项", number, "亮灯"]["灯"] for number in "ABC"] == ["绿灯", "黄灯", "红灯"]
    assert [rows["部门", "甲部", "亮灯"][colour] for colour in "绿黄红"] == [1, 0, 0]


def test_the_same_workbook_and_moment_give_the_same_bytes(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "别处" / book.name
    other.parent.mkdir()
    shutil.copy(book, other)
    closed(book)
    closed(other)
    assert digest(book) == digest(other)
    assert digest(book.parent / "归档" / FROZEN) == digest(other.parent / "归档" / FROZEN)


@tools.needs_sdk
def test_the_written_files_are_valid(book: Path) -> None:
    closed(book)
    refresh(FileBook(book), on("10-10"), silent)
    for path in (book, book.parent / "归档" / FROZEN):
        assert tools.sdk_errors(path) == []
        assert tools.repair_errors(path) == []


@tools.needs_office
def test_recalculation_changes_nothing(book: Path) -> None:
    closed(book)
    for path in (book, book.parent / "归档" / FROZEN):
        tools.assert_recalculation_changes_nothing(path)


# what was published stays


def meddle(path: Path) -> None:
    """Change what every figure of the quarter rests on."""
    change(path, "督办台账", "A", 完成度=0.1)
    change(path, "抽查记录", "K1", 结果="问题", 扣分=5.0)
    change(path, "部门", "乙部", 类型="后勤")
    change(path, "指标", "P1", 实际值=9.0)
    change(path, "人员", "2", 角色="部门负责人")
    target = FileBook(path)
    target.update("考评打分", {(0, "得分"): 1.0})
    target.update("个人评分", {(0, "工作能力"): 1.0})
    target.update("加减分台账", {(0, "分值"): -9.0})
    assert target.commit(None)


def test_a_refresh_shows_a_closed_period_as_it_was_published(book: Path) -> None:
    sheets = shown(book)
    closed(book)
    rows = history(book)
    meddle(book)
    refresh(FileBook(book), on("10-20"), silent)
    assert shown(book) == sheets
    assert history(book) == rows
    once = digest(book)
    assert refresh(FileBook(book), on("10-20"), silent).figures["改动"] is False
    assert digest(book) == once


def test_without_closing_the_same_changes_show(book: Path) -> None:
    """What the test before rests on: each of the sheets would have changed."""
    sheets = shown(book)
    meddle(book)
    refresh(FileBook(book), on("10-20"), silent)
    after = shown(book)
    assert [name for name in OF_PERIOD if after[name] == sheets[name]] == []


def test_without_the_frozen_copy_history_alone_is_shown_and_said(book: Path) -> None:
    sheets = shown(book)
    closed(book)
    (book.parent / "归档" / FROZEN).unlink()
    meddle(book)
    report = refresh(FileBook(book), on("10-20"), silent)
    assert f"2026Q3 已定稿，“{FROZEN}”不在“归档”里" in "".join(report.messages)
    after = shown(book)
    assert (after["抽查成绩"], after["差异化"], after["指标成绩"], after["得失分"]) == ([], [], [], [])
    lost = ("总排名", "办结率", "反馈及时率")
    assert [{k: v for k, v in row.items() if k not in lost} for row in after["部门成绩"]] == [
        {k: v for k, v in row.items() if k not in lost} for row in sheets["部门成绩"]
    ]
    kept = ("期间", "工号", "姓名", "部门", "角色", "得分", "等次", "排名")
    assert [[row[k] for k in kept] for row in after["个人成绩"]] == [[row[k] for k in kept] for row in sheets["个人成绩"]]


def test_a_damaged_frozen_copy_is_like_none(book: Path) -> None:
    closed(book)
    (book.parent / "归档" / FROZEN).write_bytes(b"PK\x03\x04 half a file")
    report = refresh(FileBook(book), on("10-20"), silent)
    assert "只能按“历史成绩”显示得分" in "".join(report.messages)


def test_the_next_period_is_not_disturbed(book: Path, tmp_path: Path) -> None:
    """The fourth quarter is the same whether the third was closed or not, but for a point that was confirmed too late for the third."""
    never = Path(shutil.copy(book, tmp_path / "没有定稿.xlsm"))
    closed(book)
    for path in (book, never):
        change(path, "参数", "考核期间", 取值="2026Q4")
        refresh(FileBook(path), on("10-20"), silent)
    assert shown(book) == shown(never)
    assert {row["期间"] for row in shown(book)["部门成绩"]} == {"2026Q4"}


def test_a_correction_counts_in_the_period_of_its_confirmation(book: Path) -> None:
    """2 points of September, confirmed on 12 October."""
    closed(book)
    add(book, "加减分台账", 日期=day("09-20"), 部门="丙部", 类型="其他", 分值=-2.0, 事由="补扣", 状态="已确认", 确认日期=day("10-12"))
    refresh(FileBook(book), on("10-20"), silent)
    assert [row["加减分"] for row in shown(book)["部门成绩"]] == [None, -1, None]
    change(book, "参数", "考核期间", 取值="2026Q4")
    refresh(FileBook(book), on("10-20"), silent)
    assert [row["加减分"] for row in shown(book)["部门成绩"]] == [None, None, -2]


def test_a_look_back_before_the_closing_shows_computed_figures(book: Path) -> None:
    """On 8 October the quarter was over and not yet closed; item A stands at 10 % by now, which has no date (现值)."""
    sheets = shown(book)
    closed(book)
    meddle(book)
    refresh(FileBook(book), on("10-20"), silent)
    back = Options(dt.datetime(2026, 10, 20, 9), "测试员", day("10-08"))
    refresh(FileBook(book), back, silent)
    assert [row["亮灯"] for row in shown(book)["部门成绩"]] == [10, 70, 50]
    refresh(FileBook(book), on("10-20"), silent)
    assert shown(book) == sheets


# what it refuses


@pytest.mark.parametrize(
    ("name", "text", "period", "said"),
    [
        ("the day before its end", "09-29", "2026Q3", "2026Q3 到 2026-09-30 才结束（基准日 2026-09-29），现在不能定稿，什么也没有改动。"),
        ("a year that runs", "10-09", "2026", "2026 到 2026-12-31 才结束"),
        ("no period", "10-09", "三季度", "“三季度”不是期间。请写如 2026-03（月）"),
        ("no such quarter", "10-09", "2026Q5", "“2026Q5”不是期间"),
    ],
)
def test_refused(name: str, text: str, period: str, said: str, book: Path) -> None:
    before = digest(book)
    with pytest.raises(UsageError) as refused:
        closed(book, text, period)
    assert said in str(refused.value), name
    assert digest(book) == before


@pytest.mark.parametrize("text", ["09-30", "10-01"])
def test_from_the_last_day_on_it_closes(text: str, book: Path) -> None:
    assert closed(book, text).status is Status.DONE


def test_a_closed_period_is_refused(book: Path) -> None:
    closed(book)
    before = digest(book)
    for text in ("10-09", "10-10"):
        with pytest.raises(UsageError, match=r"2026Q3 已经定稿，什么也没有改动。.*运行 duban close 督办总台账.xlsm 2026Q3 --reopen。"):
            closed(book, text, anyway=True)
    assert digest(book) == before


def test_a_look_back_does_not_close_a_second_time(book: Path) -> None:
    """On 5 October it was not closed; but it is."""
    closed(book)
    with pytest.raises(UsageError, match="已经定稿"):
        close(FileBook(book), Options(dt.datetime(2026, 10, 20, 9), "", day("10-05"), {"period": "2026Q3"}), silent)


STAGE: Cells = {"编号": "A", "阶段": "初稿", "阶段任务": "写", "完成时限": day("08-20"), "自评完成度": 0.9}
OWED: Cells = {"指标编号": "Z", "层级": "部门", "指标": "线损", "期间": "2026Q3", "主责部室": "乙部", "计分方式": "正向", "目标值": 5.0}
DISPUTE: Cells = {"日期": day("10-08"), "部门": "丙部", "意见": "时限太紧"}


@pytest.mark.parametrize(
    ("table", "row", "said", "marked"),
    [
        ("阶段目标", STAGE, "阶段目标第 4 行：A 初稿 已自评，还没有确认完成度", {("甲部", "亮灯"), ("甲部", "综合"), ("公司", "亮灯")}),
        ("指标", OWED, "指标第 5 行：指标 Z（线损）未报实际值", {("乙部", "综合")}),
        ("异议", DISPUTE, "异议第 4 行：丙部 2026-10-08 的异议还没有答复", {("丙部", "综合")}),
    ],
)
def test_what_is_not_settled_refuses_unless_told_to_go_on(
    table: str, row: Cells, said: str, marked: set[tuple[str, str]], book: Path
) -> None:
    add(book, table, **row)
    before = digest(book)
    report = closed(book)
    assert report.status is Status.NOT_DONE
    assert report.messages[0].startswith("2026Q3 还有 1 条没有了结，没有定稿，什么也没有改动。")
    assert [message.strip() for message in report.messages[1:]] == [said]
    assert digest(book) == before
    assert not (book.parent / "归档").exists()
    report = closed(book, anyway=True)
    assert report.status is Status.DONE_WITH_ENTRIES
    assert "1 条没有了结，有关成绩注明“未确认”。" in report.messages
    rows = [row for row in history(book) if row["等次"] == "未确认" and row["对象类型"] in ("公司", "部门")]
    assert {(row["对象"], row["维度"]) for row in rows} == marked
    assert published.sheet_rows(book)["操作日志"][-1]["说明"] == f"2026Q3 定稿,{report.figures['行']} 行成绩,1 条未确认"  # tidy


def test_many_obstacles_are_not_all_told(book: Path) -> None:
    for number in range(23):
        add(book, "异议", **DISPUTE, 编号=str(number))
    report = closed(book)
    assert len(report.messages) == 22
    assert report.messages[-1].strip() == "等共 23 条"
    assert len(report.figures["未了结"]) == 23


# reopening, and closing again


def test_a_reopened_period_is_computed_and_closed_again(book: Path) -> None:
    closed(book)
    first = history(book)
    report = closed(book, "10-12", reopen=True)
    assert report.status is Status.DONE
    assert "2026Q3 已重开：以后刷新照常重算这个期间" in report.messages[0]
    log = published.sheet_rows(book)["操作日志"][-1]
    assert (log["操作"], log["说明"]) == ("重开", "2026Q3 重开")
    assert history(book)[: len(first)] == first
    meddle(book)
    refresh(FileBook(book), on("10-14", clock="09:00:00"), silent)
    assert [row["亮灯"] for row in shown(book)["部门成绩"]] == [10, 70, 50]
    again = shown(book)
    closed(book, "10-14")
    change(book, "督办台账", "A", 完成度=1.0)
    refresh(FileBook(book), on("10-20"), silent)
    assert shown(book) == again
    assert history(book)[: len(first)] == first
    names = sorted(path.name for path in (book.parent / "归档").glob("*定稿*"))
    assert names == [FROZEN, "督办总台账_定稿_2026Q3_20261014-093007.xlsm"]


def test_between_the_two_closings_each_day_shows_its_own(book: Path) -> None:
    """On 11 October the first closing stands, on 12 October none, from 14 October the second."""
    sheets = shown(book)
    closed(book)
    closed(book, "10-12", reopen=True)
    meddle(book)
    closed(book, "10-14")
    found = {}
    for text in ("10-11", "10-13", "10-14"):
        refresh(FileBook(book), Options(dt.datetime(2026, 10, 30, 9), "", day(text)), silent)
        found[text] = shown(book)
    assert found["10-11"] == sheets
    assert [row["亮灯"] for row in found["10-13"]["部门成绩"]] == [10, 70, 50]
    assert found["10-14"] != sheets


@pytest.mark.parametrize("period", ["2026Q3", "2026Q2"])
def test_what_is_not_closed_is_not_reopened(period: str, book: Path) -> None:
    before = digest(book)
    with pytest.raises(UsageError, match=f"{period} 没有定稿，不用重开，什么也没有改动"):
        closed(book, period=period, reopen=True)
    assert digest(book) == before


def test_another_period_is_closed_beside(book: Path) -> None:
    closed(book)
    first = history(book)
    report = closed(book, "10-10", "2026-08")
    assert report.status is Status.DONE
    assert history(book) == first
    assert {row["对象"] for row in history(book, "2026-08") if row["对象类型"] == "事项"} == {"A", "B"}
    change(book, "参数", "考核期间", 取值="2026-08")
    refresh(FileBook(book), on("10-11"), silent)
    assert {row["期间"] for row in shown(book)["部门成绩"]} == {"2026-08"}
    change(book, "参数", "考核期间", 取值="2026Q3")
    refresh(FileBook(book), on("10-11"), silent)
    assert {row["期间"] for row in shown(book)["部门成绩"]} == {"2026Q3"}


# last places


def test_last_places_are_proposed_by_closing_alone(book: Path) -> None:
    change(book, "参数", "末位口径", 取值="综合")
    refresh(FileBook(book), on("10-09"), silent)

    def talks() -> list[tuple[object, ...]]:
        rows = published.sheet_rows(book)["问责记录"]
        told = [row for row in rows if "末位" in str(row["规则"])]
        return [(row["对象"], row["谈话人"], row["规则"], key_of(row["来源"]), row["状态"], row["决定意见"]) for row in told]

    assert talks() == []
    report = closed(book)
    assert "末位：丙部负责，约谈建议记入“问责记录”，等领导决定。" in report.messages
    expected = [("丙部负责", "李总", "R11 末位", "自动:R11:约谈:丙部:2026Q3", "拟", None)]
    assert talks() == expected
    refresh(FileBook(book), on("10-10"), silent)
    assert talks() == expected
    assert "R11 末位" in {row["规则"] for row in published.sheet_rows(book)["升级与问责"]}
    closed(book, "10-11", reopen=True)
    refresh(FileBook(book), on("10-11"), silent)
    assert talks() == [(*expected[0][:4], "失效", "2026Q3 已重开,重新定稿时再定")]
    assert any(message.startswith("末位：丙部负责") for message in closed(book, "10-12").messages)
    assert talks() == expected


# any period, in any order, without touching 参数


def closed_at_year_end(path: Path, period: str, **more: Any) -> Report:
    now = dt.datetime(2027, 1, 9, 9, 30)
    return close(FileBook(path), Options(now, "测试员", now.date(), {"period": period, "anyway": True, **more}), silent)


def test_a_year_closes_after_its_quarters_with_scores_and_the_others_in_any_order(book: Path) -> None:
    """A to C are due in the third quarter, D in the fourth; B and C stay overdue, so that the fourth has scores too. 考核期间 stays."""
    with pytest.raises(UsageError, match=r"2026 的成绩由各季度来，2026Q3、2026Q4 有得分还没有定稿，什么也没有改动。请先定稿：.*2026Q3"):
        closed_at_year_end(book, "2026")
    for period in ("2026H2", "2026-B5", "2026Q3", "2026-09"):
        assert closed_at_year_end(book, period).status in (Status.DONE, Status.DONE_WITH_ENTRIES), period
    with pytest.raises(UsageError, match="2026Q4 有得分还没有定稿"):
        closed_at_year_end(book, "2026")
    assert closed_at_year_end(book, "2026Q4").status in (Status.DONE, Status.DONE_WITH_ENTRIES)
    closed_at_year_end(book, "2026")
    rows = {(row["期间"], row["对象"], row["维度"]): row for row in published.sheet_rows(book)["历史成绩"]}
    quarters = [rows[period, "2", "个人"]["得分"] for period in ("2026Q3", "2026Q4")]
    assert (quarters, rows["2026", "2", "个人"]["得分"]) == ([80, None], 80)
    assert {row["取值"] for row in published.sheet_rows(book)["参数"] if row["名称"] == "考核期间"} == {"2026Q3"}
    with pytest.raises(UsageError, match="已经定稿"):
        closed_at_year_end(book, "2026")


def test_a_reopened_quarter_keeps_its_year_open(book: Path) -> None:
    for period in ("2026Q3", "2026Q4"):
        closed_at_year_end(book, period)
    closed_at_year_end(book, "2026Q3", reopen=True)
    with pytest.raises(UsageError, match="2026Q3 有得分还没有定稿"):
        closed_at_year_end(book, "2026")


def test_who_owes_an_indicator_is_ranked_once_the_period_is_closed(book: Path) -> None:
    add(book, "指标", **OWED)
    refresh(FileBook(book), on("10-09", clock="09:10:00"), silent)
    rows = {row["部门"]: (row["类型排名"], row["说明"]) for row in published.sheet_rows(book)["部门成绩"]}
    assert rows == {"甲部": (1, None), "乙部": (None, "指标 1 项未报"), "丙部": (2, None)}
    assert closed(book).status is Status.NOT_DONE
    assert closed(book, anyway=True).status is Status.DONE_WITH_ENTRIES
    kept = {row["对象"]: (row["排名"], row["等次"]) for row in history(book) if (row["对象类型"], row["维度"]) == ("部门", "综合")}
    assert kept == {"甲部": (1, None), "乙部": (2, "未确认"), "丙部": (3, None)}


# without a frozen copy


def test_a_frozen_copy_that_cannot_be_written_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = store.copy_backup

    def full(source: Path, target: Path) -> None:
        if "定稿" in target.name:
            raise OSError(28, "磁盘满了")
        copy(source, target)

    monkeypatch.setattr(store, "copy_backup", full)
    report = closed(book)
    assert report.status is Status.DONE
    assert f"定稿副本“归档/{FROZEN}”没有写成" in report.messages[-1]
    assert history(book)
    assert [path.name for path in (book.parent / "归档").iterdir()] == ["备份"]
    assert f"“{FROZEN}”不在“归档”里" in "".join(refresh(FileBook(book), on("10-10"), silent).messages)


def test_a_run_that_ends_before_the_copy_is_whole_is_told_later(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the copy has its name: 历史成绩 stands, and no half-made copy is taken for the published sheets."""

    class Killed(BaseException):
        pass

    def killed(name: str, action: Callable[[], T]) -> T:
        if name == "name frozen copy":
            raise Killed
        return action()

    with monkeypatch.context() as patch:
        patch.setattr(store, "operate", killed)
        with pytest.raises(Killed):
            closed(book)
    assert history(book)
    assert not (book.parent / "归档" / FROZEN).exists()
    report = refresh(FileBook(book), on("10-10"), silent)
    assert f"2026Q3 已定稿，“{FROZEN}”不在“归档”里" in "".join(report.messages)
    with pytest.raises(UsageError, match="已经定稿"):
        closed(book, "10-10")


@pytest.mark.parametrize(("step", "made_up"), [("name frozen copy", True), ("replace", False)])
def test_the_next_run_makes_up_for_a_closing_that_was_cut_off(
    step: str, made_up: bool, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the workbook was written the copy gets its name; before it there was no closing, and the copy goes."""

    class Killed(BaseException):
        pass

    def killed(name: str, action: Callable[[], T]) -> T:
        if name == step and (step != "replace" or (book.parent / "归档" / f"{Path(FROZEN).stem}_未完成.xlsm").exists()):
            raise Killed
        return action()

    sheets = shown(book)
    change(book, "参数", "末位口径", 取值="综合")
    with monkeypatch.context() as patch:
        patch.setattr(store, "operate", killed)
        with pytest.raises(Killed):
            closed(book)
    report = on_file(BY_KEY["refresh"], book, on("10-20"), silent)
    assert any("定稿副本已补上：归档/" + FROZEN in line for line in report.messages) is made_up
    assert sorted(path.name for path in (book.parent / "归档").glob("*定稿*")) == ([FROZEN] if made_up else [])
    assert not made_up or shown(book)["部门成绩"] == sheets["部门成绩"]


def test_a_clock_that_goes_back_closes_last_all_the_same(book: Path) -> None:
    """Closed, reopened and closed again, each earlier by the clock: the last closing holds, and every copy stays."""
    closed(book)
    for text, reopen in (("10-08", True), ("10-07", False)):
        closed(book, text, reopen=reopen)
    frozen = sorted(path.name for path in (book.parent / "归档").glob("*定稿*"))
    assert frozen == [FROZEN, FROZEN.replace("093007", "093009")]
    refresh(FileBook(book), on("10-20"), silent)
    assert not [line for line in refresh(FileBook(book), on("10-20"), silent).messages if "不在“归档”里" in line]


def test_an_old_copy_that_lacks_a_column_still_shows(book: Path) -> None:
    """As after an upgrade: the new column is blank."""
    sheets = shown(book)
    closed(book)
    frozen = book.parent / "归档" / FROZEN
    rename_header(frozen, "部门成绩", "反馈及时率")
    refresh(FileBook(book), on("10-20"), silent)
    assert shown(book)["部门成绩"] == [row | {"反馈及时率": None} for row in sheets["部门成绩"]]


def rename_header(path: Path, table: str, header: str) -> None:
    import openpyxl

    opened = published.opened(path)
    assert isinstance(opened, openpyxl.Workbook)
    cells = {str(cell.value): cell for row in opened[table].iter_rows() for cell in row if cell.value == header}
    cells[header].value = "旧列"
    for column in opened[table].tables[table].tableColumns:
        column.name = "旧列" if column.name == header else column.name
    opened.save(path)


# which period a button means


@pytest.mark.parametrize(
    ("name", "text", "assessed", "expected"),
    [
        ("考核期间", "10-09", "2026-08", "2026-08"),
        ("the last quarter that is over", "10-09", None, "2026Q3"),
        ("on the last day of a quarter", "09-30", None, "2026Q3"),
        ("on the day before it", "09-29", None, "2026Q2"),
        ("on the first day of the next", "10-01", None, "2026Q3"),
    ],
)
def test_without_a_period(name: str, text: str, assessed: Value, expected: str, book: Path) -> None:
    change(book, "参数", "考核期间", 取值=assessed)
    assert closed(book, text, "").figures["期间"] == expected, name


def test_a_second_click_closes_nothing_else(book: Path) -> None:
    change(book, "参数", "考核期间", 取值=None)
    closed(book, period="")
    with pytest.raises(UsageError, match="2026Q3 已经定稿"):
        closed(book, "10-10", "")


def test_a_period_that_runs_is_not_closed_by_a_click(book: Path) -> None:
    change(book, "参数", "考核期间", 取值="2026Q4")
    with pytest.raises(UsageError, match="2026Q4 到 2026-12-31 才结束"):
        closed(book, period="")


def test_the_button_has_nothing_to_ask_for() -> None:
    assert not any(option.required for option in BY_KEY["close"].options)
    assert {option.name: option.default for option in BY_KEY["close"].options} == {"period": None, "anyway": False, "reopen": False}


def open_book(path: Path) -> FakeBook:
    """The workbook as it is open in Excel: a commit changes what is open, the file stays as it was saved."""
    target = FileBook(path)
    grids = target.read(list(target.tables()))
    fake = FakeBook({name: (grid.headers, [list(row) for row in grid.rows]) for name, grid in grids.items()})
    fake.path = path
    return fake


def test_the_copy_of_an_open_workbook_holds_the_closing_too(book: Path) -> None:
    """Not saved yet: the file has no row of it. The copy has, and its sheets are those of the open workbook."""
    before = digest(book)
    target = open_book(book)
    target.update("督办台账", {(place, "完成度"): text for place, text in enumerate(("10%", "70%", "50%"))})
    assert target.commit(None)
    report = close(target, on("10-09", "2026Q3"), silent)
    assert report.status is Status.DONE
    assert digest(book) == before
    frozen = book.parent / "归档" / FROZEN
    assert len(history(frozen)) == report.figures["行"] == len(target.saved["tables"]["历史成绩"][1])
    assert [row["亮灯"] for row in shown(frozen)["部门成绩"]] == [10, 70, 50]


def test_a_workbook_that_was_never_saved_is_told(book: Path) -> None:
    target = open_book(book)
    book.unlink()
    report = close(target, on("10-09", "2026Q3"), silent)
    assert "没有写成" in report.messages[-1]
    assert target.saved["tables"]["历史成绩"][1]


def test_reopening_wants_the_period_named(book: Path) -> None:
    change(book, "参数", "考核期间", 取值=None)
    closed(book)
    with pytest.raises(UsageError, match="要重开哪个期间"):
        closed(book, "10-10", "", reopen=True)


def test_a_fixed_day_before_the_closing_is_told(book: Path) -> None:
    change(book, "参数", "基准日", 取值=day("09-30"))
    report = close(FileBook(book), Options(dt.datetime(2026, 10, 9, 9), "", None, {"period": "2026Q3"}), silent)
    assert [line for line in report.messages if "参数“基准日”还是 2026-09-30，在定稿的日子以前" in line]


# the command line


def test_the_command(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(book, "异议", **DISPUTE)
    assert run(["close", str(book), "2026Q3", "--as-of", "2026-10-09"]) == Status.NOT_DONE
    out, err = capsys.readouterr()
    assert (out, "还有 1 条没有了结" in err) == ("", True)
    assert run(["close", str(book), "2026Q3", "--anyway", "--as-of", "2026-10-09", "--json"]) == Status.DONE_WITH_ENTRIES
    summary = json.loads(capsys.readouterr().out)
    assert (summary["action"], summary["figures"]["期间"], summary["figures"]["未确认"]) == ("close", "2026Q3", 1)
    assert [Path(name).exists() for name in summary["files"]] == [True, True]
    assert run(["定稿", str(book), "2026Q3"]) == Status.NOT_DONE
    assert "2026Q3 已经定稿，什么也没有改动" in capsys.readouterr().err
    assert run(["close", str(book), "2026Q3", "--reopen"]) == Status.DONE
    assert "2026Q3 已重开" in capsys.readouterr().out
