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
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = Sequence[Any]
AS_OF = dt.date(2026, 12, 31)


class Recorder:
    """A Book that passes everything on and keeps what was staged, so that a yardstick can stage the same."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.staged: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.book, name)
        if name not in ("replace", "append", "update", "put"):
            return method

        def recorded(*arguments: Any) -> Any:
            self.staged.append((name, arguments))
            return method(*arguments)

        return recorded


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


def measured(commands: dict[str, list[str]], book: Path, runs: int, beside: Sequence[Path] = ()) -> dict[str, list[tuple[float, float]]]:
    """Seconds and megabytes of whole processes, each on a fresh copy of the book, the commands in turn so that a busy machine
    hurts all alike. The first round only warms up. Modules are compiled, as they are where pip has installed them.
    beside: folders that lie beside the book and are only read."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    found: dict[str, list[tuple[float, float]]] = {title: [] for title in commands}
    for number in range(runs + 1):
        for title, command in commands.items():
            with tempfile.TemporaryDirectory(dir=book.parent) as folder:
                copy = Path(folder) / book.name
                shutil.copy(book, copy)
                for other in beside:
                    (copy.parent / other.name).symlink_to(other)
                words = ["/usr/bin/time", "-f", "%M", *(word.replace("{book}", str(copy)) for word in command)]
                begin = time.perf_counter()
                done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, env=environment)
                seconds = time.perf_counter() - begin
            if done.returncode > 1:
                raise SystemExit(done.stderr)
            if number:
                found[title].append((seconds, float(done.stderr.split()[-1]) / 1024))
    return found


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
        ours = [seconds for seconds, _ in found["duban refresh"]]
        print(f"{given.items or 422} items, median of {given.runs} runs in turn")
        for title, runs in found.items():
            seconds = [run[0] for run in runs]
            ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, seconds, strict=True))
            size = max(run[1] for run in runs)
            print(f"{title:14} {statistics.median(seconds):7.2f} s {size:6.0f} MB   duban refresh ÷ this: {ratio:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        yardstick(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
