"""A small office that sends and collects in memory, for tests: what went out as plain sheets, edits of them, and what comes of it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from addin.foreign.file import foreign_sheets
from addin.foreign.reader import Reader
from macros.collect import stage
from macros.send import send
from macros.steps import batches, run_log, session
from macros.steps.batches import SentBatches
from macros.steps.log_rows import taken_before
from macros.steps.merged_files import Collected, CollectInto, collected
from macros.steps.report import Options, Report, silent
from macros.steps.returned_files import understand
from support.fake_book import FakeBook, every_table
from support.sending import DAY, Cells, line
from udfs.rules.ground.departments import Departments
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.outcomes import ACCEPTED, REFUSED, UNDECIDED, CollectEntry
from workbook_templates.sent.returned import ReturnedFile
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

NOW = dt.datetime(2026, 3, 3, 9, 15, 30)
Sheets = list[ForeignSheet]
Edit = Callable[[list[list[Value]]], None]


def item(number: str, department: str = "甲部", **cells: Value) -> Cells:
    common: Cells = {"事项": f"事项{number}", "来源": "其他", "类别": "重点", "级别": "部门级", "主责部门": department, "责任人": "张三"}
    return {"编号": number, **common, "下达日期": dt.date(2026, 2, 2), "办理时限": dt.date(2026, 6, 30), "状态": "办理", **cells}


def stage_row(number: str, name: str = "一", **cells: Value) -> Cells:
    return {"编号": number, "阶段": name, "阶段任务": f"任务{number}", "完成时限": dt.date(2026, 3, 31), **cells}


def indicator(number: str, department: str = "甲部", **cells: Value) -> Cells:
    common: Cells = {"层级": "部门", "指标": f"指标{number}", "期间": "2026Q1", "主责部室": department, "计分方式": "正向", "目标值": 100.0}
    return {"指标编号": number, **common, **cells}


ROWS: dict[str, list[Cells]] = {
    "部门": [{"部门": name, "类型": "业务职能", "联系人": f"{name}联系", "分管领导": "李总"} for name in ("甲部", "乙部")],
    "人员": [{"工号": "1", "姓名": "张三", "部门": "甲部", "角色": "员工"}, {"工号": "2", "姓名": "李总", "角色": "班子成员"}],
    "督办台账": [
        item("1", 进展情况="旧进展"), item("2"), item("3", 状态="下达"), item("4", "乙部"), item("5", 状态="暂缓"),
    ],
    "阶段目标": [stage_row("1"), stage_row("1", "二", 自评完成度=0.5), stage_row("4")],
    "指标": [indicator("Z1"), indicator("Z2", "乙部")],
}  # fmt: skip


__all__ = ["DAY", "NOW", "ROWS", "Cells", "RoundTrip", "arrival", "changed", "edited", "header_row", "item", "line", "stage_row"]


class RoundTrip:
    """send once when made; `sheets` are the files as they went out."""

    def __init__(self, folder: Path, rows: Mapping[str, list[Cells]] = ROWS, now: dt.datetime = NOW) -> None:
        self.book: Any = FakeBook(every_table(rows))
        self.book.path = folder / "督办总台账.xlsx"
        self.now = now
        self.by_path: dict[Path, Sheets] = {}
        self.sent = self.send()

    def options(self, **more: Any) -> Options:
        return Options(self.now, "测试员", self.now.date(), more)

    def send(self, **more: Any) -> Report:
        report = send(self.book, self.options(**more), silent)
        self.paths = {path.stem.rpartition("_")[0]: path for path in report.files[1:]}
        self.sheets = {name: foreign_sheets(path) for name, path in self.paths.items()}
        self.by_path |= {path: self.sheets[name] for name, path in self.paths.items()}
        return report

    def collected(self, *arrived: ReturnedFile, choices: Mapping[str, str] | None = None) -> Collected:
        """What comes of these files, without writing it."""
        self.reading = session.read(self.book, self.options(), silent)
        sent = SentBatches(batches.rows_in(self.book), Departments(self.reading.tables.departments))
        operations = session.logged(self.book)
        given = run_log.numbers_given(operations)
        office = CollectInto(self.reading, sent, taken_before(operations), choices or {}, self.book.path, given)
        with Kept(self.by_path) as reader:
            return collected(office, reader, arrived)

    def collect(self, *arrived: ReturnedFile, choices: Mapping[str, str] | None = None) -> Collected:
        """The same, written into the book."""
        done = self.collected(*arrived, choices=choices)
        stage(self.book, self.reading, done, self.options())
        self.book.commit(None)
        return done

    def rows(self, table: str) -> list[Cells]:
        grid = self.book.read([table])[table]
        return [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]

    def row(self, table: str, *key: Value) -> Cells:
        (found,) = [row for row in self.rows(table) if tuple(row[header] for header in TABLES[table].key)[: len(key)] == key]
        return found

    def answer(self, department: str = "甲部", edits: Mapping[Any, Value] | None = None, name: str = "") -> ReturnedFile:
        """The department's file with cells filled in: (sheet, key…, header) → value; a form: (sheet, number of the row, header)."""
        sheets = self.sheets[department]
        for (table, *key, header), value in (edits or {}).items():
            sheets = [edited(sheet, key, header, value) if sheet.name == table else sheet for sheet in sheets]
        return arrival(sheets, name or f"{department}.xlsx")


