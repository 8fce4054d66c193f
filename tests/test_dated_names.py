"""Names that carry a time: their order is the one in which they were made, whatever the clock did."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from addin import store
from addin.dated_names import in_order, next_name

NOW = dt.datetime(2026, 3, 3, 9, 30)
STEM, SUFFIX = "总", ".xlsm"


@pytest.mark.parametrize(
    ("name", "there", "expected"),
    [
        ("the first", [], "总_20260303-093000.xlsm"),
        ("after an older one", ["总_20260303-092959.xlsm"], "总_20260303-093000.xlsm"),
        ("the second of its second", ["总_20260303-093000.xlsm"], "总_20260303-093000_2.xlsm"),
        (
            "the eleventh",
            ["总_20260303-093000.xlsm", *(f"总_20260303-093000_{n}.xlsm" for n in range(2, 11))],
            "总_20260303-093000_11.xlsm",
        ),
        ("the clock has gone back", ["总_20260303-093001.xlsm"], "总_20260303-093000_0001.xlsm"),
        ("and is right again", ["总_20310101-000000.xlsm", "总_20260303-092900_0001.xlsm"], "总_20260303-093000_0002.xlsm"),
        ("many by then", ["总_20260303-092900_9999.xlsm"], "总_20260303-093000_10000.xlsm"),
        ("others do not count", ["别的_20310101-000000.xlsm", "总_20310101-000000.xlsx", "总_说明.xlsm"], "总_20260303-093000.xlsm"),
    ],
)
def test_the_next_name(name: str, there: Sequence[str], expected: str, tmp_path: Path) -> None:
    for one in there:
        (tmp_path / one).touch()
    made = next_name(tmp_path, STEM, SUFFIX, NOW)
    assert made.name == expected, name
    made.touch()
    assert in_order(tmp_path.iterdir(), STEM, SUFFIX)[-1] == made, name


def test_names_of_before_come_first_and_in_their_order(tmp_path: Path) -> None:
    names = ["总_20260101-000000", "总_20260101-000000_2", "总_20260101-000000_10", "总_20310101-000000", "总_20250101-000000_0001"]
    paths = [tmp_path / f"{name}.xlsm" for name in names]
    assert in_order(reversed(paths), STEM, SUFFIX) == paths


def test_a_clock_that_goes_back_prunes_the_oldest_all_the_same(tmp_path: Path) -> None:
    """Each save is earlier by the clock than the one before: the newest stay, the last one above all."""
    book = tmp_path / "总.xlsm"
    book.write_bytes(b"0")
    for number in range(1, store.KEPT_BACKUPS + 6):
        store.save(book, b"%d" % number, store.backup_path(book, NOW - dt.timedelta(hours=number)))
    found = store.backups_of(store.folders(book).backups, book)
    assert [path.read_bytes() for path in found] == [b"%d" % number for number in range(5, store.KEPT_BACKUPS + 5)]
