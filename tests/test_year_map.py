"""一张图, the figures: every item once, lanes and their rates, bars and signs in the right months, links, and nothing secret."""

from collections import Counter
from typing import Any

import pytest
from support import random_company as rc
from support.make import change, day, department, item, stage, tables, target

from udfs.pages.year_map import common_prefix, joined, year_map
from udfs.rules.discretion import WITHHELD, sealed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.map.map_layout import MOST_LINES, ChartLine, Strip, height_of, lines_on, pages_of
from workbook_templates.map.map_rows import MapLane, MapRow, YearMap, due_text, lights_text, links_text
from workbook_templates.reading.parse import parse

LETTERS = {"": ".", "完成": "d", "计划": "p", "逾期": "l"}


def drawn(*records: Any, as_of: str = "6-30", **settings: Any) -> YearMap:
    return year_map(judge(tables(*records, **settings), day(as_of), Calendar()))


def rows_of(whole: YearMap) -> list[MapRow]:
    return [row for lane in whole.lanes for row in lane.rows]


def shown(*records: Any, as_of: str = "6-30", **settings: Any) -> str:
    """The months of the first item: '|' between them, the fill as a letter before the signs."""
    row = rows_of(drawn(*records, as_of=as_of, **settings))[0]
    return "|".join(LETTERS[kind] + sign for kind, sign in zip(row.bar, row.signs, strict=True))


# the bar and the signs


@pytest.mark.parametrize(
    ("name", "records", "as_of", "months"),
    [
        ("open, nothing done", [item(due="4-30")], "2-1", "p|p|p|p▲|.|.|.|.|.|.|.|."),
        ("half done", [item(due="4-30", completion="0.5")], "2-1", "d|d|p|p▲|.|.|.|.|.|.|.|."),
        ("a little less than half", [item(due="4-30", completion="0.49")], "2-1", "d|p|p|p▲|.|.|.|.|.|.|.|."),
        ("due on the last day of a month", [item(due="1-31")], "1-5", "p▲|.|.|.|.|.|.|.|.|.|.|."),
        ("due on the first day of a month", [item(due="2-1")], "1-5", "p|p▲|.|.|.|.|.|.|.|.|.|."),
        ("due on the last day of the year", [item(due="12-31", issued="12-1")], "12-1", ".|.|.|.|.|.|.|.|.|.|.|p▲"),
        ("due today is not late", [item(due="3-31", issued="3-1")], "3-31", ".|.|p▲|.|.|.|.|.|.|.|.|."),
        ("late the day after", [item(due="3-31", issued="3-1")], "4-1", ".|.|p▲|l|.|.|.|.|.|.|.|."),
        ("late till now", [item(due="3-31", issued="3-1")], "6-1", ".|.|p▲|l|l|l|.|.|.|.|.|."),
        ("due next year", [item(due="2027-01-01", issued="11-30")], "12-1", ".|.|.|.|.|.|.|.|.|.|p|p→"),
        ("begun last year", [item(issued="2025-12-31", due="2-1")], "1-5", "p←|p▲|.|.|.|.|.|.|.|.|.|."),
        ("from one year to the next", [item(issued="2025-06-01", due="2027-06-01")], "6-1", "p←|p|p|p|p|p|p|p|p|p|p|p→"),
        ("over before the year", [item(status="办结", issued="2025-06-01", due="2025-09-01", submitted="2025-08-01")], "6-1",
         ".|.|.|.|.|.|.|.|.|.|.|."),
        ("no deadline", [item(due=None, issued="10-1")], "11-1", ".|.|.|.|.|.|.|.|.|p|p|p→"),
        ("no date at all", [item(due=None, issued=None)], "6-1", ".|.|.|.|.|.|.|.|.|.|.|."),
        ("no start", [item(due="5-5", issued=None)], "4-1", ".|.|.|.|p▲|.|.|.|.|.|.|."),
        ("registered only", [item(due="5-5", issued=None, registered="4-1", status="立项")], "4-1", ".|.|.|p|p▲|.|.|.|.|.|.|."),
        ("closed in time", [item(status="办结", due="5-31", submitted="3-2")], "6-1", "d|d|d★|.|.|.|.|.|.|.|.|."),
        ("closed late", [item(status="办结", due="2-28", submitted="4-2")], "6-1", "d|d▲|l|l☆|.|.|.|.|.|.|.|."),
        ("closed on the day", [item(status="办结", due="2-28", submitted="2-28")], "6-1", "d|d★|.|.|.|.|.|.|.|.|.|."),
        ("closed, no date known", [item(status="办结", due="2-28")], "6-1", "d|d▲|.|.|.|.|.|.|.|.|.|."),
        ("handed in", [item(status="提交", due="4-30", submitted="3-2", completion=1)], "3-5", "d|d|d●|d▲|.|.|.|.|.|.|.|."),
        ("stages", [item(due="6-30"), stage(due="2-10", confirmed=1), stage("二", due="3-10", self_rated="0.5"), stage("三", due="6-1")],
         "4-1", "d|d◆|d×|p|p|p◇▲|.|.|.|.|.|."),
        ("a stage due today is missed only after the day's end", [item(), stage(due="4-1")], "3-31", "p|p|p|p◇|p|p▲|.|.|.|.|.|."),
        ("on the day", [item(), stage(due="4-1")], "4-1", "p|p|p|p◇|p|p▲|.|.|.|.|.|."),
        ("the day after", [item(), stage(due="4-1")], "4-2", "p|p|p|p×|p|p▲|.|.|.|.|.|."),
        ("a stage after the closing stands at the closing",
         [item(status="办结", submitted="3-2"), stage(due="2-10", confirmed=1), stage("二", due="6-30", confirmed=1)],
         "6-30", "d|d◆|d◆★|.|.|.|.|.|.|.|.|."),
        ("closed with no stage rated", [item(status="办结", submitted="3-2"), stage(due="2-10")], "6-30", "d|d◆|d★|.|.|.|.|.|.|.|.|."),
    ],
)  # fmt: skip
def test_months_of_an_item(name: str, records: list[Any], as_of: str, months: str) -> None:
    assert shown(*records, as_of=as_of) == months, name


