"""Days as the calendar has them and as texts say them."""

import datetime as dt


def calendar_day(year: int, month: int, day: int) -> dt.date | None:
    """None for a day that no calendar has, such as 31 June."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def chinese_day(day: dt.date) -> str:
    """2026年3月5日: no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
