"""R8: what 数据检查 lists of indicators: figures that are owed, goals that can't be divided by, chains that break."""

from collections.abc import Sequence
from typing import Any

import pytest
from support.make import day, department, indicator, mark, tables

from udfs.checks.indicator_checks import check_indicators
from udfs.checks.references import check_references

PEOPLE = {"responsible": "张三"}


def owned(**fields: Any) -> Any:
    """An indicator in order: goal, actual, somebody who answers for it."""
    return indicator(**{"goal": 80, "actual": 60, "responsible": "张三", "handler": "李四", **fields})


def listed(*records: Any, as_of: str = "4-1", **settings: Any) -> list[tuple[str, str]]:
    """(列, 值) of each entry."""
    return [(one.header, one.value) for one in check_indicators(tables(*records, **settings), day(as_of))]


OWED = [("实际值", "未报")]


def test_one_in_order_is_not_listed() -> None:
    assert listed(owned()) == []


@pytest.mark.parametrize(
    ("name", "as_of", "rows", "settings", "expected"),
    [
        ("the day before the period's end", "3-30", [owned(actual=None)], {}, []),
        ("its last day", "3-31", [owned(actual=None)], {}, []),
        ("the day after", "4-1", [owned(actual=None)], {}, OWED),
        ("a year that runs", "12-31", [owned(actual=None, period="2026")], {}, []),
        ("a month of another form", "4-1", [owned(actual=None, period="2026年3月")], {}, OWED),
        ("月度截止日 25: its last day", "3-25", [owned(actual=None)], {"月度截止日": "25"}, []),
        ("月度截止日 25: the day after", "3-26", [owned(actual=None)], {"月度截止日": "25"}, OWED),
        ("0 is reported", "4-1", [owned(actual=0)], {}, []),
        ("反向", "4-1", [owned(actual=None, method="反向")], {}, OWED),
        ("扣分 needs no goal", "4-1", [owned(actual=None, goal=None, method="扣分")], {}, OWED),
        ("节点 reports a day", "4-1", [owned(actual=None, method="节点", due="3-31")], {}, []),
        ("督办 reports nothing", "4-1", [owned(actual=None, method="督办")], {}, []),
        ("打分 without marks", "4-1", [owned(actual=None, method="打分")], {}, OWED),
        ("打分 with a blank one", "4-1", [owned(actual=None, method="打分"), mark(None)], {}, OWED),
        ("打分 with one", "4-1", [owned(actual=None, method="打分"), mark(0)], {}, []),
        ("打分 by name", "4-1", [owned(actual=None, method="打分"), mark(8, matter="指标Z1")], {}, []),
        ("打分 of another period", "4-1", [owned(actual=None, method="打分"), mark(8, period="2026Q2")], {}, OWED),
        ("打分 in another form", "4-1", [owned(actual=None, method="打分"), mark(8, period="2026年一季度")], {}, []),
        ("打分 of another unit", "4-1", [owned(actual=None, method="打分"), mark(8, unit="运检部")], {}, OWED),
        ("打分 of the former name", "4-1", [department(former=("旧",)), owned(actual=None, method="打分"), mark(8, unit="旧")], {}, []),
    ],
)
def test_a_figure_is_owed_once_the_period_is_over(
    name: str, as_of: str, rows: Sequence[Any], settings: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert listed(*rows, as_of=as_of, **settings) == expected, name


@pytest.mark.parametrize(("method", "what"), [("正向", "期间已过，没有实际值，不计分"), ("打分", "期间已过，没有打分，不计分")])
def test_an_entry_says_what_is_owed(method: str, what: str) -> None:
    (found,) = check_indicators(tables(owned(actual=None, method=method, row=9)), day("4-1"))
    assert (found.table, found.row, found.problem) == ("指标", 9, what)


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("正向, a goal of 0", [owned(goal=0)], [("目标值", "0")]),
        ("反向, a goal of 0", [owned(goal=0, method="反向")], [("目标值", "0")]),
        ("no goal", [owned(goal=None)], [("目标值", "")]),
        ("扣分 has no goal", [owned(goal=0, method="扣分")], []),
        ("节点 without a date", [owned(method="节点")], [("完成时限", "")]),
        ("no person at all", [owned(responsible="", handler="")], [("责任人", ""), ("承办人", "")]),
        ("a 承办人 alone", [owned(responsible="")], [("责任人", "")]),
        ("a 责任人 alone", [owned(handler="")], [("承办人", "")]),
        ("a 公司 indicator without a child", [owned(level="公司")], [("指标编号", "Z1")]),
        ("with one", [owned(level="公司"), owned(number="Z2", parent="Z1")], []),
        ("with one of another period", [owned(level="公司"), owned(number="Z2", parent="Z1", period="2026Q2")], [("指标编号", "Z1")]),
        ("the period in another form", [owned(level="公司"), owned(number="Z2", parent="Z1", period="2026年一季度")], []),
        ("a 部门 indicator needs no child", [owned(level="部门")], []),
    ],
)
def test_what_is_listed(name: str, rows: Sequence[Any], expected: list[tuple[str, str]]) -> None:
    assert listed(*rows, as_of="3-1") == expected, name


@pytest.mark.parametrize(
    ("name", "parents", "expected"),
    [
        ("a chain", {"Z1": "", "Z2": "Z1", "Z3": "Z2"}, []),
        ("an unknown parent", {"Z1": "Z9"}, [("Z9", "“指标”里没有“Z9”")]),
        ("itself", {"Z1": "Z1"}, [("Z1", "指向自己")]),
        ("a loop", {"Z1": "Z2", "Z2": "Z1"}, [("Z1", "与 Z2 构成循环"), ("Z2", "与 Z1 构成循环")]),
    ],
)
def test_chains(name: str, parents: dict[str, str], expected: list[tuple[str, str]]) -> None:
    rows = [department(), *(indicator(number, parent=parent) for number, parent in parents.items())]
    found = [(one.value, one.problem) for one in check_references(tables(*rows)) if one.header == "上级指标"]
    assert found == expected, name
