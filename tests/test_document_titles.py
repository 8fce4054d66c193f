"""Where title lines end (workbook_templates/documents/titles.py)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_templates.documents.titles import FULL_LINE, LAST_LINE, WORDS, barred, lines_of, unevenness, width_of

COMPANY = "北方特大型能源电力集团有限责任公司东部分公司"


@pytest.mark.parametrize(
    ("title", "names", "lines"),
    [
        ("示范供电公司2026年10月份督办工作通报", (), ["示范供电公司2026年10月份督办工作通报"]),
        ("关于2026年11月重点督办事项进展情况的通报", (), ["关于2026年11月", "重点督办事项进展情况的通报"]),
        ("东方示范市供电公司2026年10月份督办工作通报", (), ["东方示范市供电公司", "2026年10月份督办工作通报"]),
        (f"{COMPANY}2026年10月份督办工作通报", (COMPANY,), ["北方特大型能源电力集团有限责任公司", "东部分公司2026年10月份督办工作通报"]),
        (
            "关于2026年第三季度公司级重点督办事项进展情况的通报及下一步工作安排",
            (),
            ["关于2026年第三季度公司级重点督办事项", "进展情况的通报及下一步工作安排"],
        ),
        ("甲" * 45, (), ["甲" * 15] * 3),
    ],
)
def test_lines_of_a_title(title: str, names: tuple[str, ...], lines: list[str]) -> None:
    found = lines_of(title, names)
    assert [width_of(line) <= FULL_LINE for line in found] == [True] * len(found)
    assert found == lines


@given(st.lists(st.sampled_from((*WORDS, "2026年", "10月份", "的", "和", "、", "（试行）", "甲")), min_size=1, max_size=24).map("".join))
def test_every_title_keeps_the_rules(title: str) -> None:
    lines = lines_of(title)
    assert "".join(lines) == title
    assert all(width_of(line) <= FULL_LINE for line in lines)
    ends, place = [], 0
    for line in lines[:-1]:
        place += len(line)
        ends.append(place)
    # titles made of listed words alone always have a way; where words overlap each other all over, there may be none
    if len(lines) > 1 and not set(ends) & barred(title, [word for word in WORDS if len(word) > 1]):
        assert len(lines[-1]) >= LAST_LINE


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("督办工作", {1, 3}),
        ("2026年", {1, 2, 3, 4}),
        ("10月份起", {1, 2, 3}),
        ("甲〔乙〕丙", {2, 3}),
        ("甲乙", set()),
    ],
)
def test_places_where_no_line_may_end(text: str, places: set[int]) -> None:
    assert barred(text, ["督办", "工作"]) == places


def test_shape() -> None:
    """An hourglass is the last choice; a trapezium comes before a block of equal lines."""
    assert unevenness(["甲乙丙", "甲", "甲乙丙"]) > unevenness(["甲", "甲乙丙丁戊己", "甲"])
    assert unevenness(["甲乙丙", "甲乙丙"]) > unevenness(["甲乙", "甲乙丙"])


@pytest.mark.parametrize(("text", "width"), [("督办", 2.0), ("2026", 2.0), ("〔2026〕1号", 5.75), ("2026年10月", 5.75), ("", 0.0)])
def test_width(text: str, width: float) -> None:
    assert width_of(text) == width
