"""The cell functions of product.md §3: what a formula such as =DB_LIGHT(0.8) calls, in Excel by way of xlwings' UDF server.

Each reads its cells, calls the rule that the buttons call, and gives the result back as cells. FUNCTIONS (module registry)
lists them with their Chinese help.

Arguments come raw, as COM gives them (convert="raw"): no pandas, and thousands of calls stay cheap.
"""

# ruff: noqa: N802 - the functions are named as in the sheet

from fractions import Fraction
from typing import Any

from udfs import calling_workbook
from udfs.calling_workbook import office, tables_of
from udfs.pages import cell_values as cv
from udfs.pages.cell_values import GivenCells, columns, each, grid_of, shaped, table_out
from udfs.pages.live_board import bounds_given, period_given, scoreboard_table, status_table, trial_scale
from udfs.registry import FUNCTIONS as FUNCTIONS  # imported from here it is filled
from udfs.registry import cell_function
from udfs.rules.ground.figures import Rate, ranks_within, round_half_up
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.inspection import inspection
from udfs.rules.judging import deadlines
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.judging.lights import light_of
from udfs.rules.judging.progress import ONE, completion_of_stages, planned_by_days
from udfs.rules.performance import indicators
from udfs.rules.performance.differentiation import rate_of, stepped
from udfs.rules.performance.personal_year import grades_of
from udfs.rules.supervision.escalation import banded, deduction_bands
from udfs.rules.supervision.reminder_triggers import latest_of_deadline
from udfs.rules.supervision.supervision import ON_TIME_RATE, rate
from workbook_templates.reading.cells import Wrong
from workbook_templates.reading.parse import FIELDS, parse_table, roster_in
from workbook_templates.tables import TABLES
from workbook_templates.tables.settings import SPECS

SELF, ANY_PERIOD = "指标", "2000"
"""What stands for the indicator of one call, and for its 期间."""
AS_OF = "基准日：空着用“参数”里的基准日，再空着用今天"


@cell_function(
    "按权重合计的完成度（0 至 1），和“亮灯”表的“完成度”同一规则",
    weights="权重：各阶段的权重，空着算 1",
    confirmed="确认完成度：0.8、80 或 80%",
    self_rated="自评完成度：没有确认的阶段用它",
)
def DB_COMPLETION(weights: Any, confirmed: Any, self_rated: Any = None) -> Any:
    rows = columns(
        GivenCells("权重", weights, cv.number),
        GivenCells("确认完成度", confirmed, cv.share),
        GivenCells("自评完成度", self_rated, cv.share),
    )
    stages = [blank_row("阶段目标", weight=weight, confirmed=rated, self_rated=own) for weight, rated, own in rows]
    return cv.cell_of(completion_of_stages(stages).value if stages else None)


@cell_function("序时进度（0 至 1）：按日历到基准日应完成多少", start="开始日期", due="时限", as_of=AS_OF)
def DB_PLANNED(start: Any, due: Any, as_of: Any = None) -> Any:
    day = day_of(as_of)
    return each(
        lambda first, last: planned_by_days(first, last, day), GivenCells("开始日期", start, cv.day), GivenCells("时限", due, cv.day)
    )


@cell_function(
    "完成度对应的灯；下限空着用“亮灯规则”",
    completion="完成度：0.8、80 或 80%，一格或一片",
    green="绿灯下限：如 80，空着用“亮灯规则”",
    yellow="黄灯下限：如 60，空着用“亮灯规则”",
    green_included="绿灯含下限：是或否，空着用“亮灯规则”",
)
def DB_LIGHT(completion: Any, green: Any = None, yellow: Any = None, green_included: Any = None) -> Any:
    own, bounds = office(), bounds_given(green, yellow, green_included)
    scale = own.scale if bounds == (None, None, None) else trial_scale(own.tables.light_bounds, bounds)
    return each(lambda value: light_of(value, scale), GivenCells("完成度", completion, cv.share))


