"""R16: the printed rows of 得失分 add up exactly to the printed figure."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import change, day, department, item, ruling, stage, tables, target

from udfs.rules.ground.figures import round_half_up
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.targets import landing
from udfs.rules.trace.light_trace import Part, landing_trace, trace_rows, traced
from workbook_templates.tables.results import TraceRow
from workbook_templates.tables.schema import NOWHERE

F = Fraction


def rows(*records: Any, as_of: str = "3-31", **settings: Any) -> list[TraceRow]:
    judgement = judge(tables(*records, **settings), day(as_of), Calendar())
    return trace_rows(judgement, department_lights(judgement))


def test_each_item_tells_what_it_gives() -> None:
    found = rows(item("1", due="3-1", weight=2, completion="0.75", row=7), item("2", due="3-1", weight=38, status="办结", row=8))
    assert [tuple(row[:-1]) for row in found] == [
        ("2026Q1", "发展部", "亮灯", "R3", F("3.75"), "1", "督办台账", 7, "完成度 75.0%（待确认）× 权重 2 ÷ 权重合计 40；计算灯为黄灯"),
        ("2026Q1", "发展部", "亮灯", "R3", F(95), "2", "督办台账", 8, "完成度 100.0% × 权重 38 ÷ 权重合计 40；计算灯为绿灯"),
    ]


def test_a_residue_is_a_row_of_its_own() -> None:
    found = rows(*(item(str(n), due="3-1", status="办结") for n in range(3)))
    assert [(row.rule, row.points) for row in found] == [("R3", F("33.33"))] * 3 + [("尾差", F("0.01"))]
    assert (found[-1].table, found[-1].row, found[-1].number) == ("", None, "")
    assert found[-1].note == "各行四舍五入后的差额，补足后合计为 100.00"


def test_the_decimals_are_a_setting() -> None:
    found = rows(*(item(str(n), due="3-1", status="办结") for n in range(3)), 得分小数位="0")
    assert [row.points for row in found] == [33, 33, 33, 1]


def test_what_an_angry_head_asks() -> None:
    merged = department("发展部", until="1-1", merged_into="运检部")
    (found,) = rows(item(due="3-1", completion="0.5"), ruling("绿灯"), merged, department("运检部"))
    assert found.subject == "运检部"
    assert found.note.endswith("计算灯为红灯，例会认定为绿灯，认定只改灯，不改分；原主责部门 发展部")


def test_an_item_at_0_is_listed_too() -> None:
    assert [row.points for row in rows(item("1", due="3-1"), item("2", due="3-1", status="办结"))] == [0, 50]


def test_no_score_no_rows() -> None:
    assert rows(item(due="6-30")) == []
    assert traced("2026", "公司", "x", None, [Part(1, "R1", "", NOWHERE, "")], 2) == []


def test_the_share_of_each_target() -> None:
    held = tables(target("T1", ruling="落地", row=5), target("T2"), target("T3", ruling="落地"))
    found = landing_trace("2026Q1", landing(held, day("3-31")), 2)
    assert [(row.number, row.points, row.rule) for row in found] == [
        ("T1", F("33.33"), "R14"),
        ("T2", 0, "R14"),
        ("T3", F("33.33"), "R14"),
        ("", F("0.01"), "尾差"),
    ]
    assert tuple(found[0][:4]) == ("2026Q1", "公司", "目标落地", "R14")
    assert (found[0].table, found[0].row, found[0].note) == ("目标库", 5, "落地：认定落地；1 ÷ 目标 3 个")


def test_one_row_moves_the_score_and_its_own_part() -> None:
    one, two = item("1", due="3-1", completion="0.5"), item("2", due="3-1", completion="0.5")
    assert [row.points for row in rows(one, two)] == [25, 25]
    assert [row.points for row in rows(one, two._replace(completion=F("0.6")))] == [25, 30]
    assert [row.points for row in rows(one, two._replace(weight=F(3)))] == [F("12.5"), F("37.5")]
    assert [row.points for row in rows(one, two, stage(number="2", confirmed=1, due="3-1"))] == [25, 50]
    assert [row.points for row in rows(one, two, change("改期", "2", new="2026-04-01"))] == [50]


@given(st.lists(st.fractions(-100, 100), max_size=20), st.integers(0, 6))
def test_printed_parts_sum_to_the_printed_figure(points: list[Fraction], digits: int) -> None:
    figure = sum(points, F(0))
    found = traced("2026", "x", "亮灯", figure, [Part(one, "R3", "", NOWHERE, "") for one in points], digits)
    assert sum((row.points or 0 for row in found), F(0)) == round_half_up(figure, digits)
    assert all((F(row.points or 0) * 10**digits).denominator == 1 for row in found)
    assert len(found) - len(points) in (0, 1)


@pytest.mark.parametrize("basis", ["到期阶段", "全部阶段", "序时差", "时限"])
@given(
    st.lists(
        st.tuples(st.sampled_from(("甲", "乙")), st.fractions(0, 1), st.one_of(st.none(), st.fractions(0, 9)), st.integers(1, 90)),
        max_size=12,
    ),
    st.integers(0, 4),
)
def test_rows_sum_to_every_departments_score(basis: str, ledger: list[Any], digits: int) -> None:
    start = dt.date(2026, 1, 1)
    items = [
        item(str(n), department=name, completion=share, weight=weight, due=start + dt.timedelta(span))
        for n, (name, share, weight, span) in enumerate(ledger)
    ]
    judgement = judge(tables(*items, 亮灯口径=basis, 得分小数位=str(digits)), day("3-15"), Calendar())
    sums: dict[str, Fraction] = {}
    for row in trace_rows(judgement, department_lights(judgement)):
        sums[row.subject] = sums.get(row.subject, F(0)) + F(row.points or 0)
    printed = {name: round_half_up(light.score, digits) for name, light in department_lights(judgement).items() if light.score is not None}
    assert sums == printed
