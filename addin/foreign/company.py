"""What a group takes over of one company: the master or its published copy, as its own last refresh left it. Nothing is judged here.

To be called in a child with limits (reader.py). Only the sheets that are wanted are opened, after the guards have looked at them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from addin.closed.contents import contents, noted_in
from addin.closed.guards import OWN, guarded, readable
from addin.closed.sheet_formats import Formats, formats_of, percent_cells
from addin.closed.sheet_scan import error_cells
from addin.closed.table_values import SheetValues, looker
from addin.table_part import TablePart
from workbook_templates.master.dashboard import SHEET, WHOLE_COMPANY
from workbook_templates.reading.cells import Wrong, plain, read_rate, text_of
from workbook_templates.reading.errors import FileRefused
from workbook_templates.sent.unit_kind import SUPERIOR
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

LEDGER, LIGHTS, STAGES, FEEDBACK, PAST = "督办台账", "亮灯", "阶段目标", "反馈记录", "历史成绩"
WANTED: Mapping[str, tuple[str, ...]] = {
    "参数": ("名称", "取值"),
    "亮灯规则": ("灯", "下限", "含下限"),
    LEDGER: ("编号", "事项", "来源", "提出人", "主责部门", "责任人", "级别", "类别", "状态", "密级", "进展情况", "提交日期", "办结说明"),
    LIGHTS: ("编号", "考核时限", "完成度", "灯", "逾期天数", "环节"),
    STAGES: ("编号", "阶段", "自评完成度", "自评说明", "确认完成度"),
    FEEDBACK: ("编号", "应反馈日期", "反馈日期", "反馈人", "内容", "存在问题", "需协调事项", "未按期原因", "下步措施", "工作计划"),
    "部门成绩": (
        "期间", "部门", "类型", "督办", "亮灯", "指标", "抽查", "综合", "类型排名", "参评", "绿", "黄", "红", "按期办结率", "办结率",
    ),
    PAST: ("期间", "对象类型", "对象", "类型", "维度", "得分", "排名", "等次", "分子", "分母", "绿", "黄", "红", "结账时间"),
}  # fmt: skip
"""Table → the columns that are taken over. Of 历史成绩 no person and no item."""
OURS = frozenset({LIGHTS, "部门成绩", PAST})
"""Tables that a refresh or a closing has written: their values need no looking after."""
SHARES = frozenset({"自评完成度", "确认完成度"})
MARKED = ("红灯", "黄灯")
FROM_ABOVE = "上级部署"
SHOWN_OBJECTS = ("公司", "部门")
OPEN_MARKS = ("", "无")
NO_SECRECY = "没有密级这一列"
"""密级 of the items of a ledger that has lost the column: the matter stays in."""
Cells = dict[str, Value]


class TableLines:
    """A table as the sheet has it; only what is asked for is made a value. Error cells are errors, not blanks."""

    def __init__(self, table: TablePart, values: SheetValues, xml: bytes) -> None:
        self.lines = values.rows(table.sheet)
        self.rows = range(table.first, min(table.last, len(self.lines)) + 1)
        self.places = {header: table.area.left + table.headers.index(header) for header in WANTED[table.name] if header in table.headers}
        self.look = looker(self.lines, error_cells(xml) if b't="e"' in xml else {})
        self.table, self.xml = table, xml

    def raw(self, row: int, header: str) -> Any:
        """A cell as calamine has it; blank where the table has no such column."""
        place, line = self.places.get(header, 0), self.lines[row - 1]
        return line[place - 1] if 0 < place <= len(line) else ""

    def number(self, row: int) -> str:
        value = self.raw(row, "编号")
        return plain(value) if value else ""

    def cells(self, row: int) -> Cells:
        if self.table.name in OURS:
            return {header: None if (value := self.raw(row, header)) == "" else value for header in self.places}
        return {header: self.look(row, place) for header, place in self.places.items()}


def with_shares(stages: TableLines, rows: Sequence[int], formats: Formats) -> list[Cells]:
    """These rows with the completions as shares, as their cells show them; blank where they can't be read."""
    percent = percent_cells(stages.xml, formats, stages.table.body) if rows else ()
    found = []
    for row in rows:
        cells = stages.cells(row)
        for header in SHARES & cells.keys():
            try:
                share = read_rate(cells[header], TABLES[STAGES].column(header), percent=(row, stages.places[header]) in percent)
            except Wrong:
                share = None
            cells[header] = None if share is None else float(share)
        found.append(cells)
    return found


