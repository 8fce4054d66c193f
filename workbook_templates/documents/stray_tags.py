"""Tags of a template where none is filled in: document properties, alternative texts, tracked deletions, fields, notes, charts.

docxtpl would fill some of them without anybody having looked at them, and others would be printed as they stand. Every part of the file
is read; only the text of paragraphs that lint.py reads may hold a tag.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any

from docx.document import Document as Paper
from lxml import etree

from workbook_templates.reading.characters import cut

TAGGED = re.compile(r"\{\{|\{%|\{#")
SHOWN = 24
"""Letters of a text that a message shows."""
INSIDE: Mapping[str, str] = {
    "delText": "修订里删去的文字", "instrText": "域代码", "@descr": "图片或形状的替代文字", "@title": "图片或形状的替代文字",
}  # fmt: skip
"""Local name of an element or @attribute → what it is to the clerk."""
PARTS: Mapping[str, str] = {
    "docProps": "文档属性", "word/comments": "批注", "word/footnotes": "脚注", "word/endnotes": "尾注", "word/charts": "图表",
    "word/diagrams": "图示", "word/glossary": "文档部件", "word/header": "没有用到的页眉", "word/footer": "没有用到的页脚",
}  # fmt: skip
"""How a part's name begins → what it is to the clerk."""
ELSEWHERE = "正文以外的地方"
READ = etree.XMLParser(resolve_entities=False, no_network=True)


def stray_tags(paper: Paper, read: Collection[Any]) -> Iterator[str]:
    """A line for each place. read: the w:t in which tags are filled in."""
    for part in paper.part.package.iter_parts():
        root = getattr(part, "_element", None)
        name = str(part.partname).lstrip("/")
        if root is None and name.endswith(".xml"):
            try:
                root = etree.fromstring(part.blob, READ)
            except etree.XMLSyntaxError:
                continue  # nobody reads it
        if root is not None:
            where = next((told for begin, told in PARTS.items() if name.startswith(begin)), "")
            yield from dict.fromkeys(told(where, kind, text) for kind, text in tagged(root, read))


def tagged(root: Any, read: Collection[Any]) -> Iterator[tuple[str, str]]:
    """Local name and text of what holds a tag; the pieces of one text that stand one behind the other are one."""
    texts: list[tuple[str, str]] = []
    for node in root.iter(etree.Element):
        yield from ((f"@{etree.QName(name).localname}", value) for name, value in node.attrib.items() if TAGGED.search(value))
        if not len(node) and node.text and node not in read:  # of a run and a paragraph python-docx tells the text of all that is in it
            texts.append((etree.QName(node).localname, node.text))
    for kind, pieces in groupby(texts, key=lambda one: one[0]):
        if TAGGED.search(text := "".join(piece for _, piece in pieces)):
            yield kind, text


def told(where: str, kind: str, text: str) -> str:
    place = "".join(filter(None, (where, INSIDE.get(kind, "" if where else ELSEWHERE))))
    found = TAGGED.search(text)
    shown = cut(text[found.start() if found else 0 :], SHOWN)
    remedy = "请在 Word 里接受或拒绝全部修订" if kind == "delText" else "请删掉它"
    return f"{place}“{shown}”：标签只在正文、表格、文本框、页眉和页脚里填写，{remedy}"