def test_months_run_by_the_months_of_the_office() -> None:
    """月度截止日 25: the 26th belongs to the next month, and the 26th of December to the next year."""
    assert shown(item(due="3-26", issued="2-25"), as_of="3-1", 月度截止日=25) == ".|p|p|p▲|.|.|.|.|.|.|.|."
    assert shown(item(due="12-26", issued="12-25"), as_of="12-25", 月度截止日=25) == ".|.|.|.|.|.|.|.|.|.|.|p→"
    assert drawn(item(), as_of="2025-12-26", 月度截止日=25).year == 2026


@pytest.mark.parametrize(
    ("as_of", "period", "year", "month"),
    [("1-1", "", 2026, 0), ("12-31", "", 2026, 11), ("2027-02-01", "2026Q4", 2026, None), ("2027-02-01", "", 2027, 1)],
)
def test_year_and_current_month(as_of: str, period: str, year: int, month: int | None) -> None:
    whole = drawn(item(), as_of=as_of, 考核期间=period)
    assert (whole.year, whole.month) == (year, month)


@pytest.mark.parametrize(
    ("signs", "text"), [([], ""), (["◆", "◆", "★"], "◆◆★"), (["◆", "◆", "◆", "★"], "◆3★"), (["◆", "×", "▲", "●"], "◆×▲●")]
)
def test_many_signs_of_a_month_are_counted(signs: list[str], text: str) -> None:
    assert joined(signs) == text


# lanes


def test_lanes_are_the_themes_and_then_the_sources() -> None:
    """In the order of 目标库 and of the list; items of one target stand together, whatever their rows."""
    whole = drawn(
        target("T1", theme="服务"),
        target("T2"),
        target("T3", theme="服务"),
        item("1", origin="其他"),
        item("2", target="T2"),
        item("3", target="T3", due="2-1"),
        item("4", target="T1", due="9-1"),
        item("5", origin="上级部署", target="没有这个"),
        item("6", target="T1", due="5-1"),
        item("7", origin="", target=""),
        item("8", target="T1", status="取消"),
    )
    assert {lane.name: [row.number for row in lane.rows] for lane in whole.lanes} == {
        "服务": ["6", "4", "3"],
        "安全": ["2"],
        "上级部署（未挂目标）": ["5"],
        "其他（未挂目标）": ["1"],
        "来源不明（未挂目标）": ["7"],
    }
    assert whole.total == 7


def test_figures_of_a_lane() -> None:
    """Completion and lag weighted, over what can have a light; 按期办结率 over what was due in the year and can be said."""
    whole = drawn(
        target(),
        item("1", target="T1", status="办结", due="3-31", submitted="3-31", weight=3),
        item("2", target="T1", status="办结", due="3-31", submitted="4-1"),
        item("3", target="T1", due="5-31", completion="0.5"),
        item("4", target="T1", due="12-31", completion=0),
        item("5", target="T1", due="2025-12-31", completion=0),
        item("6", target="T1", status="暂缓", completion=1),
        as_of="6-30",
    )
    (lane,) = whole.lanes
    # completion (3 + 1 + 0.5 + 0 + 0) / 7; lag: (0·3 + 0 − 50 − 181/365 − 100) / 7, in points
    assert (lane.completion, lane.on_time) == ("64.3%", "33.3%（1/3）")
    planned = 181 / 365 * 100
    assert lane.lag == f"{(-50 - planned - 100) / 7:.1f}"
    assert (whole.closed, whole.overdue) == (2, 2)
    assert lights_text(lane.lights, lane.unlit) == "绿 2　黄 0　红 2　未亮 1"


