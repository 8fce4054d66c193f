"""A second computation of R12 and R13, scores of persons and how far scorers tell the scored apart, written from rules.md alone."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd  # ships no types

from support.oracle import JOINTS, Frame, Frames, Settings, days, each, followed, stamp, summed
from support.oracle_checks import check_facts
from support.oracle_reminders import present_name
from support.oracle_scores import (
    company_score,
    counting,
    department_points,
    mean_of,
    named,
    points_in,
    rounded,
    scored,
    sums,
    taken,
    weighted,
)

MARKS = {"工作能力": "能力权重", "工作态度": "态度权重", "工作质量": "质量权重"}
"""Marks of a rating and the settings that hold their weights."""
Pair = tuple[Fraction, Fraction | None]


def mean(values: Iterable[Fraction | None]) -> Fraction | None:
    """The plain mean of what is there."""
    there = [value for value in values if value is not None]
    return sum(there, Fraction(0)) / len(there) if there else None


def present_parts(pairs: Iterable[Pair]) -> Fraction | None:
    """The weighted mean of the parts that are there."""
    return weighted([(w, value) for w, value in pairs if value is not None])


def all_parts(*pairs: Pair) -> Fraction | None:
    """The weighted mean, None (待评) unless every part is there."""
    return None if any(value is None for _, value in pairs) else present_parts(pairs)


# -- R12 -----------------------------------------------------------------------------------------------------------------


def ratings(facts: Frames, settings: Settings, period: str) -> Frame:
    """个人评分 of a period with `mark`, the weighted rating; those that lack a mark are left out."""
    rows = facts["个人评分"]
    rows = counting(rows.assign(period=rows["期间"].map(named)), ["工号", "评分角色", "评分人"], period, settings).copy()

    def mark(row: Any) -> Fraction | None:
        return all_parts(*((settings[by], row[name]) for name, by in MARKS.items()))

    rows["mark"] = each(rows, mark)
    return rows[rows["mark"].notna()]


class Period(NamedTuple):
    """What the scores of persons are made of. units: of `oracle_scores.scored`, teams: the 班组 among them; lost: 部门 → points deducted
    (positive); measured: 工号 → the mean of the person's 个人 indicators."""

    facts: Frames
    settings: Settings
    unit: Fraction | None
    units: Frame
    teams: frozenset[str]
    lost: Mapping[str, Fraction]
    ratings: Frame
    measured: Mapping[str, Fraction]


