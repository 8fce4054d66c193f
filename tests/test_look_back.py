"""A look back: cells without a date come from the copy, by key; what the copy does not know is as now, and marked."""

import datetime as dt
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import random_company as rc
from support.make import (
    accountability,
    bound,
    change,
    day,
    department,
    feedback,
    indicator,
    inspection,
    item,
    mark,
    person,
    point,
    rating,
    risk_point,
    ruling,
    stage,
    tables,
    target,
)

from udfs.rules.ground.known_on import BLANKED, facts_on
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge, light_rows
from udfs.rules.judging.look_back import NOW, Copy, Doubts, Known, known_on, unique
from udfs.rules.judging.look_back_columns import PAST, headers_taken
from workbook_templates.reading.parse import FIELDS, READ, Tables, parse
from workbook_templates.tables import TABLES
from workbook_templates.tables.results import TraceRow
from workbook_templates.tables.schema import NOWHERE, Source
from workbook_templates.tables.settings import Settings

KEPT_DAY, AS_OF = day("3-20"), day("3-31")
BEFORE, SINCE, AFTER = "3-15", "3-25", "4-1"
"""Dates by the copy, after it and by 基准日, and after 基准日."""


def known(present: Any, kept: Any, lacking: tuple[tuple[str, str], ...] = ()) -> Known:
    """One row of now and what the copy has of it (None: nothing)."""
    rows = present if isinstance(present, list) else [present]
    old = kept if isinstance(kept, list) else [kept] if kept else []
    return known_on(tables(*rows), Copy(tables(*old), KEPT_DAY, lacking), AS_OF)


def cell(present: Any, kept: Any, field: str, lacking: tuple[tuple[str, str], ...] = ()) -> Any:
    found = getattr(known(present, kept, lacking).tables, FIELDS[present.at.table])
    return getattr(found[0], field)


# every column is decided


@pytest.mark.parametrize("name", READ)
def test_every_column_stands_in_one_place(name: str) -> None:
    kept, table = PAST[name], TABLES[name]
    texts = [kept.copied, *(f"{one.date} {one.cells}" for one in kept.dated), *kept.now]
    texts += [one.cells for one in kept.touched]
    headers = [header for text in texts for header in text.split()]
    if kept.whole:
        assert set(headers) <= set(table.key)
        return
    keys = [header for header in table.key if header not in headers]
    assert sorted([*headers, *keys]) == sorted(table.headers)
    assert all(kept.now.values())
    for one in kept.touched:
        assert set(one.dates.split()) <= set(table.headers)


def test_the_cut_and_the_copy_speak_of_the_same_dates() -> None:
    """What facts_on empties by a date is told by the same date here."""
    for field, undone in BLANKED.items():
        (name,) = [name for name, held in FIELDS.items() if held == field]
        fields = {column.header: column.field for column in TABLES[name].columns}
        assert {one.field for one in undone} == {fields[one.date] for one in PAST[name].dated} - (
            {"updated"} if field == "targets" else set()
        )


# columns


