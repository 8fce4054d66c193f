"""What the clerk has written in 数据检查.处理: it belongs to 表, key of the row, 列, 值 and 问题 (rules.md §1, Reading).

已核 keeps an entry out of the counts for as long as it stays the same. 采纳 writes 建议值, if exactly one row has that key and the cell
is still the one that was looked at; otherwise the entry is named as 未采纳.
"""

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.states import CANCELLED, DONE
from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.characters import clean_text
from workbook_templates.reading.formula_places import FormulaAt
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import FIELDS, Tables, key_text
from workbook_templates.reading.typed import cell_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Value, fitting
from workbook_templates.tables.results import CheckRow

TAKEN, SEEN = "采纳", "已核"
OVER = (DONE, CANCELLED)
LONGEST_KEY = 200
"""Letters of a key by which a row is known: free text may stand in its columns."""
Place: TypeAlias = tuple[str, int]
"""A sheet and the number of one of its rows."""
Keys: TypeAlias = Mapping[Place, str]
"""The durable key of the row that stands there; rows that are not known are not in it."""
Identity: TypeAlias = tuple[str, str | None, str, str, str]


class Adopted(NamedTuple):
    """A cell that gets its 建议值. key: of its row; value: as the cell holds it."""

    entry: CheckRow
    key: str
    value: Value


class Handled(NamedTuple):
    """rows: the entries with their 处理, 已核 below the others. asked: those of 采纳, each with the entry that the clerk looked at.

    gone: entries with 采纳 that are no more: the cell is another one by now."""

    rows: list[CheckRow]
    asked: list[tuple[CheckRow, CheckRow]]
    gone: list[CheckRow]


def row_keys(tables: Tables, grids: Mapping[str, Grid]) -> dict[Place, str]:
    """The key of every row of the input tables, as a log gives it back; of a table without records that of its key columns."""
    found: dict[Place, str] = {}
    for name, field in FIELDS.items():
        fields = [column.field for column in TABLES[name].columns if column.spec.key]
        found |= {(name, row.at.row): known_by([key_text(getattr(row, one)) for one in fields]) for row in getattr(tables, field)}
    for name, grid in grids.items():
        if name not in FIELDS and set(TABLES[name].key) <= set(grid.headers):
            places = [grid.headers.index(header) for header in TABLES[name].key]
            found |= {(name, grid.first_row + at): known_by([plain(row[place]) for place in places]) for at, row in enumerate(grid.rows)}
    return found


def known_by(parts: Sequence[str]) -> str:
    """A key on one line, blanks squeezed; a very long one is cut, with its sum behind it."""
    key = squeezed("/".join(parts))
    return key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]}…{zlib.crc32(key.encode('utf-8', 'surrogatepass')):08x}"


def squeezed(text: str) -> str:
    """A text as every cell and log gives it back: nothing that no cell holds, blanks and line ends alike."""
    return " ".join(clean_text(text).split())


def handled(rows: Iterable[CheckRow], before: Iterable[CheckRow], now: Keys, then: Keys) -> Handled:
    """The entries of this run with what was written beside those of the last. now, then: the keys of the rows as they stand, and as they
    stood when the entries were written."""
    before = list(before)
    typed = grouped((identity(row, then), row) for row in before)
    loose = grouped((loosely(row), row) for row in before if identity(row, then)[1] is None)
    fresh = list(rows)
    alike = Counter(map(loosely, fresh))
    found: list[CheckRow] = []
    asked: list[tuple[CheckRow, CheckRow]] = []
    used: set[int] = set()
    for row in fresh:
        same = typed.get(identity(row, now)) or (loose.get(loosely(row), []) if alike[loosely(row)] == 1 else [])
        old = one_of(row, same)
        used |= {id(one) for one in same}
        kept = row if old is None else row._replace(handling=old.handling)  # '' where nothing was written
        found.append(kept)
        asked += [(kept, old)] if old is not None and old.handling == TAKEN else []
    gone = [row for row in before if row.handling == TAKEN and id(row) not in used]
    return Handled(sorted(found, key=lambda row: row.handling == SEEN), asked, gone)


def identity(row: CheckRow, keys: Keys) -> Identity:
    """What an entry is known by; None as its key where that is not known."""
    key = keys.get((row.table, int(row.row))) if row.row else ""
    table, header, value, problem = loosely(row)
    return table, key, header, value, problem


def loosely(row: CheckRow) -> tuple[str, str, str, str]:
    """As `identity`, without the key; texts as a cell of 数据检查 gives them back."""
    value, problem = (squeezed(fitting(text)) for text in (row.value, row.problem))
    return row.table, row.header, value, problem


