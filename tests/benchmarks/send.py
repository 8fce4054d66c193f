"""How long `duban send` for 60 departments takes beside the least that any tool must do: whole processes, start included.

    python tests/benchmarks/send.py [--departments N] [--runs N]

Run by hand; the table in docs/速度.md is what it printed. Each department has the rows of one of the sample company, all of them
still being worked on. The yardstick gets everything ready-made and only
  reads     every table of the master that the product reads, by FileBook,
  writes    each department's tables and forms by bare XlsxWriter: the same cells, formats, input checks and protection,
  patches   批次 in the master by FileBook, with a backup.
It parses nothing, computes nothing, and measures no row.
"""

import datetime as dt
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

from timing import AS_OF, asked, measured, print_beside

COUNT = 60
NOW = dt.datetime(2026, 12, 31, 9)
Plain = list[dict[str, Any]]
"""The sheets of one file: name, headers, widths, cells, number formats, open cells, checks."""


def prepare(folder: Path, count: int) -> tuple[Path, Path, int]:
    """A master with `count` departments that was never sent from; what the yardstick writes; how many cells can be filled in."""
    from addin.closed.file_book import FileBook
    from macros.send import addressees
    from macros.steps import batches, session
    from macros.steps.report import Options, silent
    from udfs.exchange.cutting import Wanted
    from udfs.exchange.department_rows import DepartmentCutter
    from udfs.rules.ground.workdays import Calendar
    from udfs.rules.judging.judgement import judge
    from workbook_templates.master.master import write_master
    from workbook_templates.sent.sent_file import Batch

    book, ready = folder / "督办总台账.xlsm", folder / "ready.pickle"
    write_master(book, company(count), company="示范供电公司", year=2026)
    reading = session.read(FileBook(book), Options(NOW, as_of=AS_OF), silent)
    judgement = judge(reading.tables, AS_OF, Calendar(reading.tables.holidays))
    wanted = Wanted(tuple(addressees(judgement, ())), asked=False, number="20261231-1")
    rows = DepartmentCutter(reading.tables, judgement, wanted).cut()
    sent = batches.new_rows(rows.files, Batch("20261231-1", AS_OF, "", "督办办公室"), NOW)
    ready.write_bytes(pickle.dumps(([sheets_of(one) for one in rows.files], sent)))
    return book, ready, len(sent)


def company(count: int) -> dict[str, Any]:
    """The sample company with its departments again and again; each keeps its items, and nothing of them is closed."""
    from workbook_templates.sample import sample_rows
    from workbook_templates.tables import TABLES

    rows: dict[str, Any] = {**sample_rows()}
    places = {name: {header: n for n, header in enumerate(TABLES[name].headers)} for name in ("督办台账", "部门")}
    names = [row[0] for row in rows["部门"]]
    made: dict[str, Any] = {name: [] for name in ("部门", "督办台账", "阶段目标", "反馈记录")}
    for number in range(count):
        turn, name = divmod(number, len(names))
        made["部门"].append([*rows["部门"][name]])
        made["部门"][-1][0], made["部门"][-1][places["部门"]["曾用名"]] = f"{names[name]}{turn}", None
        ours = set()
        for row in rows["督办台账"]:
            if row[0] and row[places["督办台账"]["主责部门"]] == names[name]:
                copy = [*row]
                ours.add(copy[0])
                copy[0], copy[places["督办台账"]["主责部门"]] = f"{turn}-{copy[0]}", f"{names[name]}{turn}"
                copy[places["督办台账"]["前置编号"]] = None
                if copy[places["督办台账"]["状态"]] == "办结":
                    copy[places["督办台账"]["状态"]] = "办理"
                made["督办台账"].append(copy)
        for table in ("阶段目标", "反馈记录"):
            made[table] += [[f"{turn}-{row[0]}", *row[1:]] for row in rows[table] if row[0] in ours]
    return {**rows, **made, "变更记录": [], "认定记录": []}