COPIED = [
    ("级别", item(level="公司级"), item(level="部门级"), "level"),
    ("权重", item(weight=3), item(weight=1), "weight"),
    ("主责部门", item(department="甲部"), item(department="乙部"), "department"),
    ("办理时限", item(due="6-30"), item(due="5-31"), "due"),
    ("完成度", item(completion="0.9"), item(completion="0.2"), "completion"),
    ("完成度, blank then", item(completion="0.9"), item(), "completion"),
    ("负面影响", item(impact="重大"), item(impact="无"), "impact"),
    ("完成质量 without 评价日期", item(quality=90), item(quality=70), "quality"),
    ("阶段权重", stage(weight=3), stage(weight=1), "weight"),
    ("完成时限", stage(due="3-30"), stage(due="3-10"), "due"),
    ("自评完成度 without a date", stage(self_rated="0.9"), stage(self_rated="0.3"), "self_rated"),
    ("自评完成度 dated later", stage(self_rated="0.9", self_day=AFTER), stage(self_rated="0.3", self_day=BEFORE), "self_rated"),
    ("确认完成度 taken back", stage(), stage(confirmed="0.3", confirm_day=BEFORE), "confirmed"),
    ("准确性 of an old feedback", feedback(given=BEFORE, accuracy="准确"), feedback(given=BEFORE, accuracy="不准确"), "accuracy"),
    ("实际值", indicator(actual=95), indicator(actual=90), "actual"),
    ("目标值", indicator(goal=95), indicator(goal=90), "goal"),
    ("得分", mark(9), mark(7), "score"),
    ("工作能力", rating("1", 90, row=5), rating("1", 70), "ability"),
    ("频率", risk_point(frequency=3), risk_point(frequency=1), "frequency"),
    ("类型", department(kind="基层"), department(kind="后勤"), "kind"),
    ("角色", person(staff_no="1", role="班子成员"), person(staff_no="1", role="员工"), "role"),
    ("目标, 更新日期 blank", target(weight=3), target(weight=1), "weight"),
    ("目标 updated later", target(ruling="落地", updated=AFTER), target(), "ruling"),
    ("变更 without 批准日期", change("延期", result="同意", approved=None), change("延期", result="待批", approved=None), "result"),
    ("points without 确认日期", point(status="已确认"), point(status="拟"), "status"),
    ("问责", accountability(status="已批"), accountability(status="拟"), "status"),
    ("认定灯 without 日期", ruling("绿灯"), ruling("红灯"), "light"),
    ("复查结果", inspection(number="C", mended=BEFORE, recheck="不合格"), inspection(number="C", mended=BEFORE, recheck="合格"), "recheck"),
]


@pytest.mark.parametrize(("name", "present", "kept", "field"), COPIED, ids=[row[0] for row in COPIED])
def test_what_no_date_tells_comes_from_the_copy(name: str, present: Any, kept: Any, field: str) -> None:
    found = known(present, kept)
    assert getattr(getattr(found.tables, FIELDS[present.at.table])[0], field) == getattr(kept, field), name
    assert found.marks == frozenset()
    assert getattr(found.tables, FIELDS[present.at.table])[0].at == present.at


STAY = [
    ("自评 dated", stage(self_rated="0.9", self_day=SINCE), stage(self_rated="0.3", self_day=BEFORE), "self_rated"),
    ("确认 on the day", stage(confirmed="0.9", confirm_day="3-31"), stage(), "confirmed"),
    ("评价 dated", item(quality=90, rated=SINCE), item(), "quality"),
    ("同意 dated", change("延期", approved=SINCE), change("延期", approved=None, result="待批"), "result"),
    ("已确认 dated", point(confirmed=SINCE), point(status="拟"), "status"),
    ("目标 updated by then", target(weight=3, updated=SINCE), target(weight=1), "weight"),
    ("事项", item(matter="新的说法"), item(matter="旧的说法"), "matter"),
    ("密级 is that of now", item(secrecy="内部"), item(), "secrecy"),
    ("扣分 of a dated row", inspection(number="C", lost=2), inspection(number="C", lost=1), "lost"),
    ("手机", department(phone="2"), department(phone="1"), "phone"),
    ("曾用名", department(former=("旧部",)), department(), "former"),
    ("分值", point(points=-2), point(points=-1), "points"),
]


@pytest.mark.parametrize(("name", "present", "kept", "field"), STAY, ids=[row[0] for row in STAY])
def test_what_a_date_tells_stays(name: str, present: Any, kept: Any, field: str) -> None:
    assert cell(present, kept, field) == getattr(present, field), name


