"""A master in memory: every table, and the names of its pages."""

import datetime as dt

from macros.steps.report import Options
from support.fake_book import FakeBook, every_table
from workbook_templates.map.map_page import COLUMNS, ROWS
from workbook_templates.master.dashboard import BLOCKS, LISTS_ON_PAGE, TILES
from workbook_templates.tables.grid import Value


def fake(**given: list[dict[str, Value]]) -> FakeBook:
    """Table → rows as header → value; tables that are not given have their default rows."""
    names: dict[str, list[list[Value]]] = {}
    for block in (*BLOCKS, *LISTS_ON_PAGE):
        names[block.name] = [[None] * len(block.headers) for _ in range(block.rows)]
    keys = [f"{tile.key}{end}" for tile in TILES for end in ("", "_注")]
    names |= {f"台_{key}": [[None]] for key in (*keys, "单位", "期间", "截止", "提示")}
    names |= {"图_行": [[None] * COLUMNS for _ in range(ROWS)], **{f"图_{key}": [[None]] for key in ("标题", "摘要", "本月")}}
    return FakeBook(every_table(given), names)


Cells = dict[str, Value]

ITEM: Cells = {
    "编号": "A",
    "事项": "甲",
    "来源": "其他",
    "类别": "日常",
    "级别": "公司级",
    "主责部门": "发展部",
    "责任人": "张三",
    "下达日期": dt.date(2026, 1, 5),
    "办理时限": dt.date(2026, 6, 9),
    "状态": "办理",
}


def on(day: str, now: str = "2026-07-01 09:00:00") -> Options:
    """A run for the day, '06-30' of 2026."""
    return Options(dt.datetime.fromisoformat(now), "测试员", dt.date.fromisoformat(f"2026-{day}"))


def lines(book: FakeBook, table: str) -> list[Cells]:
    """The rows of a table as header → value."""
    grid = book.read([table])[table]
    return [{header: value for header, value in zip(grid.headers, row, strict=True) if value is not None} for row in grid.rows]
