"""The published figures, recounted from the sheets of a workbook by openpyxl and a few lines that know nothing of duban's rules."""

import datetime as dt
import re
import unicodedata
import warnings
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.table import Table

Rows = list[dict[str, object]]


def opened(path: Path) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it, which warns of what it would lose if it saved."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=True)


def sheet_rows(path: Path) -> dict[str, Rows]:
    """Table → its rows as header → cell, from the values that stand in the file."""
    found: dict[str, Rows] = {}
    for sheet in opened(path).worksheets:
        for table in sheet.tables.values():
            assert isinstance(table, Table)
            lines = [[tidy(cell.value) for cell in row] for row in sheet.iter_rows(*bounds(table.ref))]
            found[str(table.name)] = [
                dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:] if any(v is not None for v in line)
            ]
    return found


def bounds(ref: str) -> tuple[int, int, int, int]:
    """First and last row, first and last column, as iter_rows takes them."""
    left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(ref))
    return top, bottom, left, right


def tidy(value: object) -> object:
    """Full-width digits made half-width, blanks at the ends cut: the sample is typed as offices type."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


def year_of(cell: object) -> int | None:
    """The year of a date, be it a date or one of the office's spellings."""
    if isinstance(cell, dt.date):
        return cell.year
    found = re.match(r"\s*(\d{4})", str(cell or ""))
    return int(found[1]) if found else None


def supervised(rows: dict[str, Rows]) -> int:
    """督办工作: items 下达 in 2026."""
    return sum(year_of(row["下达日期"]) == 2026 and row["状态"] not in ("取消", "立项") for row in rows["督办台账"])


def landed(rows: dict[str, Rows]) -> tuple[int, int]:
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


def assessed(rows: dict[str, Rows]) -> int:
    """督办考核: confirmed points of that kind in 2026."""
    return sum(row["类型"] == "督办考核" and row["状态"] == "已确认" and year_of(row["日期"]) == 2026 for row in rows["加减分台账"])


def reminded(rows: dict[str, Rows]) -> int:
    """督办提醒: the items that 提醒单 of 2026 name, each once."""
    papers = [row for row in rows["文书登记"] if row["种类"] == "提醒单" and year_of(row["成文日期"]) == 2026]
    return len({number for row in papers for number in str(row["关联编号"]).split("、")})


def departments(rows: dict[str, Rows]) -> int:
    return len(rows["部门"])
