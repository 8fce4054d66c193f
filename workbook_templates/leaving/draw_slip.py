"""抽查单: the risk points that were drawn, on paper: how they were drawn, so that anybody can repeat it, and a place to sign."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.printing import A4
from workbook_templates.sheets.report_book import made
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.sheets.style import FONT, INK, LINE, NAVY, PAPER, RED, SLATE, WHITE, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Value

COLUMNS = {
    "序号": 5.0, "风险编号": 10.0, "部门": 11.5, "岗位": 11.5, "风险点": 25.0, "风险值": 5.0, "等级": 5.0, "上次抽查": 11.0,
    "逾期天数": 6.0, "抽中依据": 12.0, "抽查责任人": 8.0, "签字": 13.0,
}  # fmt: skip
BROKEN = {"风险值": "风险\n值", "逾期天数": "逾期\n天数", "抽查责任人": "抽查\n责任人"}
"""Headers that stand in two lines over a narrow column."""
WIDE = ("部门", "岗位", "风险点", "抽中依据", "抽查责任人")
TITLE, SUBTITLE, FACTS = 0, 1, 2
SIGNED = "抽取人（签字）：　　　　　　　　　　监督人（签字）：　　　　　　　　　　日期：　　　　年　　月　　日"


class SlipLine(NamedTuple):
    """One point. value: 风险值; last: 上次抽查; why: how it was chosen."""

    number: str
    department: str
    post: str
    point: str
    value: float
    grade: str
    last: dt.date | None
    days_overdue: int | None
    why: str
    checker: str


class Slip(NamedTuple):
    """facts: what the head of the paper says, name → value. notes: how it was drawn, and what could not be."""

    company: str
    day: dt.date
    seed: int
    facts: tuple[tuple[str, str], ...]
    lines: tuple[SlipLine, ...]
    notes: tuple[str, ...]


def slip_workbook(slip: Slip) -> bytes:
    """The bytes of the .xlsx; the same slip gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        sheet = book.add_worksheet("抽查单")
        for place, width in enumerate(COLUMNS.values()):
            sheet.set_column(place, place, width)
        header = write_head(sheet, slip, styles)
        row = header + 1
        for number, line in enumerate(slip.lines, 1):
            write_line(sheet, row, number, line, styles)
            row += 1
        write_notes(sheet, row, slip.notes, styles)
        sheet.ignore_errors({"number_stored_as_text": f"A1:L{row}"})
        sheet.freeze_panes(header + 1, 2)
        sheet.repeat_rows(header)
        set_up(sheet, slip)

    return made(slip.company, slip.day, "抽查单", fill)


def write_head(sheet: Sheet, slip: Slip, styles: Styles) -> int:
    """Title and facts; the row of the table's header, which it writes too."""
    last = len(COLUMNS) - 1
    sheet.set_row(TITLE, 40)
    sheet.merge_range(TITLE, 0, TITLE, last, "", styles())
    write_value(sheet, TITLE, 0, "风险点抽查单", styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY, align="center"))
    sheet.set_row(SUBTITLE, 22)
    sheet.merge_range(SUBTITLE, 0, SUBTITLE, last, "", styles())
    day = f"{slip.day.year}年{slip.day.month}月{slip.day.day}日"
    write_value(sheet, SUBTITLE, 0, f"{slip.company}　　基准日 {day}", styles(font_color=SLATE, bg_color=PAPER, align="center"))
    row = write_facts(sheet, slip.facts, styles)
    sheet.set_row(row, 8)
    style = styles(bold=True, font_color=WHITE, bg_color=NAVY, align="center", text_wrap=True, border=1, border_color=WHITE)
    sheet.set_row(row + 1, 36)
    for place, header in enumerate(COLUMNS):
        write_value(sheet, row + 1, place, BROKEN.get(header, header), style)
    return row + 1


SPANS = ((0, 1, 2, 4), (5, 7, 8, 11))
"""First and last column of a name and of its value, for the two facts of a line."""


def write_facts(sheet: Sheet, facts: Sequence[tuple[str, str]], styles: Styles) -> int:
    """The facts, two in a line; the first row below them."""
    named = styles(font_color=SLATE, bg_color=PAPER, border=1, border_color=LINE, align="center")
    valued = styles(num_format="@", border=1, border_color=LINE, indent=1, bold=True)
    row = FACTS
    for place, (name, value) in enumerate(facts):
        row, (a, b, c, d) = FACTS + place // 2, SPANS[place % 2]
        sheet.set_row(row, 21)
        sheet.merge_range(row, a, row, b, "", named)
        sheet.merge_range(row, c, row, d, "", valued)
        write_value(sheet, row, a, name, named)
        write_value(sheet, row, c, value, valued)
    return row + 1


def write_line(sheet: Sheet, row: int, number: int, line: SlipLine, styles: Styles) -> None:
    """One point; what is overdue in red."""
    colour = RED if line.days_overdue is not None else INK
    look = {"border": 1, "border_color": LINE, "text_wrap": True}
    middle, words = styles(align="center", num_format="@", **look), styles(num_format="@", indent=1, **look)
    figure = styles(align="center", **look)
    marked = styles(align="center", font_color=colour, bold=colour == RED, **look)
    cells: dict[str, tuple[Value, object]] = {
        "序号": (float(number), figure),
        "风险编号": (line.number, middle),
        "部门": (line.department, middle),
        "岗位": (line.post, middle),
        "风险点": (line.point, words),
        "风险值": (line.value, figure),
        "等级": (line.grade, middle),
        "上次抽查": (line.last or "没有查过", styles(align="center", num_format="yyyy-mm-dd", **look)),
        "逾期天数": (None if line.days_overdue is None else float(line.days_overdue), marked),
        "抽中依据": (line.why, middle),
        "抽查责任人": (line.checker, middle),
        "签字": (None, words),
    }
    lines = max(lines_of(str(cells[header][0] or ""), COLUMNS[header]) for header in WIDE)
    sheet.set_row(row, max(height_of_lines(lines), 36))
    for place, header in enumerate(COLUMNS):
        value, style = cells[header]
        write_value(sheet, row, place, value, style)


def write_notes(sheet: Sheet, row: int, notes: Sequence[str], styles: Styles) -> None:
    """How it was drawn, and where to sign."""
    last, width = len(COLUMNS) - 1, sum(COLUMNS.values())
    style = styles(font_color=SLATE, text_wrap=True, font_size=9, num_format="@")
    for number, note in enumerate(notes, row + 1):
        sheet.set_row(number, height_of_lines(lines_of(note, width)))
        sheet.merge_range(number, 0, number, last, "", style)
        write_value(sheet, number, 0, note, style)
    below = row + len(notes) + 2
    sheet.set_row(below, 36)
    sheet.merge_range(below, 0, below, last, "", styles())
    write_value(sheet, below, 0, SIGNED, styles(font_size=11))


def set_up(sheet: Sheet, slip: Slip) -> None:
    """A4 portrait, one page wide; the seed stands below every page."""
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.45, right=0.45, top=0.6, bottom=0.55)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    name = slip.company[:40].replace("&", "&&")
    sheet.set_header(f'&L&9&"{FONT}"{name}&R&9&"{FONT}"抽查单', {"margin": 0.3, "scale_with_doc": False})
    footer = f'&L&8&"{FONT}"种子 {slip.seed}&C&8&"{FONT}"第 &P 页 / 共 &N 页&R&8&"{FONT}"基准日 {slip.day}'
    sheet.set_footer(footer, {"margin": 0.25, "scale_with_doc": False})
