"""领导掌上页: what each leader sees on the telephone, from the rows that his sheet is cut from and with the rules of 操作台.

What waits for whom is what the leader sheets send (udfs.exchange). A leader sees the items that he is in charge of and nothing of
another's; 主要领导 sees all items, with the figures of 操作台, but has to decide only what waits for him.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cutting import Portion, Wanted, order_of_day
from udfs.exchange.leader_rows import WORST_FIRST, LeaderCutter, LeaderRows
from udfs.pages.dashboard_values import UNLIT, is_near, light_name, tiles
from udfs.pages.period_change import closed_figures, year_figures
from udfs.pages.year_map import left_text
from udfs.rules.decisions.pending import UP_TO_LEADERS, effect_of
from udfs.rules.discretion import WITHHELD, has_secret_word, is_secret, matter_of, words_about
from udfs.rules.ground.figures import Exact, Rate, number, percent, round_half_up
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import period_of
from udfs.rules.ground.states import CANCELLED, DEPARTMENT, DONE, OPEN
from udfs.rules.judging.department_lights import department_light
from udfs.rules.judging.judgement import JudgedItem, Judgement, overview
from udfs.rules.judging.lights import RED, YELLOW
from udfs.rules.performance.composite import LIGHTS, SUPERVISION
from udfs.rules.supervision.reminder_people import LEADING_ROLES
from udfs.rules.supervision.reminder_people import Recipient as Person
from udfs.rules.supervision.supervision import ON_TIME_RATE, company_supervision
from udfs.rules.supervision.targets import landing
from workbook_templates.leaving.leader_page import LeaderCard, LeaderPage, LeaderSight, TrendLine
from workbook_templates.master.dashboard import TILES
from workbook_templates.reading.cells import written
from workbook_templates.reading.characters import cut
from workbook_templates.reading.days import chinese_day
from workbook_templates.reading.parse import Tables
from workbook_templates.sheets.web import figure_text
from workbook_templates.tables.daily import Point
from workbook_templates.tables.lists import NO

PERIODS = 6
"""Closed periods of the trend, as on 操作台."""
LONGEST = 120
"""Letters of a text on a card."""
LEFT_TO_OFFICE = ("督办提醒", "督办考核", "下达用时", "办结用时")
"""Figures of 操作台 that tell of the office's own work."""
STAGES, ITEMS, CHANGES, POINTS, CASES = "阶段待确认", "事项待确认", "变更", "加减分", "提醒、督办函、约谈等"
WEEKDAYS = "一二三四五六日"


class LeaderPages(NamedTuple):
    """pages: by leader, 主要领导 in his place of 人员. nobodys: how much waits and has no leader, so stands on no page."""

    pages: tuple[LeaderPage, ...]
    nobodys: int


def leader_pages(tables: Tables, judgement: Judgement, wanted: Wanted) -> LeaderPages:
    """The pages of all leaders, or of those who answer for a department that was named.

    tables: sealed; 密级 and 密级词 decide what a card says."""
    cutter = LeaderCutter(tables, judgement, wanted)
    portions = {portion.person: portion for portion in cutter.portions() if portion.person}
    deciders, people = cutter.deciders, cutter.people
    leading = (people.addressee(one) for one in tables.people if one.role in LEADING_ROLES and one.active != NO and one.name)
    leaders = sorted({*portions, *leading, *filter(None, [deciders.chief])}, key=lambda one: one.order)
    owned: dict[Person | None, list[JudgedItem]] = {}
    for judged in judgement.items:
        if judged.item.status != CANCELLED:
            owned.setdefault(deciders.of_item(judged), []).append(judged)
    waiting = {one: portions[one].own if one in portions else LeaderRows([], [], [], [], [], []) for one in leaders}
    counts = {one: own.confirmations + own.decisions for one, own in waiting.items()}
    made = []
    for leader in leaders:
        portion = portions.get(leader) or Portion(leader.name, frozenset(deciders.overseen.get(leader, set())), waiting[leader], leader)
        if wanted.asked and not portion.units & {*wanted.names}:
            continue
        whole = leader == deciders.chief
        items = [judged for judged in judgement.items if judged.item.status != CANCELLED] if whole else owned.get(leader, [])
        page = Drawer(cutter, leader, items, whole=whole).page(waiting[leader])
        others = tuple((one.name, count) for one, count in counts.items() if count and one != leader) if whole else ()
        made.append(page._replace(others=others))
    return LeaderPages(tuple(made), cutter.nobodys.confirmations + cutter.nobodys.decisions)


