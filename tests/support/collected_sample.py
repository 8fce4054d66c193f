"""Returned sheets of the sample company as they come in: mostly sound, some wrong, one office that has changed its mind meanwhile."""

import datetime as dt
import random
import shutil
from pathlib import Path
from typing import Any

import openpyxl

from addin.closed.file_book import FileBook
from macros.send import send
from macros.steps.report import Options, silent
from workbook_templates.master.master import write_master
from workbook_templates.sample import sample_rows
from workbook_templates.tables.grid import At, Value

NOW = dt.datetime(2026, 12, 31, 9)
PROGRESS = "已完成现场勘察和初步设计，物资到货 80%，预计 1 月中旬完工"
SAID = ("已完成 12 台开关更换，余下 1 月完成", "正在推进", "召开协调会 2 次，形成纪要", "制度已印发")


def returned(folder: Path) -> Path:
    """The master; beside it 回收 with the departments' files."""
    folder.mkdir()
    path = folder / "督办总台账.xlsm"
    write_master(path, sample_rows(), company="示范供电公司", year=2026)
    sent = send(FileBook(path), Options(NOW, as_of=NOW.date()), silent)
    (folder / "回收").mkdir()
    draw = random.Random(7)
    changed: dict[At, Value] = {}
    grid = FileBook(path).read(["督办台账"])["督办台账"]
    places = {row[0]: place for place, row in enumerate(grid.rows)}
    for number, file in enumerate(sent.files[2:]):
        book: Any = openpyxl.load_workbook(file)
        for item in fill(book, draw, slip=number % 4 == 1):
            if number % 3 == 0:
                changed[places[item], "进展情况"] = "电话了解：现场已开工，等停电计划"
        book.save(folder / "回收" / file.name.replace("_20261231-1", "（发回）"))
    (folder / "回收" / "现场照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    shutil.copy(sent.files[3], folder / "回收" / "损坏的.xlsx")
    (folder / "回收" / "损坏的.xlsx").write_bytes(sent.files[3].read_bytes()[:9000])
    master = FileBook(path)
    master.update("督办台账", changed)
    master.commit(None)
    return path


def fill(book: Any, draw: random.Random, *, slip: bool) -> list[str]:
    """One file as a department fills it in; slip: some of it wrong. The items whose progress it tells."""
    told = []
    for sheet in book.worksheets:
        titles = [cell.value for cell in sheet[3]]
        for row in range(4, sheet.max_row + 1):
            cells = dict(zip(titles, sheet[row], strict=True))
            if sheet.title == "督办台账" and not cells["进展情况"].protection.locked:
                cells["进展情况"].value = PROGRESS
                told.append(cells["编号"].value)
                if draw.random() < 0.3:
                    cells["提交日期"].value = "12月底" if slip else dt.date(2026, 12, 30)
            elif sheet.title == "反馈记录":
                cells["反馈日期"].value, cells["内容"].value = dt.date(2026, 12, 31), draw.choice(SAID)
            elif sheet.title == "阶段目标" and cells["确认完成度"].value is None:
                cells["自评完成度"].value, cells["自评说明"].value = (80 if slip else 0.8), "按计划完成"
    return told[:2]
