"""What 实时看板 holds: names, places, texts and the formulas that fill it. The page is laid out by board_page.

The lists are legacy array formulas over ranges of fixed size, which Excel 2016 and WPS know; in Excel with the add-in they follow the
ledger as one types. A refresh puts what they give beside them, so that every other reader sees figures too:

    看板_开关 看板_绿灯下限 看板_黄灯下限 看板_绿灯含下限 看板_期间 看板_基准日   the clerk's cells; blank is what 参数 and 亮灯规则 say
    看板_截至                                          the day of the figures that a refresh has put
    看板_状态 看板_现在 看板_试算 看板_会变            one formula each
    看板_排名 看板_试算灯 看板_亮灯                    the ranking, the lights on trial, the lights

Every formula asks first whether the functions answer: LibreOffice computes array formulas whenever it opens a file, and has none of
these functions, so that there the page stays blank and says why, instead of showing errors.
"""

from typing import NamedTuple

from workbook_templates.sheets.option_lists import absolute
from workbook_templates.tables import TABLES

SHEET = "实时看板"
ON, OFF = "开", "关"
ITEMS, DEPARTMENTS = 1000, 30
"""Lines of the two lists below their headers; what does not fit in is left out."""
RANKING = ("部门", "类型", "督办", "亮灯", "绿", "黄", "红", "按期办结率", "类型排名")
"""The columns of DB_SCOREBOARD (product.md §3), named as in 部门成绩."""
LIST = TABLES["亮灯"].headers
"""The columns of DB_STATUS."""
COLOURS = ("绿灯", "黄灯", "红灯")

TITLE, SUBTITLE, STATE, ASKED, COUNTS, HEADINGS, HEADER = 0, 1, 2, 4, 11, 15, 16
"""Rows, counted from 0; the lists' headers, HEADER, come from the functions too."""
FIRST = 1
TRIAL = FIRST + len(RANKING) + 1
LEFT = TRIAL + 1
"""Columns: the ranking, the lights on trial, the lights."""
EDGE = LEFT + len(LIST)


class ClerkCell(NamedTuple):
    """A cell of the clerk's: its name, what it is, what a blank means."""

    name: str
    title: str
    help: str


ASKS = (
    ClerkCell("看板_开关", "实时重算", f"{ON} 或 {OFF}：改一格要等几秒的大台账，平时{OFF}着"),
    ClerkCell("看板_绿灯下限", "绿灯下限 %", "试一试，如 85；空着用“亮灯规则”"),
    ClerkCell("看板_黄灯下限", "黄灯下限 %", "试一试，如 70；空着用“亮灯规则”"),
    ClerkCell("看板_绿灯含下限", "绿灯含下限", "是：正好到下限也是绿灯；空着用“亮灯规则”"),
    ClerkCell("看板_期间", "排名的期间", "如 2026Q3、2026-10；空着用参数“考核期间”"),
    ClerkCell("看板_基准日", "基准日", "空着用参数“基准日”，再空着用今天"),
)
SINCE = "看板_截至"
NEVER = "还没有刷新"
LIVE = "下面是刷新时存下的数；在装了加载项的 Excel 里，它们跟着台账实时重算。"
STOPPED = f"实时重算关着，下面空着；要看，把“实时重算”改成“{ON}”。"
CUT_OFF = "函数没有接通（没有装加载项，或不是 Excel），下面空着：请看“亮灯”和“部门成绩”，那里的数是刷新算好的。"


def column_of(header: str) -> str:
    """The body of a column of the lights."""
    return absolute(HEADER + 1, LEFT + LIST.index(header), ITEMS, 1)


ASK_COLUMN = FIRST + 1
COUNTED = FIRST + 4
"""Column of the green lights' count."""
SIZES = {
    **{ask.name: (ASKED + place, ASK_COLUMN, 1, 1) for place, ask in enumerate(ASKS)},
    SINCE: (SUBTITLE, EDGE - 4, 1, 1),
    "看板_状态": (STATE, FIRST, 1, 1),
    "看板_现在": (COUNTS + 1, COUNTED, 1, len(COLOURS)),
    "看板_试算": (COUNTS + 2, COUNTED, 1, len(COLOURS)),
    "看板_会变": (COUNTS + 2, COUNTED + len(COLOURS), 1, 1),
    "看板_排名": (HEADER, FIRST, 1 + DEPARTMENTS, len(RANKING)),
    "看板_试算灯": (HEADER + 1, TRIAL, ITEMS, 1),
    "看板_亮灯": (HEADER, LEFT, 1 + ITEMS, len(LIST)),
}
"""Defined name → first row and column of its range, counted from 0, rows and columns."""

_ON = f'AND(看板_开关="{ON}",IFERROR(DB_RANK(1)=1,0))'
_SHOWN = f'{absolute(HEADER, LEFT)}="{LIST[0]}"'
_TRIAL, _COMPUTED = absolute(*SIZES["看板_试算灯"]), column_of("计算灯")
_THREE = "{" + ",".join(f'"{light}"' for light in COLOURS) + "}"
FORMULAS = {
    "看板_排名": f"IF({_ON},IFERROR(DB_SCOREBOARD(部门[#All],督办台账[#All],阶段目标[#All],变更记录[#All],反馈记录[#All],"
    '看板_期间,看板_基准日),""),"")',
    "看板_亮灯": f'IF({_ON},IFERROR(DB_STATUS(督办台账[#All],阶段目标[#All],变更记录[#All],看板_基准日),""),"")',
    "看板_试算灯": f'IF({_ON},IFERROR(DB_LIGHT({column_of("亮灯完成度")},看板_绿灯下限,看板_黄灯下限,看板_绿灯含下限),""),"")',
    "看板_现在": f'IF({_SHOWN},COUNTIF({_COMPUTED},{_THREE}),"")',
    "看板_试算": f'IF({_SHOWN},COUNTIF({_TRIAL},{_THREE}),"")',
    "看板_会变": f'IF({_SHOWN},SUM(--({_TRIAL}<>{_COMPUTED})),"")',
    "看板_状态": f'IF(看板_开关<>"{ON}","{STOPPED}",IF({absolute(HEADER, LEFT)}="","{CUT_OFF}","{LIVE}"))',
}
"""Defined name → the array formula that fills its range, as the file holds it."""


def is_formula_of(name: str, formula: str) -> bool:
    """Whether the formula is the one that was laid out for a name. Who has saved it may have set blanks; LibreOffice writes [#all]."""
    return _bare(formula) == _bare(FORMULAS[name])


def _bare(formula: str) -> str:
    return formula.replace(" ", "").replace("[0]!", "").casefold()
