"""The published figures, recounted from the sheets of a workbook by openpyxl and a few lines that know nothing of duban's rules."""

import datetime as dt
import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.xml.functions import fromstring

Rows = list[dict[str, object]]


def opened(path: Path) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it, which warns of what it would lose if it saved."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=True)


class Sheets(Mapping[str, Rows]):
    """Table → its rows as header → cell, from the values that stood in a file at one moment. What is not asked for is not parsed."""

    def __init__(self, data: bytes) -> None:
        book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        self.areas: dict[str, tuple[Any, str]] = {}
        """Table → its sheet, its cells."""
        for sheet in book.worksheets:
            links = get_rels_path(sheet._worksheet_path)  # type: ignore[no-untyped-call]  # the stubs of openpyxl leave it bare
            if links not in book._archive.namelist():
                continue
            for link in get_dependents(book._archive, links).find(Table._rel_type):  # type: ignore[attr-defined]  # nor do they know this
                table: Any = Table.from_tree(fromstring(book._archive.read(link.Target)))
                self.areas[str(table.name)] = sheet, table.ref
        self.parsed: dict[str, Rows] = {}

    def __getitem__(self, name: str) -> Rows:
        if name not in self.parsed:
            self.parsed[name] = self.parse(*self.areas[name])
        return self.parsed[name]

    def parse(self, sheet: Any, area: str) -> Rows:
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(area))
        cells = sheet.iter_rows(top, bottom, left, right, values_only=True)
        lines = [[tidy(value) for value in line] for line in islice(cells, bottom - top + 1)]  # islice: what lies below is not parsed
        return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:] if any(v is not None for v in line)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.areas)

    def __len__(self) -> int:
        return len(self.areas)


def sheet_rows(path: Path) -> Sheets:
    """What the file holds now."""
    return Sheets(path.read_bytes())


def tidy(value: object) -> object:
    """Full-width digits made half-width, blanks at the ends cut: the sample is typed as offices type."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


def year_of(cell: object) -> int | None:
    """The year of a date, be it a date or one of the office's spellings."""
    if isinstance(cell, dt.date):
        return cell.year
    found = re.match(r"\s*(\d{4})", str(cell or ""))
    return int(found[1]) if found else None


def supervised(rows: Mapping[str, Rows]) -> int:
    """督办工作: items 下达 in 2026."""
    return sum(year_of(row["下达日期"]) == 2026 and row["状态"] not in ("取消", "立项") for row in rows["督办台账"])


def landed(rows: Mapping[str, Rows]) -> tuple[int, int]:
    """落地 and all targets of 2026 but the withdrawn."""
    hanging: dict[object, list[object]] = {}
    for row in rows["督办台账"]:
        if row["目标编号"]:
            hanging.setdefault(row["目标编号"], []).append(row["状态"])
    good = whole = 0
    for target in rows["目标库"]:
        if target["状态"] == "撤销" or str(target["年度"]) not in ("2026", "2026.0"):
            continue
        whole += 1
        states = [state for state in hanging.get(target["目标编号"], []) if state not in ("取消", "暂缓")]
        good += target["认定"] == "落地" if target["认定"] else bool(states) and set(states) == {"办结"}
    return good, whole


def assessed(rows: Mapping[str, Rows]) -> int:
    """督办考核: confirmed points of that kind in 2026."""
    return sum(row["类型"] == "督办考核" and row["状态"] == "已确认" and year_of(row["日期"]) == 2026 for row in rows["加减分台账"])


def reminded(rows: Mapping[str, Rows]) -> int:
    """督办提醒: the items that 提醒单 of 2026 name, each once."""
    papers = [row for row in rows["文书登记"] if row["种类"] == "提醒单" and year_of(row["成文日期"]) == 2026]
    return len({number for row in papers for number in str(row["关联编号"]).split("、")})


def amount(cell: object) -> Fraction:
    """A number as typed, exactly; 0 for a blank."""
    return Fraction(str(cell)) if cell not in (None, "") else Fraction(0)


def checks(rows: Mapping[str, Rows]) -> tuple[int, Fraction, int, Fraction]:
    """Checks of 2026, their person-times, rows with a problem, persons talked to."""
    made = [row for row in rows["抽查记录"] if year_of(row["日期"]) == 2026]
    return (
        len({row["抽查编号"] for row in made}),
        sum((amount(row["抽查人次"]) for row in made), Fraction(0)),
        sum(row["结果"] == "问题" for row in made),
        sum((amount(row["约谈人次"]) for row in made), Fraction(0)),
    )


def points(rows: Mapping[str, Rows]) -> tuple[int, Fraction]:
    """Confirmed rows of points of 2026, and what they deduct."""
    confirmed = [amount(row["分值"]) for row in rows["加减分台账"] if row["状态"] == "已确认" and year_of(row["日期"]) == 2026]
    return len(confirmed), -sum((value for value in confirmed if value < 0), Fraction(0))


def papers(rows: Mapping[str, Rows], kind: str) -> int:
    return sum(row["种类"] == kind and year_of(row["成文日期"]) == 2026 for row in rows["文书登记"])


def meetings(rows: Mapping[str, Rows], kind: str) -> int:
    return sum(row["会议"] == kind and year_of(row["日期"]) == 2026 for row in rows["会议"])


def warned(rows: Mapping[str, Rows]) -> int:
    """预警 of 2026, decided or proposed."""
    return sum(row["类别"] == "预警" and year_of(row["日期"]) == 2026 for row in rows["问责记录"])


def spread(rows: Mapping[str, Rows], period: str) -> Fraction:
    """差异化率 of the whole company: 1 − Σ largest groups of equal percentages ÷ Σ scores, of the scorers with three at least."""
    groups: dict[object, list[int]] = {}
    for row in rows["考评打分"]:
        if row["期间"] == period and row["得分"] is not None:
            groups.setdefault(row["考评部门"], []).append(round(amount(row["得分"]) / amount(row["满分"]) * 1000))
    judged = [group for group in groups.values() if len(group) >= 3]
    return 1 - Fraction(sum(max(map(group.count, group)) for group in judged), sum(map(len, judged)))


def parts(rows: Mapping[str, Rows], name: str, period: str) -> list[int]:
    """Of each part of an indicator, how many indicators are broken down from it."""
    own = [row for row in rows["指标"] if row["期间"] == period]
    (whole,) = [row["指标编号"] for row in own if row["指标"] == name]
    numbers = [row["指标编号"] for row in own if row["上级指标"] == whole]
    return [sum(row["上级指标"] == number for row in own) for number in numbers]


def departments(rows: Mapping[str, Rows]) -> int:
    return sum(not row["上级部门"] for row in rows["部门"])
