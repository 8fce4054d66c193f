"""纪要立项: the list of what minutes ask for, in which the clerk corrects and ticks; it is read again, wherever its columns stand."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbook_templates.reading.cells import text_of
from workbook_templates.reading.foreign import ForeignSheet, rows_below
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.report_book import (
    BODY,
    GRID,
    HEADER,
    PAGES,
    Margins,
    finish_list,
    fit_row,
    made,
    set_up_report_page,
    write_band,
    write_header,
)
from workbook_templates.sheets.style import AMBER, BLUE_FILL, MIST, NAVY, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Value
from workbook_templates.tables.lists import LISTS

MINUTES_LIST, NO_ITEM, MEETING_SHEET, UNITS_SHEET = "纪要立项", "不立项", "会议", "部门"
TICK, ROW_MARK = "立项", "标识"
TICKED = "√"
ROW_WIDTHS = {
    TICK: 6.0, "事项": 40.0, "主责部门": 13.0, "协办部门": 17.0, "责任人": 9.0, "办理时限": 11.5, "时限依据": 13.0, "完成标准": 18.0,
    "来源": 9.0, "依据": 22.0, "备注": 36.0, "原文": 46.0, ROW_MARK: 15.0,
}  # fmt: skip
LEDGER_FIELDS = ("事项", "主责部门", "协办部门", "责任人", "办理时限", "完成标准", "来源", "依据")
"""The columns that go into 督办台账."""
MEETING_WIDTHS = {"会议编号": 14.0, "日期": 13.0, "会议": 14.0, "议题": 60.0, "文件": 34.0, ROW_MARK: 15.0}
TOLD = "改好黄底的列，要立项的在“立项”里选 √，保存，再办一次“纪要立项”；“备注”是要您看的。空着的主责、时限，原文没有写定，请填。"
NONE_TOLD = "这些没有当作事项，原因见“备注”。要督办的，补齐各列，选 √。"
MARGINS = Margins(0.3, 0.55, 0.5, 0.25, 0.22)
CHOICE_FILL = "#DCEBFA"
OPEN_FILL = "#FFF8E1"


class MinutesRow(NamedTuple):
    """One line of the list: values by header, and where it stands, for messages."""

    values: Mapping[str, Value]
    sheet: str = ""
    row: int = 0

    @property
    def mark(self) -> str:
        return text_of(self.values.get(ROW_MARK)).strip()

    @property
    def ticked(self) -> bool:
        return text_of(self.values.get(TICK)).strip() not in ("", "否", "×", "x", "X", "0", "不立项")


class MinutesPage(NamedTuple):
    """What the list says. told: one line; meeting: the one row of 会议, {} where there is none; units: for the drop-down."""

    company: str
    day: dt.date
    told: str
    rows: Sequence[MinutesRow]
    others: Sequence[MinutesRow]
    meeting: Mapping[str, Value]
    units: Sequence[str]


def minutes_workbook(page: MinutesPage) -> bytes:
    """The bytes of the list; the same page gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        for name, told, rows, colour in (
            (MINUTES_LIST, f"{page.told}　{TOLD}", page.rows, BLUE_FILL),
            (NO_ITEM, NONE_TOLD, page.others, MIST),
        ):
            sheet = book.add_worksheet(name)
            sheet.set_tab_color(colour)
            write_rows(sheet, f"{name}（{len(rows)}）", told, rows, len(page.units), styles)
            finish_list(sheet, max(len(rows), 1), len(ROW_WIDTHS), frozen=2)
            set_up(sheet, page.company)
        if page.meeting:
            write_meeting(book.add_worksheet(MEETING_SHEET), page, styles)
        units = book.add_worksheet(UNITS_SHEET)
        units.set_column(0, 0, 24)
        for at, name in enumerate(page.units):
            write_shown(units, at, 0, name, styles(num_format="@"))
        set_up(units, page.company)

    return made(page.company, page.day, MINUTES_LIST, fill)


