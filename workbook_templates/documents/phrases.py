"""分析语句: the sentences of analysis in bulletins. The office edits the words in 模板/分析语句.docx; when one is said the rules decide.

Each situation declares when it holds, what its sentence may name, and which words would say more than that: a sentence for equal
figures can't speak of a rise, one for a tie can't name a single leader.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from workbook_templates.documents.marks import Figure, clean
from workbook_templates.documents.shapes import Shape

RISE = ("上升", "提高", "提升", "增加", "增长", "好转", "攀升", "增多")
FALL = ("下降", "降低", "减少", "回落", "下滑", "滑坡", "退步", "变差")
SAME = ("持平", "相同", "一致", "不变")
FIRST = ("首位", "第一", "最高", "领先", "居首")
LAST = ("末位", "最后", "最低", "垫底", "靠后", "倒数")
TIE = ("并列",)
EARLIER = ("上期", "上季", "上月", "环比", "同比", "较")
VALUE: Shape = {"名称": "什么数", "本期": "本期的数", "上期": "上次定稿的数", "差": "相差多少，不带正负号", "上期间": "上次定稿的期间"}
PLACE: Shape = {"类型": "部门类型", "数": "参加排名的部门数", "部门": "部门；并列的以、隔开", "得分": "得分", "名称": "什么得分"}


class Situation(NamedTuple):
    """One line of the page. barred: words that would not be true here; needed: one of these has to be said."""

    name: str
    when: str
    facts: Shape
    sentence: str
    barred: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


SITUATIONS: dict[str, Situation] = {
    one.name: one
    for one in (
        Situation(
            "得分上升", "印出来的得分或比率高于上次定稿的", VALUE, "{{ 名称 }}{{ 本期 }}，较{{ 上期间 }}（{{ 上期 }}）上升{{ 差 }}。",
            (*FALL, *SAME), RISE,
        ),
        Situation(
            "得分下降", "印出来的得分或比率低于上次定稿的", VALUE, "{{ 名称 }}{{ 本期 }}，较{{ 上期间 }}（{{ 上期 }}）下降{{ 差 }}。",
            (*RISE, *SAME), FALL,
        ),
        Situation(
            "得分持平", "印出来的得分或比率与上次定稿的一样", VALUE, "{{ 名称 }}{{ 本期 }}，与{{ 上期间 }}持平。", (*RISE, *FALL), SAME,
        ),
        Situation(
            "数量增加", "项数多于上次定稿的", VALUE, "{{ 名称 }}{{ 本期 }}，较{{ 上期间 }}增加{{ 差 }}。", (*FALL, *SAME), RISE,
        ),
        Situation(
            "数量减少", "项数少于上次定稿的", VALUE, "{{ 名称 }}{{ 本期 }}，较{{ 上期间 }}减少{{ 差 }}。", (*RISE, *SAME), FALL,
        ),
        Situation(
            "数量持平", "项数与上次定稿的一样", VALUE, "{{ 名称 }}{{ 本期 }}，与{{ 上期间 }}持平。", (*RISE, *FALL), SAME,
        ),
        Situation(
            "部门上升", "有部门的得分高于上次定稿的；只列升得最多的三个（并列的都列）",
            {"名称": "什么得分", "上期间": "上次定稿的期间", "数": "上升的部门数", "名单": "部门和升了多少，以、隔开"},
            "与{{ 上期间 }}相比，{{ 名称 }}上升的部门{{ 数 }}个，升幅较大的有{{ 名单 }}。", (*FALL, *SAME), RISE,
        ),
        Situation(
            "部门下降", "有部门的得分低于上次定稿的；只列降得最多的三个（并列的都列）",
            {"名称": "什么得分", "上期间": "上次定稿的期间", "数": "下降的部门数", "名单": "部门和降了多少，以、隔开"},
            "{{ 名称 }}下降的部门{{ 数 }}个，降幅较大的有{{ 名单 }}。", (*RISE, *SAME), FALL,
        ),
        Situation(
            "独居首位", "同类型参加排名的部门中，只有一个得分最高", PLACE,
            "{{ 类型 }}{{ 数 }}个部门中，{{ 部门 }}{{ 名称 }}{{ 得分 }}分，居首位。", (*LAST, *TIE, *EARLIER),
        ),
        Situation(
            "并列首位", "同类型参加排名的部门中，得分最高的不止一个，又不是全部相同", PLACE,
            "{{ 类型 }}{{ 数 }}个部门中，{{ 部门 }}{{ 名称 }}均为{{ 得分 }}分，并列首位。", (*LAST, *EARLIER), TIE,
        ),
        Situation(
            "独居末位", "同类型参加排名的部门中，只有一个得分最低", PLACE, "{{ 部门 }}{{ 名称 }}{{ 得分 }}分，在{{ 类型 }}中相对靠后。",
            (*FIRST, *TIE, *EARLIER),
        ),
        Situation(
            "并列末位", "同类型参加排名的部门中，得分最低的不止一个，又不是全部相同", PLACE,
            "{{ 部门 }}{{ 名称 }}均为{{ 得分 }}分，在{{ 类型 }}中并列靠后。", (*FIRST, *EARLIER), TIE,
        ),
        Situation(
            "得分相同", "同类型参加排名的部门不止一个，得分全部相同", PLACE, "{{ 类型 }}{{ 数 }}个部门{{ 名称 }}相同，均为{{ 得分 }}分。",
            (*FIRST, *LAST, *EARLIER),
        ),
        Situation(
            "失分原因", "得分靠后的部门，失分最多的几处（由得失分得出）",
            {"部门": "部门", "名称": "什么得分", "名单": "失分处和分值，以；隔开"},
            "{{ 部门 }}失分主要在：{{ 名单 }}。", (*RISE, *FALL, *FIRST, *EARLIER),
        ),
        Situation(
            "红灯最多", "只有一个部门红灯最多，且不少于 2 项", {"部门": "部门", "数": "它的红灯数", "总数": "全部红灯数"},
            "红灯相对集中在{{ 部门 }}，有{{ 数 }}项，全部红灯{{ 总数 }}项。", (*RISE, *FALL, *EARLIER),
        ),
        Situation(
            "逾期最久", "只有一项逾期未办结的天数最多", {"部门": "主责部门", "编号": "事项编号", "天数": "逾期几天"},
            "逾期时间最长的是{{ 部门 }}的{{ 编号 }}，已逾期{{ 天数 }}天。", (*RISE, *FALL, *EARLIER),
        ),
        Situation(
            "亮点", "期间内的反馈记录里“亮点”为“是”", {"部门": "部门", "编号": "事项编号", "内容": "反馈的内容"},
            "{{ 部门 }}（{{ 编号 }}）：{{ 内容 }}。",
        ),
    )
}  # fmt: skip
"""Name → every situation that a sentence is said in."""


class Sentence(str):
    """A finished sentence, its figures between their marks."""

    __slots__ = ()


class Phrases:
    """The sentences in force, by situation; a blank one is not said."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.sentences = {name: sentences.get(name, one.sentence) for name, one in SITUATIONS.items()}

    @cached_property
    def made(self) -> dict[str, Template]:
        """What a sentence may do: print and choose, as a template. Not escaped here: the paper escapes all that it is given."""
        language = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        return {name: language.from_string(text) for name, text in self.sentences.items() if text}

    def say(self, situation: str, **facts: Any) -> list[dict[str, Sentence]]:
        """The sentence, in a list; an empty one where the office has taken it out. Facts are those that the situation declares."""
        if facts.keys() != SITUATIONS[situation].facts.keys():
            raise KeyError(f"{situation}: {sorted(facts)}")
        if situation not in self.made:
            return []
        plain = {name: value if isinstance(value, Figure) else clean(str(value)) for name, value in facts.items()}
        return [{"句": Sentence(self.made[situation].render(plain))}]


DEFAULT = Phrases({})
