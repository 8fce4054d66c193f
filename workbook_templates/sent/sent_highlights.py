"""What stands out in a workbook that is sent: lights by name and colour, overdue days in red, what is still to be filled in on cream."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from workbook_templates.sent.check_tables import MENDING
from workbook_templates.sent.sent_kinds import CHECKER, DEPARTMENT, LEADER, SCORER
from workbook_templates.sheets.highlights import equals, number
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.style import BROWN, CREAM, LIGHTS, RED, Sheet, Styles
from workbook_templates.tables.schema import Table

Rule: TypeAlias = Callable[[str, dict[str, object]], None]
"""Puts a conditional format, as XlsxWriter's options, on the column of a header."""
Letters: TypeAlias = Mapping[str, str]
"""Header → the cell of the first row, its column fixed."""


def add_sent_highlights(sheet: Sheet, kind: str, table: Table, styles: Styles, first: int, rows: int, day: dt.date) -> None:
    """The conditional formats of one table."""
    letters = {header: f"${column_letters(place)}{first + 1}" for place, header in enumerate(table.headers)}

    def rule(header: str, options: dict[str, object]) -> None:
        place = table.headers.index(header)
        if sheet.conditional_format(first, place, first + rows - 1, place, options) < 0:
            raise ValueError(f"no conditional format: {options}")

    today = f"DATE({day.year},{day.month},{day.day})"
    if table.name == "督办台账":
        add_lights(rule, styles)
    add = ADDED.get((kind, table.name))
    if add is not None:
        add(rule, styles, letters, today)


def add_lights(rule: Rule, styles: Styles) -> None:
    for light, (fill, ink) in LIGHTS.items():
        rule("灯", equals(light, styles.change(font_color=ink, bg_color=fill, bold=True)))
    rule("剩余天数", number("<", 0, styles.change(font_color=RED, bold=True)))


def formula(text: str, look: object) -> dict[str, object]:
    return {"type": "formula", "criteria": f"={text}", "format": look}


def waiting(styles: Styles) -> object:
    """The look of a cell that is still to be filled in."""
    return styles.change(font_color=BROWN, bg_color=CREAM)


def alarming(styles: Styles) -> object:
    return styles.change(font_color=RED, bold=True)


def unrated_stages(rule: Rule, styles: Styles, cell: Letters, today: str) -> None:
    due, rated = cell["考核时限"], cell["自评完成度"]
    rule("自评完成度", formula(f'AND(ISNUMBER({due}),{due}<={today},{rated}="")', waiting(styles)))


def missed_feedback(rule: Rule, styles: Styles, cell: Letters, today: str) -> None:
    due, given = cell["应反馈日期"], cell["反馈日期"]
    late = f'AND(ISNUMBER({due}),{due}<{today},{given}="")'
    rule("应反馈日期", formula(late, alarming(styles)))
    rule("反馈日期", formula(late, waiting(styles)))


def unconfirmed_stages(rule: Rule, styles: Styles, cell: Letters, today: str) -> None:
    due, confirmed = cell["考核时限"], cell["确认完成度"]
    rule("确认完成度", formula(f'AND(ISNUMBER({due}),{due}<={today},{confirmed}="")', waiting(styles)))
    own, note = cell["自评完成度"], cell["确认意见"]
    rule("确认意见", formula(f'AND(ISNUMBER({confirmed}),{confirmed}<{own},{note}="")', waiting(styles)))


def undecided_changes(rule: Rule, styles: Styles, cell: Letters, _today: str) -> None:
    rule("结果", formula(f'{cell["结果"]}="待批"', waiting(styles)))


def blanks(headers: tuple[str, ...], rule: Rule, styles: Styles, cell: Letters, _today: str) -> None:
    for header in headers:
        rule(header, formula(f'{cell[header]}=""', waiting(styles)))


def scores(rule: Rule, styles: Styles, cell: Letters, today: str) -> None:
    blanks(("得分",), rule, styles, cell, today)
    rule("得分", formula(f"AND(ISNUMBER({cell['得分']}),{cell['得分']}>{cell['满分']})", alarming(styles)))


def checks(rule: Rule, styles: Styles, cell: Letters, today: str) -> None:
    due, day, result = cell["应查日期"], cell["日期"], cell["结果"]
    rule("应查日期", formula(f'AND(ISNUMBER({due}),{due}<{today},{day}="")', alarming(styles)))
    rule("日期", formula(f'AND({day}="",{result}<>"")', waiting(styles)))
    rule("结果", formula(f'AND({result}="",{day}<>"")', waiting(styles)))
    rule("结果", equals("问题", alarming(styles)))
    for header in ("问题描述", "扣分", "整改要求", "整改责任人", "整改时限"):
        rule(header, formula(f'AND({result}="问题",{cell[header]}="")', waiting(styles)))


def mending(rule: Rule, styles: Styles, cell: Letters, today: str) -> None:
    due, done, checked = cell["整改时限"], cell["整改完成日期"], cell["复查结果"]
    late = f'AND(ISNUMBER({due}),{due}<{today},{done}="")'
    rule("整改时限", formula(late, alarming(styles)))
    rule("整改完成日期", formula(late, waiting(styles)))
    rule("复查结果", formula(f'AND({done}<>"",{checked}="")', waiting(styles)))


ADDED: dict[tuple[str, str], Callable[[Rule, Styles, Letters, str], None]] = {
    (DEPARTMENT, "阶段目标"): unrated_stages,
    (DEPARTMENT, "反馈记录"): missed_feedback,
    (LEADER, "阶段目标"): unconfirmed_stages,
    (LEADER, "变更记录"): undecided_changes,
    (SCORER, "考评打分"): scores,
    (SCORER, "个人评分"): partial(blanks, ("工作能力", "工作态度", "工作质量")),
    (CHECKER, "抽查记录"): checks,
    (CHECKER, MENDING): mending,
}
"""Kind and table → what stands out there besides lights."""
