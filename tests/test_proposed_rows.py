"""Keys and rule names of proposals: what is written is read back, and nothing else is taken for it."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from support.make import accountability, change, department, point

from udfs.rules.ground.departments import Departments
from udfs.rules.ground.proposed_rows import (
    Key,
    Origin,
    check_of,
    checked,
    is_automatic,
    is_unchanged,
    is_withdrawn,
    light_in,
    new_row,
    origin_in,
    rule_in,
    rule_name,
    up_to_date,
    waiting_again,
    withdrawn,
)
from workbook_templates.tables.daily import Accountability, Change, Point
from workbook_templates.tables.schema import NOWHERE

DAY = dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (Key("R6", "", "2026-0012", "2026-06-10"), "自动:R6:2026-0012:2026-06-10"),
        (Key("R9", "预警", "FX-0401", "2026-06-10"), "自动:R9:预警:FX-0401:2026-06-10"),
        (Key("R9", "预警", "CC-1/FX-0401", "2026-06-10"), "自动:R9:预警:CC-1/FX-0401:2026-06-10"),
        (Key("R9", "讲评说明", "安监部", "2026Q1"), "自动:R9:讲评说明:安监部:2026Q1"),
        (Key("R11", "提醒", "2026-0012", "2026-06-10"), "自动:R11:提醒:2026-0012:2026-06-10"),
        (Key("R11", "奖励", "2026-0012", "2026-06-10"), "自动:R11:奖励:2026-0012:2026-06-10"),
        (Key("R13", "", "安监部", "2026Q1"), "自动:R13:安监部:2026Q1"),
    ],
)
@pytest.mark.parametrize(("check", "first_version"), [("#12ab34cd", False), ("#旧12ab34cd", True), ("", True)])
def test_a_key_is_read_back(key: Key, text: str, check: str, first_version: bool) -> None:
    assert key.text() == text
    assert origin_in(text + check) == Origin(key, check.lstrip("#旧"), first_version)
    assert rule_in(text + check) == key.rule
    assert is_automatic(new_row(Point, origin=text))


def test_the_first_version_named_no_kind_for_a_green_light() -> None:
    assert origin_in("自动:R11:2026-0012:2026-06-30") == Origin(Key("R11", "奖励", "2026-0012", "2026-06-30"), "", True)


MADE: dict[str, Any] = {
    "变更记录": change("升级", result="待批", approved=None, approver="", origin="自动:R6:1:2026-06-09", reason="考核时限 2026-06-09"),
    "加减分台账": point(status="拟", origin="自动:R6:1:2026-06-09", fact="时限 2026-06-09", basis="考核分档", linked="1"),
    "问责记录": accountability(origin="自动:R11:表扬:发展部:2026-B3", subject="发展部", fact="绿灯"),
}


@pytest.mark.parametrize(
    ("table", "cells", "unchanged"),
    [
        *((table, {}, True) for table in MADE),
        ("变更记录", {"reason": "考核时限 2026-06-10"}, False),
        ("变更记录", {"reason": " 考核时限\n2026-06-09 "}, True),
        ("变更记录", {"number": "2"}, False),
        ("变更记录", {"old": "部门级"}, True),
        ("加减分台账", {"points": Fraction(-2)}, False),
        ("加减分台账", {"fact": "时限 2026-06-10"}, False),
        ("加减分台账", {"basis": "会议纪要"}, False),
        ("加减分台账", {"department": "运检部"}, False),
        ("加减分台账", {"department": "规划部"}, True),
        ("加减分台账", {"staff_no": "G1"}, False),
        ("问责记录", {"fact": "绿"}, False),
        ("问责记录", {"subject": "运检部"}, False),
        ("问责记录", {"subject": "规划部"}, True),
        ("问责记录", {"speaker": "王总"}, True),
    ],
)
def test_the_check_tells_what_a_person_has_changed(table: str, cells: dict[str, Any], unchanged: bool) -> None:
    """发展部 is called 规划部 by now, which is no change of the row."""
    row: Any = checked(MADE[table])
    origin = origin_in(row.origin)
    assert origin is not None
    assert is_unchanged(row._replace(**cells), origin, Departments([department("规划部", former=("发展部",))])) is unchanged


@pytest.mark.parametrize("table", MADE)
def test_a_row_goes_and_comes_back(table: str) -> None:
    row = checked(MADE[table])
    gone = withdrawn(row, DAY, "没有晚")
    assert (is_withdrawn(gone), gone.opinion) == (True, "没有晚")
    assert waiting_again(gone) == row


def test_a_row_that_a_person_withdrew_is_not_one_of_ours() -> None:
    assert not is_withdrawn(point(status="失效", confirmer="王总"))


def test_what_is_brought_up_to_date_keeps_its_key_and_day() -> None:
    row = checked(MADE["加减分台账"])
    fresh = up_to_date(row, MADE["加减分台账"]._replace(points=Fraction(-3), day=DAY))
    assert isinstance(fresh, Point)
    assert (fresh.points, fresh.day) == (Fraction(-3), dt.date(2026, 3, 1))
    assert fresh.origin == f"自动:R6:1:2026-06-09#{check_of(fresh)}"


@pytest.mark.parametrize("origin", ["", "部门申报", "20261231-1", "手工:R6:2026-0012:2026-06-10"])
def test_what_a_person_asked_for_has_no_rule(origin: str) -> None:
    assert rule_in(origin) == "申请"
    assert not is_automatic(new_row(Change, origin=origin))


@pytest.mark.parametrize(
    ("reason", "light"),
    [
        ("绿灯", "绿灯"),
        ("黄灯", "黄灯"),
        ("红灯", "红灯"),
        ("严重红灯", "红灯"),
        ("连续红灯", "红灯"),
        ("无为", ""),
        ("有错", ""),
        ("末位", ""),
    ],
)
def test_a_rule_name_is_read_back(reason: str, light: str) -> None:
    assert light_in(rule_name("R11", reason)) == light


def test_a_new_row_is_blank_but_for_its_cells() -> None:
    row = new_row(Accountability, day=DAY, kind="提醒")
    assert (row.day, row.kind, row.at) == (DAY, "提醒", NOWHERE)
    assert {name: value for name, value in row._asdict().items() if value not in ("", None)}.keys() == {"day", "kind", "at"}
    assert row.subject == ""
    assert row.done is None