def persons(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> dict[str, Fraction | None]:
    """工号 of those who are 在岗 → score in the period; None: 待评, or nothing to measure."""
    facts, indicators, units = scored(tables, settings, as_of, period)
    company = company_score(indicators, period, settings)
    teams = frozenset(map(str, units.index[units["上级部门"] != ""]))
    unit = mean(units.loc[~units.index.isin(list(teams)), "综合"]) if company is None else company
    lost = sums(department_points(facts, settings, period), settings)["lost"].to_dict()
    measured = measures(facts, taken(indicators, period, settings), as_of)
    basis = Period(facts, settings, unit, units, teams, lost, ratings(facts, settings, period), measured)
    points = points_in(facts, settings, period)
    own = summed(points["分值"], points["工号"])
    there = facts["人员"][facts["人员"]["在岗"] != "否"]
    scores = {str(row["工号"]): score_of(row, basis) for _, row in there.iterrows()}
    return {number: None if score is None else score + own.get(number, Fraction(0)) for number, score in scores.items()}


def measures(facts: Frames, rows: Frame, as_of: dt.date) -> dict[str, Fraction]:
    """工号 → the weighted mean of the 个人 indicators whose 责任人 that is: the only one 在岗 of that name, else the one in 主责部室, else
    in its 所, else in a 班组 below it."""
    people, present = facts["人员"], present_name(facts)
    ends, over = followed(facts, as_of), dict(zip(facts["部门"]["部门"], facts["部门"]["上级部门"], strict=True))

    def above(name: str) -> list[str]:
        found: list[str] = []
        while (name := present(over.get(name, ""))) and name in over and name not in found:
            found.append(name)
        return found

    def homes(person: Any) -> set[str]:
        return {name for name in (person["部门"], present(person["部门"]), ends.get(person["部门"], "")) if name}

    def person_of(row: Any) -> str:
        same = [person for _, person in people[people["姓名"] == row["who"]].iterrows()]
        near = {row["unit"]}, set(above(row["unit"]))
        circles = [
            *([one for one in same if homes(one) & places] for places in near),
            [one for one in same if row["unit"] in above(present(one["部门"]))],
        ]
        if len(same) > 1:
            same = next(filter(None, circles), [])
        return str(same[0]["工号"]) if row["who"] and len(same) == 1 and same[0]["在岗"] != "否" else ""

    own = rows[rows["层级"] == "个人"]
    own = own.assign(whose=[person_of(row) for _, row in own.iterrows()])
    found = {str(number): mean_of(group) for number, group in own[own["whose"] != ""].groupby("whose")}
    return {number: score for number, score in found.items() if score is not None}


def score_of(person: Any, basis: Period) -> Fraction | None:
    """The score of a person before points."""
    settings, composite = basis.settings, basis.units["综合"].to_dict()
    present = present_name(basis.facts)
    given = basis.ratings[basis.ratings["工号"] == person["工号"]]
    by_head, by_leader = (mean(given.loc[given["评分角色"] == role, "mark"]) for role in ("部门负责人", "分管领导"))
    if person["角色"] == "主要领导":
        return basis.unit
    if person["角色"] == "部门负责人":
        own = composite.get(present(person["部门"]))
        return all_parts((settings["负责人部门权重"], own), (settings["负责人评分权重"], by_leader))
    if person["角色"] == "员工":
        rated = all_parts((settings["员工部门评分权重"], by_head), (settings["员工分管评分权重"], by_leader))
        share, measured = settings["员工指标权重"], basis.measured.get(str(person["工号"]))
        return rated if measured is None or not share else all_parts(*[(w, v) for w, v in ((100 - share, rated), (share, measured)) if w])
    named_units = ({present(name) for name in JOINTS.split(person[header]) if name} for header in ("分管部门", "联系单位"))
    led, linked = (units - basis.teams for units in named_units)
    score = present_parts(
        [
            (settings["班子单位权重"], basis.unit),
            (settings["班子分管权重"], mean(composite.get(name) for name in led)),
            (settings["班子联系权重"], mean(composite.get(name) for name in linked)),
        ]
    )
    lost = sum((basis.lost.get(name, Fraction(0)) for name in led | linked), Fraction(0))
    return None if score is None else score - settings["挂钩扣减系数"] * lost


def year(computed: Mapping[str, Mapping[str, Fraction]], tables: Frames, as_of: dt.date) -> dict[str, Fraction | None]:
    """工号 → the mean of its quarters that have a score. computed: 期间 → 工号 → score; what was published is not computed (R15)."""
    closed = check_facts(tables, as_of)["历史成绩"]
    closed = closed.assign(at=days(closed["结账时间"]).fillna(stamp(dt.date(1900, 1, 1))))
    latest = closed[closed["at"] == closed.groupby("期间")["at"].transform("max")]
    persons = latest[(latest["对象类型"] == "个人") & latest["得分"].notna()]
    quarters = []
    for quarter, scores in computed.items():
        own = persons[persons["期间"] == quarter]
        published = dict(zip(own["对象"], own["得分"], strict=True))
        quarters.append(published if quarter in set(latest["期间"]) else scores)
    return {number: mean(scores.get(number) for scores in quarters) for scores in quarters for number in scores}


def grades(scores: Mapping[str, Fraction], settings: Settings) -> dict[str, str]:
    """等次 of the people of one 角色 who have a score; compared as shown."""
    shown = {number: rounded(score, settings["得分小数位"]) or Fraction(0) for number, score in scores.items()}
    half = {"舍去": Fraction(0), "四舍五入": Fraction(1, 2), "进一": Fraction(1)}[settings["优秀名额取整"]]

    def cut(heads: Fraction) -> int:
        return heads.__ceil__() if half == 1 else (heads + half).__floor__()

    both = cut(settings["优良合计比例"] / 100 * len(shown))
    best = min(cut(settings["优秀比例"] / 100 * len(shown)), both)

    def grade(own: Fraction) -> str:
        up_to_here = sum(other >= own for other in shown.values())  # all who tie with it stand on its side of a border, or none
        if own < settings["合格下限"]:
            return "不合格"
        return "优秀" if up_to_here <= best else "良好" if up_to_here <= both else "合格"

    return {number: grade(score) for number, score in shown.items()}


# -- R13 -----------------------------------------------------------------------------------------------------------------


def given_scores(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> Frame:
    """Every score that was given in a period: `office` (by a 考评部门), `scorer`, `unit`, `percent` (points of 100, stepped)."""
    facts = check_facts(tables, as_of)
    present = present_name(facts)
    marks = facts["考评打分"]
    marks = marks.assign(period=marks["期间"].map(named), by=marks["考评部门"].map(present), of=marks["被考评单位"].map(present))
    marks = counting(marks, ["by", "考评项目", "of"], period, settings)
    marks = marks[marks["得分"].notna() & marks["满分"].map(bool)]
    rated = ratings(facts, settings, period)
    rated = rated[rated["评分人"] != ""]
    offices = pd.DataFrame(
        {
            "office": True,
            "scorer": marks["考评部门"].map(present),
            "unit": marks["被考评单位"].map(present),
            "percent": each(marks, lambda row: 100 * row["得分"] / row["满分"]),
        }
    )
    people = pd.DataFrame({"office": False, "scorer": rated["评分人"], "unit": rated["工号"], "percent": rated["mark"]})
    rows = pd.concat([offices, people], ignore_index=True)
    step = settings["差异化并档精度"]
    rows["percent"] = each(rows, lambda row: ((row["percent"] / step + Fraction(1, 2)).__floor__()) * step)
    return rows


def told_apart(values: list[Fraction], settings: Settings) -> tuple[int, int]:
    """差异化率 as (numerator, denominator)."""
    kind, count = settings["差异化口径"], len(values)
    if kind == "最大同分组":
        return count - max(Counter(values).values()), count
    return (sum(value < 100 for value in values) if kind == "扣分面" else len(set(values))), count


def scorers(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> dict[tuple[bool, str], dict[str, Any]]:
    """(whether it is a 考评部门, scorer) → rate, spread, variance, lean (points or None), assessed, low."""
    rows = given_scores(tables, settings, as_of, period)
    found = {}
    for (office, name), own in rows.groupby(["office", "scorer"]):
        values = list(own["percent"])
        part, count = told_apart(values, settings)
        middle = sum(values, Fraction(0)) / count
        assessed = count >= settings["差异化最少打分数"]
        found[bool(office), str(name)] = {
            "rate": (part, count),
            "spread": max(values) - min(values),
            "variance": sum(((value - middle) ** 2 for value in values), Fraction(0)) / count,
            "lean": lean(own, rows[(rows["office"] == office) & (rows["scorer"] != name)]),
            "assessed": assessed,
            "low": assessed and Fraction(part, count) < settings["差异化率下限"] / 100,
        }
    return found


def lean(own: Frame, others: Frame) -> Fraction | None:
    """偏差: the mean given less the others' mean, over the units that both scored."""
    shared = set(own["unit"]) & set(others["unit"])
    given, taken = (mean(rows.loc[rows["unit"].isin(shared), "percent"]) for rows in (own, others))
    return None if given is None or taken is None else given - taken


def company_rate(found: Mapping[tuple[bool, str], Mapping[str, Any]]) -> tuple[int, int]:
    """全公司: the sums over the 考评部门 that are assessed."""
    rates = [row["rate"] for (office, _), row in found.items() if office and row["assessed"]]
    return sum(part for part, _ in rates), sum(whole for _, whole in rates)
