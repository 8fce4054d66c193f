"""A second computation of R8 and R10, indicators, points, composites and ranks, by frames, written from rules.md alone.

It stands on `oracle`, `oracle_supervision` and `oracle_checks`, and like them shares no line with the product's rules.
"""

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd  # ships no types

from support import oracle
from support import oracle_calendar as cal
from support import oracle_progress as progress
from support import oracle_supervision as second
from support.kept import kept
from support.oracle import Frame, Frames, Settings, days, each, objects, share, span_of, stamp, summed, weight
from support.oracle_checks import check_facts, check_scores
from support.oracle_reminders import present_name

DIMENSIONS = ("督办", "亮灯", "指标", "抽查")
UNIT_LEVELS = ("部门", "供电所", "班组")
HIGHER_IS_BETTER = ("正向", "打分", "督办")
LOWER_IS_BETTER = ("反向", "扣分")
Scores = Mapping[str, Fraction | None]
Supervised = Callable[[str], Frame]
"""期间 → R7 of every department."""

NUMERALS = str.maketrans("一二三四", "1234")
WRITTEN = (
    (re.compile(r"(\d{4})(?:年度?)?"), "{}"),
    (re.compile(r"(\d{4})年?(?:Q|第)?([1-4])(?:季度?)"), "{}Q{}"),
    (re.compile(r"(\d{4})Q([1-4])"), "{}Q{}"),
    (re.compile(r"(\d{4})H([12])"), "{}H{}"),
    (re.compile(r"(\d{4})-?B([1-6])"), "{}-B{}"),
    (re.compile(r"(\d{4})(?:-?W|年第)(\d{1,2})周?"), "{}-W{:0>2}"),
    (re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月)"), "{}-{:0>2}"),
)


def named(text: str) -> str:
    """The period that a cell names, as §4 writes it; another text as it is."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper().translate(NUMERALS)
    plain = plain.replace("年上半年", "H1").replace("年下半年", "H2")
    for form, name in WRITTEN:
        found = form.fullmatch(plain)
        period = name.format(*(part for part in found.groups() if part)) if found else ""
        if cal.bounds(period) is not None:
            return period
    return text


def rounded(value: Fraction | None, digits: int) -> Fraction | None:
    """四舍五入."""
    if value is None:
        return None
    up = (abs(value) * 10**digits + Fraction(1, 2)).__floor__()
    return Fraction(up if value >= 0 else -up, 10**digits)


def weighted(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Σ weight × value ÷ Σ weight; None where nothing has a weight."""
    return share(sum((w * value for w, value in pairs), Fraction(0)), sum((w for w, _ in pairs), Fraction(0)))


# -- R8 ------------------------------------------------------------------------------------------------------------------


def supervised(tables: Frames, settings: Settings, as_of: dt.date) -> Supervised:
    """R7 of any period, each worked out once."""
    return functools.cache(lambda period: second.supervision(tables, settings, as_of, period))


def indicators(facts: Frames, settings: Settings, as_of: dt.date, supervision: Supervised) -> Frame:
    """指标 with `period` and `unit` by their present names, and `score` (points or None)."""
    present = present_name(facts)
    rows = facts["指标"].copy()
    rows["period"], rows["unit"] = rows["期间"].map(named), rows["主责部室"].map(present)
    marks = facts["考评打分"]
    marks = marks.assign(period=marks["期间"].map(named), unit=marks["被考评单位"].map(present), by=marks["考评部门"].map(present))

    def of_supervision(row: Any) -> Fraction | None:
        if cal.bounds(row["period"], settings["月度截止日"]) is None:
            return None
        part, whole = supervision(row["period"])["按期办结率"].to_dict().get(row["unit"], second.NOTHING)
        return share(100 * part, whole)

    def of_marks(row: Any) -> Fraction | None:
        about = marks["考评项目"].isin([row["指标编号"], row["指标"]])
        found = counting(marks[about & (marks["unit"] == row["unit"])], ["by", "考评项目"], row["period"], settings)
        found = found[found["得分"].notna() & found["满分"].notna()]
        return share(100 * sum(found["得分"], Fraction(0)), sum(found["满分"], Fraction(0)))

    found = progress.standings(facts, settings, as_of, named, set())
    finals = {key: one.final for key, one in found.items()}
    blank = rows["计分方式"].isin(["正向", "反向"]) & rows["实际值"].isna()
    given = objects((finals.get((row["指标编号"], row["period"])) for _, row in rows.iterrows()), rows.index)
    rows["实际值"] = rows["实际值"].where(~blank, given)
    rows["实际值"] = objects((None if value is None or value != value else value for value in rows["实际值"]), rows.index)
    by_table = {"打分": of_marks, "督办": of_supervision}
    rows["score"] = each(rows, lambda row: indicator_score(row, by_table, settings, as_of))
    of_figure = rows["计分方式"].isin(["正向", "反向", "扣分"]) & rows["实际值"].isna()
    rows["owed"] = of_figure | ((rows["计分方式"] == "打分") & each(rows, of_marks).isna())
    return rows


