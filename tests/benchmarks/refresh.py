"""How long `duban refresh` takes beside the least that any tool must do: whole processes, start included, medians and ratios.

    python tests/benchmarks/refresh.py [--items N] [--stages N] [--runs N]

Without --items it measures the sample company. Run by hand; the table in docs/速度.md is what it printed.
The yardsticks write the very cells that the refresh writes, handed to them ready-made:
  read+patch    calamine reads every table, FileBook patches the result cells (no rule is computed)
  read+write    calamine reads every table, XlsxWriter writes the result cells into a new file
  pandas        pandas.read_excel of every sheet, openpyxl loads and saves the workbook
"""

import argparse
import datetime as dt
import pickle
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from timing import AS_OF, Recorder, measured, print_beside

Row = Sequence[Any]


def prepare(folder: Path, items: int, stages: int) -> tuple[Path, Path]:
    """A master that was never refreshed, and the cells that its refresh stages."""
    from addin.closed.file_book import FileBook
    from macros.refresh import refresh
    from macros.steps.report import Options, silent
    from workbook_templates.master.master import write_master
    from workbook_templates.sample import sample_rows
    from workbook_templates.tables import TABLES

    book, staged = folder / "督办总台账.xlsm", folder / "staged.pickle"
    rows = sample_rows()
    if items:
        ledger = [TABLES["督办台账"].headers.index(header) for header in ("编号", "事项", "依据", "前置编号")]
        rows["督办台账"] = multiplied(rows["督办台账"], items, ledger)
        rows["阶段目标"] = multiplied(rows["阶段目标"], stages, [0])
        for name in ("反馈记录", "变更记录", "认定记录"):
            rows[name] = []
    write_master(book, rows, company="示范供电公司", year=2026)
    recorder = Recorder(FileBook(book))
    shutil.copy(book, folder / "kept.xlsm")
    refresh(recorder, Options(dt.datetime(2026, 12, 31, 9), as_of=AS_OF), silent)
    staged.write_bytes(pickle.dumps(recorder.staged))
    shutil.move(folder / "kept.xlsm", book)
    shutil.rmtree(folder / "归档", ignore_errors=True)
    return book, staged


def multiplied(rows: Sequence[Row], count: int, marked: Sequence[int]) -> list[Row]:
    """`count` rows: the rows again and again, each round with numbers and texts of its own in the columns `marked`."""
    made: list[Row] = []
    for place in range(count):
        row = [*rows[place % len(rows)]]
        for column in marked:
            if row[column] is not None:
                row[column] = f"{place // len(rows):03d}-{row[column]}"
        made.append(row)
    return made


def yardstick(name: str, book: Path, staged: Path) -> None:
    """What a child process does."""
    if name == "pandas":
        import openpyxl
        import pandas as pd

        pd.read_excel(book, sheet_name=None, engine="openpyxl")
        openpyxl.load_workbook(book, keep_vba=True).save(book.with_name("saved.xlsm"))
        return
    from python_calamine import load_workbook

    reader = load_workbook(str(book))
    for sheet in reader.sheet_names:
        reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    calls = pickle.loads(staged.read_bytes())  # noqa: S301 - our own file of a moment ago
    if name == "read+patch":
        from addin.closed.file_book import FileBook

        target = FileBook(book)
        for method, arguments in calls:
            getattr(target, method)(*arguments)
        target.commit(book.with_name("backup.xlsm"))
    else:
        write_cells(book.with_name("written.xlsx"), calls)


def write_cells(path: Path, calls: list[tuple[str, tuple[Any, ...]]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for method, arguments in calls:
            if method in ("replace", "append"):
                sheet = workbook.add_worksheet()
                for number, row in enumerate(arguments[2]):
                    for column, value in enumerate(row):
                        if isinstance(value, dt.date):
                            sheet.write_datetime(number, column, value, date)
                        elif value is not None:
                            sheet.write(number, column, value)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=0)
    parser.add_argument("--stages", type=int, default=0)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--without-pandas", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        book, staged = prepare(Path(name), given.items, given.stages or given.items * 2)
        commands = {"duban refresh": [sys.executable, "-P", "-m", "macros", "refresh", "{book}", "--as-of", AS_OF.isoformat(), "--quiet"]}
        for yard in ("read+patch", "read+write", *(() if given.without_pandas else ("pandas",))):
            commands[yard] = [sys.executable, __file__, "child", yard, "{book}", str(staged)]
        found = measured(commands, book, given.runs)
        print(f"{given.items or 422} items, median of {given.runs} runs in turn")
        print_beside("duban refresh", found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        yardstick(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
