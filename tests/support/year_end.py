"""The last day of the sample company’s year, for which its workbook is made."""

import datetime as dt

from macros.steps.report import Options

NOON = dt.datetime(2026, 12, 31, 12)

OPTIONS = Options(NOON, "测试员", dt.date(2026, 12, 31))
