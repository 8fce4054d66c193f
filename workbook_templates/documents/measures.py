"""GB/T 9704-2012 in numbers: the page, and the paragraph styles that an office finds in the list of styles in Word.

A page holds 22 lines of 28 characters. 29 pt a line would leave 21 lines, and 16 pt a character 27 of them, so both are a little
less: 28.95 pt and 15.75 pt (measured in LibreOffice with stand-in fonts; the fonts that the standard means are as wide).
"""

from typing import Literal, NamedTuple

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT_MARGIN, RIGHT = 37, 35, 28, 26
"""Millimetres."""
TEXT_WIDTH = PAGE_WIDTH - LEFT_MARGIN - RIGHT
FOOTER = 23
"""From the edge of the paper to the page number, which stands 7 mm below the text."""
SIDEWAYS = (28, 26, 37, 35)
"""Top, bottom, left and right of a page that lies on its side: the same page turned, its binding edge on top."""
LETTER_HEAD, LETTER_FOOT, LETTER_LINE = 30, 20, 170
"""A letter (信函格式): millimetres from the edges of the paper to its name and its lower red line, and how long its red lines are."""
LINES, CHARACTERS = 22, 28
LINE_PITCH = 579
"""A line of text in twentieths of a point."""
TIGHTER = -5
"""How much closer the characters of the text stand than their size, in twentieths of a point."""
TITLE_SIZE = 22
MM_PER_POINT = 25.4 / 72
EMU_PER_MM = 36000
IMPRINT_HEIGHT = 20
"""Millimetres, for one line of 抄送; finish.py makes room for more."""

FANGSONG, KAITI, HEITI, XIAOBIAOSONG, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
DIGITS = "Times New Roman"
RED_INK, BLACK = "FF0000", "000000"

Align = Literal["both", "left", "center", "right"]


class ParagraphLook(NamedTuple):
    """A paragraph style. size and before in points; line in twentieths of a point, 0 for as high as it needs; indents in characters.

    first: of the first line, negative for a hanging one. tab: where text behind a tab ends, in twentieths of a point.
    borders: the edges that have a line, its colour, eighths of a point and distance in points.
    """

    name: str
    font: str = FANGSONG
    size: float = 16
    align: Align = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    line: int = LINE_PITCH
    colour: str = ""
    latin: str = DIGITS
    keep_next: bool = False
    new_page: bool = False
    level: int = 0
    tab: int = 0
    tighter: int = 0
    grid: bool = True
    borders: tuple[tuple[str, str, int, int], ...] = ()


ONE_LINE = LINE_PITCH / 20

LOOKS = (
    ParagraphLook("公文正文", align="left", first=2, tighter=TIGHTER),
    ParagraphLook("公文引出", align="left", first=2, tighter=TIGHTER, keep_next=True),
    ParagraphLook("公文送审稿", HEITI),
    ParagraphLook("公文红头", XIAOBIAOSONG, 44, "center", before=66, line=0, colour=RED_INK, grid=False),
    ParagraphLook("公文文号", align="center", before=2 * ONE_LINE, borders=(("bottom", RED_INK, 20, 11),)),
    ParagraphLook("公文标题", XIAOBIAOSONG, TITLE_SIZE, "center", before=2 * ONE_LINE, line=700),
    ParagraphLook("公文主送", before=ONE_LINE, tighter=TIGHTER, align="left"),
    ParagraphLook("公文函头", XIAOBIAOSONG, 44, "center", line=0, colour=RED_INK, grid=False),
    ParagraphLook("公文函线", size=1, line=113, grid=False),
    ParagraphLook("公文函号", HEITI, align="left", before=7, tab=8845),
    ParagraphLook("公文联系", first=2, before=ONE_LINE, tighter=TIGHTER, align="left"),
    ParagraphLook("公文表单送审稿", HEITI, 14, line=320, grid=False),
    ParagraphLook("公文表单题", XIAOBIAOSONG, TITLE_SIZE, "center", line=660, grid=False, keep_next=True),
    ParagraphLook("公文表单号", size=14, before=4, line=520, align="left", tab=8845, grid=False, keep_next=True),
    ParagraphLook("公文表单号横", size=14, before=6, line=520, align="left", tab=12757, grid=False, keep_next=True),
    ParagraphLook("公文表单段", size=14, first=2, line=500, align="left", grid=False),
    ParagraphLook("公文表单节", HEITI, 14, before=8, line=500, align="left", grid=False, keep_next=True),
    ParagraphLook("公文表单项", HEITI, 12, "center", line=380, grid=False),
    ParagraphLook("公文表单文", size=12, align="left", line=380, grid=False),
    ParagraphLook("公文表单中", size=12, align="center", line=380, grid=False),
    ParagraphLook("公文表单签", size=12, align="right", right=1, line=440, grid=False),
    ParagraphLook("公文一级标题", HEITI, first=2, keep_next=True, level=1, tighter=TIGHTER),
    ParagraphLook("公文二级标题", KAITI, first=2, keep_next=True, level=2, tighter=TIGHTER),
    ParagraphLook("公文附件说明", left=6.5, first=-4.5, align="left", before=ONE_LINE, tighter=TIGHTER, keep_next=True),
    ParagraphLook("公文附件说明续", left=6.5, first=-1.5, align="left", tighter=TIGHTER, keep_next=True),
    ParagraphLook("公文署名", align="center", left=12, before=2 * ONE_LINE, keep_next=True),
    ParagraphLook("公文成文日期", align="center", left=12),
    ParagraphLook("公文附件序号", HEITI, align="left", new_page=True, keep_next=True),
    ParagraphLook("公文附件标题", XIAOBIAOSONG, TITLE_SIZE, "center", before=ONE_LINE, line=700, keep_next=True),
    ParagraphLook("公文周报标题", XIAOBIAOSONG, TITLE_SIZE, "center", line=700),
    ParagraphLook("公文周报期间", KAITI, 12, "center", line=400, before=4, grid=False),
    ParagraphLook("公文表题", HEITI, 14, "center", before=8, line=500, keep_next=True, grid=False),
    ParagraphLook("公文表头", HEITI, 11, "center", line=320, keep_next=True, grid=False),
    ParagraphLook("公文表尾", HEITI, 11, "center", line=320, grid=False),
    ParagraphLook("公文表文", size=11, align="center", line=320, grid=False),
    ParagraphLook("公文表文左", size=11, align="left", line=320, grid=False),
    ParagraphLook("公文表注", size=11, line=320, before=3, left=2, first=-2, align="left", grid=False),
    ParagraphLook("公文表注前", size=11, line=320, align="left", keep_next=True, grid=False),
    ParagraphLook("公文表后", size=2, line=40, grid=False),
    ParagraphLook("公文版记尾", size=1, line=20, grid=False),
    ParagraphLook("公文抄送", size=14, left=4, right=1, first=-3, align="left", line=520, grid=False),
    ParagraphLook("公文印发", size=14, left=1, right=1, align="left", line=520, tab=8560, grid=False),
    ParagraphLook("公文页码单", SONGTI, 14, "right", right=1, line=0, latin=SONGTI, grid=False),
    ParagraphLook("公文页码双", SONGTI, 14, "left", left=1, line=0, latin=SONGTI, grid=False),
)
"""Every style of a paper, in the order of Word's list."""

LOOK_BY_NAME = {look.name: look for look in LOOKS}
