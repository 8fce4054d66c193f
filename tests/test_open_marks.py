"""open_marks: which hidden file says that a workbook is open, in which program's way, and whose name it holds."""

from pathlib import Path

import pytest

from addin.open_marks import mark_of

EXCEL = b"\x06" + "王小五".encode("gbk").ljust(54) + bytes([3, 0]) + "王小五".encode("utf-16-le")
ANSI = b"\x04" + "王五".encode("gbk").ljust(54)
MARKS: dict[str, tuple[bytes, str | None]] = {
    "~$督办总台账.xlsm": (EXCEL, "王小五"),
    ".~督办总台账.xlsm": (ANSI, "王五"),
    "~$办总台账.xlsm": (ANSI, "王五"),
    ".~办总台账.xlsm": (bytes(165), ""),
    "~$总台账.xlsm": (EXCEL, "王小五"),
    ".~总台账.xlsm": (b"", ""),
    "~$台账.xlsm": (EXCEL, None),
    "~$督办总台账.xlsx": (EXCEL, None),
    ".~lock.督办总台账.xlsm#": (b",zs,host,20.11.2026 10:00,file:///x;", "zs"),
    ".~lock.总台账.xlsm#": (b",zs", None),
    "~$督办总台账.xlsm ": (EXCEL, None),
}
"""A mark beside 督办总台账.xlsm, its content → the owner it tells; None: it is no mark of this workbook."""


@pytest.mark.parametrize("name", MARKS)
def test_marks(tmp_path: Path, name: str) -> None:
    content, owner = MARKS[name]
    assert mark_of(tmp_path / "督办总台账.xlsm") is None
    (tmp_path / name).write_bytes(content)
    found = mark_of(tmp_path / "督办总台账.xlsm")
    assert (found and (found.path.name, found.owner)) == (None if owner is None else (name, owner))


def test_a_mark_that_is_the_full_one_of_another_file_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "总台账.xlsm").touch()
    (tmp_path / "~$总台账.xlsm").write_bytes(EXCEL)
    assert mark_of(tmp_path / "督办总台账.xlsm") is None
    assert mark_of(tmp_path / "总台账.xlsm") is not None


def test_a_short_name_is_not_left_out_whole(tmp_path: Path) -> None:
    (tmp_path / "~$.xlsx").touch()
    assert mark_of(tmp_path / "账.xlsx") is None


def test_an_owner_is_one_short_line(tmp_path: Path) -> None:
    (tmp_path / ".~lock.账.xlsx#").write_text("甲\n\u202e乙" * 30)
    found = mark_of(tmp_path / "账.xlsx")
    assert found is not None
    assert found.owner == ("甲乙" * 30)[:40]
