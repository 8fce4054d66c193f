"""What each kind of paper tells: the drafts of a run, made from the figures and rows of the rules."""

from collections.abc import Callable
from typing import Any

from udfs.papers.bulletin_contents import BULLETINS
from udfs.papers.bulletins.supervision_bulletin import Figures, figures_of, named_items
from udfs.papers.bulletins.supervision_bulletin_evidence import bulletin_evidence
from udfs.papers.bulletins.supervision_bulletin_texts import bulletin_texts
from udfs.papers.letters.decided_papers import letter_drafts, reminder_drafts, talk_drafts, warning_drafts
from udfs.papers.letters.handover import handover_drafts
from udfs.papers.letters.mending_papers import mending_drafts
from udfs.papers.letters.order_papers import closing_drafts, order_drafts
from udfs.papers.letters.personal_papers import personal_drafts
from udfs.papers.letters.statements import statement_drafts
from udfs.papers.paper_drafts import Desk, Draft
from udfs.rules.ground.figures import rate_figures
from workbook_templates.documents.kinds import KINDS


def bulletin(desk: Desk) -> list[Draft]:
    """督办通报 of the judgement's month."""
    figures = figures_of(desk.judgement)
    linked = [item.number for item in named_items(figures)]
    return [
        Draft(
            lambda heading: bulletin_texts(figures, heading),
            KINDS["督办通报"].addressee,
            linked,
            figures=figures_told(figures),
            evidence=lambda: bulletin_evidence(figures),
        )
    ]


def figures_told(figures: Figures) -> dict[str, Any]:
    """The figures of the month, for a program."""
    counts, feedback, company = figures.counts, figures.feedback, figures.company
    return {
        "督办": counts.total,
        "上月结转": counts.carried,
        "本月下达": counts.given,
        "办结": counts.closed,
        "在办": counts.open,
        "逾期": counts.overdue,
        "应反馈": feedback.due,
        "漏报": feedback.missed,
        "灯": dict(zip(("绿灯", "黄灯", "红灯", "蓝灯"), figures.lights.values(), strict=True)),
        "变更": len(figures.changes),
        "升级": len(figures.escalations),
        "督办考核": len(figures.points),
        "下月到期": len(figures.due_next),
        "办结率": rate_figures(company.closing),
        "按期办结率": rate_figures(company.on_time),
        "反馈及时率": rate_figures(company.feedback),
        "落地率": rate_figures(figures.landing.rate),
        "部门": len(figures.departments),
    }


CONTENTS: dict[str, Callable[[Desk], list[Draft]]] = {
    "督办通报": bulletin,
    **BULLETINS,
    "督办单": order_drafts,
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
