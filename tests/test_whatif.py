"""duban whatif: the workbook is only read, what would change is told in lines, in --json and in a workbook of its own."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import tools
from support.digests import digest
from support.fake_book import FakeBook, master_in

from addin.closed.file_book import FileBook
from addin.whole_folder import WriteFailed
from macros import whatif as action
from macros.__main__ import run
from macros.refresh import refresh
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Value

NOON = dt.datetime(2026, 6, 10, 12)
DAY = dt.date(2026, 6, 10)
Cells = dict[str, Value]


def item(number: str | None, completion: float, **cells: Value) -> Cells:
    common: Cells = {"事项": f"事项{number}", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "发展部", "责任人": "张三"}
    dates: Cells = {"下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 6, 5), "提交日期": dt.date(2026, 6, 5)}
    return {"编号": number, **common, **dates, "状态": "提交", "完成度": completion, **cells}


def book_in(folder: Path, *items: Cells, **given: list[Cells]) -> FakeBook:
    return master_in(folder, {"督办台账": items, "部门": [{"部门": "发展部", "类型": "业务职能"}], **given})


def act(book: FakeBook, *settings: str, as_of: dt.date | None = DAY) -> Report:
    return action.whatif(book, Options(NOON, "王芳", as_of, {"settings": settings}), silent)


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in openpyxl.load_workbook(path)}


def test_what_would_change_is_told_and_listed(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1", 82.0, 事项="=1+1"), item(None, 84.0, 主责部门="未知部"), item("A3", 90.0))
    report = act(book, "绿灯下限=85")
    path = tmp_path / "输出" / "试算" / "2026-06" / "试算_2026-06-10_绿灯下限=85.xlsx"
    assert report.status is Status.DONE
    assert report.files == (path,)
    assert report.messages == (
        "试算：绿灯下限 80 → 85（基准日 2026-06-10，期间 2026Q2）。",
        "会变的：事项的灯 2 项、建议 1 条。",
        "【事项的灯】",
        "  A1 绿灯 → 黄灯（发展部：=1+1）",
        "  第 3 行 绿灯 → 黄灯（未知部：事项None）",
        "【建议】",
        "  问责记录 A1 发展部：— → 建议提醒",
        "全部清单在“输出/试算/2026-06/试算_2026-06-10_绿灯下限=85.xlsx”（含个人成绩，仅限内部）。",
        "这是试算，工作簿没有改动。",
    )
    figures = dict(report.figures)
    assert figures.pop("事项的灯") == [
        {"编号": "A1", "名称": "=1+1", "所属": "发展部", "变化": {"灯": {"现在": "绿灯", "试算": "黄灯"}}},
        {"编号": "第 3 行", "名称": "事项None", "所属": "未知部", "变化": {"灯": {"现在": "绿灯", "试算": "黄灯"}}},
    ]
    assert figures["取值"] == [{"名称": "绿灯下限", "现在": "80", "试算": "85"}]
    assert [(one["现在"], one["试算"]) for one in figures["建议"]] == [("—", "建议提醒")]
    assert (figures["改动"], figures["文件"], figures["部门成绩"]) == (False, str(path), [])
    json.dumps(figures)
    pages = sheets(path)
    assert [*pages] == ["试算", "事项的灯", "建议"]
    assert pages["试算"][0][0] == "试算结果（仅限内部）"
    assert pages["试算"][4] == ["绿灯下限", "80", "85"]
    assert ["事项的灯", "2 项", "工作表“事项的灯”"] in pages["试算"]
    assert ["个人成绩", "没有变化", None] in pages["试算"]
    assert pages["事项的灯"][3] == ["A1", "=1+1", "发展部", "绿灯", "黄灯"]
    assert openpyxl.load_workbook(path)["事项的灯"]["B4"].data_type == "s"
    assert all(rows[0][0].endswith("（仅限内部）") for rows in pages.values())
    assert not book.differs()


def test_scores_and_ranks_as_a_refresh_would_show_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial of a value is the difference between the refresh without it and the refresh with it."""
    done: Cells = {"状态": "办结", "办结日期": dt.date(2026, 6, 6)}
    items = item("A1", 50.0, 完成质量=100.0, **done), item("A2", 90.0, 主责部门="乙部", 完成质量=60.0, **done)
    units: list[Cells] = [{"部门": "发展部", "类型": "业务职能"}, {"部门": "乙部", "类型": "业务职能"}]
    book = book_in(tmp_path, *items, 部门=units)
    report = act(book, "业务职能督办权重=120")
    weights = [list(cells) for cells in default_rows("考核权重")]
    weights[0][1] = 120.0
    shown = []
    for table in (default_rows("考核权重"), weights):
        rows: list[Cells] = [dict(zip(TABLES["考核权重"].headers, cells, strict=True)) for cells in table]
        again = book_in(tmp_path / "刷新", *items, 部门=units, 考核权重=rows)
        monkeypatch.setattr(again, "put", lambda _: None)  # the book has no 操作台
        refresh(again, Options(NOON, "王芳", DAY), silent)
        grid = again.read(["部门成绩"])["部门成绩"]
        shown.append([dict(zip(grid.headers, cells, strict=True)) for cells in grid.rows])
    told = {row["名称"]: row["变化"] for row in report.figures["部门成绩"]}
    assert set(told) == {"发展部", "乙部"}
    for before, after in zip(*shown, strict=True):
        cells = told[str(before["部门"])]
        for header in ("督办", "亮灯", "综合", "类型排名", "总排名", "按期办结率"):
            if before[header] == after[header]:
                assert header not in cells
            else:
                assert cells[header] == {"现在": before[header], "试算": after[header]}
    assert any("发展部 综合 " in line and "类型排名 2 → 1" in line for line in report.messages)
    pages = sheets(report.files[0])
    assert pages["部门成绩"][2] == ["部门", "类型", "项目", "现在", "试算", "变化"]
    assert ["发展部", "业务职能", "类型排名", "2", "1", -1] in pages["部门成绩"]


