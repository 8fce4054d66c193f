"""回收清单: what came back and what became of it, as a workbook for the clerk; 待定 has a column 取舍, which is read again."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.collected import CHOICES, KEEP, MARKED, OPEN, OUTCOMES, REFUSED, SAME, TAKE, TAKEN, Entry
from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.printing import A4
from workbook_templates.sheets.report_book import made
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.sheets.style import (
    AMBER,
    BLUE,
    FONT,
    GREEN,
    INK,
    LINE,
    MIST,
    NAVY,
    PAPER,
    RED,
    SLATE,
    STEEL,
    WHITE,
    Sheet,
    Styles,
    Workbook,
)
from workbook_templates.tables.grid import Value

SUMMARY, CHOICE, MARK = "回收清单", "取舍", "标识"
OPEN_FILL = "#DCEBFA"
COUNTED = (TAKEN, OPEN, REFUSED, MARKED, SAME)
FILE_COLUMNS = {"文件": 38.0, "部门": 15.0, "批次": 13.0, **dict.fromkeys(COUNTED, 9.0), "说明": 46.0}
VALUES = {"下发值": 22.0, "回收值": 26.0, "现值": 20.0, "原因": 24.0}
PLACE = {"文件": 24.0, "位置": 15.0, MARK: 13.5}
COLUMNS = {"部门": 12.0, "表": 10.0, "编号": 15.0, "列": 11.0, **VALUES, "怎么办": 26.0, **PLACE}
TAKEN_COLUMNS = {"部门": 12.0, "表": 10.0, "编号": 15.0, "列": 11.0, "改前": 26.0, "改后": 40.0, "原因": 22.0, "文件": 26.0, "位置": 17.0}
CHOICE_COLUMNS = {CHOICE: 13.0, "部门": 12.0, "表": 10.0, "编号": 15.0, "事项": 26.0, "列": 11.0, **VALUES, **PLACE}
SAME_COLUMNS = {"部门": 15.0, "表": 12.0, "编号": 22.0, "列": 60.0, "原因": 26.0, "文件": 34.0, "位置": 20.0}
COLOURS = {OPEN: AMBER, REFUSED: RED, MARKED: BLUE, TAKEN: GREEN, SAME: MIST}
TOLD = {
    OPEN: f"这些格子要您来定，为什么见“原因”。在“{CHOICE}”里选{TAKE}或{KEEP}，保存后再回收一次；没有选的，下次还在这里。",
    REFUSED: "这些没有采用。照“怎么办”处理；部门改好再交，放进“回收”再收一次。",
    MARKED: "这些已经采用，请看一眼。",
    TAKEN: "这些已写进台账，改前改后也在“操作日志”里。",
    SAME: "这些收回来与下发时相同，或台账里已经是这个值，没有动。",
}
LAST_HEIGHT = 200.0
TITLE, SUBTITLE, HEADER, BODY = 0, 1, 2, 3


class FileLine(NamedTuple):
    """One file of the first page. counts: outcome → cells; told: what is to be said of the file as a whole."""

    name: str
    addressee: str
    batch: str
    counts: Mapping[str, int]
    told: str


class CollectPage(NamedTuple):
    """company, 基准日, and when it was collected; the files; every line; addressees of whom no file came; 编号 → what it is about."""

    company: str
    day: dt.date
    time: dt.datetime
    files: Sequence[FileLine]
    entries: Sequence[Entry]
    absent: Sequence[str]
    matters: Mapping[str, str]


def collect_workbook(page: CollectPage) -> bytes:
    """The bytes of the .xlsx; the same page gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        write_summary(book.add_worksheet(SUMMARY), page, styles)
        for outcome in OUTCOMES:
            entries = [entry for entry in page.entries if entry.outcome == outcome]
            if entries:
                sheet = book.add_worksheet(outcome)
                sheet.set_tab_color(COLOURS[outcome])
                if outcome == SAME:
                    write_same(sheet, entries, page, styles)
                else:
                    write_entries(sheet, outcome, entries, page, styles)

    return made(page.company, page.day, SUMMARY, fill)


def write_band(sheet: Sheet, title: str, told: str, columns: Mapping[str, float], styles: Styles) -> None:
    """Title, a line of help and the header."""
    band = styles(bold=True, font_size=18, font_color=WHITE, bg_color=NAVY, indent=1)
    below = styles(font_color=SLATE, bg_color=PAPER, indent=1)
    sheet.set_row(TITLE, 34)
    sheet.set_row(SUBTITLE, 22)
    for place, width in enumerate(columns.values()):
        sheet.set_column(place, place, width)
        write_value(sheet, TITLE, place, None if place else title, band)
        write_value(sheet, SUBTITLE, place, None if place else told, below)


def write_header(sheet: Sheet, row: int, headers: Iterable[str], styles: Styles) -> None:
    sheet.set_row(row, 24)
    look = {"bold": True, "font_color": WHITE, "align": "center", "border": 1, "border_color": WHITE}
    for place, header in enumerate(headers):
        write_value(sheet, row, place, header, styles(bg_color=BLUE if header == CHOICE else STEEL, **look))


