"""A second computation of R9, the spot checks, by frames, written from rules.md alone; it shares no line with the product."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pandas as pd  # ships no types

from support.kept import kept
from support.oracle import Column, Frame, Frames, Settings, days, each, objects, share, span_of, stamp, summed
from support.oracle_reminders import present_name, reminded_facts

LEVELS = ("定向", "牵头", "日常")
GRADES = (("优", "抽查优下限"), ("良", "抽查良下限"), ("中", "抽查中下限"))
INTERVALS = {"高": "高风险间隔天数", "中": "中风险间隔天数", "低": "低风险间隔天数"}
Rate = tuple[int, int]


@kept
def check_facts(tables: Frames, as_of: dt.date) -> dict[str, Frame]:
    """What was known on 基准日, days of checks and risk points as days."""
    facts = reminded_facts(tables, as_of)
    points = facts["风险点"]
    return facts | {"风险点": points.assign(更新日期=days(points["更新日期"]))}


# -- risk points -----------------------------------------------------------------------------------------------------------


def risks(facts: Frames, settings: Settings) -> Frame:
    """The risk points with value, grade ("" where a factor is missing) and interval (days or None)."""
    rows = facts["风险点"].copy()

    def value(row: Any) -> Fraction | None:
        factors = [row["频率"], row["主观性"], row["危害"]]
        return None if None in factors else factors[0] * factors[1] * factors[2]

    def grade(row: Any) -> str:
        if row["value"] is None:
            return ""
        return "高" if row["value"] >= settings["高风险下限"] else "中" if row["value"] >= settings["中风险下限"] else "低"

    def interval(row: Any) -> int | None:
        if row["抽查间隔天数"] is not None:
            return int(row["抽查间隔天数"])
        return int(settings[INTERVALS[row["grade"]]]) if row["grade"] else None

    for name, function in (("value", value), ("grade", grade), ("interval", interval)):
        rows[name] = each(rows, function)
    return rows


# -- scores ----------------------------------------------------------------------------------------------------------------


def checks_in(facts: Frames, settings: Settings, period: str) -> Frame:
    """The checks of a period (by 日期), with the department by its present name, points lost, and full marks."""
    first, last = span_of(settings, period)
    rows = facts["抽查记录"]
    rows = rows[rows["日期"].between(stamp(first), stamp(last))].copy()
    full = dict(zip(facts["风险点"]["风险编号"], facts["风险点"]["满分"], strict=True))
    rows["unit"] = rows["部门"].map(present_name(facts))
    rows["lost"] = each(rows, lambda row: Fraction(0) if row["结果"] == "苗头" or row["扣分"] is None else row["扣分"])
    rows["full"] = each(rows, lambda row: settings["风险点满分"] if full.get(row["风险编号"]) is None else full[row["风险编号"]])
    rows["people"] = each(rows, lambda row: row["抽查人次"] or Fraction(0))
    return rows


def loads(facts: Frames, settings: Settings) -> dict[str, Fraction]:
    """部门 → 业务量 ÷ the mean of its 类型, within the two bounds; 1 where it can't be told."""
    units = facts["部门"]
    known = units[units["业务量"].notna()]
    total, count = summed(known["业务量"], known["类型"]), known.groupby("类型").size()
    low, high = Fraction(settings["业务量系数下限"]), Fraction(settings["业务量系数上限"])

    def load(row: Any) -> Fraction:
        factor = Fraction(1)
        if row["业务量"] is not None and total[row["类型"]]:
            factor = Fraction(row["业务量"] * int(count[row["类型"]]), total[row["类型"]])
        return max(low, min(high, factor))

    return {row["部门"]: load(row) for _, row in units.iterrows()}


def grade_of(passed: Fraction, settings: Settings) -> str:
    """等级 by pass rate; each lower bound is in its grade."""
    return next((grade for grade, bound in GRADES if passed >= settings[bound] / 100), "差")