def test_a_long_list_is_cut_on_the_screen_and_whole_in_the_file(tmp_path: Path) -> None:
    report = act(book_in(tmp_path, *(item(f"A{place:02}", 82.0) for place in range(21))), "绿灯下限=85")
    assert sum("绿灯 → 黄灯" in line for line in report.messages) == 20
    assert "  等 21 项，全部见 “输出/试算/2026-06/试算_2026-06-10_绿灯下限=85.xlsx”。" in report.messages
    assert len(sheets(report.files[0])["事项的灯"]) == 3 + 21
    assert len(report.figures["事项的灯"]) == 21


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("nothing stands between the bounds", ["绿灯下限=85"], "灯、得分、排名、等次和建议都不会变。"),
        ("the same value", ["绿灯下限=80"], "试的取值就是现在的取值，灯、得分、排名、等次和建议都不会变。"),
        ("a setting that no score knows", ["短信带事项内容=是"], "灯、得分、排名、等次和建议都不会变。"),
    ],
)
def test_nothing_changes(name: str, settings: list[str], said: str, tmp_path: Path) -> None:
    report = act(book_in(tmp_path, item("A1", 90.0)), *settings)
    assert report.messages[1:] == (said, "这是试算，工作簿没有改动。"), name
    assert (report.status, report.files, list(tmp_path.iterdir())) == (Status.DONE, (), [])


def test_a_value_that_makes_no_sense_beside_the_others_is_pointed_out(tmp_path: Path) -> None:
    report = act(book_in(tmp_path, item("A1", 90.0)), "绿灯下限=50")
    assert "注意：“绿灯”的下限低于“黄灯”（绿灯下限最高，黄灯次之，红灯最低）。" in report.messages
    assert report.figures["注意"] == ["注意：“绿灯”的下限低于“黄灯”（绿灯下限最高，黄灯次之，红灯最低）。"]


def test_a_closed_period_stays_as_published(tmp_path: Path) -> None:
    closed: Cells = {"期间": "2026Q2", "对象类型": "部门", "对象": "发展部", "维度": "综合", "得分": 90.0, "结账时间": NOON}
    report = act(book_in(tmp_path, item("A1", 82.0), 历史成绩=[closed]), "绿灯下限=85")
    assert "2026Q2 已经定稿：公布的成绩不会因为改取值而变，这里只是比较算法。" in report.messages


def test_another_day(tmp_path: Path) -> None:
    """A2 is handed in on 5 June and due on 8 June: without a light on 7 June."""
    book = book_in(tmp_path, item("A2", 90.0, 办理时限=dt.date(2026, 6, 8)), 参数=[{"名称": "基准日", "取值": "2026-06-10"}])
    report = act(book, "基准日=2026-06-07", as_of=None)
    assert report.messages[0] == "试算：基准日 2026-06-10 → 2026-06-07（基准日 2026-06-10 → 2026-06-07，期间 2026Q2）。"
    assert "  A2 绿灯 → 无灯（发展部：事项A2）" in report.messages
    with pytest.raises(UsageError, match="两个里只写一个"):
        act(book, "基准日=2026-06-07")
    today = act(book, "基准日=", as_of=None)
    assert (today.figures["基准日"], today.figures["试算基准日"]) == ("2026-06-10", "2026-06-10")


def test_approved_changes_count_as_in_a_refresh(tmp_path: Path) -> None:
    """暂缓 is approved and not applied yet: a paused item has no light, before and after."""
    paused: Cells = {"编号": "A1", "变更": "暂缓", "申请日期": DAY, "批准人": "王总", "批准日期": DAY, "结果": "同意"}
    book = book_in(tmp_path, item("A1", 82.0, 状态="办理", 提交日期=None), 变更记录=[paused])
    assert act(book, "绿灯下限=85").figures["事项的灯"] == []


