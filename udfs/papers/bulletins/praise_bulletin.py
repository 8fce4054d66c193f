"""表扬通报: the departments whose 表扬 the leaders have approved, and the items that it is for.

What it praises is looked at once more before it is written: nothing late or overdue in the period and nothing with a deduction stands in
it; where an approved row says otherwise, nothing is written and the clerk is told which. Nothing else of 问责记录 is read.
"""

from collections.abc import Iterable
from typing import NamedTuple

from udfs.papers.bulletins.bulletin_words import listed_item, period_texts, tally
from udfs.papers.evidence import Evidence, counted, item_row, nowhere
from udfs.papers.paper_matters import items_by_number, said_of
from udfs.papers.paper_words import Context, Heading, counts
from udfs.rules.decisions.accountability import PRAISE, blamed_items, is_late, praised
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.proposed_rows import origin_in
from udfs.rules.ground.states import DECIDED
from udfs.rules.judging.judgement import JudgedItem, Judgement, judge_period
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases
from workbook_templates.reading.days import chinese_day
from workbook_templates.reading.errors import DocumentRefused
from workbook_templates.tables.daily import Accountability

SUBJECT = "督办工作表扬通报"
DONE = "已办"
NAMED = 5


class Praise(NamedTuple):
    """An approved row, its department, and the items that it praises: none where a person has written it about no item."""

    row: Accountability
    department: str
    items: tuple[JudgedItem, ...]


class PraiseFigures(NamedTuple):
    """The praises of a period, by department in the order of 部门.排序; an item is in it once."""

    judgement: Judgement
    praises: tuple[Praise, ...]

    @property
    def items(self) -> list[JudgedItem]:
        return list({judged.item.at: judged for one in self.praises for judged in one.items}.values())

    @property
    def departments(self) -> dict[str, list[Praise]]:
        return grouped((one.department, one) for one in self.praises)


def praise_figures(judgement: Judgement) -> PraiseFigures:
    """The approved praises dated in the judgement's period. Raises DocumentRefused: one praises what was late or blamed."""
    known, order = items_by_number(judgement), judgement.departments.order
    rows = approved_rows(judgement)
    looks: dict[Period, Judgement] = {}
    found, wrong = [], []
    for row in rows:
        period = period_of_row(row, judgement)
        if period not in looks:
            looks[period] = judgement if period == judgement.period else judge_period(judgement, period)
        look = looks[period]
        one = praise_of(row, known.get(row.number), look)
        wrong += [f"{judged.item.number}（“问责记录”第 {row.at.row} 行）" for judged in one.items if is_spoilt(judged, look)]
        if is_of_department(row) and not one.items:
            wrong.append(f"{row.subject}（“问责记录”第 {row.at.row} 行：现在没有可以表扬的事项）")
        found.append(one)
    if wrong:
        more = f" 等 {len(wrong)} 处" if len(wrong) > NAMED else ""
        told = "、".join(wrong[:NAMED]) + more
        raise DocumentRefused(
            f"表扬通报没有写：{told}在期间里逾期、没有按期，或有督办考核扣分，不能同时表扬。请核对“问责记录”的表扬，把不该表扬的改为“撤销”，再运行。"
        )
    return PraiseFigures(judgement, tuple(sorted(found, key=lambda one: order(one.department))))


def approved_rows(judgement: Judgement) -> list[Accountability]:
    """The 已批 praises dated in the period, and those that have been published since (已办)."""
    rows = judgement.facts.accountability
    told = (row for row in rows if row.kind == PRAISE and row.status in (DECIDED, DONE) and row.subject)
    return [row for row in told if judgement.period.contains(row.day)]


def period_of_row(row: Accountability, judgement: Judgement) -> Period:
    """The period that a row praises for: the one of its key, else the bulletin's."""
    origin = origin_in(row.origin)
    told = parse_period(origin.key.mark, judgement.facts.settings.month_end) if origin else None
    return told or judgement.period


def is_of_department(row: Accountability) -> bool:
    """Whether a rule made the row about a department as a whole."""
    return origin_in(row.origin) is not None and not row.number


def praise_of(row: Accountability, judged: JudgedItem | None, look: Judgement) -> Praise:
    """What one row praises, as of its period."""
    if judged is not None:
        return Praise(row, judged.department, (judged,))
    department = look.departments.present(row.subject)
    if not is_of_department(row):
        return Praise(row, department, ())
    green = praised(look, blamed_items(look.facts, look.period, ()))
    return Praise(row, department, tuple(one.judged for one in green if one.judged.department == department))


def is_spoilt(judged: JudgedItem, look: Judgement) -> bool:
    """Whether an item was late or overdue by the end of the period, or has a deduction or blame for it."""
    return is_late(judged, look) or judged.item.number in blamed_items(look.facts, look.period, ())


def praise_linked(figures: PraiseFigures) -> Iterable[str]:
    return (judged.item.number for judged in figures.items)


def praise_evidence(figures: PraiseFigures) -> list[Evidence]:
    """The departments and the items."""
    judgement = figures.judgement
    return [
        counted(
            "部门数", "有已批（已办）的表扬、日期在期间里的部门", "部门", [nowhere(1, name, *[None] * 7) for name in figures.departments]
        ),
        counted("表扬", "已批的表扬所指的事项，一项算一次", "事项", [item_row(judged, judgement) for judged in figures.items]),
    ]


def praise_texts(figures: PraiseFigures, heading: Heading, _say: Phrases) -> Context:
    """Everything that a template of 表扬通报 may hold; the names are those of its SHAPE."""
    place = 0
    parts = []
    for name, praises in figures.departments.items():
        items = list({judged.item.at: judged for one in praises for judged in one.items}.values())
        rows = [item_texts(judged, figures, place + at) for at, judged in enumerate(items, 1)]
        place += len(items)
        rows += [words_of(one, figures) for one in praises if not one.items]
        parts.append({"名称": name, "项数": str(len(items)) if items else "", "行": rows})
    named = [judged.department for judged in figures.items]
    others = [name for name in figures.departments if name not in named]
    return {
        **period_texts(figures.judgement, heading, SUBJECT),
        **counts({"部门数": len(figures.departments), "表扬": len(figures.items)}),
        "各部门": "、".join(filter(None, (tally(named), *others))),
        "部门表": parts,
        "附件": [],
    }


def item_texts(judged: JudgedItem, figures: PraiseFigures, place: int) -> Context:
    said = listed_item(judged, figures.judgement)
    return {
        "序号": Figure("表扬", place, role="row"), "编号": said["编号"], "事项": said["事项"], "责任人": said["责任人"],
        "情况": kept(judged),
    }  # fmt: skip


def kept(judged: JudgedItem) -> str:
    """How an item kept its deadline: 考核时限2026年10月20日，提前3天提交."""
    first, done = judged.deadline.first, judged.on_time_date
    if first is None:
        return "按要求完成"
    due = f"考核时限{chinese_day(first)}"
    if done is None:
        return f"{due}，阶段目标按期完成"
    early = (first - done).days
    return f"{due}，提前{early}天提交" if early > 0 else f"{due}，按期提交"


def words_of(one: Praise, figures: PraiseFigures) -> Context:
    """A praise that a person has written about no item."""
    fact = said_of(one.row.fact, None, figures.judgement.facts.settings) or WITHHELD
    return {"序号": "", "编号": "", "事项": "", "责任人": "", "情况": fact}
