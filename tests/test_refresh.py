"""duban demo, check and refresh on the sample company: real files, end to end."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from support import published, tools
from support.digests import digest
from support.fake_master import fake
from support.year_end import NOON, OPTIONS

from addin.closed.file_book import FileBook
from macros.check import check
from macros.refresh import refresh
from macros.steps.report import Options, Status, silent
from udfs.pages.dashboard_values import dashboard_values
from udfs.pages.period_change import year_figures
from udfs.rules.ground.figures import round_half_up
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import judge, light_rows
from udfs.rules.supervision.targets import landing
from workbook_templates.master.dashboard import BLOCKS, LISTS_ON_PAGE, TILES
from workbook_templates.reading.cells import exact
from workbook_templates.reading.errors import BookRefused
from workbook_templates.reading.parse import READ, parse, rows_of
from workbook_templates.sample import wrong_cells
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import CellError, Value


@pytest.fixture(scope="module")
def demo(sample_company: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's master, refreshed once by the command."""
    return sample_company(tmp_path_factory.mktemp("demo") / "示范") / "督办总台账.xlsm"


@pytest.fixture
def book(demo: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copy(demo, tmp_path / demo.name))


@pytest.fixture(scope="module")
def rows(demo: Path) -> published.Sheets:
    return published.sheet_rows(demo)


# what the sample company must reach (product.md §5)


def test_published_figures(rows: published.Sheets) -> None:
    assert published.supervised(rows) == 422
    assert published.landed(rows) == (57, 60)
    assert published.assessed(rows) == 8
    assert published.reminded(rows) == 36
    assert published.departments(rows) == 14
    assert len(rows["风险点"]) == 76
    assert published.checks(rows) == (23, Fraction(410), 6, Fraction(2))
    assert published.points(rows) == (67, Fraction("46.3"))
    assert (published.papers(rows, "抽查运行通报"), published.papers(rows, "整改意见书")) == (9, 9)
    assert (published.meetings(rows, "绩效评议会"), published.meetings(rows, "讲评会")) == (7, 4)
    assert published.warned(rows) == 21
    assert published.spread(rows, "2026Q4") == Fraction(30, 100)
    assert len(broken := published.parts(rows, "全面从严治党", "2026Q4")) == 6
    assert all(broken)
    assert 55 <= len(rows["人员"]) <= 65


def test_each_published_figure_rests_on_its_rows(rows: published.Sheets) -> None:
    """Without one contributing row the figure is another one."""
    for row in [row for row in rows["督办台账"] if published.year_of(row["下达日期"]) == 2026 and row["状态"] == "办结"][::40]:
        assert published.supervised({**rows, "督办台账": [other for other in rows["督办台账"] if other is not row]}) == 421
    for target in [row for row in rows["目标库"] if row["状态"] != "撤销"][::7]:
        assert published.landed({**rows, "目标库": [other for other in rows["目标库"] if other is not target]})[1] == 59


def test_the_dashboard_shows_the_published_figures(demo: Path) -> None:
    names = named_values(demo)
    assert names["台_督办工作"] == 422
    assert names["台_督办考核"] == 8
    assert names["台_督办提醒"] == 36
    assert names["台_落地率"] == 0.95
    assert "落地 57 ÷ 目标 60" in str(names["台_落地率_注"])


def named_values(path: Path) -> dict[str, object]:
    """Defined name → value of its first cell."""
    book = published.opened(path)
    found = {}
    for name, defined in book.defined_names.items():
        if name.startswith("台_"):
            ((sheet, area),) = defined.destinations
            found[name] = book[sheet][area.replace("$", "").split(":")[0]].value
    return found


def test_check_finds_the_wrong_cells_of_the_sample(rows: published.Sheets) -> None:
    listed = {(row["表"], row["列"], str(row["值"])) for row in rows["数据检查"]}
    for wrong in wrong_cells():
        assert any(table == wrong.table and header == wrong.header for table, header, _ in listed), wrong
    assert all(row["问题"] and row["应为"] for row in rows["数据检查"])


# what stands in the sheets is what the rules say


