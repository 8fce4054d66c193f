"""个人绩效反馈单: one person's own result and how it came about; nothing about anybody else, and no name of a rater."""

from fractions import Fraction
from functools import partial

from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import NO_WORDS, said_of, titled
from udfs.papers.paper_words import Context, Heading, chinese_period, short_day, span
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.figures import BLANK, Exact, fixed, number, round_half_up
from udfs.rules.ground.history import history
from udfs.rules.ground.period_rows import rating_key, rows_of_period
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import DIMENSIONS
from udfs.rules.performance.differentiation import rating_of
from udfs.rules.performance.personal import DEPARTMENT_HEAD, STAFF, WAITING, PersonResult, Term, indicators_of_persons
from udfs.rules.performance.scoreboard import Scores, person_rows, scores_of
from workbook_templates.documents.marks import Figure
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.results import PersonScore

PERSON = "个人"
RESIDUE = "四舍五入后的差额"
CLOSED_APART = "得分以定稿为准；台账在定稿以后有改动，构成见定稿副本的“得失分”。"


def personal_drafts(desk: Desk) -> list[Draft]:
    """One for each person who is there and has a 角色, in the order of 人员; a closed period shows what was published."""
    scores = scores_of(desk.judgement)
    shown = {row.staff_no: row for row in person_rows(scores)}
    period = desk.judgement.period.name
    closed = history(desk.judgement.facts).get(period)
    published = {row.subject: row for row in closed or () if row.object_kind == PERSON}
    found = []
    for result in scores.persons:
        row = shown[result.person.staff_no]
        if closed is not None:
            kept = published.get(row.staff_no)
            row = row._replace(score=kept.score if kept else None, grade=kept.grade if kept else "", rank=kept.rank if kept else None)
        found.append(personal_draft(result, row, scores, closed is not None))
    return found


def personal_draft(result: PersonResult, row: PersonScore, scores: Scores, closed: bool) -> Draft:
    person, judgement = result.person, scores.judgement
    return Draft(
        partial(personal_texts, result, row, scores, closed),
        person.name,
        [person.staff_no],
        salutation=f"{person.name}同志",
        department=judgement.departments.present(person.department) if person.department else "",
        about=f"{person.name}_{person.staff_no}",
        figures={"工号": person.staff_no, "得分": None if row.score is None else float(row.score), "等次": row.grade},
    )


def personal_texts(result: PersonResult, row: PersonScore, scores: Scores, closed: bool, heading: Heading) -> Context:
    """The result of one person. The parts add up to the score as printed; where a closed score is another, they are left out."""
    judgement, person = scores.judgement, result.person
    settings, digits = judgement.facts.settings, judgement.facts.settings.digits
    score, when = row.score, chinese_period(judgement.period)
    parts = part_rows(result.terms, digits, result.score) if result.score is not None else []
    agrees = score is not None and result.score is not None and round_half_up(result.score, digits) == round_half_up(score, digits)
    shown = parts if agrees else []
    total = BLANK if score is None else fixed(score, digits)
    waiting = row.grade == WAITING or score is None
    return {
        **titled(heading, f"{when}个人绩效反馈单", judgement),
        "期间": when,
        "起止": span(judgement.period),
        "姓名": person.name,
        "工号": person.staff_no,
        "部门": person.department or NO_WORDS,
        "职务": person.post or NO_WORDS,
        "角色": person.role,
        "得分": Figure("得分", Fraction(0) if score is None else round_half_up(score, digits), total),
        "待评": (result.missing or "没有得分") if waiting else "",
        "等次": "" if row.grade in (WAITING, "") else row.grade,
        "排名": f"{row.role}第{number(row.rank)}名" if settings.publish_persons and row.rank is not None else "",
        "已定稿": closed,
        "构成": [{"项目": name, "得分": value, "计入": points} for name, value, points in shown],
        "构成说明": CLOSED_APART if score is not None and not agrees else "",
        "评分": rating_rows(result, judgement),
        "指标": indicator_rows(result, scores) if judgement.period.kind != "年" else [],
        "部门得分": department_rows(result, scores, digits)
        if person.role == DEPARTMENT_HEAD and agrees and judgement.period.kind != "年"
        else [],
        "加减分": [
            {"日": short_day(point.day), "事由": point.fact, "分值": number(point.points or 0), "依据": point.basis or NO_WORDS}
            for point in result.points
        ],
        "公示天数": settings.publicity_days,
        "绩效部门": settings.performance_office,
    }


