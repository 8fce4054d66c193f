"""The lists of 督办通报 as its template takes them: rows of texts, numbered, with an annex where they are long.

A list of up to SHORT rows is told in the text, a longer one goes into an annex. No person is named unless 通报点名 says so.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from udfs.papers.bulletins.supervision_bulletin import Approved, Assessed, Figures
from udfs.papers.paper_words import Context, chinese_day, chinese_period
from udfs.rules.discretion import WITHHELD, is_secret, matter_of, words_about
from udfs.rules.ground.change_values import date_in
from udfs.rules.ground.figures import BLANK, number
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.marks import Figure

SHORT = 6
"""Rows that a list in the text may have."""
NO_NUMBER = "（未编号）"

def lists_of(figures: Figures) -> Context:
    """Every list, with its rows, in the order of the annexes."""
    month, following = chinese_period(figures.judgement.period), chinese_period(figures.next)
    points = sum((one.row.points or 0 for one in figures.points), start=0)
    return {
        "办结清单": listed("办结清单", f"{month}办结事项清单", [closed_row(one, figures) for one in figures.closed]),
        "逾期清单": listed("逾期清单", f"{month}逾期未办结事项清单", [overdue_row(one, figures) for one in figures.overdue]),
        "漏报清单": missed_list(figures),
        "变更清单": {
            **listed("变更清单", f"{month}批准变更清单", [change_row(one, figures) for one in figures.changes]),
            "分类": tally(one.row.change for one in figures.changes),
        },
        "升级清单": listed("升级清单", f"{month}升级事项清单", [escalation_row(one, figures) for one in figures.escalations]),
        "考核清单": {
            **listed("考核清单", f"{month}督办考核清单", [point_row(one, figures) for one in figures.points]),
            "分值": Figure("考核分值", points, number(points)),
        },
        "到期清单": {
            **listed("到期清单", f"{following}到期事项清单", [next_row(one, figures) for one in figures.due_next]),
            "分部门": tally(one.department for one in figures.due_next),
        },
    }


def listed(name: str, title: str, rows: list[Context]) -> Context:
    """A list: its count, its rows numbered, its annex number where it is long (given in `numbered`)."""
    for place, row in enumerate(rows, 1):
        row["序号"] = Figure(name, place, role="row")
    return {"条数": Figure(name, len(rows)), "标题": title, "附件": "附件" if len(rows) > SHORT else "", "行": rows}


def numbered(lists: Context) -> list[Context]:
    """Give the long lists their annex numbers (none where there is but one), and tell what 附件说明 says."""
    long = [one for one in lists.values() if one.get("附件")]
    for place, one in enumerate(long, 1):
        one["附件"] = f"附件{place}" if len(long) > 1 else "附件"
    return [{"说明": f"{place}．{one['标题']}" if len(long) > 1 else one["标题"]} for place, one in enumerate(long, 1)]


def tally(words: Iterable[str]) -> str:
    """运检部5项、营销部3项, in the order in which they come."""
    return "、".join(f"{word}{count}项" for word, count in Counter(words).items())


def item_texts(judged: JudgedItem | None, judgement: Judgement, number_: str = "") -> Context:
    """What every list says of an item."""
    if judged is None:
        return {"编号": number_ or NO_NUMBER, "事项": BLANK, "部门": BLANK, "责任人": "", "时限": BLANK, "时限日": BLANK}
    settings = judgement.facts.settings
    return {
        "编号": judged.item.number or NO_NUMBER,
        "事项": matter_of(judged.item, settings),
        "部门": judged.department,
        "责任人": judged.item.responsible if settings.named_in_bulletin == "责任人" else "",
        "时限": day_text(judged.deadline.first),
        "时限日": long_day(judged.deadline.first),
    }


def long_day(day: dt.date | None) -> str:
    """A day in running text."""
    return BLANK if day is None else chinese_day(day)


def day_text(day: dt.date | None) -> str:
    return BLANK if day is None else day.isoformat()


def closed_row(judged: JudgedItem, figures: Figures) -> Context:
    first, done = judged.deadline.first, judged.on_time_date
    late = f"逾期{(done - first).days}天" if first is not None and done is not None else ""
    result = {True: "按期", False: late, None: "没有时限" if first is None else "没有日期"}[judged.on_time]
    closed = judged.item.closed
    return {**item_texts(judged, figures.judgement), "办结日期": day_text(closed), "办结日": long_day(closed), "结果": result}


def overdue_row(judged: JudgedItem, figures: Figures) -> Context:
    first, day = judged.deadline.first, figures.judgement.day
    return {
        **item_texts(judged, figures.judgement),
        "天数": str((day - first).days) if first is not None else BLANK,
        "原因": words_about(reported_reason(judged, figures.judgement), judged, figures.judgement.facts.settings),
    }


def reported_reason(judged: JudgedItem, judgement: Judgement) -> str:
    """未按期原因 of the latest feedback given by the judged day that has one."""
    day = judgement.day
    rows = [
        row
        for row in judgement.facts.feedback
        if row.number == judged.item.number and row.late_reason and row.given is not None and row.given <= day
    ]
    return max(rows, key=lambda row: row.given or day).late_reason if rows else ""


def missed_list(figures: Figures) -> Context:
    """One row a department, with the numbers of its items."""
    groups: dict[str, list[str]] = {}
    for one in figures.missed:
        groups.setdefault(one.judged.department, []).append(one.row.number)
    rows = [
        {"序号": str(place), "部门": name, "次数": Figure("漏报清单", len(numbers), role="part"), "编号": repeated(numbers)}
        for place, (name, numbers) in enumerate(groups.items(), 1)
    ]
    return {"条数": Figure("漏报清单", len(figures.missed)), "附件": "", "行": rows}


def repeated(numbers: Iterable[str]) -> str:
    """2026-0101、2026-0102（2次）."""
    return "、".join(f"{name}（{count}次）" if count > 1 else name for name, count in Counter(numbers).items())


def change_row(one: Approved, figures: Figures) -> Context:
    change = one.row
    return {
        **item_texts(one.judged, figures.judgement, change.number),
        "变更": change.change,
        "批准日期": day_text(change.approved or change.asked),
        "批准日": long_day(change.approved or change.asked),
        "说明": change_note(one, figures),
    }


def change_note(one: Approved, figures: Figures) -> str:
    """From which date to which, and the reason. Other old and new values may be names of persons, and stay in the ledger."""
    old, new = date_in(one.row.old), date_in(one.row.new)
    moved = f"时限由{chinese_day(old)}改为{chinese_day(new)}" if old and new else f"时限改为{chinese_day(new)}" if new else ""
    reason = words_about(one.row.reason, one.judged, figures.judgement.facts.settings)
    stage = f"阶段“{one.row.stage}”" if one.row.stage and words_about(one.row.stage, one.judged, figures.judgement.facts.settings) else ""
    return "，".join(part for part in (stage + moved, reason) if part)


def escalation_row(one: Approved, figures: Figures) -> Context:
    day = one.row.approved or one.row.asked
    return {**item_texts(one.judged, figures.judgement, one.row.number), "批准日期": day_text(day), "批准日": long_day(day)}


def point_row(one: Assessed, figures: Figures) -> Context:
    """A point with its fact; of a secret item only number and department."""
    point, settings = one.row, figures.judgement.facts.settings
    points = point.points or 0
    secret = one.judged is not None and is_secret(one.judged.item, settings)
    return {
        "日期": day_text(point.day),
        "部门": point.department or BLANK,
        "编号": point.linked,
        "事由": WITHHELD if secret else words_about(point.fact, one.judged, settings) or WITHHELD,
        "分值": Figure("考核分值", points, number(points), "part"),
    }


def next_row(judged: JudgedItem, figures: Figures) -> Context:
    return {**item_texts(judged, figures.judgement), "级别": judged.level}
