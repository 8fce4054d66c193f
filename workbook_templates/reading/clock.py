"""The clock of a run, read in this place alone. Only tests set it."""

import datetime as dt
import os

from workbook_templates.reading.errors import UsageError

STOPPED = "DUBAN_NOW"
"""The variable that stops the clock at a local time, such as 2026-12-31T09:30:00: two runs of a test then leave the same bytes."""


def now() -> dt.datetime:
    """The local time, as cells hold it: without a zone. Raises UsageError where the variable holds no such time."""
    text = os.environ.get(STOPPED)
    if text is None:
        return dt.datetime.now()  # noqa: DTZ005 - the office's own clock
    try:
        stopped = dt.datetime.fromisoformat(text)
    except ValueError:
        stopped = None
    if stopped is None or stopped.tzinfo is not None:
        raise UsageError(f"环境变量 {STOPPED} 是“{text}”，不是本地时间，什么也没有改动。它只供测试用：写如 2026-12-31T09:30:00，或去掉它。")
    return stopped