def part_rows(terms: tuple[Term, ...], digits: int, score: Exact | None) -> list[tuple[str, str, Figure]]:
    """What each term gives, rounded, and a row for what rounding left, so that they sum to the printed score."""
    rounded = [round_half_up(term.points, digits) for term in terms]
    rows = [
        (term.name, fixed(term.value, digits), Figure("得分", value, fixed(value, digits), "part"))
        for term, value in zip(terms, rounded, strict=True)
    ]
    left = (round_half_up(score, digits) if score is not None else Fraction(0)) - sum(rounded, Fraction(0))
    if left:
        rows.append((RESIDUE, BLANK, Figure("得分", left, fixed(left, digits), "part")))
    return rows


def rating_rows(result: PersonResult, judgement: Judgement) -> list[Context]:
    """The marks of each role of raters, as means where several rated: who gave which is not told. A year rests on its quarters."""
    settings, found, person = judgement.facts.settings, list[Context](), result.person
    if person.role not in (DEPARTMENT_HEAD, STAFF) or judgement.period.kind == "年":
        return found
    own = [row for row in judgement.facts.ratings if row.staff_no == person.staff_no]
    rows = rows_of_period(own, judgement.period, rating_key, settings.month_end)
    for role in LISTS["评分角色"]:
        given = [row for row in rows if row.role == role and rating_of(row, settings) is not None]
        if given:
            marks = [mean_of([getattr(row, field) for row in given]) for field in ("ability", "attitude", "quality")]
            score = mean_of([rating_of(row, settings) for row in given])
            texts = [fixed(mark, settings.digits) for mark in (*marks, score)]
            found.append({"评分角色": role, **dict(zip(("能力", "态度", "质量", "加权"), texts, strict=True))})
    return found


def indicator_rows(result: PersonResult, scores: Scores) -> list[Context]:
    """The person's own indicators, whether they count by 员工指标权重 or not; what is not reported yet has no score."""
    judgement, digits = scores.judgement, scores.judgement.facts.settings.digits
    own = indicators_of_persons(scores.indicators, judgement).get(result.person.staff_no, [])
    return [
        {
            "名称": said_of(one.indicator.name, None, judgement.facts.settings) or WITHHELD,
            "目标值": BLANK if one.parts or one.indicator.goal is None else number(one.indicator.goal) + one.indicator.unit,
            "实际值": BLANK if one.parts or one.actual is None else number(one.actual) + one.indicator.unit,
            "得分": BLANK if one.score is None else fixed(one.score, digits),
        }
        for one in own
    ]


def mean_of(values: list[Fraction | None]) -> Fraction:
    there = [value for value in values if value is not None]
    return sum(there, Fraction(0)) / len(there)


def department_rows(result: PersonResult, scores: Scores, digits: int) -> list[Context]:
    """For a head: the dimensions of the department's composite."""
    composed = scores.composites.get(scores.judgement.departments.present(result.person.department))
    if composed is None:
        return []
    present = {share.dimension: share for share in composed.shares}
    rows = [
        {"维度": name, "得分": fixed(present[name].score, digits), "占比": f"{number(round_half_up(present[name].part * 100, 1))}%"}
        for name in DIMENSIONS
        if name in present
    ]
    if composed.points is not None:
        rows.append({"维度": "加减分", "得分": fixed(composed.points, digits), "占比": BLANK})
    return rows
