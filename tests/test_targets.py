"""R14: which targets have landed, and the rates by count, weight and theme."""

from fractions import Fraction
from typing import Any

import pytest
from support.make import change, day, item, tables, target

from udfs.rules.ground.known_on import facts_on
from udfs.rules.supervision.targets import Landing, landing


def found(*records: Any, as_of: str = "12-31") -> Landing:
    return landing(facts_on(tables(*records), day(as_of)), day(as_of))


@pytest.mark.parametrize(
    ("name", "ruling", "states", "landed", "reason"),
    [
        ("认定 alone", "落地", [], True, "认定落地"),
        ("认定 against the items", "落地", ["办理"], True, "认定落地"),
        ("未落地 against the items", "未落地", ["办结"], False, "认定未落地"),
        ("all done", "", ["办结", "办结"], True, "所挂 2 项均已办结"),
        ("one open", "", ["办结", "办理"], False, "还有 1 项未办结"),
        ("one submitted", "", ["办结", "提交"], False, "还有 1 项未办结"),
        ("one registered", "", ["办结", "立项"], False, "还有 1 项未办结"),
        ("an unknown state is not done", "", ["办结", ""], False, "还有 1 项未办结"),
        ("取消 and 暂缓 do not hinder", "", ["办结", "取消", "暂缓"], True, "所挂 1 项均已办结"),
        ("only 取消", "", ["取消"], False, "没有办结的事项"),
        ("no item", "", [], False, "没有办结的事项"),
    ],
)
def test_a_target(name: str, ruling: str, states: list[str], landed: bool, reason: str) -> None:
    rows = [item(str(n), status=state, target="T1") for n, state in enumerate(states)]
    (one,) = found(target(ruling=ruling), *rows, item("9", target="T2")).targets
    assert (one.landed, one.reason) == (landed, reason), name


def test_the_rates() -> None:
    rows = [target("T1", ruling="落地", weight=3), target("T2"), target("T3", ruling="落地", theme="营销", weight=0)]
    result = found(*rows, target("T4", status="撤销", ruling="落地"), target("T5", year=2025, ruling="落地"))
    assert result.year == 2026
    assert (result.rate.text(), result.by_weight.text()) == ("66.7%（2/3）", "80.0%（4/5）")
    assert {theme: (count.value, weight.value) for theme, (count, weight) in result.themes.items()} == {
        "安全": (Fraction(1, 2), Fraction(3, 4)),
        "营销": (1, 1),
    }


def test_no_targets_no_rate() -> None:
    assert found().rate.value is None
    assert found(target(year=2025)).by_weight.value is None
    assert found(target(year=None)).targets == ()


def test_an_item_closed_later_lands_nothing_yet() -> None:
    rows = (target(), item(target="T1", status="办结", submitted="4-1", closed="4-2"), change("延期"))
    assert [found(*rows, as_of=date).rate.value for date in ("4-1", "4-2")] == [0, 1]


def test_the_year_follows_the_month_end() -> None:
    held = tables(target(year=2027), 月度截止日="25")
    assert [landing(held, day(date)).year for date in ("2026-12-25", "2026-12-26")] == [2026, 2027]
