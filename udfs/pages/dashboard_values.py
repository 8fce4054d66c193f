"""What 操作台 shows: the values of its defined names, from a judgement. The layout is workbook_templates.master.dashboard."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from udfs.pages.period_change import YearFigures, change, closed_figures, company_figures, previous_figures, rate_change
from udfs.rules.ground.figures import number, percent, round_half_up
from udfs.rules.ground.on_site import can_be_lit
from udfs.rules.ground.periods import period_of
from udfs.rules.ground.states import CANCELLED, PERSON, SUBMITTED
from udfs.rules.judging.department_lights import DepartmentLight
from udfs.rules.judging.judgement import JudgedItem, Judgement, overview
from udfs.rules.supervision.indicator_progress import indicator_progress
from udfs.rules.supervision.targets import Landing
from workbook_templates.master.dashboard import BLOCKS, DUE_BLOCK, LISTS_ON_PAGE, WHOLE_COMPANY, refreshed_to
from workbook_templates.reading.cells import written
from workbook_templates.reading.characters import cut
from workbook_templates.tables.grid import Block, Row, Value

UNLIT = "未亮灯"
PROGRESS_BLOCK = "台_指标进度"
LONGEST_LABEL = 13
"""Letters of an indicator beside its bars."""
SOON = 30
"""The list of what is due looks this many days ahead."""

BLOCK_SIZES = {block.name: (block.rows, len(block.headers)) for block in (*BLOCKS, *LISTS_ON_PAGE)}
BLOCK_HEADERS = {block.name: block.headers for block in (*BLOCKS, *LISTS_ON_PAGE)}


def dashboard_values(
    judgement: Judgement, lights: dict[str, DepartmentLight], result: Landing, year: YearFigures, entries: int
) -> dict[str, Value | Block]:
    """Defined name → value or block, every name that a refresh fills. entries: rows of 数据检查."""
    day, settings = judgement.as_of, judgement.facts.settings
    shown = [judged for judged in judgement.items if judged.item.status != CANCELLED]
    return {
        "台_单位": settings.company,
        "台_期间": period_text(judgement),
        "台_截止": refreshed_to(day),
        "台_提示": (f"{entries} 条数据待核对，见“数据检查”。" if entries else "数据检查没有发现问题。") + improved(year),
        **tiles(judgement, shown, result, year),
        "台_部门灯": padded("台_部门灯", department_rows(judgement, shown)),
        "台_月度": padded("台_月度", month_rows(judgement, shown)),
        "台_主题": padded("台_主题", theme_rows(result)),
        "台_灯色": padded("台_灯色", colour_rows(shown)),
        PROGRESS_BLOCK: padded(PROGRESS_BLOCK, progress_rows(judgement)),
        WHOLE_COMPANY.name: padded(WHOLE_COMPANY.name, company_rows(judgement, shown, result)),
        **{name: padded(name, rows) for name, rows in trend_rows(judgement).items()},
        "台_近期到期": padded("台_近期到期", due_rows(shown)),
        "台_薄弱": padded("台_薄弱", weak_rows(shown, lights, settings.digits)),
    }


def tiles(judgement: Judgement, shown: Sequence[JudgedItem], result: Landing, year: YearFigures) -> dict[str, Value]:
    """The figures, each with the line that says what it counts, and its change since the last closed period where that is known."""
    counts = overview(judgement)
    lit = sum(counts.lights.values())
    week = period_of(judgement.as_of, "周")
    near = [judged for judged in shown if is_near(judged)]
    this_week = sum(week.contains(judged.deadline.first) for judged in near)
    longest = max((judged.days_overdue or 0 for judged in shown), default=0)
    by_weight = "" if result.by_weight.value is None else f"按权重 {percent(result.by_weight.value)}"
    figures: dict[str, tuple[Value, str]] = {
        "督办工作": (float(year.work), lines(f"{year.year}年下达的事项", f"其中现场已解决 {year.solved} 项" if year.solved else "")),
        "督办提醒": (float(year.reminders), "提醒单点到的事项"),
        "督办考核": (float(year.assessments), "已确认的考核扣分"),
        "下达用时": (written(year.issuing_days), "立项至下达，工作日"),
        "办结用时": (written(year.closing_days), "提交至办结，工作日"),
        "在办": (float(counts.open), lines(f"已提交 {counts.by_status[SUBMITTED]} 项", f"待确认 {counts.unconfirmed} 项")),
        "办结": (float(counts.closed), lines(f"共 {len(shown)} 项", f"立项、暂缓 {len(shown) - counts.open - counts.closed} 项")),
        "落地率": (
            written(result.rate.value),
            lines(f"落地 {result.rate.numerator} ÷ 目标 {result.rate.denominator}", by_weight),
        ),
        "逾期": (float(counts.overdue), f"最长逾期 {longest} 天" if longest else "没有逾期的事项"),
        "本周到期": (float(this_week), f"{SOON} 天内到期 {len(near)} 项"),
        **period_tiles(judgement),
    }
    now, before = company_figures(judgement), previous_figures(judgement)
    for light, of_period in (("绿灯", now.green), ("黄灯", now.yellow), ("红灯", now.red)):
        count = counts.lights[light]
        share = f"占亮灯 {lit} 项的 {percent(Fraction(count, lit))}" if lit else "还没有亮灯的事项"
        was = None if before is None else {"绿灯": before.green, "黄灯": before.yellow, "红灯": before.red}[light]
        figures[light] = (float(count), lines(share, f"本期 {of_period}，{said}" if (said := change(of_period, was)) else ""))
    values: dict[str, Value] = {}
    for key, (value, note) in figures.items():
        values[f"台_{key}"] = value
        values[f"台_{key}_注"] = note
    return values


def improved(year: YearFigures) -> str:
    """制度措施 of the year; '' where there is none."""
    counts = (("修订制度", year.regulations, "项"), ("新增措施", year.measures, "条"))
    told = "、".join(f"{name} {count} {unit}" for name, count, unit in counts if count)
    return f"　{year.year}年{told}。" if told else ""


def period_text(judgement: Judgement) -> str:
    """考核期间, and what 上期 is."""
    before = previous_figures(judgement)
    return f"考核期间 {judgement.period.name}" + (f"，上期 {before.period}（定稿）" if before else "")


def period_tiles(judgement: Judgement) -> dict[str, tuple[Value, str]]:
    """按期办结率, 督办得分 and 亮灯得分 of the company in 考核期间, each with its change since the last closed period."""
    now, before = company_figures(judgement), previous_figures(judgement)
    digits, name = judgement.facts.settings.digits, now.period
    parts = f"按期 {number(now.on_time.numerator)} ÷ 到期 {number(now.on_time.denominator)}"
    return {
        "按期办结率": (written(now.on_time.value), lines(parts, rate_change(now.on_time, before.on_time) if before else "")),
        "督办得分": (
            written(now.supervision),
            lines(f"全公司 {name}", change(now.supervision, before.supervision, digits) if before else ""),
        ),
        "亮灯得分": (written(now.lights), lines(f"全公司 {name}", change(now.lights, before.lights, digits) if before else "")),
    }


def lines(*texts: str) -> str:
    """The texts that say something, one below the other."""
    return "\n".join(text for text in texts if text)


def is_near(judged: JudgedItem) -> bool:
    """Whether an open item is due within SOON days, today counted."""
    return judged.item.status != SUBMITTED and judged.days_left is not None and 0 <= judged.days_left <= SOON


def light_name(judged: JudgedItem) -> str:
    """The light that is counted; '' for an item that can't have one (立项, 暂缓)."""
    return judged.light or (UNLIT if can_be_lit(judged.item) else "")


