"""R14: which targets of the year have landed (落地), and the rate by count and by weight, also per theme."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from udfs.rules.ground.change_values import TARGET_WITHDRAWN
from udfs.rules.ground.figures import Rate, weight_of
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import period_of
from udfs.rules.ground.states import CANCELLED, DONE, PAUSED
from udfs.rules.supervision.applied import AppliedCells
from udfs.rules.supervision.target_changes import apply_to_targets
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Item, Target

BY_COUNT = "落地目标 ÷ 当年目标（撤销的除外）"
BY_WEIGHT = "落地目标权重 ÷ 当年目标权重（撤销的除外）"


class TargetResult(NamedTuple):
    """One target: whether it has landed, why, and the items that hang on it."""

    target: Target
    landed: bool
    reason: str
    items: tuple[Item, ...]


class Landing(NamedTuple):
    """落地率 of a year. rate: by count, by_weight: by 权重; themes: 主题 → both, in the order of 目标库."""

    year: int
    rate: Rate
    by_weight: Rate
    themes: dict[str, tuple[Rate, Rate]]
    targets: tuple[TargetResult, ...]


def landing(facts: Tables, day: dt.date) -> Landing:
    """落地率 of the year in which `day` (the judged day) lies, from the facts known on 基准日."""
    year = period_of(day, "年", facts.settings.month_end).year
    items = grouped((item.target, item) for item in facts.items if item.target)
    known = apply_to_targets(facts, facts.changes, AppliedCells())
    targets = [target for target in known if target.year == year and target.status != TARGET_WITHDRAWN]
    results = tuple(target_result(target, items.get(target.number, ()) if target.number else ()) for target in targets)
    themes = grouped((result.target.theme, result) for result in results)
    return Landing(year, *rates(results), {theme: rates(group) for theme, group in themes.items()}, results)


def target_result(target: Target, items: Sequence[Item]) -> TargetResult:
    """认定 decides; else landed if at least one of its items is 办结 and so are all others but 取消 and 暂缓."""
    if target.ruling:
        return TargetResult(target, target.ruling == "落地", f"认定{target.ruling}", tuple(items))
    done = sum(item.status == DONE for item in items)
    running = [item for item in items if item.status not in (DONE, CANCELLED, PAUSED)]
    left = len(running)
    if left:
        forever = all(item.due is None for item in running)
        reason = f"还有 {left} 项未办结" + ("，都没有时限（长期），是否落地由“认定”定" if forever else "")
    elif done:
        reason = f"所挂 {done} 项均已办结"
    else:
        reason = "没有办结的事项"
    return TargetResult(target, done > 0 and not left, reason, tuple(items))


def rates(results: Iterable[TargetResult]) -> tuple[Rate, Rate]:
    """The rate by count and the rate by weight."""
    results = tuple(results)
    landed = [result for result in results if result.landed]
    return (
        Rate(len(landed), len(results), BY_COUNT),
        Rate(sum(weight_of(result.target.weight) for result in landed), sum(weight_of(r.target.weight) for r in results), BY_WEIGHT),
    )
