"""What is wrong in a template that the office has edited, each with its place, before anything is filled in.

A tag may print what it is given, repeat rows and paragraphs, and choose between them: nothing else, so that a template from
somewhere else can do no harm. The tags are docxtpl's: {{ 名称 }}, {% if %}, {%p for %} (whole paragraphs), {%tr for %} (rows).
"""

import difflib
import re
from collections.abc import Mapping
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from workbook_templates.documents.render import Piece, environment, opened, pieces_of
from workbook_templates.documents.shapes import Shape
from workbook_templates.documents.stray_tags import stray_tags

TAG = re.compile(r"\{\{(?P<shown>.*?)\}\}|\{%(?P<done>.*?)%\}|\{#.*?#\}")
BROKEN = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|[｛{][｛%％]|[｝%％][｝]|[{｛]％|％[}｝]")
BEGINNINGS = ("{{", "{%", "{#")
PREFIX = re.compile(r"(p|tr|tc|r)(?=\s)\s+")
QUOTES = str.maketrans("“”‘’", "\"\"''")
WORDS = ("for", "endfor", "if", "elif", "else", "endif")
FILTERS = ("length", "join", "first", "last")
LOOP: Shape = dict.fromkeys(("index", "index0", "first", "last", "length", "revindex", "revindex0"), "")
LONGEST_TEXT, LONGEST_TAG, MOST_TAGS, DEEPEST = 50_000, 300, 3_000, 8
"""What no template of a paper needs more of: letters of a paragraph with tags, letters of a tag, tags, blocks in one another."""
ENOUGH = 20
"""Entries that one message tells; a template with more is not a slip of the pen."""

SIMPLE = (nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr)


class Block(NamedTuple):
    """A for or if that is open. names: what it gives names to; prefix: p, tr, tc or nothing; holder: where its end has to stand."""

    word: str
    prefix: str
    holder: object
    place: str
    tag: str
    names: dict[str, object]


class Wrong(Exception):
    """What is wrong with an expression."""


def problems_in(template: bytes, name: str, shape: Shape) -> list[str]:
    """Every mistake of a template, as lines for the clerk; [] when it may be filled in. Raises FileRefused for what is no .docx."""
    found: list[str] = []
    reader = Reader(shape, found)
    part, read = "", set[object]()
    paper = opened(template, name)
    for piece in pieces_of(paper):
        here = piece.place.partition("第 ")[0]
        if here != part:
            reader.close()
            part = here
        reader.read(piece)
        read.update(piece.nodes)
    reader.close()
    found += stray_tags(paper, read)
    return found[:ENOUGH] + ([f"……另有 {len(found) - ENOUGH} 处"] if len(found) > ENOUGH else [])


class Reader:
    """Reads a template paragraph by paragraph, and knows which blocks are open."""

    def __init__(self, shape: Shape, found: list[str]) -> None:
        self.shape, self.found = shape, found
        self.open: list[Block] = []
        self.tags = 0
        self.language: SandboxedEnvironment = environment()

    def report(self, place: str, tag: str, wrong: str) -> None:
        self.found.append(f"{place}“{tag}”：{wrong}" if tag else f"{place}：{wrong}")

    def read(self, piece: Piece) -> None:
        """One paragraph."""
        text = piece.text
        begun = sum(map(text.count, BEGINNINGS))
        if begun and (len(text) > LONGEST_TEXT or self.tags + begun > MOST_TAGS):
            self.report(piece.place, "", f"标签太多，一份模板最多 {MOST_TAGS} 个，带标签的一段最多 {LONGEST_TEXT} 字；后面的没有再看")
            self.tags = MOST_TAGS
            return
        self.tags += begun
        for match in TAG.finditer(text):
            if len(match[0]) > LONGEST_TAG:
                self.report(piece.place, shortened(match[0]), f"标签太长，最多 {LONGEST_TAG} 字")
            elif match["shown"] is not None:
                self.output(piece, match[0], match["shown"])
            elif match["done"] is not None:
                self.statement(piece, match[0], match["done"])
        broken = BROKEN.search(TAG.sub("", text))
        if broken:
            self.report(piece.place, shortened(text), f"“{broken[0]}”没有配成对；一个标签要写在同一段里，用半角括号，首尾成对")

    def close(self) -> None:
        """At the end of a part every block has to be closed."""
        for block in self.open:
            self.report(block.place, block.tag, f"没有对应的 {ending(block.prefix, block.word)}")
        self.open.clear()

    def output(self, piece: Piece, tag: str, inside: str) -> None:
        """{{ … }}"""
        if PREFIX.match(inside):
            self.report(piece.place, tag, "写出内容的标签不带 p、tr、tc、r")
            return
        try:
            (shown,) = self.parsed("{{" + inside + "}}").find_all(nodes.Output)
            if len(shown.nodes) != 1:
                raise Wrong("一个标签只写一个名称")
            self.shape_of(shown.nodes[0], printed=True)
        except (Wrong, ValueError) as error:
            self.report(piece.place, tag, str(error) or "标签是空的")

    def statement(self, piece: Piece, tag: str, inside: str) -> None:
        """{% … %}"""
        match = PREFIX.match(inside)
        prefix, rest = (match[1], inside[match.end() :]) if match else ("", inside.lstrip())
        rest = rest.strip().strip("-").strip()
        word = rest.split(None, 1)[0] if rest else ""
        if word not in WORDS:
            self.report(piece.place, tag, f"不认识“{word}”；只能用 {'、'.join(WORDS)}")
            return
        self.alone(piece, tag, prefix)
        holder = {"p": piece.holder, "tr": piece.table, "tc": piece.row}.get(prefix, piece.paragraph)
        try:
            if word in ("for", "if"):
                if len(self.open) == DEEPEST:
                    raise Wrong(f"套得太深，for 和 if 最多 {DEEPEST} 层")
                self.open.append(Block(word, prefix, holder, piece.place, tag, {}))
                self.open[-1] = self.open[-1]._replace(names=self.names_of(word, rest))
            else:
                self.within(word, prefix, holder, rest)
        except Wrong as error:
            self.report(piece.place, tag, str(error))

    def alone(self, piece: Piece, tag: str, prefix: str) -> None:
        """A tag with p, tr or tc stands alone: docxtpl takes its whole paragraph, row or cell away."""
        if prefix == "r":
            self.report(piece.place, tag, "不支持 {%r %}，用 {% %}")
        elif prefix == "p" and piece.text.strip() != tag:
            self.report(piece.place, tag, "{%p %} 要独占一段，同段的其他文字会丢失")
        elif prefix in ("tr", "tc"):
            around = piece.row if prefix == "tr" else piece.cell
            if around is None:
                self.report(piece.place, tag, f"{{%{prefix} %}} 只能用在表格里")
            elif "".join(node.text or "" for node in around.iter(piece.nodes[0].tag)).strip() != tag:
                self.report(piece.place, tag, f"{{%{prefix} %}} 要独占一{'行' if prefix == 'tr' else '格'}，其余内容会丢失")

    def within(self, word: str, prefix: str, holder: object, rest: str) -> None:
        """else, elif, endif, endfor: they belong to the block opened last, of the same sort and in the same place."""
        opener = "for" if word == "endfor" else "if"
        if not self.open or (self.open[-1].word != opener and word != "else"):
            raise Wrong(f"前面没有对应的 {opener}" + (f"；还没有结束的是{self.open[-1].place}“{self.open[-1].tag}”" if self.open else ""))
        block = self.open[-1]
        if word in ("endfor", "endif"):
            self.open.pop()
        if block.prefix != prefix:
            raise Wrong(f"与{block.place}“{block.tag}”不是一类，要写成 {ending(block.prefix, block.word, word)}")
        if block.holder is not holder and block.holder != holder:
            where = {"p": "同一个单元格或同在表格外", "tr": "同一个表", "tc": "同一行"}.get(prefix, "同一段")
            raise Wrong(f"与{block.place}“{block.tag}”不在{where}" + ("；跨段的要写成 {%p … %}" if not prefix else ""))
        if word == "elif":
            self.tested(rest.removeprefix("elif"))

    def names_of(self, word: str, rest: str) -> dict[str, object]:
        """What a for gives a name to; {} for an if."""
        if word == "if":
            self.tested(rest.removeprefix("if"))
            return {}
        (loop,) = self.parsed("{% " + rest + " %}{% endfor %}").find_all(nodes.For)
        if not isinstance(loop.target, nodes.Name) or loop.recursive or loop.test:
            raise Wrong("写成 for 行 in 清单")
        rows = self.shape_of(loop.iter)
        if not isinstance(rows, list):
            raise Wrong("in 后面不是清单，不能逐行写")
        return {loop.target.name: rows[0], "loop": LOOP}

    def tested(self, expression: str) -> None:
        """The condition of an if."""
        (branch,) = self.parsed("{% if " + expression + " %}{% endif %}").find_all(nodes.If)
        self.shape_of(branch.test)

    def parsed(self, source: str) -> nodes.Template:
        """A tag as jinja reads it. Wrong where it can't."""
        try:
            return self.language.parse(source.translate(QUOTES))
        except TemplateSyntaxError as error:
            raise Wrong(f"写法不对（{error.message}）") from error

    def shape_of(self, node: nodes.Node, printed: bool = False) -> object:
        """What an expression gives: a text, a group, a list. Wrong for an unknown name and for all that a template may not do."""
        shape: object = ""
        if isinstance(node, nodes.Name):
            shape = self.named(node.name)
        elif isinstance(node, nodes.Getattr):
            shape = member(self.shape_of(node.node), node.attr)
        elif isinstance(node, nodes.Filter) and node.name in FILTERS and node.node is not None:
            self.shape_of(node.node)
            if not all(isinstance(argument, nodes.Const) for argument in node.args):
                raise Wrong('连接符要写在引号里，如 join("、")')
        elif isinstance(node, SIMPLE):
            for child in node.iter_child_nodes():
                self.shape_of(child)
        else:
            raise Wrong("模板里只能写名称、条件和循环，不能调用或计算")
        if printed and isinstance(shape, dict | list):
            raise Wrong("这是一组内容，不能直接写出；清单用 for 逐行写，组用“组.名称”")
        return shape

    def named(self, name: str) -> object:
        """What a name stands for here."""
        for block in reversed(self.open):
            if name in block.names:
                return block.names[name]
        if name in self.shape:
            return self.shape[name]
        known = [*self.shape, *(one for block in self.open for one in block.names)]
        raise Wrong(f"没有“{name}”这个名称{likely(name, known)}")


def member(group: object, name: str) -> object:
    """What a dot leads to."""
    if name.startswith("_"):
        raise Wrong(f"不允许用“{name}”")
    if not isinstance(group, Mapping):
        raise Wrong(f"“.{name}”前面的不是一组内容" + ("，是清单，要用 for 逐行写" if isinstance(group, list) else ""))
    if name not in group:
        raise Wrong(f"没有“{name}”这个名称{likely(name, group)}")
    return group[name]


def likely(name: str, known: Mapping[str, object] | list[str]) -> str:
    """What the clerk may have meant."""
    close = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"，是不是“{close[0]}”？" if close else ""


def ending(prefix: str, word: str, wanted: str = "") -> str:
    """How the end of a block is written."""
    return f"{{%{prefix} {wanted or 'end' + word} %}}"


def shortened(text: str, longest: int = 24) -> str:
    return text if len(text) <= longest else text[:longest] + "…"