@pytest.mark.parametrize(
    ("name", "present", "kept", "taken"),
    [
        ("submitted before the copy", item(status="提交", submitted=BEFORE, completion="0.9"), item(completion="0.2"), "0.2"),
        ("submitted on its day", item(status="提交", submitted="3-20", completion="0.9"), item(completion="0.2"), "0.2"),
        ("submitted the day after", item(status="提交", submitted="3-21", completion="0.9"), item(completion="0.2"), None),
        ("closed on 基准日", item(status="办结", closed="3-31", completion="0.9"), item(completion="0.2"), None),
        ("closed the day after", item(status="办结", closed=AFTER, completion="0.9"), item(completion="0.2"), "0.2"),
    ],
)
def test_cells_filled_in_with_an_event_after_the_copy(name: str, present: Any, kept: Any, taken: str | None) -> None:
    """The copy can't have them: they are what they are now, and marked."""
    found = known(present, kept)
    expected = Fraction("0.9") if taken is None else Fraction(taken)
    assert (found.tables.items[0].completion, bool(found.marks)) == (expected, taken is None), name


# the state of an item

SUBMITTED = {"status": "提交", "submitted": BEFORE}


@pytest.mark.parametrize(
    ("name", "present", "kept", "expected"),
    [
        ("no date tells", {"status": "办理"}, {"status": "待调整"}, ("待调整", None, None)),
        ("without any date", {"status": "办结"}, {"status": "办理"}, ("办理", None, None)),
        ("closed by then", {"status": "办结", "closed": "3-31"}, {"status": "办理"}, ("办结", None, "3-31")),
        ("closed later", {"status": "办结", "closed": AFTER}, {"status": "待调整"}, ("待调整", None, None)),
        ("submitted after the copy, closed later", {"status": "办结", "submitted": SINCE, "closed": AFTER}, {}, ("提交", SINCE, None)),
        ("submitted before the copy, known later", {"status": "办结", "submitted": BEFORE, "closed": AFTER}, {}, ("提交", BEFORE, None)),
        ("submitted by the copy", {"status": "办结", "submitted": BEFORE, "closed": AFTER}, SUBMITTED, ("提交", BEFORE, None)),
        ("returned since", {"status": "办理", "returns": 1}, SUBMITTED, ("提交", BEFORE, None)),
        ("returned and submitted anew", {"status": "提交", "submitted": AFTER}, SUBMITTED, ("提交", BEFORE, None)),
        ("given out after the copy", {"status": "办理", "issued": SINCE}, {"status": "立项", "issued": None}, ("办理", None, None)),
        ("was still planned", {"status": "办理", "issued": None}, {"status": "立项", "issued": None}, ("立项", None, None)),
        ("reopened since", {"status": "办理"}, {"status": "办结", "submitted": "3-1", "closed": BEFORE}, ("办结", "3-1", BEFORE)),
    ],
)  # fmt: skip
def test_the_state(name: str, present: dict[str, Any], kept: dict[str, Any], expected: tuple[str, str | None, str | None]) -> None:
    found = known(item(**present), item(**kept))
    (row,) = facts_on(found.tables, AS_OF).items
    status, submitted, closed = expected
    assert (row.status, row.submitted, row.closed) == (status, submitted and day(submitted), closed and day(closed)), name


@pytest.mark.parametrize(("approved", "status"), [(BEFORE, "办理"), (SINCE, "暂缓"), (AFTER, "办理")])
def test_a_decision_after_the_copy_tells_the_state(approved: str, status: str) -> None:
    """One before it is in the copy, and one after 基准日 is undone."""
    paused = change("暂缓", asked="3-1", approved=approved)
    found = known([item(status="暂缓"), paused], [item(status="办理"), paused])
    assert facts_on(found.tables, AS_OF).items[0].status == status


# keys, columns and tables that the copy does not have


def test_without_a_copy_everything_is_as_now_and_marked() -> None:
    rows: list[Any] = [item(), stage(), indicator(actual=1), mark(9), rating("1", 90), risk_point(), department(), person(), target()]
    held = tables(*rows)
    found = known_on(held, None, AS_OF)
    assert found.tables == held
    assert found.marks == {(row.at.table, row.at.row) for row in rows}


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("a dated self-rating", feedback(given=BEFORE)),
        ("a proposal nobody has touched", point(status="拟")),
        ("a change waiting", change("延期", result="待批", approved=None)),
        ("a check", inspection()),
        ("a confirmed point", point(confirmed=BEFORE)),
        ("a ruling with its day", ruling("红灯", day=BEFORE)),
    ],
)
def test_rows_that_dates_tell_all_about_need_no_copy(name: str, row: Any) -> None:
    assert known_on(tables(row), None, AS_OF).marks == frozenset(), name


