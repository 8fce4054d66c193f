"""The words and figures that every paper shares: days and periods in Chinese, counts and rates, what stands above and below its text.

And 文号: the next number of a 代字 in a year, from what 文书登记 holds.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from udfs.rules.ground.figures import BLANK, Exact, Rate, fixed, number, round_half_up
from udfs.rules.ground.periods import Period
from workbook_templates.documents.marks import Figure, Role
from workbook_templates.documents.titles import FULL_LINE, lines_of
from workbook_templates.reading.days import chinese_day
from workbook_templates.tables.logs import Paper

Context: TypeAlias = dict[str, Any]
"""What a template takes: tag → text, figure, group or list of rows."""
SIGNATURE = 15.0
"""Characters on a line of 署名."""


class Heading(NamedTuple):
    """What stands at the top and the end of a paper.

    issuer: 落款单位. addressee: 主送 as printed. copies: 抄送. number: 文号, '' of a draft. day: 成文日期. reply_due: 要求回复日期, None
    where no answer is asked for. signer: 签发人."""

    issuer: str
    addressee: str
    copies: Sequence[str]
    number: str
    day: dt.date
    reply_due: dt.date | None = None
    signer: str = ""


def heading_texts(heading: Heading, title: str, names: Iterable[str]) -> Context:
    """The tags that every paper has."""
    day, names = chinese_day(heading.day), list(names)
    return {
        "送审稿": "" if heading.number else "送审稿",
        "发文机关标志": f"{heading.issuer}文件",
        "发文机关": heading.issuer,
        "文号": heading.number,
        "标题": "\n".join(lines_of(title, names, FULL_LINE)),
        "主送": heading.addressee,
        "署名": "\n".join(lines_of(heading.issuer, names, SIGNATURE)),
        "成文日期": day,
        "抄送": "，".join(heading.copies),
        "印发机关": heading.issuer,
        "印发日期": day,
        "签发人": heading.signer,
        "要求回复日期": chinese_day(heading.reply_due) if heading.reply_due else "",
    }


def title_of(company: str, period: Period, subject: str = "督办工作通报") -> str:
    """示范供电公司2026年10月份督办工作通报."""
    return f"{company}{chinese_period(period)}{subject}"


def long_day(day: dt.date | None, blank: str = BLANK) -> str:
    """A day in running text."""
    return blank if day is None else chinese_day(day)


def short_day(day: dt.date | None, blank: str = BLANK) -> str:
    """A day in a table: 2026-3-5 has no place in a column, 2026-03-05 has."""
    return blank if day is None else day.isoformat()


def chinese_period(period: Period) -> str:
    """2026年10月份, 2026年9至10月, 2026年第三季度, 2026年上半年, 2026年度, 2026年第23周."""
    forms = {
        "月": f"{period.index}月份",
        "两月": f"{2 * period.index - 1}至{2 * period.index}月",
        "季": f"第{'一二三四'[(period.index - 1) % 4]}季度",
        "半年": "上半年" if period.index == 1 else "下半年",
        "年": "度",
        "周": f"第{period.index}周",
    }
    return f"{period.year}年{forms[period.kind]}"


def span(period: Period) -> str:
    """10月1日至10月31日; with its years where it crosses one."""
    first, last = period.first, period.last
    year = f"{first.year}年" if first.year != last.year else ""
    ending = f"{last.year}年" if year else ""
    return f"{year}{first.month}月{first.day}日至{ending}{last.month}月{last.day}日"


# figures that stay recognisable


def counts(values: Mapping[str, Exact], role: Role = "total") -> Context:
    """Counts as figures, by their names."""
    return {name: Figure(name, value, number(value), role) for name, value in values.items()}


def rate_figure(name: str, rate: Rate, role: Role = "total") -> Figure:
    """A rate with numerator and denominator."""
    return Figure(name, (rate.numerator, rate.denominator), rate.text(), role)


def figures_of_rates(rates: Mapping[str, Rate]) -> Context:
    """Rates as figures, by their names."""
    return {name: rate_figure(name, rate) for name, rate in rates.items()}


def points_figure(name: str, points: Exact, digits: int, role: Role = "total") -> Figure:
    """Points as printed."""
    return Figure(name, round_half_up(points, digits), fixed(points, digits), role)


def signed_figure(name: str, points: Exact, shown: str, role: Role = "total") -> Figure:
    """Points added or taken, as an official says it: 加2, 扣2. shown: the number with its minus."""
    sign = "扣" if points < 0 else "加" if points > 0 else ""
    return Figure(name, points, sign + shown.removeprefix("-"), role)


def points_text(points: Exact | None, digits: int) -> str:
    """Points as printed, — where there are none."""
    return BLANK if points is None else fixed(points, digits)


CELL = 32_767
"""Characters that a cell holds."""
TAIL = re.compile(r"[〔\[(【<《{]?(20\d\d)[〕\])】>》}]?(?:年)?[-—_/.]?第?0*(\d{1,6})[号期]?")


def number_text(code: str, year: int, number: int) -> str:
    """督通报〔2026〕3号."""
    return f"{code}〔{year}〕{number}号"


def next_number(papers: Iterable[Paper], code: str, year: int) -> int:
    """One more than the highest number of this 代字 and year, however it was typed; gaps stay gaps."""
    numbers = (number_in(paper.number, code, year) for paper in papers)
    return max((number for number in numbers if number is not None), default=0) + 1


def number_in(text: str, code: str, year: int) -> int | None:
    """The number in a 文号 of this 代字 and year: 督通报〔2026〕3号, 督通报[2026]03, 督通报2026-3. None for any other text."""
    plain, head = squeezed(text), squeezed(code)
    if not head or not plain.startswith(head):
        return None
    found = TAIL.fullmatch(plain[len(head) :])
    return int(found[2]) if found and int(found[1]) == year else None


def squeezed(text: str) -> str:
    """Without blanks, in half width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def linked_cells(numbers: Iterable[str], longest: int = CELL) -> list[str]:
    """关联编号: the numbers joined by 、, in as many cells as they need; one blank cell where there are none."""
    cells = [""]
    for one in dict.fromkeys(numbers):
        joined = f"{cells[-1]}、{one}" if cells[-1] else one
        if len(joined) > longest and cells[-1]:
            cells.append(one)
        else:
            cells[-1] = joined
    return cells
