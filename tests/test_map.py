"""duban map: the wall chart, the page for a browser and the pictures, of the sample company and of hostile rows; and the action."""

import datetime as dt
import functools
import hashlib
import itertools
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from support import tools
from support.chromium import needs_browser, show
from support.digests import digest
from support.make import bound, day, department, item, stage, tables, target
from support.printed import letter_size, overlapping, pages_of

from addin import font_files
from addin.closed.file_book import FileBook
from addin.whole_folder import WriteFailed, put_file
from macros import map as action
from macros.__main__ import run
from macros.steps import pages_written
from macros.steps.report import Options, Report, Status, silent
from udfs.pages.year_map import year_map
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.map import map_layout
from workbook_templates.map.map_chart import FIRST_AFTER, FIRST_MONTH, chart_workbook
from workbook_templates.map.map_layout import AFTER, BEFORE, THEMES, ChartLine, bar_fill, light_fill
from workbook_templates.map.map_page import COLUMNS, ROWS, map_values
from workbook_templates.map.map_picture import MARGIN, UNIT, Face, pictures
from workbook_templates.map.map_rows import SIGNS, MapRow, YearMap
from workbook_templates.map.map_web import beside, web_page
from workbook_templates.master.master import write_master
from workbook_templates.reading.parse import READ, parse
from workbook_templates.sample import sample_rows
from workbook_templates.tables import TABLES

NOW = dt.datetime(2026, 9, 20, 9)
DAY = NOW.date()
BAD = "</script><script>alert(1)</script>"
HOSTILE = (BAD, "=HYPERLINK(1)", "'\"><img src=x onerror=alert(1)>", "&amp;<b>", "响铃\x07", "长" * 3000, "{{ 7*7 }}", "\u202e倒写")


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "督办总台账.xlsm"
    write_master(path, sample_rows(), company="示范供电公司", year=2026)
    return path


@pytest.fixture(scope="session")
def whole(master: Path) -> YearMap:
    read, _ = parse(FileBook(master).read(READ))
    return year_map(judge(read, DAY, Calendar(read.holidays)))


@functools.cache
def hostile() -> YearMap:
    """Every text that a workbook may hold against us, in every place that the map shows."""
    items = [
        item(
            f"{place}{text}"[:60], matter=text, origin=text, category=text, level=text, department=text, helpers=(text, "财务部"),
            responsible=text, target=text if place % 2 else "", after=(text,), due="10-1",
        )
        for place, text in enumerate(HOSTILE)
    ]  # fmt: skip
    targets = [target(text, theme=text) for text in HOSTILE]
    return year_map(judge(tables(*items, *targets, 单位名称=BAD + "&P"), DAY, Calendar()))


def rows_of(whole: YearMap) -> list[MapRow]:
    return [row for lane in whole.lanes for row in lane.rows]