def test_a_lane_with_nothing_to_measure() -> None:
    (lane,) = drawn(target(), item(target="T1", status="立项"), as_of="1-5").lanes
    assert (lane.completion, lane.lag, lane.on_time, lane.unlit) == ("—", "—", "—", 0)


# one row


def test_a_row_in_full() -> None:
    own = item(
        "2026-0002", target="T1", origin="会议纪要", category="紧急", level="公司级", due="6-10", completion="0.3",
        after=("2026-0001", "旧-9"), helpers=("财务部", "发展部", "老财务"),
    )  # fmt: skip
    whole = drawn(
        department(), department("财务部", former=("老财务",)), target(), own,
        item("2026-0001", target="T1"), item("2026-0003", after=("2026-0002",)), as_of="6-15",
    )  # fmt: skip
    row = next(row for row in rows_of(whole) if row.number == "2026-0002")
    assert row._replace(bar=(), signs=()) == MapRow(
        "2026-0002", "事项2026-0002", "会议纪要", "紧急", "公司级", "发展部", ("财务部",), "张三", "T1", (), (),
        0.3, -70.0, "红灯", "红", day("6-10"), "逾 5", True, ("2026-0001", "旧-9"), ("2026-0003",), ("2026-0001",), False,
        held=("2026-0001",),
    )  # fmt: skip
    assert whole.prefix == "2026-"
    assert links_text(row, whole) == "前 0001！、旧-9 后 0003 协 财务部"
    assert due_text(row, 2026) == "06-10"


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"due": "7-10"}, "10"),
        ({"due": "6-30"}, "0"),
        ({"due": "6-29"}, "逾 1"),
        ({"due": None}, "办理"),
        ({"status": "提交", "submitted": "6-1"}, "提交"),
        ({"status": "办结", "submitted": "6-1"}, "办结"),
        ({"status": "暂缓"}, "暂缓"),
    ],
)
def test_what_is_left(fields: dict[str, Any], left: str) -> None:
    assert rows_of(drawn(item(**fields)))[0].left == left


@pytest.mark.parametrize(
    ("fields", "secret"), [({}, False), ({"secrecy": "无"}, False), ({"secrecy": "内部"}, True), ({"matter": "报送机 密文件"}, True)]
)
def test_what_is_secret_does_not_hang_on_a_wall(fields: dict[str, Any], secret: bool) -> None:
    row = rows_of(drawn(item(**fields)))[0]
    assert (row.secret, row.matter == WITHHELD) == (secret, secret)


@pytest.mark.parametrize(
    ("numbers", "prefix"),
    [(["2026-1", "2026-2", "2025-9"], "2026-"), (["2026-1", "2025-1"], ""), (["1", "2"], ""), ([], ""), (["", ""], "")],
)
def test_what_short_numbers_leave_out(numbers: list[str], prefix: str) -> None:
    assert common_prefix(numbers) == prefix


# pages


def many(*counts: int, words: str = "事") -> YearMap:
    """A map with lanes of so many items."""
    blank = dict.fromkeys(("绿灯", "黄灯", "红灯", "蓝灯"), 0)
    row = rows_of(drawn(item()))[0]
    rows = [tuple(row._replace(number=f"{lane}-{place}", matter=words) for place in range(count)) for lane, count in enumerate(counts)]
    lanes = tuple(MapLane(f"主题{lane}", members, "—", "—", "—", blank, 0) for lane, members in enumerate(rows))
    return YearMap("公司", "督办办公室", 2026, day("6-30"), 5, lanes, blank, 0, 0, 0, "")


@pytest.mark.parametrize(
    ("counts", "pages"),
    [((), 1), ((1,), 1), ((45,), 1), ((46,), 2), ((44, 1), 2), ((20, 20, 2), 1), ((300,), 7), ((1,) * 23, 1), ((1,) * 24, 2)],
)
def test_pages(counts: tuple[int, ...], pages: int) -> None:
    found = pages_of(many(*counts))
    assert len(found) == pages
    assert all(lines_on(page) <= MOST_LINES for page in found)
    assert [line.row.number for page in found for line in page if isinstance(line, ChartLine)] == [
        row.number for row in rows_of(many(*counts))
    ]
    assert all(isinstance(page[0], Strip) for page in found if page)


