"""The copies in 归档: a name that is made is read again, any other is left alone."""

import datetime as dt
from pathlib import Path

import pytest

from macros.steps.past import Candidate, candidates, frozen_copy, monthly_copy

BOOK = "督办总台账.xlsm"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "归档").mkdir()
    return tmp_path / BOOK


def test_the_names_are_read_again(book: Path) -> None:
    month = monthly_copy(book, dt.date(2026, 2, 10))
    closing = frozen_copy(book, "2026Q1", dt.datetime(2026, 4, 13, 17))
    assert (month.name, closing.name) == ("督办总台账_2026-02.xlsm", "督办总台账_定稿_2026Q1_20260413-170000.xlsm")
    for path in (month, closing):
        path.touch()
    found = [Candidate(dt.date(2026, 2, 28), month, sure=False), Candidate(dt.date(2026, 4, 13), closing, sure=True)]
    assert sorted(candidates(book, dt.date(2026, 4, 13))) == found
    assert sorted(candidates(book, dt.date(2026, 4, 12))) == found[:1]
    assert sorted(candidates(book, dt.date(2026, 2, 1))) == found[:1]
    assert sorted(candidates(book, dt.date(2026, 1, 31))) == []


@pytest.mark.parametrize(
    "name", ["督办总台账_2026-13.xlsm", "督办总台账_2026-02.xlsx~", "别的_2026-02.xlsm", "督办总台账_定稿_2026Q1_20260231-170000.xlsm"]
)
def test_a_name_that_is_none_of_ours(name: str, book: Path) -> None:
    (book.parent / "归档" / name).touch()
    assert list(candidates(book, dt.date(2026, 12, 31))) == []


def test_a_workbook_without_copies(tmp_path: Path) -> None:
    assert list(candidates(tmp_path / BOOK, dt.date(2026, 12, 31))) == []
