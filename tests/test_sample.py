"""The sample company, recounted straight from its rows: this file may not ask the rules."""

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import chinese_calendar
import pytest
from support.sample_cells import FIRST_ROW, cells, day, grids, names, needed_day, sample, text

from workbook_templates.reading.parse import parse
from workbook_templates.sample import sample_rows, wrong_cells
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Value

YEAR_END = dt.date(2026, 12, 31)

Cells = Mapping[str, Value]


# The figures of product.md §5, in a few lines of this file's own


def supervised(items: Iterable[Cells]) -> int:
    """督办工作: items given out in 2026; 取消 counts nowhere."""
    issued = (row for row in items if text(row["状态"]) != "取消")
    return sum((found := day(row["下达日期"])) is not None and found.year == 2026 for row in issued)


def landed(target: Cells, items: Iterable[Cells]) -> bool:
    if target["认定"]:
        return text(target["认定"]) == "落地"
    states = [text(row["状态"]) for row in items if text(row["目标编号"]) == target["目标编号"]]
    return "办结" in states and set(states) <= {"办结", "取消", "暂缓"}


def landing_rate(targets: Iterable[Cells], items: Iterable[Cells]) -> Fraction:
    items = list(items)
    kept = [landed(target, items) for target in targets if target["状态"] != "撤销"]
    return Fraction(sum(kept), len(kept))


def deadline_in_force(item: Cells, changes: Iterable[Cells]) -> dt.date:
    """办理时限 as R4 moves it, the second deadline of an escalated item included."""
    mine = [row for row in changes if text(row["编号"]) == text(item["编号"]) and not row["阶段"]]
    first = [day(row["原值"]) for row in mine if row["变更"] in ("延期", "改期")]
    limit, paused = (first[0] if first else None) or needed_day(item["办理时限"]), None
    for row in mine:
        if row["结果"] != "同意":
            continue
        new, asked, approved = day(row["新值"]), needed_day(row["申请日期"]), needed_day(row["批准日期"])
        if (row["变更"] == "延期" and asked <= limit) or row["变更"] == "改期":
            limit = new or limit
        elif row["变更"] == "升级":
            limit = new or approved + dt.timedelta(15)
        elif row["变更"] == "暂缓":
            paused = approved
        elif row["变更"] == "恢复":
            limit = new or limit + (approved - (paused or approved))
    return limit


def late_company_items(items: Iterable[Cells]) -> list[tuple[str, str, str]]:
    """编号 and 负面影响/原因, with their defaults, of the company's items that R6 assesses."""
    changes = cells("变更记录")
    found = []
    for item in items:
        if item["现场分类"] == "现场已解决":  # settled on the spot: nothing to be late with
            continue
        if item["级别"] != "公司级" or item["状态"] not in ("下达", "办理", "提交", "办结"):
            continue
        done = day(item["提交日期"]) or YEAR_END
        if done > deadline_in_force(item, changes):
            found.append((text(item["编号"]), text(item["负面影响"]) or "无", text(item["原因"]) or "主观"))
    return found


def test_the_published_figures() -> None:
    assert supervised(cells("督办台账")) == 422
    assert sum(not row["上级部门"] for row in cells("部门")) == 14
    assert sum(bool(row["上级部门"]) for row in cells("部门")) == 2  # 班组, which are no departments
    assert sum(row["状态"] != "撤销" for row in cells("目标库")) == 60
    assert landing_rate(cells("目标库"), cells("督办台账")) == Fraction(95, 100)


def test_nothing_that_was_cancelled_was_given_out() -> None:
    assert [row["编号"] for row in cells("督办台账") if row["状态"] in ("取消", "立项") and row["下达日期"]] == []
    assert Counter(row["状态"] for row in cells("督办台账"))["取消"] == 4


def test_eight_late_items_of_the_company_cost_points() -> None:
    """None and objective costs nothing: at the company's level and, where the item was escalated, at the department's."""
    late = late_company_items(cells("督办台账"))
    assert len(late) == 11
    assert sum((impact, cause) != ("无", "客观") for _, impact, cause in late) == 8


def test_seven_evaluation_and_four_review_meetings() -> None:
    held = Counter(row["会议"] for row in cells("会议"))
    assert (held["绩效评议会"], held["讲评会"], held["亮灯例会"]) == (7, 4, 6)


COUNTED = range(0, 420, 35)


