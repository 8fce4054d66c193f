"""What the bulletins say alike: their heading and period, what they say of an item, lists that go into an annex where they are long.

A list of up to SHORT rows is told in the text, a longer one goes into an annex. No person is named unless 通报点名 says so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from udfs.papers.paper_matters import may_name, period_tags, titled
from udfs.papers.paper_words import Context, Heading, long_day, short_day, title_of
from udfs.rules.discretion import matter_of
from udfs.rules.ground.figures import BLANK, round_half_up
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.marks import Figure
from workbook_templates.tables.lists import LISTS

SHORT = 6
"""Rows that a list in the text may have."""
NO_NUMBER = "（未编号）"
WHOLE = 100
LIGHT_FIELDS = dict(zip(LISTS["灯"], ("green", "yellow", "red", "blue"), strict=True))
"""Light → the field of DepartmentLight that counts it."""


def period_texts(judgement: Judgement, heading: Heading, subject: str) -> Context:
    """The tags that every bulletin of a period has."""
    company = judgement.facts.settings.company or heading.issuer
    title = title_of(company, judgement.period, subject)
    return {**titled(heading, title, judgement, heading.issuer), **period_tags(judgement)}


def listed_item(judged: JudgedItem | None, judgement: Judgement, number: str = "") -> Context:
    """What every list says of an item. number: what a row calls an item that is not in the ledger (judged None)."""
    if judged is None:
        return {"编号": number or NO_NUMBER, "事项": BLANK, "部门": BLANK, "责任人": "", "时限": BLANK, "时限日": BLANK}
    return {
        "编号": judged.item.number or NO_NUMBER,
        "事项": matter_of(judged.item, judgement.facts.settings),
        "部门": judged.department,
        "责任人": judged.item.responsible if may_name(judgement) else "",
        "时限": short_day(judged.deadline.first),
        "时限日": long_day(judged.deadline.first),
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


# lists


def listed(name: str, title: str, rows: list[Context], *, always: bool = False) -> Context:
    """A list: its count, its rows numbered, its annex number (given in `numbered`) where it is long or always an annex."""
    for place, row in enumerate(rows, 1):
        row["序号"] = Figure(name, place, role="row")
    return {"条数": Figure(name, len(rows)), "标题": title, "附件": "附件" if always or len(rows) > SHORT else "", "行": rows}


def numbered(lists: Context) -> list[Context]:
    """Give the long lists their annex numbers (none where there is but one), and tell what 附件说明 says."""
    long = [one for one in lists.values() if one.get("附件")]
    for place, one in enumerate(long, 1):
        one["附件"] = f"附件{place}" if len(long) > 1 else "附件"
    return [{"说明": f"{place}．{one['标题']}" if len(long) > 1 else one["标题"]} for place, one in enumerate(long, 1)]


def tally(words: Iterable[str]) -> str:
    """运检部5项、营销部3项, in the order in which they come."""
    return "、".join(f"{word}{count}项" for word, count in Counter(words).items())


def shares(parts: Mapping[str, int]) -> dict[str, tuple[Fraction, bool]]:
    """Name → its share in percent with one decimal, and whether it was adjusted so that all add up to 100: the largest absorbs."""
    total = sum(parts.values())
    if not total:
        return {}
    found = {name: round_half_up(Fraction(count * WHOLE, total), 1) for name, count in parts.items()}
    left = WHOLE - sum(found.values(), Fraction(0))
    largest = max(parts, key=lambda name: parts[name])
    return {name: (share + left, bool(left)) if name == largest else (share, False) for name, share in found.items()}
