"""The three-way merge of what came back: cell by cell, whatever was done to sheets and rows, and in any order."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.round_trip import (
    DAY,
    ROWS,
    Cells,
    RoundTrip,
    Sheets,
    arrival,
    changed,
    header_row,
    item,
    refused,
    stage_row,
    taken,
    told,
    waiting,
)

from udfs.exchange.returned_values import answers, merged
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.outcomes import ACCEPTED, KEEP, MARKED, REFUSED, TAKE, UNCHANGED, UNDECIDED
from workbook_templates.tables.grid import CellError, Value

Edits = dict[tuple[str, ...], Value]
PROGRESS = ("督办台账", "1", "", "进展情况")


@pytest.fixture
def office(tmp_path: Path) -> RoundTrip:
    return RoundTrip(tmp_path)


# the rule itself


@pytest.mark.parametrize(
    ("sent", "returned", "now", "word"),
    [
        ("甲", "甲", "甲", "not given"),
        ("甲", "甲", "乙", "not given"),
        ("甲", "乙", "甲", "take"),
        ("", "乙", "", "take"),
        ("甲", "", "甲", "take"),
        ("甲", "乙", "乙", "there already"),
        ("甲", "乙", "丙", "clash"),
        ("", "乙", "丙", "clash"),
        ("甲", "", "丙", "clash"),
    ],
)
def test_three_texts_make_one_word(sent: str, returned: str, now: str, word: str) -> None:
    assert merged(sent, returned, now) == word


@given(st.text(max_size=2), st.text(max_size=2), st.text(max_size=2))
def test_what_was_taken_is_there_already_the_next_time(sent: str, returned: str, now: str) -> None:
    if merged(sent, returned, now) == "take":
        assert merged(sent, returned, returned) == "there already"


@pytest.mark.parametrize(
    ("sent", "returned", "different"),
    [("甲", ["甲", "甲"], []), ("甲", ["乙", "甲"], ["乙"]), ("甲", ["乙", "乙"], ["乙"]), ("", ["乙", "丙"], ["乙", "丙"])],
)
def test_copies_of_a_cell(sent: str, returned: list[str], different: list[str]) -> None:
    assert answers(sent, returned) == different


# a whole file


def test_nothing_filled_in_changes_nothing(office: RoundTrip) -> None:
    done = office.collected(office.answer(), office.answer("乙部"))
    assert {entry.outcome for entry in done.entries} == {UNCHANGED}
    assert (done.changes, done.rows, done.absent) == ([], [], [])
    assert len(done.entries) == len([row for row in office.rows("批次") if row["字段"]])


def test_cells_that_were_filled_in_are_taken_and_logged(office: RoundTrip) -> None:
    edits: dict[tuple[str, ...], Value] = {
        ("督办台账", "1", "进展情况"): "完成 3 项",
        ("督办台账", "2", "完成度"): 0.6,
        ("阶段目标", "1", "一", "自评完成度"): 0.85,
        ("反馈记录", "1", "2026-03-09", "内容"): "已完成 12 台",
        ("反馈记录", "1", "2026-03-09", "反馈日期"): DAY,
        ("指标", "Z1", "实际值"): 96.5,
    }
    done = office.collect(office.answer(edits=edits))
    assert taken(done) == {
        PROGRESS: "完成 3 项",
        ("督办台账", "2", "", "完成度"): "60%",
        ("阶段目标", "1", "一", "自评完成度"): "85%",
        ("阶段目标", "1", "一", "自评日期"): "2026-03-03",
        ("反馈记录", "1", "2026-03-09", "内容"): "已完成 12 台",
        ("反馈记录", "1", "2026-03-09", "反馈日期"): "2026-03-03",
        ("指标", "Z1", "2026Q1", "实际值"): "96.5",
    }
    assert office.row("督办台账", "1")["进展情况"] == "完成 3 项"
    assert office.row("督办台账", "2")["完成度"] == 60  # as a cell without percent holds it
    assert office.row("阶段目标", "1", "一")["自评日期"] == DAY
    logged = {(row["对象"], row["变更前"], row["变更后"]) for row in office.rows("操作日志") if row["操作"] == "回收"}
    assert ("督办台账 1 进展情况", "旧进展", "完成 3 项") in logged
    assert len(logged) == len(taken(done))
    assert all("批次 20260303-1，甲部；《甲部.xlsx》" in str(row["说明"]) for row in office.rows("操作日志") if row["操作"] == "回收")


def test_collecting_twice_changes_nothing(office: RoundTrip) -> None:
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "完成 3 项", ("督办台账", "2", "提交日期"): DAY})
    office.collect(answer)
    assert office.row("督办台账", "2")["状态"] == "提交"
    before = {name: office.rows(name) for name in ("督办台账", "阶段目标", "操作日志")}
    done = office.collect(answer)
    assert (done.changes, done.rows, told(done, UNDECIDED), told(done, REFUSED)) == ([], [], [], [])
    assert before == {name: office.rows(name) for name in before}


@pytest.mark.parametrize("later", ["办公室改的", "旧进展"])
def test_an_answer_is_merged_once_and_the_office_may_correct_it(office: RoundTrip, later: str) -> None:
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "完成 3 项"})
    office.collect(answer)
    office.book.update("督办台账", {(0, "进展情况"): later})
    office.book.commit(None)
    done = office.collect(answer)
    assert (done.changes, told(done, UNDECIDED)) == ([], [])
    assert [entry.reason for entry in told(done, UNCHANGED) if (entry.table, entry.number, "", entry.field) == PROGRESS] == [
        "这个答案以前收过，台账后来又改了"
    ]
    assert office.row("督办台账", "1")["进展情况"] == later


def test_both_changed_waits_for_the_clerk(office: RoundTrip) -> None:
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "部门写的"})
    office.book.update("督办台账", {(0, "进展情况"): "办公室写的"})
    office.book.commit(None)
    done = office.collect(answer)
    (entry,) = told(done, UNDECIDED)
    assert (entry.sent, entry.returned, entry.now, entry.reason) == ("旧进展", "部门写的", "办公室写的", "下发以后台账也改了")
    kept = office.collect(answer, choices={entry.mark: KEEP})
    assert [one.choice for one in told(kept, UNDECIDED)] == [KEEP]
    assert kept.changes == []
    done = office.collect(answer, choices={entry.mark: TAKE})
    assert taken(done) == {PROGRESS: "部门写的"}
    assert office.row("督办台账", "1")["进展情况"] == "部门写的"


def test_a_choice_holds_only_for_the_values_that_it_was_made_on(office: RoundTrip) -> None:
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "部门写的"})
    office.book.update("督办台账", {(0, "进展情况"): "办公室写的"})
    office.book.commit(None)
    (entry,) = told(office.collected(answer), UNDECIDED)
    office.book.update("督办台账", {(0, "进展情况"): "又改了"})
    office.book.commit(None)
    done = office.collect(answer, choices={entry.mark: TAKE})
    assert done.changes == []
    assert [one.now for one in told(done, UNDECIDED)] == ["又改了"]


@pytest.mark.parametrize(
    ("table", "row", "cells", "edit", "why"),
    [
        ("督办台账", 0, {"状态": "办结"}, ("督办台账", "1", "进展情况"), "事项已经办结"),
        ("督办台账", 0, {"状态": "取消"}, ("阶段目标", "1", "一", "自评说明"), "事项已经取消"),
        ("督办台账", 0, {"状态": "暂缓"}, ("反馈记录", "1", "2026-03-09", "内容"), "事项已经暂缓"),
        ("阶段目标", 0, {"确认完成度": 80.0}, ("阶段目标", "1", "一", "自评说明"), "这个阶段领导已经确认"),
        ("历史成绩", None, {"期间": "2026Q1", "对象": "甲部", "维度": "综合"}, ("指标", "Z1", "失分原因"), "期间 2026Q1 已经定稿"),
    ],
)
def test_what_is_over_changes_only_by_decision(
    office: RoundTrip, table: str, row: int | None, cells: Cells, edit: tuple[str, ...], why: str
) -> None:
    if row is None:
        office.book.append(table, tuple(cells), [list(cells.values())])
    else:
        office.book.update(table, {(row, header): value for header, value in cells.items()})
    office.book.commit(None)
    done = office.collect(office.answer(edits={edit: "完成 3 项"}))
    assert done.changes == []
    assert [entry.reason for entry in told(done, UNDECIDED)] == [why]


# what people do to sheets


def insert_column(rows: list[list[Value]]) -> None:
    for row in rows:
        row.insert(2, "批注")


def insert_rows(rows: list[list[Value]]) -> None:
    rows[0:0] = [["运检部三月填报"], [], ["填表人", "张三"]]
    rows.insert(header_at(rows) + 2, [])


def header_at(rows: list[list[Value]]) -> int:
    return header_row(ForeignSheet("", rows))


def swap_columns(rows: list[list[Value]]) -> None:
    width = max(map(len, rows))
    for row in rows:
        row += [None] * (width - len(row))
        row.reverse()


def sort_rows(rows: list[list[Value]]) -> None:
    top = header_at(rows)
    rows[top + 1 :] = rows[:top:-1]


def break_headers(rows: list[list[Value]]) -> None:
    top = header_at(rows)
    rows[top] = [f"{value[:1]} {value[1:]}\n" if isinstance(value, str) else value for value in rows[top]]


def header_again(rows: list[list[Value]]) -> None:
    rows.append([*rows[header_at(rows)]])


def wide_digits(rows: list[list[Value]]) -> None:
    for row in rows[header_at(rows) + 1 :]:
        row[0] = str(row[0]).translate({ord("0") + n: 0xFF10 + n for n in range(10)})


DONE_TO_SHEETS = [insert_column, insert_rows, swap_columns, sort_rows, break_headers, header_again, wide_digits]
FILLED: dict[tuple[str, ...], Value] = {
    ("督办台账", "1", "进展情况"): "完成 3 项",
    ("督办台账", "2", "提交日期"): "2026年3月2日",
    ("阶段目标", "1", "二", "自评完成度"): "８０％",
    ("反馈记录", "1", "2026-03-09", "反馈日期"): "2026.3.3",
    ("指标", "Z1", "实际值"): "９６.５",
}


@pytest.mark.parametrize("edit", DONE_TO_SHEETS)
def test_what_was_done_to_the_sheets_changes_nothing(office: RoundTrip, edit: Callable[[list[list[Value]]], None]) -> None:
    plain = office.answer(edits=FILLED)
    expected = taken(office.collected(plain))
    assert len(expected) == len(FILLED) + 2  # 自评日期 and 状态
    sheets: Sheets = [*plain.sheets]
    for name in ("督办台账", "阶段目标", "指标") + (() if edit is wide_digits else ("反馈记录",)):
        sheets = changed(sheets, name, edit)
    done = office.collected(arrival([sheet._replace(name=f"表{n}") for n, sheet in enumerate(sheets[::-1])]))
    assert taken(done) == expected
    assert told(done, REFUSED) == told(done, UNDECIDED) == []


CELLS = st.fixed_dictionaries(
    {},
    optional={
        ("督办台账", "1", "进展情况"): st.sampled_from(["完成 3 项", "旧进展", "", "=1+1", " 旧进展 ", "两行\n文字", "0012"]),
        ("督办台账", "2", "完成度"): st.sampled_from([0.8, 1.0, 0.0, "80%", "８０"]),
        ("督办台账", "3", "提交日期"): st.sampled_from([DAY, "2026-3-2", "20260301", dt.date(2026, 2, 28)]),
        ("督办台账", "3", "佐证"): st.text(alphabet="甲乙 a1=+@", max_size=6),
        ("阶段目标", "1", "一", "自评完成度"): st.sampled_from([0.5, 1.0, "60%"]),
        ("阶段目标", "1", "二", "自评说明"): st.sampled_from(["好", "完成"]),
        ("指标", "Z1", "实际值"): st.sampled_from([0.1, 1 / 3, "1,234.5", 95.0]),
        ("指标", "Z1", "完成日期"): st.sampled_from([DAY, "2026/3/1"]),
    },
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> RoundTrip:
    """Only for tests that write nothing."""
    return RoundTrip(tmp_path_factory.mktemp("shared"))


@settings(max_examples=30, deadline=None)
@given(CELLS, st.randoms(use_true_random=False))
def test_split_fill_collect_is_the_master_with_those_cells_whatever_the_order(
    shared: RoundTrip, edits: dict[tuple[str, ...], Value], draw: random.Random
) -> None:
    answer = shared.answer(edits=edits)
    done = shared.collected(answer)
    cleared = [(table, key[0], header) for (table, *key, header), value in edits.items() if value == "" and header == "进展情况"]
    assert [(entry.table, entry.number, entry.field) for entry in told(done, UNDECIDED)] == cleared
    assert told(done, REFUSED) == []
    assert {change.entry.reason for change in done.changes} <= {"", "回收时登记", "填了提交日期，按已提交登记"}
    given = {(entry.table, entry.number, entry.field) for entry in told(done, ACCEPTED) if not entry.reason}
    assert given <= {(table, key[0], header) for table, *key, header in edits}
    for change in done.changes:
        assert getattr(change.record, change.column.field) != change.value
    sheets = [*answer.sheets]
    for name in ("督办台账", "阶段目标", "反馈记录", "指标"):
        sheets = changed(sheets, name, lambda rows: shuffle_below(rows, draw))
    draw.shuffle(sheets)
    plain = {change.entry._replace(line=0, sheet="") for change in done.changes}
    assert {change.entry._replace(line=0, sheet="") for change in shared.collected(arrival(sheets)).changes} == plain


def shuffle_below(rows: list[list[Value]], draw: random.Random) -> None:
    """Percent formats are lost with the places of the cells, so shares are written out."""
    top = header_at(rows)
    rates = [place for place, title in enumerate(rows[top]) if title in ("完成度", "自评完成度", "确认完成度")]
    body = rows[top + 1 :]
    for row in body:
        for place in rates:
            if place < len(row) and isinstance(row[place], float):
                row[place] = f"{row[place] * 100:g}%"  # type: ignore[operator]  # a number
    draw.shuffle(body)
    rows[top + 1 :] = body


# refused, and the rest goes on

GOOD: Edits = {("督办台账", "2", "进展情况"): "完成 3 项"}


@pytest.mark.parametrize(
    ("cell", "value", "why"),
    [
        (("督办台账", "1", "进展情况"), CellError("#DIV/0!"), "错误值 #DIV/0!"),
        (("督办台账", "2", "完成度"), 80.0, "8000% 超出范围"),
        (("督办台账", "2", "完成度"), "8000%", "8000% 超出范围"),
        (("督办台账", "2", "完成度"), "八成", "“八成”不是数字"),
        (("督办台账", "2", "完成度"), "0.8", "疑似：没有百分号，本次按 0.8% 计"),
        (("督办台账", "2", "完成度"), -0.1, "-10% 超出范围"),
        (("督办台账", "1", "提交日期"), dt.date(1926, 3, 3), "年份 1926 不对"),
        (("督办台账", "1", "提交日期"), dt.date(2006, 3, 3), "年份 2006 不对"),
        (("督办台账", "1", "提交日期"), dt.date(2026, 3, 4), "日期 2026-03-04 还没有到（今天 2026-03-03）"),
        (("督办台账", "1", "提交日期"), "昨天", "“昨天”不是日期"),
        (("督办台账", "1", "提交日期"), "2026-02-30", "“2026-02-30”不是日期"),
        (("反馈记录", "1", "2026-03-09", "原因类别"), "天气", "“天气”不在下拉列表中"),
        (("反馈记录", "1", "2026-03-09", "原因类别"), "免报", "“免报”不在下拉列表中"),
        (("指标", "Z1", "实际值"), "约 95", "“约 95”不是数字"),
        (("督办台账", "1", "佐证"), "长" * 32_001, "有 32001 个字，太长"),
    ],
)
def test_a_wrong_cell_is_refused_and_the_others_go_on(shared: RoundTrip, cell: tuple[str, ...], value: Value, why: str) -> None:
    done = shared.collected(shared.answer(edits={cell: value, **GOOD}))
    (entry,) = told(done, REFUSED)
    assert (entry.table, entry.number, entry.field, entry.reason) == (cell[0], cell[1], cell[-1], why)
    assert entry.line > 3
    assert entry.remedy
    assert taken(done) == {("督办台账", "2", "", "进展情况"): "完成 3 项"}


def test_a_formula_is_no_answer(shared: RoundTrip) -> None:
    answer = shared.answer(edits={("督办台账", "1", "进展情况"): "完成 3 项", **GOOD})
    sheets = [with_formula(sheet, "完成 3 项", 4) if sheet.name == "督办台账" else sheet for sheet in answer.sheets]
    done = shared.collected(arrival(sheets))
    assert refused(done) == ["督办台账 1  进展情况: 填的是公式，不是内容"]
    assert list(taken(done)) == [("督办台账", "2", "", "进展情况")]


def with_formula(sheet: ForeignSheet, value: str, line: int) -> ForeignSheet:
    return sheet._replace(formulas=frozenset({(line - 1, list(sheet.rows[line - 1]).index(value))}))


def without_row(number: str) -> Callable[[list[list[Value]]], None]:
    return lambda rows: rows.remove(next(row for row in rows if row and row[0] == number))


def added(*cells: Value) -> Callable[[list[list[Value]]], None]:
    def edit(rows: list[list[Value]]) -> None:
        rows.append([*cells] + ["多写的"] * 3)

    return edit


def renamed(old: str, new: str) -> Callable[[list[list[Value]]], None]:
    def edit(rows: list[list[Value]]) -> None:
        top = header_at(rows)
        rows[top][rows[top].index(old)] = new

    return edit


def relocked(header: str, value: Value) -> Callable[[list[list[Value]]], None]:
    def edit(rows: list[list[Value]]) -> None:
        top = header_at(rows)
        rows[top + 1][rows[top].index(header)] = value

    return edit


@pytest.mark.parametrize(
    ("sheet", "edit", "why"),
    [
        ("督办台账", without_row("2"), ["督办台账 2  : 这一行被删去了，没有收回"]),
        ("督办台账", added("77"), ["督办台账 77  : 多出来的一行：下发的表里没有它"]),
        ("督办台账", added(None), ["督办台账   : 多出来的一行：编号空着或读不懂"]),
        ("督办台账", added("4"), ["督办台账 4  : 这一行是“乙部”的，不是“甲部”的"]),
        ("督办台账", renamed("佐证", "证明"), ["督办台账   佐证: 没有“佐证”这一列：列被删去，或列名被改"]),
        ("督办台账", renamed("编号", "号"), ["督办台账   : 没有找到“督办台账”表（3 行）：工作表被删去，或表头被改"]),
        ("督办台账", relocked("事项", "改了的事项"), ["督办台账 1  事项: 锁定的格子被改过，没有采用"]),
        ("督办台账", relocked("考核时限", dt.date(2026, 12, 31)), ["督办台账 1  考核时限: 锁定的格子被改过，没有采用"]),
        ("督办台账", relocked("完成度", 1.0), ["督办台账 1  完成度: 锁定的格子被改过，没有采用"]),
        ("指标", lambda rows: rows.clear(), ["指标   : 没有找到“指标”表（1 行）：工作表被删去，或表头被改"]),
    ],
)
def test_what_was_done_to_rows_and_locked_cells_is_named(
    shared: RoundTrip, sheet: str, edit: Callable[[list[list[Value]]], None], why: list[str]
) -> None:
    sheets = changed([*shared.sheets["甲部"]], sheet, edit)
    done = shared.collected(arrival(sheets))
    assert refused(done) == why
    assert done.changes == []
    assert all(entry.remedy for entry in told(done, REFUSED))


def sorted_alone(header: str) -> Callable[[list[list[Value]]], None]:
    """One column sorted the other way round, the rest of the rows left where it is."""

    def edit(rows: list[list[Value]]) -> None:
        top = header_at(rows)
        place = rows[top].index(header)
        filled = [row for row in rows[top + 1 :] if len(row) > place and row[place] is not None]
        for row, value in zip(filled, [row[place] for row in reversed(filled)], strict=True):
            row[place] = value

    return edit


@pytest.mark.parametrize("kept", [True, False])
def test_numbers_sorted_without_their_rows_leave_every_answer_to_the_office(office: RoundTrip, kept: bool) -> None:
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "一的进展", ("督办台账", "3", "进展情况"): "三的进展"})
    if not kept:
        for path in office.paths.values():
            path.rename(path.with_suffix(".away"))
        office.by_path = {}
    done = office.collected(arrival(changed([*answer.sheets], "督办台账", sorted_alone("编号"))))
    assert done.changes == []
    assert [(entry.number, entry.returned) for entry in told(done, UNDECIDED)] == [("1", "一的进展"), ("3", "三的进展")]
    assert all("编号是 " in entry.reason and "可能编号单独排过序" in entry.reason for entry in told(done, UNDECIDED))
    assert refused(done) == []


def reformed(sheets: Sequence[ForeignSheet], name: str, edit: Callable[[list[list[Value]]], None]) -> Sheets:
    """The cells of one sheet edited, its formats left."""
    percent = {sheet.name: sheet.percent for sheet in sheets}
    return [sheet._replace(percent=percent[sheet.name]) for sheet in changed([*sheets], name, edit)]


def numbers_written(write: Callable[[str], str]) -> Callable[[list[list[Value]]], None]:
    def edit(rows: list[list[Value]]) -> None:
        top = header_at(rows)
        place = rows[top].index("编号")
        for row in rows[top + 1 :]:
            if len(row) > place and row[place] is not None:
                row[place] = write(str(row[place]))

    return edit


@pytest.mark.parametrize(
    "write",
    [
        lambda text: f"\u200b{text}",
        lambda text: f"{text}\ufeff",
        lambda text: f"\u202a{text}\u202c",
        lambda text: f"  {text}\u3000",
        lambda text: "".join(chr(ord(letter) + 0xFEE0) if letter.isdigit() else letter for letter in text),
    ],
)
@pytest.mark.parametrize("sheet", ["督办台账", "阶段目标", "反馈记录"])
def test_a_number_is_known_however_it_is_written(office: RoundTrip, sheet: str, write: Callable[[str], str]) -> None:
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "一的进展", ("阶段目标", "1", "一", "自评说明"): "说明"})
    done = office.collected(arrival(reformed(answer.sheets, sheet, numbers_written(write))))
    assert (refused(done), told(done, UNDECIDED)) == ([], [])
    assert list(taken(done)) == [("督办台账", "1", "", "进展情况"), ("阶段目标", "1", "一", "自评说明")]


def test_a_renamed_stage_is_one_line_and_no_added_and_deleted_row(office: RoundTrip) -> None:
    def edit(rows: list[list[Value]]) -> None:
        top = header_at(rows)
        titles = rows[top]
        row = rows[top + 1]
        row[titles.index("阶段")], row[titles.index("事项")], row[titles.index("阶段任务")] = "首个", "别的", "别的"

    done = office.collected(arrival(reformed(office.sheets["甲部"], "阶段目标", edit)))
    assert refused(done) == ["阶段目标 1 首个 : 阶段“首个”改过：下发时是“一”"]


def test_a_row_that_only_goes_out_to_be_read_is_no_stranger(shared: RoundTrip) -> None:
    assert [row[0] for row in shared.sheets["甲部"][1].rows if row and row[0] == "5"] == ["5"]  # paused: shown, and not in 批次
    for path in shared.paths.values():
        path.rename(path.with_suffix(".away"))
    try:
        done = shared.collected(shared.answer())
    finally:
        for path in shared.paths.values():
            path.with_suffix(".away").rename(path)
    assert told(done, REFUSED) == []
    assert done.files[0].told == "下发时的文件已不在“下发”里，锁定的格子没有核对"


# several files of one department


def test_identical_copies_are_one_answer(shared: RoundTrip) -> None:
    done = shared.collected(shared.answer(edits=GOOD, name="a.xlsx"), shared.answer(edits=GOOD, name="b.xlsx"))
    assert taken(done) == {("督办台账", "2", "", "进展情况"): "完成 3 项"}
    assert told(done, REFUSED) == told(done, MARKED) == []


def test_different_answers_of_one_department_are_named_and_not_merged(shared: RoundTrip) -> None:
    other: Edits = {("督办台账", "2", "进展情况"): "完成 5 项", ("督办台账", "3", "佐证"): "照片"}
    done = shared.collected(shared.answer(edits=GOOD, name="a.xlsx"), shared.answer(edits=other, name="b.xlsx"))
    assert taken(done) == {("督办台账", "3", "", "佐证"): "照片"}
    assert [entry.file for entry in told(done, REFUSED)] == ["a.xlsx", "b.xlsx"]
    assert all("《a.xlsx》第 5 行“完成 3 项”、《b.xlsx》第 5 行“完成 5 项”" in entry.reason for entry in told(done, REFUSED))
    assert [(entry.file, entry.field, entry.reason) for entry in told(done, MARKED)] == [
        ("b.xlsx", "佐证", "同一单位交了几份，《a.xlsx》里这一格没有填")
    ]


def test_a_row_that_stands_twice_in_a_sheet(shared: RoundTrip) -> None:
    def twice(rows: list[list[Value]]) -> None:
        row = [*next(row for row in rows if row and row[0] == "2")]
        row += [None] * (18 - len(row))
        row[rows[header_at(rows)].index("进展情况")] = "另一份"
        rows.append(row)

    done = shared.collected(arrival(changed([*shared.answer(edits=GOOD).sheets], "督办台账", twice)))
    assert taken(done) == {}
    assert len(refused(done)) == 2


def test_order_of_files_never_matters(shared: RoundTrip) -> None:
    files = [shared.answer(edits=GOOD), shared.answer("乙部", {("督办台账", "4", "进展情况"): "完成 1 项"})]
    one, other = shared.collected(*files), shared.collected(*files[::-1])
    assert {change.entry for change in one.changes} == {change.entry for change in other.changes}
    assert len(one.changes) == 2


# batches


def test_of_two_batches_the_newer_is_merged_and_the_older_named(office: RoundTrip) -> None:
    old = office.answer(edits={("督办台账", "2", "进展情况"): "旧批次写的"}, name="旧.xlsx")
    blank = office.answer(name="空.xlsx")
    office.send()
    new = office.answer(edits={("督办台账", "2", "进展情况"): "新批次写的"}, name="新.xlsx")
    done = office.collect(old, blank, new)
    assert taken(done) == {("督办台账", "2", "", "进展情况"): "新批次写的"}
    assert [(entry.file, entry.field, entry.returned) for entry in told(done, REFUSED)] == [
        ("旧.xlsx", "", ""), ("旧.xlsx", "进展情况", "旧批次写的"),
    ]  # fmt: skip
    assert {file.name: file.told for file in done.files} == {
        "旧.xlsx": "旧批次 20260303-1，最近一批是 20260303-2，其中 1 格与台账不同：请对方在最近一批的表里填",
        "空.xlsx": "旧批次 20260303-1，最近一批是 20260303-2，没有新内容",
        "新.xlsx": "",
    }


def test_files_that_were_collected_and_stay_in_the_folder_are_no_news(office: RoundTrip) -> None:
    answer = office.answer(edits=GOOD)
    office.collect(answer)
    for _ in range(3):  # by the second the batch has left the sheet
        office.send()
        done = office.collect(answer)
        assert told(done, REFUSED) == []
        assert done.changes == []
    assert done.files[0].told == "旧批次，内容以前收过"


def test_a_batch_or_addressee_that_nobody_sent(office: RoundTrip) -> None:
    sheets = office.sheets["甲部"]
    other = [sheet._replace(rows=[["丙部" if value == "甲部" else value for value in row] for row in sheet.rows]) for sheet in sheets]
    later = [
        sheet._replace(rows=[["20260304-7" if value == "20260303-1" else value for value in row] for row in sheet.rows]) for sheet in sheets
    ]
    done = office.collected(arrival(other, "丙.xlsx"), arrival(later, "后.xlsx"), arrival([sheets[1]], "光.xlsx"))
    assert [(entry.file, entry.reason) for entry in told(done, REFUSED)] == [
        ("丙.xlsx", "“批次”里没有发给“丙部”的表"),
        ("后.xlsx", "“批次”里没有 20260304-7"),
        ("光.xlsx", "不是下发的表，找不到“督办批次”和“部门”"),
    ]
    assert done.absent == ["甲部", "乙部"]


def test_sheets_of_two_departments_in_one_file(office: RoundTrip) -> None:
    done = office.collected(arrival([*office.sheets["甲部"], *office.sheets["乙部"]]))
    assert [entry.reason for entry in told(done, REFUSED)] == ["一个文件里有几份表的标识（甲部（20260303-1）、乙部（20260303-1））"]


def test_a_renamed_department_is_still_known(office: RoundTrip) -> None:
    office.book.update("部门", {(0, "部门"): "甲中心", (0, "曾用名"): "甲部"})
    office.book.commit(None)
    done = office.collect(office.answer(edits=GOOD))
    assert list(taken(done)) == [("督办台账", "2", "", "进展情况")]


# the master has changed


def test_rows_that_the_master_lost_or_has_twice(tmp_path: Path) -> None:
    office = RoundTrip(tmp_path)
    answer = office.answer(edits={("督办台账", "2", "进展情况"): "甲", ("督办台账", "3", "进展情况"): "乙"})
    office.book.update("督办台账", {(1, "编号"): "2b", (3, "编号"): "3"})
    office.book.commit(None)
    assert refused(office.collect(answer)) == [
        "督办台账 2  进展情况: 台账里已经没有这一行",
        "督办台账 3  进展情况: 台账里有两行是这个编号，不知道填哪一行",
    ]


def test_a_cell_of_the_master_that_can_not_be_read_is_not_overwritten(tmp_path: Path) -> None:
    rows = {**ROWS, "督办台账": [item("1"), item("2")], "阶段目标": [stage_row("9")], "指标": []}
    office = RoundTrip(tmp_path, rows)
    answer = office.answer(edits={("督办台账", "1", "提交日期"): DAY})
    office.book.update("督办台账", {(0, "提交日期"): "上周五"})
    office.book.commit(None)
    done = office.collect(answer)
    assert waiting(done) == ["督办台账 1  提交日期: 下发以后台账也改了"]
    assert told(done, UNDECIDED)[0].now == "上周五"


@pytest.mark.parametrize("header", ["表", "字段", "部门", "批次"])
def test_a_row_of_the_batches_that_somebody_has_spoilt_is_not_taken_and_stops_nothing(tmp_path: Path, header: str) -> None:
    office = RoundTrip(tmp_path)
    rows = office.rows("批次")
    place = next(n for n, row in enumerate(rows) if (row["表"], row["编号"], row["字段"]) == ("督办台账", "1", "进展情况"))
    office.book.update("批次", {(place, header): 1.0})
    office.book.commit(None)
    done = office.collected(office.answer(edits={("督办台账", "1", "进展情况"): "新写的", **GOOD}))
    assert taken(done) == {("督办台账", "2", "", "进展情况"): "完成 3 项"}