def department_rows(judgement: Judgement, shown: Iterable[JudgedItem]) -> list[Row]:
    """部门 and its counts by light; beyond the block's size the rest is one row 其他."""
    counts: dict[str, Counter[str]] = {}
    for judged in shown:
        counts.setdefault(judged.department, Counter())[light_name(judged)] += 1
    names = sorted(counts, key=judgement.departments.order)
    size = BLOCK_SIZES["台_部门灯"][0]
    if len(names) > size:
        counts["其他"] = sum((counts[name] for name in names[size - 1 :]), Counter())
        names = [*names[: size - 1], "其他"]
    return [(name, *(float(counts[name][light]) for light in BLOCK_HEADERS["台_部门灯"][1:])) for name in names]


def month_rows(judgement: Judgement, shown: Sequence[JudgedItem]) -> list[Row]:
    """月份, 下达, 到期, 办结 of the twelve months of the judged year."""
    month_end = judgement.facts.settings.month_end
    year = period_of(judgement.day, "年", month_end).year
    days: tuple[Callable[[JudgedItem], dt.date | None], ...] = (
        lambda judged: judged.item.issued,
        lambda judged: judged.deadline.first,
        lambda judged: judged.item.closed,
    )
    counted: list[Counter[int]] = []
    for day_of in days:
        months: Counter[int] = Counter()
        for day in map(day_of, shown):
            if day is not None:
                period = period_of(day, "月", month_end)
                if period.year == year:
                    months[period.index] += 1
        counted.append(months)
    return [(f"{month}月", *(float(months[month]) for months in counted)) for month in range(1, 13)]