def test_results_are_what_the_rules_say(demo: Path) -> None:
    grids = FileBook(demo).read([*READ, "亮灯"])
    tables, _ = parse(grids)
    judgement = judge(tables, dt.date(2026, 12, 31), Calendar(tables.holidays))
    expected = rows_of(light_rows(judgement))
    assert [tuple(row) for row in grids["亮灯"].rows] == [tuple(row) for row in expected]
    entries = len(published.sheet_rows(demo)["数据检查"])
    names = dashboard_values(
        judgement, department_lights(judgement), landing(judgement.facts, judgement.day), year_figures(judgement), entries
    )
    shown = named_values(demo)
    for tile in TILES:
        assert shown[f"台_{tile.key}"] == names[f"台_{tile.key}"]
        assert shown[f"台_{tile.key}_注"] == names[f"台_{tile.key}_注"]
    assert {block.name for block in (*BLOCKS, *LISTS_ON_PAGE)} <= names.keys() <= shown.keys()


def test_the_rows_of_a_score_add_up_to_it(demo: Path, rows: published.Sheets) -> None:
    tables, _ = parse(FileBook(demo).read(READ))
    judgement = judge(tables, dt.date(2026, 12, 31), Calendar(tables.holidays))
    sums: dict[tuple[object, object], Fraction] = defaultdict(Fraction)
    for row in rows["得失分"]:
        points = row["分值"]
        assert isinstance(points, int | float)
        sums[row["对象"], row["维度"]] += exact(points)
    lights = department_lights(judgement)
    scores = {(name, "亮灯"): round_half_up(light.score, 2) for name, light in lights.items() if light.score is not None}
    assert {key: value for key, value in sums.items() if key[1] == "亮灯"} == scores
    assert len(scores) == 14
    for name in ("督办", "指标", "抽查", "加减分", "综合"):
        printed = {(row["部门"], name): exact(float(str(row[name]))) for row in rows["部门成绩"] if row[name] is not None}
        assert {key: value for key, value in sums.items() if key[1] == name} == printed
    scored = [row for row in rows["个人成绩"] if row["得分"] is not None]
    persons = {(f"{row['姓名']}({row['工号']})", "个人"): exact(float(str(row["得分"]))) for row in scored}  # tidy made it half-width
    assert {key: value for key, value in sums.items() if key[1] == "个人"} == persons
    assert sums["公司", "目标落地"] == 95


KEYS = {"目标库": "目标编号", "加减分台账": "关联编号", "指标": "指标编号", "抽查记录": "抽查编号", "人员": "工号"}
"""Table → what 编号 of a row of 得失分 is there; else 编号."""


def test_every_row_of_the_trace_leads_to_its_sheet(demo: Path, rows: published.Sheets) -> None:
    grids = FileBook(demo).read(READ)
    for row in rows["得失分"]:
        if row["规则"] == "尾差" or not row["表"]:
            assert row["行"] is None
            assert row["规则"] == "尾差" or row["维度"] in ("综合", "抽查")
            continue
        table, line = str(row["表"]), row["行"]
        assert isinstance(line, int)
        grid = grids[table]
        assert published.tidy(grid.rows[line - grid.first_row][grid.headers.index(KEYS.get(table, "编号"))]) == row["编号"]


# running again, looking back, changing one cell


def test_a_second_refresh_leaves_the_file_byte_for_byte(book: Path) -> None:
    before = digest(book), book.stat().st_mtime_ns
    for _ in range(2):
        report = refresh(FileBook(book), OPTIONS, silent)
        assert report.figures["改动"] is False
        assert (digest(book), book.stat().st_mtime_ns) == before
    assert not (book.parent / "归档").exists()


def test_check_alone_writes_only_its_own_sheet(book: Path) -> None:
    report = check(FileBook(book), OPTIONS, silent)
    assert report.figures["改动"] is False
    assert report.status is Status.DONE_WITH_ENTRIES


def test_the_same_workbook_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    copies = [Path(shutil.copy(book, tmp_path / name)) for name in ("甲.xlsm", "乙.xlsm")]
    past = Options(NOON, "测试员", dt.date(2026, 6, 30))
    for copy in copies:
        assert refresh(FileBook(copy), past, silent).figures["改动"] is True
    logged = [published.sheet_rows(copy)["操作日志"][-1] for copy in copies]
    assert [row["对象"] for row in logged] == ["甲.xlsm", "乙.xlsm"]
    assert {**logged[0], "对象": ""} == {**logged[1], "对象": ""}