@pytest.mark.parametrize("place", COUNTED)
def test_one_item_less_is_one_less(place: int) -> None:
    items = cells("督办台账")
    assert items[place]["下达日期"] or items[place]["状态"] == "取消"
    del items[place]
    assert supervised(items) == (421 if cells("督办台账")[place]["下达日期"] else 422)


@pytest.mark.parametrize("place", range(0, 61, 6))
def test_one_target_less_moves_the_rate(place: int) -> None:
    targets = [row for row in cells("目标库") if row["状态"] != "撤销"]
    del targets[min(place, 59)]
    assert landing_rate(targets, cells("督办台账")) != Fraction(95, 100)


@pytest.mark.parametrize("place", range(0, 120, 12))
def test_one_item_of_a_target_opened_again_moves_the_rate(place: int) -> None:
    items, targets = cells("督办台账"), cells("目标库")
    free = {row["目标编号"] for row in targets if not row["认定"] and landed(row, items)}
    hung = [number for number, row in enumerate(items) if text(row["目标编号"]) in free and row["状态"] == "办结"]
    items[hung[place]]["状态"] = "办理"
    assert landing_rate(targets, items) == Fraction(56, 60)


def digest(seed: str) -> str:
    """SHA-256 of all rows, computed by another process under this hash seed."""
    ask = "import hashlib; from workbook_templates.sample import sample_rows as s; print(hashlib.sha256(repr(s()).encode()).hexdigest())"
    house = str(Path(__file__).resolve().parent.parent)
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": house, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_the_same_rows_every_time() -> None:
    assert sample_rows() == sample_rows()
    assert {digest("1"), digest("77"), hashlib.sha256(repr(sample_rows()).encode()).hexdigest()} == {digest("0")}


def test_every_row_is_as_wide_as_its_table() -> None:
    for table, body in sample()[0].items():
        assert {len(row) for row in body} == {len(TABLES[table].headers)}, table


def test_volumes() -> None:
    counts = {table: len(body) for table, body in sample()[0].items()}
    assert counts["人员"] == 60
    assert counts["目标库"] == 61
    assert counts["督办台账"] == 431
    assert 560 <= counts["阶段目标"] <= 640
    assert 850 <= counts["反馈记录"] <= 960
    assert 60 <= counts["变更记录"] <= 90
    assert counts["风险点"] == 76
    assert 150 <= counts["抽查记录"] <= 170
    assert 160 <= counts["指标"] <= 270


def test_people() -> None:
    people = cells("人员")
    assert len({row["工号"] for row in people}) == 60
    assert [name for name, count in Counter(row["姓名"] for row in people).items() if count > 1] == ["王伟"]
    assert len({row["部门"] for row in people if row["姓名"] == "王伟"}) == 2
    roles = Counter(row["角色"] for row in people)
    assert (roles["主要领导"], roles["班子成员"], roles["部门负责人"]) == (2, 5, 14)
    assert all(re.fullmatch(r"1380000\d{4}", text(row["手机"])) for row in (*people, *cells("部门")) if not row.get("上级部门"))


def test_only_the_wrong_cells_are_unreadable() -> None:
    tables, problems = parse(grids())
    expected = {(c.table, c.row + FIRST_ROW, c.header, f"{c.value}") for c in wrong_cells() if c.unreadable}
    assert {(p.table, p.row, p.header, p.value) for p in problems} == expected
    assert len(problems) == len(expected) == 12
    assert tables.settings.company == "示范供电公司"
    assert tables.settings.as_of == YEAR_END


def test_every_reference_resolves_but_the_wrong_ones() -> None:
    known = {
        "部门": {text(row["部门"]) for row in cells("部门")},
        "人员": {text(row["姓名"]) for row in cells("人员")} | {text(row["工号"]) for row in cells("人员")},
        "目标库": {text(row["目标编号"]) for row in cells("目标库")},
        "督办台账": {text(row["编号"]) for row in cells("督办台账") if row["编号"]},
        "会议": {text(row["会议编号"]) for row in cells("会议")},
        "指标": {text(row["指标编号"]) for row in cells("指标")},
        "风险点": {text(row["风险编号"]) for row in cells("风险点")},
        "考核权重": {text(row[0]) for row in default_rows("考核权重")},
    }
    dangling = set()
    for name, body in sample()[0].items():
        for place, row in enumerate(body):
            for column, value in zip(TABLES[name].columns, row, strict=True):
                allowed = set().union(*(known[table] for table in (column.spec.refers, *column.spec.or_of) if table))
                if column.spec.refers and not set(names(value)) <= allowed:
                    dangling.add((name, place, column.header))
    assert dangling == {(cell.table, cell.row, cell.header) for cell in wrong_cells() if not cell.unreadable}
    assert 12 <= len(wrong_cells()) <= 18


