"""一张图: the whole year on one page. Lanes by theme, a bar and signs by month for every item, light, deadline and links.

Every item but the cancelled ones is on the map exactly once. Items that hang on no target stand in lanes by 来源. An item with 密级
or with a word of 密级词 shows number, department and progress, not what it is about: the map hangs on a wall.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from udfs.rules.discretion import WITHHELD, is_secret
from udfs.rules.ground.figures import BLANK, fixed, percent, weight_of, weighted_mean
from udfs.rules.ground.on_site import can_be_lit
from udfs.rules.ground.periods import Period, period_of, year_of
from udfs.rules.ground.states import CANCELLED, DONE, OPEN, SUBMITTED
from udfs.rules.ground.workdays import days_after
from udfs.rules.judging.judgement import JudgedItem, JudgedStage, Judgement
from udfs.rules.judging.progress import is_rated, stage_completion
from udfs.rules.supervision.prerequisites import held_up
from udfs.rules.supervision.supervision import ON_TIME_RATE, in_time, is_timed, rate, takes_part
from udfs.rules.supervision.target_changes import changed_in
from workbook_templates.map import map_rows as shown
from workbook_templates.map.map_rows import LIGHT_ORDER, MONTHS, NO_LIGHT, MapLane, MapRow, YearMap
from workbook_templates.tables.lists import LIGHT_LETTERS, LISTS

MOST_SIGNS = 3
"""More signs in one month are counted: ◆4★."""
NO_ORIGIN = "来源不明"
UNPLANNED = "{}（未挂目标）"


def year_map(judgement: Judgement) -> YearMap:
    """The map of the year in which the judged day lies."""
    facts = judgement.facts
    year = year_of(judgement.period, judgement.as_of, facts.settings.month_end)
    items = [judged for judged in judgement.items if judged.item.status != CANCELLED]
    drawing = Drawing(judgement, year, items)
    lanes = tuple(drawing.lane(name, members) for name, members in lanes_of(judgement, items).items())
    month = drawing.month(judgement.as_of)
    return YearMap(
        company=facts.settings.company,
        office=facts.settings.office,
        year=year.year,
        day=judgement.as_of,
        month=month if 0 <= month < MONTHS else None,
        lanes=lanes,
        lights=light_counts(items),
        unlit=unlit(items),
        closed=sum(judged.item.status == DONE for judged in items),
        overdue=sum(judged.overdue for judged in items),
        prefix=common_prefix(judged.item.number for judged in items),
    )


def lanes_of(judgement: Judgement, items: Sequence[JudgedItem]) -> dict[str, list[JudgedItem]]:
    """Lane → its items: the themes in the order of 目标库, then 来源 in the order of its list; empty ones left out.

    In a theme the items of one target stand together, in the order of 目标库; else by deadline.
    """
    targets = {target.number: (place, target.theme) for place, target in enumerate(judgement.facts.targets) if target.number}
    origins = {name: place for place, name in enumerate(LISTS["来源"])}
    keyed: list[tuple[tuple[bool, int, int, dt.date, int], str, JudgedItem]] = []
    themes: dict[str, int] = {}
    for target in judgement.facts.targets:
        themes.setdefault(target.theme, len(themes))
    for judged in items:
        due = judged.deadline.first or dt.date.max
        place, theme = targets.get(judged.item.target, (0, ""))
        if theme:
            keyed.append(((False, themes[theme], place, due, judged.item.at.row), theme, judged))
        else:
            origin = judged.item.origin
            order = origins.get(origin, len(origins))
            keyed.append(((True, order, 0, due, judged.item.at.row), UNPLANNED.format(origin or NO_ORIGIN), judged))
    keyed.sort(key=lambda entry: entry[0])
    lanes: dict[str, list[JudgedItem]] = {}
    for _, name, judged in keyed:
        lanes.setdefault(name, []).append(judged)
    return lanes


class Drawing:
    """Draws one item after the other; holds what is the same for all of them: the year and who hangs on whom."""

    def __init__(self, judgement: Judgement, year: Period, items: Sequence[JudgedItem]) -> None:
        self.judgement, self.year = judgement, year
        self.settings, self.yesterday = judgement.facts.settings, days_after(judgement.as_of, -1)
        self.months: dict[dt.date, int] = {}
        self.now = self.month(judgement.as_of)
        self.mates: dict[str, list[str]] = {}
        self.following: dict[str, list[str]] = {}
        self.changed = {one.change.number: one.change.change for one in changed_in(judgement.facts, year) if one.target}
        self.held = held_up(judgement)
        for judged in items:
            number, item = judged.item.number, judged.item
            if number and item.target:
                self.mates.setdefault(item.target, []).append(number)
            for before in item.after if number else ():
                self.following.setdefault(before, []).append(number)

    def month(self, day: dt.date) -> int:
        """The month of a day, 0 for January of the year: −1 is the December before, 12 the January after."""
        if day not in self.months:
            period = period_of(day, "月", self.settings.month_end)
            self.months[day] = (period.year - self.year.year) * MONTHS + period.index - 1
        return self.months[day]

    def lane(self, name: str, items: Sequence[JudgedItem]) -> MapLane:
        """A lane with its figures: R1 and R2 over what can have a light, weighted; 按期办结率 of the year (R7)."""
        lit = [judged for judged in items if can_be_lit(judged.item)]
        completion = weighted_mean((weight_of(judged.item.weight), judged.completion) for judged in lit)
        lag = weighted_mean((weight_of(judged.item.weight), judged.lag) for judged in lit if judged.lag is not None)
        timed = (
            judged
            for judged in items
            if takes_part(judged, self.settings) and self.year.contains(judged.deadline.first) and is_timed(judged, self.judgement.as_of)
        )
        return MapLane(
            name=name,
            rows=tuple(map(self.row, items)),
            completion=BLANK if completion is None else percent(completion),
            lag=BLANK if lag is None else signed(lag),
            on_time=rate(((in_time(judged), 1) for judged in timed), ON_TIME_RATE).text(),
            lights=light_counts(items),
            unlit=unlit(items),
        )

    def row(self, judged: JudgedItem) -> MapRow:
        """One item as it is drawn."""
        item, settings = judged.item, self.settings
        secret = is_secret(item, settings)
        lit = can_be_lit(item)
        return MapRow(
            number=item.number,
            matter=WITHHELD if secret else item.matter,
            origin=item.origin,
            category=item.category,
            level=judged.level,
            department=judged.department,
            helpers=self.helpers(judged),
            person=item.responsible,
            target=item.target,
            bar=self.bar(judged),
            signs=self.signs(judged),
            completion=float(judged.completion) if lit else None,
            lag=None if judged.lag is None or not lit else float(judged.lag),
            light=judged.light,
            letter=LIGHT_LETTERS.get(judged.light, NO_LIGHT),
            due=judged.deadline.first,
            left=left_text(judged),
            overdue=judged.overdue,
            before=tuple(dict.fromkeys(item.after)),
            following=tuple(dict.fromkeys(self.following.get(item.number, ()))) if item.number else (),
            mates=tuple(other for other in self.mates.get(item.target, ()) if other != item.number) if item.target else (),
            secret=secret,
            target_change=self.changed.get(item.target, "") if item.target else "",
            held=tuple(one.judged.item.number for one in self.held.get(item.at, ())),
        )

    def helpers(self, judged: JudgedItem) -> tuple[str, ...]:
        departments, day = self.judgement.departments, self.judgement.day
        names = dict.fromkeys(departments.heir(name, day) for name in judged.item.helpers)
        return tuple(name for name in names if name != judged.department)

    # the bar

    def span(self, judged: JudgedItem) -> tuple[int, int, int] | None:
        """First month of the bar, last month of the plan, last month of the bar; None for an item without any date.

        The plan ends with 考核时限, or runs on without one. A bar of what is closed ends when it was; of what is overdue, now.
        """
        item, due = judged.item, judged.deadline.first
        starts = [day for day in (item.issued or item.registered, *(one.stage.start for one in judged.stages)) if day is not None]
        ended = judged.on_time_date if item.status == DONE else None
        if not starts and due is None and ended is None:
            return None
        first = self.month(min(starts)) if starts else self.month(due or ended or self.judgement.as_of)
        planned = self.month(due) if due is not None else max(self.now, MONTHS)
        last = self.month(ended) if ended is not None else max(planned, self.now) if judged.overdue else planned
        return min(first, last), planned, last

    def bar(self, judged: JudgedItem) -> tuple[str, ...]:
        """Month by month: done in proportion to R1, the rest planned, late after the deadline."""
        span = self.span(judged)
        if span is None:
            return ("",) * MONTHS
        first, planned, last = span
        within = min(planned, last) - first + 1
        done = within if judged.item.status == DONE else int(judged.completion * max(within, 0))
        texts = []
        for month in range(MONTHS):
            if not first <= month <= last:
                texts.append("")
            elif month > planned:
                texts.append(shown.LATE)
            else:
                texts.append(shown.DONE_BAR if month < first + done else shown.PLANNED)
        return tuple(texts)

    # the signs

    def signs(self, judged: JudgedItem) -> tuple[str, ...]:
        """The signs of each month of the year, in the order of their days."""
        months: list[list[str]] = [[] for _ in range(MONTHS)]
        for _, sign, month in sorted(self.dated_signs(judged), key=lambda entry: entry[0]):
            if 0 <= month < MONTHS:
                months[month].append(sign)
        span = self.span(judged)
        if span is not None and span[0] < 0 <= span[2]:
            months[0].insert(0, shown.EARLIER)
        if span is not None and span[0] < MONTHS <= span[2]:
            months[-1].append(shown.LATER)
        return tuple(map(joined, months))

    def dated_signs(self, judged: JudgedItem) -> Iterator[tuple[tuple[dt.date, int], str, int]]:
        """(day, place on that day), sign, month."""
        item, due, ended = judged.item, judged.deadline.first, judged.on_time_date
        for one in judged.stages:
            day = one.deadline.first
            if day is not None:
                if item.status == DONE and ended is not None:
                    day = min(day, ended)  # a stage of what was closed early stands where it was closed
                yield (day, 0), self.stage_sign(judged, one), self.month(day)
        if due is not None and (item.status != DONE or judged.on_time is False or ended is None):
            yield (due, 1), shown.DUE_SIGN, self.month(due)
        if item.status == DONE and ended is not None:
            yield (ended, 2), shown.CLOSED_LATE_SIGN if judged.on_time is False else shown.CLOSED, self.month(ended)
        elif item.status == SUBMITTED and ended is not None:
            yield (ended, 2), shown.SUBMITTED_SIGN, self.month(ended)

    def stage_sign(self, judged: JudgedItem, one: JudgedStage) -> str:
        """Done, still to come, or missed: due before today without being whole."""
        unrated = judged.item.status == DONE and not any(is_rated(other.stage) for other in judged.stages)
        if unrated or stage_completion(one.stage).value >= 1:
            return shown.STAGE_DONE
        return shown.STAGE_MISSED if one.is_due(self.yesterday) else shown.STAGE_AHEAD


def joined(signs: Sequence[str]) -> str:
    """At most three signs; of more, equal ones are counted: ◆4★."""
    if len(signs) <= MOST_SIGNS:
        return "".join(signs)
    return "".join(sign if count == 1 else f"{sign}{count}" for sign, count in Counter(signs).items())


def signed(lag: Fraction) -> str:
    """Percentage points with their sign: '+1.2', '-3.0', '0.0'."""
    text = fixed(lag, 1)
    return text if text.startswith("-") or text == "0.0" else f"+{text}"


def left_text(judged: JudgedItem) -> str:
    """'41', '逾 57', or how an item stands for which no day counts."""
    if judged.overdue:
        return f"逾 {judged.days_overdue}"
    status = judged.item.status
    if status in OPEN and status != SUBMITTED and judged.days_left is not None:
        return str(judged.days_left)
    return status


def light_counts(items: Iterable[JudgedItem]) -> dict[str, int]:
    counted = Counter(judged.light for judged in items)
    return {light: counted[light] for light in LIGHT_ORDER}


def unlit(items: Iterable[JudgedItem]) -> int:
    """Items that can have a light and have none yet."""
    return sum(can_be_lit(judged.item) and not judged.light for judged in items)


def common_prefix(numbers: Iterable[str]) -> str:
    """What most numbers begin with up to a hyphen, such as '2026-'; '' where it is not nearly all of them."""
    heads: Counter[str] = Counter(number.rpartition("-")[0] + "-" if "-" in number else "" for number in numbers if number)
    if not heads:
        return ""
    head, count = heads.most_common(1)[0]
    return head if head and count * 2 > sum(heads.values()) else ""
