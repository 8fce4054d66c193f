"""R9: spot checks. Risk values and grades, the score of a department by 比例计分, its 问题率, what is due to be checked, coverage.

A row of 抽查记录 is one risk point of one visit; a visit is one 抽查编号.
"""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import Departments
from udfs.rules.ground.figures import FULL, Rate
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import Period
from udfs.rules.ground.states import COMPANY
from udfs.rules.ground.workdays import days_after
from udfs.rules.judging.judgement import Judgement
from workbook_templates.reading.names import Spellings, names_in
from workbook_templates.tables.performance import Inspection, RiskPoint
from workbook_templates.tables.settings import Settings

TARGETED = "定向"
PROBLEM, SIGN, PASSED = "问题", "苗头", "合格"
HIGH, MIDDLE, LOW = "高", "中", "低"
PROBLEM_RATE = "结果为问题的行 ÷ 抽查记录的行"
GOOD_RATE = "1 − 问题率，即结果不是问题（苗头在内）的行 ÷ 抽查记录的行"
TOLD_BY = 3
"""Rows from which on a 被查人 is told by 合格率."""
COVERAGE = "期间内做过该层级抽查的风险点 ÷ 划给该层级的风险点"


class Risk(NamedTuple):
    """A risk point with its value (频率 × 主观性 × 危害; None where one is missing), grade, and how often it is to be checked."""

    point: RiskPoint
    value: Fraction | None
    grade: str
    interval: int | None


class Checked(NamedTuple):
    """A row of 抽查记录 and its risk point, if it names one that is known. full: 满分 that stands behind it; lost: 扣分."""

    row: Inspection
    risk: Risk | None
    full: Fraction
    lost: Fraction


class CheckScore(NamedTuple):
    """The checks of a department in a period.

    visits are the distinct 抽查编号, people the 抽查人次. problems is 问题率, passed 合格率 (1 − 问题率: a 苗头 passes), grade the 等级
    that it gives.
    lost is the sum of 扣分 that count, full the sum of 满分 behind the rows, load the 业务量系数 (1 where it is not known).
    raw is 比例计分 before its bounds; score is it in points, 0..100; both are None where 满分 or load is 0.
    signs counts the 苗头; rows are the rows of 抽查记录 themselves, with their risk points.
    """

    department: str
    visits: int
    people: Fraction
    problems: Rate
    passed: Rate
    lost: Fraction
    full: Fraction
    load: Fraction
    raw: Fraction | None
    score: Fraction | None
    grade: str
    signs: int
    rows: tuple[Checked, ...]


def risks(judgement: Judgement) -> dict[str, Risk]:
    """风险编号 → the point as graded."""
    settings = judgement.facts.settings
    return {row.number: risk_of(row, settings) for row in reversed(judgement.facts.risk_points) if row.number}


def risk_of(row: RiskPoint, settings: Settings) -> Risk:
    """高 from 高风险下限 on, 中 from 中风险下限 on, else 低; the interval is the row's own, else that of the grade."""
    if row.frequency is None or row.subjectivity is None or row.severity is None:
        return Risk(row, None, "", None if row.interval is None else int(row.interval))
    value = row.frequency * row.subjectivity * row.severity
    if value >= settings.high_risk:
        grade, days = HIGH, settings.high_interval
    elif value >= settings.middle_risk:
        grade, days = MIDDLE, settings.middle_interval
    else:
        grade, days = LOW, settings.low_interval
    return Risk(row, value, grade, days if row.interval is None else int(row.interval))


def checked_rows(judgement: Judgement, period: Period | None = None) -> list[Checked]:
    """The rows of 抽查记录 with 日期 in the period."""
    settings, period, known = judgement.facts.settings, period or judgement.period, risks(judgement)
    found = []
    for row in judgement.facts.inspections:
        if period.contains(row.day):
            risk = known.get(row.risk)
            full = risk.point.full if risk is not None and risk.point.full is not None else settings.risk_full
            found.append(Checked(row, risk, full, row.lost or Fraction(0)))
    return found