def test_stages_named_in_changes_are_there() -> None:
    known = {(text(row["编号"]), row["阶段"]) for row in cells("阶段目标")}
    asked = {(text(row["编号"]), row["阶段"]) for row in cells("变更记录") if row["阶段"]}
    assert asked
    assert asked <= known


def test_deadlines_are_working_days() -> None:
    """By the package's calendar, which the sample does not ask."""
    places = [*((row["办理时限"]) for row in cells("督办台账")), *((row["完成时限"]) for row in cells("阶段目标"))]
    days = {needed_day(value) for value in places}
    assert [day for day in days if day.year == 2026 and not chinese_calendar.is_workday(day)] == []
    assert [day for day in days if day.year != 2026 and day.weekday() > 4] == []


def test_the_holidays_are_the_announced_ones() -> None:
    for row in cells("节假日"):
        assert chinese_calendar.is_workday(needed_day(row["日期"])) == (row["类型"] == "班")


def test_days_follow_one_another() -> None:
    for row in cells("督办台账"):
        steps = [day(row[name]) for name in ("立项日期", "下达日期", "提交日期", "办结日期")]
        known = [step for step in steps if step is not None]
        assert known == sorted(known), row["编号"]
        assert known[-1] <= YEAR_END
    for row in cells("阶段目标"):
        assert needed_day(row["开始日期"]) <= needed_day(row["完成时限"])


@pytest.mark.parametrize(
    ("share", "least", "most"),
    [
        pytest.param(lambda row: row["状态"] == "办结", 0.87, 0.89, id="closed"),
        pytest.param(lambda row: bool(row["目标编号"]), 0.37, 0.43, id="under a target"),
        pytest.param(lambda row: row["级别"] == "公司级", 0.25, 0.40, id="of the company's level"),
        pytest.param(lambda row: bool(row["协办部门"]), 0.45, 0.70, id="with helpers"),
    ],
)
def test_proportions(share: Callable[[Cells], bool], least: float, most: float) -> None:
    given_out = [row for row in cells("督办台账") if row["下达日期"]]
    assert least <= sum(map(share, given_out)) / len(given_out) <= most


def test_every_department_has_its_work() -> None:
    counts = Counter(text(row["主责部门"]) for row in cells("督办台账") if row["状态"] == "办结")
    assert len(counts) == 14
    assert min(counts.values()) >= 14


def test_the_bounds_of_the_lights_are_met_exactly() -> None:
    own = {row["完成度"] for row in cells("督办台账") if row["状态"] == "办理"}
    assert 0.6 in own
    states = {text(row["编号"]): row["状态"] for row in cells("督办台账")}
    shares: dict[str, list[float]] = {}
    for row in cells("阶段目标"):
        value = row["确认完成度"]
        if states[text(row["编号"])] == "办理" and value is not None:
            number = float(text(value).rstrip("%")) / 100 if isinstance(value, str) else value
            assert isinstance(number, float)
            shares.setdefault(text(row["编号"]), []).append(number)
    means = {round(sum(values) / len(values), 6) for values in shares.values()}
    assert {0.8, 0.6} <= means


def test_texts_do_not_look_generated() -> None:
    matters = [re.sub(r"\W", "", text(row["事项"])) for row in cells("督办台账")]
    assert len(set(matters)) == len(matters)
    assert len({re.sub(r"\d", "", matter) for matter in matters}) > 400
    contents = [row["内容"] for row in cells("反馈记录") if row["内容"]]
    assert len(set(contents)) > 0.9 * len(contents)
    bases = [text(row["依据"]) for row in cells("督办台账") if row["依据"]]
    assert len(set(bases)) == len(bases)


def test_it_looks_typed_by_hand() -> None:
    every = [value for name in ("督办台账", "阶段目标", "反馈记录") for row in sample()[0][name] for value in row if isinstance(value, str)]
    assert sum(bool(re.fullmatch(r"2026年\d+月\d+日", value)) for value in every) >= 5
    assert sum(bool(re.fullmatch(r"2026\.\d+\.\d+ ?", value)) for value in every) >= 5
    assert sum(bool(re.search("[\uff10-\uff19]", value)) for value in every) >= 3
    assert sum(value != value.rstrip() for value in every) >= 10
    assert sum("、" in text(row["协办部门"]) for row in cells("督办台账")) >= 50