def counting(rows: Frame, about: list[str], period: str, settings: Settings) -> Frame:
    """§4: of what is about one thing the rows of the period, else those of the longest periods inside it. rows: with `period`."""
    if not len(rows) or cal.bounds(period, settings["月度截止日"]) is None:
        return rows[:0]
    first, last = span_of(settings, period)
    spans = {name: cal.bounds(name, settings["月度截止日"]) for name in set(rows["period"])}
    inside = {name for name, span in spans.items() if span is not None and first <= span[0] and span[1] <= last}
    rows = rows[rows["period"].isin(inside)]
    if not len(rows):
        return rows
    sizes = {"": 12, "H": 6, "Q": 3, "B": 2, "-": 1, "W": 0}
    size = rows["period"].map(lambda name: sizes[next((letter for letter in "WHQB-" if letter in name), "")])
    return rows[size == size.groupby([rows[name] for name in about]).transform("max")]


def taken(rows: Frame, period: str, settings: Settings) -> Frame:
    """The indicators of a period: `unit`, 层级, `who` (责任人, of several parts the last), `w`, `score` (None: none of its parts has one),
    `owed` (any part is)."""
    rows = counting(rows, ["指标编号"], period, settings)
    own = rows[rows["period"] == period]
    found = [(row["unit"], row["层级"], row["责任人"], weight(row["权重"]), row["score"], row["owed"]) for _, row in own.iterrows()]
    for (_, unit, level), parts in rows[rows["period"] != period].groupby(["指标编号", "unit", "层级"]):
        weights = [weight(w) for w in parts["权重"]]
        pairs = [(w, score) for w, score in zip(weights, parts["score"], strict=True) if score is not None]
        found.append(
            (unit, level, parts["责任人"].iloc[-1], sum(weights, Fraction(0)) / len(weights), weighted(pairs), bool(parts["owed"].any()))
        )
    return pd.DataFrame(found, columns=["unit", "层级", "who", "w", "score", "owed"], dtype=object)


def indicator_score(
    row: Any, by_table: Mapping[str, Callable[[Any], Fraction | None]], settings: Settings, as_of: dt.date
) -> Fraction | None:
    """Within 0..计分上限; 0 where the figure is worse than 底线值."""
    method = row["计分方式"]
    price = Fraction(settings["扣分单价"] if row["扣分单价"] is None else row["扣分单价"])
    figure = by_table[method](row) if method in by_table else row["实际值"]
    if method == "节点":
        points = by_day(row, price, as_of)
    elif figure is None:
        points = None
    elif method in by_table:
        points = figure
    elif method == "扣分":
        points = 100 - price * figure
    elif not row["目标值"]:
        points = None
    else:
        points = 100 * (figure / row["目标值"] if method == "正向" else 2 - figure / row["目标值"])
    if points is None:
        return None
    floor = row["底线值"]
    if floor is not None and ((method in HIGHER_IS_BETTER and figure < floor) or (method in LOWER_IS_BETTER and figure > floor)):
        return Fraction(0)
    cap = settings["计分上限"] if row["计分上限"] is None else row["计分上限"]
    return Fraction(max(0, min(points, cap)))


