"""A small office for the tests of the daily run: its master on disk, a run of a day, and what is there afterwards."""

import datetime as dt
from pathlib import Path
from typing import Any

from addin import store
from addin.closed.file_book import FileBook
from macros.attempt import attempt, on_file
from macros.steps.report import Options, Report, silent
from workbook_templates.master.master import write_master
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import BY_KEY
from workbook_templates.tables.grid import Value

Cells = dict[str, Value]
COMPANY = "示范供电公司"
NO_SETTINGS: Cells = {}


def item(number: str, due: dt.date, **cells: Value) -> Cells:
    common: Cells = {"事项": f"推进事项{number}", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "发展部", "责任人": "张三"}
    return {"编号": number, **common, "下达日期": dt.date(2026, 3, 2), "办理时限": due, "状态": "办理", **cells}


ROWS: dict[str, list[Cells]] = {
    "督办台账": [item("A1", dt.date(2026, 6, 29)), item("A2", dt.date(2026, 7, 9), 责任人="李四")],
    "人员": [
        {"工号": name, "姓名": name, "部门": "发展部", "角色": "员工", "手机": phone, "邮箱": mail}
        for name, phone, mail in (("张三", "13800000003", "zhang@x.cn"), ("李四", "13800000004", "li@x.cn"))
    ],
    "部门": [{"部门": "发展部", "类型": "业务职能"}, {"部门": "督办办公室", "类型": "业务职能", "邮箱": "office@x.cn"}],
    "指标": [
        {"指标编号": "Z1", "层级": "部门", "指标": "售电量", "期间": "2026Q2", "主责部室": "发展部", "责任人": "张三", "计分方式": "正向",
         "目标值": 100, "实际值": 90, "计量单位": "万"}
    ],
}  # fmt: skip


def new_master(folder: Path, settings: Cells = NO_SETTINGS, /, **rows: list[Cells]) -> Path:
    """The master of the office, with the folders around it."""
    path = folder / "督办总台账.xlsx"
    for part in store.folders(path):
        part.mkdir(parents=True, exist_ok=True)
    told = {**ROWS, "参数": [{"名称": name, "取值": value} for name, value in {"单位名称": COMPANY, **settings}.items()], **rows}
    table = {name: [[row.get(header) for header in TABLES[name].headers] for row in lines] for name, lines in told.items() if lines}
    write_master(path, table, company=COMPANY, year=2026)
    return path


def run_day(path: Path, now: dt.datetime, **more: Any) -> Report:
    """What the command line does with daily."""
    options = Options(now, "测试员", None, {"scheduled": False, **more})
    return attempt(BY_KEY["daily"], lambda: on_file(BY_KEY["daily"], path, options, silent), path.parent)


def column(path: Path, table: str, header: str) -> list[Value]:
    grid = FileBook(path).read([table])[table]
    return [row[grid.headers.index(header)] for row in grid.rows]


def page(path: Path, day: dt.date) -> str:
    return (path.parent / "输出" / "每日" / f"{day}.txt").read_text("utf-8-sig")


def open_mark(path: Path) -> Path:
    """What LibreOffice leaves beside a workbook while it is open."""
    mark = path.with_name(f".~lock.{path.name}#")
    mark.write_text(",王芳,机器,2026;", "utf-8")
    return mark
