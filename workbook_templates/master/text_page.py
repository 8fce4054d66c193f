"""A page of explanations, as 使用说明 and 公布说明 are: title, headings, paragraphs, and lines of three columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbook_templates.sheets.cell_writing import fill_row, write_value
from workbook_templates.sheets.printing import A4, set_up_page
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.sheets.style import (
    BLUE,
    BODY_TINTS,
    GROUP_COLOURS,
    HEADER_COLOURS,
    LINE,
    NAVY,
    PAPER,
    RED,
    SLATE,
    WHITE,
    WRITER_NAMES,
    Format,
    Sheet,
    Styles,
)

WIDTHS = (2, 14, 24, 78, 2)
MARK, NAME, TEXT = 1, 2, 3
"""Columns: number or chip, name, what it is."""
SCALE = 76
"""Percent at which the page fits across A4; fixed, because a fitted page ignores page breaks."""


class Line(NamedTuple):
    """One row of the page: chip or number, name, text, and the styles of the first two; link: a sheet that the name leads to."""

    mark: str
    name: str
    text: str
    mark_style: Format
    name_style: Format
    link: str = ""


class TextPage:
    """Writes rows one below the other, from the title on."""

    def __init__(self, sheet: Sheet, styles: Styles, company: str, title: str, below: str) -> None:
        """Columns, title, and below it the company and what stands behind its name."""
        self.sheet, self.styles, self.company, self.row = sheet, styles, company, 3
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        for row, height in enumerate((42, 22, 10)):
            sheet.set_row(row, height)
        fill_row(sheet, 0, range(len(WIDTHS)), styles(bg_color=NAVY))
        fill_row(sheet, 1, range(len(WIDTHS)), styles(bg_color=PAPER))
        write_value(sheet, 0, MARK, title, styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY))
        write_value(sheet, 1, MARK, " · ".join(filter(None, (company, below))), styles(font_color=SLATE, bg_color=PAPER))

    def section(self, title: str, note: str = "") -> None:
        """A heading with a red edge, after a gap."""
        self.sheet.set_row(self.row, 14)
        self.sheet.set_row(self.row + 1, 26)
        edge = {"bottom": 2, "bottom_color": RED}
        write_value(self.sheet, self.row + 1, MARK, title, self.styles(bold=True, font_size=13, font_color=NAVY, **edge))
        write_value(self.sheet, self.row + 1, NAME, None, self.styles(**edge))
        write_value(self.sheet, self.row + 1, TEXT, note or None, self.styles(font_color=SLATE, font_size=9, align="right", **edge))
        self.row += 2

    def paragraph(self, text: str) -> None:
        """Text across the page; merged, because nothing is ever written here again."""
        lines = lines_of(text, sum(WIDTHS[MARK : TEXT + 1]))
        self.sheet.set_row(self.row, height_of_lines(lines) + 3)
        self.sheet.merge_range(self.row, MARK, self.row, TEXT, "", self.styles(text_wrap=True))
        write_value(self.sheet, self.row, MARK, text, self.styles(text_wrap=True))
        self.row += 1

    def lines(self, lines: Iterator[Line]) -> None:
        """Rows of three columns with a light rule below."""
        for line in lines:
            high = max(lines_of(line.text, WIDTHS[TEXT]), lines_of(line.name, WIDTHS[NAME]))
            self.sheet.set_row(self.row, height_of_lines(high))
            write_value(self.sheet, self.row, MARK, line.mark, line.mark_style)
            if line.link:
                self.sheet.write_url(self.row, NAME, f"internal:'{line.link}'!A1", line.name_style, line.name)
            else:
                write_value(self.sheet, self.row, NAME, line.name, line.name_style)
            write_value(self.sheet, self.row, TEXT, line.text, under(self.styles, text_wrap=True))
            self.row += 1

    def finish(self, breaks: Sequence[int] = ()) -> None:
        """Paper. breaks: rows before which a page ends."""
        self.sheet.hide_gridlines(2)
        set_up_page(self.sheet, self.company, paper=A4, portrait=True)
        self.sheet.set_print_scale(SCALE)
        self.sheet.set_h_pagebreaks(list(breaks))


def under(styles: Styles, **properties: object) -> Format:
    """A style with the light rule below."""
    return styles(**{"bottom": 1, "bottom_color": LINE, "indent": 1} | properties)


def sheet_lines(styles: Styles, entries: Iterable[tuple[str, str, str]]) -> Iterator[Line]:
    """A line for each sheet: its group, its name as a link, what it is."""
    link = under(styles, font_color=BLUE, underline=1)
    for group, name, text in entries:
        edge = {"left": 5, "left_color": GROUP_COLOURS[group]}
        yield Line(group, name, text, under(styles, font_color=SLATE, **edge), link, name)


def colour_lines(styles: Styles) -> Iterator[Line]:
    """Who fills in the columns of each colour."""
    texts = {
        "办公室": "督办办公室填写。",
        "部门": "由部门在下发的表里填写，回收时并回。",
        "领导": "由分管领导确认或批示。",
        "考评人": "由打分人填写。",
        "抽查人": "由抽查的部门或人填写。",
        "督办": "由督办写入，不用填；结果表里手工改了，下次刷新会重写。",
    }
    for writer, colour in HEADER_COLOURS.items():
        chip = styles(bold=True, font_color=WHITE, bg_color=colour, align="center", bottom=2, bottom_color=WHITE)
        tint = BODY_TINTS.get(writer, WHITE)
        yield Line(WRITER_NAMES.get(writer, writer), "格子底色", texts[writer], chip, under(styles, bg_color=tint, font_color=SLATE))