def test_a_stage_as_now_marks_its_item() -> None:
    one, two, step = item(), item("2"), stage()
    found = known([one, two, step], [one, two])
    assert found.marks == {(row.at.table, row.at.row) for row in (one, step)}


def test_a_renamed_row_is_as_now_and_its_old_key_is_told() -> None:
    found = known(item("新-1", weight=3), item("旧-1", weight=1))
    assert [row.weight for row in found.tables.items] == [3]
    assert (len(found.marks), found.gone) == (1, ("督办台账 旧-1",))


def test_doubled_keys_match_nothing() -> None:
    """Nobody knows which is which: neither now nor then."""
    found = known([item(weight=3), item(weight=4)], [item(weight=1)])
    assert [row.weight for row in found.tables.items] == [3, 4]
    assert (len(found.marks), found.gone) == (2, ())
    found = known([item(weight=3)], [item(weight=1), item(weight=2)])
    assert [row.weight for row in found.tables.items] == [3]
    assert len(found.marks) == 1


def test_a_department_that_was_renamed_is_found_by_its_former_name() -> None:
    found = known(department("新部", kind="基层", former=("旧部",)), department("旧部", kind="后勤"))
    assert [(row.name, row.kind, row.former) for row in found.tables.departments] == [("新部", "后勤", ("旧部",))]
    assert (found.marks, found.gone) == (frozenset(), ())


@pytest.mark.parametrize(("completion", "marked"), [("0.9", True), (None, False)])
def test_a_column_that_the_copy_lacks(completion: str | None, marked: bool) -> None:
    found = known(item(completion=completion, weight=3), item(weight=1), (("督办台账", "完成度"), ("督办台账", "备注")))
    assert found.tables.items[0].completion == (completion and Fraction(completion))
    assert found.tables.items[0].weight == 1
    assert (bool(found.marks), found.lacking) == (marked, ("督办台账.完成度",))


def test_a_table_that_the_copy_lacks() -> None:
    found = known([risk_point(frequency=3), item(weight=2)], [item(weight=1)], (("风险点", ""),))
    assert found.tables.risk_points[0].frequency == 3
    assert found.tables.items[0].weight == 1
    assert ({table for table, _ in found.marks}, found.lacking) == ({"风险点"}, ("风险点",))


def test_without_the_state_in_the_copy_it_is_that_of_now() -> None:
    found = known(item(status="待调整"), item(status=""), (("督办台账", "状态"),))
    assert found.tables.items[0].status == "待调整"
    assert "状态" in headers_taken("督办台账")


# settings


def test_rules_and_settings_are_those_of_the_copy_but_for_what_is_looked_at_and_what_may_leave() -> None:
    present = tables(bound("绿灯", 90), 得分小数位="3", 考核期间="2026Q1", 个人排名公开="是", 密级词="甲")
    kept = tables(bound("绿灯", 80), bound("蓝灯", 10), 得分小数位="1", 考核期间="2025Q4", 密级词="乙")
    found = known_on(present, Copy(kept, KEPT_DAY), AS_OF).tables
    assert found.light_bounds == kept.light_bounds
    assert found.settings == kept.settings._replace(period="2026Q1", publish_persons=True, secret_words=("甲",))
    lacking = Copy(kept, KEPT_DAY, (("参数", ""), ("亮灯规则", "")))
    assert known_on(present, lacking, AS_OF).tables == present
    assert set(Settings._fields) >= {"company"}


# marks in the results


