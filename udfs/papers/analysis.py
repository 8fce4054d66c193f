"""Analysis in plain words: what rose and fell since the last closed period, who leads, who is behind and why, what shone.

The rules decide which situation holds, on the figures as they are printed; the words are the office's (模板/分析语句.docx).
Equal figures never rise or fall, a tie has no single leader, and without a closed period nothing is said about change.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from udfs.papers.paper_matters import days_late, items_by_number, said_of
from udfs.papers.paper_words import chinese_period
from udfs.papers.published_figures import Score
from udfs.rules.ground.figures import Exact, Rate, fixed, number, percent, round_half_up
from udfs.rules.ground.periods import Period
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases, Sentence

Said: TypeAlias = list[dict[str, Sentence]]
"""Sentences as a template takes them: rows with 句."""
MOST = 3
"""Departments that a sentence about rise or fall names; more where they are equal."""
HIGHLIGHTS = 8


def changed_score(say: Phrases, name: str, now: Figure | str, before: str, difference: Fraction, unit: str, period: Period) -> Said:
    """A sentence about a score or rate. difference: of the printed figures, in points or percentage points."""
    situation = "得分上升" if difference > 0 else "得分下降" if difference < 0 else "得分持平"
    return say.say(situation, 名称=name, 本期=now, 上期=before, 差=number(abs(difference)) + unit, 上期间=chinese_period(period))


def score_change(say: Phrases, name: str, now: Fraction | None, before: Fraction | None, digits: int, period: Period | None) -> Said:
    """What a score in points did; nothing where one of the two is not there. now, before: as printed."""
    if now is None or before is None or period is None:
        return []
    return changed_score(say, name, f"{fixed(now, digits)}分", f"{fixed(before, digits)}分", now - before, "分", period)


def rate_change(say: Phrases, name: str, now: Figure, rate: Rate, before: Rate | None, period: Period | None) -> Said:
    """What a rate did, compared in percent with one decimal, as it is printed."""
    if rate.value is None or before is None or before.value is None or period is None:
        return []
    difference = round_half_up(rate.value * 100, 1) - round_half_up(before.value * 100, 1)
    earlier = f"{percent(before.value)}，{number(before.numerator)}/{number(before.denominator)}"
    return changed_score(say, name, now, earlier, difference, "个百分点", period)


def count_change(say: Phrases, name: str, now: Figure, before: Exact | None, unit: str, period: Period | None) -> Said:
    """What a count did."""
    if before is None or period is None or isinstance(now.value, tuple):
        return []
    difference = now.value - before
    situation = "数量增加" if difference > 0 else "数量减少" if difference < 0 else "数量持平"
    facts = {"名称": name, "本期": f"{number(now.value)}{unit}", "上期": f"{number(before)}{unit}"}
    return say.say(situation, **facts, 差=number(abs(Fraction(difference))) + unit, 上期间=chinese_period(period))


def movers(say: Phrases, name: str, scores: Sequence[Score], digits: int, period: Period | None) -> Said:
    """Which departments rose and fell most since the last closed period."""
    if period is None:
        return []
    moved = [(one.department, one.points - one.before) for one in scores if one.points is not None and one.before is not None]
    said: Said = []
    for situation, sign, word in (("部门上升", 1, "升"), ("部门下降", -1, "降")):
        chosen = [(department, abs(by)) for department, by in moved if by * sign > 0]
        if not chosen:
            continue
        bound = sorted((by for _, by in chosen), reverse=True)[:MOST][-1]
        top = sorted((one for one in chosen if one[1] >= bound), key=lambda one: -one[1])
        names = "、".join(f"{department}（{word}{fixed(by, digits)}分）" for department, by in top)
        said += say.say(situation, 名称=name, 上期间=chinese_period(period), 数=str(len(chosen)), 名单=names)
    return said


def by_kind(scores: Iterable[Score]) -> dict[str, list[Score]]:
    """类型 → the departments of it that have a score."""
    groups: dict[str, list[Score]] = {}
    for one in scores:
        if one.points is not None:
            groups.setdefault(one.kind, []).append(one)
    return groups


def extremes(group: Sequence[Score]) -> tuple[list[str], list[str]]:
    """Who has the highest and who the lowest score of a 类型; neither where all are equal, or there is but one."""
    points = [one.points for one in group if one.points is not None]
    if len(points) < 2 or min(points) == max(points):
        return [], []
    return [one.department for one in group if one.points == max(points)], [one.department for one in group if one.points == min(points)]


def leaders(say: Phrases, name: str, scores: Iterable[Score], digits: int) -> Said:
    """Who leads in each 类型; that all are equal, where they are."""
    said: Said = []
    for kind, group in by_kind(scores).items():
        best = max(one.points for one in group if one.points is not None)
        first, _ = extremes(group)
        facts = {"类型": kind, "数": str(len(group)), "得分": fixed(best, digits), "名称": name}
        if first:
            said += say.say("独居首位" if len(first) == 1 else "并列首位", **facts, 部门="、".join(first))
        elif len(group) > 1:
            said += say.say("得分相同", **facts, 部门="、".join(one.department for one in group))
    return said


def laggards(say: Phrases, name: str, scores: Iterable[Score], digits: int, reasons: Mapping[str, Sequence[str]]) -> Said:
    """Who is behind in each 类型 that has three or more, and where the points were lost. reasons: department → the largest losses."""
    said: Said = []
    for kind, group in by_kind(scores).items():
        _, last = extremes(group)
        if not last or len(group) < MOST:
            continue
        worst = min(one.points for one in group if one.points is not None)
        facts = {"类型": kind, "数": str(len(group)), "得分": fixed(worst, digits), "名称": name}
        said += say.say("独居末位" if len(last) == 1 else "并列末位", **facts, 部门="、".join(last))
        for department in last:
            if reasons.get(department):
                said += say.say("失分原因", 部门=department, 名称=name, 名单="；".join(reasons[department]))
    return said


def standing(say: Phrases, name: str, scores: Iterable[Score], digits: int, reasons: Mapping[str, Sequence[str]]) -> Said:
    """Who leads, and who is behind and why, among those that are ranked."""
    ranked = [one for one in scores if one.rank is not None]
    return [*leaders(say, name, ranked, digits), *laggards(say, name, ranked, digits, reasons)]


def most_red(say: Phrases, reds: Mapping[str, int]) -> Said:
    """The one department that has most red lights, from two on."""
    most = max(reds.values(), default=0)
    names = [name for name, count in reds.items() if count == most]
    if most < 2 or len(names) != 1:
        return []
    return say.say("红灯最多", 部门=names[0], 数=str(most), 总数=str(sum(reds.values())))


def longest_overdue(say: Phrases, items: Sequence[JudgedItem], judgement: Judgement) -> Said:
    """The one item that is overdue the longest on the judged day."""
    days = {
        judged.item.number: ((judgement.day - judged.deadline.first).days, judged)
        for judged in items
        if judged.item.number and judged.deadline.first is not None
    }
    most = max((one[0] for one in days.values()), default=0)
    found = [judged for length, judged in days.values() if length == most]
    if most < 1 or len(found) != 1:
        return []
    return say.say("逾期最久", 部门=found[0].department, 编号=found[0].item.number, 天数=days_late(found[0], most))


def highlights(say: Phrases, judgement: Judgement) -> Said:
    """反馈记录.亮点 是 with 反馈日期 in the period: a sentence a department, of its latest one; what is secret is left out."""
    settings = judgement.facts.settings
    known = items_by_number(judgement)
    chosen: dict[str, tuple[str, str]] = {}
    for row in sorted(judgement.facts.feedback, key=lambda row: (row.given or judgement.period.first, row.number)):
        judged = known.get(row.number)
        if not row.highlight or judged is None or row.given is None or not judgement.period.first <= row.given <= judgement.day:
            continue
        words = said_of(row.content, judged, settings)
        if words:
            chosen[judged.department] = row.number, words
    said: Said = []
    for department in sorted(chosen, key=judgement.departments.order)[:HIGHLIGHTS]:
        said += say.say("亮点", 部门=department, 编号=chosen[department][0], 内容=chosen[department][1])
    return said
