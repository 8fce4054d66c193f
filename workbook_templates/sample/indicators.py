"""指标: every indicator of the four quarters with what was reached, why points were lost and what is done about it."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import NamedTuple

from workbook_templates.sample.blanks import blank_record, cells_of
from workbook_templates.sample.company import CREWS, HEADS, LEADER_OF, STATIONS, TEAMS
from workbook_templates.sample.days import A_DAY, YEAR, workday_before
from workbook_templates.sample.fates import day
from workbook_templates.sample.lists import read_rows
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.performance import Indicator, IndicatorProgress

QUARTERS = tuple((f"{YEAR}Q{place}", dt.date(YEAR + place // 4, place * 3 % 12 + 1, 1) - A_DAY) for place in range(1, 5))
"""期间 and its last day."""
STANDARDS = {
    "正向": "完成目标值得满分，未完成按实际值与目标值之比计分",
    "反向": "不高于目标值得满分，高于目标值按比例扣减",
    "节点": "按时限完成得 100 分，每晚一天扣减扣分单价",
    "扣分": "每发生一起按扣分单价扣减",
    "打分": "按考评部门当季打分计算",
    "督办": "按当季按期办结率计分",
}
NOBODYS = ("2026Q4", "ZB-04-2")
"""The indicator that names neither 责任人 nor 承办人, since its post is vacant."""
REASONS = {
    "正向": ("受气候和用户生产影响，低于计划", "停电计划调整，工作量后移", "基础数据整改未到位", "项目前期手续滞后"),
    "反向": ("季节性负荷波动", "计量装置故障未及时消缺", "老旧台区改造未完成", "户变关系不准确"),
    "扣分": ("日常管理不细，检查被通报", "现场执行制度不严", "人员变动，工作衔接不畅"),
    "节点": ("结算资料不全，退回补充", "外部审计排期推迟"),
}
REMEDIES = ("列入下季度重点工作，每周调度", "倒排计划，责任到人", "对照先进单位查差距，月底前补齐", "开展专项整治，闭环销号")
"""失分原因 by 计分方式, and 改进措施, of indicators that lost points."""
UNIT_HEADS = HEADS | {name: crew.head for name, crew in CREWS.items()}
UNIT_LEADERS = LEADER_OF | {name: LEADER_OF[crew.station] for name, crew in CREWS.items()}
UNIT_TEAMS = TEAMS | {name: TEAMS[crew.station] for name, crew in CREWS.items()}

LINE = "指标编号 上级指标 层级 来源 维度 指标 权重 计分方式 目标值 底线值 计量单位 计分上限 扣分单价"
"""Columns that a line of indicators.txt fills in, besides whose it is, what was reached and 进度曲线."""
LONGEST_LINE = 16
"""Parts of a line that has a curve."""


class ListedIndicator(NamedTuple):
    """One line of a list of indicators. units: 主责部室, one or more, of a person with the name behind a colon; actual: what each reached
    in each quarter, '' for what is not typed in."""

    row: Indicator
    units: list[str]
    actual: str


def read_line(line: list[str]) -> ListedIndicator:
    """A line of the list."""
    *planned, actual, curve = line if len(line) == LONGEST_LINE else (*line, "")
    row = blank_record(Indicator)._replace(**cells_of(Indicator, LINE, (*planned[:6], *planned[7:])), curve=curve)
    return ListedIndicator(row, line[6].split(), actual)


def indicators() -> list[Indicator]:
    """The rows of 指标: those of the company and its departments quarter by quarter, then those of 班组 and persons."""
    draw = draw_of("indicators")
    lists = [[read_line(line) for line in read_rows(name)] for name in ("indicators", "crew_indicators")]
    return [row for lines in lists for place in range(len(QUARTERS)) for line in lines for row in rows_of(line, place, draw)]


def progress() -> list[IndicatorProgress]:
    """The rows of 指标进度: what was reported inside the last quarter."""
    period, found = QUARTERS[-1][0], list[IndicatorProgress]()
    for number, reports, *note in read_rows("progress"):
        for report in reports.split(", "):
            until, actual = report.split()
            last = report == reports.split(", ")[-1]
            row = blank_record(IndicatorProgress)._replace(
                number=number, period=period, until=day(until), actual=Fraction(actual), note=note[0] if note and last else ""
            )
            found.append(row)
    return sorted(found, key=lambda row: row.until or dt.date.max)


def rows_of(line: ListedIndicator, place: int, draw: Random) -> Iterator[Indicator]:
    """The rows of one line in the quarter at `place`, one for each unit."""
    period, last = QUARTERS[place]
    figures = line.actual.split("/")
    for turn, (unit, _, person) in enumerate(text.partition(":") for text in line.units):
        number = numbered(line, turn)
        staffed = (period, number) != NOBODYS
        row = line.row._replace(
            number=number,
            level=line.row.level or ("供电所" if unit in STATIONS else "部门"),
            standard=STANDARDS[line.row.method],
            period=period,
            leader=UNIT_LEADERS[unit],
            department=unit,
            responsible=(person or UNIT_HEADS[unit]) if staffed else "",
            handler=(person or handler(line.row, unit, turn)) if staffed else "",
        )
        yield row if not line.actual else reached(row, figures[turn].split()[place], workday_before(last), draw)


def numbered(line: ListedIndicator, turn: int) -> str:
    """The parts of a line that several units share are numbered; so are those that bear their parent's number."""
    number = line.row.number
    return f"{number}-{turn + 1}" if len(line.units) > 1 or number == line.row.parent else number


def handler(row: Indicator, unit: str, turn: int) -> str:
    return UNIT_TEAMS[unit][(turn + len(row.name)) % len(UNIT_TEAMS[unit])]


def reached(row: Indicator, text: str, due: dt.date, draw: Random) -> Indicator:
    """The row with its figure or, of 节点, its dates; and its reason where points were lost."""
    value = None if text == "-" else Fraction(text)
    if row.method == "节点":
        row = row._replace(due=due, done=None if value is None else due + int(value) * A_DAY)
    else:
        row = row._replace(actual=value)
    if value is not None and is_short(row, value) and draw.random() < 0.75:
        row = row._replace(lost_reason=draw.choice(REASONS[row.method]), remedy=draw.choice(REMEDIES))
    return row


def is_short(row: Indicator, value: Fraction) -> bool:
    """Whether the figure costs points."""
    if row.method in ("扣分", "节点"):
        return value > 0
    return row.goal is not None and (value < row.goal if row.method == "正向" else value > row.goal)
