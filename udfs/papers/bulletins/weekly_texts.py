"""The figures of 周报 as its template takes them: so many rows of each sort as one page holds, and how many there are in all."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from udfs.papers.bulletins.bulletin_words import counts, period_texts
from udfs.papers.bulletins.supervision_bulletin_lists import NO_NUMBER, reported_reason
from udfs.papers.bulletins.weekly import WeeklyFigures
from udfs.papers.paper_words import Context, Heading
from udfs.rules.discretion import WITHHELD, matter_of, words_about
from udfs.rules.ground.figures import BLANK
from udfs.rules.inspection.inspection import Checked
from udfs.rules.judging.judgement import JudgedItem
from workbook_templates.tables.daily import Indicator

SUBJECT = "督办工作周报"
ROOM = 12
"""Rows that the page holds, two lines each."""
LEAST = {"逾期": 3, "下周到期": 3, "新增": 2, "抽查": 1, "指标": 1}
"""Rows that each sort has a right to; what others leave goes to the first of these that has more."""
WIDE, NARROW = 26, 16
"""Characters of a matter and of a note that a row shows."""

Row = TypeVar("Row")


def weekly_texts(figures: WeeklyFigures, heading: Heading) -> Context:
    """Everything that a template of 周报 may hold; the names are those of its SHAPE."""
    lists = (figures.overdue, figures.due_next, figures.new, figures.checks, figures.indicators)
    room = allotted({sort: len(rows) for sort, rows in zip(LEAST, lists, strict=True)})
    return {
        **period_texts(figures.judgement, heading, SUBJECT),
        **counts(
            {
                "在办": len(figures.running),
                "新增": len(figures.new),
                "办结": len(figures.closed),
                "下周到期": len(figures.due_next),
                "逾期": len(figures.overdue),
                "指标变动": len(figures.indicators),
                "抽查次数": figures.visits,
                "抽查问题": len(figures.problems),
            }
        ),
        "新增表": shown(room["新增"], figures.new, lambda judged: item_row(judged, figures, due_text(judged))),
        "到期表": shown(room["下周到期"], figures.due_next, lambda judged: item_row(judged, figures, due_text(judged))),
        "逾期表": shown(room["逾期"], figures.overdue, lambda judged: item_row(judged, figures, overdue_text(judged, figures))),
        "指标表": shown(room["指标"], figures.indicators, lambda row: indicator_texts(row, figures)),
        "抽查表": shown(room["抽查"], figures.checks, lambda one: check_texts(one, figures)),
    }


def allotted(counted: Mapping[str, int]) -> dict[str, int]:
    """How many rows of each sort are shown; a sort without any takes a line that says so."""
    given = {sort: min(counted[sort], least) for sort, least in LEAST.items()}
    left = ROOM - sum(max(rows, 1) for rows in given.values())
    for sort in LEAST:
        more = min(counted[sort] - given[sort], left)
        given[sort] += more
        left -= more
    return given


def shown(most: int, rows: Sequence[Row], told: Callable[[Row], Context]) -> Context:
    """The first rows of a sort, and how many more there are."""
    return {"行": [told(row) for row in rows[:most]], "另有": str(len(rows) - most) if len(rows) > most else ""}


def item_row(judged: JudgedItem, figures: WeeklyFigures, note: str) -> Context:
    settings = figures.judgement.facts.settings
    return {
        "编号": judged.item.number or NO_NUMBER,
        "事项": cut(matter_of(judged.item, settings), WIDE),
        "部门": judged.department,
        "责任人": judged.item.responsible if settings.named_in_bulletin == "责任人" else "",
        "情况": cut(note, NARROW),
    }


def due_text(judged: JudgedItem) -> str:
    first = judged.deadline.first
    return f"{first.month}月{first.day}日到期" if first else "没有时限"


def overdue_text(judged: JudgedItem, figures: WeeklyFigures) -> str:
    first, judgement = judged.deadline.first, figures.judgement
    reason = words_about(reported_reason(judged, judgement), judged, judgement.facts.settings)
    days = f"逾期{(judgement.day - first).days}天" if first else "逾期"
    return f"{days}，{reason}" if reason else f"{days}，未报原因"


def indicator_texts(row: Indicator, figures: WeeklyFigures) -> Context:
    settings = figures.judgement.facts.settings
    day = row.done or row.due
    when = f"{day.month}月{day.day}日" if day else BLANK
    return {
        "编号": row.number,
        "事项": cut(words_about(row.name, None, settings) or WITHHELD, WIDE),
        "部门": row.department,
        "责任人": "",
        "情况": f"{when}完成" if row.done else f"时限{when}，未完成",
    }


def check_texts(one: Checked, figures: WeeklyFigures) -> Context:
    row, settings = one.row, figures.judgement.facts.settings
    point = one.risk.point.point if one.risk else ""
    about = row.problem or point or row.demand
    return {
        "编号": row.number,
        "事项": cut(words_about(about, None, settings) or WITHHELD, WIDE),
        "部门": row.department,
        "责任人": "",
        "情况": f"{row.level}抽查，{row.result or '结果未填'}",
    }


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 2] + "……"
