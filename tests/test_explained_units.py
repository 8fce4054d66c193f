"""讲评说明 of R9 in the outline of 绩效通报: what a leader has approved, of the quarter; no name unless 通报点名 allows it."""

from typing import Any

import pytest
from support.make import accountability, day, department, inspection, person, tables

from udfs.papers.bulletins.explained_units import explained_units
from udfs.papers.bulletins.performance_bulletin import performance_figures
from udfs.papers.bulletins.performance_bulletin_texts import briefed, outline_row
from udfs.rules.decisions.reconciliation import settle
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge

UNIT = "2026Q1 抽查合格率 40.0%（2/5），低于 60.0%"
UNIT_SAID = "2026年第一季度抽查合格率 40.0%（2/5），低于 60.0%"
PERSON = "2026Q1 张三 被抽查的合格率 33.3%（1/3），低于 60.0%"


def quarter(*records: Any, **settings: Any) -> Judgement:
    held, period = tables(*records, **settings), parse_period("2026Q1")
    assert period is not None
    return judge(held, day("4-20"), Calendar(held.holidays), period)


def told(about: str, fact: str, status: str = "已批", mark: str = "2026Q1") -> Any:
    origin = f"自动:R9:讲评说明:{about}:{mark}#0a1b2c3d" if mark else ""
    return accountability(kind="讲评说明", subject="发展部", fact=fact, status=status, origin=origin, day="3-31")


@pytest.mark.parametrize(
    ("rows", "named", "expected"),
    [
        ([told("发展部", UNIT)], "部门", UNIT_SAID),
        ([told("发展部", UNIT, "已办")], "部门", UNIT_SAID),
        ([told("发展部", UNIT, "拟")], "部门", None),
        ([told("发展部", UNIT, "撤销")], "部门", None),
        ([told("发展部", UNIT, "失效")], "部门", None),
        ([told("发展部", UNIT, mark="2025Q4")], "部门", None),
        ([told("", "现场管理差", mark="")], "部门", "现场管理差"),  # a person's row, by its day
        ([told("", "张三现场管理差", mark="")], "部门", WITHHELD),  # in words of somebody's own a person may be named
        ([told("", "张三现场管理差", mark="")], "责任人", "张三现场管理差"),
        ([told("", "涉及工作秘密的检查不合格", mark="")], "责任人", WITHHELD),
        ([told("", "请联系 13800000001 说明", mark="")], "部门", f"请联系 {WITHHELD} 说明"),
        ([told("发展部/7", PERSON)], "责任人", PERSON.replace("2026Q1 ", "2026年第一季度")),
        ([told("发展部/7", PERSON)], "部门", "2026年第一季度1人被抽查的合格率低于 60.0%"),
        (
            [told("发展部/7", PERSON), told("发展部", UNIT), told("发展部/8", PERSON)],
            "部门",
            f"{UNIT_SAID}；2026年第一季度2人被抽查的合格率低于 60.0%",
        ),
        ([accountability(kind="预警", subject="发展部", fact="预警", status="已批", day="3-1")], "部门", None),
    ],
)
def test_what_a_unit_explains(rows: list[Any], named: str, expected: str | None) -> None:
    assert (
        explained_units(quarter(department(), person("张三", staff_no="7", department="发展部"), *rows, 通报点名=named)).get("发展部")
        == expected
    )


def test_from_the_check_to_the_outline() -> None:
    """Three checks of 张三, two of them problems: proposed for the department; shown once approved, in the outline of that quarter."""
    checks = [inspection(result, day="3-5", inspected="张三") for result in ("合格", "问题", "问题")]
    people = person("张三", staff_no="7", department="发展部")
    made = settle(quarter(department(), people, *checks), tables(department(), people, *checks)).made["问责记录"]
    proposed: list[Any] = [row for row in made if getattr(row, "kind", "") == "讲评说明"]
    assert [row.fact.split("被抽查的")[-1].split("，")[0] for row in proposed] == ["2026Q1 抽查合格率 33.3%（1/3）", "合格率 33.3%（1/3）"]
    assert {row.status for row in proposed} == {"拟"}
    for status, shown in (("拟", False), ("已批", True)):
        rows = [row._replace(status=status, approver="孙总", approved=day("4-10")) for row in proposed]
        figures = performance_figures(quarter(department(), people, *checks, *at(rows)))
        (unit,) = briefed(figures)
        row = outline_row(unit, figures)
        assert ("就抽查情况作说明：2026年第一季度抽查合格率 33.3%" in str(row["要点"])) == shown
        assert "张三" not in str(row)


def at(rows: list[Any]) -> list[Any]:
    """The rows as they stand in their table."""
    return [row._replace(at=accountability().at) for row in rows]
