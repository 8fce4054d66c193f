"""Messages that stay the same for days come once a day in a work folder."""

import datetime as dt
from pathlib import Path

import pytest

from macros.steps import once_a_day
from macros.steps.report import Options

FONTS, OTHER = "没有找到字体甲", "没有找到字体乙"


def told(folder: Path, *lines: str, day: int = 5, hour: int = 9) -> list[str]:
    return once_a_day.fresh(folder / "督办总台账.xlsm", Options(dt.datetime(2026, 3, day, hour)), lines)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "归档").mkdir()
    return tmp_path


def test_once_a_day_and_again_the_next(home: Path) -> None:
    assert told(home, FONTS) == [FONTS]
    assert told(home, FONTS, hour=17) == []
    assert told(home, FONTS, OTHER) == [OTHER]  # another one is new
    assert told(home, FONTS, day=6) == [FONTS]
    assert told(home, OTHER, day=6) == [OTHER]


def test_the_same_again_changes_no_byte(home: Path) -> None:
    told(home, FONTS, OTHER)
    file = home / "归档" / once_a_day.FILE
    before = file.read_bytes()
    told(home, FONTS)
    told(home, OTHER)
    assert file.read_bytes() == before
    assert FONTS.encode() not in before


def test_nothing_to_tell_leaves_no_file(home: Path) -> None:
    assert told(home) == []
    assert not [*(home / "归档").iterdir()]


@pytest.mark.parametrize("held", [b"", b"[1]", b'{"\xe6"', b'{"a": 1}', "{}".encode("utf-16")])
def test_a_damaged_memory_tells_again(home: Path, held: bytes) -> None:
    (home / "归档" / once_a_day.FILE).write_bytes(held)
    assert told(home, FONTS) == [FONTS]
    assert told(home, FONTS) == []


def test_without_an_archive_nothing_is_made(tmp_path: Path) -> None:
    assert told(tmp_path, FONTS) == told(tmp_path, FONTS) == [FONTS]
    assert not [*tmp_path.iterdir()]
