"""Settings, rule tables, departments and period cells that don't fit together (数据检查)."""

import datetime as dt
from fractions import Fraction
from itertools import pairwise

from udfs.rules.ground.departments import Departments
from udfs.rules.ground.figures import number
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.problem_at import Problems, at, whole
from udfs.rules.ground.states import OPEN
from udfs.rules.judging.numbering import is_rule
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Target
from workbook_templates.tables.lists import LISTS, NO, YES
from workbook_templates.tables.performance import Indicator
from workbook_templates.tables.setup import LightBound

SCALE_LIGHTS = LISTS["灯"][:3]
"""The lights that 亮灯规则 must have."""


def check_set_up(tables: Tables, as_of: dt.date) -> Problems:
    """All checks of this module, in the order of the sheets."""
    yield from check_settings(tables)
    yield from check_bounds(tables)
    yield from check_weightings(tables)
    yield from check_bands(tables)
    yield from check_departments(tables, as_of)
    yield from check_people(tables)
    yield from check_periods(tables)
    yield from check_weights(tables)


def check_settings(tables: Tables) -> Problems:
    """考核期间 that is no period, and bounds that stand in the wrong order."""
    settings = tables.settings
    if settings.period and parse_period(settings.period) is None:
        yield whole(
            "参数", "取值", settings.period, "考核期间不是期间，本次按基准日所在季度", "填如 2026-03、2026-B2、2026Q1、2026H1、2026"
        )
    if not is_rule(settings.numbering):
        yield whole("参数", "取值", settings.numbering, "编号规则里有不认识的花括号，本次按默认的 {年}-{序号}", "只用 {年} 和 {序号}")
    if settings.lag_green < settings.lag_yellow:
        value = number(settings.lag_green)
        yield whole("参数", "取值", value, "序时差绿灯下限低于黄灯下限，不会有黄灯", "绿灯下限不低于黄灯下限")
    if not settings.high_risk > settings.middle_risk:
        yield whole("参数", "取值", number(settings.high_risk), "高风险下限不高于中风险下限，不会有中风险", "高风险下限应高于中风险下限")
    if settings.start is not None and settings.as_of is not None and settings.start > settings.as_of:
        yield whole("参数", "取值", str(settings.start), "启用日期晚于基准日，没有事项计分", "核对启用日期和基准日")


def check_bounds(tables: Tables) -> Problems:
    """亮灯规则: a light that is missing, two lights at one bound, an order against sense, what lies below the lowest bound."""
    rows = [row for row in tables.light_bounds if row.light and row.bound is not None]
    present = {row.light for row in rows}
    for light in SCALE_LIGHTS:
        if light not in present:
            what = "没有这个灯，不会亮出" if rows else "没有亮灯规则，按完成度不亮灯"
            yield whole("亮灯规则", "灯", light, what, f"补一行“{light}”和下限")
    bounds: dict[Fraction | None, LightBound] = {}
    for row in rows:
        other = bounds.setdefault(row.bound, row)
        if other is not row:
            what = f"与“{other.light}”（第 {other.at.row} 行）下限相同，高于下限的亮较好的灯"
            yield at(row, "下限", number(row.bound or 0), what, "两个灯的下限要不同")
    order = [row for light in SCALE_LIGHTS for row in rows if row.light == light]
    for better, worse in pairwise(order):
        if (better.bound or 0) < (worse.bound or 0):
            yield at(
                better, "下限", number(better.bound or 0), f"“{better.light}”的下限低于“{worse.light}”", "绿灯下限最高，黄灯次之，红灯最低"
            )
    if rows:
        low = min(rows, key=lambda row: row.bound or 0)
        if low.light != LISTS["灯"][2]:
            yield at(low, "下限", number(low.bound or 0), f"最低的灯是“{low.light}”，再低的完成度也亮“{low.light}”", "红灯的下限应为最低")
        elif (low.bound or 0) > 0 or low.included != YES:
            value = number(low.bound or 0)
            yield at(low, "下限", value, f"红灯下限以下（含 0%）没有写到，一律按“{low.light}”", "红灯下限填 0，含下限填是")


