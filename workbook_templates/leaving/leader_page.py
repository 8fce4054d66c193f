"""领导掌上页: one file for a leader's telephone. 390 px wide, nothing loaded, no script, light and dark; a light carries its letter.

The words and their order are in leader_page.html (Jinja, every text escaped), the look in leader_page.css. The same page gives the
same bytes.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from workbook_templates.documents.kinds import ON_TELEPHONE
from workbook_templates.reading.characters import CONTROL
from workbook_templates.sheets.web import own_page, with_colours
from workbook_templates.tables.lists import LIGHT_LETTERS

KIND = ON_TELEPHONE.name
SHOWN_AT_ONCE = 5
"""Cards of a list that lie open; the others are one touch away."""
LIGHT_CLASSES = {"红灯": "r", "黄灯": "y", "绿灯": "g", "蓝灯": "b"}


class LeaderCard(NamedTuple):
    """One matter.

    number, matter: 编号 and 事项, what it is about. tag: what is to be decided, '' on an item. light: its name, '' without one.
    who: department and person. left: how many days are left or over. overdue: whether they are over. done, planned: completion and
    序时进度 in whole per cent, None where nothing is known. lines: label and text."""

    number: str
    matter: str
    tag: str = ""
    light: str = ""
    who: str = ""
    left: str = ""
    overdue: bool = False
    done: int | None = None
    planned: int | None = None
    lines: tuple[tuple[str, str], ...] = ()


class LeaderSight(NamedTuple):
    """A figure: its name, as it is shown, the line below it."""

    name: str
    text: str
    note: str = ""


class TrendLine(NamedTuple):
    """A period: its name, red and yellow lights, 按期办结率 as text and 0..100; None, '—' and 0 where it is not known."""

    period: str
    red: int | None
    yellow: int | None
    rate: str
    share: float


class LeaderPage(NamedTuple):
    """What stands on one leader's page.

    company, office: 单位名称, 督办机构. name, post: the leader and his 职务. day: 基准日, as it is read. period: 考核期间. whole: it is
    the page of 主要领导, with everything. sights: the figures. waiting: what waits for this leader, kind → cards. alarms: red and yellow
    items. week: what is due this week. trend: closed periods, oldest first, then the running one. departments: name, green, yellow, red,
    without a light, overdue. others: leaders and what waits for them, on the page of 主要领导."""

    company: str
    office: str
    name: str
    post: str
    day: str
    period: str
    whole: bool
    sights: tuple[LeaderSight, ...]
    waiting: dict[str, tuple[LeaderCard, ...]]
    alarms: tuple[LeaderCard, ...]
    week: tuple[LeaderCard, ...]
    trend: tuple[TrendLine, ...]
    departments: tuple[tuple[str, int, int, int, int, int], ...]
    others: tuple[tuple[str, int], ...] = ()

    @property
    def decisions(self) -> int:
        """How much waits for this leader."""
        return sum(map(len, self.waiting.values()))


def leader_page(page: LeaderPage) -> bytes:
    """The bytes of the page, UTF-8."""
    body = template().render(page=page, most=max((line.red or 0) + (line.yellow or 0) for line in page.trend) or 1 if page.trend else 1)
    return own_page(f"{page.name}　{KIND}　{page.day}", look(), "", body)


@cache
def template() -> Template:
    """The page with its words."""
    language = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, finalize=cleaned, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    language.globals.update(letters=LIGHT_LETTERS, classes=LIGHT_CLASSES, at_once=SHOWN_AT_ONCE)
    return language.get_template("leader_page.html")


def cleaned(value: object) -> object:
    """A text without the signs that HTML does not allow; it is escaped afterwards."""
    return CONTROL.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def look() -> str:
    """The style, in the colours and the type of 操作台."""
    return with_colours(Path(__file__).with_name("leader_page.css").read_text(encoding="utf-8"))
