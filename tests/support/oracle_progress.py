"""A second computation of R18, indicators inside their period, written from rules.md alone.

应有进度 is counted day by day: each day of a step brings an equal part of what its step brings.
"""

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd  # ships no types

from support import oracle_calendar as cal
from support.oracle import Frame, Settings, overrides, span_of

KINDS = {"": 12, "H": 6, "Q": 3, "B": 2, "-": 1, "W": 0}
DAY = dt.timedelta(1)
Key = tuple[str, str]


class Standing(NamedTuple):
    """What R18 says of one indicator on a day; days of the step that was not reported, '' for none."""

    reached: Fraction | None
    share: Fraction | None
    expected: Fraction | None
    behind: bool
    missing: str
    final: Fraction | None


def steps(period: str, count: int, cutoff: int) -> list[tuple[dt.date, dt.date]]:
    """The period cut into so many steps: by months where that goes, else into equally many days, each cut rounded down."""
    span = cal.bounds(period, cutoff)
    assert span is not None
    first, last = span
    months = KINDS[next((letter for letter in "WHQB-" if letter in period), "")]
    if months and months % count == 0:
        named = [cal.period_of(first, "month", cutoff)]
        while len(named) < months:
            named.append(cal.period_of((cal.bounds(named[-1], cutoff) or span)[1] + DAY, "month", cutoff))
        ends = [(cal.bounds(name, cutoff) or span)[1] for name in named][months // count - 1 :: months // count]
    else:
        size = (last - first).days + 1
        ends = [first + dt.timedelta(size * (n + 1) // count - 1) for n in range(count)]
    return list(zip([first, *(end + DAY for end in ends)], ends, strict=False))


def plan(text: str, period: str, cutoff: int) -> tuple[list[tuple[dt.date, dt.date]], dict[dt.date, Fraction]]:
    """The steps of an indicator, and 应有进度 at the end of every day of its period."""
    months = KINDS[next((letter for letter in "WHQB-" if letter in period), "")] or 1
    monthly = steps(period, months, cutoff)
    first, last = monthly[0][0], monthly[-1][1]
    size = (last - first).days + 1
    numbers = [part for part in re.split(r"[、,\s]+", text) if part]
    good = bool(numbers) and all(re.fullmatch(r"\d+(\.\d+)?%?", part) for part in numbers)
    shares = [Fraction(part.rstrip("%")) / 100 for part in numbers] if good else []
    good = good and 2 <= len(shares) <= size and shares == sorted(shares) and shares[-1] == 1
    if not good:
        return monthly, {first + n * DAY: Fraction(n + 1, size) for n in range(size)}
    own = steps(period, len(shares), cutoff)
    if shares[0] == 1:
        return monthly, {first + n * DAY: Fraction(1) for n in range(size)}
    found: dict[dt.date, Fraction] = {}
    before = Fraction(0)
    for (start, end), share in zip(own, shares, strict=True):
        days = (end - start).days + 1
        found |= {start + n * DAY: before + (share - before) * (n + 1) / days for n in range(days)}
        before = share
    return own, found


def standings(facts: Mapping[str, Frame], settings: Settings, as_of: dt.date, named: Any, closed: set[str]) -> dict[Key, Standing]:
    """(指标编号, 期间) → where it stands. named: a period as §4 writes it. closed: periods that are."""
    cutoff = settings["月度截止日"]
    found: dict[Key, Standing] = {}
    reports = facts["指标进度"]
    for _, row in facts["指标"].iterrows():
        period = named(row["期间"])
        key = row["指标编号"], period
        if row["计分方式"] in ("正向", "反向") and key[0] and cal.bounds(period, cutoff) is not None and key not in found:
            own = reports.iloc[
                [n for n, pair in enumerate(zip(reports["指标编号"], reports["期间"].map(named), strict=True)) if pair == key]
            ]
            found[key] = standing(row, own, period, settings, as_of, period in closed)
    return found


def standing(row: Any, own: Frame, period: str, settings: Settings, as_of: dt.date, closed: bool) -> Standing:
    first, last = span_of(settings, period)
    own_steps, by_day = plan(row["进度曲线"], period, settings["月度截止日"])
    known = {day: figure for day, figure in reversed(list(zip(own["截至日期"], own["实际值"], strict=True))) if figure is not None}
    unread = {day for day, figure in zip(own["截至日期"], own["实际值"], strict=True) if figure is None and day not in known}
    unread = {day for day in unread if not pd.isna(day) and first <= day <= as_of}
    known = {day: known[day] for day in sorted(day for day in known if not pd.isna(day) and first <= day <= as_of)}
    latest = max(known, default=None)
    reached = None if latest is None else sum(known.values(), Fraction(0)) if row["累计方式"] == "当期" else known[latest]
    goal, floor, less = row["目标值"], row["底线值"], row["计分方式"] == "反向"
    share = reached / goal if reached is not None and goal else None
    expected = None if latest is None else by_day[min(latest, last)]
    start = settings["启用日期"]
    running = first <= as_of <= last and row["实际值"] is None and not closed and not (start and as_of < start)
    lag = None if share is None or expected is None else 100 * (share - expected if less else expected - share)
    past = less and floor is not None and reached is not None and reached > floor
    over = [(begun, end) for begun, end in own_steps if end < as_of]
    gaps: list[tuple[dt.date, dt.date]] = []
    if row["累计方式"] == "当期" and row["实际值"] is None:
        for begun, end in over:
            until = dt.date.max if end == last else end
            lacks = not any(begun <= day <= until for day in known) or any(begun <= day <= until for day in unread)
            gaps += [(begun, end)] if lacks and not (start and end < start) else []
    if latest is not None and any(end < latest for _, end in gaps):
        lag = None
    silent = running and bool(over) and not (start and over[-1][1] < start) and not (latest is not None and latest >= over[-1][0])
    missing = over[-1] if silent else None
    if row["累计方式"] == "当期":
        missing = gaps[-1] if gaps and running else None
    return Standing(
        reached=reached,
        share=share,
        expected=expected,
        behind=running and ((lag is not None and lag > settings["落后进度下限"]) or past),
        missing=f"{missing[0]} {missing[1]}" if missing else "",
        final=reached if latest is not None and latest >= last and not gaps else None,
    )


def chased(facts: Mapping[str, Frame], settings: Settings, as_of: dt.date, found: Mapping[Key, Standing]) -> dict[Key, dt.date]:
    """The indicators that are reminded of on a day, with 触发日: the first working day of the step that the day lies in."""
    rest = overrides(facts)
    dates: dict[Key, dt.date] = {}
    texts: dict[str, list[Any]] = {}
    for _, row in facts["指标"].iterrows():
        texts.setdefault(row["指标编号"], []).append(row)
    for key, one in found.items():
        if one.behind and cal.works(as_of, rest):
            text = next(row["进度曲线"] for row in texts[key[0]] if row["计分方式"] in ("正向", "反向") and row["period"] == key[1])
            own_steps, _ = plan(text, key[1], settings["月度截止日"])
            begun = next(begun for begun, end in own_steps if begun <= as_of <= end)
            if cal.next_working(begun, rest) <= as_of:
                dates[key] = cal.next_working(begun, rest)
    return dates
