"""How a sheet prints: paper, scale, repeated rows, header and footer. No text gets smaller than 6 points."""

import math
from collections.abc import Sequence

from workbook_templates.reading.characters import cut, one_line
from workbook_templates.sheets.row_heights import column_width
from workbook_templates.sheets.style import FONT, Sheet
from workbook_templates.tables.schema import Column, Table

A4, A3 = 9, 8
ROOM = {A4: 985.0, A3: 1425.0}
"""Pixels of columns across a landscape page at full size, within our margins, in LibreOffice, which makes columns wider than Excel does."""
SMALLEST = 0.59
"""At this scale of LibreOffice's, 10-point text is 5.9 points high, and 6.2 in Excel."""


ROOM_IN_HEADER = 40
"""Letters of a text in a page's header, which holds 255 with all its codes."""


def page_text(text: str) -> str:
    """A text in a page's header, on one line, cut with … where it is longer; & is a code there."""
    return cut(one_line(text), ROOM_IN_HEADER).replace("&", "&&")


def paper_of(table: Table) -> tuple[int, int]:
    """Paper, and pages side by side; on a second page the first columns stand again."""
    width = pixels(table.columns)
    for paper in (A4, A3):
        if width * SMALLEST <= ROOM[paper]:
            return paper, 1
    again = pixels(table.columns[: frozen_columns(table)])
    return A3, math.ceil((width - again) * SMALLEST / (ROOM[A3] - again * SMALLEST))


def pixels(columns: Sequence[Column]) -> float:
    """Width of columns on the screen."""
    return sum(column_width(column) * 7 + 5 for column in columns)


def set_up_page(sheet: Sheet, company: str, *, paper: int, wide: int = 1, tall: int = 0, portrait: bool = False) -> None:
    """Paper, margins, header, footer; `wide` × `tall` pages (0: as many as it takes)."""
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.45)
    sheet.fit_to_pages(wide, tall)
    sheet.set_start_page(1)
    sheet.set_header(f'&L&"{FONT}"&9{page_text(company)}&R&"{FONT}"&9&A', {"margin": 0.25, "scale_with_doc": False})
    sheet.set_footer(
        f'&L&"{FONT}"&8督办总台账&C&"{FONT}"&8第 &P 页 / 共 &N 页&R&"{FONT}"&8打印日期 &D', {"margin": 0.22, "scale_with_doc": False}
    )


def set_up_table_page(sheet: Sheet, table: Table, company: str, header_row: int) -> None:
    """A table's page: its header on every page, its first columns too where it takes two pages side by side."""
    paper, wide = paper_of(table)
    set_up_page(sheet, company, paper=paper, wide=wide)
    sheet.repeat_rows(0, header_row)
    if wide > 1:
        sheet.print_across()
        sheet.repeat_columns(0, frozen_columns(table) - 1)


def frozen_columns(table: Table) -> int:
    """How many columns stay in view: the key, and the name of the matter, as long as they leave room for the rest."""
    taken, width = 0, 0.0
    for column in table.columns:
        width += column_width(column)
        belongs = column.spec.key or column.header in ("事项", "姓名") or taken == 0
        if not belongs or width > 48:
            break
        taken += 1
    return max(taken, 1)