def test_the_same_trial_gives_the_same_file(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1", 82.0))
    (path,) = act(book, "绿灯下限=85").files
    first, when = path.read_bytes(), path.stat().st_mtime_ns
    act(book, "绿灯下限=85")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (first, when)
    act(book_in(tmp_path, item("A1", 82.0), item("A2", 83.0)), "绿灯下限=85")
    assert len(sheets(path)["事项的灯"]) == 3 + 2


def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise WriteFailed("磁盘已满")

    monkeypatch.setattr(action, "put_file", full)
    report = act(book_in(tmp_path, item("A1", 82.0)), "绿灯下限=85")
    assert (report.status, report.files) == (Status.DONE_WITH_ENTRIES, ())
    assert any("没有写成（磁盘已满）" in line for line in report.messages)


def test_a_name_of_a_file_is_safe(tmp_path: Path) -> None:
    (path,) = act(book_in(tmp_path, item("A1", 82.0)), "绿灯下限=85", "单位名称=../..\\甲:乙?" + "长" * 200).files
    assert path.parent == tmp_path / "输出" / "试算" / "2026-06"
    assert len(path.name) <= 105


# on a real file


@pytest.fixture
def home(sample_company: Callable[[Path], Path], tmp_path: Path) -> Path:
    return sample_company(tmp_path / "示范")


def test_the_workbook_is_not_touched(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "督办总台账.xlsm"
    before = digest(path), path.stat().st_mtime_ns
    backups = sorted((home / "归档").rglob("*"))
    capsys.readouterr()
    assert run(["whatif", str(home), "绿灯下限=95", "基层抽查权重＝40"]) == Status.DONE
    out = capsys.readouterr().out
    assert out.startswith("试算：绿灯下限 80 → 95；基层抽查权重 20 → 40（基准日 2026-12-31，期间 2026Q4）。\n")
    assert "绿灯 → 黄灯" in out
    assert (digest(path), path.stat().st_mtime_ns) == before
    assert sorted((home / "归档").rglob("*")) == backups
    (made,) = (home / "输出").rglob("试算_*.xlsx")
    assert made.name == "试算_2026-12-31_绿灯下限=95_基层抽查权重=40.xlsx"


def test_json_has_all(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a program gets is what a refresh with the value in the sheet shows: every light, one by one."""
    capsys.readouterr()
    assert run(["whatif", str(home), "绿灯下限=95", "--json"]) == Status.DONE
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert figures["事项的灯"]
    lights = light_of(home)
    book = FileBook(home / "督办总台账.xlsm")
    book.update("亮灯规则", {(0, "下限"): 95.0})
    book.commit(None)
    run(["refresh", str(home), "--quiet"])
    after = light_of(home)
    assert {row["编号"]: (row["变化"]["灯"]["现在"], row["变化"]["灯"]["试算"]) for row in figures["事项的灯"]} == {
        number: (lights[number], after[number]) for number in lights if lights[number] != after[number]
    }


def light_of(home: Path) -> dict[str, str]:
    grid = FileBook(home / "督办总台账.xlsm").read(["亮灯"])["亮灯"]
    number, light = grid.headers.index("编号"), grid.headers.index("灯")
    return {str(cells[number]): str(cells[light] or "无灯") for cells in grid.rows}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["绿灯下线=85"], "没有“绿灯下线”这个参数"),
        (["绿灯下限", "=", "85"], "等号两边不要空格"),
        (["加分上限=多"], "“加分上限=多”不行"),
        ([], "缺少 SETTINGS"),
    ],
)
def test_a_wrong_call(settings: list[str], said: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["whatif", str(home), *settings]) == Status.NOT_DONE
    out, err = capsys.readouterr()
    assert (out, said in err) == ("", True)
    assert list((home / "输出").rglob("试算*")) == []


@tools.needs_sdk
def test_the_list_is_a_valid_workbook(home: Path) -> None:
    run(["whatif", str(home), "亮灯口径=全部阶段", "高风险下限=12", "空白负面影响=一般", "基层督办权重=90", "差异化率下限=90%", "--quiet"])
    (path,) = (home / "输出").rglob("试算_*.xlsx")
    assert (tools.sdk_errors(path), tools.repair_errors(path)) == ([], [])


@tools.needs_office
def test_every_printed_page_says_that_it_stays_inside(home: Path) -> None:
    run(["whatif", str(home), "绿灯下限=95", "基层督办权重=90", "--quiet"])
    (path,) = (home / "输出").rglob("试算_*.xlsx")
    pages = tools.pdf_text(path).split("\f")[:-1]
    assert len(pages) >= 3
    assert all("仅限内部" in page for page in pages)
