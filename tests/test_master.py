"""The master workbook as a file: every table, list, check, name and button is there, and every judge accepts it."""

import datetime as dt
import hashlib
import re
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from support.office_rows import office_rows, page_figures
from support.tools import needs_office, needs_sdk, recalculated, repair_errors, sdk_errors

from addin.closed.file_book import FileBook
from workbook_templates.map import map_page
from workbook_templates.master import buttons, dashboard
from workbook_templates.master.master import VERSION, sheet_order, write_master
from workbook_templates.sheets import option_lists
from workbook_templates.sheets.entry_checks import LAST_ROW_FROM_0
from workbook_templates.sheets.table_sheet import BODY, HEADER
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import CellError
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.settings import SPECS

COMPANY = "示范供电公司"


def write(folder: Path, rows: Any = None, name: str = "督办总台账.xlsm") -> Path:
    path = folder / name
    write_master(path, rows or {}, company=COMPANY, year=2026)
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("filled"), office_rows(40))


@pytest.fixture(scope="module")
def book(filled: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know x14 data bars
        return openpyxl.load_workbook(filled)


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def names(book: Any) -> dict[str, str]:
    return {name: defined.attr_text for name, defined in book.defined_names.items()}


def test_tabs_stand_in_the_order_a_clerk_uses_them(book: Any) -> None:
    assert book.sheetnames == sheet_order()
    assert book.sheetnames[:5] == ["操作台", "使用说明", "一张图", "实时看板", "督办台账"]
    groups = [TABLES[name].group for name in book.sheetnames if name in TABLES]
    assert list(dict.fromkeys(groups)) == ["日常", "结果", "设置", "日志"]
    assert groups == sorted(groups, key=["日常", "结果", "设置", "日志"].index)
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"] == ["选项"]
    assert all(sheet.sheet_properties.tabColor is not None for sheet in book.worksheets)


@pytest.mark.parametrize("name", TABLES)
def test_table_has_exactly_the_headers_of_the_schema(book: Any, name: str) -> None:
    sheet = book[name]
    assert list(sheet.tables) == [name]
    table = sheet.tables[name]
    assert tuple(table.column_names) == TABLES[name].headers
    assert tuple(cell.value for cell in sheet[HEADER + 1][: len(TABLES[name].headers)]) == TABLES[name].headers
    assert table.ref.startswith(f"A{HEADER + 1}:")
    assert table.autoFilter is not None
    assert sheet.freeze_panes is not None
    assert int(re.sub(r"\D", "", sheet.freeze_panes)) == BODY + 1


@pytest.mark.parametrize("name", TABLES)
def test_values_read_back_as_they_were_given(filled: Path, name: str) -> None:
    given = office_rows(40).get(name) or default_rows(name, COMPANY)
    grid = FileBook(filled).read([name])[name]
    assert grid.headers == TABLES[name].headers
    assert [list(row) for row in grid.rows] == [[value or None if isinstance(value, str) else value for value in row] for row in given]


def test_every_kind_of_value_and_hostile_text_reads_back(tmp_path: Path) -> None:
    rows = [
        [None, "休", value]
        for value in (
            "=1+1",
            "+cmd|' /C calc'!A0",
            "@SUM(A1)",
            "-2+3",
            "http://example.com/",
            "{=1}",
            "007",
            "_x0041_",
            "a&b<c>\"d'",
            "行一\n行二",
            " 前后 ",
            True,
            False,
            -0.1,
            1e14,
            dt.date(2026, 2, 28),
            dt.datetime(2026, 2, 28, 9, 30),
            CellError("#DIV/0!"),
            CellError("#N/A"),
        )
    ]
    path = write(tmp_path, {"节假日": rows})
    grid = FileBook(path).read(["节假日"])["节假日"]
    assert [row[2] for row in grid.rows] == [row[2] for row in rows]
    assert set(grid.formulas) <= {(number, "说明") for number, row in enumerate(rows) if isinstance(row[2], CellError)}
    assert repair_errors(path) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"没有的表": [[1]]}, "没有的表"),
        ({"节假日": [["休"]]}, "1 values for 3 columns"),
        ({"节假日": [[float("nan"), "休", None]]}, "nan"),
        ({"节假日": [[CellError("#外部"), "休", None]]}, "#外部"),
    ],
)
def test_what_no_cell_holds_is_refused(tmp_path: Path, rows: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        write(tmp_path, rows)
    assert list(tmp_path.iterdir()) == []


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.xls"):
        write(tmp_path, name="督办总台账.xls")


@pytest.mark.parametrize("name", ["督办总台账.xlsm", "督办总台账.xlsx"])
def test_same_input_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    digests = set()
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        digests.add(hashlib.sha256(write(folder, office_rows(3), name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_every_list_and_roll_has_a_name_that_holds_its_values(book: Any) -> None:
    defined = names(book)
    sheet = book["选项"]
    choices = [f"参数_{spec.name}" for spec in SPECS.values() if spec.of]
    options = [option for action in ACTIONS if action.asks for option in action.options if option.kind == "yes" or option.of]
    choices += [f"按钮_{option.label}" for option in options]
    assert [name for name in option_lists.all_lists() if name not in LISTS] == choices
    for name, values in option_lists.all_lists().items():
        where = defined[option_lists.list_name(name)]
        cells = sheet[where.partition("!")[2].replace("$", "")]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        assert tuple(row[0].value for row in rows) == values
    for name, formula in option_lists.rolls().items():
        table, header = re.fullmatch(r"=(.+)\[(.+)\]", formula).groups()  # type: ignore[union-attr]  # a formula that does not match fails
        assert defined[name] == formula[1:]
        assert header in TABLES[table].headers
    assert defined["名单_部门"] == "部门[部门]"
    assert defined["名单_人员"] == "人员[姓名]"
    assert defined["名单_工号"] == "人员[工号]"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_with_a_list_drops_it_down_to_the_last_row(book: Any, name: str) -> None:
    defined = names(book)
    sheet = book[name]
    checks = {}
    for check in sheet.data_validations.dataValidation:
        for area in check.sqref.ranges:
            assert (area.min_row, area.max_row) == (BODY + 1, LAST_ROW_FROM_0 + 1)
            checks[area.min_col - 1] = check
        assert len(check.prompt or "") <= 255
    for place, column in enumerate(TABLES[name].columns):
        spec, check = column.spec, checks.get(place)
        if spec.by == "督办":
            assert check is None
        elif spec.of or spec.refers:
            wanted = option_lists.list_name(spec.of) if spec.of else option_lists.roll_name(column)
            assert check is not None
            assert check.formula1 == wanted
            assert wanted in defined
            free = column.kind == "names" or bool(spec.or_of)
            assert (check.errorStyle or "stop") == ("stop" if spec.of or free else "warning")
            assert bool(check.showErrorMessage) != free
        elif column.kind in ("date", "rate", "number"):
            assert check is not None
            assert check.type == ("date" if column.kind == "date" else "decimal")
            assert (check.errorStyle or "stop") == ("warning" if spec.never else "stop")
        if spec.help and spec.by != "督办":
            assert spec.help in checks[place].prompt


def test_a_setting_drops_down_its_own_choices(book: Any) -> None:
    (check,) = book["参数"].data_validations.dataValidation
    assert check.formula1 == 'INDIRECT("选项_参数_"&$A4)'
    assert str(check.sqref) == "B4:B1048576"
    assert not check.showErrorMessage
    assert option_lists.setting_list_name("亮灯口径") in book.defined_names


def test_an_option_of_a_button_drops_down_its_own_choices(book: Any) -> None:
    (check,) = [one for one in book["按钮选项"].data_validations.dataValidation if one.type == "list"]
    assert check.formula1 == 'IF($B4="部门",名单_部门,INDIRECT("选项_按钮_"&$B4))'
    assert str(check.sqref) == "C4:C1048576"
    assert not check.showErrorMessage
    assert option_lists.button_list_name("文书种类") in book.defined_names


def test_every_light_column_is_coloured_to_the_last_row(book: Any) -> None:
    for table, header in (("亮灯", "灯"), ("亮灯", "计算灯"), ("认定记录", "认定灯"), ("历史成绩", "灯"), ("亮灯规则", "灯")):
        column = openpyxl.utils.get_column_letter(TABLES[table].headers.index(header) + 1)
        area = f"{column}{BODY + 1}:{column}{LAST_ROW_FROM_0 + 1}"
        formulas = [rule.formula for rules in book[table].conditional_formatting if str(rules.sqref) == area for rule in rules.rules]
        assert formulas[:4] == [['"红灯"'], ['"黄灯"'], ['"绿灯"'], ['"蓝灯"']]


def test_text_of_a_code_stays_text_and_rates_show_percent(book: Any) -> None:
    sheet = book["督办台账"]
    headers = TABLES["督办台账"].headers
    first = {header: sheet.cell(BODY + 1, place) for place, header in enumerate(headers, 1)}
    assert first["编号"].number_format == "@"
    assert first["办理时限"].number_format == "yyyy-mm-dd"
    assert first["完成度"].number_format.startswith("0.0%")
    value = TABLES["参数"].headers.index("取值") + 1
    assert book["参数"].cell(BODY + 1, value).number_format == "@"  # 7,3,1 would become 731


def test_settings_stand_in_the_sheet_with_their_defaults(empty: Path) -> None:
    rows = {row[0]: row[1] for row in FileBook(empty).read(["参数"])["参数"].rows}
    assert list(rows) == [spec.name for spec in SPECS.values()]
    assert rows == {spec.name: COMPANY if spec.name == "单位名称" else spec.default or None for spec in SPECS.values()}


def test_an_empty_table_has_one_blank_row(empty: Path) -> None:
    assert FileBook(empty).read(["督办台账"])["督办台账"].rows in ([], ())
    with zipfile.ZipFile(empty) as package:
        tables = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/tables/")]
    assert (
        sum(
            f'ref="A{HEADER + 1}:{option_lists.column_letters(len(TABLES["督办台账"].columns) - 1)}{HEADER + 2}"' in table
            for table in tables
        )
        > 0
    )


def test_every_action_with_a_button_has_one_that_answers(filled: Path) -> None:
    with zipfile.ZipFile(filled) as package:
        vml = "".join(package.read(name).decode() for name in package.namelist() if "vmlDrawing" in name)
    assert set(re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", vml)) == {buttons.macro(action) for action in ACTIONS if action.button}
    assert all(f">{action.name}<" in vml for action in ACTIONS if action.button)
    assert [*dict.fromkeys(action.group for action in buttons.shown())] == ["日常", "收发", "考核", "文书", "图表", "帮助"]


def test_macro_file_says_that_it_is_one(filled: Path, tmp_path: Path) -> None:
    assert "sheet.macroEnabled.main+xml" in part(filled, "[Content_Types].xml")
    plain = write(tmp_path, name="督办总台账.xlsx")
    with zipfile.ZipFile(plain) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "vmlDrawing" in name]
    assert "macroEnabled" not in part(plain, "[Content_Types].xml")


def test_vba_has_a_module_for_every_sheet_and_the_code_names_match(filled: Path) -> None:
    from pyopenvba import ExcelFile

    with ExcelFile(filled) as book:
        modules = book.vba_project().module_names()
        assert book.vba_project().validate() == []
    codes = ["ThisWorkbook", *(f"Sheet{number}" for number in range(1, len(sheet_order()) + 1))]
    assert modules == [*codes, "DB_Buttons"]
    assert [re.search(r'codeName="(\w+)"', part(filled, f"xl/worksheets/sheet{n}.xml"))[1] for n in range(1, len(codes))] == codes[1:]  # type: ignore[index]


def test_names_of_the_first_page_have_the_promised_shapes(book: Any) -> None:
    defined = names(book)
    single = [f"台_{tile.key}{end}" for tile in dashboard.TILES for end in ("", "_注")]
    single += ["台_单位", "台_期间", "台_截止", "台_提示", "台_按钮提示"]
    for name in single:
        assert re.fullmatch(r"操作台!\$[A-Z]+\$\d+", defined[name]), name
    shapes = {
        "台_部门灯": (16, 5),
        "台_月度": (12, 4),
        "台_主题": (10, 4),
        "台_灯色": (5, 2),
        "台_趋势": (6, 4),
        "台_趋势灯": (6, 4),
        "台_指标进度": (6, 3),
        "台_全公司": (20, 4),
        "台_近期到期": (8, 5),
        "台_薄弱": (5, 4),
    }
    for name, (rows, columns) in shapes.items():
        cells = book["操作台"][defined[name].partition("!")[2].replace("$", "")]
        assert (len(cells), len(cells[0])) == (rows, columns)
    assert {block.name for block in (*dashboard.BLOCKS, *dashboard.LISTS_ON_PAGE)} == set(shapes)


def test_the_map_is_a_grid_without_merges_whose_names_fit(book: Any) -> None:
    """Areas of conditional formats do not overlap: LibreOffice shows one rule a cell."""
    defined, sheet = names(book), book["一张图"]
    letters = get_column_letter(map_page.COLUMNS)
    assert defined["图_行"].replace("$", "") == f"一张图!A{map_page.BODY + 1}:{letters}{map_page.BODY + map_page.ROWS}"
    assert {name: defined[name].replace("$", "") for name in ("图_标题", "图_摘要", "图_本月")} == {
        "图_标题": "一张图!A1", "图_摘要": "一张图!A2", "图_本月": f"一张图!{letters}{map_page.HEADER + 1}",
    }  # fmt: skip
    assert not sheet.merged_cells.ranges
    covered: Counter[tuple[int, int]] = Counter()
    for area in sheet.conditional_formatting:
        for cells in area.sqref.ranges:
            covered.update((row, column) for row in {cells.min_row, cells.max_row} for column in range(cells.min_col, cells.max_col + 1))
    assert set(covered.values()) == {1}


def test_version_and_fixed_date_are_in_the_properties(filled: Path) -> None:
    custom = part(filled, "docProps/custom.xml")
    assert re.search(rf'name="督办版本"><vt:lpwstr>{VERSION}</vt:lpwstr>', custom)
    assert "2026-01-01T00:00:00Z" in part(filled, "docProps/core.xml")


def test_saved_values_survive_opening(filled: Path) -> None:
    assert "fullCalcOnLoad" not in part(filled, "xl/workbook.xml")


def test_body_rows_stay_free_to_grow(filled: Path) -> None:
    number = sheet_order().index("督办台账") + 1
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', part(filled, f"xl/worksheets/sheet{number}.xml"))
    assert all("customHeight" not in attributes and " ht=" in attributes for row, attributes in rows if int(row) > BODY)
    assert all("customHeight" in attributes for row, attributes in rows if int(row) <= BODY)


def test_repair_lint_finds_nothing(empty: Path, filled: Path, tmp_path: Path) -> None:
    assert repair_errors(empty) == []
    assert repair_errors(filled) == []
    assert repair_errors(write(tmp_path, name="督办总台账.xlsx")) == []


@needs_sdk
def test_open_xml_sdk_finds_nothing(empty: Path, filled: Path, tmp_path: Path) -> None:
    assert sdk_errors(empty) == []
    assert sdk_errors(filled) == []
    assert sdk_errors(write(tmp_path, name="督办总台账.xlsx")) == []


def test_page_takes_what_refresh_puts(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / filled.name
    path.write_bytes(filled.read_bytes())
    book = FileBook(path)
    book.put(page_figures())
    assert book.commit(None)
    assert repair_errors(path) == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(path)["操作台"]
    shown = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"422", "0.95", "截至 2026年11月20日", "城区供电所", "12月"} <= shown


@needs_office
def test_libreoffice_opens_it_and_computes_nothing_else(filled: Path) -> None:
    cells = recalculated(filled)
    assert list(cells) == sheet_order()
    assert cells["督办台账"][HEADER][: len(TABLES["督办台账"].headers)] == list(TABLES["督办台账"].headers)
    assert not [value for sheet in cells.values() for row in sheet for value in row if isinstance(value, CellError)]