@cell_function("离时限还有几天，过期为负数；“时限逢休顺延”照“参数”", due="时限", as_of=AS_OF)
def DB_DAYS_LEFT(due: Any, as_of: Any = None) -> Any:
    own, day = office(), day_of(as_of)
    return each(
        lambda limit: deadlines.days_to(deadlines.on_workday(limit, own.settings, own.calendar), day), GivenCells("时限", due, cv.day)
    )


@cell_function("第一天之后到第二天（含）的工作日数，按“节假日”和国家放假安排", first="起始日期", last="截止日期")
def DB_WORKDAYS(first: Any, last: Any) -> Any:
    return each(office().calendar.workdays_between, GivenCells("起始日期", first, cv.day), GivenCells("截止日期", last, cv.day))


@cell_function("到基准日最近该发的提醒：提前n天、逾期；还不到提醒的日子为空", due="时限", as_of=AS_OF)
def DB_REMINDER(due: Any, as_of: Any = None) -> Any:
    own, day = office(), day_of(as_of)
    routine = next((row.chase_days for row in own.tables.frequencies if row.category == "日常"), None)
    interval = None if routine is None else int(routine)

    def rule(limit: Any) -> str | None:
        shifted = deadlines.on_workday(limit, own.settings, own.calendar) or limit
        found = latest_of_deadline(shifted, interval, day, own.settings, own.calendar)
        return found and found.rule

    return each(rule, GivenCells("时限", due, cv.day))


@cell_function(
    "按期办结率（0 至 1）：按期的 ÷ 已办结或时限已过的",
    dues="时限：一列日期",
    done="办结日期：一列日期，没办结的空着",
    as_of=AS_OF,
)
def DB_ONTIME_RATE(dues: Any, done: Any, as_of: Any = None) -> Any:
    own, day = office(), day_of(as_of)
    rows = columns(GivenCells("时限", dues, cv.day), GivenCells("办结日期", done, cv.day))
    pairs = [(closed, deadlines.on_workday(due, own.settings, own.calendar)) for due, closed in rows]
    timed = [pair for pair in pairs if deadlines.is_timed(*pair, day)]
    return cv.cell_of(rate(((deadlines.on_time(*pair) is True, 1) for pair in timed), ON_TIME_RATE).value)


@cell_function(
    "考核扣分：在考核分档里查，空白的影响和原因照“参数”",
    level="级别：公司级或部门级",
    impact="负面影响：无、一般、较大、重大",
    cause="原因：主观或客观",
    table="考核分档：连表头的区域",
)
def DB_DEDUCTION(level: Any, impact: Any, cause: Any, table: Any) -> Any:
    settings = office().settings
    rows, _ = parse_table(TABLES["考核分档"], grid_of(table, TABLES["考核分档"], "考核分档"))
    bands = deduction_bands(rows)

    def rule(band: str, hurt: str | None, why: str | None) -> Fraction:
        found = banded(band, hurt or "", why or "", settings, bands)
        if found is None:
            raise Wrong("考核分档里没有这一档", "补上这一行")
        return found

    given = [GivenCells("级别", level, cv.choice("级别")), GivenCells("负面影响", impact, cv.choice("负面影响"), needed=False)]
    return each(rule, *given, GivenCells("原因", cause, cv.choice("原因"), needed=False))


