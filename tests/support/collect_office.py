"""An office that collects real files: its master, what its departments were sent, and a file as a person fills it in."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from addin.closed.file_book import FileBook
from macros.send import send
from macros.steps.report import Options, silent
from support.round_trip import DAY, NOW, ROWS, Cells, line
from workbook_templates.master.master import write_master
from workbook_templates.sent.department_kind import FORMS
from workbook_templates.tables.grid import Value

OPTIONS = Options(NOW, "测试员", DAY)

Edits = Mapping[tuple[str, ...], Value]

FILLED: Edits = {
    ("督办台账", "1", "进展情况"): "完成 3 项",
    ("督办台账", "2", "完成度"): 0.6,
    ("督办台账", "3", "提交日期"): dt.date(2026, 3, 3),
    ("阶段目标", "1", "一", "自评完成度"): 0.85,
    ("反馈记录", "1", "2026-03-09", "内容"): "已完成 12 台",
    ("指标", "Z1", "实际值"): 96.5,
    ("延期申请", "0", "编号"): "1",
    ("延期申请", "0", "申请日期"): dt.date(2026, 3, 3),
    ("延期申请", "0", "申请延至"): dt.date(2026, 7, 31),
    ("延期申请", "0", "原因"): "物资推迟到货",
}


def new_office(folder: Path, rows: Mapping[str, list[Cells]] = ROWS) -> Path:
    """A master beside which 甲部 and 乙部 have their files in 下发."""
    path = folder / "督办总台账.xlsm"
    write_master(path, {name: [line(name, row) for row in found] for name, found in rows.items()}, company="示范", year=2026)
    send(FileBook(path), OPTIONS, silent)
    (folder / "回收").mkdir()
    return path


def sent_file(master: Path, department: str = "甲部") -> Path:
    """The last file that went to a department."""
    return max(master.parent.glob(f"下发/*/{department}_*.xlsx"))


def fill(source: Path, target: Path, edits: Edits = FILLED, more: Callable[[Any], None] | None = None) -> Path:
    """The file as a person fills it in, saved by openpyxl. A form's key is the number of its row, from 0."""
    book: Any = openpyxl.load_workbook(source)
    for (name, *key, header), value in edits.items():
        sheet = book[name]
        titles = [cell.value for cell in sheet[3]]
        if name in FORMS:
            row = 4 + int(key[0])
        else:
            places = [place for place, title in enumerate(titles, 1) if title in ("编号", "阶段", "应反馈日期", "指标编号", "期间")]
            keys = {n: [str(sheet.cell(n, place).value)[:10] for place in places] for n in range(4, sheet.max_row + 1)}
            row = next(n for n, found in keys.items() if found[: len(key)] == key)
        sheet.cell(row, titles.index(header) + 1).value = value
    if more:
        more(book)
    book.save(target)
    return target