def test_result_rows_say_what_is_as_now() -> None:
    row, step = item(), stage(due="6-30")
    held = known_on(tables(row, step, mark(9, scorer="绩效办"), rating("7", 90), risk_point("F1")), None, AS_OF)
    judgement = judge(held.tables, AS_OF, Calendar(()))
    doubts = held.doubts
    assert [light.unconfirmed for light in doubts.lights(light_rows(judgement))] == [NOW]
    traced = TraceRow("2026Q1", "发展部", "亮灯", "R3", Fraction(1), "1", "督办台账", row.at.row, "完成度 50%", NOWHERE)
    assert [one.note for one in doubts.traces([traced, traced._replace(row=None, note="")])] == [f"完成度 50%；{NOW}", ""]
    assert (doubts.scorers, doubts.rated, doubts.risks, doubts.shown) == ({"绩效办"}, {"7"}, {"F1"}, 2)
    assert Doubts().lights(light_rows(judgement)) == light_rows(judgement)


# properties


def company(seed: int) -> tuple[Tables, dt.date]:
    drawn = rc.company(seed)
    return parse(rc.grids(drawn))[0], drawn.as_of


def scrambled(held: Tables, as_of: dt.date, draw: random.Random) -> Tables:
    """The same company later on: undated cells are anything, events have come after `as_of`, rows have come and moved."""
    later = as_of + dt.timedelta(draw.randint(1, 40))
    changed: dict[str, Any] = {}
    for name, field in FIELDS.items():
        rows = list(getattr(held, field))
        kept, fields = PAST[name], {column.header: column.field for column in TABLES[name].columns}
        undated = [fields[header] for header in kept.copied.split()] + [fields[h] for one in kept.touched for h in one.cells.split()]
        for place, row in enumerate(rows):
            other = draw.choice(rows)
            cells = {one: getattr(other, one) for one in undated if draw.random() < 0.3}
            for dated in kept.dated:
                date = fields[dated.date]
                if getattr(row, date) is None and draw.random() < 0.3:
                    cells |= {date: later} | {fields[h]: getattr(other, fields[h]) for h in dated.cells.split()}
            if name == "督办台账" and row.submitted is None and row.closed is None and row.status != "" and draw.random() < 0.3:
                cells |= {"status": draw.choice(("提交", "办结")), "submitted": later} | ({"closed": later} if draw.random() < 0.5 else {})
            rows[place] = row._replace(**cells)
        if name not in ("变更记录",):  # of one 申请日期 they go by row order
            draw.shuffle(rows)
        changed[field] = tuple(rows)
    return held._replace(**changed)


def by_number(held: Tables, as_of: dt.date) -> list[Any]:
    rows = light_rows(judge(held, as_of, Calendar(held.holidays)))
    return sorted((row._replace(at=Source("", 0, "")) for row in rows), key=repr)


@settings(max_examples=60)
@given(st.integers(0, 10_000))
@example(241)
def test_whatever_came_after_the_copy_the_lights_are_those_of_its_day(seed: int) -> None:
    held, as_of = company(seed)
    draw = random.Random(seed)
    alone: dict[str, Any] = {field: tuple(unique(getattr(held, field)).values()) for field in FIELDS.values()}
    held = held._replace(**alone)  # of two rows with one key nobody knows which is which
    found = known_on(scrambled(held, as_of, draw), Copy(held, as_of), as_of)
    assert by_number(found.tables, as_of) == by_number(held, as_of)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_a_copy_of_what_is_there_changes_nothing(seed: int) -> None:
    held, as_of = company(seed)
    found = known_on(held, Copy(held, as_of), as_of)
    assert facts_on(found.tables, as_of) == facts_on(held, as_of)
    assert found.gone == ()


@pytest.mark.parametrize(("now", "then", "marked"), [(1, None, True), (2, 1, True), (1, 1, False), (None, None, False), (0, None, False)])
def test_a_return_after_the_copy_leaves_no_date(now: int | None, then: int | None, marked: bool) -> None:
    """退办 empties 提交日期: where the item was between the copy and now, no cell tells any more."""
    assert bool(known(item(returns=now), item(returns=then, status="提交", submitted=BEFORE)).marks) is marked