def test_pages_are_filled_evenly_and_a_lane_says_that_it_goes_on() -> None:
    found = pages_of(many(100))
    assert [len(page) for page in found] == [35, 35, 33]
    assert [isinstance(page[0], Strip) and page[0].again for page in found] == [False, True, True]


def test_a_long_text_takes_more_room_and_one_without_end_is_cut() -> None:
    long, endless = (next(iter(pages_of(many(1, words=words))[0][1:])) for words in ("很长的事项" * 10, "没完没了" * 200))
    assert isinstance(long, ChartLine)
    assert isinstance(endless, ChartLine)
    assert (long.lines, endless.lines) == (3, 3)
    assert height_of(long) == pytest.approx(2.2)


# over random companies


@pytest.mark.parametrize("seed", range(60))
def test_every_item_is_on_the_map_once(seed: int) -> None:
    company = rc.company(seed)
    read, problems = parse(rc.grids(company))
    judgement = judge(sealed(read, problems), company.as_of, Calendar(read.holidays))
    whole = year_map(judgement)
    expected = [judged for judged in judgement.items if judged.item.status != "取消"]
    rows = rows_of(whole)
    assert Counter(row.number for row in rows) == Counter(judged.item.number for judged in expected)
    on_pages = [line.row for page in pages_of(whole) for line in page if isinstance(line, ChartLine)]
    assert on_pages == rows
    by_number = {judged.item.number: judged for judged in expected}
    for row in rows:
        judged = by_number[row.number]
        assert (row.light, row.due) == (judged.light, judged.deadline.first)
        assert len(row.bar) == len(row.signs) == 12
        filled = "".join(LETTERS[kind] for kind in row.bar).strip(".")
        assert "." not in filled
        assert filled == "".join(sorted(filled, key="dpl".index)), "done, then planned, then late"
        assert row.overdue == row.left.startswith("逾")
        if judged.item.status == "办结":
            assert "p" not in filled
    assert sum(whole.lights.values()) + whole.unlit == sum(
        judged.item.status not in ("立项", "暂缓", "") and judged.item.on_site != "现场已解决" for judged in expected
    )


# what holds an item up, and what became of its target


@pytest.mark.parametrize(
    ("name", "before", "follower", "held"),
    [
        ("overdue", {"due": "6-10"}, {"due": "7-1"}, True),
        ("due on the day itself", {"due": "6-15"}, {"due": "7-1"}, False),
        ("due after its follower", {"due": "7-2"}, {"due": "7-1"}, True),
        ("due the same day", {"due": "7-1"}, {"due": "7-1"}, False),
        ("not given out yet and due after it", {"due": "7-2", "status": "立项"}, {"due": "7-1"}, True),
        ("closed after it", {"due": "7-2", "status": "办结", "submitted": "6-1", "closed": "6-2"}, {"due": "7-1"}, False),
        ("cancelled", {"due": "7-2", "status": "取消"}, {"due": "7-1"}, False),
        ("handed in", {"due": "6-10", "status": "提交", "submitted": "6-9"}, {"due": "7-1"}, False),
        ("without a deadline", {"due": None}, {"due": "7-1"}, False),
        ("the follower is closed", {"due": "6-10"}, {"status": "办结", "submitted": "6-1", "closed": "6-2"}, False),
        ("the follower rests", {"due": "6-10"}, {"status": "暂缓"}, False),
        ("moved before it", {"due": "7-2"}, {"due": "7-1"}, False),
    ],
)
def test_what_holds_an_item_up(name: str, before: dict[str, Any], follower: dict[str, Any], held: bool) -> None:
    moves = [change("改期", "A", old="2026-07-02", new="2026-06-30")] if name.startswith("moved") else []
    whole = drawn(item("A", **before), item("B", after=("A", "无此号"), **follower), *moves, as_of="6-15")
    row = next(row for row in rows_of(whole) if row.number == "B")
    assert row.held == (("A",) if held else ()), name


@pytest.mark.parametrize(
    ("kind", "approved", "result", "shown"),
    [
        ("调整", "5-1", "同意", "T1调"),
        ("新增", "5-1", "同意", "T1新"),
        ("撤销", "5-1", "同意", "T1撤"),
        ("调整", "2025-12-31", "同意", "T1"),
        ("调整", None, "待批", "T1"),
    ],
)
def test_the_mark_of_a_target(kind: str, approved: str | None, result: str, shown: str) -> None:
    asked = "2025-12-30" if approved and len(approved) == 10 else "4-30"
    rows = (target(), item("A", target="T1"), change(kind, "T1", asked=asked, approved=approved, result=result))
    assert rows_of(drawn(*rows, as_of="6-15"))[0].aim == shown
