"""A small office for the tests of 下发: rows by header, a book in memory, what a run left behind."""

import datetime as dt
from pathlib import Path
from typing import Any

from addin.closed.file_book import FileBook
from macros.steps.report import Options
from support.fake_book import FakeBook, master_in
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

DAY = dt.date(2026, 3, 3)
NOW = dt.datetime(2026, 3, 3, 9, 15, 30, 123456)
Cells = dict[str, Value]


def line(table: str, cells: Cells) -> list[Value]:
    assert cells.keys() <= set(TABLES[table].headers)
    return [cells.get(header) for header in TABLES[table].headers]


def item(number: str, department: str, **cells: Value) -> Cells:
    common: Cells = {"事项": f"事项{number}", "来源": "其他", "类别": "重点", "级别": "部门级", "主责部门": department, "责任人": "张三"}
    return {"编号": number, **common, "下达日期": dt.date(2026, 3, 2), "办理时限": dt.date(2026, 6, 30), "状态": "办理", **cells}


def departments(*names: str) -> list[Cells]:
    return [{"部门": name, "类型": "业务职能", "联系人": f"{name[:2]}联系", "手机": "138"} for name in names]


def stage(number: str, name: str = "一", **cells: Value) -> Cells:
    return {"编号": number, "阶段": name, "阶段任务": f"任务{number}", "完成时限": dt.date(2026, 3, 31), **cells}


def fake(folder: Path, **given: list[Cells]) -> FakeBook:
    """A book in memory whose folders lie in `folder`."""
    return master_in(folder, given, "督办总台账.xlsx")


def options(day: int = 3, **more: Any) -> Options:
    now = NOW.replace(day=day)
    return Options(now, "测试员", now.date(), more)


def rows_in(book: Any, table: str) -> list[dict[str, Value]]:
    grid = book.read([table])[table]
    return [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]


def shown(path: Path, table: str, header: str = "编号") -> list[Value]:
    grid = FileBook(path).read([table]).get(table)
    return [] if grid is None else [row[grid.headers.index(header)] for row in grid.rows]


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
