"""The companies on which the product and the oracle are compared, and what the product makes of them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from support import oracle_calendar as cal
from support import random_company as rc
from support.kept import kept
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.reading.parse import parse
from workbook_templates.tables.grid import Value

Cells = dict[str, Any]

Rows = Sequence[Mapping[str, Any]]


def day(text: str) -> dt.date:
    """'2026-03-31'."""
    return dt.date.fromisoformat(text)


ITEM: Cells = {"编号": "A", "状态": "办理", "主责部门": "甲部", "下达日期": day("2026-06-01"), "办理时限": day("2026-06-10")}

DEFAULT_BOUNDS = [
    {"灯": "绿灯", "下限": 80.0, "含下限": "否"},
    {"灯": "黄灯", "下限": 60.0, "含下限": "是"},
    {"灯": "红灯", "下限": 0.0, "含下限": "是"},
]


def office(as_of: dt.date, settings: Mapping[str, Any], tables: Mapping[str, Rows]) -> rc.Company:
    """A company of these rows; 亮灯规则 are the usual ones unless given."""
    rows: dict[str, list[Cells]] = {name: [dict(row) for row in tables.get(name, ())] for name in rc.DRAWN}
    rows["亮灯规则"] = rows["亮灯规则"] or [dict(row) for row in DEFAULT_BOUNDS]
    return rc.Company(0, as_of, dict(settings), rows)


def undisputed_items(drawn: rc.Company) -> rc.Company:
    """The company without what the tests of open questions hold: decisions about 基准日 on which rules.md and the product differ."""
    rows = dict(drawn.rows)
    rows["变更记录"] = [
        row | {"批准日期": min(known(row["批准日期"]), drawn.as_of)}
        if row["变更"] in ("升级", "暂缓", "恢复", "取消") and row["结果"] == "同意" and row.get("批准日期") and not row.get("阶段")
        else row
        for row in rows["变更记录"]
        if row["变更"] not in ("延期", "改期") or known(row["申请日期"]) <= drawn.as_of
    ]
    rows["督办台账"] = [
        row if row.get("下达日期") or not row.get("立项日期") else row | {"立项日期": min(known(row["立项日期"]), drawn.as_of)}
        for row in rows["督办台账"]
    ]
    return replace(drawn, rows=rows)


def known(value: Value) -> dt.date:
    """A day that must be there."""
    assert isinstance(value, dt.date)
    return value


@kept
def judged_by_the_product(drawn: rc.Company, period: str = "") -> Judgement:
    """What the product makes of a company, in a period or the one about 基准日."""
    tables, _ = parse(rc.grids(drawn))
    span = parse_period(period, tables.settings.month_end) if period else None
    return judge(tables, drawn.as_of, Calendar(tables.holidays), span)


def disagreements(compared: Iterable[tuple[str, object, object]]) -> list[str]:
    """Of (place, what the product found, what the oracle found) those that are not the same exactly."""
    return [f"{place}: product {found}, oracle {wanted}" for place, found, wanted in compared if found != wanted]


def assert_agreed(drawn: rc.Company, differences: Callable[[rc.Company], list[str]], tries: int = 600) -> None:
    """Fails with what differs in the smallest company that can be made of this one, and with that company."""
    if differences(drawn):
        small = rc.shrunk(drawn, lambda less: bool(differences(less)), tries)
        pytest.fail("\n".join((*differences(small), rc.readable(small))))


def periods_of(drawn: rc.Company) -> list[str]:
    """The periods in which departments are compared: those about 基准日, ended and running."""
    cutoff = rc.settings(drawn)["月度截止日"]
    kind = list(cal.MONTHS_IN)[drawn.seed % 5]
    around = (drawn.as_of, drawn.as_of - dt.timedelta(100))
    return list(dict.fromkeys(cal.period_of(day, kind, cutoff) for day in around))


FULL: Cells = ITEM | {"事项": "事项", "来源": "其他", "类别": "日常", "级别": "部门级", "责任人": "王建国"}