@kept
def check_scores(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> Frame:
    """部门 → 抽查次数, 人次, 问题 and 合格 as (numerator, denominator), 失分, 满分, load, 比例计分 (or None), 等级."""
    facts = check_facts(tables, as_of)
    rows = checks_in(facts, settings, period)
    load = loads(facts, settings)
    names = sorted(set(rows["unit"]))
    return pd.DataFrame(
        [scored(rows[rows["unit"] == name], load.get(name, Fraction(1)), settings) for name in names], index=names, dtype=object
    )


def scored(rows: Frame, load: Fraction, settings: Settings) -> dict[str, Any]:
    lost, full = sum(rows["lost"], Fraction(0)), sum(rows["full"], Fraction(0))
    part = share(lost, full * load)
    problems = int((rows["结果"] == "问题").sum())
    passed = len(rows) - problems
    return {
        "抽查次数": rows["抽查编号"].nunique(),
        "人次": sum(rows["people"], Fraction(0)),
        "问题": (problems, len(rows)),
        "合格": (passed, len(rows)),
        "失分": lost,
        "满分": full,
        "load": load,
        "比例计分": None if part is None else min(max(100 * (1 - part), Fraction(0)), Fraction(100)),
        "等级": grade_of(Fraction(passed, len(rows)), settings),
    }


# -- what is to be checked -------------------------------------------------------------------------------------------------


def plans(tables: Frames, settings: Settings, as_of: dt.date) -> Frame:
    """风险编号 → last, due, overdue (days or None), problems, renew (whether it is to be renewed), all on 基准日."""
    facts = check_facts(tables, as_of)
    points, checks = risks(facts, settings), facts["抽查记录"]
    today = stamp(as_of)
    last = checks.groupby("风险编号")["日期"].max().to_dict()
    recent = checks[(checks["结果"] == "问题") & (checks["日期"] >= today - pd.Timedelta(days=settings["重复问题天数"]))]
    problems = recent.groupby("风险编号").size().to_dict()
    points["last"] = days(points["风险编号"].map(last))
    begin = settings["启用日期"] or as_of.replace(month=1, day=1)
    new_year = stamp(max(begin, as_of.replace(month=1, day=1)))
    since = points["last"].fillna(points["更新日期"].where(points["更新日期"] > new_year, new_year))
    points["due"] = days([None if n is None else day + pd.Timedelta(days=n) for day, n in zip(since, points["interval"], strict=True)])
    late = (today - points["due"]).dt.days
    points["overdue"] = objects((int(n) if n > 0 else None for n in late), points.index)
    points["problems"] = [problems.get(number, 0) for number in points["风险编号"]]
    points["renew"] = moved_away(facts, points) | (points["更新日期"] < today - pd.DateOffset(years=1))
    return points.set_index("风险编号")


def moved_away(facts: Frames, points: Frame) -> Column:
    """Whether no row of 人员 has 岗位责任人 in the department of the point."""
    present, people = present_name(facts), facts["人员"]
    there = set(zip(people["姓名"], people["部门"].map(present), strict=True))
    return each(points, lambda row: row["岗位责任人"] != "" and (row["岗位责任人"], present(row["部门"])) not in there).astype(bool)


def coverage(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> dict[str, Rate]:
    """抽查层级 → points assigned to it with a check of that level in the period ÷ points assigned to it."""
    facts = check_facts(tables, as_of)
    rows, points = checks_in(facts, settings, period), facts["风险点"]
    found = {}
    for level in LEVELS:
        assigned = set(points.loc[points["抽查层级"] == level, "风险编号"])
        found[level] = (len(assigned & set(rows.loc[rows["抽查层级"] == level, "风险编号"])), len(assigned))
    return found


def unit_coverage(tables: Frames, settings: Settings, as_of: dt.date) -> dict[str, tuple[Rate, dict[str, Rate], int]]:
    """Department with risk points → points checked in the year ÷ its points; the same by level, by checks of that level; visits."""
    facts = check_facts(tables, as_of)
    year = next(year for year in (as_of.year + 1, as_of.year) if span_of(settings, str(year))[0] <= as_of)
    rows, points = checks_in(facts, settings, str(year)), facts["风险点"].drop_duplicates("风险编号")
    points = points[points["风险编号"] != ""]
    found = {}
    for unit, own in points.groupby(points["部门"].map(present_name(facts))):
        levels = {}
        for level in LEVELS:
            assigned = set(own.loc[own["抽查层级"] == level, "风险编号"])
            levels[level] = (len(assigned & set(rows.loc[rows["抽查层级"] == level, "风险编号"])), len(assigned))
        visits = rows[rows["unit"] == unit]["抽查编号"]
        of_own = len(set(visits[visits != ""])) + int((visits == "").sum())
        found[str(unit)] = ((len(set(own["风险编号"]) & set(rows["风险编号"])), len(own)), levels, of_own)
    return found
