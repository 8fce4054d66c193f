"""The layout of 实时看板: board_formulas says what stands where."""

from workbook_templates.master import board_formulas as board
from workbook_templates.sheets.cell_writing import fill_row, write_value
from workbook_templates.sheets.column_styles import alignment, number_format
from workbook_templates.sheets.highlights import Rule, add_rules, light_rules
from workbook_templates.sheets.option_lists import absolute, column_letters, list_name
from workbook_templates.sheets.printing import A3, set_up_page
from workbook_templates.sheets.style import (
    BROWN,
    CREAM,
    LINE_COLOUR,
    NAVY,
    PAPER,
    RED_FILL,
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
    f"· 列出前 {board.ITEMS:,} 项、前 {board.DEPARTMENTS} 个部门。打印的是前 {PRINTED} 项，整张的请打印“亮灯”。藏起来的几列也在“亮灯”里。",
)


def write_board(book: Workbook, sheet: Sheet, styles: Styles, company: str) -> None:
    """Lay the page out; the figures come with the first refresh."""
    set_widths(sheet)
    write_bands(sheet, styles, company)
    write_asks(sheet, styles)
    write_counts(sheet, styles)
    write_lists(sheet, styles)
    for name, place in board.SIZES.items():
        book.name_range(name, board.SHEET, *place)
    sheet.freeze_panes(board.HEADER + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_zoom(85)
    set_up_page(sheet, company, paper=A3, tall=1)
    sheet.print_area(0, 0, board.HEADER + PRINTED, board.EDGE)


def set_widths(sheet: Sheet) -> None:
    """Widths of the columns, those of HIDDEN folded away, and heights of the rows above the lists."""
    sheet.set_column(0, 0, 1.6)
    for place, header in enumerate(board.RANKING, board.FIRST):
        sheet.set_column(place, place, NARROW.get(header, 6.5))
    sheet.set_column(board.TRIAL - 1, board.TRIAL - 1, 2.5)
    sheet.set_column(board.TRIAL, board.TRIAL, 8)
    for place, header in enumerate(board.LIST, board.LEFT):
        sheet.set_column(place, place, NARROW.get(header, 10 if header != "考核时限" else 12), None, {"hidden": header in HIDDEN})
    sheet.set_column(board.EDGE, board.EDGE, 1.6)
    heights = {board.TITLE: 36, board.SUBTITLE: 22, board.STATE: 22, board.HEADINGS: 24, board.HEADER: 24} | dict.fromkeys(
        (board.ASKED - 1, board.COUNTS - 1, board.HEADINGS - 1), 8
    )
    for row, height in heights.items():
        sheet.set_row(row, height)


def write_bands(sheet: Sheet, styles: Styles, company: str) -> None:
    """Title, company and day, the state of the functions, the help beside the clerk's cells."""
    for row, colour in ((board.TITLE, NAVY), (board.SUBTITLE, STEEL), (board.STATE, CREAM)):
        fill_row(sheet, row, range(board.EDGE + 1), styles(bg_color=colour))
    write_value(sheet, board.TITLE, board.FIRST, board.SHEET, styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY))
    write_value(sheet, board.SUBTITLE, board.FIRST, company, styles.below_title(bold=True))
    write_value(sheet, board.SUBTITLE, board.EDGE - 4, board.NEVER, styles.below_title(align="left"))
    write_formula(sheet, "看板_状态", styles(font_color=BROWN, bg_color=CREAM), board.NEVER)
    rows = [row for row in range(board.ASKED, board.HEADINGS) if row != board.COUNTS - 1]
    for row, text in zip(rows, HELP, strict=False):
        style = styles(bold=True, font_color=NAVY, font_size=11) if row == board.ASKED else styles(font_color=SLATE)
        write_value(sheet, row, board.TRIAL, text, style)


def write_asks(sheet: Sheet, styles: Styles) -> None:
    """The six cells that the clerk fills, each with its check."""
    for row, ask in enumerate(board.ASKS, board.ASKED):
        write_value(sheet, row, board.FIRST, ask.title, styles(bold=True, font_color=NAVY))
        shown = {"看板_基准日": "yyyy-mm-dd", "看板_绿灯下限": "General", "看板_黄灯下限": "General"}.get(ask.name, "@")
        given = board.ON if ask.name == "看板_开关" else None
        style = styles(bg_color=CREAM, border=1, border_color=BROWN, align="center", bold=True, num_format=shown)
        write_value(sheet, row, board.ASK_COLUMN, given, style)
        write_value(sheet, row, board.ASK_COLUMN + 1, ask.help, styles(font_color=SLATE, font_size=9, indent=1))
    checks: dict[str, dict[str, object]] = {
        "看板_开关": {"validate": "list", "source": [board.ON, board.OFF]},
        "看板_绿灯下限": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
        "看板_黄灯下限": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
        "看板_绿灯含下限": {"validate": "list", "source": f"={list_name('是否')}"},
        "看板_期间": {"validate": "any"},
        "看板_基准日": {"validate": "custom", "value": f"=ISNUMBER({absolute(board.ASKED + 5, board.ASK_COLUMN)})"},
    }
    for row, ask in enumerate(board.ASKS, board.ASKED):
        check = {"input_title": ask.title, "input_message": ask.help, "error_title": ask.title, "error_message": ask.help}
        if sheet.data_validation(row, board.ASK_COLUMN, row, board.ASK_COLUMN, {**checks[ask.name], **check}) < 0:
            raise ValueError(f"no check for {ask.name}")


