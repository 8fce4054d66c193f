"""抽查单: the risk points that were drawn, on paper: how they were drawn, so that anybody can repeat it, and a place to sign."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from workbook_templates.reading.days import chinese_day
from workbook_templates.sheets import report_book
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.report_book import GRID, PAGES, SUBTITLE, TITLE, Margins
from workbook_templates.sheets.style import INK, LINE_COLOUR, NAVY, PAPER, RED_FILL, SLATE, WHITE, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Value

SLIP_COLUMNS = {
    "序号": 5.0, "风险编号": 10.0, "部门": 11.5, "岗位": 11.5, "风险点": 25.0, "风险值": 5.0, "等级": 5.0, "上次抽查": 11.0,
    "逾期天数": 6.0, "抽中依据": 12.0, "抽查责任人": 8.0, "签字": 13.0,
}  # fmt: skip
BROKEN = {"风险值": "风险\n值", "逾期天数": "逾期\n天数", "抽查责任人": "抽查\n责任人"}
"""Headers that stand in two lines over a narrow column."""
WORDY_COLUMNS = ("部门", "岗位", "风险点", "抽中依据", "抽查责任人")
SLIP_WIDTHS = tuple(SLIP_COLUMNS.values())
FIRST_FACT = 2
MARGINS = Margins(0.45, 0.6, 0.55, 0.3, 0.25)
SIGNATURES = "抽取人（签字）：　　　　　　　　　　监督人（签字）：　　　　　　　　　　日期：　　　　年　　月　　日"


class SlipLine(NamedTuple):
    """One point that was drawn.

    number: 风险编号.
    department, post: whose point it is.
    point: 风险点.
    value, grade: 风险值 and 等级.
    last: 上次抽查.
    days_overdue: None where it is not overdue.
    why: how it was chosen.
    checker: 抽查责任人.
    """

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


COVERED_COLUMNS = {
    "部门": 17.0, "风险点": 8.0, "本年查过": 9.0, "覆盖率": 9.0, "定向": 16.0, "牵头": 16.0, "日常": 16.0, "抽查次数": 9.0,
    "最近抽查": 13.0, "本次抽出": 9.0,
}  # fmt: skip
COVERED_NOTE = (
    "本年查过：本年有任一层级抽查记录的风险点。定向、牵头、日常：做过该层级抽查的 ÷ 划给该层级的风险点。"
    "抽查次数按抽查编号数，一次查几个部门的各部门都算。红字的部门本年一个风险点也没有查过。"
)
COVERED_WIDTHS = tuple(COVERED_COLUMNS.values())


class CoverageLine(NamedTuple):
    """How much of a department was checked this year.

    points, checked: its risk points, and how many of them were. share: 0..1.
    levels: 定向, 牵头, 日常 as texts.
    visits: 抽查次数. last: the last one. drawn: how many of its points this draw brought.
    """

    department: str
    points: int
    checked: int
    share: float
    levels: tuple[str, ...]
    visits: int
    last: dt.date | None
    drawn: int


class Slip(NamedTuple):
    """facts: what the head of the paper says, name → value. notes: how it was drawn, and what could not be. covered: a second page, the
    last line of it the whole company."""

    company: str
    day: dt.date
    seed: int
    facts: tuple[tuple[str, str], ...]
    lines: tuple[SlipLine, ...]
    notes: tuple[str, ...]
    covered: tuple[CoverageLine, ...] = ()


def slip_workbook(slip: Slip) -> bytes:
    """The bytes of the .xlsx; the same slip gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        sheet = book.add_worksheet("抽查单")
        for place, width in enumerate(SLIP_WIDTHS):
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
        if slip.covered:
            write_coverage(book.add_worksheet("本年抽查覆盖"), slip, styles)

    return report_book.made(slip.company, slip.day, "抽查单", fill)


def write_head(sheet: Sheet, slip: Slip, styles: Styles) -> int:
    """Title and facts; the row of the table's header, which it writes too."""
    last = len(SLIP_COLUMNS) - 1
    sheet.set_row(TITLE, 40)
    sheet.merge_range(TITLE, 0, TITLE, last, "", styles())
    write_shown(sheet, TITLE, 0, "风险点抽查单", styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY, align="center"))
    sheet.set_row(SUBTITLE, 22)
    sheet.merge_range(SUBTITLE, 0, SUBTITLE, last, "", styles())
    day = chinese_day(slip.day)
    write_shown(sheet, SUBTITLE, 0, f"{slip.company}　　基准日 {day}", styles(font_color=SLATE, bg_color=PAPER, align="center"))
    row = write_facts(sheet, slip.facts, styles)
    sheet.set_row(row, 8)
    report_book.write_header(
        sheet, styles, row + 1, (BROKEN.get(header, header) for header in SLIP_COLUMNS), high=36, bg_color=NAVY, text_wrap=True
    )
    return row + 1


SPANS = ((0, 1, 2, 4), (5, 7, 8, 11))
"""First and last column of a name and of its value, for the two facts of a line."""


