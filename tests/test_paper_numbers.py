"""文号 (udfs/papers/paper_words.py): what counts as a number taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import paper

from udfs.papers.paper_words import CELL, linked_cells, next_number, number_in, number_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("督通报〔2026〕3号", 3),
        ("督通报[2026]3号", 3),
        ("督通报（2026）3号", 3),
        ("督通报【2026】第3号", 3),
        ("督通报 〔２０２６〕 ０３ 号", 3),
        ("督通报2026-3", 3),
        ("督通报2026年第3期", 3),
        ("督通报〔2025〕3号", None),
        ("督函〔2026〕3号", None),
        ("新督通报〔2026〕3号", None),
        ("督通报增〔2026〕3号", None),
        ("督通报〔2026〕号", None),
        ("督通报〔2026〕3号附件", None),
        ("", None),
    ],
)
def test_number_in_a_text(text: str, number: int | None) -> None:
    assert number_in(text, "督通报", 2026) == number


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], 1),
        (["督通报〔2026〕1号"], 2),
        (["督通报〔2026〕7号", "督通报〔2026〕2号"], 8),
        (["督通报〔2025〕9号"], 1),
        (["督函〔2026〕9号", "手写的文号"], 1),
        (["督通报2026-12", "督通报〔2026〕3号"], 13),
    ],
)
def test_next_number(taken: list[str], expected: int) -> None:
    papers = [paper("督办通报", "", number=text) for text in taken]
    assert next_number(papers, "督通报", 2026) == expected


@given(st.integers(1, 999_999), st.text("督办通报亮灯绩效", min_size=1, max_size=6))
def test_what_is_given_is_read_back(number: int, code: str) -> None:
    assert number_in(number_text(code, 2026, number), code, 2026) == number


def test_linked_numbers_fit_their_cells() -> None:
    assert linked_cells([]) == [""]
    assert linked_cells(["1", "2", "1"]) == ["1、2"]
    numbers = [f"2026-{n:04}" for n in range(4000)]
    cells = linked_cells(numbers)
    assert len(cells) == 2
    assert all(len(cell) <= CELL for cell in cells)
    assert "、".join(cells).split("、") == numbers
    assert linked_cells(["甲乙", "丙丁"], 5) == ["甲乙、丙丁"]
    assert linked_cells(["甲乙", "丙丁"], 4) == ["甲乙", "丙丁"]
