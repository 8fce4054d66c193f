"""The rows behind the figures of 督办通报."""

from collections.abc import Iterable

from udfs.papers.bulletins.supervision_bulletin import Approved, Figures
from udfs.papers.evidence import Behind, Evidence, about, counted, feedback_row, item_row, item_rows, of_rate, point_row
from udfs.rules.discretion import words_about
from udfs.rules.ground.figures import Exact, weight_of
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.supervision.supervision import YEARLY_TARGET, in_hand, in_time, is_closed, is_timed, takes_part, was_given
from udfs.rules.supervision.targets import Landing
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.lists import LISTS


def bulletin_evidence(figures: Figures) -> list[Evidence]:
    """Every figure of the bulletin with its rows, in the order in which it tells them."""
    judgement = figures.judgement
    settings, period = judgement.facts.settings, judgement.period
    taking = [judged for judged in judgement.items if takes_part(judged, settings)]
    mine = [judged for judged in taking if in_hand(judged, judgement)]
    given = [judged for judged in mine if period.contains(judged.item.issued or judged.item.registered)]
    running = [judged for judged in mine if not is_closed(judged, period.last)]
    timed = [judged for judged in taking if period.contains(judged.deadline.first) and is_timed(judged, judgement.as_of)]
    new = {judged.item.at for judged in given}
    done = {result: [judged for judged in figures.closed if judged.on_time is result] for result in (True, False, None)}
    planned = [judged for judged in timed if judged.item.origin == YEARLY_TARGET]
    carried = [judged for judged in mine if judged.item.at not in new]
    return [
        counted("督办", "上月结转加本月下达的事项；立项、暂缓、取消的不计", "事项", item_rows(mine, judgement)),
        counted("上月结转", "月初以前下达、月初以前没有办结的事项", "事项", item_rows(carried, judgement)),
        counted("本月下达", "下达日期（没有的看立项日期）在本月的事项", "事项", item_rows(given, judgement)),
        counted("办结", "本月督办的事项中月末以前办结的", "事项", item_rows(figures.closed, judgement)),
        counted("办结按期", "办结事项中不晚于考核时限的", "事项", item_rows(done[True], judgement)),
        counted("办结逾期", "办结事项中晚于考核时限的", "事项", item_rows(done[False], judgement)),
        counted("办结无时限", "办结事项中没有考核时限或日期的", "事项", item_rows(done[None], judgement)),
        counted("在办", "本月督办的事项中月末还没有办结的", "事项", item_rows(running, judgement)),
        counted("逾期", "在办事项中过了考核时限还没有办结的", "事项", item_rows(figures.overdue, judgement)),
        *light_evidence([judged for judged in judgement.items if judged.counts], judgement),
        of_rate("办结率", figures.company.closing, "事项", rated(((j, is_closed(j, period.last)) for j in mine), judgement)),
        of_rate("按期办结率", figures.company.on_time, "事项", rated(((j, in_time(j)) for j in timed), judgement)),
        of_rate("计划执行率", figures.company.plan, "事项", rated(((j, in_time(j)) for j in planned), judgement)),
        *feedback_evidence(figures),
        *landing_evidence(figures.landing),
        *decided_evidence(figures),
        counted("到期清单", "考核时限在下月的在办事项", "事项", item_rows(figures.due_next, judgement)),
    ]


def rated(items: Iterable[tuple[JudgedItem, bool]], judgement: Judgement) -> list[Behind]:
    """The rows of a rate; good: it is in the numerator."""
    return [item_row(judged, judgement, (int(good), 1)) for judged, good in items]


def light_evidence(items: Iterable[JudgedItem], judgement: Judgement) -> list[Evidence]:
    """The items of each light, and those without one."""
    items = list(items)
    rows = {light: [judged for judged in items if judged.light == light] for light in (*LISTS["灯"], "")}
    told = "期间内到期、逾期或办结的事项"
    return [
        counted("亮灯", told, "事项", item_rows(items, judgement)),
        *(
            counted(light or "未亮灯", f"{told}，{f'亮{light}' if light else '还没有灯'}的", "事项", item_rows(chosen, judgement))
            for light, chosen in rows.items()
        ),
    ]


def feedback_evidence(figures: Figures) -> list[Evidence]:
    """What was asked, given in time, late, missed."""
    judgement = figures.judgement
    rows = [(one.row, one.judged) for one in figures.asked]
    late = [(row, judged) for row, judged in rows if row.given is not None and not was_given(row)]
    told = "应反馈日期在本月、已经到期的反馈"

    def listed(chosen: Iterable[tuple[Feedback, JudgedItem]]) -> list[Behind]:
        return [feedback_row(row, judged, judgement) for row, judged in chosen]

    return [
        counted("应反馈", told, "反馈", listed(rows)),
        counted("按时反馈", f"{told}中当天或以前反馈的", "反馈", listed((r, j) for r, j in rows if was_given(r))),
        counted("迟反馈", f"{told}中迟报的", "反馈", listed(late)),
        counted("漏报", f"{told}中没有反馈的", "反馈", listed((r, j) for r, j in rows if r.given is None)),
        of_rate(
            "反馈及时率", figures.company.feedback, "反馈", [feedback_row(r, j, judgement, (int(was_given(r)), 1)) for r, j in rows]
        ),
    ]


def landing_evidence(landing: Landing) -> list[Evidence]:
    """The targets of the year."""

    def rows(weighed: bool, share: bool) -> list[Behind]:
        found = []
        for one in landing.targets:
            target, own = one.target, weight_of(one.target.weight)
            weight: Exact = own if weighed else 1
            cells = (target.number, target.theme, target.target, target.department, own, "是" if one.landed else "否", one.reason)
            found.append(Behind((weight if one.landed else 0, weight) if share else 1, cells, target.at))
        return found

    return [
        counted("目标", "当年目标（撤销的除外）", "目标", rows(False, False)),
        counted("落地", "已落地的目标", "目标", [row for row in rows(False, False) if row.cells[5] == "是"]),
        of_rate("落地率", landing.rate, "目标", rows(False, True)),
        of_rate("落地率按权重", landing.by_weight, "目标", rows(True, True)),
    ]


def decided_evidence(figures: Figures) -> list[Evidence]:
    """Changes, escalations and points."""
    judgement = figures.judgement

    def change(one: Approved) -> Behind:
        row = one.row
        reason = words_about(row.reason, one.judged, judgement.facts.settings)
        cells = (row.number, *about(one.judged, judgement), row.change, row.asked, row.approved, reason)
        return Behind(1, cells, row.at)

    points = [point_row(one.row, one.judged, judgement, one.row.points or 0) for one in figures.points]
    return [
        counted("变更清单", "本月批准的变更（升级除外）", "变更", map(change, figures.changes)),
        counted("升级清单", "本月批准升级为公司级的", "变更", map(change, figures.escalations)),
        counted("考核清单", "本月计分、已确认的督办考核（个人的不列）", "加减分", [row._replace(part=1) for row in points]),
        counted("考核分值", "各笔督办考核分值之和", "加减分", points),
    ]
