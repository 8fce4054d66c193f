"""R17: 工作建议. What is missing, where it is weak, what will turn red, what stands still, and how each leader's line gets on; of R18
which indicators are behind inside their period, and which were not reported.

Feedback that says nothing new is one of them: it repeats the last one, or holds no figure, no date and no result.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import people_in_order
from udfs.rules.ground.figures import Rate, percent
from udfs.rules.ground.grouped import firsts, grouped
from udfs.rules.ground.letters import MARKS
from udfs.rules.ground.on_site import TO_STUDY
from udfs.rules.ground.states import CANCELLED, LIT, OPEN, PERSON, REGISTERED, SUBMITTED
from udfs.rules.ground.workdays import days_after
from udfs.rules.judging.judgement import JudgedItem, Judgement, foresee
from udfs.rules.judging.lights import GREEN, RED, YELLOW
from udfs.rules.supervision.indicator_progress import Progress, indicator_progress
from udfs.rules.supervision.prerequisites import held_up
from udfs.rules.supervision.supervision import DepartmentSupervision, Measure, company_supervision
from udfs.rules.supervision.targets import Landing
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.results import AdviceRow

NUMERALS = "〇零一二三四五六七八九十百千万亿两半"
FIGURE = re.compile(
    rf"[0-9\uff10-\uff19]|百分之|[{NUMERALS}]+(?:个|项|次|家|户|台|套|份|人|名|天|日|月|周|年|号|公里|元|成|批|期|轮|场|处|座|条|组|倍)"
)
"""一 alone is none: it stands in 下一步, 进一步, 统一."""

RESULTS = (
    "完成", "办结", "印发", "下发", "通过", "批复", "签订", "签署", "验收", "投运", "投产", "上线", "竣工", "开工", "移交", "交付",
    "整改", "销号", "召开", "提交", "上报", "公示", "发布", "建成", "到位", "到货", "中标", "开标", "审定", "定稿", "达到", "实现",
)  # fmt: skip
"""Words that tell of a result. 无 and 未 before one don't make it less: 未完成 is something that a reader can hold on to."""


class Stale(NamedTuple):
    """A feedback that says nothing new, and why."""

    feedback: Feedback
    reason: str


def stale_feedback(rows: Iterable[Feedback], bound: Fraction) -> list[Stale]:
    """The latest feedback of each item, where it is stale. rows: given ones of the items to look at; bound: 相似反馈下限, 0..1."""
    found = []
    for given in grouped((row.number, row) for row in rows if row.number and row.given is not None and row.content).values():
        given.sort(key=lambda row: (row.due or row.given, row.at.row))
        reason = reason_of(given[-1].content, given[-2].content if len(given) > 1 else "", bound)
        if reason:
            found.append(Stale(given[-1], reason))
    return found


def reason_of(content: str, before: str, bound: Fraction) -> str:
    """Why a feedback is stale; '' where it is not."""
    alike = similarity(content, before, bound) if before else None
    if alike is not None and alike >= bound:
        return "与上次反馈的内容相同" if alike == 1 else f"与上次反馈的内容相似 {int(alike * 100)}%"
    if not FIGURE.search(content) and not any(word in content for word in RESULTS):
        return "没有数字、日期，也没有结果"
    return ""


def similarity(one: str, other: str, bound: Fraction) -> Fraction | None:
    """2 × letters in common blocks ÷ letters of both, marks and blanks aside; None where it can't reach `bound`."""
    first, second = MARKS.sub("", one), MARKS.sub("", other)
    letters = len(first) + len(second)
    if not letters:
        return None
    shared = sum((Counter(first) & Counter(second)).values())
    if Fraction(2 * shared, letters) < bound:
        return None
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return Fraction(2 * sum(block.size for block in blocks), letters)


