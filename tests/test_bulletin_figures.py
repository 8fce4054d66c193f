"""The figures of the bulletins on small ledgers: boundaries of days, published periods, where points were lost, rows behind figures."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import change, closed, day, department, feedback, indicator, inspection, item, person, point, risk_point, stage, tables

from udfs.papers.bulletins.assessment_bulletin import assessment_figures
from udfs.papers.bulletins.bulletin_words import shares
from udfs.papers.bulletins.inspection_bulletin import inspection_figures
from udfs.papers.bulletins.light_bulletin import light_figures
from udfs.papers.bulletins.performance_bulletin import performance_evidence, performance_figures
from udfs.papers.bulletins.supervision_bulletin import figures_of
from udfs.papers.bulletins.supervision_bulletin_evidence import bulletin_evidence
from udfs.papers.bulletins.supervision_bulletin_texts import change_note
from udfs.papers.bulletins.weekly import LEAST, ROOM, allotted, weekly_figures
from udfs.papers.evidence import Behind, counted, disagreements, of_rate
from udfs.papers.published_figures import published_before
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.figures import Rate, round_half_up
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.performance.composite import DIMENSIONS
from udfs.rules.performance.scoreboard import scores_of
from udfs.rules.trace.lost_points import lost_rows
from workbook_templates.documents.marks import Figure
from workbook_templates.tables.schema import NOWHERE


def judged(period: str, *records: Any, as_of: str = "12-31", **settings: Any) -> Judgement:
    held, found = tables(*records, **settings), parse_period(period)
    assert found is not None
    return judge(held, day(as_of), Calendar(held.holidays), found)


# 督办通报


def test_a_number_that_two_items_bear_is_asked_for_once() -> None:
    """The one that was cancelled stands first; the rate and the counts speak of the other."""
    records = (item(status="取消"), item(due="12-31"), feedback(due="10-5", given="10-5"))
    figures = figures_of(judged("2026-10", *records))
    assert (figures.feedback.due, figures.company.feedback.denominator) == (1, 1)
    assert disagreements(bulletin_evidence(figures), {}) == []


@pytest.mark.parametrize(
    ("change_of", "said"),
    [
        ({"asked": "10-20", "new": "2026-11-30"}, "时限改为2026年11月30日，条件变化"),
        ({"asked": "10-21", "new": "2026-11-30"}, "在考核时限以后才申请，按规定时限不变，条件变化"),
        ({"asked": "10-20", "new": "尽快"}, "没有写明新的时限，时限不变，条件变化"),
        ({"asked": "10-21", "new": "2026-11-30", "stage": "一"}, "阶段“一”时限改为2026年11月30日，条件变化"),
        ({"asked": "10-26", "new": "2026-11-30", "stage": "一"}, "在考核时限以后才申请，按规定时限不变，条件变化"),
    ],
)
def test_an_extension_without_effect_is_called_that(change_of: dict[str, str], said: str) -> None:
    """The item is due on 20 October, its stage on the 25th."""
    rows = item(due="10-20"), stage("一", due="10-25"), change("延期", reason="条件变化", approved="10-28", **change_of)
    figures = figures_of(judged("2026-10", *rows, as_of="10-31"))
    assert [change_note(one, figures) for one in figures.changes] == [said]


# 抽查运行通报


@pytest.mark.parametrize(
    ("date", "rows"), [("9-30", 0), ("10-1", 1), ("10-31", 1), ("11-1", 0)], ids=["before", "first day", "last day", "after"]
)
def test_checks_of_the_month(date: str, rows: int) -> None:
    assert len(inspection_figures(judged("2026-10", inspection(day=date))).company.rows) == rows


@pytest.mark.parametrize(
    ("fields", "as_of", "open_"),
    [
        ({"mend_due": "11-30"}, "11-30", 0),
        ({"mend_due": "11-30"}, "12-1", 1),
        ({"mend_due": "11-30", "mended": "11-30"}, "12-1", 0),
        ({"mend_due": "11-30", "mended": "11-30", "recheck": "不合格"}, "12-1", 1),
        ({"mend_due": None}, "12-1", 0),
    ],
)
def test_rectifications_that_are_overdue(fields: dict[str, Any], as_of: str, open_: int) -> None:
    """Those of earlier months too."""
    known = judged("2026-11", inspection("问题", day="9-1", **fields), as_of=as_of)
    assert len(inspection_figures(known).unmended) == open_


def test_ranks_by_problem_rate_within_the_kind_of_those_that_are_ranked() -> None:
    names = (("甲所", "基层", ""), ("乙所", "基层", ""), ("丙部", "业务职能", ""), ("丁所", "基层", "否"))
    rows = [department(name, kind=kind, ranked=ranked) for name, kind, ranked in names]
    checks = [inspection("问题" if name in ("甲所", "丁所") else "合格", day="10-5", department=name) for name, _, _ in names]
    figures = inspection_figures(judged("2026-10", *rows, *checks))
    assert {one.check.department: one.score.rank for one in figures.departments} == {"甲所": 2, "乙所": 1, "丙部": 1, "丁所": None}


def test_points_that_fall_due_next_month() -> None:
    known = judged("2026-10", risk_point("F1", interval=30), inspection(day="10-5", risk="F1"), as_of="10-31")
    (plan,) = inspection_figures(known).due_next
    assert plan.due == dt.date(2026, 11, 4)


# 亮灯通报


@pytest.mark.parametrize(("due", "tasks"), [("10-31", 0), ("11-1", 1), ("12-31", 1), ("2027-01-01", 0)])
def test_the_tasks_of_the_next_two_months(due: str, tasks: int) -> None:
    records = (item(due="2027-06-30"), stage(due=due), item("2", due=due), item("3", due=due, status="办结", closed="10-1"))
    figures = light_figures(judged("2026-B5", *records, as_of="10-31"))
    assert len(figures.tasks) == 2 * tasks


def test_published_lights_are_not_judged_again() -> None:
    base = (department(), item("1", due="10-10", completion="0.9"), item("2", due="10-10", completion="0.1"))
    when = dt.datetime(2026, 11, 4, 9)
    kept = [
        closed("2026-B5", object_kind="事项", subject="1", kind="发展部", dimension="亮灯", score=50, light="红灯", closed=when),
        closed("2026-B5", object_kind="部门", subject="发展部", kind="业务职能", dimension="亮灯", score="61.5", green=1, closed=when),
        closed("2026-B5", object_kind="公司", subject="公司", dimension="亮灯", score="61.5", closed=when),
    ]
    now = light_figures(judged("2026-B5", *base))
    then = light_figures(judged("2026-B5", *base, *kept))
    assert ([one.item.number for one in now.green], [one.item.number for one in now.red]) == (["1"], ["2"])
    assert ([one.item.number for one in then.green], [one.item.number for one in then.red]) == ([], ["1"])
    assert (then.score, then.departments[0].score.points, then.closed) == (Fraction("61.5"), Fraction("61.5"), True)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], None),
        (["2026-B5"], None),
        (["2026-B4"], "2026-B4"),
        (["2026-B2", "2026-B3"], "2026-B3"),
        (["2026Q2", "2026-07"], None),
        (["2026-B6"], None),
    ],
)
def test_what_is_compared_with(names: list[str], found: str | None) -> None:
    """The last closed period of the same kind before this one."""
    rows = [closed(name, object_kind="公司", subject="公司", dimension="亮灯", score=90, closed=dt.datetime(2026, 12, 1)) for name in names]
    before = published_before(judged("2026-B5", *rows))
    assert (before.period.name if before else None) == found


# 督办考核通报


def test_half_years_count_by_their_own_days() -> None:
    records = (
        department(),
        item("1", due="6-30", status="办结", submitted="6-30", closed="7-1"),
        item("2", due="7-1", status="办结", submitted="7-2", closed="7-3", returns=1),
        item("3", due="12-31"),
    )
    figures = assessment_figures(judged("2026H2", *records))
    assert [one.item.number for one in figures.late] == ["2"]
    assert [one.item.number for one in figures.returned] == ["2"]
    assert figures.figures.counts.closed == 2


@pytest.mark.parametrize(("published", "plan"), [(None, (1, 2)), ("75", (1, 2)), ("80", None)])
def test_the_plan_rate_stands_beside_the_score_while_its_rows_still_give_it(published: str | None, plan: tuple[int, int] | None) -> None:
    """Items of 年度目标 alone; a closed period whose rows were changed since then says nothing of it."""
    records: list[Any] = [
        department(),
        item("1", due="8-1", status="办结", submitted="8-9", closed="8-9", quality=100, origin="年度目标"),
        item("2", due="8-1", status="办结", submitted="8-1", closed="8-1", quality=100, origin="年度目标"),
        item("3", due="8-1", status="办结", submitted="8-9", closed="8-9", quality=100),
        item("4", due="8-1", status="办结", submitted="8-1", closed="8-1", quality=100),
    ]
    if published:
        records.append(closed("2026H2", object_kind="部门", subject="发展部", dimension="督办", score=Fraction(published)))
    (one,) = assessment_figures(judged("2026H2", *records)).departments
    assert (one.plan and (one.plan.numerator, one.plan.denominator)) == plan


def test_reasons_name_the_rows_of_the_largest_loss() -> None:
    records = (department(), item("A-1", due="8-1", status="办结", submitted="8-9", closed="8-9", quality=90))
    (one,) = assessment_figures(judged("2026H2", *records)).departments
    assert one.reasons == ("按期办结失50.00分（A-1）", "完成质量失5.00分（A-1）")


# 绩效通报


SHARE = st.integers(0, 20).map(lambda units: str(Fraction(units, 20)))


@given(
    st.lists(st.tuples(SHARE, st.sampled_from(("1", "2", "0.5")), st.integers(60, 100)), max_size=4),
    st.lists(st.tuples(st.integers(50, 130), st.sampled_from((None, 3))), max_size=3),
    st.lists(st.sampled_from((-1, "-0.5", 2)), max_size=3),
)
def test_losses_add_up_to_what_is_missing(items: list[Any], indicators: list[Any], points: list[Any]) -> None:
    """For each dimension 100 less the printed score, to the last decimal; the points as they count."""
    records: list[Any] = [department()]
    for place, (share, weight, quality) in enumerate(items):
        fields = {"completion": share, "weight": weight, "quality": quality, "status": "办结", "submitted": "9-9", "closed": "9-9"}
        records.append(item(f"2026-{place}", due="9-1" if place % 2 else "9-20", **fields))
        records.append(feedback(number=f"2026-{place}", due="9-1", given="9-2", accuracy="基本准确"))
    records += [
        indicator(f"Z{place}", period="2026Q3", goal=100, actual=actual, weight=weight) for place, (actual, weight) in enumerate(indicators)
    ]
    records += [point(points=value, day="9-1") for value in points]
    scores = scores_of(judged("2026Q3", *records))
    rows = lost_rows("发展部", scores)
    one = scores.composites["发展部"]
    for share in one.shares:
        lost = sum((Fraction(row.points or 0) for row in rows if row.dimension == share.dimension), Fraction(0))
        assert lost == round_half_up(100 - share.score, 2)
    counted_points = sum((Fraction(row.points or 0) for row in rows if row.dimension == "加减分"), Fraction(0))
    assert counted_points == round_half_up(one.points or 0, 2)
    assert {row.dimension for row in rows} <= {*DIMENSIONS, "加减分"}


def test_points_of_persons_are_no_part_of_it() -> None:
    known = judged("2026Q3", department(), person(staff_no="G1"), point(day="9-1"), point(day="9-1", staff_no="G1", points=-5))
    figures = performance_figures(known)
    assert [one.points for _, one in figures.points] == [-1]
    assert {one.name: one.value for one in performance_evidence(figures)}["加减分值"] == -1


def test_changes_of_persons_indicators_are_no_part_of_it() -> None:
    """Neither in the list, nor in its count, nor in the rows behind."""
    rows = [indicator(number, period="2026Q3", level=level, goal=100) for number, level in (("Z1", "部门"), ("P1", "个人"))]
    changes = [change("调整", number, asked="9-1", reason=reason) for number, reason in (("Z1", "电价"), ("P1", "张三病了"))]
    figures = performance_figures(judged("2026Q3", department(), *rows, *changes))
    evidence = performance_evidence(figures)
    assert [one.change.number for one in figures.changed] == ["Z1"]
    assert {one.name: one.value for one in evidence}["目标变更"] == 1
    assert "张三病了" not in str(evidence)


def test_a_secret_indicator_has_no_name_wherever_it_lost_points() -> None:
    rows = [indicator(period="2026Q3", name="商业秘密保护率", goal=100, actual=50)]
    figures = performance_figures(judged("2026Q3", department(ranked="是"), *rows))
    (lost,) = lost_rows("发展部", figures.scores)
    (unit,) = figures.units
    assert lost.note.startswith(f"{WITHHELD}：实际 50")
    assert unit.main == (f"指标失50.00分（{WITHHELD} Z1）",)
    assert len(figures.weak) == 1
    assert "商业秘密" not in str([one.rows for one in performance_evidence(figures)])


# 周报


def test_no_bulletin_tells_of_the_indicator_of_a_person() -> None:
    """The same rows once of a person and once of a department: not done in the week, not reported, added in the quarter."""

    def told(level: str) -> tuple[list[str], list[str], list[str]]:
        node = indicator("N", method="节点", level=level, period="2026Q4", due="11-20", responsible="张三")
        owed = indicator("O", level=level, period="2026Q4", goal=1, responsible="张三")
        records = (department(), node, owed, change("新增", "O", asked="10-8"))
        week = weekly_figures(judged("2026-W47", *records))
        quarter = performance_figures(judged("2026Q4", *records))
        changed = [one.change.number for one in quarter.changed]
        return [row.number for row in week.indicators], [one.indicator.number for one in quarter.unreported], changed

    assert told("部门") == (["N"], ["O"], ["O"])
    assert told("个人") == ([], [], [])


@pytest.mark.parametrize(
    ("date", "new", "soon"), [("11-15", 0, 0), ("11-16", 1, 0), ("11-22", 1, 0), ("11-23", 0, 1), ("11-29", 0, 1), ("11-30", 0, 0)]
)
def test_a_week_runs_from_monday_to_sunday(date: str, new: int, soon: int) -> None:
    figures = weekly_figures(judged("2026-W47", item("1", issued=date, due="2027-01-01"), item("2", due=date), as_of="11-23"))
    assert len(figures.new) == new
    assert len(figures.due_next) == soon


@given(st.fixed_dictionaries({sort: st.integers(0, 30) for sort in LEAST}))
def test_the_page_is_filled_and_not_more(counts: dict[str, int]) -> None:
    given_ = allotted(counts)
    assert all(given_[sort] <= counts[sort] for sort in counts)
    assert sum(max(rows, 1) for rows in given_.values()) <= ROOM
    if sum(given_.values()) < sum(counts.values()):
        assert sum(max(rows, 1) for rows in given_.values()) == ROOM
    assert all(given_[sort] >= min(least, counts[sort]) for sort, least in LEAST.items())


# shares, and rows that do not agree


@given(st.dictionaries(st.sampled_from("绿黄红蓝未"), st.integers(0, 400), min_size=1))
def test_shares_add_up_to_100(parts: dict[str, int]) -> None:
    found = shares(parts)
    total = sum(parts.values())
    assert bool(found) == bool(total)
    if total:
        assert sum(share for share, _ in found.values()) == 100
        exact = {name: round_half_up(Fraction(100 * count, total), 1) for name, count in parts.items()}
        moved = {name for name, (share, _) in found.items() if share != exact[name]}
        assert moved == {name for name, (_, marked) in found.items() if marked}
        assert sum(marked for _, marked in found.values()) <= 1


def rows(*parts: Any) -> list[Behind]:
    return [Behind(part, (), NOWHERE) for part in parts]


@pytest.mark.parametrize(
    ("evidence", "context", "said"),
    [
        (counted("逾期", "", "事项", rows(1, 1)), {"逾期": Figure("逾期", 2)}, []),
        (counted("逾期", "", "事项", rows(1)), {"逾期": Figure("逾期", 2)}, ["“逾期”在文书里是 2，明细里是 1"]),
        (of_rate("率", Rate(1, 2, ""), "事项", rows((1, 1), (0, 1))), {}, []),
        (of_rate("率", Rate(1, 2, ""), "事项", rows((1, 1))), {}, ["“率”的明细合计 1/1，与 50.0%（1/2） 不一致"]),
        (counted("分值", "", "加减分", rows(Fraction(-1, 2), -1)), {"表": {"行": [Figure("分值", Fraction(-3, 2))]}}, []),
    ],
)
def test_rows_and_figures_are_compared(evidence: Any, context: dict[str, Any], said: list[str]) -> None:
    assert disagreements([evidence], context) == said
