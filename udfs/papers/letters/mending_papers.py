"""整改意见书: the problems that one visit found in one department, each with what is asked, of whom and until when."""

from collections.abc import Sequence

from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import NO_WORDS, contact_of, joined, numbered_rows, people_names
from udfs.papers.paper_words import Context, Heading, heading_texts, long_day, short_day
from udfs.rules.discretion import WITHHELD, words_about
from udfs.rules.ground.figures import number
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.inspection.inspection import PASSED
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.daily import Inspection, RiskPoint


def mending_drafts(desk: Desk) -> list[Draft]:
    """One a visit and department: rows that are not 合格 and ask for something, until it is done; with a period all found in it."""
    groups: dict[tuple[str, str], list[Inspection]] = {}
    for row in desk.judgement.facts.inspections:
        asked = row.number and row.department and row.result and row.result != PASSED and (row.demand or row.mend_due)
        if asked and (not is_mended(row) if desk.period is None else desk.period.contains(row.day)):
            groups.setdefault((row.number, desk.judgement.departments.present(row.department)), []).append(row)
    return [mending_draft(name, rows, desk.judgement) for (_, name), rows in groups.items()]


def mending_draft(name: str, rows: Sequence[Inspection], judgement: Judgement) -> Draft:
    dues = [row.mend_due for row in rows if row.mend_due is not None]
    return Draft(
        lambda heading: mending_texts(name, rows, judgement, heading),
        name, [rows[0].number], department=name, about=f"{name}_{rows[0].number}", since=rows[0].day, reply_by=max(dues, default=None),
    )  # fmt: skip


def mending_texts(name: str, rows: Sequence[Inspection], judgement: Judgement, heading: Heading) -> Context:
    """The opinion on one visit."""
    first, settings = rows[0], judgement.facts.settings
    points = {point.number: point for point in reversed(judgement.facts.risk_points) if point.number}
    return {
        **heading_texts(heading, f"{settings.company or heading.issuer}整改意见书", people_names(judgement)),
        **contact_of(judgement, settings.performance_office),
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
    settings = judgement.facts.settings

    def words(text: str) -> str:
        return words_about(text, None, settings) or (WITHHELD if text else NO_WORDS)

    mender = row.mender or (point.owner if point is not None else "")
    return {
        "风险编号": row.risk or NO_WORDS,
        "风险点": words(point.point) if point is not None else NO_WORDS,
        "结果": row.result,
        "问题": words(row.problem),
        "要求": words(row.demand),
        "整改责任人": mender or NO_WORDS,
        "整改时限": short_day(row.mend_due),
        "扣分": number(row.lost) if row.lost else "0",
    }