class Drawer:
    """One leader's page. items: those that count in his figures; whole: he is 主要领导, and they are all."""

    def __init__(self, cutter: LeaderCutter, leader: Person, items: Sequence[JudgedItem], *, whole: bool) -> None:
        self.cutter, self.leader, self.items, self.whole = cutter, leader, items, whole
        self.settings, self.as_of = cutter.tables.settings, cutter.as_of
        self.judgement = cutter.judgement if whole else replace(cutter.judgement, items=tuple(items))

    def page(self, own: LeaderRows) -> LeaderPage:
        person, day = self.cutter.people.behind(self.leader), self.as_of
        alarms = [judged for judged in self.items if judged.light in (RED, YELLOW)]
        alarms.sort(key=lambda one: (one.item.status == DONE, WORST_FIRST[one.light], order_of_day(one.deadline.first), one.item.at.row))
        this_week = period_of(day, "周")
        week = [judged for judged in self.items if is_near(judged) and this_week.contains(judged.deadline.first)]
        week.sort(key=lambda one: (order_of_day(one.deadline.first), one.item.at.row))
        return LeaderPage(
            company=self.settings.company, office=self.settings.office, name=self.leader.name, post=person.post if person else "",
            day=f"{chinese_day(day)} 星期{WEEKDAYS[day.weekday()]}", period=self.judgement.period.name, whole=self.whole,
            sights=tuple(self.sights(len(week))), waiting={name: tuple(cards) for name, cards in self.waiting(own) if cards},
            alarms=tuple(map(self.item_card, alarms)), week=tuple(map(self.item_card, week)), trend=tuple(self.trend()),
            departments=tuple(self.departments()),
        )  # fmt: skip

    # figures

    def sights(self, week: int) -> Iterator[LeaderSight]:
        """As 操作台 counts them; of 主要领导 they are its very figures."""
        if self.whole:
            judgement = self.judgement
            shown = tiles(judgement, self.items, landing(judgement.facts, judgement.day), year_figures(judgement))
            for tile in TILES:
                if tile.key not in LEFT_TO_OFFICE:
                    yield LeaderSight(tile.key, figure_text(shown[f"台_{tile.key}"], tile.shown), str(shown[f"台_{tile.key}_注"]))
            return
        counts, unlit = overview(self.judgement), sum(light_name(judged) == UNLIT for judged in self.items)
        lights = [(light, counts.lights[light]) for light in ("红灯", "黄灯", "绿灯")]
        figures = (("在办", counts.open), *lights, ("未亮灯", unlit), ("逾期", counts.overdue), ("办结", counts.closed), ("本周到期", week))
        for name, count in figures:
            yield LeaderSight(name, str(count), f"共 {len(self.items)} 项" if name == "在办" else "")
        rate = company_supervision(self.judgement).on_time
        note = f"按期 {number(rate.numerator)} ÷ 到期 {number(rate.denominator)}"
        yield LeaderSight("按期办结率", "—" if rate.value is None else percent(rate.value), note)

    def trend(self) -> Iterator[TrendLine]:
        """The last closed periods of the kind of 考核期间, then that one as it stands where it is not closed."""
        judgement, name = self.judgement, self.judgement.period.name
        closed = [(one.period, one.red, one.yellow, one.on_time) for _, one in closed_figures(judgement)]
        if not self.whole:
            closed = [(period, *self.published(period)) for period, _, _, _ in closed]
        for line in closed[-PERIODS:]:
            yield trend_line(*line)
        if name not in {one[0] for one in closed} and self.items:
            light = department_light(self.leader.name, [judged for judged in self.items if judged.counts])
            yield trend_line(f"{name} 本期", light.red, light.yellow, company_supervision(judgement).on_time)

    def published(self, period: str) -> tuple[Exact | None, Exact | None, Rate]:
        """Red and yellow lights and 按期办结率 of the leader's departments, from what the period was closed with."""
        units = self.cutter.deciders.overseen.get(self.leader, set()) | {*self.units()}
        rows = [
            row for row in history(self.cutter.tables)[period] if row.object_kind == DEPARTMENT and self.cutter.unit(row.subject) in units
        ]
        lit = [row for row in rows if row.dimension == LIGHTS]
        timed = [row for row in rows if row.dimension == SUPERVISION]
        rate = Rate(sum(row.numerator or 0 for row in timed), sum(row.denominator or 0 for row in timed), ON_TIME_RATE)
        return (sum(row.red or 0 for row in lit), sum(row.yellow or 0 for row in lit), rate) if lit else (None, None, rate)

    def units(self) -> list[str]:
        """The departments in force that this leader is in charge of, 班组 left to their 所."""
        departments, deciders = self.cutter.departments, self.cutter.deciders
        names = (row.name for row in departments.rows if row.name and departments.sheet_of(row.name, self.as_of) == row.name)
        return [name for name in names if self.cutter.is_in_force(name) and (self.whole or deciders.of_unit(name) == self.leader)]

    def departments(self) -> Iterator[tuple[str, int, int, int, int, int]]:
        """The leader's departments and whoever else answers for an item of his, in the order of 部门."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in self.units()}
        overdue: Counter[str] = Counter()
        for judged in self.items:
            counts.setdefault(judged.department, Counter())[light_name(judged)] += 1
            overdue[judged.department] += judged.overdue
        for name in sorted(counts, key=self.cutter.departments.order):
            green, yellow, red, unlit = (counts[name][light] for light in ("绿灯", "黄灯", "红灯", UNLIT))
            yield name, green, yellow, red, unlit, overdue[name]

    # cards

    def item_card(self, judged: JudgedItem) -> LeaderCard:
        """An item with its light."""
        item = judged.item
        told = words_about(item.progress, judged, self.settings)
        return LeaderCard(
            number=item.number, matter=matter_of(item, self.settings), light=judged.light,
            who="　".join(filter(None, (judged.department, item.responsible))), left=left_in_words(judged), overdue=judged.overdue,
            done=int(round_half_up(judged.completion * 100, 0)),
            planned=None if judged.planned is None or item.status not in OPEN else int(round_half_up(judged.planned * 100, 0)),
            lines=tuple(self.lines((("时限", day_text(judged.deadline.first)), ("进展", told)))),
        )  # fmt: skip

    def lines(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        return ((label, cut(text, LONGEST)) for label, text in pairs if text)

    def words(self, text: object, number: str) -> str:
        """Free text about a number, or that it is left out; '' where the matter itself says so."""
        plain, judged = str(written(text) or ""), self.cutter.by_number.get(number)
        hidden = "" if not plain or (judged and is_secret(judged.item, self.settings)) else WITHHELD
        return plain and (words_about(plain, judged, self.settings) or hidden)

    def matter(self, number: str) -> str:
        """What a number is about: an item, a target or an indicator."""
        judged, told = self.cutter.by_number.get(number), self.cutter.about(number)[0]
        return matter_of(judged.item, self.settings) if judged else WITHHELD if has_secret_word(self.settings, [told]) else told

    def card(self, number: str, tag: str, pairs: Sequence[tuple[str, str]], heading: str = "") -> LeaderCard:
        """What waits for a decision. heading: whom it is about, where it is not about a number alone."""
        judged, unit = self.cutter.by_number.get(number), self.cutter.about(number)[1]
        who = (judged.department, judged.item.responsible) if judged else (self.cutter.unit(unit) if unit else "",)
        matter = self.matter(number)
        lines = pairs if not heading or any(matter in text for _, text in pairs) else (("事项", matter), *pairs)
        return LeaderCard(
            number=number, matter=heading or matter, tag=tag, light=judged.light if judged else "",
            who="　".join(filter(None, who)), lines=tuple(self.lines(lines)),
        )  # fmt: skip

    def waiting(self, own: LeaderRows) -> Iterator[tuple[str, list[LeaderCard]]]:
        """Everything that waits for this leader, kind by kind, in the order of the sheets."""
        yield STAGES, [
            self.card(stage.number, stage.stage, (
                ("任务", self.words(stage.task, stage.number)), ("时限", day_text(found.deadline.first)),
                ("自评", percent(stage.self_rated or Fraction(0), 0)), ("说明", self.words(stage.self_note, stage.number)),
            ))
            for _, found, stage in sorted(own.stages, key=lambda each: order_of_day(each[1].deadline.first))
        ]  # fmt: skip
        yield ITEMS, [
            self.card(judged.item.number, "", (
                ("时限", day_text(judged.deadline.first)), ("部门填", percent(judged.item.completion or Fraction(0), 0)),
                ("进展", words_about(judged.item.progress, judged, self.settings)),
            ))
            for judged in sorted(own.confirming, key=lambda one: order_of_day(one.deadline.first))
        ]  # fmt: skip
        yield CHANGES, [
            self.card(row.number, row.change, (
                ("阶段", row.stage), ("原值", self.words(row.old, row.number)), ("新值", self.words(row.new, row.number)),
                ("原因", self.words(row.reason, row.number)), ("同意后", effect_of(row, self.settings) or UP_TO_LEADERS),
            ))
            for row in own.changes
        ]  # fmt: skip
        yield (
            POINTS,
            [
                self.card(
                    row.linked, f"{row.kind} {number(row.points or 0)} 分", (("事由", self.words(row.fact, row.linked)),), self.subject(row)
                )
                for row in sorted(own.points, key=lambda row: order_of_day(row.day))
            ],
        )
        yield (
            CASES,
            [
                self.card(row.number, row.kind, (("事实", self.words(row.fact, row.number)),), row.subject)
                for row in sorted(own.cases, key=lambda row: order_of_day(row.day))
            ],
        )

    def subject(self, row: Point) -> str:
        return self.cutter.people_of.get(row.staff_no, row.staff_no) or row.department


def trend_line(period: str, red: Exact | None, yellow: Exact | None, rate: Rate) -> TrendLine:
    """A period as it is drawn."""
    value = rate.value
    counts = [None if one is None else int(one) for one in (red, yellow)]
    return TrendLine(period, counts[0], counts[1], "—" if value is None else percent(value), float(value or 0) * 100)


def left_in_words(judged: JudgedItem) -> str:
    """'逾期 57 天', '剩 3 天', '今天到期', or how an item stands."""
    text = left_text(judged)
    if judged.overdue:
        return f"逾期 {judged.days_overdue} 天"
    return (f"剩 {text} 天" if text != "0" else "今天到期") if text.isdecimal() else text


def day_text(day: dt.date | None) -> str:
    return "长期" if day is None else chinese_day(day)
