"""What each scorer gets to see: a 考评部门 its rows of 考评打分, a 评分人 his rows of 个人评分, of the periods that are scored now; and
what the rules say of these scores so far. Nothing that anybody else gave.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cutting import Cutter, Portion, texts_of
from udfs.rules.ground.figures import percent, printed
from udfs.rules.performance.differentiation import BELOW, DEFINITIONS, FEW, FINE, GivenScore, rating_of, root, spread_of, stepped, verdict
from udfs.rules.supervision.reminder_people import Recipient as Person
from udfs.rules.supervision.reminder_people import bare_name
from workbook_templates.sent.scorer_kind import SCORER_KIND, SHARE
from workbook_templates.sent.sent_file import NOT_BEGUN, ScoredPart, Scoring, ScoringRule, SentFile, SentRow
from workbook_templates.tables.performance import Mark, Rating
from workbook_templates.tables.schema import NOWHERE
from workbook_templates.tables.settings import Settings

ABOUT = ("姓名", "部门", "职务")


class ScorerRows(NamedTuple):
    """The rows of one scorer while they are gathered: of a department the first, of a person the second."""

    marks: list[Mark]
    ratings: list[Rating]


class ScorerCutter(Cutter[ScorerRows]):
    """Files for the departments that score, then for the persons who do; where departments were named, for these and their people."""

    kind = SCORER_KIND

    def prepare(self) -> None:
        self.rated = {person.staff_no: person for person in self.tables.people if person.staff_no}
        self.places = {staff_no: place for place, staff_no in enumerate(self.rated)}
        self.current_marks = [row for row in self.tables.marks if self.is_current(row.period)]
        self.strangers: list[str] = []
        self.nobodys: list[str] = []

    def portions(self) -> Iterable[Portion[ScorerRows]]:
        """What is each scorer's; what is nobody's is kept for `left_out`."""
        marks, ratings = self.marks(), self.ratings()
        for name in sorted(marks, key=self.departments.order):
            yield Portion(name, frozenset({name}), ScorerRows(marks[name], []))
        for rater in sorted(ratings, key=lambda rater: rater.order):
            yield Portion(rater.name, frozenset({self.home(rater)}), ScorerRows([], ratings[rater]), rater)

    def marks(self) -> dict[str, list[Mark]]:
        """考评部门 as it is called now → its rows."""
        found: defaultdict[str, list[Mark]] = defaultdict(list)
        for row in self.current_marks:
            name = self.unit(row.scorer)
            if not name or not self.is_in_force(name):
                self.strangers.append(row.scorer or "（空）")
            elif not self.is_doubled("考评打分", row) and row.matter:
                found[name].append(row)
        return found

    def ratings(self) -> dict[Person, list[Rating]]:
        """评分人 → his rows. A name that several people bear is the one beside the person who is rated, else a leader."""
        found: defaultdict[Person, list[Rating]] = defaultdict(list)
        for row in self.tables.ratings:
            if not self.is_current(row.period):
                continue
            rated = self.rated.get(row.staff_no)
            units = (rated.department,) if rated and row.role == "部门负责人" else ()
            rater = None
            if bare_name(row.rater):
                rater = self.people.leader(row.rater, units) if row.role == "分管领导" else self.people.meant(row.rater, units)
            if rater is None:
                self.nobodys.append(f"{row.staff_no}/{row.role}/{row.rater or '（空）'}")
            elif not self.is_doubled("个人评分", row):
                found[rater].append(row)
        return found

    def home(self, rater: Person) -> str:
        """The department of a 评分人; "" for a leader."""
        person = self.people.behind(rater)
        return self.unit(person.department) if person and person.department else ""

    def file(self, portion: Portion[ScorerRows]) -> SentFile:
        """One scorer's file: the rows of one table, and its figures period by period."""
        settings, order = self.tables.settings, self.departments.order
        if portion.person is None:
            table = "考评打分"
            marks = sorted(portion.own.marks, key=lambda row: (row.period, row.matter, order(row.unit)))
            periods, shares = [row.period for row in marks], [share_of(row, settings) for row in marks]
            rows = [self.row(table, row, {SHARE: share}) for row, share in zip(marks, shares, strict=True)]
        else:
            table = "个人评分"
            ratings = sorted(portion.own.ratings, key=self.rating_order)
            periods, shares = [row.period for row in ratings], [rating_share(row, settings) for row in ratings]
            rows = [self.rating_row(row, share) for row, share in zip(ratings, shares, strict=True)]
        parts = tuple(parts_of(periods, shares, settings))
        given = sum(part.given for part in parts)
        tables: dict[str, list[SentRow]] = {name: rows if name == table else [] for name in self.kind.sheets}
        summary = {"应打分": len(rows), "已打分": given, "待打分": len(rows) - given}
        return self.sent_file(portion, tables, summary, scoring=Scoring(scoring_rule(settings), {table: parts}))

    def rating_order(self, row: Rating) -> tuple[object, ...]:
        """Sorts 个人评分 by period, department and place of the person in 人员."""
        person = self.rated.get(row.staff_no)
        place = self.places.get(row.staff_no, len(self.places))
        return row.period, self.departments.order(person.department if person else ""), place, row.role

    def rating_row(self, row: Rating, share: Fraction | None) -> SentRow:
        person = self.rated.get(row.staff_no)
        about = dict(zip(ABOUT, (person.name, person.department, person.post) if person else (None,) * 3, strict=True))
        return self.row("个人评分", row, {**about, SHARE: share})

    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """What is no scorer's, or can't be told apart."""
        return (
            (self.strangers, "个考评部门不在“部门”表里或已经停用，没有下发：请改考评部门"),
            (self.nobodys, "行个人评分的评分人空着或分不清是哪一位，没有下发：请改评分人，或在人员表里分清"),
            ([row.unit for row in self.current_marks if not row.matter], "行考评打分没有考评项目，没有下发：请填上"),
            (texts_of(self.doubled["考评打分"], self.is_scored_now), "行考评打分重复，没有下发：请删去多余的一行"),
            (texts_of(self.doubled["个人评分"], self.is_scored_now), "行个人评分重复，没有下发：请删去多余的一行"),
        )

    def is_scored_now(self, key: tuple[str, ...]) -> bool:
        """Whether the period in a key is scored now: it is the second part of both keys."""
        return self.is_current(key[1])