def theme_rows(result: Landing) -> list[Row]:
    """主题, 目标数, 落地数, 落地率 in the order of 目标库."""
    return [(theme, float(rate.denominator), float(rate.numerator), written(rate.value)) for theme, (rate, _) in result.themes.items()]


def progress_rows(judgement: Judgement) -> list[Row]:
    """指标, 进度 and 应有进度 of 截至日期 of the running indicators with a report, but for persons': the furthest behind first."""
    every = indicator_progress(judgement.facts, judgement.as_of).values()
    running = [one for one in every if one.running and one.share is not None and one.indicator.level != PERSON]
    running.sort(key=lambda one: -(one.lag or 0))
    return [
        (cut(f"{one.indicator.number} {one.indicator.name}", LONGEST_LABEL), written(one.share), written(one.expected)) for one in running
    ]


def company_rows(judgement: Judgement, shown: Sequence[JudgedItem], result: Landing) -> list[Row]:
    """名称, 数, 分子, 分母 of the whole company: what the tiles show, rates with what they are made of."""
    counts, now = overview(judgement), company_figures(judgement)
    rates = {"按期办结率": now.on_time, "办结率": now.closing, "反馈及时率": now.feedback, "计划执行率": now.plan, "落地率": result.rate}
    figures: dict[str, Value] = {
        "单位": judgement.facts.settings.company, "考核期间": now.period, "基准日": judgement.as_of.isoformat(),
        "事项": float(len(shown)), "在办": float(counts.open), "办结": float(counts.closed), "逾期": float(counts.overdue),
        **{light: float(counts.lights[light]) for light in ("绿灯", "黄灯", "红灯")},
        "督办得分": written(now.supervision), "亮灯得分": written(now.lights),
    }  # fmt: skip
    parts = {name: (written(rate.value), float(rate.numerator), float(rate.denominator)) for name, rate in rates.items() if rate}
    return [*((name, value, None, None) for name, value in figures.items()), *((name, *part) for name, part in parts.items())]


def colour_rows(shown: Iterable[JudgedItem]) -> list[Row]:
    counts = Counter(map(light_name, shown))
    return [(light, float(counts[light])) for light in ("绿灯", "黄灯", "红灯", "蓝灯", UNLIT)]


def trend_rows(judgement: Judgement) -> dict[str, list[Row]]:
    """The two blocks of the last six closed periods of the kind of 考核期间, oldest first: the company's scores, and its lights."""
    latest = [one for _, one in closed_figures(judgement)[-BLOCK_SIZES["台_趋势"][0] :]]
    scores: list[Row] = [(one.period, written(one.supervision), written(one.lights), written(one.on_time.value)) for one in latest]
    lights: list[Row] = [(one.period, written(one.yellow), written(one.red), written(one.on_time.value)) for one in latest]
    return {"台_趋势": scores, "台_趋势灯": lights}


def due_rows(shown: Iterable[JudgedItem]) -> list[Row]:
    """The open items that are due next, nearest first."""
    near = [judged for judged in shown if is_near(judged)]
    near.sort(key=lambda judged: (judged.days_left, judged.item.at.row))
    return [
        (judged.item.number, judged.item.matter, judged.item.department, judged.deadline.first, written(judged.days_left))
        for judged in near[: BLOCK_SIZES[DUE_BLOCK.name][0]]
    ]


def weak_rows(shown: Iterable[JudgedItem], lights: dict[str, DepartmentLight], digits: int) -> list[Row]:
    """The departments with the most red lights, then the most overdue items, then the lowest 亮灯 score."""
    reds: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for judged in shown:
        reds[judged.department] += judged.light == "红灯"
        overdue[judged.department] += judged.overdue

    def score(name: str) -> Fraction | None:
        return lights[name].score if name in lights else None

    weak = [name for name in reds if reds[name] or overdue[name]]
    weak.sort(key=lambda name: (-reds[name], -overdue[name], 101 if score(name) is None else score(name), name))
    rows: list[Row] = []
    for name in weak:
        points = score(name)
        rows.append((name, float(reds[name]), float(overdue[name]), None if points is None else float(round_half_up(points, digits))))
    return rows


def padded(name: str, rows: Sequence[Row]) -> Block:
    """Exactly the block's rows, blank at the end."""
    height, width = BLOCK_SIZES[name]
    return [*rows[:height], *[(None,) * width] * (height - len(rows))]
