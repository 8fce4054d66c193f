"""What 抽查运行通报 and 绩效通报 say of 制度措施: those of the period with their state, and those that are overdue, on 基准日."""

from udfs.papers.bulletins.bulletin_words import listed
from udfs.papers.evidence import Behind, Evidence, counted
from udfs.papers.paper_matters import said_of
from udfs.papers.paper_words import Context, chinese_period, counts, long_day, short_day
from udfs.rules.discretion import WITHHELD, words_about
from udfs.rules.ground.figures import BLANK
from udfs.rules.judging.judgement import Judgement
from udfs.rules.supervision.improvements import MEASURE, REGULATION, of_period, overdue, state_of
from workbook_templates.tables.daily import Improvement

PERIOD_MEASURES, LATE_MEASURES = "制度措施清单", "措施逾期清单"


def improvement_texts(judgement: Judgement) -> Context:
    """Two lists, and how many regulations and measures the first one has."""
    rows, late = of_period(judgement.facts.improvements, judgement.period), overdue(judgement.facts.improvements, judgement.as_of)
    period = chinese_period(judgement.period)
    kinds = [row.kind for row in rows]
    return {
        **counts({REGULATION: kinds.count(REGULATION), MEASURE: kinds.count(MEASURE)}),
        PERIOD_MEASURES: listed(PERIOD_MEASURES, f"{period}修订制度和新增措施清单", [improvement_row(row, judgement) for row in rows]),
        LATE_MEASURES: listed(LATE_MEASURES, "逾期未完成的制度和措施清单", [improvement_row(row, judgement) for row in late]),
    }


def improvement_row(row: Improvement, judgement: Judgement) -> Context:
    settings = judgement.facts.settings
    return {
        "编号": row.number,
        "日期": short_day(row.day),
        "日": long_day(row.day),
        "类别": row.kind,
        "名称": said_of(row.name, None, settings) or WITHHELD,
        "缘由": row.origin,
        "部门": judgement.departments.present(row.department) or BLANK,
        "时限": short_day(row.due),
        "时限日": long_day(row.due),
        "状态": state_of(row, judgement.as_of),
    }


def improvement_evidence(judgement: Judgement) -> list[Evidence]:
    """The counts with their rows."""
    rows, late = of_period(judgement.facts.improvements, judgement.period), overdue(judgement.facts.improvements, judgement.as_of)

    def behind(row: Improvement) -> Behind:
        name = words_about(row.name, None, judgement.facts.settings) or WITHHELD
        cells = (row.number, row.day, row.kind, name, row.origin, row.linked, row.department, row.due, row.done)
        return Behind(1, cells, row.at)

    return [
        counted(REGULATION, "日期在期间里的制度", "制度措施", [behind(row) for row in rows if row.kind == REGULATION]),
        counted(MEASURE, "日期在期间里的措施", "制度措施", [behind(row) for row in rows if row.kind == MEASURE]),
        counted(PERIOD_MEASURES, "日期在期间里的制度和措施", "制度措施", map(behind, rows)),
        counted(LATE_MEASURES, "完成时限早于基准日、没有完成日期的制度和措施", "制度措施", map(behind, late)),
    ]
