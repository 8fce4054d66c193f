"""How long a click on 刷新 takes in LibreOffice, beside `duban refresh` of the closed file: the sample company, one cell changed each time.

    python tests/benchmarks/button.py [--runs N]

Run by hand; the table in docs/速度.md is what it printed. The click is a real one, through the accessibility interface of the button in
a headless office. Timed are the first changed cell of 亮灯 and the last of all writes, the row of 操作日志. The first click is cold: the
workbook has just been opened and its result tables are empty. The closed file is refreshed in turn with the clicks, with as much to change.
"""

import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from timing import asked

NUMBER, PATIENCE = "2026-0345", 60.0


def button(book: Any, caption: str) -> Any:
    """What clicks the button of 操作台, found beforehand: a clerk's hand lies on it already."""
    page, view = book.api.Sheets.getByName("操作台"), book.api.CurrentController
    form = page.DrawPage.Forms.getByIndex(0)
    (model,) = [form.getByIndex(place) for place in range(form.Count) if form.getByIndex(place).Label == caption]
    view.FormDesignMode = False
    return view.getControl(model).getAccessibleContext()


def place_of(book: Any, table: str, column: str) -> tuple[int, int]:
    """Row and column, from 0, of the cell of this column in the row of NUMBER; the first row when it is not there yet."""
    place = book.sheets[table].tables[table].range
    headers, *rows = place.options(ndim=2).value
    numbers = [row[headers.index("编号")] for row in rows]
    row = numbers.index(NUMBER) if NUMBER in numbers else 0
    return place.row + row, place.column + headers.index(column) - 1


def until(changed: Callable[[], bool], start: float) -> float:
    """Seconds from start until it is so; asked seldom, because the office answers us in the time in which it could work."""
    while not changed():
        if time.perf_counter() - start > PATIENCE:
            raise SystemExit("the click changed nothing")
        time.sleep(0.03)
    return time.perf_counter() - start


def one_click(book: Any, share: float) -> tuple[float, float]:
    """Seconds to the changed cell and to the last written one."""
    row, column = place_of(book, "督办台账", "完成度")
    book.sheets["督办台账"].range((row + 1, column + 1)).value = share
    row, column = place_of(book, "亮灯", "完成度")
    light = book.api.Sheets.getByName("亮灯").getCellByPosition(column, row)
    end = book.sheets["操作日志"].tables["操作日志"].range
    log = book.api.Sheets.getByName("操作日志").getCellByPosition(1, end.row + end.shape[0] - 2)
    below = book.api.Sheets.getByName("操作日志").getCellByPosition(1, end.row + end.shape[0] - 1)
    last, old = (below if log.String else log), light.String
    refresh = button(book, "刷新")
    start = time.perf_counter()
    refresh.doAccessibleAction(0)
    return until(lambda: light.String != old, start), until(lambda: last.String != "", start)


def closed(twin: Path, share: float) -> float:
    """Seconds of a whole `duban refresh` of the closed file after the same change."""
    from addin.closed.file_book import FileBook

    file = FileBook(twin)
    grid = file.read(["督办台账"])["督办台账"]
    row = [values[grid.headers.index("编号")] for values in grid.rows].index(NUMBER)
    file.update("督办台账", {(row, "完成度"): share})
    file.commit(None)
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-P", "-m", "macros", "refresh", str(twin), "--quiet"], check=False)
    if done.returncode > 1:
        raise SystemExit("the closed file was not refreshed")
    return time.perf_counter() - start


def running() -> bool:
    return any(b"macros.button_in_calc" in found.read_bytes() for found in Path("/proc").glob("[0-9]*/cmdline") if found.exists())


def main() -> None:
    runs: int = asked(runs=7).runs
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are compiled, as they are where pip has installed them
    with tempfile.TemporaryDirectory() as name:
        os.environ["HOME"] = name  # the note of the interpreter is for this run only
        from addin.calc import engine, interpreter
        from macros.steps.master_file import create
        from macros.steps.report import Options, silent
        from workbook_templates.sample import sample_rows
        from workbook_templates.sample.company import COMPANY_NAME

        interpreter.remember()
        options = Options(dt.datetime(2026, 12, 31, 9))
        book, twin = (create(Path(name) / folder, sample_rows(), COMPANY_NAME, options, silent) for folder in ("甲", "乙"))
        closed(twin, 0.5)
        app = engine.start()
        try:
            opened = app.books.open(book)
            found = []
            for number in range(runs + 1):
                share = (0.9, 0.75)[number % 2]
                found.append((*one_click(opened, share), closed(twin, share)))
                while running():
                    time.sleep(0.2)
        finally:
            engine.stop(app)
    for title, measured in (("cold", found[:1]), (f"warm, median of {runs}", found[1:])):
        cell, whole, file = (statistics.median(values) for values in zip(*measured, strict=True))
        ratio = statistics.median(done / beside for _, done, beside in measured)
        print(f"{title:20} changed cell {cell:.2f} s   all written {whole:.2f} s   closed file {file:.2f} s   ratio {ratio:.1f}")


if __name__ == "__main__":
    main()
