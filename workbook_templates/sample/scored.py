"""考评打分 and 个人评分: what departments gave each other, and what heads and leaders gave persons, in each quarter."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from random import Random

from workbook_templates.sample.company import HEADS, LEADER_OF
from workbook_templates.sample.indicators import QUARTERS
from workbook_templates.sample.lists import read_sections
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.performance import Mark, Rating
from workbook_templates.tables.setup import Person

COMMENTS = (
    "工作主动，能独当一面",
    "业务熟练，台账规范",
    "执行力强，注意与班组沟通",
    "完成任务及时，材料质量有待提高",
    "现场经验丰富，需加强新系统学习",
    "急难任务能顶上",
)
STILL_DUE = 4
"""So many ratings of the last quarter lack a mark."""


def marks() -> list[Mark]:
    """The rows of 考评打分, quarter by quarter."""
    groups = [(heading, [line.split() for (line,) in rows]) for heading, rows in read_sections("scores")]
    return [
        mark
        for place in range(len(QUARTERS))
        for heading, (units, *scores) in groups
        for mark in marks_of(heading, units, scores[place], place)
    ]


def marks_of(heading: str, units: list[str], scores: list[str], place: int) -> Iterator[Mark]:
    """The marks of one scorer in the quarter at `place`; what is below the usual has a reason, a problem and what is advised."""
    scorer, matter, full, reason, problems, advice = heading.split("|")
    usual = Fraction(Counter(scores).most_common(1)[0][0].replace("-", "0"))
    for turn, (unit, text) in enumerate(zip(units, scores, strict=True)):
        score = None if text == "-" else Fraction(text)
        short = score is not None and score < usual
        yield Mark(
            period=QUARTERS[place][0], scorer=scorer, matter=matter, unit=unit, full=Fraction(full), score=score,
            basis=reason if short else "", problems=one_of(problems, turn + place) if short else "",
            advice=one_of(advice, turn + place) if short else "",
        )  # fmt: skip


def one_of(texts: str, turn: int) -> str:
    """One of the texts that a slash divides."""
    choices = texts.split("/")
    return choices[turn % len(choices)]


def ratings(people: list[Person]) -> list[Rating]:
    """The rows of 个人评分: staff by head and leader, heads by their leader; a few of the last quarter are still due."""
    draw = draw_of("ratings")
    level = {person.staff_no: draw.randint(84, 95) for person in people}
    rows = [
        Rating(period, person.staff_no, role, rater, *three(level[person.staff_no], role, draw), comment(draw))
        for period, _ in QUARTERS
        for person in people
        for role, rater in raters(person)
    ]
    last = [place for place, row in enumerate(rows) if row.period == QUARTERS[-1][0]]
    for place in draw.sample(last, STILL_DUE):
        rows[place] = rows[place]._replace(quality=None)
    return rows


def raters(person: Person) -> Iterator[tuple[str, str]]:
    """评分角色 and 评分人 of one person."""
    if person.role == "员工":
        yield "部门负责人", HEADS[person.department]
    if person.role in ("员工", "部门负责人"):
        yield "分管领导", LEADER_OF[person.department]


def three(level: int, role: str, draw: Random) -> tuple[Fraction, Fraction, Fraction]:
    """工作能力, 工作态度, 工作质量: a leader sees less and rates nearer to the middle."""
    width = 4 if role == "部门负责人" else 2
    ability, attitude, quality = (Fraction(min(98, level + draw.randint(-width, width))) for _ in range(3))
    return ability, attitude, quality


def comment(draw: Random) -> str:
    return draw.choice(COMMENTS) if draw.random() < 0.2 else ""
