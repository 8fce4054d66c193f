"""The words of papers and the tags that a template may hold, as data: lint.py checks a template against them, the manual lists them."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

Shape = dict[str, object]
"""The tags that a template may hold: name → what it is (a text), a group of tags (a Shape), or a list of rows ([Shape])."""

Sums = tuple[tuple[str, tuple[str, ...]], ...]
"""What has to add up: a figure, and the figures it is the sum of."""

FOLDER = Path(__file__).with_name("texts")


def read_texts(name: str) -> dict[str, str]:
    """The texts of a file by name; '' is the one that stands first, above all names."""
    parts = f"# \n{(FOLDER / f'{name}.txt').read_text(encoding='utf-8')}".split("\n# ")
    found = {title.removeprefix("# "): text.strip("\n") for title, _, text in (part.partition("\n") for part in parts)}
    return {title: text for title, text in found.items() if text}


TEXTS = read_texts("shared_tags")


def tags_in(text: str, groups: Mapping[str, object] = MappingProxyType({})) -> Shape:
    """The tags of a text in its order: a line is '标签、标签：含义', or the bare name of one of the groups."""
    lines = (line.partition("：") for line in text.splitlines())
    return {name: meaning or groups[name] for names, _, meaning in lines for name in names.split("、")}


def sums_in(text: str) -> Sums:
    """What has to add up, a line each: '合计＝标签＋标签'."""
    lines = (line.split("＝") for line in text.splitlines())
    return tuple((total, tuple(parts.split("＋"))) for total, parts in lines)


SHARED: Shape = tags_in(TEXTS["每种文书"])
"""Tags of every paper."""

ITEM_TAGS: Shape = tags_in(TEXTS["表单里的事项"])
"""What a form says of an item."""

CONTACT: Shape = tags_in(TEXTS["联系人"])
"""Whom to ask."""

LISTED_ITEM: Shape = tags_in(TEXTS["清单里的事项"])
"""What a list in a bulletin says of an item."""

PERIODIC: Shape = {**SHARED, **tags_in(TEXTS["期间"])}
"""Tags of every paper about a period."""


REASONS: Shape = {
    "条数": "事由数",
    "行": [{"序号": "第几行", **ITEM_TAGS, "有事项": "编号是台账里的事项时为真", "事实": "“问责记录”的事实", "日": "“问责记录”的日期"}],
}
"""What a letter or form says of several decided rows."""


def list_of(row: Shape, **more: str) -> Shape:
    """A list with its count, its annex and its rows."""
    return {"条数": "行数", "附件": "附件序号；条数少、写在正文里时空着", "标题": "附件标题", **more, "行": [row]}


def stages_of(**more: str) -> Shape:
    """The stages of an item."""
    return {
        "条数": "阶段数",
        "行": [{"序号": "第几行", "阶段": "阶段", "任务": "阶段任务", "责任人": "姓名", "时限日": "2026年6月30日", **more}],
    }


def said(what: str) -> list[Shape]:
    """Sentences of analysis."""
    return [{"句": f"{what}的一句话，语句在“模板/分析语句.docx”里改"}]
