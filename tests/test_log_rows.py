"""Rows of 操作日志 that sending, collecting and applied changes leave: what is written is read back, and old rows are still read."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import make
from support.fake_book import FakeBook

from macros.steps import log_rows, session
from macros.steps.report import Options
from udfs.rules.supervision.applied import Applied
from workbook_templates.sent.outcomes import ACCEPTED, CollectEntry, subject
from workbook_templates.tables import TABLES
from workbook_templates.tables.logs import Operation

NOW = dt.datetime(2026, 3, 3, 9, 15, 30)
OPTIONS = Options(NOW, "测试员")
WORDS = st.text("甲乙部领导：:（），、 A1/", min_size=1, max_size=8).map(str.strip).filter(bool)
FORM_KEY = "回收:20260302-1:甲部:申报:0123abcd"


def written(*log: Any) -> tuple[Operation, ...]:
    """The rows that these calls leave, as a later run reads them. Each: a function of log_rows and what it is told."""
    book: Any = FakeBook({session.LOG: (TABLES[session.LOG].headers, [])})
    for function, *told in log:
        function(book, OPTIONS, *told)
    book.commit(None)
    return session.logged(book)


@given(WORDS, st.from_regex(r"20\d{6}-\d{1,3}", fullmatch=True), WORDS, WORDS, st.sampled_from(["", "按取舍采用（下发以后台账也改了）"]))
def test_an_accepted_cell_is_read_back(addressee: str, batch: str, number: str, answer: str, reason: str) -> None:
    entry = CollectEntry(
        ACCEPTED, batch, addressee, "甲；乙.xlsx", "督办台账", 7, "督办台账", number, "", "进展情况", "", answer, "旧", reason
    )
    rows = written((log_rows.log_accepted, [entry]))
    assert log_rows.taken_before(rows) == {(batch, addressee): {(subject("督办台账", number, "", "进展情况"), answer)}}
    assert [(row.time, row.operation, row.operator, row.before) for row in rows] == [(NOW, "回收", "测试员", "旧")]


@pytest.mark.parametrize(
    ("addressee", "sheet", "key", "field", "taken"),
    [
        ("抽查：乙部", "整改复查", ("CC1", "F1"), "复查结果", ("抽查记录 CC1/F1 复查结果", "合格")),
        ("甲部", "申报", ("", ""), FORM_KEY, ("申报", FORM_KEY)),
        ("甲部", "延期申请", ("2026-0001", "一"), FORM_KEY, ("延期申请 2026-0001/一", FORM_KEY)),
    ],
)
def test_a_row_is_named_as_the_master_knows_it(
    addressee: str, sheet: str, key: tuple[str, str], field: str, taken: tuple[str, str]
) -> None:
    entry = CollectEntry(ACCEPTED, "20260302-1", addressee, "甲.xlsx", sheet, 5, sheet, *key, field, "", "合格", "")
    assert log_rows.taken_before(written((log_rows.log_accepted, [entry]))) == {("20260302-1", addressee): {taken}}


def test_rows_of_masters_in_the_field_are_read() -> None:
    notes = {
        "批次 20260302-1，甲部；《甲部.xlsx》“督办台账”第 7 行“进展情况”": ("20260302-1", "甲部"),
        "批次 20260302-1，领导：李总；《李总；新.xlsx》“变更记录”第 5 行“结果”；回收时登记": ("20260302-1", "领导：李总"),
        "批次 20260302-1，甲，乙部；《x.xlsx》": ("20260302-1", "甲，乙部"),
        "3 个文件，采用 1、待定 0、拒收 0、标记 0": None,
    }
    for note, pair in notes.items():
        row = Operation(NOW, "回收", "", "督办台账 1 进展情况", "旧", "新", note)
        assert log_rows.taken_before([row]) == ({} if pair is None else {pair: {("督办台账 1 进展情况", "新")}}), note
        assert log_rows.taken_before([row._replace(operation="刷新")]) == {}


def test_nothing_accepted_leaves_no_row() -> None:
    assert written((log_rows.log_accepted, [])) == ()


def test_an_applied_change_says_cell_cause_before_and_after() -> None:
    change = make.change("延期", approved="2026-03-02", row=9)
    cell = Applied(make.item("2026-0001"), "办理时限", dt.date(2026, 6, 9), dt.date(2026, 6, 30), change)
    unapproved = cell._replace(before=None, change=change._replace(approved=None))
    first, second = written((log_rows.log_applied, cell), (log_rows.log_applied, unapproved))
    at = cell.record.at
    assert first[1:7] == (
        "变更落实",
        "测试员",
        f"{at.table} {at.key} 办理时限",
        "2026-06-09",
        "2026-06-30",
        "变更记录第 9 行：延期，2026-03-02 批准",
    )
    assert (second.before, second.note) == ("", "变更记录第 9 行：延期")


def test_a_batch_says_its_day_its_files_and_the_feedback_it_brings() -> None:
    (row,) = written((log_rows.log_sent, "20260302-1", dt.date(2026, 3, 2), "2 个部门，1 位领导", 3))
    assert row[1:7] == ("下发", "测试员", "假的总台账.xlsm", "", "", "批次 20260302-1，基准日 2026-03-02，2 个部门，1 位领导，新反馈 3 行")