@cell_function(
    "指标得分",
    method="计分方式：正向、反向、节点、扣分、打分、督办",
    actual="实际值：节点填完成日期，打分填得分合计，督办填按期办结率",
    target="目标值：节点填完成时限，打分填满分合计，扣分、督办空着",
    unit="扣分单价：空着用“参数”",
    cap="计分上限：空着用“参数”",
)
def DB_INDICATOR(method: Any, actual: Any, target: Any, unit: Any = None, cap: Any = None) -> Any:
    own = office()

    def rule(way: str, done: Any, goal: Any, price: Fraction | None, most: Fraction | None) -> Fraction | None:
        row: dict[str, Any] = {"method": way, "unit_points": price, "cap": most, "name": SELF, "period": ANY_PERIOD}
        marks, on_time = {}, None
        if way == "节点":
            row |= {"done": cv.day(done), "due": cv.day(goal)}
        elif (actual := cv.number(done)) is None:
            return None
        elif way == "督办":
            on_time = Rate(cv.share(done) or 0, 1, ON_TIME_RATE)
        elif way == "打分":
            full = cv.number(goal)
            marks = {(SELF, ""): [blank_row("考评打分", score=actual, full=full, period=ANY_PERIOD)]} if full else {}
        else:
            row |= {"actual": actual, "goal": cv.number(goal)}
        sources = indicators.Sources(own.settings, own.as_of(None), marks, lambda _unit, _period: on_time, lambda name: name)
        found = indicators.score_of(blank_row("指标", **row), sources)
        if found.unsound or found.unreported:
            raise Wrong(found.unsound or "没有满分", "核对目标值")
        return found.score

    way = GivenCells("计分方式", method, cv.choice("计分方式"))
    return each(
        rule,
        way,
        GivenCells("实际值", actual, lambda value: value, needed=False),
        GivenCells("目标值", target, lambda value: value, needed=False),
        GivenCells("扣分单价", unit, cv.number, needed=False),
        GivenCells("计分上限", cap, cv.number, needed=False),
    )


@cell_function(
    "风险等级：高、中、低；风险值 = 频率 × 主观性 × 危害",
    frequency="频率：1 至 3",
    subjectivity="主观性：1 至 3",
    severity="危害：1 至 3",
)
def DB_RISK(frequency: Any, subjectivity: Any, severity: Any) -> Any:
    settings = office().settings

    def rule(*levels: Fraction) -> str:
        if not all(1 <= level <= 3 for level in levels):
            raise Wrong("频率、主观性、危害填 1 至 3", "填 1、2、3")
        often, free, bad = levels
        return inspection.risk_of(blank_row("风险点", frequency=often, subjectivity=free, severity=bad), settings).grade

    parts = zip(("频率", "主观性", "危害"), (frequency, subjectivity, severity), strict=True)
    return each(rule, *(GivenCells(label, raw, cv.number) for label, raw in parts))


@cell_function("比例计分（0 至 100）：100 ×（1 − 失分 ÷ 满分 ÷ 业务量系数）", lost="失分：正数", full="满分", factor="业务量系数：空着算 1")
def DB_PROPORTION(lost: Any, full: Any, factor: Any = None) -> Any:
    def rule(taken: Fraction, whole: Fraction, load: Fraction | None) -> Fraction:
        found = inspection.proportion(taken, whole, ONE if load is None else load)
        if found is None:
            raise Wrong("满分或业务量系数为 0", "填大于 0 的数")
        return inspection.within_full(found)

    return each(
        rule,
        GivenCells("失分", lost, cv.number),
        GivenCells("满分", full, cv.number),
        GivenCells("业务量系数", factor, cv.number, needed=False),
    )


@cell_function("差异化率（0 至 1），口径照“参数”", scores="得分：一片", full="满分：一格或同样一片，空着算 100")
def DB_DIFFERENTIATION(scores: Any, full: Any = None) -> Any:
    settings = office().settings
    rows = columns(GivenCells("得分", scores, cv.number), GivenCells("满分", full, cv.number))
    percents = [
        stepped(score / (Fraction(100) if whole is None else whole) * 100, settings)
        for score, whole in rows
        if score is not None and (whole is None or whole)
    ]
    return cv.cell_of(rate_of(percents, settings.spread_by).value if percents else None)


@cell_function("一组得分的等次：优秀、良好、合格、不合格，比例照“参数”", scores="得分：同一角色的一列")
def DB_GRADE(scores: Any) -> Any:
    settings, given = office().settings, read_scores(scores)
    known = {str(place): round_half_up(score, settings.digits) for place, score in enumerate(given) if score is not None}
    shares = settings.excellent_share, settings.good_share, settings.pass_score, settings.excellent_rounding
    grades = grades_of(known, *shares).grades
    return shaped(scores, (grades.get(str(place)) for place in range(len(given))))


