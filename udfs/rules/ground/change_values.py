"""Rows of 变更记录: their order, whom they concern, and the dates that stand as text in 原值 and 新值."""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from udfs.rules.ground.states import PAUSED, RESUMED
from workbook_templates.reading.cells import Wrong, plain, read_date
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Change

Place: TypeAlias = tuple[str, str]
"""编号 and 阶段; a blank 阶段 means the item itself."""

DATED = ("延期", "改期")
"""Changes whose 原值 and 新值 are deadlines."""

TARGET_ADDED, TARGET_ADJUSTED, TARGET_WITHDRAWN = "新增", "调整", "撤销"
TARGET_CHANGES = (TARGET_ADDED, TARGET_ADJUSTED, TARGET_WITHDRAWN)
"""Changes of a target or an indicator (R14)."""

NEW = TABLES["变更记录"].column("新值")


@functools.lru_cache(maxsize=65_536)
def date_in(text: str) -> dt.date | None:
    """The day that a text cell names, read like any date cell; None for a blank or any other text."""
    digits = plain(text)
    try:
        return read_date(float(digits) if digits.isdecimal() and len(digits) < 9 else digits, NEW)
    except Wrong:
        return None


def place_of(change: Change) -> Place:
    return change.number, change.stage


def asked_on(change: Change) -> dt.date | None:
    """申请日期; where it is blank 批准日期, because nothing is approved before it is asked."""
    return change.asked or change.approved


def decided_on(change: Change) -> dt.date | None:
    """批准日期; where it is blank 申请日期."""
    return change.approved or change.asked


def in_order(changes: Iterable[Change]) -> list[Change]:
    """By 申请日期, of one day by row; those without any date last."""
    return sorted(changes, key=lambda change: (asked_on(change) or dt.date.max, change.at.row))


def rests(ordered: Iterable[Change]) -> Iterator[tuple[Change, Change | None]]:
    """Each 暂缓 among approved changes of an item with the 恢复 that ends it, None where it still rests.

    A second 暂缓 before the 恢复 changes nothing: it has rested since the first. A 恢复 of what does not rest ends nothing."""
    since: Change | None = None
    for change in ordered:
        if change.change == PAUSED:
            since = since or change
        elif change.change == RESUMED and since is not None:
            yield since, change
            since = None
    if since is not None:
        yield since, None
