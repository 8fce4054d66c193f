"""班组 below a 供电所 or department (R8): what is its own, what it is no part of, and in whose sheet its rows go out and come back."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from support.make import day, default_table, department, indicator, item, person, point, tables
from support.round_trip import DAY, RoundTrip, told
from support.round_trip import indicator as indicator_row
from support.round_trip import item as item_row

from udfs.checks.references import check_references
from udfs.checks.set_up_checks import check_departments
from udfs.rules.decisions.closing import last_place_proposals
from udfs.rules.ground.departments import Departments, is_ranked
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import Scores, person_rows, score_rows, scores_of
from udfs.rules.supervision.reminders import reminders
from workbook_templates.sent.outcomes import ACCEPTED
from workbook_templates.tables.setup import Department

F = Fraction
ANY_DAY = dt.date(2026, 3, 3)
STATION = department("东所", leader="刘总", head="所长", liaison="所联", order=2)


def crew(name: str = "一班", above: str = "东所", **fields: Any) -> Department:
    return department(name, above=above, **fields)


# where a 班组 stands


@pytest.mark.parametrize(
    ("name", "rows", "sheet"),
    [
        ("without 联系人: with its 所", [STATION, crew()], "东所"),
        ("with one: its own", [STATION, crew(liaison="班联")], "一班"),
        ("a 所 without 联系人 still has its own", [STATION._replace(liaison=""), crew()], "东所"),
        ("of a 班组 of a 班组: the nearest with one", [STATION, crew("二班", liaison="班联"), crew(above="二班")], "二班"),
        ("through a 班组 without one", [STATION, crew("二班"), crew(above="二班")], "东所"),
        ("nobody knows the 所: its own", [crew()], "一班"),
        ("the 所 was merged: with its heir", [STATION._replace(until=day("2-1"), merged_into="西所"), department("西所"), crew()], "西所"),
        ("the 所 is gone without heir: its own", [STATION._replace(until=day("2-1")), crew()], "一班"),
        ("a loop: its own", [crew(above="二班"), crew("二班", above="一班")], "一班"),
        ("below itself: its own", [crew(above="一班")], "一班"),
        ("under the former name of its 所", [STATION._replace(former=("老所",)), crew(above="老所")], "东所"),
    ],
)
def test_in_whose_sheet_its_rows_go_out(name: str, rows: Sequence[Department], sheet: str) -> None:
    assert Departments(rows).sheet_of("一班", ANY_DAY) == sheet, name


def test_it_stands_below_its_own_and_has_its_leader() -> None:
    rows = [
        department("甲部", order=1),
        STATION,
        department("西所", order=3),
        crew("二班"),
        crew("一班", leader="王总"),
        crew("三班", order=1),
    ]
    found = Departments(rows)
    assert sorted((row.name for row in rows), key=found.order) == ["甲部", "三班", "东所", "二班", "一班", "西所"]
    leaders = {row.name: row.leader for row in found.rows if row.above}
    assert leaders == {"二班": "刘总", "一班": "王总", "三班": "刘总"}
    assert [found.is_team(name) for name in ("东所", "一班", "没有的")] == [False, True, False]


@pytest.mark.parametrize(
    ("row", "expected"),
    [(department(), True), (department(ranked="否"), False), (crew(), False), (crew(ranked="是"), True), (crew(ranked="否"), False)],
)
def test_whether_it_is_ranked(row: Department, expected: bool) -> None:
    assert is_ranked(row) is expected


# what it is no part of

BY_INDICATORS = {"督办": 0, "亮灯": 0, "指标": 100, "抽查": 0}


def reached(unit: str, actual: Any, **fields: Any) -> Any:
    return indicator(f"Z{unit}", **{"department": unit, "goal": 100, "actual": actual, "period": "2026Q3", **fields})


def scored(*records: Any, **settings: Any) -> Scores:
    return scores_of(judge(tables(*records, **settings), day("10-9"), Calendar(), parse_period("2026Q3")))


UNITS = (STATION, department("西所", leader="刘总", head="西所长", order=3), department("南所", leader="刘总", head="南所长", order=4))


def test_its_score_and_points_are_its_own() -> None:
    """东所 keeps 90 and 一班 60, less a point of its own; nothing of 一班 is in 东所."""
    found = scored(*UNITS, crew(), reached("东所", 90), reached("一班", 60, level="班组"), point(day="8-1", department="一班", points=-1))
    rows = {row.department: (row.indicators, row.points, row.composite, row.ranked, row.kind_rank) for row in score_rows(found)}
    assert list(rows) == ["东所", "一班", "西所", "南所"]
    assert (rows["东所"], rows["一班"]) == ((90, None, 90, "是", 1), (60, -1, 59, "否", None))


def test_it_is_no_part_of_the_means_of_persons() -> None:
    """The unit is (90 + 80 + 70) ÷ 3 = 80 whatever 一班 has; a leader linked to it has the mean of the others."""
    people = (
        person("王总", staff_no="1", role="主要领导", department=""),
        person("刘总", staff_no="2", role="班子成员", department="", oversees=("东所", "一班"), linked=("一班",)),
        person("班长", staff_no="3", role="部门负责人", department="一班"),
    )
    units = [reached(unit, actual) for unit, actual in (("东所", 90), ("西所", 80), ("南所", 70))]
    own = (crew(ranked="是"), reached("一班", 10, level="班组"), point(day="8-1", department="一班", points=-5))
    found = {row.staff_no: row.score for row in person_rows(scored(*UNITS, *people, *units, *own, 负责人评分权重=0))}
    assert found == {"1": 80, "2": 85, "3": 5}  # 班长: the 10 − 5 points of 一班, for its head that is no mean


def test_it_is_never_in_last_place() -> None:
    units = [reached(unit, actual) for unit, actual in (("东所", 90), ("西所", 80), ("南所", 70))]
    low = reached("一班", 10, level="班组")
    for rows in ([*UNITS, crew(ranked="是", head="班长"), *units, low], [*UNITS, crew(), *units, low]):
        proposed = last_place_proposals(scored(*rows, 末位口径="综合"))
        assert [(one.subject, one.fact) for one in proposed] == [
            ("南所长", "2026Q3 南所综合得分 70.00，在业务职能 3 个部门中末位（第 3 名）")
        ]
    two = [*UNITS[:2], crew(ranked="是"), *units[:2], low]
    assert last_place_proposals(scored(*two, 末位口径="综合")) == []  # a 班组 makes no third


# its sheet

OFFICE: dict[str, list[dict[str, Any]]] = {
    "部门": [
        {"部门": "东所", "类型": "基层", "联系人": "所联", "分管领导": "李总"},
        {"部门": "西所", "类型": "基层", "联系人": "西联", "分管领导": "李总"},
        {"部门": "一班", "类型": "基层", "上级部门": "东所"},
        {"部门": "二班", "类型": "基层", "上级部门": "西所"},
        {"部门": "三班", "类型": "基层", "上级部门": "西所", "联系人": "班联"},
    ],
    "人员": [
        {"工号": "1", "姓名": "钱一", "部门": "东所", "角色": "员工"},
        {"工号": "2", "姓名": "孙二", "部门": "一班", "角色": "员工"},
        {"工号": "3", "姓名": "周三", "部门": "二班", "角色": "员工"},
    ],
    "督办台账": [
        item_row("1", "东所"),
        item_row("2", "一班", 进展情况="一班进展"),
        item_row("3", "二班", 进展情况="二班机密"),
        item_row("4", "三班"),
    ],
    "指标": [
        indicator_row("Z1", "东所"),
        indicator_row("Z2", "一班", 层级="班组"),
        indicator_row("Z3", "二班", 层级="班组", 指标="二班指标"),
    ],
}


@pytest.fixture
def office(tmp_path: Path) -> RoundTrip:
    return RoundTrip(tmp_path, OFFICE)


def numbers(office: RoundTrip, department: str, table: str) -> list[Any]:
    (sheet,) = [sheet for sheet in office.sheets[department] if sheet.name == table]
    header = next(place for place, row in enumerate(sheet.rows) if row and row[0] in ("编号", "指标编号"))
    return [row[0] for row in sheet.rows[header + 1 :] if row[0]]


def test_its_rows_are_in_the_sheet_of_its_station_and_nothing_of_another(office: RoundTrip) -> None:
    assert sorted(office.sheets) == ["三班", "东所", "西所"]
    assert (numbers(office, "东所", "督办台账"), numbers(office, "东所", "指标")) == (["1", "2"], ["Z1", "Z2"])
    assert (numbers(office, "西所", "督办台账"), numbers(office, "西所", "指标")) == (["3"], ["Z3"])
    assert numbers(office, "三班", "督办台账") == ["4"]
    raw = {}
    for name, path in office.paths.items():
        with ZipFile(path) as archive:
            raw[name] = "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
    foreign = {
        "东所": ("二班", "三班", "西所", "周三", "班联"),
        "西所": ("一班", "东所", "三班", "孙二"),
        "三班": ("一班", "二班", "东所", "周三"),
    }
    assert {name: [word for word in words if word in raw[name]] for name, words in foreign.items()} == {"东所": [], "西所": [], "三班": []}
    assert all(name in raw["东所"] for name in ("钱一", "孙二"))  # whom a 承办人 may be chosen from


def test_what_comes_back_of_it_is_merged(office: RoundTrip) -> None:
    edits: dict[tuple[str, ...], Any] = {
        ("督办台账", "2", "进展情况"): "完成一半",
        ("指标", "Z2", "2026Q1", "实际值"): 88,
        ("延期申请", "0", "编号"): "2",
        ("延期申请", "0", "申请日期"): DAY,
        ("延期申请", "0", "申请延至"): "2026-07-31",
        ("延期申请", "0", "原因"): "等物资",
    }
    done = office.collect(office.answer("东所", edits))
    assert len(told(done, ACCEPTED)) == 3
    assert (office.row("督办台账", "2")["进展情况"], office.row("指标", "Z2")["实际值"]) == ("完成一半", 88)
    (change,) = office.rows("变更记录")
    assert (change["编号"], change["变更"], change["结果"]) == ("2", "延期", "待批")


def test_another_station_can_not_ask_for_it(office: RoundTrip) -> None:
    edits: dict[tuple[str, ...], Any] = {
        ("延期申请", "0", "编号"): "2",
        ("延期申请", "0", "申请日期"): DAY,
        ("延期申请", "0", "申请延至"): "2026-07-31",
    }
    done = office.collected(office.answer("西所", {**edits, ("延期申请", "0", "原因"): "等物资"}))
    assert not done.rows
    assert "2 不是“西所”的事项" in [entry.reason for entry in done.entries]


def test_asked_for_by_name_its_station_gets_the_sheet(office: RoundTrip) -> None:
    report = office.send(dept=["一班"])
    assert [path.stem.partition("_")[0] for path in report.files[1:]] == ["东所"]


# whom to write to


def test_reminders_go_with_a_copy_to_the_liaison_of_its_station() -> None:
    people = [person(name, department="东所") for name in ("所联", "张三")] + [person("刘总", role="班子成员", department="")]
    late = item(department="一班", due="3-2", responsible="张三")
    held = tables(STATION, crew(), *people, late, *default_table("督办频次"))
    (row,) = reminders(judge(held, day("3-3"), Calendar()))
    assert (row.recipient, row.copies) == ("张三", "所联（联系人）、刘总（分管领导，仅列名）")


@pytest.mark.parametrize(
    ("homes", "unit", "told_apart"),
    [
        (("一班", "西所"), "一班", True),
        (("东所", "西所"), "一班", True),  # the one in its 所
        (("一班", "东所"), "一班", True),  # the nearer one
        (("一班", "西所"), "东所", True),  # the one in a 班组 below
        (("一班", "二班"), "东所", False),
        (("西所", "南所"), "一班", False),
    ],
)
def test_of_one_name_the_person_near_the_crew_is_meant(homes: tuple[str, str], unit: str, told_apart: bool) -> None:
    people = [person("张三", department=home, staff_no=f"G{n}") for n, home in enumerate(homes)]
    held = tables(*UNITS, crew(), crew("二班"), *people, item(department=unit, due="3-2", responsible="张三"), *default_table("督办频次"))
    problems = [one for one in check_references(held) if one.table == "督办台账"]
    (row,) = reminders(judge(held, day("3-3"), Calendar()))
    assert (not problems, row.recipient.endswith("张三")) == (told_apart, told_apart)


# 数据检查


def test_what_can_not_be_is_listed() -> None:
    held = tables(STATION, crew("一班", "没有的"), crew("二班", "三班"), crew("三班", "二班"), crew("四班", "二班"), crew("五班", "五班"))
    found = [(one.row, one.value, one.problem) for one in check_references(held) if one.header == "上级部门"]
    places = {row.name: row.at.row for row in held.departments}
    assert sorted(found) == sorted(
        [
            (places["一班"], "没有的", "“部门”里没有“没有的”"),
            (places["二班"], "二班", "与 三班 构成循环"),
            (places["三班"], "三班", "与 二班 构成循环"),
            (places["五班"], "五班", "指向自己"),
        ]
    )
    below = [(one.row, one.value) for one in check_departments(held, ANY_DAY)]
    assert below == [(places["二班"], "三班"), (places["三班"], "二班"), (places["四班"], "二班")]
