"""Spot checks, points, scores and papers of the sample company, recounted straight from its rows: this file may not ask the rules."""

import datetime as dt
import re
from collections import Counter
from fractions import Fraction

import chinese_calendar
import pytest
from support.sample_cells import cells, names, needed_day, text

from workbook_templates.sample import wrong_cells
from workbook_templates.tables.grid import Value


def amount(value: Value) -> Fraction:
    return Fraction(text(value) or "0")


def checks() -> list[dict[str, Value]]:
    return [row for row in cells("抽查记录") if needed_day(row["日期"]).year == 2026]


def test_twenty_three_checks_of_410_persons_with_six_problems_and_two_talks() -> None:
    rows = checks()
    assert len({text(row["抽查编号"]) for row in rows}) == 23
    assert sum(amount(row["抽查人次"]) for row in rows) == 410
    assert Counter(text(row["结果"]) for row in rows)["问题"] == 6
    assert sum(amount(row["约谈人次"]) for row in rows) == 2


def test_checks_are_spread_over_the_year_the_levels_and_the_departments() -> None:
    rows = checks()
    visits = {text(row["抽查编号"]): ((needed_day(row["日期"]).month + 2) // 3, text(row["抽查层级"])) for row in rows}
    assert {quarter for quarter, _ in visits.values()} == {1, 2, 3, 4}
    assert {level for _, level in visits.values()} == {"定向", "牵头", "日常"}
    assert len({text(row["部门"]) for row in rows}) == 14
    assert all(chinese_calendar.is_workday(needed_day(row["日期"])) for row in rows)
    counts = Counter(text(row["抽查编号"]) for row in rows)
    assert min(counts.values()) >= 5
    assert max(counts.values()) <= 13


def test_a_point_is_checked_in_its_own_department() -> None:
    home = {text(row["风险编号"]): text(row["部门"]) for row in cells("风险点")}
    assert len(home) == 76
    wrong = {cell.row for cell in wrong_cells() if cell.table == "抽查记录"}
    for place, row in enumerate(cells("抽查记录")):
        assert place in wrong or home[text(row["风险编号"])] == text(row["部门"])


def test_risk_points_of_all_grades() -> None:
    """高 from 18 on, 中 from 8 on; the one with a wrong cell has no value."""
    values = []
    for row in cells("风险点"):
        marks = [row[header] for header in ("频率", "主观性", "危害")]
        if all(re.fullmatch(r"[123](\.0)?", text(mark)) for mark in marks):
            values.append(amount(marks[0]) * amount(marks[1]) * amount(marks[2]))
    assert len(values) == 75
    assert (sum(value >= 18 for value in values), sum(8 <= value < 18 for value in values)) == (11, 31)
    assert {bool(row["抽查间隔天数"]) for row in cells("风险点")} == {bool(row["满分"]) for row in cells("风险点")} == {True, False}


def test_problems_are_to_be_mended() -> None:
    """Each with its points, demand, person and date; one failed its re-check, one is not done, one point had two."""
    rows = [row for row in checks() if text(row["结果"]) == "问题"]
    assert all(row[header] for row in rows for header in ("问题描述", "扣分", "整改要求", "整改责任人", "整改时限"))
    assert Counter(text(row["复查结果"]) for row in rows) == {"合格": 4, "不合格": 1, "": 1}
    assert max(Counter(text(row["风险编号"]) for row in rows).values()) == 2


def test_67_confirmed_rows_of_points_with_46_3_deducted() -> None:
    rows = [row for row in cells("加减分台账") if row["状态"] == "已确认"]
    assert {needed_day(row["日期"]).year for row in cells("加减分台账")} == {2026}
    assert len(rows) == 67
    points = [Fraction(str(row["分值"])) for row in rows]
    assert sum(value for value in points if value < 0) == Fraction("-46.3")
    assert sum(value > 0 for value in points) == 6
    assert {text(row["类型"]) for row in rows} == {
        "督办考核", "差异化", "抽查", "廉政监察", "督察内审", "舆情监测", "奖励", "其他"
    }  # fmt: skip
    assert Counter(row["状态"] for row in cells("加减分台账")) == {"已确认": 67, "拟": 3, "撤销": 2}


def test_every_problem_of_a_check_is_in_the_points_with_its_deduction() -> None:
    rows = [row for row in cells("加减分台账") if row["类型"] == "抽查"]
    listed = Counter((text(row["关联编号"]), text(row["部门"]), -amount(row["分值"])) for row in rows)
    found = [row for row in checks() if text(row["结果"]) == "问题"]
    assert listed == Counter((text(row["抽查编号"]), text(row["部门"]), amount(row["扣分"])) for row in found)


def test_papers_of_checks() -> None:
    """Nine bulletins and nine opinions, each about checks that were made before; numbers run on within a kind."""
    made = {text(row["抽查编号"]): needed_day(row["日期"]) for row in checks()}
    counts = Counter(text(row["种类"]) for row in cells("文书登记"))
    assert (counts["抽查运行通报"], counts["整改意见书"], counts["约谈通知"]) == (9, 9, 2)
    assert counts["督办通报"] == 0
    for row in cells("文书登记"):
        if row["种类"] in ("抽查运行通报", "整改意见书", "约谈通知"):
            assert all(made[number] < needed_day(row["成文日期"]) for number in names(row["关联编号"]))
    for kind, count in counts.items():
        numbers = [re.findall(r"〔2026〕(\d+)号", text(row["文号"])) for row in cells("文书登记") if row["种类"] == kind]
        assert numbers == [[str(place)] for place in range(1, count + 1)], kind


def spread(period: str) -> Fraction:
    """1 − Σ largest groups of equal percentages ÷ Σ scores, over scorers with three scores at least."""
    scores: dict[str, list[Fraction]] = {}
    for row in cells("考评打分"):
        if text(row["期间"]) == period and row["得分"] is not None:
            scores.setdefault(text(row["考评部门"]), []).append(amount(row["得分"]) / amount(row["满分"]))
    judged = [values for values in scores.values() if len(values) >= 3]
    assert len(judged) < len(scores) or period != "2026Q4"
    return 1 - Fraction(sum(max(Counter(values).values()) for values in judged), sum(map(len, judged)))


def test_the_scorers_tell_units_apart_by_30_percent() -> None:
    rates = [spread(f"2026Q{place}") for place in (1, 2, 3, 4)]
    assert rates == sorted(rates)
    assert rates[-1] == Fraction(30, 100)


def test_one_indicator_has_six_parts_that_are_cascaded() -> None:
    for period in (f"2026Q{place}" for place in (1, 2, 3, 4)):
        rows = [row for row in cells("指标") if text(row["期间"]) == period]
        (whole,) = [row for row in rows if text(row["指标"]) == "全面从严治党"]
        parts = [row for row in rows if text(row["上级指标"]) == text(whole["指标编号"])]
        assert len(parts) == 6
        for part in parts:
            assert any(text(row["上级指标"]) == text(part["指标编号"]) for row in rows), part["指标"]


def test_indicators_of_all_levels_and_ways() -> None:
    rows = cells("指标")
    assert {text(row["层级"]) for row in rows} == {"公司", "部门", "供电所", "班组", "个人"}
    assert {text(row["计分方式"]) for row in rows} == {"正向", "反向", "节点", "扣分", "打分", "督办"}
    assert len({text(row["主责部室"]) for row in rows if row["层级"] in ("部门", "供电所")}) == 14


def test_who_rates_whom() -> None:
    people = {text(row["工号"]): row for row in cells("人员")}
    home = {text(row["部门"]): row for row in cells("部门")}
    seen: Counter[tuple[str, str]] = Counter()
    for row in cells("个人评分"):
        person = people[text(row["工号"])]
        column = {"部门负责人": "负责人", "分管领导": "分管领导"}[text(row["评分角色"])]
        assert text(row["评分人"]) == text(home[text(person["部门"])][column]) != text(person["姓名"])
        seen[text(row["期间"]), text(row["工号"])] += 1
    assert len(seen) == 4 * 53
    missing = [row for row in cells("个人评分") if None in (row["工作能力"], row["工作态度"], row["工作质量"])]
    assert {text(row["期间"]) for row in missing} == {"2026Q4"}
    assert len(missing) == 4


def test_twelve_warnings_were_decided_before_the_last_quarter() -> None:
    rows = [row for row in cells("问责记录") if row["类别"] == "预警"]
    assert len({text(row["来源"]) for row in rows}) == len(rows) == 12
    for row in rows:
        rule, kind, number, missed = text(row["来源"]).removeprefix("自动:").split(":")
        assert (rule, kind, number) == ("R9", "预警", text(row["编号"]))
        assert dt.date.fromisoformat(missed) <= needed_day(row["日期"]) < dt.date(2026, 10, 1)
    assert "拟" not in {row["状态"] for row in cells("问责记录")}


@pytest.mark.parametrize("lost", range(0, 160, 16))
def test_one_row_less_is_another_figure(lost: int) -> None:
    """Every row of a check has its persons, every confirmed row of points its part of the sum or the count."""
    rows = checks()
    assert sum(amount(row["抽查人次"]) for row in rows) - amount(rows[lost]["抽查人次"]) < 410
    confirmed = [row for row in cells("加减分台账") if row["状态"] == "已确认"]
    assert amount(confirmed[lost % 67]["分值"]) != 0
