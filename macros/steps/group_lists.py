"""The lists of a group: ranks, lights, rates, what is red, late and a superior's, and the departments of every company."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from addin.companies import figures
from addin.companies.figures import Company
from addin.companies.parquet import RATE_PARTS
from workbook_templates.leaving.group_book import GroupList
from workbook_templates.tables.grid import Value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_ROWS = 30_000
"""Rows of a list: what is made stays below some hundred megabytes however many companies there are; a person reads far fewer."""
NAMED = {"单位": 22.0}
LIGHTS = ("绿灯", "黄灯", "红灯", "事项数", "在办", "办结", "逾期")
ITEM = {
    "编号": 14.0,
    "事项": 40.0,
    "主责部门": 14.0,
    "责任人": 10.0,
    "考核时限": 12.0,
    "完成度": 9.0,
    "灯": 8.0,
    "逾期天数": 9.0,
    "状态": 8.0,
}
DEPARTMENT = {"部门": 16.0, "类型": 12.0, "督办": 9.0, "亮灯": 9.0, "综合": 9.0, "绿": 7.0, "黄": 7.0, "红": 7.0, "按期办结率": 12.0}
TOLD = {
    "红灯清单": "各单位自己亮的红灯；含密级的只有编号和部门",
    "逾期": "逾期天数多的在前",
    "上级任务": "来源是上级部署的全部",
}


def group_lists(ask: "DuckDBPyConnection", every: Sequence[Company], period: str) -> Iterator[GroupList]:
    """Every list, each in the order in which it is read."""
    by_digest = {one.digest: one for one in every}
    yield ranking(every)
    columns = NAMED | dict.fromkeys(LIGHTS, 10.0)
    yield GroupList("各单位灯", "各单位自己亮的灯", columns, [(one.name, *map(one.counts.get, LIGHTS)) for one in every])
    yield from (rate_list(rate, every) for rate in RATE_PARTS)
    within: dict[str, object] = {"digests": list(by_digest), "most": MOST_ROWS}
    for name, which in figures.WHICH.items():
        found = figures.rows(ask, figures.LISTED.format(which), **within)
        ((count,),) = ask.execute(figures.ROWS_OF.format(which), {"digests": list(by_digest)}).fetchall()
        more = f"；共 {count} 行，这里是前 {MOST_ROWS} 行" if count > MOST_ROWS else ""
        yield GroupList(name, TOLD[name] + more, NAMED | ITEM, [(by_digest[row["指纹"]].name, *cells(row, ITEM)) for row in found])
    then = figures.rows(ask, figures.OF_THEN, period=period, **within) if period else []
    now = [row for row in figures.rows(ask, figures.OF_NOW, **within) if not period or row["期间"] == period]
    rows = [(by_digest[row["指纹"]].name, *cells(row, DEPARTMENT)) for row in without_doubles(now, then)]
    more = f"；这里是前 {MOST_ROWS} 行" if len(rows) >= MOST_ROWS else ""
    yield GroupList("各部门", "各单位自己的部门成绩" + more, NAMED | DEPARTMENT, rows)


def ranking(every: Sequence[Company]) -> GroupList:
    """The companies by 督办得分, those that are not compared last."""
    columns = NAMED | {
        "督办名次": 10.0, "督办得分": 10.0, "亮灯名次": 10.0, "亮灯得分": 10.0, "按期名次": 10.0, "按期办结率": 12.0,
        "期间": 10.0, "基准日": 12.0, "不参与比较的原因": 40.0,
    }  # fmt: skip
    ordered = sorted(every, key=lambda one: (bool(one.why), one.ranks.get("督办得分", len(every) + 1)))
    rows: list[tuple[Value, ...]] = []
    for one in ordered:
        placed = [figure for name in figures.SCORES for figure in (one.ranks.get(name), one.scores.get(name))]
        rows.append((one.name, *placed, one.period, one.day or None, one.why or None))
    return GroupList("单位排名", "按督办得分，并列的跳号；口径不同的不排名", columns, rows)


def rate_list(rate: str, every: Sequence[Company]) -> GroupList:
    """One rate of every company with its parts, and the sum over those that can be compared."""
    rows: list[tuple[Value, ...]] = []
    for one in every:
        part = one.parts.get(rate)
        rows.append((one.name, *(part or (None, None)), figures.share(part)))
    if total := figures.summed([one for one in every if not one.why]).get(rate):
        rows.append(("合计（可比的）", *total, figures.share(total)))
    return GroupList(rate, "合计由分子、分母相加，只加可以比较的单位", NAMED | {"分子": 10.0, "分母": 10.0, rate: 12.0}, rows)


def cells(row: figures.Row, headers: Iterable[str]) -> Iterator[Value]:
    return (row[header] if row[header] != "" else None for header in headers)


def without_doubles(now: Iterable[figures.Row], then: Iterable[figures.Row]) -> Iterator[figures.Row]:
    """The rows of a closed period where a company has them, else those that it shows."""
    closed = list(then)
    known = {row["指纹"] for row in closed}
    yield from closed
    yield from (row for row in now if row["指纹"] not in known)