@cell_function(
    "名次，高分在前，同分并列",
    scores="得分：一列",
    groups="分组：同样一列，如类型；空着不分组",
    style="并列方式：并列跳号或并列不跳号，空着用“参数”",
)
def DB_RANK(scores: Any, groups: Any = None, style: Any = None) -> Any:
    settings, given = office().settings, read_scores(scores)
    styles = SPECS["tie_style"].of
    way = GivenCells("并列方式", style, cv.text).one() or settings.tie_style
    if way not in styles:
        raise Wrong(f"并列方式：填{'或'.join(styles)}", "")
    kinds = [None] * len(given) if not cv.is_given(groups) else [GivenCells("分组", kind, cv.text).one() for kind in cv.flat(groups)]
    if len(kinds) != len(given):
        raise Wrong("分组：和得分不一样多", "给同样大小的区域")
    printed = {str(at): round_half_up(score, settings.digits) for at, score in enumerate(given) if score is not None}
    places = ranks_within(printed, lambda at: kinds[int(at)], way)
    return shaped(scores, (places.get(str(at)) for at in range(len(given))))


def read_scores(raw: Any) -> list[Fraction | None]:
    return [GivenCells("得分", value, cv.number).one() for value in cv.flat(raw)]


@cell_function(
    "整张“亮灯”表：和“刷新”算出来的一样，连表头",
    items="督办台账：连表头的区域",
    stages="阶段目标：连表头的区域",
    changes="变更记录：连表头的区域，空着算没有变更",
    as_of=AS_OF,
)
def DB_STATUS(items: Any, stages: Any, changes: Any = None, as_of: Any = None, caller: Any = None) -> Any:  # noqa: ARG001 - for the register
    return table_out(status_table(judged(as_of, None, 督办台账=items, 阶段目标=stages, 变更记录=changes)))


@cell_function(
    "各部门的督办得分、亮灯得分、各色灯数、按期办结率和类型内排名（督办、亮灯按考核权重合成），连表头",
    departments="部门：连表头的区域",
    items="督办台账：连表头的区域",
    stages="阶段目标：连表头的区域",
    changes="变更记录：连表头的区域",
    feedback="反馈记录：连表头的区域",
    period="期间：如 2026Q3，空着用“参数”里的考核期间",
    as_of=AS_OF,
)
def DB_SCOREBOARD(
    departments: Any,
    items: Any,
    stages: Any,
    changes: Any,
    feedback: Any,
    period: Any = None,
    as_of: Any = None,
    caller: Any = None,  # noqa: ARG001 - for the register
) -> Any:
    judgement = judged(as_of, period, 部门=departments, 督办台账=items, 阶段目标=stages, 变更记录=changes, 反馈记录=feedback)
    return table_out(scoreboard_table(judgement))


ALONGSIDE = ("部门", "认定记录", "反馈记录", "文书登记", "历史成绩")
"""Tables that a light or a step rests on besides those that are given; they come from the calling workbook, where it has them."""


def judged(as_of: Any, period: Any, **given: Any) -> Judgement:
    """R1 to R4 over the given tables. A table that is left blank is empty."""
    own, day = office(), day_of(as_of)
    wanted = period_given(period, own.settings)
    grids = tables_of(calling_workbook.caller(), [name for name in ALONGSIDE if name not in given])
    grids |= {name: grid_of(raw, TABLES[name], name) for name, raw in given.items() if cv.is_given(raw)}
    roster = roster_in(grids)
    records: dict[str, Any] = {FIELDS[name]: parse_table(TABLES[name], grid, roster)[0] for name, grid in grids.items()}
    return judge(own.tables._replace(**records), day, own.calendar, wanted)


def day_of(as_of: Any) -> Any:
    return office().as_of(GivenCells("基准日", as_of, cv.day).one())


def blank_row(table: str, /, **fields: Any) -> Any:
    """A record of a table with these fields alone."""
    return new_row(TABLES[table].record, **fields)