GAP, WEAK_SPOT, PROGRESS, FORECAST, IDLE, STALE_FEEDBACK, LINE = (
    "漏项", "薄弱环节", "指标进度", "预亮灯", "停滞", "反馈质量", "分管条线进展",
)  # fmt: skip
REPORT_IT = "补报到那一步止完成多少；没有报不等于没有完成"
HELD_UP, STUDY = "前置影响", "现场需研究"
STAGED = ("重点", "难办")
"""类别 of items that are to be divided into stages."""
LEAST_TIMED = 3
"""A rate over fewer is no weak spot."""
MOST_NUMBERS = 8
"""So many numbers are named in one sentence."""


class AdviceBasis(NamedTuple):
    """What advice is taken from: the judged items, shown (all but the cancelled) and open, and the results of R7 and R14."""

    judgement: Judgement
    scores: dict[str, DepartmentSupervision]
    landing: Landing
    shown: Sequence[JudgedItem]
    open: Sequence[JudgedItem]


def advice(judgement: Judgement, scores: dict[str, DepartmentSupervision], result: Landing) -> list[AdviceRow]:
    """The rows of 工作建议, in the order of the categories."""
    shown = [judged for judged in judgement.items if judged.item.status != CANCELLED]
    known = AdviceBasis(judgement, scores, result, shown, [judged for judged in shown if judged.item.status in OPEN])
    return [row for part in CATEGORIES for row in part(known)]


def numbers(items: Iterable[JudgedItem]) -> str:
    """'2026-0001、2026-0002 等 12 项'."""
    named = [judged.item.number for judged in items]
    return "、".join(named[:MOST_NUMBERS]) + (f" 等 {len(named)} 项" if len(named) > MOST_NUMBERS else "")


def gaps(known: AdviceBasis) -> Iterator[AdviceRow]:
    """漏项: a target without item, an item without unit or person, open 重点 or 难办 items without a stage."""
    for one in known.landing.targets:
        if not any(item.status != CANCELLED for item in one.items):
            yield AdviceRow(GAP, one.target.number, f"目标“{one.target.target}”没有挂事项", "分解为事项，明确主责部门、责任人和时限")
    for judged in known.shown:
        item = judged.item
        blank = [name for name, value in (("主责部门", item.department), ("责任人", item.responsible)) if not value]
        if blank and item.status in OPEN | {REGISTERED}:
            yield AdviceRow(GAP, item.number, f"“{item.matter}”没有{'和'.join(blank)}", "明确到部门和人")
    hard = (judged for judged in known.open if judged.item.category in STAGED)
    undivided = (judged for judged in hard if not judged.stages and judged.deadline.first is not None)
    bare = grouped((judged.department, judged) for judged in undivided if judged.item.status != SUBMITTED)
    for name in sorted(bare, key=known.judgement.departments.order):
        yield AdviceRow(
            GAP,
            name,
            f"{len(bare[name])} 项{'、'.join(STAGED)}事项没有分解阶段：{numbers(bare[name])}",
            "分解阶段目标，写明每个阶段的任务和时限",
        )


def to_study(known: AdviceBasis) -> Iterator[AdviceRow]:
    """现场需研究: an instruction given on the spot that was to be looked into, and has not been given out yet (R19)."""
    for judged in known.shown:
        item = judged.item
        if item.on_site == TO_STUDY and item.status == REGISTERED:
            since = f"{item.registered} 立项" if item.registered else "没有立项日期"
            fact = f"现场交办的“{item.matter}”需研究，{since}，还没有下达"
            yield AdviceRow(STUDY, item.number, fact, "研究提出办理意见，定下主责部门、责任人和时限后下达；不办的取消并写明原因")


def prerequisites(known: AdviceBasis) -> Iterator[AdviceRow]:
    """前置影响: an item that waits for one that is overdue, or due after it (R19)."""
    held = held_up(known.judgement)
    for judged in known.shown:
        if rows := held.get(judged.item.at):
            told = "；".join(
                f"前置 {one.judged.item.number}（{one.judged.department}）时限 {one.judged.deadline.first}，"
                + ("已逾期未办结" if one.overdue else f"晚于本事项的 {judged.deadline.first}")
                for one in rows
            )
            units = "、".join(dict.fromkeys(one.judged.department for one in rows))
            yield AdviceRow(HELD_UP, judged.item.number, f"“{judged.item.matter}”：{told}", f"请{units}先办结前置事项，或调整两项的时限")