def saved(folder: Path, data: bytes, name: str = "一张图.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


# the wall chart


@pytest.fixture(scope="session")
def chart(whole: YearMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("chart"), chart_workbook(whole))


def opened(path: Path) -> Any:
    """The workbook as openpyxl reads it: without data bars, which it does not know."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* is not supported and will be removed", UserWarning)
        return openpyxl.load_workbook(BytesIO(path.read_bytes()))


def lines_in(path: Path) -> Iterator[tuple[Any, ...]]:
    """The cells of every item of a chart: those with a light in them."""
    place = FIRST_AFTER + [column.key for column in AFTER].index("灯")
    for sheet in opened(path).worksheets:
        for row in sheet.iter_rows(min_row=6):
            if row[place].value in ("绿", "黄", "红", "蓝", "—"):
                yield row


def test_every_item_is_on_the_chart_once_with_its_letter(whole: YearMap, chart: Path) -> None:
    """The letter of the light is there, in the colour of the light, and the months hold what the rule says."""
    number = 1 + [column.key for column in BEFORE].index("编号")
    light = FIRST_AFTER + [column.key for column in AFTER].index("灯")
    shown = [(row[number].value, row[light].value, [cell.value or "" for cell in row[FIRST_MONTH:FIRST_AFTER]]) for row in lines_in(chart)]
    assert shown == [(whole.short(row.number), row.letter, list(row.signs)) for row in rows_of(whole)]
    assert len(shown) == 389
    fills = {(row[light].value, row[light].fill.fgColor.rgb[-6:]) for row in lines_in(chart)}
    assert fills == {("绿", "2E9E5B"), ("黄", "F2A900"), ("红", "C8102E"), ("—", "E3E7EC")}


def test_bars_are_fills_of_the_months(whole: YearMap, chart: Path) -> None:
    colours = {line.row.number: line.colour for page in map_layout.pages_of(whole) for line in page if isinstance(line, ChartLine)}
    for cells, row in zip(lines_in(chart), rows_of(whole), strict=True):
        fills = [cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else "" for cell in cells[FIRST_MONTH:FIRST_AFTER]]
        assert fills == [bar_fill(kind, colours[row.number])[1:] for kind in row.bar]


@tools.needs_office
def test_the_chart_prints_on_as_many_a3_pages_as_it_has_sheets(whole: YearMap, chart: Path, tmp_path: Path) -> None:
    """Nothing smaller than 7 points, nothing over something else, nothing off the page."""
    pages = pages_of(tools.pdf(chart, tmp_path), None)
    assert len(pages) == len(opened(chart).sheetnames) == len(map_layout.pages_of(whole)) == 10
    for page in pages:
        assert (round(page.width), round(page.height)) == (1191, 842)
        assert min(letter_size(word) for word in page.words) >= 7
        assert list(overlapping(page)) == []
        assert min(word.left for word in page.words) >= 20
        assert max(word.right for word in page.words) <= page.width - 20
        assert "###" not in page.text
        assert {"图例", "9月", f"{whole.company}2026年度督办一张图"} <= {word.text for word in page.words}
    printed = Counter(word.text for page in pages for word in page.words if re.fullmatch(r"0\d{3}", word.text))
    assert set(printed) >= {whole.short(row.number) for row in rows_of(whole) if row.number.startswith("2026-")}


@pytest.mark.parametrize("which", ["sample", "hostile", "empty"])
def test_the_chart_opens_without_repair(which: str, whole: YearMap, tmp_path: Path) -> None:
    shown = {"sample": whole, "hostile": hostile(), "empty": year_map(judge(tables(), DAY, Calendar()))}[which]
    path = saved(tmp_path, chart_workbook(shown))
    assert tools.repair_errors(path) == []
    assert hashlib.sha256(chart_workbook(shown)).hexdigest() == digest(path)
    if tools.sdk() is not None:
        assert tools.sdk_errors(path) == []
    if tools.office() is not None and which != "sample":  # the sample is printed above
        tools.assert_recalculation_changes_nothing(path)


def test_no_text_of_a_hostile_book_becomes_a_formula(tmp_path: Path) -> None:
    book = opened(saved(tmp_path, chart_workbook(hostile())))
    assert [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


# told apart without colour


def grey(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_greys_of_bars_and_letters_are_far_enough_apart() -> None:
    """In a grey print done, planned and paper differ, and each letter stands out from its light."""
    for colour in THEMES:
        done, planned = grey(bar_fill("完成", colour)), grey(bar_fill("计划", colour))
        assert planned - done > 45
        assert 255 - planned > 14
    for light in ("绿灯", "黄灯", "红灯", "蓝灯", ""):
        fill, letters = light_fill(light)
        assert abs(grey(fill) - grey(letters)) > 95
    assert len(SIGNS) == len(set(SIGNS.values())) == 9


def face() -> Face:
    font = font_files.find()
    if font is None:
        pytest.skip("no Chinese font is installed (.ci/run lists the packages)")
    return Face(font.regular, font.bold, font.face)


def test_the_picture_is_legible_in_grey() -> None:
    """Each light's field holds dark and bright dots, and the letters have shapes of their own."""
    records = [item(str(place), due="3-1", completion=share) for place, share in enumerate(("0.9", "0.97", "0.7", "0.1"))]
    bounds = bound("绿灯", 80), bound("黄灯", 60, "是"), bound("红灯", 0, "是"), bound("蓝灯", 95, "是")
    whole = year_map(judge(tables(*records, item("4"), *bounds), day("4-1"), Calendar()))
    data = next(pictures(whole, face()))
    picture = Image.open(BytesIO(data))
    assert picture.size == (3307, 2339)
    assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    page = map_layout.pages_of(whole)[0]
    left = map_layout.GUTTER + sum(column.width for column in BEFORE) + 12 * map_layout.MONTH_WIDTH
    left += sum(column.width for column in AFTER[: [column.key for column in AFTER].index("灯")])
    step = min(((2339 - 2 * MARGIN) / UNIT - 124 - 60) / map_layout.lines_on(page), 27.0)
    top = 124.0
    shapes: dict[str, bytes] = {}
    for line in page:
        height = step * map_layout.height_of(line)
        if isinstance(line, ChartLine):
            west, north, east, south = (MARGIN + edge * UNIT for edge in (left + 4, top + 3, left + 26, top + height - 4))
            dots = picture.convert("L").crop((round(west), round(north), round(east), round(south))).resize((20, 20)).tobytes()
            assert max(dots) - min(dots) > 80, line.row.number
            ground, middle = dots[0], (min(dots) + max(dots)) / 2
            shapes.setdefault(line.row.letter, bytes((dot < middle) != (ground < middle) for dot in dots))
        top += height
    assert set(shapes) == {"绿", "黄", "红", "蓝", "—"}
    for one, other in itertools.combinations(shapes.values(), 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) > 20


def test_pictures_are_the_same_every_time_and_stand_hostile_texts() -> None:
    first, again = (list(pictures(hostile(), face())) for _ in range(2))
    assert first == again
    assert len(first) == len(map_layout.pages_of(hostile()))


# the page for a browser


class Tags(HTMLParser):
    """Which elements and attributes a page has, and its text."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(data.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_every_item_once_and_nothing_from_outside(whole: YearMap) -> None:
    data = web_page(whole)
    found = re.findall(r'<tr id="i(\d+)" class="item', data.decode())
    assert [int(number) for number in found] == list(range(whole.total))
    assert data == web_page(whole)
    assert re.findall(r"https?:|//[a-z]|url\(|@import|<link|<img|<iframe", data.decode()) == []
    tags = Tags(data)
    assert tags.tags["script"] == 1
    assert all(row.matter in tags.text for row in rows_of(whole))


def test_hostile_texts_stay_texts_on_the_page() -> None:
    data = web_page(hostile())
    tags = Tags(data)
    assert (tags.tags["script"], tags.tags["img"], tags.tags["b"]) == (1, 0, Tags(web_page(hostile())).tags["b"])
    assert not {name for name in tags.attributes if name.startswith("on")}
    assert BAD in tags.text
    assert data.count(b"<script>") == data.count(b"</script>") == 1
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", data.decode())


DRIVER = """
const told = [];
function count() { return [...document.querySelectorAll('tr.item')].filter(row => row.offsetParent !== null).length; }
function set(name, value) {
  const field = document.querySelector('[data-name=' + name + ']');
  field.value = value; field.dispatchEvent(new Event('input', {bubbles: true})); told.push([name, value, count()]);
}
function click(id) { document.getElementById(id).click(); told.push([id, '', count()]); }
told.push(['', '', count()]);
set('部门', '运检部'); click('help'); click('help'); click('open'); click('open'); set('部门', '');
set('主题', '电网建设'); set('灯', '红灯'); set('主题', ''); set('灯', ''); set('责任人', '曹卫东'); set('责任人', '');
const row = document.querySelector('tr.item[data-k]:not([data-k=""])');
row.dispatchEvent(new Event('mouseenter')); told.push(['linked', '', document.querySelectorAll('tr.linked').length]);
document.body.textContent = 'TOLD' + JSON.stringify(told) + 'END';
"""


@needs_browser
def test_filters_in_a_real_browser(whole: YearMap, tmp_path: Path) -> None:
    """Each filter shows the rows that it should, alone and with others; counted by what is really laid out."""
    rows = rows_of(whole)
    lanes = {row.number: lane.name for lane in whole.lanes for row in lane.rows}
    text = web_page(whole).decode()
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text).replace("</body>", f"<script>{DRIVER}</script></body>")
    shown = show(saved(tmp_path, text.encode(), "试.html"), "--dump-dom")
    found = re.search(r"TOLD(.*?)END", shown, re.DOTALL)
    assert found, shown[-2000:]
    told = json.loads(found[1].replace("&amp;", "&"))

    def count(test: Any) -> int:
        return sum(map(test, rows))

    first_linked = next(row for row in rows if row.before or row.following or row.mates)
    linked = {*first_linked.before, *first_linked.following, *first_linked.mates} & {row.number for row in rows}
    assert told == [
        ["", "", 389],
        ["部门", "运检部", count(lambda row: row.department == "运检部")],
        ["help", "", count(lambda row: row.department == "运检部" or "运检部" in row.helpers)],
        ["help", "", count(lambda row: row.department == "运检部")],
        ["open", "", count(lambda row: row.department == "运检部" and row.left != "办结")],
        ["open", "", count(lambda row: row.department == "运检部")],
        ["部门", "", 389],
        ["主题", "电网建设", count(lambda row: lanes[row.number] == "电网建设")],
        ["灯", "红灯", count(lambda row: lanes[row.number] == "电网建设" and row.light == "红灯")],
        ["主题", "", count(lambda row: row.light == "红灯")],
        ["灯", "", 389],
        ["责任人", "曹卫东", count(lambda row: row.person == "曹卫东")],
        ["责任人", "", 389],
        ["linked", "", len(linked)],
    ]
    assert all(0 < step[2] < 389 for step in told[1:6])


@needs_browser
def test_a_filter_in_the_address_works_under_the_policy_of_the_page(tmp_path: Path) -> None:
    """The page's own script runs and no other; a hostile text neither runs nor breaks the page; the count is said."""
    page = saved(tmp_path, web_page(hostile()), "图.html")
    shown = show(page, "--dump-dom", query="?查找=HYPERLINK&灯=没有这种灯")
    assert "显示 1 项，共 8 项" in shown
    assert len(re.findall(r'class="item[^"]*hide', shown)) == 7
    assert shown.count("<script>") == 1


@needs_browser
@tools.needs_office
def test_the_page_prints_on_a3(tmp_path: Path) -> None:
    """Title and months stand on every page; the filter on none."""
    records = [item(f"2026-{number:04d}", due="10-1") for number in range(1, 121)]
    shown = year_map(judge(tables(*records), DAY, Calendar()))
    page = saved(tmp_path, web_page(shown), "图.html")
    show(page, f"--print-to-pdf={tmp_path / '图.pdf'}", "--no-pdf-header-footer")
    pages = pages_of(tmp_path / "图.pdf", None)
    assert 3 <= len(pages) <= 5
    for one in pages:
        assert (round(one.width), round(one.height)) == (1191, 842)
        assert "12月" in one.text
        assert "打印" not in one.text
        assert max(word.right for word in one.words) <= one.width - 15
        assert min(letter_size(word) for word in one.words) >= 7
    assert Counter(word.text for one in pages for word in one.words if re.fullmatch(r"0\d{3}", word.text)) == Counter(
        f"{number:04d}" for number in range(1, 121)
    )


def test_the_script_has_no_text_of_the_workbook() -> None:
    assert beside("js") in web_page(hostile()).decode()


# the sheet in the master


def test_the_grid_holds_the_map_and_fits_its_names(whole: YearMap) -> None:
    values = map_values(whole)
    block: Any = values["图_行"]
    assert (len(block), {len(line) for line in block}) == (ROWS, {COLUMNS})
    assert values["图_本月"] == 9.0
    assert [line[4] for line in block if line[4]] == [row.number for row in rows_of(whole)]
    strips = [line for line in block if line[-1] == "题"]
    assert [str(line[0]).partition("　")[0] for line in strips] == [lane.name for lane in whole.lanes]
    assert all(cell is None for line in strips for cell in line[1:-1])


def test_a_large_ledger_leaves_closed_items_out_of_the_grid_and_says_so() -> None:
    """700 items for 600 lines: one strip, every open item, the first closed ones."""
    closed = [item(f"C{number}", status="办结", submitted="3-1") for number in range(500)]
    open_ = [item(f"O{number}", due="12-1") for number in range(200)]
    values = map_values(year_map(judge(tables(*closed, *open_), DAY, Calendar())))
    block: Any = values["图_行"]
    numbers = [str(line[4]) for line in block if line[4]]
    assert (len(numbers), sum(number[0] == "O" for number in numbers)) == (ROWS - 1, 200)
    assert "101 个办结事项这一页放不下" in str(values["图_摘要"])


# the action


def act(path: Path, now: dt.datetime = NOW, as_of: dt.date = DAY) -> Report:
    return action.map(FileBook(path), Options(now, "王芳", as_of), silent)


def small_book(folder: Path, items: int = 3) -> Path:
    common = {"来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "甲部", "责任人": "张三", "状态": "办理"}
    dates = {"下达日期": dt.date(2026, 2, 1), "办理时限": dt.date(2026, 12, 1)}
    rows = []
    for number in range(items):
        cells: dict[str, Any] = {"编号": f"A{number}", "事项": f"事项{number}", **common, **dates}
        rows.append([cells.get(header) for header in TABLES["督办台账"].headers])
    folder.mkdir(exist_ok=True)
    path = folder / "督办总台账.xlsm"
    write_master(path, {"督办台账": rows}, company="公司", year=2026)
    return path


def test_the_action_writes_three_kinds_of_files_and_leaves_the_master_alone(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    before = book.read_bytes()
    report = act(book)
    folder = tmp_path / "输出" / "一张图" / "2026-09" / "一张图_2026-09-20"
    assert report.status is Status.DONE
    assert [path.name for path in report.files] == ["一张图.xlsx", "一张图.html", "一张图_01.png"]
    assert {path.name for path in folder.iterdir()} == {path.name for path in report.files}
    assert report.messages[0] == "一张图：2026年度 3 项，分 1 栏，基准日 2026-09-20；绿 0、黄 0、红 0、未亮 3。"
    assert report.figures["改动"] is False
    assert (report.figures["项数"], report.figures["页数"], report.figures["主题"]) == (3, 1, {"其他（未挂目标）": 3})
    json.dumps(report.as_json())
    assert book.read_bytes() == before
    stamps = {path: path.stat().st_mtime_ns for path in report.files}
    assert act(book).messages == report.messages
    assert {path: path.stat().st_mtime_ns for path in report.files} == stamps, "the same bytes are not written again"


def test_pictures_of_an_earlier_run_with_more_pages_do_not_stay(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    act(book)
    folder = tmp_path / "输出" / "一张图" / "2026-09" / "一张图_2026-09-20"
    (folder / "一张图_02.png").write_bytes(b"old")
    (folder / "一张图_备注.png").write_bytes(b"own")
    act(book)
    assert not (folder / "一张图_02.png").exists()
    assert (folder / "一张图_备注.png").exists()


def test_without_a_chinese_font_there_is_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_files, "font_folders", list)
    report = act(small_book(tmp_path))
    assert report.status is Status.DONE_WITH_ENTRIES
    assert [path.suffix for path in report.files] == [".xlsx", ".html"]
    assert any("没有可用的中文字体" in line for line in report.messages)


def test_a_file_that_cannot_be_written_is_named_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = put_file

    def locked(path: Path, data: bytes) -> None:
        if path.suffix == ".xlsx":
            raise WriteFailed("文件正在使用")
        put(path, data)

    monkeypatch.setattr(pages_written, "put_file", locked)
    report = act(small_book(tmp_path))
    assert report.status is Status.DONE_WITH_ENTRIES
    assert any("一张图.xlsx”没有写成（文件正在使用）" in line for line in report.messages)
    assert [path.suffix for path in report.files] == [".html", ".png"]

    def full(*_: object) -> None:
        raise WriteFailed("磁盘已满")

    monkeypatch.setattr(pages_written, "put_file", full)
    report = act(small_book(tmp_path / "又一本"))
    assert (report.status, report.files, report.figures["文件夹"]) == (Status.NOT_DONE, (), "")


def test_the_command_says_what_is_withheld(
    master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the sample company; without pictures, which are drawn above."""
    monkeypatch.setattr(font_files, "font_folders", list)
    book = tmp_path / master.name
    book.write_bytes(master.read_bytes())
    assert run(["map", str(tmp_path), "--as-of", "2026-09-20", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["figures"]["项数"], told["figures"]["不显示内容"], told["figures"]["字体"]) == (389, 29, "")
    assert any("29 项有密级或带密级词" in line for line in told["messages"])
    assert run(["map", str(tmp_path), "--as-of", "2026-09-20", "--quiet"]) == 1
    assert capsys.readouterr().out == ""
    page = (tmp_path / "输出" / "一张图" / "2026-09" / "一张图_2026-09-20" / "一张图.html").read_text(encoding="utf-8")
    headers = TABLES["督办台账"].headers
    matter, mark = headers.index("事项"), headers.index("密级")
    secret = {row[matter] for row in sample_rows()["督办台账"] if row[mark] not in (None, "无")}
    assert len(secret) > 20
    assert [matter for matter in secret if str(matter) in page] == []


# fonts


def test_the_wanted_font_comes_first_and_a_stand_in_has_its_name(tmp_path: Path) -> None:
    for name in ("SimHei.ttf", "NotoSansCJK-Regular.ttc", "readme.txt"):
        (tmp_path / name).write_bytes(b"")
    found = font_files.find(places=[tmp_path])
    assert found == font_files.FontFiles("Noto Sans CJK SC", tmp_path / "NotoSansCJK-Regular.ttc", tmp_path / "NotoSansCJK-Regular.ttc", 2)
    (tmp_path / "深").mkdir()
    for name in ("MSYH.TTC", "msyhbd.ttc"):
        (tmp_path / "深" / name).write_bytes(b"")
    regular, bold = tmp_path / "深" / "MSYH.TTC", tmp_path / "深" / "msyhbd.ttc"
    assert font_files.find(places=[tmp_path]) == font_files.FontFiles("微软雅黑", regular, bold, 0)
    assert font_files.find(places=[tmp_path / "没有"]) is None


def test_stages_of_a_secret_item_show_progress_only() -> None:
    """Number, department, months and light stay; the matter is gone from all three."""
    records = department(), item("7", matter="报送机密文件", due="12-1"), stage(number="7", due="3-1")
    shown = year_map(judge(tables(*records), day("6-1"), Calendar()))
    (row,) = rows_of(shown)
    assert (row.number, row.department, row.signs[2]) == ("7", "发展部", "×")
    assert "机密" not in web_page(shown).decode()
