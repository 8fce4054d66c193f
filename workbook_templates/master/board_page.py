"""The layout of 实时看板: board_formulas says what stands where."""

from workbook_templates.map.map_page import Rule, add_rules
from workbook_templates.master.board_formulas import (
    ASK_COLUMN,
    ASKED,
    ASKS,
    BELOW,
    COLOURS,
    COUNTED,
    COUNTS,
    DEPARTMENTS,
    EDGE,
    FIRST,
    FORMULAS,
    HEADER,
    HEADINGS,
    ITEMS,
    LEFT,
    LIST,
    NEVER,
    OFF,
    ON,
    RANKING,
    SHEET,
    SIZES,
    STATE,
    TITLE,
    TRIAL,
)
from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.column_styles import alignment, number_format
from workbook_templates.sheets.option_lists import absolute, column_letters, define, list_name
from workbook_templates.sheets.printing import A3, set_up_page
from workbook_templates.sheets.style import (
    BROWN,
    CREAM,
    LIGHTS,
    LINE,
    NAVY,
    PAPER,
    RED,
    SLATE,
    STEEL,
    WHITE,
    Format,
    Sheet,
    Styles,
    Workbook,
)
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import Column

PRINTED = 45
"""Items on paper: the sheet 亮灯 prints them all."""
NARROW = {"部门": 14, "类型": 12, "督办": 8, "亮灯": 8, "按期办结率": 11, "类型排名": 9, "事项": 34, "编号": 11.5, "主责部门": 13}
HIDDEN = ("级别", "类别", "完成度", "序时进度", "待确认", "停滞天数")
"""Columns of the lights that are folded away: 亮灯 shows them."""
HELP = (
    "怎么用",
    "· 只有左边米色的六格可以填，别的格子都是公式：改坏了不要紧，按撤销，或把这张表删掉再运行升级。",
    "· 在装了加载项的 Excel 里，改了台账、阶段、变更、反馈，这一页自己跟着变；改了“参数”“亮灯规则”，按 Ctrl+Alt+F9 或点刷新。",
    "· 试下限：在左边填上想试的数，“试算灯”和计数马上变，灯会变的事项标成米色。试完清空就回到原样，成绩一分不动。",
    "· 试算灯只看亮灯完成度和下限，不看认定灯、逾期亮红灯、红灯须有影响；要看得分和名次的变化，用“试算”。",
    "· 这里的排名只合成督办和亮灯两项；连指标、抽查、加减分一起的，在“部门成绩”。",
    "· 没有加载项的电脑、WPS、手机上看到的是刷新时存下的数；LibreOffice 没有这些函数，这一页空着，请看“亮灯”和“部门成绩”。",
    f"· 列出前 {ITEMS:,} 项、前 {DEPARTMENTS} 个部门。打印的是前 {PRINTED} 项，整张的请打印“亮灯”。藏起来的几列也在“亮灯”里。",
)


def write_board(book: Workbook, sheet: Sheet, styles: Styles, company: str) -> None:
    """Lay the page out; the figures come with the first refresh."""
    set_widths(sheet)
    write_bands(sheet, styles, company)
    write_asks(sheet, styles)
    write_counts(sheet, styles)
    write_lists(sheet, styles)
    for name, place in SIZES.items():
        define(book, name, f"={SHEET}!{absolute(*place)}")
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_zoom(85)
    set_up_page(sheet, company, paper=A3, tall=1)
    sheet.print_area(0, 0, HEADER + PRINTED, EDGE)


def set_widths(sheet: Sheet) -> None:
    sheet.set_column(0, 0, 1.6)
    for place, header in enumerate(RANKING, FIRST):
        sheet.set_column(place, place, NARROW.get(header, 6.5))
    sheet.set_column(TRIAL - 1, TRIAL - 1, 2.5)
    sheet.set_column(TRIAL, TRIAL, 8)
    for place, header in enumerate(LIST, LEFT):
        sheet.set_column(place, place, NARROW.get(header, 10 if header != "考核时限" else 12), None, {"hidden": header in HIDDEN})
    sheet.set_column(EDGE, EDGE, 1.6)
    heights = {TITLE: 36, BELOW: 22, STATE: 22, HEADINGS: 24, HEADER: 24} | dict.fromkeys((ASKED - 1, COUNTS - 1, HEADINGS - 1), 8)
    for row, height in heights.items():
        sheet.set_row(row, height)