def weak_spots(known: AdviceBasis) -> Iterator[AdviceRow]:
    """薄弱环节: 按期办结率 of a department, theme or 来源 below 薄弱下限, over at least three items."""
    for name, score in known.scores.items():
        yield from weak(known, f"部门 {name}", score.on_time, score.measures[1])
    whole = company_supervision(known.judgement)
    themes = {target.number: target.theme for target in known.judgement.facts.targets if target.number}
    grouping: tuple[tuple[str, Callable[[JudgedItem], str]], ...] = (
        ("主题", lambda judged: themes.get(judged.item.target, "")),
        ("来源", lambda judged: judged.item.origin),
    )
    for label, name_of in grouping:
        for name, measure in measures_by(name_of, whole.measures[1]).items():
            good = sum(1 for entry in measure.entries if entry.points)
            yield from weak(known, f"{label} {name}", Rate(good, len(measure.entries), whole.on_time.definition), measure)


def measures_by(name_of: Callable[[JudgedItem], str], measure: Measure) -> dict[str, Measure]:
    """The entries of 按期办结 by a name of their items; nameless ones left out."""
    named = ((name_of(one.record) if isinstance(one.record, JudgedItem) else "", one) for one in measure.entries)
    groups = grouped((name, one) for name, one in named if name)
    return {name: measure._replace(value=None, entries=tuple(entries)) for name, entries in groups.items()}


def weak(known: AdviceBasis, subject: str, rate: Rate, measure: Measure) -> Iterator[AdviceRow]:
    bound = known.judgement.facts.settings.weak_bound
    if rate.value is None or rate.denominator < LEAST_TIMED or rate.value >= bound:
        return
    late = [entry.record for entry in measure.entries if not entry.points and isinstance(entry.record, JudgedItem)]
    fact = f"{known.judgement.period.name} 按期办结率 {rate.text()}，低于 {percent(bound)}；没有按期的：{numbers(late)}"
    yield AdviceRow(WEAK_SPOT, subject, fact, "找出没有按期的共同原因，明确措施和时限")


def forecast(known: AdviceBasis) -> Iterator[AdviceRow]:
    """预亮灯: what will be red after each of 预亮灯天数 if nothing more is reported; each item once, the nearest day first."""
    judgement = known.judgement
    today = known.open if judgement.day == judgement.as_of else foresee(judgement, 0).items  # a past 考核期间 has the lights of its end
    told = {judged.item.at for judged in today if judged.light == RED}
    for days in sorted(set(judgement.facts.settings.forecast_days)):
        day = days_after(judgement.as_of, days)
        for judged in foresee(judgement, days).items:
            if judged.light == RED and judged.item.at not in told:
                told.add(judged.item.at)
                fact = f"“{judged.item.matter}”{days} 天后（{day}）将亮红灯：亮灯完成度 {percent(judged.light_completion or 0)}"
                yield AdviceRow(FORECAST, judged.item.number, fact, f"请{judged.department}抓紧办理并填报进展")


def standstill(known: AdviceBasis) -> Iterator[AdviceRow]:
    """停滞: open items without any sign of work for 停滞天数."""
    bound = known.judgement.facts.settings.idle_days
    for judged in known.open:
        if judged.item.status != SUBMITTED and judged.days_idle is not None and judged.days_idle >= bound:
            fact = f"“{judged.item.matter}”已 {judged.days_idle} 天没有反馈、自评、确认或变更"
            yield AdviceRow(IDLE, judged.item.number, fact, f"请{judged.department}说明进展，需要协调的提出来")


def stale(known: AdviceBasis) -> Iterator[AdviceRow]:
    """反馈质量: the latest feedback of an open item that repeats the one before or says nothing."""
    facts = known.judgement.facts
    running = {judged.item.number: judged for judged in known.open}
    rows = (row for row in facts.feedback if row.number in running)
    for one in stale_feedback(rows, facts.settings.stale_similarity):
        judged = running[one.feedback.number]
        fact = f"“{judged.item.matter}”{one.feedback.given} 的反馈{one.reason}"
        yield AdviceRow(STALE_FEEDBACK, judged.item.number, fact, f"请{judged.department}补报做到哪一步、结果和数字")


