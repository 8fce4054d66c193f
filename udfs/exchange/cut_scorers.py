"""What each scorer gets to see: a 考评部门 its rows of 考评打分, a 评分人 his rows of 个人评分, of the periods that are scored now; and
what the rules say of these scores so far. Nothing that anybody else gave.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cut_rows import Cut, Wanted, doubled, is_current, sent_row, texts_of, told
from udfs.rules.ground.departments import is_in_force
from udfs.rules.ground.figures import percent, printed
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.differentiation import BELOW, DEFINITIONS, FEW, FINE, GivenScore, rating_of, root, spread_of, stepped, verdict
from udfs.rules.supervision.reminder_people import People, bare_name
from udfs.rules.supervision.reminder_people import Recipient as Person
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.scored_part import NOT_BEGUN, ScoredPart, Scoring, ScoringRule
from workbook_templates.sent.scoring_tables import SCORING_TABLES, SHARE
from workbook_templates.sent.sent_kinds import SCORER, addressee_of
from workbook_templates.sent.sent_tables import Addressee, SentRow
from workbook_templates.tables.daily import Mark, Rating
from workbook_templates.tables.schema import NOWHERE
from workbook_templates.tables.settings import Settings


class Own(NamedTuple):
    """The rows of one scorer while they are gathered."""

    marks: list[Mark]
    ratings: list[Rating]


def cut_scorers(tables: Tables, judgement: Judgement, wanted: Wanted) -> Cut:
    """The sheets of the departments that score, then of the persons who do; where departments were named, of these and their people."""
    cutter = ScorerCutter(tables, judgement)
    marks, ratings = cutter.marks(), cutter.ratings()
    offices = [name for name in sorted(marks, key=judgement.departments.order) if not wanted.asked or name in wanted.names]
    raters = sorted(ratings, key=lambda rater: rater.order)
    if wanted.asked:
        raters = [rater for rater in raters if cutter.home(rater) in wanted.names]
    made = [cutter.office(name, marks[name]) for name in offices] + [cutter.rater(rater, ratings[rater]) for rater in raters]
    return Cut(tuple(made), cutter.left_out())


class ScorerCutter:
    """The rows of a run that are scored now, and by whom."""

    def __init__(self, tables: Tables, judgement: Judgement) -> None:
        self.tables, self.judgement, self.settings = tables, judgement, tables.settings
        self.people = People(judgement.facts, judgement.departments, judgement.as_of)
        self.staff = {person.staff_no: person for person in tables.people if person.staff_no}
        closed = {row.period for row in tables.closed}
        self.current_marks = [row for row in tables.marks if is_current(row.period, judgement, closed)]
        self.current_ratings = [row for row in tables.ratings if is_current(row.period, judgement, closed)]
        self.doubled_marks = doubled(mark_key(row) for row in self.current_marks)
        self.doubled_ratings = doubled(rating_key(row) for row in self.current_ratings)
        self.strangers: list[str] = []
        self.nobodys: list[str] = []

    def marks(self) -> dict[str, list[Mark]]:
        """考评部门 as it is called now → its rows."""
        found: defaultdict[str, list[Mark]] = defaultdict(list)
        departments, as_of = self.judgement.departments, self.judgement.as_of
        for row in self.current_marks:
            name = departments.heir(row.scorer, as_of)
            if not name or not is_in_force(departments.find(name), as_of):
                self.strangers.append(row.scorer or "（空）")
            elif mark_key(row) not in self.doubled_marks and row.matter:
                found[name].append(row)
        return found

    def ratings(self) -> dict[Person, list[Rating]]:
        """评分人 → his rows. A name that several people bear is the one beside the person who is rated, else a leader."""
        found: defaultdict[Person, list[Rating]] = defaultdict(list)
        for row in self.current_ratings:
            rated = self.staff.get(row.staff_no)
            units = (rated.department,) if rated and row.role == "部门负责人" else ()
            rater = None
            if bare_name(row.rater):
                rater = self.people.leader(row.rater, units) if row.role == "分管领导" else self.people.meant(row.rater, units)
            if rater is None:
                self.nobodys.append(f"{row.staff_no}/{row.role}/{row.rater or '（空）'}")
            elif rating_key(row) not in self.doubled_ratings:
                found[rater].append(row)
        return found

    def home(self, rater: Person) -> str:
        """The department of a 评分人; "" for a leader."""
        person = self.people.behind(rater)
        own = person.department if person else ""
        return self.judgement.departments.heir(own, self.judgement.as_of) if own else ""

    def office(self, name: str, rows: list[Mark]) -> Addressee:
        """The file of a department that scores."""
        order = self.judgement.departments.order
        rows = sorted(rows, key=lambda row: (row.period, row.matter, order(row.unit)))
        shares = [share_of(row, self.settings) for row in rows]
        sent = [sent_row(SCORER, "考评打分", row, {SHARE: share}) for row, share in zip(rows, shares, strict=True)]
        known = self.judgement.departments.find(name)
        contact = (known.liaison, known.phone) if known else ("", "")
        return self.scorer(name, contact, "联系人", "考评打分", sent, [row.period for row in rows], shares)

    def rater(self, rater: Person, rows: list[Rating]) -> Addressee:
        """The file of a person who rates persons."""
        order = self.judgement.departments.order
        places = {staff_no: place for place, staff_no in enumerate(self.staff)}

        def key(row: Rating) -> tuple[object, ...]:
            person = self.staff.get(row.staff_no)
            return row.period, order(person.department if person else ""), places.get(row.staff_no, len(places)), row.role

        rows = sorted(rows, key=key)
        shares = [rating_share(row, self.settings) for row in rows]
        sent = [self.rating_row(row, share) for row, share in zip(rows, shares, strict=True)]
        person = self.people.behind(rater)
        return self.scorer(rater.name, (person.post if person else "", ""), "职务", "个人评分", sent, [row.period for row in rows], shares)

    def rating_row(self, row: Rating, share: Fraction | None) -> SentRow:
        person = self.staff.get(row.staff_no)
        about = {"姓名": person.name, "部门": person.department, "职务": person.post} if person else dict.fromkeys(("姓名", "部门", "职务"))
        return sent_row(SCORER, "个人评分", row, {**about, SHARE: share})

    def scorer(
        self,
        name: str,
        contact: tuple[str, str],
        label: str,
        table: str,
        rows: list[SentRow],
        periods: Sequence[str],
        shares: Sequence[Fraction | None],
    ) -> Addressee:
        parts = tuple(parts_of(periods, shares, self.settings))
        given = sum(part.given for part in parts)
        tables: dict[str, list[SentRow]] = {other: [] for other in SCORING_TABLES} | {table: rows}
        summary = {"应打分": len(rows), "已打分": given, "待打分": len(rows) - given}
        scoring = Scoring(scoring_rule(self.settings), {table: parts})
        return Addressee(addressee_of(SCORER, name), *contact, (), tables, summary, (), scoring, label)

    def left_out(self) -> tuple[str, ...]:
        """What should have gone to a scorer and could not, as messages for the clerk."""
        return told(
            (
                (self.strangers, "个考评部门不在“部门”表里或已经停用，没有下发：请改考评部门"),
                (self.nobodys, "行个人评分的评分人空着或分不清是哪一位，没有下发：请改评分人，或在人员表里分清"),
                ([row.unit for row in self.current_marks if not row.matter], "行考评打分没有考评项目，没有下发：请填上"),
                (texts_of(self.doubled_marks), "行考评打分重复，没有下发：请删去多余的一行"),
                (texts_of(self.doubled_ratings), "行个人评分重复，没有下发：请删去多余的一行"),
            )
        )


def mark_key(row: Mark) -> tuple[str, ...]:
    return row.matter, row.period, row.scorer, row.unit


def rating_key(row: Rating) -> tuple[str, ...]:
    return row.staff_no, row.period, row.role, row.rater


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
        yield part_of(period, places[0], len(places), values, settings)


def part_of(period: str, first: int, rows: int, values: Sequence[Fraction], settings: Settings) -> ScoredPart:
    """What R13 says of these scores, and their mean."""
    if not values:
        return ScoredPart(period, first, rows, 0, None, None, None, None, NOT_BEGUN)
    one = spread_of("", True, {"": [GivenScore("", "", value, NOWHERE) for value in values]}, settings)
    mean = printed(sum(values, Fraction(0)) / len(values), settings.digits)
    spread, rate = printed(one.spread, settings.digits), one.rate.value
    deviation = root(one.variance or Fraction(0), settings.digits)
    return ScoredPart(
        period, first, rows, len(values), Fraction(mean or 0), Fraction(spread or 0), Fraction(deviation), rate, verdict(one, settings)
    )  # fmt: skip


def scoring_rule(settings: Settings) -> ScoringRule:
    """R13 as these settings have it."""
    return ScoringRule(
        settings.spread_by,
        DEFINITIONS[settings.spread_by],
        settings.spread_bound,
        settings.spread_least,
        settings.spread_step,
        settings.digits,
        (settings.ability_weight, settings.attitude_weight, settings.work_weight),
        f"{FEW}（少于 {settings.spread_least} 个）",
        f"{BELOW} {percent(settings.spread_bound)}",
        FINE,
    )
