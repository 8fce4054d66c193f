"""What stands out without anybody formatting it: lights, overdue days, what waits for a decision, what is over.

On pages that are laid out once these are conditional formats by formula: the first rule of an area that holds is the one that shows.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from workbook_templates.sheets.entry_checks import LAST_ROW_FROM_0
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.style import BAR, BROWN, CREAM, LIGHT_COLOURS, MIST, RED_FILL, WHITE, Format, Sheet, Styles
from workbook_templates.tables.schema import Column, Table

LIGHT_HEADERS = ("灯", "计算灯", "认定灯")
OVER = {
    "督办台账": ("状态", ("办结", "取消")),
    "目标库": ("状态", ("撤销",)),
    "变更记录": ("结果", ("失效",)),
    "加减分台账": ("状态", ("撤销", "失效")),
    "问责记录": ("状态", ("撤销", "失效")),
}
"""Table → column and values of the rows that are over: greyed."""
WAITING = {"待批": ("结果", "状态"), "拟": ("状态",), "提交": ("状态",)}
"""Value that waits for somebody → headers of the columns that hold it."""
BAD = ("未落地", "不合格", "问题", "失败", "不准确")
"""Values of drop-down lists that are bad news."""


def add_highlights(sheet: Sheet, table: Table, styles: Styles, first: int) -> None:
    """Conditional formats over whole columns, from row `first` (counted from 0) to the end of the sheet."""
    for place, column in enumerate(table.columns):
        for rule in rules_of(column, styles):
            add(sheet, first, place, place, rule)
    if table.name in OVER:
        header, values = OVER[table.name]
        letter = column_letters(table.headers.index(header))
        which = ",".join(f'${letter}{first + 1}="{value}"' for value in values)
        grey = styles.change(font_color="#6F7A86")
        add(sheet, first, 0, len(table.columns) - 1, {"type": "formula", "criteria": f"=OR({which})", "format": grey})


def add(sheet: Sheet, first: int, left: int, right: int, rule: dict[str, object]) -> None:
    if sheet.conditional_format(first, left, LAST_ROW_FROM_0, right, rule) < 0:
        raise ValueError(f"no conditional format: {rule}")


def rules_of(column: Column, styles: Styles) -> Iterator[dict[str, object]]:
    """The rules of one column, the stronger first."""
    header = column.header
    bad = styles.change(font_color=RED_FILL, bold=True)
    waiting = styles.change(font_color=BROWN, bg_color=CREAM, bold=True)
    if header in LIGHT_HEADERS:
        for light, (fill, letters) in LIGHT_COLOURS.items():
            yield equals(light, styles.change(font_color=letters, bg_color=fill, bold=True))
    if column.kind == "rate":
        yield bar()
    if header == "逾期天数":
        yield number(">", 0, bad)
    if header == "剩余天数":
        yield number("<", 0, bad)
    if header == "待确认":
        yield {"type": "text", "criteria": "containing", "value": "是", "format": waiting}
    for value, headers in WAITING.items():
        if header in headers and (column.spec.by == "督办" or column.spec.of):
            yield equals(value, waiting)
    if column.spec.of:
        for value in BAD:
            yield equals(value, bad)
    if header == "分值":
        yield number("<", 0, styles.change(font_color=RED_FILL))


def equals(value: str, style: Format) -> dict[str, object]:
    return {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": style}


def number(criteria: str, value: float, style: Format) -> dict[str, object]:
    return {"type": "cell", "criteria": criteria, "value": value, "format": style}


def bar() -> dict[str, object]:
    """A bar behind a share: the full cell is 100 %."""
    ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    return {
        "type": "data_bar", "bar_color": BAR, "bar_solid": True, "bar_border_color": MIST, "bar_no_border": True,
        "data_bar_2010": True, **ends,
    }  # fmt: skip


Look: TypeAlias = dict[str, object]
Rule: TypeAlias = tuple[str, Look]
"""A condition, as a formula for the first cell of its area, and what the cell then looks like."""


def add_rules(sheet: Sheet, styles: Styles, columns: tuple[int, int], rows: tuple[int, int], rules: Sequence[Rule]) -> None:
    """The rules of one area, the first one first. ValueError for one that XlsxWriter does not take."""
    for condition, look in rules:
        given = {"type": "formula", "criteria": f"={condition}", "format": styles.change(**look)}
        if sheet.conditional_format(rows[0], columns[0], rows[1], columns[1], given) == -1:
            raise ValueError(f"no conditional format {condition}")


def light_rules(cell: str, written: Callable[[str], str] = str) -> list[Rule]:
    """A cell in the colour of its light. written: how the light is written there, by its name."""
    return [
        (f'{cell}="{written(light)}"', {"bold": True, "bg_color": fill, "font_color": ink, "bottom": 1, "bottom_color": WHITE})
        for light, (fill, ink) in LIGHT_COLOURS.items()
    ]


def add_share_bars(sheet: Sheet, first: int, last: int, column: int) -> None:
    """A bar behind each share of a column, from row `first` to `last`: the full cell is 100 %."""
    bar = {"type": "data_bar", "bar_solid": True, "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    sheet.conditional_format(first, column, last, column, {**bar, "bar_color": BAR, "bar_border_color": BAR})
