"""Where what is made lies in 输出, and that what an earlier version left flat, or somebody moved, is found."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.make import day

from addin import outputs
from addin.dated_names import next_name
from macros.__main__ import run
from workbook_templates.tables.lists import DOCUMENTS


def touched(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_by_kind_and_month(tmp_path: Path) -> None:
    book = tmp_path / "督办总台账.xlsm"
    assert outputs.place(book, "督办通报", day("3-31")) == tmp_path / "输出" / "通报" / "2026-03"
    assert outputs.place(book, "提醒", day("12-1")) == tmp_path / "输出" / "提醒" / "2026-12"
    assert outputs.told(outputs.place(book, "督办函", day("3-31")) / "a.docx") == "输出/督办函/2026-03/a.docx"


@pytest.mark.parametrize("kind", [kind for kind, _, _ in DOCUMENTS])
def test_every_paper_has_a_folder_that_every_system_takes(kind: str) -> None:
    name = outputs.folder_of(kind)
    assert name == ("通报" if kind.endswith("通报") else kind)


def test_flat_ones_and_those_of_any_month_are_found_by_name(tmp_path: Path) -> None:
    new = touched(tmp_path / "提醒" / "2026-03" / "B_2.docx")
    old = touched(tmp_path / "A_1.docx")
    touched(tmp_path / "提醒" / "别的" / "C_3.docx")
    assert outputs.lying(tmp_path, "*_*.docx") == [old, new]
    assert outputs.lying(tmp_path / "没有", "*") == []


def test_a_paper_is_found_where_it_was_registered_moved_to_or_put_away(tmp_path: Path) -> None:
    output = tmp_path / "输出"
    assert outputs.find(output, "通报/2026-03/甲.docx") is None
    away = touched(tmp_path / "归档" / "输出" / "通报" / "2026-03" / "甲.docx")
    assert outputs.find(output, "通报/2026-03/甲.docx") == away
    flat = touched(output / "甲.docx")
    assert outputs.find(output, "通报/2026-03/甲.docx") == flat
    own = touched(output / "通报" / "2026-03" / "甲.docx")
    assert outputs.find(output, "通报/2026-03/甲.docx") == own
    assert outputs.find(output, "甲.docx") == flat


def test_a_list_comes_after_all_that_lie_in_other_months(tmp_path: Path) -> None:
    output = tmp_path / "输出"
    old = touched(output / "回收清单_20261231-235959_0003.xlsx")
    made = next_name(output / "回收清单" / "2027-01", "回收清单", ".xlsx", dt.datetime(2027, 1, 2), outputs.lying(output, "回收清单_*"))
    assert made == output / "回收清单" / "2027-01" / "回收清单_20270102-000000_0004.xlsx"
    assert old.exists()


def test_what_is_older_than_a_year_is_put_away(tmp_path: Path) -> None:
    book = tmp_path / "督办总台账.xlsm"
    old = touched(tmp_path / "输出" / "通报" / "2025-11" / "甲.docx")
    kept = [
        touched(tmp_path / "输出" / "通报" / "2025-12" / "乙.docx"),
        touched(tmp_path / "输出" / "提醒_2025-01-02" / "丙.txt"),  # flat: it stays
        touched(tmp_path / "输出" / "我的" / "2025" / "丁.txt"),
    ]
    only = touched(tmp_path / "输出" / "督办函" / "2025-01" / "戊.docx")
    assert outputs.put_away(book, day("12-31")) == (2, [])
    assert all(path.exists() for path in kept)
    assert not old.exists()
    assert not only.parent.parent.exists()  # nothing is left of its kind
    assert (tmp_path / "归档" / "输出" / "通报" / "2025-11" / "甲.docx").exists()
    assert outputs.put_away(book, day("12-31")) == (0, [])


def test_a_month_that_is_there_already_stays_and_is_named(tmp_path: Path) -> None:
    touched(tmp_path / "输出" / "通报" / "2025-11" / "甲.docx")
    touched(tmp_path / "归档" / "输出" / "通报" / "2025-11" / "甲.docx")
    assert outputs.put_away(tmp_path / "督办总台账.xlsm", day("12-31")) == (0, ["输出/通报/2025-11"])


def test_on_the_sample_company(sample_company: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A paper that an earlier version issued flat is known; a moved one is not issued again; next year's book puts old months away."""
    home = sample_company(tmp_path / "示范")
    asked = ["document", str(home), "督办通报", "--period", "2026-10", "--issue"]
    run(asked)
    (made,) = (home / "输出").rglob("督办通报_2026-10_*.docx")
    assert made.parent == home / "输出" / "通报" / "2026-10"
    shutil.move(made, home / "输出" / made.name)
    capsys.readouterr()
    run(asked)
    assert "没有再编号，也没有重写" in capsys.readouterr().out
    assert list((home / "输出").rglob("督办通报_2026-10_*.docx")) == [home / "输出" / made.name]
    touched(home / "输出" / "通报" / "2025-10" / "旧.docx")
    run(["new", str(tmp_path / "明年"), "--from", str(home)])
    assert "一年以前的输出（1 个月的文件夹）移到了它的“归档/输出”" in capsys.readouterr().out
    assert (home / "归档" / "输出" / "通报" / "2025-10" / "旧.docx").exists()
