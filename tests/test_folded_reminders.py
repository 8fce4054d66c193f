"""Feedback that stands in a sheet which is not returned is one line in a digest, and as many rows as ever everywhere else."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.make import day

from addin.closed.file_book import FileBook
from macros.__main__ import run
from macros.steps.batches import BATCH_HEADERS, SentBatches
from udfs.rules.ground.departments import Departments
from workbook_templates.leaving.digest import Digest, DigestLine, folded, message_parts, messages, note
from workbook_templates.tables.grid import Row

TODAY = day("10-14")
NOON = dt.datetime(2026, 10, 12, 12)


def line(number: str, due: str, batch: str = "20261012-1", **more: Any) -> DigestLine:
    made = DigestLine("待反馈", "反馈", number, "", "反馈提前", day(due), (day(due) - TODAY).days, f"{number}请反馈。", batch=batch)
    return made._replace(**more)


def test_several_of_one_sheet_are_one_line_and_name_all_that_is_in_it() -> None:
    (one,) = folded([line("A", "10-12"), line("B", "10-15"), line("A", "10-16")])
    assert one.sentence == (
        "3条反馈（10月12日至10月16日应反馈，1条已过期）都在已下发、还没有收回的表（批次20261012-1）里，填好发回即可：A、B。"
    )


def test_one_day_and_none_late() -> None:
    (one,) = folded([line("A", "10-15"), line("B", "10-15")])
    assert one.sentence.startswith("2条反馈（10月15日应反馈）都在")


def test_more_numbers_than_there_is_room_for_are_counted() -> None:
    (one,) = folded([line(f"A{place}", "10-15") for place in range(12)])
    assert one.sentence.endswith("A0、A1、A2、A3、A4、A5、A6、A7、A8、A9等12项。")


@pytest.mark.parametrize(
    "lines",
    [
        [line("A", "10-15")],  # alone
        [line("A", "10-15", ""), line("B", "10-15", "")],  # in no sheet
        [line("A", "10-15", "20261012-1"), line("B", "10-15", "20261012-2")],  # in two sheets
    ],
)
def test_what_is_left_as_it_is(lines: list[DigestLine]) -> None:
    assert folded(lines) == lines


def test_other_lines_stay_in_their_place() -> None:
    rows = [line("A", "10-12"), line("X", "10-13", ""), line("B", "10-15")]
    assert [one.number for one in folded(rows)] == ["", "X"]


def test_a_digest_counts_every_reminder_and_tells_the_sheet_once() -> None:
    rows = (line("A", "10-12"), line("B", "10-15"), line("X", "10-13", ""))
    text = note(Digest("张三", "138", "", rows), "示范", "督办办", TODAY)
    assert "您有3条督办提醒需要处理" in text
    assert "待反馈（3条）" in text
    assert text.count("批次20261012-1") == 1
    assert "B请反馈" not in text
    assert "X请反馈。" in text
    (sms,) = messages(Digest("张三", "138", "", rows), "【示范】", TODAY)
    assert sms.count("批次20261012-1") == 1
    assert "（2）X请反馈。" in sms


def test_copies_name_whose_they_are() -> None:
    rows = [line("A", "10-15", group="抄送知悉", whose="张三"), line("B", "10-15", group="抄送知悉", whose="李四")]
    text = note(Digest("王芳", "138", "", tuple(rows)), "示范", "督办办", TODAY)
    assert "1. 张三、李四：2条反馈" in text


def sent(*rows: tuple[str, str, str, str, str]) -> SentBatches:
    """rows: 批次, 部门, 表, 编号, 阶段."""
    found: list[Row] = [(*row, "内容", None, NOON) for row in rows]
    assert len(found[0]) == len(BATCH_HEADERS)
    return SentBatches(found, Departments(()))


def test_only_feedback_of_the_latest_batch_that_is_not_returned_stands_in_a_sheet() -> None:
    batches = sent(
        ("20261005-1", "运检部", "反馈记录", "A", "2026-10-08"),
        ("20261012-1", "运检部", "反馈记录", "A", "2026-10-15"),
        ("20261012-1", "运检部", "督办台账", "B", ""),
        ("20261012-1", "发展部", "反馈记录", "C", "2026-10-15"),
        ("20261012-1", "领导：张三", "阶段目标", "D", "一"),
        ("20261012-1", "发展部", "反馈记录", "E", "说不清"),
    )
    assert batches.open_feedback([]) == {("A", day("10-15")): "20261012-1", ("C", day("10-15")): "20261012-1"}
    assert batches.open_feedback([("20261012-1", "运检部")]) == {("C", day("10-15")): "20261012-1"}


def test_on_the_sample_company(sample_company: Callable[[Path], Path], tmp_path: Path) -> None:
    """The list has a row for each, before and after the sheets have gone out; what is marked as sent does not come again."""
    home = sample_company(tmp_path / "示范")
    book = home / "督办总台账.xlsm"
    run(["send", str(home), "--as-of", "2026-12-31", "--quiet"])
    run(["remind", str(home), "--as-of", "2026-12-31", "--quiet"])
    listed = FileBook(book).read(["提醒清单"])["提醒清单"]
    rules = [row[listed.headers.index("规则")] for row in listed.rows]
    assert rules.count("反馈漏报") == 8
    notes = "".join(path.read_text("utf-8") for path in (home / "输出").rglob("文本/*.txt"))
    assert "都在已下发、还没有收回的表（批次" in notes
    run(["remind", str(home), "--as-of", "2026-12-31", "--mark-sent", "--quiet"])
    run(["remind", str(home), "--as-of", "2026-12-31", "--quiet"])
    assert FileBook(book).read(["提醒清单"])["提醒清单"].rows == []


def test_a_text_message_knows_every_reminder_behind_the_line_of_a_sheet() -> None:
    rows = (line("A", "10-12"), line("B", "10-15"), line("X", "10-13", ""))
    (part,) = message_parts(Digest("张三", "138", "", rows), "【示范】", TODAY)
    assert sorted(one.number for one in part.lines) == ["A", "B", "X"]