def by_day(row: Any, price: Fraction, as_of: dt.date) -> Fraction | None:
    """节点: by 完成时限 and 完成日期; without 完成时限 nothing can be told."""
    limit, done = row["完成时限"], row["完成日期"]
    if pd.isna(limit):
        return None
    if pd.isna(done):
        return Fraction(0) if stamp(as_of) > limit else None
    return 100 - price * max(int((done - limit).days), 0)


def mean_of(rows: Frame) -> Fraction | None:
    """The weighted mean of the indicators that have a score."""
    return weighted([(row["w"], row["score"]) for _, row in rows.iterrows() if row["score"] is not None])


def unit_scores(rows: Frame, period: str, settings: Settings) -> dict[str, Fraction | None]:
    """主责部室 → the mean of its 部门, 供电所 and 班组 indicators of a period."""
    own = taken(rows, period, settings)
    return {str(unit): mean_of(group) for unit, group in own[own["层级"].isin(UNIT_LEVELS)].groupby("unit")}


def owing(rows: Frame, facts: Frames, period: str, settings: Settings, as_of: dt.date) -> set[str]:
    """R8: the units with 未报 indicators, from the period's last day until it is closed."""
    shut = facts["历史成绩"]
    shut = shut[shut["期间"].map(named) == period]
    latest = shut[days(shut["结账时间"]).set_axis(shut.index).pipe(lambda at: at == at.max())] if len(shut) else shut
    if span_of(settings, period)[1] > as_of or (len(latest) and not (latest["等次"] == "重开").any()):
        return set()
    own = taken(rows, period, settings)
    return set(own.loc[own["层级"].isin(UNIT_LEVELS) & own["owed"].astype(bool), "unit"])


def company_score(rows: Frame, period: str, settings: Settings) -> Fraction | None:
    """R12: the mean of the 公司 indicators of a period."""
    own = taken(rows, period, settings)
    return mean_of(own[own["层级"] == "公司"])


# -- R10: points -----------------------------------------------------------------------------------------------------------


def home_of(day: Any, like: str, cutoff: int) -> str:
    """The period of the same kind as `like` in which a day lies."""
    if pd.isna(day):
        return ""
    if "W" in like:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    kinds = {"B": "two months", "Q": "quarter", "H": "half", "-": "month"}
    return cal.period_of(day.date(), next((kind for letter, kind in kinds.items() if letter in like), "year"), cutoff)


def points_in(facts: Frames, settings: Settings, period: str) -> Frame:
    """The confirmed points of a period: by 日期, but by 确认日期 where the period of 日期 had been closed before."""
    points, closed = facts["加减分台账"], facts["历史成绩"]
    points = points[points["状态"] == "已确认"]
    shut = closed.assign(day=days(closed["结账时间"]).dt.normalize()).groupby("期间")["day"].max().to_dict()
    cutoff = settings["月度截止日"]
    own, confirmed = (each(points, lambda row, at=at: home_of(row[at], period, cutoff)) for at in ("日期", "确认日期"))  # type: ignore[misc]
    late = points["确认日期"] > days(own.map(shut)).set_axis(own.index)
    return points[own.mask(late, confirmed) == period]


def department_points(facts: Frames, settings: Settings, period: str) -> Frame:
    """The points that are a department's, with `unit` and `counted`: what each adds to the composite, but for the cap on additions."""
    rows = points_in(facts, settings, period)
    rows = rows[(rows["工号"] == "") & (rows["部门"] != "")].copy()
    rows["unit"] = rows["部门"].map(present_name(facts))
    rows["counted"] = rows["分值"].mask(rows["关联编号"].isin(set(facts["抽查记录"]["抽查编号"])), Fraction(0))
    if settings["同事项不重复扣分"] == "是" and len(rows):
        linked = rows[(rows["counted"] < 0) & (rows["关联编号"] != "")]
        linked = linked.assign(lost=linked["counted"].map(lambda value: -value))
        largest = linked.sort_values("lost", ascending=False, kind="stable").drop_duplicates(["unit", "关联编号", "类型"])
        rows.loc[linked.index.difference(largest.index), "counted"] = Fraction(0)
    return rows


