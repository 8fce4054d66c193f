"""R13: a 考评部门 whose 差异化率 lies below its bound is proposed to lose points, once a period."""

from udfs.rules.ground.change_values import AUTOMATIC
from udfs.rules.ground.figures import percent
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.differentiation import Spread
from udfs.rules.supervision.escalation import PROPOSED
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Point
from workbook_templates.tables.schema import NOWHERE

KIND = "差异化"


def spread_proposals(judgement: Judgement, spread: Spread, present: Tables | None = None) -> list[Point]:
    """New rows for 加减分台账. A period that still runs is not judged: marks may be missing yet."""
    settings = judgement.facts.settings
    if spread.period.last > judgement.as_of or not settings.spread_points:
        return []
    made = {row.origin for row in (present or judgement.facts).points if row.origin}
    found = []
    for one in spread.scorers:
        key = f"{AUTOMATIC}R13:{one.scorer}:{spread.period.last}"
        if one.office and one.low and key not in made:
            fact = f"{spread.period.name} 打分差异化率 {one.rate.text()}，低于 {percent(settings.spread_bound)}"
            basis = f"差异化率 = {one.rate.definition}"
            points = -settings.spread_points
            found.append(Point(judgement.day, one.scorer, "", KIND, points, fact, basis, "", PROPOSED, "", None, key, NOWHERE))
    return found