def test_a_change_leaves_a_backup_a_log_row_and_the_month_in_the_archive(book: Path) -> None:
    before = book.read_bytes()
    target = FileBook(book)
    target.update("督办台账", {(0, "完成度"): 0.5})
    target.commit(None)
    changed = book.read_bytes()
    logged = len(published.sheet_rows(book)["操作日志"])
    options = Options(dt.datetime(2026, 12, 30, 8, 5, 9), "测试员", dt.date(2026, 12, 30))
    assert refresh(FileBook(book), options, silent).figures["改动"] is True
    archive = book.parent / "归档"
    assert (archive / "备份" / "督办总台账_20261230-080509.xlsm").read_bytes() == changed != before
    assert (archive / "督办总台账_2026-12.xlsm").read_bytes() == book.read_bytes()
    log = published.sheet_rows(book)["操作日志"]
    assert [row["操作"] for row in log[logged:]] == ["行号", "刷新"]  # 数据检查 has an entry of another row
    assert (log[-1]["操作"], log[-1]["操作人"], log[-1]["时间"]) == ("刷新", "测试员", dt.datetime(2026, 12, 30, 8, 5, 9))


def test_a_look_back_leaves_no_copy_in_the_archive(book: Path) -> None:
    refresh(FileBook(book), Options(NOON, "", dt.date(2026, 6, 30)), silent)
    assert [path.name for path in (book.parent / "归档").iterdir()] == ["备份"]


def test_a_past_day_shows_what_was_known_then(book: Path) -> None:
    day = dt.date(2026, 6, 30)
    refresh(FileBook(book), Options(NOON, "", day), silent)
    rows = published.sheet_rows(book)
    issued = {row["编号"]: row["下达日期"] for row in rows["督办台账"]}
    shown = [issued[row["编号"]] for row in rows["亮灯"] if isinstance(issued.get(row["编号"]), dt.datetime)]
    assert shown
    assert all(moment.date() <= day for moment in shown if isinstance(moment, dt.datetime))
    assert named_values(book)["台_截止"] == "截至 2026年6月30日"
    later = [row for row in rows["督办台账"] if isinstance(row["办结日期"], dt.datetime) and row["办结日期"].date() > day]
    steps = {row["编号"]: row["环节"] for row in rows["亮灯"]}
    assert later
    assert all(steps[row["编号"]] in ("办理", "提交") for row in later if row["编号"] in steps)


def test_one_changed_cell_moves_the_light(book: Path) -> None:
    rows = published.sheet_rows(book)
    staged = {row["编号"] for row in rows["阶段目标"]}
    place, row = next(
        (place, row)
        for place, row in enumerate(rows["督办台账"])
        if row["编号"] and row["编号"] not in staged and row["状态"] == "办结" and row["完成度"] in (None, 1)
    )
    light = {r["编号"]: r["灯"] for r in rows["亮灯"]}
    assert light[row["编号"]] == "绿灯"
    target = FileBook(book)
    target.update("督办台账", {(place, "完成度"): 0.3})
    target.commit(None)
    refresh(FileBook(book), OPTIONS, silent)
    assert {r["编号"]: r["计算灯"] for r in published.sheet_rows(book)["亮灯"]}[row["编号"]] == "红灯"


# the produced file before its judges


@tools.needs_sdk
def test_the_refreshed_master_is_valid(demo: Path) -> None:
    assert tools.sdk_errors(demo) == []
    assert tools.repair_errors(demo) == []


@tools.needs_office
def test_recalculation_changes_no_figure(demo: Path) -> None:
    tools.assert_recalculation_changes_nothing(demo)


# on a book in memory: numbers, and a workbook that lacks what is needed


