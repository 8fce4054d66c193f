"""What the bulletins of a period tell, besides 督办通报."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from udfs.papers.bulletins.assessment_bulletin import assessment_evidence, assessment_figures
from udfs.papers.bulletins.assessment_bulletin_texts import assessment_texts
from udfs.papers.bulletins.inspection_bulletin import inspection_evidence, inspection_figures
from udfs.papers.bulletins.inspection_bulletin_texts import inspection_texts, linked
from udfs.papers.bulletins.light_bulletin import light_bulletin_evidence, light_figures
from udfs.papers.bulletins.light_bulletin_texts import light_texts
from udfs.papers.bulletins.performance_bulletin import performance_evidence, performance_figures
from udfs.papers.bulletins.performance_bulletin_texts import performance_texts
from udfs.papers.bulletins.supervision_bulletin import named_items
from udfs.papers.bulletins.weekly import weekly_evidence, weekly_figures
from udfs.papers.bulletins.weekly_texts import weekly_texts
from udfs.papers.evidence import Evidence
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_words import Context, Heading
from workbook_templates.documents.kinds import KINDS


def drafted(
    kind: str, texts: Callable[[Heading], Context], evidence: Callable[[], Sequence[Evidence]], numbers: Iterable[str]
) -> list[Draft]:
    """The one draft of a bulletin; its figures for a program are those that it has rows for."""
    rows = evidence()
    return [Draft(texts, KINDS[kind].addressee, list(dict.fromkeys(numbers)), figures=told(rows), evidence=lambda: rows)]


def told(evidence: Sequence[Evidence]) -> dict[str, Any]:
    """The figures for a program: counts as numbers, rates with what they are made of."""
    return {one.name: figure(one) for one in evidence}


def figure(one: Evidence) -> object:
    if not isinstance(one.value, tuple):
        return int(one.value) if one.value.denominator == 1 else float(one.value)
    top, below = one.value
    return {"值": float(top / below) if below else None, "分子": float(top), "分母": float(below), "口径": one.definition}


def inspection(desk: Desk) -> list[Draft]:
    """抽查运行通报 of the judgement's period."""
    figures = inspection_figures(desk.judgement)
    return drafted(
        "抽查运行通报",
        lambda heading: inspection_texts(figures, heading, desk.phrases),
        lambda: inspection_evidence(figures),
        linked(figures),
    )


def lights(desk: Desk) -> list[Draft]:
    """亮灯通报 of the judgement's two months."""
    figures = light_figures(desk.judgement)
    named = {judged.item.number for judged in figures.company.items} | {one.judged.item.number for one in figures.tasks}
    return drafted(
        "亮灯通报",
        lambda heading: light_texts(figures, heading, desk.phrases),
        lambda: light_bulletin_evidence(figures),
        (judged.item.number for judged in desk.judgement.items if judged.item.number in named and judged.item.number),
    )


def assessment(desk: Desk) -> list[Draft]:
    """督办考核通报 of the judgement's half-year."""
    figures = assessment_figures(desk.judgement)
    named = [*named_items(figures.figures), *(judged.item for judged in (*figures.late, *figures.returned))]
    numbers = {item.number for item in named if item.number}
    return drafted(
        "督办考核通报",
        lambda heading: assessment_texts(figures, heading, desk.phrases),
        lambda: assessment_evidence(figures),
        (judged.item.number for judged in desk.judgement.items if judged.item.number in numbers),
    )


def performance(desk: Desk) -> list[Draft]:
    """绩效通报 of the judgement's quarter."""
    figures = performance_figures(desk.judgement)
    return drafted(
        "绩效通报",
        lambda heading: performance_texts(figures, heading, desk.phrases),
        lambda: performance_evidence(figures),
        (one.point.linked for _, one in figures.points if one.point.linked),
    )


def weekly(desk: Desk) -> list[Draft]:
    """周报 of the judgement's week."""
    figures = weekly_figures(desk.judgement)
    named = [judged.item.number for judged in (*figures.new, *figures.overdue, *figures.due_next)]
    return drafted("周报", lambda heading: weekly_texts(figures, heading), lambda: weekly_evidence(figures), filter(None, named))


BULLETINS: dict[str, Callable[[Desk], list[Draft]]] = {
    "亮灯通报": lights,
    "绩效通报": performance,
    "督办考核通报": assessment,
    "抽查运行通报": inspection,
    "周报": weekly,
}
"""Kind → its draft."""