def write_facts(sheet: Sheet, facts: Sequence[tuple[str, str]], styles: Styles) -> int:
    """The facts, two in a line; the first row below them."""
    named = styles(font_color=SLATE, bg_color=PAPER, border=1, border_color=LINE_COLOUR, align="center")
    valued = styles(num_format="@", border=1, border_color=LINE_COLOUR, indent=1, bold=True)
    row = FIRST_FACT
    for place, (name, value) in enumerate(facts):
        row, (a, b, c, d) = FIRST_FACT + place // 2, SPANS[place % 2]
        sheet.set_row(row, 21)
        sheet.merge_range(row, a, row, b, "", named)
        sheet.merge_range(row, c, row, d, "", valued)
        write_shown(sheet, row, a, name, named)
        write_shown(sheet, row, c, value, valued)
    return row + 1


def write_line(sheet: Sheet, row: int, number: int, line: SlipLine, styles: Styles) -> None:
    """One point; what is overdue in red."""
    colour = RED_FILL if line.days_overdue is not None else INK
    middle, words = styles(align="center", num_format="@", **GRID), styles(num_format="@", indent=1, **GRID)
    figure = styles(align="center", **GRID)
    marked = styles(align="center", font_color=colour, bold=colour == RED_FILL, **GRID)
    cells: dict[str, tuple[Value, object]] = {
        "序号": (float(number), figure),
        "风险编号": (line.number, middle),
        "部门": (line.department, middle),
        "岗位": (line.post, middle),
        "风险点": (line.point, words),
        "风险值": (line.value, figure),
        "等级": (line.grade, middle),
        "上次抽查": (line.last or "没有查过", styles(align="center", num_format="yyyy-mm-dd", **GRID)),
        "逾期天数": (None if line.days_overdue is None else float(line.days_overdue), marked),
        "抽中依据": (line.why, middle),
        "抽查责任人": (line.checker, middle),
        "签字": (None, words),
    }
    report_book.fit_row(sheet, row, ((cells[header][0], SLIP_COLUMNS[header]) for header in WORDY_COLUMNS), least=36)
    for place, header in enumerate(SLIP_COLUMNS):
        value, style = cells[header]
        write_shown(sheet, row, place, value, style)


def write_notes(sheet: Sheet, row: int, notes: Sequence[str], styles: Styles) -> None:
    """How it was drawn, and where to sign."""
    for number, note in enumerate(notes, row + 1):
        report_book.write_note(sheet, number, SLIP_WIDTHS, note, styles(font_color=SLATE, text_wrap=True, font_size=9, num_format="@"))
    below = row + len(notes) + 2
    sheet.set_row(below, 36)
    sheet.merge_range(below, 0, below, len(SLIP_WIDTHS) - 1, "", styles())
    write_shown(sheet, below, 0, SIGNATURES, styles(font_size=11))


def write_coverage(sheet: Sheet, slip: Slip, styles: Styles) -> None:
    """The second page: each department, what was checked of it this year, and what this draw brings; who had none in red."""
    last = len(COVERED_COLUMNS) - 1
    for place, width in enumerate(COVERED_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(TITLE, 40)
    sheet.merge_range(TITLE, 0, TITLE, last, "", styles())
    title = f"{slip.day.year}年各部门抽查覆盖情况"
    write_shown(sheet, TITLE, 0, title, styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY, align="center"))
    sheet.set_row(SUBTITLE, 22)
    sheet.merge_range(SUBTITLE, 0, SUBTITLE, last, "", styles())
    told = f"{slip.company}　　本年到基准日 {slip.day}，本次抽出的还没有查"
    write_shown(sheet, SUBTITLE, 0, told, styles(font_color=SLATE, bg_color=PAPER, align="center"))
    report_book.write_header(sheet, styles, FIRST_FACT, COVERED_COLUMNS, high=30, bg_color=NAVY, text_wrap=True)
    row = FIRST_FACT + 1
    for line in slip.covered:
        whole = line is slip.covered[-1]
        look = {"font_color": RED_FILL if not line.checked else INK, "bold": whole or not line.checked, **GRID}
        middle, words = styles(align="center", num_format="@", **look), styles(num_format="@", indent=1, **look)
        figure, share = styles(align="center", **look), styles(align="center", num_format="0.0%", **look)
        values: tuple[Value, ...] = (line.department, float(line.points), float(line.checked), line.share, *line.levels, float(line.visits))
        formats = (words, figure, figure, share, *(middle,) * len(line.levels), figure)
        sheet.set_row(row, 22)
        for place, (value, style) in enumerate(zip(values, formats, strict=True)):
            write_shown(sheet, row, place, value, style)
        day = styles(align="center", num_format="yyyy-mm-dd", **look)
        write_shown(sheet, row, last - 1, line.last or "没有查过", day)
        write_shown(sheet, row, last, float(line.drawn), figure)
        row += 1
    report_book.write_note(
        sheet, row + 1, COVERED_WIDTHS, COVERED_NOTE, styles(font_color=SLATE, text_wrap=True, font_size=9, num_format="@")
    )
    sheet.freeze_panes(FIRST_FACT + 1, 1)
    sheet.repeat_rows(FIRST_FACT)
    set_up(sheet, slip, "本年抽查覆盖")


def set_up(sheet: Sheet, slip: Slip, name: str = "抽查单") -> None:
    """A4 portrait, one page wide; the seed stands below every page."""
    footer = (f"种子 {slip.seed}", PAGES, f"基准日 {slip.day}")
    report_book.set_up_report_page(sheet, MARGINS, slip.company, footer, right=name)
    sheet.center_horizontally()
