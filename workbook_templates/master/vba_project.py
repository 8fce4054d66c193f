"""The VBA part of a new workbook: document modules for the workbook and each sheet, and our ASCII modules."""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter


def vba_project(sheets: int, modules: Mapping[str, str]) -> io.BytesIO:
    """vbaProject.bin for a workbook of so many sheets, code names ThisWorkbook, Sheet1, Sheet2…

    UnicodeEncodeError for source that is not ASCII.
    """
    from pyopenvba import ExcelFile  # only a new workbook needs it

    for source in modules.values():
        source.encode("ascii")  # its code page is 1252: Chinese would become question marks
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / "seed.xlsm"
        seed = xlsxwriter.Workbook(str(path))
        for _ in range(sheets):
            seed.add_worksheet()
        seed.close()
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name, source in modules.items():
                project.add_module(name, source)
            if faults := project.validate():
                raise ValueError(f"VBA: {faults}")
            book.save()
        with zipfile.ZipFile(path) as package:
            return io.BytesIO(package.read("xl/vbaProject.bin"))
