"""使用说明: for a clerk who opens the workbook for the first time. Made from schema and actions, so it can't drift.

It is a page of explanations, as 公布说明 is: title, headings, paragraphs, and lines of three columns.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbook_templates.sheets import style as look
from workbook_templates.sheets.cell_writing import fill_row, write_value
from workbook_templates.sheets.printing import A4, set_up_page
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS, Action, Option
from workbook_templates.tables.default_rows import LIGHT_BOUNDS
from workbook_templates.tables.lists import LIGHT_LETTERS

WIDTHS = (2, 14, 24, 78, 2)
MARK, NAME, TEXT = 1, 2, 3
"""Columns: number or chip, name, what it is."""
SCALE = 76
"""Percent at which the page fits across A4; fixed, because a fitted page ignores page breaks."""


class HelpLine(NamedTuple):
    """One row of the page: chip or number, name, text, and the styles of the first two; link: a sheet that the name leads to."""

    mark: str
    name: str
    text: str
    mark_style: look.Format
    name_style: look.Format
    link: str = ""


class TextPage:
    """Writes rows one below the other, from the title on."""

    def __init__(self, sheet: look.Sheet, styles: look.Styles, company: str, title: str, below: str) -> None:
        """Columns, title, and below it the company and what stands behind its name."""
        self.sheet, self.styles, self.company, self.row = sheet, styles, company, 3
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        for row, height in enumerate((42, 22, 10)):
            sheet.set_row(row, height)
        fill_row(sheet, 0, range(len(WIDTHS)), styles(bg_color=look.NAVY))
        fill_row(sheet, 1, range(len(WIDTHS)), styles(bg_color=look.PAPER))
        write_value(sheet, 0, MARK, title, styles(bold=True, font_size=20, font_color=look.WHITE, bg_color=look.NAVY))
        write_value(sheet, 1, MARK, " · ".join(filter(None, (company, below))), styles(font_color=look.SLATE, bg_color=look.PAPER))

    def section(self, title: str, note: str = "") -> None:
        """A heading with a red edge, after a gap."""
        self.sheet.set_row(self.row, 14)
        self.sheet.set_row(self.row + 1, 26)
        edge = {"bottom": 2, "bottom_color": look.RED_FILL}
        write_value(self.sheet, self.row + 1, MARK, title, self.styles(bold=True, font_size=13, font_color=look.NAVY, **edge))
        write_value(self.sheet, self.row + 1, NAME, None, self.styles(**edge))
        write_value(self.sheet, self.row + 1, TEXT, note or None, self.styles(font_color=look.SLATE, font_size=9, align="right", **edge))
        self.row += 2

    def paragraph(self, text: str) -> None:
        """Text across the page; merged, because nothing is ever written here again."""
        lines = lines_of(text, sum(WIDTHS[MARK : TEXT + 1]))
        self.sheet.set_row(self.row, height_of_lines(lines) + 3)
        self.sheet.merge_range(self.row, MARK, self.row, TEXT, "", self.styles(text_wrap=True))
        write_value(self.sheet, self.row, MARK, text, self.styles(text_wrap=True))
        self.row += 1

    def lines(self, lines: Iterator[HelpLine]) -> None:
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


def under(styles: look.Styles, **properties: object) -> look.Format:
    """A style with the light rule below."""
    return styles(**{"bottom": 1, "bottom_color": look.LINE_COLOUR, "indent": 1} | properties)


def sheet_lines(styles: look.Styles, entries: Iterable[tuple[str, str, str]]) -> Iterator[HelpLine]:
    """A line for each sheet: its group, its name as a link, what it is."""
    link = under(styles, font_color=look.BLUE_FILL, underline=1)
    for group, name, text in entries:
        edge = {"left": 5, "left_color": look.GROUP_COLOURS[group]}
        yield HelpLine(group, name, text, under(styles, font_color=look.SLATE, **edge), link, name)


def colour_lines(styles: look.Styles) -> Iterator[HelpLine]:
    """Who fills in the columns of each colour."""
    texts = {
        "办公室": "督办办公室填写。",
        "部门": "由部门在下发的表里填写，回收时并回。",
        "领导": "由分管领导确认或批示。",
        "考评人": "由打分人填写。",
        "抽查人": "由抽查的部门或人填写。",
        "督办": "由督办写入，不用填；结果表里手工改了，下次刷新会重写。",
    }
    for writer, colour in look.HEADER_COLOURS.items():
        chip = styles(bold=True, font_color=look.WHITE, bg_color=colour, align="center", bottom=2, bottom_color=look.WHITE)
        tint = look.BODY_TINTS.get(writer, look.WHITE)
        yield HelpLine(
            look.WRITER_NAMES.get(writer, writer), "格子底色", texts[writer], chip, under(styles, bg_color=tint, font_color=look.SLATE)
        )


SHEET = "使用说明"
PAGES = {
    "操作台": "全年数字、近期到期、薄弱部门、图表和按钮。",
    "使用说明": "就是这一页。",
    "一张图": "全年事项按主题和月份列在一页上，随刷新更新。",
    "实时看板": "灯和部门排名，在装了加载项的 Excel 里随填随算；旁边可以试别的下限。",
}
ABOUT = (
    "这本工作簿管五件事：督办闭环、分级督办与一张图、亮灯考核、绩效管理、三级抽查。",
    "你只管往表里填事实；完成度、灯、得分、排名、提醒由“督办”算好，写回“结果”各表，每一分都能在“得失分”里找到出处。",
    "表可以排序、筛选、加自己的列；表名和列名请不要改。取消的事项不要删行，把状态改为“取消”。",
)
MONTH = (
    ("登记", "", "新事项填进“督办台账”，分解的阶段填进“阶段目标”。带红边的列必填。"),
    ("下发", "send", "给每个部门生成一份只含本部门事项的表，放进“下发”文件夹，发给联系人。"),
    ("回收", "collect", "把部门填好的表放进“回收”文件夹并回总台账；有冲突的逐格列出，不会悄悄覆盖。"),
    ("检查", "check", "看“数据检查”：哪张表哪一行哪一格不对、应该怎么填。"),
    ("刷新", "refresh", "算出灯、得分、排名，更新全部结果表和操作台。"),
    ("例会", "", "看“亮灯”“升级与问责”“工作建议”，例会定的灯填“认定记录”，同意的变更在“变更记录”里填结果。"),
    ("通报", "document", "生成月度通报和督办单、提醒单，领导签发后编号。"),
    ("定稿", "close", "季末把成绩定稿，写入“历史成绩”，此后不再重算。"),
)
BACKUP = (
    "每次写入之前，先在“归档”文件夹里存一份备份；写到一半出错，工作簿保持原样。",
    "每次操作改了什么，记在“操作日志”里。",
    "请只在一台电脑上维护总台账；运行命令时先关闭工作簿。操作台的按钮在打开着的工作簿上做，选项填在“按钮选项”里，做完请自己保存。",
)


def write_help(sheet: look.Sheet, styles: look.Styles, company: str, order: Sequence[str]) -> None:
    """The whole page. order: the sheets as the tabs stand."""
    page = TextPage(sheet, styles, company, SHEET, "督办总台账")
    for text in ABOUT:
        page.paragraph(text)
    page.section("一个月怎么走", "括号里是命令")
    page.lines(month_lines(styles))
    page.section("灯", "界限可在“亮灯规则”改；黑白打印看文字")
    page.lines(light_lines(styles))
    page.section("表头的颜色", "表头带红边的列必填")
    page.lines(colour_lines(styles))
    breaks = [page.row + 1]
    page.section("工作表", "点名称可跳转")
    known = [(TABLES[name].group, name, TABLES[name].help) if name in TABLES else ("页面", name, PAGES.get(name, "")) for name in order]
    page.lines(sheet_lines(styles, (entry for entry in known if entry[2])))
    breaks.append(page.row + 1)
    page.section("备份与安全")
    for text in BACKUP:
        page.paragraph("· " + text)
    page.section("命令", "在命令行输入，BOOK 是工作簿的文件名")
    page.lines(command_lines(styles))
    page.finish(breaks)


def month_lines(styles: look.Styles) -> Iterator[HelpLine]:
    """The steps of a month, numbered, with the command of each."""
    number, name = (
        under(styles, bold=True, font_size=12, font_color=look.RED_FILL, align="center", indent=0),
        under(styles, bold=True, font_color=look.NAVY),
    )
    for place, (step, key, text) in enumerate(MONTH, 1):
        command = f"（{key}）" if key else ""
        yield HelpLine(str(place), step + command, text, number, name)


def light_lines(styles: look.Styles) -> Iterator[HelpLine]:
    """Each light in its colour, with its letter and its bounds."""
    texts = {str(light): f"{bounds_text(place)}：{handling}。" for place, (light, _, _, handling) in enumerate(LIGHT_BOUNDS)}
    for light in (*texts, "蓝灯"):
        fill, letters = look.LIGHT_COLOURS[light]
        chip = styles(bold=True, font_color=letters, bg_color=fill, align="center", bottom=2, bottom_color=look.WHITE)
        name = f"{light}（图上写“{LIGHT_LETTERS[light]}”）"
        yield HelpLine(light, name, texts.get(light, "由例会认定时使用，不由完成度推算。"), chip, under(styles))


def bounds_text(place: int) -> str:
    """完成度 60% 至 80%(含 60%), as the default rows say."""
    _, low, included, _ = LIGHT_BOUNDS[place]
    sign = "不低于" if included == "是" else "高于"
    above = f"，且未到{LIGHT_BOUNDS[place - 1][0]}" if place else ""
    return f"完成度{sign} {low:g}%{above}"


def command_lines(styles: look.Styles) -> Iterator[HelpLine]:
    """Every action: its name, its command, what it does, how it is typed."""
    for action in ACTIONS:
        yield HelpLine(
            action.name,
            action.key,
            f"{action.help}\n{usage(action)}",
            under(styles, bold=True, font_color=look.NAVY),
            under(styles, font_color=look.SLATE),
        )


def usage(action: Action) -> str:
    """One line: duban send BOOK [--dept …]…"""
    words = ["duban", action.key, *([action.target] if action.target else []), *map(usage_of, action.options)]
    return " ".join(words)


def usage_of(option: Option, *, bare: bool = False) -> str:
    """--dept …, in brackets where it may be left out; bare: without them."""
    word = option.flag
    if option.flag.startswith("-") and option.kind != "yes":
        word += " …"
    if bare:
        return word
    word = word if option.required else f"[{word}]"
    return word + "…" if option.many else word
