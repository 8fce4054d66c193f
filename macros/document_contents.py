"""What each kind of paper tells: its context for the template, the numbers it names, its figures for a program."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from macros.refresh import rate_figures
from udfs.rules.bulletin import Figures, figures_of, named_items
from udfs.rules.bulletin_texts import bulletin_texts
from udfs.rules.paper_words import Context, Heading
from udfs.rules.status import Judgement


class Content(NamedTuple):
    """linked: the numbers for 关联编号, in the order of the ledger."""

    context: Context
    linked: list[str]
    figures: Mapping[str, Any]


def bulletin(judgement: Judgement, heading: Heading) -> Content:
    """督办通报 of the judgement's month."""
    figures = figures_of(judgement)
    return Content(bulletin_texts(figures, heading), [item.number for item in named_items(figures)], figures_told(figures))


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


CONTENTS: dict[str, Callable[[Judgement, Heading], Content]] = {"督办通报": bulletin}
"""Kind → what it tells; the keys are those of documents.kinds.KINDS."""
