"""A second computation of R6, R7 and the figures and weak spots of R17, by frames, written from rules.md alone.

It stands on `oracle` (what was known, deadlines, where items are followed to) and, like it, shares no line with the product.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import pandas as pd  # ships no types

from support import oracle
from support import oracle_calendar as cal
from support.kept import kept
from support.oracle import Column, Frame, Frames, Settings, days, each, judged_day, objects, share, span_of, stamp, summed, weight

PARTS = {"完成质量": "完成质量权重", "按期": "按期权重", "反馈时效": "反馈时效权重", "反馈准确": "反馈准确权重"}
"""The four parts of R7 and the settings that hold their weights."""
MARKS = {"准确": "准确分", "基本准确": "基本准确分", "不准确": "不准确分"}
RATES = ["按期办结率", "办结率", "反馈及时率", "计划执行率"]
NOTHING = (Fraction(0), Fraction(0))
Rates = Mapping[Any, tuple[Fraction, Fraction]]


# -- what the rules below start from ---------------------------------------------------------------------------------------


def period_of_settings(settings: Settings, as_of: dt.date) -> str:
    """考核期间, else the quarter of 基准日."""
    return str(settings["考核期间"] or cal.period_of(as_of, "quarter", settings["月度截止日"]))


@kept
def facts_on(tables: Frames, as_of: dt.date) -> dict[str, Frame]:
    """`oracle.known`, with points cut too: dated later: absent; confirmed later: 拟."""
    facts = dict(oracle.known(tables, as_of))
    today = stamp(as_of)
    feedback = facts["反馈记录"]
    facts["反馈记录"] = feedback.assign(应反馈日期=days(feedback["应反馈日期"]))
    points = facts["加减分台账"].copy()
    for header in ("日期", "确认日期"):
        points[header] = days(points[header])
    points = points[~(points["日期"] > today)].copy()
    later = points["确认日期"] > today
    points.loc[later & (points["状态"] == "已确认"), "状态"] = "拟"
    points.loc[later, "确认日期"] = pd.NaT
    facts["加减分台账"] = points
    return facts


def with_limits(facts: Frames, settings: Settings) -> Frame:
    """Every item with 考核时限 and 在用时限, whether its clock is running, and the day by which on time is told (R4)."""
    limits = oracle.deadlines(facts, settings)
    items = facts["督办台账"].merge(limits[limits["阶段"] == ""].drop(columns="阶段"), on="编号", how="left")
    handed_in = (items["状态"] == "提交") & items["提交日期"].notna()
    items["running"] = items["状态"].isin(oracle.OPEN) & ~handed_in
    first, other = ("提交日期", "办结日期") if settings["办结认定日期"] == "提交" else ("办结日期", "提交日期")
    items["told by"] = items[first].fillna(items[other]).where(items["状态"].isin(["提交", "办结"]))
    return items


def not_before_start(limit: Column, settings: Settings) -> Column:
    """启用日期: what was due before it is left out; what has no deadline is due on no day."""
    return ~(limit < stamp(settings["启用日期"])) if settings["启用日期"] else objects([True] * len(limit), limit.index).astype(bool)


# -- R7 ------------------------------------------------------------------------------------------------------------------


def per_unit(items: Frame, facts: Frames, settings: Settings, judged: dt.date) -> Frame:
    """One row for each department that an item counts for, and how far: 1 for 主责部门, 协办系数 for a co-department."""
    ends = oracle.followed(facts, judged)
    main = items.assign(unit=[ends.get(name, name) for name in items["主责部门"]], times=objects([Fraction(1)] * len(items), items.index))
    factor = Fraction(settings["协办系数"])
    if factor == 0:
        return main
    helpers = items.assign(unit=[oracle.JOINTS.split(names) for names in items["协办部门"]]).explode("unit", ignore_index=True)
    helpers["unit"] = [ends.get(name.strip(), name.strip()) for name in helpers["unit"]]
    helpers = helpers[helpers["unit"] != ""].copy()
    helpers["times"] = objects([factor] * len(helpers), helpers.index)
    both = pd.concat([main, helpers], ignore_index=True)
    return both.drop_duplicates(["编号", "unit"])  # 主责部门 stands first: an item counts once for a department


def rates(rows: Frame, of: Column, hit: Column, by: str = "unit") -> dict[Any, tuple[Fraction, Fraction]]:
    """Numerator and denominator by department, each row as often as it counts."""
    whole, part = rows[of], rows[of & hit]
    denominators, numerators = summed(whole["times"], whole[by]), summed(part["times"], part[by])
    return {key: (numerators.get(key, Fraction(0)), count) for key, count in denominators.items()}


def means(rows: Frame, times: str, figure: str) -> dict[Any, Fraction]:
    """The weighted mean of a figure by department."""
    product = objects((w * value for w, value in zip(rows[times], rows[figure], strict=True)), rows.index)
    parts, weights = summed(product, rows["unit"]), summed(rows[times], rows["unit"])
    return {unit: parts[unit] / total for unit, total in weights.items() if total}


def on_time_masks(rows: Frame, settings: Settings, as_of: dt.date, period: str) -> tuple[Column, Column]:
    """Which rows 按期办结率 is over, and which of them are on time."""
    first, last = span_of(settings, period)
    limit, told = rows["考核时限"], rows["told by"]
    return limit.between(stamp(first), stamp(last)) & (told.notna() | (limit < stamp(as_of))), told <= limit


def closing_rates(rows: Frame, settings: Settings, period: str) -> Rates:
    """办结率 of every department."""
    first, last = (stamp(day) for day in span_of(settings, period))
    closed, given_out = rows["状态"] == "办结", rows["下达日期"].fillna(rows["立项日期"])
    return rates(rows, (given_out <= last) & ~(closed & (rows["办结日期"] < first)), closed & ~(rows["办结日期"] > last))


def quality_means(rows: Frame, settings: Settings, period: str) -> dict[Any, Fraction]:
    """完成质量 less 退办扣分 per return, by weight, over what was closed in the period."""
    first, last = span_of(settings, period)
    rated = rows[(rows["状态"] == "办结") & rows["办结日期"].between(stamp(first), stamp(last)) & rows["完成质量"].notna()].copy()
    rated["left"] = each(rated, lambda row: max(row["完成质量"] - settings["退办扣分"] * (row["退办次数"] or 0), Fraction(0)))
    rated["w"] = each(rated, lambda row: weight(row["权重"]) * row["times"])
    return means(rated, "w", "left")


def feedback_in(rows: Frame, facts: Frames, settings: Settings, period: str) -> Frame:
    """The feedback that is due in the period, one row for each department that its item counts for."""
    first, last = span_of(settings, period)
    feedback = facts["反馈记录"]
    feedback = feedback[feedback["owed"]]
    feedback = feedback[feedback["应反馈日期"].between(stamp(first), stamp(last)) & not_before_start(feedback["应反馈日期"], settings)]
    return rows[["编号", "unit", "times"]].merge(feedback, on="编号")


@kept
def supervision(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> Frame:
    """部门 → 督办得分, its four parts (points or None) and the four rates as (numerator, denominator)."""
    facts = facts_on(tables, as_of)
    judged = judged_day(settings, as_of, period)
    items = with_limits(facts, settings)
    items = items[~items["状态"].isin(["立项", "暂缓", "取消"]) & ~items["solved"] & not_before_start(items["考核时限"], settings)]
    rows = per_unit(items, facts, settings, judged)
    over, on_time = on_time_masks(rows, settings, as_of, period)
    feedback = feedback_in(rows, facts, settings, period)
    given = feedback["反馈日期"].notna()
    marked = feedback[given & feedback["准确性"].isin(list(MARKS))]
    marked = marked.assign(points=each(marked, lambda row: Fraction(settings[MARKS[row["准确性"]]])))
    found: dict[str, Rates] = {
        "按期办结率": rates(rows, over, on_time),
        "办结率": closing_rates(rows, settings, period),
        "反馈及时率": rates(feedback, feedback["应反馈日期"] <= stamp(judged), feedback["反馈日期"] <= feedback["应反馈日期"]),
        "计划执行率": rates(rows, over & (rows["来源"] == "年度目标"), on_time),
    }
    points = {
        "完成质量": quality_means(rows, settings, period),
        "按期": in_points(found["按期办结率"]),
        "反馈时效": in_points(found["反馈及时率"]),
        "反馈准确": means(marked, "times", "points"),
    }
    units = sorted(set(rows["unit"]))
    table = {part: objects((points[part].get(unit) for unit in units), units) for part in PARTS}
    table |= {name: objects((found[name].get(unit, NOTHING) for unit in units), units) for name in RATES}
    frame = pd.DataFrame(table, index=units, dtype=object)
    frame.insert(0, "督办得分", each(frame, lambda row: score(row, settings)))
    return frame


def in_points(found: Rates) -> dict[Any, Fraction]:
    return {unit: 100 * part / whole for unit, (part, whole) in found.items() if whole}


def score(row: Any, settings: Settings) -> Fraction | None:
    """The parts that were measured, their weights scaled up; None where there are none, or none with a weight."""
    there = [(Fraction(settings[by]), row[part]) for part, by in PARTS.items() if row[part] is not None]
    return share(sum((w * points for w, points in there), Fraction(0)), sum((w for w, _ in there), Fraction(0)))


# -- R6 ------------------------------------------------------------------------------------------------------------------


def late_items(facts: Frames, settings: Settings, as_of: dt.date) -> Frame:
    """The items that missed the deadline in force, with their level now and at 立项, and the key of a proposal."""
    items = with_limits(facts, settings)
    limit = items["在用时限"]
    items["overdue"] = items["running"] & (limit < stamp(as_of))
    items = items[(items["overdue"] | (items["told by"] > limit)) & ~items["solved"] & not_before_start(limit, settings)].copy()
    changes = facts["变更记录"]
    raised = changes[(changes["变更"] == "升级") & (changes["结果"] != "失效")]
    agreed = set(raised.loc[(raised["结果"] == "同意") & (raised["阶段"] == ""), "编号"])
    items["escalated"], items["raised"] = items["编号"].isin(agreed), items["编号"].isin(set(raised["编号"]))
    items["level"] = items["级别"].mask(items["escalated"], "公司级")
    items["level at 立项"] = items["级别"].mask(items["escalated"], "部门级")
    items["key"] = [f"自动:R6:{number}:{day.date()}" for number, day in zip(items["编号"], items["在用时限"], strict=True)]
    return items


def stands_already(late: Frame, rows: Frame) -> Column:
    """Whether a row is there for the item's missed deadline: by its key, or one of the first version dated on or after the deadline."""
    told = [str(text or "") for text in rows["来源"]]
    keys = {text.partition("#")[0] for text in told}
    latest: dict[str, dt.date] = {}
    for text, on in zip(told, rows["日期"], strict=True):
        if text.startswith("自动:R6:") and "#" not in text and not pd.isna(on):
            number = text.split(":")[2]
            latest[number] = max(latest.get(number, dt.date.min), on.date())
    pairs = zip(late["编号"], late["key"], late["在用时限"], strict=True)
    there = [key in keys or latest.get(number, dt.date.min) >= limit.date() for number, key, limit in pairs]
    return pd.Series(there, index=late.index, dtype=bool)


