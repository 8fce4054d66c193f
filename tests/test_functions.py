"""The cell functions through xlwings' own dispatcher: every shape and kind of argument, messages, settings of the calling workbook, and
that they give what the buttons give, row by row."""

import datetime as dt
import io
import re
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from function_page import EXAMPLES
from support.calling_book import Book, raw
from support.random_company import company, grids
from support.udf_host import Call, dispatcher

from udfs import calling_workbook
from udfs.pages.cell_values import cell_of
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge, light_rows
from udfs.rules.performance.composite import LIGHTS, SUPERVISION, composites
from udfs.rules.performance.scoreboard import score_rows, scores_of
from workbook_templates.reading.parse import READ, parse, rows_of
from workbook_templates.sample import sample_rows
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Grid

DOCS = Path(__file__).parent.parent / "docs"
DIV, NA = -2146826281, -2146826246
DAY = dt.datetime


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    with dispatcher() as found:
        yield found


@pytest.fixture(autouse=True)
def nobody_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workbook: the defaults hold."""
    monkeypatch.setattr(calling_workbook, "caller", lambda: None)
    monkeypatch.setattr(calling_workbook, "AT_ONCE", -1.0)


def test_product_functions_are_all_there(call: Call) -> None:
    listed = "COMPLETION PLANNED LIGHT DAYS_LEFT WORKDAYS REMINDER ONTIME_RATE DEDUCTION INDICATOR RISK PROPORTION DIFFERENTIATION"
    listed += " GRADE RANK STATUS SCOREBOARD"
    functions = call.functions.FUNCTIONS  # type: ignore[attr-defined]
    assert list(functions) == [f"DB_{name}" for name in listed.split()]
    for function in functions.values():
        known = function.call.__xlfunc__
        assert known["category"] == "督办"
        typed = [one for one in known["args"] if one["name"] != "caller"]
        assert [one["doc"] for one in typed] == [one.help for one in function.arguments]
        assert ["optional" in one for one in typed] == [one.optional for one in function.arguments]
        assert {one["options"]["convert"] for one in known["args"]} == {"raw"}
        assert len(function.help) <= 255  # as much as Excel's function wizard shows
        assert function.help in function.call.__doc__


RESERVED = """and as binary boolean byref byte byval call case const currency date decimal declare dim do double each else elseif empty end
enum erase error event exit false for friend function get global gosub goto if implements in input integer is let like line load lock
long loop lset me mid mod name new next not nothing null object on open option optional or paramarray preserve print private property
public put raiseevent redim rem resume return rset seek select set single static step stop string sub then time to true type unload
unlock until variant wend while with withevents write xor""".split()


def test_what_vba_would_stumble_over(call: Call) -> None:
    """The wrappers that xlwings writes: every function, no argument named like a word of VBA, ASCII."""
    found, functions = io.StringIO(), call.functions  # type: ignore[attr-defined]
    call.udfs.generate_vba_wrapper("udfs.functions", functions, found, types.SimpleNamespace(Name="duban.xlam"))  # type: ignore[attr-defined]
    text = found.getvalue()
    assert text.isascii()
    assert set(re.findall(r"Function (DB_\w+)\(", text)) == set(functions.FUNCTIONS)
    assert "Function DB_LIGHT(completion, Optional green, Optional yellow, Optional green_included)" in text
    assert not {one.name for function in functions.FUNCTIONS.values() for one in function.arguments} & set(RESERVED)


T = (("级别", "负面影响", "原因", "扣分"), ("公司级", "无", "主观", 0.5), ("公司级", "较大", "主观", 2.0))
CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    # scalars, one cell, column, row, table, blanks, errors, wrong types
    ("DB_LIGHT", (0.8,), "黄灯"),
    ("DB_LIGHT", (0.8001,), "绿灯"),
    ("DB_LIGHT", (80.0,), "黄灯"),
    ("DB_LIGHT", ("85%",), "绿灯"),
    ("DB_LIGHT", (((0.85,),),), "绿灯"),
    ("DB_LIGHT", (((0.85,), (0.6,), (0.5999,)),), [["绿灯"], ["黄灯"], ["红灯"]]),
    ("DB_LIGHT", (((0.85, 0.6, None),),), [["绿灯", "黄灯", ""]]),
    ("DB_LIGHT", (((0.85, 0.6), ("", 0.0)),), [["绿灯", "黄灯"], ["", "红灯"]]),
    ("DB_LIGHT", (None,), ""),
    ("DB_LIGHT", (DIV,), "完成度：错误值 #DIV/0!"),
    ("DB_LIGHT", (((0.9,), (NA,)),), [["绿灯"], ["完成度：错误值 #N/A"]]),
    ("DB_LIGHT", ("好",), "完成度：“好”不是数字"),
    ("DB_LIGHT", (True,), "完成度：“TRUE”不是数字"),
    ("DB_LIGHT", (DAY(2026, 1, 1),), "完成度：“2026-01-01”不是数字"),
    ("DB_LIGHT", (180.0,), "完成度：180% 超出范围"),
    ("DB_LIGHT", (0.8, 80.0, 60.0, "是"), "绿灯"),
    ("DB_LIGHT", (0.8, 80.0, 60.0, True), "绿灯"),
    ("DB_LIGHT", (0.7, 0.7, None, True), "绿灯"),
    ("DB_LIGHT", (0.5, None, 40.0), "黄灯"),
    ("DB_LIGHT", (0.5, ((1.0,), (2.0,))), "绿灯下限：只能是一个单元格"),
    ("DB_COMPLETION", (((1.0,), (2.0,)), ((0.5,), (0.8,))), 0.7),
    ("DB_COMPLETION", (None, 0.5), 0.5),
    ("DB_COMPLETION", (((1.0,), (1.0,)), ((None,), (1.0,)), ((0.6,), (0.2,))), 0.8),
    ("DB_COMPLETION", (((1.0,), (1.0,)), ((None,), (1.0,))), 0.5),
    ("DB_COMPLETION", (((None,),), ((None,),)), ""),
    ("DB_COMPLETION", (((1.0,), (1.0,)), ((0.5,), (0.5,), (0.5,))), "权重：和别的参数不一样多"),
    ("DB_COMPLETION", (1.0, "好"), "确认完成度：“好”不是数字"),
    ("DB_PLANNED", (DAY(2026, 1, 1), DAY(2026, 1, 10), DAY(2026, 1, 5)), 0.5),
    ("DB_PLANNED", ("2026年1月1日", "2026.1.10", "20260105"), 0.5),
    ("DB_PLANNED", (None, DAY(2026, 1, 10), DAY(2026, 1, 5)), ""),
    ("DB_PLANNED", (DAY(2026, 1, 1), "年底前", DAY(2026, 1, 5)), "时限：“年底前”不是日期"),
    ("DB_DAYS_LEFT", (DAY(2026, 3, 5), DAY(2026, 3, 1)), 4),
    ("DB_DAYS_LEFT", (((DAY(2026, 3, 5),), (DAY(2026, 2, 1),), (None,)), DAY(2026, 3, 1)), [[4], [-28], [""]]),
    ("DB_DAYS_LEFT", (46086.0, DAY(2026, 3, 1)), 4),
    ("DB_WORKDAYS", ("2026-09-28", "2026-10-09"), 4),
    ("DB_WORKDAYS", ("2026-10-09", "2026-09-28"), -4),
    ("DB_REMINDER", (((DAY(2026, 3, 5),), (DAY(2026, 2, 1),), (DAY(2026, 5, 1),)), DAY(2026, 3, 2)), [["提前3天"], ["逾期"], [""]]),
    ("DB_ONTIME_RATE", ((("2026-03-05",), ("2026-02-01",), ("2026-12-01",)), (("2026-03-05",), (None,), (None,)), "2026-03-06"), 0.5),
    ("DB_ONTIME_RATE", ("2026-12-01", None, "2026-03-06"), ""),
    (  # 计划执行率: the rows of another 来源 are blanked by IF in the formula
        "DB_ONTIME_RATE",
        ((("2026-03-05",), ("",), ("2026-02-01",)), (("2026-03-05",), ("",), ("2026-03-01",)), "2026-03-06"),
        0.5,
    ),
    ("DB_DEDUCTION", ("公司级", "较大", "主观", T), 2.0),
    ("DB_DEDUCTION", ((("公司级",), ("全国级",), (None,)), None, None, T), [[0.5], ["级别：“全国级”不在下拉列表中"], [""]]),
    ("DB_DEDUCTION", ("公司级", "重大", None, T), "考核分档里没有这一档"),
    ("DB_DEDUCTION", ("公司级", None, None, T[1:]), "考核分档：第一行要是“考核分档”的表头，缺级别、负面影响、原因"),
    ("DB_INDICATOR", ("正向", 90.0, 100.0), 90.0),
    ("DB_INDICATOR", ("正向", 130.0, 100.0), 100.0),
    ("DB_INDICATOR", ("正向", 130.0, 100.0, None, 120.0), 120.0),
    ("DB_INDICATOR", ("反向", 110.0, 100.0), 90.0),
    ("DB_INDICATOR", ("扣分", 3.0, None, 2.0), 94.0),
    ("DB_INDICATOR", ("节点", "2026-03-03", "2026-03-01"), 98.0),
    ("DB_INDICATOR", ("打分", 45.0, 50.0), 90.0),
    ("DB_INDICATOR", ("督办", 0.9), 90.0),
    ("DB_INDICATOR", ("正向", None, 100.0), ""),
    ("DB_INDICATOR", ("正向", 90.0, 0.0), "目标值为 0，不能按比例计分"),
    ("DB_INDICATOR", ("正向", 90.0, None), "没有目标值，不能计分"),
    ("DB_INDICATOR", ("打分", 45.0, None), "没有满分"),
    ("DB_INDICATOR", ("横向", 90.0, 1.0), "计分方式：“横向”不在下拉列表中"),
    ("DB_INDICATOR", ("正向", "好", 1.0), "“好”不是数字"),
    ("DB_RISK", (3.0, 3.0, 2.0), "高"),
    ("DB_RISK", (((2.0,), (1.0,), (None,)), 2.0, 2.0), [["中"], ["低"], [""]]),
    ("DB_RISK", (4.0, 1.0, 1.0), "频率、主观性、危害填 1 至 3"),
    ("DB_PROPORTION", (2.0, 50.0), 96.0),
    ("DB_PROPORTION", (2.0, 50.0, 0.5), 92.0),
    ("DB_PROPORTION", (60.0, 50.0), 0.0),
    ("DB_PROPORTION", (2.0, 0.0), "满分或业务量系数为 0"),
    ("DB_DIFFERENTIATION", (((95.0,), (95.0,), (90.0,), (None,), (88.0,)),), 0.5),
    ("DB_DIFFERENTIATION", (((9.5, 95.0),), ((10.0, 100.0),)), 0.0),
    ("DB_DIFFERENTIATION", (None,), ""),
    ("DB_GRADE", (((95.0,), (92.0,), (88.0,), (85.0,), (None,), (55.0,)),), [["优秀"], ["良好"], ["良好"], ["合格"], [""], ["不合格"]]),
    ("DB_RANK", (((92.0,), (95.0,), (92.0,), (None,), (80.0,)),), [[2], [1], [2], [""], [4]]),
    ("DB_RANK", (((92.0, 95.0, 92.0, 80.0),), None, "并列不跳号"), [[2, 1, 2, 3]]),
    ("DB_RANK", (((92.0,), (95.0,)), (("甲",), ("乙",))), [[1], [1]]),
    ("DB_RANK", (((92.0,), (95.0,)), None, "随便"), "并列方式：填并列跳号或并列不跳号"),
    ("DB_RANK", (((92.0,), ("好",)),), "得分：“好”不是数字"),
    ("DB_RANK", (((1.0,),) * 200_001,), "区域太大，只引用有数据的行"),
    ("DB_DAYS_LEFT", ("2026-03-05", "昨天"), "基准日：“昨天”不是日期"),
    ("DB_STATUS", ((("编号",),), None), "督办台账：第一行要是“督办台账”的表头，缺事项、来源、类别"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES, ids=[f"{name}{str(args)[:60]}" for name, args, _ in CASES])
def test_a_cell(call: Call, name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    found = call(name, *arguments)
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_a_fault_of_ours_is_a_chinese_message(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(call.functions, "planned_by_days", broken)  # type: ignore[attr-defined]
    assert call("DB_PLANNED", "2026-01-01", "2026-01-10", "2026-01-05").startswith("算不出来")


# the calling workbook


def test_thresholds_and_dates_come_from_the_calling_workbook(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("甲", 参数=[("基准日", DAY(2026, 3, 1), None, None)], 亮灯规则=[("绿灯", 90.0, "否", None), ("红灯", 0.0, "是", None)])
    monkeypatch.setattr(calling_workbook, "caller", lambda: book)
    assert [call("DB_LIGHT", 0.9), call("DB_LIGHT", 0.91), call("DB_DAYS_LEFT", "2026-03-05")] == ["红灯", "绿灯", 4]
    book.tables["亮灯规则"][0] = ("绿灯", 0.5, "否", None)
    book.formats["亮灯规则"] = {1: "0%"}
    assert call("DB_LIGHT", 0.6) == "绿灯"
    other = Book("乙")
    monkeypatch.setattr(calling_workbook, "caller", lambda: other)
    assert call("DB_LIGHT", 0.6) == "黄灯"


def test_a_sheet_full_of_calls_reads_the_settings_once_and_a_change_is_seen(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    book, now = Book("甲", 亮灯规则=[("绿灯", 90.0, "否", None), ("红灯", 0.0, "是", None)]), 100.0
    monkeypatch.setattr(calling_workbook, "caller", lambda: book)
    monkeypatch.setattr(calling_workbook, "AT_ONCE", 0.02)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert {call("DB_LIGHT", 0.85) for _ in range(500)} == {"红灯"}
    once = book.reads
    assert once <= 2 * len(calling_workbook.SET_UP_READ)
    book.tables["亮灯规则"][0] = ("绿灯", 80.0, "否", None)
    now += 0.03  # faster than any hand
    assert call("DB_LIGHT", 0.85) == "绿灯"
    for _ in range(100):  # calls that never pause
        now += 0.01
        call("DB_LIGHT", 0.85)
    assert 2 * once < book.reads <= 5 * once


# the same as the buttons


def agree(call: Call, tables: dict[str, Grid], day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row of 亮灯, and of 部门成绩 the columns that both have."""
    book = Book("账", **{name: [*grid.rows] for name, grid in tables.items()})
    book.formats = {name: dict.fromkeys(rate_columns(name), "0%") for name in tables}
    monkeypatch.setattr(calling_workbook, "caller", lambda: book)
    facts, _ = parse(tables)
    judgement = judge(facts, day, Calendar(facts.holidays))
    asked = [raw(tables[name]) for name in ("督办台账", "阶段目标", "变更记录")]
    headers, *found = call("DB_STATUS", *asked, cell_of(day))
    assert tuple(headers) == TABLES["亮灯"].headers
    assert found == [[cell_of(value) for value in row] for row in rows_of(light_rows(judgement))]

    named = raw(tables["部门"]), *asked, raw(tables["反馈记录"])
    headers, *found = call("DB_SCOREBOARD", *named, judgement.period.name, cell_of(day))
    scores = scores_of(judgement)
    both = {name: {SUPERVISION: one.score} for name, one in scores.supervision.items()}
    for name, light in scores.lights.items():
        both.setdefault(name, {})[LIGHTS] = light.score
    places = {name: cell_of(one.kind_rank) for name, one in composites(judgement, both, {}).items()}
    known = {row[1]: row for row in rows_of(score_rows(scores))}
    columns = [TABLES["部门成绩"].headers.index(name) for name in headers[:-1]]
    assert found == [[*(cell_of(known[row[0]][column]) for column in columns), places[row[0]]] for row in found]
    assert [row[0] for row in found] == list(places)


