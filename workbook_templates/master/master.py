"""督办总台账: the master workbook, written anew by XlsxWriter from the schema. The same input gives the same bytes.

Its VBA part has document modules for the workbook and each sheet, and our ASCII modules.
"""

import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workbook_templates.map import map_page
from workbook_templates.master import board_formulas, board_page, buttons, dashboard, help_page
from workbook_templates.sheets import option_lists
from workbook_templates.sheets.report_book import NewBook, write_book
from workbook_templates.sheets.style import GROUP_COLOURS, Sheet, Styles, Workbook
from workbook_templates.sheets.table_sheet import TableWorksheet, write_table
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Row
from workbook_templates.tables.schema import Group

VERSION = "6"
NO_SUBS: Mapping[str, str] = MappingProxyType({"DB_Buttons": "Option Explicit\r\n"})
"""VBA of a layout that nobody will click."""
GROUPS: tuple[Group, ...] = ("日常", "结果", "设置", "日志")
FIRST_TABLES = ("督办台账", "阶段目标", "反馈记录", "变更记录", "亮灯", "提醒清单", "升级与问责", "数据检查")
"""Tables that come first in their group; the others follow in the order of the schema."""


def sheet_order() -> list[str]:
    """Every sheet in the order of the tabs, the hidden 选项 last."""
    first = {name: place for place, name in enumerate(FIRST_TABLES)}
    tables = sorted(TABLES.values(), key=lambda table: (GROUPS.index(table.group), first.get(table.name, len(first))))
    return [dashboard.SHEET, help_page.SHEET, map_page.SHEET, board_formulas.SHEET, *(table.name for table in tables), option_lists.SHEET]


def write_master(path: Path, rows: Mapping[str, Sequence[Row]], *, company: str, year: int, modules: Mapping[str, str] = NO_SUBS) -> None:
    """Write the master workbook to `path`, .xlsm with buttons or .xlsx without.

    modules: VBA modules of an .xlsm by name, ASCII; without them its buttons call what is not there.
    rows: table → body rows in the order of its headers; a table that is not named starts with its default rows. Text is written
    as text, whatever it begins with. ValueError for an unknown table, a row of the wrong width, a text that no cell holds.
    """
    if unknown := rows.keys() - TABLES.keys():
        raise ValueError(f"no such table: {', '.join(sorted(unknown))}")
    if path.suffix not in (".xlsm", ".xlsx"):
        raise ValueError(f"a workbook ends in .xlsm or .xlsx: {path.name}")
    book = NewBook(path)
    write_book(book, lambda: fill(book, rows, company, year, modules if path.suffix == ".xlsm" else None))


def fill(book: Workbook, rows: Mapping[str, Sequence[Row]], company: str, year: int, modules: Mapping[str, str] | None) -> None:
    """All sheets, in the order of the tabs. modules: None for a workbook without macros."""
    styles = Styles(book)
    order = sheet_order()
    sheets: dict[str, Sheet] = {name: book.add_worksheet(name, TableWorksheet if name in TABLES else Worksheet) for name in order}
    describe(book, company, year)
    if modules is not None:
        book.add_vba_project(vba_project(len(order), modules), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        for number, sheet in enumerate(sheets.values(), 1):
            sheet.set_vba_name(f"Sheet{number}")
    for name, sheet in sheets.items():
        sheet.set_tab_color(GROUP_COLOURS[TABLES[name].group if name in TABLES else "页面"])
        if name in TABLES:
            write_table(sheet, TABLES[name], rows[name] if name in rows else default_rows(name, company), styles, company)
    option_lists.write_options(book, sheets[option_lists.SHEET], styles)
    page = sheets[dashboard.SHEET]
    dashboard.write_dashboard(book, page, styles, company, year)
    buttons.write_notice(book, page, styles, 0, dashboard.DATA)
    (buttons.add_commands if modules is None else buttons.add_buttons)(page)
    help_page.write_help(sheets[help_page.SHEET], styles, company, order)
    map_page.write_map_page(book, sheets[map_page.SHEET], styles, company, year)
    board_page.write_board(book, sheets[board_formulas.SHEET], styles, company)
    page.activate()


def describe(book: Workbook, company: str, year: int) -> None:
    """Properties of the file. Its date is the year's first day, so that the same input gives the same bytes."""
    book.set_properties(
        {"title": "督办总台账", "subject": f"{year}年度", "author": "督办办公室", "company": company, "created": dt.datetime(year, 1, 1)}
    )
    book.set_custom_property("督办版本", VERSION, "text")
    book.set_calc_mode("auto", 191029)
    book.calc_on_load = False  # the formulas here, 实时看板's, have their results beside them; so have the office's own
    book.set_size(28800, 15000)


def vba_project(sheets: int, modules: Mapping[str, str]) -> io.BytesIO:
    """vbaProject.bin for a workbook of so many sheets, code names ThisWorkbook, Sheet1, Sheet2…

    UnicodeEncodeError for source that is not ASCII.
    """
    from pyopenvba import ExcelFile  # only a new workbook needs it

    for source in modules.values():
        source.encode("ascii")  # its code page is 1252: Chinese would become question marks
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / "seed.xlsm"
        held = io.BytesIO()
        seed = xlsxwriter.Workbook(held)
        for _ in range(sheets):
            seed.add_worksheet()
        seed.close()
        path.write_bytes(held.getbuffer())
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name, source in modules.items():
                project.add_module(name, source)
            if faults := project.validate():
                raise ValueError(f"VBA: {faults}")
            book.save()
        with zipfile.ZipFile(path) as package:
            return io.BytesIO(package.read("xl/vbaProject.bin"))
