"""A short year of a made-up company, day by day (tests/year; whole ones by hand: tests/play_year.py)."""

import datetime as dt
from pathlib import Path

import pytest
from year.play import play

LAST = dt.date(2026, 7, 17)
"""Past the renaming, the first half-year and three two-month periods, with their bulletins and closings."""


@pytest.mark.parametrize("seed", [1])
def test_what_holds_on_every_day_of_a_year(seed: int, tmp_path: Path) -> None:
    assert [f"{one.day} {one.kind}: {one.text}" for one in play(tmp_path, seed, LAST)] == []
