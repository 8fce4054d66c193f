"""R17: which feedback says nothing new."""

from fractions import Fraction
from typing import Any

import pytest
from support.make import feedback

from udfs.rules.supervision.advice import reason_of, similarity, stale_feedback

F = Fraction
BOUND = F(9, 10)
TEN = "甲乙丙丁戊己庚辛壬癸"
NOTHING = "没有数字、日期，也没有结果"


@pytest.mark.parametrize(
    ("name", "content", "before", "bound", "reason"),
    [
        ("the same text", "已完成 3 项", "已完成 3 项", BOUND, "与上次反馈的内容相同"),
        ("the same but for marks and blanks", "已完成3项。", "已完成 3 项", BOUND, "与上次反馈的内容相同"),
        ("nine of ten letters: exactly on the bound", TEN[:9] + "1", TEN[:9] + "2", BOUND, "与上次反馈的内容相似 90%"),
        ("nine of ten, the bound a little above", TEN[:9] + "1", TEN[:9] + "2", F("0.901"), ""),
        ("eight of ten", TEN[:8] + "12", TEN[:8] + "34", BOUND, ""),
        ("eight of ten under a lower bound", TEN[:8] + "12", TEN[:8] + "34", F("0.8"), "与上次反馈的内容相似 80%"),
        ("a share is cut, never rounded up to the bound", TEN[:8] + "12", TEN[:8] + "3", F("0.8"), "与上次反馈的内容相似 84%"),
        ("the same letters in another order", "3月完成招标", "招标完成3月", BOUND, ""),
        ("nothing before", "已完成 3 项", "", BOUND, ""),
        ("marks alone before", "已完成 3 项", "……", BOUND, ""),
        ("marks alone", "……", "……", BOUND, NOTHING),
    ],
)
def test_likeness(name: str, content: str, before: str, bound: Fraction, reason: str) -> None:
    assert reason_of(content, before, bound) == reason, name


@pytest.mark.parametrize(
    "content",
    ["下一步继续推进", "进一步加强统一管理", "正在办理", "按计划推进中", "积极协调，稳步推进", "一如既往", "第一时间跟进", "万一有变再报"],
)
def test_nothing_in_it(content: str) -> None:
    assert reason_of(content, "", BOUND) == NOTHING


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a figure", "推进到 40%"),
        ("a full-width figure", "推进到４０％"),
        ("a date", "推进到5月"),
        ("a figure in words", "推进了两项"),
        ("百分之", "推进到百分之四十"),
        ("a date in words", "定于六月十日"),
        ("money in words", "投入三十万元"),
        ("a result", "合同已签订"),
        ("even an unfinished one", "尚未验收"),
        ("a meeting", "召开协调会"),
    ],
)
def test_something_in_it(name: str, content: str) -> None:
    assert reason_of(content, "", BOUND) == "", name


def test_likeness_is_the_same_both_ways_for_equal_lengths() -> None:
    assert similarity("甲乙丙丁", "甲乙丙戊", F(0)) == similarity("甲乙丙戊", "甲乙丙丁", F(0)) == F(3, 4)
    assert similarity("甲", "乙", F(1, 2)) is None


def given(due: str, content: str, number: str = "1", **fields: Any) -> Any:
    return feedback(number=number, due=due, given=due, content=content, **fields)


@pytest.mark.parametrize(
    ("name", "rows", "found"),
    [
        ("the latest alone is looked at", [given("3-1", "推进中"), given("3-8", "完成招标")], []),
        ("the latest by 应反馈日期, not by row", [given("3-8", "完成招标"), given("3-1", "推进中")], []),
        ("compared with the one before it", [given("3-1", "完成招标"), given("3-8", "完成开标"), given("3-15", "完成开标")], ["3-15"]),
        ("not with an earlier one", [given("3-1", "完成招标"), given("3-8", "全部验收"), given("3-15", "完成招标")], []),
        ("one that was never given is none", [given("3-1", "推进中"), feedback(due="3-8", content="完成招标")], ["3-1"]),
        ("one without text says nothing to compare", [given("3-1", "推进中"), given("3-8", "")], ["3-1"]),
        ("each item apart", [given("3-1", "完成招标"), given("3-8", "完成招标", "2")], []),
        ("no number, no item", [given("3-1", "推进中", "")], []),
    ],
)
def test_which_row(name: str, rows: list[Any], found: list[str]) -> None:
    assert [f"{one.feedback.due.month}-{one.feedback.due.day}" for one in stale_feedback(rows, BOUND) if one.feedback.due] == found, name
