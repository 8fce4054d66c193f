"""The office whose year is played: its workbook in a folder, the clock, the command line, and what a clerk types."""

import contextlib
import datetime as dt
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addin.closed.file_book import FileBook
from macros.__main__ import run
from workbook_templates.master.master import write_master
from workbook_templates.reading.clock import STOPPED
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

Cells = dict[str, Any]
NOT_DONE = 2


def line(table: str, cells: Mapping[str, Any]) -> list[Value]:
    """A row in the order of the headers of its table."""
    assert cells.keys() <= set(TABLES[table].headers), cells.keys() - set(TABLES[table].headers)
    return [cells.get(header) for header in TABLES[table].headers]


@dataclass
class Office:
    """path: the master. day, hour: now. said: what the commands of this day printed, each with its arguments and status."""

    path: Path
    day: dt.date
    hour: int = 9
    said: list[tuple[tuple[str, ...], int, str]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.path.parent

    def run(self, *arguments: str, refused: bool = False) -> str:
        """One command at the office's hour; what it printed. refused: it may refuse with a reason."""
        self.hour += 1
        with clock(self.day, self.hour), contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            status = run([arguments[0], str(self.path), *arguments[1:]])
        text = out.getvalue() + err.getvalue()
        self.said.append((arguments, status, text))
        assert "程序出错" not in text, f"{self.day} {arguments}: {text}"
        assert refused or status != NOT_DONE, f"{self.day} {arguments}: {text}"
        return text

    def rows(self, table: str) -> list[Cells]:
        """A table as it stands in the file, header → value."""
        return self.tables(table)[table]

    def tables(self, *names: str) -> dict[str, list[Cells]]:
        """Several tables, read at once."""
        grids = FileBook(self.path).read(names)
        return {name: [dict(zip(grid.headers, row, strict=True)) for row in grid.rows] for name, grid in grids.items()}

    def type(self, added: Mapping[str, Sequence[Cells]], changed: Mapping[str, Mapping[tuple[int, str], Any]]) -> None:
        """What the clerk types in one sitting and saves: rows below the tables, and cells by body row and header."""
        book = FileBook(self.path)
        for table, rows in added.items():
            if rows:
                book.append(table, TABLES[table].headers, [line(table, row) for row in rows])
        for table, cells in changed.items():
            if cells:
                book.update(table, cells)
        book.commit(None)


@contextlib.contextmanager
def clock(day: dt.date, hour: int) -> Iterator[None]:
    """The clock that every command reads stands at this hour."""
    before = os.environ.get(STOPPED)
    os.environ[STOPPED] = dt.datetime.combine(day, dt.time(min(hour, 23))).isoformat()
    try:
        yield
    finally:
        del os.environ[STOPPED]
        if before is not None:
            os.environ[STOPPED] = before


LEADERS = (("L1", "陈志远", "主要领导"), ("L2", "李国华", "班子成员"), ("L3", "赵敏", "班子成员"))
UNITS = (
    ("办公室", "业务职能", "李国华"),
    ("财务部", "业务职能", "赵敏"),
    ("运检部", "业务职能", "李国华"),
    ("城东所", "基层", "赵敏"),
    ("城西所", "基层", "赵敏"),
    ("河口所", "基层", "李国华"),
    ("后勤中心", "后勤", "李国华"),
)
RENAMED = ("运检部", "设备管理部", dt.date(2026, 6, 15))
"""A department takes another name in the middle of the year; the rows that are there keep the old one."""
NAMESAKE = "王强"
"""One person of this name in 运检部 and one in 城东所."""
SURNAMES, GIVEN = "周吴郑冯蒋沈韩杨朱秦许何吕张孔曹", "丽伟芳军静涛洁勇艳杰娟磊霞刚敏波"
FIRST = dt.date(2026, 3, 2)
"""启用日期: the first day that is played."""


def people() -> list[Cells]:
    """Three leaders, a head and two others in each unit."""
    rows = [
        {"工号": number, "姓名": name, "角色": role, "分管部门": "、".join(unit for unit, _, leader in UNITS if leader == name) or None}
        for number, name, role in LEADERS
    ]
    for place, (unit, _, _) in enumerate(UNITS):
        for nth, role in enumerate(("部门负责人", "员工", "员工")):
            name = SURNAMES[2 * place + nth % 2] + GIVEN[(3 * place + nth) % len(GIVEN)] + ("明" if nth == 1 else "")
            name = NAMESAKE if nth == 2 and unit in ("运检部", "城东所") else name
            rows.append({"工号": f"{place + 1}{nth + 1:02d}", "姓名": name, "部门": unit, "角色": role, "手机": f"1380013{place}{nth}00"})
    return rows


def new_office(folder: Path, name: str = "督办总台账.xlsm") -> Office:
    """The workbook on its first day: units, people, targets, risk points, indicators of the first quarter to come."""
    staff = people()
    heads = {row["部门"]: row["姓名"] for row in staff if row["角色"] == "部门负责人"}
    units = [
        {"部门": unit, "类型": kind, "分管领导": leader, "负责人": heads[unit], "联系人": heads[unit], "排序": float(place)}
        for place, (unit, kind, leader) in enumerate(UNITS, 1)
    ]
    targets = [
        {
            "目标编号": f"M{n}",
            "年度": 2026.0,
            "主题": ("安全", "服务", "经营")[n % 3],
            "目标": f"年度目标第{n}项",
            "主责部门": UNITS[n % 7][0],
        }
        for n in range(1, 8)
    ]
    risks = [
        {"风险编号": f"F{n}", "部门": UNITS[n % 7][0], "风险点": f"第{n}个风险点", "频率": float(1 + n % 3),
         "主观性": 2.0, "危害": float(1 + n % 2 * 2),
         "更新日期": dt.date(2025, 6, 1)}
        for n in range(1, 11)
    ]  # fmt: skip
    settings = [("启用日期", FIRST), ("单位名称", "示范镇供水公司")]
    path = folder / name
    rows: dict[str, list[Cells]] = {"部门": units, "人员": staff, "目标库": targets, "风险点": risks}
    write_master(path, {table: [line(table, row) for row in of] for table, of in rows.items()}, company="示范镇供水公司", year=2026)
    for inner in ("下发", "回收", "输出", "归档", "模板"):
        (folder / inner).mkdir()
    office = Office(path, FIRST)
    names = [row["名称"] for row in office.rows("参数")]
    office.type(
        {"参数": [{"名称": name, "取值": value} for name, value in settings if name not in names]},
        {"参数": {(names.index(name), "取值"): value for name, value in settings if name in names}},
    )
    return office
