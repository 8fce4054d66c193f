"""The rows behind the figures of 督办通报, and of 督办考核通报, which counts the same over a longer period."""

from collections.abc import Iterable
from typing import NamedTuple

from udfs.papers.bulletins.supervision_bulletin import Figures, Missed, is_new, items_in_hand, parted, timed_items
from udfs.papers.evidence import Behind, Evidence, about, counted, counted_items, feedback_row, item_row, of_rate, point_row
from udfs.papers.paper_matters import About
from udfs.rules.discretion import words_about
from udfs.rules.ground.figures import Exact, weight_of
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.supervision.supervision import YEARLY_TARGET, in_time, is_closed, was_given
from udfs.rules.supervision.targets import Landing
from workbook_templates.tables.daily import Change
from workbook_templates.tables.lists import LISTS


class Words(NamedTuple):
    """How definitions call the period, the ones around it, and its first and last day."""

    this: str
    last: str
    next: str
    start: str
    end: str


MONTH = Words("本月", "上月", "下月", "月初", "月末")
TERM = Words("本期", "上期", "下期", "期初", "期末")


def bulletin_evidence(figures: Figures, words: Words = MONTH) -> list[Evidence]:
    """Every figure of the bulletin with its rows, in the order in which it tells them."""
    judgement, period = figures.judgement, figures.judgement.period
    mine, timed = items_in_hand(judgement), timed_items(judgement)
    _, running = parted(mine, judgement)

    def of_items(name: str, definition: str, items: Iterable[JudgedItem]) -> Evidence:
        return counted_items(name, definition, items, judgement)

    def closed(result: bool | None) -> list[JudgedItem]:
        return [judged for judged in figures.closed if judged.on_time is result]

    carried, given = f"{words.last}结转", f"{words.this}下达"
    early = f"{words.start}以前下达、{words.start}以前没有办结的事项"
    planned = [judged for judged in timed if judged.item.origin == YEARLY_TARGET]
    return [
        of_items("督办", f"{carried}加{given}的事项；立项、暂缓、取消的不计", mine),
        of_items(carried, early, (judged for judged in mine if not is_new(judged, judgement))),
        of_items(given, f"下达日期（没有的看立项日期）在{words.this}的事项", (one for one in mine if is_new(one, judgement))),
        of_items("办结", f"{words.this}督办的事项中{words.end}以前办结的", figures.closed),
        of_items("办结按期", "办结事项中不晚于考核时限的", closed(True)),
        of_items("办结逾期", "办结事项中晚于考核时限的", closed(False)),
        of_items("办结无时限", "办结事项中没有考核时限或日期的", closed(None)),
        of_items("在办", f"{words.this}督办的事项中{words.end}还没有办结的", running),
        of_items("逾期", "在办事项中过了考核时限还没有办结的", figures.overdue),
        *light_evidence([judged for judged in judgement.items if judged.counts], judgement),
        of_rate("办结率", figures.company.closing, "事项", rated(((one, is_closed(one, period.last)) for one in mine), judgement)),
        of_rate("按期办结率", figures.company.on_time, "事项", rated(((one, in_time(one)) for one in timed), judgement)),
        of_rate("计划执行率", figures.company.plan, "事项", rated(((one, in_time(one)) for one in planned), judgement)),
        *feedback_evidence(figures, words),
        *landing_evidence(figures.landing),
        *decided_evidence(figures, words),
        of_items("到期清单", f"考核时限在{words.next}的在办事项", figures.due_next),
    ]


def rated(items: Iterable[tuple[JudgedItem, bool]], judgement: Judgement) -> list[Behind]:
    """The rows of a rate; good: it is in the numerator."""
    return [item_row(judged, judgement, (int(good), 1)) for judged, good in items]


def light_evidence(items: Iterable[JudgedItem], judgement: Judgement) -> list[Evidence]:
    """The items of each light, and those without one."""
    items, told = list(items), "期间内到期、逾期或办结的事项"
    found = [counted_items("亮灯", told, items, judgement)]
    for light in (*LISTS["灯"], ""):
        definition = f"{told}，{f'亮{light}' if light else '还没有灯'}的"
        found.append(counted_items(light or "未亮灯", definition, (one for one in items if one.light == light), judgement))
    return found


def feedback_evidence(figures: Figures, words: Words) -> list[Evidence]:
    """What was asked, given in time, late, missed."""
    asked, told = figures.asked, f"应反馈日期在{words.this}、已经到期的反馈"

    def listed(chosen: Iterable[Missed]) -> list[Behind]:
        return [feedback_row(one.row, one.judged, figures.judgement) for one in chosen]

    in_time = [(one, int(was_given(one.row))) for one in asked]
    timely = [feedback_row(one.row, one.judged, figures.judgement, (good, 1)) for one, good in in_time]
    return [
        counted("应反馈", told, "反馈", listed(asked)),
        counted("按时反馈", f"{told}中当天或以前反馈的", "反馈", listed(one for one, good in in_time if good)),
        counted("迟反馈", f"{told}中迟报的", "反馈", listed(one for one, good in in_time if not good and one.row.given is not None)),
        counted("漏报", f"{told}中没有反馈的", "反馈", listed(one for one in asked if one.row.given is None)),
        of_rate("反馈及时率", figures.company.feedback, "反馈", timely),
    ]


def landing_evidence(landing: Landing) -> list[Evidence]:
    """The targets of the year."""

    def rows(weighed: bool = False, share: bool = False, *, landed_only: bool = False) -> list[Behind]:
        found = []
        for one in landing.targets:
            target, own = one.target, weight_of(one.target.weight)
            weight: Exact = own if weighed else 1
            cells = (target.number, target.theme, target.target, target.department, own, "是" if one.landed else "否", one.reason)
            if one.landed or not landed_only:
                found.append(Behind((weight if one.landed else 0, weight) if share else 1, cells, target.at))
        return found

    return [
        counted("目标", "当年目标（撤销的除外）", "目标", rows()),
        counted("落地", "已落地的目标", "目标", rows(landed_only=True)),
        of_rate("落地率", landing.rate, "目标", rows(share=True)),
        of_rate("落地率按权重", landing.by_weight, "目标", rows(weighed=True, share=True)),
    ]


def decided_evidence(figures: Figures, words: Words) -> list[Evidence]:
    """Changes, escalations and points."""
    judgement = figures.judgement

    def change(one: About[Change]) -> Behind:
        row = one.row
        reason = words_about(row.reason, one.judged, judgement.facts.settings)
        return Behind(1, (row.number, *about(one.judged, judgement), row.change, row.asked, row.approved, reason), row.at)

    points = [point_row(one.row, one.judged, judgement, one.row.points or 0) for one in figures.points]
    each = [row._replace(part=1) for row in points]
    return [
        counted("变更清单", f"{words.this}批准的变更（升级除外）", "变更", map(change, figures.changes)),
        counted("升级清单", f"{words.this}批准升级为公司级的", "变更", map(change, figures.escalations)),
        counted("考核清单", f"{words.this}计分、已确认的督办考核（个人的不列）", "加减分", each),
        counted("考核分值", "各笔督办考核分值之和", "加减分", points),
    ]
