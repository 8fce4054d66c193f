"""Companies of a group, each made from the sample by a seed: its own ledger, name and settings, and refreshed by itself."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from addin.closed.file_book import FileBook
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import Options, silent
from workbook_templates.master.dashboard import WHOLE_COMPANY
from workbook_templates.sample import sample_rows
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row

NOW = dt.datetime(2026, 12, 31, 9)
OPTIONS = Options(NOW, "测试员")
WITH_ITEMS = ("督办台账", "阶段目标", "反馈记录", "变更记录", "认定记录")
KEPT = 0.4
"""The share of the sample's items that a company has."""


def rows_of_company(name: str, seed: int, settings: Mapping[str, str] | None = None) -> dict[str, list[Row]]:
    """The sample's rows as those of another company: some of its items, and the settings given."""
    drawn, rows = random.Random(seed), sample_rows()
    number = TABLES["督办台账"].headers.index("编号")
    kept = {row[number] for row in rows["督办台账"] if drawn.random() < KEPT}
    for table in WITH_ITEMS:
        place = TABLES[table].headers.index("编号")
        rows[table] = [row for row in rows[table] if row[place] in kept]
    wanted = {"单位名称": name, **(settings or {})}
    rows["参数"] = [(row[0], wanted.get(str(row[0]), row[1]), *row[2:]) for row in rows["参数"]]
    return rows


def made_company(folder: Path, name: str, seed: int, settings: Mapping[str, str] | None = None, bounds: Sequence[Row] = ()) -> Path:
    """A master that has been refreshed. bounds: rows of 亮灯规则 instead of the default ones."""
    rows = rows_of_company(name, seed, settings)
    if bounds:
        rows["亮灯规则"] = list(bounds)
    path = create(folder, rows, name, OPTIONS, silent)
    refresh(FileBook(path), OPTIONS, silent)
    return path


def own_figures(path: Path) -> dict[str, Row]:
    """Name → 数, 分子, 分母, as the company's own 操作台 says."""
    return {str(name): tuple(rest) for name, *rest in FileBook(path).shown([WHOLE_COMPANY.name])[WHOLE_COMPANY.name] if name}
