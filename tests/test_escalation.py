"""R6: what is proposed when an item is late: once for each deadline, by the level at 立项, and never again once refused."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import band, change, day, department, item, key_of, point, tables

from udfs.rules.decisions.reconciliation import settle
from udfs.rules.ground.proposed_rows import placed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.tables.schema import Source

F = Fraction
Short = tuple[list[str], list[tuple[str, Fraction | None]]]

LOCAL = item(due="6-9", row=7)
"""部门级, one day over on 10 June."""
COMPANY = LOCAL._replace(level="公司级")
KEY = "自动:R6:1:2026-06-09"
RAISED = change("升级", asked="5-20", approved="5-25")
"""Its second deadline is 15 days after 25 May: 9 June."""

NOTHING: Short = ([], [])
RISE: Short = ([KEY], [])


def cost(points: Any, key: str = KEY) -> Short:
    return [], [(key, -F(points))]


class Proposals(NamedTuple):
    changes: list[Any]
    points: list[Any]


def proposed(*records: Any, as_of: str = "6-10", **settings: Any) -> Proposals:
    """With every row of the workbook as `present`, as a refresh asks."""
    held = tables(*records, **settings)
    made = settle(judge(held, day(as_of), Calendar()), held).made
    return Proposals(made["变更记录"], made["加减分台账"])


def short(found: Proposals) -> Short:
    return [key_of(row.origin) for row in found.changes], [(key_of(row.origin), row.points) for row in found.points]


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        # 部门级: a proposed 升级
        ("the day of the deadline", [LOCAL._replace(due=day("6-10"))], {}, NOTHING),
        ("the day after", [LOCAL], {}, RISE),
        ("下达", [LOCAL._replace(status="下达")], {}, RISE),
        ("待调整", [LOCAL._replace(status="待调整")], {}, RISE),
        ("提交 without a day", [LOCAL._replace(status="提交")], {}, RISE),
        ("提交 late is not overdue", [LOCAL._replace(status="提交", submitted=day("6-10"))], {}, NOTHING),
        ("办结 late", [LOCAL._replace(status="办结", closed=day("6-10"))], {}, NOTHING),
        *((f"{status} is left alone", [LOCAL._replace(status=status)], {}, NOTHING) for status in ("立项", "暂缓", "取消", "")),
        ("长期", [LOCAL._replace(due=None)], {}, NOTHING),
        ("without a number", [LOCAL._replace(number="")], {}, NOTHING),
        ("an unreadable level", [LOCAL._replace(level="")], {}, NOTHING),
        ("due on 启用日期", [LOCAL], {"启用日期": "2026-06-09"}, RISE),
        ("due the day before", [LOCAL], {"启用日期": "2026-06-10"}, NOTHING),
        ("a number twice is proposed once", [LOCAL, LOCAL], {}, RISE),
        ("proposed before", [LOCAL, change("升级", asked="6-9", result="待批")], {}, NOTHING),
        ("refused before", [LOCAL, change("升级", asked="6-9", result="不同意")], {}, NOTHING),
        ("refused for another deadline", [LOCAL, change("升级", asked="2-1", result="不同意", origin="自动:R6:1:2026-01-31")], {}, NOTHING),
        ("asked for later than 基准日", [LOCAL, change("升级", asked="6-11", result="待批")], {}, NOTHING),
        ("another item's 升级", [LOCAL, change("升级", "2", asked="6-1", result="不同意")], {}, RISE),
        ("another change", [LOCAL, change("延期", asked="6-1", new="2026-06-30", result="不同意")], {}, RISE),
        ("an approved 延期", [LOCAL, change("延期", asked="6-1", new="2026-06-30")], {}, NOTHING),
        ("an approved 延期 that is over", [LOCAL, change("延期", asked="6-1", old="2026-06-01", new="2026-06-09")], {}, RISE),
        # 公司级: a deduction by 考核分档
        ("the day of the deadline", [COMPANY._replace(due=day("6-10"))], {}, NOTHING),
        ("the day after, 无 and 主观 where blank", [COMPANY], {}, cost("0.5")),
        ("handed in on the day", [COMPANY._replace(status="提交", submitted=day("6-9"))], {}, NOTHING),
        ("handed in a day late", [COMPANY._replace(status="提交", submitted=day("6-10"))], {}, cost("0.5")),
        ("closed late, submitted in time", [COMPANY._replace(status="办结", submitted=day("6-9"), closed=day("6-10"))], {}, NOTHING),
        (
            "the same by 办结认定日期",
            [COMPANY._replace(status="办结", submitted=day("6-9"), closed=day("6-10"))],
            {"办结认定日期": "办结"},
            cost("0.5"),
        ),
        ("办结 on no day", [COMPANY._replace(status="办结")], {}, NOTHING),
        ("a grave impact", [COMPANY._replace(impact="重大")], {}, cost(3)),
        ("a grave impact, 客观", [COMPANY._replace(impact="重大", cause="客观")], {}, cost("1.5")),
        ("a blank impact by its setting", [COMPANY], {"空白负面影响": "较大"}, cost(2)),
        ("a blank cause by its setting: 0 is not proposed", [COMPANY], {"空白原因": "客观"}, NOTHING),
        (
            "a typed value goes before the setting",
            [COMPANY._replace(impact="一般", cause="主观")],
            {"空白负面影响": "重大", "空白原因": "客观"},
            cost(1),
        ),
        ("no such row in 考核分档", [COMPANY, band("公司级", "一般", "主观", 1)], {}, NOTHING),
        ("a blank 扣分", [COMPANY, band("公司级", "无", "主观", None)], {}, NOTHING),
        ("of two rows the first", [COMPANY, band("公司级", "无", "主观", 4), band("公司级", "无", "主观", 5)], {}, cost(4)),
        ("proposed before", [COMPANY, point(origin=KEY, status="拟")], {}, NOTHING),
        ("confirmed before", [COMPANY, point(origin=KEY)], {}, NOTHING),
        ("revoked before", [COMPANY, point(origin=KEY, status="撤销")], {}, NOTHING),
        ("in a row of a later day", [COMPANY, point(origin=KEY, day="6-30", status="拟")], {}, NOTHING),
        ("for another deadline", [COMPANY, point(origin="自动:R6:1:2026-05-09")], {}, cost("0.5")),
        ("entered by hand, without a key", [COMPANY, point(linked="1", kind="督办考核")], {}, cost("0.5")),
        ("an 升级 refused for a 公司级 item", [COMPANY, change("升级", asked="6-1", result="不同意")], {}, cost("0.5")),
        ("due before 启用日期", [COMPANY], {"启用日期": "2026-06-10"}, NOTHING),
        # after an approved 升级: the second deadline, at the level of 立项
        ("within the second deadline", [LOCAL._replace(due=day("5-1")), RAISED._replace(approved=day("5-26"))], {}, NOTHING),
        ("over", [LOCAL._replace(due=day("5-1")), RAISED], {}, cost("0.2")),
        ("the ledger shows 公司级 by now", [COMPANY._replace(due=day("5-1")), RAISED], {}, cost("0.2")),
        ("the grace is a setting", [LOCAL._replace(due=day("5-1")), RAISED], {"升级宽限天数": "16"}, NOTHING),
        (
            "a second deadline as given",
            [LOCAL._replace(due=day("5-1")), RAISED._replace(new="2026-06-08")],
            {},
            cost("0.2", KEY[:-1] + "8"),
        ),
        ("not approved yet", [LOCAL._replace(due=day("5-1")), RAISED._replace(approved=day("6-11"))], {}, NOTHING),
        (
            "a second deadline that an 延期 has moved",
            [LOCAL._replace(due=day("5-1")), RAISED, change("延期", asked="6-9", new="2026-06-10")],
            {},
            NOTHING,
        ),
        ("handed in between the two", [LOCAL._replace(due=day("5-1"), status="提交", submitted=day("6-9")), RAISED], {}, NOTHING),
        ("handed in after both", [LOCAL._replace(due=day("5-1"), status="提交", submitted=day("6-10")), RAISED], {}, cost("0.2")),
    ],
)
def test_what_is_proposed(name: str, rows: Sequence[Any], settings: dict[str, str], expected: Short) -> None:
    assert short(proposed(*rows, **settings)) == expected, name


def test_the_row_of_an_escalation() -> None:
    (row,) = proposed(LOCAL).changes
    assert tuple(row._replace(origin=key_of(row.origin))[:-1]) == (
        "1", "", "升级", day("6-10"), "", "", "部门级事项，考核时限 2026-06-09，逾期未提交，建议升为公司级督办", "", None, "待批", "", KEY,
    )  # fmt: skip


def test_the_row_of_a_deduction() -> None:
    (row,) = proposed(COMPANY._replace(impact="较大", cause="客观")).points
    shown: tuple[object, ...] = row._replace(origin=key_of(row.origin))[:-1]
    assert shown == (
        day("6-10"), "发展部", "", "督办考核", -1, "1 时限 2026-06-09，逾期未提交",
        "考核分档：公司级、负面影响较大、客观原因，扣 1 分", "1", "拟", "", None, "", KEY,
    )  # fmt: skip
    (row,) = proposed(COMPANY._replace(status="提交", submitted=day("6-10")), as_of="6-20").points
    assert row.fact == "1 时限 2026-06-09，2026-06-10 才完成，晚 1 天"
    (row,) = proposed(COMPANY._replace(due=day("5-1")), RAISED).points
    assert row.basis == "考核分档：部门级、负面影响无、主观原因，扣 0.2 分"


@pytest.mark.parametrize(("due", "period"), [("6-9", "2026Q2"), ("3-30", "2026Q1"), ("6-9", "2026Q1"), ("3-30", "2026H1"), ("6-9", "")])
def test_the_day_of_a_proposal_is_the_day_it_was_first_proposed(due: str, period: str) -> None:
    """Whatever 考核期间 is."""
    found = proposed(LOCAL._replace(due=day(due)), COMPANY._replace(number="2", due=day(due)), 考核期间=period)
    assert [row.asked for row in found.changes] == [row.day for row in found.points] == [day("6-10")]


@pytest.mark.parametrize(("until", "owner"), [("6-9", "运检部"), ("6-10", "运检部"), ("6-11", "发展部")])
def test_a_deduction_goes_to_who_answers_on_the_day(until: str, owner: str) -> None:
    """By 基准日, though the quarter assessed was over before the merger."""
    units = department("发展部", until=until, merged_into="运检部"), department("运检部")
    (row,) = proposed(COMPANY, *units, 考核期间="2026Q1").points
    assert row.department == owner


def test_a_moved_deadline_is_another_one() -> None:
    """Deducted for 9 June; the leaders then move the deadline to 20 June, which is missed too."""
    (first,) = placed(proposed(COMPANY).points, "加减分台账", 4)
    moved = change("改期", asked="6-15", new="2026-06-20")
    assert short(proposed(COMPANY, first, moved, as_of="6-20")) == NOTHING
    assert short(proposed(COMPANY, first, moved, as_of="6-21")) == cost("0.5", "自动:R6:1:2026-06-20")


def test_of_two_items_with_one_number_the_first_is_told() -> None:
    found = proposed(COMPANY, COMPANY._replace(department="运检部")).points
    assert [row.department for row in found] == ["发展部"]


def test_escalated_once_and_deducted_once() -> None:
    """The whole course of one item, day by day: one 升级, found approved on the 15th, then one deduction."""
    held: list[Any] = [LOCAL]
    made = []
    for number in range(8, 31):
        found = proposed(*held, as_of=f"6-{number}")
        made += [(number, *short(found))] if found.changes or found.points else []
        held += [*placed(found.changes, "变更记录", 4), *placed(found.points, "加减分台账", 4)]
        if number == 15:
            held[1] = held[1]._replace(result="同意", approved=day("6-10"))
    # approved on 10 June: the second deadline is 25 June
    assert made == [(10, [KEY], []), (26, [], [("自动:R6:1:2026-06-25", F("-0.2"))])]


def test_proposals_stand_in_the_order_of_the_ledger_and_take_their_places() -> None:
    found = proposed(LOCAL._replace(number="9"), LOCAL._replace(number="3"), COMPANY._replace(number="5"))
    assert [row.number for row in found.changes] == ["9", "3"]
    assert [(getattr(row, "number", ""), row.at.table, row.at.row) for row in placed(found.changes, "变更记录", 12)] == [
        ("9", "变更记录", 12),
        ("3", "变更记录", 13),
    ]


COURSES = st.lists(
    st.fixed_dictionaries(
        {
            "level": st.sampled_from(["公司级", "部门级"]),
            "due": st.sampled_from(["5-1", "6-8", "6-9", "6-10"]),
            "status": st.sampled_from(["办理", "下达", "提交", "办结", "暂缓"]),
            "submitted": st.none() | st.sampled_from(["5-1", "6-9", "6-10"]),
            "impact": st.sampled_from(["", "一般", "重大"]),
        }
    ),
    max_size=6,
)


def keys(found: Proposals) -> set[str]:
    return {row.origin for row in found.changes} | {row.origin for row in found.points}


@given(COURSES, st.sampled_from(["6-10", "6-24", "7-30"]))
def test_nothing_is_proposed_twice(courses: list[Any], later: str) -> None:
    """With the proposals in the workbook, in whatever result, none comes again for the same deadline, that day or later."""
    items = [item(str(n), **course) for n, course in enumerate(courses)]
    found = proposed(*items)
    refused = [row._replace(result="不同意", at=Source("变更记录", 50, "")) for row in found.changes]
    revoked = [row._replace(status="撤销", at=Source("加减分台账", 50, "")) for row in found.points]
    again = proposed(*items, *refused, *revoked, as_of=later)
    assert keys(found).isdisjoint(keys(again))
    if later == "6-10":
        assert again == Proposals([], [])


def test_an_escalation_that_was_taken_back_costs_nothing() -> None:
    """公司级 in the ledger is what the taken-back 升级 left there: the item is 部门级, and its 升级 row blocks another."""
    held = item(level="公司级", due="6-10")
    assert proposed(held, as_of="6-20").points
    taken_back = change("升级", asked="6-11", old="部门级", result="不同意")
    assert proposed(held, taken_back, as_of="6-20") == Proposals([], [])
