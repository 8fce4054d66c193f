"""回收清单: what came back and what became of it, as a workbook for the clerk; 待定 has a column 取舍, which is read again."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.days import chinese_day
from workbook_templates.reading.foreign import ForeignSheet, rows_below
from workbook_templates.sent.outcomes import ACCEPTED, CHOICES, KEEP, MARKED, OUTCOMES, REFUSED, TAKE, UNCHANGED, UNDECIDED, CollectEntry
from workbook_templates.sent.returned import ReturnedFile
from workbook_templates.sheets import report_book
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.report_book import BODY, GRID, HEADER, PAGES, Margins
from workbook_templates.sheets.style import (
    AMBER,
    BLUE_FILL,
    GREEN_FILL,
    INK,
    LINE_COLOUR,
    MIST,
    NAVY,
    PAPER,
    RED_FILL,
    SLATE,
    Sheet,
    Styles,
    Workbook,
)

COLLECT_LIST, CHOICE, MARK = "回收清单", "取舍", "标识"
CHOICE_FILL = "#DCEBFA"
COUNTED_OUTCOMES = (ACCEPTED, UNDECIDED, REFUSED, MARKED, UNCHANGED)
FILE_COLUMNS = {"文件": 38.0, "部门": 15.0, "批次": 13.0, **dict.fromkeys(COUNTED_OUTCOMES, 9.0), "说明": 46.0}
FILE_WIDTHS = tuple(FILE_COLUMNS.values())
VALUE_COLUMNS = {"下发值": 22.0, "回收值": 26.0, "现值": 20.0, "原因": 24.0}
PLACE_COLUMNS = {"文件": 24.0, "位置": 15.0, MARK: 13.5}
ROW_COLUMNS = {"部门": 12.0, "表": 10.0, "编号": 15.0, "列": 11.0}
ENTRY_COLUMNS = {**ROW_COLUMNS, **VALUE_COLUMNS, "怎么办": 26.0, **PLACE_COLUMNS}
ACCEPTED_COLUMNS = {**ROW_COLUMNS, "改前": 26.0, "改后": 40.0, "原因": 22.0, "文件": 26.0, "位置": 17.0}
CHOICE_COLUMNS = {CHOICE: 13.0, "部门": 12.0, "表": 10.0, "编号": 15.0, "事项": 26.0, "列": 11.0, **VALUE_COLUMNS, **PLACE_COLUMNS}
UNCHANGED_COLUMNS = {"部门": 15.0, "表": 12.0, "编号": 22.0, "列": 60.0, "原因": 26.0, "文件": 34.0, "位置": 20.0}
OUTCOME_COLOURS = {UNDECIDED: AMBER, REFUSED: RED_FILL, MARKED: BLUE_FILL, ACCEPTED: GREEN_FILL, UNCHANGED: MIST}
STRONG = {UNDECIDED: "#9A5B00", REFUSED: RED_FILL, MARKED: BLUE_FILL}
"""Letters of a count that wants a look."""
OUTCOME_HELP = {
    UNDECIDED: f"这些格子要您来定，为什么见“原因”。在“{CHOICE}”里选{TAKE}或{KEEP}，保存后再回收一次；没有选的，下次还在这里。",
    REFUSED: "这些没有采用。照“怎么办”处理；部门改好再交，放进“回收”再收一次。",
    MARKED: "这些已经采用，请看一眼。",
    ACCEPTED: "这些已写进台账，改前改后也在“操作日志”里。",
    UNCHANGED: "这些收回来与下发时相同，或台账里已经是这个值，没有动。",
}
HIGHEST = 200.0
"""Points that a row may have."""
MARGINS = Margins(0.3, 0.55, 0.5, 0.25, 0.22)


class CollectPage(NamedTuple):
    """What 回收清单 says.

    company: whose it is.
    day: 基准日.
    time: when it was collected.
    files: what came, a line each on the first page.
    entries: every cell, row and file that something is said of.
    absent: addressees of the latest batch of whom no file came.
    matters: 编号 → what it is about.
    """

    company: str
    day: dt.date
    time: dt.datetime
    files: Sequence[ReturnedFile]
    entries: Sequence[CollectEntry]
    absent: Sequence[str]
    matters: Mapping[str, str]


def collect_workbook(page: CollectPage) -> bytes:
    """The bytes of the .xlsx; the same page gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        write_summary(book.add_worksheet(COLLECT_LIST), page, styles)
        for outcome in OUTCOMES:
            entries = [entry for entry in page.entries if entry.outcome == outcome]
            if entries:
                sheet = book.add_worksheet(outcome)
                sheet.set_tab_color(OUTCOME_COLOURS[outcome])
                if outcome == UNCHANGED:
                    write_same(sheet, entries, page, styles)
                else:
                    write_entries(sheet, outcome, entries, page, styles)

    return report_book.made(page.company, page.day, COLLECT_LIST, fill)


