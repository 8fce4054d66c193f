"""What only an open workbook can answer: the host's version, our tables in it, a round of awkward values, the cell functions.

The values go through LiveBook into a workbook made for it, which is closed without being saved. Nobody's workbook is written to.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import xlwings as xw

from addin.finding import Finding
from addin.live.live_book import LiveBook
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row, Value

HEADERS = ("文字", "数", "日期")
AWKWARD: tuple[Row, ...] = (
    ("00123", 0.1, dt.date(2026, 3, 5)),
    ("=1+1", -1.0, dt.date(2026, 12, 31)),
    ("2026-3-5", 1e15, None),
    ("1/2", None, dt.date(2024, 2, 29)),
    ("'引号", 12345.678, dt.date(2027, 1, 1)),
)
"""Texts that a spreadsheet takes for numbers, formulas and dates."""
FORMULAS: tuple[tuple[str, Value], ...] = (("=DB_LIGHT(0.85)", "绿灯"), ("=DB_LIGHT(0.8)", "黄灯"), ("=DB_LIGHT(0.5)", "红灯"))
"""With the default bounds of a workbook without settings."""


def self_check(book: xw.Book) -> list[Finding]:
    """Every check on its own: one that fails says so and the others go on."""
    found = [Finding("表格软件", True, f"{book.app.version}，{book.name}，{len(book.sheets)} 张工作表")]
    for check in (tables_found, values_found, functions_found):
        try:
            found += check(book)
        except Exception as error:
            found.append(Finding(check.__name__, False, f"{type(error).__name__}：{error}", "把这个文件发给维护人"))
    return found


def tables_found(book: xw.Book) -> Iterable[Finding]:
    """Whether the workbook is a master."""
    there = LiveBook(book).tables()
    missing = [name for name in TABLES if name not in there]
    yield Finding(
        "总台账的表",
        not missing,
        f"{len(TABLES) - len(missing)} 张" + (f"，缺 {'、'.join(missing[:5])}" if missing else "齐全"),
        "这不是督办总台账，或是旧版本的：运行升级（upgrade）" if missing else "",
    )


def values_found(book: xw.Book) -> Iterable[Finding]:
    """Whether awkward values come back from a new workbook as they were written."""
    trial = book.app.books.add()
    try:
        sheet = trial.sheets[0]
        sheet["A1"].value = [list(HEADERS), ["头", 1.0, dt.datetime(2026, 1, 1)]]
        sheet.tables.add(source=sheet["A1:C2"], name="试写")
        live = LiveBook(trial)
        live.append("试写", HEADERS, AWKWARD)
        live.commit(None)
        back = LiveBook(trial).read(["试写"])["试写"].rows[1:]
    except DubanError as error:
        yield Finding("写入再读出", False, str(error), "把这个文件发给维护人")
        return
    finally:
        trial.close()
    wrong = [f"{there!r} 成了 {here!r}" for there, here in zip(flat(AWKWARD), flat(back), strict=True) if there != here]
    yield Finding("写入再读出", not wrong, "；".join(wrong) or f"{len(AWKWARD)} 行一致", "把这个文件发给维护人" if wrong else "")


def flat(rows: Sequence[Row]) -> list[Value]:
    return [value for row in rows for value in row]


def functions_found(book: xw.Book) -> Iterable[Finding]:
    """What the formulas of a new workbook give; only Excel has the cell functions."""
    trial = book.app.books.add()
    try:
        cell = trial.sheets[0]["A1"]
        got = []
        for formula, _ in FORMULAS:
            cell.formula = formula
            got.append(cell.value)
    finally:
        trial.close()
    if not any(isinstance(value, str) and value for value in got):
        yield Finding("单元格函数", None, "这里没有：要 Windows 上的 Excel，并装好加载项")
        return
    wrong = [f"{formula} 得 {value!r}" for (formula, want), value in zip(FORMULAS, got, strict=True) if value != want]
    remedy = "运行 py addin\\setup_here.py install，重开 Excel" if wrong else ""
    yield Finding("单元格函数", not wrong, "；".join(wrong) or "与程序一致", remedy)
