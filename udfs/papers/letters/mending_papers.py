"""整改意见书: the problems that one visit found in one department, each with what is asked, of whom and until when."""

from collections.abc import Sequence
from functools import partial

from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import NO_WORDS, contact_of, free_words, grouped, joined, numbered_rows, titled_by_company
from udfs.papers.paper_words import Context, Heading, long_day, short_day
from udfs.rules.ground.figures import number as number_text
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.inspection.inspection import PASSED
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.daily import Inspection, RiskPoint


def mending_drafts(desk: Desk) -> list[Draft]:
    """One a visit and department: rows that are not 合格 and ask for something, until it is done; with a period all found in it."""
    judgement = desk.judgement
    present = judgement.departments.present

    def is_asked(row: Inspection) -> bool:
        asked = row.number and row.department and row.result not in ("", PASSED) and (row.demand or row.mend_due)
        return bool(asked) and (not is_mended(row) if desk.period is None else desk.period.contains(row.day))

    groups = grouped(((row.number, present(row.department)), row) for row in judgement.facts.inspections if is_asked(row))
    return [
        Draft(
            partial(mending_texts, name, rows, judgement),
            name,
            [number],
            department=name,
            about=f"{name}_{number}",
            since=rows[0].day,
            reply_by=max((row.mend_due for row in rows if row.mend_due is not None), default=None),
        )
        for (number, name), rows in groups.items()
    ]


def mending_texts(name: str, rows: Sequence[Inspection], judgement: Judgement, heading: Heading) -> Context:
    """The opinion on one visit."""
    first = rows[0]
    points = {point.number: point for point in reversed(judgement.facts.risk_points) if point.number}
    return {
        **titled_by_company(heading, "整改意见书", judgement),
        **contact_of(judgement, judgement.facts.settings.performance_office),
        "被查单位": name,
        "抽查编号": first.number,
        "抽查日": long_day(first.day),
        "抽查层级": first.level or NO_WORDS,
        "抽查人": first.checker or NO_WORDS,
        "被查人": joined(list(dict.fromkeys(row.inspected for row in rows if row.inspected))),
        "问题": numbered_rows("问题", (problem_row(row, points.get(row.risk), judgement) for row in rows)),
    }


def problem_row(row: Inspection, point: RiskPoint | None, judgement: Judgement) -> Context:
    """One problem: where, what, what is asked."""
    mender = row.mender or (point.owner if point is not None else "")
    return {
        "风险编号": row.risk or NO_WORDS,
        "风险点": free_words(point.point, None, judgement) if point is not None else NO_WORDS,
        "结果": row.result,
        "问题": free_words(row.problem, None, judgement),
        "要求": free_words(row.demand, None, judgement),
        "整改责任人": mender or NO_WORDS,
        "整改时限": short_day(row.mend_due),
        "扣分": number_text(row.lost) if row.lost else "0",
    }