def check_scores(judgement: Judgement, period: Period | None = None) -> dict[str, CheckScore]:
    """Department → its checks in the period, in the order of 部门.排序. Checks stay where they arose (R10)."""
    departments = judgement.departments
    groups = grouped((departments.present(one.row.department), one) for one in checked_rows(judgement, period))
    loads = load_factors(departments, judgement.facts.settings)
    names = sorted((name for name in groups if name), key=departments.order)
    return {name: score_of(name, groups[name], loads.get(name, Fraction(1)), judgement.facts.settings) for name in names}


def person_checks(judgement: Judgement, period: Period | None = None) -> dict[tuple[str, str], Rate]:
    """(department, 工号) → 合格率 of a 被查人 in the period, of those with rows enough to be told by, in the order of 部门.排序.

    A name that two persons bear is the one of that department; where that can't be told, and for a name that is not in 人员, nobody."""
    departments = judgement.departments
    people = grouped((person.name, person) for person in judgement.facts.people if person.name and person.staff_no)
    groups: dict[tuple[str, str], list[Checked]] = {}
    for one in checked_rows(judgement, period):
        unit = departments.present(one.row.department)
        for name in names_in(one.row.inspected, people) if unit else ():
            bearers = people.get(name, [])
            here = [person for person in bearers if departments.present(person.department) == unit] or bearers
            if len(here) == 1:
                groups.setdefault((unit, here[0].staff_no), []).append(one)
    told = sorted((key for key, rows in groups.items() if len(rows) >= TOLD_BY), key=lambda key: departments.order(key[0]))
    return {key: score_of(key[0], groups[key], Fraction(1), judgement.facts.settings).passed for key in told}


def company_checks(judgement: Judgement, period: Period | None = None) -> CheckScore:
    """All checks of the period together; no load factor."""
    return score_of(COMPANY, checked_rows(judgement, period), Fraction(1), judgement.facts.settings)


def score_of(name: str, rows: Sequence[Checked], load: Fraction, settings: Settings) -> CheckScore:
    """比例计分 = 100 × (1 − lost ÷ full ÷ load), within 0..100; 苗头 warns, passes and takes no points."""
    lost = sum((one.lost for one in rows if takes_points(one)), Fraction(0))
    full = sum((one.full for one in rows), Fraction(0))
    problems = sum(one.row.result == PROBLEM for one in rows)
    passed = Rate(len(rows) - problems, len(rows), GOOD_RATE)
    raw = proportion(lost, full, load)
    return CheckScore(
        department=name,
        visits=len({one.row.number or one.row.at for one in rows}),
        people=sum((one.row.people or Fraction(0) for one in rows), Fraction(0)),
        problems=Rate(problems, len(rows), PROBLEM_RATE),
        passed=passed,
        lost=lost,
        full=full,
        load=load,
        raw=raw,
        score=None if raw is None else within_full(raw),
        grade=grade_of(passed, settings),
        signs=sum(one.row.result == SIGN for one in rows),
        rows=tuple(rows),
    )


def proportion(lost: Fraction, full: Fraction, load: Fraction) -> Fraction | None:
    """比例计分 before its bounds; None where 满分 or load is 0."""
    return FULL * (1 - lost / full / load) if full and load else None


def within_full(points: Fraction) -> Fraction:
    return min(max(points, Fraction(0)), FULL)


def takes_points(one: Checked) -> bool:
    """Whether the row's 扣分 counts: not that of a 苗头."""
    return bool(one.lost) and one.row.result != SIGN


def grade_of(passed: Rate, settings: Settings) -> str:
    """等级 by pass rate: 优, 良, 中, else 差; blank without rows."""
    share = passed.value
    if share is None:
        return ""
    if share >= settings.excellent_check:
        return "优"
    if share >= settings.good_check:
        return "良"
    return "中" if share >= settings.fair_check else "差"


