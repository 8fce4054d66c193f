"""Which fonts of the papers are missing (addin/fonts.py)."""

import shutil
import subprocess
from typing import Any

import pytest

from addin import fonts
from workbook_templates.documents.measures import LOOKS


def test_every_font_of_the_papers_is_looked_for() -> None:
    assert {look.font for look in LOOKS} == set(fonts.FONT_NAMES)


@pytest.mark.parametrize(
    ("installed", "lost"),
    [
        (["仿宋_GB2312", "楷体_GB2312", "方正小标宋简体", "黑体", "宋体"], ""),
        (["FangSong_GB2312 (TrueType)", "KaiTi_GB2312 (TrueType)", "FZXiaoBiaoSong-B05S", "SimHei (TrueType)", "SimSun & NSimSun"], ""),
        (["黑体,SimHei", "宋体,SimSun", "仿宋,FangSong"], "仿宋_GB2312、楷体_GB2312、方正小标宋简体"),
        (["DejaVu Sans"], "仿宋_GB2312、楷体_GB2312、方正小标宋简体、黑体、宋体"),
    ],
)
def test_missing_fonts_are_named(installed: list[str], lost: str) -> None:
    assert [line for line in fonts.missing_note(installed) if f"没有找到字体{lost}，" in line] == fonts.missing_note(installed)
    assert bool(fonts.missing_note(installed)) is bool(lost)


def test_a_machine_that_can_not_tell_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert fonts.missing_note() == []

    def fail(*_words: Any, **_more: Any) -> None:
        raise subprocess.TimeoutExpired("fc-list", 5)

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", fail)
    assert fonts.missing_note() == []