def company_of(path: Path) -> dict[str, Any]:
    """digest, version (督办版本, '' where it was lost), figures (台_全公司: name → 数, 分子, 分母), and rows by table, each header → value.

    Raises FileRefused for a file that is no master. Of items only those are there that are red, yellow, overdue or a superior's."""
    sheets = {SHEET, *WANTED}
    package = guarded(path, OWN, sheets)
    with readable(path.name):
        book = contents(package, sheets)
        missing = {"参数", LEDGER, LIGHTS} - book.tables.keys()
        if missing or SHEET not in book.sheets:
            raise FileRefused.of(path.name, "不是督办总台账，也不是公布本", "请给出总台账（.xlsm、.xlsx）或公布的公布本")
        values = SheetValues(package, book.sheets)
        found = {name: TableLines(book.tables[name], values, package.plain(book.sheets[name])) for name in WANTED if name in book.tables}
        rows, figures = taken(found), figures_in(values.rows(SHEET))
        if STAGES in found and (own := [row for row in found[STAGES].rows if is_superior(found[STAGES], row)]):
            rows[STAGES] = with_shares(found[STAGES], own, formats_of(package, book.workbook))
    return {
        "digest": hashlib.sha256(package.data).hexdigest(),
        "version": noted_in(package, "督办版本"),
        "figures": figures,
        "rows": rows,
    }


def figures_in(lines: Sequence[Sequence[Any]]) -> dict[str, tuple[Any, ...]]:
    """台_全公司 of 操作台, found by its headers; {} where it is not there or empty."""
    headers = list(WHOLE_COMPANY.headers)
    for row, line in enumerate(lines):
        for place, value in enumerate(line):
            if value == headers[0] and list(line[place : place + 4]) == headers:
                below = (lines[at][place : place + 4] for at in range(row + 1, min(row + 1 + WHOLE_COMPANY.rows, len(lines))))
                return {str(name): tuple(one if one != "" else None for one in rest) for name, *rest in below if name}
    return {}


def taken(tables: Mapping[str, TableLines]) -> dict[str, list[Cells]]:
    """What is handed on of the tables."""
    kept: dict[str, list[Cells]] = {name: [] for name in WANTED if name != LIGHTS}
    for name, table in tables.items():
        if name not in (LEDGER, LIGHTS):
            kept[name] = [table.cells(row) for row in table.rows if is_kept(name, table, row)]
    lights, ledger = tables[LIGHTS], tables[LEDGER]
    lit = {number: row for row in lights.rows if (number := lights.number(row))}
    marked = {number for number, row in lit.items() if lights.raw(row, "灯") in MARKED or lights.raw(row, "逾期天数")}
    found: dict[str, Cells] = {}
    for row in ledger.rows:
        number = ledger.number(row)
        if number in marked or ledger.raw(row, "来源") == FROM_ABOVE or number.startswith(SUPERIOR):
            cells = ledger.cells(row)
            light = lights.cells(lit[number]) if number in lit else {}
            secrecy = text_of(cells["密级"]).strip() if "密级" in cells else NO_SECRECY
            before = found.get(number, {}).get("密级") or secrecy  # of two items with one number the more secret one counts
            found[number] = {**dict.fromkeys(WANTED[LIGHTS]), **cells, **light, "密级": before if before not in OPEN_MARKS else secrecy}
    return {**kept, LEDGER: list(found.values())}


def is_kept(name: str, table: TableLines, row: int) -> bool:
    """Whether a row is taken over."""
    if name == PAST:
        return table.raw(row, "对象类型") in SHOWN_OBJECTS or not table.raw(row, "维度")  # or it says that a period was reopened
    if name in (STAGES, FEEDBACK):
        return is_superior(table, row)
    return any(table.raw(row, header) not in ("", None) for header in table.places)


def is_superior(table: TableLines, row: int) -> bool:
    """Whether a row is about an item that a group has sent; most are not, and need no second look."""
    return SUPERIOR[0] in str(table.raw(row, "编号")) and table.number(row).startswith(SUPERIOR)