def proposals(tables: Frames, settings: Settings, as_of: dt.date) -> tuple[Frame, Frame]:
    """The new rows of 变更记录 (升级) and of 加减分台账 (deductions), in the ledger's order; their 日期 is 基准日."""
    facts = facts_on(tables, as_of)
    late = late_items(facts, settings, as_of)
    rising = late[(late["level"] == "部门级") & late["overdue"] & ~late["raised"]]
    rising = rising[~stands_already(rising, facts["变更记录"].rename(columns={"申请日期": "日期"}))]
    changes = pd.DataFrame({"编号": rising["编号"], "变更": "升级", "申请日期": as_of, "结果": "待批", "来源": rising["key"]})

    bands = facts["考核分档"].drop_duplicates(["级别", "负面影响", "原因"])
    costing = late[late["level"] == "公司级"]
    costing = costing[~stands_already(costing, facts["加减分台账"])]
    costing = costing.assign(
        impact=costing["负面影响"].replace("", settings["空白负面影响"]), cause=costing["原因"].replace("", settings["空白原因"])
    )
    costing = costing.merge(
        bands[["级别", "负面影响", "原因", "扣分"]],
        left_on=["level at 立项", "impact", "cause"],
        right_on=["级别", "负面影响", "原因"],
        suffixes=("", " of the band"),
    )
    costing = costing[costing["扣分"].map(lambda points: points is not None and points > 0).astype(bool)]
    ends = oracle.followed(facts, as_of)
    points = pd.DataFrame(
        {
            "日期": as_of,
            "部门": [ends.get(name, name) for name in costing["主责部门"]],
            "类型": "督办考核",
            "分值": objects((-points for points in costing["扣分"]), costing.index),
            "关联编号": costing["编号"],
            "状态": "拟",
            "来源": costing["key"],
        }
    )
    return changes, points


