"""What each kind of paper tells: a line a kind. How its template looks is in workbook_templates/documents/kinds.py."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

from udfs.papers.bulletins.assessment_bulletin import assessment_evidence, assessment_figures, assessment_linked, assessment_texts
from udfs.papers.bulletins.inspection_bulletin import inspection_evidence, inspection_figures, inspection_linked, inspection_texts
from udfs.papers.bulletins.light_bulletin import light_bulletin_evidence, light_figures, light_linked, light_texts
from udfs.papers.bulletins.performance_bulletin import performance_evidence, performance_figures, performance_linked
from udfs.papers.bulletins.performance_bulletin_texts import performance_texts
from udfs.papers.bulletins.praise_bulletin import approved_rows, praise_evidence, praise_figures, praise_linked, praise_texts
from udfs.papers.bulletins.supervision_bulletin import bulletin_linked, figures_of
from udfs.papers.bulletins.supervision_bulletin_evidence import bulletin_evidence
from udfs.papers.bulletins.supervision_bulletin_texts import bulletin_texts, figures_told
from udfs.papers.bulletins.weekly import weekly_evidence, weekly_figures, weekly_linked, weekly_texts
from udfs.papers.evidence import Evidence, evidence_told
from udfs.papers.letters.advice_papers import advice_drafts
from udfs.papers.letters.decided_papers import letter_drafts, reminder_drafts, talk_drafts, warning_drafts
from udfs.papers.letters.handover import handover_drafts
from udfs.papers.letters.instruction_papers import instruction_drafts
from udfs.papers.letters.order_papers import closing_drafts, mending_drafts, order_drafts
from udfs.papers.letters.personal_papers import personal_drafts
from udfs.papers.letters.statements import statement_drafts
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_words import Context, Heading
from udfs.rules.judging.judgement import Judgement
from workbook_templates.documents.kinds import KINDS
from workbook_templates.documents.phrases import Phrases

Drafts: TypeAlias = Callable[[Desk], list[Draft]]
Figures = TypeVar("Figures")


def bulletin(
    figures_of: Callable[[Judgement], Figures],
    texts: Callable[[Figures, Heading, Phrases], Context],
    evidence: Callable[[Figures], Sequence[Evidence]],
    linked: Callable[[Figures], Iterable[str]],
    told: Callable[[Figures], dict[str, Any]] | None = None,
    named: Callable[[Figures], Sequence[str]] = lambda _: (),
) -> Drafts:
    """The one draft of a bulletin. linked: the numbers of what it names; told: its figures for a program, None: those that have rows;
    named: the persons whom it names on purpose."""

    def drafts(desk: Desk) -> list[Draft]:
        figures = figures_of(desk.judgement)
        rows = evidence(figures)
        return [
            Draft(
                lambda heading: texts(figures, heading, desk.phrases),
                linked=list(dict.fromkeys(filter(None, linked(figures)))),
                figures=told(figures) if told else evidence_told(rows),
                named=named(figures),
                evidence=lambda: rows,
            )
        ]

    return drafts


def praise_drafts(desk: Desk) -> list[Draft]:
    """表扬通报, where anything was approved in the period."""
    told = bulletin(praise_figures, praise_texts, praise_evidence, praise_linked)
    return told(desk) if approved_rows(desk.judgement) else []


PAPERS: dict[str, Drafts] = {
    "督办通报": bulletin(figures_of, bulletin_texts, bulletin_evidence, bulletin_linked, figures_told),
    "亮灯通报": bulletin(light_figures, light_texts, light_bulletin_evidence, light_linked),
    "绩效通报": bulletin(
        performance_figures, performance_texts, performance_evidence, performance_linked, named=lambda figures: figures.excellent
    ),
    "督办考核通报": bulletin(assessment_figures, assessment_texts, assessment_evidence, assessment_linked),
    "抽查运行通报": bulletin(inspection_figures, inspection_texts, inspection_evidence, inspection_linked),
    "周报": bulletin(weekly_figures, weekly_texts, weekly_evidence, weekly_linked),
    "表扬通报": praise_drafts,
    "工作建议书": advice_drafts,
    "督办单": order_drafts,
    "批示办理单": instruction_drafts,
    "办结报告": closing_drafts,
    "督办函": letter_drafts,
    "提醒单": reminder_drafts,
    "约谈通知": talk_drafts,
    "预警信息单": warning_drafts,
    "整改意见书": mending_drafts,
    "个人绩效反馈单": personal_drafts,
    "对账单": statement_drafts,
    "交接清单": handover_drafts,
}
"""Kind → its drafts; the keys are those of documents.kinds.KINDS."""


def drafts_of(kind: str, desk: Desk) -> list[Draft]:
    """The papers of a kind that a run makes; one that goes to all is addressed to whom the kind says."""
    return [draft if draft.addressee else draft._replace(addressee=KINDS[kind].addressee) for draft in PAPERS[kind](desk)]
