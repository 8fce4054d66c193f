"""The workbook beside a bulletin: a page of its figures, and the rows behind each, so that "which 17?" has its answer in the meeting.

Values only, every text a text; a figure leads to its rows by a link inside the workbook, and the rows lead back.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbook_templates.sheets import report_book
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.report_book import BODY, GRID, HEADER, PAGES, TITLE, Margins
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.sheets.style import BLUE_FILL, LIGHT_COLOURS, NAVY, PAPER, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Value

FIRST = "数字"
SUMMARY = {"序号": 6.0, "数字": 20.0, "取值": 20.0, "分子": 9.0, "分母": 9.0, "怎么算": 52.0, "明细": 20.0}
PART, PLACE = "计入", "出处"
WIDTHS = {
    "事项": 40.0, "问题描述": 40.0, "事由": 40.0, "原因": 34.0, "目标": 40.0, "阶段任务": 36.0, "风险点": 36.0, "指标": 30.0, "说明": 44.0,
    "理由": 24.0, "考评项目": 30.0, "主责部门": 16.0, "部门": 16.0, "考评部门": 16.0, "被考评单位": 16.0, "主责部室": 16.0, "阶段": 13.0,
    PLACE: 23.0, "抽查编号": 14.0, "关联编号": 14.0, "编号": 13.0,
}  # fmt: skip
NARROW = 12.0
PERCENT = ("完成度",)
MARGINS = Margins(0.4, 0.6, 0.55, 0.3, 0.25)


class Answer(NamedTuple):
    """A figure and its rows.

    name, text: as the bulletin prints it. top, below: numerator and denominator of a rate, None of a count. definition: how it is counted.
    sheet: where its rows stand. rows: their cells. parts: what each row gives, None where that is 1 for every row. places: the row of the
    workbook that each is, '' where it is none."""

    name: str
    text: str
    top: float | None
    below: float | None
    definition: str
    sheet: str
    rows: Sequence[Sequence[Value]]
    parts: Sequence[Value]
    places: Sequence[str]


class CompanionPage(NamedTuple):
    """headers: sheet → the columns of its rows."""

    company: str
    day: dt.date
    title: str
    subtitle: str
    headers: Mapping[str, Sequence[str]]
    answers: Sequence[Answer]


def companion_book(page: CompanionPage) -> bytes:
    """The bytes of the .xlsx; the same page gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        first = book.add_worksheet(FIRST)
        used = [name for name in page.headers if any(answer.sheet == name for answer in page.answers)]
        sheets = {name: book.add_worksheet(name) for name in used}
        starts = dict.fromkeys(range(len(page.answers)), 0)
        for name, sheet in sheets.items():
            starts |= write_rows(sheet, name, page, styles)
        write_figures(first, page, starts, styles)

    return report_book.made(page.company, page.day, page.title, fill)


def link(sheet: Sheet, row: int, column: int, target: str, text: str, styles: Styles) -> None:
    """A link inside the workbook. ValueError where it could not be written."""
    style = styles(font_color=BLUE_FILL, underline=1, align="center", **GRID)
    if sheet.write_url(row, column, f"internal:{target}", style, text) < 0:
        raise ValueError(f"row {row}, column {column}: link not written")


def write_figures(sheet: Sheet, page: CompanionPage, starts: Mapping[int, int], styles: Styles) -> None:
    """One line a figure."""
    widths = list(SUMMARY.values())
    report_book.write_band(sheet, styles, page.title, page.subtitle, widths, size=16, high=32)
    report_book.write_header(sheet, styles, HEADER, SUMMARY, text_wrap=True)
    middle, left = styles(align="center", **GRID), styles(indent=1, num_format="@", **GRID)
    for place, answer in enumerate(page.answers):
        row = BODY + place
        for column, value in enumerate((float(place + 1), answer.name, answer.text, answer.top, answer.below, answer.definition)):
            bold = {"bold": True} if column in (1, 2) else {}
            style = left if column == 5 else styles(align="center", **GRID, **bold) if bold else middle
            write_shown(sheet, row, column, value, style)
        if answer.rows:
            link(sheet, row, 6, f"'{answer.sheet}'!A{starts[place] + 1}", f"{answer.sheet}，{len(answer.rows)} 行", styles)
        else:
            write_shown(sheet, row, 6, "没有", middle)
        report_book.fit_row(sheet, row, [(answer.definition, widths[5]), (answer.name, widths[1])])
    sheet.freeze_panes(BODY, 2)
    sheet.repeat_rows(TITLE, HEADER)
    set_up(sheet, page)