def check_weightings(tables: Tables) -> Problems:
    """考核权重 that sum to 0: no composite can be made."""
    for row in tables.weightings:
        weights = (row.supervision, row.lights, row.indicators, row.inspection)
        if not sum(weight or 0 for weight in weights):
            yield at(row, "部门类型", row.kind, "四项权重合计为 0，没有综合得分", "至少一项权重大于 0")


def check_bands(tables: Tables) -> Problems:
    """Bands of 考核分档 that are not there: R6 proposes no points for what is late in them."""
    present = {(row.level, row.impact, row.cause) for row in tables.deduction_bands if row.points is not None}
    wanted = [(level, impact, cause) for level in LISTS["级别"] for impact in LISTS["负面影响"] for cause in LISTS["原因"]]
    missing = ["/".join(band) for band in wanted if band not in present]
    if missing:
        named = "、".join(missing[:4]) + (f" 等 {len(missing)} 档" if len(missing) > 4 else "")
        yield whole("考核分档", "扣分", "", f"没有这些档：{named}；落在里面的事项晚了不提扣分", "补上这些档，不扣分的填 0")


def check_departments(tables: Tables, as_of: dt.date) -> Problems:
    """停用 departments that still have open items and no heir; 停用 before 启用; 并入 without 停用; a 班组 below a 班组."""
    departments = Departments(tables.departments)
    left: dict[str, int] = {}
    for item in tables.items:
        if item.status in OPEN:
            name = departments.heir(item.department, as_of)
            left[name] = left.get(name, 0) + 1
    for row in tables.departments:
        if row.until is not None and row.until <= as_of and left.get(row.name) and departments.heir(row.name, as_of) == row.name:
            what = f"{row.until} 起停用，还有 {left[row.name]} 项未办结而没有并入部门"
            yield at(row, "并入部门", row.merged_into, what, "填并入部门，或改这些事项的主责部门")
        if row.until is not None and row.since is not None and row.until < row.since:
            yield at(row, "停用日期", str(row.until), f"早于启用日期 {row.since}", "核对两个日期")
        if row.above and row.above != row.name and departments.is_team(row.above):
            yield at(row, "上级部门", row.above, f"“{row.above}”自己是班组", "班组下面不再分班组，填所在的供电所或部门")
        if row.merged_into and row.until is None:
            yield at(row, "停用日期", "", "有并入部门而没有停用日期，不并入", "补停用日期，或清空并入部门")


def check_people(tables: Tables) -> Problems:
    """Persons no longer there who still answer for open items."""
    gone = {person.name for person in tables.people if person.active == NO}
    gone -= {person.name for person in tables.people if person.active != NO}
    for item in tables.items:
        if item.status in OPEN and item.responsible in gone:
            yield at(item, "责任人", item.responsible, "责任人已不在岗", "改责任人，并在“变更记录”登“责任调整”")


def check_periods(tables: Tables) -> Problems:
    """Cells of every column 期间 that name no period, also of 认定记录: such a row counts nowhere."""
    known: dict[str, bool] = {}
    for name, field in FIELDS.items():
        if not any(column.header == "期间" for column in TABLES[name].columns):
            continue
        for row in getattr(tables, field):
            text = row.period
            if text not in known:
                known[text] = not text or parse_period(text, tables.settings.month_end) is not None
            if not known[text]:
                remedy = "填如 2026-03（月）、2026-B2（两月）、2026Q1、2026H1、2026、2026-W23（周）"
                yield at(row, "期间", text, "不是期间，这一行不起作用", remedy)


def check_weights(tables: Tables) -> Problems:
    """Weights of 0 in 目标库 and 指标; those of items and stages are listed with the items."""
    weights: list[tuple[Target | Indicator, Fraction | None]] = [(row, row.weight) for row in tables.targets]
    weights += [(row, row.weight) for row in tables.indicators]
    for row, weight in weights:
        if weight is not None and weight <= 0:
            yield at(row, "权重", number(weight), "权重为 0，按 1 计", "填大于 0 的数，或空着即 1")
