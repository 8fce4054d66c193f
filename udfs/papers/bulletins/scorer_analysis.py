"""The annex of 绩效通报 that has a part for each 考评部门: what it found in the units it scored, and what it advises.

Nothing of what it gave is told, only 存在问题 and 改进建议 of its marks of the period (§4)."""

from collections.abc import Iterable

from udfs.papers.evidence import Behind, Evidence, counted
from udfs.papers.paper_matters import said_of
from udfs.papers.paper_words import Context
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.period_rows import mark_key, rows_of_period
from udfs.rules.judging.judgement import Judgement
from workbook_templates.documents.marks import Figure
from workbook_templates.tables.performance import Mark

ANALYSIS = "考评分析"


def scorer_analysis(judgement: Judgement, title: str) -> Context:
    """The annex; without any row it is none. By 部门.排序 of the scorers, within one of the units."""
    by_scorer = grouped((judgement.departments.present(row.scorer), row) for row in told_rows(judgement))
    parts = [part_of(name, rows, judgement) for name, rows in by_scorer.items()]
    count = sum(len(part["行"]) for part in parts)
    return {"条数": Figure(ANALYSIS, count), "标题": title, "附件": "附件" if parts else "", "行": parts}


def analysis_evidence(judgement: Judgement) -> Evidence:
    """The rows behind the number of findings."""
    present = judgement.departments.present
    rows = (Behind(1, (present(row.scorer), *words_of(row, judgement).values()), row.at) for row in told_rows(judgement))
    return counted(ANALYSIS, "写了存在问题或改进建议的考评打分", "考评意见", rows)


def told_rows(judgement: Judgement) -> list[Mark]:
    """The rows of 考评打分 of the period with 存在问题 or 改进建议, scored or not, in the order of the annex."""
    facts, present, order = judgement.facts, judgement.departments.present, judgement.departments.order
    rows = rows_of_period(facts.marks, judgement.period, mark_key(present), facts.settings.month_end)
    said = (row for row in rows if row.problems or row.advice)
    return sorted(said, key=lambda row: (order(present(row.scorer)), order(present(row.unit)), row.matter, row.at.row))


def words_of(row: Mark, judgement: Judgement) -> dict[str, str]:
    """What may be told of one row."""
    settings = judgement.facts.settings
    return {
        "项目": said_of(row.matter, None, settings) or WITHHELD,
        "单位": judgement.departments.present(row.unit),
        "问题": row.problems and (said_of(row.problems, None, settings) or WITHHELD),
        "建议": row.advice and (said_of(row.advice, None, settings) or WITHHELD),
    }


def part_of(name: str, rows: Iterable[Mark], judgement: Judgement) -> Context:
    """What one 考评部门 found."""
    told = [words_of(row, judgement) for row in rows]
    return {"名称": name, "单位数": str(len({row["单位"] for row in told})), "行": told}