def write_bands(sheet: Sheet, styles: Styles, company: str) -> None:
    """Title, company and day, the state of the functions, the help beside the clerk's cells."""
    for place in range(EDGE + 1):
        write_value(sheet, TITLE, place, None, styles(bg_color=NAVY))
        write_value(sheet, BELOW, place, None, styles(bg_color=STEEL))
        write_value(sheet, STATE, place, None, styles(bg_color=CREAM))
    pale = {"font_color": "#DCE6F0", "bg_color": STEEL, "font_size": 11}
    write_value(sheet, TITLE, FIRST, SHEET, styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY))
    write_value(sheet, BELOW, FIRST, company, styles(**pale, bold=True))
    write_value(sheet, BELOW, EDGE - 4, NEVER, styles(**pale, align="left"))
    write_formula(sheet, "看板_状态", styles(font_color=BROWN, bg_color=CREAM), NEVER)
    rows = [row for row in range(ASKED, HEADINGS) if row != COUNTS - 1]
    for row, text in zip(rows, HELP, strict=False):
        style = styles(bold=True, font_color=NAVY, font_size=11) if row == ASKED else styles(font_color=SLATE)
        write_value(sheet, row, TRIAL, text, style)


def write_asks(sheet: Sheet, styles: Styles) -> None:
    """The six cells that the clerk fills, each with its check."""
    for row, ask in enumerate(ASKS, ASKED):
        write_value(sheet, row, FIRST, ask.title, styles(bold=True, font_color=NAVY))
        shown = {"看板_基准日": "yyyy-mm-dd", "看板_绿灯下限": "General", "看板_黄灯下限": "General"}.get(ask.name, "@")
        given = ON if ask.name == "看板_开关" else None
        style = styles(bg_color=CREAM, border=1, border_color=BROWN, align="center", bold=True, num_format=shown)
        write_value(sheet, row, ASK_COLUMN, given, style)
        write_value(sheet, row, ASK_COLUMN + 1, ask.help, styles(font_color=SLATE, font_size=9, indent=1))
    checks: dict[str, dict[str, object]] = {
        "看板_开关": {"validate": "list", "source": [ON, OFF]},
        "看板_绿灯下限": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
        "看板_黄灯下限": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
        "看板_绿灯含下限": {"validate": "list", "source": f"={list_name('是否')}"},
        "看板_期间": {"validate": "any"},
        "看板_基准日": {"validate": "custom", "value": f"=ISNUMBER({absolute(ASKED + 5, ASK_COLUMN)})"},
    }
    for row, ask in enumerate(ASKS, ASKED):
        check = {"input_title": ask.title, "input_message": ask.help, "error_title": ask.title, "error_message": ask.help}
        if sheet.data_validation(row, ASK_COLUMN, row, ASK_COLUMN, {**checks[ask.name], **check}) < 0:
            raise ValueError(f"no check for {ask.name}")


def write_counts(sheet: Sheet, styles: Styles) -> None:
    """How many items have each light, by the bounds in force and by those on trial."""
    head = styles(bold=True, font_color=SLATE, bg_color=PAPER, align="center")
    for place in range(FIRST, COUNTED + 4):
        write_value(sheet, COUNTS, place, None, head)
    for place, text in enumerate((*COLOURS, "会变"), COUNTED):
        write_value(sheet, COUNTS, place, text, head)
    for row, text in enumerate(("现在的下限（计算灯）", "正在试的下限"), COUNTS + 1):
        write_value(sheet, row, FIRST, text, styles(bold=True, font_color=NAVY))
    figure = styles(bold=True, font_size=12, align="center", num_format="0")
    for name in ("看板_现在", "看板_试算", "看板_会变"):
        write_formula(sheet, name, figure)