def write_summary(sheet: Sheet, page: CollectPage, styles: Styles) -> None:
    """The first page: figures, the files, who has not answered."""
    sheet.set_tab_color(NAVY)
    day = chinese_day(page.day)
    told = f"{page.company}　　基准日 {day}　　回收时间 {page.time:%Y-%m-%d %H:%M}"
    report_book.write_band(sheet, styles, COLLECT_LIST, told, FILE_WIDTHS)
    row = write_tiles(sheet, page, styles)
    report_book.write_header(sheet, styles, row, FILE_COLUMNS)
    for number, file in enumerate(page.files, row + 1):
        write_file(sheet, number, file, styles)
    below = row + len(page.files) + 2
    if page.absent:
        said = f"最近一批里这次没有收到的（{len(page.absent)}）：{'、'.join(page.absent)}"
        report_book.write_note(
            sheet, below, FILE_WIDTHS, said, styles(font_color=INK, bg_color=PAPER, indent=1, num_format="@", **GRID), more=4
        )
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    set_up(sheet, page)


def write_tiles(sheet: Sheet, page: CollectPage, styles: Styles) -> int:
    """How many files, and how many cells of each outcome; the row of the table's header."""
    sheet.set_row(HEADER, 10)
    counts = {name: sum(file.counts.get(name, 0) for file in page.files) for name in COUNTED_OUTCOMES}
    figures = [("文件", len(page.files), NAVY), *((name, counts[name], OUTCOME_COLOURS[name]) for name in counts)]
    places = ((0, 0), (1, 2), (3, 4), (5, 6), (7, 7), (8, 8))
    for (name, count, colour), columns in zip(figures, places, strict=True):
        ink = colour if count and colour != MIST else SLATE
        report_book.write_tile(sheet, styles, BODY, columns, count, name, ink)
    sheet.set_row(BODY + 2, 10)
    return BODY + 3


def write_file(sheet: Sheet, row: int, file: ReturnedFile, styles: Styles) -> None:
    """One file; what is to be decided or was refused in its colour."""
    words, middle = styles(num_format="@", indent=1, **GRID), styles(num_format="@", align="center", **GRID)
    texts = {"文件": file.name, "部门": file.addressee, "批次": file.batch, "说明": file.told}
    report_book.fit_row(sheet, row, [(texts[header], FILE_COLUMNS[header]) for header in ("文件", "部门", "说明")])
    for place, header in enumerate(FILE_COLUMNS):
        if header in texts:
            write_shown(sheet, row, place, texts[header], words if header in ("文件", "说明") else middle)
            continue
        count = file.counts.get(header, 0)
        colour = STRONG.get(header, INK) if count else INK
        style = styles(align="center", bold=colour != INK, font_color=colour, **GRID)
        write_shown(sheet, row, place, float(count) if count else None, style)


def write_entries(sheet: Sheet, outcome: str, entries: Sequence[CollectEntry], page: CollectPage, styles: Styles) -> None:
    """One outcome, a line for each cell, row or file."""
    columns = {UNDECIDED: CHOICE_COLUMNS, ACCEPTED: ACCEPTED_COLUMNS}.get(outcome, ENTRY_COLUMNS)
    report_book.write_band(sheet, styles, f"{outcome}（{len(entries)}）", OUTCOME_HELP[outcome], tuple(columns.values()))
    report_book.write_header(sheet, styles, HEADER, columns)
    look = {**GRID, "num_format": "@"}
    words, middle = styles(indent=1, **look), styles(align="center", **look)
    strong, faint = styles(bold=True, indent=1, **look), styles(font_color=MIST, font_size=8, align="center", **look)
    open_ = styles(bg_color=CHOICE_FILL, bold=True, align="center", **look)
    styled = {**dict.fromkeys(("部门", "表", "编号", "列", "位置"), middle), "回收值": strong, "改后": strong, MARK: faint, CHOICE: open_}
    for row, entry in enumerate(entries, BODY):
        cells = cells_of(entry, page.matters)
        report_book.fit_row(sheet, row, ((cells[header], width) for header, width in columns.items() if header != MARK), most=HIGHEST)
        for place, header in enumerate(columns):
            write_shown(sheet, row, place, cells[header], styled.get(header, words))
    if outcome == UNDECIDED:
        report_book.write_header(sheet, styles, HEADER, [CHOICE], bg_color=BLUE_FILL)
        check = {"validate": "list", "source": list(CHOICES), "error_title": CHOICE, "error_message": f"选{TAKE}或{KEEP}。"}
        sheet.data_validation(BODY, 0, BODY + len(entries) - 1, 0, check)
    report_book.finish_list(sheet, len(entries), len(columns))
    set_up(sheet, page)