def write_counts(sheet: Sheet, styles: Styles) -> None:
    """How many items have each light, by the bounds in force and by those on trial."""
    head = styles(bold=True, font_color=SLATE, bg_color=PAPER, align="center")
    fill_row(sheet, board.COUNTS, range(board.FIRST, board.COUNTED + 4), head)
    for place, text in enumerate((*board.COLOURS, "会变"), board.COUNTED):
        write_value(sheet, board.COUNTS, place, text, head)
    for row, text in enumerate(("现在的下限（计算灯）", "正在试的下限"), board.COUNTS + 1):
        write_value(sheet, row, board.FIRST, text, styles(bold=True, font_color=NAVY))
    figure = styles(bold=True, font_size=12, align="center", num_format="0")
    for name in ("看板_现在", "看板_试算", "看板_会变"):
        write_formula(sheet, name, figure)


def write_lists(sheet: Sheet, styles: Styles) -> None:
    """The two lists under their headings, and the lights on trial between them."""
    heading = styles(bold=True, font_size=13, font_color=NAVY, bottom=2, bottom_color=RED_FILL)
    fill_row(sheet, board.HEADINGS, (place for place in range(board.FIRST, board.EDGE) if place != board.TRIAL - 1), heading)
    write_value(sheet, board.HEADINGS, board.FIRST, "部门排名（督办、亮灯两项合成）", heading)
    write_value(sheet, board.HEADINGS, board.TRIAL, "亮灯（左边第一列是按正在试的下限）", heading)
    head = styles(bold=True, font_color=WHITE, bg_color=NAVY, align="center", left=1, left_color=WHITE)
    write_formula(sheet, "看板_排名", head)
    write_formula(sheet, "看板_亮灯", head)
    write_formula(sheet, "看板_试算灯", styles(align="center"))
    write_value(sheet, board.HEADER, board.TRIAL, "试算灯", styles(bold=True, font_color=WHITE, bg_color=BROWN, align="center"))
    scores = TABLES["部门成绩"]
    columns: list[tuple[int, int, Column]] = [
        *((place, board.DEPARTMENTS, scores.column(header)) for place, header in enumerate(board.RANKING, board.FIRST)),
        *((place, board.ITEMS, TABLES["亮灯"].column(header)) for place, header in enumerate(board.LIST, board.LEFT)),
    ]
    for place, rows, column in columns:
        style = styles(num_format=number_format(column), **alignment(column))
        for row in range(board.HEADER + 1, board.HEADER + 1 + rows):
            write_value(sheet, row, place, None, style)
    add_colours(sheet, styles)


def write_formula(sheet: Sheet, name: str, style: Format, value: str = "") -> None:
    """The formula that fills a name's range, in one format, with blank results but for the first."""
    top, left, height, width = board.SIZES[name]
    if sheet.write_array_formula(top, left, top + height - 1, left + width - 1, "{=" + board.FORMULAS[name] + "}", style, value) < 0:
        raise ValueError(f"no formula for {name}")
    for row in range(top, top + height):
        for column in range(left, left + width):
            if (row, column) != (top, left):
                write_value(sheet, row, column, None, style)


def add_colours(sheet: Sheet, styles: Styles) -> None:
    """Lights in their colours, what would change marked, a hairline under every line, red for overdue days."""
    row = board.HEADER + 2
    rows, departments = (board.HEADER + 1, board.HEADER + board.ITEMS), (board.HEADER + 1, board.HEADER + board.DEPARTMENTS)
    at = {header: f"${column_letters(place)}{row}" for place, header in enumerate(board.LIST, board.LEFT)}
    trial, filled = f"${column_letters(board.TRIAL)}{row}", f'{at[board.LIST[0]]}<>""'
    line: Rule = (filled, {"bottom": 1, "bottom_color": LINE_COLOUR})
    moved: Rule = (f"{trial}<>{at['计算灯']}", {"bg_color": CREAM, "bold": True, "bottom": 1, "bottom_color": LINE_COLOUR})
    late: Rule = (f"N({at['逾期天数']})>0", {"font_color": RED_FILL, "bold": True, "bottom": 1, "bottom_color": LINE_COLOUR})
    for place, header in enumerate(board.LIST, board.LEFT):
        if header in ("灯", "计算灯"):
            add_rules(sheet, styles, (place, place), rows, [*light_rules(at[header]), line])
        elif header in ("编号", "事项"):
            add_rules(sheet, styles, (place, place), rows, [moved, line])
        else:
            add_rules(sheet, styles, (place, place), rows, [*([late] if header == "逾期天数" else []), line])
    add_rules(sheet, styles, (board.TRIAL, board.TRIAL), rows, [*light_rules(trial), line])
    named = f'${column_letters(board.FIRST)}{row}<>""'
    add_rules(
        sheet,
        styles,
        (board.FIRST, board.FIRST + len(board.RANKING) - 1),
        departments,
        [(named, {"bottom": 1, "bottom_color": LINE_COLOUR})],
    )
