"""A master as an older version made it and an office has used it: tables, columns, settings, lists, names missing, the user's own
sheets, columns, formulas, charts and macros in it."""

import dataclasses
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyopenvba import ExcelFile

from addin.closed.package import Package
from workbook_templates.master import board_page, master
from workbook_templates.sample import sample_rows
from workbook_templates.sheets.style import Workbook
from workbook_templates.tables import TABLES, settings
from workbook_templates.tables.grid import Row
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import C, Column

OWN_HEADER, OWN_SHEET = "我的备注", "我的汇总"
NO_TABLES = ("异议", "抽查计划", "按钮选项")
NO_COLUMNS = {"督办台账": ("密级", "负面影响"), "亮灯": ("环节",), "风险点": ("满分",)}
NO_SETTINGS = ("连续红灯期数", "得分小数位")
NO_VALUES = {"来源": ("巡察审计", "其他")}
NO_LISTS = ("异议结果",)
NO_PAGE = "实时看板"
NO_NAMES = ("台_趋势", "台_指标进度", "台_落地率", "台_落地率_注")
ROWS = 6
MACRO = "Sub Mine()\r\n    MsgBox 1\r\nEnd Sub\r\n"


def write_old(path: Path, patch: pytest.MonkeyPatch, version: str = "0") -> Path:
    """An older master with a few of the sample company's rows, in `path` (.xlsm or .xlsx)."""
    rows = {name: list(body)[:ROWS] for name, body in sample_rows().items()}
    with patch.context() as patched, restored(TABLES), restored(settings.SPECS), restored(LISTS):
        for name in NO_TABLES:
            rows.pop(name, None)
            del TABLES[name]
        for name, headers in NO_COLUMNS.items():
            rows[name] = without(rows.get(name, ()), [TABLES[name].headers.index(header) for header in headers])
            columns = tuple(column for column in TABLES[name].columns if column.header not in headers)
            TABLES[name] = dataclasses.replace(TABLES[name], columns=columns)
        own = Column("own", "text", C(OWN_HEADER))
        ledger = TABLES["督办台账"]
        TABLES["督办台账"] = dataclasses.replace(ledger, columns=(*ledger.columns[:2], own, *ledger.columns[2:]))
        rows["督办台账"] = [(*row[:2], f"备注{place}", *row[2:]) for place, row in enumerate(rows["督办台账"])]
        rows.pop("参数", None)
        for field in [field for field, spec in settings.SPECS.items() if spec.name in NO_SETTINGS]:
            del settings.SPECS[field]
        for name, lost in NO_VALUES.items():
            LISTS[name] = tuple(value for value in LISTS[name] if value not in lost)
        for name in NO_LISTS:
            del LISTS[name]
        patched.setattr(master, "VERSION", version)
        order = [name for name in master.sheet_order() if name != NO_PAGE]
        patched.setattr(master, "sheet_order", lambda: order)
        patched.setattr(master, "board_formulas", SimpleNamespace(SHEET=order[0]))
        patched.setattr(board_page, "write_board", lambda *_: None)
        describe = master.describe

        def with_own_sheet(book: Workbook, company: str, year: int) -> None:
            own_sheet(book)
            describe(book, company, year)

        patched.setattr(master, "describe", with_own_sheet)
        master.write_master(path, rows, company="示范供电公司", year=2026)
    without_names(path)
    if path.suffix == ".xlsm":
        own_macros(path)
    return path


@contextmanager
def restored(held: dict[str, Any]) -> Iterator[None]:
    """The dictionary as it was afterwards, its order too."""
    before = dict(held)
    try:
        yield
    finally:
        held.clear()
        held.update(before)


def without(rows: object, places: list[int]) -> list[Row]:
    return [tuple(value for place, value in enumerate(row) if place not in places) for row in rows]  # type: ignore[attr-defined]


def own_sheet(book: Workbook) -> None:
    """A sheet of the user's with a formula over our table, a format and a chart."""
    sheet = book.add_worksheet(OWN_SHEET)
    sheet.write("A1", "合计", book.add_format({"bold": True, "font_color": "#123456", "num_format": '0.000"项"'}))
    sheet.write_formula("B1", "=COUNTA(督办台账[编号])", None, ROWS)
    sheet.write_column("A3", [1, 2, 3])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"={OWN_SHEET}!$A$3:$A$5"})
    sheet.insert_chart("D3", chart)
    book.define_name("我的名称", f"={OWN_SHEET}!$B$1")


def without_names(path: Path) -> None:
    package = Package(path.read_bytes())
    xml = package.read("xl/workbook.xml").decode()
    for name in NO_NAMES:
        xml, count = re.subn(rf'<definedName name="{name}">[^<]*</definedName>', "", xml)
        assert count == 1, name
    package.change("xl/workbook.xml", xml.encode())
    path.write_bytes(b"".join(package.written()))


def own_macros(path: Path) -> None:
    """A module of the user's, and buttons of an older program."""
    with ExcelFile(path) as book:
        project = book.vba_project()
        project.add_module("Mine", MACRO)
        book.set_module("DB_Buttons", "Option Explicit\r\nSub DB_Refresh()\r\nEnd Sub\r\n")
        book.save()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