def sums(rows: Frame, settings: Settings) -> Frame:
    """部门 → `lost` (positive) and `total`: what is lost, and what is added with the cap on additions in sum."""
    won = summed(rows["counted"].map(lambda value: max(value, Fraction(0))), rows["unit"])
    lost = summed(rows["counted"].map(lambda value: max(-value, Fraction(0))), rows["unit"])
    units = sorted(map(str, won))
    return pd.DataFrame(
        {
            "lost": objects((lost[unit] for unit in units), units),
            "total": objects((min(won[unit], settings["加分上限"]) - lost[unit] for unit in units), units),
        },
        index=units,
    )


# -- R10: composites -------------------------------------------------------------------------------------------------------


class Whole(NamedTuple):
    """What a period comes to: the facts known, 指标 with scores, and 部门 with dimensions, 加减分, 综合, 类型排名, 总排名."""

    facts: Frames
    indicators: Frame
    units: Frame


@kept
def scored(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> Whole:
    facts = check_facts(tables, as_of)
    supervision = supervised(tables, settings, as_of)
    rows = indicators(facts, settings, as_of, supervision)
    scores = {
        "督办": supervision(period)["督办得分"].to_dict(),
        "亮灯": oracle.department_lights(tables, settings, as_of, period)["亮灯"].to_dict(),
        "指标": unit_scores(rows, period, settings),
        "抽查": checked(check_scores(tables, settings, as_of, period)),
    }
    return Whole(facts, rows, composites(facts, settings, period, scores, owing(rows, facts, period, settings, as_of)))


def checked(scores: Frame) -> Scores:
    return scores["比例计分"].to_dict() if len(scores) else {}


def composites(facts: Frames, settings: Settings, period: str, scores: Mapping[str, Scores], owes: Collection[str] = ()) -> Frame:
    """部门 → its dimensions, 加减分, 综合, 类型排名, 总排名 (None where there is none). scores: dimension → 部门 → points. owes: units
    without a rank."""
    units = facts["部门"].set_index("部门", drop=False)
    points = sums(department_points(facts, settings, period), settings)["total"].to_dict()
    weights = facts["考核权重"].set_index("部门类型")
    for name in DIMENSIONS:
        units[name] = objects((scores[name].get(unit) for unit in units.index), units.index)

    def composite(row: Any) -> Fraction | None:
        if row["类型"] not in weights.index:
            return None
        present = [(weights.loc[row["类型"], name], row[name]) for name in DIMENSIONS if row[name] is not None]
        mean = weighted([(Fraction(1) if w is None else w, score) for w, score in present])
        return None if mean is None else mean + points.get(row["部门"], Fraction(0))

    units["加减分"] = [points.get(unit, Fraction(0)) for unit in units.index]
    units["综合"] = each(units, composite)
    units["shown"] = objects((rounded(score, settings["得分小数位"]) for score in units["综合"]), units.index)
    end = stamp(span_of(settings, period)[1])
    since, until = days(units["启用日期"]).set_axis(units.index), days(units["停用日期"]).set_axis(units.index)
    taking = (units["参评"] == "是") | ((units["参评"] == "") & (units["上级部门"] == ""))
    units["ranked"] = taking & ~(since > end) & ~(until <= end) & ~units.index.isin(list(owes))
    units["总排名"] = ranks(units[units["ranked"]], settings).reindex(units.index)
    by_kind = [ranks(group, settings) for _, group in units[units["ranked"]].groupby("类型")]
    units["类型排名"] = (pd.concat(by_kind) if by_kind else objects([], [])).reindex(units.index)
    return units


def ranks(units: Frame, settings: Settings) -> Any:
    """Ranks by `shown`, highest first: 1-2-2-4 or 1-2-2-3."""
    there = units.loc[units["shown"].notna(), "shown"]
    above = [[other for other in there if other > own] for own in there]
    return pd.Series(
        [1 + (len(higher) if settings["并列方式"] == "并列跳号" else len(set(higher))) for higher in above], index=there.index, dtype=object
    )
