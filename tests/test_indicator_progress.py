"""R18 by hand: what was reached against what should be, who is behind, what was not reported, and a blank 实际值.

The first quarter of 2026 has 90 days: 31 by the end of January, 59 by that of February; its steps are months.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from support.make import closed, day, department, indicator, person, report, tables

from udfs.checks.indicator_checks import check_indicators
from udfs.checks.progress_checks import check_progress
from udfs.checks.references import check_references
from udfs.pages.dashboard_values import progress_rows
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.performance.indicators import indicator_scores
from udfs.rules.performance.scoreboard import scores_of
from udfs.rules.supervision.advice import advice
from udfs.rules.supervision.indicator_progress import Progress, indicator_progress
from udfs.rules.supervision.reminders import addressed, reminders
from udfs.rules.supervision.supervision import supervision
from udfs.rules.supervision.targets import landing
from udfs.rules.trace.lost_points import lost_rows
from udfs.rules.trace.score_trace import score_trace
from workbook_templates.tables.logs import ReminderSent

F = Fraction
JANUARY, FEBRUARY = F(31, 90), F(59, 90)


def one(*records: Any, as_of: str = "2-10", **settings: Any) -> Progress:
    """The only indicator, on 10 February."""
    (found,) = indicator_progress(tables(*records, **settings), day(as_of)).values()
    return found


def forward(**fields: Any) -> Any:
    return indicator(**{"goal": 100, "responsible": "张三", "handler": "李四", **fields})


def backward(**fields: Any) -> Any:
    return forward(method="反向", **fields)


@pytest.mark.parametrize(
    ("name", "rows", "as_of", "reached", "share", "expected"),
    [
        ("no report", [forward()], "2-10", None, None, None),
        ("the latest", [forward(), report("1-20", 10), report("1-31", 30)], "2-10", 30, F(3, 10), JANUARY),
        ("whatever the order of rows", [forward(), report("1-31", 30), report("1-20", 10)], "2-10", 30, F(3, 10), JANUARY),
        ("one of tomorrow is not known", [forward(), report("1-31", 30), report("2-11", 50)], "2-10", 30, F(3, 10), JANUARY),
        ("one of today is", [forward(), report("1-31", 30), report("2-10", 50)], "2-10", 50, F(1, 2), F(41, 90)),
        ("当期: the sum", [forward(accrual="当期"), report("1-31", 30), report("2-10", 5)], "2-10", 35, F(7, 20), F(41, 90)),
        ("of one day the upper row", [forward(), report("1-31", 30), report("1-31", 40)], "2-10", 30, F(3, 10), JANUARY),
        ("from before the period: nothing", [forward(), report("2025-12-31", 30)], "2-10", None, None, None),
        ("of another period: nothing", [forward(), report("1-31", 30, period="2026Q2")], "2-10", None, None, None),
        ("of another number: nothing", [forward(), report("1-31", 30, number="Z2")], "2-10", None, None, None),
        ("the period in another form", [forward(), report("1-31", 30, period="2026年一季度")], "2-10", 30, F(3, 10), JANUARY),
        ("0 is a report", [forward(), report("1-31", 0)], "2-10", 0, 0, JANUARY),
        ("a blank figure is none", [forward(), report("1-31", None)], "2-10", None, None, None),
        ("反向: used of what is allowed", [backward(), report("1-31", 40)], "2-10", 40, F(2, 5), JANUARY),
        ("a goal of 0: no share", [forward(goal=0), report("1-31", 30)], "2-10", 30, None, JANUARY),
        ("no goal: no share", [forward(goal=None), report("1-31", 30)], "2-10", 30, None, JANUARY),
        ("by its curve", [forward(curve="10、50、100"), report("1-31", 30)], "2-10", 30, F(3, 10), F(1, 10)),
        ("after the period: the whole", [forward(), report("4-2", 90)], "4-10", 90, F(9, 10), 1),
    ],
)
def test_reached_and_expected(name: str, rows: Sequence[Any], as_of: str, reached: Any, share: Any, expected: Any) -> None:
    found = one(*rows, as_of=as_of)
    assert (found.reached, found.share, found.expected) == (reached, share, expected), name


def test_only_some_ways_of_scoring_have_progress() -> None:
    rows = [indicator(f"Z{n}", method=method) for n, method in enumerate(("正向", "反向", "节点", "扣分", "打分", "督办", ""))]
    assert [key[0] for key in indicator_progress(tables(*rows), day("2-10"))] == ["Z0", "Z1"]


CURVE = {"curve": "40、70、100"}


@pytest.mark.parametrize(
    ("name", "rows", "settings", "lag", "behind"),
    [
        ("exactly the bound is not behind", [forward(**CURVE), report("1-31", 30)], {}, 10, False),
        ("a little more is", [forward(**CURVE), report("1-31", "29.9")], {}, F(101, 10), True),
        ("ahead", [forward(**CURVE), report("1-31", 50)], {}, -10, False),
        ("another bound", [forward(**CURVE), report("1-31", 30)], {"落后进度下限": "9.9"}, 10, True),
        ("no bound: any lag", [forward(**CURVE), report("1-31", "39.9")], {"落后进度下限": "0"}, F(1, 10), True),
        ("反向: exactly the bound", [backward(**CURVE), report("1-31", 50)], {}, 10, False),
        ("反向: more", [backward(**CURVE), report("1-31", "50.1")], {}, F(101, 10), True),
        ("反向: less used is ahead", [backward(**CURVE), report("1-31", 10)], {}, -30, False),
        ("反向: on 底线值", [backward(floor=45, **CURVE), report("1-31", 45)], {}, 5, False),
        ("反向: past 底线值", [backward(floor=45, **CURVE), report("1-31", "45.1")], {}, F(51, 10), True),
        ("反向: past 底线值 without a goal", [backward(goal=None, floor=45), report("1-31", 46)], {}, None, True),
        ("正向: 底线值 is for the end", [forward(floor=80, **CURVE), report("1-31", 35)], {}, 5, False),
        ("reported in 实际值: over", [forward(actual=100, **CURVE), report("1-31", 10)], {}, 30, False),
        ("closed", [forward(**CURVE), report("1-31", 10), closed("2026Q1", dimension="综合")], {}, 30, False),
        ("before 启用日期", [forward(**CURVE), report("1-31", 10)], {"启用日期": "2026-02-11"}, 30, False),
        ("from 启用日期 on", [forward(**CURVE), report("1-31", 10)], {"启用日期": "2026-02-10"}, 30, True),
        ("no report is not behind", [forward(**CURVE)], {}, None, False),
    ],
)
def test_behind(name: str, rows: Sequence[Any], settings: dict[str, str], lag: Any, behind: bool) -> None:
    found = one(*rows, **settings)
    assert (found.lag, found.behind) == (lag, behind), name


@pytest.mark.parametrize(("as_of", "behind"), [("2025-12-31", False), ("2026-01-31", True), ("2026-03-31", True), ("2026-04-01", False)])
def test_only_inside_the_period(as_of: str, behind: bool) -> None:
    assert one(forward(**CURVE), report("1-31", 10), as_of=as_of).behind == behind


def test_a_rate_is_held_against_its_goal_on_every_day() -> None:
    rate = backward(goal=5, unit="%", curve="100、100")
    assert one(rate, report("1-05", "5.4"), as_of="1-10").behind is False
    assert one(rate, report("1-05", "5.6"), as_of="1-10").lag == 12


@pytest.mark.parametrize(
    ("as_of", "reports", "step"),
    [
        ("1-31", [], None),
        ("2-1", [], "1-31"),
        ("2-28", [], "1-31"),
        ("3-1", [], "2-28"),
        ("2-1", [report("1-01", 3)], None),
        ("3-1", [report("1-31", 3)], "2-28"),
        ("3-1", [report("2-01", 3)], None),
        ("3-31", [report("2-28", 3)], None),
        ("4-1", [], None),
    ],
)
def test_a_step_without_a_report_is_named_the_day_after(as_of: str, reports: Sequence[Any], step: str | None) -> None:
    missing = one(forward(), *reports, as_of=as_of).missing
    assert (missing.last if missing else None) == (day(step) if step else None)


EACH = forward(accrual="当期")


@pytest.mark.parametrize(
    ("rows", "as_of", "owes", "lag"),
    [
        ([report("1-31", 34), report("2-28", 31)], "3-10", "", True),
        ([report("1-31", 34)], "3-10", "没有报 2026-02-01 至 2026-02-28 的进度", True),  # up to January it is whole
        ([report("2-28", 31)], "3-10", "没有报 2026-01-01 至 2026-01-31 的进度", False),
        ([report("1-31", 34), report("2-15", None), report("2-28", 9)], "3-10", "没有报 2026-02-01 至 2026-02-28 的进度", True),
        ([report("3-05", 2)], "3-10", "没有报 2026-01-01 至 2026-01-31、2026-02-01 至 2026-02-28 的进度", False),
        ([report("1-31", 34), report("3-31", 20)], "4-10", "没有报 2026-02-01 至 2026-02-28 的进度", False),
        ([report("1-31", 34), report("2-28", 0), report("4-02", 20)], "4-10", "", True),
    ],
)
def test_a_part_that_was_not_reported_is_no_0(rows: Sequence[Any], as_of: str, owes: str, lag: bool) -> None:
    found = one(EACH, *rows, as_of=as_of)
    assert (found.owes(), found.lag is not None) == (owes, lag)
    assert not (found.behind and not lag)
    listed = [problem.problem for problem in check_indicators(tables(EACH, *rows), day(as_of))]
    over = as_of == "4-10"
    assert listed == ([] if not owes else [f"期间已过，没有实际值，指标进度{owes}，不计分" if over else f"{owes}，合计不全"])


def test_what_was_over_before_the_start_is_not_missing() -> None:
    assert one(forward(), as_of="2-10", 启用日期="2026-01-31").missing is not None
    assert one(forward(), as_of="2-10", 启用日期="2026-02-01").missing is None


# -- a blank 实际值 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rows", "as_of", "score"),
    [
        ("the day before the last", [forward(), report("3-30", 90)], "4-10", None),
        ("on the last", [forward(), report("3-31", 90)], "4-10", 90),
        ("later", [forward(), report("4-02", 90)], "4-10", 90),
        ("later, not known yet", [forward(), report("4-02", 90)], "4-01", None),
        ("实际值 goes first", [forward(actual=80), report("3-31", 90)], "4-10", 80),
        ("反向", [backward(), report("3-31", 90)], "4-10", 100),
        ("反向, too much", [backward(), report("3-31", 130)], "4-10", 70),
        ("当期: all of it", [EACH, report("1-31", 0), report("2-28", 50), report("3-31", 20)], "4-10", 70),
        ("当期: January lacks", [EACH, report("2-28", 50), report("3-31", 20)], "4-10", None),
        ("当期: February lacks", [EACH, report("1-31", 40), report("3-31", 30)], "4-10", None),
        ("当期: no figure in February", [EACH, report("1-31", 40), report("2-28", None), report("3-31", 30)], "4-10", None),
        ("当期: 实际值 goes first", [forward(accrual="当期", actual=80), report("3-31", 30)], "4-10", 80),
        ("当期: nothing up to the end", [forward(accrual="当期"), report("2-28", 50), report("3-30", 20)], "4-10", None),
        ("below 底线值", [forward(floor=95), report("3-31", 90)], "4-10", 0),
        ("扣分 takes none", [forward(method="扣分"), report("3-31", 3)], "4-10", None),
    ],
)
def test_a_blank_actual_is_taken_from_the_end_of_the_period(name: str, rows: Sequence[Any], as_of: str, score: Any) -> None:
    (found,) = indicator_scores(judged(*rows, as_of=as_of))["2026Q1"]
    assert (found.score, found.unreported) == (score, score is None), name
    listed = [problem.value for problem in check_indicators(tables(*rows), day(as_of))]
    assert listed == (["未报"] if score is None else []), name


def test_the_trace_names_the_row_of_the_report() -> None:
    rows = [department(), forward(row=7), report("3-31", 90, row=12)]
    scores = scores_of(judged(*rows, as_of="4-10"))
    traced = [row for row in score_trace(scores) if row.rule == "R8"]
    assert [(row.table, row.row, row.points) for row in traced] == [("指标进度", 12, 90)]
    assert traced[0].note.startswith("指标Z1：实际 90（指标进度，截至 2026-03-31） ÷ 目标 100 × 100")
    assert [(row.table, row.row) for row in lost_rows("发展部", scores) if row.rule == "R8"] == [("指标进度", 12)]


def test_the_trace_names_every_row_of_a_sum() -> None:
    rows = [
        department(),
        forward(accrual="当期", row=7),
        *(report(day, 20, row=row) for day, row in (("1-31", 9), ("2-28", 12), ("3-31", 15))),
    ]
    (traced,) = (row for row in score_trace(scores_of(judged(*rows, as_of="4-10"))) if row.rule == "R8")
    assert (traced.table, traced.row) == ("指标进度", 15)
    assert "（指标进度 2026-01-31、2026-02-28、2026-03-31 合计）" in traced.note


# -- said ------------------------------------------------------------------------------------------------------------------


def judged(*records: Any, as_of: str, **settings: Any) -> Judgement:
    return judge(tables(*records, **settings), day(as_of), Calendar(), parse_period("2026Q1"))


def advised(*records: Any, as_of: str = "2-10", **settings: Any) -> list[tuple[str, str]]:
    """对象 and 事实 of the rows about progress."""
    judgement = judged(*records, as_of=as_of, **settings)
    rows = advice(judgement, supervision(judgement), landing(judgement.facts, judgement.day))
    return [(row.subject, row.fact) for row in rows if row.kind == "指标进度"]


def test_what_is_behind_and_what_is_missing_is_advised() -> None:
    rows = [
        department(order=2), department("运检部", order=1),
        forward(**CURVE), report("1-31", 20),
        forward(number="Z2", **CURVE), report("1-31", 5, number="Z2"),
        forward(number="Z3", **CURVE), report("1-31", 45, number="Z3"),
        *(forward(number=f"Z{n}", department="运检部") for n in (4, 5)), forward(number="Z6"), forward(number="Z7", level="个人"),
    ]  # fmt: skip
    assert advised(*rows) == [
        ("Z2", "“指标Z2”（发展部）截至 2026-01-31 进度 5.0%，应有 40.0%，落后 35.0 个百分点"),
        ("Z1", "“指标Z1”（发展部）截至 2026-01-31 进度 20.0%，应有 40.0%，落后 20.0 个百分点"),
        ("运检部", "没有报进度的指标 2 个，2026-01-31 止的一步：Z4、Z5"),
        ("发展部", "没有报进度的指标 1 个，2026-01-31 止的一步：Z6"),
        ("Z7", "“指标Z7”（发展部）没有报 2026-01-01 至 2026-01-31 的进度"),
    ]


def test_past_its_floor_is_said() -> None:
    assert advised(backward(goal=None, floor=10, unit="起"), report("1-31", 12)) == [
        ("Z1", "“指标Z1”（发展部）截至 2026-01-31 完成 12起，12 已差于底线值 10")
    ]


# -- reminders -------------------------------------------------------------------------------------------------------------

LATE = forward(**CURVE)
STAFF = [department(liaison="王芳"), person("张三"), person("王芳")]


def reminded(*records: Any, as_of: str, **settings: Any) -> list[tuple[Any, ...]]:
    rows = reminders(judged(*STAFF, *records, as_of=as_of, **settings))
    return [(row.recipient, row.number, row.stage, row.rule, row.trigger) for row in rows]


@pytest.mark.parametrize(
    ("name", "reports", "as_of", "trigger"),
    [
        ("the day of the report, a rest day", [report("1-31", 10)], "1-31", None),
        ("the first working day of the next step is a Monday", [report("1-31", 10)], "2-1", None),
        ("that Monday", [report("1-31", 10)], "2-2", "2-2"),
        ("later in the step the same", [report("1-31", 10)], "2-27", "2-2"),
        ("on a rest day nothing", [report("1-31", 10)], "2-7", None),
        ("the next step is another", [report("1-31", 10)], "3-2", "3-2"),
        ("two reports of a step have one", [report("2-03", 11), report("2-10", 12)], "2-10", "2-2"),
        ("in the first step", [report("1-07", 0)], "1-07", None),
        ("in the first step, far behind", [report("1-22", 1)], "1-22", "1-4"),
        ("caught up", [report("1-31", 10), report("2-10", 60)], "2-10", None),
        ("the period is over", [report("1-31", 10)], "4-1", None),
    ],
)
def test_once_a_step_on_its_first_working_day(name: str, reports: Sequence[Any], as_of: str, trigger: str | None) -> None:
    found = reminded(LATE, *reports, as_of=as_of)
    assert found == ([("张三", "Z1", "2026Q1", "进度落后", day(trigger))] if trigger else []), name


def test_what_was_sent_is_not_sent_again_in_its_step() -> None:
    sent = ReminderSent(None, "Z1", "2026Q1", "进度落后", day("2-2"), "张三", "人工", "人工已发")
    facts = judged(*STAFF, LATE, report("1-31", 10), as_of="2-10")
    assert reminders(facts, facts.facts._replace(reminded=(sent,))) == []
    later = judged(*STAFF, LATE, report("1-31", 10), as_of="3-2")
    assert len(reminders(later, later.facts._replace(reminded=(sent,)))) == 1


def test_namesakes_are_told_apart_and_the_liaison_gets_a_copy() -> None:
    rows = [person("张三", department="运检部"), LATE, report("1-31", 10)]
    (found,) = addressed(judged(*STAFF, *rows, as_of="2-10"))
    assert (found.row.recipient, found.row.copies, found.row.due) == ("发展部张三", "王芳（联系人）", day("3-31"))


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "【督办提醒】指标Z1截至2026年1月31日落后于应有进度，请抓紧推进，并说明原因和措施。"),
        (
            {"短信带事项内容": "是"},
            "【督办提醒】指标Z1“指标Z1”截至2026年1月31日进度10.0%，应有40.0%，落后30.0个百分点，请抓紧推进，并说明原因和措施。",
        ),
        ({"短信带事项内容": "是", "密级词": "指标"}, "【督办提醒】指标Z1截至2026年1月31日落后于应有进度，请抓紧推进，并说明原因和措施。"),
    ],
)
def test_the_figures_leave_only_with_the_matter(settings: dict[str, str], text: str) -> None:
    (row,) = reminders(judged(*STAFF, LATE, report("1-31", 10), as_of="2-10", **settings))
    assert row.text == text


# -- what is listed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rows", "listed"),
    [
        ("in order", [forward(**CURVE), report("1-31", 30)], []),
        ("a curve that falls", [forward(curve="50、40、100")], [("指标", "进度曲线")]),
        ("of another way of scoring it does not matter", [forward(method="扣分", curve="50、40、100")], []),
        ("another period", [forward(), report("1-31", 30, period="2026Q2")], [("指标进度", "期间")]),
        ("another way of scoring", [forward(method="扣分"), report("1-31", 3)], [("指标进度", "指标编号")]),
        ("the day before the period", [forward(), report("2025-12-31", 3)], [("指标进度", "截至日期")]),
        ("its first day", [forward(), report("1-01", 3)], []),
        ("its last day", [forward(), report("3-31", 3)], []),
        ("the day after", [forward(), report("4-01", 3)], [("指标进度", "截至日期")]),
        ("a figure that falls", [forward(), report("2-28", 20), report("1-31", 30)], [("指标进度", "实际值")]),
        ("one that stays", [forward(), report("1-31", 30), report("2-28", 30)], []),
        ("当期 may fall", [forward(accrual="当期"), report("1-31", 30), report("2-28", 20)], []),
        ("a rate may fall", [forward(curve="100、100"), report("1-31", 30), report("2-28", 20)], []),
        ("a percentage without its sign", [forward(unit="%"), report("1-31", "0.3")], [("指标进度", "实际值")]),
    ],
)
def test_what_is_listed(name: str, rows: Sequence[Any], listed: list[tuple[str, str]]) -> None:
    assert [(one.table, one.header) for one in check_progress(tables(*rows))] == listed, name


def test_an_unknown_number_is_listed() -> None:
    facts = tables(department(), forward(), report("1-31", 30, number="Z9"))
    assert [(one.table, one.value) for one in check_references(facts) if one.table == "指标进度"] == [("指标进度", "Z9")]
    assert list(check_progress(facts)) == []


# -- 操作台 ------------------------------------------------------------------------------------------------------------------


def test_the_chart_has_running_indicators_with_a_report_the_furthest_behind_first() -> None:
    rows = [
        forward(name="售电量"), report("1-31", 40), forward(number="Z2", name="特别长的一个指标的名称"), report("1-31", 5, number="Z2"),
        forward(number="Z3"), forward(number="Z4", actual=9), report("1-31", 9, number="Z4"), forward(number="Z5", goal=0),
        report("1-31", 9, number="Z5"), forward(number="Z6", level="个人"), report("1-31", 9, number="Z6"),
    ]  # fmt: skip
    assert progress_rows(judged(*rows, as_of="2-10")) == [
        ("Z2 特别长的一个指标的…", pytest.approx(0.05), pytest.approx(31 / 90)),
        ("Z1 售电量", pytest.approx(0.4), pytest.approx(31 / 90)),
    ]
