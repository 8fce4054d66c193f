"""What other programs write: the product's own files as WPS, Excel, LibreOffice, openpyxl and careless writers would save them.

The reading never changes, nor what a refresh makes of it; parts that nobody of ours opens keep their bytes.
"""

import datetime as dt
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support import tools
from support.writer_traits import TRAITS, rewritten
from support.year_end import OPTIONS

from addin.closed.file_book import FileBook
from addin.foreign.file import foreign_sheets
from macros.refresh import refresh
from macros.send import send
from macros.steps.report import silent
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid

TOMORROW = replace(OPTIONS, now=OPTIONS.now + dt.timedelta(1), as_of=OPTIONS.now.date() + dt.timedelta(1))


def some(seed: int) -> tuple[str, ...]:
    """Traits at random, in the order in which they can be put on."""
    drawn = random.Random(seed).sample([*TRAITS], 5)
    return tuple(name for name in TRAITS if name in drawn)


SETS = {name: (name,) for name in TRAITS} | {f"at random, {seed}": some(seed) for seed in range(5)}


@pytest.fixture(scope="module")
def master(sample_company: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_company(tmp_path_factory.mktemp("writers") / "示范") / "督办总台账.xlsm"


@pytest.fixture(scope="module")
def sheet(master: Path) -> Path:
    """A sheet that a department gets."""
    return max(send(FileBook(master), OPTIONS, silent).files, key=lambda file: file.suffix == ".xlsx" and file.stat().st_size)


def as_written_by(traits: tuple[str, ...], path: Path, folder: Path) -> Path:
    """The file as a program with these traits saves it."""
    made = folder / path.name
    made.write_bytes(rewritten(path.read_bytes(), [TRAITS[name] for name in traits], seed=len(traits)))
    return made


def figures(grids: dict[str, Grid]) -> dict[str, tuple[object, ...]]:
    return {name: (grid.headers, list(grid.rows), grid.percent, grid.formulas, dict(grid.shown)) for name, grid in grids.items()}


def told(sheets: list[ForeignSheet]) -> list[tuple[object, ...]]:
    """What matters of a sheet: format marks of cells that lie beyond what is filled say nothing."""
    found: list[tuple[object, ...]] = []
    for one in sheets:
        rows = [list(row) + [None] * (60 - len(row)) for row in one.rows]
        filled = {(row, column) for row, line in enumerate(rows) for column in range(60) if line[column] is not None}
        found.append((one.name, rows, one.percent & filled, one.formulas, dict(one.shown)))
    return found


@pytest.mark.parametrize("traits", SETS)
def test_the_master_reads_the_same(master: Path, tmp_path: Path, traits: str) -> None:
    other = as_written_by(SETS[traits], master, tmp_path)
    assert figures(FileBook(other).read(TABLES)) == figures(FileBook(master).read(TABLES))


@pytest.mark.parametrize("traits", SETS)
def test_a_department_sheet_reads_the_same(sheet: Path, tmp_path: Path, traits: str) -> None:
    assert told(foreign_sheets(as_written_by(SETS[traits], sheet, tmp_path))) == told(foreign_sheets(sheet))


def refreshed(path: Path, folder: Path) -> tuple[Path, dict[str, tuple[object, ...]]]:
    """A copy that was refreshed a day later, and what it holds then."""
    copy = folder / path.name
    folder.mkdir()
    copy.write_bytes(path.read_bytes())
    assert refresh(FileBook(copy), TOMORROW, silent).files
    return copy, figures(FileBook(copy).read(TABLES))


@pytest.fixture(scope="module")
def tomorrow(master: Path) -> dict[str, tuple[object, ...]]:
    return refreshed(master, master.parent / "明天")[1]


@pytest.mark.parametrize("traits", ["wps_custom_xml", "formats_of_columns", "formats_of_rows", "odd_dimensions", "at random, 1"])
def test_a_refresh_makes_the_same_of_it(master: Path, tomorrow: dict[str, object], tmp_path: Path, traits: str) -> None:
    path = as_written_by(SETS[traits], master, tmp_path)
    copy, found = refreshed(path, tmp_path / "明天")
    assert found == tomorrow
    with zipfile.ZipFile(copy) as after, zipfile.ZipFile(path) as before:
        for name in [name for name in before.namelist() if name.startswith(("customXml", "docProps/thumb"))]:
            assert after.read(name) == before.read(name)
    if traits.startswith("formats"):
        assert tools.repair_errors(copy) == []


def saved_by_openpyxl(path: Path, folder: Path) -> Path:
    openpyxl.load_workbook(path).save(folder / path.name)
    return folder / path.name


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    return tools.convert(path, "xlsx", folder)


def typed(one: ForeignSheet) -> list[object]:
    """What a sheet holds but for results of formulas, which openpyxl does not keep; numbers to the 15 digits that LibreOffice writes."""
    places = ((row, column, value) for row, line in enumerate(one.rows) for column, value in enumerate(line))
    values = [value for row, column, value in places if value is not None and (row, column) not in one.formulas]
    return [float(f"{value:.13g}") if isinstance(value, float) else value for value in values]


@pytest.mark.parametrize("save", [saved_by_openpyxl, saved_by_libreoffice])
def test_a_department_sheet_saved_by_another_program(sheet: Path, tmp_path: Path, save: Callable[[Path, Path], Path]) -> None:
    for before, after in zip(foreign_sheets(sheet), foreign_sheets(save(sheet, tmp_path)), strict=True):
        assert (after.name, typed(after)) == (before.name, typed(before))
        assert dict(after.shown) == dict(before.shown)
        assert before.percent <= after.percent
