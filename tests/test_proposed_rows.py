"""Keys and rule names of proposals: what is written is read back, and nothing else is taken for it."""

import datetime as dt

import pytest

from udfs.rules.ground.proposed_rows import is_automatic, light_in, new_row, origin_of, rule_in, rule_name
from workbook_templates.tables.daily import Accountability, Change, Point
from workbook_templates.tables.schema import NOWHERE

DAY = dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("rule", "subject", "expected"),
    [
        ("R6", ("2026-0012",), "自动:R6:2026-0012:2026-06-10"),
        ("R9", ("预警", "FX-0401"), "自动:R9:预警:FX-0401:2026-06-10"),
        ("R11", ("提醒", "2026-0012"), "自动:R11:提醒:2026-0012:2026-06-10"),
        ("R13", ("安监部",), "自动:R13:安监部:2026-06-10"),
    ],
)
def test_a_key_is_read_back(rule: str, subject: tuple[str, ...], expected: str) -> None:
    origin = origin_of(rule, *subject, day=DAY)
    assert origin == expected
    assert rule_in(origin) == rule
    assert is_automatic(new_row(Point, origin=origin))


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