def share_of(row: Mark, settings: Settings) -> Fraction | None:
    """What R13 compares of a row of 考评打分."""
    return None if row.score is None or not row.full else stepped(row.score / row.full * 100, settings)


def rating_share(row: Rating, settings: Settings) -> Fraction | None:
    """What R13 compares of a row of 个人评分."""
    rating = rating_of(row, settings)
    return None if rating is None else stepped(rating, settings)


def parts_of(periods: Sequence[str], shares: Sequence[Fraction | None], settings: Settings) -> Iterable[ScoredPart]:
    """The figures of each period of a sheet whose rows stand by period."""
    for period in dict.fromkeys(periods):
        places = [place for place, other in enumerate(periods) if other == period]
        values = [share for place in places if (share := shares[place]) is not None]
        yield scored_part(period, places[0], len(places), values, settings)


def scored_part(period: str, first: int, rows: int, values: Sequence[Fraction], settings: Settings) -> ScoredPart:
    """What R13 says of these scores, and their mean."""
    part = ScoredPart(period=period, first=first, rows=rows, given=len(values), verdict=NOT_BEGUN)
    if not values:
        return part
    one = spread_of("", True, {"": [GivenScore("", "", value, NOWHERE) for value in values]}, settings)
    return part._replace(
        mean=Fraction(printed(sum(values, Fraction(0)) / len(values), settings.digits) or 0),
        spread=Fraction(printed(one.spread, settings.digits) or 0),
        deviation=Fraction(root(one.variance or Fraction(0), settings.digits)),
        rate=one.rate.value,
        verdict=verdict(one, settings),
    )


def scoring_rule(settings: Settings) -> ScoringRule:
    """R13 as these settings have it."""
    return ScoringRule(
        by=settings.spread_by,
        definition=DEFINITIONS[settings.spread_by],
        bound=settings.spread_bound,
        least=settings.spread_least,
        step=settings.spread_step,
        digits=settings.digits,
        weights=(settings.ability_weight, settings.attitude_weight, settings.work_weight),
        few=f"{FEW}（少于 {settings.spread_least} 个）",
        low=f"{BELOW} {percent(settings.spread_bound)}",
        fine=FINE,
    )