def progress(known: AdviceBasis) -> Iterator[AdviceRow]:
    """指标进度 (R18): what is behind inside its period, the furthest first; then by department what was not reported."""
    facts, present = known.judgement.facts, known.judgement.departments.present
    running = list(indicator_progress(facts, known.judgement.as_of).values())
    for one in sorted((one for one in running if one.behind), key=lambda one: -(one.lag or 0)):
        row = one.indicator
        fact = f"“{row.name}”（{present(row.department)}）{one.said()}"
        yield AdviceRow(PROGRESS, row.number, fact, f"请{present(row.department)}说明原因，把差距分解到各步补上")
    owing = [(step.last, one) for one in running if (step := one.missing) is not None]
    silent = grouped((present(one.indicator.department), (day, one)) for day, one in owing if one.indicator.level != PERSON)
    for name in sorted(silent, key=known.judgement.departments.order):
        told = "；".join(f"{day} 止的一步：{named(rows)}" for day, rows in grouped(silent[name]).items())
        yield AdviceRow(PROGRESS, name, f"没有报进度的指标 {len(silent[name])} 个，{told}", REPORT_IT)
    for one in (one for _, one in owing if one.indicator.level == PERSON):  # a row of its own, which no published copy has
        yield AdviceRow(
            PROGRESS, one.indicator.number, f"“{one.indicator.name}”（{present(one.indicator.department)}）{one.owes()}", REPORT_IT
        )


def named(rows: Sequence[Progress]) -> str:
    """'ZB-02-4、ZB-09 等 12 个'."""
    numbers = [one.indicator.number for one in rows]
    return "、".join(numbers[:MOST_NUMBERS]) + (f" 等 {len(numbers)} 个" if len(numbers) > MOST_NUMBERS else "")


def lines(known: AdviceBasis) -> Iterator[AdviceRow]:
    """分管条线进展: the items of the departments of each leader, in the order of 人员.排序."""
    judgement = known.judgement
    units = sorted(judgement.departments.rows, key=lambda row: judgement.departments.order(row.name))
    running = (row for row in units if row.until is None or row.until > judgement.day)
    overseen = grouped((row.leader, row.name) for row in running if row.leader)
    by_department = grouped((judged.department, judged) for judged in known.shown)
    places = firsts((person.name, place) for place, person in enumerate(people_in_order(judgement.facts.people)))
    for leader in sorted(overseen, key=lambda name: places.get(name, len(places))):
        names = overseen[leader]
        items = [judged for name in names for judged in by_department.get(name, ())]
        yield line_row(leader, names, items, [known.scores[name].on_time for name in names if name in known.scores])


def line_row(leader: str, names: Sequence[str], items: Sequence[JudgedItem], rates: Sequence[Rate]) -> AdviceRow:
    """One leader's line: items in hand, on time, overdue, lights."""
    running = sum(judged.item.status in OPEN for judged in items)
    overdue = [judged for judged in items if judged.overdue]
    lights = Counter(judged.light for judged in items if judged.item.status in LIT)
    whole = Rate(sum(rate.numerator for rate in rates), sum(rate.denominator for rate in rates), "")
    fact = f"分管 {'、'.join(names)}：在办 {running} 项，按期办结率 {whole.text()}，逾期 {len(overdue)} 项；"
    fact += "、".join(f"{light} {lights[light]}" for light in (GREEN, YELLOW, RED))
    red = [judged for judged in items if judged.light == RED or judged.overdue]
    return AdviceRow(LINE, leader, fact, f"关注 {numbers(red)}" if red else "按计划推进")


CATEGORIES: tuple[Callable[[AdviceBasis], Iterator[AdviceRow]], ...] = (
    gaps,
    to_study,
    weak_spots,
    prerequisites,
    progress,
    forecast,
    standstill,
    stale,
    lines,
)
