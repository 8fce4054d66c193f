"""How long `duban collect` of 60 departments' files takes beside the least that any tool must do: whole processes, start included.

    python tests/benchmarks/collect.py [--departments N] [--runs N]

Run by hand; the table in docs/速度.md is what it printed. Every department has filled in all its progress, self-ratings and feedback. The
yardstick gets the accepted cells ready-made and only
  reads     every sheet of every returned file by bare calamine, without guards and without a child,
  reads     every table of the master that the product reads, by FileBook,
  patches   the same cells and the same lines of 操作日志 into the master by FileBook, with a backup.
It compares nothing, checks no locked cell, and writes no 回收清单.
"""

import datetime as dt
import pickle
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from send import COUNT, company
from timing import AS_OF, Recorder, asked, measured, print_beside

NOW = dt.datetime(2026, 12, 31, 9)
PROGRESS = "已完成现场勘察，物资到货 80%，预计 1 月中旬完工"


def prepare(folder: Path, count: int) -> tuple[Path, Path, Path, int]:
    """A master that was sent from, the returned files, what collecting stages, and how many cells it accepts."""
    from addin.closed.file_book import FileBook
    from macros.collect import collect
    from macros.send import send
    from macros.steps.report import Options, silent
    from workbook_templates.master.master import write_master

    book, ready, back = folder / "督办总台账.xlsm", folder / "ready.pickle", folder / "回收"
    write_master(book, company(count), company="示范供电公司", year=2026)
    sent = send(FileBook(book), Options(NOW, as_of=AS_OF), silent)
    back.mkdir()
    for file in sent.files[1:]:
        fill(file, back / file.name)
    kept = book.read_bytes()
    recorder = Recorder(FileBook(book))
    report = collect(recorder, Options(NOW, as_of=AS_OF), silent)
    book.write_bytes(kept)
    ready.write_bytes(pickle.dumps(recorder.staged))
    return book, ready, back, report.figures["采用"]


def fill(source: Path, target: Path) -> None:
    """A file as a department returns it."""
    from addin.closed.file_book import FileBook
    from addin.closed.package import Package
    from workbook_templates.tables.grid import At, Value

    package = Package(source.read_bytes())
    for part in package.by_name:
        if part.startswith("xl/worksheets/sheet"):  # a protected sheet is not written into
            package.change(part, re.sub(rb"<sheetProtection[^>]*/>", b"", package.read(part)))
    target.write_bytes(b"".join(package.written()))
    book = FileBook(target)
    for name, grid in book.read(["督办台账", "阶段目标", "反馈记录"]).items():
        answers: dict[str, dict[str, Value]] = {
            "督办台账": {"进展情况": PROGRESS},
            "阶段目标": {"自评完成度": 0.8, "自评说明": "按计划完成"},
            "反馈记录": {"反馈日期": AS_OF, "内容": "完成 3 项"},
        }
        cells: dict[At, Value] = {(place, header): value for place in range(len(grid.rows)) for header, value in answers[name].items()}
        book.update(name, cells)
    book.commit(None)


def yardstick(book: Path, ready: Path, back: Path) -> None:
    """What a child process does."""
    from python_calamine import CalamineWorkbook

    from addin.closed.file_book import FileBook
    from workbook_templates.reading.parse import READ

    for file in sorted(back.iterdir()):
        reader = CalamineWorkbook.from_path(str(file))
        for sheet in reader.sheet_names:
            reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    target = FileBook(book)
    target.read([*READ, "批次", "操作日志"])
    calls: list[tuple[str, tuple[Any, ...]]] = pickle.loads(ready.read_bytes())  # noqa: S301 - our own file of a moment ago
    for method, arguments in calls:
        getattr(target, method)(*arguments)
    target.commit(book.with_name("backup.xlsm"))


def main() -> None:
    given = asked(departments=COUNT, runs=7)
    with tempfile.TemporaryDirectory() as name:
        book, ready, back, cells = prepare(Path(name), given.departments)
        words = ["collect", "{book}", str(back), "--as-of", AS_OF.isoformat(), "--quiet"]
        commands = {
            "duban collect": [sys.executable, "-P", "-m", "macros", *words],
            "yardstick": [sys.executable, __file__, "child", "{book}", str(ready), str(back)],
        }
        found = measured(commands, book, given.runs, [book.parent / "下发"])
        print(f"{given.departments} departments, {cells} cells accepted, median of {given.runs} runs in turn")
        print_beside("duban collect", found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        yardstick(*map(Path, sys.argv[2:5]))
    else:
        main()