# -- R17 -----------------------------------------------------------------------------------------------------------------


def weak_spots(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """("部门" or "主题" or "来源", its name) → 按期办结率, where it is below 薄弱下限 over three or more."""
    facts = facts_on(tables, as_of)
    items = with_limits(facts, settings)
    items = items[~items["状态"].isin(["立项", "暂缓", "取消"]) & ~items["solved"] & not_before_start(items["考核时限"], settings)]
    rows = per_unit(items, facts, settings, judged_day(settings, as_of, period))
    plain = items.assign(times=objects([Fraction(1)] * len(items), items.index))
    plain["主题"] = plain["目标编号"].map(dict(zip(facts["目标库"]["目标编号"], facts["目标库"]["主题"], strict=True)))
    bound = Fraction(settings["薄弱下限"]) / 100
    spots = {}
    for kind, frame, by in (("部门", rows, "unit"), ("主题", plain, "主题"), ("来源", plain, "来源")):
        for name, (part, whole) in rates(frame, *on_time_masks(frame, settings, as_of, period), by=by).items():
            if whole >= 3 and part / whole < bound:
                spots[kind, str(name)] = (part, whole)
    return spots


def year_figures(tables: Frames, settings: Settings, as_of: dt.date) -> dict[str, int | Fraction | None]:
    """The figures of the year of the judged day on 操作台; the two means in working days, None where there is no pair in order."""
    facts = facts_on(tables, as_of)
    year = cal.period_of(judged_day(settings, as_of, period_of_settings(settings, as_of)), "year", settings["月度截止日"])
    first, last = span_of(settings, year)
    rest = oracle.overrides(facts)
    items = facts["督办台账"]
    items = items[items["状态"] != "取消"]

    def within(column: Column) -> Column:
        return column.between(stamp(first), stamp(last))

    def mean_days(rows: Frame, start: str, end: str) -> Fraction | None:
        pairs = [(oracle.plain_day(a), oracle.plain_day(b)) for a, b in zip(rows[start], rows[end], strict=True)]
        return mean(cal.working_days(a, b, rest) for a, b in pairs if a and b and a <= b)

    papers = facts["文书登记"]
    papers = papers[(papers["种类"] == "提醒单") & within(papers["成文日期"])]
    named = {part.strip() for text in papers["关联编号"] for part in oracle.JOINTS.split(text)}
    return {
        "督办工作": int(within(items["下达日期"]).sum()),
        "现场已解决": int((within(items["下达日期"]) & items["solved"]).sum()),
        "督办提醒": len(named & set(items["编号"])),
        "督办考核": int(counted_points(facts, settings, year).sum()),
        "立项至下达": mean_days(items[within(items["下达日期"])], "立项日期", "下达日期"),
        "提交至办结": mean_days(items[(items["状态"] == "办结") & within(items["办结日期"])], "提交日期", "办结日期"),
    }


def counted_points(facts: Frames, settings: Settings, year: str) -> Column:
    """Which rows are confirmed 督办考核 of a year: by 日期, but by 确认日期 where the year of 日期 had been closed before."""
    points, closed = facts["加减分台账"], facts["历史成绩"]
    shut = closed.assign(day=days(closed["结账时间"]).dt.normalize()).groupby("期间")["day"].max().to_dict()

    def year_of(day: Any) -> str:
        return "" if pd.isna(day) else cal.period_of(day.date(), "year", settings["月度截止日"])

    own = points["日期"].map(year_of)
    late = points["确认日期"] > days(own.map(shut)).set_axis(own.index)
    years = own.mask(late, points["确认日期"].map(year_of))
    return (points["类型"] == "督办考核") & (points["状态"] == "已确认") & (years == year)


def mean(values: Iterable[int]) -> Fraction | None:
    counts = list(values)
    return Fraction(sum(counts), len(counts)) if counts else None