def write_summary(sheet: Sheet, page: CollectPage, styles: Styles) -> None:
    """The first page: figures, the files, who has not answered."""
    sheet.set_tab_color(NAVY)
    day = f"{page.day.year}年{page.day.month}月{page.day.day}日"
    told = f"{page.company}　　基准日 {day}　　回收时间 {page.time:%Y-%m-%d %H:%M}"
    write_band(sheet, SUMMARY, told, FILE_COLUMNS, styles)
    row = write_tiles(sheet, page, styles)
    write_header(sheet, row, FILE_COLUMNS, styles)
    for number, file in enumerate(page.files, row + 1):
        write_file(sheet, number, file, styles)
    below = row + len(page.files) + 2
    if page.absent:
        look = styles(font_color=INK, bg_color=PAPER, text_wrap=True, indent=1, num_format="@", border=1, border_color=LINE)
        said = f"最近一批里这次没有收到的（{len(page.absent)}）：{'、'.join(page.absent)}"
        sheet.merge_range(below, 0, below, len(FILE_COLUMNS) - 1, "", look)
        sheet.set_row(below, height_of_lines(lines_of(said, sum(FILE_COLUMNS.values()))) + 4)
        write_value(sheet, below, 0, said, look)
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    set_up(sheet, page)


def write_tiles(sheet: Sheet, page: CollectPage, styles: Styles) -> int:
    """How many files, and how many cells of each outcome; the row of the table's header."""
    sheet.set_row(HEADER, 10)
    sheet.set_row(BODY, 34)
    sheet.set_row(BODY + 1, 20)
    counts = {name: sum(file.counts.get(name, 0) for file in page.files) for name in COUNTED}
    figures = [("文件", len(page.files), NAVY), *((name, counts[name], COLOURS[name]) for name in counts)]
    places = ((0, 0), (1, 2), (3, 4), (5, 6), (7, 7), (8, 8))
    for (name, count, colour), (first, last) in zip(figures, places, strict=True):
        ink = colour if count and colour != MIST else SLATE
        edge = {"left": 2, "left_color": WHITE, "right": 2, "right_color": WHITE, "bg_color": PAPER, "align": "center"}
        large, small = styles(bold=True, font_size=20, font_color=ink, **edge), styles(font_size=9, font_color=SLATE, **edge)
        for offset, value, style in ((BODY, float(count), large), (BODY + 1, name, small)):
            if last > first:
                sheet.merge_range(offset, first, offset, last, "", style)
            write_value(sheet, offset, first, value, style)
    sheet.set_row(BODY + 2, 10)
    return BODY + 3


def write_file(sheet: Sheet, row: int, file: FileLine, styles: Styles) -> None:
    """One file; what is to be decided or was refused in its colour."""
    look = {"border": 1, "border_color": LINE, "text_wrap": True}
    words, middle = styles(num_format="@", indent=1, **look), styles(num_format="@", align="center", **look)
    lines = max(lines_of(file.name, FILE_COLUMNS["文件"]), lines_of(file.told, FILE_COLUMNS["说明"]), lines_of(file.addressee, 15.0))
    sheet.set_row(row, height_of_lines(lines))
    for place, header in enumerate(FILE_COLUMNS):
        if header in COUNTED:
            count = file.counts.get(header, 0)
            strong = bool(count) and header in (OPEN, REFUSED, MARKED)
            colour = {OPEN: "#9A5B00", REFUSED: RED, MARKED: BLUE}.get(header, INK) if strong else INK
            write_value(sheet, row, place, float(count) if count else None, styles(align="center", bold=strong, font_color=colour, **look))
        else:
            value = {"文件": file.name, "部门": file.addressee, "批次": file.batch, "说明": file.told}[header]
            write_value(sheet, row, place, value, words if header in ("文件", "说明") else middle)


def write_entries(sheet: Sheet, outcome: str, entries: Sequence[Entry], page: CollectPage, styles: Styles) -> None:
    """One outcome, a line for each cell, row or file."""
    columns = {OPEN: CHOICE_COLUMNS, TAKEN: TAKEN_COLUMNS}.get(outcome, COLUMNS)
    write_band(sheet, f"{outcome}（{len(entries)}）", TOLD[outcome], columns, styles)
    write_header(sheet, HEADER, columns, styles)
    look = {"border": 1, "border_color": LINE, "text_wrap": True, "num_format": "@"}
    words, middle = styles(indent=1, **look), styles(align="center", **look)
    strong, faint = styles(bold=True, indent=1, **look), styles(font_color=MIST, font_size=8, align="center", **look)
    open_ = styles(bg_color=OPEN_FILL, bold=True, align="center", **look)
    styled = {**dict.fromkeys(("部门", "表", "编号", "列", "位置"), middle), "回收值": strong, "改后": strong, MARK: faint, CHOICE: open_}
    for row, entry in enumerate(entries, BODY):
        cells = cells_of(entry, page.matters)
        texts = [(text, width) for header, width in columns.items() if header != MARK and (text := cells[header])]
        lines = max((lines_of(text, width) for text, width in texts if len(text) * 2 > width - 3 or "\n" in text), default=1)
        sheet.set_row(row, min(height_of_lines(lines), LAST_HEIGHT))
        for place, header in enumerate(columns):
            write_value(sheet, row, place, cells[header], styled.get(header, words))
    if outcome == OPEN:
        check = {"validate": "list", "source": list(CHOICES), "error_title": CHOICE, "error_message": f"选{TAKE}或{KEEP}。"}
        sheet.data_validation(BODY, 0, BODY + len(entries) - 1, 0, check)
    finish(sheet, len(entries), columns, page)