def write_same(sheet: Sheet, entries: Sequence[CollectEntry], page: CollectPage, styles: Styles) -> None:
    """What was left alone: the cells of one row that have one reason in one line."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for entry in entries:
        told = (entry.addressee, entry.table, key_text(entry), entry.reason, entry.file, place_text(entry))
        lines.setdefault(told, []).append(entry.field)
    report_book.write_band(sheet, styles, f"{UNCHANGED}（{len(entries)} 格）", OUTCOME_HELP[UNCHANGED], tuple(UNCHANGED_COLUMNS.values()))
    report_book.write_header(sheet, styles, HEADER, UNCHANGED_COLUMNS)
    style = styles(indent=1, border=1, border_color=LINE_COLOUR, num_format="@")
    for row, ((addressee, table, key, reason, file, place), fields) in enumerate(lines.items(), BODY):
        for column, value in enumerate((addressee, table, key, "、".join(filter(None, fields)), reason, file, place)):
            sheet.write_string(row, column, value, style)
    report_book.finish_list(sheet, len(lines), len(UNCHANGED_COLUMNS))
    set_up(sheet, page)


def cells_of(entry: CollectEntry, matters: Mapping[str, str]) -> dict[str, str | None]:
    """An entry by header."""
    return {
        CHOICE: entry.choice or None, "部门": entry.addressee, "表": entry.table, "编号": key_text(entry), "列": entry.field,
        "事项": matters.get(entry.number),
        "下发值": entry.sent, "回收值": entry.returned, "现值": entry.now, "原因": entry.reason, "怎么办": entry.remedy,
        "文件": entry.file, "位置": place_text(entry), "改前": entry.now, "改后": entry.returned,
        MARK: entry.mark if entry.outcome != ACCEPTED else None,
    }  # fmt: skip


def key_text(entry: CollectEntry) -> str:
    return "/".join(text for text in (entry.number, entry.part) if text)


def place_text(entry: CollectEntry) -> str:
    return entry.sheet + (f" 第 {entry.line} 行" if entry.line else "")


def set_up(sheet: Sheet, page: CollectPage) -> None:
    """A4 landscape, one page wide."""
    right = f"{COLLECT_LIST}　&A"
    report_book.set_up_report_page(sheet, MARGINS, page.company, (None, PAGES, None), right=right, landscape=True)


# reading it again


def choices_in(sheets: Iterable[ForeignSheet]) -> dict[str, str]:
    """标识 → 取舍 that the clerk has report_book.made, wherever the two columns stand now."""
    rows = (row for sheet in sheets for row in rows_below(sheet, (CHOICE, MARK)))
    return {text_of(mark).strip(): plain(choice) for choice, mark in rows if plain(choice) in CHOICES and text_of(mark)}


def marks_in(sheets: Iterable[ForeignSheet]) -> set[str]:
    """Every 标识 of a list."""
    return {text_of(mark).strip() for sheet in sheets for (mark,) in rows_below(sheet, (MARK,)) if mark is not None}


def waiting_lines(sheets: Iterable[ForeignSheet], outcome: str) -> list[dict[str, str]]:
    """The lines of one outcome, by header: of 待定 those without a 取舍."""
    columns = [*(CHOICE_COLUMNS if outcome == UNDECIDED else ENTRY_COLUMNS)]
    rows = (row for sheet in sheets if sheet.name == outcome for row in rows_below(sheet, columns, (MARK,)))
    lines = [dict(zip(columns, map(text_of, row), strict=True)) for row in rows]
    return [line for line in lines if line[MARK].strip() and plain(line.get(CHOICE, "")) not in CHOICES]