class Kept(Reader):
    """A reader without a child, that knows the files as they went out."""

    def __init__(self, sheets: Mapping[Path, Sheets]) -> None:
        super().__init__()
        self._sheets = sheets

    def start(self) -> None:
        raise AssertionError("no child is needed")

    def read(self, paths: Sequence[Path]) -> Any:
        return iter([(path, self._sheets[path]) for path in paths])


def arrival(sheets: Sheets, name: str = "甲部.xlsx") -> ReturnedFile:
    file = ReturnedFile(name, Path(name))
    understand(file, sheets)
    return file


def header_row(sheet: ForeignSheet) -> int:
    return next(index for index, row in enumerate(sheet.rows) if sum(value is not None for value in row) > 3)


KEYS = ("编号", "阶段", "应反馈日期", "指标编号", "期间")


def edited(sheet: ForeignSheet, key: Sequence[str], header: str, value: Value, keys: Sequence[str] = KEYS) -> ForeignSheet:
    """One cell of a sheet changed, as a person types it; in a form the key is the number of the row, from 0."""
    rows = [[*row] for row in sheet.rows]
    top = next(n for n, row in enumerate(rows) if header in row)
    titles = rows[top]
    places = [place for place, title in enumerate(titles) if title in keys]
    if sheet.name in ("延期申请", "异议", "申报", "申报阶段", "批示"):
        at = top + 1 + int(key[0])
        while len(rows) <= at:
            rows.append([None] * len(titles))
    else:
        found = {n: [str(rows[n][place]) for place in places if rows[n][place] is not None][: len(key)] for n in range(top + 1, len(rows))}
        at = next(n for n, texts in found.items() if texts == list(key))
    rows[at] += [None] * (len(titles) - len(rows[at]))
    rows[at][titles.index(header)] = value
    return sheet._replace(rows=rows)


def changed(sheets: Sheets, name: str, edit: Edit) -> Sheets:
    """The rows of one sheet edited by a function."""
    found = []
    for sheet in sheets:
        rows = [[*row] for row in sheet.rows]
        if sheet.name == name:
            edit(rows)
        found.append(sheet._replace(rows=rows, percent=frozenset(), formulas=frozenset()) if sheet.name == name else sheet)
    return found


def told(done: Collected, outcome: str) -> list[CollectEntry]:
    return [entry for entry in done.entries if entry.outcome == outcome]


def taken(done: Collected) -> dict[tuple[str, str, str, str], str]:
    """(table, 编号, 阶段, field) → value of what was accepted."""
    return {(e.table, e.number, e.part, e.field): e.returned for e in told(done, ACCEPTED)}


def refused(done: Collected) -> list[str]:
    return [f"{entry.table} {entry.number} {entry.part} {entry.field}: {entry.reason}" for entry in told(done, REFUSED)]


def waiting(done: Collected) -> list[str]:
    return [f"{entry.table} {entry.number} {entry.part} {entry.field}: {entry.reason}" for entry in told(done, UNDECIDED)]