def write_same(sheet: Sheet, entries: Sequence[Entry], page: CollectPage, styles: Styles) -> None:
    """What was left alone: the cells of one row that have one reason in one line."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for entry in entries:
        told = (entry.addressee, entry.table, key_text(entry), entry.reason, entry.file, place_text(entry))
        lines.setdefault(told, []).append(entry.field)
    write_band(sheet, f"{SAME}（{len(entries)} 格）", TOLD[SAME], SAME_COLUMNS, styles)
    write_header(sheet, HEADER, SAME_COLUMNS, styles)
    style = styles(indent=1, border=1, border_color=LINE, num_format="@")
    for row, ((addressee, table, key, reason, file, place), fields) in enumerate(lines.items(), BODY):
        for column, value in enumerate((addressee, table, key, "、".join(filter(None, fields)), reason, file, place)):
            sheet.write_string(row, column, value, style)
    finish(sheet, len(lines), SAME_COLUMNS, page)


def cells_of(entry: Entry, matters: Mapping[str, str]) -> dict[str, str | None]:
    """An entry by header."""
    return {
        CHOICE: entry.choice or None, "部门": entry.addressee, "表": entry.table, "编号": key_text(entry), "列": entry.field,
        "事项": matters.get(entry.number),
        "下发值": entry.sent, "回收值": entry.returned, "现值": entry.now, "原因": entry.reason, "怎么办": entry.remedy,
        "文件": entry.file, "位置": place_text(entry), "改前": entry.now, "改后": entry.returned,
        MARK: entry.mark if entry.outcome != TAKEN else None,
    }  # fmt: skip


def key_text(entry: Entry) -> str:
    return "/".join(text for text in (entry.number, entry.part) if text)


def place_text(entry: Entry) -> str:
    return entry.sheet + (f" 第 {entry.line} 行" if entry.line else "")


def finish(sheet: Sheet, rows: int, columns: Mapping[str, float], page: CollectPage) -> None:
    last = BODY + rows
    sheet.ignore_errors({"number_stored_as_text": f"A{BODY + 1}:{chr(ord('A') + len(columns) - 1)}{last}"})
    sheet.autofilter(HEADER, 0, last - 1, len(columns) - 1)
    sheet.freeze_panes(BODY, 1)
    sheet.repeat_rows(TITLE, HEADER)
    set_up(sheet, page)


def set_up(sheet: Sheet, page: CollectPage) -> None:
    """A4 landscape, one page wide."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.3, right=0.3, top=0.55, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    name = page.company[:40].replace("&", "&&")
    sheet.set_header(f'&L&9&"{FONT}"{name}&R&9&"{FONT}"{SUMMARY}　&A', {"margin": 0.25, "scale_with_doc": False})
    sheet.set_footer(f'&C&8&"{FONT}"第 &P 页 / 共 &N 页', {"margin": 0.22, "scale_with_doc": False})


# reading it again


def choices_in(sheets: Iterable[ForeignSheet]) -> dict[str, str]:
    """标识 → 取舍 that the clerk has made, wherever the two columns stand now."""
    found = {}
    for choice, mark in columns_in(sheets, CHOICE):
        if plain(choice) in CHOICES and text_of(mark):
            found[text_of(mark).strip()] = plain(choice)
    return found


def marks_in(sheets: Iterable[ForeignSheet]) -> set[str]:
    """Every 标识 of a list."""
    return {text_of(mark).strip() for _, mark in columns_in(sheets, MARK) if mark is not None}


def columns_in(sheets: Iterable[ForeignSheet], header: str) -> Iterable[tuple[Value, Value]]:
    """The cells under a header beside those under 标识, in every sheet that has both."""
    for sheet in sheets:
        for line, row in enumerate(sheet.rows[:20]):
            titles = [plain(value) for value in row]
            if header in titles and MARK in titles:
                places = titles.index(header), titles.index(MARK)
                for below in sheet.rows[line + 1 :]:
                    first, second = (below[place] if place < len(below) else None for place in places)
                    yield first, second
                break
