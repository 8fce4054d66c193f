"""短信.xlsx for a text message platform, and 提醒一览.xlsx to hand to somebody: values only, every text a text."""

import datetime as dt
from collections.abc import Sequence

from workbook_templates.leaving.digest import Digest, Line, message
from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.printing import A4, set_up_page
from workbook_templates.sheets.report_book import made
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.sheets.style import INK, LINE, NAVY, PAPER, RED, SLATE, WHITE, Sheet, Styles, Workbook

MESSAGE_COLUMNS = {"手机": 16.0, "姓名": 16.0, "文本": 90.0, "字数": 8.0, "备注": 34.0}
LIST_COLUMNS = {
    "序号": 6.0, "收件人": 14.0, "提醒": 11.0, "编号": 13.0, "时限": 12.0, "剩余天数": 9.0, "内容": 62.0, "抄送": 34.0,
}  # fmt: skip
TITLE, SUBTITLE, HEADER, BODY = 0, 1, 2, 3
OVERDUE = "已逾期"


def message_book(digests: Sequence[Digest], company: str, day: dt.date) -> bytes:
    """手机, 姓名, 文本: one row per person, header in the first row, as platforms want it."""

    def fill(book: Workbook, styles: Styles) -> None:
        sheet = book.add_worksheet("短信")
        write_header(sheet, 0, MESSAGE_COLUMNS, styles)
        text, wrapped = styles(num_format="@", align="center"), styles(num_format="@", text_wrap=True)
        for row, digest in enumerate(digests, 1):
            said = message(digest, company, day)
            write_value(sheet, row, 0, digest.phone, text)
            write_value(sheet, row, 1, digest.name, text)
            write_value(sheet, row, 2, said, wrapped)
            write_value(sheet, row, 3, float(len(said)), styles(align="center"))
            write_value(sheet, row, 4, digest.remark, styles(num_format="@", text_wrap=True, font_color=RED))
            sheet.set_row(row, height_of_lines(lines_of(said, MESSAGE_COLUMNS["文本"])))
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(digests) + 1}"})
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        set_up_page(sheet, company, paper=A4)

    return made(company, day, "督办提醒短信", fill)


def list_book(digests: Sequence[Digest], company: str, day: dt.date) -> bytes:
    """Every reminder once, under the person who is to act."""

    def fill(book: Workbook, styles: Styles) -> None:
        sheet = book.add_worksheet("提醒一览")
        own = [(digest, line) for digest in digests for line in digest.own]
        write_band(sheet, styles, f"{company} · {day.year}年{day.month}月{day.day}日 · {subtitle(own)}")
        write_header(sheet, HEADER, LIST_COLUMNS, styles)
        before = ""
        for place, (digest, line) in enumerate(own):
            write_line(sheet, BODY + place, place + 1, digest.name, line, styles, first=digest.name != before)
            before = digest.name
        sheet.ignore_errors({"number_stored_as_text": f"A{BODY + 1}:H{BODY + len(own) + 1}"})
        sheet.freeze_panes(BODY, 2)
        sheet.hide_gridlines(2)
        sheet.repeat_rows(TITLE, HEADER)
        set_up_page(sheet, company, paper=A4)

    return made(company, day, "督办提醒一览", fill)


def subtitle(own: Sequence[tuple[Digest, Line]]) -> str:
    """12 条,8 人,其中逾期 3 条"""
    overdue = sum(line.group == OVERDUE for _, line in own)
    return f"共 {len(own)} 条，{len({digest.name for digest, _ in own})} 人" + (f"，其中逾期 {overdue} 条" if overdue else "")


def write_band(sheet: Sheet, styles: Styles, said: str) -> None:
    title = styles(bold=True, font_size=18, font_color=WHITE, bg_color=NAVY, indent=1)
    below = styles(font_color=SLATE, bg_color=PAPER, indent=1)
    sheet.set_row(TITLE, 34)
    sheet.set_row(SUBTITLE, 22)
    for place in range(len(LIST_COLUMNS)):
        write_value(sheet, TITLE, place, None if place else "督办提醒一览", title)
        write_value(sheet, SUBTITLE, place, None if place else said, below)


def write_header(sheet: Sheet, row: int, columns: dict[str, float], styles: Styles) -> None:
    style = styles(bold=True, font_color=WHITE, bg_color=NAVY, align="center", border=1, border_color=WHITE)
    sheet.set_row(row, 26)
    for place, (header, width) in enumerate(columns.items()):
        sheet.set_column(place, place, width)
        write_value(sheet, row, place, header, style)


def write_line(sheet: Sheet, row: int, number: int, name: str, line: Line, styles: Styles, *, first: bool) -> None:
    """One reminder; the name stands in the first row of a person, what is overdue in red."""
    colour = RED if line.group == OVERDUE else INK
    edge = {"top": 1, "top_color": SLATE if first else LINE, "bottom": 1, "bottom_color": LINE, "left": 1, "right": 1}
    look = {**edge, "left_color": LINE, "right_color": LINE, "text_wrap": True}
    words = styles(num_format="@", indent=1, **look)
    sheet.set_row(row, height_of_lines(max(lines_of(line.sentence, LIST_COLUMNS["内容"]), lines_of(line.copies, LIST_COLUMNS["抄送"]))))
    write_value(sheet, row, 0, float(number), styles(align="center", **look))
    write_value(sheet, row, 1, name if first else None, styles(align="center", num_format="@", bold=True, **look))
    write_value(sheet, row, 2, line.rule, styles(align="center", num_format="@", font_color=colour, **look))
    write_value(sheet, row, 3, line.number, styles(align="center", num_format="@", **look))
    write_value(sheet, row, 4, line.due, styles(align="center", num_format="yyyy-mm-dd", **look))
    write_value(sheet, row, 5, float(line.days_left), styles(align="center", font_color=colour, bold=colour == RED, **look))
    write_value(sheet, row, 6, line.sentence, words)
    write_value(sheet, row, 7, line.copies, words)
