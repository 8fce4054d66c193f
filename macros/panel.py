"""What 操作台 shows: the values of its defined names, from a judgement. The layout is workbook_templates.dashboard."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from udfs.rules.department_lights import DepartmentLight
from udfs.rules.figures import percent, round_half_up
from udfs.rules.history import history
from udfs.rules.periods import parse_period, period_of
from udfs.rules.states import CANCELLED, LIT, SUBMITTED
from udfs.rules.status import JudgedItem, Judgement, overview
from udfs.rules.targets import Landing
from udfs.rules.year_figures import YearFigures
from workbook_templates.cells import written
from workbook_templates.dashboard import BLOCKS, DUE, LISTS_ON_PAGE
from workbook_templates.grid import Block, Row, Value

UNLIT = "未亮灯"
SOON = 30
"""近期到期 looks this many days ahead."""

SIZES = {block.name: (block.rows, len(block.headers)) for block in (*BLOCKS, *LISTS_ON_PAGE)}
HEADERS = {block.name: block.headers for block in (*BLOCKS, *LISTS_ON_PAGE)}


def panel(
    judgement: Judgement, lights: dict[str, DepartmentLight], result: Landing, year: YearFigures, entries: int
) -> dict[str, Value | Block]:
    """Defined name → value or block, every name that a refresh fills. entries: rows of 数据检查."""
    day, settings = judgement.as_of, judgement.facts.settings
    shown = [judged for judged in judgement.items if judged.item.status != CANCELLED]
    return {
        "台_单位": settings.company,
        "台_期间": f"考核期间 {judgement.period.name}",
        "台_截止": f"截至 {day.year}年{day.month}月{day.day}日",
        "台_提示": f"{entries} 条数据待核对，见“数据检查”。" if entries else "数据检查没有发现问题。",
        **tiles(judgement, shown, result, year),
        "台_部门灯": padded("台_部门灯", department_rows(judgement, shown)),
        "台_月度": padded("台_月度", month_rows(judgement, shown)),
        "台_主题": padded("台_主题", theme_rows(result)),
        "台_灯色": padded("台_灯色", colour_rows(shown)),
        "台_趋势": padded("台_趋势", trend_rows(judgement)),
        "台_近期到期": padded("台_近期到期", due_rows(shown)),
        "台_薄弱": padded("台_薄弱", weak_rows(shown, lights, settings.digits)),
    }


def tiles(judgement: Judgement, shown: Sequence[JudgedItem], result: Landing, year: YearFigures) -> dict[str, Value]:
    """The twelve figures, each with the line that says what it counts."""
    counts = overview(judgement)
    lit = sum(counts.lights.values())
    longest = max((judged.days_overdue or 0 for judged in shown), default=0)
    weighted = result.by_weight.value
    figures: dict[str, tuple[Value, str]] = {
        "督办工作": (float(year.work), f"{year.year}年下达的事项"),
        "督办提醒": (float(year.reminders), "提醒单点到的事项"),
        "督办考核": (float(year.assessments), "已确认的考核扣分"),
        "下达用时": (written(year.issuing_days), "立项至下达，工作日"),
        "办结用时": (written(year.closing_days), "提交至办结，工作日"),
        "在办": (float(counts.open), f"其中已提交 {counts.by_status[SUBMITTED]} 项，待确认 {counts.unconfirmed} 项"),
        "办结": (float(counts.closed), f"共 {len(shown)} 项，另有立项、暂缓 {len(shown) - counts.open - counts.closed} 项"),
        "落地率": (
            written(result.rate.value),
            f"落地 {result.rate.numerator} ÷ 目标 {result.rate.denominator}；按权重 {percent(weighted) if weighted is not None else '—'}",
        ),
        "逾期": (float(counts.overdue), f"最长逾期 {longest} 天" if longest else "没有逾期的事项"),
    }
    for light in ("绿灯", "黄灯", "红灯"):
        count = counts.lights[light]
        figures[light] = (float(count), f"亮灯 {lit} 项中占 {percent(count_share(count, lit))}" if lit else "还没有亮灯的事项")
    values: dict[str, Value] = {}
    for key, (value, note) in figures.items():
        values[f"台_{key}"] = value
        values[f"台_{key}_注"] = note
    return values


def count_share(count: int, whole: int) -> Fraction:
    return Fraction(count, whole)


def light_name(judged: JudgedItem) -> str:
    """The light that is counted; '' for an item that can't have one (立项, 暂缓)."""
    return judged.light or (UNLIT if judged.item.status in LIT else "")


def department_rows(judgement: Judgement, shown: Iterable[JudgedItem]) -> list[Row]:
    """部门 and its counts by light; beyond the block's size the rest is one row 其他."""
    counts: dict[str, Counter[str]] = {}
    for judged in shown:
        counts.setdefault(judged.department, Counter())[light_name(judged)] += 1
    names = sorted(counts, key=judgement.departments.order)
    size = SIZES["台_部门灯"][0]
    if len(names) > size:
        counts["其他"] = sum((counts[name] for name in names[size - 1 :]), Counter())
        names = [*names[: size - 1], "其他"]
    return [(name, *(float(counts[name][light]) for light in HEADERS["台_部门灯"][1:])) for name in names]


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


def colour_rows(shown: Iterable[JudgedItem]) -> list[Row]:
    counts = Counter(map(light_name, shown))
    return [(light, float(counts[light])) for light in ("绿灯", "黄灯", "红灯", "蓝灯", UNLIT)]


def trend_rows(judgement: Judgement) -> list[Row]:
    """期间 and the company's 督办, 亮灯, 按期办结率 of the last six closed periods of the kind of 考核期间, oldest first."""
    month_end = judgement.facts.settings.month_end
    closed = {period: rows for name, rows in history(judgement.facts).items() if (period := parse_period(name, month_end)) is not None}
    latest = sorted((period for period in closed if period.kind == judgement.period.kind), key=lambda period: period.first)
    rows: list[Row] = []
    for period in latest[-SIZES["台_趋势"][0] :]:
        whole = {row.dimension: row for row in closed[period] if row.object_kind == "公司"}
        watched, light = whole.get("督办"), whole.get("亮灯")
        rate = Fraction(watched.numerator or 0) / Fraction(watched.denominator) if watched and watched.denominator else None
        rows.append((period.name, written(watched.score if watched else None), written(light.score if light else None), written(rate)))
    return rows


def due_rows(shown: Iterable[JudgedItem]) -> list[Row]:
    """The open items that are due next, nearest first."""
    running = (judged for judged in shown if judged.item.status != SUBMITTED)
    near = [judged for judged in running if judged.days_left is not None and 0 <= judged.days_left <= SOON]
    near.sort(key=lambda judged: (judged.days_left, judged.item.at.row))
    return [
        (judged.item.number, judged.item.matter, judged.item.department, judged.deadline.first, written(judged.days_left))
        for judged in near[: SIZES[DUE.name][0]]
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
    height, width = SIZES[name]
    return [*rows[:height], *[(None,) * width] * (height - len(rows))]
