"""Rows that are scored, and what the product makes of the scores of a company."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from support import oracle_scores as second
from support import random_company as rc
from support import random_scores as rx
from support.compared_companies import Cells, day, disagreements, judged_by_the_product, undisputed_items
from support.kept import kept
from udfs.rules.inspection.inspection import check_scores
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import Composite, Counted, composites, confirmed_points, department_points, total
from udfs.rules.performance.indicators import company_score, indicator_scores, period_indicators, unit_scores, unreported_by_unit
from udfs.rules.supervision.supervision import supervision

RATIO: Cells = {"指标编号": "Z1", "指标": "线损", "层级": "部门", "期间": "2026Q2", "主责部室": "甲部", "计分方式": "正向", "目标值": 100.0}

POINT: Cells = {"日期": day("2026-05-01"), "部门": "甲部", "类型": "督办考核", "分值": -1.0, "状态": "已确认", "关联编号": "A"}

WEIGHTED: Cells = {"部门类型": "基层", "督办": 20.0, "亮灯": 30.0, "指标": 30.0, "抽查": 20.0}


@kept
def undisputed_scores(drawn: rc.Company) -> rc.Company:
    """The company without what the tests of the scores, the checks and the items hold as open."""
    drawn = undisputed_items(drawn)
    rows = dict(drawn.rows)
    rows["考评打分"] = [row if row["满分"] else row | {"得分": 0.0} for row in rows["考评打分"]]
    rows["抽查记录"] = [row | ({"扣分": None} if row["结果"] == "合格" else {}) for row in rows["抽查记录"]]
    rows["部门"] = [row | {"业务量": row.get("业务量") or None} for row in rows["部门"]]
    return replace(drawn, rows=rows)


Points = Mapping[str, Sequence[Counted]]


@kept
def of_the_product(judgement: Judgement) -> tuple[dict[str, Composite], Points, dict[str, dict[str, Fraction | None]]]:
    """Composites, points and dimensions (部门 → dimension → score) of the product."""
    units = unit_scores(judgement, period_indicators(judgement, judgement.period))
    of: dict[str, Mapping[str, Any]] = {"督办": supervision(judgement), "亮灯": department_lights(judgement)}
    of |= {"指标": units, "抽查": check_scores(judgement)}
    found: dict[str, dict[str, Fraction | None]] = {}
    for dimension, scored_units in of.items():
        for name, one in scored_units.items():
            found.setdefault(name, {})[dimension] = one.score
    counted = department_points(confirmed_points(judgement), judgement)
    return composites(judgement, found, counted, unreported_by_unit(judgement, units)), counted, found


Compared = Iterator[tuple[str, object, object]]


def there(value: Any) -> Any:
    """None for a blank of any kind."""
    return value if value == value else None


def indicators_compared(drawn: rc.Company) -> Compared:
    """Every indicator in its own period; the company's score."""
    period = rx.period_of(drawn)
    judgement = judged_by_the_product(drawn, period)
    found = indicator_scores(judgement)
    whole = second.scored(rc.frames(drawn), rx.settings(drawn), drawn.as_of, period)
    yield "期间", sorted(found), sorted(set(whole.indicators["period"]))
    for name, rows in whole.indicators.groupby("period"):
        product = [(one.indicator.number, one.score) for one in found.get(str(name), ())]
        yield str(name), product, list(zip(rows["指标编号"], rows["score"], strict=True))
    yield (
        "公司",
        company_score(period_indicators(judgement, judgement.period)).score,
        second.company_score(whole.indicators, period, rx.settings(drawn)),
    )
    yield from units_compared(judgement, whole)


def units_compared(judgement: Judgement, whole: second.Whole) -> Compared:
    """Dimensions, points, composite and ranks of every department."""
    board, counted, parts = of_the_product(judgement)
    yield "部门", sorted(name for name, one in board.items() if one.score is not None and name not in whole.units.index), []
    for name, row in whole.units.iterrows():
        dimensions = parts.get(str(name), {})
        for dimension in second.DIMENSIONS:
            yield f"{name} {dimension}", dimensions.get(dimension), row[dimension]
        yield f"{name} 加减分", total(counted.get(str(name), ())), row["加减分"]
        one = board.get(str(name))
        wanted = tuple(there(row[header]) for header in ("综合", "类型排名", "总排名"))
        yield f"{name} 综合", one and (one.score, one.kind_rank, one.overall_rank), wanted if one else None


def score_differences(drawn: rc.Company) -> list[str]:
    """Every figure that the two do not share exactly."""
    return disagreements(indicators_compared(undisputed_scores(drawn)))
