"""The daily tables grouped by 编号, once a run: what belongs to an item is then found without looking through a table."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from udfs.rules.ground.change_values import Place, place_of
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.proposed_rows import is_automatic
from udfs.rules.ground.states import APPROVED
from workbook_templates.reading.cells import plain
from workbook_templates.reading.names import JOINTS
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change, Stage
from workbook_templates.tables.logs import Paper


class Index(NamedTuple):
    """What belongs to an item, found by its 编号; rows with a blank 编号 belong to none.

    stages: its 阶段目标, in row order. changes: its 变更记录, by 编号 and 阶段. last: its latest sign of work. bulletins: the items named
    in a 通报. closed_halves: the half-years that 历史成绩 holds.
    """

    stages: dict[str, list[Stage]]
    changes: dict[Place, list[Change]]
    last: dict[str, dt.date]
    bulletins: frozenset[str]
    closed_halves: frozenset[str]


def index_of(tables: Tables) -> Index:
    """Everything in `tables` that a judgement looks up by item."""
    return Index(
        grouped((stage.number, stage) for stage in tables.stages if stage.number),
        changes_by_place(tables.changes),
        last_activity(tables),
        bulletin_numbers(tables.papers),
        closed_halves(tables),
    )


def changes_by_place(changes: Iterable[Change]) -> dict[Place, list[Change]]:
    """The changes of each item (阶段 blank) and of each stage."""
    return grouped((place_of(change), change) for change in changes if change.number)


def last_activity(tables: Tables) -> dict[str, dt.date]:
    """编号 → the latest 反馈日期, 自评日期, 确认日期 or change of the item or one of its stages.

    A proposal that a rule made itself is no sign of work until it is approved: it would end the very standstill it reports.
    """
    last: dict[str, dt.date] = {}
    dated: Iterable[tuple[str, Sequence[dt.date | None]]] = (
        *((row.number, (row.given,)) for row in tables.feedback if row.given is not None),
        *(
            (row.number, (row.self_day, row.confirm_day))
            for row in tables.stages
            if row.self_day is not None or row.confirm_day is not None
        ),
        *((row.number, (row.confirm_day,)) for row in tables.items if row.confirm_day is not None),
        *((row.number, (row.asked, row.approved)) for row in tables.changes if row.result == APPROVED or not is_automatic(row)),
    )
    for number, days in dated:
        for day in days:
            if day is not None and (number not in last or day > last[number]):
                last[number] = day
    last.pop("", None)
    return last


def bulletin_numbers(papers: Iterable[Paper]) -> frozenset[str]:
    """Every 编号 in 关联编号 of a registered paper whose 种类 ends in 通报."""
    return linked_numbers(paper for paper in papers if paper.kind.endswith("通报"))


def linked_numbers(papers: Iterable[Paper]) -> frozenset[str]:
    """Every 编号 in 关联编号 of these papers, each as it is typed and as it is compared."""
    parts = (part.strip() for paper in papers for part in JOINTS.split(paper.linked) if part.strip())
    return frozenset(one for part in parts for one in (part, plain(part)))


def closed_halves(tables: Tables) -> frozenset[str]:
    """Names of the half-years that are closed."""
    month_end = tables.settings.month_end
    periods = (parse_period(name, month_end) for name in history(tables))
    return frozenset(period.name for period in periods if period is not None and period.kind == "半年")