def write_lists(sheet: Sheet, styles: Styles) -> None:
    """The two lists under their headings, and the lights on trial between them."""
    heading = styles(bold=True, font_size=13, font_color=NAVY, bottom=2, bottom_color=RED)
    for place in range(FIRST, EDGE):
        if place != TRIAL - 1:
            write_value(sheet, HEADINGS, place, None, heading)
    write_value(sheet, HEADINGS, FIRST, "部门排名（督办、亮灯两项合成）", heading)
    write_value(sheet, HEADINGS, TRIAL, "亮灯（左边第一列是按正在试的下限）", heading)
    head = styles(bold=True, font_color=WHITE, bg_color=NAVY, align="center", left=1, left_color=WHITE)
    write_formula(sheet, "看板_排名", head)
    write_formula(sheet, "看板_亮灯", head)
    write_formula(sheet, "看板_试算灯", styles(align="center"))
    write_value(sheet, HEADER, TRIAL, "试算灯", styles(bold=True, font_color=WHITE, bg_color=BROWN, align="center"))
    scores = TABLES["部门成绩"]
    columns: list[tuple[int, int, Column]] = [
        *((place, DEPARTMENTS, scores.column(header)) for place, header in enumerate(RANKING, FIRST)),
        *((place, ITEMS, TABLES["亮灯"].column(header)) for place, header in enumerate(LIST, LEFT)),
    ]
    for place, rows, column in columns:
        style = styles(num_format=number_format(column), **alignment(column))
        for row in range(HEADER + 1, HEADER + 1 + rows):
            write_value(sheet, row, place, None, style)
    add_colours(sheet, styles)


def write_formula(sheet: Sheet, name: str, style: Format, value: str = "") -> None:
    """The formula that fills a name's range, in one format, with blank results but for the first."""
    top, left, height, width = SIZES[name]
    if sheet.write_array_formula(top, left, top + height - 1, left + width - 1, "{=" + FORMULAS[name] + "}", style, value) < 0:
        raise ValueError(f"no formula for {name}")
    for row in range(top, top + height):
        for column in range(left, left + width):
            if (row, column) != (top, left):
                write_value(sheet, row, column, None, style)


def add_colours(sheet: Sheet, styles: Styles) -> None:
    """Lights in their colours, what would change marked, a hairline under every line, red for overdue days."""
    row = HEADER + 2
    rows, departments = (HEADER + 1, HEADER + ITEMS), (HEADER + 1, HEADER + DEPARTMENTS)
    at = {header: f"${column_letters(place)}{row}" for place, header in enumerate(LIST, LEFT)}
    trial, filled = f"${column_letters(TRIAL)}{row}", f'{at[LIST[0]]}<>""'
    line: Rule = (filled, {"bottom": 1, "bottom_color": LINE})
    moved: Rule = (f"{trial}<>{at['计算灯']}", {"bg_color": CREAM, "bold": True, "bottom": 1, "bottom_color": LINE})
    late: Rule = (f"N({at['逾期天数']})>0", {"font_color": RED, "bold": True, "bottom": 1, "bottom_color": LINE})
    for place, header in enumerate(LIST, LEFT):
        if header in ("灯", "计算灯"):
            add_rules(sheet, styles, (place, place), rows, [*lights(at[header]), line])
        elif header in ("编号", "事项"):
            add_rules(sheet, styles, (place, place), rows, [moved, line])
        else:
            add_rules(sheet, styles, (place, place), rows, [*([late] if header == "逾期天数" else []), line])
    add_rules(sheet, styles, (TRIAL, TRIAL), rows, [*lights(trial), line])
    named = f'${column_letters(FIRST)}{row}<>""'
    add_rules(sheet, styles, (FIRST, FIRST + len(RANKING) - 1), departments, [(named, {"bottom": 1, "bottom_color": LINE})])


def lights(place: str) -> list[Rule]:
    return [
        (f'{place}="{light}"', {"bold": True, "bg_color": fill, "font_color": ink, "bottom": 1, "bottom_color": WHITE})
        for light, (fill, ink) in LIGHTS.items()
    ]
