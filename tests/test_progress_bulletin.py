"""绩效通报: the indicators that still run on the judged day, reached against expected, the furthest behind first."""

from fractions import Fraction
from typing import Any

import pytest
from support.make import day, department, indicator, report, tables

from udfs.papers.bulletins.performance_bulletin import performance_evidence, performance_figures
from udfs.papers.bulletins.performance_bulletin_texts import running_texts
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge

ROWS = [
    department(),
    indicator("Z1", goal=100), report("1-31", 40),
    indicator("Z2", goal=100), report("1-31", 20, number="Z2"),
    indicator("Z3", goal=100),
    indicator("Z4", goal=100, level="个人"), report("1-31", 1, number="Z4"),
    indicator("Z5", goal=100, period="2026"), report("1-31", 2, number="Z5", period="2026"),
    indicator("Z6", goal=100, period="2026"), report("4-05", 60, number="Z6", period="2026"),
    indicator("Z7", goal=100, actual=50), report("1-31", 1, number="Z7"),
]  # fmt: skip


def figures(as_of: str, **settings: Any) -> Any:
    return performance_figures(judge(tables(*ROWS, **settings), day(as_of), Calendar(), parse_period("2026Q1")))


@pytest.mark.parametrize(
    ("as_of", "shown"),
    [
        ("2-10", [("Z2", True), ("Z5", False), ("Z1", False), ("Z3", False), ("Z6", False)]),
        ("3-31", [("Z2", True), ("Z5", False), ("Z1", False), ("Z3", False), ("Z6", False)]),
        ("4-10", [("Z5", False), ("Z6", False)]),
    ],
)
def test_which_indicators_are_shown_and_in_which_order(as_of: str, shown: list[tuple[str, bool]]) -> None:
    """Of a quarter that is over only longer periods run on, as they stood on its last day; persons' and reported ones are not told."""
    found = figures(as_of)
    assert [(one.indicator.number, one.behind) for one in found.running] == shown
    evidence = {one.name: len(one.rows) for one in performance_evidence(found)}
    assert (evidence["期间内指标"], evidence["落后指标"]) == (len(shown), sum(behind for _, behind in shown))


def test_what_is_said_of_one() -> None:
    found = figures("2-10")
    told = {one.indicator.number: running_texts(one, found) for one in found.running}
    assert told["Z2"] == {
        "编号": "Z2", "部门": "发展部", "指标": "指标Z2", "截至": "2026-01-31", "截至日": "2026年1月31日", "进度": "20.0%", "应有": "34.4%",
        "落后": "14.4", "差于底线": False,
    }  # fmt: skip
    assert [told["Z3"][name] for name in ("截至日", "进度", "应有", "落后")] == ["", "—", "—", ""]
    assert told["Z1"]["落后"] == ""
    assert next(one for one in found.running if one.indicator.number == "Z5").lag == Fraction(31, 365) * 100 - 2


def test_a_secret_word_keeps_the_name_back() -> None:
    found = figures("2-10", 密级词="指标Z2")
    assert running_texts(found.running[0], found)["指标"] != "指标Z2"