def rate_columns(name: str) -> list[int]:
    return [place for place, column in enumerate(TABLES[name].columns) if column.kind == "rate"]


@pytest.mark.parametrize("day", [dt.date(2026, 12, 31), dt.date(2026, 5, 17)])
def test_the_sample_company(call: Call, day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = sample_rows()
    tables = {}
    for name in READ:
        given, headers = rows.get(name) or default_rows(name), TABLES[name].headers
        percent = frozenset((at, headers[place]) for place in rate_columns(name) for at in range(len(given)))
        tables[name] = Grid(name, 4, headers, given, percent)
    agree(call, tables, day, monkeypatch)


@pytest.mark.parametrize("seed", range(25))
def test_a_random_company(call: Call, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = company(seed)
    empty = {name: Grid(name, 4, TABLES[name].headers, default_rows(name)) for name in READ}
    agree(call, empty | grids(drawn), drawn.as_of, monkeypatch)


def test_no_pandas_is_needed() -> None:
    blocked = "import sys; sys.modules.update(pandas=None, numpy=None)\n"
    code = blocked + "from udfs.functions import DB_LIGHT; print(DB_LIGHT(0.85), DB_LIGHT(((0.5,), (None,))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "绿灯 [['红灯'], ['']]\n", done.stderr


# the manual's page


def test_the_manual_leads_to_the_page() -> None:
    assert "函数.md" in (DOCS / "手册.md").read_text("utf-8")


def test_every_function_has_an_example_that_works(call: Call) -> None:
    assert EXAMPLES.keys() == call.functions.FUNCTIONS.keys()  # type: ignore[attr-defined]
    text = (DOCS / "函数.md").read_text("utf-8")
    assert "算不出来" not in text
    assert xw.__name__ not in text