def write_rows(sheet: Sheet, name: str, page: CompanionPage, styles: Styles) -> dict[int, int]:
    """The figures of one sheet, each a block: its name and definition, its columns, its rows. Place of the figure → row of its block."""
    headers = page.headers[name]
    columns = [*headers, PART, PLACE]
    widths = [WIDTHS.get(header, NARROW) for header in columns]
    report_book.write_band(sheet, styles, f"{page.title}：{name}", page.subtitle, widths, size=16, high=32)
    starts: dict[int, int] = {}
    row = BODY - 1
    looks: dict[tuple[int, object], object] = {}
    for together in blocks(page.answers, name):
        place, answer = together[-1], page.answers[together[-1]]
        starts |= dict.fromkeys(together, row)
        told = "；".join(f"{page.answers[one].name}　{page.answers[one].text}" for one in together)
        band = styles(bold=True, font_size=12, font_color=NAVY, bg_color=PAPER, indent=1)
        for column in range(len(columns)):
            write_shown(sheet, row, column, None if column else f"{told}　（{answer.definition}）", band)
        link(sheet, row, len(columns) - 1, f"'{FIRST}'!A{BODY + place + 1}", "回到数字", styles)
        sheet.set_row(row, 26)
        report_book.write_header(sheet, styles, row + 1, columns, text_wrap=True)
        row += 2
        for cells, part, at in zip(answer.rows, answer.parts, answer.places, strict=True):
            write_row(sheet, row, columns, [*cells, part, at], widths, styles, looks)
            row += 1
        row += 1
    if row > BODY:
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{row}"})
    sheet.freeze_panes(BODY - 1, 1)
    sheet.repeat_rows(TITLE)
    set_up(sheet, page, landscape=True)
    return starts


def blocks(answers: Sequence[Answer], sheet: str) -> list[list[int]]:
    """The places of the figures that share a block: a count, and then a rate over the very same rows. The rate says how."""
    found: list[list[int]] = []
    counts: dict[tuple[str, ...], list[int]] = {}
    for place, answer in enumerate(answers):
        if answer.sheet != sheet or not answer.rows:
            continue
        rows = tuple(answer.places)
        if answer.top is None and all(part is None for part in answer.parts) and all(rows):
            counts[rows] = [place]
            found.append(counts[rows])
        elif answer.top is not None and rows in counts:
            counts.pop(rows).append(place)
        else:
            found.append([place])
    return found


def write_row(
    sheet: Sheet,
    row: int,
    headers: Sequence[str],
    cells: Sequence[Value],
    widths: Sequence[float],
    styles: Styles,
    looks: dict[tuple[int, object], object],
) -> None:
    """looks: column and sort of value → its format, found once."""
    lines = 1
    for place, (header, value, width) in enumerate(zip(headers, cells, widths, strict=True)):
        key = (place, value if value in LIGHT_COLOURS else type(value))
        look = looks.get(key)
        if look is None:
            look = looks[key] = cell_style(header, value, width, styles)
        if isinstance(value, str) and len(value) * 2 > width:
            lines = max(lines, lines_of(value, width))
        write_shown(sheet, row, place, value, look)
    sheet.set_row(row, height_of_lines(lines))


def cell_style(header: str, value: Value, width: float, styles: Styles) -> object:
    """As in every list, days and shares as such."""
    number = {"num_format": "yyyy-mm-dd"} if isinstance(value, dt.date) else {"num_format": "0.0%"} if header in PERCENT else {}
    return report_book.value_style(styles, value, width, **number)


def set_up(sheet: Sheet, page: CompanionPage, landscape: bool = False) -> None:
    report_book.set_up_report_page(sheet, MARGINS, page.company, (None, PAGES, None), landscape=landscape)
