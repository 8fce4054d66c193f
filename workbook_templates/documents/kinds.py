"""The kinds of papers (文种).

A new kind is a module, its words in texts/ and a line here; its figures and a line in udfs/papers/papers.py."""

import importlib
from types import ModuleType
from typing import Literal, NamedTuple, TypeAlias, cast

from workbook_templates.documents.shapes import Shape, Sums, sums_in
from workbook_templates.tables.lists import DOCUMENTS

PeriodSort: TypeAlias = Literal["周", "月", "两月", "季", "半年", "年"]


class Kind(NamedTuple):
    """A kind of paper that is built.

    module: has TEXTS, its words, SHAPE, the tags, and LAYOUT, what its template is made from (or `build() → bytes`, the template, where
    that is no text).
    addressee: of the one paper that goes to all; '' where a run makes a paper for each addressee, which --dept picks among.
    periods: the sorts of its 期间, the usual one first; () for papers about single matters, where --period only narrows the choice.
    source: the rows it is made from, as the clerk is told where there are none. numbered: not so for lists that are no papers of
    the office. reply: it asks for an answer, by default after 文书回复天数. landscape: its pages lie on their side.
    analysis: it has sentences of analysis, whose words are in 模板/分析语句.docx.
    """

    name: str
    module: str
    addressee: str = ""
    periods: tuple[PeriodSort, ...] = ()
    source: str = ""
    numbered: bool = True
    reply: bool = False
    landscape: bool = False
    analysis: bool = False


DECIDED = "“问责记录”里类别为“{}”、状态为“已批”的行（拟的要领导先批）"
FOUND = "“抽查记录”里没有整改完、写了整改要求的问题和苗头；给了 --period 就是那时查出的"
STATED = "这个期间有事项、反馈、抽查或得失分的部门"
ANY: tuple[PeriodSort, ...] = ("月", "两月", "季", "半年", "年")

ALL = "各部门、各单位"

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("督办通报", "bulletin", ALL, ("月",)),
        Kind("亮灯通报", "light_bulletin", ALL, ("两月",), analysis=True),
        Kind("绩效通报", "performance_bulletin", ALL, ("季", "半年", "年"), analysis=True),
        Kind("督办考核通报", "assessment_bulletin", ALL, ("半年", "季", "年"), analysis=True),
        Kind("抽查运行通报", "inspection_bulletin", ALL, ("月",), analysis=True),
        Kind("周报", "weekly", "周例会", ("周",)),
        Kind("表扬通报", "praise_bulletin", ALL, ("两月", "月", "季", "半年", "年"), source=DECIDED.format("表扬")),
        Kind("工作建议书", "advice_paper", source="“工作建议”里的漏项和薄弱环节"),
        Kind("督办单", "supervision_order", source="“督办台账”里下达、待调整的事项；给了 --period 就是那时下达、还没有办结的事项"),
        Kind("批示办理单", "instruction_order", source="“批示”里类别为批办、还没有回复、写了对象的行", reply=True),
        Kind("办结报告", "closing_report", source="“督办台账”里基准日那个月（或 --period）办结的事项"),
        Kind("督办函", "supervision_letter", source=DECIDED.format("督办函"), reply=True),
        Kind("提醒单", "reminder_notice", source=DECIDED.format("提醒"), reply=True),
        Kind("约谈通知", "talk_notice", source=DECIDED.format("约谈"), reply=True),
        Kind("预警信息单", "warning_notice", source=DECIDED.format("预警"), reply=True),
        Kind("整改意见书", "mending_opinion", source=FOUND, reply=True),
        Kind("个人绩效反馈单", "personal_result", periods=("季", "年"), source="“人员”里在岗、有工号和角色的人"),
        Kind("对账单", "statement", periods=ANY, source=STATED, numbered=False, landscape=True),
        Kind("交接清单", "handover_list", source="工作簿", numbered=False, landscape=True),
    )
}
"""Name → the kinds that are built."""

ON_TELEPHONE = Kind("领导掌上页", "", source="“人员”里在岗的主要领导、班子成员，和有事项、有待决定的分管领导", numbered=False)
"""A page for a browser: no template of the office's, no number."""

NAMES: tuple[str, ...] = tuple(row[0] for row in DOCUMENTS)
"""Every kind of a new workbook."""


def template_of(kind: Kind) -> bytes:
    """The template of a kind as it is delivered; the same bytes each time."""
    from workbook_templates.documents.frames import made

    module = builder_of(kind)
    return cast(bytes, module.build()) if hasattr(module, "build") else made(kind.name, module.LAYOUT)


def shape_of(kind: Kind) -> Shape:
    """The tags that a template of this kind may hold."""
    return cast(Shape, builder_of(kind).SHAPE)


def sums_of(kind: Kind) -> Sums:
    """What has to add up in a paper of this kind."""
    return sums_in(builder_of(kind).TEXTS.get("合计", ""))


def builder_of(kind: Kind) -> ModuleType:
    """The module of a kind, imported when the kind is asked for: a run makes one kind, and each has a template's worth of words."""
    return importlib.import_module(f"workbook_templates.documents.{kind.module}")
