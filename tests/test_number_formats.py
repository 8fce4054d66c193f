"""number_formats: what a cell shows for its number, format by format; nothing is said where the plain value says it all."""

import datetime as dt

import pytest

from addin.number_formats import shown, shown_besides, shows_percent

DAY = dt.date(2026, 3, 5)

ROWS: dict[str, tuple[float | dt.date, str, str | None]] = {
    "month ten": (2026.1, "0.00", "2026.10"),
    "January": (2026.01, "0.00", None),
    "seven of three": (7.0, "000", "007"),
    "seven": (7.0, "0", None),
    "rounded": (2.6, "0", "3"),
    "half up": (2.345, "0.00", "2.35"),
    "general": (2026.1, "General", None),
    "general with room": (2026.1, "General_ ", None),
    "text": (7.0, "@", None),
    "percent": (0.965, "0.0%", None),
    "a percent sign in words": (5.0, '0"%以上"', "5%以上"),
    "thousands alone": (12345.0, "#,##0", None),
    "thousands and cents": (12345.5, "#,##0.00", "12,345.50"),
    "thousands left out": (12345.0, "#,##0,", None),
    "optional decimals": (2.5, "0.0##", None),
    "optional decimals, none": (2.0, "0.##", None),
    "unit": (30.0, '0"日"', "30日"),
    "escaped unit": (30.0, r"0\日", "30日"),
    "room at the border": (2.5, "0.00_ ", "2.50"),
    "colour": (7.0, "[Red]00", "07"),
    "negative": (-7.0, "00", "-07"),
    "negative has its own section": (-7.0, "00;(00)", "(07)"),
    "negative shown as zero": (-0.1, "0", "0"),
    "condition": (7.0, "[>5]000;0", None),
    "two places": (13800000001.0, "000-0000-0000", None),
    "fraction": (0.5, "# ?/?", None),
    "scientific": (12345.0, "0.00E+00", None),
    "month and day": (DAY, "m-d", "3-5"),
    "month and day in Chinese": (DAY, 'm"月"d"日"', "3月5日"),
    "year and month": (DAY, 'yyyy"年"m"月";@', "2026年3月"),
    "year and month of a locale": (DAY, "[$-804]yyyy.mm", "2026.03"),
    "month of a moment": (dt.datetime(2026, 3, 5, 9), "yyyy-mm", "2026-03"),
    "English month": (DAY, "mmm-yy", "Mar-26"),
    "whole day": (DAY, "yyyy-mm-dd", None),
    "whole day, in words": (DAY, 'yyyy"年"m"月"d"日"', None),
    "whole day, American": (DAY, "m/d/yy", None),
    "whole day and time": (DAY, "yyyy/m/d h:mm", None),
    "time": (0.5, "h:mm", None),
    "day as a number": (DAY, "0.00", None),
    "number as a day": (46086.0, "m-d", None),
}


@pytest.mark.parametrize("row", ROWS)
def test_shown(row: str) -> None:
    value, code, text = ROWS[row]
    assert shown_besides(value, code) == text


def test_whatever_is_no_number_shows_itself() -> None:
    assert [shown_besides(value, "000") for value in ("7", True, None)] == [None, None, None]
    assert shown(DAY, "yyyy-mm-dd") == "2026-03-05"


def test_percent() -> None:
    codes = ("0%", '0.0"%"', r"0\%", "0_%", "[%]0", "0.00 %")
    assert [shows_percent(code) for code in codes] == [True, False, False, False, False, True]