def test_new_items_get_numbers_and_their_light_in_one_run() -> None:
    row: dict[str, Value] = {"事项": "甲", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "办", "责任人": "张三"}
    row |= {"下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 3, 31), "状态": "办理", "完成度": 70.0}
    book = fake(督办台账=[{**row, "编号": "2026-0007"}, row, {**row, "下达日期": dt.date(2025, 12, 5)}])
    report = refresh(book, OPTIONS, silent)
    assert report.figures["编号"] == 2
    assert [line[0] for line in book.read(["督办台账"])["督办台账"].rows] == ["2026-0007", "2026-0008", "2025-0001"]
    lights = book.read(["亮灯"])["亮灯"]
    assert [(line[0], line[lights.headers.index("灯")]) for line in lights.rows] == [
        ("2026-0007", "黄灯"),
        ("2026-0008", "黄灯"),
        ("2025-0001", "黄灯"),
    ]
    assert refresh(book, OPTIONS, silent).figures["改动"] is False


@pytest.mark.parametrize("held", [CellError("#N/A"), CellError("#REF!")])
def test_a_number_that_can_not_be_read_is_listed_and_left(held: CellError) -> None:
    row: dict[str, Value] = {"事项": "甲", "下达日期": dt.date(2026, 1, 5), "状态": "办理"}
    book = fake(督办台账=[{**row, "编号": held}, row])
    assert refresh(book, OPTIONS, silent).figures["编号"] == 1
    assert [line[0] for line in book.read(["督办台账"])["督办台账"].rows] == [held, "2026-0002"]
    assert any(line[2:4] == ["编号", held.code] for line in map(list, book.read(["数据检查"])["数据检查"].rows))
    assert refresh(book, OPTIONS, silent).figures["改动"] is False


def test_the_number_of_a_deleted_row_is_never_given_again() -> None:
    row: dict[str, Value] = {"事项": "甲", "下达日期": dt.date(2026, 1, 5), "状态": "办理"}
    book = fake(督办台账=[{**row, "编号": "2026-0001"}, row])
    refresh(book, OPTIONS, silent)
    headers, lines = book.saved["tables"]["督办台账"]
    assert [line[0] for line in lines] == ["2026-0001", "2026-0002"]
    book.saved["tables"]["督办台账"] = (headers, [lines[0], [row.get(header) for header in headers]])
    refresh(book, OPTIONS, silent)
    assert [line[0] for line in book.read(["督办台账"])["督办台账"].rows] == ["2026-0001", "2026-0003"]


def test_more_departments_than_the_chart_holds_are_one_row() -> None:
    row: dict[str, Value] = {"事项": "甲", "来源": "其他", "类别": "日常", "级别": "部门级", "责任人": "张三", "状态": "办结"}
    row |= {"下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 12, 31)}
    book = fake(督办台账=[{**row, "编号": f"2026-{n:04d}", "主责部门": f"部门{n:02d}"} for n in range(25)])
    refresh(book, OPTIONS, silent)
    block = book.saved["names"]["台_部门灯"]
    assert len(block) == 16
    assert block[-1][:2] == ["其他", 10.0]
    assert sum(line[1] for line in block) == 25


@pytest.mark.parametrize(
    ("table", "header"), [("督办台账", "状态"), ("督办台账", "办理时限"), ("阶段目标", "编号"), ("参数", ""), ("阶段目标", "")]
)
def test_without_what_the_figures_rest_on_nothing_is_written(table: str, header: str) -> None:
    book = fake(督办台账=[{"编号": "A", "事项": "甲", "状态": "办理"}])
    if header:
        headers, lines = book.saved["tables"][table]
        book.saved["tables"][table] = (tuple("改了" if name == header else name for name in headers), lines)
    else:
        del book.saved["tables"][table]
    with pytest.raises(BookRefused, match=header or table):
        refresh(book, OPTIONS, silent)
    assert check(book, OPTIONS, silent).status is Status.DONE_WITH_ENTRIES


@pytest.mark.parametrize("name", ["操作日志", "亮灯"])
def test_a_workbook_without_a_table_that_is_written_is_refused_and_stays(name: str, book: Path) -> None:
    import zipfile

    broken = book.with_name("缺表.xlsm")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(broken, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data.replace(f'displayName="{name}"'.encode(), 'displayName="别的"'.encode()))
    before = digest(broken)
    target = FileBook(broken)
    target.update("督办台账", {(0, "完成度"): 0.41})
    target.commit(None)
    changed = digest(broken)
    assert changed != before
    with pytest.raises(Exception, match=name) as refused:
        refresh(FileBook(broken), OPTIONS, silent)
    assert type(refused.value).__name__ in ("BookRefused", "UsageError")
    assert digest(broken) == changed


# as the clerk runs it


@pytest.fixture(scope="module")
def installed() -> list[str]:
    return [sys.executable, "-P", "-m", "macros"]


def test_the_command_reports_what_the_sheets_show(demo: Path, installed: list[str], tmp_path: Path) -> None:
    copy = Path(shutil.copy(demo, tmp_path / demo.name))
    done = subprocess.run([*installed, "refresh", str(copy), "--json"], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 1
    summary = json.loads(done.stdout)
    names = named_values(copy)
    assert summary["figures"]["灯"]["红灯"] == names["台_红灯"]
    assert summary["figures"]["在办"] == names["台_在办"]
    assert summary["figures"]["落地率"] == {"值": 0.95, "分子": 57.0, "分母": 60.0, "口径": "落地目标 ÷ 当年目标（撤销的除外）"}


def test_the_same_under_another_hash_seed_and_locale(demo: Path, installed: list[str], tmp_path: Path) -> None:
    """Every process of Python that is given no seed takes one of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": "1", "LC_ALL": "C"}
    subprocess.run([*installed, "demo", str(tmp_path / "另一"), "--quiet"], check=False, env=environment)
    names = [name for name in TABLES if name != "操作日志"]
    one, other = (FileBook(path).read(names) for path in (demo, tmp_path / "另一" / demo.name))
    assert {name: grid.rows for name, grid in one.items()} == {name: grid.rows for name, grid in other.items()}


def test_the_first_hour_of_the_manual(book: Path) -> None:
    """docs/手册.md, step 2: one cell, and what it changes."""
    rows = published.sheet_rows(book)
    place = next(place for place, row in enumerate(rows["督办台账"]) if row["编号"] == "2026-0345")

    def shown() -> tuple[object, object]:
        now = published.sheet_rows(book)
        (light,) = [row["灯"] for row in now["亮灯"] if row["编号"] == "2026-0345"]
        (part,) = [row for row in now["得失分"] if row["编号"] == "2026-0345" and row["维度"] == "亮灯"]
        assert (part["对象"], part["表"]) == ("安监部", "督办台账")
        return light, part["分值"]

    light, points = shown()
    assert (rows["督办台账"][place]["完成度"], light) == (0.5, "红灯")
    target = FileBook(book)
    target.update("督办台账", {(place, "完成度"): 0.9})
    target.commit(None)
    refresh(FileBook(book), OPTIONS, silent)
    after, more = shown()
    assert after == "绿灯"
    assert isinstance(points, float)
    assert isinstance(more, float)
    assert more > points


def test_feedback_that_nobody_owes_is_entered_once_and_stays() -> None:
    """免报 is entered at the refresh that finds it, stays when the item comes back; what a person typed there stays too."""
    days = [dt.date(2026, 3, day) for day in (9, 16, 23)]
    due: list[dict[str, Value]] = [{"编号": "1", "应反馈日期": day, "原因类别": "客观" if day.day == 23 else None} for day in days]
    row: dict[str, Value] = {"编号": "1", "事项": "甲", "下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 6, 30)}
    book = fake(督办台账=[{**row, "状态": "提交", "提交日期": days[1]}], 反馈记录=due)

    def causes(day: int) -> list[object]:
        refresh(book, Options(NOON, as_of=dt.date(2026, 3, day)), silent)
        grid = book.read(["反馈记录"])["反馈记录"]
        return [line[grid.headers.index("原因类别")] for line in grid.rows]

    assert causes(15) == [None, None, "客观"]
    assert causes(17) == [None, "免报", "客观"]
    log = book.read(["操作日志"])["操作日志"]
    assert [line[3] for line in log.rows if line[1] == "免报"] == ["1 次反馈"]
    book.update("督办台账", {(0, "状态"): "办理", (0, "提交日期"): None})
    book.commit(None)
    assert causes(18) == [None, "免报", "客观"]