def write_rows(sheet: Sheet, title: str, told: str, rows: Sequence[MinutesRow], units: int, styles: Styles) -> None:
    """The lines with their drop-downs."""
    write_band(sheet, styles, title, told, tuple(ROW_WIDTHS.values()))
    write_header(sheet, styles, HEADER, ROW_WIDTHS)
    look = {**GRID, "num_format": "@"}
    words, open_ = styles(indent=1, valign="vcenter", **look), styles(indent=1, valign="vcenter", bg_color=OPEN_FILL, **look)
    day = styles(align="center", valign="vcenter", bg_color=OPEN_FILL, **{**GRID, "num_format": "yyyy-mm-dd"})
    tick = styles(bg_color=CHOICE_FILL, bold=True, align="center", valign="vcenter", **look)
    note = styles(indent=1, valign="vcenter", font_color=AMBER, **look)
    faint = styles(font_color=MIST, font_size=8, align="center", valign="vcenter", **look)
    styled = {**dict.fromkeys(LEDGER_FIELDS, open_), TICK: tick, "备注": note, ROW_MARK: faint}
    for at, row in enumerate(rows, BODY):
        fit_row(sheet, at, ((row.values.get(header), width) for header, width in ROW_WIDTHS.items() if header != ROW_MARK), most=220.0)
        for place, header in enumerate(ROW_WIDTHS):
            value = row.values.get(header)
            write_shown(sheet, at, place, value or None, day if isinstance(value, dt.date) else styled.get(header, words))
    last = BODY + max(len(rows), 1) - 1
    places = {header: place for place, header in enumerate(ROW_WIDTHS)}
    sheet.data_validation(BODY, 0, last, 0, {"validate": "list", "source": [TICKED], "error_message": f"要立项选 {TICKED}，不要就空着。"})
    if units:
        source = f"={UNITS_SHEET}!$A$1:$A${units}"
        sheet.data_validation(
            BODY, places["主责部门"], last, places["主责部门"], {"validate": "list", "source": source, "show_error": False}
        )
    sheet.data_validation(BODY, places["来源"], last, places["来源"], {"validate": "list", "source": list(LISTS["来源"])})


def write_meeting(sheet: Sheet, page: MinutesPage, styles: Styles) -> None:
    """The meeting, as it will stand in 会议."""
    sheet.set_tab_color(NAVY)
    told = "有事项立项时，这一行记入总台账的“会议”。编号、日期、会议有不对的，请改；不要登记，把会议编号清空。"
    write_band(sheet, styles, MEETING_SHEET, told, tuple(MEETING_WIDTHS.values()))
    write_header(sheet, styles, HEADER, MEETING_WIDTHS)
    look = styles(indent=1, num_format="@", bg_color=OPEN_FILL, **GRID)
    day = styles(align="center", bg_color=OPEN_FILL, num_format="yyyy-mm-dd", **GRID)
    for place, header in enumerate(MEETING_WIDTHS):
        value = page.meeting.get(header)
        write_shown(sheet, BODY, place, value or None, day if isinstance(value, dt.date) else look)
    sheet.data_validation(BODY, 2, BODY, 2, {"validate": "list", "source": list(LISTS["会议"])})
    set_up(sheet, page.company)


def set_up(sheet: Sheet, company: str) -> None:
    """A4 landscape, one page wide."""
    set_up_report_page(sheet, MARGINS, company, (None, PAGES, None), right=f"{MINUTES_LIST}　&A", landscape=True)


# reading it again


def rows_in(sheets: Iterable[ForeignSheet]) -> list[MinutesRow]:
    """Every line of a list, in whatever order it stands now."""
    found: list[MinutesRow] = []
    for sheet in sheets:
        below = rows_below(sheet, tuple(ROW_WIDTHS), needed=(TICK, "事项", "主责部门"))
        first = len(sheet.rows) - len(below) + 1
        for at, row in enumerate(below, first):
            if any(value is not None for value in row):
                found.append(MinutesRow(dict(zip(ROW_WIDTHS, row, strict=True)), sheet.name, at))
    return found


def meetings_in(sheets: Iterable[ForeignSheet]) -> list[dict[str, Value]]:
    """The meetings of a list, by header."""
    found = (row for sheet in sheets for row in rows_below(sheet, tuple(MEETING_WIDTHS), needed=("会议编号", "日期", "议题", ROW_MARK)))
    return [dict(zip(MEETING_WIDTHS, row, strict=True)) for row in found if any(value is not None for value in row)]