def one_of(row: CheckRow, same: Sequence[CheckRow]) -> CheckRow | None:
    """Of several entries with one identity, the one of the same row, else any if they are handled alike."""
    if len({one.handling for one in same}) == 1:
        return next((one for one in same if one.row == row.row), same[0])
    return next((one for one in same if one.row == row.row), None)


def open_entries(rows: Iterable[CheckRow]) -> list[CheckRow]:
    """The entries that count: those that are not 已核."""
    return [row for row in rows if row.handling != SEEN]


def adoptions(
    found: Handled, tables: Tables, grids: Mapping[str, Grid], keys: Keys, formulas: Collection[FormulaAt]
) -> tuple[list[Adopted], list[tuple[CheckRow, str]]]:
    """The cells to write, and the entries with 采纳 that are left, each with the reason."""
    counted = Counter((table, key) for (table, _), key in keys.items())
    shut = closed_rows(tables)
    taken: list[Adopted] = []
    left = [(row, "这一格或这一行已经不是原来的") for row in found.gone]
    for row, looked_at in found.asked:
        place = (row.table, int(row.row or 0))
        key = keys.get(place, "")
        why = obstacle(row, looked_at, grids)
        if not why and (not key.strip("/") or counted[row.table, key] != 1):
            why = f"有 {counted[row.table, key]} 行是“{key}”，分不清是哪一行" if key.strip("/") else "这一行没有编号，认不准是哪一行"
        if not why and FormulaAt(row.table, place[1], row.header) in formulas:
            why = "这一格是公式"
        if not why and place in shut:
            why = "属于已定稿的期间"
        if why:
            left.append((row, why))
        else:
            taken.append(Adopted(row, key, cell_of(TABLES[row.table].column(row.header), row.proposed)))
    return taken, left


def obstacle(row: CheckRow, looked_at: CheckRow, grids: Mapping[str, Grid]) -> str:
    """Why the entry itself can't be adopted; ''."""
    table = TABLES.get(row.table)
    if not row.proposed:
        return "没有建议值"
    if row.proposed != looked_at.proposed:
        return f"建议值已变为“{row.proposed}”，看过再填"
    if table is None or table.group in ("日志", "结果") or row.header not in table.headers or row.table not in grids or not row.row:
        return "这里的格子不由程序改"
    if cell_of(table.column(row.header), row.proposed) is None:
        return f"建议值“{row.proposed}”不是这一列能填的"
    grid = grids[row.table]
    shown = grid.rows[int(row.row) - grid.first_row][grid.headers.index(row.header)]
    seen = grid.shown.get((int(row.row) - grid.first_row, row.header), text_of(shown))
    return "" if closed(seen) == closed(row.value) else "这一格现在不是这个值"


def closed_rows(tables: Tables) -> set[Place]:
    """The rows of closed periods: their 期间 is closed, or a day that they count by lies in a closed one."""
    month_end = tables.settings.month_end
    names = history(tables)
    periods = [period for name in names if (period := parse_period(name, month_end))]
    over = {item.number for item in tables.items if item.status in OVER}
    shut: set[Place] = set()
    for name, field in FIELDS.items():
        for row in getattr(tables, field) if periods and TABLES[name].group != "日志" else ():
            named = parse_period(row.period, month_end) if getattr(row, "period", "") else None
            days = counted_by(row, over)
            if named in periods or (named is None and any(period.contains(day) for period in periods for day in days)):
                shut.add((row.at.table, row.at.row))
    return shut


def counted_by(row: Any, over: Collection[str]) -> tuple[dt.date | None, ...]:
    """The days by which a row counts in a period (rules.md §4): 日期, 确认日期 of a point, 应反馈日期; of an item that is over the day that
    ended it and its deadline; of a stage that is confirmed, or whose item is over, its deadline. over: 编号 of those items."""
    days: dict[str, Callable[[], tuple[dt.date | None, ...]]] = {
        "督办台账": lambda: (row.closed or row.submitted, row.due) if row.status in OVER else (row.closed,),
        "反馈记录": lambda: (row.due,),
        "阶段目标": lambda: (row.due,) if row.confirm_day or row.number in over else (),
        "抽查记录": lambda: (row.day,),
        "加减分台账": lambda: (row.day, row.confirmed),
        "问责记录": lambda: (row.day,),
    }
    return days[row.at.table]() if row.at.table in days else ()