def sheets_of(department: Any) -> Plain:
    """What bare XlsxWriter is told of one department's sheets."""
    from workbook_templates.reading.cells import written
    from workbook_templates.sent.department_kind import DEPARTMENT_KIND, FORMS
    from workbook_templates.sent.sent_sheet import FORM_ROWS, Choices, check_for
    from workbook_templates.sent.sent_workbook import own_numbers
    from workbook_templates.sheets.column_styles import number_format

    found = []
    sheets = {name: sheet.table for name, sheet in DEPARTMENT_KIND.sheets.items()}
    for name, table in (*sheets.items(), *FORMS.items()):
        rows = department.tables.get(name) if name in sheets else [None] * FORM_ROWS
        if not rows:
            continue
        choices = Choices(department.people, own_numbers(department) if name in FORMS else "")
        found.append(
            {
                "name": name,
                "headers": table.headers,
                "widths": [column.spec.width for column in table.columns],
                "formats": [number_format(column) for column in table.columns],
                "cells": [[None] * len(table.columns) if row is None else [*map(written, row.values)] for row in rows],
                "open": [
                    [column.spec.by == "部门" and (row is None or column.header not in row.locked) for column in table.columns]
                    for row in rows
                ],
                "checks": [check_for(table, column, AS_OF, choices) if column.spec.by == "部门" else None for column in table.columns],
            }
        )
    return found


def yardstick(book: Path, ready: Path) -> None:
    """What a child process does."""
    from addin.closed.file_book import FileBook
    from workbook_templates.reading.parse import READ
    from workbook_templates.tables import TABLES

    files, sent = pickle.loads(ready.read_bytes())  # noqa: S301 - our own file of a moment ago
    target = FileBook(book)
    target.read([*READ, "批次"])
    for number, sheets in enumerate(files):
        write_file(book.with_name(f"{number}.xlsx"), sheets)
    target.replace("批次", TABLES["批次"].headers, sent)
    target.commit(book.with_name("backup.xlsm"))


def write_file(path: Path, sheets: Plain) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as workbook:
        made: dict[tuple[str, bool], Any] = {}
        for told in sheets:
            sheet = workbook.add_worksheet(told["name"])
            columns = [{"header": header} for header in told["headers"]]
            last, rows = len(columns) - 1, told["cells"]
            sheet.add_table(2, 0, 2 + len(rows), last, {"name": told["name"], "columns": columns, "style": None})
            for place, (width, check) in enumerate(zip(told["widths"], told["checks"], strict=True)):
                sheet.set_column(place, place, width)
                if check:
                    sheet.data_validation(3, place, 2 + len(rows), place, {**check})
            for number, (row, open_) in enumerate(zip(rows, told["open"], strict=True), 3):
                for place, value in enumerate(row):
                    key = told["formats"][place], open_[place]
                    if key not in made:
                        made[key] = workbook.add_format({"num_format": key[0], "locked": not key[1], "border": 1, "text_wrap": True})
                    if value is None:
                        sheet.write_blank(number, place, None, made[key])
                    elif isinstance(value, str):
                        sheet.write_string(number, place, value, made[key])
                    elif isinstance(value, dt.date):
                        sheet.write_datetime(number, place, value, made[key])
                    else:
                        sheet.write_number(number, place, value, made[key])
            sheet.freeze_panes(3, 2)
            sheet.protect("")


def main() -> None:
    given = asked(departments=COUNT, runs=7)
    with tempfile.TemporaryDirectory() as name:
        book, ready, cells = prepare(Path(name), given.departments)
        commands = {
            "duban send": [sys.executable, "-P", "-m", "macros", "send", "{book}", "--as-of", AS_OF.isoformat(), "--quiet"],
            "yardstick": [sys.executable, __file__, "child", "{book}", str(ready)],
        }
        found = measured(commands, book, given.runs)
        print(f"{given.departments} departments, {cells} cells to fill in, median of {given.runs} runs in turn")
        print_beside("duban send", found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        yardstick(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
