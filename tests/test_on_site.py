"""R19: what was settled on the spot is counted, and in no rate, light, reminder or feedback; what is to be studied is asked for."""

from typing import Any

import pytest
from support.make import change, day, department, feedback, item, stage, tables

from udfs.checks.consistency import check_consistency
from udfs.pages.dashboard_values import light_name
from udfs.pages.period_change import year_figures
from udfs.rules.ground.excused import is_owed
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.supervision.advice import HELD_UP, STUDY, advice
from udfs.rules.supervision.escalation import late_facts
from udfs.rules.supervision.reminders import reminders
from udfs.rules.supervision.supervision import company_supervision
from udfs.rules.supervision.targets import landing

SOLVED: dict[str, Any] = {"on_site": "现场已解决", "origin": "年度目标", "issued": "6-1", "due": "6-1"}
CLOSED: dict[str, Any] = {**SOLVED, "status": "办结", "closed": "6-1", "closing_note": "当场解决"}


def judged(*records: Any, as_of: str = "6-10", period: str = "2026Q2", **settings: Any) -> Judgement:
    return judge(tables(department(), *records, **settings), day(as_of), Calendar(), parse_period(period, 31))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("as it should be", CLOSED),
        ("closed late", {**CLOSED, "closed": "6-20", "submitted": "6-20"}),
        ("still open and overdue", {**SOLVED, "status": "办理"}),
        ("with a quality", {**CLOSED, "quality": 60, "rated": "6-5"}),
    ],
)
@pytest.mark.parametrize("basis", ["到期阶段", "全部阶段", "序时差", "时限"])
def test_it_is_measured_nowhere(name: str, fields: dict[str, Any], basis: str) -> None:
    whole = judged(item("A", level="公司级", **fields), feedback(number="A", due="6-5"), as_of="6-30", 亮灯口径=basis, 逾期亮红灯="是")
    (one,) = whole.items
    assert (one.light, one.computed_light, one.overdue, one.counts, one.days_left, one.lag) == ("", "", False, False, None, None), name
    assert department_lights(whole) == {}
    rates = company_supervision(whole)
    assert [rate.denominator for rate in (rates.on_time, rates.closing, rates.feedback, rates.plan)] == [0, 0, 0, 0]
    assert rates.score is None
    assert reminders(whole) == []
    assert late_facts(whole) == []
    assert not any(map(is_owed, whole.facts.feedback))
    assert light_name(one) == ""


def test_the_same_item_is_measured_where_it_is_not_settled_on_the_spot() -> None:
    whole = judged(item("A", **{**CLOSED, "on_site": "需研究"}))
    rates = company_supervision(whole)
    assert [rate.text() for rate in (rates.on_time, rates.closing, rates.plan)] == ["100.0%（1/1）"] * 3
    assert whole.items[0].light == "绿灯"


def test_it_is_counted_in_the_work_of_the_year_and_by_itself() -> None:
    whole = judged(item("A", **CLOSED), item("B", **{**CLOSED, "on_site": "需研究"}), item("C", **{**CLOSED, "issued": "2025-12-31"}))
    figures = year_figures(whole)
    assert (figures.work, figures.solved) == (2, 1)


@pytest.mark.parametrize(
    ("name", "fields", "found"),
    [
        ("as it should be", CLOSED, []),
        ("still open", {**SOLVED, "status": "办理"}, [("现场分类", "现场已解决而状态为办理，按办结算")]),
        ("the day after", {**CLOSED, "closed": "6-2"}, [("办结日期", "现场已解决而办结晚于 2026-06-01")]),
        ("without the day", {**CLOSED, "closed": None}, [("办结日期", "办结而没有办结日期和提交日期")]),
        ("to study without 立项日期", {"on_site": "需研究"}, [("立项日期", "需研究的事项没有立项日期")]),
        ("to study", {"on_site": "需研究", "registered": "1-1"}, []),
        ("cancelled", {**SOLVED, "status": "取消"}, []),
    ],
)
def test_what_is_listed(name: str, fields: dict[str, Any], found: list[tuple[str, str]]) -> None:
    problems = check_consistency(tables(department(), item("A", **fields)), day("6-10"), Calendar())
    seen = [(one.header, one.problem) for one in problems if one.header in ("现场分类", "立项日期", "办结日期", "提交日期")]
    if name == "without the day":
        assert [header for header, _ in seen] == ["办结日期"]
    else:
        assert seen == found, name


def advised(kind: str, *records: Any, as_of: str = "6-10") -> list[tuple[str, str, str]]:
    whole = judged(*records, as_of=as_of)
    return [(row.subject, row.fact, row.suggestion) for row in advice(whole, {}, landing(whole.facts, whole.day)) if row.kind == kind]


@pytest.mark.parametrize(("status", "listed"), [("立项", True), ("下达", False), ("办理", False), ("取消", False), ("暂缓", False)])
def test_what_is_to_be_studied_is_asked_for_until_it_is_given_out(status: str, listed: bool) -> None:
    found = advised(STUDY, item("A", on_site="需研究", status=status, registered="6-1", issued=None))
    assert [(subject, fact) for subject, fact, _ in found] == (
        [("A", "现场交办的“事项A”需研究，2026-06-01 立项，还没有下达")] if listed else []
    )


def test_what_holds_an_item_up_is_advised() -> None:
    records = (
        department("财务部"), item("A", due="6-9"), item("B", due="7-9", department="财务部"), item("C", due="7-1", after=("A", "B")),
        stage(number="C", due="7-1"), change("改期", "D", old="2026-07-01", new="2026-07-02"),
    )  # fmt: skip
    assert advised(HELD_UP, *records) == [
        (
            "C",
            "“事项C”：前置 A（发展部）时限 2026-06-09，已逾期未办结；前置 B（财务部）时限 2026-07-09，晚于本事项的 2026-07-01",
            "请发展部、财务部先办结前置事项，或调整两项的时限",
        )
    ]
    assert advised(HELD_UP, *records, as_of="6-9")[0][1].startswith("“事项C”：前置 B")
