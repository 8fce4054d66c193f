"""R9: the lots. Which points come, in which order, and that nobody can steer it but by the seed."""

import hashlib
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, record, tables

from udfs.rules.ground.workdays import Calendar
from udfs.rules.inspection.lots import Draw, below, draw, pot_of, reason, stream
from udfs.rules.judging.judgement import judge

AS_OF = "6-30"


def point(number: str, value: tuple[Any, Any, Any] = (1, 1, 1), **fields: Any) -> Any:
    frequency, subjectivity, severity = value
    common = {"department": "发展部", "point": f"风险{number}", "frequency": frequency, "subjectivity": subjectivity, "severity": severity}
    return record("风险点", number=number, **{**common, **fields})


def checked(number: str, date: str) -> Any:
    return record("抽查记录", number=f"C{number}{date}", day=date, level="日常", department="发展部", risk=number, result="合格")


def drawn(*records: Any, n: int, seed: int = 1, as_of: str = AS_OF) -> Draw:
    return draw(judge(tables(*records), day(as_of), Calendar()), n, seed)


def numbers(found: Draw) -> list[str]:
    return [one.number for one in found.drawn]


# weights: 低 points are due every 180 days, so that 30 June (day 180 of the year) is the last day in time for one never checked


@pytest.mark.parametrize(
    ("name", "records", "as_of", "days", "weight", "told"),
    [
        ("never checked: since 1 January", [point("A", (1, 2, 3))], "6-30", 180, 1080, "权重 6×180＝1080"),
        ("the last check counts", [point("A", (1, 2, 3)), checked("A", "6-1"), checked("A", "5-1")], "6-30", 29, 174, "权重 6×29＝174"),
        ("checked in another year", [point("A"), checked("A", "2025-12-31")], "1-10", 10, 10, "权重 1×10＝10"),
        ("a check after 基准日 has not happened", [point("A"), checked("A", "6-1"), checked("A", "7-1")], "6-30", 29, 29, "权重 1×29＝29"),
        ("a value between whole ones", [point("A", ("1.5", 1, 1))], "1-2", 1, Fraction(3, 2), "权重 1.5×1＝1.5"),
        ("checked today", [point("A", (3, 3, 3)), checked("A", "6-30")], "6-30", 0, 0, "权重 27×0＝0，最后才抽"),
        ("the day after it was due", [point("A")], "7-1", 181, 181, "逾期 1 天优先，权重 1×181＝181"),
        ("its own interval", [point("A", interval=30)], "2-1", 31, 31, "逾期 1 天优先，权重 1×31＝31"),
    ],
)
def test_weight(name: str, records: list[Any], as_of: str, days: int, weight: Any, told: str) -> None:
    (one,) = drawn(*records, n=1, as_of=as_of).drawn
    assert (one.days, one.weight, reason(one)) == (days, weight, told), name


def test_one_draw_followed_by_hand() -> None:
    """Weights A 180, B 360, C 540, together 1080, in the order of the numbers; what is drawn leaves, and its share with it."""
    found = drawn(point("C", (1, 1, 3)), point("A"), point("B", (1, 1, 2)), n=3, seed=20261231)
    left = {"A": 180, "B": 360, "C": 540}
    expected = []
    for place in (1, 2, 3):
        ticket = int(hashlib.sha256(f"20261231:{place}".encode()).hexdigest(), 16) % sum(left.values())
        for name, weight in left.items():
            if ticket < weight:
                expected.append(name)
                del left[name]
                break
            ticket -= weight
    assert numbers(found) == expected == ["C", "B", "A"]


def test_overdue_points_come_first_and_a_weight_of_nought_last() -> None:
    """The overdue ones are the lightest there are, and still come first; B is checked today."""
    due = [point(f"过{n}", interval=1) for n in range(3)] + [checked(f"过{n}", "6-28") for n in range(3)]
    heavy = [point(f"重{n}", (3, 3, 2), interval=1000) for n in range(3)]
    today = [point(f"今{n}", (3, 3, 3)) for n in range(2)] + [checked(f"今{n}", "6-30") for n in range(2)]
    for seed in range(40):
        found = drawn(*due, *heavy, *today, n=8, seed=seed)
        assert [number[0] for number in numbers(found)] == [*"过过过重重重今今"]
        assert (found.pot, found.overdue) == (8, 3)
        assert {number[0] for number in numbers(drawn(*due, *heavy, *today, n=2, seed=seed))} == {"过"}


def test_a_heavier_point_comes_more_often() -> None:
    """Weights 1 and 26: the light one is to come first once in 27 draws, 20 times of 540 (± 4 standard deviations: 2 to 38)."""
    records = [point("轻"), point("重"), checked("轻", "6-29"), checked("重", "6-4")]
    first = sum(numbers(drawn(*records, n=1, seed=seed)) == ["轻"] for seed in range(540))
    assert 2 <= first <= 38


def test_points_that_were_checked_today_are_drawn_evenly_among_themselves() -> None:
    """100 times of 200 each, ± 4 standard deviations: 72 to 128."""
    records = [point("甲", (3, 3, 3)), point("乙"), checked("甲", "6-30"), checked("乙", "6-30")]
    assert 72 <= sum(numbers(drawn(*records, n=1, seed=seed)) == ["甲"] for seed in range(200)) <= 128


@given(count=st.integers(0, 12), n=st.integers(1, 15), seed=st.integers(-(10**17), 10**17), shuffling=st.integers())
def test_a_draw_is_without_replacement_and_the_same_whatever_the_order_of_rows(count: int, n: int, seed: int, shuffling: int) -> None:
    dice = random.Random(shuffling)
    records = [point(f"F{place}", (dice.randint(1, 3), 1, 2), interval=dice.choice([None, 20, 900])) for place in range(count)]
    records += [checked(f"F{place}", f"6-{dice.randint(1, 30):02d}") for place in range(count) if dice.random() < 0.5]
    found = drawn(*records, n=n, seed=seed)
    assert len(set(numbers(found))) == len(found.drawn) == min(n, count)
    assert numbers(drawn(*records, n=n, seed=seed)) == numbers(found)
    dice.shuffle(records)
    assert numbers(drawn(*records, n=n, seed=seed)) == numbers(found)
    assert numbers(drawn(*records, n=max(n - 1, 1), seed=seed)) == numbers(found)[: max(n - 1, 1)]


def test_seeds_differ() -> None:
    records = [point(f"F{place}") for place in range(20)]
    assert len({tuple(numbers(drawn(*records, n=5, seed=seed))) for seed in range(30)}) == 30


def test_numbers_are_fair_at_the_edge() -> None:
    """A value in the last, incomplete round is passed over: it would favour the low numbers."""
    assert below(10, iter([2**256 - 1, 2**256 - 6, 7])) == 7  # 2**256 ends in 6: the last six values are left over
    assert below(10, iter([2**256 - 7])) == 9
    assert next(stream(1)) == int(hashlib.sha256(b"1:1").hexdigest(), 16)


def test_what_cannot_be_drawn_is_named() -> None:
    records = [
        point("A"),
        point("B", (None, 2, None)),
        point("", row=9),
        point("A", (3, 3, 3)),
    ]
    found = drawn(*records, n=9)
    assert numbers(found) == ["A"]
    assert found.drawn[0].plan.risk.value == 1
    assert [(row.point.number, row.why) for row in found.left_out] == [
        ("B", "没有频率、危害，算不出风险值"),
        ("", "没有风险编号"),
        ("A", "风险编号重复，只按前一行"),
    ]
    assert pot_of(judge(tables(), day(AS_OF), Calendar())) == ([], [])
