"""Files from outside, read in a child: what it gives, what it may use, and that no file stops the others."""

import datetime as dt
import os
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.foreign import reader as children
from addin.foreign.file import LARGEST, foreign_sheets
from addin.foreign.reader import Reader, as_json, from_json
from workbook_templates.reading.errors import BookRefused, FileRefused
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.tables.grid import CellError, Value

VALUES: list[Value] = [None, "文字", "", "0012", 0.1, 1e300, True, dt.date(2026, 3, 3), dt.datetime(2026, 3, 3, 9, 30), CellError("#N/A")]


@pytest.mark.parametrize("value", VALUES)
def test_every_value_comes_through_the_pipe(value: Value) -> None:
    assert from_json(as_json(value)) == value


def book(path: Path, edit: Any = None) -> Path:
    made: Any = openpyxl.Workbook()
    made.active.append(["编号", "完成度", "日期"])
    made.active.append(["1", 0.5, dt.date(2026, 3, 3)])
    if edit:
        edit(made)
    made.save(path)
    return path


def by_name(found: list[tuple[Path, Any]]) -> dict[str, Any]:
    return {path.name: told for path, told in found}


def test_values_formats_formulas_and_errors(tmp_path: Path) -> None:
    def edit(made: Any) -> None:
        sheet = made.active
        sheet["B2"].number_format = "0.00%"
        sheet["A3"], sheet["B3"], sheet["C3"] = "=1+1", "#DIV/0!", "0012"
        made.create_sheet("空的")

    path = book(tmp_path / "a.xlsx", edit)
    with Reader() as reader:
        told: Any = dict(reader.read([path]))[path]
    expected = [
        ("编号", "完成度", "日期"), ("1", 0.5, dt.date(2026, 3, 3)), (CellError("#未计算"), CellError("#DIV/0!"), "0012"),
    ]  # fmt: skip
    assert [tuple(row) for row in told[0].rows] == expected
    assert (told[0].percent, told[0].formulas) == ({(1, 1)}, {(2, 0)})
    assert told[1] == ForeignSheet("空的", [])


def test_what_is_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    def edit(made: Any) -> None:
        sheet = made.active
        for row in (["2", 0.5], [None, 0.6], [None, 0.7]):
            sheet.append(row)
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("E7:F9")

    (sheet,) = foreign_sheets(book(tmp_path / "a.xlsx", edit))
    assert [row[0] for row in sheet.rows] == ["编号", "1", "2", "2", "2"]


def test_the_order_is_kept_and_a_refused_file_does_not_stop_the_others(tmp_path: Path) -> None:
    good = [book(tmp_path / f"{n}.xlsx") for n in range(3)]
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\3\4 nothing")
    with Reader() as reader:
        found = list(reader.read([good[0], bad, good[1], good[2]]))
        again = list(reader.read([good[1]]))
    assert [path.name for path, _ in found] == ["0.xlsx", "坏.xlsx", "1.xlsx", "2.xlsx"]
    assert "已损坏" in str(found[1][1])
    assert all(isinstance(told, list) for path, told in [*found, *again] if path != bad)


def deadly(path: Path, megabytes: int) -> Path:
    """A sound workbook that needs this much memory as a list of texts."""
    source = book(path.with_name("plain.xlsx"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                row = b"".join(b'<c r="%s%%d" t="n"><v>1</v></c>' % bytes([65 + place]) for place in range(26))
                rows = b"".join(b'<row r="%d">' % n + row.replace(b"%d", b"%d" % n) + b"</row>" for n in range(3, 3 + megabytes * 400))
                part = part.replace(b"</sheetData>", rows + b"</sheetData>")
            new.writestr(name, part)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
def test_a_file_that_needs_too_much_memory_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    good = [book(tmp_path / f"{n}.xlsx") for n in range(3)]
    large = deadly(tmp_path / "大.xlsx", 20)
    with Reader(memory=42_000_000) as reader:
        found = by_name(list(reader.read([good[0], good[1], large, good[2]])))
    assert "读不下去（太大、太慢或内部有问题）" in str(found["大.xlsx"])
    assert all(isinstance(found[path.name], list) for path in good)


FILES = [Path("a.xlsx"), Path("慢.xlsx"), Path("b.xlsx"), Path("死.xlsx"), Path("c.xlsx")]
STAND_IN = """
import sys, os, json, time
from addin.foreign.reader import answer_line, READY
answer_line(sys.stdout.buffer, {"said": READY})
for line in sys.stdin.buffer:
    name = os.fsdecode(bytes.fromhex(json.loads(line)))
    if name.startswith("慢"): time.sleep(60)
    if name.startswith("死"): os._exit(9)
    answer_line(sys.stdout.buffer, {"sheets": [[name, [], [], [], []]]})
"""


def test_a_file_that_takes_too_long_or_kills_the_child_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "CHILD", STAND_IN)
    with Reader(seconds=1.5) as reader:
        began = time.monotonic()
        found = dict(reader.read(FILES))
        assert time.monotonic() - began < 55
    assert list(found) == FILES
    assert {path.stem: isinstance(told, FileRefused) for path, told in found.items()} == {
        "a": False, "慢": True, "b": False, "死": True, "c": False,
    }  # fmt: skip


def test_a_child_that_does_not_start_is_an_error_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "CHILD", "raise SystemExit(1)")
    with Reader() as reader, pytest.raises(BookRefused, match="子进程没有启动起来"):
        list(reader.read([Path("a.xlsx")]))


def test_a_very_large_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(FileRefused, match="不像填好的表"):
        foreign_sheets(path)


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_a_name_that_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx")
    odd = os.fsencode(tmp_path) + b"/\xff\xfe \n.xlsx"
    os.rename(os.fsencode(source), odd)  # noqa: PTH104 - a name in bytes
    with Reader() as reader:
        ((_, told),) = reader.read([Path(os.fsdecode(odd))])
    assert isinstance(told, list)