def load_factors(departments: Departments, settings: Settings) -> dict[str, Fraction]:
    """部门 → 业务量 ÷ mean 业务量 of the departments of its 类型 that have one, within its two bounds; unknown: not here."""
    found = {}
    for rows in grouped((row.kind, row) for row in departments.rows if row.volume is not None).values():
        mean = sum((row.volume or Fraction(0) for row in rows), Fraction(0)) / len(rows)
        for row in rows:
            factor = (row.volume or Fraction(0)) / mean if mean else Fraction(1)
            found[row.name] = min(max(factor, settings.load_low), settings.load_high)
    return found


class Plan(NamedTuple):
    """When a risk point is to be checked next. problems: in the year up to 基准日; renew: 是否更新, with its reason."""

    risk: Risk
    last: dt.date | None
    due: dt.date | None
    days_overdue: int | None
    problems: int
    renew: str


def check_plans(judgement: Judgement) -> list[Plan]:
    """Every risk point, in the order of the sheet. A point that was never checked is due its interval after the latest of 更新日期,
    启用日期 and 1 January."""
    as_of, settings = judgement.as_of, judgement.facts.settings
    last: dict[str, dt.date] = {}
    problems: dict[str, int] = {}
    since = days_after(as_of, -365)
    for row in judgement.facts.inspections:
        if row.risk and row.day is not None and row.day <= as_of:
            last[row.risk] = max(last.get(row.risk, row.day), row.day)
            problems[row.risk] = problems.get(row.risk, 0) + (row.result == PROBLEM and row.day > since)
    homes = grouped((person.name, person.department) for person in judgement.facts.people if person.name)
    plans = []
    for point in judgement.facts.risk_points:
        risk = risk_of(point, settings)
        start = last.get(point.number) or max(day for day in (point.updated, settings.start, dt.date(as_of.year, 1, 1)) if day)
        due = None if risk.interval is None else days_after(start, risk.interval)
        overdue = (as_of - due).days if due is not None and due < as_of else None
        renew = renewal(point, homes, judgement)
        plans.append(Plan(risk, last.get(point.number), due, overdue, problems.get(point.number, 0), renew))
    return plans


def renewal(row: RiskPoint, homes: dict[str, list[str]], judgement: Judgement) -> str:
    """Why a point is to be renewed: 岗位责任人 is no longer in that department, or 更新日期 is over a year old.

    homes: name → the departments of those who bear it; one of two namesakes who is there is enough."""
    reasons = []
    here = judgement.departments.present(row.department)
    if row.owner and all(judgement.departments.present(home) != here for home in homes.get(row.owner, ())):
        reasons.append(f"岗位责任人 {row.owner} 不在本部门")
    if row.updated is not None and row.updated < days_after(judgement.as_of, -365):
        reasons.append(f"更新日期 {row.updated} 已超过一年")
    return "；".join(reasons)


def coverage(judgement: Judgement, period: Period | None = None) -> dict[str, Rate]:
    """抽查层级 → points with a check of that level in the period ÷ points assigned to it."""
    done = {(one.row.level, one.row.risk) for one in checked_rows(judgement, period) if one.row.risk}
    assigned = grouped((row.check_level, row.number) for row in judgement.facts.risk_points if row.check_level)
    return {level: Rate(sum((level, name) in done for name in names), len(names), COVERAGE) for level, names in assigned.items()}


def led_by_leader(row: Inspection, departments: Departments) -> bool:
    """Whether a 定向 check was made by the 分管领导 of the department; other levels are made by others, and always are in order."""
    home = departments.find(row.department)
    if row.level != TARGETED or home is None or not home.leader:
        return True
    leader = Spellings((home.leader,))
    return leader.spelt(home.leader) in names_in(row.checker, leader)
